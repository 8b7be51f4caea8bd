// String literals of Python: prefixes, escapes, and the fields of f-strings.
#pragma once

#include <cstddef>
#include <string_view>

#include "parsers/alembic/python_lexer.h"

namespace schemadiff::py {

inline constexpr size_t kNoString = static_cast<size_t>(-1);

/// The length of the prefix (`r`, `b`, `f`, `u` and their combinations, in any case) where
/// `source` begins with a string literal; kNoString where it begins with something else.
size_t StringPrefixLength(std::string_view source);

/// Reads the literal at the start of `source`, which stands at `place`; returns its length
/// in bytes. Throws SyntaxError.
size_t ReadStringLiteral(std::string_view source, Place place, StringLiteral* literal);

}  // namespace schemadiff::py
