#include "tools/random_ddl/program.h"

#include "engine/base/strings.h"

namespace schemadiff::random_ddl {

std::string_view ToString(Mode mode) {
  return mode == Mode::kRolledBack ? "rolled back" : "committed";
}

std::string ToScript(Mode mode, const std::vector<std::string>& statements) {
  std::string script;
  if (mode == Mode::kRolledBack) script += "BEGIN;\n";
  for (const std::string& statement : statements) StrAppend(&script, statement, ";\n");
  if (mode == Mode::kRolledBack) script += "ROLLBACK;\n";
  return script;
}

}  // namespace schemadiff::random_ddl
