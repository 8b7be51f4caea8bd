// Base types, and shell types: pg_type.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

std::string AlignmentFrom(char code) {
  switch (code) {
    case 'c':
      return "char";
    case 's':
      return "int2";
    case 'd':
      return "double";
    default:
      return "int4";
  }
}

std::string StorageFrom(char code) {
  switch (code) {
    case 'e':
      return "external";
    case 'm':
      return "main";
    case 'x':
      return "extended";
    default:
      return "plain";
  }
}

void ReadBaseTypes(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name schema = builder.scope.NamespaceName(row.OidValue());
    const Name name = row.NameText();
    ScalarType type;
    type.shell = row.Bool();
    if (!type.shell) {
      for (QualifiedName* function :
           {&type.input, &type.output, &type.receive, &type.send, &type.modifier_input,
            &type.modifier_output, &type.analyze, &type.subscript}) {
        *function = ParseQualifiedName(row.Text());
      }
      type.length = row.Int();
      type.by_value = row.Bool();
      type.alignment = AlignmentFrom(row.Char());
      type.storage = StorageFrom(row.Char());
      type.category = row.String();
      type.preferred = row.Bool();
      if (row.IsNull()) {
        row.Skip();
      } else {
        type.default_value = row.String();
      }
      type.element = builder.Type(row.Text());
      type.delimiter = row.String();
      type.collatable = row.Bool();
    }
    builder.Register("pg_type", oid,
                     builder.catalog.Create(KeyFor<ScalarType>(schema, name), std::move(type)));
  }
}

}  // namespace

Step BaseTypesStep(const Scope& scope) {
  // Array types are told by the element type that points at them.
  const std::string wanted =
      "(t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)"
      " OR t.typtype = 'p' AND NOT t.typisdefined) AND " +
      scope.In("t.typnamespace");
  return {"the base types",
          "SELECT t.oid, t.typnamespace, t.typname, NOT t.typisdefined, t.typinput, t.typoutput,"
          " t.typreceive, t.typsend, t.typmodin, t.typmodout, t.typanalyze, " +
              scope.Since(140000, "t.typsubscript", "NULL") +
              ", t.typlen, t.typbyval, t.typalign, t.typstorage, t.typcategory, t.typispreferred,"
              " t.typdefault, CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END,"
              " t.typdelim, t.typcollation <> 0 FROM pg_type t WHERE " +
              wanted + " AND " + scope.NotInExtension("pg_type", "t.oid"),
          ReadBaseTypes, "pg_type t WHERE " + wanted};
}

}  // namespace schemadiff::introspect
