#include "engine/replay/lookup.h"

#include <algorithm>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/replay/extension_lookup.h"
#include "engine/replay/settings.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

StatedName::StatedName(const ast::RangeVar& range)
    : schema(range.schemaname), name(range.relname), location(range.location) {
  if (range.relpersistence == "t" && schema.empty()) schema = kTemporarySchema;
}

StatedName::StatedName(const ast::List& names, int32_t location_in) : location(location_in) {
  const std::vector<std::string_view> parts = Strings(names);
  if (parts.empty()) return;
  name = parts.back();
  if (parts.size() > 1) schema = parts[parts.size() - 2];
}

std::string StatedName::ToString() const {
  return schema.empty() ? std::string(name) : StrCat(schema, ".", name);
}

namespace {

// Whether an installed extension made the schema; *perhaps: or one may have of which not all is
// known.
bool IsSchemaOfExtension(const Context& cx, Name schema, bool* perhaps) {
  bool found = false;
  *perhaps = false;
  const Extensions& known = cx.catalog.extensions();
  cx.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    const Name name = cx.catalog.Get(id).key.name;
    found = found || !known.Members(name, "schema", schema).empty();
    const ExtensionFacts* facts = known.Find(name);
    *perhaps = *perhaps || facts == nullptr || !facts->complete;
  });
  return found;
}

}  // namespace

bool SchemaExists(const Context& cx, Name schema) {
  bool perhaps = false;
  static const Name kPgCatalog = "pg_catalog";
  static const Name kInformationSchema = "information_schema";
  static const Name kTemporary = kTemporarySchema;
  return schema == kPgCatalog || schema == kInformationSchema || schema == kTemporary ||
         cx.catalog.Find(KeyFor<Schema>(schema)) != nullptr ||
         IsSchemaOfExtension(cx, schema, &perhaps);
}

Name RequireSchema(const Context& cx, std::string_view schema, int32_t location) {
  if (!SchemaExists(cx, schema)) {
    if (cx.catalog.UnknownReason(KeyFor<Schema>(schema)) != nullptr) {
      throw FollowsUnknown(StrCat("schema \"", schema, "\" is not known"), location);
    }
    bool perhaps = false;
    IsSchemaOfExtension(cx, schema, &perhaps);
    if (perhaps) {
      throw NotModelled(StrCat("schema \"", schema, "\" does not exist, or an extension made it"),
                        location);
    }
    throw PgError(sqlstate::kUndefinedSchema, StrCat("schema \"", schema, "\" does not exist"),
                  location);
  }
  return schema;
}

namespace {

// The setting, which must be known, with "$user" put in and what does not exist left out.
std::vector<Name> StatedPath(const Context& cx) {
  RequireSearchPath(cx);
  std::vector<Name> path;
  path.reserve(cx.session.settings().search_path.size() + 2);  // and what is implicit
  for (const std::string& entry : cx.session.settings().search_path) {
    const Name schema = entry == "$user" ? Name(CurrentUser(cx)) : Name(entry);
    if (!schema.empty() && SchemaExists(cx, schema)) path.push_back(schema);
  }
  return path;
}

}  // namespace

std::vector<Name> SearchPath(const Context& cx) {
  static const Name kImplicit[] = {"pg_catalog", kTemporarySchema};
  std::vector<Name> path = StatedPath(cx);
  for (const Name implicit : kImplicit) {
    if (std::ranges::find(path, implicit) == path.end()) path.insert(path.begin(), implicit);
  }
  return path;
}

Name CreationSchema(const Context& cx, const StatedName& name, bool temporary) {
  if (temporary) {
    if (!name.schema.empty() && name.schema != kTemporarySchema) {
      throw PgError(sqlstate::kInvalidTableDefinition,
                    "cannot create temporary relation in non-temporary schema", name.location);
    }
    return kTemporarySchema;
  }
  if (!name.schema.empty()) {
    RequireSchema(cx, name.schema, name.location);
    if (name.schema == "pg_catalog") {
      throw PgError("42501", "permission denied to create in schema \"pg_catalog\"", name.location);
    }
    return name.schema;
  }
  const std::vector<Name> path = StatedPath(cx);
  if (path.empty()) {
    const std::vector<std::string>& stated = cx.session.settings().search_path;
    if (CurrentUser(cx).empty() && std::ranges::find(stated, "$user") != stated.end()) {
      throw NotModelled("which schema the current role has", name.location);
    }
    throw PgError(sqlstate::kUndefinedSchema, "no schema has been selected to create in",
                  name.location);
  }
  return path.front();
}

