#include "engine/replay/partition.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/define_index.h"
#include "engine/replay/expressions.h"
#include "engine/replay/foreign_key.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/relation.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

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

// One element of a partition key, as pg_get_partkeydef prints it.
class KeyElement {
 public:
  KeyElement(Context& cx, ObjectId table, const ast::PartitionElem& node, std::string_view method)
      : cx_(cx), table_(table), node_(node), method_(method) {}

  std::string Text();
  const std::string& unresolved() const { return unresolved_; }

 private:
  void UseColumn(std::string_view name);

  Context& cx_;
  ObjectId table_;
  const ast::PartitionElem& node_;
  std::string_view method_;
  std::string text_;
  ResolvedType type_;
  bool type_known_ = false;
  QualifiedName collation_;
  std::string unresolved_;
};

void KeyElement::UseColumn(std::string_view name) {
  const ObjectId id = FindColumn(cx_.catalog, table_, name);
  if (id == kNoObject) {
    if (IsSystemColumn(name)) {
      throw PgError(sqlstate::kInvalidObjectDefinition,
                    StrCat("cannot use system column \"", name, "\" in partition key"),
                    node_.location);
    }
    throw PgError(sqlstate::kUndefinedColumn,
                  StrCat("column \"", name, "\" named in partition key does not exist"),
                  node_.location);
  }
  const auto& column = cx_.catalog.Get(id).As<Column>();
  if (column.generated != Generated::kNone) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  "cannot use generated column in partition key", node_.location);
  }
  text_ = QuoteIdentifier(name, cx_.major());
  type_ = ResolveRef(cx_, column.type);
  type_known_ = true;
  bool known = true;
  collation_ = column.collation.empty() ? TypeCollation(cx_, type_, &known) : column.collation;
}

std::string KeyElement::Text() {
  const ast::Node* expression = node_.expr;
  QualifiedName stated_collation;
  while (const auto* clause = ast::As<ast::CollateClause>(expression)) {
    if (stated_collation.empty()) {
      stated_collation = ResolveCollation(cx_, clause->collname, clause->location);
    }
    expression = clause->arg;
  }
  const auto* ref = ast::As<ast::ColumnRef>(expression);
  if (expression == nullptr) {
    UseColumn(node_.name);
  } else if (ref != nullptr && FindColumn(cx_.catalog, table_, ColumnRefName(*ref)) != kNoObject) {
    UseColumn(ColumnRefName(*ref));
  } else {
    const Analysed analysed = Analyse(cx_, *node_.expr, ExpressionUse::kPartitionKey, table_);
    text_ = analysed.expression.text();
    unresolved_ = analysed.expression.reason();
    if (!analysed.type.name.empty()) {
      type_ = ResolveRef(cx_, analysed.type);
      type_known_ = true;
      collation_ = analysed.collation;
    }
    // Not on its columns: that a key's column cannot be dropped is a rule of its own.
    DependOnExpression(cx_, table_, analysed, kNoObject, DependencyType::kNormal);
    stated_collation = {};
  }
  if (!node_.collation.empty()) {
    stated_collation = ResolveCollation(cx_, node_.collation, node_.location);
  }
  if (!stated_collation.empty() && stated_collation != collation_) {
    StrAppend(&text_, " COLLATE ",
              QuoteQualifiedName(stated_collation.schema == "pg_catalog"
                                     ? std::string_view()
                                     : std::string_view(stated_collation.schema),
                                 stated_collation.name, cx_.major()));
  }
  const ResolvedType* type = type_known_ ? &type_ : nullptr;
  if (!node_.opclass.empty()) {
    const QualifiedName opclass =
        ResolveOperatorClass(cx_, node_.opclass, type, method_, node_.location);
    if (!opclass.empty()) {
      StrAppend(
          &text_, " ",
          QuoteQualifiedName(opclass.schema == "pg_catalog" ? std::string_view()
                                                            : std::string_view(opclass.schema),
                             opclass.name, cx_.major()));
    }
  } else if (type != nullptr) {
    bool known = true;
    if (DefaultOperatorClass(cx_, *type, method_, &known) == nullptr && known) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("data type ", TypeText(cx_, type->ref),
                           " has no default operator class for access method \"", method_, "\""));
    }
  }
  return text_;
}

// The constant of a bound as pg_get_expr prints it; empty where that takes the type's own input
// and output functions, which is for parse analysis to know.
std::string PlainBoundValue(const ast::Node* node, const TypeRef* type, int major) {
  (void)major;
  const auto* constant = ast::As<ast::A_Const>(node);
  if (constant == nullptr) return {};
  if (constant->isnull) return "NULL";
  if (type == nullptr || type->schema != "pg_catalog" || type->array) return {};
  if (const auto* integer = ast::As<ast::Integer>(constant->val)) {
    if (type->name == "int4" || type->name == "int8" || type->name == "int2") {
      return integer->ival < 0 ? StrCat("'", integer->ival, "'") : StrCat(integer->ival);
    }
  } else if (const auto* text = ast::As<ast::String>(constant->val)) {
    if (type->name == "text" || type->name == "varchar") return QuoteLiteral(text->sval);
  } else if (const auto* boolean = ast::As<ast::Boolean>(constant->val)) {
    if (type->name == "bool") return boolean->boolval ? "true" : "false";
  }
  return {};
}

