// The internal triggers that enforce foreign keys and deferrable keys, where they do not plainly
// fire (Constraint::triggers).
//
// Facts from trigger.c (EnableDisableTrigger) and tablecmds.c (createForeignKeyActionTriggers and
// what calls it) of the server's source.
#pragma once

#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// The foreign keys that refer to the table itself, or with it to one that it is a partition of;
/// their parts on partitions of the referring table left out.
std::vector<ObjectId> ForeignKeysTo(const Catalog& catalog, ObjectId table);

/// ENABLE or DISABLE TRIGGER ALL: sets the state of all internal triggers on a table. `recurse`:
/// and on its partitions, as far as the server does.
void SetInternalTriggers(Context& cx, ObjectId table, TriggerState state, bool recurse);

/// Whether the server gives internal triggers such names, which hold an object identifier.
bool IsInternalTriggerName(std::string_view name);

/// The server made all triggers of the constraint anew.
void ForgetTriggers(Context& cx, ObjectId constraint, OriginId origin);

/// The same of those on the referenced side only, as where a foreign key becomes part of another.
void ForgetReferencedTriggers(Context& cx, ObjectId constraint, OriginId origin);

/// A table is no part of what a foreign key refers to any more: forgets the triggers on it and on
/// its partitions. To be called before it is separated from its partitioned table.
void ForgetPartitionTriggers(Context& cx, ObjectId table, OriginId origin);

/// A table, which may be a partition, has another name.
void FollowInTriggers(Context& cx, ObjectId table, const QualifiedName& from,
                      const QualifiedName& to);

/// The same where names have changed already.
void SortTriggers(Context& cx, ObjectId id);

}  // namespace schemadiff::replay
