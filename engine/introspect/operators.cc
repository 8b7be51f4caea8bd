// Operators, operator families and operator classes: pg_operator, pg_opfamily, pg_opclass, pg_amop
// and pg_amproc.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

void ReadOperators(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name schema = builder.scope.NamespaceName(row.OidValue());
    const Name name = row.NameText();
    Operator op;
    op.left = builder.Type(row.Text());
    op.right = builder.Type(row.Text());
    op.result = builder.Type(row.Text());
    op.function = ParseQualifiedName(row.Text());
    op.commutator = ParseQualifiedName(row.Text());
    op.negator = ParseQualifiedName(row.Text());
    op.restrict_estimator = ParseQualifiedName(row.Text());
    op.join_estimator = ParseQualifiedName(row.Text());
    op.hashes = row.Bool();
    op.merges = row.Bool();
    const ObjectKey key = OperatorKey(schema, name, op.left, op.right);
    builder.Register("pg_operator", oid, builder.catalog.Create(key, op));
  }
}

ObjectKey KeyWithMethod(Kind kind, Name schema, Name name, Name method) {
  return {kind, kNoKind, schema, {}, name, method};
}

void ReadFamilies(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name schema = builder.scope.NamespaceName(row.OidValue());
    const Name name = row.NameText();
    const ObjectKey key = KeyWithMethod(KindOf<OperatorFamily>, schema, name, row.NameText());
    builder.Register("pg_opfamily", oid, builder.catalog.Create(key, OperatorFamily()));
  }
}

void ReadClasses(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name schema = builder.scope.NamespaceName(row.OidValue());
    const Name name = row.NameText();
    const ObjectKey key = KeyWithMethod(KindOf<OperatorClass>, schema, name, row.NameText());
    OperatorClass made;
    made.family = ParseQualifiedName(row.Text());
    made.input = builder.Type(row.Text());
    made.storage = builder.Type(row.Text());
    made.is_default = row.Bool();
    builder.Register("pg_opclass", oid, builder.catalog.Create(key, std::move(made)));
  }
}

// Gives the members to what they belong to: edit(operators, functions).
template <typename Edit>
void EditMembers(Builder& builder, std::string_view catalog_name, Oid oid, Edit edit) {
  const ObjectId owner = builder.ObjectOf(catalog_name, oid);
  if (owner == kNoObject) return;
  const auto change = [&](auto& payload) {
    edit(payload.operators, payload.functions);
    SortMembers(&payload.operators, &payload.functions);
  };
  if (builder.catalog.Get(owner).key.kind == KindOf<OperatorClass>) {
    change(builder.catalog.Edit<OperatorClass>(owner));
  } else {
    change(builder.catalog.Edit<OperatorFamily>(owner));
  }
}

void ReadFamilyOperators(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const std::string catalog_name = row.String();
    const Oid owner = row.OidValue();
    FamilyOperator op;
    op.strategy = row.Int();
    op.left = builder.Type(row.Text());
    op.right = builder.Type(row.Text());
    op.name = ParseQualifiedName(row.Text());
    op.sort_family = ParseQualifiedName(row.Text());
    EditMembers(builder, catalog_name, owner,
                [&](auto& operators, auto&) { operators.push_back(op); });
  }
}

void ReadFamilyFunctions(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const std::string catalog_name = row.String();
    const Oid owner = row.OidValue();
    FamilyFunction function;
    function.number = row.Int();
    function.left = builder.Type(row.Text());
    function.right = builder.Type(row.Text());
    function.name = ParseQualifiedName(row.Text());
    for (const std::string& type : row.Texts()) function.arguments.push_back(builder.Type(type));
    EditMembers(builder, catalog_name, owner,
                [&](auto&, auto& functions) { functions.push_back(function); });
  }
}

// SQL: the other operator's name; it may be one of the server's own.
std::string OperatorName(std::string_view oid) {
  return StrCat("(SELECT ", QualifiedNameSql("n.oprnamespace", "n.oprname"),
                " FROM pg_operator n WHERE n.oid = ", oid, ")");
}

std::string FamilyName(std::string_view oid) {
  return StrCat("(SELECT ", QualifiedNameSql("n.opfnamespace", "n.opfname"),
                " FROM pg_opfamily n WHERE n.oid = ", oid, ")");
}