bool IsRelation(const Object& object) {
  if (const auto* constraint = object.TryAs<Constraint>()) {
    return constraint->type == ConstraintType::kPrimaryKey ||
           constraint->type == ConstraintType::kUnique ||
           constraint->type == ConstraintType::kExclusion;
  }
  const Kind kind = object.key.kind;
  return kind == KindOf<Table> || kind == KindOf<View> || kind == KindOf<MaterializedView> ||
         kind == KindOf<Index> || kind == KindOf<Sequence> || kind == KindOf<CompositeType>;
}

ObjectId RelationIn(const Catalog& catalog, Name schema, Name name) {
  return catalog.FindNamed(schema, name, [&](ObjectId id) { return IsRelation(catalog.Get(id)); });
}

namespace {

void ThrowIfUnknown(const Context& cx, Name schema, const StatedName& name) {
  if (cx.catalog.unknown().empty()) return;
  for (const Kind kind : {KindOf<Table>, KindOf<View>, KindOf<MaterializedView>, KindOf<Sequence>,
                          KindOf<Index>, KindOf<CompositeType>}) {
    const ObjectKey key{kind, kNoKind, schema, {}, name.name, {}};
    if (cx.catalog.UnknownReason(key) != nullptr) {
      throw FollowsUnknown(StrCat("relation \"", name.ToString(), "\" is not known"),
                           name.location);
    }
  }
}

}  // namespace

ObjectId FindRelation(const Context& cx, const StatedName& name) {
  std::vector<Name> path;
  if (name.schema.empty()) {
    path = SearchPath(cx);
  } else {
    path.emplace_back(name.schema);
  }
  const Name relation = name.name;
  for (const Name schema : path) {
    const ObjectId id = RelationIn(cx.catalog, schema, relation);
    if (id != kNoObject) return id;
    ThrowIfUnknown(cx, schema, name);
    if ((schema == "pg_catalog" || schema == "information_schema") &&
        cx.builtins.FindRelation(schema, name.name) != nullptr) {
      throw NotModelled(StrCat("use of the system relation \"", name.ToString(), "\""),
                        name.location);
    }
    if (schema == kTemporarySchema && cx.session.gone_temporary_relations.contains(name.name)) {
      throw NotModelled(
          StrCat("relation \"", name.name, "\" may be a temporary one of an earlier script"),
          name.location);
    }
  }
  const ExtensionMember* member = nullptr;
  const ObjectId extension = FindExtensionOf(cx, name.schema, "relation", name.name, &member);
  // Of the extensions that something is known of, all relations are known.
  if (extension != kNoObject &&
      (member != nullptr ||
       cx.catalog.extensions().Find(cx.catalog.Get(extension).key.name) == nullptr)) {
    throw NotModelled(StrCat("relation \"", name.ToString(), "\" may be one of extension \"",
                             cx.catalog.Get(extension).key.name, "\""),
                      name.location);
  }
  return kNoObject;
}

ObjectId RequireRelation(const Context& cx, const StatedName& name) {
  const ObjectId id = FindRelation(cx, name);
  if (id == kNoObject) {
    throw PgError(sqlstate::kUndefinedTable,
                  StrCat("relation \"", name.ToString(), "\" does not exist"), name.location);
  }
  return id;
}

bool ConstraintNameInSchema(const Context& cx, Name schema, std::string_view name) {
  return cx.catalog.FindNamed(schema, name, [&](ObjectId id) {
    const Object& object = cx.catalog.Get(id);
    if (const auto* trigger = object.TryAs<Trigger>()) return trigger->constraint;
    return object.key.kind == KindOf<Constraint>;
  }) != kNoObject;
}

ObjectId FindConstraint(const Catalog& catalog, ObjectId relation, std::string_view name) {
  const ObjectKey& key = catalog.Get(relation).key;
  return catalog.IdOf(KeyFor<Constraint>(key.schema, key.name, name));
}

ObjectId TypeIn(const Catalog& catalog, Name schema, Name name) {
  return catalog.FindNamed(schema, name, [&](ObjectId id) {
    const Kind kind = catalog.Get(id).key.kind;
    return kind == KindOf<EnumType> || kind == KindOf<Domain> || kind == KindOf<CompositeType> ||
           kind == KindOf<RangeType> || kind == KindOf<ScalarType> || kind == KindOf<Table> ||
           kind == KindOf<View> || kind == KindOf<MaterializedView>;
  });
}

void CheckNewRelationName(const Context& cx, Name schema, Name name, bool makes_type,
                          int32_t location) {
  if (RelationIn(cx.catalog, schema, name) != kNoObject) {
    throw PgError(sqlstate::kDuplicateTable, StrCat("relation \"", name, "\" already exists"),
                  location);
  }
  if (makes_type && TypeIn(cx.catalog, schema, name) != kNoObject) {
    throw PgError(sqlstate::kDuplicateObject, StrCat("type \"", name, "\" already exists"),
                  location);
  }
}

}  // namespace schemadiff::replay
