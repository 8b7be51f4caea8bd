#include "engine/replay/define_index.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/names.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/expressions.h"
#include "engine/replay/extension_lookup.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/lookup.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/partition.h"
#include "engine/replay/relation.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

// One index being made.
class IndexMaker {
 public:
  IndexMaker(Context& cx, ObjectId table, const IndexDefinition& definition, IndexFor purpose)
      : cx_(cx), catalog_(cx.catalog), table_(table), definition_(definition), purpose_(purpose) {}

  ObjectId Make(ObjectId parent);

 private:
  void CheckRelation() const;
  void CheckMethod() const;
  void CheckDeterministic(const IndexKey& key, const QualifiedName& own) const;
  // The server's own access method of the same code.
  Name CodeOfMethod() const {
    const std::string_view code = MethodOfHandler(cx_, method_);
    return code.empty() ? method_ : Name(code);
  }
  void CheckPrimaryKey() const;
  void CheckEqualOnPartitionKey() const;
  std::vector<std::string> ColumnNames() const;
  Name ChooseName() const;
  IndexKey Key(const IndexElement& element);
  void Collation(const ast::IndexElem& node, const ResolvedType* type, const QualifiedName& own,
                 IndexKey* key);
  void CheckColumnExists(Name column) const;
  void RequireDefaultClass(const ResolvedType& type) const;
  void AnalysePredicate();
  ObjectId Store(Name name, ObjectId parent);
  ObjectId StoreConstraint(Name name);
  ObjectId StoreIndex(Name name, ObjectId parent);
  void MakeForPartitions(ObjectId index);

  const Object& table() const { return catalog_.Get(table_); }

  Context& cx_;
  Catalog& catalog_;
  const ObjectId table_;
  const IndexDefinition& definition_;
  const IndexFor purpose_;
  Name method_;
  std::vector<std::string> column_names_;
  std::vector<IndexKey> keys_;
  std::vector<TypeRef> key_types_;  // of those that a statement says
  Expression predicate_;
  Options options_;
  std::vector<Analysed> analysed_;
};

void IndexMaker::CheckRelation() const {
  const Kind kind = table().key.kind;
  if ((kind != KindOf<Table> && kind != KindOf<MaterializedView>) || IsForeign(table())) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("cannot create index on relation \"", table().key.name, "\""));
  }
  if (definition_.keys.size() + definition_.include.size() > 32) {
    throw PgError("54011", "cannot use more than 32 columns in an index");
  }
  if (IsPartitioned(table()) && definition_.exclusion() && cx_.major() < 17) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("cannot create exclusion constraints on partitioned table \"",
                         table().key.name, "\""));
  }
}

void IndexMaker::CheckMethod() const {
  if (cx_.builtins.AccessMethodKind(method_) != 'i') {
    const ExtensionMember* member = nullptr;
    const ObjectId extension = FindExtensionOf(cx_, "", "access method", method_, &member);
    const auto* own = cx_.catalog.FindPayload<AccessMethod>(KeyFor<AccessMethod>(method_));
    const bool of_tables = cx_.builtins.AccessMethodKind(method_) == 't' ||
                           (own != nullptr && own->type == AccessMethodType::kTable);
    if (of_tables) {
      throw PgError("XX000", StrCat("access method \"", method_, "\" is not one of indexes"));
    }
    if (extension == kNoObject && own == nullptr) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("access method \"", method_, "\" does not exist"));
    }
  }
  const AccessMethodFacts facts = FactsOfAccessMethod(CodeOfMethod(), cx_.major());
  const auto unsupported = [&](std::string_view what) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("access method \"", method_, "\" does not support ", what));
  };
  if (definition_.unique && !facts.unique) unsupported("unique indexes");
  if (!definition_.include.empty() && !facts.include) unsupported("included columns");
  if (definition_.keys.size() > 1 && !facts.multicolumn) unsupported("multicolumn indexes");
  if (definition_.exclusion() && !facts.exclusion) unsupported("exclusion constraints");
}

