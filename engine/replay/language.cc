// CREATE LANGUAGE, CREATE TRANSFORM, CREATE ACCESS METHOD, ALTER ... DEPENDS ON EXTENSION.
//
// Facts from proclang.c, functioncmds.c (CreateTransform), amcmds.c and alter.c of the server's
// source.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/handlers.h"
#include "engine/replay/named_object.h"
#include "engine/replay/object_address.h"
#include "engine/replay/relation.h"
#include "engine/replay/routine.h"
#include "engine/replay/store.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

TypeRef PgType(std::string_view name) { return {"pg_catalog", Name(name), {}, false}; }

// Whether the name is taken by a language of the server, or of an extension.
bool IsForeignLanguage(const Context& cx, std::string_view name) {
  bool taken = name == "sql" || name == "c" || name == "internal";
  cx.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    const Name extension = cx.catalog.Get(id).key.name;
    taken = taken || extension == name ||
            !cx.catalog.extensions().Members(extension, "language", name).empty();
  });
  return taken;
}

}  // namespace

void CreateLanguage(Context& cx, const ast::CreatePLangStmt& stmt) {
  Language language;
  language.trusted = stmt.pltrusted;
  std::vector<Routine> routines = {RequireFunction(cx, stmt.plhandler, {})};
  if (routines[0].result != PgType("language_handler")) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("function ", NameListToString(stmt.plhandler),
                                                     " must return type language_handler"));
  }
  language.handler = routines[0].name;
  if (!stmt.plinline.empty()) {
    routines.push_back(RequireFunction(cx, stmt.plinline, {PgType("internal")}));
    language.inline_handler = routines.back().name;
  }
  if (!stmt.plvalidator.empty()) {
    routines.push_back(RequireFunction(cx, stmt.plvalidator, {PgType("oid")}));
    language.validator = routines.back().name;
  }
  const ObjectKey key = KeyFor<Language>(stmt.plname);
  ObjectId id = cx.catalog.IdOf(key);
  const bool foreign = id == kNoObject && IsForeignLanguage(cx, stmt.plname);
  if ((id != kNoObject || foreign) && !stmt.replace) {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("language \"", stmt.plname, "\" already exists"));
  }
  if (foreign) throw NotModelled("a language of an extension that is replaced");
  if (id == kNoObject) {
    id = cx.catalog.Create(key, language, kNoObject, cx.Origin());
  } else {
    Store(cx, id, language, cx.Origin());
    cx.catalog.RemoveDependencies(id);
  }
  for (const Routine& routine : routines) DependOn(cx, id, routine.object, routine.extension);
}

namespace {

void CheckTransformFunction(const Routine& routine, std::string_view which, const TypeRef& result) {
  const auto refuse = [](const std::string& message) {
    throw PgError(sqlstate::kInvalidObjectDefinition, message);
  };
  if (routine.volatility == 'v') refuse("transform function must not be volatile");
  if (routine.kind != 'f') refuse("transform function must be a normal function");
  if (routine.returns_set) refuse("transform function must not return a set");
  if (routine.inputs.size() != 1) refuse("transform function must take one argument");
  if (routine.inputs[0] != PgType("internal")) {
    refuse("first argument of transform function must be type internal");
  }
  if (routine.result.schema != result.schema || routine.result.name != result.name) {
    refuse(StrCat("return data type of ", which, " function must be ",
                  result.name == "internal" ? std::string("internal")
                                            : std::string("the transform data type")));
  }
}

}  // namespace

void CreateTransform(Context& cx, const ast::CreateTransformStmt& stmt) {
  ResolvedType type = ResolveType(cx, *stmt.type_name);
  type.ref.modifiers = {};
  const char kind = TypeKind(cx, type);
  if (kind == 'p' || kind == 'd') {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("data type ", TypeText(cx, type.ref),
                         kind == 'p' ? " is a pseudo-type" : " is a domain"));
  }
  ObjectId language = cx.catalog.IdOf(KeyFor<Language>(stmt.lang));
  ObjectId extension = kNoObject;
  if (language == kNoObject) {
    if (!IsForeignLanguage(cx, stmt.lang)) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("language \"", stmt.lang, "\" does not exist"));
    }
    extension = cx.catalog.IdOf(KeyFor<Extension>(stmt.lang));
  }
  Transform transform;
  transform.type = type.ref;
  transform.language = stmt.lang;
  std::vector<Routine> routines;
  const auto find = [&](const ast::ObjectWithArgs& name, std::string_view which,
                        const TypeRef& result) {
    routines.push_back(
        *FindRoutine(cx, ast::ObjectType::OBJECT_FUNCTION, name, /*missing_ok=*/false));
    CheckTransformFunction(routines.back(), which, result);
    return routines.back().name;
  };
  if (stmt.fromsql != nullptr) {
    transform.from_sql = find(*stmt.fromsql, "FROM SQL", PgType("internal"));
  }
  if (stmt.tosql != nullptr) transform.to_sql = find(*stmt.tosql, "TO SQL", type.ref);
  const ObjectKey key = TransformKey(transform.type, transform.language);
  ObjectId id = cx.catalog.IdOf(key);
  if (id != kNoObject && !stmt.replace) {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("transform for type ", TypeText(cx, type.ref), " language \"", stmt.lang,
                         "\" already exists"));
  }
  if (id == kNoObject) {
    id = cx.catalog.Create(key, transform, kNoObject, cx.Origin());
  } else {
    Store(cx, id, transform, cx.Origin());
    cx.catalog.RemoveDependencies(id);
  }
  DependOn(cx, id, language, extension);
  DependOnType(cx, id, type.ref);
  for (const Routine& routine : routines) DependOn(cx, id, routine.object, routine.extension);
}

