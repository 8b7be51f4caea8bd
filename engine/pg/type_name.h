// References to types, and their names as format_type() prints them.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/name.h"

namespace schemadiff {

/// A type with its modifiers, as a column or an argument has it.
struct TypeRef {
  Name schema;     ///< of the element type where `array`
  Name name;       ///< as in pg_type: "int4", "varchar", "Mood"; never "_int4" where `array`
  Name modifiers;  ///< what format_type prints for the modifiers, without the outer
                   ///< parentheses: "20", "10,2", "day to second(3)"; empty for none
  bool array =
      false;  ///< PostgreSQL does not tell dimensions apart: int[] and int[][] are one type

  friend bool operator==(const TypeRef&, const TypeRef&) = default;
  friend auto operator<=>(const TypeRef&, const TypeRef&) = default;
};

/// format_type(oid, typmod) where search_path is empty: `character varying(20)[]`,
/// `timestamp(3) with time zone`, `"char"`, `public."Mood"`. Types of pg_catalog are not qualified.
std::string FormatType(const TypeRef& type, int major);

/// format_type(oid, NULL), which error messages, function signatures and regtype use: no modifiers,
/// and `character` and `bit` where FormatType says `bpchar` and `"bit"`.
std::string FormatTypeWithoutModifiers(const TypeRef& type, int major);

/// The inverse of FormatType. Unqualified names are those of pg_catalog; `character` and `bit`
/// without a length read as bpchar and bit without modifiers. No value where the text is not
/// something that format_type prints.
std::optional<TypeRef> ParseFormattedType(std::string_view text);

}  // namespace schemadiff
