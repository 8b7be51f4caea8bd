// Sequences: pg_sequence, pg_class, and pg_depend for the column that owns one (auto: OWNED BY,
// serial; internal: identity).
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

void ReadSequences(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    Sequence sequence;
    sequence.type = builder.Type(row.Text());
    sequence.start = row.Int64();
    sequence.increment = row.Int64();
    sequence.min_value = row.Int64();
    sequence.max_value = row.Int64();
    sequence.cache = row.Int64();
    sequence.cycle = row.Bool();
    sequence.unlogged = row.Char() == 'u';
    sequence.identity = row.Char() == 'i';
    const Oid owner_oid = row.OidValue();
    const int64_t owner_column = row.Int64();
    const auto found = builder.relations.find(oid);
    if (found == builder.relations.end()) continue;
    ObjectId parent = kNoObject;
    if (owner_oid != 0) {
      const QualifiedName table = builder.RelationName(owner_oid);
      sequence.owned_by = {table.schema, table.name,
                           builder.FindRelation(owner_oid)->AttributeName(owner_column)};
      parent =
          builder.catalog.IdOf(KeyFor<Column>(table.schema, table.name, sequence.owned_by.column));
    }
    RelationInfo& info = found->second;
    info.object =
        builder.catalog.Create(KeyFor<Sequence>(info.schema, info.name), sequence, parent);
    builder.Register("pg_class", oid, info.object);
  }
}

}  // namespace

Step SequencesStep(const Scope& scope) {
  return {"the sequences",
          "SELECT c.oid, format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin,"
          " q.seqmax, q.seqcache, q.seqcycle, c.relpersistence, d.deptype, d.refobjid,"
          " d.refobjsubid"
          " FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid"
          " LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid"
          " AND d.objsubid = 0 AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0"
          " AND d.deptype IN ('a', 'i')"
          " WHERE " +
              scope.In("c.relnamespace") + " AND " + scope.NotInExtension("pg_class", "c.oid"),
          ReadSequences};
}

}  // namespace schemadiff::introspect
