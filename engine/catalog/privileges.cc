#include "engine/catalog/privileges.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <utility>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

template <typename T>
constexpr AclClass ClassOf() {
  if constexpr (requires { T::kAclClass; }) {
    return T::kAclClass;
  } else {
    return AclClass::kNone;
  }
}

template <typename... T>
constexpr std::array<AclClass, kKindCount> MakeClasses(KindList<T...>) {
  return {ClassOf<T>()...};
}

constexpr std::array<AclClass, kKindCount> kClasses = MakeClasses(Kinds());

std::vector<Name> NamesOf(PrivilegeSet set) {
  std::vector<Name> names;
  for (int bit = 0; bit < kPrivilegeCount; ++bit) {
    if ((set & (PrivilegeSet{1} << bit)) != 0) names.emplace_back(PrivilegeName(bit));
  }
  return names;
}

PrivilegeSet SetOf(const std::vector<Name>& names) {
  PrivilegeSet set = 0;
  for (const Name name : names) set |= PrivilegeOfName(AsciiToLower(name));
  return set;
}

constexpr std::array kDefaultPrivileges = {
    std::pair{AclClass::kRelation, std::string_view("tables")},
    std::pair{AclClass::kSequence, std::string_view("sequences")},
    std::pair{AclClass::kRoutine, std::string_view("functions")},
    std::pair{AclClass::kType, std::string_view("types")},
    std::pair{AclClass::kSchema, std::string_view("schemas")},
};

// Brings the object of that key into line with what a grantee has, and would have without it.
template <typename T>
void Put(Catalog* catalog, const ObjectKey& key, ObjectId parent, const Privileges& privileges,
         const Privileges& normal, OriginId origin) {
  const ObjectId id = catalog->IdOf(key);
  if (privileges == normal) {
    if (id != kNoObject) catalog->Drop(id, origin);
  } else if (id == kNoObject) {
    catalog->Create(key, T{privileges}, parent, origin);
  } else if (catalog->Get(id).As<T>().privileges != privileges) {
    catalog->Set(id, &T::privileges, privileges, origin);
  }
}

// `there`: those for whom there is an object already.
std::set<Name> GranteesOf(const Acl& acl, const Acl& normal, std::set<Name> there) {
  for (const Acl* list : {&acl, &normal}) {
    for (const AclItem& item : *list) there.insert(item.grantee);
  }
  return there;
}

// The list where `normal` holds for all grantees but those that have an object of their own.
Acl Merge(const Acl& normal, const std::vector<std::pair<Name, const Privileges*>>& own) {
  Acl acl;
  for (const AclItem& item : normal) {
    if (std::ranges::find(own, item.grantee, &std::pair<Name, const Privileges*>::first) ==
        own.end()) {
      acl.push_back(item);
    }
  }
  for (const auto& [grantee, privileges] : own) AddItems(*privileges, grantee, &acl);
  return acl;
}

bool IsOf(const ObjectKey& key, const DefaultAclKey& of) {
  return key.signature == of.of_role && key.schema == of.schema && key.name.str() == of.objects;
}

// In a schema they add to what holds everywhere.
Acl NormalOf(const Catalog& catalog, const DefaultAclKey& key) {
  return key.schema.empty()
             ? DefaultAcl(DefaultPrivilegesClass(key.objects), catalog.server_version)
             : Acl{};
}

}  // namespace

std::string Privileges::ToText() const {
  if (granted.empty()) return "none";
  const auto list = [](const std::vector<Name>& names) {
    return StrJoin(names, ", ", [](std::string* out, Name name) { *out += name.str(); });
  };
  return StrJoin(granted, "; ", [&](std::string* out, const GrantedBy& by) {
    *out += list(by.privileges);
    if (!by.grant_options.empty()) {
      const bool all = by.grant_options == by.privileges;
      StrAppend(out, all ? " with grant option"
                         : StrCat(" (with grant option: ", list(by.grant_options), ")"));
    }
    if (!by.grantor.empty()) StrAppend(out, " granted by ", by.grantor.str());
  });
}

AclItem* FindItem(Acl* acl, Name grantee, Name grantor) {
  const auto found = std::ranges::find_if(*acl, [&](const AclItem& item) {
    return item.grantee == grantee && item.grantor == grantor;
  });
  return found == acl->end() ? nullptr : &*found;
}

void AddItem(Acl* acl, const AclItem& added) {
  if (added.privileges == 0) return;
  if (AclItem* item = FindItem(acl, added.grantee, added.grantor)) {
    item->privileges |= added.privileges;
    item->grant_options |= added.grant_options;
  } else {
    acl->push_back(added);
  }
}

Acl MergeAcl(Acl acl, const Acl& more) {
  for (const AclItem& item : more) AddItem(&acl, item);
  return acl;
}

Acl AclForOwner(const Acl& acl, Name owner) {
  Acl result;
  for (const AclItem& item : acl) {
    AddItem(&result, {InAcl(item.grantee, owner), InAcl(item.grantor, owner), item.privileges,
                      item.grant_options});
  }
  return result;
}

