// Type modifiers: the numbers in atttypmod, and the texts that stand for them.
//
// The built-in types that take modifiers are bpchar, varchar, bit, varbit, numeric, time, timetz,
// timestamp, timestamptz and interval, and their arrays. `type` is such a name, in pg_catalog.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace schemadiff {

/// Whether the built-in type (or the element type of an array) takes modifiers.
bool TakesModifiers(std::string_view type);

/// What the type's typmodin function returns for the modifiers as the grammar gives them, e.g.
/// {"10", "2"}; for interval the mask of fields, then the precision. -1 for none.
/// Throws PgError as the server does: 22023 for values out of range, 22P02 or 22003 for texts that
/// are no integers.
int32_t TypmodFromInput(std::string_view type, const std::vector<std::string>& input, int major);

/// The text for TypeRef::modifiers: "20" for a varchar's 24. Empty for -1.
std::string ModifiersFromTypmod(std::string_view type, int32_t typmod);

/// The inverse of ModifiersFromTypmod; -1 for the empty text and for types without modifiers.
int32_t TypmodFromModifiers(std::string_view type, std::string_view modifiers);

}  // namespace schemadiff
