#include "engine/replay/static_eval.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/pg/type_name.h"
#include "engine/replay/catalog_rows.h"
#include "engine/replay/lookup.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"
#include "parsers/sql/parser.h"

namespace schemadiff::replay {
bool StaticRows::AllCertain() const {
  return std::ranges::all_of(rows, [](const StaticRow& row) { return row.certain; });
}

Value StaticEvaluator::Evaluate(std::string_view text) const {
  if (const ParsedFragment expression = ParseExpression(text)) {
    return Eval(expression.node, nullptr);
  }
  // As PERFORM and assignments of queries have it: the expression may be a whole select list.
  const ParsedFragment query = ParseQuery(StrCat("SELECT ", text));
  if (!query) return Value::Unknown();
  const std::optional<StaticRows> rows = Select(*ast::Cast<ast::SelectStmt>(query.node), nullptr);
  if (!rows || !rows->AllCertain()) return Value::Unknown();
  if (rows->rows.empty()) return Value::Null();
  return rows->rows.size() == 1 && rows->columns.size() == 1 ? rows->rows.front().values.front()
                                                             : Value::Unknown();
}

std::optional<StaticRows> StaticEvaluator::Query(std::string_view text) const {
  const ParsedFragment query = ParseQuery(text);
  const auto* select = ast::As<ast::SelectStmt>(query.node);
  if (select == nullptr) return std::nullopt;
  return Select(*select, nullptr);
}

std::optional<StaticRows> StaticEvaluator::Query(const ast::SelectStmt& stmt) const {
  return Select(stmt, nullptr);
}

Value StaticEvaluator::Eval(const ast::Node* node, const Scope* scope) const {
  if (node == nullptr) return Value::Unknown();
  switch (node->tag) {
    case ast::NodeTag::kA_Const: {
      const auto* constant = ast::Cast<ast::A_Const>(node);
      if (constant->isnull) return Value::Null();
      if (const auto* text = ast::As<ast::String>(constant->val)) return Value::Text(text->sval);
      if (const auto* number = ast::As<ast::Integer>(constant->val)) {
        return Value::Number(number->ival);
      }
      if (const auto* truth = ast::As<ast::Boolean>(constant->val)) {
        return Value::Bool(truth->boolval);
      }
      return Value::Unknown();
    }
    case ast::NodeTag::kColumnRef:
      return Column(*ast::Cast<ast::ColumnRef>(node), scope);
    case ast::NodeTag::kA_Expr:
      return Operation(*ast::Cast<ast::A_Expr>(node), scope);
    case ast::NodeTag::kBoolExpr:
      return Junction(*ast::Cast<ast::BoolExpr>(node), scope);
    case ast::NodeTag::kSubLink:
      return SubQuery(*ast::Cast<ast::SubLink>(node), scope);
    case ast::NodeTag::kTypeCast:
      return Cast(*ast::Cast<ast::TypeCast>(node), scope);
    case ast::NodeTag::kCaseExpr:
      return Case(*ast::Cast<ast::CaseExpr>(node), scope);
    case ast::NodeTag::kFuncCall:
      return Call(*ast::Cast<ast::FuncCall>(node), scope);
    case ast::NodeTag::kCollateClause:
      return Eval(ast::Cast<ast::CollateClause>(node)->arg, scope);
    case ast::NodeTag::kNullTest: {
      const auto* test = ast::Cast<ast::NullTest>(node);
      const Value value = Eval(test->arg, scope);
      if (!value.known() || value.kind == Value::Kind::kRecord) return Value::Unknown();
      return Value::Bool(value.IsNull() == (test->nulltesttype == ast::NullTestType::IS_NULL));
    }
    case ast::NodeTag::kBooleanTest: {
      const auto* test = ast::Cast<ast::BooleanTest>(node);
      const Value value = Eval(test->arg, scope);
      const std::optional<bool> truth = TruthOf(value);
      if (!truth && !value.IsNull()) return Value::Unknown();
      switch (test->booltesttype) {
        case ast::BoolTestType::IS_TRUE:
          return Value::Bool(truth == true);
        case ast::BoolTestType::IS_NOT_TRUE:
          return Value::Bool(truth != true);
        case ast::BoolTestType::IS_FALSE:
          return Value::Bool(truth == false);
        case ast::BoolTestType::IS_NOT_FALSE:
          return Value::Bool(truth != false);
        case ast::BoolTestType::IS_UNKNOWN:
          return Value::Bool(!truth);
        case ast::BoolTestType::IS_NOT_UNKNOWN:
          return Value::Bool(truth.has_value());
      }
      return Value::Unknown();
    }
    case ast::NodeTag::kCoalesceExpr:
      for (const ast::Node* argument : ast::Cast<ast::CoalesceExpr>(node)->args) {
        Value value = Eval(argument, scope);
        if (!value.IsNull()) return value;
      }
      return Value::Null();
    case ast::NodeTag::kA_ArrayExpr: {
      std::vector<Value> items;
      for (const ast::Node* element : ast::Cast<ast::A_ArrayExpr>(node)->elements) {
        items.push_back(Eval(element, scope));
        if (!items.back().known()) return Value::Unknown();
      }
      return Value::Array(std::move(items));
    }
    case ast::NodeTag::kSQLValueFunction:
      if (ast::Cast<ast::SQLValueFunction>(node)->op ==
          ast::SQLValueFunctionOp::SVFOP_CURRENT_SCHEMA) {
        return Function("current_schema", {});
      }
      return Value::Unknown();
    default:
      return Value::Unknown();
  }
}

Value StaticEvaluator::Column(const ast::ColumnRef& ref, const Scope* scope) const {
  std::vector<std::string_view> names;
  for (const ast::Node* field : ref.fields) {
    const auto* name = ast::As<ast::String>(field);
    if (name == nullptr) return Value::Unknown();
    names.push_back(name->sval);
  }
  if (names.empty() || names.size() > 2) return Value::Unknown();
  for (; scope != nullptr; scope = scope->outer) {
    for (const Item& item : scope->items) {
      if (names.size() == 2 && item.alias != names.front()) continue;
      const auto found = std::ranges::find(item.columns, names.back());
      if (found == item.columns.end()) {
        const bool other = std::ranges::find(item.others, names.back()) != item.others.end();
        if (other || names.size() == 2) return Value::Unknown();
        continue;
      }
      if (item.row == nullptr) return Value::Unknown();
      return item.row->values[static_cast<size_t>(found - item.columns.begin())];
    }
    if (names.size() == 1) {
      // A whole row.
      for (const Item& item : scope->items) {
        if (item.alias == names.front()) return Value::Unknown();
      }
    }
  }
  const auto variable = variables_.find(names.front());
  if (variable == variables_.end()) return Value::Unknown();
  if (names.size() == 1) return variable->second;
  const Value& record = variable->second;
  const auto field = std::ranges::find(record.names, names.back());
  if (record.kind != Value::Kind::kRecord || field == record.names.end()) return Value::Unknown();
  return record.items[static_cast<size_t>(field - record.names.begin())];
}

Value StaticEvaluator::Junction(const ast::BoolExpr& expr, const Scope* scope) const {
  if (expr.boolop == ast::BoolExprType::NOT_EXPR) return NotOf(Eval(expr.args.front(), scope));
  // What decides: one false of AND, one true of OR.
  const bool decides = expr.boolop == ast::BoolExprType::OR_EXPR;
  bool unknown = false;
  bool null = false;
  for (const ast::Node* argument : expr.args) {
    const Value value = Eval(argument, scope);
    const std::optional<bool> truth = TruthOf(value);
    if (truth == decides) return Value::Bool(decides);
    null |= value.IsNull();
    unknown |= !truth && !value.IsNull();
  }
  if (unknown) return Value::Unknown();
  return null ? Value::Null() : Value::Bool(!decides);
}

Value StaticEvaluator::Case(const ast::CaseExpr& expr, const Scope* scope) const {
  const Value compared = expr.arg == nullptr ? Value::Null() : Eval(expr.arg, scope);
  for (const ast::Node* node : expr.args) {
    const auto* when = ast::Cast<ast::CaseWhen>(node);
    Value condition = Eval(when->expr, scope);
    if (expr.arg != nullptr) condition = Equal(compared, condition);
    const std::optional<bool> truth = TruthOf(condition);
    if (!truth && !condition.IsNull()) return Value::Unknown();
    if (truth == true) return Eval(when->result, scope);
  }
  return expr.defresult == nullptr ? Value::Null() : Eval(expr.defresult, scope);
}

// IN, ANY and ALL.
Value StaticEvaluator::OverList(const ast::A_Expr& expr, const Scope* scope) const {
  const std::string_view name = Strings(expr.name).back();
  const Value left = Eval(expr.lexpr, scope);
  if (expr.kind == ast::A_Expr_Kind::AEXPR_IN) {
    const auto* list = ast::As<ast::ListNode>(expr.rexpr);
    if (list == nullptr) return Value::Unknown();
    std::vector<Value> items;
    for (const ast::Node* item : list->items) items.push_back(Eval(item, scope));
    return AnyOf(name, left, items, /*all=*/name == "<>");
  }
  Value right = Eval(expr.rexpr, scope);
  if (right.IsNull()) return right;
  if (right.kind != Value::Kind::kArray) return Value::Unknown();
  return AnyOf(name, left, right.items, expr.kind == ast::A_Expr_Kind::AEXPR_OP_ALL);
}

Value StaticEvaluator::Operation(const ast::A_Expr& expr, const Scope* scope) const {
  using ExprKind = ast::A_Expr_Kind;
  switch (expr.kind) {
    case ExprKind::AEXPR_IN:
    case ExprKind::AEXPR_OP_ANY:
    case ExprKind::AEXPR_OP_ALL:
      return OverList(expr, scope);
    case ExprKind::AEXPR_OP:
    case ExprKind::AEXPR_LIKE:
    case ExprKind::AEXPR_ILIKE: {
      if (expr.lexpr == nullptr) {
        const Value value = Eval(expr.rexpr, scope);
        const bool minus = Strings(expr.name).back() == "-" && value.kind == Value::Kind::kNumber;
        return minus ? Value::Number(-value.number) : Value::Unknown();
      }
      return Operator(Strings(expr.name).back(), Eval(expr.lexpr, scope), Eval(expr.rexpr, scope));
    }
    case ExprKind::AEXPR_DISTINCT:
    case ExprKind::AEXPR_NOT_DISTINCT: {
      const Value left = Eval(expr.lexpr, scope);
      const Value right = Eval(expr.rexpr, scope);
      if (!left.known() || !right.known()) return Value::Unknown();
      const Value same = left.IsNull() || right.IsNull()
                             ? Value::Bool(left.IsNull() && right.IsNull())
                             : Equal(left, right);
      return expr.kind == ExprKind::AEXPR_DISTINCT ? NotOf(same) : same;
    }
    case ExprKind::AEXPR_NULLIF: {
      Value left = Eval(expr.lexpr, scope);
      const Value same = Equal(left, Eval(expr.rexpr, scope));
      if (same.IsTrue()) return Value::Null();
      return same.known() ? left : Value::Unknown();
    }
    default:
      return Value::Unknown();
  }
}

Value StaticEvaluator::SubQuery(const ast::SubLink& link, const Scope* scope) const {
  const auto* select = ast::As<ast::SelectStmt>(link.subselect);
  if (select == nullptr) return Value::Unknown();
  const std::optional<StaticRows> rows = Select(*select, scope);
  if (!rows) return Value::Unknown();
  const bool certain = rows->AllCertain();
  switch (link.subLinkType) {
    case ast::SubLinkType::EXISTS_SUBLINK:
      if (rows->rows.empty()) return Value::Bool(false);
      return std::ranges::any_of(rows->rows, [](const StaticRow& row) { return row.certain; })
                 ? Value::Bool(true)
                 : Value::Unknown();
    case ast::SubLinkType::EXPR_SUBLINK:
      if (!certain || rows->rows.size() > 1 || rows->columns.size() != 1) return Value::Unknown();
      return rows->rows.empty() ? Value::Null() : rows->rows.front().values.front();
    case ast::SubLinkType::ARRAY_SUBLINK: {
      if (!certain || rows->columns.size() != 1) return Value::Unknown();
      std::vector<Value> items;
      for (const StaticRow& row : rows->rows) items.push_back(row.values.front());
      return Value::Array(std::move(items));
    }
    case ast::SubLinkType::ANY_SUBLINK:
    case ast::SubLinkType::ALL_SUBLINK: {
      if (rows->columns.size() != 1) return Value::Unknown();
      const bool all = link.subLinkType == ast::SubLinkType::ALL_SUBLINK;
      const std::string_view name = link.operName.empty() ? "=" : Strings(link.operName).back();
      const Value left = Eval(link.testexpr, scope);
      bool doubt = false;
      std::vector<Value> items;
      for (const StaticRow& row : rows->rows) {
        const Value& item = row.values.front();
        // A row that may be there matters where it would decide.
        if (!row.certain) {
          const Value would = Operator(name, left, item);
          doubt |= all ? !would.IsTrue() : !would.IsFalse();
        } else {
          items.push_back(item);
        }
      }
      Value value = AnyOf(name, left, items, all);
      const bool decided = all ? value.IsFalse() : value.IsTrue();
      return doubt && !decided ? Value::Unknown() : value;
    }
    default:
      return Value::Unknown();
  }
}

Value StaticEvaluator::Cast(const ast::TypeCast& cast, const Scope* scope) const {
  Value value = Eval(cast.arg, scope);
  if (value.IsNull() || cast.typeName == nullptr) return value;
  const std::string_view type = Strings(cast.typeName->names).back();
  if (!cast.typeName->arrayBounds.empty()) {
    return value.kind == Value::Kind::kArray ? value : Value::Unknown();
  }
  if (!cast.typeName->typmods.empty()) return Value::Unknown();
  if (!value.known() && !value.of_server.empty()) {
    return type == "text" || type == "name" || type == "varchar" || type == "oid" ||
                   type.starts_with("reg")
               ? value
               : Value::Unknown();
  }
  if (type == "text" || type == "name" || type == "varchar") {
    const std::optional<std::string> text = TextOf(value);
    // format_type cuts no name that is one already.
    if (!text || (type == "name" && text->size() > 63)) return Value::Unknown();
    return Value::Text(*text);
  }
  if (type == "int4" || type == "int8" || type == "int2") {
    const std::optional<int64_t> number = NumberOf(value);
    return number && std::abs(*number) < 32'768'000 ? Value::Number(*number) : Value::Unknown();
  }
  if (type == "bool") {
    const std::optional<bool> truth = TruthOf(value);
    return truth ? Value::Bool(*truth) : Value::Unknown();
  }
  if (value.kind == Value::Kind::kIdentity) {
    return type == "oid" || type.starts_with("reg") ? value : Value::Unknown();
  }
  if (value.kind != Value::Kind::kText) return Value::Unknown();
  if (type == "regclass") return RelationOfName(value.text, /*or_null=*/false);
  if (type == "regnamespace" && SchemaExists(cx_, value.text)) return IdentityOfSchema(value.text);
  return Value::Unknown();
}

}  // namespace schemadiff::replay
