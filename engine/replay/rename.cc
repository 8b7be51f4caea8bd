// Facts from alter.c, typecmds.c, schemacmds.c, trigger.c, policy.c, extension.c and tablecmds.c of
// the server's source.
#include "engine/replay/rename.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/catalog/privileges.h"
#include "engine/pg/extensions.h"
#include "engine/replay/comment.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/move_object.h"
#include "engine/replay/named_object.h"
#include "engine/replay/object_address.h"
#include "engine/replay/relation.h"
#include "engine/replay/roles.h"
#include "engine/replay/routine.h"
#include "engine/replay/schema.h"
#include "engine/replay/stored_expressions.h"
#include "engine/replay/types.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

void RenameViewColumn(Context& cx, ObjectId id, std::string_view from, std::string_view to) {
  const ObjectId column = FindColumn(cx.catalog, id, from);
  const ObjectKey key = cx.catalog.Get(id).key;
  if (column == kNoObject) {
    if (cx.catalog.UnknownReason(KeyFor<Column>(key.schema, key.name, from)) != nullptr) {
      throw FollowsUnknown(StrCat("the columns of \"", key.name, "\" are not known"));
    }
    throw PgError(sqlstate::kUndefinedColumn, StrCat("column \"", from, "\" does not exist"));
  }
  if (FindColumn(cx.catalog, id, to) != kNoObject) {
    throw PgError(sqlstate::kDuplicateColumn,
                  StrCat("column \"", to, "\" of relation \"", key.name, "\" already exists"));
  }
  MoveColumn(cx, id, from, to, cx.Origin());
  PrintQueryAnew(cx, id);
}

void RenameSchema(Context& cx, const ast::RenameStmt& stmt) {
  const Name from = RequireSchema(cx, stmt.subname);
  if (SchemaExists(cx, stmt.newname)) {
    throw PgError(sqlstate::kDuplicateSchema,
                  StrCat("schema \"", stmt.newname, "\" already exists"));
  }
  CheckSchemaName(stmt.newname);
  const ObjectId id = cx.catalog.IdOf(KeyFor<Schema>(from));
  if (id == kNoObject) throw NotModelled(StrCat("renaming the server's own schema ", from));
  // Its comment is there from the start; it is just not shown of this schema.
  const bool standard_comment =
      from == "public" && cx.catalog.Find(CommentKey(KeyFor<Schema>(from))) == nullptr;
  // What initdb grants on schema public stays granted.
  const Acl acl = AclOf(cx.catalog, id);
  MoveSchema(cx, id, stmt.newname, cx.Origin());
  SetAcl(&cx.catalog, id, acl, cx.Origin());
  if (standard_comment) SetComment(cx, id, "standard public schema", cx.Origin());
}

namespace {

[[noreturn]] void ThrowArrayType(const Context& cx, TypeRef type) {
  type.array = true;
  throw PgError(sqlstate::kWrongObjectType, StrCat("cannot alter array type ", TypeText(cx, type)));
}

[[noreturn]] void ThrowRowType(const Context& cx, const Object& object) {
  throw PgError(sqlstate::kWrongObjectType,
                StrCat(TypeText(cx, TypeRefOf(object)), " is a table's row type"));
}

bool IsRowType(const Object& object) {
  const Kind kind = object.key.kind;
  return kind == KindOf<Table> || kind == KindOf<View> || kind == KindOf<MaterializedView>;
}

// The type that ALTER TYPE or ALTER DOMAIN names; kNoObject for a multirange type, whose range type
// is *range.
ObjectId RequireAlterableType(const Context& cx, const ast::List& names, bool domain,
                              ObjectId* range) {
  ast::TypeName type_name;
  type_name.names = names;
  const ResolvedType type = ResolveType(cx, type_name);
  if (domain && TypeKind(cx, type) != 'd' && TypeKind(cx, type) != 0) {
    throw PgError(sqlstate::kWrongObjectType, StrCat(TypeText(cx, type.ref), " is not a domain"));
  }
  *range = kNoObject;
  if (TypeKind(cx, type) == 'm' && type.object != kNoObject && !type.ref.array) {
    *range = type.object;
    return kNoObject;
  }
  bool is_array = false;
  const ObjectId id = RequireType(cx, names, &is_array);
  if (IsRowType(cx.catalog.Get(id)) && !is_array) ThrowRowType(cx, cx.catalog.Get(id));
  if (is_array) ThrowArrayType(cx, TypeRefOf(cx.catalog.Get(id)));
  return id;
}

const ast::List& NameList(const ast::Node* node) { return ast::Cast<ast::ListNode>(node)->items; }

}  // namespace

