// Rules and bodies of functions. Facts from parse_utilcmd.c (transformRuleStmt) and functions.c of
// the server's source.
#include <algorithm>
#include <memory>

#include "engine/analyze/analyzer.h"
#include "engine/analyze/analyzer_impl.h"
#include "engine/analyze/collation.h"
#include "engine/analyze/deparse.h"
#include "engine/analyze/references.h"
#include "engine/analyze/transform_query.h"
#include "engine/base/strings.h"

namespace schemadiff {
namespace {

using sema::Command;
using sema::Context;
using sema::Expr;
using sema::Query;

template <typename T>
void AddAll(std::vector<T>* to, const std::vector<T>& from) {
  for (const T& value : from) {
    if (std::find(to->begin(), to->end(), value) == to->end()) to->push_back(value);
  }
}

std::vector<ScopeColumn> ResultOf(Context& context, const Query& query) {
  std::vector<ScopeColumn> columns;
  const bool select = query.command == Command::kSelect;
  for (const sema::TargetEntry& target : select ? query.targets : query.returning) {
    if (target.junk) continue;
    columns.push_back({target.name, context.types.ToRef(target.expr->type, target.expr->typmod),
                       CollationOf(context, *target.expr), false});
  }
  return columns;
}

// What OLD and NEW are entries of: the query, or the SELECT of an INSERT.
const Query& WithOldAndNew(const Query& query) {
  if (query.rule) return query;
  for (const sema::Rte& rte : query.range_table) {
    if (rte.subquery != nullptr && rte.subquery->rule) return *rte.subquery;
  }
  return query;
}

bool WithRefersTo(const Query& query, int entry) {
  for (const sema::CommonTable& cte : query.ctes) {
    if (cte.query != nullptr && UsesEntry(*cte.query, entry, 1)) return true;
  }
  return false;
}

constexpr int kOld = 0;
constexpr int kNew = 1;

void CheckAction(const Query& action, const Expr* condition, ast::CmdType event) {
  if (action.command == Command::kNotify) {
    if (condition != nullptr) {
      throw PgError(sqlstate::kInvalidObjectDefinition,
                    "rules with WHERE conditions can only have SELECT, INSERT, UPDATE, or DELETE "
                    "actions");
    }
    return;
  }
  const Query& query = WithOldAndNew(action);
  const auto refuse_set_operation = [&] {
    if (query.set_operation == nullptr) return;
    throw PgError(sqlstate::kFeatureNotSupported,
                  "conditional UNION/INTERSECT/EXCEPT statements are not implemented");
  };
  if (condition != nullptr) refuse_set_operation();
  const auto uses = [&](int entry) {
    return (query.rule && UsesEntry(query, entry, 0)) || UsesEntry(condition, entry);
  };
  const bool has_old = uses(kOld);
  const bool has_new = uses(kNew);
  const auto refuse = [](std::string_view rule, std::string_view what) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  StrCat("ON ", rule, " rule cannot use ", what));
  };
  switch (event) {
    case ast::CmdType::CMD_SELECT:
      if (has_old) refuse("SELECT", "OLD");
      if (has_new) refuse("SELECT", "NEW");
      break;
    case ast::CmdType::CMD_INSERT:
      if (has_old) refuse("INSERT", "OLD");
      break;
    case ast::CmdType::CMD_DELETE:
      if (has_new) refuse("DELETE", "NEW");
      break;
    default:
      break;
  }
  for (const int entry : {kOld, kNew}) {
    const bool in_with = (action.rule && WithRefersTo(action, entry)) ||
                         (&query != &action && WithRefersTo(query, entry));
    if (!in_with) continue;
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("cannot refer to ", entry == kOld ? "OLD" : "NEW", " within WITH query"));
  }
  if (has_old || (has_new && event == ast::CmdType::CMD_UPDATE)) refuse_set_operation();
}

}  // namespace

