// The functions of `sqlalchemy` that make expressions, and `func`.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/sa_elements.h"
#include "parsers/alembic/sa_schema.h"
#include "parsers/alembic/sa_statements.h"

namespace schemadiff::alembic {
namespace {

py::Value Text(Args& args) {
  const py::Value value = args.Require("text");
  args.Ignore({"bind"});
  args.Finish();
  // Kept unknown, so that what uses it can say what is missing.
  if (value.IsUnknown()) return args.ev().Derived(value.unknown(), value.unknown().prefix);
  if (!value.IsString()) args.Fail("is called with something that is no string");
  Element* text = NewText(args.ev(), value.string());
  text->line = args.line();
  return text;
}

py::Value Cast(Args& args) {
  const py::Value value = args.Require("expression");
  Element* out = NewElement(args.ev(), ElementKind::kCast, "");
  out->type = CoerceType(args.ev(), args.Require("type_"));
  out->parts = {CoerceExpression(args.ev(), value, out->type)};
  args.Finish();
  return out;
}

py::Value LiteralValue(Args& args) {
  const py::Value value = args.Require("value");
  const std::optional<py::Value> type = args.Next("type_");
  args.Ignore({"literal_execute"});
  args.Finish();
  const TypeObject* given =
      type.has_value() && !type->IsNone() ? CoerceType(args.ev(), *type) : nullptr;
  return const_cast<Element*>(CoerceExpression(args.ev(), value, given));
}

py::Value LiteralColumn(Args& args) {
  const py::Value value = args.Require("text");
  if (value.IsUnknown()) return value;
  Element* out =
      NewElement(args.ev(), ElementKind::kVerbatim, args.Text(value, "text").value_or(""));
  out->name = out->text;
  if (const auto type = args.Next("type_"); type.has_value() && !type->IsNone()) {
    out->type = CoerceType(args.ev(), *type);
  }
  args.Finish();
  return out;
}

py::Value ColumnFunction(Args& args) {
  const std::string name = args.RequireText("text");
  const std::optional<py::Value> type = args.Next("type_");
  const bool literal = args.Flag(args.Key("is_literal"), "is_literal").value_or(false);
  args.Ignore({"_selectable"});
  args.Finish();
  Element* out = NewColumnElement(
      args.ev(), name, type.has_value() && !type->IsNone() ? CoerceType(args.ev(), *type) : nullptr,
      nullptr);
  if (literal) out->kind = ElementKind::kVerbatim;
  return out;
}

py::Value Joined(Args& args, bool conjunction) {
  std::vector<const Element*> parts;
  for (const py::Value value : args.Rest()) {
    // and_(True, ...) and or_(False, ...) only say that the list may be empty.
    if (value.Is(py::ValueKind::kBool) && value.boolean() == conjunction) continue;
    parts.push_back(CoerceText(args.ev(), value, 0));
  }
  args.Finish();
  if (parts.size() == 1) return const_cast<Element*>(parts[0]);
  return MakeJoined(args.ev(), conjunction, parts);
}

py::Value Word(Args& args, std::string_view word) {
  args.Finish();
  return NewElement(args.ev(), ElementKind::kVerbatim, std::string(word));
}

py::Value Not(Args& args) {
  const Element* element = CoerceText(args.ev(), args.Require("clause"), 0);
  args.Finish();
  return const_cast<Element*>(Negate(args.ev(), element));
}

py::Value Ordered(Args& args, std::string_view suffix) {
  const py::Value value = args.Require("column");
  args.Finish();
  Element* out = NewElement(args.ev(), ElementKind::kSuffix, std::string(suffix));
  if (value.IsString()) {
    // A name here is the name of a column or label.
    out->parts = {NewColumnElement(args.ev(), value.text(), nullptr, nullptr)};
  } else {
    out->parts = {CoerceText(args.ev(), value, 0)};
  }
  out->name = out->parts[0]->name;
  return out;
}

// case((condition, value), ..., else_=) and case({key: value}, value=expression).
py::Value Case(Args& args) {
  py::Evaluator& ev = args.ev();
  Element* out = NewElement(ev, ElementKind::kCase, "");
  const std::optional<py::Value> subject = args.Key("value");
  const std::optional<py::Value> otherwise = args.Key("else_");
  const bool has_subject = subject.has_value() && !subject->IsNone();
  if (has_subject) out->parts.push_back(CoerceExpression(ev, *subject));
  std::vector<py::Value> whens = args.Rest();
  args.Finish();
  if (whens.size() == 1 && whens[0].Is(py::ValueKind::kDict)) {
    const py::Value dict = whens[0];
    whens.clear();
    for (const py::Dict::Entry& entry : dict.dict().entries) {
      whens.push_back(ev.heap().NewTuple({entry.original, entry.value}));
    }
  } else if (whens.size() == 1 && whens[0].Is(py::ValueKind::kList)) {
    whens = ev.Iterate(whens[0]);
  }
  for (const py::Value when : whens) {
    const std::vector<py::Value> pair = ev.Iterate(when);
    if (pair.size() != 2) args.Fail("is called with something else than pairs");
    out->parts.push_back(CoerceExpression(ev, pair[0]));
    out->parts.push_back(CoerceExpression(ev, pair[1]));
  }
  const bool has_else = otherwise.has_value() && !otherwise->IsNone();
  if (has_else) out->parts.push_back(CoerceExpression(ev, *otherwise));
  out->flags = {has_subject, has_else};
  return out;
}

py::Value BindParameter(Args& args) {
  Element* out = NewElement(args.ev(), ElementKind::kLiteral, "");
  const std::optional<py::Value> key = args.Next("key");
  out->name = key.has_value() && key->IsString() ? key->text() : "";
  const std::optional<py::Value> value = args.Next("value");
  if (const auto type = args.Next("type_"); type.has_value() && !type->IsNone()) {
    out->type = CoerceType(args.ev(), *type);
  }
  args.Ignore(
      {"unique", "required", "quote", "callable_", "expanding", "isoutparam", "literal_execute"});
  args.Finish();
  out->value =
      value.has_value() ? *value : args.ev().NewUnknown(StrCat("the parameter '", out->name, "'"));
  if (value.has_value()) out->flags = {true};
  return out;
}

py::Value Extract(Args& args) {
  Element* out = NewElement(args.ev(), ElementKind::kExtract, args.RequireText("field"));
  out->parts = {CoerceExpression(args.ev(), args.Require("expr"))};
  args.Finish();
  return out;
}

py::Value Tuple(Args& args) {
  Element* out = NewElement(args.ev(), ElementKind::kTuple, "");
  for (const py::Value value : args.Rest())
    out->parts.push_back(CoerceExpression(args.ev(), value));
  args.Ignore({"types"});
  args.Finish();
  return out;
}

py::Value ArrayOf(Args& args) {
  Element* out = NewElement(args.ev(), ElementKind::kArrayLiteral, "");
  for (const py::Value value : args.ev().Iterate(args.Require("clauses"))) {
    out->parts.push_back(CoerceExpression(args.ev(), value));
  }
  args.Ignore({"type_"});
  args.Finish();
  return out;
}

py::Value Labelled(Args& args) {
  Element* out = NewElement(args.ev(), ElementKind::kLabel, args.RequireText("name"));
  out->name = out->text;
  out->parts = {CoerceExpression(args.ev(), args.Require("element"))};
  args.Finish();
  return out;
}

const NamedFunction kFunctions[] = {
    {"text", Text},
    {"cast", Cast},
    {"try_cast", Cast},
    {"type_coerce",
     [](Args& args) {
       const py::Value value = args.Require("expression");
       auto* out = args.ev().heap().New<Element>(*CoerceExpression(args.ev(), value));
       out->type = CoerceType(args.ev(), args.Require("type_"));
       args.Finish();
       return py::Value(out);
     }},
    {"literal", LiteralValue},
    {"literal_column", LiteralColumn},
    {"column", ColumnFunction},
    {"and_", [](Args& args) { return Joined(args, true); }},
    {"or_", [](Args& args) { return Joined(args, false); }},
    {"not_", Not},
    {"null", [](Args& args) { return Word(args, "NULL"); }},
    {"true", [](Args& args) { return Word(args, "true"); }},
    {"false", [](Args& args) { return Word(args, "false"); }},
    {"desc", [](Args& args) { return Ordered(args, "DESC"); }},
    {"asc", [](Args& args) { return Ordered(args, "ASC"); }},
    {"nullsfirst", [](Args& args) { return Ordered(args, "NULLS FIRST"); }},
    {"nulls_first", [](Args& args) { return Ordered(args, "NULLS FIRST"); }},
    {"nullslast", [](Args& args) { return Ordered(args, "NULLS LAST"); }},
    {"nulls_last", [](Args& args) { return Ordered(args, "NULLS LAST"); }},
    {"case", Case},
    {"bindparam", BindParameter},
    {"extract", Extract},
    {"tuple_", Tuple},
    {"array", ArrayOf},
    {"label", Labelled},
};

// Functions that standard SQL calls without parentheses.
constexpr std::string_view kNoParentheses[] = {"current_date", "current_time", "current_timestamp",
                                               "current_user", "localtime",    "localtimestamp",
                                               "session_user", "user"};

bool HasIllegalCharacters(std::string_view name) {
  return name.empty() || !std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '$';
         });
}

}  // namespace

