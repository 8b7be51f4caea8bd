#include "engine/replay/constraint_trigger.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

constexpr std::array<std::string_view, 2> kChecks = {"insert", "update"};
constexpr std::array<std::string_view, 2> kActions = {"update of referenced rows",
                                                      "delete of referenced rows"};

using Triggers = std::vector<ConstraintTrigger>;

void Store(Catalog& catalog, ObjectId constraint, Triggers triggers, OriginId origin) {
  if (catalog.Get(constraint).As<Constraint>().triggers == triggers) return;
  catalog.Set(constraint, &Constraint::triggers, std::move(triggers), origin);
}

template <typename Change>
void ChangeTriggers(Catalog& catalog, ObjectId constraint, OriginId origin, Change change) {
  Triggers triggers = catalog.Get(constraint).As<Constraint>().triggers;
  change(triggers);
  Store(catalog, constraint, std::move(triggers), origin);
}

// A part of a partitioned table's foreign key has no triggers of its own on what it refers to.
bool IsPart(const Catalog& catalog, ObjectId constraint) {
  return std::ranges::any_of(catalog.References(constraint), [&](const Dependency& reference) {
    return reference.type == DependencyType::kInternal &&
           catalog.Get(reference.object).TryAs<Constraint>() != nullptr;
  });
}

ObjectId PartitionedTableOf(const Catalog& catalog, ObjectId table) {
  const auto* payload = catalog.Get(table).TryAs<Table>();
  if (payload == nullptr || payload->partition_of.empty()) return kNoObject;
  return catalog.IdOf(KeyFor<Table>(payload->partition_of.schema, payload->partition_of.name));
}

// Before 15 a foreign key has no triggers on partitioned tables, only on their partitions.
bool CanHaveTriggers(const Context& cx, ObjectId table) {
  return cx.major() >= 15 || !IsPartitioned(cx.catalog.Get(table));
}

void SetChecks(Context& cx, ObjectId constraint, TriggerState state, bool recurse) {
  Catalog& catalog = cx.catalog;
  ChangeTriggers(catalog, constraint, cx.Origin(), [&](Triggers& triggers) {
    for (const auto event : kChecks) SetConstraintTrigger(&triggers, {}, event, state);
  });
  if (!recurse) return;
  std::vector<ObjectId> parts;
  for (const Dependency& dependent : catalog.Dependents(constraint)) {
    if (dependent.type == DependencyType::kInternal &&
        catalog.Get(dependent.object).TryAs<Constraint>() != nullptr) {
      parts.push_back(dependent.object);
    }
  }
  for (const ObjectId part : parts) SetChecks(cx, part, state, recurse);
}

void SetActions(Context& cx, ObjectId table, TriggerState state) {
  Catalog& catalog = cx.catalog;
  if (!CanHaveTriggers(cx, table)) return;
  const QualifiedName name = NameOf(catalog.Get(table));
  for (const ObjectId key : ForeignKeysTo(catalog, table)) {
    const auto& constraint = catalog.Get(key).As<Constraint>();
    if (!constraint.enforced) continue;
    const QualifiedName partition = constraint.references == name ? QualifiedName() : name;
    ChangeTriggers(catalog, key, cx.Origin(), [&](Triggers& triggers) {
      for (const auto event : kActions) SetConstraintTrigger(&triggers, partition, event, state);
    });
  }
}