struct BoundText {
  std::string text;
  bool resolved = true;
};

void AppendDatum(const Context& cx, const ast::Node* node, const TypeRef* type, bool range,
                 BoundText* out) {
  if (range) {
    const auto* ref = ast::As<ast::ColumnRef>(node);
    if (ref != nullptr && ref->fields.size() == 1) {
      const std::string_view word = ColumnRefName(*ref);
      if (word == "minvalue" || word == "maxvalue") {
        out->text += word == "minvalue" ? "MINVALUE" : "MAXVALUE";
        return;
      }
    }
    const auto* constant = ast::As<ast::A_Const>(node);
    if (constant != nullptr && constant->isnull) {
      throw PgError(sqlstate::kInvalidTableDefinition, "cannot specify NULL in range bound",
                    node->location);
    }
  }
  const std::string plain = PlainBoundValue(node, type, cx.major());
  if (!plain.empty()) {
    out->text += plain;
    return;
  }
  out->text += SourceOf(cx.statement(), *node);
  out->resolved = false;
}

[[noreturn]] void InvalidBound(const std::string& message, int32_t location = -1) {
  throw PgError(sqlstate::kInvalidTableDefinition, message, location);
}

std::vector<TypeRef> KeyTypes(const Catalog& catalog, ObjectId table,
                              const PartitionKeyFacts& facts) {
  std::vector<TypeRef> types;
  for (const Name column : facts.columns) {
    const ObjectId id = column.empty() ? kNoObject : FindColumn(catalog, table, column);
    types.push_back(id == kNoObject ? TypeRef{} : catalog.Get(id).As<Column>().type);
  }
  return types;
}

std::string AppendDatums(const Context& cx, const ast::List& datums,
                         const std::vector<TypeRef>& types, bool range, BoundText* out) {
  for (size_t i = 0; i < datums.size(); ++i) {
    if (i > 0) out->text += ", ";
    const TypeRef& type = types[range ? std::min(i, types.size() - 1) : 0];
    AppendDatum(cx, datums[i], type.name.empty() ? nullptr : &type, range, out);
  }
  return out->text;
}

}  // namespace

void StorePartitionKey(Context& cx, ObjectId table, const ast::PartitionSpec& spec) {
  const std::string_view strategy = StrategyText(spec.strategy);
  if (strategy == "LIST" && spec.partParams.size() != 1) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  "cannot use \"list\" partition strategy with more than one column",
                  spec.location);
  }
  if (spec.partParams.size() > 32) {
    throw PgError("54011", "cannot partition using more than 32 columns", spec.location);
  }
  std::string text = StrCat(strategy, " (");
  std::string unresolved;
  for (const ast::Node* node : spec.partParams) {
    KeyElement element(cx, table, *ast::Cast<ast::PartitionElem>(node),
                       strategy == "HASH" ? "hash" : "btree");
    if (node != spec.partParams.front()) text += ", ";
    text += element.Text();
    if (unresolved.empty()) unresolved = element.unresolved();
  }
  text += ')';
  cx.catalog.Set(
      table, &Table::partition_key,
      unresolved.empty() ? Expression::Canonical(text) : Expression::Unresolved(text, unresolved),
      cx.OriginOf(&spec));
}

PartitionKeyFacts FactsOfPartitionKey(const Object& table) {
  PartitionKeyFacts facts;
  const std::string& key = table.As<Table>().partition_key.text();
  const ParsedScript script =
      ParseSql(SourceText::FromFile("", StrCat("CREATE TABLE t () PARTITION BY ", key)));
  if (script.statements.size() != 1) {
    throw NotModelled(StrCat("the partition key \"", key, "\" of \"", table.key.name, "\""));
  }
  const auto* spec = ast::Cast<ast::CreateStmt>(script.statements[0].stmt)->partspec;
  facts.strategy = StrategyText(spec->strategy);
  for (const ast::Node* node : spec->partParams) {
    facts.columns.emplace_back(ast::Cast<ast::PartitionElem>(node)->name);
  }
  return facts;
}

