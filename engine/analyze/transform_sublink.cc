// Subqueries in expressions.
#include "engine/analyze/transform.h"
#include "engine/base/strings.h"

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

}  // namespace

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

}  // namespace schemadiff::sema
