// Extended statistics objects: pg_statistic_ext. (What was gathered for them is data.)
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

void ReadStatistics(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name schema = builder.scope.NamespaceName(row.OidValue());
    const Name name = row.NameText();
    const RelationInfo* relation = builder.FindRelation(row.OidValue());
    if (relation == nullptr) continue;  // of a session's temporary table
    StatisticsObject statistics;
    statistics.table = relation->qualified();
    statistics.columns = relation->AttributeNames(row.Integers());
    const std::vector<std::string> codes = row.Texts();
    const auto add = [&](std::string_view code, std::string_view kind) {
      for (const std::string& present : codes) {
        if (present == code) statistics.kinds.emplace_back(kind);
      }
    };
    add("d", "ndistinct");
    add("f", "dependencies");
    add("m", "mcv");
    for (const std::string& text : row.Texts()) {
      statistics.expressions.push_back(Expression::Canonical(text));
    }
    if (row.IsNull()) {
      row.Skip();
    } else {
      statistics.statistics_target = row.Int();
    }
    builder.Register(
        "pg_statistic_ext", oid,
        builder.catalog.Create(KeyFor<StatisticsObject>(schema, name), std::move(statistics)));
  }
}

}  // namespace

Step StatisticsStep(const Scope& scope) {
  // -1 stood for "the default" in stxstattarget until 17 made it NULL.
  return {"the statistics objects",
          "SELECT s.oid, s.stxnamespace, s.stxname, s.stxrelid, s.stxkeys, s.stxkind::text[], " +
              scope.Since(140000,
                          "CASE WHEN s.stxexprs IS NOT NULL"
                          " THEN pg_get_statisticsobjdef_expressions(s.oid) END",
                          "NULL") +
              ", CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END"
              " FROM pg_statistic_ext s WHERE " +
              scope.In("s.stxnamespace") + " AND " +
              scope.NotInExtension("pg_statistic_ext", "s.oid"),
          ReadStatistics, "pg_statistic_ext"};
}

}  // namespace schemadiff::introspect