Expression AnalysePartitionBound(Context& cx, ObjectId parent, const ast::PartitionBoundSpec& spec,
                                 std::string_view partition_name) {
  const Catalog& catalog = cx.catalog;
  const PartitionKeyFacts facts = FactsOfPartitionKey(catalog.Get(parent));
  if (spec.is_default) {
    if (facts.strategy == "HASH") {
      InvalidBound("a hash-partitioned table may not have a default partition");
    }
    for (const ObjectId sibling : DirectChildren(catalog, parent)) {
      if (catalog.Get(sibling).As<Table>().partition_bound.text() == "DEFAULT") {
        throw PgError(sqlstate::kInvalidObjectDefinition,
                      StrCat("partition \"", partition_name,
                             "\" conflicts with existing default partition \"",
                             catalog.Get(sibling).key.name, "\""),
                      spec.location);
      }
    }
    return Expression::Canonical("DEFAULT");
  }
  const std::string_view stated = spec.strategy == "h"   ? "HASH"
                                  : spec.strategy == "l" ? "LIST"
                                                         : "RANGE";
  if (stated != facts.strategy) {
    InvalidBound(
        StrCat("invalid bound specification for a ", AsciiToLower(facts.strategy), " partition"),
        spec.location);
  }
  const std::vector<TypeRef> types = KeyTypes(catalog, parent, facts);
  BoundText bound;
  if (stated == "HASH") {
    if (spec.modulus <= 0) {
      InvalidBound("modulus for hash partition must be an integer value greater than zero");
    }
    if (spec.remainder >= spec.modulus) {
      InvalidBound("remainder for hash partition must be less than modulus");
    }
    bound.text =
        StrCat("FOR VALUES WITH (modulus ", spec.modulus, ", remainder ", spec.remainder, ")");
  } else if (stated == "LIST") {
    bound.text = "FOR VALUES IN (";
    AppendDatums(cx, spec.listdatums, types, false, &bound);
    bound.text += ')';
  } else {
    if (spec.lowerdatums.size() != types.size()) {
      InvalidBound("FROM must specify exactly one value per partitioning column");
    }
    if (spec.upperdatums.size() != types.size()) {
      InvalidBound("TO must specify exactly one value per partitioning column");
    }
    bound.text = "FOR VALUES FROM (";
    AppendDatums(cx, spec.lowerdatums, types, true, &bound);
    bound.text += ") TO (";
    AppendDatums(cx, spec.upperdatums, types, true, &bound);
    bound.text += ')';
  }
  return bound.resolved
             ? Expression::Canonical(bound.text)
             : Expression::Unresolved(bound.text, "a value of the bound was not analysed");
}

void CheckPartitionKeyCovered(const Context& cx, ObjectId table, const std::vector<Name>& columns,
                              bool primary) {
  const Object& object = cx.catalog.Get(table);
  const std::string_view what = primary ? "PRIMARY KEY" : "UNIQUE";
  for (const Name key : FactsOfPartitionKey(object).columns) {
    if (key.empty()) {
      throw PgError(sqlstate::kFeatureNotSupported,
                    StrCat("unsupported ", what, " constraint with partition key definition"));
    }
    if (std::ranges::find(columns, key) == columns.end()) {
      throw PgError(
          sqlstate::kFeatureNotSupported,
          StrCat("unique constraint on partitioned table must include all partitioning columns: ",
                 what, " constraint on table \"", object.key.name, "\" lacks column \"", key,
                 "\" which is part of the partition key"));
    }
  }
}

void CopyTriggersToPartition(Context& cx, ObjectId parent, ObjectId partition, OriginId origin) {
  Catalog& catalog = cx.catalog;
  const ObjectKey target = catalog.Get(partition).key;
  const std::vector<ObjectId> children(catalog.Children(parent).begin(),
                                       catalog.Children(parent).end());
  for (const ObjectId id : children) {
    const auto* trigger = catalog.Get(id).TryAs<Trigger>();
    if (trigger == nullptr || !trigger->for_each_row) continue;
    const Name name = catalog.Get(id).key.name;
    const ObjectKey key = KeyFor<Trigger>(target.schema, target.name, name);
    if (catalog.Find(key) != nullptr) {
      throw PgError(sqlstate::kDuplicateObject, StrCat("trigger \"", name, "\" for relation \"",
                                                       target.name, "\" already exists"));
    }
    Trigger copy = *trigger;
    copy.inherited = true;
    const ObjectId made = catalog.Create(key, std::move(copy), partition, origin);
    catalog.AddDependency(made, id, DependencyType::kInternal);
    CopyDependencies(catalog, id, made, partition);
    for (const ObjectId child : DirectChildren(catalog, partition)) {
      CopyTriggersToPartition(cx, partition, child, origin);
    }
  }
}

void CopyPartsToPartition(Context& cx, ObjectId parent, ObjectId partition, OriginId origin) {
  for (const ObjectId index : IndexesOf(cx.catalog, parent)) {
    IndexDefinition definition = CopyIndexDefinition(cx, index);
    definition.origin = origin;
    const ObjectId made = DefineIndex(cx, partition, definition, IndexFor::kCreateTable, index);
    if (definition.constraint) AttachIndex(cx, made, index, origin);
  }
  CopyTriggersToPartition(cx, parent, partition, origin);
  CopyForeignKeysToPartition(cx, parent, partition, origin);
}

}  // namespace schemadiff::replay
