#include "tools/random_ddl/queries.h"

#include <algorithm>

#include "tools/random_ddl/literals.h"

namespace schemadiff::random_ddl {
namespace {

class QueryMaker {
 public:
  explicit QueryMaker(Draft& draft) : draft_(draft) {}

  std::string Make(int depth) {
    if (depth > 0 && Chance(12)) return With(depth);
    if (depth > 0 && Chance(12)) return SetOperation(depth);
    if (Chance(4)) return Values();
    return Select(depth);
  }

  // With so many columns of these types, for set operations and subqueries.
  std::string SelectOf(const std::vector<TypeRef>& types, const Scope& outer, int depth) {
    Scope scope = outer;
    scope.aggregates = false;
    scope.subqueries = depth > 0;
    const std::string from = From(&scope, depth);
    std::string list;
    for (const TypeRef& type : types) {
      // With a name: one that the server makes up is another one when the query is read again.
      StrAppend(&list, list.empty() ? "" : ", ", Expression(draft_, scope, type, depth), " AS x",
                ++outputs_);
    }
    if (list.empty()) list = "1";
    std::string sql = StrCat("SELECT ", list, " FROM ", from);
    if (Chance(50)) StrAppend(&sql, " WHERE ", Condition(draft_, scope, std::max(depth, 1)));
    return sql;
  }

 private:
  struct Cte {
    std::string name;
    Scope columns;
  };

  bool Chance(int percent) { return draft_.Chance(percent); }
  std::string Alias() {
    return draft_.Chance(10) ? draft_.NewName("q") : StrCat("t", ++draft_.memory.serial);
  }

  // An item of FROM; its columns go to the scope.
  std::string Item(Scope* scope, int depth) {
    const int which = draft_.random.Below(20);
    if (which == 0) return FunctionItem(scope);
    if (which <= 2 && depth > 0) return SubSelect(scope, depth);
    if (which <= 5 && !ctes_.empty()) {
      const Cte& cte = draft_.random.Pick(ctes_);
      const std::string alias = Alias();
      for (const Variable& column : cte.columns.variables) {
        scope->variables.push_back({StrCat(alias, ".", column.sql), column.type});
      }
      return StrCat(cte.name, " AS ", alias);
    }
    const ObjectId relation = draft_.AnyRelation();
    if (relation == kNoObject || draft_.Columns(relation).empty()) return FunctionItem(scope);
    const std::string alias = Alias();
    Add(ColumnScope(draft_, relation, alias + "."), scope);
    std::string sql = draft_.Ref(relation);
    if (Chance(5)) sql = "ONLY " + sql;
    StrAppend(&sql, Chance(60) ? " " : " AS ", alias);
    if (Chance(2)) StrAppend(&sql, " TABLESAMPLE SYSTEM (10)");
    return sql;
  }

  std::string FunctionItem(Scope* scope) {
    const std::string alias = Alias();
    switch (draft_.random.Below(4)) {
      case 0:
        scope->variables.push_back({alias + ".x", PgType("int4")});
        return StrCat("generate_series(1, 10) AS ", alias, "(x)");
      case 1:
        scope->variables.push_back({alias + ".x", PgType("text")});
        scope->variables.push_back({alias + ".n", PgType("int8")});
        return StrCat("unnest(ARRAY['a', 'b']) WITH ORDINALITY ", alias, "(x, n)");
      case 2:
        scope->variables.push_back({alias + ".a", PgType("int4")});
        scope->variables.push_back({alias + ".b", PgType("text")});
        return StrCat("(VALUES (1, 'one'), (2, NULL)) AS ", alias, "(a, b)");
      default:
        scope->variables.push_back({alias + ".a", PgType("int4")});
        scope->variables.push_back({alias + ".b", PgType("text")});
        return StrCat("jsonb_to_recordset('[]') AS ", alias, "(a integer, b text)");
    }
  }

  std::string SubSelect(Scope* scope, int depth) {
    const std::string alias = Alias();
    Scope inner;
    inner.subqueries = false;
    std::vector<TypeRef> types;
    std::string names;
    for (int i = draft_.random.Between(1, 3); i > 0; --i) {
      types.push_back(CommonType(draft_).type);
      const std::string name = StrCat("c", i);
      StrAppend(&names, names.empty() ? "" : ", ", name);
      scope->variables.push_back({StrCat(alias, ".", name), types.back()});
    }
    const bool lateral = Chance(20) && !scope->variables.empty();
    const std::string sql = SelectOf(types, inner, depth - 1);
    return StrCat(lateral ? "LATERAL " : "", "(", sql, ") AS ", alias, "(", names, ")");
  }

