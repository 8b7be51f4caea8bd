// Constraints of tables and domains: pg_constraint. What belongs to the index behind one (its
// INCLUDE columns, options, tablespace) comes with the indexes.
//
// Not ours: constraint triggers (contype t, which are triggers), the copies of a foreign key
// that PostgreSQL keeps for each partition of the referenced table (their parent constraint is on
// the same table), and, before 18, the NOT NULL rows of domains: the domain's attribute says it.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

ConstraintType TypeFrom(char code) {
  switch (code) {
    case 'f':
      return ConstraintType::kForeignKey;
    case 'p':
      return ConstraintType::kPrimaryKey;
    case 'u':
      return ConstraintType::kUnique;
    case 'x':
      return ConstraintType::kExclusion;
    case 'n':
      return ConstraintType::kNotNull;
    default:
      return ConstraintType::kCheck;
  }
}

ForeignKeyAction ActionFrom(char code) {
  switch (code) {
    case 'r':
      return ForeignKeyAction::kRestrict;
    case 'c':
      return ForeignKeyAction::kCascade;
    case 'n':
      return ForeignKeyAction::kSetNull;
    case 'd':
      return ForeignKeyAction::kSetDefault;
    default:
      return ForeignKeyAction::kNoAction;
  }
}

ForeignKeyMatch MatchFrom(char code) {
  if (code == 'f') return ForeignKeyMatch::kFull;
  return code == 'p' ? ForeignKeyMatch::kPartial : ForeignKeyMatch::kSimple;
}

void ReadConstraints(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name name = row.NameText();
    const Oid relation_oid = row.OidValue();
    const Oid domain_oid = row.OidValue();
    Constraint constraint;
    constraint.type = TypeFrom(row.Char());
    const std::vector<int64_t> key = row.Integers();
    const Oid index = row.OidValue();
    const Oid referenced_oid = row.OidValue();
    const std::vector<int64_t> referenced_key = row.Integers();
    constraint.on_update = ActionFrom(row.Char());
    constraint.on_delete = ActionFrom(row.Char());
    constraint.match = MatchFrom(row.Char());
    const std::vector<int64_t> on_delete_key = row.Integers();
    constraint.deferrable = row.Bool();
    constraint.initially_deferred = row.Bool();
    constraint.validated = row.Bool();
    constraint.enforced = row.Bool();
    constraint.is_local = row.Bool();
    constraint.inherited_from = row.Int();
    // Set by the server, without meaning, for all but these two.
    const bool no_inherit = row.Bool();
    constraint.no_inherit = no_inherit && (constraint.type == ConstraintType::kCheck ||
                                           constraint.type == ConstraintType::kNotNull);
    constraint.temporal = row.Bool();
    constraint.check = ExpressionFrom(row);
    constraint.exclusion = ExpressionFrom(row);

    ObjectId parent = kNoObject;
    if (domain_oid != 0) {
      parent = builder.ObjectOf("pg_type", domain_oid);
    } else if (const RelationInfo* relation = builder.FindRelation(relation_oid)) {
      parent = relation->object;
      if (constraint.type != ConstraintType::kCheck) {
        constraint.columns = relation->AttributeNames(key);
      }
      constraint.on_delete_columns = relation->AttributeNames(on_delete_key);
    }
    if (parent == kNoObject) continue;
    if (referenced_oid != 0) {
      constraint.references = builder.RelationName(referenced_oid);
      constraint.referenced_columns =
          builder.FindRelation(referenced_oid)->AttributeNames(referenced_key);
    }
    const ObjectKey& owner = builder.catalog.Get(parent).key;
    const bool has_index = constraint.type == ConstraintType::kPrimaryKey ||
                           constraint.type == ConstraintType::kUnique ||
                           constraint.type == ConstraintType::kExclusion;
    const ObjectId object = builder.catalog.Create(
        KeyFor<Constraint>(owner.schema, owner.name, name), std::move(constraint), parent);
    builder.Register("pg_constraint", oid, object);
    if (has_index) builder.constraint_of_index[index] = object;
  }
}

}  // namespace

Step ConstraintsStep(const Scope& scope) {
  const std::string not_null_of_domains =
      scope.Since(180000, "", " AND NOT (con.contype = 'n' AND con.contypid <> 0)");
  return {"the constraints",
          "SELECT con.oid, con.conname, con.conrelid, con.contypid, con.contype, con.conkey,"
          " con.conindid, con.confrelid, con.confkey, con.confupdtype, con.confdeltype,"
          " con.confmatchtype, " +
              scope.Since(150000, "con.confdelsetcols", "NULL") +
              ", con.condeferrable, con.condeferred, con.convalidated, " +
              scope.Since(180000, "con.conenforced", "true") +
              ", con.conislocal, con.coninhcount, con.connoinherit, " +
              scope.Since(180000, "con.conperiod", "false") + ", " +
              Printed("con.conbin", "pg_get_expr(con.conbin, con.conrelid)") +
              ", CASE con.contype WHEN 'x' THEN coalesce(pg_get_constraintdef(con.oid), '') END"
              " FROM pg_constraint con"
              " LEFT JOIN pg_constraint parent ON parent.oid = con.conparentid"
              " AND con.conparentid <> 0"
              " WHERE con.contype <> 't' AND parent.conrelid IS DISTINCT FROM con.conrelid" +
              not_null_of_domains + " AND " + scope.In("con.connamespace"),
          ReadConstraints, "", "con.conrelid"};
}

}  // namespace schemadiff::introspect
