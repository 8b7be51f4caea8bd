#include "engine/analyze/analyzer.h"

#include <algorithm>
#include <utility>

#include "engine/analyze/analyzer_impl.h"
#include "engine/analyze/collation.h"
#include "engine/analyze/deparse.h"
#include "engine/analyze/planned.h"
#include "engine/analyze/references.h"
#include "engine/base/strings.h"

namespace schemadiff {

using sema::Context;
using sema::Deparser;
using sema::Expr;
using sema::ExprUse;
using sema::TypeInfo;

Analyzer::Impl::Impl(const Catalog& the_catalog, AnalyzeOptions the_options)
    : catalog(the_catalog),
      options(std::move(the_options)),
      types(catalog, Builtins::ForMajor(catalog.server_version / 10000)) {}

sema::Context Analyzer::Impl::MakeContext(sema::Arena& arena) {
  types.Refresh();
  std::vector<Name> effective = path.schemas;
  static const Name builtin = "pg_catalog";
  if (std::find(effective.begin(), effective.end(), builtin) == effective.end()) {
    effective.insert(effective.begin(), builtin);
  }
  return {catalog, types.builtins(), types, options, std::move(effective), arena};
}

sema::Analysis::Analysis(Analyzer::Impl& impl)
    : context(impl.MakeContext(arena)), transformer(context, &state) {
  state.query = arena.NewQuery();
}

void sema::Analysis::AddScope(const RelationScope& scope, Name alias, bool columns_visible) {
  Rte rte;
  rte.kind = RteKind::kRelation;
  rte.relation = scope.name;
  rte.eref = alias.empty() ? scope.name.name : alias;
  rte.has_alias = !alias.empty();
  rte.alias = alias;
  auto item = std::make_shared<NamespaceItem>();
  item->name = rte.eref;
  if (alias.empty()) item->relation = scope.name;
  item->rte = static_cast<int>(state.query->range_table.size());
  item->has_system_columns = true;
  item->columns_visible = columns_visible;
  item->columns.reserve(scope.columns.size());
  rte.columns.reserve(scope.columns.size());
  rte.real_columns.reserve(scope.columns.size());
  item->row_type = context.types.Find(scope.name.schema, scope.name.name);
  if (item->row_type == 0) item->row_type = type_id::kRecord;
  for (const ScopeColumn& column : scope.columns) {
    NamespaceColumn& entry = item->columns.emplace_back();
    entry.name = column.name;
    entry.rte = entry.syntactic_rte = item->rte;
    entry.attribute = entry.syntactic_attribute = static_cast<int>(item->columns.size());
    entry.type = context.types.FromRef(column.type, &entry.typmod);
    entry.collation =
        column.collation.empty() ? context.types.Collation(entry.type) : column.collation;
    rte.columns.push_back({entry.name, entry.type, entry.typmod, entry.collation});
    rte.real_columns.push_back(entry.name);
  }
  state.query->range_table.push_back(std::move(rte));
  state.names.push_back(std::move(item));
}

AnalyzedExpression sema::Analysis::Finish(const Expr& expr, bool prefix, int indent) {
  AnalyzedExpression result;
  result.text = Deparser(context).Expression(expr, *state.query, prefix, indent);
  result.type = context.types.ToRef(expr.type, expr.typmod);
  result.collation = CollationOf(context, expr);
  References references = CollectReferences(context, expr, *state.query);
  result.columns = std::move(references.scope_columns);
  result.whole_row = references.whole_row;
  result.references = std::move(references.objects);
  result.columns_used = std::move(references.columns);
  result.volatility = references.volatility;
  return result;
}

Analyzer::Analyzer(const Catalog& catalog, AnalyzeOptions options)
    : impl_(std::make_unique<Impl>(catalog, std::move(options))) {}
Analyzer::~Analyzer() = default;

void Analyzer::SetSearchPath(SearchPath path) { impl_->path = std::move(path); }
void Analyzer::SetZoneKnown(bool known) { impl_->options.zone_known = known; }
const SearchPath& Analyzer::search_path() const { return impl_->path; }

namespace sema {

void RequireImmutable(const Catalog& catalog, const AnalyzedExpression& expression,
                      std::string_view message, int location) {
  if (expression.volatility == 'i') return;
  // The server looks when it has inlined functions, whose bodies may be better than they say.
  for (const ObjectKey& key : expression.references) {
    const auto* function = catalog.FindPayload<Function>(key);
    if (function != nullptr && function->language == "sql" && !function->security_definer &&
        function->settings.empty()) {
      throw NotModelled(StrCat("whether ", key.name, "() is immutable when it is inlined"),
                        location);
    }
    // Which of its functions are of that kind is not told.
    if (key.kind == KindOf<Extension> && catalog.notes.extensions != nullptr) {
      throw NotModelled(StrCat("whether what extension \"", key.name,
                               "\" brings is immutable when it is inlined"),
                        location);
    }
  }
  throw PgError(sqlstate::kInvalidObjectDefinition, std::string(message), location);
}

}  // namespace sema

void Analyzer::SetRenaming(const Renaming* renaming) { impl_->types.SetRenaming(renaming); }
void Analyzer::SetReadsTrees(bool reads_trees) { impl_->types.SetReadsTrees(reads_trees); }

namespace {

// The value as one of the column's type, as assignment makes it.
Expr* Assign(Context& context, Expr* value, const TypeRef& type, Name column,
             std::string_view what) {
  int32_t typmod = -1;
  const TypeId target = context.types.FromRef(type, &typmod);
  Expr* result =
      sema::CoerceToTarget(context, value, target, typmod, sema::CoercionContext::kAssignment,
                           sema::Form::kImplicitCast, -1);
  if (result == nullptr) {
    throw PgError(
        sqlstate::kDatatypeMismatch,
        StrCat("column \"", column, "\" is of type ", context.types.FormatBare(target), " but ",
               what, " expression is of type ", context.types.FormatBare(value->type)),
        value->location);
  }
  return result;
}

bool IsNullConstant(const Expr& expr) {
  return expr.kind == sema::ExprKind::kConst && expr.is_null;
}

// "(a > 0)", but "lower(a)": an expression in a key stands in parentheses unless it is a call.
void Parenthesize(const Catalog& catalog, const Expr& expr, AnalyzedExpression* result) {
  if (!Deparser::LooksLikeFunction(expr, catalog.server_version))
    result->text = StrCat("(", result->text, ")");
}

}  // namespace

AnalyzedExpression Analyzer::ColumnDefault(const ast::Node& expression, Name column,
                                           const TypeRef& type) {
  sema::Analysis analysis(*impl_);
  Expr* value = analysis.transformer.Transform(&expression, ExprUse::kColumnDefault);
  value = Assign(analysis.context, value, type, column, "default");
  AnalyzedExpression result = analysis.Finish(*value, /*prefix=*/false);
  if (IsNullConstant(*value)) result.text.clear();
  return result;
}

AnalyzedExpression Analyzer::GeneratedColumn(const ast::Node& expression,
                                             const RelationScope& scope, Name column,
                                             const TypeRef& type, bool is_virtual) {
  sema::Analysis analysis(*impl_);
  analysis.AddScope(scope, {}, /*columns_visible=*/true);
  Expr* value = analysis.transformer.Transform(&expression, ExprUse::kGenerated);
  value = Assign(analysis.context, value, type, column,
                 impl_->types.major() >= 18 ? "generation" : "default");
  AnalyzedExpression result = analysis.Finish(*value, /*prefix=*/false);
  for (const ScopeColumn& other : scope.columns) {
    const bool used =
        std::find(result.columns.begin(), result.columns.end(), other.name) != result.columns.end();
    if (used && (other.generated || other.name == column)) {
      throw PgError(sqlstate::kInvalidObjectDefinition,
                    StrCat("cannot use generated column \"", other.name,
                           "\" in column generation expression"));
    }
  }
  if (result.whole_row) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  "cannot use whole-row variable in column generation expression");
  }
  sema::RequireImmutable(impl_->catalog, result, "generation expression is not immutable");
  if (is_virtual && !result.references.empty()) {
    // 18 refuses user-defined functions and types there.
    for (const ObjectKey& key : result.references) {
      if (key.kind == KindOf<Function>) {
        throw PgError(sqlstate::kFeatureNotSupported,
                      "generation expression uses user-defined function");
      }
    }
  }
  return result;
}

