// Making tables children and partitions of others after the fact, and ending that.
//
// Facts from tablecmds.c (CreateInheritance, RemoveInheritance) of the server's source.
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Merges the parent's columns, checks and NOT NULL constraints into those that the child has
/// (MergeAttributesIntoExisting, MergeConstraintsIntoExisting). Throws 42804 where it lacks one or
/// has it differently. That the one is the other's child is for the caller to record.
void MergeIntoChild(Context& cx, ObjectId child, ObjectId parent, OriginId origin);

/// The opposite: what the child has is no longer the parent's (RemoveInheritance).
void SeparateFromParent(Context& cx, ObjectId child, ObjectId parent, OriginId origin);

/// Whether `ancestor` is the table itself, or a parent of it on whatever level.
bool IsDescendant(const Catalog& catalog, ObjectId table, ObjectId ancestor);

/// Throws 0A000 where the table has a row trigger with transition tables, which no `what` ("a
/// partition", "an inheritance child") can have.
void CheckNoTransitionTables(const Catalog& catalog, ObjectId table, std::string_view what);

}  // namespace schemadiff::replay
