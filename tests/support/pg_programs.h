// Where PostgreSQL's programs are on this machine.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace schemadiff::testing {

/// The `bin` directories that hold both `initdb` and `postgres`, by major version.
std::map<int, std::string> ServerPrograms();

/// A `pg_dump` and the newest major version it serves.
struct PgDump {
  std::string path;
  int major = 0;
  /// Whether it takes --restrict-key, without which recent ones print a random key.
  bool restrict_key = false;
};

/// The newest pg_dump here.
std::optional<PgDump> NewestPgDump();

}  // namespace schemadiff::testing