AnalyzedExpression Analyzer::TableCheck(const ast::Node& expression, const RelationScope& scope) {
  sema::Analysis analysis(*impl_);
  analysis.AddScope(scope, {}, /*columns_visible=*/true);
  const Expr* condition =
      analysis.transformer.TransformCondition(&expression, ExprUse::kCheck, "CHECK");
  return analysis.Finish(*condition, /*prefix=*/false);
}

AnalyzedExpression Analyzer::DomainDefault(const ast::Node& expression, Name domain,
                                           const TypeRef& base) {
  return ColumnDefault(expression, domain, base);
}

AnalyzedExpression Analyzer::DomainCheck(const ast::Node& expression, const TypeRef& base) {
  sema::Analysis analysis(*impl_);
  analysis.state.domain_value =
      analysis.context.types.FromRef(base, &analysis.state.domain_value_typmod);
  const Expr* condition =
      analysis.transformer.TransformCondition(&expression, ExprUse::kDomainCheck, "CHECK");
  return analysis.Finish(*condition, /*prefix=*/false);
}

AnalyzedExpression Analyzer::FunctionDefault(const ast::Node& expression, const TypeRef& type) {
  sema::Analysis analysis(*impl_);
  Expr* value = analysis.transformer.Transform(&expression, ExprUse::kFunctionDefault);
  value = sema::CoerceToSpecific(analysis.context, value,
                                 analysis.context.types.FromRef(type, nullptr), "DEFAULT");
  return analysis.Finish(*value, /*prefix=*/false);
}

