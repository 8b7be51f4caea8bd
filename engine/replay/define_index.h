// Making indexes, on their own and for constraints.
//
// Facts from indexcmds.c and index.c of the server's source.
#pragma once

#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// A key of an index in the making: as the statement says it, or copied from another index.
struct IndexElement {
  const ast::IndexElem* node = nullptr;  ///< null: `key` is complete
  IndexKey key;
};

/// An index in the making.
struct IndexDefinition {
  Name name;  ///< empty: to be chosen
  bool if_not_exists = false;
  bool only = false;  ///< not for the partitions
  bool unique = false;
  bool primary = false;
  bool constraint = false;  ///< it backs a PRIMARY KEY, UNIQUE or EXCLUDE constraint
  bool deferrable = false;
  bool initially_deferred = false;
  bool nulls_not_distinct = false;
  Name method = "btree";
  std::vector<IndexElement> keys;
  std::vector<Name> include;
  /// EXCLUDE: the operator of each key, as the statement names it.
  std::vector<const ast::ListNode*> operators;
  /// Of a copied index: how it calls its columns, keys first; a new index takes these over.
  std::vector<std::string> column_names;
  const ast::Node* predicate_node = nullptr;
  Expression predicate;  ///< of a copied index
  const ast::List* option_nodes = nullptr;
  Options options;  ///< of a copied index
  Name tablespace;
  OriginId origin = 0;

  bool exclusion() const { return !operators.empty() || !copied_exclusion.empty(); }
  /// EXCLUDE of a copied constraint.
  Expression copied_exclusion;
};

/// What ALTER TABLE ... ADD and CREATE TABLE differ in.
enum class IndexFor { kCreateIndex, kCreateTable, kAlterTable };

/// Makes the index, or the constraint with its index, also for the partitions of the table.
/// `parent` is the index of the partitioned table to which it belongs. Returns kNoObject where
/// IF NOT EXISTS found one.
ObjectId DefineIndex(Context& cx, ObjectId table, const IndexDefinition& definition,
                     IndexFor purpose, ObjectId parent = kNoObject);

/// The definition that would make an index like this one, for another table with the same columns
/// (generateClonedIndexStmt). Its name is left to be chosen.
IndexDefinition CopyIndexDefinition(const Context& cx, ObjectId index);

/// What a new index would call that column of its; empty for `expr`.
std::string NameOfIndexKey(const IndexKey& key, int major);

/// How an index, or that of a constraint, calls its columns, keys first; empty where this is not
/// known.
std::vector<std::string> IndexColumnNames(const Context& cx, ObjectId index);

/// Remembers how the table's indexes over the column call it: to be called before it is renamed.
void KeepIndexColumnNames(Context& cx, ObjectId table, Name column);

/// Which indexes of a partition may become a part of one of the partitioned table. ALTER TABLE ...
/// ATTACH PARTITION passes over those that are not valid, CREATE INDEX does not.
enum class PartsFrom { kAny, kValid };

/// Makes the partition's part of an index of its partitioned table: an index that it already has
/// and that serves, else a new one.
ObjectId MakeIndexForPartition(Context& cx, ObjectId parent_index, ObjectId partition,
                               IndexFor purpose, OriginId origin, PartsFrom from = PartsFrom::kAny);

/// Whether an index of a partition can be its part of one of the partitioned table.
bool CanServeAsPart(const Catalog& catalog, ObjectId existing, const IndexDefinition& wanted);

/// What an exclusion constraint's definition says once it is analysed.
struct ExclusionParts {
  Name method;
  const std::vector<IndexKey>& keys;
  const std::vector<TypeRef>& types;  ///< of the keys that a statement says
  const Options& options;
  const Expression& predicate;
};

/// An exclusion constraint, as pg_get_constraintdef prints it.
Expression ExclusionOf(const Context& cx, const IndexDefinition& definition,
                       const ExclusionParts& parts);

/// Makes the index of a partition a part of that of its partitioned table.
void AttachIndex(Context& cx, ObjectId index, ObjectId parent_index, OriginId origin);

/// The name that an index column gets from an expression; empty for `expr` (FigureIndexColname).
std::string_view FigureIndexColumnName(const ast::Node& expression, int major);

}  // namespace schemadiff::replay
