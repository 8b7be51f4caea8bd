// CREATE POLICY and ALTER POLICY.
//
// Facts from policy.c of the server's source.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/expressions.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/settings.h"

namespace schemadiff::replay {
namespace {

PolicyCommand CommandOf(std::string_view name) {
  for (size_t i = 0; i < kEnumText<PolicyCommand>.size(); ++i) {
    if (AsciiToLower(kEnumText<PolicyCommand>[i]) == name) return static_cast<PolicyCommand>(i);
  }
  throw NotModelled(StrCat("a policy for ", name));
}

// The roles, sorted; none for PUBLIC, which takes in all others. `*known`: whether each has a name.
std::vector<Name> RolesOf(const Context& cx, const ast::List& list, bool* known) {
  std::vector<Name> roles;
  for (const ast::Node* node : list) {
    const auto& role = *ast::Cast<ast::RoleSpec>(node);
    switch (role.roletype) {
      case ast::RoleSpecType::ROLESPEC_PUBLIC:
        return {};
      case ast::RoleSpecType::ROLESPEC_CSTRING:
        roles.emplace_back(role.rolename);
        break;
      default:
        if (CurrentUser(cx).empty()) {
          *known = false;
        } else {
          roles.emplace_back(CurrentUser(cx));
        }
    }
  }
  std::ranges::sort(roles);
  return roles;
}

// The policy is there, whoever the current role is.
void DoubtRoles(Context& cx, const ObjectKey& policy) {
  const std::string reason = "a policy for the current role";
  std::vector<std::string> touches{cx.MarkUnknown(policy, reason)};
  cx.Report(DiagnosticLevel::kError, "replay.not-modelled", StrCat("not modelled: ", reason), -1,
            {}, std::move(touches));
}

ObjectId RequireTable(const Context& cx, const ast::RangeVar& name) {
  const ObjectId table = RequireRelation(cx, name);
  if (cx.catalog.Get(table).key.kind != KindOf<Table>) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", name.relname, "\" is not a table"));
  }
  return table;
}

Analysed AnalyseClause(const Context& cx, ObjectId table, const ast::Node* node) {
  if (node == nullptr) return {};
  return Analyse(cx, *node, ExpressionUse::kPolicy, table);
}

}  // namespace

void CreatePolicy(Context& cx, const ast::CreatePolicyStmt& stmt) {
  Policy policy;
  policy.command = CommandOf(stmt.cmd_name);
  policy.permissive = stmt.permissive;
  if ((policy.command == PolicyCommand::kSelect || policy.command == PolicyCommand::kDelete) &&
      stmt.with_check != nullptr) {
    throw PgError(sqlstate::kSyntaxError, "WITH CHECK cannot be applied to SELECT or DELETE");
  }
  if (policy.command == PolicyCommand::kInsert && stmt.qual != nullptr) {
    throw PgError(sqlstate::kSyntaxError, "only WITH CHECK expression allowed for INSERT");
  }
  bool roles_known = true;
  policy.roles = RolesOf(cx, stmt.roles, &roles_known);
  const ObjectId table = RequireTable(cx, *stmt.table);
  const Analysed using_clause = AnalyseClause(cx, table, stmt.qual);
  const Analysed with_check = AnalyseClause(cx, table, stmt.with_check);
  policy.using_clause = using_clause.expression;
  policy.with_check = with_check.expression;
  const ObjectKey& key = cx.catalog.Get(table).key;
  const ObjectKey policy_key = KeyFor<Policy>(key.schema, key.name, stmt.policy_name);
  if (cx.catalog.Find(policy_key) != nullptr) {
    throw PgError(
        sqlstate::kDuplicateObject,
        StrCat("policy \"", stmt.policy_name, "\" for table \"", key.name, "\" already exists"));
  }
  const ObjectId id = cx.catalog.Create(policy_key, std::move(policy), table, cx.Origin());
  DependOnExpression(cx, id, using_clause, table, DependencyType::kNormal);
  DependOnExpression(cx, id, with_check, table, DependencyType::kNormal);
  if (!roles_known) DoubtRoles(cx, policy_key);
}

namespace {

// Edges of the clause that stays: of which clause an edge was is not recorded, so all stay.
void AlterClause(Context& cx, ObjectId id, ObjectId table, Expression Policy::* member,
                 const ast::Node* node) {
  if (node == nullptr) return;
  const Analysed analysed = AnalyseClause(cx, table, node);
  cx.catalog.Set(id, member, analysed.expression, cx.OriginOf(node));
  DependOnExpression(cx, id, analysed, table, DependencyType::kNormal);
}

}  // namespace

void AlterPolicy(Context& cx, const ast::AlterPolicyStmt& stmt) {
  const ObjectId table = RequireTable(cx, *stmt.table);
  const ObjectKey& key = cx.catalog.Get(table).key;
  const ObjectId id = cx.catalog.IdOf(KeyFor<Policy>(key.schema, key.name, stmt.policy_name));
  if (id == kNoObject) {
    throw PgError(
        sqlstate::kUndefinedObject,
        StrCat("policy \"", stmt.policy_name, "\" for table \"", key.name, "\" does not exist"));
  }
  const PolicyCommand command = cx.catalog.Get(id).As<Policy>().command;
  if ((command == PolicyCommand::kSelect || command == PolicyCommand::kDelete) &&
      stmt.with_check != nullptr) {
    throw PgError(sqlstate::kSyntaxError, "only USING expression allowed for SELECT, DELETE");
  }
  if (command == PolicyCommand::kInsert && stmt.qual != nullptr) {
    throw PgError(sqlstate::kSyntaxError, "only WITH CHECK expression allowed for INSERT");
  }
  if (!stmt.roles.empty()) {
    bool known = true;
    cx.catalog.Set(id, &Policy::roles, RolesOf(cx, stmt.roles, &known), cx.Origin());
    if (!known) DoubtRoles(cx, cx.catalog.Get(id).key);
  }
  // Where both clauses are new, nothing of the old edges holds.
  if (stmt.qual != nullptr && stmt.with_check != nullptr) cx.catalog.RemoveDependencies(id);
  AlterClause(cx, id, table, &Policy::using_clause, stmt.qual);
  AlterClause(cx, id, table, &Policy::with_check, stmt.with_check);
}

}  // namespace schemadiff::replay