void IndexMaker::CheckPrimaryKey() const {
  if (!definition_.primary) return;
  if ((purpose_ == IndexFor::kAlterTable || IsPartition(table())) &&
      PrimaryKeyOf(catalog_, table_) != kNoObject) {
    throw PgError(
        sqlstate::kInvalidTableDefinition,
        StrCat("multiple primary keys for table \"", table().key.name, "\" are not allowed"));
  }
  for (const IndexKey& key : keys_) {
    if (key.column.empty()) {
      throw PgError(sqlstate::kFeatureNotSupported, "primary keys cannot be expressions");
    }
    const ObjectId column = FindColumn(catalog_, table_, key.column);
    if (column != kNoObject && !catalog_.Get(column).As<Column>().not_null) {
      throw PgError(sqlstate::kInvalidTableDefinition,
                    StrCat("primary key column \"", key.column, "\" is not marked NOT NULL"));
    }
  }
}

// Rows that exclude each other must be of one partition.
void IndexMaker::CheckEqualOnPartitionKey() const {
  const std::vector<Name> partition_key = FactsOfPartitionKey(table()).columns;
  for (size_t i = 0; i < definition_.operators.size() && i < keys_.size(); ++i) {
    if (std::ranges::find(partition_key, keys_[i].column) == partition_key.end()) continue;
    if (StatedName(definition_.operators[i]->items).name == "=") continue;
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("cannot match partition key to index on column \"", keys_[i].column,
                         "\" using non-equal operator \"",
                         StatedName(definition_.operators[i]->items).name, "\""));
  }
}

// How the index calls its columns, keys first.
std::vector<std::string> IndexMaker::ColumnNames() const {
  if (!definition_.column_names.empty()) return ChooseIndexColumnNames(definition_.column_names);
  std::vector<std::string> elements;
  for (size_t i = 0; i < keys_.size(); ++i) {
    const ast::IndexElem* node = definition_.keys[i].node;
    if (node != nullptr && !node->indexcolname.empty()) {
      elements.emplace_back(node->indexcolname);
    } else if (node != nullptr && node->expr != nullptr) {
      elements.emplace_back(FigureIndexColumnName(*node->expr, cx_.major()));
    } else {
      elements.push_back(NameOfIndexKey(keys_[i], cx_.major()));
    }
  }
  for (const Name column : definition_.include) elements.emplace_back(column);
  return ChooseIndexColumnNames(elements);
}

Name IndexMaker::ChooseName() const {
  if (!definition_.name.empty()) return definition_.name;
  const IndexNameKind kind = definition_.primary       ? IndexNameKind::kPrimaryKey
                             : definition_.exclusion() ? IndexNameKind::kExclusion
                             : definition_.constraint  ? IndexNameKind::kUniqueConstraint
                                                       : IndexNameKind::kPlain;
  const Name schema = table().key.schema;
  return ChooseIndexName(kind, table().key.name, column_names_, [&](std::string_view name) {
    return RelationIn(catalog_, schema, name) != kNoObject ||
           (definition_.constraint && ConstraintNameInSchema(cx_, schema, name));
  });
}

void IndexMaker::CheckColumnExists(Name column) const {
  if (FindColumn(catalog_, table_, column) != kNoObject) return;
  if (IsSystemColumn(column)) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "index creation on system columns is not supported");
  }
  RequireKnown(cx_, table_);
  throw PgError(sqlstate::kUndefinedColumn,
                definition_.constraint
                    ? StrCat("column \"", column, "\" named in key does not exist")
                    : StrCat("column \"", column, "\" does not exist"));
}

void IndexMaker::Collation(const ast::IndexElem& node, const ResolvedType* type,
                           const QualifiedName& own, IndexKey* key) {
  if (node.collation.empty()) return;
  const QualifiedName collation = ResolveCollation(cx_, node.collation, node.location);
  if (type != nullptr) {
    bool known = true;
    if (TypeCollation(cx_, *type, &known).empty() && known) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("collations are not supported by type ", TypeText(cx_, type->ref)));
    }
  }
  if (collation != own) key->collation = collation;
}

