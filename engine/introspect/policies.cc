// Row security policies: pg_policy; role names through pg_get_userbyid, since pg_authid is closed
// to ordinary roles.
#include <algorithm>

#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

PolicyCommand CommandFrom(char code) {
  switch (code) {
    case 'r':
      return PolicyCommand::kSelect;
    case 'a':
      return PolicyCommand::kInsert;
    case 'w':
      return PolicyCommand::kUpdate;
    case 'd':
      return PolicyCommand::kDelete;
    default:
      return PolicyCommand::kAll;
  }
}

void ReadPolicies(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const RelationInfo* relation = builder.FindRelation(row.OidValue());
    if (relation == nullptr || relation->object == kNoObject) continue;
    const Name name = row.NameText();
    Policy policy;
    policy.command = CommandFrom(row.Char());
    policy.permissive = row.Bool();
    for (const std::string& role : row.Texts()) policy.roles.emplace_back(role);
    std::ranges::sort(policy.roles);
    policy.using_clause = ExpressionFrom(row);
    policy.with_check = ExpressionFrom(row);
    builder.Register("pg_policy", oid,
                     builder.catalog.Create(KeyFor<Policy>(relation->schema, relation->name, name),
                                            std::move(policy), relation->object));
  }
}

}  // namespace

Step PoliciesStep(const Scope& scope) {
  // Role 0 stands for PUBLIC, and then alone.
  return {"the policies",
          "SELECT p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive,"
          " ARRAY(SELECT pg_get_userbyid(r) FROM unnest(p.polroles) r WHERE r <> 0), " +
              Printed("p.polqual", "pg_get_expr(p.polqual, p.polrelid)") + ", " +
              Printed("p.polwithcheck", "pg_get_expr(p.polwithcheck, p.polrelid)") +
              " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE " +
              scope.In("c.relnamespace"),
          ReadPolicies, "pg_policy"};
}

}  // namespace schemadiff::introspect
