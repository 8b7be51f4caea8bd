#include <algorithm>
#include <set>

#include "engine/analyze/routines.h"
#include "engine/analyze/transform.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

bool IsNull(const ast::Node* node) {
  const auto* constant = ast::As<ast::A_Const>(node);
  return constant != nullptr && constant->isnull;
}

// Comparison strategies of btree; "not equal" is none of them, but row comparison knows it.
enum Strategy { kLess = 1, kLessEqual, kEqual, kGreaterEqual, kGreater, kNotEqual };

// The same of the families and classes of the catalog, for an operator of the catalog.
void CollectOwnStrategies(Context& context, const BuiltinOperator* op, std::set<int>* strategies) {
  const ExtensionOperator* entry = context.types.extensions().EntryOf(op);
  if (entry == nullptr || !entry->extension.empty()) return;
  const auto collect = [&](const std::vector<FamilyOperator>& members) {
    for (const FamilyOperator& member : members) {
      if (OperatorKey(member.name.schema, member.name.name, member.left, member.right) ==
          entry->own) {
        strategies->insert(member.strategy);
      }
    }
  };
  const Catalog& catalog = context.catalog;
  catalog.ForEachOfKind(KindOf<OperatorClass>, [&](ObjectId id) {
    if (catalog.Get(id).key.signature != "btree") return;
    collect(catalog.Get(id).As<OperatorClass>().operators);
  });
  catalog.ForEachOfKind(KindOf<OperatorFamily>, [&](ObjectId id) {
    if (catalog.Get(id).key.signature != "btree") return;
    collect(catalog.Get(id).As<OperatorFamily>().operators);
  });
}

// What an operator means to the btree operator families that know it (or its negator).
std::set<int> BtreeStrategies(Context& context, const BuiltinOperator* op) {
  std::set<int> strategies;
  const auto collect = [&](OperatorId id, bool negated) {
    std::string_view family;
    for (const BuiltinOperatorClass& row : context.builtins.OperatorClasses("btree")) {
      if (row.family == family) continue;
      family = row.family;
      for (const BuiltinFamilyOperator& member :
           context.builtins.FamilyOperators("btree", family)) {
        if (member.op != id) continue;
        if (!negated) {
          strategies.insert(member.strategy);
        } else if (member.strategy == kEqual) {
          strategies.insert(kNotEqual);
        }
      }
    }
  };
  CollectOwnStrategies(context, op, &strategies);
  collect(op->id, false);
  if (strategies.empty() && op->negator != 0) collect(op->negator, true);
  return strategies;
}

}  // namespace

Expr* Transformer::Operation(const ast::A_Expr& node) {
  switch (node.kind) {
    case ast::A_Expr_Kind::AEXPR_OP_ANY:
      return AnyAll(node, /*any=*/true);
    case ast::A_Expr_Kind::AEXPR_OP_ALL:
      return AnyAll(node, /*any=*/false);
    case ast::A_Expr_Kind::AEXPR_DISTINCT:
    case ast::A_Expr_Kind::AEXPR_NOT_DISTINCT:
      return Distinct(node);
    case ast::A_Expr_Kind::AEXPR_NULLIF:
      return NullIf(node);
    case ast::A_Expr_Kind::AEXPR_IN:
      return In(node);
    case ast::A_Expr_Kind::AEXPR_BETWEEN:
    case ast::A_Expr_Kind::AEXPR_NOT_BETWEEN:
    case ast::A_Expr_Kind::AEXPR_BETWEEN_SYM:
    case ast::A_Expr_Kind::AEXPR_NOT_BETWEEN_SYM:
      return Between(node);
    default:
      return Plain(node);
  }
}

