// Negative integers that libpg_query loses.
#pragma once

#include <cstdint>
#include <string_view>

#include "parsers/sql/node.h"

namespace schemadiff::ast {

/// libpg_query before 17 leaves the value out of every Integer that is not positive, so that -5 and
/// 0 look the same. Given a node whose fields are all decoded, this puts back what the text says:
/// in literals, options (INCREMENT BY -1), column statistics targets and array bounds. `text` is
/// what was parsed; its first byte has the offset `base` in node locations.
void RestoreNegatives(Node* node, std::string_view text, int32_t base);

/// The same for what only the whole statement tells, which begins at `location` (not a byte of
/// another statement before it).
void RestoreNegativesOfStatement(Node* statement, std::string_view text, int32_t base,
                                 int32_t location);

}  // namespace schemadiff::ast
