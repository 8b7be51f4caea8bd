#include "engine/replay/object_address.h"

#include <optional>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/lookup.h"
#include "engine/replay/named_object.h"
#include "engine/replay/relation.h"
#include "engine/replay/routine.h"
#include "engine/replay/statistics.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

using ast::ObjectType;

bool IsOutsideSchemas(ObjectType type) {
  return type == ObjectType::OBJECT_TABLESPACE || type == ObjectType::OBJECT_ROLE ||
         type == ObjectType::OBJECT_DATABASE || type == ObjectType::OBJECT_LARGEOBJECT;
}

namespace {

struct RelationType {
  ObjectType type;
  std::string_view name;
  Kind kind;
  std::string_view missing;  // SQLSTATE
};
constexpr RelationType kRelationTypes[] = {
    {ObjectType::OBJECT_TABLE, "table", KindOf<Table>, sqlstate::kUndefinedTable},
    {ObjectType::OBJECT_FOREIGN_TABLE, "foreign table", KindOf<Table>, sqlstate::kUndefinedObject},
    {ObjectType::OBJECT_VIEW, "view", KindOf<View>, sqlstate::kUndefinedTable},
    {ObjectType::OBJECT_MATVIEW, "materialized view", KindOf<MaterializedView>,
     sqlstate::kUndefinedTable},
    {ObjectType::OBJECT_SEQUENCE, "sequence", KindOf<Sequence>, sqlstate::kUndefinedTable},
    {ObjectType::OBJECT_INDEX, "index", KindOf<Index>, sqlstate::kUndefinedObject},
};

const RelationType* FindRelationType(ObjectType type) {
  for (const RelationType& candidate : kRelationTypes) {
    if (candidate.type == type) return &candidate;
  }
  return nullptr;
}

std::string_view Article(std::string_view noun) {
  return noun.front() == 'i' ? std::string_view("an ") : std::string_view("a ");
}

ObjectId FindRelationObject(Context& cx, const RelationType& type, const ast::Node& node,
                            bool missing_ok) {
  const auto* list = ast::As<ast::ListNode>(&node);
  if (list == nullptr) throw NotModelled("a name of an unknown form", node.location);
  const StatedName name(list->items);
  if (!name.schema.empty() && !SchemaExists(cx, name.schema)) {
    if (missing_ok) return kNoObject;
    RequireSchema(cx, name.schema);
  }
  const ObjectId id = FindRelation(cx, name);
  if (id == kNoObject) {
    if (missing_ok) return kNoObject;
    throw PgError(type.missing, StrCat(type.name, " \"", name.ToString(), "\" does not exist"));
  }
  CheckRelationType(cx, id, type.type);
  return id;
}

ObjectId FindTypeObject(Context& cx, ObjectType type, const ast::Node& node, bool missing_ok) {
  const auto* name = ast::As<ast::TypeName>(&node);
  if (name == nullptr) throw NotModelled("a name of an unknown form", node.location);
  try {
    const ResolvedType resolved = ResolveType(cx, *name, /*shell_too=*/true);
    if (resolved.builtin != nullptr || resolved.ref.array) {
      throw PgError(sqlstate::kDependentObjectsStillExist,
                    StrCat("cannot drop type ", TypeText(cx, resolved.ref),
                           " because it is required by the database system"));
    }
    if (resolved.object == kNoObject) {
      throw PgError(sqlstate::kDependentObjectsStillExist,
                    StrCat("cannot drop type ", TypeText(cx, resolved.ref), " because extension ",
                           cx.catalog.Get(resolved.extension).key.name, " requires it"));
    }
    const Object& object = cx.catalog.Get(resolved.object);
    if (type == ObjectType::OBJECT_DOMAIN && object.key.kind != KindOf<Domain>) {
      throw PgError(sqlstate::kWrongObjectType,
                    StrCat("\"", NameListToString(name->names), "\" is not a domain"));
    }
    if (object.key.kind == KindOf<Table> || object.key.kind == KindOf<View> ||
        object.key.kind == KindOf<MaterializedView>) {
      throw PgError(sqlstate::kDependentObjectsStillExist,
                    StrCat("cannot drop type ", TypeText(cx, resolved.ref), " because ",
                           Describe(cx, resolved.object), " requires it"));
    }
    return resolved.object;
  } catch (const PgError& error) {
    if (missing_ok && (error.sqlstate() == sqlstate::kUndefinedObject ||
                       error.sqlstate() == sqlstate::kUndefinedSchema)) {
      return kNoObject;
    }
    throw;
  }
}

// "schema"."table"."part" of a table.
ObjectId FindPart(Context& cx, ObjectType type, const ast::Node& node, bool missing_ok) {
  const auto* list = ast::As<ast::ListNode>(&node);
  if (list == nullptr || list->items.size() < 2) {
    throw NotModelled("a name of an unknown form", node.location);
  }
  const std::vector<std::string_view> parts = Strings(list->items);
  const StatedName relation_name(parts.size() > 2 ? parts[parts.size() - 3] : std::string_view(),
                                 parts[parts.size() - 2]);
  if (missing_ok && !relation_name.schema.empty() && !SchemaExists(cx, relation_name.schema)) {
    return kNoObject;
  }
  const ObjectId relation =
      missing_ok ? FindRelation(cx, relation_name) : RequireRelation(cx, relation_name);
  if (relation == kNoObject) return kNoObject;
  const ObjectKey key = cx.catalog.Get(relation).key;
  const Name name = parts.back();
  if (type == ObjectType::OBJECT_COLUMN) return RequireColumn(cx, relation, name);
  ObjectId id = kNoObject;
  std::string_view what;
  if (type == ObjectType::OBJECT_TRIGGER) {
    id = cx.catalog.IdOf(KeyFor<Trigger>(key.schema, key.name, name));
    what = "trigger";
  } else if (type == ObjectType::OBJECT_POLICY) {
    id = cx.catalog.IdOf(KeyFor<Policy>(key.schema, key.name, name));
    what = "policy";
  } else if (type == ObjectType::OBJECT_RULE) {
    id = cx.catalog.IdOf(KeyFor<Rule>(key.schema, key.name, name));
    if (id == kNoObject && name == "_RETURN" && key.kind == KindOf<View>) {
      throw NotModelled("the rule that is the query of a view");
    }
    if (id == kNoObject && cx.catalog.UnknownReason(KeyFor<Rule>(key.schema, key.name, name))) {
      throw FollowsUnknown(StrCat("rule \"", name, "\" is not known"));
    }
    what = "rule";
  } else {
    id = FindConstraint(cx.catalog, relation, name);
    what = "constraint";
  }
  if (id == kNoObject && !missing_ok) {
    throw PgError(
        sqlstate::kUndefinedObject,
        StrCat(what, " \"", name, "\" for ", type == ObjectType::OBJECT_RULE ? "relation" : "table",
               " \"", key.name, "\" does not exist"));
  }
  return id;
}

ObjectId FindRoutineObject(Context& cx, ObjectType type, const ast::Node& node, bool missing_ok) {
  const auto& name = *ast::Cast<ast::ObjectWithArgs>(&node);
  const std::optional<Routine> routine = FindRoutine(cx, type, name, missing_ok);
  if (!routine) return kNoObject;
  if (routine->object != kNoObject) return routine->object;
  const std::string text =
      StrCat("cannot drop function ", RoutineText(cx, name.objname, routine->inputs), " because ");
  throw PgError(sqlstate::kDependentObjectsStillExist,
                routine->extension == kNoObject
                    ? text + "it is required by the database system"
                    : StrCat(text, "extension ", cx.catalog.Get(routine->extension).key.name,
                             " requires it"));
}

ObjectId FindOperatorObject(Context& cx, const ast::ObjectWithArgs& name, bool missing_ok) {
  const std::optional<FoundOperator> found = FindOperator(cx, name, missing_ok);
  if (!found) return kNoObject;
  if (found->object != kNoObject) return found->object;
  throw PgError(sqlstate::kDependentObjectsStillExist,
                StrCat("cannot drop operator ", NameListToString(name.objname),
                       " because it is required by the database system"));
}

template <typename T>
ObjectId FindGlobal(Context& cx, std::string_view what, std::string_view missing,
                    const ast::Node& node, bool missing_ok) {
  const auto* name = ast::As<ast::String>(&node);
  if (name == nullptr) throw NotModelled("a name of an unknown form", node.location);
  const ObjectKey key = KeyFor<T>(name->sval);
  const ObjectId id = cx.catalog.IdOf(key);
  if (id == kNoObject && cx.catalog.UnknownReason(key) != nullptr) {
    throw FollowsUnknown(StrCat(what, " \"", name->sval, "\" is not known"));
  }
  if (id == kNoObject && !missing_ok) {
    throw PgError(missing, StrCat(what, " \"", name->sval, "\" does not exist"));
  }
  return id;
}

}  // namespace