void RenameType(Context& cx, const ast::RenameStmt& stmt) {
  const bool domain = stmt.renameType == ast::ObjectType::OBJECT_DOMAIN;
  ObjectId range = kNoObject;
  const ObjectId id = RequireAlterableType(cx, NameList(stmt.object), domain, &range);
  if (range != kNoObject) {
    const Name schema = cx.catalog.Get(range).As<RangeType>().multirange.schema;
    CheckNewTypeName(cx, schema, stmt.newname);
    MoveMultirange(cx, range, stmt.newname, cx.Origin());
    return;
  }
  const ObjectKey key = cx.catalog.Get(id).key;
  if (key.kind == KindOf<CompositeType>) {
    CheckNewRelationName(cx, key.schema, stmt.newname, /*makes_type=*/false);
  }
  CheckNewTypeName(cx, key.schema, stmt.newname);
  MoveObject(cx, id, key.schema, stmt.newname, cx.Origin());
}

void RenameAttribute(Context& cx, const ast::RenameStmt& stmt) {
  const StatedName stated(*stmt.relation);
  const ObjectId id = stmt.missing_ok ? FindRelation(cx, stated) : RequireRelation(cx, stated);
  if (id == kNoObject) return;
  const Object& object = cx.catalog.Get(id);
  if (object.key.kind != KindOf<CompositeType>) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("\"", stated.name, "\" is not a composite type"));
  }
  const auto rename = [&](ObjectId relation) {
    const ObjectId column = FindColumn(cx.catalog, relation, stmt.subname);
    if (column == kNoObject) {
      throw PgError(sqlstate::kUndefinedColumn,
                    StrCat("column \"", stmt.subname, "\" does not exist"));
    }
    const ObjectKey& key = cx.catalog.Get(relation).key;
    if (FindColumn(cx.catalog, relation, stmt.newname) != kNoObject) {
      throw PgError(
          sqlstate::kDuplicateColumn,
          StrCat("column \"", stmt.newname, "\" of relation \"", key.name, "\" already exists"));
    }
    MoveColumn(cx, relation, stmt.subname, stmt.newname, cx.Origin());
  };
  std::vector<ObjectId> tables;
  for (const Dependency& dependent : cx.catalog.Dependents(id)) {
    const auto* table = cx.catalog.Get(dependent.object).TryAs<Table>();
    if (table == nullptr || table->of_type != NameOf(object)) continue;
    if (stmt.behavior != ast::DropBehavior::DROP_CASCADE) {
      throw PgError(sqlstate::kDependentObjectsStillExist,
                    StrCat("cannot alter type \"", object.key.name,
                           "\" because it is the type of a typed table"));
    }
    tables.push_back(dependent.object);
  }
  for (size_t i = 0; i < tables.size(); ++i) {
    const std::vector<ObjectId> children = DirectChildren(cx.catalog, tables[i]);
    tables.insert(tables.end(), children.begin(), children.end());
  }
  for (const ObjectId table : tables) rename(table);
  rename(id);
}

