// A look at SQL text without parsing it: its statements and their first words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace schemadiff::alembic {

/// A word or sign of SQL: unquoted words in lower case, quoted identifiers without their
/// quotes, other signs as they are; string constants and numbers as "'" and "0".
struct SqlToken {
  std::string text;
  bool quoted = false;
  size_t offset = 0;
};

/// The tokens of each statement; empty statements are left out. Comments, string constants
/// (with E'' escapes), dollar quotes and quoted identifiers are recognised.
std::vector<std::vector<SqlToken>> ScanStatements(std::string_view sql);

}  // namespace schemadiff::alembic
