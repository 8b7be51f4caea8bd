// Partition keys and bounds.
#include <algorithm>

#include "engine/analyze/analyzer_impl.h"
#include "engine/analyze/collation.h"
#include "engine/analyze/deparse.h"
#include "engine/analyze/fold.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"

namespace schemadiff {

using sema::Expr;
using sema::ExprUse;

namespace {

std::string_view OperatorClassMethod(char strategy) { return strategy == 'h' ? "hash" : "btree"; }

std::string Qualified(const QualifiedName& name, int major) {
  return QuoteQualifiedName(
      name.schema == "pg_catalog" ? std::string_view() : std::string_view(name.schema), name.name,
      major);
}

char StrategyLetter(ast::PartitionStrategy strategy) {
  switch (strategy) {
    case ast::PartitionStrategy::PARTITION_STRATEGY_LIST:
      return 'l';
    case ast::PartitionStrategy::PARTITION_STRATEGY_HASH:
      return 'h';
    default:
      return 'r';
  }
}

enum class BoundKind { kValue, kMinimum, kMaximum };

BoundKind KindOfBound(const ast::Node* node) {
  const auto* column = ast::As<ast::ColumnRef>(node);
  if (column == nullptr || column->fields.size() != 1) return BoundKind::kValue;
  const auto* name = ast::As<ast::String>(column->fields[0]);
  if (name == nullptr) return BoundKind::kValue;
  if (name->sval == "minvalue") return BoundKind::kMinimum;
  if (name->sval == "maxvalue") return BoundKind::kMaximum;
  return BoundKind::kValue;
}

const Expr& BoundValue(sema::Analysis* analysis, const ast::Node* node, const AnalyzedKey& key) {
  sema::Context& context = analysis->context;
  int32_t typmod = -1;
  const TypeId type = context.types.FromRef(key.type, &typmod);
  Expr* value = analysis->transformer.Transform(node, ExprUse::kPartitionBound);
  Expr* coerced =
      sema::CoerceToTarget(context, value, type, typmod, sema::CoercionContext::kAssignment,
                           sema::Form::kImplicitCast, -1);
  if (coerced == nullptr) {
    throw PgError(sqlstate::kDatatypeMismatch,
                  StrCat("specified value cannot be cast to type ", context.types.FormatBare(type),
                         " for column \"",
                         key.column.empty() ? std::string_view(key.expression.text)
                                            : std::string_view(key.column),
                         "\""),
                  node->location);
  }
  return sema::FoldConstant(context, *coerced);
}

QualifiedName Renamed(const sema::TypeTable& types, Kind kind, const QualifiedName& name) {
  return types.renaming() == nullptr ? name : types.renaming()->Other(kind, name);
}

Name RenamedColumn(const sema::TypeTable& types, const RelationScope& scope, Name column) {
  return types.renaming() == nullptr ? column : types.renaming()->Column(scope.name, column);
}

}  // namespace

AnalyzedPartitionKey Analyzer::PartitionKey(const ast::PartitionSpec& spec,
                                            const RelationScope& scope) {
  AnalyzedPartitionKey result;
  result.strategy = StrategyLetter(spec.strategy);
  const int major = impl_->types.major();
  result.text = result.strategy == 'h' ? "HASH (" : result.strategy == 'l' ? "LIST (" : "RANGE (";
  if (result.strategy == 'l' && spec.partParams.size() != 1) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  "cannot use \"list\" partition strategy with more than one column");
  }
  if (spec.partParams.size() > 32) {
    throw PgError("54011", "cannot partition using more than 32 columns");
  }
  for (const ast::Node* item : spec.partParams) {
    const auto& element = *ast::Cast<ast::PartitionElem>(item);
    AnalyzedKey& key = result.keys.emplace_back();
    std::string shown;
    if (!element.name.empty()) {
      for (const ScopeColumn& column : scope.columns) {
        if (column.name != element.name) continue;
        if (column.generated) {
          throw PgError(sqlstate::kInvalidObjectDefinition,
                        "cannot use generated column in partition key", element.location);
        }
        key.column = column.name;
        key.type = column.type;
        key.collation = column.collation.empty() ? TypeCollation(column.type) : column.collation;
        key.key_collation = key.collation;
      }
      if (key.column.empty()) {
        throw PgError(sqlstate::kUndefinedColumn,
                      StrCat("column \"", element.name, "\" named in partition key does not exist"),
                      element.location);
      }
      shown = QuoteIdentifier(RenamedColumn(impl_->types, scope, key.column), major);
    } else {
      sema::Analysis analysis(*impl_);
      analysis.AddScope(scope, {}, /*columns_visible=*/true);
      Expr* value = analysis.transformer.Transform(element.expr, ExprUse::kPartitionExpression);
      key.key_collation = CollationOf(analysis.context, *value);
      while (value->kind == sema::ExprKind::kCollate) value = value->args[0];
      key.expression = analysis.Finish(*value, /*prefix=*/false);
      key.type = key.expression.type;
      key.collation = key.expression.collation;
      if (value->kind == sema::ExprKind::kVar && value->attribute > 0) {
        key.column = key.expression.columns[0];
        key.expression.text.clear();
        shown = QuoteIdentifier(RenamedColumn(impl_->types, scope, key.column), major);
      } else {
        if (value->kind == sema::ExprKind::kConst) {
          throw PgError(sqlstate::kInvalidObjectDefinition,
                        "cannot use constant expression as partition key", element.location);
        }
        sema::RequireImmutable(impl_->catalog, key.expression,
                               "functions in partition key expression must be marked IMMUTABLE",
                               element.location);
        if (!sema::Deparser::LooksLikeFunction(*value, impl_->catalog.server_version)) {
          key.expression.text = StrCat("(", key.expression.text, ")");
        }
        shown = key.expression.text;
      }
    }
    if (result.keys.size() > 1) result.text += ", ";
    result.text += shown;
    if (!element.collation.empty()) {
      key.key_collation = ResolveCollation(element.collation, element.location);
    }
    if (!key.key_collation.empty() && key.key_collation != key.collation) {
      StrAppend(&result.text, " COLLATE ",
                Qualified(Renamed(impl_->types, KindOf<Collation>, key.key_collation), major));
    }
    const std::string_view method = OperatorClassMethod(result.strategy);
    const QualifiedName usual = DefaultOperatorClass(method, key.type);
    if (!element.opclass.empty()) {
      const QualifiedName chosen = ResolveOperatorClass(method, element.opclass, element.location);
      if (chosen != usual) {
        StrAppend(&result.text, " ",
                  Qualified(Renamed(impl_->types, KindOf<OperatorClass>, chosen), major));
      }
    } else if (usual.empty()) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("data type ", FormatTypeWithoutModifiers(key.type, major),
                           " has no default operator class for access method \"", method, "\""),
                    element.location);
    }
  }
  result.text += ")";
  return result;
}

