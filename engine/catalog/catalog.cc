#include "engine/catalog/catalog.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "engine/catalog/kind_info.h"
#include "engine/pg/extensions.h"

namespace schemadiff {

const Object* Catalog::Find(const ObjectKey& key) const {
  const auto found = index_.find(key);
  return found == index_.end() ? nullptr : &*slots_[found->second].object;
}

ObjectId Catalog::IdOf(const ObjectKey& key) const {
  const auto found = index_.find(key);
  return found == index_.end() ? kNoObject : found->second;
}

std::vector<ObjectId> Catalog::Sorted() const {
  std::vector<ObjectId> ids;
  ids.reserve(index_.size());
  for (ObjectId id = 0; id < slots_.size(); ++id) {
    if (slots_[id].object) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end(), [this](ObjectId a, ObjectId b) {
    return slots_[a].object->key < slots_[b].object->key;
  });
  return ids;
}

void Catalog::Save(ObjectId id) {
  Slot& slot = slots_[id];
  if (slot.hashed) {
    sum_.Remove(slot.hash);
    slot.hashed = false;
    unhashed_.push_back(id);
  }
  if (!marks_.empty() && slot.saved_for != marks_.back().serial) {
    undo_.push_back({id, UndoEntry::Change::kAny, std::make_shared<const Slot>(slot)});
    slot.saved_for = marks_.back().serial;
  }
}

void Catalog::NoteName(ObjectId id) {
  const ObjectKey& key = slots_[id].object->key;
  if (key.kind == KindOf<Column> || key.kind == KindOf<Policy> || key.kind == KindOf<Comment> ||
      key.kind == KindOf<Grant> || key.kind == KindOf<DefaultPrivileges> ||
      key.kind == KindOf<ExtensionDependency>) {
    return;
  }
  auto& ids = named_[{key.schema, key.name}];
  // A new object's id is the greatest; only a renamed one can be there already.
  if (id + 1 == slots_.size() || std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
}

Object& Catalog::Touch(ObjectId id) {
  assert(IsLive(id));
  Save(id);
  NoteChange(slots_[id].object->key);
  return *slots_[id].object;
}

std::vector<ObjectKey> Catalog::TakeChanges() {
  std::vector<ObjectKey> changes = std::exchange(changed_, {});
  std::ranges::sort(changes);
  const auto repeated = std::ranges::unique(changes);
  changes.erase(repeated.begin(), repeated.end());
  return changes;
}

std::vector<ObjectKey> Catalog::ChangesDuring(const std::function<void()>& change) {
  const bool tracked = std::exchange(tracking_, true);
  std::vector<ObjectKey> before = std::exchange(changed_, {});
  change();
  std::vector<ObjectKey> changes = TakeChanges();
  tracking_ = tracked;
  changed_ = std::move(before);
  if (tracked) changed_.insert(changed_.end(), changes.begin(), changes.end());
  return changes;
}

ObjectId Catalog::Create(ObjectKey key, Payload payload, ObjectId parent, OriginId origin) {
  assert(payload.kind() == key.kind);
  const auto id = static_cast<ObjectId>(slots_.size());
  [[maybe_unused]] const bool fresh = index_.emplace(key, id).second;
  assert(fresh);
  NoteChange(key);
  slots_.emplace_back();
  if (!marks_.empty()) {
    undo_.push_back({id, UndoEntry::Change::kCreated, nullptr});
    slots_[id].saved_for = marks_.back().serial;
  }
  slots_[id].object = Object{key, std::move(payload), parent, origin, {}};
  NoteName(id);
  by_kind_[static_cast<size_t>(key.kind)].push_back(id);
  unhashed_.push_back(id);
  if (parent != kNoObject) {
    Slot& whole = slots_[parent];
    if (Notes(whole)) undo_.push_back({parent, UndoEntry::Change::kChild, nullptr});
    whole.children.push_back(id);
  }
  return id;
}

void Catalog::Drop(ObjectId id, OriginId origin) {
  assert(IsLive(id) && slots_[id].children.empty());
  tombstones_.push_back({Get(id).key, Get(id).origin, origin});
  NoteChange(Get(id).key);
  RemoveDependencies(id);
  Save(id);
  Slot& slot = slots_[id];
  for (const Dependency& dependent : slot.dependents) {
    Save(dependent.object);
    std::erase_if(slots_[dependent.object].references,
                  [id](const Dependency& d) { return d.object == id; });
  }
  slot.dependents.clear();
  if (const ObjectId parent = slot.object->parent; parent != kNoObject) {
    Save(parent);
    std::erase(slots_[parent].children, id);
  }
  index_.erase(slot.object->key);
  slot.object.reset();
}

void Catalog::Rekey(ObjectId id, ObjectKey key, OriginId origin) {
  if (key == Get(id).key) return;
  tombstones_.push_back({Get(id).key, Get(id).origin, origin});
  Object& object = Touch(id);
  NoteChange(key);
  index_.erase(object.key);
  object.key = key;
  [[maybe_unused]] const bool fresh = index_.emplace(key, id).second;
  assert(fresh);
  NoteName(id);
}

void Catalog::SetParent(ObjectId id, ObjectId parent) {
  const ObjectId old = Get(id).parent;
  if (old == parent) return;
  if (old != kNoObject) {
    Save(old);
    std::erase(slots_[old].children, id);
  }
  Touch(id).parent = parent;
  if (parent != kNoObject) {
    Save(parent);
    slots_[parent].children.push_back(id);
  }
}

void Catalog::SetOrigin(ObjectId id, OriginId origin) { Touch(id).origin = origin; }

void Catalog::SetAttributeOrigin(ObjectId id, size_t attribute, OriginId origin) {
  NoteOrigin(Touch(id), attribute, origin);
}

void Catalog::NoteOrigin(Object& object, size_t attribute, OriginId origin) {
  for (auto& [index, known] : object.attribute_origins) {
    if (index == attribute) {
      known = origin;
      return;
    }
  }
  if (origin != object.origin) {
    object.attribute_origins.emplace_back(static_cast<uint8_t>(attribute), origin);
  }
}

void Catalog::AddDependency(ObjectId dependent, ObjectId referenced, DependencyType type,
                            Name column) {
  assert(IsLive(dependent) && IsLive(referenced));
  const Dependency forward{referenced, type, column};
  if (std::ranges::find(slots_[dependent].references, forward) !=
      slots_[dependent].references.end()) {
    return;
  }
  Slot& from = slots_[dependent];
  Slot& to = slots_[referenced];
  if (Notes(from)) undo_.push_back({dependent, UndoEntry::Change::kReference, nullptr});
  from.references.push_back(forward);
  if (Notes(to)) undo_.push_back({referenced, UndoEntry::Change::kDependent, nullptr});
  to.dependents.push_back({dependent, type, column});
}

void Catalog::RemoveDependencies(ObjectId dependent) {
  if (slots_[dependent].references.empty()) return;
  Save(dependent);
  for (const Dependency& reference : slots_[dependent].references) {
    Save(reference.object);
    std::erase_if(slots_[reference.object].dependents,
                  [dependent](const Dependency& d) { return d.object == dependent; });
  }
  slots_[dependent].references.clear();
}

void Catalog::RenameReferencedColumn(ObjectId relation, Name from, Name to) {
  Save(relation);
  for (Dependency& dependent : slots_[relation].dependents) {
    if (dependent.column != from) continue;
    dependent.column = to;
    Save(dependent.object);
    for (Dependency& reference : slots_[dependent.object].references) {
      if (reference.object == relation && reference.column == from) reference.column = to;
    }
  }
}

OriginId Catalog::AddOrigin(Origin origin) {
  if (origins_.size() > 1 && origins_.back() == origin) {
    return static_cast<OriginId>(origins_.size() - 1);
  }
  origins_.push_back(origin);
  return static_cast<OriginId>(origins_.size() - 1);
}

Catalog::Mark Catalog::SetMark() {
  marks_.push_back({undo_.size(), tombstones_.size(), next_serial_++});
  return marks_.size() - 1;
}

void Catalog::Undo(const UndoEntry& entry) {
  Slot& slot = slots_[entry.id];
  switch (entry.change) {
    case UndoEntry::Change::kChild:
      slot.children.pop_back();
      return;
    case UndoEntry::Change::kReference:
      slot.references.pop_back();
      return;
    case UndoEntry::Change::kDependent:
      slot.dependents.pop_back();
      return;
    case UndoEntry::Change::kCreated:
    case UndoEntry::Change::kAny:
      break;
  }
  if (slot.object) {
    const auto found = index_.find(slot.object->key);
    if (found != index_.end() && found->second == entry.id) index_.erase(found);
  }
  if (slot.hashed) sum_.Remove(slot.hash);
  slot = entry.before == nullptr ? Slot{} : *entry.before;
  slot.hashed = false;
  slot.saved_for = 0;
}

void Catalog::RollbackTo(Mark mark) {
  assert(mark < marks_.size());
  // Youngest first, so that the oldest image of a slot is the one that stays. Keys are taken
  // out in a first pass and put back in a second: two objects may have exchanged names.
  std::vector<ObjectId> restored;
  while (undo_.size() > marks_[mark].undo) {
    Undo(undo_.back());
    if (undo_.back().change == UndoEntry::Change::kAny) restored.push_back(undo_.back().id);
    undo_.pop_back();
  }
  for (const ObjectId id : restored) {
    if (slots_[id].object) index_[slots_[id].object->key] = id;
    unhashed_.push_back(id);
  }
  tombstones_.resize(marks_[mark].tombstones);
  if (tombstones_indexed_ > tombstones_.size()) {
    tombstone_of_.clear();
    tombstones_indexed_ = 0;
  }
  marks_.erase(marks_.begin() + static_cast<ptrdiff_t>(mark), marks_.end());
}

void Catalog::Release(Mark mark) {
  assert(mark < marks_.size());
  marks_.erase(marks_.begin() + static_cast<ptrdiff_t>(mark), marks_.end());
  if (marks_.empty()) undo_.clear();
}

Fingerprint Catalog::HashObject(const Object& object) {
  StableHasher hasher;
  const ObjectKey& key = object.key;
  hasher.Add(KindName(key.kind));
  hasher.Add(KindName(key.target));
  for (const Name name : {key.schema, key.table, key.name, key.signature}) {
    hasher.Add(std::string_view(name));
  }
  if (!key.role.empty()) hasher.Add(std::string_view(key.role));
  for (const AttributeInfo& attribute : InfoFor(key.kind).attributes) {
    if (attribute.role == AttributeRole::kInformative) continue;
    hasher.Add(attribute.name);
    attribute.hash(object.payload, hasher);
  }
  return hasher.Finish();
}

const Fingerprint& Catalog::GetFingerprint() const {
  for (const ObjectId id : unhashed_) {
    const Slot& slot = slots_[id];
    if (!slot.object || slot.hashed) continue;
    auto& mutable_slot = const_cast<Slot&>(slot);  // a cache: the value is that of the object
    mutable_slot.hash = HashObject(*slot.object);
    mutable_slot.hashed = true;
    sum_.Add(slot.hash);
  }
  unhashed_.clear();
  return sum_;
}

void Catalog::MarkUnknown(const ObjectKey& key, std::string reason) {
  unknown_.emplace(key, std::move(reason));
}

const std::string* Catalog::UnknownReason(const ObjectKey& key) const {
  if (unknown_.empty()) return nullptr;
  const auto reason_of = [this](const ObjectKey& candidate) {
    const auto found = unknown_.find(candidate);
    return found == unknown_.end() ? nullptr : &found->second;
  };
  if (const std::string* reason = reason_of(key)) return reason;
  if (key.target != kNoKind) {
    const Object* follower = Find(key);
    return UnknownReason(follower == nullptr || follower->parent == kNoObject
                             ? TargetOf(key)
                             : Get(follower->parent).key);
  }
  for (const Name name : {key.name, key.table}) {
    if (name.empty()) continue;
    if (const std::string* reason = reason_of({kNoKind, kNoKind, {}, {}, name, {}})) return reason;
  }
  if (!key.table.empty()) {
    const ObjectKey all_of_kind{key.kind, kNoKind, key.schema, key.table, {}, {}};
    if (const std::string* reason = reason_of(all_of_kind)) return reason;
  }
  // A part is as unknown as the whole. Its parent may be gone, so its key is tried by kind.
  const Object* object = Find(key);
  if (object != nullptr && object->parent != kNoObject) {
    return UnknownReason(Get(object->parent).key);
  }
  if (key.table.empty()) return nullptr;
  for (size_t kind = 0; kind < kKindCount; ++kind) {
    if (const std::string* reason =
            reason_of({static_cast<Kind>(kind), kNoKind, key.schema, {}, key.table, {}})) {
      return reason;
    }
  }
  return nullptr;
}

const Catalog::Tombstone* Catalog::FindTombstone(const ObjectKey& key) const {
  if (index_.contains(key)) return nullptr;
  for (; tombstones_indexed_ < tombstones_.size(); ++tombstones_indexed_) {
    tombstone_of_[tombstones_[tombstones_indexed_].key] = tombstones_indexed_;
  }
  const auto found = tombstone_of_.find(key);
  return found == tombstone_of_.end() ? nullptr : &tombstones_[found->second];
}

const Extensions& Catalog::extensions() const {
  return notes.extensions != nullptr ? *notes.extensions
                                     : Extensions::ForMajor(server_version / 10000);
}

}  // namespace schemadiff