// SQL: what a member of a family hangs on, the class or the family, where it is a user's.
std::string Owners(const Scope& scope, std::string_view catalog, std::string_view family) {
  return StrCat(" JOIN pg_depend d ON d.classid = '", catalog,
                "'::regclass AND d.objid = m.oid AND d.deptype IN ('i', 'a')"
                " AND (d.refclassid = 'pg_opclass'::regclass"
                " OR d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = m.",
                family,
                ")"
                " AND d.refobjid = ANY (ARRAY(SELECT oid FROM pg_opclass WHERE ",
                scope.In("opcnamespace"), " UNION ALL SELECT oid FROM pg_opfamily WHERE ",
                scope.In("opfnamespace"), "))");
}

// As Step::exists.
std::string AnyFamilies(const Scope& scope) {
  return StrCat(
      "(SELECT opcnamespace FROM pg_opclass UNION ALL SELECT opfnamespace"
      " FROM pg_opfamily) o (space) WHERE ",
      scope.In("o.space"));
}

}  // namespace

Step OperatorsStep(const Scope& scope) {
  return {"the operators",
          "SELECT o.oid, o.oprnamespace, o.oprname,"
          " CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END,"
          " format_type(o.oprright, NULL),"
          " CASE WHEN o.oprresult <> 0 THEN format_type(o.oprresult, NULL) END, o.oprcode, " +
              OperatorName("o.oprcom") + ", " + OperatorName("o.oprnegate") +
              ", o.oprrest, o.oprjoin, o.oprcanhash, o.oprcanmerge FROM pg_operator o WHERE " +
              scope.In("o.oprnamespace") + " AND " + scope.NotInExtension("pg_operator", "o.oid"),
          ReadOperators, "pg_operator o WHERE " + scope.In("o.oprnamespace")};
}

Step OperatorFamiliesStep(const Scope& scope) {
  return {"the operator families",
          "SELECT o.oid, o.opfnamespace, o.opfname, am.amname FROM pg_opfamily o"
          " JOIN pg_am am ON am.oid = o.opfmethod WHERE " +
              scope.In("o.opfnamespace") + " AND " + scope.NotInExtension("pg_opfamily", "o.oid"),
          ReadFamilies, "pg_opfamily o WHERE " + scope.In("o.opfnamespace")};
}

Step UserOperatorClassesStep(const Scope& scope) {
  return {"the operator classes of users",
          "SELECT o.oid, o.opcnamespace, o.opcname, am.amname, " + FamilyName("o.opcfamily") +
              ", format_type(o.opcintype, NULL),"
              " CASE WHEN o.opckeytype <> 0 THEN format_type(o.opckeytype, NULL) END,"
              " o.opcdefault FROM pg_opclass o JOIN pg_am am ON am.oid = o.opcmethod WHERE " +
              scope.In("o.opcnamespace") + " AND " + scope.NotInExtension("pg_opclass", "o.oid"),
          ReadClasses, "pg_opclass o WHERE " + scope.In("o.opcnamespace")};
}

Step FamilyOperatorsStep(const Scope& scope) {
  return {"the operators of families",
          "SELECT d.refclassid::regclass, d.refobjid, m.amopstrategy,"
          " format_type(m.amoplefttype, NULL), format_type(m.amoprighttype, NULL), " +
              OperatorName("m.amopopr") + ", " + FamilyName("m.amopsortfamily") +
              " FROM pg_amop m" + Owners(scope, "pg_amop", "amopfamily"),
          ReadFamilyOperators, AnyFamilies(scope)};
}

Step FamilyFunctionsStep(const Scope& scope) {
  return {"the functions of families",
          "SELECT d.refclassid::regclass, d.refobjid, m.amprocnum,"
          " format_type(m.amproclefttype, NULL), format_type(m.amprocrighttype, NULL),"
          " m.amproc::regproc, ARRAY(SELECT format_type(a.type, NULL)"
          " FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a(type, n) ORDER BY a.n)"
          " FROM pg_amproc m JOIN pg_proc p ON p.oid = m.amproc" +
              Owners(scope, "pg_amproc", "amprocfamily"),
          ReadFamilyFunctions, AnyFamilies(scope)};
}

}  // namespace schemadiff::introspect