// Patterns are matched byte by byte.
void IndexMaker::CheckDeterministic(const IndexKey& key, const QualifiedName& own) const {
  const std::string& name = key.opclass.name.str();
  if (key.opclass.schema != "pg_catalog" ||
      (name != "text_pattern_ops" && name != "varchar_pattern_ops" &&
       name != "bpchar_pattern_ops")) {
    return;
  }
  const QualifiedName& collation = key.collation.empty() ? own : key.collation;
  const auto* payload = catalog_.FindPayload<schemadiff::Collation>(
      KeyFor<schemadiff::Collation>(collation.schema, collation.name));
  if (payload == nullptr || payload->deterministic) return;
  throw PgError(
      sqlstate::kFeatureNotSupported,
      StrCat("nondeterministic collations are not supported for operator class \"", name, "\""));
}

void IndexMaker::RequireDefaultClass(const ResolvedType& type) const {
  bool known = true;
  if (DefaultOperatorClass(cx_, type, method_, &known) == nullptr && known) {
    throw PgError(sqlstate::kUndefinedObject,
                  StrCat("data type ", TypeText(cx_, type.ref),
                         " has no default operator class for access method \"", method_, "\""));
  }
}

IndexKey IndexMaker::Key(const IndexElement& element) {
  if (element.node == nullptr) {
    if (!element.key.column.empty()) {
      CheckColumnExists(element.key.column);
      const ObjectId column = FindColumn(catalog_, table_, element.key.column);
      if (element.key.opclass.empty()) {
        RequireDefaultClass(ResolveRef(cx_, catalog_.Get(column).As<Column>().type));
      }
    }
    return element.key;
  }
  const ast::IndexElem& node = *element.node;
  IndexKey key;
  const ast::Node* expression = node.expr;
  // "(column)" and "(column COLLATE x)" are a column like any other.
  QualifiedName inner_collation;
  const ast::CollateClause* clause = ast::As<ast::CollateClause>(expression);
  while (clause != nullptr) {
    if (inner_collation.empty()) {
      inner_collation = ResolveCollation(cx_, clause->collname, clause->location);
    }
    expression = clause->arg;
    clause = ast::As<ast::CollateClause>(expression);
  }
  if (expression == nullptr) {
    key.column = node.name;
  } else if (const auto* ref = ast::As<ast::ColumnRef>(expression);
             ref != nullptr && FindColumn(catalog_, table_, ColumnRefName(*ref)) != kNoObject) {
    key.column = ColumnRefName(*ref);
  }
  const ResolvedType* type = nullptr;
  ResolvedType resolved;
  QualifiedName own;
  if (!key.column.empty()) {
    CheckColumnExists(key.column);
    const auto& column = catalog_.Get(FindColumn(catalog_, table_, key.column)).As<Column>();
    resolved = ResolveRef(cx_, column.type);
    type = &resolved;
    bool known = true;
    own = column.collation.empty() ? TypeCollation(cx_, resolved, &known) : column.collation;
  } else {
    Analysed analysed = Analyse(cx_, *node.expr, ExpressionUse::kIndexKey, table_);
    key.expression = analysed.expression;
    key.column = analysed.column;  // of a cast that does nothing
    if (!analysed.type.name.empty()) {
      resolved = ResolveRef(cx_, analysed.type);
      type = &resolved;
      own = analysed.collation;
      if (analysed.key_collation != own) key.collation = analysed.key_collation;
    }
    if (key.column.empty()) analysed_.push_back(std::move(analysed));
    inner_collation = {};
  }
  if (!inner_collation.empty() && type != nullptr && own.empty()) {
    bool known = true;
    if (TypeCollation(cx_, *type, &known).empty() && known) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("collations are not supported by type ", TypeText(cx_, type->ref)));
    }
  }
  if (node.collation.empty() && !inner_collation.empty() && inner_collation != own) {
    key.collation = inner_collation;
  }
  Collation(node, type, own, &key);
  if (!node.opclass.empty()) {
    key.opclass = ResolveOperatorClass(cx_, node.opclass, type, method_, node.location,
                                       !node.opclassopts.empty());
  } else if (type != nullptr) {
    RequireDefaultClass(*type);
  }
  CheckDeterministic(key, own);
  for (const ast::Node* option : node.opclassopts) {
    const auto* definition = ast::As<ast::DefElem>(option);
    if (definition != nullptr) key.opclass_options.Set(definition->defname, DefString(*definition));
  }
  key_types_.push_back(type == nullptr ? TypeRef() : type->ref);
  if (FactsOfAccessMethod(CodeOfMethod(), cx_.major()).order) {
    key.descending = node.ordering == ast::SortByDir::SORTBY_DESC;
    key.nulls_first = node.nulls_ordering == ast::SortByNulls::SORTBY_NULLS_DEFAULT
                          ? key.descending
                          : node.nulls_ordering == ast::SortByNulls::SORTBY_NULLS_FIRST;
  } else if (node.ordering != ast::SortByDir::SORTBY_DEFAULT) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("access method \"", method_, "\" does not support ASC/DESC options"));
  } else if (node.nulls_ordering != ast::SortByNulls::SORTBY_NULLS_DEFAULT) {
    throw PgError(
        sqlstate::kFeatureNotSupported,
        StrCat("access method \"", method_, "\" does not support NULLS FIRST/LAST options"));
  }
  return key;
}

