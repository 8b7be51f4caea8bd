// CREATE and ALTER FOREIGN DATA WRAPPER and SERVER, IMPORT FOREIGN SCHEMA. User mappings are in
// user_mapping.cc, the options of all of them in generic_options.cc.
//
// Facts from foreigncmds.c of the server's source.
#include "engine/replay/foreign_data.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/pg/extensions.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/global_object.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/move_object.h"
#include "engine/replay/rename.h"
#include "engine/replay/routine.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

Routine FindWrapperFunction(const Context& cx, const ast::DefElem& element) {
  if (element.arg == nullptr) return {};  // NO HANDLER, NO VALIDATOR
  const ast::List& name = ast::Cast<ast::ListNode>(element.arg)->items;
  if (element.defname == "validator") {
    return RequireFunction(cx, name,
                           {{"pg_catalog", "text", {}, true}, {"pg_catalog", "oid", {}, false}});
  }
  Routine routine = RequireFunction(cx, name, {});
  if (routine.result != TypeRef{"pg_catalog", "fdw_handler", {}, false}) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("function ", NameListToString(name), " must return type fdw_handler"));
  }
  return routine;
}

// HANDLER and VALIDATOR of a wrapper; nothing for what is not said, an empty name for NO ...
struct WrapperFunctions {
  std::optional<Routine> handler;
  std::optional<Routine> validator;

  bool empty() const { return !handler && !validator; }
};

WrapperFunctions ReadFunctions(const Context& cx, const ast::List& list) {
  WrapperFunctions functions;
  for (const ast::Node* node : list) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    std::optional<Routine>& function =
        element.defname == "handler" ? functions.handler : functions.validator;
    if (function) ThrowConflictingOption(element);
    function = FindWrapperFunction(cx, element);
  }
  return functions;
}

// Edges to the functions that the wrapper has now: those that are stated, and those that stay.
void DependOnFunctions(Context& cx, ObjectId id, const WrapperFunctions& functions) {
  Catalog& catalog = cx.catalog;
  const auto wrapper = catalog.Get(id).As<ForeignDataWrapper>();
  const std::vector<Dependency> before(catalog.References(id).begin(),
                                       catalog.References(id).end());
  catalog.RemoveDependencies(id);
  const auto depend = [&](const std::optional<Routine>& stated, const QualifiedName& name) {
    if (stated) {
      if (stated->object != kNoObject) catalog.AddDependency(id, stated->object);
      if (stated->extension != kNoObject) catalog.AddDependency(id, stated->extension);
      return;
    }
    for (const Dependency& edge : before) {
      const ObjectKey& key = catalog.Get(edge.object).key;
      const auto* extension = catalog.Get(edge.object).TryAs<Extension>();
      if ((key.schema == name.schema && key.name == name.name) ||
          (extension != nullptr && extension->schema == name.schema)) {
        catalog.AddDependency(id, edge.object);
      }
    }
  };
  depend(functions.handler, wrapper.handler);
  depend(functions.validator, wrapper.validator);
}

// Where no wrapper of the catalog has the name.
ObjectId ExtensionOfWrapper(const Context& cx, std::string_view name) {
  ObjectId found = kNoObject;
  std::string perhaps;
  cx.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    const Name extension = cx.catalog.Get(id).key.name;
    const Extensions& known = cx.catalog.extensions();
    const ExtensionFacts* facts = known.Find(extension);
    if (!known.Members(extension, "foreign-data wrapper", name).empty()) {
      found = id;
    } else if (facts == nullptr || !facts->complete) {
      perhaps = extension.str();
    }
  });
  if (found == kNoObject && !perhaps.empty()) {
    throw NotModelled(StrCat("whether extension \"", perhaps,
                             "\" brings the foreign-data wrapper \"", name, "\""));
  }
  return found;
}

}  // namespace

WrapperFacts RequireWrapper(const Context& cx, std::string_view name) {
  WrapperFacts facts;
  facts.object = FindGlobal<ForeignDataWrapper>(cx, name);
  if (facts.object != kNoObject) {
    facts.validator = cx.catalog.Get(facts.object).As<ForeignDataWrapper>().validator;
    return facts;
  }
  facts.extension = ExtensionOfWrapper(cx, name);
  if (facts.extension != kNoObject) return facts;
  throw PgError(sqlstate::kUndefinedObject,
                StrCat("foreign-data wrapper \"", name, "\" does not exist"));
}

ObjectId RequireServer(const Context& cx, std::string_view name) {
  return RequireGlobal<ForeignServer>(cx, name);
}

WrapperFacts WrapperOf(const Context& cx, ObjectId server) {
  return RequireWrapper(cx, cx.catalog.Get(server).As<ForeignServer>().wrapper);
}

void CreateForeignDataWrapper(Context& cx, const ast::CreateFdwStmt& stmt) {
  CheckNoGlobal<ForeignDataWrapper>(cx, stmt.fdwname);
  const WrapperFunctions functions = ReadFunctions(cx, stmt.func_options);
  ForeignDataWrapper wrapper;
  if (functions.handler) wrapper.handler = functions.handler->name;
  if (functions.validator) wrapper.validator = functions.validator->name;
  ApplyGenericOptions(stmt.options, wrapper.validator, GenericOptionsOf::kWrapper,
                      &wrapper.options);
  const ObjectId id = cx.catalog.Create(KeyFor<ForeignDataWrapper>(stmt.fdwname),
                                        std::move(wrapper), kNoObject, cx.Origin());
  DependOnFunctions(cx, id, functions);
}