void RenameDomainConstraint(Context& cx, const ast::RenameStmt& stmt) {
  const ObjectId domain = RequireDomain(cx, NameList(stmt.object));
  const std::string text = TypeText(cx, TypeRefOf(cx.catalog.Get(domain)));
  const ObjectId constraint = FindConstraint(cx.catalog, domain, stmt.subname);
  if (constraint == kNoObject) {
    throw PgError(sqlstate::kUndefinedObject,
                  StrCat("constraint \"", stmt.subname, "\" for domain ", text, " does not exist"));
  }
  if (FindConstraint(cx.catalog, domain, stmt.newname) != kNoObject) {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("constraint \"", stmt.newname, "\" for domain ", text, " already exists"));
  }
  RenamePart(cx, constraint, stmt.newname, cx.Origin());
}

namespace {

void CheckNewRoutineName(const Context& cx, const ObjectKey& key, Name schema, Name name) {
  for (const Kind kind : {KindOf<Function>, KindOf<Aggregate>}) {
    const ObjectKey taken{kind, kNoKind, schema, {}, name, key.signature};
    if (cx.catalog.Find(taken) == nullptr) continue;
    throw PgError(sqlstate::kDuplicateFunction,
                  StrCat("function ", name, "(", key.signature, ") already exists in schema \"",
                         schema, "\""));
  }
}

}  // namespace

void RenameRoutine(Context& cx, const ast::RenameStmt& stmt) {
  const ObjectId id =
      RequireOwnRoutine(cx, stmt.renameType, *ast::Cast<ast::ObjectWithArgs>(stmt.object));
  const ObjectKey key = cx.catalog.Get(id).key;
  CheckNewRoutineName(cx, key, key.schema, stmt.newname);
  MoveObject(cx, id, key.schema, stmt.newname, cx.Origin());
}

namespace {

// Before PostgreSQL 15 the copies on partitions keep their names.
void RenameTriggerAndCopies(Context& cx, ObjectId id, Name name) {
  const ObjectKey key = cx.catalog.Get(id).key;
  if (key.name != name) {
    if (cx.catalog.Find(KeyFor<Trigger>(key.schema, key.table, name)) != nullptr) {
      throw PgError(sqlstate::kDuplicateObject, StrCat("trigger \"", name, "\" for relation \"",
                                                       key.table, "\" already exists"));
    }
    RenamePart(cx, id, name, cx.Origin());
  }
  if (cx.major() < 15) return;
  std::vector<ObjectId> copies;
  for (const Dependency& dependent : cx.catalog.Dependents(id)) {
    if (dependent.type == DependencyType::kInternal) copies.push_back(dependent.object);
  }
  for (const ObjectId copy : copies) RenameTriggerAndCopies(cx, copy, name);
}

}  // namespace

void RenameTrigger(Context& cx, const ast::RenameStmt& stmt) {
  const ObjectId relation = RequireRelation(cx, *stmt.relation);
  const ObjectKey key = cx.catalog.Get(relation).key;
  if (key.kind != KindOf<Table> && key.kind != KindOf<View>) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("relation \"", key.name, "\" cannot have triggers"));
  }
  const ObjectId id = cx.catalog.IdOf(KeyFor<Trigger>(key.schema, key.name, stmt.subname));
  if (id == kNoObject) {
    throw PgError(sqlstate::kUndefinedObject, StrCat("trigger \"", stmt.subname, "\" for table \"",
                                                     key.name, "\" does not exist"));
  }
  if (cx.major() >= 15 && cx.catalog.Get(id).As<Trigger>().inherited) {
    throw PgError("XX000", StrCat("cannot rename trigger \"", stmt.subname, "\" on table \"",
                                  key.name, "\""));
  }
  RenameTriggerAndCopies(cx, id, stmt.newname);
}