AclClass AclClassOf(Kind kind) {
  return kind == kNoKind ? AclClass::kNone : kClasses.at(static_cast<size_t>(kind));
}

Acl DefaultAcl(AclClass of, int server_version) {
  Acl acl;
  if (const PrivilegeSet all = PublicByDefault(of)) acl.push_back({kPublic, {}, all, 0});
  // Of a column nobody has anything but what is granted on it.
  if (of != AclClass::kColumn) {
    acl.push_back({{}, {}, AllPrivileges(of, server_version / 10000), 0});
  }
  return acl;
}

Acl InitialAcl(const ObjectKey& key, int server_version) {
  Acl acl = DefaultAcl(AclClassOf(key.kind), server_version);
  if (key == KeyFor<Schema>("public")) {
    const PrivilegeSet usage = PrivilegeOfName("usage");
    const PrivilegeSet create = server_version < 150000 ? PrivilegeOfName("create") : 0;
    acl.push_back({kPublic, {}, usage | create, 0});
  }
  return acl;
}

Privileges PrivilegesOf(const Acl& acl, Name grantee) {
  Privileges result;
  for (const AclItem& item : acl) {
    if (item.grantee != grantee || item.privileges == 0) continue;
    result.granted.push_back(
        {item.grantor, NamesOf(item.privileges), NamesOf(item.grant_options & item.privileges)});
  }
  std::ranges::sort(result.granted, {}, [](const GrantedBy& by) { return by.grantor.str(); });
  return result;
}

void AddItems(const Privileges& privileges, Name grantee, Acl* acl) {
  for (const GrantedBy& by : privileges.granted) {
    acl->push_back({grantee, by.grantor, SetOf(by.privileges), SetOf(by.grant_options)});
  }
}

Acl AclOf(const Catalog& catalog, ObjectId id) {
  std::vector<std::pair<Name, const Privileges*>> own;
  for (const ObjectId part : catalog.Children(id)) {
    if (const auto* grant = catalog.Get(part).TryAs<Grant>()) {
      own.emplace_back(catalog.Get(part).key.role, &grant->privileges);
    }
  }
  return Merge(InitialAcl(catalog.Get(id).key, catalog.server_version), own);
}

void SetAcl(Catalog* catalog, ObjectId id, const Acl& acl, OriginId origin) {
  const ObjectKey key = catalog->Get(id).key;
  const Acl normal = InitialAcl(key, catalog->server_version);
  std::set<Name> there;
  for (const ObjectId part : catalog->Children(id)) {
    if (catalog->Get(part).TryAs<Grant>() != nullptr) there.insert(catalog->Get(part).key.role);
  }
  for (const Name grantee : GranteesOf(acl, normal, std::move(there))) {
    Put<Grant>(catalog, GrantKey(key, grantee), id, PrivilegesOf(acl, grantee),
               PrivilegesOf(normal, grantee), origin);
  }
}

ObjectKey DefaultPrivilegesKey(const DefaultAclKey& key, Name grantee) {
  return {KindOf<DefaultPrivileges>, kNoKind, key.schema, {}, key.objects, key.of_role, grantee};
}

std::string_view DefaultPrivilegesObjects(AclClass of) {
  for (const auto& [known, objects] : kDefaultPrivileges) {
    if (known == of) return objects;
  }
  return {};
}

AclClass DefaultPrivilegesClass(std::string_view objects) {
  for (const auto& [known, name] : kDefaultPrivileges) {
    if (name == objects) return known;
  }
  return AclClass::kNone;
}

Acl DefaultPrivilegesOf(const Catalog& catalog, const DefaultAclKey& key) {
  std::vector<std::pair<Name, const Privileges*>> own;
  catalog.ForEachOfKind(KindOf<DefaultPrivileges>, [&](ObjectId id) {
    const Object& object = catalog.Get(id);
    if (IsOf(object.key, key)) {
      own.emplace_back(object.key.role, &object.As<DefaultPrivileges>().privileges);
    }
  });
  return Merge(NormalOf(catalog, key), own);
}

void SetDefaultPrivileges(Catalog* catalog, const DefaultAclKey& key, const Acl& acl,
                          OriginId origin) {
  const Acl normal = NormalOf(*catalog, key);
  const ObjectId parent =
      key.schema.empty() ? kNoObject : catalog->IdOf(KeyFor<Schema>(key.schema));
  std::set<Name> there;
  catalog->ForEachOfKind(KindOf<DefaultPrivileges>, [&](ObjectId id) {
    if (IsOf(catalog->Get(id).key, key)) there.insert(catalog->Get(id).key.role);
  });
  for (const Name grantee : GranteesOf(acl, normal, std::move(there))) {
    Put<DefaultPrivileges>(catalog, DefaultPrivilegesKey(key, grantee), parent,
                           PrivilegesOf(acl, grantee), PrivilegesOf(normal, grantee), origin);
  }
}

}  // namespace schemadiff
