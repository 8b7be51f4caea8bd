// Parts of statements about tables that several makers need.
#pragma once

#include <string>

#include "tools/random_ddl/draft.h"
#include "tools/random_ddl/expressions.h"
#include "tools/random_ddl/types.h"

namespace schemadiff::random_ddl {

/// What may follow a column's type: defaults, generation, constraints. `scope` are the columns that
/// stand before it; `has_key` says, and is told, whether the table has a primary key.
std::string ColumnClauses(Draft& draft, const std::string& name, const TypeChoice& type,
                          const Scope& scope, bool* has_key);
/// A table constraint over the columns; `table` is there already, or kNoObject.
std::string TableConstraint(Draft& draft, const Scope& columns, ObjectId table);
/// " WITH (...)" for a table, or nothing.
std::string StorageOptions(Draft& draft);
/// " WITH (...)" for a B-tree index, or nothing.
std::string IndexOptions(Draft& draft);
/// " DEFERRABLE" and the like, or nothing.
std::string_view Deferrability(Draft& draft);
/// "REFERENCES t (a) ON DELETE ...", with the keys of a table that fits; nothing where there is
/// none. `types` gets the types of the referenced columns.
std::string References(Draft& draft, std::vector<TypeRef>* types);
/// "FOR VALUES ..." that fits a partitioned table, or "DEFAULT".
std::string PartitionBound(Draft& draft, ObjectId parent);

}  // namespace schemadiff::random_ddl
