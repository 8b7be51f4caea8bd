// CREATE TABLE AS and SELECT INTO.
#include "engine/replay/handlers.h"

namespace schemadiff::replay {

void CreateTableAs(Context&, const ast::CreateTableAsStmt& stmt) {
  throw NotModelled("the columns that CREATE TABLE AS makes", stmt.location);
}

void CreateTableFromSelect(Context&, const ast::SelectStmt&, const ast::IntoClause& into) {
  throw NotModelled("the columns that SELECT INTO makes", into.location);
}

}  // namespace schemadiff::replay
