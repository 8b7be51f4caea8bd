#include "tools/conformance/in_step.h"

#include <set>
#include <type_traits>
#include <vector>

#include "engine/catalog/ownership.h"
#include "engine/catalog/visit.h"
#include "engine/replay/session.h"

namespace schemadiff::conformance {
namespace {

class Patch {
 public:
  Patch(const Catalog& live, Catalog* replayed) : live_(live), replayed_(*replayed) {}

  void Apply() {
    DropWhatIsGone();
    for (ObjectId id = 0; id < live_.end_id(); ++id) {
      if (live_.IsLive(id)) Take(id);
    }
    for (const ObjectKey& key : loose_) Tie(key);
    replayed_.unmodelled = live_.unmodelled;
  }

 private:
  void DropWhatIsGone() {
    for (ObjectId id = 0; id < replayed_.end_id(); ++id) {
      if (!replayed_.IsLive(id)) continue;
      const ObjectKey& key = replayed_.Get(id).key;
      if (!IsTemporary(key) && live_.Find(key) == nullptr) DropWithParts(id);
    }
  }

  void DropWithParts(ObjectId id) {
    while (!replayed_.Children(id).empty()) DropWithParts(replayed_.Children(id).back());
    for (const Dependency& dependent : replayed_.Dependents(id)) {
      loose_.insert(replayed_.Get(dependent.object).key);
    }
    replayed_.Drop(id);
  }

  ObjectId ParentOf(ObjectId live_id) const {
    const ObjectId parent = live_.Get(live_id).parent;
    return parent == kNoObject ? kNoObject : replayed_.IdOf(live_.Get(parent).key);
  }

  void Take(ObjectId live_id) {
    const Object& object = live_.Get(live_id);
    const ObjectId id = replayed_.IdOf(object.key);
    if (id == kNoObject) {
      replayed_.Create(object.key, object.payload, ParentOf(live_id));
      loose_.insert(object.key);
      return;
    }
    // Owners, which are stated or not, are in no hash.
    const Name owner = OwnerOf(replayed_.Get(id));
    const bool same_owner = owner.empty() || owner == OwnerOf(object);
    if (!same_owner || Catalog::HashObject(replayed_.Get(id)) != Catalog::HashObject(object)) {
      VisitPayload(object.payload, [&](const auto& value) {
        replayed_.Edit<std::remove_cvref_t<decltype(value)>>(id) = value;
      });
      loose_.insert(object.key);
    }
    if (replayed_.Get(id).parent != ParentOf(live_id)) {
      replayed_.SetParent(id, ParentOf(live_id));
    }
  }

  // Gives an object the dependencies that it has on the server.
  void Tie(const ObjectKey& key) {
    const ObjectId id = replayed_.IdOf(key);
    const ObjectId live_id = live_.IdOf(key);
    if (id == kNoObject || live_id == kNoObject) return;
    replayed_.RemoveDependencies(id);
    for (const Dependency& reference : live_.References(live_id)) {
      const ObjectId to = replayed_.IdOf(live_.Get(reference.object).key);
      if (to != kNoObject && to != id) {
        replayed_.AddDependency(id, to, reference.type, reference.column);
      }
    }
  }

  const Catalog& live_;
  Catalog& replayed_;
  std::set<ObjectKey> loose_;  // whose dependencies are to be made anew
};

}  // namespace

bool IsTemporary(const ObjectKey& key) { return key.schema == replay::kTemporarySchema; }

void BringInStep(const Catalog& live, Catalog* replayed) {
  replayed->ForgetUnknown();
  Patch(live, replayed).Apply();
}

}  // namespace schemadiff::conformance
