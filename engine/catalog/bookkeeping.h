// What a migration tool recorded in a database.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace schemadiff {

/// Asks for the rows of a tool's table.
struct BookkeepingQuery {
  /// Empty: the first schema of the connection's own search_path that has such a table, else the
  /// first other schema (by name) that has one.
  std::string schema;
  std::string table;
  std::string column;
};

/// What was found of a BookkeepingQuery.
struct BookkeepingResult {
  /// Every visible schema that has a relation of that name (or the named one, if it has), in the
  /// order of preference: `rows` come from the first.
  std::vector<std::string> schemas;
  /// The column's values as text, sorted by bytes. None where there is no such table, where it
  /// could not be read, or where the source (a dump of the schema alone) has no rows of any table.
  std::optional<std::vector<std::string>> rows;
  /// The table is there, yet could not be read (no privilege, no such column, locked, not a table).
  bool unreadable = false;
};

struct BookkeepingRecord {
  BookkeepingQuery query;
  BookkeepingResult result;
};

}  // namespace schemadiff