void RenamePolicy(Context& cx, const ast::RenameStmt& stmt) {
  const ObjectId relation = RequireRelation(cx, *stmt.relation);
  const ObjectKey key = cx.catalog.Get(relation).key;
  if (key.kind != KindOf<Table>) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", key.name, "\" is not a table"));
  }
  const auto policy_key = [&](Name name) { return KeyFor<Policy>(key.schema, key.name, name); };
  if (cx.catalog.Find(policy_key(stmt.newname)) != nullptr) {
    throw PgError(sqlstate::kDuplicateObject, StrCat("policy \"", stmt.newname, "\" for table \"",
                                                     key.name, "\" already exists"));
  }
  const ObjectId id = cx.catalog.IdOf(policy_key(stmt.subname));
  if (id == kNoObject) {
    throw PgError(sqlstate::kUndefinedObject, StrCat("policy \"", stmt.subname, "\" for table \"",
                                                     key.name, "\" does not exist"));
  }
  RenamePart(cx, id, stmt.newname, cx.Origin());
}

Name RequireTargetSchema(const Context& cx, std::string_view schema) {
  return RequireSchema(cx, schema);
}

void CheckMove(Name from, Name to) {
  if (from == kTemporarySchema || to == kTemporarySchema) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "cannot move objects into or out of temporary schemas");
  }
}

void SetSchemaOfType(Context& cx, const ast::AlterObjectSchemaStmt& stmt) {
  const bool domain = stmt.objectType == ast::ObjectType::OBJECT_DOMAIN;
  ObjectId range = kNoObject;
  const ObjectId id = RequireAlterableType(cx, NameList(stmt.object), domain, &range);
  if (range != kNoObject) throw NotModelled("moving a multirange type apart from its range type");
  const Name schema = RequireTargetSchema(cx, stmt.newschema);
  const ObjectKey key = cx.catalog.Get(id).key;
  if (schema == key.schema) return;
  CheckMove(key.schema, schema);
  try {
    CheckNewTypeName(cx, schema, key.name);
  } catch (const PgError&) {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("type \"", key.name, "\" already exists in schema \"", schema, "\""));
  }
  if (key.kind == KindOf<CompositeType> && RelationIn(cx.catalog, schema, key.name) != kNoObject) {
    throw PgError(sqlstate::kDuplicateTable,
                  StrCat("relation \"", key.name, "\" already exists in schema \"", schema, "\""));
  }
  MoveObject(cx, id, schema, key.name, cx.Origin());
}

void SetSchemaOfRoutine(Context& cx, const ast::AlterObjectSchemaStmt& stmt) {
  const ObjectId id =
      RequireOwnRoutine(cx, stmt.objectType, *ast::Cast<ast::ObjectWithArgs>(stmt.object));
  const Name schema = RequireTargetSchema(cx, stmt.newschema);
  const ObjectKey key = cx.catalog.Get(id).key;
  if (schema == key.schema) return;
  CheckMove(key.schema, schema);
  CheckNewRoutineName(cx, key, schema, key.name);
  MoveObject(cx, id, schema, key.name, cx.Origin());
}

void SetSchemaOfExtension(Context& cx, const ast::AlterObjectSchemaStmt& stmt) {
  const std::string_view name = ast::Cast<ast::String>(stmt.object)->sval;
  const ObjectId id = cx.catalog.IdOf(KeyFor<Extension>(name));
  if (id == kNoObject) {
    throw PgError(sqlstate::kUndefinedObject, StrCat("extension \"", name, "\" does not exist"));
  }
  const Name schema = RequireTargetSchema(cx, stmt.newschema);
  const Name from = cx.catalog.Get(id).As<Extension>().schema;
  if (from == schema) return;
  const ExtensionFacts* facts = cx.catalog.extensions().Find(name);
  if (facts != nullptr && !facts->relocatable) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("extension \"", name, "\" does not support SET SCHEMA"));
  }
  MoveExtension(cx, id, schema, cx.Origin());
}

namespace {

// Relations; kNoObject where IF EXISTS finds none.
ObjectId RelationOf(Context& cx, ast::ObjectType type, const ast::RangeVar& name, bool missing_ok) {
  const ObjectId id = missing_ok ? FindRelation(cx, name) : RequireRelation(cx, name);
  if (id != kNoObject && type != ast::ObjectType::OBJECT_TABLE) CheckRelationType(cx, id, type);
  return id;
}

}  // namespace