void IndexMaker::AnalysePredicate() {
  predicate_ = definition_.predicate;
  if (definition_.predicate_node == nullptr) return;
  Analysed analysed =
      Analyse(cx_, *definition_.predicate_node, ExpressionUse::kIndexPredicate, table_);
  predicate_ = analysed.expression;
  analysed_.push_back(std::move(analysed));
}

ObjectId IndexMaker::StoreConstraint(Name name) {
  Constraint constraint;
  constraint.type = definition_.primary       ? ConstraintType::kPrimaryKey
                    : definition_.exclusion() ? ConstraintType::kExclusion
                                              : ConstraintType::kUnique;
  for (const IndexKey& key : keys_) {
    if (!key.column.empty()) constraint.columns.push_back(key.column);
  }
  constraint.include = definition_.include;
  constraint.deferrable = definition_.deferrable;
  constraint.initially_deferred = definition_.initially_deferred;
  constraint.nulls_not_distinct = definition_.nulls_not_distinct;
  constraint.options = options_;
  constraint.tablespace = definition_.tablespace;
  if (!definition_.copied_exclusion.empty()) {
    constraint.exclusion = definition_.copied_exclusion;
  } else if (definition_.exclusion()) {
    constraint.exclusion =
        ExclusionOf(cx_, definition_, {method_, keys_, key_types_, options_, predicate_});
  }
  return catalog_.Create(KeyFor<Constraint>(table().key.schema, table().key.name, name),
                         std::move(constraint), table_, definition_.origin);
}

ObjectId IndexMaker::StoreIndex(Name name, ObjectId parent) {
  Index index;
  index.table = NameOf(table());
  index.method = method_;
  index.unique = definition_.unique;
  index.nulls_not_distinct = definition_.nulls_not_distinct;
  index.keys = keys_;
  index.include = definition_.include;
  index.predicate = predicate_;
  index.options = options_;
  index.tablespace = definition_.tablespace;
  if (parent != kNoObject) index.partition_of = NameOf(catalog_.Get(parent));
  index.only =
      definition_.only && IsPartitioned(table()) && !DirectChildren(catalog_, table_).empty();
  return catalog_.Create(KeyFor<Index>(table().key.schema, name), std::move(index), table_,
                         definition_.origin);
}

