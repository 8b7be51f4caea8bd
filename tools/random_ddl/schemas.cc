// Schemas, search_path and transactions.
#include <algorithm>

#include "tools/random_ddl/makers.h"

namespace schemadiff::random_ddl {

std::string CreateSchema(Draft& draft) {
  const std::string name = draft.NewName("s");
  std::string sql = StrCat("CREATE SCHEMA ", draft.Perhaps(10, "IF NOT EXISTS "), name);
  if (draft.Chance(10))
    StrAppend(&sql, " AUTHORIZATION ", draft.random.Pick({"CURRENT_USER", "pg_monitor"}));
  if (draft.Chance(8) && sql.find("IF NOT") == std::string::npos) {
    sql += " CREATE TABLE inside (a integer) CREATE VIEW over AS SELECT a FROM inside";
  }
  return sql;
}

std::string SetSearchPath(Draft& draft) {
  if (draft.Chance(20)) {
    draft.memory.search_path = {"public"};
    return std::string(draft.random.Pick({"RESET search_path", "SET search_path TO DEFAULT"}));
  }
  std::vector<std::string> path;
  std::string text;
  for (int i = draft.random.Between(1, 3); i > 0; --i) {
    const ObjectId id = draft.Any<Schema>();
    const std::string& name = draft.Key(id).name.str();
    if (std::ranges::find(path, name) != path.end()) continue;
    path.push_back(name);
    StrAppend(&text, text.empty() ? "" : ", ", draft.Quote(name));
  }
  draft.memory.search_path = path;
  return StrCat("SET ", draft.mode == Mode::kRolledBack ? draft.Perhaps(15, "LOCAL ") : "",
                "search_path ", draft.random.Pick({"TO ", "= "}), text);
}

std::string TransactionStatement(Draft& draft) {
  Memory& memory = draft.memory;
  const bool inside = draft.mode == Mode::kRolledBack || memory.in_transaction;
  if (!inside) {
    memory.in_transaction = true;
    memory.savepoints.clear();
    return std::string(draft.random.Pick({"BEGIN", "START TRANSACTION"}));
  }
  const int which = draft.random.Below(10);
  if (draft.mode == Mode::kCommitted && which < 5) {
    memory.in_transaction = false;
    memory.savepoints.clear();
    return which < 4 ? "COMMIT" : "ROLLBACK";
  }
  if (memory.savepoints.empty() || which < 7) {
    memory.savepoints.push_back(StrCat("sp", ++memory.serial));
    return "SAVEPOINT " + memory.savepoints.back();
  }
  const size_t at =
      static_cast<size_t>(draft.random.Below(static_cast<int>(memory.savepoints.size())));
  const std::string name = memory.savepoints[at];
  memory.savepoints.resize(at);
  if (which < 9) {
    memory.savepoints.push_back(name);
    return "ROLLBACK TO SAVEPOINT " + name;
  }
  return "RELEASE " + name;
}

}  // namespace schemadiff::random_ddl
