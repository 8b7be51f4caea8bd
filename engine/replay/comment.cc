// COMMENT ON.
//
// Facts from comment.c and objectaddress.c of the server's source.
#include "engine/replay/comment.h"

#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/pg/extensions.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/object_address.h"
#include "engine/replay/relation.h"
#include "engine/replay/routine.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

using ast::ObjectType;

// An index, of its own or a constraint's.
ObjectKey IndexKeyOf(const Object& index) {
  return index.key.kind == KindOf<Constraint> ? IndexOfConstraintKey(index.key) : index.key;
}

bool IsDefaultComment(const Context& cx, const ObjectKey& key, std::string_view text) {
  if (key == KeyFor<Schema>("public")) return text == "standard public schema";
  if (key.kind != KindOf<Extension>) return false;
  const ExtensionFacts* facts = cx.catalog.extensions().Find(key.name);
  return facts != nullptr && facts->comment == text;
}

}  // namespace

namespace {

// On something with that key, which is the object or its index.
void SetCommentOn(Context& cx, const ObjectKey& key, ObjectId target, std::string_view text,
                  OriginId origin) {
  const ObjectId existing = cx.catalog.IdOf(CommentKey(key));
  if (text.empty() || IsDefaultComment(cx, key, text)) {
    if (existing != kNoObject) cx.catalog.Drop(existing, origin);
  } else if (existing != kNoObject) {
    cx.catalog.Set(existing, &Comment::text, std::string(text), origin);
  } else {
    cx.catalog.Create(CommentKey(key), Comment{std::string(text)}, target, origin);
  }
}

}  // namespace

void SetComment(Context& cx, ObjectId target, std::string_view text, OriginId origin) {
  SetCommentOn(cx, ObjectKey(cx.catalog.Get(target).key), target, text, origin);
}

void SetIndexComment(Context& cx, ObjectId index, std::string_view text, OriginId origin) {
  SetCommentOn(cx, IndexKeyOf(cx.catalog.Get(index)), index, text, origin);
}

std::string IndexComment(const Catalog& catalog, ObjectId index) {
  const auto* comment = catalog.FindPayload<Comment>(CommentKey(IndexKeyOf(catalog.Get(index))));
  return comment == nullptr ? std::string() : comment->text;
}

namespace {

// The type that the comment is on; kNoObject for one that is not in the catalog.
ObjectId FindType(const Context& cx, ObjectType type, const ast::TypeName& name) {
  const ResolvedType resolved = ResolveType(cx, name, /*shell_too=*/true);
  const char kind = TypeKind(cx, resolved);
  if (type == ObjectType::OBJECT_DOMAIN && kind != 'd' && kind != 0) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("\"", TypeNameText(name), "\" is not a domain"));
  }
  if (resolved.object == kNoObject || resolved.ref.array || kind == 'm') return kNoObject;
  const Kind object = cx.catalog.Get(resolved.object).key.kind;
  const bool row_type =
      object == KindOf<Table> || object == KindOf<View> || object == KindOf<MaterializedView>;
  return row_type ? kNoObject : resolved.object;
}

ObjectId FindDomainConstraint(const Context& cx, const ast::List& name) {
  const auto& type_name = *ast::Cast<ast::TypeName>(name.front());
  const ObjectId domain = FindType(cx, ObjectType::OBJECT_DOMAIN, type_name);
  if (domain == kNoObject) return kNoObject;
  const std::string_view constraint = ast::Cast<ast::String>(name.back())->sval;
  const ObjectId id = FindConstraint(cx.catalog, domain, constraint);
  if (id == kNoObject) {
    throw PgError(sqlstate::kUndefinedObject,
                  StrCat("constraint \"", constraint, "\" for domain ",
                         TypeText(cx, ResolveType(cx, type_name).ref), " does not exist"));
  }
  return id;
}

// What the statement names; kNoObject where it is nothing that catalogs hold.
ObjectId FindTarget(Context& cx, const ast::CommentStmt& stmt) {
  switch (stmt.objtype) {
    case ObjectType::OBJECT_TYPE:
    case ObjectType::OBJECT_DOMAIN:
      return FindType(cx, stmt.objtype, *ast::Cast<ast::TypeName>(stmt.object));
    case ObjectType::OBJECT_DOMCONSTRAINT:
      return FindDomainConstraint(cx, ast::Cast<ast::ListNode>(stmt.object)->items);
    case ObjectType::OBJECT_FUNCTION:
    case ObjectType::OBJECT_PROCEDURE:
    case ObjectType::OBJECT_ROUTINE:
    case ObjectType::OBJECT_AGGREGATE:
      return FindRoutine(cx, stmt.objtype, *ast::Cast<ast::ObjectWithArgs>(stmt.object),
                         /*missing_ok=*/false)
          ->object;
    default:
      return FindOwnObject(cx, stmt.objtype, *stmt.object);
  }
}

}  // namespace

void CommentOn(Context& cx, const ast::CommentStmt& stmt) {
  if (IsOutsideSchemas(stmt.objtype)) {
    cx.CountUncompared("comments on objects of kinds that are not compared");
    return;
  }
  const ObjectId target = FindTarget(cx, stmt);
  if (target == kNoObject) {
    cx.CountUncompared("comments on the server's own objects are not compared");
    return;
  }
  const Object& object = cx.catalog.Get(target);
  if (stmt.objtype == ObjectType::OBJECT_INDEX && object.key.kind == KindOf<Constraint>) {
    SetIndexComment(cx, target, stmt.comment, cx.Origin());
    return;
  }
  SetComment(cx, target, stmt.comment, cx.Origin());
}

}  // namespace schemadiff::replay