ObjectId IndexMaker::Store(Name name, ObjectId parent) {
  if (definition_.constraint && FindConstraint(catalog_, table_, name) != kNoObject) {
    throw PgError(sqlstate::kDuplicateObject, StrCat("constraint \"", name, "\" for relation \"",
                                                     table().key.name, "\" already exists"));
  }
  const ObjectId id = definition_.constraint ? StoreConstraint(name) : StoreIndex(name, parent);
  for (size_t i = 0; i < keys_.size(); ++i) {
    const IndexKey& key = keys_[i];
    if (!key.column.empty()) {
      catalog_.AddDependency(id, table_, DependencyType::kAuto, key.column);
    } else if (definition_.keys[i].node != nullptr) {
      continue;  // its analysis is among analysed_
    } else if (const ParsedFragment parsed = ParseExpression(key.expression.text()); parsed) {
      DependOnColumns(cx_, id, *parsed.node, table_, DependencyType::kAuto);
    }
  }
  for (const Name column : definition_.include) {
    catalog_.AddDependency(id, table_, DependencyType::kAuto, column);
  }
  if (!predicate_.empty() && definition_.predicate_node == nullptr) {
    if (const ParsedFragment parsed = ParseExpression(predicate_.text()); parsed) {
      DependOnColumns(cx_, id, *parsed.node, table_, DependencyType::kAuto);
    }
  }
  for (const Analysed& analysed : analysed_) {
    DependOnExpression(cx_, id, analysed, table_, DependencyType::kAuto);
  }
  if (parent != kNoObject) catalog_.AddDependency(id, parent, DependencyType::kInternal);
  return id;
}

ObjectId IndexMaker::Make(ObjectId parent) {
  CheckRelation();
  method_ = definition_.method == "rtree" ? Name("gist") : definition_.method;
  CheckMethod();
  keys_.reserve(definition_.keys.size());
  options_ = definition_.options;
  if (definition_.option_nodes != nullptr) {
    SetOptions(&options_, *definition_.option_nodes, OptionsOf::kIndex, method_, cx_.major());
  }
  for (const IndexElement& element : definition_.keys) keys_.push_back(Key(element));
  for (size_t i = 0; i < definition_.operators.size() && i < key_types_.size(); ++i) {
    CheckExclusionOperator(cx_, key_types_[i], method_, keys_[i].opclass,
                           *definition_.operators[i]);
  }
  for (const Name column : definition_.include) CheckColumnExists(column);
  AnalysePredicate();
  CheckPrimaryKey();
  if ((definition_.unique || definition_.exclusion()) && IsPartitioned(table())) {
    CheckEqualOnPartitionKey();
    CheckPartitionKeyCovered(cx_, table_, keys_, definition_.primary);
  }
  column_names_ = ColumnNames();
  const Name name = ChooseName();
  if (RelationIn(catalog_, table().key.schema, name) != kNoObject) {
    if (definition_.if_not_exists) return kNoObject;
    throw PgError(sqlstate::kDuplicateTable, StrCat("relation \"", name, "\" already exists"));
  }
  const ObjectId id = Store(name, parent);
  if (IndexColumnNames(cx_, id) != column_names_)
    cx_.catalog.notes.index_column_names[id] = column_names_;
  if (IsPartitioned(table()) && !definition_.only) MakeForPartitions(id);
  return id;
}

void IndexMaker::MakeForPartitions(ObjectId index) {
  bool whole = true;
  for (const ObjectId partition : DirectChildren(catalog_, table_)) {
    if (IsForeign(catalog_.Get(partition))) {
      if (!definition_.unique) continue;
      throw PgError(
          sqlstate::kWrongObjectType,
          StrCat("cannot create unique index on partitioned table \"", table().key.name, "\""));
    }
    const ObjectId part =
        MakeIndexForPartition(cx_, index, partition, purpose_, definition_.origin);
    whole = whole && FactsOfIndex(catalog_.Get(part)).valid;
  }
  // One that has taken over an invalid index is as little valid as if it had been made with ONLY.
  if (!whole && !definition_.constraint) {
    catalog_.Set(index, &Index::only, true, definition_.origin);
  }
}

}  // namespace

ObjectId DefineIndex(Context& cx, ObjectId table, const IndexDefinition& definition,
                     IndexFor purpose, ObjectId parent) {
  return IndexMaker(cx, table, definition, purpose).Make(parent);
}

}  // namespace schemadiff::replay
