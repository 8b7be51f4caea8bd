// CREATE RULE, ALTER RULE and ALTER TABLE ... ENABLE and DISABLE RULE.
//
// Facts from rewriteDefine.c of the server's source.
#include <string>
#include <utility>
#include <vector>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/expressions.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/move_object.h"
#include "engine/replay/queries.h"
#include "engine/replay/relation.h"
#include "engine/replay/rename.h"
#include "engine/replay/store.h"

namespace schemadiff::replay {
namespace {

constexpr std::string_view kViewRule = "_RETURN";

[[noreturn]] void RefuseFeature(std::string_view message) {
  throw PgError(sqlstate::kFeatureNotSupported, std::string(message));
}

[[noreturn]] void RefuseDefinition(const std::string& message) {
  throw PgError(sqlstate::kInvalidObjectDefinition, message);
}

RuleEvent EventOf(ast::CmdType type) {
  switch (type) {
    case ast::CmdType::CMD_SELECT:
      return RuleEvent::kSelect;
    case ast::CmdType::CMD_UPDATE:
      return RuleEvent::kUpdate;
    case ast::CmdType::CMD_INSERT:
      return RuleEvent::kInsert;
    case ast::CmdType::CMD_DELETE:
      return RuleEvent::kDelete;
    default:
      throw NotModelled("a rule for this event");
  }
}

// Whether what an action yields are rows of the relation (checkRuleResultList).
void CheckResult(const Context& cx, ObjectId relation, const std::vector<QueryColumn>& columns,
                 bool select, bool names_matter) {
  const std::string_view list = select ? "SELECT rule's target list" : "RETURNING list";
  const std::string_view entry = select ? "SELECT rule's target entry " : "RETURNING list's entry ";
  const std::vector<ObjectId> of_relation = ColumnsOf(cx.catalog, relation);
  for (size_t i = 0; i < columns.size(); ++i) {
    if (i >= of_relation.size()) RefuseDefinition(StrCat(list, " has too many entries"));
    const Object& object = cx.catalog.Get(of_relation[i]);
    const TypeRef& type = object.As<Column>().type;
    const QueryColumn& column = columns[i];
    const auto refuse = [&](std::string_view what) {
      RefuseDefinition(
          StrCat(entry, i + 1, " has different ", what, " from column \"", object.key.name, "\""));
    };
    if (names_matter && column.name != object.key.name) refuse("column name");
    if (type.name.empty() || column.type.name.empty()) continue;
    if (type.schema != column.type.schema || type.name != column.type.name ||
        type.array != column.type.array) {
      refuse("type");
    }
    if (type.modifiers != column.type.modifiers && !type.modifiers.empty() &&
        !column.type.modifiers.empty()) {
      refuse("size");
    }
  }
  if (columns.size() != of_relation.size()) RefuseDefinition(StrCat(list, " has too few entries"));
}

bool HasReturning(const ast::Node& action) {
  if (const auto* insert = ast::As<ast::InsertStmt>(&action)) return !insert->returningList.empty();
  if (const auto* update = ast::As<ast::UpdateStmt>(&action)) return !update->returningList.empty();
  const auto* deletion = ast::As<ast::DeleteStmt>(&action);
  return deletion != nullptr && !deletion->returningList.empty();
}

// A rule for SELECT is the query of a view.
void DefineView(Context& cx, const ast::RuleStmt& stmt, ObjectId relation,
                const AnalysedRule& analysed) {
  const Object& object = cx.catalog.Get(relation);
  if (cx.major() >= 16 && object.key.kind != KindOf<View>) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("relation \"", object.key.name, "\" cannot have ON SELECT rules"));
  }
  if (stmt.actions.empty()) RefuseFeature("INSTEAD NOTHING rules on SELECT are not implemented");
  if (stmt.actions.size() > 1) {
    RefuseFeature("multiple actions for rules on SELECT are not implemented");
  }
  const auto* select = ast::As<ast::SelectStmt>(stmt.actions.front());
  if (!stmt.instead || select == nullptr) {
    RefuseFeature("rules on SELECT must have action INSTEAD SELECT");
  }
  if (stmt.whereClause != nullptr) {
    RefuseFeature("event qualifications are not implemented for rules on SELECT");
  }
  if (!analysed.results.empty()) {
    CheckResult(cx, relation, analysed.results[0], /*select=*/true, /*names_matter=*/true);
  }
  if (!stmt.replace && object.key.kind == KindOf<View>) {
    throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                  StrCat("\"", object.key.name, "\" is already a view"));
  }
  if (stmt.rulename != kViewRule && stmt.rulename != StrCat("_RET", object.key.name)) {
    RefuseDefinition(
        StrCat("view rule for \"", object.key.name, "\" must be named \"", kViewRule, "\""));
  }
  if (object.key.kind != KindOf<View>) {
    // Neither the table nor the view of that name is known from here on.
    cx.MarkUnknown({kNoKind, kNoKind, {}, {}, stmt.relation->relname, {}},
                   "a rule for SELECT may have made it a view");
    throw NotModelled("a rule for SELECT, which makes a view of its table");
  }
  std::vector<Name> names;
  for (const ObjectId column : ColumnsOf(cx.catalog, relation)) {
    names.push_back(cx.catalog.Get(column).key.name);
  }
  const AnalysedQuery query = AnalyseQuery(cx, *select, names, "too many column names");
  cx.catalog.Set(relation, &View::query, query.query, cx.Origin());
  cx.catalog.RemoveDependencies(relation);
  DependOnReferences(cx, relation, query.references);
}

