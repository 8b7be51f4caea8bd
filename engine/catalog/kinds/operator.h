// Kind: operator.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_operator. Identified by the types of its operands.
struct Operator {
  TypeRef left;  ///< of no name for a prefix operator
  TypeRef right;
  TypeRef result;          ///< of no name where it is a shell
  QualifiedName function;  ///< empty: a shell, made as another one's commutator or negator
  QualifiedName commutator;
  QualifiedName negator;
  QualifiedName restrict_estimator;
  QualifiedName join_estimator;
  bool hashes = false;
  bool merges = false;

  friend bool operator==(const Operator&, const Operator&) = default;
  Stated<Name> owner;

  static constexpr std::string_view kKind = "operator";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"left", &Operator::left}, Attr{"right", &Operator::right},
                      Attr{"result", &Operator::result}, Attr{"function", &Operator::function},
                      Attr{"commutator", &Operator::commutator},
                      Attr{"negator", &Operator::negator},
                      Attr{"restrict", &Operator::restrict_estimator},
                      Attr{"join", &Operator::join_estimator}, Attr{"hashes", &Operator::hashes},
                      Attr{"merges", &Operator::merges}, Attr{"owner", &Operator::owner});
  }
};
static_assert(kFullyDescribed<Operator>);

}  // namespace schemadiff
