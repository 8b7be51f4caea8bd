// CREATE TABLE AS and SELECT INTO. Facts from createas.c of the server's source.
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/calls.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/queries.h"
#include "engine/replay/relation.h"
#include "engine/replay/toast.h"
#include "engine/replay/view.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

// What the statement makes does not depend on the query's relations: no edges are recorded.
void CreateFromQuery(Context& cx, const ast::Node& query, const ast::IntoClause& into,
                     bool if_not_exists) {
  const StatedName name(*into.rel);
  const bool temporary = into.rel->relpersistence == "t";
  const Name schema = CreationSchema(cx, name, temporary);
  if (if_not_exists && RelationIn(cx.catalog, schema, name.name) != kNoObject) return;
  if (ast::As<ast::SelectStmt>(&query) == nullptr) {
    throw NotModelled("the columns of a prepared statement", into.location);
  }
  if (into.onCommit != ast::OnCommitAction::ONCOMMIT_NOOP && !temporary) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  "ON COMMIT can only be used on temporary tables");
  }
  std::vector<Name> names;
  for (const std::string_view column : Strings(into.colNames)) names.emplace_back(column);
  const AnalysedQuery analysed =
      AnalyseQuery(cx, query, names, "too many column names were specified");
  CheckNewRelationName(cx, schema, name.name, /*makes_type=*/true);
  Table table;
  table.persistence = temporary                         ? Persistence::kTemporary
                      : into.rel->relpersistence == "u" ? Persistence::kUnlogged
                                                        : Persistence::kPermanent;
  table.access_method = into.accessMethod.empty()
                            ? Name(cx.session.settings().default_table_access_method)
                            : Name(into.accessMethod);
  if (!into.accessMethod.empty()) RequireTableMethod(cx, into.accessMethod);
  table.tablespace = TablespaceFor(cx, into.tableSpaceName);
  SetOptions(&table.options, into.options, OptionsOf::kTable, {}, cx.major());
  const ObjectId id =
      cx.catalog.Create(KeyFor<Table>(schema, name.name), std::move(table), kNoObject, cx.Origin());
  MakeQueryColumns(cx, id, analysed);
  Options kept = KeptOptions(cx, id, cx.catalog.Get(id).As<Table>().options);
  cx.catalog.Edit<Table>(id).options = std::move(kept);
  if (into.onCommit == ast::OnCommitAction::ONCOMMIT_DROP) cx.session.drop_on_commit.push_back(id);
}

}  // namespace

void CreateTableAs(Context& cx, const ast::CreateTableAsStmt& stmt) {
  const ast::RangeVar& made = *stmt.into->rel;
  if (stmt.if_not_exists && made.relpersistence != "t" &&
      RelationIn(cx.catalog, CreationSchema(cx, made), made.relname) != kNoObject) {
    return;  // and the query is not run
  }
  if (stmt.objtype == ast::ObjectType::OBJECT_MATVIEW) {
    CreateMaterializedView(cx, stmt);
  } else {
    CreateFromQuery(cx, *stmt.query, *stmt.into, stmt.if_not_exists);
  }
  if (!stmt.into->skipData) LookForCalls(cx, *stmt.query);
}

void CreateTableFromSelect(Context& cx, const ast::SelectStmt& query, const ast::IntoClause& into) {
  CreateFromQuery(cx, query, into, /*if_not_exists=*/false);
}

}  // namespace schemadiff::replay
