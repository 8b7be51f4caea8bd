// Indexes of partitioned tables and their parts on the partitions. Facts from tablecmds.c
// (AttachPartitionEnsureIndexes, ATExecAttachPartitionIdx) and parse_utilcmd.c
// (generateClonedIndexStmt) of the server's source.
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/define_index.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {

bool CanServeAsPart(const Catalog& catalog, ObjectId existing, const IndexDefinition& wanted) {
  const Object& object = catalog.Get(existing);
  const IndexFacts facts = FactsOfIndex(object);
  if (facts.unique != wanted.unique || facts.exclusion || wanted.exclusion()) return false;
  if (wanted.constraint != (object.key.kind == KindOf<Constraint>) && wanted.constraint) {
    return false;
  }
  if (const auto* constraint = object.TryAs<Constraint>()) {
    if (wanted.method != "btree" || !wanted.predicate.empty() ||
        constraint->include != wanted.include ||
        constraint->nulls_not_distinct != wanted.nulls_not_distinct ||
        constraint->columns.size() != wanted.keys.size()) {
      return false;
    }
    for (size_t i = 0; i < wanted.keys.size(); ++i) {
      const IndexKey& key = wanted.keys[i].key;
      if (key.column != constraint->columns[i] || !key.collation.empty() || !key.opclass.empty()) {
        return false;
      }
    }
    return constraint->inherited_from == 0;
  }
  const auto& index = object.As<Index>();
  if (!index.partition_of.empty() || index.method != wanted.method ||
      index.include != wanted.include || index.nulls_not_distinct != wanted.nulls_not_distinct ||
      index.keys.size() != wanted.keys.size() ||
      index.predicate.text() != wanted.predicate.text()) {
    return false;
  }
  for (size_t i = 0; i < wanted.keys.size(); ++i) {
    const IndexKey& key = wanted.keys[i].key;
    if (index.keys[i].column != key.column ||
        index.keys[i].expression.text() != key.expression.text() ||
        index.keys[i].collation != key.collation || index.keys[i].opclass != key.opclass) {
      return false;
    }
  }
  return true;
}

ObjectId MakeIndexForPartition(Context& cx, ObjectId parent_index, ObjectId partition,
                               IndexFor purpose, OriginId origin, PartsFrom from) {
  IndexDefinition definition = CopyIndexDefinition(cx, parent_index);
  definition.origin = origin;
  for (const ObjectId existing : IndexesOf(cx.catalog, partition)) {
    if (!CanServeAsPart(cx.catalog, existing, definition)) continue;
    if (from == PartsFrom::kValid && !FactsOfIndex(cx.catalog.Get(existing)).valid) continue;
    AttachIndex(cx, existing, parent_index, origin);
    return existing;
  }
  const ObjectId made = DefineIndex(cx, partition, definition, purpose, parent_index);
  if (definition.constraint) AttachIndex(cx, made, parent_index, origin);
  return made;
}

void AttachIndex(Context& cx, ObjectId index, ObjectId parent_index, OriginId origin) {
  Catalog& catalog = cx.catalog;
  if (catalog.Get(index).key.kind == KindOf<Index>) {
    catalog.Set(index, &Index::partition_of, NameOf(catalog.Get(parent_index)), origin);
  } else if (catalog.Get(parent_index).key.kind == KindOf<Constraint>) {
    catalog.Set(index, &Constraint::is_local, false, origin);
    catalog.Set(index, &Constraint::inherited_from, 1, origin);
  }
  catalog.AddDependency(index, parent_index, DependencyType::kInternal);
}

IndexDefinition CopyIndexDefinition(const Context& cx, ObjectId index) {
  const Object& object = cx.catalog.Get(index);
  IndexDefinition definition;
  definition.column_names = IndexColumnNames(cx, index);
  if (definition.column_names.empty()) {
    throw NotModelled(StrCat("the columns of the index \"", object.key.name, "\""));
  }
  if (const auto* constraint = object.TryAs<Constraint>()) {
    definition.constraint = true;
    definition.primary = constraint->type == ConstraintType::kPrimaryKey;
    definition.unique = constraint->type != ConstraintType::kExclusion;
    definition.deferrable = constraint->deferrable;
    definition.initially_deferred = constraint->initially_deferred;
    definition.nulls_not_distinct = constraint->nulls_not_distinct;
    definition.include = constraint->include;
    definition.options = constraint->options;
    definition.tablespace = constraint->tablespace;
    definition.copied_exclusion = constraint->exclusion;
    for (const Name column : constraint->columns) {
      IndexElement& element = definition.keys.emplace_back();
      element.key.column = column;
    }
    return definition;
  }
  const auto& payload = object.As<Index>();
  definition.unique = payload.unique;
  definition.nulls_not_distinct = payload.nulls_not_distinct;
  definition.method = payload.method;
  definition.include = payload.include;
  definition.predicate = payload.predicate;
  definition.options = payload.options;
  definition.tablespace = payload.tablespace;
  for (const IndexKey& key : payload.keys) {
    IndexElement& element = definition.keys.emplace_back();
    element.key = key;
    element.key.statistics_target.reset();
  }
  return definition;
}

}  // namespace schemadiff::replay
