// Rows of single tables, as dumps and scripts put them in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/sql/script.h"

namespace schemadiff {

/// The values of one column of a table, as far as a script says.
struct ColumnRows {
  std::string schema;  ///< as the first statement writes it; empty: by the search path
  /// In the order of the script, NULLs left out. None where the script puts no rows there, or does
  /// what leaves them unknown: UPDATE, DELETE, values that are no literals.
  std::optional<std::vector<std::string>> values;
};

/// Reads them from the statements that the script kept (PsqlOptions::keep_rows_of).
ColumnRows RowsOf(const PsqlScript& script, std::string_view table, std::string_view column);

}  // namespace schemadiff
