// Writes SQL expressions.
#include <set>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/python_format.h"
#include "parsers/alembic/python_json.h"
#include "parsers/alembic/sa_elements.h"
#include "parsers/alembic/sa_schema.h"
#include "parsers/alembic/sa_statements.h"

namespace schemadiff::alembic {
namespace {

constexpr int kMaxDepth = 150;

bool IsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string Parameter(RenderState& state, const py::Unknown& unknown) {
  if (!state.unknown_as_parameter) state.ev.FailUnknown("an SQL expression", unknown);
  if (state.first_unknown == nullptr) state.first_unknown = &unknown;
  return StrCat("$", ++state.parameters_used);
}

// Operators of which chains need no parentheses.
bool IsAssociative(std::string_view op) {
  return op == "+" || op == "*" || op == "||" || op == "AND" || op == "OR";
}

std::string Operand(RenderState& state, const Element& child, const Element& parent) {
  const bool same = child.text == parent.text && child.kind == parent.kind;
  const bool grouped = child.precedence < Element::kAtom && child.precedence <= parent.precedence &&
                       !(same && IsAssociative(child.text));
  std::string sql = Render(state, child);
  return grouped ? StrCat("(", sql, ")") : sql;
}

std::string List(RenderState& state, const std::vector<const Element*>& parts) {
  return StrJoin(parts, ", ",
                 [&state](std::string* out, const Element* part) { *out += Render(state, *part); });
}

std::string CaseSql(RenderState& state, const Element& element) {
  std::string out = "CASE";
  const size_t begin = element.flags[0] ? 1 : 0;
  const size_t end = element.parts.size() - (element.flags[1] ? 1 : 0);
  if (begin == 1) StrAppend(&out, " ", Render(state, *element.parts[0]));
  for (size_t i = begin; i + 1 < end; i += 2) {
    StrAppend(&out, " WHEN ", RenderOperand(state, *element.parts[i], Element::kAtom - 1), " THEN ",
              Render(state, *element.parts[i + 1]));
  }
  if (element.flags[1]) StrAppend(&out, " ELSE ", Render(state, *element.parts.back()));
  return out + " END";
}

std::string RenderElement(RenderState& state, const Element& element) {
  switch (element.kind) {
    case ElementKind::kText: {
      py::TextBuilder out;
      RenderText(state, element, &out);
      return out.text();
    }
    case ElementKind::kColumn:
      if (state.include_table && element.table != nullptr) {
        return StrCat(element.table->SqlAlias(), ".", QuoteName(element.text));
      }
      return QuoteName(element.text);
    case ElementKind::kVerbatim:
      return element.text;
    case ElementKind::kLiteral:
      return RenderValue(state, element.value, element.type);
    case ElementKind::kFunction:
      return StrCat(element.text, "(", List(state, element.parts), ")");
    case ElementKind::kCast:
      return StrCat("CAST(", Render(state, *element.parts[0]), " AS ",
                    TypeSql(state.ev, *element.type), ")");
    case ElementKind::kBinary: {
      if (element.text == "NOT IN") {
        return StrCat("(", Operand(state, *element.parts[0], element), " NOT IN ",
                      Operand(state, *element.parts[1], element), ")");
      }
      return StrCat(Operand(state, *element.parts[0], element), " ", element.text, " ",
                    Operand(state, *element.parts[1], element));
    }
    case ElementKind::kPrefix:
      return StrCat(element.text, Operand(state, *element.parts[0], element));
    case ElementKind::kSuffix:
      return StrCat(RenderOperand(state, *element.parts[0], 3), " ", element.text);
    case ElementKind::kJoined:
      return StrJoin(
          element.parts, StrCat(" ", element.text, " "),
          [&](std::string* out, const Element* part) { *out += Operand(state, *part, element); });
    case ElementKind::kTuple:
      if (element.parts.empty()) return "(SELECT 1 WHERE 1!=1)";
      return StrCat("(", List(state, element.parts), ")");
    case ElementKind::kGrouping:
      return StrCat("(", Render(state, *element.parts[0]), ")");
    case ElementKind::kCase:
      return CaseSql(state, element);
    case ElementKind::kLabel:
      return Render(state, *element.parts[0]);
    case ElementKind::kSubquery:
      return StrCat("(", RenderStatement(state, *element.statement), ")");
    case ElementKind::kExists:
      return StrCat("EXISTS (", RenderStatement(state, *element.statement), ")");
    case ElementKind::kExtract:
      return StrCat("EXTRACT(", element.text, " FROM ", Render(state, *element.parts[0]), ")");
    case ElementKind::kArrayLiteral:
      return StrCat("ARRAY[", List(state, element.parts), "]");
    case ElementKind::kSequenceNext:
      return StrCat("nextval(", QuoteLiteral(element.text), ")");
  }
  state.ev.Fail("an SQL expression is not read");
}

}  // namespace

std::string Render(RenderState& state, const Element& element) {
  if (state.depth >= kMaxDepth) state.ev.Fail("an SQL expression is nested too deeply");
  state.ev.Step();
  ++state.depth;
  std::string out = RenderElement(state, element);
  --state.depth;
  state.ev.heap().Charge(out.size());
  return out;
}

std::string RenderOperand(RenderState& state, const Element& element, int against) {
  std::string sql = Render(state, element);
  return element.precedence <= against ? StrCat("(", sql, ")") : sql;
}

std::string RenderValue(RenderState& state, py::Value value, const TypeObject* type) {
  value = state.ev.Resolve(value);
  if (value.IsUnknown()) return Parameter(state, value.unknown());
  if (type != nullptr) type = &type->ForPostgres();
  switch (value.kind()) {
    case py::ValueKind::kNone:
      return "NULL";
    case py::ValueKind::kBool:
      return value.boolean() ? "true" : "false";
    case py::ValueKind::kInt:
    case py::ValueKind::kFloat:
      return state.ev.Str(value);
    case py::ValueKind::kString:
      // A JSON column turns a Python string into a JSON one.
      if (type != nullptr && type->affinity == TypeAffinity::kJson) {
        return QuoteLiteral(py::JsonText(state.ev, value, {}));
      }
      // A number may be given as a string; it is written as a number.
      if (type != nullptr && type->affinity == TypeAffinity::kInteger && !value.text().empty() &&
          value.text().find_first_not_of("0123456789") == std::string::npos) {
        return value.text();
      }
      return QuoteLiteral(value.text());
    case py::ValueKind::kBytes: {
      static constexpr char kHex[] = "0123456789abcdef";
      std::string hex;
      for (const char c : value.text()) {
        hex.push_back(kHex[static_cast<unsigned char>(c) >> 4]);
        hex.push_back(kHex[static_cast<unsigned char>(c) & 15]);
      }
      return StrCat("'\\x", hex, "'");
    }
    case py::ValueKind::kDict:
      return QuoteLiteral(py::JsonText(state.ev, value, {}));
    case py::ValueKind::kList:
    case py::ValueKind::kTuple: {
      if (type != nullptr && type->affinity == TypeAffinity::kJson) {
        return QuoteLiteral(py::JsonText(state.ev, value, {}));
      }
      const TypeObject* item =
          type != nullptr && type->form == TypeForm::kArray ? type->item : nullptr;
      std::string parts =
          StrJoin(state.ev.Iterate(value), ", ",
                  [&](std::string* out, py::Value v) { *out += RenderValue(state, v, item); });
      if (value.Is(py::ValueKind::kTuple) && item == nullptr) return StrCat("(", parts, ")");
      return StrCat("ARRAY[", parts, "]",
                    item != nullptr ? StrCat("::", TypeSql(state.ev, *type)) : "");
    }
    case py::ValueKind::kNative:
      if (auto* member = value.As<py::EnumMember>()) {
        // A member of an enumeration is stored by its name, unless it is a string itself.
        if (member->cls->is_text_enum && (type == nullptr || type->form != TypeForm::kEnum)) {
          return RenderValue(state, member->value, type);
        }
        return QuoteLiteral(member->name);
      }
      if (value.As<Element>() != nullptr || value.As<ColumnObject>() != nullptr) {
        return Render(state, *CoerceExpression(state.ev, value));
      }
      [[fallthrough]];
    default:
      state.ev.Fail(StrCat("a '", py::TypeName(value), "' object is used as an SQL value"));
  }
}

void RenderText(RenderState& state, const Element& element, py::TextBuilder* out) {
  const std::string& text = element.text;
  const auto line_of = [&](size_t offset) {
    uint32_t line = element.line;
    for (const py::LineMark& mark : element.marks) {
      if (mark.offset <= offset) line = mark.line;
    }
    return line;
  };
  const auto find = [&](const std::string& name) -> const py::Value* {
    for (const auto& [key, value] : state.parameters) {
      if (key == name) return &value;
    }
    // The last one given counts.
    for (auto at = element.parameters.rbegin(); at != element.parameters.rend(); ++at) {
      if (at->first == name) return &at->second;
    }
    return nullptr;
  };
  std::set<std::string, std::less<>> taken;
  // A parameter is a colon and a word; neither after a colon, a word or a backslash, nor
  // before a colon. Of a word before a colon, all but its last character counts.
  size_t next_mark = 0;
  const auto copy = [&](size_t begin, size_t end) {
    out->Mark(line_of(begin));
    while (next_mark < element.marks.size() && element.marks[next_mark].offset <= begin)
      ++next_mark;
    while (next_mark < element.marks.size() && element.marks[next_mark].offset < end) {
      const py::LineMark mark = element.marks[next_mark++];
      out->Append(std::string_view(text).substr(begin, mark.offset - begin));
      out->Mark(mark.line);
      begin = mark.offset;
    }
    out->Append(std::string_view(text).substr(begin, end - begin));
  };
  size_t copied = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ':') {
      copy(copied, i);
      copied = ++i;
      continue;
    }
    if (text[i] != ':') continue;
    if (i > 0 && (text[i - 1] == ':' || text[i - 1] == '\\' || IsWord(text[i - 1]))) continue;
    size_t end = i + 1;
    while (end < text.size() && IsWord(text[end])) ++end;
    if (end < text.size() && text[end] == ':') --end;
    if (end <= i + 1) continue;
    const std::string name = text.substr(i + 1, end - i - 1);
    taken.insert(name);
    const py::Value* value = find(name);
    if (value == nullptr) {
      state.missing_parameters.push_back(name);
      i = end - 1;
      continue;
    }
    copy(copied, i);
    out->Append(RenderValue(state, *value, nullptr));
    copied = end;
    i = end - 1;
  }
  copy(copied, text.size());
  for (const auto& [name, value] : element.parameters) {
    if (taken.contains(name)) continue;
    state.ev.Fail(StrCat("an SQL text has no parameter ':", name,
                         "', which bindparams() gives a value; SQLAlchemy refuses that"));
  }
}

std::string ExpressionSql(py::Evaluator& ev, const Element& element) {
  RenderState state(ev);
  std::string sql = Render(state, element);
  if (!state.missing_parameters.empty()) {
    ev.Fail(StrCat("the parameter ':", state.missing_parameters[0],
                   "' of an SQL text has no value, which SQLAlchemy refuses"));
  }
  return sql;
}

std::string DefaultSql(py::Evaluator& ev, py::Value value) {
  if (value.IsUnknown()) ev.FailUnknown("a default", value.unknown());
  if (value.IsString()) return QuoteLiteral(value.text());
  if (auto* member = value.As<py::EnumMember>(); member != nullptr && member->cls->is_text_enum) {
    return DefaultSql(ev, member->value);
  }
  if (value.As<Element>() == nullptr && value.As<StatementObject>() == nullptr) {
    ev.Fail(StrCat("a '", py::TypeName(value), "' object is used as a server default"));
  }
  return ExpressionSql(ev, *CoerceExpression(ev, value));
}

}  // namespace schemadiff::alembic