namespace {

// One of the server itself, or of an extension, can be renamed, too.
ObjectId RequireOwn(Context& cx, ast::ObjectType type, const ast::Node& name) {
  const ObjectId id = FindOwnObject(cx, type, name);
  if (id != kNoObject) return id;
  throw NotModelled("a change of an object that is the server's own, or an extension's");
}

void CheckFree(const Context& cx, ObjectKey key, Name schema, Name name) {
  const bool moved = key.schema != schema;
  key.schema = schema;
  key.name = name;
  bool taken = cx.catalog.Find(key) != nullptr;
  if (key.kind == KindOf<Language>) {
    taken = taken || name == "sql" || name == "c" || name == "internal" ||
            cx.catalog.Find(KeyFor<Extension>(name)) != nullptr;
  }
  if (!taken) return;
  const bool op = key.kind == KindOf<Operator>;
  throw PgError(op ? sqlstate::kDuplicateFunction : sqlstate::kDuplicateObject,
                StrCat(KindName(key.kind), " \"", name, "\" already exists",
                       moved ? StrCat(" in schema \"", schema, "\"") : std::string()));
}

void RenameNamedObject(Context& cx, const ast::RenameStmt& stmt) {
  const ObjectId id = RequireOwn(cx, stmt.renameType, *stmt.object);
  const ObjectKey key = cx.catalog.Get(id).key;
  CheckFree(cx, key, key.schema, stmt.newname);
  MoveObject(cx, id, key.schema, stmt.newname, cx.Origin());
}

void SetSchemaOfNamedObject(Context& cx, const ast::AlterObjectSchemaStmt& stmt) {
  const ObjectId id = RequireOwn(cx, stmt.objectType, *stmt.object);
  const Name schema = RequireTargetSchema(cx, stmt.newschema);
  const ObjectKey key = cx.catalog.Get(id).key;
  if (schema == key.schema) return;
  CheckMove(key.schema, schema);
  CheckFree(cx, key, schema, key.name);
  MoveObject(cx, id, schema, key.name, cx.Origin());
}

}  // namespace