AnalyzedKey Analyzer::IndexExpression(const ast::Node& expression, const RelationScope& scope) {
  sema::Analysis analysis(*impl_);
  analysis.AddScope(scope, {}, /*columns_visible=*/true);
  Expr* value = analysis.transformer.Transform(&expression, ExprUse::kIndexExpression);
  const TypeInfo info = analysis.context.types.Get(value->type);
  if (value->type == type_id::kUnknown) {
    throw PgError(sqlstate::kUndefinedObject,
                  "data type unknown has no default operator class for access method \"btree\"");
  }
  if (info.kind == 'p') {
    const Name name = IndexColumnName(expression);
    throw PgError(
        sqlstate::kInvalidTableDefinition,
        StrCat("column \"", name.empty() ? Name("expr") : name, "\" has pseudo-type ", info.name));
  }
  AnalyzedKey key;
  key.key_collation = CollationOf(analysis.context, *value);
  // The server keeps the expression without its COLLATE clause; a bare column is a column.
  while (value->kind == sema::ExprKind::kCollate) value = value->args[0];
  key.expression = analysis.Finish(*value, /*prefix=*/false);
  key.type = key.expression.type;
  key.collation = key.expression.collation;
  if (value->kind == sema::ExprKind::kVar && value->attribute > 0) {
    key.column = key.expression.columns[0];
    key.expression.text.clear();
    return key;
  }
  sema::RequireImmutable(impl_->catalog, key.expression,
                         "functions in index expression must be marked IMMUTABLE");
  Parenthesize(impl_->catalog, *value, &key.expression);
  return key;
}

AnalyzedExpression Analyzer::IndexPredicate(const ast::Node& expression,
                                            const RelationScope& scope) {
  sema::Analysis analysis(*impl_);
  analysis.AddScope(scope, {}, /*columns_visible=*/true);
  const Expr* condition =
      analysis.transformer.TransformCondition(&expression, ExprUse::kIndexPredicate, "WHERE");
  AnalyzedExpression result = analysis.Finish(*condition, /*prefix=*/false);
  sema::RequireImmutable(impl_->catalog, result,
                         "functions in index predicate must be marked IMMUTABLE");
  if (condition->kind == sema::ExprKind::kConst && !condition->is_null && condition->text == "t") {
    result.text.clear();
  }
  return result;
}

bool Analyzer::IsConstantPredicate(const ast::Node& expression, const RelationScope& scope) {
  sema::Analysis analysis(*impl_);
  analysis.AddScope(scope, {}, /*columns_visible=*/true);
  const Expr* condition =
      analysis.transformer.TransformCondition(&expression, ExprUse::kIndexPredicate, "WHERE");
  return sema::PlannedConstants(analysis.context).Of(condition) !=
         sema::PlannedConstants::Value::kNone;
}

AnalyzedExpression Analyzer::PolicyExpression(const ast::Node& expression,
                                              const RelationScope& scope) {
  sema::Analysis analysis(*impl_);
  analysis.AddScope(scope, {}, /*columns_visible=*/true);
  const Expr* condition =
      analysis.transformer.TransformCondition(&expression, ExprUse::kPolicy, "POLICY");
  return analysis.Finish(*condition, /*prefix=*/false);
}

AnalyzedExpression Analyzer::StatisticsExpression(const ast::Node& expression,
                                                  const RelationScope& scope) {
  sema::Analysis analysis(*impl_);
  analysis.AddScope(scope, {}, /*columns_visible=*/true);
  const Expr* value = analysis.transformer.Transform(&expression, ExprUse::kStatistics);
  return analysis.Finish(*value, /*prefix=*/false);
}