  static void Add(const Scope& from, Scope* to) {
    to->variables.insert(to->variables.end(), from.variables.begin(), from.variables.end());
  }

  std::string From(Scope* scope, int depth) {
    std::string sql = Item(scope, depth);
    for (int i = draft_.random.Below(depth > 0 ? 3 : 1); i > 0; --i) {
      if (Chance(15)) {
        StrAppend(&sql, ", ", Item(scope, depth - 1));
      } else if (Chance(10)) {
        StrAppend(&sql, " CROSS JOIN ", Item(scope, depth - 1));
      } else {
        StrAppend(&sql, draft_.random.Pick({" JOIN ", " LEFT JOIN ", " INNER JOIN ",
                                            " RIGHT OUTER JOIN ", " FULL JOIN "}));
        sql += Item(scope, depth - 1);
        // A comparison of two columns is what FULL JOIN can do; others only where it is no such.
        StrAppend(&sql, " ON ", On(*scope));
      }
    }
    return sql;
  }

  std::string On(const Scope& scope) {
    const Variable& one = draft_.random.Pick(scope.variables);
    for (int tries = 0; tries < 8; ++tries) {
      const Variable& other = draft_.random.Pick(scope.variables);
      if (&other != &one && other.type == one.type) return StrCat(one.sql, " = ", other.sql);
    }
    return "true";
  }

  std::string Select(int depth) {
    // Names from FROM alone, so that subqueries do not see half of it.
    Scope scope;
    const std::string from = From(&scope, depth);
    scope.subqueries = depth > 0;
    const bool grouped = Chance(20);
    std::string sql = "SELECT ";
    std::string group;
    std::string first;
    std::string list;
    const auto add = [&](const std::string& expression) {
      StrAppend(&list, list.empty() ? "" : ", ", expression);
      if (Chance(85)) StrAppend(&list, " AS ", OutputName());
    };
    if (grouped) {
      Scope keys = scope;
      keys.subqueries = false;
      for (int i = draft_.random.Below(3); i > 0; --i) {
        const Variable& key = draft_.random.Pick(scope.variables);
        if (IsUngroupable(key.type)) continue;
        add(key.sql);
        StrAppend(&group, group.empty() ? "" : ", ", key.sql);
      }
      for (int i = draft_.random.Between(1, 3); i > 0; --i) add(AggregateCall(keys));
    } else if (Chance(6)) {
      list = "*";
    } else {
      if (Chance(15)) first = draft_.random.Pick({"DISTINCT ", "ALL "});
      for (int i = draft_.random.Between(1, 4); i > 0; --i) {
        TypeRef type;
        if (Chance(8)) {
          add(WindowCall(scope));
        } else {
          add(AnyExpression(draft_, scope, Chance(40) ? 0 : depth, &type));
        }
      }
    }
    StrAppend(&sql, first, list, " FROM ", from);
    if (Chance(50)) StrAppend(&sql, " WHERE ", Condition(draft_, scope, std::max(depth, 1)));
    if (grouped && !group.empty()) {
      if (Chance(15)) group = StrCat(draft_.random.Pick({"ROLLUP (", "CUBE ("}), group, ")");
      StrAppend(&sql, " GROUP BY ", group);
      if (Chance(20)) sql += " HAVING count(*) > 1";
    }
    if (!grouped && first.empty() && list != "*" && Chance(25)) {
      const Variable& key = draft_.random.Pick(scope.variables);
      if (!IsUngroupable(key.type)) {
        StrAppend(&sql, " ORDER BY ", key.sql,
                  draft_.random.Pick({"", " DESC", " ASC NULLS FIRST", " DESC NULLS LAST"}));
      }
    }
    if (Chance(12))
      sql += draft_.random.Pick(
          {" LIMIT 10", " OFFSET 5", " LIMIT 3 OFFSET 1", " FETCH FIRST 2 ROWS ONLY"});
    return sql;
  }

  std::string OutputName() {
    if (Chance(5)) return draft_.NewName("col");
    return StrCat("c", ++outputs_);
  }

  static bool IsUngroupable(const TypeRef& type) {
    for (const std::string_view name : {"json", "xml", "point", "box"}) {
      if (type.name == name) return true;
    }
    return type.schema != "pg_catalog";
  }

