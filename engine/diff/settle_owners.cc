#include "engine/diff/settle_owners.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/ownership.h"
#include "engine/catalog/privileges.h"

namespace schemadiff {
namespace {

bool Mentions(const Acl& acl, Name role) {
  return std::ranges::any_of(
      acl, [role](const AclItem& item) { return item.grantee == role || item.grantor == role; });
}

class Settler {
 public:
  Settler(const Catalog& actual, Catalog* expected) : actual_(actual), expected_(*expected) {}

  void Run() {
    for (ObjectId id = 0; id < expected_.end_id(); ++id) {
      if (expected_.IsLive(id) && HasOwner(expected_.Get(id).key.kind)) SettleObject(id);
    }
    SettlePublic();
    SettleDefaults();
  }

 private:
  void SettleObject(ObjectId id) {
    const Object& object = expected_.Get(id);
    const ObjectId other = actual_.IdOf(object.key);
    if (!OwnerOf(object).empty() || other == kNoObject) return;
    const Name owner = OwnerOf(actual_.Get(other));
    // Schema public was there before any statement.
    if (owner.empty() || object.key == KeyFor<Schema>("public")) return;
    owners_.insert(owner);
    std::vector<ObjectId> granted = {id};
    for (const ObjectId part : expected_.Children(id)) {
      if (expected_.Get(part).TryAs<Column>() != nullptr) granted.push_back(part);
    }
    for (const ObjectId each : granted) {
      const Acl acl = AclOf(expected_, each);
      if (!Mentions(acl, owner)) continue;
      SetAcl(&expected_, each, AclForOwner(acl, owner), expected_.Get(each).origin);
    }
  }

  void SettlePublic() {
    const ObjectKey key = KeyFor<Schema>("public");
    const ObjectId id = expected_.IdOf(key), other = actual_.IdOf(key);
    if (id == kNoObject || other == kNoObject) return;
    const auto grants_of = [](const Catalog& catalog, ObjectId schema) {
      std::vector<ObjectId> grants;
      for (const ObjectId part : catalog.Children(schema)) {
        if (catalog.Get(part).TryAs<Grant>() != nullptr) grants.push_back(part);
      }
      return grants;
    };
    if (expected_.notes.granted_on_public || !grants_of(expected_, id).empty()) return;
    for (const ObjectId grant : grants_of(actual_, other)) {
      expected_.Create(actual_.Get(grant).key, actual_.Get(grant).payload, id);
    }
  }

  void SettleDefaults() {
    std::vector<ObjectId> open;
    expected_.ForEachOfKind(KindOf<DefaultPrivileges>, [&](ObjectId id) {
      if (expected_.Get(id).key.signature.empty()) open.push_back(id);
    });
    for (const ObjectId id : open) {
      ObjectKey key = expected_.Get(id).key;
      if (owners_.size() == 1) {
        key.signature = *owners_.begin();
        if (key.role == key.signature) key.role = {};
        if (expected_.Find(key) == nullptr) expected_.Rekey(id, key);
        continue;
      }
      const std::string reason =
          "which role runs the migrations is not known: the objects have different owners, "
          "or none yet (--role says it)";
      expected_.MarkUnknown(key, reason);
      for (const Name owner : owners_) {
        key.signature = owner;
        expected_.MarkUnknown(key, reason);
      }
    }
  }

  const Catalog& actual_;
  Catalog& expected_;
  std::set<Name> owners_;  // of what the replay made without knowing for whom
};

// What a role has by default of what `from` says otherwise of.
void SpellOut(const Catalog& from, Catalog* to) {
  for (ObjectId id = 0; id < from.end_id(); ++id) {
    if (!from.IsLive(id) || to->Find(from.Get(id).key) != nullptr) continue;
    const ObjectKey& key = from.Get(id).key;
    if (key.kind == KindOf<Grant>) {
      const ObjectId target = to->IdOf(TargetOf(key));
      if (target == kNoObject) continue;
      Privileges normal = PrivilegesOf(InitialAcl(TargetOf(key), to->server_version), key.role);
      if (!normal.granted.empty()) to->Create(key, Grant{std::move(normal)}, target);
    } else if (key.kind == KindOf<DefaultPrivileges> && key.schema.empty()) {
      Privileges normal =
          PrivilegesOf(DefaultAcl(DefaultPrivilegesClass(key.name), to->server_version), key.role);
      if (!normal.granted.empty()) to->Create(key, DefaultPrivileges{std::move(normal)});
    }
  }
}

}  // namespace

void SpellOutDefaults(Catalog* one, Catalog* other) {
  SpellOut(*one, other);
  SpellOut(*other, one);
}

void SettleOwners(const Catalog& actual, Catalog* expected) { Settler(actual, expected).Run(); }

void ForgetOwners(Catalog* catalog) {
  for (ObjectId id = 0; id < catalog->end_id(); ++id) {
    if (catalog->IsLive(id) && !OwnerOf(catalog->Get(id)).empty()) SetOwner(catalog, id, {}, 0);
  }
}

}  // namespace schemadiff