Expr* Transformer::Plain(const ast::A_Expr& node) {
  const auto* left_row = ast::As<ast::RowExpr>(node.lexpr);
  const auto* right_link = ast::As<ast::SubLink>(node.rexpr);
  if (left_row != nullptr && right_link != nullptr &&
      right_link->subLinkType == ast::SubLinkType::EXPR_SUBLINK) {
    return SubLink(*right_link, node.lexpr, &node.name);
  }
  const WrittenName name = NameFromList(context_, node.name, node.location);
  Expr* left = Recurse(node.lexpr);
  Expr* right = Recurse(node.rexpr);
  if (left_row != nullptr && ast::As<ast::RowExpr>(node.rexpr) != nullptr) {
    return MakeRowComparison(name, left->args, right->args, node.location);
  }
  return MakeOp(name, left, right, node.location);
}

Expr* Transformer::AnyAll(const ast::A_Expr& node, bool any) {
  Expr* left = Recurse(node.lexpr);
  Expr* right = Recurse(node.rexpr);
  return MakeScalarArrayOp(NameFromList(context_, node.name, node.location), any, left, right,
                           node.location);
}

Expr* Transformer::Distinct(const ast::A_Expr& node) {
  const bool negated = node.kind == ast::A_Expr_Kind::AEXPR_NOT_DISTINCT;
  if (IsNull(node.rexpr) || IsNull(node.lexpr)) {
    Expr* test = context_.arena.New(ExprKind::kNullTest, type_id::kBool, -1, node.location);
    test->args = {Recurse(IsNull(node.rexpr) ? node.lexpr : node.rexpr)};
    test->number =
        static_cast<int>(negated ? ast::NullTestType::IS_NULL : ast::NullTestType::IS_NOT_NULL);
    return test;  // not of a row, even where the value is one
  }
  const WrittenName name = NameFromList(context_, node.name, node.location);
  Expr* left = Recurse(node.lexpr);
  Expr* right = Recurse(node.rexpr);
  Expr* result = nullptr;
  if (left->kind == ExprKind::kRow && right->kind == ExprKind::kRow) {
    if (left->args.size() != right->args.size()) {
      throw PgError(sqlstate::kSyntaxError, "unequal number of entries in row expressions",
                    node.location);
    }
    for (size_t i = 0; i < left->args.size(); ++i) {
      Expr* part = MakeDistinct(name, left->args[i], right->args[i], node.location);
      result = result == nullptr ? part : MakeBool(BoolOp::kOr, {result, part}, node.location);
    }
    if (result == nullptr) result = MakeBoolConst(context_, false);
  } else {
    result = MakeDistinct(name, left, right, node.location);
  }
  return negated ? MakeBool(BoolOp::kNot, {result}, node.location) : result;
}

Expr* Transformer::NullIf(const ast::A_Expr& node) {
  Expr* left = Recurse(node.lexpr);
  Expr* right = Recurse(node.rexpr);
  Expr* result =
      MakeOp(NameFromList(context_, node.name, node.location), left, right, node.location);
  if (result->type != type_id::kBool) {
    throw PgError(sqlstate::kDatatypeMismatch, "NULLIF requires = operator to yield boolean",
                  node.location);
  }
  result->kind = ExprKind::kNullIf;
  result->type = result->args[0]->type;
  result->typmod = result->args[0]->typmod;
  return result;
}

