// Tables, ordinary, partitioned and foreign: pg_class, pg_inherits, pg_partitioned_table (through
// pg_get_partkeydef), pg_am, pg_tablespace. A table's replica identity index and the index that it
// is clustered on come from pg_index, with the indexes.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

Persistence PersistenceFrom(char code) {
  if (code == 'u') return Persistence::kUnlogged;
  return code == 't' ? Persistence::kTemporary : Persistence::kPermanent;
}

ReplicaIdentity ReplicaIdentityFrom(char code) {
  switch (code) {
    case 'n':
      return ReplicaIdentity::kNothing;
    case 'f':
      return ReplicaIdentity::kFull;
    case 'i':
      return ReplicaIdentity::kIndex;
    default:
      return ReplicaIdentity::kDefault;
  }
}

void ReadTables(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    Table table;
    table.persistence = PersistenceFrom(row.Char());
    table.partition_key = ExpressionFrom(row);
    table.partition_bound = ExpressionFrom(row);
    table.of_type = ParseQualifiedName(row.Text());
    table.access_method = row.NameText();
    table.tablespace = row.NameText();
    AddOptions(row.Texts(), "", &table.options);
    AddOptions(row.Texts(), "toast.", &table.options);
    table.row_security = row.Bool();
    table.force_row_security = row.Bool();
    table.replica_identity = ReplicaIdentityFrom(row.Char());
    const auto relation = builder.relations.find(oid);
    if (relation == builder.relations.end()) continue;
    RelationInfo& info = relation->second;
    info.object = builder.catalog.Create(KeyFor<Table>(info.schema, info.name), std::move(table));
    builder.Register("pg_class", oid, info.object);
  }
}

void ReadInheritance(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const RelationInfo* child = builder.FindRelation(row.OidValue());
    const Oid parent_oid = row.OidValue();
    const bool partition = row.Bool();
    const bool detaching = row.Bool();
    if (child == nullptr || child->object == kNoObject) continue;
    const QualifiedName parent = builder.RelationName(parent_oid);
    Table& table = builder.catalog.Edit<Table>(child->object);
    if (partition) {
      table.partition_of = parent;
    } else {
      table.inherits.push_back(parent);
    }
    if (detaching) {
      const std::string name = builder.catalog.Get(child->object).key.ToString();
      builder.Note(DiagnosticLevel::kWarning, "detach-pending",
                   StrCat(name, " is being detached from ", parent.ToString(),
                          " (DETACH PARTITION ... CONCURRENTLY was not finished)"),
                   {name});
    }
  }
}

}  // namespace

Step TablesStep(const Scope& scope) {
  return {"the tables",
          "SELECT c.oid, c.relpersistence,"
          " CASE c.relkind WHEN 'p' THEN coalesce(pg_get_partkeydef(c.oid), '') END, " +
              Printed("c.relpartbound", "pg_get_expr(c.relpartbound, c.oid)") +
              ", CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype::text END,"
              " am.amname, s.spcname, c.reloptions, t.reloptions,"
              " c.relrowsecurity, c.relforcerowsecurity,"
              // Of foreign tables it means nothing.
              " CASE WHEN c.relkind <> 'f' THEN c.relreplident END"
              " FROM pg_class c"
              " LEFT JOIN pg_am am ON am.oid = c.relam"
              " LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace"
              " LEFT JOIN pg_class t ON t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL"
              " WHERE c.relkind IN ('r', 'p', 'f') AND " +
              scope.In("c.relnamespace") + " AND " + scope.NotInExtension("pg_class", "c.oid"),
          ReadTables};
}

Step InheritanceStep(const Scope& scope) {
  return {"the inheritance of tables",
          "SELECT i.inhrelid, i.inhparent, c.relispartition, " +
              scope.Since(140000, "i.inhdetachpending", "false") +
              " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
              " WHERE c.relkind IN ('r', 'p', 'f') AND " +
              scope.In("c.relnamespace") + " ORDER BY i.inhrelid, i.inhseqno",
          ReadInheritance, "pg_inherits"};
}

}  // namespace schemadiff::introspect
