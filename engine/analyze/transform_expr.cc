#include <algorithm>

#include "engine/analyze/routines.h"
#include "engine/analyze/transform.h"
#include "engine/base/strings.h"
#include "engine/pg/typmod.h"

namespace schemadiff::sema {
namespace {

// What a place that takes no subquery is called in the error.
std::string_view SubqueryRefusal(ExprUse use) {
  switch (use) {
    case ExprUse::kCheck:
    case ExprUse::kDomainCheck:
      return "cannot use subquery in check constraint";
    case ExprUse::kColumnDefault:
    case ExprUse::kFunctionDefault:
      return "cannot use subquery in DEFAULT expression";
    case ExprUse::kIndexExpression:
      return "cannot use subquery in index expression";
    case ExprUse::kIndexPredicate:
      return "cannot use subquery in index predicate";
    case ExprUse::kStatistics:
      return "cannot use subquery in statistics expression";
    case ExprUse::kAlterUsing:
      return "cannot use subquery in transform expression";
    case ExprUse::kTriggerWhen:
      return "cannot use subquery in trigger WHEN condition";
    case ExprUse::kPartitionBound:
      return "cannot use subquery in partition bound";
    case ExprUse::kPartitionExpression:
      return "cannot use subquery in partition key expression";
    case ExprUse::kGenerated:
      return "cannot use subquery in column generation expression";
    default:
      return {};
  }
}

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
      expr->args = RecurseAll(grouping.args);
      state_->use = saved;
      return expr;
    }
    case ast::NodeTag::kSetToDefault:
      throw PgError(sqlstate::kSyntaxError, "DEFAULT is not allowed in this context",
                    node->location);
    case ast::NodeTag::kParamRef:
      throw PgError(sqlstate::kUndefinedParameter,
                    StrCat("there is no parameter $", ast::Cast<ast::ParamRef>(node)->number),
                    node->location);
    default:
      throw NotModelled(StrCat("an expression of kind ", ast::ToString(node->tag)), node->location);
  }
}

