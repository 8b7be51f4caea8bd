// A catalog: our in-memory model of a schema.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <absl/container/inlined_vector.h>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/chunked_vector.h"
#include "engine/base/stable_hash.h"
#include "engine/catalog/object.h"
#include "engine/catalog/replay_notes.h"

namespace schemadiff {

/// How one object depends on another (pg_depend.deptype).
enum class DependencyType : uint8_t {
  kNormal,    ///< DROP of the referenced object needs CASCADE
  kAuto,      ///< goes with the referenced object, even under RESTRICT
  kInternal,  ///< part of the referenced object; cannot be dropped by itself
};

struct Dependency {
  ObjectId object = kNoObject;  ///< the other end of the edge
  DependencyType type = DependencyType::kNormal;
  Name column;  ///< the referenced column, where the dependency is on one column of a relation
  friend bool operator==(const Dependency&, const Dependency&) = default;
};

/// Objects with identity, their dependency edges, and a fingerprint that costs only what
/// changed. A value: copying one gives an independent catalog.
///
/// Every change is journaled, so that a statement or a transaction can be undone.
class Catalog {
 public:
  /// In server_version_num form: 150018. Decides which attributes exist.
  int server_version = 0;

  // --- reading -------------------------------------------------------------------------
  const Object* Find(const ObjectKey& key) const;
  ObjectId IdOf(const ObjectKey& key) const;  ///< kNoObject where there is none
  const Object& Get(ObjectId id) const { return *slots_[id].object; }
  bool IsLive(ObjectId id) const { return id < slots_.size() && slots_[id].object.has_value(); }
  template <typename T>
  const T* FindPayload(const ObjectKey& key) const {
    const Object* object = Find(key);
    return object == nullptr ? nullptr : object->TryAs<T>();
  }
  /// The first live object of that schema and name for which matches(id) holds, of whatever kind
  /// except column, policy, comment and the like; kNoObject where there is none. Kinds share name
  /// spaces in various ways, which is for the caller to say.
  template <typename Matches>
  ObjectId FindNamed(Name schema, Name name, Matches matches) const {
    const auto found = named_.find({schema, name});
    if (found == named_.end()) return kNoObject;
    for (const ObjectId id : found->second) {
      if (!IsLive(id)) continue;
      const ObjectKey& key = Get(id).key;
      if (key.name == name && key.schema == schema && matches(id)) return id;
    }
    return kNoObject;
  }
  /// Calls visit(id) for each live object of a kind, in the order in which they were made.
  template <typename Visit>
  void ForEachOfKind(Kind kind, Visit visit) const {
    for (const ObjectId id : by_kind_[static_cast<size_t>(kind)]) {
      if (IsLive(id)) visit(id);
    }
  }
  /// The parts of an object, in the order in which they were made.
  std::span<const ObjectId> Children(ObjectId id) const { return slots_[id].children; }
  size_t size() const { return index_.size(); }
  /// Ids below this may be live.
  ObjectId end_id() const { return static_cast<ObjectId>(slots_.size()); }
  /// All live objects, sorted by key.
  std::vector<ObjectId> Sorted() const;

  /// Makes room for about so many more objects at once.
  void Expect(size_t objects) { index_.reserve(index_.size() + objects); }

  // --- changing ------------------------------------------------------------------------
  /// The key must be free.
  ObjectId Create(ObjectKey key, Payload payload, ObjectId parent = kNoObject, OriginId origin = 0);
  /// Removes one object and its edges, and keeps a tombstone. Its children must be gone already.
  void Drop(ObjectId id, OriginId origin = 0);
  /// Gives the object another identity; the new key must be free. Children keep their own keys.
  /// The old key gets a tombstone.
  void Rekey(ObjectId id, ObjectKey key, OriginId origin = 0);
  void SetParent(ObjectId id, ObjectId parent);
  void SetOrigin(ObjectId id, OriginId origin);
  /// Sets the provenance of one attribute (by its index in Attrs()) alone.
  void SetAttributeOrigin(ObjectId id, size_t attribute, OriginId origin);
  /// The payload, to be changed. The reference is good until the next call of a changing member.
  template <typename T>
  T& Edit(ObjectId id) {
    return Touch(id).payload.template Mutable<T>();
  }
  /// Sets one attribute, and its provenance.
  template <typename T, typename M, typename V>
  void Set(ObjectId id, M T::* member, V&& value, OriginId origin) {
    Object& object = Touch(id);
    object.payload.template Mutable<T>().*member = std::forward<V>(value);
    NoteOrigin(object, AttributeIndex(member), origin);
  }

  /// From now on, notes the keys of objects that are made, changed, renamed or dropped.
  void TrackChanges() { tracking_ = true; }
  /// The keys noted since the last call, sorted, each once; what was rolled back is among them.
  std::vector<ObjectKey> TakeChanges();
  /// The keys of what `change` makes, changes, renames or drops, sorted, each once.
  std::vector<ObjectKey> ChangesDuring(const std::function<void()>& change);

