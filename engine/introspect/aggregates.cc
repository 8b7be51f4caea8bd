// Aggregate functions: pg_aggregate, pg_proc.
#include "engine/introspect/routine.h"
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

std::string AggregateKindName(char code) {
  if (code == 'o') return "ordered-set";
  return code == 'h' ? "hypothetical-set" : "normal";
}

std::string ModifyName(char code) {
  if (code == 's') return "SHAREABLE";
  return code == 'w' ? "READ_WRITE" : "READ_ONLY";
}

std::optional<int> TakeSize(Row& row) {
  const int size = row.Int();
  return size == 0 ? std::nullopt : std::optional(size);
}

std::optional<std::string> TakeText(Row& row) {
  const bool null = row.IsNull();
  std::string text = row.String();
  return null ? std::nullopt : std::optional(std::move(text));
}

void ReadAggregates(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name schema = builder.scope.NamespaceName(row.OidValue());
    const Name name = row.NameText();
    Aggregate aggregate;
    aggregate.arguments = TakeArguments(row, builder);
    aggregate.aggregate_kind = AggregateKindName(row.Char());
    aggregate.direct_arguments = row.Int();
    aggregate.transition_function = ParseQualifiedName(row.Text());
    aggregate.state_type = builder.Type(row.Text());
    aggregate.state_size = TakeSize(row);
    aggregate.final_function = ParseQualifiedName(row.Text());
    aggregate.final_extra = row.Bool();
    aggregate.final_modify = ModifyName(row.Char());
    aggregate.combine_function = ParseQualifiedName(row.Text());
    aggregate.serial_function = ParseQualifiedName(row.Text());
    aggregate.deserial_function = ParseQualifiedName(row.Text());
    aggregate.initial_condition = TakeText(row);
    aggregate.moving_transition_function = ParseQualifiedName(row.Text());
    aggregate.moving_inverse_function = ParseQualifiedName(row.Text());
    aggregate.moving_state_type = builder.Type(row.Text());
    aggregate.moving_state_size = TakeSize(row);
    aggregate.moving_final_function = ParseQualifiedName(row.Text());
    aggregate.moving_final_extra = row.Bool();
    aggregate.moving_final_modify = ModifyName(row.Char());
    aggregate.moving_initial_condition = TakeText(row);
    aggregate.sort_operator = ParseQualifiedName(row.Text());
    aggregate.parallel = ParallelFrom(row.Char());
    aggregate.returns = builder.Type(row.Text());
    const ObjectKey key =
        RoutineKey<Aggregate>(schema, name, RoutineSignature(aggregate.arguments));
    builder.Register("pg_proc", oid, builder.catalog.Create(key, std::move(aggregate)));
  }
}

}  // namespace

Step AggregatesStep(const Scope& scope) {
  return {"the aggregates",
          "SELECT p.oid, p.pronamespace, p.proname, " + ArgumentsSql() +
              ", a.aggkind, a.aggnumdirectargs, a.aggtransfn, format_type(a.aggtranstype, NULL),"
              " a.aggtransspace, a.aggfinalfn, a.aggfinalextra, a.aggfinalmodify, a.aggcombinefn,"
              " a.aggserialfn, a.aggdeserialfn, a.agginitval, a.aggmtransfn, a.aggminvtransfn,"
              " format_type(a.aggmtranstype, NULL), a.aggmtransspace, a.aggmfinalfn,"
              " a.aggmfinalextra, a.aggmfinalmodify, a.aggminitval,"
              " (SELECT " +
              QualifiedNameSql("o.oprnamespace", "o.oprname") +
              " FROM pg_operator o WHERE o.oid = a.aggsortop), p.proparallel,"
              " format_type(p.prorettype, NULL)"
              " FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid WHERE " +
              scope.In("p.pronamespace") + " AND " + scope.NotInExtension("pg_proc", "p.oid"),
          ReadAggregates, "pg_proc p WHERE " + scope.In("p.pronamespace")};
}

}  // namespace schemadiff::introspect
