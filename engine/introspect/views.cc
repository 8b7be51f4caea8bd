// Views and materialized views: pg_class, pg_get_viewdef, pg_am, pg_tablespace. The index that a
// materialized view is clustered on comes with the indexes.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

void ReadViews(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const auto relation = builder.relations.find(oid);
    if (relation == builder.relations.end()) continue;
    RelationInfo& info = relation->second;
    Expression query = ExpressionFrom(row);
    Options options;
    AddOptions(row.Texts(), "", &options);
    AddOptions(row.Texts(), "toast.", &options);
    if (info.kind == 'm') {
      MaterializedView view{std::move(query), row.NameText(), {}, std::move(options), {}};
      view.tablespace = row.NameText();
      info.object =
          builder.catalog.Create(KeyFor<MaterializedView>(info.schema, info.name), std::move(view));
    } else {
      info.object = builder.catalog.Create(KeyFor<View>(info.schema, info.name),
                                           View{std::move(query), std::move(options)});
    }
    builder.Register("pg_class", oid, info.object);
  }
}

}  // namespace

Step ViewsStep(const Scope& scope) {
  return {"the views",
          "SELECT c.oid, coalesce(pg_get_viewdef(c.oid), ''), c.reloptions, t.reloptions,"
          " am.amname, s.spcname"
          " FROM pg_class c"
          " LEFT JOIN pg_am am ON am.oid = c.relam"
          " LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace"
          " LEFT JOIN pg_class t ON t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL"
          " WHERE c.relkind IN ('v', 'm') AND " +
              scope.In("c.relnamespace") + " AND " + scope.NotInExtension("pg_class", "c.oid"),
          ReadViews, scope.AnyViewsAndTypes()};
}

}  // namespace schemadiff::introspect
