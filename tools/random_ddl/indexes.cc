// Indexes and extended statistics.
#include <algorithm>

#include "tools/random_ddl/clauses.h"
#include "tools/random_ddl/makers.h"

namespace schemadiff::random_ddl {
namespace {

bool IsOrdered(const TypeRef& type) {
  if (type.schema != "pg_catalog") return false;
  for (const std::string_view name : {"json", "xml", "point", "box"}) {
    if (type.name == name) return false;
  }
  return true;
}

// An index method that takes a column of the type, other than btree; nothing where there is none.
std::string_view OtherMethod(const TypeRef& type) {
  const std::string& name = type.name.str();
  if (type.schema != "pg_catalog") return "";
  if (name == "jsonb" || name == "tsvector" || (type.array && IsOrdered(type))) return "gin";
  if (type.array) return "";
  if (name.ends_with("range") || name == "point" || name == "box" || name == "tsquery")
    return "gist";
  if (name == "int4" || name == "int8" || name == "date" || name == "timestamptz") return "brin";
  if (name == "text" || name == "uuid" || name == "varchar") return "hash";
  return "";
}

std::string Key(Draft& draft, const Scope& scope) {
  const Variable& column = draft.random.Pick(scope.variables);
  std::string key;
  if (draft.Chance(25)) {
    Scope immutable = scope;
    immutable.immutable = true;
    TypeRef type;
    key = StrCat("(", AnyExpression(draft, immutable, 2, &type), ")");
  } else {
    if (!IsOrdered(column.type) && !draft.Slip()) return "";
    key = column.sql;
    if (column.type.name == "text" && !column.type.array) {
      if (draft.Chance(12)) key += " COLLATE \"C\"";
      if (draft.Chance(20)) key += draft.random.Pick({" text_pattern_ops", " text_ops"});
    }
    if (column.type.name == "varchar" && !column.type.array && draft.Chance(15)) {
      key += " varchar_pattern_ops";
    }
  }
  if (draft.Chance(20)) {
    key +=
        draft.random.Pick({" DESC", " ASC", " NULLS FIRST", " DESC NULLS LAST", " ASC NULLS LAST"});
  }
  return key;
}

}  // namespace

std::string CreateIndex(Draft& draft) {
  const ObjectId table = draft.Chance(92) ? draft.AnyTable() : draft.Any<MaterializedView>();
  if (table == kNoObject) return "";
  const Scope scope = ColumnScope(draft, table);
  if (scope.variables.empty()) return "";
  const bool concurrently =
      draft.mode == Mode::kCommitted && !draft.memory.in_transaction && draft.Chance(10);
  std::string sql = "CREATE ";
  const bool unique = draft.Chance(20);
  if (unique) sql += "UNIQUE ";
  StrAppend(&sql, "INDEX ", concurrently ? "CONCURRENTLY " : "");
  if (draft.Chance(60)) {
    StrAppend(&sql, draft.Perhaps(10, "IF NOT EXISTS "), draft.NewName("idx"), " ");
  }
  StrAppend(&sql, "ON ", draft.Perhaps(4, "ONLY "), draft.Ref(table));
  const Variable& column = draft.random.Pick(scope.variables);
  const std::string_view method = OtherMethod(column.type);
  if (!unique && !method.empty() && draft.Chance(35)) {
    StrAppend(&sql, " USING ", method, " (", column.sql);
    if (column.type.name == "jsonb" && !column.type.array && draft.Chance(40)) {
      sql += " jsonb_path_ops";
    }
    sql += ")";
    if (draft.Chance(10)) {
      sql += method == "brin"  ? " WITH (pages_per_range=64)"
             : method == "gin" ? " WITH (fastupdate=off)"
                               : " WITH (fillfactor=80)";
    }
  } else {
    std::string keys;
    for (int i = draft.random.Between(1, 3); i > 0; --i) {
      const std::string key = Key(draft, scope);
      if (!key.empty()) StrAppend(&keys, keys.empty() ? "" : ", ", key);
    }
    if (keys.empty()) return "";
    StrAppend(&sql, draft.Perhaps(25, " USING btree"), " (", keys, ")");
    if (draft.Chance(10)) StrAppend(&sql, " INCLUDE (", column.sql, ")");
    if (unique && draft.major >= 15 && draft.Chance(15)) sql += " NULLS NOT DISTINCT";
    sql += IndexOptions(draft);
  }
  if (draft.Chance(20)) {
    Scope immutable = scope;
    immutable.immutable = true;
    StrAppend(&sql, " WHERE ", Condition(draft, immutable, 2));
  }
  return sql;
}

std::string AlterIndex(Draft& draft) {
  const ObjectId index = draft.Any<Index>();
  if (index == kNoObject) return "";
  const std::string name = draft.Ref(index);
  switch (draft.random.Below(5)) {
    case 0:
      return StrCat("ALTER INDEX ", name, " SET (fillfactor = 55)");
    case 1:
      return StrCat("ALTER INDEX ", name, " RESET (fillfactor)");
    case 2:
      return StrCat("ALTER INDEX ", name, " ALTER COLUMN 1 SET STATISTICS 100");
    case 3:
      return StrCat("ALTER INDEX ", draft.Perhaps(20, "IF EXISTS "), name, " RENAME TO ",
                    draft.NewName("renamed"));
    default: {
      const ObjectId other = draft.Any<Index>();
      return StrCat("ALTER INDEX ", name, " ATTACH PARTITION ", draft.Ref(other));
    }
  }
}

std::string CreateStatistics(Draft& draft) {
  const ObjectId existing = draft.Any<StatisticsObject>();
  if (existing != kNoObject && draft.Chance(30)) {
    return StrCat("ALTER STATISTICS ", draft.Ref(existing), " SET STATISTICS ",
                  draft.random.Pick({"100", "0", "-1"}));
  }
  const ObjectId table = draft.AnyTable();
  if (table == kNoObject) return "";
  Scope scope = ColumnScope(draft, table);
  std::erase_if(scope.variables, [](const Variable& column) { return !IsOrdered(column.type); });
  if (scope.variables.size() < 2) return "";
  std::string keys;
  if (draft.major >= 14 && draft.Chance(40)) {
    TypeRef type;
    keys = StrCat("(", AnyExpression(draft, scope, 1, &type), "), ",
                  draft.random.Pick(scope.variables).sql);
  } else {
    keys = StrCat(scope.variables.front().sql, ", ", scope.variables.back().sql);
  }
  return StrCat("CREATE STATISTICS ", draft.Perhaps(10, "IF NOT EXISTS "),
                draft.NewQualifiedName("stat"), " ",
                draft.random.Pick({"", "(ndistinct) ", "(dependencies, mcv) ", "(mcv) "}), "ON ",
                keys, " FROM ", draft.Ref(table));
}

}  // namespace schemadiff::random_ddl
