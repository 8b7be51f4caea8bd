#include "tests/cli/alembic_project.h"

#include "engine/base/strings.h"
#include "tests/support/golden.h"

namespace schemadiff::testing {
namespace {

// Python's literal for a list of plain names: None, 'a', ('a', 'b').
std::string PythonNames(const std::vector<std::string>& names) {
  if (names.empty()) return "None";
  const std::string all = StrCat("'", StrJoin(names, "', '"), "'");
  return names.size() == 1 ? all : StrCat("(", all, ")");
}

}  // namespace

AlembicProject::AlembicProject(const std::vector<AlembicRevision>& revisions) {
  const std::string unity = SourceDirectory() + "/tests/fixtures/unity/";
  for (const char* file : {"alembic.ini", "alembic/env.py", "alembic/script.py.mako"}) {
    place_.Write(file, ReadFile(unity + file));
  }
  for (const AlembicRevision& revision : revisions) {
    std::string text =
        StrCat("from alembic import op\n\nrevision = '", revision.id,
               "'\ndown_revision = ", PythonNames(revision.parents), "\n\n\ndef upgrade():\n");
    for (const std::string& sql : revision.up)
      StrAppend(&text, "    op.execute('''", sql, "''')\n");
    if (revision.up.empty()) text += "    pass\n";
    place_.Write(StrCat("alembic/versions/", revision.id, "_x.py"), text);
  }
}

bool HasAlembic() {
  static const bool found =
      RunShell("/usr/bin/python3 -c 'import alembic, sqlalchemy, psycopg2'").exit_code == 0;
  return found;
}

ToolResult RunInProject(const std::string& command, const std::string& directory,
                        const Database& database) {
  const std::string url =
      StrCat("postgresql+psycopg2:///?", StrJoin(StrSplit(database.connection_string(), ' '), "&"));
  return RunShell(StrCat("alembic() { /usr/bin/python3 -m alembic.config \"$@\"; }; ", command),
                  {.environment = {StrCat("DATABASE_URL=", url)}, .directory = directory});
}

}  // namespace schemadiff::testing
