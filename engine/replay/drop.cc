#include "engine/replay/drop.h"

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <algorithm>
#include <string>
#include <utility>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/replay/constraint_trigger.h"
#include "engine/replay/named_users.h"
#include "engine/replay/operator.h"
#include "engine/replay/partition.h"
#include "engine/replay/relation.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {
namespace {

// How an object was reached, from the weakest to the strongest licence to drop it.
enum class Reached : uint8_t { kNormal, kAutomatically, kAsked };

class Dropper {
 public:
  Dropper(Context& cx, bool cascade, OriginId origin)
      : cx_(cx), catalog_(cx.catalog), cascade_(cascade), origin_(origin) {}

  void Drop(std::span<const ObjectId> objects) {
    for (const ObjectId id : objects) reached_[id] = Reached::kAsked;
    for (const ObjectId id : objects) CheckSeparable(id);
    for (const ObjectId id : objects) Expand(id);
    Refuse(objects);
    for (const ObjectId column : lost_defaults_) {
      if (!reached_.contains(column)) LoseDefault(column);
    }
    for (const ObjectId id : order_) {
      const ObjectKey key = catalog_.Get(id).key;
      ForgetOperator(cx_, key, origin_);
      ForgetFamilyMember(cx_, key, origin_);
    }
    for (const ObjectId id : order_) Remove(id);
    for (const ObjectId table : renumber_) {
      if (catalog_.IsLive(table)) RenumberColumns(catalog_, table);
    }
  }

 private:
  void CheckSeparable(ObjectId id);
  void Expand(ObjectId id);
  void Visit(ObjectId id, Reached how, ObjectId because, bool part);
  void VisitDependent(ObjectId referenced, const Dependency& dependent);
  bool IsOfPartitionKey(ObjectId id) const;
  bool LosesDefaultOnly(ObjectId column, ObjectId referenced) const;
  bool IsUncertain(ObjectId id) const;
  void Refuse(std::span<const ObjectId> objects);
  void LoseDefault(ObjectId column);
  void Remove(ObjectId id);
  void ForgetIndex(const Object& index);
  const std::vector<ObjectId>& KeysToPartition(ObjectId table);

