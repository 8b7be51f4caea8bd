// Kind: column of a table, view, materialized view or composite type.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

enum class Identity { kNone, kAlways, kByDefault };
template <>
inline constexpr std::array kEnumText<Identity>{
    std::string_view("none"), std::string_view("always"), std::string_view("by default")};

enum class Generated { kNone, kStored, kVirtual };
template <>
inline constexpr std::array kEnumText<Generated>{
    std::string_view("none"), std::string_view("stored"), std::string_view("virtual")};

/// Source: pg_attribute, pg_attrdef.
struct Column {
  TypeRef type;
  int position = 0;  ///< from 1 among the live columns
  bool not_null = false;
  Expression default_value;  ///< DEFAULT, or the generation expression where `generated`
  Generated generated = Generated::kNone;
  Identity identity = Identity::kNone;
  QualifiedName collation;  ///< empty: the type's default collation, or a type without one
  std::string storage;      ///< PLAIN, EXTERNAL, EXTENDED, MAIN; empty: the type's default
  std::string compression;  ///< pglz, lz4; empty: the server's default
  std::optional<int> statistics_target;  ///< none: the server's default
  Options options;                       ///< n_distinct, n_distinct_inherited
  Options foreign_options;               ///< those of a foreign table's wrapper
  bool is_local = true;                  ///< declared in this table (also when it is inherited too)
  int inherited_from = 0;                ///< number of direct parents that have the column

  static constexpr std::string_view kKind = "column";
  static constexpr AclClass kAclClass = AclClass::kColumn;
  static constexpr auto Attrs() {
    return std::tuple(
        Attr{"type", &Column::type}, Attr{"position", &Column::position, AttributeRole::kRelative},
        Attr{"not_null", &Column::not_null}, Attr{"default", &Column::default_value},
        Attr{"generated", &Column::generated}, Attr{"identity", &Column::identity},
        Attr{"collation", &Column::collation}, Attr{"storage", &Column::storage},
        Attr{"compression", &Column::compression, 140000},
        Attr{"statistics_target", &Column::statistics_target}, Attr{"options", &Column::options},
        Attr{"foreign_options", &Column::foreign_options}, Attr{"is_local", &Column::is_local},
        Attr{"inherited_from", &Column::inherited_from});
  }
};
static_assert(kFullyDescribed<Column>);

}  // namespace schemadiff