void AlterForeignDataWrapper(Context& cx, const ast::AlterFdwStmt& stmt) {
  const ObjectId id = RequireGlobal<ForeignDataWrapper>(cx, stmt.fdwname);
  const WrapperFunctions functions = ReadFunctions(cx, stmt.func_options);
  ForeignDataWrapper after = cx.catalog.Get(id).As<ForeignDataWrapper>();
  const ForeignDataWrapper before = after;
  if (functions.handler) after.handler = functions.handler->name;
  if (functions.validator) after.validator = functions.validator->name;
  ApplyGenericOptions(stmt.options, after.validator, GenericOptionsOf::kWrapper, &after.options);
  const OriginId origin = cx.Origin();
  if (after.handler != before.handler) {
    cx.catalog.Set(id, &ForeignDataWrapper::handler, after.handler, origin);
  }
  if (after.validator != before.validator) {
    cx.catalog.Set(id, &ForeignDataWrapper::validator, after.validator, origin);
  }
  if (after.options != before.options) {
    cx.catalog.Set(id, &ForeignDataWrapper::options, std::move(after.options), origin);
  }
  if (!functions.empty()) DependOnFunctions(cx, id, functions);
}

void CreateForeignServer(Context& cx, const ast::CreateForeignServerStmt& stmt) {
  if (stmt.if_not_exists && FindGlobal<ForeignServer>(cx, stmt.servername) != kNoObject) return;
  CheckNoGlobal<ForeignServer>(cx, stmt.servername);
  const WrapperFacts wrapper = RequireWrapper(cx, stmt.fdwname);
  ForeignServer server;
  server.wrapper = Name(stmt.fdwname);
  server.type = std::string(stmt.servertype);
  server.version = std::string(stmt.version);
  ApplyGenericOptions(stmt.options, wrapper.validator, GenericOptionsOf::kServer, &server.options);
  const ObjectId id = cx.catalog.Create(KeyFor<ForeignServer>(stmt.servername), std::move(server),
                                        kNoObject, cx.Origin());
  cx.catalog.AddDependency(id, wrapper.object != kNoObject ? wrapper.object : wrapper.extension);
}

void AlterForeignServer(Context& cx, const ast::AlterForeignServerStmt& stmt) {
  const ObjectId id = RequireServer(cx, stmt.servername);
  const auto before = cx.catalog.Get(id).As<ForeignServer>();
  Options options = before.options;
  ApplyGenericOptions(stmt.options, WrapperOf(cx, id).validator, GenericOptionsOf::kServer,
                      &options);
  const OriginId origin = cx.Origin();
  if (stmt.has_version && before.version != stmt.version) {
    cx.catalog.Set(id, &ForeignServer::version, std::string(stmt.version), origin);
  }
  if (options != before.options) {
    cx.catalog.Set(id, &ForeignServer::options, std::move(options), origin);
  }
}

namespace {

std::vector<ObjectId> DependentsOf(const Catalog& catalog, ObjectId id) {
  std::vector<ObjectId> ids;
  for (const Dependency& dependent : catalog.Dependents(id)) ids.push_back(dependent.object);
  return ids;
}

}  // namespace

void RenameForeignDataWrapper(Context& cx, const ast::RenameStmt& stmt) {
  Catalog& catalog = cx.catalog;
  const ObjectId id =
      RequireGlobal<ForeignDataWrapper>(cx, ast::Cast<ast::String>(stmt.object)->sval);
  CheckNoGlobal<ForeignDataWrapper>(cx, stmt.newname);
  for (const ObjectId dependent : DependentsOf(catalog, id)) {
    if (catalog.Get(dependent).TryAs<ForeignServer>() != nullptr) {
      catalog.Edit<ForeignServer>(dependent).wrapper = Name(stmt.newname);
    }
  }
  RekeyWithComment(cx, id, KeyFor<ForeignDataWrapper>(stmt.newname), cx.Origin());
}

void ImportForeignSchema(Context& cx, const ast::ImportForeignSchemaStmt& stmt) {
  const ObjectId server = RequireServer(cx, stmt.server_name);
  RequireSchema(cx, stmt.local_schema);
  const WrapperFacts wrapper = WrapperOf(cx, server);
  if (wrapper.object != kNoObject) {
    const Object& object = cx.catalog.Get(wrapper.object);
    if (object.As<ForeignDataWrapper>().handler.empty()) {
      throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                    StrCat("foreign-data wrapper \"", object.key.name, "\" has no handler"));
    }
  }
  throw NotModelled("which foreign tables IMPORT FOREIGN SCHEMA makes");
}

void RenameForeignServer(Context& cx, const ast::RenameStmt& stmt) {
  Catalog& catalog = cx.catalog;
  const ObjectId id = RequireServer(cx, ast::Cast<ast::String>(stmt.object)->sval);
  CheckNoGlobal<ForeignServer>(cx, stmt.newname);
  for (const ObjectId dependent : DependentsOf(catalog, id)) {
    const Object& object = catalog.Get(dependent);
    if (object.TryAs<Table>() != nullptr) {
      catalog.Edit<Table>(dependent).server = Name(stmt.newname);
    } else if (object.TryAs<UserMapping>() != nullptr) {
      ObjectKey key = object.key;
      key.table = stmt.newname;
      catalog.Rekey(dependent, key, object.origin);
    }
  }
  RekeyWithComment(cx, id, KeyFor<ForeignServer>(stmt.newname), cx.Origin());
}

}  // namespace schemadiff::replay
