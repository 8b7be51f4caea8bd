// Triggers, rules, policies, and what is done to a table otherwise.
#include "tools/random_ddl/expressions.h"
#include "tools/random_ddl/literals.h"
#include "tools/random_ddl/makers.h"

namespace schemadiff::random_ddl {
namespace {

void Append(const Scope& from, Scope* to) {
  to->variables.insert(to->variables.end(), from.variables.begin(), from.variables.end());
}

}  // namespace

std::string CreateTrigger(Draft& draft) {
  const ObjectId function = draft.Any<Function>(
      [](ObjectId, const Function& candidate) { return candidate.returns.name == "trigger"; });
  if (function == kNoObject) return "";
  const ObjectId view = draft.Chance(10) ? draft.Any<View>() : kNoObject;
  const ObjectId table = view == kNoObject ? draft.AnyTable() : view;
  if (table == kNoObject) return "";
  const bool constraint = view == kNoObject && draft.Chance(10);
  const bool row = view != kNoObject || constraint || draft.Chance(65);
  std::string sql =
      StrCat("CREATE ", draft.major >= 14 && !constraint ? draft.Perhaps(10, "OR REPLACE ") : "",
             constraint ? "CONSTRAINT " : "", "TRIGGER ", draft.NewName("trig"), " ");
  const std::string_view timing = view != kNoObject                ? "INSTEAD OF"
                                  : constraint || draft.Chance(50) ? "AFTER"
                                                                   : "BEFORE";
  StrAppend(&sql, timing, " ");
  const int events = draft.random.Between(1, 7);
  std::string list;
  const auto add = [&](std::string_view event) {
    StrAppend(&list, list.empty() ? "" : " OR ", event);
  };
  if ((events & 1) != 0) add("INSERT");
  if ((events & 2) != 0) {
    add("UPDATE");
    if (view == kNoObject && draft.Chance(30)) StrAppend(&list, " OF ", draft.ColumnList(table, 2));
  }
  if ((events & 4) != 0) add("DELETE");
  if (!row && draft.Chance(15)) add("TRUNCATE");
  StrAppend(&sql, list, " ON ", draft.Ref(table));
  if (constraint) {
    sql += draft.random.Pick({"", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED"});
  }
  if (timing == "AFTER" && !constraint && draft.Chance(15) && list == "INSERT") {
    sql += " REFERENCING NEW TABLE AS new_rows";
  }
  StrAppend(&sql, row ? " FOR EACH ROW" : draft.Perhaps(60, " FOR EACH STATEMENT"));
  if (row && view == kNoObject && draft.Chance(30)) {
    Scope scope;
    if ((events & 4) == 0) Append(ColumnScope(draft, table, "NEW."), &scope);
    if ((events & 1) == 0) Append(ColumnScope(draft, table, "OLD."), &scope);
    if (!scope.variables.empty()) StrAppend(&sql, " WHEN (", Condition(draft, scope, 1), ")");
  }
  return StrCat(sql, " EXECUTE ", draft.random.Pick({"FUNCTION ", "PROCEDURE "}),
                draft.Ref(function), "(", draft.Perhaps(20, "'arg', 2, x"), ")");
}

std::string CreateRule(Draft& draft) {
  const ObjectId relation = draft.Chance(80) ? draft.AnyTable() : draft.Any<View>();
  const ObjectId target = draft.AnyTable();
  if (relation == kNoObject || target == kNoObject) return "";
  const std::string_view event = draft.random.Pick({"INSERT", "UPDATE", "DELETE"});
  std::string sql = StrCat("CREATE ", draft.Perhaps(15, "OR REPLACE "), "RULE ",
                           draft.NewName("rule"), " AS ON ", event, " TO ", draft.Ref(relation));
  Scope scope;
  if (event != "DELETE") Append(ColumnScope(draft, relation, "NEW."), &scope);
  if (event != "INSERT") Append(ColumnScope(draft, relation, "OLD."), &scope);
  if (scope.variables.empty()) return "";
  if (draft.Chance(30)) StrAppend(&sql, " WHERE ", Condition(draft, scope, 1));
  StrAppend(&sql, " DO ", draft.random.Pick({"INSTEAD ", "ALSO ", ""}));
  const std::vector<ColumnRef> columns = draft.Columns(target);
  switch (draft.random.Below(4)) {
    case 0: {
      if (columns.empty()) return "";
      const ColumnRef& column = draft.random.Pick(columns);
      return StrCat(sql, "INSERT INTO ", draft.Ref(target), " (", draft.Quote(column.name),
                    ") VALUES (", Expression(draft, scope, column.column->type, 1), ")");
    }
    case 1: {
      if (columns.empty()) return "";
      const ColumnRef& column = draft.random.Pick(columns);
      if (column.column->generated != Generated::kNone) return "";
      return StrCat(sql, "UPDATE ", draft.Ref(target), " SET ", draft.Quote(column.name), " = ",
                    Expression(draft, scope, column.column->type, 1));
    }
    case 2:
      return StrCat(sql, "(DELETE FROM ", draft.Ref(target), " WHERE ", Condition(draft, scope, 1),
                    "; NOTIFY changed)");
    default:
      return sql + "NOTHING";
  }
}

std::string CreatePolicy(Draft& draft) {
  const ObjectId table = draft.AnyTable();
  if (table == kNoObject) return "";
  Scope scope = ColumnScope(draft, table);
  scope.subqueries = draft.Chance(30);
  const std::vector<ObjectId> policies = draft.Parts(table, KindOf<Policy>);
  if (!policies.empty() && draft.Chance(40)) {
    return StrCat("ALTER POLICY ", draft.PartName(table, KindOf<Policy>), " ON ", draft.Ref(table),
                  draft.Chance(40) ? StrCat(" TO ", draft.Grantee()) : "", " USING (",
                  Condition(draft, scope, 2), ")");
  }
  const std::string_view command = draft.random.Pick(
      {"", " FOR ALL", " FOR SELECT", " FOR INSERT", " FOR UPDATE", " FOR DELETE"});
  std::string sql =
      StrCat("CREATE POLICY ", draft.NewName("pol"), " ON ", draft.Ref(table),
             draft.random.Pick({"", "", " AS RESTRICTIVE", " AS PERMISSIVE"}), command);
  if (draft.Chance(40)) {
    StrAppend(&sql, " TO ", draft.Grantee(), draft.Chance(30) ? ", pg_monitor" : "");
  }
  if (command != " FOR INSERT") StrAppend(&sql, " USING (", Condition(draft, scope, 2), ")");
  if (command == " FOR INSERT" ||
      (command != " FOR SELECT" && command != " FOR DELETE" && draft.Chance(30))) {
    StrAppend(&sql, " WITH CHECK (", Condition(draft, scope, 1), ")");
  }
  return sql;
}

std::string Maintain(Draft& draft) {
  const ObjectId table = draft.AnyTable();
  if (table == kNoObject) return "";
  switch (draft.random.Below(6)) {
    case 0:
      return StrCat("TRUNCATE ", draft.Ref(table), " CASCADE");
    case 1:
      return StrCat("ANALYZE ", draft.Ref(table));
    case 2:
      if (draft.mode == Mode::kCommitted && !draft.memory.in_transaction) return "";
      return StrCat("LOCK TABLE ", draft.Ref(table), " IN SHARE MODE");
    case 3: {
      const ObjectId index = draft.Any<Index>([&](ObjectId, const Index& candidate) {
        return candidate.table == QualifiedName{draft.Key(table).schema, draft.Key(table).name};
      });
      if (index == kNoObject) return "";
      return StrCat("CLUSTER ", draft.Ref(table), " USING ", draft.Quote(draft.Key(index).name));
    }
    case 4:
      // Of a partitioned table it is many transactions.
      return draft.As<Table>(table).partition_key.empty()
                 ? StrCat("REINDEX TABLE ", draft.Ref(table))
                 : "";
    default:
      return StrCat("DELETE FROM ", draft.Ref(table));
  }
}

}  // namespace schemadiff::random_ddl
