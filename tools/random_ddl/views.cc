// Views, materialized views, CREATE TABLE AS.
#include "tools/random_ddl/makers.h"
#include "tools/random_ddl/queries.h"

namespace schemadiff::random_ddl {
namespace {

std::string ViewOptions(Draft& draft) {
  if (!draft.Chance(8)) return "";
  return StrCat(" WITH (", draft.random.Pick({"security_barrier", "security_barrier=true"}), ")");
}

}  // namespace

std::string CreateView(Draft& draft) {
  const ObjectId existing = draft.Any<View>();
  if (existing != kNoObject && draft.Chance(12)) {
    // The same columns and one more.
    const ObjectId table = draft.AnyTable();
    if (table != kNoObject && draft.Chance(60)) {
      return StrCat("CREATE OR REPLACE VIEW ", draft.Ref(existing), " AS ", Query(draft, 1));
    }
    const std::string alter = StrCat("ALTER VIEW ", draft.Ref(existing), " ");
    switch (draft.random.Below(3)) {
      case 0:
        return alter + "SET (security_barrier = true)";
      case 1:
        return alter + "RESET (security_barrier)";
      default:
        return StrCat(alter, "ALTER COLUMN ", draft.ColumnOf(existing), " ",
                      draft.random.Pick({"SET DEFAULT NULL", "DROP DEFAULT"}));
    }
  }
  std::string sql =
      StrCat("CREATE ", draft.Perhaps(12, "OR REPLACE "), "VIEW ", draft.NewQualifiedName("v"));
  if (draft.Chance(4)) StrAppend(&sql, " (", draft.NewName("col"), ")");
  StrAppend(&sql, ViewOptions(draft), " AS ", Query(draft, 2));
  return sql;
}

std::string CreateSimpleView(Draft& draft) {
  const ObjectId relation = draft.AnyRelation();
  if (relation == kNoObject) return "";
  Scope scope = ColumnScope(draft, relation);
  if (scope.variables.empty()) return "";
  std::string sql =
      StrCat("CREATE VIEW ", draft.NewQualifiedName("v"), ViewOptions(draft), " AS SELECT ");
  sql += draft.Chance(40) ? std::string("*") : draft.ColumnList(relation, 4);
  StrAppend(&sql, " FROM ", draft.Ref(relation));
  if (draft.Chance(50)) StrAppend(&sql, " WHERE ", Condition(draft, scope, 1));
  return sql + std::string(draft.random.Pick({"", "", "", "", " WITH CHECK OPTION"}));
}

std::string CreateMaterializedView(Draft& draft) {
  const ObjectId existing = draft.Any<MaterializedView>();
  if (existing != kNoObject && draft.Chance(15)) {
    const std::string name = draft.Ref(existing);
    switch (draft.random.Below(3)) {
      case 0:
        return StrCat("REFRESH MATERIALIZED VIEW ", name, " WITH NO DATA");
      case 1:
        return StrCat("ALTER MATERIALIZED VIEW ", name, " SET (fillfactor = 90)");
      default:
        return StrCat("ALTER MATERIALIZED VIEW ", name, " ALTER COLUMN ", draft.ColumnOf(existing),
                      " SET STATISTICS 50");
    }
  }
  return StrCat("CREATE MATERIALIZED VIEW ", draft.Perhaps(10, "IF NOT EXISTS "),
                draft.NewQualifiedName("mv"), " AS ", Query(draft, 1), " WITH NO DATA");
}

std::string CreateTableAs(Draft& draft) {
  return StrCat("CREATE ", draft.Perhaps(10, "UNLOGGED "), "TABLE ",
                draft.Perhaps(8, "IF NOT EXISTS "), draft.NewQualifiedName("copy"), " AS ",
                Query(draft, 1), " WITH NO DATA");
}

}  // namespace schemadiff::random_ddl