Expr* Transformer::In(const ast::A_Expr& node) {
  const WrittenName name = NameFromList(context_, node.name, node.location);
  const bool any = name.name != "<>";
  Expr* left = Recurse(node.lexpr);
  const auto& list = *ast::Cast<ast::ListNode>(node.rexpr);
  std::vector<Expr*> variable;
  std::vector<Expr*> constant;
  std::vector<Expr*> all;
  for (const ast::Node* item : list.items) {
    Expr* value = Recurse(item);
    all.push_back(value);
    (ContainsVars(value, 0) ? variable : constant).push_back(value);
  }
  Expr* result = nullptr;
  // Several values without columns become an array, where they have a type in common.
  if (constant.size() > 1) {
    std::vector<Expr*> compared{left};
    compared.insert(compared.end(), constant.begin(), constant.end());
    TypeId scalar = SelectCommonType(context_, compared, "");
    if (scalar != 0 && !VerifyCommonType(context_, scalar, compared)) scalar = 0;
    const TypeId array_type = scalar == 0 || scalar == type_id::kRecord ? 0 : types().Array(scalar);
    if (array_type != 0) {
      Expr* array = context_.arena.New(ExprKind::kArray, array_type);
      for (Expr* value : constant) {
        array->args.push_back(CoerceToCommon(context_, value, scalar, "IN"));
      }
      array->typmod = SelectCommonTypmod(array->args, scalar);
      result = MakeScalarArrayOp(name, any, left, array, node.location);
      all = variable;
    }
  }
  for (Expr* value : all) {
    Expr* left_copy = context_.arena.Copy(*left);
    Expr* comparison = left->kind == ExprKind::kRow && value->kind == ExprKind::kRow
                           ? MakeRowComparison(name, left->args, value->args, node.location)
                           : MakeOp(name, left_copy, value, node.location);
    comparison = CoerceToBoolean(context_, comparison, "IN");
    result = result == nullptr
                 ? comparison
                 : MakeBool(any ? BoolOp::kOr : BoolOp::kAnd, {result, comparison}, node.location);
  }
  return result;
}

Expr* Transformer::Between(const ast::A_Expr& node) {
  const auto& bounds = *ast::Cast<ast::ListNode>(node.rexpr);
  const bool negated = node.kind == ast::A_Expr_Kind::AEXPR_NOT_BETWEEN ||
                       node.kind == ast::A_Expr_Kind::AEXPR_NOT_BETWEEN_SYM;
  const bool symmetric = node.kind == ast::A_Expr_Kind::AEXPR_BETWEEN_SYM ||
                         node.kind == ast::A_Expr_Kind::AEXPR_NOT_BETWEEN_SYM;
  const auto compare = [&](std::string_view op, const ast::Node* bound) {
    Expr* left = Recurse(node.lexpr);
    Expr* right = Recurse(bound);
    return CoerceToBoolean(context_, MakeOp({{}, op}, left, right, node.location),
                           negated == symmetric ? "AND" : "OR");
  };
  const auto range = [&](const ast::Node* low, const ast::Node* high) {
    Expr* first = compare(negated ? "<" : ">=", low);
    Expr* second = compare(negated ? ">" : "<=", high);
    return MakeBool(negated ? BoolOp::kOr : BoolOp::kAnd, {first, second}, node.location);
  };
  Expr* result = range(bounds.items[0], bounds.items[1]);
  if (!symmetric) return result;
  Expr* reversed = range(bounds.items[1], bounds.items[0]);
  return MakeBool(negated ? BoolOp::kAnd : BoolOp::kOr, {result, reversed}, node.location);
}

Expr* Transformer::MakeOp(const WrittenName& name, Expr* left, Expr* right, int location) {
  if (right == nullptr) {
    throw PgError(sqlstate::kSyntaxError, "postfix operators are not supported", location);
  }
  const BuiltinOperator* op =
      RequireOperator(context_, name, left == nullptr ? 0 : left->type, right->type, location);
  std::vector<Expr*> args;
  std::vector<TypeId> declared;
  if (left != nullptr) {
    args.push_back(left);
    declared.push_back(op->left);
  }
  args.push_back(right);
  declared.push_back(op->right);
  std::vector<TypeId> actual;
  for (const Expr* arg : args) actual.push_back(arg->type);
  Expr* result = context_.arena.New(ExprKind::kOp, 0, -1, location);
  result->op = op;
  result->type = EnforceGenericConsistency(context_, actual, &declared, op->result);
  CheckArguments(&args, actual, declared);
  result->args = std::move(args);
  return result;
}