  Context& cx_;
  Catalog& catalog_;
  const bool cascade_;
  const OriginId origin_;
  absl::flat_hash_map<ObjectId, Reached> reached_;
  std::vector<ObjectId> order_;
  // Pairs of a dependent that needs CASCADE and what it depends on, as found.
  std::vector<std::pair<ObjectId, ObjectId>> obstacles_;
  std::vector<ObjectId> lost_defaults_;
  std::vector<std::pair<ObjectId, ObjectId>> default_obstacles_;
  std::vector<ObjectId> renumber_;
  absl::flat_hash_map<ObjectId, std::vector<ObjectId>> keys_to_;
};

// An object that was asked for must not be the inseparable part of one that was not.
void Dropper::CheckSeparable(ObjectId id) {
  const Object& object = catalog_.Get(id);
  for (const Dependency& reference : catalog_.References(id)) {
    if (reference.type != DependencyType::kInternal || reached_.contains(reference.object)) {
      continue;
    }
    std::string owner = Describe(cx_, reference.object);
    if (!reference.column.empty()) {
      const ObjectId column = FindColumn(catalog_, reference.object, reference.column);
      if (column == kNoObject || reached_.contains(column)) continue;
      owner = Describe(cx_, column);
    }
    throw PgError(sqlstate::kDependentObjectsStillExist,
                  StrCat("cannot drop ",
                         object.key.kind == KindOf<Constraint> && IsRelation(object)
                             ? StrCat("index ", object.key.name)
                             : Describe(cx_, id),
                         " because ", owner, " requires it"));
  }
}

void Dropper::Visit(ObjectId id, Reached how, ObjectId because, bool part) {
  const auto [known, fresh] = reached_.emplace(id, how);
  if (!fresh) {
    known->second = std::max(known->second, how);
    if (how == Reached::kNormal && known->second == Reached::kNormal) {
      obstacles_.emplace_back(id, because);
    }
    return;
  }
  if (how == Reached::kNormal) obstacles_.emplace_back(id, because);
  if (!part && IsOfPartitionKey(id)) Visit(catalog_.Get(id).parent, how, id, false);
  if (!part && !reached_.contains(catalog_.Get(id).parent)) {
    // An inseparable part of something takes that along, unless it goes with its table.
    const std::vector<Dependency> references(catalog_.References(id).begin(),
                                             catalog_.References(id).end());
    for (const Dependency& reference : references) {
      if (reference.type == DependencyType::kInternal && reference.object != because &&
          reference.column.empty()) {
        Visit(reference.object, how, id, false);
      }
    }
  }
  Expand(id);
}

// Such a column and its table are inseparable.
bool Dropper::IsOfPartitionKey(ObjectId id) const {
  const Object& object = catalog_.Get(id);
  if (object.key.kind != KindOf<Column> || object.parent == kNoObject) return false;
  const Object& table = catalog_.Get(object.parent);
  if (table.key.kind != KindOf<Table> || !IsPartitioned(table)) return false;
  const std::vector<Name> key = FactsOfPartitionKey(table).columns;
  return std::ranges::find(key, object.key.name) != key.end();
}

bool Dropper::LosesDefaultOnly(ObjectId column, ObjectId referenced) const {
  const auto& payload = catalog_.Get(column).As<Column>();
  if (payload.generated != Generated::kNone || payload.default_value.empty()) return false;
  const Object& object = catalog_.Get(referenced);
  if (object.key.kind == KindOf<Collation> &&
      payload.collation == QualifiedName{object.key.schema, object.key.name}) {
    return false;
  }
  if (object.key.kind == KindOf<Extension>)
    return payload.type.schema != object.As<Extension>().schema;
  return payload.type.schema != object.key.schema || payload.type.name != object.key.name;
}

void Dropper::VisitDependent(ObjectId referenced, const Dependency& dependent) {
  const Object& object = catalog_.Get(dependent.object);
  if (object.key.kind == KindOf<Column> && LosesDefaultOnly(dependent.object, referenced)) {
    lost_defaults_.push_back(dependent.object);
    if (dependent.type == DependencyType::kNormal) {
      default_obstacles_.emplace_back(dependent.object, referenced);
    }
    return;
  }
  Visit(dependent.object,
        dependent.type == DependencyType::kNormal ? Reached::kNormal : Reached::kAutomatically,
        referenced, /*part=*/false);
}

// The foreign keys that refer to the table as a partition of what they name.
const std::vector<ObjectId>& Dropper::KeysToPartition(ObjectId table) {
  const QualifiedName& parent = catalog_.Get(table).As<Table>().partition_of;
  const ObjectId of = catalog_.IdOf(KeyFor<Table>(parent.schema, parent.name));
  const auto [found, fresh] = keys_to_.try_emplace(of);
  if (fresh && of != kNoObject) found->second = ForeignKeysTo(catalog_, of);
  return found->second;
}

void Dropper::Expand(ObjectId id) {
  const Object& object = catalog_.Get(id);
  const std::vector<Dependency> dependents(catalog_.Dependents(id).begin(),
                                           catalog_.Dependents(id).end());
  for (const Dependency& dependent : dependents) {
    // Its own parts come along anyway, below.
    if (catalog_.Get(dependent.object).parent != id) VisitDependent(id, dependent);
  }
  if (const auto* table = object.TryAs<Table>(); table != nullptr && !table->partition_of.empty()) {
    const std::vector<ObjectId> keys = KeysToPartition(id);
    for (const ObjectId key : keys) VisitDependent(id, {key, DependencyType::kNormal, {}});
  }
  const std::vector<ObjectId> parts(catalog_.Children(id).begin(), catalog_.Children(id).end());
  for (const ObjectId part : parts) Visit(part, Reached::kAutomatically, id, /*part=*/true);
  if (object.key.kind == KindOf<Column> && object.parent != kNoObject) {
    const std::vector<Dependency> of_table(catalog_.Dependents(object.parent).begin(),
                                           catalog_.Dependents(object.parent).end());
    for (const Dependency& dependent : of_table) {
      if (dependent.column == object.key.name) VisitDependent(id, dependent);
    }
    if (!reached_.contains(object.parent)) renumber_.push_back(object.parent);
  }
  for (const ObjectId user : UsersByName(cx_, id)) {
    VisitDependent(id, {user, DependencyType::kNormal, {}});
  }
  if (object.key.kind == KindOf<Schema>) {
    const Name schema = object.key.name;
    for (ObjectId other = 0; other < catalog_.end_id(); ++other) {
      if (!catalog_.IsLive(other) || catalog_.Get(other).parent != kNoObject) continue;
      const auto* extension = catalog_.Get(other).TryAs<Extension>();
      if (catalog_.Get(other).key.schema == schema ||
          (extension != nullptr && extension->schema == schema)) {
        Visit(other, Reached::kNormal, id, /*part=*/false);
      }
    }
  }
  order_.push_back(id);
}

// Whether it, or what it depends on, may differ from what is held.
bool Dropper::IsUncertain(ObjectId id) const {
  for (ObjectId each = id; each != kNoObject; each = catalog_.Get(each).parent) {
    if (catalog_.UnknownReason(catalog_.Get(each).key) != nullptr) return true;
  }
  const Object& object = catalog_.Get(id);
  if (const auto* view = object.TryAs<View>()) return !view->query.resolved();
  if (const auto* view = object.TryAs<MaterializedView>()) return !view->query.resolved();
  return false;
}

void Dropper::Refuse(std::span<const ObjectId> objects) {
  if (cascade_) return;
  std::vector<std::string> details;
  ObjectId uncertain = kNoObject;
  bool all_uncertain = true;
  absl::flat_hash_set<ObjectId> told;
  for (const auto& [dependent, referenced] : obstacles_) {
    if (reached_.at(dependent) != Reached::kNormal || !told.insert(dependent).second) continue;
    if (IsUncertain(dependent)) {
      uncertain = dependent;
    } else {
      all_uncertain = false;
    }
    details.push_back(StrCat(Describe(cx_, dependent), " depends on ", Describe(cx_, referenced)));
  }
  for (const auto& [column, referenced] : default_obstacles_) {
    if (reached_.contains(column) || !told.insert(column).second) continue;
    if (IsUncertain(column)) {
      uncertain = column;
    } else {
      all_uncertain = false;
    }
    details.push_back(StrCat("default value for ", Describe(cx_, column), " depends on ",
                             Describe(cx_, referenced)));
  }
  if (details.empty()) return;
  if (all_uncertain) {
    throw FollowsUnknown(StrCat("whether ", Describe(cx_, uncertain), " still depends on ",
                                Describe(cx_, objects[0]), " is not known"));
  }
  const std::string what =
      objects.size() == 1
          ? StrCat("cannot drop ", Describe(cx_, objects[0]), " because other objects depend on it")
          : std::string("cannot drop desired object(s) because other objects depend on them");
  throw PgError(sqlstate::kDependentObjectsStillExist, StrCat(what, ": ", StrJoin(details, "; ")));
}

void Dropper::LoseDefault(ObjectId column) {
  catalog_.Set(column, &Column::default_value, Expression(), origin_);
  const TypeRef type = catalog_.Get(column).As<Column>().type;
  catalog_.RemoveDependencies(column);
  DependOnType(cx_, column, type);
}

// The table's choices of an index do not outlive it.
void Dropper::ForgetIndex(const Object& index) {
  if (index.parent == kNoObject || !catalog_.IsLive(index.parent)) return;
  const ObjectId owner = index.parent;
  const Name name = index.key.name;
  if (const auto* table = catalog_.Get(owner).TryAs<Table>()) {
    if (table->cluster_index == name) catalog_.Set(owner, &Table::cluster_index, Name(), origin_);
    if (catalog_.Get(owner).As<Table>().replica_identity_index == name) {
      catalog_.Set(owner, &Table::replica_identity_index, Name(), origin_);
    }
  } else if (const auto* view = catalog_.Get(owner).TryAs<MaterializedView>()) {
    if (view->cluster_index == name) {
      catalog_.Set(owner, &MaterializedView::cluster_index, Name(), origin_);
    }
  }
}

void Dropper::Remove(ObjectId id) {
  if (!catalog_.IsLive(id)) return;
  const std::vector<ObjectId> parts(catalog_.Children(id).begin(), catalog_.Children(id).end());
  for (const ObjectId part : parts) Remove(part);
  if (IsRelation(catalog_.Get(id))) ForgetIndex(catalog_.Get(id));
  catalog_.Drop(id, origin_);
}

}  // namespace

void DropObjects(Context& cx, std::span<const ObjectId> objects, bool cascade, OriginId origin) {
  Dropper(cx, cascade, origin).Drop(objects);
}

}  // namespace schemadiff::replay
