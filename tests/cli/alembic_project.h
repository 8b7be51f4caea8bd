// Small Alembic projects, and Debian's Alembic to run them with.
#pragma once

#include <string>
#include <vector>

#include "tests/cli/tool.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {

struct AlembicRevision {
  std::string id;
  std::vector<std::string> parents;  ///< none: a root
  std::vector<std::string> up;       ///< SQL statements
};

/// A project of revisions that execute SQL; gone with the object.
class AlembicProject {
 public:
  explicit AlembicProject(const std::vector<AlembicRevision>& revisions);
  const std::string& path() const { return place_.path(); }

 private:
  TemporaryDirectory place_;
};

/// Whether Debian's Alembic can be run here, with a driver for PostgreSQL.
bool HasAlembic();

/// Runs a shell command, such as "alembic upgrade head", in a project's directory; its env.py
/// takes the database from DATABASE_URL. "alembic" is Debian's.
ToolResult RunInProject(const std::string& command, const std::string& directory,
                        const Database& database);

}  // namespace schemadiff::testing