std::optional<py::Value> ExpressionFunction(py::Evaluator& ev, std::string_view name) {
  return FindFunction(ev, kFunctions, name);
}

std::optional<py::Value> FuncObject::GetAttr(py::Evaluator& ev, std::string_view name) {
  std::vector<std::string> path = path_;
  path.emplace_back(name);
  // `func.is_` and the like are written with a trailing underscore to avoid keywords.
  if (path.back().size() > 1 && path.back().back() == '_') path.back().pop_back();
  return ev.heap().New<FuncObject>(std::move(path));
}

py::Value FuncObject::Call(py::Evaluator& ev, const py::CallArgs& call) {
  std::string name = path_.back();
  const std::string lower = AsciiToLower(name);
  const bool bare =
      path_.size() == 1 && std::find(std::begin(kNoParentheses), std::end(kNoParentheses), lower) !=
                               std::end(kNoParentheses);
  Element* out = NewElement(ev, ElementKind::kFunction, "");
  if (bare) {
    for (char& c : name) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    out->kind = ElementKind::kVerbatim;
    out->text = name;
    out->name = lower;
    return out;
  }
  for (size_t i = 0; i < path_.size(); ++i) {
    const std::string& part = path_[i];
    StrAppend(&out->text, i == 0 ? "" : ".", HasIllegalCharacters(part) ? QuoteName(part) : part);
  }
  out->name = name;
  Args args(ev, call, StrCat("func.", name));
  for (const py::Value value : args.Rest()) out->parts.push_back(CoerceExpression(ev, value));
  if (const auto type = args.Key("type_"); type.has_value() && !type->IsNone()) {
    out->type = CoerceType(ev, *type);
  }
  args.Finish();
  if (out->type == nullptr && (lower == "concat" || lower == "char_length")) {
    out->type = CoerceType(ev, *TypeByName(ev, lower == "concat" ? "String" : "Integer", false));
  }
  return out;
}

}  // namespace schemadiff::alembic
