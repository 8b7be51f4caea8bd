// ALTER TABLE.
#include <algorithm>

#include "tools/random_ddl/clauses.h"
#include "tools/random_ddl/expressions.h"
#include "tools/random_ddl/literals.h"
#include "tools/random_ddl/makers.h"
#include "tools/random_ddl/types.h"

namespace schemadiff::random_ddl {
namespace {

std::string Head(Draft& draft, ObjectId table) {
  return StrCat("ALTER TABLE ", draft.Perhaps(6, "IF EXISTS "), draft.Perhaps(3, "ONLY "),
                draft.Ref(table), " ");
}

std::string AddColumn(Draft& draft, ObjectId table) {
  const std::string name = draft.NewName("added");
  const TypeChoice type = ColumnType(draft);
  std::string sql = StrCat("ADD ", draft.Perhaps(70, "COLUMN "), draft.Perhaps(8, "IF NOT EXISTS "),
                           name, " ", type.sql);
  if (draft.Chance(40)) {
    // What is computed here is computed at once.
    if (draft.Chance(50)) StrAppend(&sql, " DEFAULT ", Literal(draft, type.type));
    sql += draft.Perhaps(25, " NOT NULL");
    return sql;
  }
  bool has_key = true;
  return sql + ColumnClauses(draft, name, type, ColumnScope(draft, table), &has_key);
}

std::string ChangeType(Draft& draft, const ColumnRef& column) {
  const std::string name = draft.Quote(column.name);
  const TypeRef& from = column.column->type;
  // What a constant is computed to may be immutable where its conversion is not.
  if (column.column->generated != Generated::kNone) return "";
  TypeChoice to = ColumnType(draft);
  if (draft.Chance(60)) {
    // One that it can be assigned to.
    const std::string& old = from.name.str();
    if (old == "int4" || old == "int2") {
      to.sql = draft.random.Pick({"bigint", "numeric", "numeric(12)", "double precision"});
    } else if (old == "varchar" || old == "text" || old == "bpchar") {
      to.sql = draft.random.Pick({"text", "varchar(100)", "varchar", "char(12)"});
    } else if (old == "timestamp" || old == "timestamptz") {
      to.sql = draft.random.Pick({"timestamptz", "timestamp(3)", "date"});
    } else {
      to.sql = "text";
    }
    return StrCat("ALTER ", draft.Perhaps(60, "COLUMN "), name,
                  draft.random.Pick({" TYPE ", " SET DATA TYPE "}), to.sql);
  }
  return StrCat("ALTER COLUMN ", name, " TYPE ", to.sql, " USING ", name, "::text::", to.sql);
}

std::string AlterColumn(Draft& draft, ObjectId table) {
  const std::vector<ColumnRef> columns = draft.Columns(table);
  if (columns.empty()) return "";
  const ColumnRef& column = draft.random.Pick(columns);
  const std::string name = draft.Slip() ? "missing_column" : draft.Quote(column.name);
  const std::string alter = StrCat("ALTER COLUMN ", name, " ");
  switch (draft.random.Below(14)) {
    case 0:
    case 1: {
      Scope none;
      return StrCat(alter, "SET DEFAULT ", Expression(draft, none, column.column->type, 1));
    }
    case 2:
      return alter + "DROP DEFAULT";
    case 3:
      return alter + "SET NOT NULL";
    case 4:
      return alter + "DROP NOT NULL";
    case 5:
    case 6:
      return ChangeType(draft, column);
    case 7:
      return StrCat(alter, "SET STATISTICS ", draft.random.Pick({"100", "-1", "0", "500"}));
    case 8:
      return StrCat(alter, "SET STORAGE ",
                    draft.random.Pick({"PLAIN", "EXTERNAL", "MAIN", "EXTENDED"}));
    case 9:
      return StrCat(alter, draft.random.Pick({"SET (n_distinct = 5)", "RESET (n_distinct)",
                                              "SET (n_distinct_inherited=-0.5)"}));
    case 10:
      if (column.column->identity == Identity::kNone) {
        return StrCat(alter, "ADD GENERATED ", draft.random.Pick({"ALWAYS", "BY DEFAULT"}),
                      " AS IDENTITY");
      }
      return StrCat(alter, draft.random.Pick({"SET GENERATED ALWAYS", "DROP IDENTITY",
                                              "SET INCREMENT BY 3 SET CACHE 2", "RESTART",
                                              "DROP IDENTITY IF EXISTS"}));
    case 11:
      return StrCat(alter, "DROP EXPRESSION", draft.Perhaps(60, " IF EXISTS"));
    case 12:
      return draft.major >= 14
                 ? StrCat(alter, "SET COMPRESSION ", draft.random.Pick({"pglz", "default"}))
                 : "";
    default:
      return StrCat("DROP ", draft.Perhaps(70, "COLUMN "), draft.Perhaps(10, "IF EXISTS "), name,
                    draft.Perhaps(35, " CASCADE"));
  }
}

}  // namespace

std::string AlterTableColumns(Draft& draft) {
  const ObjectId table = draft.AnyTable();
  if (table == kNoObject) return "";
  std::string sql = Head(draft, table);
  std::string commands;
  for (int i = draft.Chance(80) ? 1 : draft.random.Between(2, 4); i > 0; --i) {
    const std::string command =
        draft.Chance(35) ? AddColumn(draft, table) : AlterColumn(draft, table);
    if (!command.empty()) StrAppend(&commands, commands.empty() ? "" : ", ", command);
  }
  return commands.empty() ? "" : sql + commands;
}

std::string AlterTableConstraints(Draft& draft) {
  const ObjectId table = draft.AnyTable();
  if (table == kNoObject) return "";
  const std::string head = Head(draft, table);
  const Scope scope = ColumnScope(draft, table);
  const bool any = !draft.Parts(table, KindOf<Constraint>).empty();
  const int which = any ? draft.random.Below(10) : 0;
  if (which < 5) {
    if (scope.variables.empty()) return "";
    if (draft.Chance(12)) {
      const ObjectId index = draft.Any<Index>([&](ObjectId, const Index& candidate) {
        return candidate.unique &&
               candidate.table == QualifiedName{draft.Key(table).schema, draft.Key(table).name};
      });
      if (index != kNoObject) {
        return StrCat(head, "ADD ",
                      draft.Chance(60) ? StrCat("CONSTRAINT ", draft.NewName("con"), " ") : "",
                      draft.random.Pick({"UNIQUE", "PRIMARY KEY"}), " USING INDEX ",
                      draft.Quote(draft.Key(index).name));
      }
    }
    std::string constraint = TableConstraint(draft, scope, table);
    const bool can_wait = constraint.find("CHECK") != std::string::npos ||
                          constraint.find("FOREIGN KEY") != std::string::npos;
    return StrCat(head, "ADD ", constraint, draft.Perhaps(can_wait ? 15 : 0, " NOT VALID"));
  }
  const std::string name = draft.PartName(table, KindOf<Constraint>);
  switch (which) {
    case 5:
      return StrCat(head, "VALIDATE CONSTRAINT ", name);
    case 6:
      return StrCat(head, "RENAME CONSTRAINT ", name, " TO ", draft.NewName("con"));
    case 7:
      return StrCat(
          head, "ALTER CONSTRAINT ", name, " ",
          draft.random.Pick({"DEFERRABLE", "NOT DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED"}));
    default:
      return StrCat(head, "DROP CONSTRAINT ", draft.Perhaps(10, "IF EXISTS "), name,
                    draft.Perhaps(40, " CASCADE"));
  }
}

std::string AlterTableProperties(Draft& draft) {
  const ObjectId table = draft.AnyTable();
  if (table == kNoObject) return "";
  const std::string head = Head(draft, table);
  const ObjectId other = draft.AnyTable();
  switch (draft.random.Below(14)) {
    case 0:
      return StrCat(head, draft.random.Pick({"ENABLE", "DISABLE", "FORCE", "NO FORCE"}),
                    " ROW LEVEL SECURITY");
    case 1:
      return StrCat(head, "REPLICA IDENTITY ", draft.random.Pick({"FULL", "NOTHING", "DEFAULT"}));
    case 2: {
      const ObjectId index = draft.Any<Index>([&](ObjectId, const Index& candidate) {
        return candidate.table == QualifiedName{draft.Key(table).schema, draft.Key(table).name};
      });
      if (index == kNoObject) return "";
      return StrCat(head, draft.random.Pick({"REPLICA IDENTITY USING INDEX ", "CLUSTER ON "}),
                    draft.Quote(draft.Key(index).name));
    }
    case 3:
      return head + "SET WITHOUT CLUSTER";
    case 4:
      if (!draft.As<Table>(table).partition_key.empty()) return "";
      return StrCat(head, "SET (",
                    draft.random.Pick(
                        {"fillfactor=80", "parallel_workers=4", "toast.autovacuum_enabled=false"}),
                    ")");
    case 5:
      return head + "RESET (fillfactor, parallel_workers)";
    case 6:
      return StrCat(head, draft.random.Pick({"SET LOGGED", "SET UNLOGGED"}));
    case 7:
      return StrCat(head, "INHERIT ", draft.Ref(other));
    case 8: {
      const auto& payload = draft.As<Table>(table);
      return StrCat(
          head, "NO INHERIT ",
          payload.inherits.empty() ? draft.Ref(other) : draft.Ref(payload.inherits.front()));
    }
    case 9: {
      const ObjectId child = draft.Any<Table>(
          [](ObjectId, const Table& candidate) { return !candidate.partition_of.empty(); });
      if (child == kNoObject) return "";
      return StrCat("ALTER TABLE ", draft.Ref(draft.As<Table>(child).partition_of),
                    " DETACH PARTITION ", draft.Ref(child));
    }
    case 10: {
      const ObjectId parent = draft.Any<Table>(
          [](ObjectId, const Table& candidate) { return !candidate.partition_key.empty(); });
      if (parent == kNoObject) return "";
      return StrCat("ALTER TABLE ", draft.Ref(parent), " ATTACH PARTITION ", draft.Ref(table), " ",
                    PartitionBound(draft, parent));
    }
    case 11: {
      const std::string trigger =
          draft.Chance(60) ? draft.PartName(table, KindOf<Trigger>) : "USER";
      return StrCat(head,
                    draft.random.Pick({"DISABLE", "ENABLE", "ENABLE ALWAYS", "ENABLE REPLICA"}),
                    " TRIGGER ", trigger);
    }
    case 12: {
      const ObjectId type = draft.Any<CompositeType>();
      return type == kNoObject || draft.Chance(40) ? head + "NOT OF"
                                                   : StrCat(head, "OF ", draft.Ref(type));
    }
    default:
      return StrCat(head, "OWNER TO ",
                    draft.random.Pick({"pg_monitor", "CURRENT_USER", "postgres"}));
  }
}

}  // namespace schemadiff::random_ddl