void CreateAccessMethod(Context& cx, const ast::CreateAmStmt& stmt) {
  const ObjectKey key = KeyFor<AccessMethod>(stmt.amname);
  if (cx.catalog.Find(key) != nullptr || cx.builtins.AccessMethodKind(stmt.amname) != 0) {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("access method \"", stmt.amname, "\" already exists"));
  }
  AccessMethod method;
  const bool table = stmt.amtype == "t";
  method.type = table ? AccessMethodType::kTable : AccessMethodType::kIndex;
  const Routine handler = RequireFunction(cx, stmt.handler_name, {PgType("internal")});
  const std::string_view result = table ? "table_am_handler" : "index_am_handler";
  if (handler.result != PgType(result)) {
    throw PgError(
        sqlstate::kWrongObjectType,
        StrCat("function ", NameListToString(stmt.handler_name), " must return type ", result));
  }
  method.handler = handler.name;
  const ObjectId id = cx.catalog.Create(key, method, kNoObject, cx.Origin());
  DependOn(cx, id, handler.object, handler.extension);
}

namespace {

ObjectId DependentObject(Context& cx, const ast::AlterObjectDependsStmt& stmt) {
  if (stmt.relation == nullptr) return FindObject(cx, stmt.objectType, *stmt.object, false);
  const ObjectId relation = RequireRelation(cx, *stmt.relation);
  if (stmt.object == nullptr) return relation;
  const ObjectKey& key = cx.catalog.Get(relation).key;
  const Name name = Strings(ast::Cast<ast::ListNode>(stmt.object)->items).back();
  const ObjectId id = cx.catalog.IdOf(KeyFor<Trigger>(key.schema, key.name, name));
  if (id == kNoObject) {
    throw PgError(sqlstate::kUndefinedObject,
                  StrCat("trigger \"", name, "\" for table \"", key.name, "\" does not exist"));
  }
  return id;
}

}  // namespace

void DependsOnExtension(Context& cx, const ast::AlterObjectDependsStmt& stmt) {
  const ObjectId id = DependentObject(cx, stmt);
  const ObjectId extension =
      FindObject(cx, ast::ObjectType::OBJECT_EXTENSION, *stmt.extname, false);
  const Name name = cx.catalog.Get(extension).key.name;
  const ObjectKey key = ExtensionDependencyKey(cx.catalog.Get(id).key);
  const ObjectId held = cx.catalog.IdOf(key);
  std::vector<Name> names;
  if (held != kNoObject) names = cx.catalog.Get(held).As<ExtensionDependency>().extensions;
  const auto found = std::ranges::find(names, name);
  if ((found != names.end()) == !stmt.remove) return;  // it changes nothing
  if (!stmt.remove) {
    names.push_back(name);
    std::ranges::sort(names);
    cx.catalog.AddDependency(id, extension, DependencyType::kAuto);
  } else {
    names.erase(found);
    const Dependency edge{extension, DependencyType::kAuto, {}};
    const std::vector<Dependency> edges(cx.catalog.References(id).begin(),
                                        cx.catalog.References(id).end());
    cx.catalog.RemoveDependencies(id);
    for (const Dependency& other : edges) {
      if (other != edge) cx.catalog.AddDependency(id, other.object, other.type, other.column);
    }
  }
  if (names.empty()) {
    cx.catalog.Drop(held, cx.Origin());
  } else if (held != kNoObject) {
    cx.catalog.Set(held, &ExtensionDependency::extensions, std::move(names), cx.Origin());
  } else {
    cx.catalog.Create(key, ExtensionDependency{std::move(names)}, id, cx.Origin());
  }
}

}  // namespace schemadiff::replay