  // --- dependencies --------------------------------------------------------------------
  void AddDependency(ObjectId dependent, ObjectId referenced,
                     DependencyType type = DependencyType::kNormal, Name column = {});
  void RemoveDependencies(ObjectId dependent);
  /// Renames the column that edges to `relation` name.
  void RenameReferencedColumn(ObjectId relation, Name from, Name to);
  /// What refers to this object.
  std::span<const Dependency> Dependents(ObjectId id) const { return slots_[id].dependents; }
  /// What this object refers to.
  std::span<const Dependency> References(ObjectId id) const { return slots_[id].references; }

  // --- provenance ----------------------------------------------------------------------
  OriginId AddOrigin(Origin origin);
  const Origin& GetOrigin(OriginId id) const { return origins_[id]; }

  /// An object that was there once: what made it, and what dropped or renamed it.
  struct Tombstone {
    ObjectKey key;
    OriginId made_by = 0;
    OriginId dropped_by = 0;
  };
  /// The latest tombstone of a key that is not live now, or nullptr: tells an object that no
  /// statement ever made from one that should be gone.
  const Tombstone* FindTombstone(const ObjectKey& key) const;

  // --- undo ----------------------------------------------------------------------------
  /// A point to which RollbackTo() can return. Marks nest as savepoints do.
  using Mark = size_t;
  Mark SetMark();
  void RollbackTo(Mark mark);
  /// Forgets the undo information since the mark; what happened stays.
  void Release(Mark mark);

  // --- fingerprint ---------------------------------------------------------------------
  /// Over all objects' keys and attributes; equal for equal catalogs of the same version.
  const Fingerprint& GetFingerprint() const;
  /// The term that one object contributes.
  static Fingerprint HashObject(const Object& object);

  // --- limits of our knowledge -----------------------------------------------------------
  /// Declares that what we hold for this key (or that we hold nothing for it) may be wrong.
  /// Differences of such objects, and of their parts, are not comparable. A key of kind kNoKind
  /// with nothing but a name stands for every object of that name, and the parts of any relation
  /// of that name: what a statement that we cannot read may touch. A key of a part without its own
  /// name stands for all parts of that kind: the columns of a view whose query is not resolved.
  void MarkUnknown(const ObjectKey& key, std::string reason);
  /// The reason why this object, or what it is a part of, is not comparable; nullptr where it is.
  const std::string* UnknownReason(const ObjectKey& key) const;
  const std::map<ObjectKey, std::string>& unknown() const { return unknown_; }
  /// Takes all of that back: what is held was made good.
  void ForgetUnknown() { unknown_.clear(); }
  /// Objects on the server of kinds that are not modelled: kind (as PostgreSQL calls it) to
  /// count. They are counted and named in the report as not compared.
  std::map<std::string, int> unmodelled;
  ReplayNotes notes;
  /// What is known of extensions here: the notes' own, or what is built in for the major.
  const Extensions& extensions() const;

 private:
  struct Slot {
    std::optional<Object> object;
    std::vector<ObjectId> children;
    std::vector<Dependency> references;
    std::vector<Dependency> dependents;
    Fingerprint hash;
    bool hashed = false;
    uint64_t saved_for = 0;  // serial of the mark since which it has been saved
  };
  // What takes one change back. Growth is noted as such: an image of a schema or of a table that
  // everything refers to would cost as much as it has parts and dependents.
  struct UndoEntry {
    enum class Change : uint8_t { kAny, kCreated, kChild, kReference, kDependent };
    ObjectId id;
    Change change;
    std::shared_ptr<const Slot> before;  // kAny
  };

  struct MarkPoint {
    size_t undo;
    size_t tombstones;
    uint64_t serial;
  };

  Object& Touch(ObjectId id);
  // Saves the slot for undo, once per mark, and takes its hash out.
  void Save(ObjectId id);
  // Whether the slot's growth is to be noted: whether undoing would not bring an image back anyway.
  bool Notes(const Slot& slot) const {
    return !marks_.empty() && slot.saved_for != marks_.back().serial;
  }
  void Undo(const UndoEntry& entry);
  void NoteName(ObjectId id);
  void NoteChange(const ObjectKey& key) {
    if (tracking_) changed_.push_back(key);
  }
  static void NoteOrigin(Object& object, size_t attribute, OriginId origin);

  ChunkedVector<Slot> slots_;
  absl::flat_hash_map<ObjectKey, ObjectId> index_;
  // By (schema, name). Entries are added and never taken out, so that undoing needs no care:
  // whether an entry still holds is seen from the object.
  absl::flat_hash_map<std::pair<Name, Name>, absl::InlinedVector<ObjectId, 2>> named_;
  // Likewise; an object's kind never changes.
  std::array<std::vector<ObjectId>, kKindCount> by_kind_;
  std::vector<Origin> origins_{Origin{}};
  std::map<ObjectKey, std::string> unknown_;
  bool tracking_ = false;
  std::vector<ObjectKey> changed_;
  std::vector<UndoEntry> undo_;
  std::vector<MarkPoint> marks_;
  uint64_t next_serial_ = 1;
  std::vector<Tombstone> tombstones_;
  // The latest tombstone of each key, of the first so many.
  mutable absl::flat_hash_map<ObjectKey, size_t> tombstone_of_;
  mutable size_t tombstones_indexed_ = 0;
  mutable Fingerprint sum_;
  mutable std::vector<ObjectId> unhashed_;
};

}  // namespace schemadiff
