#include "engine/replay/partition.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/define_index.h"
#include "engine/replay/expressions.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/foreign_key.h"
#include "engine/replay/relation.h"
#include "engine/replay/walk.h"
#include "engine/replay/whole_row.h"

namespace schemadiff::replay {
namespace {

std::string_view StrategyText(ast::PartitionStrategy strategy) {
  switch (strategy) {
    case ast::PartitionStrategy::PARTITION_STRATEGY_LIST:
      return "LIST";
    case ast::PartitionStrategy::PARTITION_STRATEGY_RANGE:
      return "RANGE";
    default:
      return "HASH";
  }
}

// The text of a key or bound that analysis does not know: what the statement says.
std::string SourcesOf(const ParsedStatement& statement, const ast::List& nodes) {
  return StrJoin(nodes, ", ", [&](std::string* out, const ast::Node* node) {
    const auto* element = ast::As<ast::PartitionElem>(node);
    if (element == nullptr) {
      *out += SourceOf(statement, *node);
    } else if (element->expr == nullptr) {
      AppendQuotedIdentifier(out, element->name, kNewestMajor);
    } else {
      StrAppend(out, "(", SourceOf(statement, *element->expr), ")");
    }
  });
}

Expression Unresolved(const Context& cx, std::string text, const NotModelled& gap,
                      int32_t location) {
  cx.Report(DiagnosticLevel::kWarning, "replay.unresolved-expression",
            StrCat("the expression ", text, " is not compared: ", gap.what()), location);
  return Expression::Unresolved(std::move(text), gap.what());
}

// The PARTITION BY clause that a stored key is, and what it lives in.
ParsedScript ParseKey(const Object& table) {
  const std::string& key = table.As<Table>().partition_key.text();
  ParsedScript script =
      ParseSql(SourceText::FromFile("", StrCat("CREATE TABLE t () PARTITION BY ", key)));
  if (script.statements.size() != 1) {
    throw NotModelled(StrCat("the partition key \"", key, "\" of \"", table.key.name, "\""));
  }
  return script;
}

const ast::PartitionSpec& SpecOf(const ParsedScript& key) {
  return *ast::Cast<ast::CreateStmt>(key.statements[0].stmt)->partspec;
}

std::string SourceOfBound(const ParsedStatement& statement, const ast::PartitionBoundSpec& spec) {
  if (spec.strategy == "l") {
    return StrCat("FOR VALUES IN (", SourcesOf(statement, spec.listdatums), ")");
  }
  return StrCat("FOR VALUES FROM (", SourcesOf(statement, spec.lowerdatums), ") TO (",
                SourcesOf(statement, spec.upperdatums), ")");
}

}  // namespace

void StorePartitionKey(Context& cx, ObjectId table, const ast::PartitionSpec& spec) {
  const OriginId origin = cx.OriginOf(&spec);
  try {
    const AnalyzedPartitionKey key = cx.analyzer().PartitionKey(spec, ScopeOf(cx, table));
    cx.catalog.Set(table, &Table::partition_key, Expression::Canonical(key.text), origin);
    for (const AnalyzedKey& element : key.keys) {
      // Not on its columns: that a key's column cannot be dropped is a rule of its own.
      for (const ObjectKey& reference : element.expression.references) {
        const ObjectId id = cx.catalog.IdOf(reference);
        if (id != kNoObject && id != table) cx.catalog.AddDependency(table, id);
      }
    }
  } catch (const NotModelled& gap) {
    cx.catalog.Set(table, &Table::partition_key,
                   Unresolved(cx,
                              StrCat(StrategyText(spec.strategy), " (",
                                     SourcesOf(cx.statement(), spec.partParams), ")"),
                              gap, spec.location),
                   origin);
  }
}

Expression PartitionKeyAgain(const Context& cx, ObjectId table) {
  const ParsedScript key = ParseKey(cx.catalog.Get(table));
  return Expression::Canonical(
      cx.analyzer_of_stored().PartitionKey(SpecOf(key), ScopeOf(cx, table)).text);
}

PartitionKeyFacts FactsOfPartitionKey(const Object& table) {
  const ParsedScript key = ParseKey(table);
  const ast::PartitionSpec& spec = SpecOf(key);
  PartitionKeyFacts facts;
  facts.strategy = StrategyText(spec.strategy);
  for (const ast::Node* node : spec.partParams) {
    const auto& element = *ast::Cast<ast::PartitionElem>(node);
    facts.columns.emplace_back(element.name);
    // As it is printed: with the schema, unless that is pg_catalog.
    QualifiedName& collation = facts.collations.emplace_back();
    if (element.collation.empty()) continue;
    const StatedName stated(element.collation);
    collation = {stated.schema.empty() ? Name("pg_catalog") : Name(stated.schema), stated.name};
  }
  return facts;
}

Expression AnalysePartitionBound(Context& cx, ObjectId parent, const ast::PartitionBoundSpec& spec,
                                 std::string_view partition_name) {
  const Catalog& catalog = cx.catalog;
  if (spec.is_default) {
    for (const ObjectId sibling : DirectChildren(catalog, parent)) {
      if (catalog.Get(sibling).As<Table>().partition_bound.text() == "DEFAULT") {
        throw PgError(sqlstate::kInvalidObjectDefinition,
                      StrCat("partition \"", partition_name,
                             "\" conflicts with existing default partition \"",
                             catalog.Get(sibling).key.name, "\""),
                      spec.location);
      }
    }
  }
  try {
    const ParsedScript parsed = ParseKey(catalog.Get(parent));
    const AnalyzedPartitionKey key =
        cx.analyzer_of_stored().PartitionKey(SpecOf(parsed), ScopeOf(cx, parent));
    Expression bound = Expression::Canonical(cx.analyzer().PartitionBound(spec, key));
    std::vector<TypeRef> types;
    for (const AnalyzedKey& element : key.keys) types.push_back(element.type);
    CheckBoundIsFree(cx, parent, bound, types, partition_name, spec.location);
    return bound;
  } catch (const NotModelled& gap) {
    return Unresolved(cx, SourceOfBound(cx.statement(), spec), gap, spec.location);
  }
}

void CheckPartitionKeyCovered(const Context& cx, ObjectId table, const std::vector<IndexKey>& keys,
                              bool primary) {
  const Object& object = cx.catalog.Get(table);
  const std::string_view what = primary ? "PRIMARY KEY" : "UNIQUE";
  const PartitionKeyFacts facts = FactsOfPartitionKey(object);
  for (size_t i = 0; i < facts.columns.size(); ++i) {
    const Name key = facts.columns[i];
    if (key.empty()) {
      throw PgError(sqlstate::kFeatureNotSupported,
                    StrCat("unsupported ", what, " constraint with partition key definition"));
    }
    // What one collation takes for equal, another one may not.
    if (std::ranges::none_of(keys, [&](const IndexKey& of_index) {
          return of_index.column == key && of_index.collation == facts.collations[i];
        })) {
      throw PgError(
          sqlstate::kFeatureNotSupported,
          StrCat("unique constraint on partitioned table must include all partitioning columns: ",
                 what, " constraint on table \"", object.key.name, "\" lacks column \"", key,
                 "\" which is part of the partition key"));
    }
  }
}

namespace {

// The copy, and those of it on partitions of the partition.
void CopyTrigger(Context& cx, ObjectId id, ObjectId partition, OriginId origin) {
  Catalog& catalog = cx.catalog;
  const ObjectKey target = catalog.Get(partition).key;
  const Name name = catalog.Get(id).key.name;
  const ObjectKey key = KeyFor<Trigger>(target.schema, target.name, name);
  if (catalog.Find(key) != nullptr) {
    throw PgError(sqlstate::kDuplicateObject, StrCat("trigger \"", name, "\" for relation \"",
                                                     target.name, "\" already exists"));
  }
  Trigger copy = catalog.Get(id).As<Trigger>();
  copy.inherited = true;
  copy.when = WhenOfCopy(cx, copy.when, NameOf(catalog.Get(catalog.Get(id).parent)));
  const ObjectId made = catalog.Create(key, std::move(copy), partition, origin);
  catalog.AddDependency(made, id, DependencyType::kInternal);
  CopyDependencies(catalog, id, made, partition);
  DependOnRowType(cx, made, id);
  for (const ObjectId child : DirectChildren(catalog, partition)) {
    CopyTrigger(cx, made, child, origin);
  }
}

}  // namespace

void CopyTriggersToPartition(Context& cx, ObjectId parent, ObjectId partition, OriginId origin) {
  const std::vector<ObjectId> children(cx.catalog.Children(parent).begin(),
                                       cx.catalog.Children(parent).end());
  for (const ObjectId id : children) {
    const auto* trigger = cx.catalog.Get(id).TryAs<Trigger>();
    if (trigger != nullptr && trigger->for_each_row) CopyTrigger(cx, id, partition, origin);
  }
}

void CopyPartsToPartition(Context& cx, ObjectId parent, ObjectId partition, OriginId origin) {
  for (const ObjectId index : IndexesOf(cx.catalog, parent)) {
    IndexDefinition definition = CopyIndexDefinition(cx, index);
    definition.origin = origin;
    if (IsForeign(cx.catalog.Get(partition))) {
      if (!definition.unique) continue;
      throw PgError(sqlstate::kWrongObjectType,
                    StrCat("cannot create foreign partition of partitioned table \"",
                           cx.catalog.Get(parent).key.name, "\""));
    }
    const ObjectId made = DefineIndex(cx, partition, definition, IndexFor::kCreateTable, index);
    if (definition.constraint) AttachIndex(cx, made, index, origin);
  }
  CopyTriggersToPartition(cx, parent, partition, origin);
  CopyForeignKeysToPartition(cx, parent, partition, origin);
}

}  // namespace schemadiff::replay
