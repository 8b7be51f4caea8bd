// CREATE SCHEMA.
//
// Facts from schemacmds.c and parse_utilcmd.c (transformCreateSchemaStmtElements) of the server's
// source.
#include "engine/replay/schema.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/dispatch.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/owner.h"
#include "engine/replay/roles.h"
#include "engine/replay/settings.h"

namespace schemadiff::replay {

void CheckSchemaName(std::string_view name) {
  if (name.starts_with("pg_")) {
    throw PgError(sqlstate::kReservedName, StrCat("unacceptable schema name \"", name, "\""));
  }
}

namespace {

using ast::NodeTag;

Name NameAfter(const Context& cx, const ast::RoleSpec& spec) {
  const Name role = RoleOf(cx, spec);
  const Name name = role.empty() ? Name(CurrentUser(cx)) : role;
  if (name.empty()) throw NotModelled("a schema named after the current role");
  return name;
}

const ast::RangeVar* NamedRelation(const ast::Node& element) {
  switch (element.tag) {
    case NodeTag::kCreateSeqStmt:
      return static_cast<const ast::CreateSeqStmt&>(element).sequence;
    case NodeTag::kCreateStmt:
      return static_cast<const ast::CreateStmt&>(element).relation;
    case NodeTag::kViewStmt:
      return static_cast<const ast::ViewStmt&>(element).view;
    case NodeTag::kIndexStmt:
      return static_cast<const ast::IndexStmt&>(element).relation;
    case NodeTag::kCreateTrigStmt:
      return static_cast<const ast::CreateTrigStmt&>(element).relation;
    default:
      return nullptr;
  }
}

// The elements run with the new schema in front of search_path.
class SchemaInFront {
 public:
  SchemaInFront(Context& cx, std::string_view schema) : cx_(cx) {
    saved_ = cx.session.settings().search_path;
    std::vector<std::string> path = saved_;
    path.insert(path.begin(), std::string(schema));
    cx_.session.Override(&Settings::search_path, std::move(path));
  }
  ~SchemaInFront() { cx_.session.Override(&Settings::search_path, std::move(saved_)); }
  SchemaInFront(const SchemaInFront&) = delete;
  SchemaInFront& operator=(const SchemaInFront&) = delete;

 private:
  Context& cx_;
  std::vector<std::string> saved_;
};

void ExecuteElements(Context& cx, const ast::List& elements, std::string_view schema) {
  for (const ast::Node* element : elements) {
    const ast::RangeVar* relation = NamedRelation(*element);
    if (relation != nullptr && !relation->schemaname.empty() && relation->schemaname != schema) {
      throw PgError("42P15", StrCat("CREATE specifies a schema (", relation->schemaname,
                                    ") different from the one being created (", schema, ")"));
    }
  }
  const SchemaInFront in_front(cx, schema);
  // Whatever their order in the statement, so that later ones can refer to earlier ones.
  static constexpr std::array kOrder = {NodeTag::kCreateSeqStmt,  NodeTag::kCreateStmt,
                                        NodeTag::kViewStmt,       NodeTag::kIndexStmt,
                                        NodeTag::kCreateTrigStmt, NodeTag::kGrantStmt};
  for (const NodeTag tag : kOrder) {
    for (const ast::Node* element : elements) {
      if (element->tag != tag) continue;
      const StatementInfo& info = InfoFor(tag);
      if (info.handler != nullptr) {
        info.handler(cx, *element);
      } else {
        cx.CountUncompared(info.note);
      }
    }
  }
}

}  // namespace

void CreateSchema(Context& cx, const ast::CreateSchemaStmt& stmt) {
  const std::string name =
      stmt.schemaname.empty() ? NameAfter(cx, *stmt.authrole).str() : std::string(stmt.schemaname);
  CheckSchemaName(name);
  const ObjectKey key = KeyFor<Schema>(name);
  const bool assumed = cx.catalog.notes.assumed.erase(key) > 0;
  if (assumed && SchemaExists(cx, name)) {
    cx.catalog.SetOrigin(cx.catalog.IdOf(key), cx.Origin());
  } else if (!SchemaExists(cx, name)) {
    cx.catalog.Create(key, Schema{}, kNoObject, cx.Origin());
  } else if (stmt.if_not_exists) {
    return;
  } else {
    throw PgError(sqlstate::kDuplicateSchema, StrCat("schema \"", name, "\" already exists"));
  }
  // It runs as the role that it is for.
  const std::string before = cx.session.settings().role;
  if (stmt.authrole != nullptr) {
    cx.session.Override(&Settings::role, RoleOf(cx, *stmt.authrole).str());
  }
  OwnNewObjects(cx);
  if (!stmt.schemaElts.empty()) ExecuteElements(cx, stmt.schemaElts, name);
  OwnNewObjects(cx);
  cx.session.Override(&Settings::role, before);
}

}  // namespace schemadiff::replay
