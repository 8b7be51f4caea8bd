// What depends on what: pg_depend. Read on request only: comparing takes none of it, writing a
// schema as SQL takes it for the order of the statements.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

DependencyType TypeFrom(char code) {
  if (code == 'a') return DependencyType::kAuto;
  return code == 'i' ? DependencyType::kInternal : DependencyType::kNormal;
}

struct End {
  ObjectId object = kNoObject;
  Name column;
};

End EndFrom(const Builder& builder, std::string_view catalog, Oid oid, int64_t number) {
  End end{builder.ObjectOf(catalog, oid), {}};
  if (catalog != "pg_class") return end;
  if (end.object == kNoObject) {
    const auto constraint = builder.constraint_of_index.find(oid);
    if (constraint != builder.constraint_of_index.end()) end.object = constraint->second;
    return end;
  }
  const RelationInfo* relation = builder.FindRelation(oid);
  if (number > 0 && relation != nullptr) end.column = relation->AttributeName(number);
  return end;
}

void ReadDependencies(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const std::string_view catalog = row.Text();
    const Oid oid = row.OidValue();
    const int64_t number = row.Int64();
    const std::string_view referenced_catalog = row.Text();
    const Oid referenced_oid = row.OidValue();
    const int64_t referenced_number = row.Int64();
    const DependencyType type = TypeFrom(row.Char());
    End dependent = EndFrom(builder, catalog, oid, number);
    const End referenced = EndFrom(builder, referenced_catalog, referenced_oid, referenced_number);
    if (!dependent.column.empty()) {
      const ObjectKey& relation = builder.catalog.Get(dependent.object).key;
      const ObjectId column =
          builder.catalog.IdOf(KeyFor<Column>(relation.schema, relation.name, dependent.column));
      if (column != kNoObject) dependent.object = column;
    }
    if (dependent.object == kNoObject || referenced.object == kNoObject ||
        dependent.object == referenced.object) {
      continue;
    }
    builder.catalog.AddDependency(dependent.object, referenced.object, type, referenced.column);
  }
}

}  // namespace

Step DependenciesStep(const Scope& scope) {
  // A view's query hangs on its rule, a default on its pg_attrdef; array, multirange and row types
  // stand for the element, the range and the relation. Schemas and extensions need no edges:
  // whatever has an order has them first.
  // The members of operator families stand for their class or family; how these refer to what they
  // need themselves is in their own edges.
  return {
      "the dependencies",
      "SELECT CASE WHEN r.oid IS NOT NULL OR ad.oid IS NOT NULL THEN 'pg_class'"
      " ELSE coalesce(mc.relname, dc.relname) END,"
      " coalesce(r.ev_class, ad.adrelid, mo.refobjid, d.objid), coalesce(ad.adnum, d.objsubid),"
      " CASE WHEN coalesce(e.typrelid, t.typrelid, 0) <> 0 THEN 'pg_class'"
      " ELSE rc.relname END,"
      " CASE WHEN coalesce(e.typrelid, t.typrelid, 0) <> 0 THEN coalesce(e.typrelid, t.typrelid)"
      " ELSE coalesce(" +
          scope.Since(140000, "rg.rngtypid", "NULL::oid") +
          ", e.oid, d.refobjid) END,"
          " d.refobjsubid, d.deptype"
          " FROM pg_depend d"
          " JOIN pg_class dc ON dc.oid = d.classid"
          " JOIN pg_class rc ON rc.oid = d.refclassid"
          " LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid"
          " AND r.rulename = '_RETURN'"
          " LEFT JOIN pg_attrdef ad ON d.classid = 'pg_attrdef'::regclass AND ad.oid = d.objid"
          " LEFT JOIN pg_type t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid"
          " LEFT JOIN pg_type e ON t.typelem <> 0 AND e.oid = t.typelem"
          " AND e.typarray = t.oid" +
          scope.Since(140000, " LEFT JOIN pg_range rg ON rg.rngmultitypid = t.oid", "") +
          " LEFT JOIN pg_depend mo ON d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass)"
          " AND mo.classid = d.classid AND mo.objid = d.objid AND mo.deptype IN ('i', 'a')"
          " AND mo.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass)"
          " LEFT JOIN pg_class mc ON mc.oid = mo.refclassid"
          " WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND d.deptype IN ('n', 'a', 'i')"
          " AND (dc.relname NOT IN ('pg_amop', 'pg_amproc') OR d.deptype = 'n')"
          " AND rc.relname IN ('pg_class', 'pg_type', 'pg_proc', 'pg_constraint', "
          "'pg_foreign_data_wrapper', 'pg_foreign_server', "
          " 'pg_language', 'pg_am', 'pg_collation', 'pg_conversion', 'pg_cast',"
          " 'pg_operator', 'pg_opfamily', 'pg_opclass', 'pg_transform', 'pg_ts_parser',"
          " 'pg_ts_template', 'pg_ts_dict', 'pg_ts_config')"
          " AND dc.relname IN ('pg_class', 'pg_type', 'pg_proc', 'pg_constraint', 'pg_rewrite',"
          " 'pg_attrdef', 'pg_trigger', 'pg_policy', 'pg_event_trigger', 'pg_amop', 'pg_amproc',"
          " 'pg_publication_rel', 'pg_statistic_ext', 'pg_foreign_data_wrapper', "
          "'pg_foreign_server',"
          " 'pg_user_mapping',"
          " 'pg_language', 'pg_am', 'pg_collation', 'pg_conversion', 'pg_cast',"
          " 'pg_operator', 'pg_opfamily', 'pg_opclass', 'pg_transform', 'pg_ts_parser',"
          " 'pg_ts_template', 'pg_ts_dict', 'pg_ts_config')",
      ReadDependencies};
}

}  // namespace schemadiff::introspect
