// CREATE INDEX.
#include "engine/base/strings.h"
#include "engine/replay/define_index.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

void CreateIndex(Context& cx, const ast::IndexStmt& stmt) {
  if (stmt.concurrent && cx.session.in_transaction()) {
    throw PgError("25001", "CREATE INDEX CONCURRENTLY cannot run inside a transaction block");
  }
  if (stmt.nulls_not_distinct && cx.major() < 15) {
    throw PgError(sqlstate::kSyntaxError, "syntax error at or near \"NULLS\"");
  }
  const ObjectId table = RequireRelation(cx, *stmt.relation);
  const Object& object = cx.catalog.Get(table);
  if (stmt.concurrent && IsPartitioned(object)) {
    throw PgError(
        sqlstate::kFeatureNotSupported,
        StrCat("cannot create index on partitioned table \"", object.key.name, "\" concurrently"));
  }
  IndexDefinition index;
  index.name = stmt.idxname;
  index.if_not_exists = stmt.if_not_exists;
  index.only = !stmt.relation->inh;
  index.unique = stmt.unique;
  index.nulls_not_distinct = stmt.nulls_not_distinct;
  if (!stmt.accessMethod.empty()) index.method = stmt.accessMethod;
  for (const ast::Node* node : stmt.indexParams) {
    index.keys.emplace_back().node = ast::Cast<ast::IndexElem>(node);
  }
  for (const ast::Node* node : stmt.indexIncludingParams) {
    const auto* element = ast::Cast<ast::IndexElem>(node);
    if (element->expr != nullptr) {
      throw PgError(sqlstate::kFeatureNotSupported,
                    "expressions are not supported in included columns");
    }
    const auto refuse = [](std::string_view what) {
      throw PgError(sqlstate::kInvalidObjectDefinition,
                    StrCat("including column does not support ", what));
    };
    if (!element->collation.empty()) refuse("a collation");
    if (!element->opclass.empty()) refuse("an operator class");
    if (element->ordering != ast::SortByDir::SORTBY_DEFAULT) refuse("ASC/DESC options");
    if (element->nulls_ordering != ast::SortByNulls::SORTBY_NULLS_DEFAULT) {
      refuse("NULLS FIRST/LAST options");
    }
    index.include.emplace_back(element->name);
  }
  index.predicate_node = stmt.whereClause;
  index.option_nodes = &stmt.options;
  index.tablespace = TablespaceFor(cx, stmt.tableSpace);
  index.origin = cx.Origin();
  DefineIndex(cx, table, index, IndexFor::kCreateIndex);
}

}  // namespace schemadiff::replay
