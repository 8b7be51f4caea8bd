// Partitioned tables: keys, bounds, and what partitions get from them.
//
// Facts from tablecmds.c, parse_utilcmd.c (transformPartitionBound) and ruleutils.c
// (pg_get_partkeydef) of the server's source.
#pragma once

#include <string>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Analyses PARTITION BY of a table that has been made, and stores it.
void StorePartitionKey(Context& cx, ObjectId table, const ast::PartitionSpec& spec);

/// Analyses a partition's bound against the key of `parent`, and checks it against the other
/// partitions as far as that can be told without their data.
Expression AnalysePartitionBound(Context& cx, ObjectId parent, const ast::PartitionBoundSpec& spec,
                                 std::string_view partition_name);

/// The key as stored, printed anew because names change. Throws PgError and NotModelled.
Expression PartitionKeyAgain(const Context& cx, ObjectId table);

/// Throws 42P17 where a bound is empty or overlaps that of another partition, as far as the texts
/// of their values tell. `types` are those of the key.
void CheckBoundIsFree(const Context& cx, ObjectId parent, const Expression& bound,
                      const std::vector<TypeRef>& types, std::string_view name, int32_t location);

/// What a partitioned table is partitioned by, from its stored key.
struct PartitionKeyFacts {
  std::string strategy;                   ///< "LIST", "RANGE" or "HASH"
  std::vector<Name> columns;              ///< the empty name for an expression
  std::vector<QualifiedName> collations;  ///< empty for the column's own
};
PartitionKeyFacts FactsOfPartitionKey(const Object& table);

/// Throws where a unique index on these columns would not cover the partition key.
void CheckPartitionKeyCovered(const Context& cx, ObjectId table, const std::vector<IndexKey>& keys,
                              bool primary);

/// Gives a new partition the indexes, row triggers and foreign keys of its partitioned table.
void CopyPartsToPartition(Context& cx, ObjectId parent, ObjectId partition, OriginId origin);

/// Adds the CHECK constraint that DETACH CONCURRENTLY leaves on what was a partition, before it is
/// detached. Throws NotModelled where its text is not known.
void AddCheckOfBound(Context& cx, ObjectId partition);

/// Gives a partition the row triggers of its partitioned table (CloneRowTriggersToPartition).
void CopyTriggersToPartition(Context& cx, ObjectId parent, ObjectId partition, OriginId origin);

}  // namespace schemadiff::replay
