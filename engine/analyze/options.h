// What parse analysis must be told about the server.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/name.h"

namespace schemadiff {

/// The schemas in which unqualified names are looked up, in order, as the setting search_path has
/// them ("$user" already replaced). pg_catalog is searched first where it is not listed.
struct SearchPath {
  std::vector<Name> schemas{"public"};
};

struct AnalyzeOptions {
  /// TimeZone of the sessions that read the catalogs, as a fixed offset in seconds east of
  /// Greenwich. Without it, constants that are printed by it are not modelled.
  std::optional<int> utc_offset = 0;
  /// Whether the sessions that run the statements have the same. If not, constants that are read
  /// by it are not modelled.
  bool zone_known = true;
  /// The database's name, where known: `CURRENT_CATALOG` in three-part names.
  std::string database;
};

}  // namespace schemadiff
