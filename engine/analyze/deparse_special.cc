// Expressions with a syntax of their own.
#include "engine/analyze/deparse.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "parsers/sql/ast_enums.h"

namespace schemadiff::sema {

void Deparser::PrintSqlValue(const Expr& expr) {
  constexpr std::string_view kNames[] = {
      "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIME",   "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP",
      "LOCALTIME",    "LOCALTIME",    "LOCALTIMESTAMP", "LOCALTIMESTAMP",    "CURRENT_ROLE",
      "CURRENT_USER", "USER",         "SESSION_USER",   "CURRENT_CATALOG",   "CURRENT_SCHEMA"};
  *out_ += kNames[expr.number];
  if (expr.typmod >= 0) StrAppend(out_, "(", expr.typmod, ")");
}

void Deparser::PrintSubscript(const Expr& expr) {
  const bool parentheses =
      expr.extra->kind != ExprKind::kVar && expr.extra->kind != ExprKind::kFieldSelect;
  if (parentheses) *out_ += '(';
  Print(*expr.extra, true);
  if (parentheses) *out_ += ')';
  for (const Subscript& subscript : expr.subscripts) {
    *out_ += '[';
    if (expr.flag) {
      if (subscript.lower != nullptr) Print(*subscript.lower, false);
      *out_ += ':';
    }
    if (subscript.upper != nullptr) Print(*subscript.upper, false);
    *out_ += ']';
  }
}

void Deparser::PrintSubLink(const Expr& expr) {
  const auto kind = static_cast<SubLinkKind>(expr.number);
  *out_ += kind == SubLinkKind::kArray ? "ARRAY(" : "(";
  std::string op;
  if (expr.extra != nullptr) {
    const Expr& test = *expr.extra;
    // The comparison's left sides are shown, and its one operator.
    std::vector<Expr*> left;
    const BuiltinOperator* used = nullptr;
    TypeId left_type = 0;
    TypeId right_type = 0;
    const auto add = [&](const Expr& part) {
      left.push_back(part.args[0]);
      if (used != nullptr) return;
      used = part.op;
      left_type = part.args[0]->type;
      right_type = part.args[1]->type;
    };
    if (test.kind == ExprKind::kOp) {
      add(test);
      Print(*test.args[0], true);
    } else {
      if (test.kind == ExprKind::kBool) {
        for (const Expr* part : test.args) add(*part);
      } else {
        const size_t count = test.ops.size();
        left.assign(test.args.begin(), test.args.begin() + static_cast<std::ptrdiff_t>(count));
        used = test.ops[0];
        left_type = test.args[0]->type;
        right_type = test.args[count]->type;
      }
      *out_ += '(';
      PrintList(left, true);
      *out_ += ')';
    }
    op = OperatorName(*used, left_type, right_type);
  }
  bool parentheses = true;
  switch (kind) {
    case SubLinkKind::kExists:
      *out_ += "EXISTS ";
      break;
    case SubLinkKind::kAny:
      if (op == "=") {
        *out_ += " IN ";
      } else {
        StrAppend(out_, " ", op, " ANY ");
      }
      break;
    case SubLinkKind::kAll:
      StrAppend(out_, " ", op, " ALL ");
      break;
    case SubLinkKind::kRowCompare:
      StrAppend(out_, " ", op, " ");
      break;
    default:
      parentheses = false;
      break;
  }
  if (parentheses) *out_ += '(';
  PrintQuery(*expr.query, nullptr, /*columns_visible=*/false);
  *out_ += parentheses ? "))" : ")";
}

void Deparser::PrintXml(const Expr& expr) {
  const auto op = static_cast<ast::XmlExprOp>(expr.number);
  using Op = ast::XmlExprOp;
  constexpr std::string_view kNames[] = {"XMLCONCAT(", "XMLELEMENT(", "XMLFOREST(",    "XMLPARSE(",
                                         "XMLPI(",     "XMLROOT(",    "XMLSERIALIZE(", ""};
  const bool parentheses = op == Op::IS_DOCUMENT && PrintsNewly(context_.catalog.server_version);
  if (parentheses) *out_ += '(';
  *out_ += kNames[expr.number];
  if (op == Op::IS_XMLPARSE || op == Op::IS_XMLSERIALIZE) {
    *out_ += expr.flag ? "DOCUMENT " : "CONTENT ";
  }
  bool comma = false;
  if (!expr.name.empty()) {
    StrAppend(out_, "NAME ", Quoted(expr.name));
    comma = true;
  }
  if (!expr.names.empty()) {
    if (op != Op::IS_XMLFOREST) {
      if (comma) *out_ += ", ";
      *out_ += "XMLATTRIBUTES(";
      comma = false;
    }
    for (size_t i = 0; i < expr.names.size(); ++i) {
      if (comma) *out_ += ", ";
      Print(*expr.args[i], true);
      StrAppend(out_, " AS ", Quoted(expr.names[i]));
      comma = true;
    }
    if (op != Op::IS_XMLFOREST) *out_ += ')';
  }
  const std::vector<Expr*> args(expr.args.begin() + static_cast<std::ptrdiff_t>(expr.names.size()),
                                expr.args.end());
  if (!args.empty()) {
    if (comma) *out_ += ", ";
    switch (op) {
      case Op::IS_XMLPARSE:
        Print(*args[0], true);
        *out_ += args[1]->text == "t" ? " PRESERVE WHITESPACE" : " STRIP WHITESPACE";
        break;
      case Op::IS_XMLROOT: {
        Print(*args[0], true);
        *out_ += ", VERSION ";
        if (args[1]->kind == ExprKind::kConst && args[1]->is_null) {
          *out_ += "NO VALUE";
        } else {
          Print(*args[1], false);
        }
        constexpr std::string_view kStandalone[] = {", STANDALONE YES", ", STANDALONE NO",
                                                    ", STANDALONE NO VALUE", ""};
        const char choice = args[2]->is_null || args[2]->text.empty() ? '3' : args[2]->text[0];
        if (choice >= '0' && choice <= '3') *out_ += kStandalone[choice - '0'];
        break;
      }
      case Op::IS_DOCUMENT:
        PrintList(args, false);
        break;
      default:
        PrintList(args, true);
        break;
    }
  }
  if (op == Op::IS_XMLSERIALIZE) {
    StrAppend(out_, " AS ", expr.text, context_.major() >= 16 ? " NO INDENT" : "");
  }
  *out_ += op == Op::IS_DOCUMENT ? " IS DOCUMENT" : ")";
  if (parentheses) *out_ += ')';
}

}  // namespace schemadiff::sema