Expr* Transformer::Constant(const ast::A_Const& node) {
  Expr* constant = nullptr;
  if (node.isnull || node.val == nullptr) {
    constant = MakeConst(context_, type_id::kUnknown, "", node.location);
    constant->is_null = true;
    return constant;
  }
  if (const auto* integer = ast::As<ast::Integer>(node.val)) {
    return MakeConst(context_, type_id::kInt4, std::to_string(integer->ival), node.location);
  }
  if (const auto* number = ast::As<ast::Float>(node.val)) {
    std::string_view digits = number->fval;
    const bool negative = !digits.empty() && digits[0] == '-';
    if (negative) digits.remove_prefix(1);
    constant = MakeConst(context_, type_id::kUnknown, std::string(number->fval), node.location);
    const bool integer = FitsInt8(digits, negative);
    const TypeId type = integer ? type_id::kInt8 : type_id::kNumeric;
    Expr* typed = CoerceType(context_, constant, type, -1, CoercionContext::kImplicit,
                             Form::kImplicitCast, -1);
    // The grammar folds a minus sign into the literal, so that a long one can be an int4 after all.
    if (integer && IsWithin(std::stoll(typed->text), 2147483647)) typed->type = type_id::kInt4;
    return typed;
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
  if (const auto* array = ast::As<ast::A_ArrayExpr>(node.arg)) {
    // ARRAY[...]::type[] makes the elements of that type, rather than converting the whole.
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

Expr* Transformer::Array(const ast::A_ArrayExpr& node, TypeId array, TypeId element,
                         int32_t typmod) {
  bool nested = false;
  std::vector<Expr*> elements;
  for (const ast::Node* item : node.elements) {
    if (const auto* inner = ast::As<ast::A_ArrayExpr>(item)) {
      elements.push_back(Array(*inner, array, element, typmod));
      nested = true;
      continue;
    }
    Expr* value = Recurse(item);
    elements.push_back(value);
    nested = nested || types().Element(value->type) != 0;
  }
  const bool given = array != 0;
  TypeId target = nested ? array : element;
  if (!given) {
    if (elements.empty()) {
      throw PgError(sqlstate::kIndeterminateDatatype, "cannot determine type of empty array",
                    node.location);
    }
    target = SelectCommonType(context_, elements, "ARRAY");
    if (nested) {
      array = target;
      element = types().Element(array);
      if (element == 0) {
        throw PgError(
            sqlstate::kUndefinedObject,
            StrCat("could not find element type for data type ", types().FormatBare(array)),
            node.location);
      }
    } else {
      element = target;
      array = types().Array(element);
      if (array == 0) {
        throw PgError(
            sqlstate::kUndefinedObject,
            StrCat("could not find array type for data type ", types().FormatBare(element)),
            node.location);
      }
    }
  }
  Expr* result = context_.arena.New(ExprKind::kArray, array, -1, node.location);
  result->flag = nested;
  for (Expr* value : elements) {
    if (!given) {
      result->args.push_back(CoerceToCommon(context_, value, target, "ARRAY"));
      continue;
    }
    Expr* coerced = CoerceToTarget(context_, value, target, typmod, CoercionContext::kExplicit,
                                   Form::kExplicitCast, -1);
    if (coerced == nullptr) {
      throw PgError(sqlstate::kCannotCoerce,
                    StrCat("cannot cast type ", types().FormatBare(value->type), " to ",
                           types().FormatBare(target)),
                    value->location);
    }
    result->args.push_back(coerced);
  }
  result->typmod = SelectCommonTypmod(result->args, nested ? array : element);
  return result;
}

Expr* Transformer::Row(const ast::RowExpr& node) {
  Expr* row = context_.arena.New(ExprKind::kRow, type_id::kRecord, -1, node.location);
  row->form = Form::kImplicitCast;
  for (const ast::Node* item : node.args) {
    const auto* column = ast::As<ast::ColumnRef>(item);
    if (column != nullptr && column->fields.back()->tag == ast::NodeTag::kA_Star) {
      throw NotModelled("a star in a row constructor", item->location);
    }
    row->args.push_back(Recurse(item));
  }
  for (size_t i = 1; i <= row->args.size(); ++i) row->names.emplace_back(StrCat("f", i));
  return row;
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

Expr* Transformer::SubLink(const ast::SubLink& node, const ast::Node* row_test,
                           const ast::List* row_op) {
  const std::string_view refusal = SubqueryRefusal(state_->use);
  if (!refusal.empty()) {
    throw PgError(sqlstate::kFeatureNotSupported, std::string(refusal), node.location);
  }
  Expr* link = context_.arena.New(ExprKind::kSubLink, type_id::kBool, -1, node.location);
  link->query = TransformQuery(node.subselect, state_, /*resolve_unknowns=*/true);
  std::vector<const TargetEntry*> columns;
  for (const TargetEntry& entry : link->query->targets) {
    if (!entry.junk) columns.push_back(&entry);
  }
  const auto set_kind = [&](SubLinkKind kind) { link->number = static_cast<int>(kind); };
  const auto require_one = [&] {
    if (columns.size() != 1) {
      throw PgError(sqlstate::kSyntaxError, "subquery must return only one column", node.location);
    }
  };
  if (row_test == nullptr) {
    switch (node.subLinkType) {
      case ast::SubLinkType::EXISTS_SUBLINK:
        set_kind(SubLinkKind::kExists);
        return link;
      case ast::SubLinkType::EXPR_SUBLINK:
        require_one();
        set_kind(SubLinkKind::kScalar);
        link->type = columns[0]->expr->type;
        link->typmod = columns[0]->expr->typmod;
        return link;
      case ast::SubLinkType::ARRAY_SUBLINK: {
        require_one();
        set_kind(SubLinkKind::kArray);
        const TypeId element = columns[0]->expr->type;
        // An array of arrays is an array of more dimensions.
        link->type = types().Element(element) != 0 ? element : types().Array(element);
        if (link->type == 0) {
          throw PgError(
              sqlstate::kUndefinedObject,
              StrCat("could not find array type for data type ", types().FormatBare(element)),
              node.location);
        }
        link->typmod = columns[0]->expr->typmod;
        return link;
      }
      case ast::SubLinkType::ALL_SUBLINK:
        set_kind(SubLinkKind::kAll);
        break;
      default:
        set_kind(SubLinkKind::kAny);
        break;
    }
    row_test = node.testexpr;
    row_op = &node.operName;
  } else {
    set_kind(SubLinkKind::kRowCompare);
  }
  WrittenName op{{}, "="};
  if (!row_op->empty()) op = NameFromList(context_, *row_op, node.location);
  Expr* left = Recurse(row_test);
  std::vector<Expr*> lefts{left};
  if (left->kind == ExprKind::kRow) lefts = left->args;
  if (lefts.size() != columns.size()) {
    throw PgError(sqlstate::kSyntaxError,
                  lefts.size() < columns.size() ? "subquery has too many columns"
                                                : "subquery has too few columns",
                  node.location);
  }
  std::vector<Expr*> rights;
  for (size_t i = 0; i < columns.size(); ++i) {
    Expr* output = context_.arena.New(ExprKind::kSubLinkParam, columns[i]->expr->type,
                                      columns[i]->expr->typmod);
    output->number = static_cast<int>(i) + 1;
    rights.push_back(output);
  }
  link->extra = MakeRowComparison(op, lefts, rights, node.location);
  return link;
}

Expr* Transformer::Indirection(const ast::A_Indirection& node) {
  Expr* result = Recurse(node.arg);
  const int location = result->location;
  std::vector<const ast::A_Indices*> indices;
  const auto flush = [&] {
    if (!indices.empty()) result = Subscripts(result, indices);
    indices.clear();
  };
  for (const ast::Node* item : node.indirection) {
    if (const auto* index = ast::As<ast::A_Indices>(item)) {
      indices.push_back(index);
      continue;
    }
    const auto* field = ast::As<ast::String>(item);
    if (field == nullptr) {
      throw PgError(sqlstate::kFeatureNotSupported, "row expansion via \"*\" is not supported here",
                    location);
    }
    flush();
    result = FieldOf(result, field->sval, location);
  }
  flush();
  return result;
}

Expr* Transformer::Subscripts(Expr* container, const std::vector<const ast::A_Indices*>& indices) {
  int32_t typmod = container->typmod;
  TypeId type = types().Base(container->type, &typmod);
  // The two vector types act as arrays of int2 and oid.
  if (type == type_id::kInt2Vector) type = types().Find("pg_catalog", "_int2");
  if (type == type_id::kOidVector) type = types().Find("pg_catalog", "_oid");
  const bool json = type == type_id::kJsonb && context_.major() >= 14;
  const TypeId element = types().Element(type);
  if (element == 0 && !json) {
    if (types().IsOpaque(type)) {
      throw NotModelled("subscripts of an extension's type", container->location);
    }
    throw PgError(sqlstate::kDatatypeMismatch,
                  StrCat("cannot subscript type ", types().FormatBare(container->type),
                         " because it does not support subscripting"),
                  container->location);
  }
  Expr* result = context_.arena.New(ExprKind::kSubscript, element, typmod, container->location);
  result->extra = container;
  for (const ast::A_Indices* index : indices) result->flag = result->flag || index->is_slice;
  const auto subscript = [&](const ast::Node* node) -> Expr* {
    if (node == nullptr) return nullptr;
    Expr* value = Recurse(node);
    if (json) {
      // Both a key and an index can be meant; text where neither is certain.
      const bool text =
          CanCoerce(context_, value->type, type_id::kText, CoercionContext::kImplicit);
      const bool integer =
          CanCoerce(context_, value->type, type_id::kInt4, CoercionContext::kImplicit);
      if (value->type == type_id::kUnknown || (text && !integer)) {
        return CoerceToTarget(context_, value, type_id::kText, -1, CoercionContext::kImplicit,
                              Form::kImplicitCast, -1);
      }
      if (!integer) {
        throw PgError(
            sqlstate::kDatatypeMismatch,
            StrCat("subscript type ", types().FormatBare(value->type), " is not supported"),
            value->location);
      }
    }
    Expr* coerced = CoerceToTarget(context_, value, type_id::kInt4, -1,
                                   CoercionContext::kAssignment, Form::kImplicitCast, -1);
    if (coerced == nullptr) {
      throw PgError(sqlstate::kDatatypeMismatch, "array subscript must have type integer",
                    value->location);
    }
    return coerced;
  };
  if (json && result->flag) {
    throw PgError(sqlstate::kDatatypeMismatch, "jsonb subscript does not support slices",
                  container->location);
  }
  for (const ast::A_Indices* index : indices) {
    Subscript& part = result->subscripts.emplace_back();
    // Where one subscript is a slice, a plain one means 1:n.
    if (result->flag) {
      part.lower = index->is_slice ? subscript(index->lidx) : MakeIntConst(context_, 1);
    }
    part.upper = subscript(index->uidx);
  }
  if (json) {
    result->type = type_id::kJsonb;
    result->typmod = -1;
  } else if (result->flag) {
    result->type = type;
  }
  return result;
}

}  // namespace schemadiff::sema
