// ALTER TABLE ... ENABLE and DISABLE TRIGGER. Facts from trigger.c (EnableDisableTrigger) of the
// server's source.
#include <optional>
#include <vector>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/constraint_trigger.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

using ast::AlterTableType;

std::optional<TriggerState> StateOf(AlterTableType type) {
  switch (type) {
    case AlterTableType::AT_EnableTrig:
    case AlterTableType::AT_EnableTrigAll:
    case AlterTableType::AT_EnableTrigUser:
      return TriggerState::kEnabled;
    case AlterTableType::AT_DisableTrig:
    case AlterTableType::AT_DisableTrigAll:
    case AlterTableType::AT_DisableTrigUser:
      return TriggerState::kDisabled;
    case AlterTableType::AT_EnableAlwaysTrig:
      return TriggerState::kAlways;
    case AlterTableType::AT_EnableReplicaTrig:
      return TriggerState::kReplica;
    default:
      return std::nullopt;
  }
}

// Row triggers of partitioned tables take their copies on the partitions along.
void SetState(TableAlteration& alteration, ObjectId trigger, TriggerState state) {
  Catalog& catalog = alteration.catalog();
  if (catalog.Get(trigger).As<Trigger>().state != state) {
    catalog.Set(trigger, &Trigger::state, state, alteration.cx().Origin());
  }
  if (!alteration.recurse() || !catalog.Get(trigger).As<Trigger>().for_each_row) return;
  std::vector<ObjectId> copies;
  for (const Dependency& dependent : catalog.Dependents(trigger)) {
    if (dependent.type == DependencyType::kInternal) copies.push_back(dependent.object);
  }
  for (const ObjectId copy : copies) SetState(alteration, copy, state);
}

bool IsForUserTriggers(AlterTableType type) {
  return type == AlterTableType::AT_EnableTrigUser || type == AlterTableType::AT_DisableTrigUser;
}

}  // namespace

bool AlterTriggerState(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  const std::optional<TriggerState> state = StateOf(command.subtype);
  if (!state) return false;
  const ast::AlterTableCmd* cmd = &command;
  alteration.Queue(AlterPass::kMisc, [&alteration, cmd, state] {
    Catalog& catalog = alteration.catalog();
    const ObjectKey key = catalog.Get(alteration.table()).key;
    std::vector<ObjectId> triggers;
    for (const ObjectId id : catalog.Children(alteration.table())) {
      const Object& object = catalog.Get(id);
      if (object.key.kind != KindOf<Trigger>) continue;
      if (cmd->name.empty() || object.key.name == cmd->name) triggers.push_back(id);
    }
    if (triggers.empty() && IsInternalTriggerName(cmd->name)) {
      throw NotModelled(StrCat("which constraint the trigger \"", cmd->name, "\" is for"));
    }
    if (triggers.empty() && !cmd->name.empty()) {
      const ObjectKey named = KeyFor<Trigger>(key.schema, key.name, cmd->name);
      if (catalog.UnknownReason(named) != nullptr) {
        throw FollowsUnknown(StrCat("trigger \"", cmd->name, "\" is not known"));
      }
      throw PgError(sqlstate::kUndefinedObject, StrCat("trigger \"", cmd->name, "\" for table \"",
                                                       key.name, "\" does not exist"));
    }
    for (const ObjectId id : triggers) SetState(alteration, id, *state);
    if (cmd->name.empty() && !IsForUserTriggers(cmd->subtype)) {
      SetInternalTriggers(alteration.cx(), alteration.table(), *state, alteration.recurse());
    }
  });
  return true;
}

}  // namespace schemadiff::replay
