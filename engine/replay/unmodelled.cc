#include "engine/replay/unmodelled.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/unmodelled.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/object_address.h"
#include "engine/replay/operator.h"
#include "engine/replay/run_time_effects.h"
#include "engine/replay/types.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

using ast::NodeTag;
using ast::ObjectType;

void NoteUnmodelled(Context& cx, std::string_view kind, int made) {
  cx.CountUncompared(StrCat("objects of kind \"", kind, "\" are not compared"));
  if (made == 0) return;
  int& count = cx.catalog.unmodelled[std::string(kind)];
  count = std::max(0, count + made);
  if (count == 0) cx.catalog.unmodelled.erase(std::string(kind));
}

void DoubtCounts(Context& cx, const std::vector<std::string>& kinds) {
  if (kinds.empty()) return;
  cx.Report(DiagnosticLevel::kNote, kCountNotKnown,
            StrCat("how many objects of kind \"", StrJoin(kinds, "\", \""),
                   "\" there are is not certain after this"),
            -1, "", kinds);
}

void DoubtAfterDrop(Context& cx, bool of_relation, bool cascade) {
  std::vector<std::string> kinds;
  for (const auto& [kind, count] : cx.catalog.unmodelled) {
    if (kind == "cast") continue;  // goes with its types and its function
    if (cascade) {
      kinds.push_back(kind);
    }
  }
  DoubtCounts(cx, kinds);
}

void RememberUnmodelled(Context& cx, const ast::List& name) {
  const std::vector<std::string_view> parts = Strings(name);
  if (!parts.empty()) cx.catalog.notes.unmodelled_names.emplace(parts.back());
}

namespace {

// Whether the statement may find what it would make, or miss what it would drop, without an error.
bool IsLenient(const ast::Node& stmt) {
  switch (stmt.tag) {
    case NodeTag::kCreatePLangStmt:
      return static_cast<const ast::CreatePLangStmt&>(stmt).replace;
    case NodeTag::kCreateTransformStmt:
      return static_cast<const ast::CreateTransformStmt&>(stmt).replace;
    default:
      return false;
  }
}

// Whether a statement of that tag makes objects, and the name of what it makes.
bool Makes(Context& cx, const ast::Node& stmt) {
  const auto remember = [&](std::string_view name) {
    cx.catalog.notes.unmodelled_names.emplace(name);
  };
  switch (stmt.tag) {
    case NodeTag::kCreateOpClassStmt:
      RememberUnmodelled(cx, static_cast<const ast::CreateOpClassStmt&>(stmt).opclassname);
      return true;
    case NodeTag::kCreateAmStmt:
      remember(static_cast<const ast::CreateAmStmt&>(stmt).amname);
      return true;
    case NodeTag::kCreatePLangStmt:
      remember(static_cast<const ast::CreatePLangStmt&>(stmt).plname);
      return true;
    case NodeTag::kCreateOpFamilyStmt:
    case NodeTag::kCreateConversionStmt:
    case NodeTag::kCreateTransformStmt:
      return true;
    default:
      return false;
  }
}

void CheckImport(const Context& cx, const ast::ImportForeignSchemaStmt& stmt) {
  const ObjectId server = RequireServer(cx, stmt.server_name);
  RequireSchema(cx, stmt.local_schema);
  const WrapperFacts wrapper = WrapperOf(cx, server);
  if (wrapper.object == kNoObject) return;
  const Object& object = cx.catalog.Get(wrapper.object);
  if (!object.As<ForeignDataWrapper>().handler.empty()) return;
  throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                StrCat("foreign-data wrapper \"", object.key.name, "\" has no handler"));
}

}  // namespace