AnalyzedExpression Analyzer::TriggerCondition(const ast::Node& expression,
                                              const RelationScope& scope) {
  sema::Analysis analysis(*impl_);
  analysis.AddScope(scope, "old", /*columns_visible=*/true);
  analysis.AddScope(scope, "new", /*columns_visible=*/true);
  const Expr* condition =
      analysis.transformer.TransformCondition(&expression, ExprUse::kTriggerWhen, "WHEN");
  constexpr int kTriggerIndent = 8;  // the server prints it as a part of CREATE TRIGGER
  return analysis.Finish(*condition, /*prefix=*/true, kTriggerIndent);
}

AnalyzedExpression Analyzer::AlterTypeUsing(const ast::Node* expression, const RelationScope& scope,
                                            Name column, const TypeRef& type) {
  sema::Analysis analysis(*impl_);
  analysis.AddScope(scope, {}, /*columns_visible=*/true);
  int32_t typmod = -1;
  const TypeId target = analysis.context.types.FromRef(type, &typmod);
  Expr* value = nullptr;
  if (expression != nullptr) {
    value = analysis.transformer.Transform(expression, ExprUse::kAlterUsing);
  } else {
    for (const sema::NamespaceColumn& entry : analysis.state.names[0]->columns) {
      if (entry.name != column) continue;
      value = analysis.arena.New(sema::ExprKind::kVar, entry.type, entry.typmod);
      value->attribute = value->syntactic_attribute = entry.attribute;
      value->syntactic_rte = 0;
      value->collation = entry.collation;
    }
    if (value == nullptr) {
      throw PgError(sqlstate::kUndefinedColumn, StrCat("column \"", column, "\" of relation \"",
                                                       scope.name.name, "\" does not exist"));
    }
  }
  Expr* result =
      sema::CoerceToTarget(analysis.context, value, target, typmod,
                           sema::CoercionContext::kAssignment, sema::Form::kImplicitCast, -1);
  if (result == nullptr) {
    throw PgError(
        sqlstate::kDatatypeMismatch,
        StrCat(expression != nullptr ? "result of USING clause for column \"" : "column \"", column,
               "\" cannot be cast automatically to type ",
               analysis.context.types.FormatBare(target)));
  }
  return analysis.Finish(*result, /*prefix=*/false);
}

AnalyzedQuery Analyzer::View(const ast::Node& query, const std::vector<Name>& aliases,
                             const std::vector<Name>& made_aliases) {
  sema::Analysis analysis(*impl_);
  Context& context = analysis.context;
  context.made_aliases = &made_aliases;
  sema::Query* analyzed =
      analysis.transformer.TransformQuery(&query, nullptr, /*resolve_unknowns=*/true);
  AnalyzedQuery result;
  std::vector<Name> names;
  for (const sema::TargetEntry& target : analyzed->targets) {
    if (target.junk) continue;
    ScopeColumn& column = result.columns.emplace_back();
    column.name = names.size() < aliases.size() ? aliases[names.size()] : target.name;
    column.type = context.types.ToRef(target.expr->type, target.expr->typmod);
    const QualifiedName collation = CollationOf(context, *target.expr);
    if (collation != context.types.Collation(target.expr->type)) column.collation = collation;
    for (const Name other : names) {
      if (other == column.name) {
        throw PgError(sqlstate::kDuplicateColumn,
                      StrCat("column \"", column.name, "\" specified more than once"));
      }
    }
    names.push_back(column.name);
  }
  constexpr size_t kMaxColumns = 1600;
  if (names.size() > kMaxColumns) {
    throw PgError("54011", StrCat("tables can have at most ", kMaxColumns, " columns"));
  }
  for (const sema::TargetEntry& target : analyzed->targets) {
    if (target.junk) continue;
    const TypeId element = context.types.Element(target.expr->type);
    const TypeId type = element == 0 ? target.expr->type : element;
    // An unknown literal has become text, except in a part of a set operation.
    if (context.types.Get(type).kind != 'p' || type == type_id::kUnknown) continue;
    throw PgError(
        sqlstate::kInvalidTableDefinition,
        StrCat("column \"", target.name, "\" has pseudo-type ", context.types.FormatBare(type)));
  }
  result.text = Deparser(context).View(*analyzed, names);
  sema::References references = CollectReferences(context, *analyzed);
  result.references = std::move(references.objects);
  result.columns_used = std::move(references.columns);
  return result;
}

}  // namespace schemadiff