// Those for foreign keys that refer to the table, on its partitions. `keys` are these foreign keys.
void SetActionsBelow(Context& cx, ObjectId table, const std::vector<ObjectId>& keys,
                     TriggerState state) {
  Catalog& catalog = cx.catalog;
  for (const ObjectId child : DirectChildren(catalog, table)) {
    const QualifiedName name = NameOf(catalog.Get(child));
    for (const ObjectId key : keys) {
      if (!catalog.Get(key).As<Constraint>().enforced) continue;
      ChangeTriggers(catalog, key, cx.Origin(), [&](Triggers& triggers) {
        for (const auto event : kActions) SetConstraintTrigger(&triggers, name, event, state);
      });
    }
    SetActionsBelow(cx, child, keys, state);
  }
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::vector<ObjectId> ForeignKeysTo(const Catalog& catalog, ObjectId table) {
  std::vector<ObjectId> keys;
  for (ObjectId at = table; at != kNoObject; at = PartitionedTableOf(catalog, at)) {
    const QualifiedName name = NameOf(catalog.Get(at));
    for (const Dependency& dependent : catalog.Dependents(at)) {
      const ObjectId id = dependent.object;
      const auto* constraint = catalog.Get(id).TryAs<Constraint>();
      if (constraint == nullptr || constraint->type != ConstraintType::kForeignKey ||
          constraint->references != name || IsPart(catalog, id) ||
          std::ranges::find(keys, id) != keys.end()) {
        continue;
      }
      keys.push_back(id);
    }
  }
  return keys;
}

void SetInternalTriggers(Context& cx, ObjectId table, TriggerState state, bool recurse) {
  Catalog& catalog = cx.catalog;
  const bool partitioned = IsPartitioned(catalog.Get(table));
  recurse = recurse && partitioned;
  const std::vector<ObjectId> parts(catalog.Children(table).begin(), catalog.Children(table).end());
  for (const ObjectId id : parts) {
    const auto* constraint = catalog.Get(id).TryAs<Constraint>();
    if (constraint == nullptr) continue;
    if (constraint->type == ConstraintType::kForeignKey) {
      if (constraint->enforced && CanHaveTriggers(cx, table)) SetChecks(cx, id, state, recurse);
    } else if (constraint->deferrable) {
      // That of a partition is no copy of its partitioned table's; before 15 it is looked for by
      // its name all the same.
      const std::vector<ObjectId> children = DirectChildren(catalog, table);
      if (recurse && cx.major() < 15 && !children.empty()) {
        const bool primary = constraint->type == ConstraintType::kPrimaryKey;
        throw PgError(sqlstate::kUndefinedObject,
                      StrCat("the trigger \"", primary ? "PK" : "Unique",
                             "_ConstraintTrigger_...\" for table \"",
                             catalog.Get(children.front()).key.name, "\" does not exist"));
      }
      ChangeTriggers(catalog, id, cx.Origin(), [&](Triggers& triggers) {
        SetConstraintTrigger(&triggers, {}, "recheck", state);
      });
    }
  }
  SetActions(cx, table, state);
  if (recurse && cx.major() >= 15) SetActionsBelow(cx, table, ForeignKeysTo(catalog, table), state);
}

bool IsInternalTriggerName(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kPrefixes = {
      "RI_ConstraintTrigger_a_", "RI_ConstraintTrigger_c_", "PK_ConstraintTrigger_",
      "Unique_ConstraintTrigger_"};
  return std::ranges::any_of(kPrefixes, [&](std::string_view prefix) {
    return name.starts_with(prefix) && IsDigits(name.substr(prefix.size()));
  });
}

void ForgetTriggers(Context& cx, ObjectId constraint, OriginId origin) {
  Store(cx.catalog, constraint, {}, origin);
}

void ForgetReferencedTriggers(Context& cx, ObjectId constraint, OriginId origin) {
  ChangeTriggers(cx.catalog, constraint, origin, [](Triggers& triggers) {
    std::erase_if(triggers, [](const ConstraintTrigger& trigger) {
      return std::ranges::find(kActions, trigger.event) != kActions.end();
    });
  });
}

void ForgetPartitionTriggers(Context& cx, ObjectId table, OriginId origin) {
  Catalog& catalog = cx.catalog;
  const ObjectId parent = PartitionedTableOf(catalog, table);
  if (parent == kNoObject) return;
  const std::vector<ObjectId> keys = ForeignKeysTo(catalog, parent);
  std::vector<ObjectId> gone{table};
  for (size_t i = 0; i < gone.size(); ++i) {
    const QualifiedName name = NameOf(catalog.Get(gone[i]));
    for (const ObjectId key : keys) {
      ChangeTriggers(catalog, key, origin, [&](Triggers& triggers) {
        std::erase_if(triggers, [&](const auto& trigger) { return trigger.partition == name; });
      });
    }
    const std::vector<ObjectId> children = DirectChildren(catalog, gone[i]);
    gone.insert(gone.end(), children.begin(), children.end());
  }
}

void FollowInTriggers(Context& cx, ObjectId table, const QualifiedName& from,
                      const QualifiedName& to) {
  Catalog& catalog = cx.catalog;
  const ObjectId parent = PartitionedTableOf(catalog, table);
  if (parent == kNoObject) return;
  for (const ObjectId key : ForeignKeysTo(catalog, parent)) {
    const Triggers before = catalog.Get(key).As<Constraint>().triggers;
    Triggers after;
    for (const ConstraintTrigger& trigger : before) {
      SetConstraintTrigger(&after, trigger.partition == from ? to : trigger.partition,
                           trigger.event, trigger.state);
    }
    if (after != before) catalog.Edit<Constraint>(key).triggers = std::move(after);
  }
}

void SortTriggers(Context& cx, ObjectId id) {
  const auto* constraint = cx.catalog.Get(id).TryAs<Constraint>();
  if (constraint == nullptr || constraint->triggers.size() < 2) return;
  Triggers sorted;
  for (const ConstraintTrigger& trigger : constraint->triggers) {
    SetConstraintTrigger(&sorted, trigger.partition, trigger.event, trigger.state);
  }
  cx.catalog.Edit<Constraint>(id).triggers = std::move(sorted);
}

}  // namespace schemadiff::replay
