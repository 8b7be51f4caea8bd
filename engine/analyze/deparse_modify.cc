// INSERT, UPDATE, DELETE and NOTIFY as rules and bodies of functions hold them
// (get_insert_query_def and its kin in ruleutils.c).
#include <algorithm>

#include "engine/analyze/deparse.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "parsers/sql/ast_enums.h"

namespace schemadiff::sema {
namespace {

constexpr int kStep = 8;  // PRETTYINDENT_STD

const Rte& TargetOf(const Query& query) {
  return query.range_table[static_cast<size_t>(query.target)];
}

const Expr* StripImplicit(const Expr* expr) {
  while (expr->form == Form::kImplicitCast &&
         (expr->kind == ExprKind::kFunc || expr->kind == ExprKind::kRelabel ||
          expr->kind == ExprKind::kCoerceViaIo || expr->kind == ExprKind::kArrayCoerce ||
          expr->kind == ExprKind::kConvertRowtype || expr->kind == ExprKind::kCoerceToDomain)) {
    expr = expr->args[0];
  }
  return expr;
}

bool IsAssignedColumn(const Expr* expr) {
  for (;;) {
    expr = StripImplicit(expr);
    if (expr->kind != ExprKind::kFieldStore && expr->kind != ExprKind::kElementStore) break;
    expr = expr->args[0];
  }
  return expr->kind == ExprKind::kAssignedColumn;
}

}  // namespace

std::string Deparser::RuleCondition(const Expr& condition, const Query& first_action) {
  std::string out;
  out_ = &out;
  const Query* scope = &first_action;
  // OLD and NEW of an INSERT ... SELECT are those of the SELECT.
  if (!scope->rule) {
    for (const Rte& rte : scope->range_table) {
      if (rte.subquery != nullptr && rte.subquery->rule) scope = rte.subquery;
    }
  }
  PrintedLevel level;
  level.query = scope;
  SetRteNames(&level, {});
  SetColumnNames(&level);
  levels_ = {&level};
  prefix_ = true;
  indent_ = kStep;
  Print(condition, /*show_implicit=*/false);
  levels_.clear();
  return out;
}

std::string Deparser::RuleAction(const Query& query) {
  whole_ = Whole::kRule;
  std::string out;
  out_ = &out;
  indent_ = 0;
  PrintQuery(query, nullptr, /*columns_visible=*/true);
  return out;
}

std::string Deparser::BodyStatement(const Query& query, bool in_block) {
  whole_ = Whole::kBody;
  pretty_ = in_block;
  std::string out;
  out_ = &out;
  indent_ = in_block ? 1 : 0;
  PrintQuery(query, nullptr, /*columns_visible=*/false);
  return out;
}

void Deparser::PrintCommand(const Query& query, const std::vector<Name>* columns,
                            bool columns_visible) {
  switch (query.command) {
    case Command::kSelect:
      PrintSelect(query, columns, columns_visible);
      break;
    case Command::kInsert:
      PrintInsert(query, columns_visible);
      break;
    case Command::kUpdate:
      PrintUpdate(query, columns_visible);
      break;
    case Command::kDelete:
      PrintDelete(query, columns_visible);
      break;
    case Command::kNotify:
      PrintNotify(query);
      break;
    case Command::kNothing:
      *out_ += "NOTHING";
      break;
    case Command::kMerge:
      throw NotModelled("MERGE");
  }
}

void Deparser::PrintTarget(const Query& query, std::string_view command, bool only,
                           bool explicit_as) {
  const Rte& target = TargetOf(query);
  if (pretty_) {
    *out_ += ' ';
    indent_ += kStep;
  }
  StrAppend(out_, command, only ? "ONLY " : "", RelationName(target.relation));
  PrintAlias(target, query.target, explicit_as);
}

const Expr* Deparser::PrintAssigned(const Expr* value) {
  for (;;) {
    if (value->kind == ExprKind::kFieldStore) {
      const TypeInfo row = types().Get(types().Base(value->type));
      StrAppend(out_, ".", Quoted(RenamedColumn({row.schema, row.name}, value->name)));
    } else if (value->kind == ExprKind::kElementStore) {
      for (const Subscript& subscript : value->subscripts) {
        *out_ += '[';
        if (value->flag) {
          if (subscript.lower != nullptr) Print(*subscript.lower, false);
          *out_ += ':';
        }
        if (subscript.upper != nullptr) Print(*subscript.upper, false);
        *out_ += ']';
      }
    } else {
      return value;
    }
    value = value->args[0];
  }
}

void Deparser::PrintInsert(const Query& query, bool columns_visible) {
  PrintWith(query);
  const Rte* source = nullptr;
  for (const Rte& rte : query.range_table) {
    if (rte.kind == RteKind::kSubquery || rte.kind == RteKind::kValues) source = &rte;
  }
  const Rte& target = TargetOf(query);
  PrintTarget(query, "INSERT INTO ", /*only=*/false, /*explicit_as=*/true);
  *out_ += ' ';
  std::vector<const Expr*> values;
  for (const TargetEntry& entry : query.targets) {
    *out_ += values.empty() ? "(" : ", ";
    const Name column = target.real_columns[static_cast<size_t>(entry.attribute) - 1];
    *out_ += Quoted(RenamedColumn(target.relation, column));
    values.push_back(PrintAssigned(entry.expr));
  }
  if (!values.empty()) *out_ += ") ";
  switch (static_cast<ast::OverridingKind>(query.overriding)) {
    case ast::OverridingKind::OVERRIDING_SYSTEM_VALUE:
      *out_ += "OVERRIDING SYSTEM VALUE ";
      break;
    case ast::OverridingKind::OVERRIDING_USER_VALUE:
      *out_ += "OVERRIDING USER VALUE ";
      break;
    case ast::OverridingKind::OVERRIDING_NOT_SET:
      break;
  }
  if (source != nullptr && source->kind == RteKind::kSubquery) {
    // Until 13, the SELECT was printed as if nothing were around it.
    std::vector<PrintedLevel*> around;
    if (context_.major() < 14) around.swap(levels_);
    PrintQuery(*source->subquery, nullptr, /*columns_visible=*/false);
    if (context_.major() < 14) around.swap(levels_);
  } else if (source != nullptr) {
    PrintValues(source->values);
  } else if (!values.empty()) {
    Keyword("VALUES (", -kStep, kStep, 2);
    bool first = true;
    for (const Expr* value : values) {
      if (!first) *out_ += ", ";
      first = false;
      PrintTopLevel(*value, false);
    }
    *out_ += ')';
  } else {
    *out_ += "DEFAULT VALUES";
  }
  if (query.on_conflict) PrintOnConflict(query);
  PrintReturning(query, columns_visible);
}

void Deparser::PrintOnConflict(const Query& query) {
  const OnConflict& conflict = *query.on_conflict;
  *out_ += " ON CONFLICT";
  const bool saved_prefix = prefix_;
  if (!conflict.elements.empty()) {
    *out_ += '(';
    // They can name columns of the target only.
    prefix_ = false;
    bool first = true;
    for (const OnConflict::Element& element : conflict.elements) {
      if (!first) *out_ += ", ";
      first = false;
      const bool parentheses =
          element.expr->kind != ExprKind::kVar &&
          !(element.expr->kind == ExprKind::kFunc && element.expr->form == Form::kCall);
      if (parentheses) *out_ += '(';
      Print(*element.expr, false);
      if (parentheses) *out_ += ')';
      if (!element.collation.empty()) {
        StrAppend(out_, " COLLATE ",
                  QuoteQualifiedName(element.collation.schema == "pg_catalog"
                                         ? std::string_view()
                                         : std::string_view(element.collation.schema),
                                     element.collation.name, context_.major()));
      }
    }
    *out_ += ')';
    if (conflict.inferred_where != nullptr) {
      Keyword(" WHERE ", -kStep, kStep, 1);
      Print(*conflict.inferred_where, false);
    }
    prefix_ = saved_prefix;
  } else if (!conflict.constraint.empty()) {
    const Renaming* renaming = context_.types.renaming();
    StrAppend(out_, " ON CONSTRAINT ",
              Quoted(renaming == nullptr
                         ? conflict.constraint
                         : renaming->Constraint(TargetOf(query).relation, conflict.constraint)));
  }
  if (!conflict.update) {
    *out_ += " DO NOTHING";
    return;
  }
  *out_ += " DO UPDATE SET ";
  PrintSetList(query, conflict.set);
  if (conflict.where != nullptr) {
    Keyword(" WHERE ", -kStep, kStep, 1);
    Print(*conflict.where, false);
  }
}

void Deparser::PrintSetList(const Query& query, const std::vector<TargetEntry>& targets) {
  const Rte& target = TargetOf(query);
  std::vector<const Expr*> links;
  for (const TargetEntry& entry : targets) {
    if (entry.junk) links.push_back(entry.expr);
  }
  size_t next = 0;
  size_t remaining = 0;  // columns of the list in parentheses that is open
  bool first = true;
  for (const TargetEntry& entry : targets) {
    if (entry.junk) continue;
    if (!first) *out_ += ", ";
    first = false;
    if (remaining == 0 && next < links.size() && IsAssignedColumn(entry.expr)) {
      const std::vector<TargetEntry>& columns = links[next]->query->targets;
      remaining = static_cast<size_t>(
          std::ranges::count_if(columns, [](const TargetEntry& column) { return !column.junk; }));
      ++next;
      *out_ += '(';
    }
    const Name column = target.real_columns[static_cast<size_t>(entry.attribute) - 1];
    *out_ += Quoted(RenamedColumn(target.relation, column));
    const Expr* value = PrintAssigned(entry.expr);
    if (remaining > 0) {
      if (--remaining > 0) continue;
      *out_ += ')';
      value = links[next - 1];
    }
    *out_ += " = ";
    Print(*value, false);
  }
}

void Deparser::PrintUpdate(const Query& query, bool columns_visible) {
  PrintWith(query);
  PrintTarget(query, "UPDATE ", TargetOf(query).only, PrintsNewly(context_.catalog.server_version));
  *out_ += " SET ";
  PrintSetList(query, query.targets);
  PrintFrom(query);
  if (query.where != nullptr) {
    Keyword(" WHERE ", -kStep, kStep, 1);
    Print(*query.where, false);
  }
  PrintReturning(query, columns_visible);
}

void Deparser::PrintDelete(const Query& query, bool columns_visible) {
  PrintWith(query);
  PrintTarget(query, "DELETE FROM ", TargetOf(query).only,
              PrintsNewly(context_.catalog.server_version));
  PrintFrom(query, " USING ");
  if (query.where != nullptr) {
    Keyword(" WHERE ", -kStep, kStep, 1);
    Print(*query.where, false);
  }
  PrintReturning(query, columns_visible);
}

void Deparser::PrintReturning(const Query& query, bool columns_visible) {
  if (query.returning.empty()) return;
  Keyword(" RETURNING", -kStep, kStep, 1);
  PrintTargets(query.returning, nullptr, columns_visible);
}

void Deparser::PrintNotify(const Query& query) {
  Keyword("", 0, kStep, 1);
  StrAppend(out_, "NOTIFY ", Quoted(query.channel));
  if (query.has_payload) {
    *out_ += ", ";
    AppendQuotedLiteral(out_, query.payload);
  }
}

void Deparser::PrintParameter(const Expr& expr) {
  const FunctionScope* function = context_.function;
  const auto index = static_cast<size_t>(expr.number) - 1;
  const Name name =
      function != nullptr && index < function->printed.size() ? function->printed[index] : Name();
  if (name.empty()) {
    StrAppend(out_, "$", expr.number);
    return;
  }
  const bool qualify = std::ranges::any_of(
      levels_, [](const PrintedLevel* level) { return !level->rte_names.empty(); });
  if (qualify) StrAppend(out_, Quoted(function->printed_name), ".");
  *out_ += Quoted(name);
}

void Deparser::PrintRowMarks(const Query& query) {
  for (const RowMark& mark : query.row_marks) {
    if (mark.pushed_down) continue;
    std::string_view words = " FOR UPDATE";
    switch (static_cast<ast::LockClauseStrength>(mark.strength)) {
      case ast::LockClauseStrength::LCS_FORKEYSHARE:
        words = " FOR KEY SHARE";
        break;
      case ast::LockClauseStrength::LCS_FORSHARE:
        words = " FOR SHARE";
        break;
      case ast::LockClauseStrength::LCS_FORNOKEYUPDATE:
        words = " FOR NO KEY UPDATE";
        break;
      default:
        break;
    }
    Keyword(words, -kStep, kStep, 0);
    StrAppend(out_, " OF ", Quoted(Level(0).rte_names[static_cast<size_t>(mark.rte)]));
    switch (static_cast<ast::LockWaitPolicy>(mark.wait_policy)) {
      case ast::LockWaitPolicy::LockWaitError:
        *out_ += " NOWAIT";
        break;
      case ast::LockWaitPolicy::LockWaitSkip:
        *out_ += " SKIP LOCKED";
        break;
      case ast::LockWaitPolicy::LockWaitBlock:
        break;
    }
  }
}

}  // namespace schemadiff::sema
