// Functions in FROM.
#include "engine/analyze/collation.h"
#include "engine/analyze/routines.h"
#include "engine/analyze/transform_query.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {

void QueryTransformer::FunctionColumns(Expr* call, Name function_name, const ast::Alias* alias,
                                       bool single, const ast::List& definitions,
                                       std::vector<RteColumn>* columns) {
  TypeTable& types = context_.types;
  if (!definitions.empty()) {
    for (const ast::Node* item : definitions) {
      const auto& definition = *ast::Cast<ast::ColumnDef>(item);
      RteColumn& column = columns->emplace_back();
      column.name = definition.colname;
      column.type = ResolveTypeName(context_, *definition.typeName, &column.typmod);
      column.collation =
          definition.collClause == nullptr
              ? types.Collation(column.type)
              : ResolveCollation(context_, definition.collClause->collname, definition.location);
    }
    return;
  }
  const bool function = call->kind == ExprKind::kFunc;
  if (function && call->routine->columns.size() > 1) {
    for (const auto& [name, type] : call->routine->columns) {
      if (types.IsPolymorphic(type)) {
        throw NotModelled("a function with polymorphic output columns in FROM", call->location);
      }
      columns->push_back({name, type, -1, types.Collation(type)});
    }
    return;
  }
  if (types.IsComposite(call->type)) {
    for (const Field& field : types.Fields(call->type)) {
      columns->push_back({field.name, field.type, field.typmod, field.collation});
    }
    return;
  }
  if (call->type == type_id::kRecord) {
    throw PgError(sqlstate::kSyntaxError,
                  "a column definition list is required for functions returning \"record\"",
                  call->location);
  }
  // A scalar's column is called as the output argument, or the alias, or the function is.
  Name name = function_name;
  if (function && call->routine->columns.size() == 1 && !call->routine->columns[0].first.empty()) {
    name = call->routine->columns[0].first;
  } else if (single && alias != nullptr) {
    name = alias->aliasname;
  }
  columns->push_back({name, call->type, call->typmod, CollationOf(context_, *call)});
}

NamespaceItemPtr QueryTransformer::Function(const ast::RangeFunction& node) {
  Rte rte;
  rte.kind = RteKind::kFunction;
  rte.ordinality = node.ordinality;
  rte.rows_from = node.is_rowsfrom;
  state_.lateral_active = true;
  std::vector<std::pair<const ast::Node*, const ast::ListNode*>> calls;
  for (const ast::Node* item : node.functions) {
    const auto& pair = *ast::Cast<ast::ListNode>(item);
    const auto* call = ast::As<ast::FuncCall>(pair.items[0]);
    if (call != nullptr && call->args.size() > 1 && call->funcname.size() == 1 &&
        ast::Cast<ast::String>(call->funcname[0])->sval == "unnest") {
      throw NotModelled("unnest of several arrays", node.location);
    }
    calls.emplace_back(pair.items[0],
                       pair.items.size() > 1 ? ast::As<ast::ListNode>(pair.items[1]) : nullptr);
  }
  std::vector<Name> names;
  for (const auto& [call, definitions] : calls) {
    RteFunction function;
    function.expr = transformer_.Transform(call, ExprUse::kFromFunction);
    names.push_back(FigureColumnName(call, context_.major()));
    const ast::List& list = definitions != nullptr ? definitions->items
                            : calls.size() == 1    ? node.coldeflist
                                                   : ast::List();
    function.has_definitions = !list.empty();
    const size_t before = rte.columns.size();
    FunctionColumns(function.expr, names.back(), node.alias, calls.size() == 1, list, &rte.columns);
    function.column_count = rte.columns.size() - before;
    rte.lateral = rte.lateral || ContainsVars(function.expr, 0);
    rte.functions.push_back(function);
  }
  state_.lateral_active = false;
  rte.lateral = rte.lateral || node.lateral;
  if (node.ordinality) rte.columns.push_back({"ordinality", type_id::kInt8, -1, {}});
  rte.eref = names[0];
  const Expr* only =
      rte.functions.size() == 1 && !node.ordinality ? rte.functions[0].expr : nullptr;
  const TypeId type = only == nullptr ? 0 : only->type;
  NamespaceItemPtr item = AddRte(std::move(rte), node.alias);
  if (type != 0 && context_.types.IsComposite(type)) item->row_type = type;
  // A scalar function's whole row is its value.
  if (type != 0 && !context_.types.IsRowType(type)) item->row_type = type;
  return item;
}

}  // namespace schemadiff::sema