AnalyzedRule Analyzer::Rule(const ast::RuleStmt& rule, const QualifiedName& relation,
                            const std::vector<Name>& made_aliases) {
  sema::Analysis analysis(*impl_);
  Context& context = analysis.context;
  context.made_aliases = &made_aliases;
  using ast::CmdType;
  AnalyzedRule result;
  sema::QueryTransformer condition_transformer(context, nullptr);
  condition_transformer.EnterOldAndNew(relation);
  const Expr* condition = condition_transformer.RuleCondition(
      rule.whereClause, rule.event != CmdType::CMD_INSERT,
      rule.event == CmdType::CMD_INSERT || rule.event == CmdType::CMD_UPDATE);
  std::vector<const Query*> actions;
  // The states of the actions must outlive their printing.
  std::vector<std::unique_ptr<sema::QueryTransformer>> transformers;
  for (const ast::Node* node : rule.actions) {
    auto& transformer =
        transformers.emplace_back(std::make_unique<sema::QueryTransformer>(context, nullptr));
    if (node->tag != ast::NodeTag::kNotifyStmt) transformer->EnterOldAndNew(relation);
    actions.push_back(transformer->Run(node, /*resolve_unknowns=*/true, nullptr));
    CheckAction(*actions.back(), condition, rule.event);
  }
  if (actions.empty()) {
    condition_transformer.query()->command = Command::kNothing;
    actions.push_back(condition_transformer.query());
  }
  const auto note = [&](const sema::References& references) {
    AddAll(&result.references, references.objects);
    AddAll(&result.columns_used, references.columns);
  };
  for (const Query* action : actions) {
    if (action->command != Command::kNothing) result.results.push_back(ResultOf(context, *action));
    note(CollectReferences(context, *action));
  }
  if (condition != nullptr) {
    result.condition = sema::Deparser(context).RuleCondition(*condition, *actions[0]);
    note(CollectReferences(context, *condition, *condition_transformer.query()));
  }
  if (actions.size() == 1) {
    result.actions = StripWhitespace(sema::Deparser(context).RuleAction(*actions[0]));
    return result;
  }
  result.actions = "(";
  for (const Query* action : actions) {
    StrAppend(&result.actions, sema::Deparser(context).RuleAction(*action), ";\n");
  }
  result.actions += ')';
  return result;
}

AnalyzedBody Analyzer::Body(const ast::Node& body, Name function,
                            const std::vector<BodyParameter>& parameters,
                            const std::vector<Name>& made_aliases) {
  sema::Analysis analysis(*impl_);
  Context& context = analysis.context;
  context.made_aliases = &made_aliases;
  sema::FunctionScope scope;
  scope.name = scope.printed_name = function;
  if (const Renaming* renaming = context.types.renaming();
      renaming != nullptr && renaming->object.routine.name == function) {
    scope.printed_name = renaming->object.to.name;
  }
  for (const BodyParameter& parameter : parameters) {
    scope.printed.push_back(parameter.name);
    if (!parameter.input) continue;
    scope.inputs.push_back({parameter.name, context.types.FromRef(parameter.type, nullptr)});
  }
  context.function = &scope;
  AnalyzedBody result;
  const auto note = [&](const Query& query) {
    const sema::References references = CollectReferences(context, query);
    AddAll(&result.references, references.objects);
    AddAll(&result.columns_used, references.columns);
    result.columns = ResultOf(context, query);
    result.yields_rows = query.command == Command::kSelect || !query.returning.empty();
  };
  if (body.tag == ast::NodeTag::kReturnStmt) {
    sema::QueryTransformer transformer(context, nullptr);
    const Query& query = *transformer.Run(&body, /*resolve_unknowns=*/true, nullptr);
    result.text = sema::Deparser(context).BodyStatement(query, /*in_block=*/false);
    note(query);
    return result;
  }
  result.text = "BEGIN ATOMIC\n";
  result.empty = true;
  const ast::List& outer = ast::Cast<ast::ListNode>(&body)->items;
  const auto* inner = outer.empty() ? nullptr : ast::As<ast::ListNode>(outer.front());
  for (const ast::Node* node : inner != nullptr ? inner->items : ast::List()) {
    if (node == nullptr) continue;
    switch (node->tag) {
      case ast::NodeTag::kSelectStmt:
      case ast::NodeTag::kInsertStmt:
      case ast::NodeTag::kUpdateStmt:
      case ast::NodeTag::kDeleteStmt:
      case ast::NodeTag::kMergeStmt:
      case ast::NodeTag::kReturnStmt:
        break;
      default:
        throw PgError(sqlstate::kFeatureNotSupported,
                      "the statement is not yet supported in unquoted SQL function body");
    }
    if (const auto* select = ast::As<ast::SelectStmt>(node);
        select != nullptr && select->intoClause != nullptr) {
      throw PgError(sqlstate::kSyntaxError, "SELECT ... INTO is not allowed here");
    }
    sema::QueryTransformer transformer(context, nullptr);
    const Query& query = *transformer.Run(node, /*resolve_unknowns=*/true, nullptr);
    StrAppend(&result.text, sema::Deparser(context).BodyStatement(query, /*in_block=*/true), ";\n");
    result.empty = false;
    note(query);
  }
  result.text += "END";
  return result;
}

}  // namespace schemadiff