  std::string AggregateCall(const Scope& scope) {
    if (Chance(25)) return "count(*)";
    Scope inner = scope;
    if (Chance(50)) {
      inner.aggregates = true;
      return Expression(draft_, inner, CommonType(draft_).type, 1);
    }
    const Variable& of = draft_.random.Pick(scope.variables);
    switch (draft_.random.Below(6)) {
      case 0:
        return StrCat("count(DISTINCT ", of.sql, ")");
      case 1:
        return StrCat("array_agg(", of.sql, " ORDER BY ", of.sql, ")");
      case 2:
        return StrCat("string_agg(", of.sql, "::text, ', ')");
      case 3:
        return StrCat("sum(length(", of.sql, "::text)) FILTER (WHERE ", of.sql, " IS NOT NULL)");
      case 4:
        return StrCat("percentile_cont(0.5) WITHIN GROUP (ORDER BY length(", of.sql, "::text))");
      default:
        return StrCat("jsonb_agg(", of.sql, ")");
    }
  }

  std::string WindowCall(const Scope& scope) {
    const Variable& by = draft_.random.Pick(scope.variables);
    const Variable& order = draft_.random.Pick(scope.variables);
    if (IsUngroupable(by.type) || IsUngroupable(order.type)) return "row_number() OVER ()";
    return StrCat(draft_.random.Pick({"row_number()", "rank()", "count(*)", "ntile(4)"}),
                  " OVER (PARTITION BY ", by.sql, " ORDER BY ", order.sql,
                  draft_.random.Pick({"", " DESC", " ROWS BETWEEN 1 PRECEDING AND CURRENT ROW",
                                      " RANGE UNBOUNDED PRECEDING"}),
                  ")");
  }

  std::string With(int depth) {
    std::string sql = "WITH ";
    if (Chance(20)) {
      ctes_.push_back({"r", {{{"n", PgType("int4")}}, false, false, false}});
      return StrCat("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) ",
                    Select(depth - 1));
    }
    std::vector<TypeRef> types;
    Cte cte{Alias(), {}};
    std::string names;
    for (int i = draft_.random.Between(1, 3); i > 0; --i) {
      types.push_back(CommonType(draft_).type);
      const std::string name = StrCat("w", i);
      StrAppend(&names, names.empty() ? "" : ", ", name);
      cte.columns.variables.push_back({name, types.back()});
    }
    StrAppend(&sql, cte.name, "(", names, ") AS ",
              draft_.random.Pick({"", "", "MATERIALIZED ", "NOT MATERIALIZED "}), "(",
              SelectOf(types, {}, depth - 1), ") ");
    ctes_.push_back(std::move(cte));
    return sql + Select(depth - 1);
  }

  std::string SetOperation(int depth) {
    std::vector<TypeRef> types;
    for (int i = draft_.random.Between(1, 3); i > 0; --i) types.push_back(CommonType(draft_).type);
    std::erase_if(types, [](const TypeRef& type) { return IsUngroupable(type); });
    if (types.empty()) types.push_back(PgType("text"));
    std::string sql = SelectOf(types, {}, depth - 1);
    for (int i = draft_.random.Between(1, 2); i > 0; --i) {
      StrAppend(&sql, draft_.random.Pick({" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT "}),
                SelectOf(types, {}, depth - 1));
    }
    return sql;
  }

  std::string Values() {
    const TypeRef one = CommonType(draft_).type;
    const TypeRef two = CommonType(draft_).type;
    return StrCat("VALUES ", List(draft_.random.Between(1, 3), [&] {
                    return StrCat("(", Literal(draft_, one), ", ", Literal(draft_, two), ")");
                  }));
  }

  Draft& draft_;
  std::vector<Cte> ctes_;
  int outputs_ = 0;
};

}  // namespace

std::string Query(Draft& draft, int depth) { return QueryMaker(draft).Make(depth); }

std::string SubQuery(Draft& draft, const Scope& outer, const TypeRef& type, int depth) {
  std::vector<TypeRef> types;
  if (!type.name.empty()) types.push_back(type);
  std::string sql = QueryMaker(draft).SelectOf(types, outer, std::max(depth, 0));
  if (!type.name.empty() && draft.Chance(30)) sql += " LIMIT 1";
  return sql;
}

}  // namespace schemadiff::random_ddl