void RenameStatement(Context& cx, const ast::RenameStmt& stmt) {
  using ast::ObjectType;
  switch (stmt.renameType) {
    case ObjectType::OBJECT_ROLE:
      return RenameRole(cx, stmt);
    case ObjectType::OBJECT_SCHEMA:
      return RenameSchema(cx, stmt);
    case ObjectType::OBJECT_TYPE:
    case ObjectType::OBJECT_DOMAIN:
      return RenameType(cx, stmt);
    case ObjectType::OBJECT_ATTRIBUTE:
      return RenameAttribute(cx, stmt);
    case ObjectType::OBJECT_DOMCONSTRAINT:
      return RenameDomainConstraint(cx, stmt);
    case ObjectType::OBJECT_FUNCTION:
    case ObjectType::OBJECT_PROCEDURE:
    case ObjectType::OBJECT_ROUTINE:
    case ObjectType::OBJECT_AGGREGATE:
      return RenameRoutine(cx, stmt);
    case ObjectType::OBJECT_TRIGGER:
      return RenameTrigger(cx, stmt);
    case ObjectType::OBJECT_RULE:
      return RenameRule(cx, stmt);
    case ObjectType::OBJECT_POLICY:
      return RenamePolicy(cx, stmt);
    case ObjectType::OBJECT_EVENT_TRIGGER:
      return RenameEventTrigger(cx, stmt);
    case ObjectType::OBJECT_FDW:
      return RenameForeignDataWrapper(cx, stmt);
    case ObjectType::OBJECT_FOREIGN_SERVER:
      return RenameForeignServer(cx, stmt);
    case ObjectType::OBJECT_PUBLICATION:
      return RenamePublication(cx, stmt);
    case ObjectType::OBJECT_SUBSCRIPTION:
      return RenameSubscription(cx, stmt);
    case ObjectType::OBJECT_STATISTIC_EXT:
      return RenameStatistics(cx, stmt);
    case ObjectType::OBJECT_COLLATION:
    case ObjectType::OBJECT_CONVERSION:
    case ObjectType::OBJECT_OPCLASS:
    case ObjectType::OBJECT_OPFAMILY:
    case ObjectType::OBJECT_TSPARSER:
    case ObjectType::OBJECT_TSTEMPLATE:
    case ObjectType::OBJECT_TSDICTIONARY:
    case ObjectType::OBJECT_TSCONFIGURATION:
    case ObjectType::OBJECT_LANGUAGE:
      return RenameNamedObject(cx, stmt);
    default:
      break;
  }
  if (stmt.renameType == ObjectType::OBJECT_TABLESPACE) return RenameTablespace(cx, stmt);
  if (stmt.renameType == ObjectType::OBJECT_DATABASE) {
    return cx.CountUncompared("databases and their settings are not compared");
  }
  const bool column = stmt.renameType == ObjectType::OBJECT_COLUMN;
  const bool constraint = stmt.renameType == ObjectType::OBJECT_TABCONSTRAINT;
  if (stmt.relation == nullptr) throw NotModelled("this form of ALTER ... RENAME");
  // Of columns, and with ALTER INDEX, the server does not look what the relation is.
  const bool any_word = column || stmt.renameType == ObjectType::OBJECT_INDEX;
  const ObjectId id =
      RelationOf(cx, constraint || any_word ? ObjectType::OBJECT_TABLE : stmt.renameType,
                 *stmt.relation, stmt.missing_ok);
  if (id == kNoObject) return;
  if (constraint) {
    RenameRelationConstraint(cx, id, stmt);
  } else if (column) {
    RenameRelationColumn(cx, id, stmt);
  } else {
    RenameRelation(cx, id, stmt);
  }
}

void SetSchemaStatement(Context& cx, const ast::AlterObjectSchemaStmt& stmt) {
  using ast::ObjectType;
  switch (stmt.objectType) {
    case ObjectType::OBJECT_TYPE:
    case ObjectType::OBJECT_DOMAIN:
      return SetSchemaOfType(cx, stmt);
    case ObjectType::OBJECT_FUNCTION:
    case ObjectType::OBJECT_PROCEDURE:
    case ObjectType::OBJECT_ROUTINE:
    case ObjectType::OBJECT_AGGREGATE:
      return SetSchemaOfRoutine(cx, stmt);
    case ObjectType::OBJECT_EXTENSION:
      return SetSchemaOfExtension(cx, stmt);
    case ObjectType::OBJECT_STATISTIC_EXT:
      return SetSchemaOfStatistics(cx, stmt);
    case ObjectType::OBJECT_COLLATION:
    case ObjectType::OBJECT_CONVERSION:
    case ObjectType::OBJECT_OPERATOR:
    case ObjectType::OBJECT_OPCLASS:
    case ObjectType::OBJECT_OPFAMILY:
    case ObjectType::OBJECT_TSPARSER:
    case ObjectType::OBJECT_TSTEMPLATE:
    case ObjectType::OBJECT_TSDICTIONARY:
    case ObjectType::OBJECT_TSCONFIGURATION:
      return SetSchemaOfNamedObject(cx, stmt);
    default:
      break;
  }
  if (stmt.relation == nullptr) throw NotModelled("this form of ALTER ... SET SCHEMA");
  const ObjectId id = RelationOf(cx, stmt.objectType, *stmt.relation, stmt.missing_ok);
  if (id == kNoObject) return;
  SetSchemaOfRelation(cx, id, RequireTargetSchema(cx, stmt.newschema));
}

}  // namespace schemadiff::replay
