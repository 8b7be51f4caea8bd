// Foreign keys: what they may refer to, and their copies on partitions.
//
// Facts from tablecmds.c (ATAddForeignKeyConstraint and what it calls) of the server's source.
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"
#include "engine/replay/table_plan.h"

namespace schemadiff::replay {

/// Adds a foreign key to a table that has been made, and to its partitions. `recurse` is false for
/// ALTER TABLE ONLY.
ObjectId AddForeignKey(Context& cx, ObjectId table, const ConstraintPlan& plan, bool recurse);

/// Gives a partition the foreign keys of its partitioned table (CloneFkReferencing).
void CopyForeignKeysToPartition(Context& cx, ObjectId parent, ObjectId partition, OriginId origin);

/// Gives the partitions of its table their parts of one foreign key.
void CopyForeignKeyToPartitions(Context& cx, ObjectId constraint, OriginId origin);

/// Throws 42804 where the columns of a foreign key cannot be compared with those that they refer
/// to. `constraint.references` and both lists of columns are set.
void CheckForeignKeyTypes(const Context& cx, ObjectId table, Name name,
                          const Constraint& constraint, int32_t location);

/// Checks that values of the referencing column can be compared with those of the referenced one,
/// as PostgreSQL does with the operators of the referenced index. `index` is a unique index or a
/// primary key or unique constraint of the referenced table.
bool ForeignKeyComparable(const Context& cx, const TypeRef& referencing, const TypeRef& referenced,
                          bool* known);

}  // namespace schemadiff::replay
