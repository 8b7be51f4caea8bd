// Owners, grants and default privileges.
#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/ownership.h"
#include "engine/fix/statements.h"
#include "engine/pg/privileges.h"

namespace schemadiff::fix {
namespace {

std::string Role(const Context& context, Name role) {
  return role == kPublic ? "PUBLIC" : context.Quote(role);
}

// "SELECT, INSERT", of a column "SELECT (c), INSERT (c)".
std::string List(const std::vector<Name>& privileges, const std::string& column) {
  return StrJoin(privileges, ", ", [&](std::string* out, Name privilege) {
    StrAppend(out, privilege.str(), column.empty() ? "" : StrCat(" (", column, ")"));
  });
}

// GRANT for what one role got: first from the owner, who may have to grant the right to grant.
// `by`: whether the grantor is to be played.
void AddGrants(const Context& context, const Privileges& privileges, const std::string& column,
               const std::string& prefix, const std::string& on_to,
               std::vector<std::string>* statements) {
  for (const GrantedBy& from : privileges.granted) {
    std::vector<Name> plain;
    for (const Name privilege : from.privileges) {
      if (std::ranges::find(from.grant_options, privilege) == from.grant_options.end()) {
        plain.push_back(privilege);
      }
    }
    if (!from.grantor.empty()) {
      statements->push_back(StrCat("SET SESSION AUTHORIZATION ", Role(context, from.grantor)));
    }
    if (!plain.empty()) {
      statements->push_back(StrCat(prefix, "GRANT ", List(plain, column), on_to));
    }
    if (!from.grant_options.empty()) {
      statements->push_back(
          StrCat(prefix, "GRANT ", List(from.grant_options, column), on_to, " WITH GRANT OPTION"));
    }
    if (!from.grantor.empty()) statements->push_back("RESET SESSION AUTHORIZATION");
  }
}

// What GRANT calls the object.
std::string Granted(const Context& context, const ObjectKey& target) {
  const AclClass of = AclClassOf(target.kind);
  if (of == AclClass::kRelation) {
    return "TABLE " + context.Quote(QualifiedName{target.schema, target.name});
  }
  if (of == AclClass::kColumn) {
    return "TABLE " + context.Quote(QualifiedName{target.schema, target.table});
  }
  std::string words = Designation(context, target);
  if (target.kind == KindOf<Aggregate>) {
    words = StrCat("FUNCTION ", context.Quote(QualifiedName{target.schema, target.name}), "(",
                   target.signature.str(), ")");
  }
  if (of == AclClass::kServer) words = "FOREIGN " + words;
  return words;
}

}  // namespace

std::string SetOwner(const Context& context, const Object& object) {
  const Name owner = OwnerOf(object);
  if (owner.empty() || object.key == KeyFor<Schema>("public")) return {};
  // It goes with its table.
  const auto* sequence = object.TryAs<Sequence>();
  if (sequence != nullptr && !sequence->owned_by.empty()) return {};
  return StrCat("ALTER ", Designation(context, object.key), " OWNER TO ", context.Quote(owner));
}

std::vector<std::string> CreateGrant(const Context& context, const Object& object) {
  const ObjectKey target = TargetOf(object.key);
  Name role = object.key.role;
  if (role.empty()) {
    const Object* owned =
        context.catalog.Find(target.kind == KindOf<Column>
                                 ? context.catalog.Get(context.catalog.Find(target)->parent).key
                                 : target);
    role = owned == nullptr ? Name() : OwnerOf(*owned);
  }
  const std::string grantee = role.empty() ? "CURRENT_USER" : Role(context, role);
  const std::string on = Granted(context, target);
  const std::string column =
      target.kind == KindOf<Column> ? context.Quote(target.name) : std::string();
  std::vector<std::string> statements;
  const Acl initial = InitialAcl(target, context.major * 10000);
  if (std::ranges::find(initial, object.key.role, &AclItem::grantee) != initial.end()) {
    statements.push_back(StrCat("REVOKE ALL ON ", on, " FROM ", grantee));
  }
  AddGrants(context, object.As<Grant>().privileges, column, "", StrCat(" ON ", on, " TO ", grantee),
            &statements);
  return statements;
}

std::vector<std::string> CreateDefaultPrivileges(const Context& context, const Object& object) {
  const ObjectKey& key = object.key;
  std::string prefix = "ALTER DEFAULT PRIVILEGES ";
  if (!key.signature.empty()) StrAppend(&prefix, "FOR ROLE ", context.Quote(key.signature), " ");
  if (!key.schema.empty()) StrAppend(&prefix, "IN SCHEMA ", context.Quote(key.schema), " ");
  const Name role = key.role.empty() ? key.signature : key.role;
  const std::string grantee = role.empty() ? "CURRENT_USER" : Role(context, role);
  const std::string objects = AsciiToUpper(key.name);
  std::vector<std::string> statements;
  if (key.schema.empty()) {
    statements.push_back(StrCat(prefix, "REVOKE ALL ON ", objects, " FROM ", grantee));
  }
  AddGrants(context, object.As<DefaultPrivileges>().privileges, "", prefix,
            StrCat(" ON ", objects, " TO ", grantee), &statements);
  return statements;
}

}  // namespace schemadiff::fix
