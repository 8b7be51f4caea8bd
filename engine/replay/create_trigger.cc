// CREATE TRIGGER.
//
// Facts from trigger.c of the server's source.
#include <algorithm>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/expressions.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"
#include "engine/replay/routine.h"
#include "engine/replay/store.h"
#include "engine/replay/walk.h"
#include "engine/replay/whole_row.h"

namespace schemadiff::replay {
namespace {

// pg_trigger.tgtype, as the grammar fills `timing` and `events`.
constexpr int kBefore = 2, kInsert = 4, kDelete = 8, kUpdate = 16, kTruncate = 32, kInsteadOf = 64;

[[noreturn]] void Refuse(std::string_view sqlstate, const std::string& message,
                         int32_t location = -1) {
  throw PgError(sqlstate, message, location);
}
[[noreturn]] void RefuseFeature(const std::string& message) {
  Refuse(sqlstate::kFeatureNotSupported, message);
}
[[noreturn]] void RefuseDefinition(const std::string& message, int32_t location = -1) {
  Refuse(sqlstate::kInvalidObjectDefinition, message, location);
}

TriggerTiming TimingOf(int timing) {
  if (timing == kBefore) return TriggerTiming::kBefore;
  return timing == kInsteadOf ? TriggerTiming::kInsteadOf : TriggerTiming::kAfter;
}

// What the kind of relation allows.
void CheckRelation(const Object& relation, const ast::CreateTrigStmt& stmt, const Trigger& trigger,
                   int major) {
  const std::string quoted = StrCat("\"", relation.key.name, "\" is a ");
  if (IsForeign(relation)) {
    if (trigger.timing == TriggerTiming::kInsteadOf || stmt.isconstraint ||
        (trigger.on_truncate && major < 16)) {
      Refuse(sqlstate::kWrongObjectType, quoted + "foreign table");
    }
  } else if (relation.key.kind == KindOf<Table>) {
    if (trigger.timing == TriggerTiming::kInsteadOf) {
      Refuse(sqlstate::kWrongObjectType, quoted + "table");
    }
    if (IsPartitioned(relation) && trigger.for_each_row && !stmt.transitionRels.empty()) {
      RefuseFeature(quoted + "partitioned table");
    }
  } else if (relation.key.kind == KindOf<View>) {
    const bool row = trigger.for_each_row && trigger.timing != TriggerTiming::kInsteadOf;
    if (row || trigger.on_truncate) Refuse(sqlstate::kWrongObjectType, quoted + "view");
  } else {
    Refuse(sqlstate::kWrongObjectType,
           StrCat("relation \"", relation.key.name, "\" cannot have triggers"));
  }
}

void CheckForm(const ast::CreateTrigStmt& stmt, const Trigger& trigger) {
  if (trigger.for_each_row && trigger.on_truncate) {
    RefuseFeature("TRUNCATE FOR EACH ROW triggers are not supported");
  }
  if (trigger.timing != TriggerTiming::kInsteadOf) return;
  if (!trigger.for_each_row) RefuseFeature("INSTEAD OF triggers must be FOR EACH ROW");
  if (stmt.whenClause != nullptr) {
    RefuseFeature("INSTEAD OF triggers cannot have WHEN conditions");
  }
  if (!stmt.columns.empty()) RefuseFeature("INSTEAD OF triggers cannot have column lists");
}

// REFERENCING OLD TABLE AS ... NEW TABLE AS ...
void SetTransitionTables(const Context& cx, const Object& relation, const ast::CreateTrigStmt& stmt,
                         Trigger* trigger) {
  for (const ast::Node* node : stmt.transitionRels) {
    const auto& transition = *ast::Cast<ast::TriggerTransition>(node);
    if (!transition.isTable) {
      RefuseFeature("ROW variable naming in the REFERENCING clause is not supported");
    }
    if (relation.key.kind == KindOf<View> || IsForeign(relation)) {
      Refuse(sqlstate::kWrongObjectType, StrCat("\"", relation.key.name, "\" is a ",
                                                IsForeign(relation) ? "foreign table" : "view"));
    }
    if (trigger->for_each_row) {
      const ObjectId id = cx.catalog.IdOf(relation.key);
      if (IsPartition(relation)) {
        RefuseFeature("ROW triggers with transition tables are not supported on partitions");
      }
      if (!DirectParents(cx.catalog, id).empty()) {
        RefuseFeature(
            "ROW triggers with transition tables are not supported on inheritance children");
      }
    }
    if (trigger->timing != TriggerTiming::kAfter) {
      RefuseDefinition("transition table name can only be specified for an AFTER trigger");
    }
    if (trigger->on_truncate) {
      RefuseFeature("TRUNCATE triggers with transition tables are not supported");
    }
    if (trigger->on_insert + trigger->on_update + trigger->on_delete != 1) {
      RefuseFeature("transition tables cannot be specified for triggers with more than one event");
    }
    if (!stmt.columns.empty()) {
      RefuseFeature("transition tables cannot be specified for triggers with column lists");
    }
    Name& name = transition.isNew ? trigger->new_table : trigger->old_table;
    if (transition.isNew && trigger->on_delete) {
      RefuseDefinition("NEW TABLE can only be specified for an INSERT or UPDATE trigger");
    }
    if (!transition.isNew && trigger->on_insert) {
      RefuseDefinition("OLD TABLE can only be specified for a DELETE or UPDATE trigger");
    }
    if (!name.empty()) {
      RefuseDefinition(
          StrCat(transition.isNew ? "NEW" : "OLD", " TABLE cannot be specified multiple times"));
    }
    name = transition.name;
  }
  if (!trigger->new_table.empty() && trigger->new_table == trigger->old_table) {
    RefuseDefinition("OLD TABLE name and NEW TABLE name cannot be the same");
  }
}

// Which of OLD and NEW a condition may refer to.
void CheckCondition(const Context& cx, ObjectId relation, const ast::Node& when,
                    const Trigger& trigger) {
  for (const ast::ColumnRef* ref : CollectColumnRefs(&when)) {
    const std::vector<std::string_view> parts = Strings(ref->fields);
    if (parts.empty() || (parts[0] != "old" && parts[0] != "new")) continue;
    if (!trigger.for_each_row) {
      RefuseDefinition("statement trigger's WHEN condition cannot reference column values",
                       ref->location);
    }
    const bool is_new = parts[0] == "new";
    if (!is_new && trigger.on_insert) {
      RefuseDefinition("INSERT trigger's WHEN condition cannot reference OLD values",
                       ref->location);
    }
    if (is_new && trigger.on_delete) {
      RefuseDefinition("DELETE trigger's WHEN condition cannot reference NEW values",
                       ref->location);
    }
    if (!is_new || trigger.timing != TriggerTiming::kBefore) continue;
    const bool whole_row = parts.size() < 2;
    if (!whole_row && IsSystemColumn(parts[1])) {
      Refuse(sqlstate::kFeatureNotSupported,
             "BEFORE trigger's WHEN condition cannot reference NEW system columns", ref->location);
    }
    for (const ObjectId id : ColumnsOf(cx.catalog, relation)) {
      const Object& column = cx.catalog.Get(id);
      if (column.As<Column>().generated == Generated::kNone) continue;
      if (whole_row || column.key.name == parts[1]) {
        RefuseDefinition("BEFORE trigger's WHEN condition cannot reference NEW generated columns",
                         ref->location);
      }
    }
  }
}

void SetColumns(const Context& cx, ObjectId relation, const ast::List& columns, Trigger* trigger) {
  for (const std::string_view name : Strings(columns)) {
    RequireColumn(cx, relation, name);
    if (std::ranges::find(trigger->update_columns, Name(name)) != trigger->update_columns.end()) {
      Refuse(sqlstate::kDuplicateColumn, StrCat("column \"", name, "\" specified more than once"));
    }
    trigger->update_columns.emplace_back(name);
  }
}

// What a trigger and its copies on partitions refer to.
struct TriggerReferences {
  Routine function;
  ObjectId constraint_table = kNoObject;
  Analysed when;
};

// The id of the trigger that is to be replaced; kNoObject where the name is free.
ObjectId CheckName(const Context& cx, ObjectId relation, const ast::CreateTrigStmt& stmt,
                   bool copy) {
  const ObjectKey& key = cx.catalog.Get(relation).key;
  const ObjectId existing = cx.catalog.IdOf(KeyFor<Trigger>(key.schema, key.name, stmt.trigname));
  if (existing == kNoObject) {
    if (stmt.isconstraint && FindConstraint(cx.catalog, relation, stmt.trigname) != kNoObject) {
      Refuse("23505",
             "duplicate key value violates unique constraint "
             "\"pg_constraint_conrelid_contypid_conname_index\"");
    }
    return kNoObject;
  }
  const auto refuse = [&](std::string_view what) {
    Refuse(sqlstate::kDuplicateObject,
           StrCat("trigger \"", stmt.trigname, "\" for relation \"", key.name, "\" ", what));
  };
  if (!stmt.replace) refuse("already exists");
  const auto& trigger = cx.catalog.Get(existing).As<Trigger>();
  if (trigger.inherited && !copy) refuse("is an internal or a child trigger");
  if (trigger.constraint) refuse("is a constraint trigger");
  return existing;
}

ObjectId MakeTrigger(Context& cx, ObjectId relation, const ast::CreateTrigStmt& stmt,
                     Trigger trigger, const TriggerReferences& references, ObjectId parent) {
  ObjectId id = CheckName(cx, relation, stmt, parent != kNoObject);
  const ObjectKey key = cx.catalog.Get(relation).key;
  const std::vector<Name> columns = trigger.update_columns;
  const bool row = trigger.for_each_row;
  trigger.inherited = parent != kNoObject;
  if (id == kNoObject) {
    id = cx.catalog.Create(KeyFor<Trigger>(key.schema, key.name, stmt.trigname), trigger, relation,
                           cx.Origin());
  } else {
    Store(cx, id, trigger, cx.Origin());
    cx.catalog.RemoveDependencies(id);
  }
  const Routine& function = references.function;
  if (function.object != kNoObject) cx.catalog.AddDependency(id, function.object);
  if (function.extension != kNoObject) cx.catalog.AddDependency(id, function.extension);
  if (references.constraint_table != kNoObject) {
    cx.catalog.AddDependency(id, references.constraint_table, DependencyType::kAuto);
  }
  for (const Name column : columns) {
    cx.catalog.AddDependency(id, relation, DependencyType::kNormal, column);
  }
  if (parent == kNoObject) {
    DependOnExpression(cx, id, references.when, relation, DependencyType::kNormal);
  } else {
    cx.catalog.AddDependency(id, parent, DependencyType::kInternal);
    DependOnRowType(cx, id, parent);
  }
  if (row && IsPartitioned(cx.catalog.Get(relation))) {
    trigger.when = WhenOfCopy(cx, trigger.when, NameOf(cx.catalog.Get(relation)));
    for (const ObjectId partition : DirectChildren(cx.catalog, relation)) {
      MakeTrigger(cx, partition, stmt, trigger, references, id);
    }
  }
  return id;
}

}  // namespace

void CreateTrigger(Context& cx, const ast::CreateTrigStmt& stmt) {
  const ObjectId relation = RequireRelation(cx, *stmt.relation);
  const Object& object = cx.catalog.Get(relation);
  Trigger trigger;
  trigger.timing = TimingOf(stmt.timing);
  trigger.on_insert = (stmt.events & kInsert) != 0;
  trigger.on_update = (stmt.events & kUpdate) != 0;
  trigger.on_delete = (stmt.events & kDelete) != 0;
  trigger.on_truncate = (stmt.events & kTruncate) != 0;
  trigger.for_each_row = stmt.row;
  trigger.constraint = stmt.isconstraint;
  trigger.deferrable = stmt.deferrable;
  trigger.initially_deferred = stmt.initdeferred;
  for (const std::string_view argument : Strings(stmt.args)) {
    trigger.arguments.emplace_back(argument);
  }
  CheckRelation(object, stmt, trigger, cx.major());
  TriggerReferences references;
  if (stmt.isconstraint && stmt.constrrel != nullptr) {
    references.constraint_table = RequireRelation(cx, *stmt.constrrel);
    trigger.constraint_table = NameOf(cx.catalog.Get(references.constraint_table));
  }
  CheckForm(stmt, trigger);
  SetTransitionTables(cx, object, stmt, &trigger);
  if (stmt.whenClause != nullptr) {
    references.when = Analyse(cx, *stmt.whenClause, ExpressionUse::kTriggerWhen, relation);
    CheckCondition(cx, relation, *stmt.whenClause, trigger);
    trigger.when = references.when.expression;
  }
  references.function = RequireFunction(cx, stmt.funcname, {});
  if (references.function.result != TypeRef{"pg_catalog", "trigger", {}, false}) {
    RefuseDefinition(
        StrCat("function ", NameListToString(stmt.funcname), " must return type trigger"));
  }
  trigger.function = references.function.name;
  SetColumns(cx, relation, stmt.columns, &trigger);
  MakeTrigger(cx, relation, stmt, std::move(trigger), references, kNoObject);
}

}  // namespace schemadiff::replay