void CheckReturning(const Context& cx, const ast::RuleStmt& stmt, ObjectId relation,
                    const AnalysedRule& analysed) {
  bool have = false;
  for (size_t i = 0; i < stmt.actions.size(); ++i) {
    if (!HasReturning(*stmt.actions[i])) continue;
    if (have) RefuseFeature("cannot have multiple RETURNING lists in a rule");
    have = true;
    if (stmt.whereClause != nullptr) {
      RefuseFeature("RETURNING lists are not supported in conditional rules");
    }
    if (!stmt.instead) RefuseFeature("RETURNING lists are not supported in non-INSTEAD rules");
    if (i < analysed.results.size()) {
      CheckResult(cx, relation, analysed.results[i], /*select=*/false, /*names_matter=*/false);
    }
  }
}

[[noreturn]] void AlreadyExists(std::string_view rule, const Object& relation) {
  throw PgError(sqlstate::kDuplicateObject, StrCat("rule \"", rule, "\" for relation \"",
                                                   relation.key.name, "\" already exists"));
}

ObjectId RequireRule(const Context& cx, ObjectId relation, std::string_view name) {
  const ObjectKey& key = cx.catalog.Get(relation).key;
  const ObjectKey rule = KeyFor<Rule>(key.schema, key.name, name);
  const ObjectId id = cx.catalog.IdOf(rule);
  if (id != kNoObject) return id;
  if (cx.catalog.UnknownReason(rule) != nullptr) {
    throw FollowsUnknown(StrCat("rule \"", name, "\" is not known"));
  }
  if (name == kViewRule && key.kind == KindOf<View>) {
    throw NotModelled("the rule that is the query of a view");
  }
  throw PgError(sqlstate::kUndefinedObject,
                StrCat("rule \"", name, "\" for relation \"", key.name, "\" does not exist"));
}

}  // namespace

void CreateRule(Context& cx, const ast::RuleStmt& stmt) {
  const ObjectId relation = RequireRelation(cx, *stmt.relation);
  const ObjectKey key = cx.catalog.Get(relation).key;
  if (key.kind == KindOf<MaterializedView>) {
    RefuseFeature("rules on materialized views are not supported");
  }
  if (key.kind == KindOf<Index> || key.kind == KindOf<Constraint>) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", key.name, "\" is an index"));
  }
  if (key.kind == KindOf<CompositeType>) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", key.name, "\" is a composite type"));
  }
  AnalysedRule analysed = AnalyseRule(cx, stmt, relation);
  if ((key.kind != KindOf<Table> && key.kind != KindOf<View>) ||
      IsForeign(cx.catalog.Get(relation))) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("relation \"", key.name, "\" cannot have rules"));
  }
  const RuleEvent event = EventOf(stmt.event);
  if (event == RuleEvent::kSelect) return DefineView(cx, stmt, relation, analysed);
  CheckReturning(cx, stmt, relation, analysed);
  if (stmt.rulename == kViewRule) {
    RefuseDefinition(
        StrCat("non-view rule for \"", key.name, "\" must not be named \"", kViewRule, "\""));
  }
  Rule rule;
  rule.event = event;
  rule.instead = stmt.instead;
  rule.condition = std::move(analysed.condition);
  rule.actions = std::move(analysed.actions);
  const ObjectKey rule_key = KeyFor<Rule>(key.schema, key.name, stmt.rulename);
  ObjectId id = cx.catalog.IdOf(rule_key);
  if (id == kNoObject) {
    id = cx.catalog.Create(rule_key, std::move(rule), relation, cx.Origin());
  } else {
    if (!stmt.replace) AlreadyExists(stmt.rulename, cx.catalog.Get(relation));
    rule.state = cx.catalog.Get(id).As<Rule>().state;
    Store(cx, id, std::move(rule), cx.Origin());
    cx.catalog.RemoveDependencies(id);
  }
  DependOnReferences(cx, id, analysed.references);
}

void RenameRule(Context& cx, const ast::RenameStmt& stmt) {
  const ObjectId relation = RequireRelation(cx, *stmt.relation);
  const Object& object = cx.catalog.Get(relation);
  if (object.key.kind != KindOf<Table> && object.key.kind != KindOf<View>) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("relation \"", object.key.name, "\" cannot have rules"));
  }
  if (stmt.subname == kViewRule && object.key.kind == KindOf<View>) {
    RefuseDefinition("renaming an ON SELECT rule is not allowed");
  }
  const ObjectId id = RequireRule(cx, relation, stmt.subname);
  const ObjectKey& key = object.key;
  const bool taken = cx.catalog.Find(KeyFor<Rule>(key.schema, key.name, stmt.newname)) != nullptr ||
                     (stmt.newname == kViewRule && key.kind == KindOf<View>);
  if (taken) AlreadyExists(stmt.newname, object);
  RenamePart(cx, id, stmt.newname, cx.Origin());
}

void SetRuleState(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  TriggerState state = TriggerState::kEnabled;
  switch (command.subtype) {
    case ast::AlterTableType::AT_DisableRule:
      state = TriggerState::kDisabled;
      break;
    case ast::AlterTableType::AT_EnableAlwaysRule:
      state = TriggerState::kAlways;
      break;
    case ast::AlterTableType::AT_EnableReplicaRule:
      state = TriggerState::kReplica;
      break;
    default:
      break;
  }
  Context& cx = alteration.cx();
  const ObjectId id = RequireRule(cx, alteration.table(), command.name);
  if (cx.catalog.Get(id).As<Rule>().state == state) return;
  cx.catalog.Set(id, &Rule::state, state, cx.Origin());
}

}  // namespace schemadiff::replay
