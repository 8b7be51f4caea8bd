#include <algorithm>

#include "engine/analyze/routines.h"
#include "engine/analyze/transform.h"
#include "engine/base/strings.h"
#include "engine/pg/typmod.h"

namespace schemadiff::sema {
namespace {

bool IsWithin(int64_t value, int64_t limit) { return value >= -limit - 1 && value <= limit; }

// Whether decimal digits make an int8.
bool FitsInt8(std::string_view digits, bool negative) {
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return false;
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  const std::string_view limit = negative ? "9223372036854775808" : "9223372036854775807";
  return digits.size() < limit.size() || (digits.size() == limit.size() && digits <= limit);
}

}  // namespace

Expr* Transformer::Transform(const ast::Node* node, ExprUse use) {
  const ExprUse saved = state_->use;
  state_->use = use;
  Expr* result = Recurse(node);
  state_->use = saved;
  return result;
}

Expr* Transformer::TransformCondition(const ast::Node* node, ExprUse use,
                                      std::string_view construct) {
  if (node == nullptr) return nullptr;
  return CoerceToBoolean(context_, Transform(node, use), construct);
}

std::vector<Expr*> Transformer::RecurseAll(const ast::List& list) {
  std::vector<Expr*> out;
  out.reserve(list.size());
  for (const ast::Node* node : list) out.push_back(Recurse(node));
  return out;
}

Expr* Transformer::Recurse(const ast::Node* node) {
  if (node == nullptr) return nullptr;
  switch (node->tag) {
    case ast::NodeTag::kColumnRef:
      return Column(*ast::Cast<ast::ColumnRef>(node));
    case ast::NodeTag::kA_Const:
      return Constant(*ast::Cast<ast::A_Const>(node));
    case ast::NodeTag::kA_Indirection:
      return Indirection(*ast::Cast<ast::A_Indirection>(node));
    case ast::NodeTag::kA_ArrayExpr:
      return Array(*ast::Cast<ast::A_ArrayExpr>(node), 0, 0, -1);
    case ast::NodeTag::kTypeCast:
      return Cast(*ast::Cast<ast::TypeCast>(node));
    case ast::NodeTag::kCollateClause:
      return Collate(*ast::Cast<ast::CollateClause>(node));
    case ast::NodeTag::kA_Expr:
      return Operation(*ast::Cast<ast::A_Expr>(node));
    case ast::NodeTag::kBoolExpr:
      return Bool(*ast::Cast<ast::BoolExpr>(node));
    case ast::NodeTag::kFuncCall:
      return Call(*ast::Cast<ast::FuncCall>(node));
    case ast::NodeTag::kNamedArgExpr: {
      const auto& named = *ast::Cast<ast::NamedArgExpr>(node);
      Expr* value = Recurse(named.arg);
      Expr* expr =
          context_.arena.New(ExprKind::kNamedArg, value->type, value->typmod, node->location);
      expr->name = named.name;
      expr->args = {value};
      return expr;
    }
    case ast::NodeTag::kSubLink:
      return SubLink(*ast::Cast<ast::SubLink>(node), nullptr, nullptr);
    case ast::NodeTag::kCaseExpr:
      return Case(*ast::Cast<ast::CaseExpr>(node));
    case ast::NodeTag::kRowExpr:
      return Row(*ast::Cast<ast::RowExpr>(node));
    case ast::NodeTag::kCoalesceExpr:
      return Coalesce(*ast::Cast<ast::CoalesceExpr>(node));
    case ast::NodeTag::kMinMaxExpr:
      return MinMax(*ast::Cast<ast::MinMaxExpr>(node));
    case ast::NodeTag::kSQLValueFunction:
      return SqlValue(*ast::Cast<ast::SQLValueFunction>(node));
    case ast::NodeTag::kXmlExpr:
      return Xml(*ast::Cast<ast::XmlExpr>(node));
    case ast::NodeTag::kXmlSerialize:
      return XmlSerialize(*ast::Cast<ast::XmlSerialize>(node));
    case ast::NodeTag::kNullTest:
      return NullTest(*ast::Cast<ast::NullTest>(node));
    case ast::NodeTag::kBooleanTest:
      return BooleanTest(*ast::Cast<ast::BooleanTest>(node));
    case ast::NodeTag::kGroupingFunc: {
      const auto& grouping = *ast::Cast<ast::GroupingFunc>(node);
      Expr* expr = context_.arena.New(ExprKind::kGrouping, type_id::kInt4, -1, node->location);
      const ExprUse saved = state_->use;
      CheckAggregateUse(saved, /*window=*/false, node->location);
      state_->has_aggregates = true;
      expr->args = RecurseAll(grouping.args);
      state_->use = saved;
      return expr;
    }
    case ast::NodeTag::kSetToDefault:
      throw PgError(sqlstate::kSyntaxError, "DEFAULT is not allowed in this context",
                    node->location);
    case ast::NodeTag::kParamRef:
      return Parameter(ast::Cast<ast::ParamRef>(node)->number, node->location);
    case ast::NodeTag::kMultiAssignRef:
      return AssignedPart(*ast::Cast<ast::MultiAssignRef>(node));
    default:
      throw NotModelled(StrCat("an expression of kind ", ast::ToString(node->tag)), node->location);
  }
}

Expr* Transformer::Number(std::string_view text, int location) {
  const bool negative = text[0] == '-';
  const bool integer = FitsInt8(text.substr(negative ? 1 : 0), negative);
  Expr* typed =
      CoerceType(context_, MakeConst(context_, type_id::kUnknown, std::string(text), location),
                 integer ? type_id::kInt8 : type_id::kNumeric, -1, CoercionContext::kImplicit,
                 Form::kImplicitCast, -1);
  // The grammar folds a minus sign into the literal, so that a long one can be an int4 after all.
  if (integer && IsWithin(std::stoll(typed->text), 2147483647)) typed->type = type_id::kInt4;
  return typed;
}

Expr* Transformer::Constant(const ast::A_Const& node) {
  Expr* constant = nullptr;
  if (node.isnull || node.val == nullptr) {
    constant = MakeConst(context_, type_id::kUnknown, "", node.location);
    constant->is_null = true;
    return constant;
  }
  const auto* integer = ast::As<ast::Integer>(node.val);
  const auto* number = ast::As<ast::Float>(node.val);
  if (integer != nullptr || number != nullptr) {
    const std::string digits =
        integer != nullptr ? std::to_string(integer->ival) : std::string(number->fval);
    // The server prints negative constants as '-1'::integer: in what it printed, a minus sign
    // before digits is an operator, which the grammar takes for the number's own.
    if (types().reads_trees() && digits[0] == '-') {
      return MakeOp({{}, "-"}, nullptr, Number(std::string_view(digits).substr(1), node.location),
                    node.location);
    }
    return Number(digits, node.location);
  }
  if (const auto* boolean = ast::As<ast::Boolean>(node.val)) {
    constant = MakeBoolConst(context_, boolean->boolval);
    constant->location = node.location;
    return constant;
  }
  if (const auto* bits = ast::As<ast::BitString>(node.val)) {
    constant = MakeConst(context_, type_id::kUnknown, std::string(bits->bsval), node.location);
    return CoerceType(context_, constant, type_id::kBit, -1, CoercionContext::kImplicit,
                      Form::kImplicitCast, -1);
  }
  return MakeConst(context_, type_id::kUnknown, std::string(ast::Cast<ast::String>(node.val)->sval),
                   node.location);
}

Expr* Transformer::Cast(const ast::TypeCast& node) {
  int32_t typmod = -1;
  const TypeId type = ResolveTypeName(context_, *node.typeName, &typmod);
  Expr* value = nullptr;
  // ARRAY[...]::type[] makes the elements of that type, rather than converting the whole. Where
  // the server prints that, its elements have the type already, unless it does convert the whole.
  const auto* array = ast::As<ast::A_ArrayExpr>(node.arg);
  if (array != nullptr && (!types().reads_trees() || array->elements.empty())) {
    int32_t base_typmod = typmod;
    const TypeId base = types().Base(type, &base_typmod);
    const TypeId element = types().Element(base);
    if (element != 0) value = Array(*array, base, element, base_typmod);
  }
  if (value == nullptr) value = Recurse(node.arg);
  const int location = node.location >= 0 ? node.location : node.typeName->location;
  Expr* result = CoerceToTarget(context_, value, type, typmod, CoercionContext::kExplicit,
                                Form::kExplicitCast, location);
  if (result == nullptr) {
    throw PgError(sqlstate::kCannotCoerce,
                  StrCat("cannot cast type ", types().FormatBare(value->type), " to ",
                         types().FormatBare(type)),
                  location);
  }
  return result;
}

Expr* Transformer::Collate(const ast::CollateClause& node) {
  Expr* value = Recurse(node.arg);
  if (!types().IsCollatable(value->type) && value->type != type_id::kUnknown) {
    throw PgError(sqlstate::kDatatypeMismatch,
                  StrCat("collations are not supported by type ", types().FormatBare(value->type)),
                  node.location);
  }
  Expr* collate = context_.arena.New(ExprKind::kCollate, value->type, value->typmod, node.location);
  collate->args = {value};
  collate->collation = ResolveCollation(context_, node.collname, node.location);
  return collate;
}

Expr* Transformer::Case(const ast::CaseExpr& node) {
  Expr* result = context_.arena.New(ExprKind::kCase, 0, -1, node.location);
  Expr* tested = nullptr;
  if (node.arg != nullptr) {
    result->extra = Recurse(node.arg);
    if (result->extra->type == type_id::kUnknown) {
      result->extra = CoerceToCommon(context_, result->extra, type_id::kText, "CASE");
    }
    tested = context_.arena.New(ExprKind::kCaseTest, result->extra->type, result->extra->typmod);
  }
  std::vector<Expr*> conditions;
  std::vector<Expr*> results{nullptr};
  for (const ast::Node* item : node.args) {
    const auto& when = *ast::Cast<ast::CaseWhen>(item);
    Expr* condition = Recurse(when.expr);
    if (tested != nullptr) {
      condition = MakeOp({{}, "="}, context_.arena.Copy(*tested), condition, when.location);
    }
    conditions.push_back(CoerceToBoolean(context_, condition, "CASE/WHEN"));
    results.push_back(Recurse(when.result));
  }
  if (node.defresult != nullptr) {
    results[0] = Recurse(node.defresult);
  } else {
    results[0] = MakeConst(context_, type_id::kUnknown, "");
    results[0]->is_null = true;
  }
  // The ELSE comes first where types are compared.
  result->type = SelectCommonType(context_, results, "CASE");
  for (size_t i = 0; i < results.size(); ++i) {
    results[i] =
        CoerceToCommon(context_, results[i], result->type, i == 0 ? "CASE/ELSE" : "CASE/WHEN");
  }
  result->typmod = SelectCommonTypmod(results, result->type);
  for (size_t i = 0; i < conditions.size(); ++i) {
    result->args.push_back(conditions[i]);
    result->args.push_back(results[i + 1]);
  }
  result->args.push_back(results[0]);
  return result;
}

Expr* Transformer::Coalesce(const ast::CoalesceExpr& node) {
  std::vector<Expr*> args = RecurseAll(node.args);
  const TypeId type = SelectCommonType(context_, args, "COALESCE");
  for (Expr*& arg : args) arg = CoerceToCommon(context_, arg, type, "COALESCE");
  Expr* result =
      context_.arena.New(ExprKind::kCoalesce, type, SelectCommonTypmod(args, type), node.location);
  result->args = std::move(args);
  return result;
}

Expr* Transformer::MinMax(const ast::MinMaxExpr& node) {
  const std::string_view construct = node.op == ast::MinMaxOp::IS_GREATEST ? "GREATEST" : "LEAST";
  std::vector<Expr*> args = RecurseAll(node.args);
  const TypeId type = SelectCommonType(context_, args, construct);
  for (Expr*& arg : args) arg = CoerceToCommon(context_, arg, type, construct);
  Expr* result =
      context_.arena.New(ExprKind::kMinMax, type, SelectCommonTypmod(args, type), node.location);
  result->number = static_cast<int>(node.op);
  result->args = std::move(args);
  return result;
}

Expr* Transformer::SqlValue(const ast::SQLValueFunction& node) {
  using Op = ast::SQLValueFunctionOp;
  Expr* result = context_.arena.New(ExprKind::kSqlValue, type_id::kName, -1, node.location);
  result->number = static_cast<int>(node.op);
  const auto precise = [&](std::string_view type) {
    return TypmodFromInput(type, {std::to_string(node.typmod)}, context_.major());
  };
  switch (node.op) {
    case Op::SVFOP_CURRENT_DATE:
      result->type = type_id::kDate;
      break;
    case Op::SVFOP_CURRENT_TIME_N:
      result->typmod = precise("timetz");
      [[fallthrough]];
    case Op::SVFOP_CURRENT_TIME:
      result->type = type_id::kTimeTz;
      break;
    case Op::SVFOP_CURRENT_TIMESTAMP_N:
      result->typmod = precise("timestamptz");
      [[fallthrough]];
    case Op::SVFOP_CURRENT_TIMESTAMP:
      result->type = type_id::kTimestampTz;
      break;
    case Op::SVFOP_LOCALTIME_N:
      result->typmod = precise("time");
      [[fallthrough]];
    case Op::SVFOP_LOCALTIME:
      result->type = type_id::kTime;
      break;
    case Op::SVFOP_LOCALTIMESTAMP_N:
      result->typmod = precise("timestamp");
      [[fallthrough]];
    case Op::SVFOP_LOCALTIMESTAMP:
      result->type = type_id::kTimestamp;
      break;
    default:
      break;
  }
  return result;
}

Expr* Transformer::NullTest(const ast::NullTest& node) {
  Expr* value = Recurse(node.arg);
  Expr* test = context_.arena.New(ExprKind::kNullTest, type_id::kBool, -1, node.location);
  test->number = static_cast<int>(node.nulltesttype);
  test->flag = types().IsRowType(value->type);
  test->args = {value};
  return test;
}

Expr* Transformer::BooleanTest(const ast::BooleanTest& node) {
  constexpr std::string_view kConstructs[] = {"IS TRUE",      "IS NOT TRUE", "IS FALSE",
                                              "IS NOT FALSE", "IS UNKNOWN",  "IS NOT UNKNOWN"};
  const auto number = static_cast<size_t>(node.booltesttype);
  Expr* test = context_.arena.New(ExprKind::kBooleanTest, type_id::kBool, -1, node.location);
  test->number = static_cast<int>(number);
  test->args = {CoerceToBoolean(context_, Recurse(node.arg), kConstructs[number])};
  return test;
}

Expr* Transformer::Bool(const ast::BoolExpr& node) {
  constexpr std::string_view kConstructs[] = {"AND", "OR", "NOT"};
  const auto op = static_cast<size_t>(node.boolop);
  std::vector<Expr*> args;
  for (const ast::Node* item : node.args) {
    args.push_back(CoerceToBoolean(context_, Recurse(item), kConstructs[op]));
  }
  return MakeBool(static_cast<BoolOp>(op), std::move(args), node.location);
}

}  // namespace schemadiff::sema
