#include "parsers/alembic/sa_elements.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/sa_schema.h"
#include "parsers/alembic/sa_statements.h"

namespace schemadiff::alembic {
namespace {

// How tightly SQLAlchemy takes its operators to bind.
constexpr int kGetItem = 15;
constexpr int kMultiply = 8;
constexpr int kAdd = 7;
constexpr int kConcat = 6;
constexpr int kCompare = 5;
constexpr int kCollate = 4;
constexpr int kAnd = 3;
constexpr int kOr = 2;
constexpr int kCustom = 0;

bool IsTextual(const Element& element) {
  return element.type != nullptr && element.type->affinity == TypeAffinity::kString;
}

const std::pair<std::string_view, std::string_view> kOpposites[] = {
    {"=", "!="},
    {"<", ">="},
    {">", "<="},
    {"IS", "IS NOT"},
    {"IN", "NOT IN"},
    {"LIKE", "NOT LIKE"},
    {"ILIKE", "NOT ILIKE"},
    {"BETWEEN", "NOT BETWEEN"},
    {"IS DISTINCT FROM", "IS NOT DISTINCT FROM"},
};

bool IsConstantWord(py::Value value) { return value.IsNone() || value.Is(py::ValueKind::kBool); }

const TypeObject* TypeOfConstant(py::Evaluator& ev, py::Value value) {
  std::string_view name;
  if (value.IsString()) name = "String";
  if (value.Is(py::ValueKind::kInt)) name = "Integer";
  if (value.Is(py::ValueKind::kFloat)) name = "Float";
  if (value.Is(py::ValueKind::kBool)) name = "Boolean";
  if (name.empty()) return nullptr;
  return CoerceType(ev, *TypeByName(ev, name, false));
}

const Element* InList(py::Evaluator& ev, py::Value value) {
  if (auto* statement = value.As<StatementObject>()) return statement->AsSubquery(ev);
  if (auto* element = value.As<Element>()) return element;
  if (value.IsUnknown()) return CoerceExpression(ev, value);
  Element* tuple = NewElement(ev, ElementKind::kTuple, "");
  for (const py::Value item : ev.Iterate(value)) tuple->parts.push_back(CoerceExpression(ev, item));
  return tuple;
}

const Element* Between(py::Evaluator& ev, const Element* element, py::Value low, py::Value high) {
  Element* range = NewElement(ev, ElementKind::kJoined, "AND");
  range->parts = {CoerceExpression(ev, low), CoerceExpression(ev, high)};
  range->precedence = Element::kAtom;
  return MakeBinary(ev, "BETWEEN", kCompare, element, range);
}

py::Value Suffix(py::Evaluator& ev, const Element* element, std::string_view text) {
  Element* out = NewElement(ev, ElementKind::kSuffix, std::string(text));
  out->parts = {element};
  out->name = element->name;
  return out;
}

py::Value Literal(py::Evaluator& ev, std::string_view text) {
  return ev.heap().NewString(std::string(text));
}

const Element* Concatenated(py::Evaluator& ev, const Element* left, const Element* right) {
  return MakeBinary(ev, "||", kConcat, left, right);
}

// Methods of expressions. nullopt for one that is not read.
std::optional<py::Value> CallElementMethod(py::Evaluator& ev, const Element* self,
                                           std::string_view name, const py::CallArgs& call) {
  const auto binary = [&](std::string_view op, const Element* right) {
    return py::Value(MakeBinary(ev, std::string(op), kCompare, self, right));
  };
  Args args(ev, call, std::string(name));
  const auto other = [&] { return CoerceExpression(ev, args.Require("other"), self->type); };
  const auto pattern = [&](bool before, bool after) {
    const Element* text = CoerceExpression(ev, args.Require("other"));
    const Element* any = CoerceExpression(ev, Literal(ev, "%"));
    if (before) text = Concatenated(ev, any, text);
    if (after) text = Concatenated(ev, text, any);
    return binary("LIKE", text);
  };
  if (name == "is_") return binary("IS", CoerceExpression(ev, args.Require("other")));
  if (name == "isnot" || name == "is_not") {
    return binary("IS NOT", CoerceExpression(ev, args.Require("other")));
  }
  if (name == "is_distinct_from") return binary("IS DISTINCT FROM", other());
  if (name == "isnot_distinct_from" || name == "is_not_distinct_from") {
    return binary("IS NOT DISTINCT FROM", other());
  }
  if (name == "in_") return binary("IN", InList(ev, args.Require("other")));
  if (name == "notin_" || name == "not_in")
    return binary("NOT IN", InList(ev, args.Require("other")));
  if (name == "like") return binary("LIKE", other());
  if (name == "ilike") return binary("ILIKE", other());
  if (name == "notlike" || name == "not_like") return binary("NOT LIKE", other());
  if (name == "notilike" || name == "not_ilike") return binary("NOT ILIKE", other());
  if (name == "startswith") return pattern(false, true);
  if (name == "endswith") return pattern(true, false);
  if (name == "contains") {
    if (self->type != nullptr && !IsTextual(*self)) return binary("@>", other());
    return pattern(true, true);
  }
  if (name == "between") {
    const py::Value low = args.Require("cleft");
    const py::Value high = args.Require("cright");
    return py::Value(const_cast<Element*>(Between(ev, self, low, high)));
  }
  if (name == "op") {
    const std::string op = args.RequireText("opstring");
    args.Rest();
    return py::Value(ev.heap().New<py::NativeFunction>(
        "op", false, [self, op](py::Evaluator& e, const py::CallArgs& inner) {
          if (inner.positional.size() != 1) e.Fail("this operator is not read");
          return py::Value(MakeBinary(e, op, kCustom, self,
                                      CoerceExpression(e, inner.positional[0], self->type)));
        }));
  }
  if (name == "concat") {
    return py::Value(const_cast<Element*>(Concatenated(ev, self, other())));
  }
  if (name == "desc") return Suffix(ev, self, "DESC");
  if (name == "asc") return Suffix(ev, self, "ASC");
  if (name == "nullsfirst" || name == "nulls_first") return Suffix(ev, self, "NULLS FIRST");
  if (name == "nullslast" || name == "nulls_last") return Suffix(ev, self, "NULLS LAST");
  if (name == "collate") {
    Element* collation =
        NewElement(ev, ElementKind::kVerbatim, QuoteName(args.RequireText("collation")));
    return py::Value(MakeBinary(ev, "COLLATE", kCollate, self, collation));
  }
  if (name == "cast") {
    Element* out = NewElement(ev, ElementKind::kCast, "");
    out->type = CoerceType(ev, args.Require("type_"));
    out->parts = {self};
    return py::Value(out);
  }
  if (name == "label") {
    Element* out = NewElement(ev, ElementKind::kLabel, args.RequireText("name"));
    out->name = out->text;
    out->parts = {self};
    out->type = self->type;
    return py::Value(out);
  }
  if (name == "self_group" || name == "scalar_subquery")
    return py::Value(const_cast<Element*>(self));
  if (name == "bindparams") {
    auto* copy = ev.heap().New<Element>(*self);
    for (const auto& [parameter, value] : call.keywords)
      copy->parameters.emplace_back(parameter, value);
    for (const py::Value value : call.positional) {
      auto* bound = value.As<Element>();
      if (bound == nullptr || bound->kind != ElementKind::kLiteral)
        ev.Fail("this parameter is not read");
      if (!bound->flags.empty()) copy->parameters.emplace_back(bound->name, bound->value);
    }
    return py::Value(copy);
  }
  if (name == "columns" || name == "execution_options")
    return py::Value(const_cast<Element*>(self));
  if (name == "filter" || name == "over" || name == "within_group") {
    ev.Fail(StrCat("'", name, "()' of SQL functions is not read"));
  }
  return std::nullopt;
}

}  // namespace

Element* NewElement(py::Evaluator& ev, ElementKind kind, std::string text) {
  ev.heap().Charge(text.size() + 64);
  auto* element = ev.heap().New<Element>(kind, std::move(text));
  element->line = ev.MainLine();
  return element;
}

Element* NewText(py::Evaluator& ev, const py::String& text) {
  Element* element = NewElement(ev, ElementKind::kText, text.text);
  element->marks = text.marks;
  return element;
}

Element* NewColumnElement(py::Evaluator& ev, const std::string& name, const TypeObject* type,
                          const TableObject* table) {
  Element* element = NewElement(ev, ElementKind::kColumn, name);
  element->name = name;
  element->type = type;
  element->table = table;
  return element;
}

const Element* CoerceExpression(py::Evaluator& ev, py::Value value, const TypeObject* type) {
  if (auto* element = value.As<Element>()) return element;
  if (auto* column = value.As<ColumnObject>()) return column->AsElement(ev);
  if (auto* statement = value.As<StatementObject>()) return statement->AsSubquery(ev);
  Element* literal = NewElement(ev, ElementKind::kLiteral, "");
  literal->value = value;
  literal->type =
      type != nullptr && type->form != TypeForm::kNull ? type : TypeOfConstant(ev, value);
  return literal;
}

const Element* CoerceText(py::Evaluator& ev, py::Value value, uint32_t line) {
  if (value.IsString()) {
    Element* text = NewText(ev, value.string());
    if (line != 0) text->line = line;
    return text;
  }
  if (value.IsUnknown()) ev.FailUnknown("an SQL text", value.unknown());
  return CoerceExpression(ev, value);
}

Element* MakeBinary(py::Evaluator& ev, std::string op, int precedence, const Element* left,
                    const Element* right) {
  Element* element = NewElement(ev, ElementKind::kBinary, std::move(op));
  element->precedence = precedence;
  element->parts = {left, right};
  if (precedence > kCompare) element->type = left->type != nullptr ? left->type : right->type;
  return element;
}

Element* MakeJoined(py::Evaluator& ev, bool conjunction, const std::vector<const Element*>& parts) {
  Element* element = NewElement(ev, ElementKind::kJoined, conjunction ? "AND" : "OR");
  element->precedence = conjunction ? kAnd : kOr;
  for (const Element* part : parts) {
    if (part->kind == ElementKind::kJoined && part->text == element->text &&
        part->precedence != Element::kAtom) {
      element->parts.insert(element->parts.end(), part->parts.begin(), part->parts.end());
    } else {
      element->parts.push_back(part);
    }
  }
  ev.heap().Charge(element->parts.size() * sizeof(void*));
  return element;
}

const Element* Negate(py::Evaluator& ev, const Element* element) {
  if (element->kind == ElementKind::kBinary) {
    for (const auto& [op, opposite] : kOpposites) {
      const std::string_view other = element->text == op         ? opposite
                                     : element->text == opposite ? op
                                                                 : std::string_view();
      if (other.empty()) continue;
      return MakeBinary(ev, std::string(other), element->precedence, element->parts[0],
                        element->parts[1]);
    }
  }
  Element* out = NewElement(ev, ElementKind::kPrefix, "NOT ");
  out->precedence = kCompare;
  out->parts = {element};
  return out;
}

std::string Element::Str(py::Evaluator& ev) {
  RenderState state(ev);
  state.include_table = true;
  return Render(state, *this);
}

std::optional<py::Value> Element::GetAttr(py::Evaluator& ev, std::string_view attribute) {
  if (attribute == "name" || attribute == "key") return ev.heap().NewString(name);
  if (attribute == "text" && kind == ElementKind::kText) return ev.heap().NewString(text, marks);
  if (attribute == "astext" && kind == ElementKind::kBinary && text == "->") {
    auto* out = ev.heap().New<Element>(*this);
    out->text = "->>";
    out->type = CoerceType(ev, *TypeByName(ev, "Text", false));
    return py::Value(out);
  }
  static constexpr std::array<std::string_view, 33> kMethods = {"is_",
                                                                "isnot",
                                                                "is_not",
                                                                "is_distinct_from",
                                                                "isnot_distinct_from",
                                                                "is_not_distinct_from",
                                                                "in_",
                                                                "notin_",
                                                                "not_in",
                                                                "like",
                                                                "ilike",
                                                                "notlike",
                                                                "not_like",
                                                                "notilike",
                                                                "not_ilike",
                                                                "startswith",
                                                                "endswith",
                                                                "contains",
                                                                "between",
                                                                "op",
                                                                "concat",
                                                                "desc",
                                                                "asc",
                                                                "nullsfirst",
                                                                "nulls_first",
                                                                "nullslast",
                                                                "nulls_last",
                                                                "collate",
                                                                "cast",
                                                                "label",
                                                                "self_group",
                                                                "bindparams",
                                                                "columns"};
  const bool known = std::find(kMethods.begin(), kMethods.end(), attribute) != kMethods.end() ||
                     attribute == "filter" || attribute == "over" || attribute == "within_group" ||
                     attribute == "scalar_subquery" || attribute == "execution_options";
  if (!known) return std::nullopt;
  const std::string method(attribute);
  return ev.heap().New<py::NativeFunction>(
      method, false, [this, method](py::Evaluator& e, const py::CallArgs& args) {
        return *CallElementMethod(e, this, method, args);
      });
}

std::optional<py::Value> Element::Binary(py::Evaluator& ev, py::BinaryOp op, py::Value operand,
                                         bool reflected) {
  const Element* left = this;
  const Element* right = CoerceExpression(ev, operand, op == py::BinaryOp::kAnd ? nullptr : type);
  if (reflected) std::swap(left, right);
  switch (op) {
    case py::BinaryOp::kAnd:
      return MakeJoined(ev, true, {left, right});
    case py::BinaryOp::kOr:
      return MakeJoined(ev, false, {left, right});
    case py::BinaryOp::kAdd:
      if (IsTextual(*left) || IsTextual(*right)) {
        return py::Value(const_cast<Element*>(Concatenated(ev, left, right)));
      }
      return MakeBinary(ev, "+", kAdd, left, right);
    case py::BinaryOp::kSubtract:
      return MakeBinary(ev, "-", kAdd, left, right);
    case py::BinaryOp::kMultiply:
      return MakeBinary(ev, "*", kMultiply, left, right);
    case py::BinaryOp::kModulo:
      return MakeBinary(ev, "%", kMultiply, left, right);
    case py::BinaryOp::kDivide: {
      const auto is_integer = [](const Element& e) {
        return e.type != nullptr && e.type->affinity == TypeAffinity::kInteger;
      };
      if (is_integer(*right)) {
        // Division of Python gives fractions, PostgreSQL's of integers does not.
        Element* cast = NewElement(ev, ElementKind::kCast, "");
        cast->type = CoerceType(ev, *TypeByName(ev, "Numeric", false));
        cast->parts = {right};
        right = cast;
      }
      return MakeBinary(ev, "/", kMultiply, left, right);
    }
    default:
      return std::nullopt;
  }
}

std::optional<py::Value> Element::Compare(py::Evaluator& ev, py::CompareOp op, py::Value operand,
                                          bool reflected) {
  std::string_view sql;
  switch (op) {
    case py::CompareOp::kEqual:
      sql = operand.IsNone() ? "IS" : "=";
      break;
    case py::CompareOp::kNotEqual:
      sql = operand.IsNone() ? "IS NOT" : "!=";
      break;
    case py::CompareOp::kLess:
      sql = reflected ? ">" : "<";
      break;
    case py::CompareOp::kLessEqual:
      sql = reflected ? ">=" : "<=";
      break;
    case py::CompareOp::kGreater:
      sql = reflected ? "<" : ">";
      break;
    case py::CompareOp::kGreaterEqual:
      sql = reflected ? "<=" : ">=";
      break;
    default:
      return std::nullopt;
  }
  const TypeObject* hint = IsConstantWord(operand) ? nullptr : type;
  return MakeBinary(ev, std::string(sql), kCompare, this, CoerceExpression(ev, operand, hint));
}

std::optional<py::Value> Element::Unary(py::Evaluator& ev, py::UnaryOp op) {
  if (op == py::UnaryOp::kInvert) return py::Value(const_cast<Element*>(Negate(ev, this)));
  if (op != py::UnaryOp::kNegate) return std::nullopt;
  Element* out = NewElement(ev, ElementKind::kPrefix, "-");
  out->precedence = kMultiply;
  out->parts = {this};
  return py::Value(out);
}

std::optional<py::Value> Element::GetItem(py::Evaluator& ev, py::Value index) {
  if (type == nullptr || type->affinity != TypeAffinity::kJson) {
    ev.Fail("a subscript of this SQL expression is not read");
  }
  Element* out = MakeBinary(ev, "->", kGetItem, this, CoerceExpression(ev, index));
  out->type = type;
  return py::Value(out);
}

}  // namespace schemadiff::alembic
