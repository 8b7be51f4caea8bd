// Functions, procedures, aggregates, casts, operators.
#include "tools/random_ddl/literals.h"
#include "tools/random_ddl/makers.h"
#include "tools/random_ddl/queries.h"
#include "tools/random_ddl/types.h"

namespace schemadiff::random_ddl {
namespace {

std::string Attributes(Draft& draft) {
  std::string sql;
  if (draft.Chance(40))
    StrAppend(&sql, " ", draft.random.Pick({"IMMUTABLE", "STABLE", "VOLATILE"}));
  if (draft.Chance(20)) {
    StrAppend(&sql, " ",
              draft.random.Pick({"STRICT", "RETURNS NULL ON NULL INPUT", "CALLED ON NULL INPUT"}));
  }
  if (draft.Chance(10)) sql += " SECURITY DEFINER";
  if (draft.Chance(8)) sql += " PARALLEL SAFE";
  if (draft.Chance(8)) sql += " COST 50";
  if (draft.Chance(5)) sql += " LEAKPROOF";
  if (draft.Chance(8)) {
    StrAppend(&sql, " SET ",
              draft.random.Pick({"search_path TO public, pg_temp", "work_mem = '4MB'",
                                 "search_path = ''", "enable_seqscan TO off"}));
  }
  return sql;
}

std::string TriggerFunction(Draft& draft) {
  return StrCat("CREATE ", draft.Perhaps(50, "OR REPLACE "), "FUNCTION ",
                draft.NewQualifiedName("trg"), "() RETURNS trigger LANGUAGE plpgsql AS ",
                "$$ BEGIN RETURN NEW; END $$");
}

std::string PlpgsqlFunction(Draft& draft) {
  std::string arguments;
  for (int i = draft.random.Below(4); i > 0; --i) {
    const TypeChoice type = CommonType(draft);
    StrAppend(&arguments, arguments.empty() ? "" : ", ", draft.Perhaps(10, "IN "),
              draft.Chance(80) ? draft.NewName("p") + " " : "", type.sql);
  }
  const TypeChoice result = CommonType(draft);
  const bool set = draft.Chance(10);
  return StrCat("CREATE FUNCTION ", draft.NewQualifiedName("f"), "(", arguments, ") RETURNS ",
                set ? "SETOF " : "", result.sql, " AS $$ BEGIN RETURN", set ? "" : " NULL",
                "; END; $$", " LANGUAGE plpgsql", Attributes(draft));
}

// In SQL, with a body as text or in the standard's form.
std::string SqlFunction(Draft& draft) {
  Scope scope;
  std::string arguments;
  bool defaults = false;
  for (int i = draft.random.Below(4); i > 0; --i) {
    const TypeChoice type = draft.Chance(80) ? CommonType(draft) : ColumnType(draft);
    const std::string name = draft.NewName("p");
    StrAppend(&arguments, arguments.empty() ? "" : ", ", name, " ", type.sql);
    defaults |= draft.Chance(15);
    if (defaults)
      StrAppend(&arguments, draft.random.Pick({" DEFAULT ", " = "}), Literal(draft, type.type));
    scope.variables.push_back({name, type.type});
  }
  scope.subqueries = draft.Chance(30);
  const TypeChoice result = CommonType(draft);
  std::string sql = StrCat("CREATE FUNCTION ", draft.NewQualifiedName("f"), "(", arguments,
                           ") RETURNS ", result.sql, " LANGUAGE sql", Attributes(draft));
  const std::string value =
      StrCat("CAST(", Expression(draft, scope, result.type, 2), " AS ", result.sql, ")");
  // A body that is text is not looked into by the replay.
  if (draft.major < 14 || draft.Chance(40)) {
    return StrCat(sql, " AS $fn$ SELECT CAST(NULL AS ", result.sql, ") $fn$");
  }
  if (draft.Chance(60)) return StrCat(sql, " RETURN ", value);
  return StrCat(sql, " BEGIN ATOMIC SELECT ", value, "; END");
}

}  // namespace

std::string CreateFunction(Draft& draft) {
  const int which = draft.random.Below(10);
  if (which < 3) return TriggerFunction(draft);
  if (which < 6) return PlpgsqlFunction(draft);
  return SqlFunction(draft);
}

std::string CreateProcedure(Draft& draft) {
  return StrCat("CREATE PROCEDURE ", draft.NewQualifiedName("proc"), "(",
                draft.Perhaps(50, "INOUT a integer"), ") LANGUAGE plpgsql AS $$ BEGIN END $$");
}

std::string AlterFunction(Draft& draft) {
  const ObjectId id = draft.Any<Function>();
  if (id == kNoObject) return "";
  const std::string alter = StrCat(
      "ALTER ", draft.As<Function>(id).type == RoutineType::kProcedure ? "PROCEDURE " : "FUNCTION ",
      draft.RoutineRef(id), " ");
  return StrCat(alter, draft.random.Pick({"STRICT", "IMMUTABLE", "SECURITY DEFINER", "COST 20",
                                          "PARALLEL RESTRICTED", "SET work_mem TO '1MB'",
                                          "RESET ALL", "RESET work_mem", "ROWS 5"}));
}

std::string CreateAggregate(Draft& draft) {
  return StrCat("CREATE AGGREGATE ", draft.NewQualifiedName("agg"), " ",
                draft.random.Pick({"(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')",
                                   "(float8) (SFUNC = float8_accum, STYPE = float8[], "
                                   "FINALFUNC = float8_avg, INITCOND = '{0,0,0}')",
                                   "(anyelement) (SFUNC = array_append, STYPE = anyarray)",
                                   "(text) (SFUNC = textcat, STYPE = text, PARALLEL = SAFE)"}));
}

std::string CreateOperator(Draft& draft) {
  const ObjectId id = draft.Any<Function>([](ObjectId, const Function& function) {
    return function.type == RoutineType::kFunction && function.arguments.size() == 2 &&
           !function.returns_set && function.arguments.front().mode == ArgumentMode::kIn &&
           function.returns.name != "trigger";
  });
  if (id == kNoObject) return "";
  const auto& function = draft.As<Function>(id);
  return StrCat("CREATE OPERATOR ", draft.Chance(30) ? "public." : "",
                draft.random.Pick({"===", "<%>", "~~~", "@@@", "|+|"}), " (",
                draft.random.Pick({"FUNCTION", "PROCEDURE"}), " = ", draft.Ref(id),
                ", LEFTARG = ", TypeSql(draft, function.arguments[0].type),
                ", RIGHTARG = ", TypeSql(draft, function.arguments[1].type), ")");
}

std::string CreateCast(Draft& draft) {
  const ObjectId from = draft.Any<CompositeType>();
  const ObjectId to = draft.Any<EnumType>();
  if (draft.Chance(40) && to != kNoObject) {
    return StrCat("CREATE CAST (", draft.Ref(to), " AS ", CommonType(draft).sql, ") WITH INOUT",
                  draft.random.Pick({"", " AS ASSIGNMENT", " AS IMPLICIT"}));
  }
  if (from == kNoObject) return "";
  const ObjectId function = draft.Any<Function>([&](ObjectId, const Function& candidate) {
    return candidate.type == RoutineType::kFunction && candidate.arguments.size() == 1 &&
           !candidate.returns_set && candidate.returns.name != "trigger";
  });
  if (function == kNoObject)
    return StrCat("CREATE CAST (", draft.Ref(from), " AS text) WITH INOUT");
  const auto& payload = draft.As<Function>(function);
  return StrCat("CREATE CAST (", TypeSql(draft, payload.arguments[0].type), " AS ",
                TypeSql(draft, payload.returns), ") WITH FUNCTION ", draft.RoutineRef(function),
                draft.random.Pick({"", " AS ASSIGNMENT"}));
}

}  // namespace schemadiff::random_ddl
