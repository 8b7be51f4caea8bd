// Kind: operator family and operator class.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// An operator of a family.
struct FamilyOperator {
  int strategy = 0;
  TypeRef left;
  TypeRef right;
  QualifiedName name;
  QualifiedName sort_family;  ///< FOR ORDER BY; empty: FOR SEARCH

  /// As in CREATE OPERATOR CLASS: `OPERATOR 1 pg_catalog.<(integer,integer)`.
  std::string ToText() const;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"strategy", &FamilyOperator::strategy},
                      Attr{"left", &FamilyOperator::left}, Attr{"right", &FamilyOperator::right},
                      Attr{"name", &FamilyOperator::name},
                      Attr{"sort_family", &FamilyOperator::sort_family});
  }
};
static_assert(kFullyDescribed<FamilyOperator>);

/// A support function of a family.
struct FamilyFunction {
  int number = 0;
  TypeRef left;  ///< what it supports: not always what it takes
  TypeRef right;
  QualifiedName name;
  std::vector<TypeRef> arguments;

  std::string ToText() const;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"number", &FamilyFunction::number}, Attr{"left", &FamilyFunction::left},
                      Attr{"right", &FamilyFunction::right}, Attr{"name", &FamilyFunction::name},
                      Attr{"arguments", &FamilyFunction::arguments});
  }
};
static_assert(kFullyDescribed<FamilyFunction>);

/// Puts the members into the order in which they are held: by types, then by number.
void SortMembers(std::vector<FamilyOperator>* operators, std::vector<FamilyFunction>* functions);

/// Source: pg_opfamily, pg_amop, pg_amproc. Its access method is a part of its identity. Holds what
/// belongs to none of its classes.
struct OperatorFamily {
  std::vector<FamilyOperator> operators;
  std::vector<FamilyFunction> functions;
  Stated<Name> owner;

  static constexpr std::string_view kKind = "operator family";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"operators", &OperatorFamily::operators},
                      Attr{"functions", &OperatorFamily::functions},
                      Attr{"owner", &OperatorFamily::owner});
  }
};
static_assert(kFullyDescribed<OperatorFamily>);

/// Source: pg_opclass, pg_amop, pg_amproc. Its access method is a part of its identity. Holds what
/// of its family cannot be there without it.
struct OperatorClass {
  QualifiedName family;
  TypeRef input;
  TypeRef storage;  ///< of no name where it is the input type
  bool is_default = false;
  std::vector<FamilyOperator> operators;
  std::vector<FamilyFunction> functions;
  Stated<Name> owner;

  static constexpr std::string_view kKind = "operator class";
  static constexpr auto Attrs() {
    return std::tuple(
        Attr{"family", &OperatorClass::family}, Attr{"input", &OperatorClass::input},
        Attr{"storage", &OperatorClass::storage}, Attr{"is_default", &OperatorClass::is_default},
        Attr{"operators", &OperatorClass::operators}, Attr{"functions", &OperatorClass::functions},
        Attr{"owner", &OperatorClass::owner});
  }
};
static_assert(kFullyDescribed<OperatorClass>);

}  // namespace schemadiff
