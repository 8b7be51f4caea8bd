#include <algorithm>

#include "engine/analyze/deparse.h"
#include "engine/analyze/routines.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "parsers/sql/ast_enums.h"

namespace schemadiff::sema {
namespace {

bool IsCast(const Expr& expr) {
  return expr.form == Form::kExplicitCast || expr.form == Form::kImplicitCast;
}

bool SameRoutine(const Routine& a, const Routine& b) {
  return a.id == b.id && a.key == b.key && a.name == b.name && a.arguments == b.arguments;
}

}  // namespace

namespace {

// Notations that stand in parentheses of their own.
bool IsParenthesized(const Expr& expr) {
  if (expr.kind == ExprKind::kXml) {
    return static_cast<ast::XmlExprOp>(expr.number) == ast::XmlExprOp::IS_DOCUMENT;
  }
  if (expr.form != Form::kSqlSyntax || !expr.routine->builtin()) return false;
  return expr.routine->name == "timezone" || expr.routine->name == "is_normalized" ||
         expr.routine->name == "overlaps";
}

}  // namespace

bool Deparser::PrintsNewly(int server_version) {
  return server_version >= 150020 && server_version < 160000;
}

bool Deparser::LooksLikeFunction(const Expr& expr, int server_version) {
  if (PrintsNewly(server_version) && IsParenthesized(expr)) return false;
  switch (expr.kind) {
    case ExprKind::kFunc:
      return !IsCast(expr);
    case ExprKind::kNullIf:
    case ExprKind::kCoalesce:
    case ExprKind::kMinMax:
    case ExprKind::kSqlValue:
    case ExprKind::kXml:
      return true;
    default:
      return false;
  }
}

std::string Deparser::RoutineName(const Routine& routine, const std::vector<Expr*>& args,
                                  bool variadic) {
  // Without its schema only where the name alone, called like this, finds the same routine. CUBE
  // and ROLLUP mean something else in GROUP BY.
  bool found = !(in_group_by_ && (routine.name == "cube" || routine.name == "rollup"));
  if (found) {
    std::vector<TypeId> argument_types;
    std::vector<Name> argument_names;
    for (const Expr* arg : args) {
      argument_types.push_back(arg->type);
      if (arg->kind == ExprKind::kNamedArg) argument_names.push_back(arg->name);
    }
    Candidate candidate;
    found = routine.schema == "pg_catalog" &&
            FindRoutine(context_, {{}, routine.name}, argument_types, argument_names, variadic,
                        &candidate) == CallResult::kFound &&
            SameRoutine(*candidate.routine, routine);
  }
  QualifiedName name{routine.schema, routine.name};
  if (const Renaming* renaming = types().renaming(); renaming != nullptr && !routine.builtin()) {
    name = renaming->Routine(routine.key, name);
  }
  return QuoteQualifiedName(found ? std::string_view() : std::string_view(name.schema), name.name,
                            context_.major());
}

std::string Deparser::CollationName(const QualifiedName& collation) const {
  const Renaming* renaming = context_.types.renaming();
  const QualifiedName name =
      renaming == nullptr ? collation : renaming->Other(KindOf<Collation>, collation);
  return QuoteQualifiedName(
      name.schema == "pg_catalog" ? std::string_view() : std::string_view(name.schema), name.name,
      context_.major());
}

std::string Deparser::OperatorName(const BuiltinOperator& op, TypeId left, TypeId right) {
  bool ambiguous = false;
  const BuiltinOperator* found =
      FindOperator(context_, {{}, op.name}, op.left == 0 ? 0 : left, right, &ambiguous);
  if (found == &op) return std::string(op.name);
  const ExtensionOperator* entry = types().extensions().EntryOf(&op);
  Name schema = entry == nullptr ? Name("pg_catalog") : entry->schema;
  if (const Renaming* renaming = types().renaming();
      renaming != nullptr && entry != nullptr && entry->extension.empty()) {
    schema = renaming->Routine(entry->own, {schema, entry->own.name}).schema;
  }
  return StrCat("OPERATOR(", Quoted(schema), ".", op.name, ")");
}

void Deparser::PrintFunction(const Expr& expr, bool show_implicit) {
  if (IsCast(expr)) {
    if (expr.form == Form::kImplicitCast && !show_implicit) {
      Print(*expr.args[0], false);
    } else {
      PrintCoercion(*expr.args[0], expr.type, expr.typmod);
    }
    return;
  }
  if (expr.form == Form::kSqlSyntax && PrintSqlSyntax(expr)) return;
  StrAppend(out_, RoutineName(*expr.routine, expr.args, expr.flag), "(");
  for (size_t i = 0; i < expr.args.size(); ++i) {
    if (i > 0) *out_ += ", ";
    if (expr.flag && i + 1 == expr.args.size()) *out_ += "VARIADIC ";
    Print(*expr.args[i], true);
  }
  *out_ += ')';
}

bool Deparser::PrintSqlSyntax(const Expr& expr) {
  const std::string_view name = expr.routine->name;
  const std::vector<Expr*>& args = expr.args;
  const auto print = [&](std::string_view before, size_t arg) {
    *out_ += before;
    Print(*args[arg], false);
  };
  // A word that the grammar takes as a string constant.
  const auto word = [&](std::string_view before, size_t arg) {
    StrAppend(out_, before, args[arg]->text);
  };
  if (expr.routine->schema != "pg_catalog") return false;
  if (name == "timezone" && args.size() == 2) {
    print("(", 1);
    print(" AT TIME ZONE ", 0);
    *out_ += ')';
  } else if (name == "timezone") {
    print("(", 0);
    *out_ += " AT LOCAL)";
  } else if (name == "overlaps") {
    print("((", 0);
    print(", ", 1);
    print(") OVERLAPS (", 2);
    print(", ", 3);
    *out_ += "))";
  } else if (name == "extract") {
    word("EXTRACT(", 0);
    print(" FROM ", 1);
    *out_ += ')';
  } else if (name == "is_normalized") {
    print("(", 0);
    *out_ += " IS";
    if (args.size() == 2) word(" ", 1);
    *out_ += " NORMALIZED)";
  } else if (name == "pg_collation_for") {
    print("COLLATION FOR (", 0);
    *out_ += ')';
  } else if (name == "normalize") {
    print("NORMALIZE(", 0);
    if (args.size() == 2) word(", ", 1);
    *out_ += ')';
  } else if (name == "overlay") {
    print("OVERLAY(", 0);
    print(" PLACING ", 1);
    print(" FROM ", 2);
    if (args.size() == 4) print(" FOR ", 3);
    *out_ += ')';
  } else if (name == "position") {
    print("POSITION((", 1);
    print(") IN (", 0);
    *out_ += "))";
  } else if (name == "substring") {
    const bool pattern = expr.routine->arguments[1] == type_id::kText;
    if (pattern && args.size() == 2) return false;
    print("SUBSTRING(", 0);
    print(pattern ? " SIMILAR " : " FROM ", 1);
    if (args.size() == 3) print(pattern ? " ESCAPE " : " FOR ", 2);
    *out_ += ')';
  } else if (name == "btrim" || name == "ltrim" || name == "rtrim") {
    *out_ += name == "btrim" ? "TRIM(BOTH" : name == "ltrim" ? "TRIM(LEADING" : "TRIM(TRAILING";
    if (args.size() == 2) print(" ", 1);
    print(" FROM ", 0);
    *out_ += ')';
  } else if (name == "system_user") {
    *out_ += "SYSTEM_USER";
  } else if (name == "xmlexists") {
    print("XMLEXISTS((", 0);
    print(") PASSING (", 1);
    *out_ += "))";
  } else {
    return false;
  }
  return true;
}

void Deparser::PrintAggregate(const Expr& expr) {
  const AggregateParts& parts = *expr.aggregate;
  std::vector<Expr*> all = parts.direct;
  for (const TargetEntry& target : parts.targets) {
    if (!target.junk) all.push_back(target.expr);
  }
  StrAppend(out_, RoutineName(*expr.routine, all, expr.flag), "(",
            parts.distinct ? "DISTINCT " : "");
  if (parts.kind != 'n') {
    PrintList(parts.direct, true);
    *out_ += ") WITHIN GROUP (ORDER BY ";
    PrintOrder(parts.order, parts.targets, /*by_number=*/false);
  } else {
    if (parts.star) {
      *out_ += '*';
    } else {
      for (size_t i = 0; i < all.size(); ++i) {
        if (i > 0) *out_ += ", ";
        if (expr.flag && i + 1 == all.size()) *out_ += "VARIADIC ";
        Print(*all[i], true);
      }
    }
    if (!parts.order.empty()) {
      *out_ += " ORDER BY ";
      PrintOrder(parts.order, parts.targets, /*by_number=*/false);
    }
  }
  if (parts.filter != nullptr) {
    *out_ += ") FILTER (WHERE ";
    Print(*parts.filter, false);
  }
  *out_ += ')';
}

void Deparser::PrintWindow(const Expr& expr) {
  StrAppend(out_, RoutineName(*expr.routine, expr.args, false), "(");
  if (expr.aggregate->star) {
    *out_ += '*';
  } else {
    PrintList(expr.args, true);
  }
  if (expr.aggregate->filter != nullptr) {
    *out_ += ") FILTER (WHERE ";
    Print(*expr.aggregate->filter, false);
  }
  *out_ += ") OVER ";
  const Query& query = *Level(0).query;
  const WindowClause& window = query.windows[static_cast<size_t>(expr.aggregate->window) - 1];
  if (window.name.empty()) {
    PrintWindowSpec(window, query.targets);
  } else {
    *out_ += Quoted(window.name);
  }
}

void Deparser::PrintOperation(const Expr& expr) {
  if (expr.kind == ExprKind::kRowCompare) {
    const size_t count = expr.ops.size();
    const auto side = [&](size_t first) {
      for (size_t i = 0; i < count; ++i) {
        if (i > 0) *out_ += ", ";
        PrintTopLevel(*expr.args[first + i], true);
      }
    };
    *out_ += "(ROW(";
    side(0);
    StrAppend(out_, ") ", OperatorName(*expr.ops[0], expr.args[0]->type, expr.args[count]->type),
              " ROW(");
    side(count);
    *out_ += "))";
    return;
  }
  *out_ += '(';
  if (expr.args.size() == 1) {
    StrAppend(out_, OperatorName(*expr.op, 0, expr.args[0]->type), " ");
    Print(*expr.args[0], true);
  } else if (expr.kind == ExprKind::kOp) {
    Print(*expr.args[0], true);
    StrAppend(out_, " ", OperatorName(*expr.op, expr.args[0]->type, expr.args[1]->type), " ");
    Print(*expr.args[1], true);
  } else {
    const Expr& array = *expr.args[1];
    Print(*expr.args[0], true);
    StrAppend(out_, " ",
              OperatorName(*expr.op, expr.args[0]->type, types().BaseElement(array.type)),
              expr.flag ? " ANY (" : " ALL (");
    Print(array, true);
    // Without a cast, a subquery would be read as one that yields the elements.
    if (array.kind == ExprKind::kSubLink &&
        array.number == static_cast<int>(SubLinkKind::kScalar)) {
      StrAppend(out_, "::", types().Format(array.type, array.typmod));
    }
    *out_ += ')';
  }
  *out_ += ')';
}

}  // namespace schemadiff::sema
