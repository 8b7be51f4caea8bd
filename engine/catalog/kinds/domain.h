// Kind: domain. Its CHECK constraints are objects of their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_type (typtype d).
struct Domain {
  TypeRef base_type;
  bool not_null = false;
  Expression default_value;
  QualifiedName collation;  ///< empty: the base type's
  Stated<Name> owner;

  static constexpr std::string_view kKind = "domain";
  static constexpr AclClass kAclClass = AclClass::kType;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"base_type", &Domain::base_type}, Attr{"not_null", &Domain::not_null},
                      Attr{"default", &Domain::default_value},
                      Attr{"collation", &Domain::collation}, Attr{"owner", &Domain::owner});
  }
};
static_assert(kFullyDescribed<Domain>);

}  // namespace schemadiff
