// Statements about whatever is of a role or in a tablespace: DROP OWNED, ALTER TABLE ALL IN
// TABLESPACE, ALTER TABLESPACE RENAME. Facts from pg_shdepend.c (shdepDropOwned) and tablecmds.c
// (AlterTableMoveAll) of the server's source.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/ownership.h"
#include "engine/replay/acl.h"
#include "engine/replay/drop.h"
#include "engine/replay/handlers.h"
#include "engine/replay/owner.h"
#include "engine/replay/relation.h"
#include "engine/replay/roles.h"

namespace schemadiff::replay {
namespace {

// Of what has one; null for other objects.
const Name* TablespaceOf(const Object& object) {
  if (const auto* table = object.TryAs<Table>()) return &table->tablespace;
  if (const auto* index = object.TryAs<Index>()) return &index->tablespace;
  if (const auto* view = object.TryAs<MaterializedView>()) return &view->tablespace;
  if (!IsRelation(object)) return nullptr;
  const auto* constraint = object.TryAs<Constraint>();
  return constraint == nullptr ? nullptr : &constraint->tablespace;
}

// Whether ALTER ... ALL IN TABLESPACE moves such an object.
bool IsMovedWith(Kind kind, ast::ObjectType type) {
  switch (type) {
    case ast::ObjectType::OBJECT_TABLE:
      return kind == KindOf<Table>;
    case ast::ObjectType::OBJECT_INDEX:
      return kind == KindOf<Index> || kind == KindOf<Constraint>;
    default:
      return kind == KindOf<MaterializedView>;
  }
}

void SetTablespace(Context& cx, ObjectId id, Name tablespace) {
  Catalog& catalog = cx.catalog;
  const Kind kind = catalog.Get(id).key.kind;
  if (kind == KindOf<Table>) {
    catalog.Set(id, &Table::tablespace, tablespace, cx.Origin());
  } else if (kind == KindOf<Index>) {
    catalog.Set(id, &Index::tablespace, tablespace, cx.Origin());
  } else if (kind == KindOf<Constraint>) {
    catalog.Set(id, &Constraint::tablespace, tablespace, cx.Origin());
  } else {
    catalog.Set(id, &MaterializedView::tablespace, tablespace, cx.Origin());
  }
}

}  // namespace

namespace {

// What is granted on the object to the role, and what the role granted on with that.
void RevokeOn(Context& cx, ObjectId id, Name role) {
  Acl acl = AclOf(cx.catalog, id);
  const Acl before = acl;
  for (const AclItem& item : before) {
    if (item.grantee != role) continue;
    acl = ChangeAcl(std::move(acl), {.grant = false,
                                     .cascade = true,
                                     .privileges = item.privileges,
                                     .grantees = {role},
                                     .grantor = item.grantor});
  }
  SetAcl(&cx.catalog, id, acl, cx.Origin());
}

// What is granted to the role goes, wherever it is, and what is for it alone.
void RevokeFrom(Context& cx, Name role) {
  Catalog& catalog = cx.catalog;
  const OriginId origin = cx.Origin();
  std::vector<ObjectId> dropped, granted;
  for (ObjectId id = 0; id < catalog.end_id(); ++id) {
    if (!catalog.IsLive(id)) continue;
    const Object& object = catalog.Get(id);
    const bool normal = object.TryAs<DefaultPrivileges>() != nullptr;
    const bool mapping = object.TryAs<UserMapping>() != nullptr;
    if (object.TryAs<Grant>() != nullptr) {
      if (object.key.role == role) granted.push_back(object.parent);
    } else if ((normal && (object.key.role == role || object.key.signature == role)) ||
               (mapping && object.key.name == role)) {
      dropped.push_back(id);
    } else if (object.TryAs<Policy>() != nullptr && NamesRole(object, role)) {
      std::vector<Name> roles = object.As<Policy>().roles;
      std::erase(roles, role);
      if (roles.empty()) {
        dropped.push_back(id);
      } else {
        catalog.Set(id, &Policy::roles, std::move(roles), origin);
      }
    }
  }
  for (const ObjectId id : granted) RevokeOn(cx, id, role);
  for (const ObjectId id : dropped) DropObject(cx, id, /*cascade=*/true, origin);
}

}  // namespace

void DropOwned(Context& cx, const ast::DropOwnedStmt& stmt) {
  OwnNewObjects(cx);
  const bool cascade = stmt.behavior == ast::DropBehavior::DROP_CASCADE;
  std::vector<Name> roles;
  for (const ast::Node* node : stmt.roles) {
    roles.push_back(RoleOf(cx, *ast::Cast<ast::RoleSpec>(node)));
  }
  // A role that a statement made is none that was there before it.
  const bool all_known = std::ranges::all_of(roles, [&](Name role) {
    return FindRole(cx, role) != nullptr || !cx.catalog.notes.session_role.empty();
  });
  const std::string reason =
      cascade
          ? "DROP OWNED drops what is the role's, and what depends on that; owners are not known"
          : "DROP OWNED drops what is the role's; owners are not known";
  std::vector<ObjectId> owned;
  size_t doubtful = 0;
  for (ObjectId id = 0; id < cx.catalog.end_id(); ++id) {
    if (!cx.catalog.IsLive(id) || cx.catalog.Get(id).key == KeyFor<Schema>("public")) continue;
    const Object& object = cx.catalog.Get(id);
    const bool has_owner = HasOwner(object.key.kind);
    const Name owner = OwnerOf(object);
    if (has_owner && !owner.empty()) {
      if (std::ranges::find(roles, owner) != roles.end()) owned.push_back(id);
    } else if (!all_known && object.parent == kNoObject) {
      cx.MarkUnknown(object.key, reason);
      ++doubtful;
    }
  }
  DropObjects(cx, owned, cascade, cx.Origin());
  for (const Name role : roles) {
    if (!role.empty()) RevokeFrom(cx, role);
  }
  if (doubtful == 0) return;
  cx.Report(DiagnosticLevel::kError, "replay.not-modelled",
            StrCat("not modelled: ", reason, "; the ", doubtful,
                   " objects that there are by now are not compared"),
            -1);
}

void RenameTablespace(Context& cx, const ast::RenameStmt& stmt) {
  const Name from(stmt.subname), to(stmt.newname);
  for (ObjectId id = 0; id < cx.catalog.end_id(); ++id) {
    if (!cx.catalog.IsLive(id)) continue;
    const Name* tablespace = TablespaceOf(cx.catalog.Get(id));
    if (tablespace != nullptr && *tablespace == from) SetTablespace(cx, id, to);
  }
  cx.CountUncompared("tablespaces are not compared");
}

void MoveAllInTablespace(Context& cx, const ast::AlterTableMoveAllStmt& stmt) {
  const Name from = TablespaceFor(cx, stmt.orig_tablespacename);
  const Name to = TablespaceFor(cx, stmt.new_tablespacename);
  if (from == to) return;
  std::vector<ObjectId> moved;
  for (ObjectId id = 0; id < cx.catalog.end_id(); ++id) {
    if (!cx.catalog.IsLive(id)) continue;
    const Object& object = cx.catalog.Get(id);
    if (!IsMovedWith(object.key.kind, stmt.objtype)) continue;
    const Name* tablespace = TablespaceOf(object);
    if (tablespace != nullptr && *tablespace == from) moved.push_back(id);
  }
  if (stmt.roles.empty()) {
    for (const ObjectId id : moved) SetTablespace(cx, id, to);
    return;
  }
  const std::string reason =
      "ALTER ... ALL IN TABLESPACE ... OWNED BY moves what is the role's; owners are not known";
  std::vector<std::string> touches;
  for (const ObjectId id : moved) {
    touches.push_back(cx.MarkUnknown(cx.catalog.Get(id).key, reason));
  }
  cx.Report(DiagnosticLevel::kError, "replay.not-modelled", StrCat("not modelled: ", reason), -1,
            {}, std::move(touches));
}

}  // namespace schemadiff::replay
