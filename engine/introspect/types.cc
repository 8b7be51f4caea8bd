// Types of users: enums (pg_enum), domains (pg_type), composite types (pg_class, relkind c) and
// ranges (pg_range). Array types, multirange types and the row types of tables are made along with
// others and are no objects of their own.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

void ReadEnums(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name schema = builder.scope.NamespaceName(row.OidValue());
    const Name name = row.NameText();
    builder.Register("pg_type", oid,
                     builder.catalog.Create(KeyFor<EnumType>(schema, name), EnumType{row.Texts()}));
  }
}

void ReadDomains(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name schema = builder.scope.NamespaceName(row.OidValue());
    const Name name = row.NameText();
    Domain domain;
    domain.base_type = builder.Type(row.Text());
    domain.not_null = row.Bool();
    domain.default_value = ExpressionFrom(row);
    domain.collation = ParseQualifiedName(row.Text());
    builder.Register("pg_type", oid,
                     builder.catalog.Create(KeyFor<Domain>(schema, name), std::move(domain)));
  }
}

void ReadCompositeTypes(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const auto relation = builder.relations.find(oid);
    if (relation == builder.relations.end()) continue;
    RelationInfo& info = relation->second;
    info.object =
        builder.catalog.Create(KeyFor<CompositeType>(info.schema, info.name), CompositeType{});
    // Comments on its attributes name the relation, the comment on itself the type.
    builder.Register("pg_class", oid, info.object);
    builder.Register("pg_type", row.OidValue(), info.object);
  }
}

void ReadRanges(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name schema = builder.scope.NamespaceName(row.OidValue());
    const Name name = row.NameText();
    RangeType range;
    range.subtype = builder.Type(row.Text());
    range.subtype_opclass = ParseQualifiedName(row.Text());
    range.collation = ParseQualifiedName(row.Text());
    range.canonical = ParseQualifiedName(row.Text());
    range.subtype_diff = ParseQualifiedName(row.Text());
    range.multirange = ParseQualifiedName(row.Text());
    builder.Register("pg_type", oid,
                     builder.catalog.Create(KeyFor<RangeType>(schema, name), range));
  }
}

std::string AnyTypes(const Scope& scope) {
  return "pg_type t WHERE t.typtype IN ('e', 'd', 'r') AND " + scope.In("t.typnamespace");
}

std::string TypesInScope(const Scope& scope) {
  return scope.In("t.typnamespace") + " AND " + scope.NotInExtension("pg_type", "t.oid");
}

}  // namespace

Step EnumsStep(const Scope& scope) {
  return {"the enums",
          "SELECT t.oid, t.typnamespace, t.typname,"
          " ARRAY(SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid"
          " ORDER BY e.enumsortorder)"
          " FROM pg_type t WHERE t.typtype = 'e' AND " +
              TypesInScope(scope),
          ReadEnums, AnyTypes(scope)};
}

Step DomainsStep(const Scope& scope) {
  return {"the domains",
          "SELECT t.oid, t.typnamespace, t.typname, format_type(t.typbasetype, t.typtypmod),"
          " t.typnotnull, " +
              Printed("t.typdefaultbin", "pg_get_expr(t.typdefaultbin, 0)") +
              ", CASE WHEN t.typcollation <> b.typcollation THEN (SELECT " +
              QualifiedNameSql("co.collnamespace", "co.collname") +
              " FROM pg_collation co WHERE co.oid = t.typcollation) END"
              " FROM pg_type t JOIN pg_type b ON b.oid = t.typbasetype"
              " WHERE t.typtype = 'd' AND " +
              TypesInScope(scope),
          ReadDomains, AnyTypes(scope)};
}

Step CompositeTypesStep(const Scope& scope) {
  // What belongs to an extension is the type, not the relation behind it.
  return {"the composite types",
          "SELECT c.oid, c.reltype FROM pg_class c WHERE c.relkind = 'c' AND " +
              scope.In("c.relnamespace") + " AND " + scope.NotInExtension("pg_type", "c.reltype"),
          ReadCompositeTypes, scope.AnyViewsAndTypes()};
}

Step RangesStep(const Scope& scope) {
  const std::string multirange = "(SELECT " + QualifiedNameSql("m.typnamespace", "m.typname") +
                                 " FROM pg_type m WHERE m.oid = r.rngmultitypid)";
  return {"the range types",
          "SELECT t.oid, t.typnamespace, t.typname, format_type(r.rngsubtype, NULL),"
          " (SELECT " +
              QualifiedNameSql("o.opcnamespace", "o.opcname") +
              " FROM pg_opclass o WHERE o.oid = r.rngsubopc AND NOT o.opcdefault),"
              " CASE WHEN r.rngcollation <> s.typcollation THEN (SELECT " +
              QualifiedNameSql("co.collnamespace", "co.collname") +
              " FROM pg_collation co WHERE co.oid = r.rngcollation) END,"
              " r.rngcanonical, r.rngsubdiff, " +
              scope.Since(140000, multirange, "NULL") +
              " FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid"
              " JOIN pg_type s ON s.oid = r.rngsubtype WHERE " +
              TypesInScope(scope),
          ReadRanges, AnyTypes(scope)};
}

}  // namespace schemadiff::introspect
