// What of a table's values can be stored aside, in its TOAST table.
//
// Facts from heapam_handler.c (heapam_relation_needs_toast_table), format_type.c
// (type_maximum_size) and tablecmds.c (GetAttributeCompression) of the server's source.
#pragma once

#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Throws 0A000 for a type whose values are never compressed.
void RequireCompressible(const Context& cx, const TypeRef& type);

/// The options that a table keeps, given the columns that it has now: without a TOAST table,
/// options for one are dropped. NotModelled where that is not known. Takes a database of encoding
/// UTF8 for granted.
Options KeptOptions(const Context& cx, ObjectId relation, const Options& options);

/// Before columns of these tables are dropped, and after: a TOAST table stays, once it is there.
std::vector<ObjectId> WithToastTable(const Context& cx, const std::vector<ObjectId>& tables);
void KeepToastTables(Context& cx, const std::vector<ObjectId>& tables);

}  // namespace schemadiff::replay
