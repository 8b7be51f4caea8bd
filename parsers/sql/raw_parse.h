// The calls into libpg_query, made safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/sql/arena.h"
#include "parsers/sql/decode.h"

namespace schemadiff {

/// Parses `text`, several statements at most, into *arena, and appends them to *out with all
/// locations raised by `base`. On an error *out is as before, and error->location says where (with
/// `base`; -1 where PostgreSQL does not say).
///
/// `nesting` is an upper bound on the depth of the tree (StatementBounds::nesting): libpg_query
/// writes its trees by recursion without a limit of its own, so what nests deeply is given a stack
/// to match.
bool RawParse(std::string_view text, int32_t base, uint32_t nesting, ast::Arena* arena,
              std::vector<ast::RawStatement>* out, ast::DecodeError* error);

/// A statement's place in a text.
struct StatementRange {
  size_t begin = 0;
  size_t end = 0;
};

/// The statements of a text as the grammar sees them; false when some part of it does not parse, or
/// it is larger than 16 MiB.
bool SplitByGrammar(std::string_view text, std::vector<StatementRange>* out);

}  // namespace schemadiff
