#include "engine/replay/acl.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/roles.h"

namespace schemadiff::replay {
namespace {

constexpr std::string_view kInvalidGrantOperation = "0LP01";

// What the role may grant to others. An owner may grant all.
PrivilegeSet GrantOptionsOf(const Acl& acl, Name role) {
  if (role.empty()) return ~PrivilegeSet{0};
  PrivilegeSet options = 0;
  for (const AclItem& item : acl) {
    if (item.grantee == role) options |= item.grant_options;
  }
  return options;
}

void Revoke(Acl* acl, Name grantee, Name grantor, PrivilegeSet privileges, PrivilegeSet options,
            bool cascade);

// Takes back what the grantee granted with grant options that it lost.
void RevokeDependent(Acl* acl, Name grantee, PrivilegeSet lost, bool cascade) {
  if (grantee.empty()) return;
  lost &= ~GrantOptionsOf(*acl, grantee);
  while (lost != 0) {
    const auto dependent = std::ranges::find_if(*acl, [&](const AclItem& item) {
      return item.grantor == grantee && (item.privileges & lost) != 0;
    });
    if (dependent == acl->end()) return;
    if (!cascade) {
      throw PgError(sqlstate::kDependentObjectsStillExist, "dependent privileges exist");
    }
    const AclItem item = *dependent;
    Revoke(acl, item.grantee, item.grantor, lost, lost, cascade);
  }
}

void Revoke(Acl* acl, Name grantee, Name grantor, PrivilegeSet privileges, PrivilegeSet options,
            bool cascade) {
  AclItem* item = FindItem(acl, grantee, grantor);
  if (item == nullptr) return;
  const PrivilegeSet lost = item->grant_options & options;
  item->privileges &= ~privileges;
  item->grant_options &= ~options;
  if (item->privileges == 0 && item->grant_options == 0)
    acl->erase(acl->begin() + (item - acl->data()));
  if (lost != 0) RevokeDependent(acl, grantee, lost, cascade);
}

// A chain of grant options begins with the owner.
void CheckCircularity(const Acl& acl, Name grantee, Name grantor, PrivilegeSet options) {
  if (grantor.empty()) return;
  Acl without = acl;
  for (size_t i = 0; i < without.size();) {
    if (without[i].grantee != grantee || without[i].grant_options == 0) {
      ++i;
      continue;
    }
    const AclItem item = without[i];
    Revoke(&without, item.grantee, item.grantor, 0, item.grant_options, /*cascade=*/true);
    i = 0;
  }
  if ((options & ~GrantOptionsOf(without, grantor)) != 0) {
    throw PgError(kInvalidGrantOperation,
                  "grant options cannot be granted back to your own grantor");
  }
}

}  // namespace

Acl ChangeAcl(Acl acl, const AclChange& change) {
  for (const Name grantee : change.grantees) {
    if (change.grant) {
      const PrivilegeSet options = change.grant_option ? change.privileges : 0;
      if (options != 0) CheckCircularity(acl, grantee, change.grantor, options);
      AddItem(&acl, {grantee, change.grantor, change.privileges, options});
    } else {
      Revoke(&acl, grantee, change.grantor, change.grant_option ? 0 : change.privileges,
             change.privileges, change.cascade);
    }
  }
  return acl;
}

Grantor SelectGrantor(const Context& cx, const Acl& acl, Name owner, PrivilegeSet privileges,
                      const std::string& what) {
  const Name role = CurrentRole(cx);
  const auto options_of = [&](Name each) {
    return each.empty() || each == owner ? 0 : GrantOptionsOf(acl, each) & privileges;
  };
  const std::vector<Name> roles = RolesOf(cx, role);
  Grantor best;
  for (const Name each : roles) {
    const PrivilegeSet options = options_of(each);
    if (std::popcount(options) > std::popcount(best.privileges)) best = {each, options};
  }
  // Of a role of which nothing is known, what it was granted is believed first.
  if (HasPrivilegesOf(cx, role, owner, /*otherwise=*/best.privileges == 0)) return {{}, privileges};
  if (best.privileges == 0) {
    const bool any = std::ranges::any_of(acl, [&](const AclItem& item) {
      return item.grantee == kPublic || std::ranges::find(roles, item.grantee) != roles.end();
    });
    if (!any) throw PgError("42501", StrCat("permission denied for ", what));
  }
  return best;
}

}  // namespace schemadiff::replay