void CheckRelationType(const Context& cx, ObjectId relation, ObjectType type) {
  const RelationType* wanted = FindRelationType(type);
  if (wanted == nullptr) return;
  const Object& object = cx.catalog.Get(relation);
  const bool index = object.key.kind == KindOf<Constraint>;
  const bool other_table = object.key.kind == KindOf<Table> && wanted->kind == KindOf<Table> &&
                           IsForeign(object) != (type == ObjectType::OBJECT_FOREIGN_TABLE);
  if (!other_table &&
      (object.key.kind == wanted->kind || (index && wanted->kind == KindOf<Index>))) {
    return;
  }
  throw PgError(sqlstate::kWrongObjectType,
                StrCat("\"", object.key.name, "\" is not ", Article(wanted->name), wanted->name));
}

ObjectId FindObject(Context& cx, ObjectType type, const ast::Node& name, bool missing_ok) {
  if (const RelationType* relation = FindRelationType(type)) {
    return FindRelationObject(cx, *relation, name, missing_ok);
  }
  switch (type) {
    case ObjectType::OBJECT_SCHEMA:
      return FindGlobal<Schema>(cx, "schema", sqlstate::kUndefinedSchema, name, missing_ok);
    case ObjectType::OBJECT_EXTENSION:
      return FindGlobal<Extension>(cx, "extension", sqlstate::kUndefinedObject, name, missing_ok);
    case ObjectType::OBJECT_EVENT_TRIGGER:
      return FindGlobal<EventTrigger>(cx, "event trigger", sqlstate::kUndefinedObject, name,
                                      missing_ok);
    case ObjectType::OBJECT_PUBLICATION:
      return FindGlobal<Publication>(cx, "publication", sqlstate::kUndefinedObject, name,
                                     missing_ok);
    case ObjectType::OBJECT_SUBSCRIPTION:
      return FindGlobal<Subscription>(cx, "subscription", sqlstate::kUndefinedObject, name,
                                      missing_ok);
    case ObjectType::OBJECT_FDW:
      return FindGlobal<ForeignDataWrapper>(cx, "foreign-data wrapper", sqlstate::kUndefinedObject,
                                            name, missing_ok);
    case ObjectType::OBJECT_FOREIGN_SERVER:
      return FindGlobal<ForeignServer>(cx, "server", sqlstate::kUndefinedObject, name, missing_ok);
    case ObjectType::OBJECT_STATISTIC_EXT:
      return FindStatistics(cx, StatedName(ast::Cast<ast::ListNode>(&name)->items), missing_ok);
    case ObjectType::OBJECT_TYPE:
    case ObjectType::OBJECT_DOMAIN:
      return FindTypeObject(cx, type, name, missing_ok);
    case ObjectType::OBJECT_COLUMN:
    case ObjectType::OBJECT_TRIGGER:
    case ObjectType::OBJECT_POLICY:
    case ObjectType::OBJECT_RULE:
    case ObjectType::OBJECT_TABCONSTRAINT:
      return FindPart(cx, type, name, missing_ok);
    case ObjectType::OBJECT_FUNCTION:
    case ObjectType::OBJECT_PROCEDURE:
    case ObjectType::OBJECT_ROUTINE:
    case ObjectType::OBJECT_AGGREGATE:
      return FindRoutineObject(cx, type, name, missing_ok);
    case ObjectType::OBJECT_COLLATION:
    case ObjectType::OBJECT_CONVERSION:
    case ObjectType::OBJECT_OPCLASS:
    case ObjectType::OBJECT_OPFAMILY:
    case ObjectType::OBJECT_TSPARSER:
    case ObjectType::OBJECT_TSTEMPLATE:
    case ObjectType::OBJECT_TSDICTIONARY:
    case ObjectType::OBJECT_TSCONFIGURATION:
      return FindNamedForStatement(cx, type, name, missing_ok);
    case ObjectType::OBJECT_OPERATOR:
      return FindOperatorObject(cx, *ast::Cast<ast::ObjectWithArgs>(&name), missing_ok);
    case ObjectType::OBJECT_CAST:
      return FindCast(cx, ast::Cast<ast::ListNode>(&name)->items, missing_ok);
    case ObjectType::OBJECT_TRANSFORM:
      return FindTransform(cx, ast::Cast<ast::ListNode>(&name)->items, missing_ok);
    case ObjectType::OBJECT_LANGUAGE:
      return FindLanguage(cx, ast::Cast<ast::String>(&name)->sval, missing_ok);
    case ObjectType::OBJECT_ACCESS_METHOD:
      return FindAccessMethod(cx, ast::Cast<ast::String>(&name)->sval, missing_ok);
    default:
      throw NotModelled(StrCat("objects of type ", ast::ToString(type)));
  }
}

ObjectId FindOwnObject(Context& cx, ObjectType type, const ast::Node& name) {
  try {
    return FindObject(cx, type, name, /*missing_ok=*/false);
  } catch (const PgError& error) {
    if (error.sqlstate() != sqlstate::kDependentObjectsStillExist) throw;
    return kNoObject;
  }
}

}  // namespace schemadiff::replay