void ExecuteUnmodelled(Context& cx, const ast::Node& stmt, std::string_view kind) {
  if (const auto* import = ast::As<ast::ImportForeignSchemaStmt>(&stmt)) {
    CheckImport(cx, *import);
    throw NotModelled("which foreign tables IMPORT FOREIGN SCHEMA makes");
  }
  const int made = Makes(cx, stmt) ? 1 : 0;
  if (IsLenient(stmt) && cx.catalog.unmodelled.contains(std::string(kind))) {
    DoubtCounts(cx, {std::string(kind)});
  }
  // One is made for the class where there is none.
  const auto* operator_class = ast::As<ast::CreateOpClassStmt>(&stmt);
  if (operator_class != nullptr && operator_class->opfamilyname.empty()) {
    DoubtCounts(cx, {"operator family"});
  }
  NoteUnmodelled(cx, kind, made);
}

void Define(Context& cx, const ast::DefineStmt& stmt) {
  if (stmt.kind == ObjectType::OBJECT_AGGREGATE) {
    CreateAggregate(cx, stmt);
    return;
  }
  std::string_view kind = UnmodelledKind(stmt.kind);
  const StatedName name(stmt.defnames);
  if (stmt.kind == ObjectType::OBJECT_TYPE) {
    const bool was_shell = cx.catalog.notes.unmodelled_names.contains(name.name);
    if (!was_shell) CheckNewTypeName(cx, CreationSchema(cx, name), name.name);
    kind = stmt.definition.empty() ? "shell type" : "base type";
    if (was_shell && !stmt.definition.empty()) NoteUnmodelled(cx, "shell type", -1);
  }
  if (stmt.kind == ObjectType::OBJECT_OPERATOR) NoteOperator(cx, stmt);
  RememberUnmodelled(cx, stmt.defnames);
  // An operator's commutator and negator are made along with it, where they are not there.
  const bool brings_others = stmt.kind == ObjectType::OBJECT_OPERATOR &&
                             std::ranges::any_of(stmt.definition, [](const ast::Node* node) {
                               const std::string_view option =
                                   ast::Cast<ast::DefElem>(node)->defname;
                               return option == "commutator" || option == "negator";
                             });
  if (brings_others || (stmt.if_not_exists && cx.catalog.unmodelled.contains(std::string(kind)))) {
    DoubtCounts(cx, {std::string(kind)});
  }
  NoteUnmodelled(cx, kind, 1);
}

void DependsOnExtension(Context& cx, const ast::AlterObjectDependsStmt& stmt) {
  const ObjectId extension = FindObject(cx, ObjectType::OBJECT_EXTENSION, *stmt.extname, false);
  ObjectId id = kNoObject;
  if (stmt.relation != nullptr && stmt.object == nullptr) {
    id = RequireRelation(cx, *stmt.relation);
  } else if (stmt.relation != nullptr) {
    const ObjectId relation = RequireRelation(cx, *stmt.relation);
    const ObjectKey& key = cx.catalog.Get(relation).key;
    const Name name = Strings(ast::Cast<ast::ListNode>(stmt.object)->items).back();
    id = cx.catalog.IdOf(KeyFor<Trigger>(key.schema, key.name, name));
    if (id == kNoObject) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("trigger \"", name, "\" for table \"", key.name, "\" does not exist"));
    }
  } else {
    id = FindObject(cx, stmt.objectType, *stmt.object, false);
  }
  const Dependency edge{extension, DependencyType::kAuto, {}};
  const std::vector<Dependency> edges(cx.catalog.References(id).begin(),
                                      cx.catalog.References(id).end());
  const bool there = std::ranges::find(edges, edge) != edges.end();
  if (there == stmt.remove) {  // it changes something
    NoteUnmodelled(cx, "dependency on an extension", stmt.remove ? -1 : 1);
  }
  if (!stmt.remove) {
    cx.catalog.AddDependency(id, extension, DependencyType::kAuto);
    return;
  }
  cx.catalog.RemoveDependencies(id);
  for (const Dependency& other : edges) {
    if (other != edge) cx.catalog.AddDependency(id, other.object, other.type, other.column);
  }
}

}  // namespace schemadiff::replay