std::string Analyzer::PartitionBound(const ast::PartitionBoundSpec& spec,
                                     const AnalyzedPartitionKey& key) {
  const auto invalid = [](std::string_view message) {
    throw PgError(sqlstate::kInvalidTableDefinition, std::string(message));
  };
  if (spec.is_default) {
    if (key.strategy == 'h') invalid("a hash-partitioned table may not have a default partition");
    return "DEFAULT";
  }
  if (spec.strategy.empty() || spec.strategy[0] != key.strategy) {
    invalid(StrCat("invalid bound specification for a ",
                   key.strategy == 'h'   ? "hash"
                   : key.strategy == 'l' ? "list"
                                         : "range",
                   " partition"));
  }
  if (key.strategy == 'h') {
    if (spec.modulus <= 0) {
      invalid("modulus for hash partition must be an integer value greater than zero");
    }
    if (spec.remainder >= spec.modulus) {
      invalid("remainder for hash partition must be less than modulus");
    }
    return StrCat("FOR VALUES WITH (modulus ", spec.modulus, ", remainder ", spec.remainder, ")");
  }
  sema::Analysis analysis(*impl_);
  sema::Deparser deparser(analysis.context);
  if (key.strategy == 'l') {
    std::vector<std::string> values;
    for (const ast::Node* item : spec.listdatums) {
      std::string text = deparser.BareConstant(BoundValue(&analysis, item, key.keys[0]));
      if (std::find(values.begin(), values.end(), text) == values.end()) {
        values.push_back(std::move(text));
      }
    }
    return StrCat("FOR VALUES IN (", StrJoin(values, ", "), ")");
  }
  const auto bound = [&](const ast::List& list, std::string_view which) {
    if (list.size() != key.keys.size()) {
      invalid(StrCat(which, " must specify exactly one value per partitioning column"));
    }
    std::vector<std::string> values;
    BoundKind infinite = BoundKind::kValue;
    for (size_t i = 0; i < list.size(); ++i) {
      const BoundKind kind = KindOfBound(list[i]);
      if (infinite != BoundKind::kValue && kind != infinite) {
        throw PgError(
            sqlstate::kDatatypeMismatch,
            StrCat("every bound following ",
                   infinite == BoundKind::kMinimum ? "MINVALUE" : "MAXVALUE", " must also be ",
                   infinite == BoundKind::kMinimum ? "MINVALUE" : "MAXVALUE"));
      }
      infinite = kind;
      if (kind != BoundKind::kValue) {
        values.emplace_back(kind == BoundKind::kMinimum ? "MINVALUE" : "MAXVALUE");
        continue;
      }
      const Expr& value = BoundValue(&analysis, list[i], key.keys[i]);
      if (value.is_null) {
        throw PgError(sqlstate::kInvalidObjectDefinition, "cannot specify NULL in range bound");
      }
      values.push_back(deparser.BareConstant(value));
    }
    return StrCat("(", StrJoin(values, ", "), ")");
  };
  const std::string from = bound(spec.lowerdatums, "FROM");
  return StrCat("FOR VALUES FROM ", from, " TO ", bound(spec.upperdatums, "TO"));
}

}  // namespace schemadiff