Expr* Transformer::MakeScalarArrayOp(const WrittenName& name, bool any, Expr* left, Expr* right,
                                     int location) {
  const TypeId array = right->type;
  TypeId element = type_id::kUnknown;
  if (array != type_id::kUnknown) {
    element = types().BaseElement(array);
    if (element == 0) {
      throw PgError(sqlstate::kWrongObjectType, "op ANY/ALL (array) requires array on right side",
                    location);
    }
  }
  const BuiltinOperator* op = RequireOperator(context_, name, left->type, element, location);
  std::vector<TypeId> actual{left->type, element};
  std::vector<TypeId> declared{op->left, op->right};
  const TypeId result_type = EnforceGenericConsistency(context_, actual, &declared, op->result);
  if (result_type != type_id::kBool) {
    throw PgError(sqlstate::kWrongObjectType,
                  "op ANY/ALL (array) requires operator to yield boolean", location);
  }
  // The array must become one of the operator's operand type.
  actual[1] = array;
  if (types().IsPolymorphic(declared[1])) {
    declared[1] = array;
  } else {
    const TypeId wanted = types().Array(declared[1]);
    if (wanted == 0) {
      throw PgError(
          sqlstate::kUndefinedObject,
          StrCat("could not find array type for data type ", types().FormatBare(declared[1])),
          location);
    }
    declared[1] = wanted;
  }
  std::vector<Expr*> args{left, right};
  CheckArguments(&args, actual, declared);
  Expr* result = context_.arena.New(ExprKind::kScalarArrayOp, type_id::kBool, -1, location);
  result->op = op;
  result->flag = any;
  result->args = std::move(args);
  return result;
}

Expr* Transformer::MakeDistinct(const WrittenName& name, Expr* left, Expr* right, int location) {
  Expr* result = MakeOp(name, left, right, location);
  if (result->type != type_id::kBool) {
    throw PgError(sqlstate::kDatatypeMismatch,
                  "IS DISTINCT FROM requires = operator to yield boolean", location);
  }
  result->kind = ExprKind::kDistinct;
  return result;
}

Expr* Transformer::MakeRowComparison(const WrittenName& name, const std::vector<Expr*>& left,
                                     const std::vector<Expr*>& right, int location) {
  if (left.size() != right.size()) {
    throw PgError(sqlstate::kSyntaxError, "unequal number of entries in row expressions", location);
  }
  if (left.empty()) {
    throw PgError(sqlstate::kFeatureNotSupported, "cannot compare rows of zero length", location);
  }
  std::vector<Expr*> parts;
  for (size_t i = 0; i < left.size(); ++i) {
    Expr* part = MakeOp(name, context_.arena.Copy(*left[i]), right[i], location);
    if (part->type != type_id::kBool) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("row comparison operator must yield type boolean, not type ",
                           types().FormatBare(part->type)),
                    location);
    }
    parts.push_back(part);
  }
  if (parts.size() == 1) return parts[0];
  std::set<int> strategies = BtreeStrategies(context_, parts[0]->op);
  for (size_t i = 1; i < parts.size(); ++i) {
    std::set<int> common;
    for (const int strategy : BtreeStrategies(context_, parts[i]->op)) {
      if (strategies.contains(strategy)) common.insert(strategy);
    }
    strategies = std::move(common);
  }
  if (strategies.empty()) {
    throw PgError(
        sqlstate::kFeatureNotSupported,
        StrCat("could not determine interpretation of row comparison operator ", name.name),
        location);
  }
  const int strategy = *strategies.begin();
  if (strategy == kEqual) return MakeBool(BoolOp::kAnd, std::move(parts), location);
  if (strategy == kNotEqual) return MakeBool(BoolOp::kOr, std::move(parts), location);
  Expr* comparison = context_.arena.New(ExprKind::kRowCompare, type_id::kBool, -1, location);
  for (const Expr* part : parts) {
    comparison->ops.push_back(part->op);
    comparison->args.push_back(part->args[0]);
  }
  for (const Expr* part : parts) comparison->args.push_back(part->args[1]);
  return comparison;
}

Expr* Transformer::MakeBool(BoolOp op, std::vector<Expr*> args, int location) {
  Expr* result = context_.arena.New(ExprKind::kBool, type_id::kBool, -1, location);
  result->number = static_cast<int>(op);
  result->args = std::move(args);
  return result;
}

}  // namespace schemadiff::sema
