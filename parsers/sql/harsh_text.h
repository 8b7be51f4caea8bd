// Text that PostgreSQL's scanner or parser would spend hours or all memory on.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/sql/decode.h"

namespace schemadiff {

/// What one statement may have: its tree takes up to 150 bytes for a token, and a literal is copied
/// a dozen times on its way.
inline constexpr size_t kMaxStatementTokens = 4'000'000;
inline constexpr size_t kMaxStatementBytes = size_t{64} << 20;

/// Whether it has a run of so many operator characters (`/*/*/*...`, `+++...`) that the scanner,
/// which reads to the end of the run for each token or comment in it, takes its time.
bool HasLongOperatorRun(std::string_view text);

/// Makes one or several statements of *text, places kept, ones that PostgreSQL reads in a time and
/// with memory in proportion to their length: comments that follow on each other or nest become
/// one. The reason where it cannot be done: an operator that is nothing but long
/// (`sql.too-deep`), or too much of it all (`sql.too-large`, without an SQLSTATE, since PostgreSQL
/// would take it).
std::optional<ast::DecodeError> TameText(std::string* text);

/// A message that quotes what may be long, cut where it gets so.
std::string ShortMessage(std::string message);

}  // namespace schemadiff
