// Access control lists over the objects of kind grant: what is granted on an object, as a list of
// who has what from whom, and back.
#pragma once

#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/pg/privileges.h"

namespace schemadiff {

/// One aclitem. Roles as in keys of grants: empty is the owner, kPublic everybody.
struct AclItem {
  Name grantee;
  Name grantor;
  PrivilegeSet privileges = 0;
  PrivilegeSet grant_options = 0;  ///< of those privileges
  friend bool operator==(const AclItem&, const AclItem&) = default;
};
/// In no particular order; one item for each pair of grantee and grantor.
using Acl = std::vector<AclItem>;

/// That of the list; null where there is none.
AclItem* FindItem(Acl* acl, Name grantee, Name grantor);
/// Gives what the item says in addition.
void AddItem(Acl* acl, const AclItem& added);
/// Two lists as one. Source: aclmerge().
Acl MergeAcl(Acl acl, const Acl& more);
/// A role as lists of an object of that owner have it.
inline Name InAcl(Name role, Name owner) { return role == owner ? Name() : role; }
/// The list after the object was given to that role, or where it turns out to be that role's.
/// Source: aclnewowner().
Acl AclForOwner(const Acl& acl, Name owner);

/// Of the objects of a kind; kNone for kinds on which nothing is granted.
AclClass AclClassOf(Kind kind);

/// What is granted on a new object of that class, its owner's own privileges among it. Source:
/// acldefault().
Acl DefaultAcl(AclClass of, int server_version);
/// What is granted on an object where nothing else is known: DefaultAcl, and for schema public what
/// initdb grants.
Acl InitialAcl(const ObjectKey& key, int server_version);

/// The privileges of one grantee as a payload holds them.
Privileges PrivilegesOf(const Acl& acl, Name grantee);
/// Adds the items of one grantee.
void AddItems(const Privileges& privileges, Name grantee, Acl* acl);

/// What is granted on an object.
Acl AclOf(const Catalog& catalog, ObjectId id);
/// Makes, changes and drops grants so that the object has just these. Items without privileges are
/// none.
void SetAcl(Catalog* catalog, ObjectId id, const Acl& acl, OriginId origin);

/// What default privileges add to, or leave of, what holds without them: those of one role, of one
/// type of objects ("tables"), in one schema (empty: in all).
struct DefaultAclKey {
  Name of_role;
  Name schema;
  std::string_view objects;
};
ObjectKey DefaultPrivilegesKey(const DefaultAclKey& key, Name grantee);
/// "tables", "sequences", "functions", "types", "schemas": the types of objects with default
/// privileges; empty for other classes.
std::string_view DefaultPrivilegesObjects(AclClass of);
AclClass DefaultPrivilegesClass(std::string_view objects);
Acl DefaultPrivilegesOf(const Catalog& catalog, const DefaultAclKey& key);
void SetDefaultPrivileges(Catalog* catalog, const DefaultAclKey& key, const Acl& acl,
                          OriginId origin);

}  // namespace schemadiff
