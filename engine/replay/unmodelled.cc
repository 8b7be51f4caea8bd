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
#include "engine/replay/run_time_effects.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

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

void RememberUnmodelled(Context& cx, const ast::List& name) {
  const std::vector<std::string_view> parts = Strings(name);
  if (!parts.empty()) cx.catalog.notes.unmodelled_names.emplace(parts.back());
}

namespace {

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
  NoteUnmodelled(cx, kind, 0);
}

void Define(Context& cx, const ast::DefineStmt& stmt) {
  switch (stmt.kind) {
    case ObjectType::OBJECT_AGGREGATE:
      return CreateAggregate(cx, stmt);
    case ObjectType::OBJECT_TYPE:
      return CreateBaseType(cx, stmt);
    case ObjectType::OBJECT_OPERATOR:
      return CreateOperator(cx, stmt);
    case ObjectType::OBJECT_COLLATION:
      return DefineCollation(cx, stmt);
    default:
      return DefineTextSearch(cx, stmt);
  }
}

}  // namespace schemadiff::replay
