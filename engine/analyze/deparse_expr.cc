#include "engine/analyze/deparse.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "parsers/sql/ast_enums.h"

namespace schemadiff::sema {
namespace {

constexpr int kIndentStep = 4;    // PRETTYINDENT_VAR
constexpr int kIndentLimit = 40;  // deeper levels wrap around

void TrimSpaces(std::string* text) {
  while (!text->empty() && text->back() == ' ') text->pop_back();
}

const Expr* StripImplicitCoercions(const Expr* expr) {
  for (;;) {
    switch (expr->kind) {
      case ExprKind::kFunc:
      case ExprKind::kRelabel:
      case ExprKind::kCoerceViaIo:
      case ExprKind::kArrayCoerce:
      case ExprKind::kConvertRowtype:
      case ExprKind::kCoerceToDomain:
        if (expr->form != Form::kImplicitCast) return expr;
        expr = expr->args[0];
        break;
      default:
        return expr;
    }
  }
}

}  // namespace

Deparser::Deparser(Context& context)
    : context_(own_context_),
      own_context_{context.catalog,      context.builtins, context.types,        context.options,
                   {Name("pg_catalog")}, context.arena,    context.made_aliases, context.function} {
}

std::string Deparser::Expression(const Expr& expr, const Query& scope, bool prefix, int indent) {
  std::string out;
  out_ = &out;
  PrintedLevel level;
  level.query = &scope;
  SetRteNames(&level, {});
  level.columns.resize(scope.range_table.size());
  for (size_t i = 0; i < scope.range_table.size(); ++i) SetRelationColumns(&level, i);
  levels_ = {&level};
  prefix_ = prefix;
  indent_ = indent;
  Print(expr, /*show_implicit=*/false);
  levels_.clear();
  return out;
}

std::string Deparser::BareConstant(const Expr& constant) {
  std::string out;
  out_ = &out;
  PrintConst(constant, -1);
  return out;
}

std::string Deparser::Quoted(std::string_view name) const {
  return QuoteIdentifier(name, context_.major());
}

void Deparser::Keyword(std::string_view text, int before, int after, int plus) {
  if (!pretty_) {
    out_->append(text);
    return;
  }
  indent_ += before;
  TrimSpaces(out_);
  int amount = std::max(indent_, 0);
  if (indent_ >= kIndentLimit) {
    amount = (kIndentLimit + (indent_ - kIndentLimit) / kIndentStep) % kIndentLimit;
  }
  out_->push_back('\n');
  out_->append(static_cast<size_t>(amount + plus), ' ');
  out_->append(text);
  indent_ = std::max(indent_ + after, 0);
}

void Deparser::PrintTopLevel(const Expr& expr, bool show_implicit) {
  if (expr.kind == ExprKind::kVar) {
    PrintVar(expr, /*top_level=*/true);
  } else {
    Print(expr, show_implicit);
  }
}

void Deparser::PrintList(const std::vector<Expr*>& list, bool show_implicit) {
  bool first = true;
  for (const Expr* expr : list) {
    if (!first) *out_ += ", ";
    first = false;
    Print(*expr, show_implicit);
  }
}

void Deparser::Print(const Expr& expr, bool show_implicit) {
  switch (expr.kind) {
    case ExprKind::kVar:
      PrintVar(expr, /*top_level=*/false);
      break;
    case ExprKind::kConst:
      PrintConst(expr, 0);
      break;
    case ExprKind::kSubLinkParam:
      break;  // printed as part of its subquery
    case ExprKind::kFunc:
      PrintFunction(expr, show_implicit);
      break;
    case ExprKind::kAggregate:
      PrintAggregate(expr);
      break;
    case ExprKind::kWindow:
      PrintWindow(expr);
      break;
    case ExprKind::kOp:
    case ExprKind::kScalarArrayOp:
    case ExprKind::kRowCompare:
      PrintOperation(expr);
      break;
    case ExprKind::kDistinct:
      *out_ += '(';
      Print(*expr.args[0], true);
      *out_ += " IS DISTINCT FROM ";
      Print(*expr.args[1], true);
      *out_ += ')';
      break;
    case ExprKind::kNullIf:
      *out_ += "NULLIF(";
      PrintList(expr.args, true);
      *out_ += ')';
      break;
    case ExprKind::kBool:
      PrintBool(expr);
      break;
    case ExprKind::kSubLink:
      PrintSubLink(expr);
      break;
    case ExprKind::kFieldSelect: {
      const Expr& arg = *expr.args[0];
      const bool parentheses =
          arg.kind != ExprKind::kSubscript && arg.kind != ExprKind::kFieldSelect;
      if (parentheses) *out_ += '(';
      Print(arg, true);
      if (parentheses) *out_ += ')';
      const TypeInfo row = types().Get(types().Base(arg.type));
      StrAppend(out_, ".", Quoted(RenamedColumn({row.schema, row.name}, expr.name)));
      break;
    }
    case ExprKind::kRelabel:
    case ExprKind::kCoerceViaIo:
    case ExprKind::kArrayCoerce:
    case ExprKind::kConvertRowtype:
    case ExprKind::kCoerceToDomain:
      PrintCast(expr, show_implicit);
      break;
    case ExprKind::kCollate:
      *out_ += '(';
      Print(*expr.args[0], show_implicit);
      StrAppend(out_, " COLLATE ", CollationName(expr.collation), ")");
      break;
    case ExprKind::kCase:
      PrintCase(expr);
      break;
    case ExprKind::kCaseTest:
      *out_ += "CASE_TEST_EXPR";
      break;
    case ExprKind::kArray:
      *out_ += "ARRAY[";
      PrintList(expr.args, true);
      *out_ += ']';
      if (expr.args.empty()) StrAppend(out_, "::", types().Format(expr.type, -1));
      break;
    case ExprKind::kRow: {
      *out_ += "ROW(";
      bool first = true;
      for (const Expr* arg : expr.args) {
        if (!first) *out_ += ", ";
        first = false;
        PrintTopLevel(*arg, true);
      }
      *out_ += ')';
      if (expr.form == Form::kExplicitCast) StrAppend(out_, "::", types().Format(expr.type, -1));
      break;
    }
    case ExprKind::kCoalesce:
      *out_ += "COALESCE(";
      PrintList(expr.args, true);
      *out_ += ')';
      break;
    case ExprKind::kMinMax:
      *out_ += expr.number == static_cast<int>(ast::MinMaxOp::IS_GREATEST) ? "GREATEST(" : "LEAST(";
      PrintList(expr.args, true);
      *out_ += ')';
      break;
    case ExprKind::kSqlValue:
      PrintSqlValue(expr);
      break;
    case ExprKind::kXml:
      PrintXml(expr);
      break;
    case ExprKind::kNullTest:
      PrintNullTest(expr);
      break;
    case ExprKind::kBooleanTest:
      PrintBooleanTest(expr);
      break;
    case ExprKind::kDomainValue:
      *out_ += "VALUE";
      break;
    case ExprKind::kNextValue:
      *out_ += "nextval(";
      AppendQuotedLiteral(out_, RelationName(expr.relation));
      *out_ += ')';
      break;
    case ExprKind::kGrouping:
      *out_ += "GROUPING(";
      PrintList(expr.args, true);
      *out_ += ')';
      break;
    case ExprKind::kSubscript:
      PrintSubscript(expr);
      break;
    case ExprKind::kNamedArg:
      StrAppend(out_, Quoted(expr.name), " => ");
      Print(*expr.args[0], show_implicit);
      break;
    case ExprKind::kJsonIs:
      throw NotModelled("IS JSON");
    case ExprKind::kParameter:
      PrintParameter(expr);
      break;
    case ExprKind::kDefault:
      *out_ += "DEFAULT";
      break;
    case ExprKind::kAssignedColumn:
      break;  // printed as part of its subquery
    case ExprKind::kFieldStore:
    case ExprKind::kElementStore:
      PrintAssigned(&expr);
      break;
  }
}

std::string Deparser::ConstText(const Expr& expr) const {
  const Renaming* renaming = context_.types.renaming();
  if (renaming == nullptr) return expr.text;
  if (!expr.relation.empty()) {
    const QualifiedName relation =
        expr.type == type_id::kRegconfig
            ? renaming->Other(KindOf<TextSearchConfiguration>, expr.relation)
        : expr.type == type_id::kRegdictionary
            ? renaming->Other(KindOf<TextSearchDictionary>, expr.relation)
            : Renamed(expr.relation);
    return relation == expr.relation
               ? expr.text
               : QuoteQualifiedName(relation.schema, relation.name, context_.major());
  }
  switch (expr.type) {
    case type_id::kRegproc:
    case type_id::kRegprocedure:
    case type_id::kRegtype:
    case type_id::kRegnamespace:
      throw NotModelled("a constant that may name what was renamed");
    default:
      break;
  }
  if (renaming->label.type.empty()) return expr.text;
  const TypeInfo type = context_.types.Get(expr.type);
  if (type.kind == 'e') return renaming->EnumLabel({type.schema, type.name}, expr.text);
  if (expr.type >= kFirstUserId && expr.text.find(renaming->label.from) != std::string::npos) {
    throw NotModelled("a constant that may hold the renamed label");
  }
  return expr.text;
}

void Deparser::PrintConst(const Expr& expr, int show_type) {
  const auto label = [&] { StrAppend(out_, "::", types().Format(expr.type, expr.typmod)); };
  if (expr.is_null) {
    *out_ += "NULL";
    if (show_type >= 0) label();
    return;
  }
  bool needs_label = false;
  const char first = expr.text.empty() ? '\0' : expr.text[0];
  switch (expr.type) {
    case type_id::kInt4:
      if (first != '-') {
        *out_ += expr.text;
      } else {
        AppendQuotedLiteral(out_, expr.text);
        needs_label = true;
      }
      break;
    case type_id::kNumeric:
      if (first >= '0' && first <= '9' && expr.text.find_first_of("eE.") != std::string::npos) {
        *out_ += expr.text;
      } else {
        AppendQuotedLiteral(out_, expr.text);
        needs_label = true;
      }
      break;
    case type_id::kBool:
      *out_ += expr.text == "t" ? "true" : "false";
      break;
    default:
      AppendQuotedLiteral(out_, ConstText(expr));
      break;
  }
  if (show_type < 0) return;
  switch (expr.type) {
    case type_id::kBool:
    case type_id::kUnknown:
      needs_label = false;
      break;
    case type_id::kInt4:
      break;
    case type_id::kNumeric:
      needs_label = needs_label || expr.typmod >= 0;
      break;
    default:
      needs_label = true;
      break;
  }
  if (needs_label || show_type > 0) label();
}

void Deparser::PrintCoercion(const Expr& arg, TypeId type, int32_t typmod) {
  if (arg.kind == ExprKind::kConst && arg.type == type && arg.typmod == -1) {
    PrintConst(arg, -1);  // the type follows anyway
  } else {
    *out_ += '(';
    Print(arg, false);
    *out_ += ')';
  }
  StrAppend(out_, "::", types().Format(type, typmod));
}

void Deparser::PrintCast(const Expr& expr, bool show_implicit) {
  if (expr.form == Form::kImplicitCast && !show_implicit) {
    Print(*expr.args[0], false);
    return;
  }
  const bool with_typmod = expr.kind == ExprKind::kRelabel || expr.kind == ExprKind::kArrayCoerce;
  PrintCoercion(*expr.args[0], expr.type, with_typmod ? expr.typmod : -1);
}

void Deparser::PrintCase(const Expr& expr) {
  Keyword("CASE", 0, kIndentStep, 0);
  if (expr.extra != nullptr) {
    *out_ += ' ';
    Print(*expr.extra, true);
  }
  for (size_t i = 0; i + 1 < expr.args.size(); i += 2) {
    const Expr* condition = expr.args[i];
    // Of `tested = value` only the value is shown.
    if (expr.extra != nullptr && condition->kind == ExprKind::kOp && condition->args.size() == 2 &&
        StripImplicitCoercions(condition->args[0])->kind == ExprKind::kCaseTest) {
      condition = condition->args[1];
    }
    if (!pretty_) *out_ += ' ';
    Keyword("WHEN ", 0, 0, 0);
    Print(*condition, false);
    *out_ += " THEN ";
    Print(*expr.args[i + 1], true);
  }
  if (!pretty_) *out_ += ' ';
  Keyword("ELSE ", 0, 0, 0);
  Print(*expr.args.back(), true);
  if (!pretty_) *out_ += ' ';
  Keyword("END", -kIndentStep, 0, 0);
}

void Deparser::PrintBool(const Expr& expr) {
  *out_ += '(';
  if (expr.number == static_cast<int>(BoolOp::kNot)) {
    *out_ += "NOT ";
    Print(*expr.args[0], false);
  } else {
    const std::string_view separator =
        expr.number == static_cast<int>(BoolOp::kAnd) ? " AND " : " OR ";
    bool first = true;
    for (const Expr* arg : expr.args) {
      if (!first) *out_ += separator;
      first = false;
      Print(*arg, false);
    }
  }
  *out_ += ')';
}

void Deparser::PrintNullTest(const Expr& expr) {
  *out_ += '(';
  Print(*expr.args[0], true);
  const bool is_null = expr.number == static_cast<int>(ast::NullTestType::IS_NULL);
  // On a row, IS NULL asks whether all of its columns are.
  if (expr.flag || !types().IsRowType(expr.args[0]->type)) {
    *out_ += is_null ? " IS NULL)" : " IS NOT NULL)";
  } else {
    *out_ += is_null ? " IS NOT DISTINCT FROM NULL)" : " IS DISTINCT FROM NULL)";
  }
}

void Deparser::PrintBooleanTest(const Expr& expr) {
  constexpr std::string_view kTests[] = {" IS TRUE)",      " IS NOT TRUE)", " IS FALSE)",
                                         " IS NOT FALSE)", " IS UNKNOWN)",  " IS NOT UNKNOWN)"};
  *out_ += '(';
  Print(*expr.args[0], false);
  *out_ += kTests[expr.number];
}

}  // namespace schemadiff::sema
