// A catalog as the SQL that would make it.
#pragma once

#include <string>

#include "engine/catalog/catalog.h"

namespace schemadiff {

/// Statements that build the catalog on an empty database of its server version, in an order in
/// which they can be run: an object comes after those that it depends on, as far as the catalog
/// knows dependencies (a replayed one does, and one introspected with them; otherwise the order of
/// the ids decides within a group). Text is complete: names are quoted and qualified, an empty
/// search_path is set first. Where an expression is unresolved its source text is used, with a
/// comment that says so; another says where a child table's columns will stand in another order.
std::string CreateSql(const Catalog& catalog);

}  // namespace schemadiff
