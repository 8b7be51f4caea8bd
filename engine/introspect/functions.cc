// Functions, procedures and window functions: pg_proc, pg_language.
#include <charconv>

#include "engine/introspect/routine.h"
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

ArgumentMode ModeFrom(char code) {
  switch (code) {
    case 'o':
      return ArgumentMode::kOut;
    case 'b':
      return ArgumentMode::kInOut;
    case 'v':
      return ArgumentMode::kVariadic;
    case 't':
      return ArgumentMode::kTable;
    default:
      return ArgumentMode::kIn;
  }
}

RoutineType RoutineTypeFrom(char code) {
  if (code == 'p') return RoutineType::kProcedure;
  return code == 'w' ? RoutineType::kWindow : RoutineType::kFunction;
}

Volatility VolatilityFrom(char code) {
  if (code == 'i') return Volatility::kImmutable;
  return code == 's' ? Volatility::kStable : Volatility::kVolatile;
}

void ReadFunctions(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name schema = builder.scope.NamespaceName(row.OidValue());
    const Name name = row.NameText();
    Function function;
    function.type = RoutineTypeFrom(row.Char());
    function.arguments = TakeArguments(row, builder);
    function.returns = builder.Type(row.Text());
    function.returns_set = row.Bool();
    function.language = row.NameText();
    function.body = row.String();
    function.library = row.String();
    function.sql_body = ExpressionFrom(row);
    function.volatility = VolatilityFrom(row.Char());
    function.parallel = ParallelFrom(row.Char());
    function.strict = row.Bool();
    function.security_definer = row.Bool();
    function.leakproof = row.Bool();
    function.cost = NumberFrom(row.Text());
    function.rows = NumberFrom(row.Text());
    function.support = ParseQualifiedName(row.Text());
    for (const std::string& type : row.Texts()) function.transforms.push_back(builder.Type(type));
    AddOptions(row.Texts(), "", &function.settings);
    const ObjectKey key = RoutineKey<Function>(schema, name, RoutineSignature(function.arguments));
    builder.Register("pg_proc", oid, builder.catalog.Create(key, std::move(function)));
  }
}

}  // namespace

Parallel ParallelFrom(char code) {
  if (code == 's') return Parallel::kSafe;
  return code == 'r' ? Parallel::kRestricted : Parallel::kUnsafe;
}

double NumberFrom(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string ArgumentsSql() {
  return "ARRAY(SELECT format_type(a.type, NULL)"
         " FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY"
         " a(type, n) ORDER BY a.n), p.proargmodes, p.proargnames,"
         " CASE WHEN p.pronargdefaults > 0 THEN"
         " ARRAY(SELECT pg_get_function_arg_default(p.oid, n)"
         " FROM generate_series(1, cardinality(coalesce(p.proallargtypes, p.proargtypes::oid[]))) n"
         " ORDER BY n) END";
}

std::vector<Argument> TakeArguments(Row& row, Builder& builder) {
  std::vector<Argument> arguments;
  for (const std::string& type : row.Texts()) arguments.emplace_back().type = builder.Type(type);
  // Each of the three arrays is there only where it says more than the default.
  const std::vector<std::string> modes = row.Texts();
  const std::vector<std::string> names = row.Texts();
  const std::vector<std::string> defaults = row.Texts();
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (i < modes.size() && !modes[i].empty()) arguments[i].mode = ModeFrom(modes[i][0]);
    if (i < names.size()) arguments[i].name = Name(names[i]);
    if (i < defaults.size() && !defaults[i].empty()) {
      arguments[i].default_value = Expression::Canonical(defaults[i]);
    }
  }
  return arguments;
}

Step FunctionsStep(const Scope& scope) {
  // A procedure's result is void unless it has output arguments.
  return {"the functions",
          "SELECT p.oid, p.pronamespace, p.proname, p.prokind, " + ArgumentsSql() +
              ", CASE WHEN p.prokind <> 'p' OR p.prorettype <> 'void'::regtype"
              " THEN format_type(p.prorettype, NULL) END, p.proretset, l.lanname, p.prosrc,"
              " p.probin, " +
              scope.Since(140000,
                          "CASE WHEN p.prosqlbody IS NOT NULL THEN "
                          "coalesce(pg_get_function_sqlbody(p.oid), '') END",
                          "NULL") +
              ", p.provolatile, p.proparallel, p.proisstrict, p.prosecdef, p.proleakproof,"
              " p.procost, p.prorows, p.prosupport,"
              " ARRAY(SELECT format_type(a.type, NULL) FROM unnest(p.protrftypes) WITH ORDINALITY"
              " a(type, n) ORDER BY a.n), p.proconfig"
              " FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang"
              " WHERE p.prokind IN ('f', 'p', 'w') AND " +
              scope.In("p.pronamespace") + " AND " + scope.NotInExtension("pg_proc", "p.oid") +
              " AND " + Scope::NotInternal("pg_proc", "p.oid"),
          ReadFunctions, "pg_proc p WHERE " + scope.In("p.pronamespace")};
}

}  // namespace schemadiff::introspect
