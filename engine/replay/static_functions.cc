// Functions of PostgreSQL whose results depend on their arguments and on the catalog alone.
#include <algorithm>
#include <array>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/catalog_rows.h"
#include "engine/replay/lookup.h"
#include "engine/replay/static_eval.h"
#include "engine/replay/walk.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {
namespace {

// What a type's output function gives, which is not what a cast to text gives for truth values.
std::optional<std::string> OutputOf(const Value& value) {
  if (value.kind == Value::Kind::kBool) return value.truth ? "t" : "f";
  return TextOf(value);
}

// Only ASCII, of which all collations have the same lower case but for Turkish ones.
bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string Replace(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  for (size_t at = 0; !from.empty();) {
    const size_t found = text.find(from, at);
    if (found == std::string_view::npos) return StrCat(result, text.substr(at));
    StrAppend(&result, text.substr(at, found - at), to);
    at = found + from.size();
  }
  return std::string(text);
}

// "a.b" or "A", as regclass reads it; nothing for other forms.
std::optional<std::vector<std::string>> NameParts(std::string_view text) {
  std::vector<std::string> parts;
  SqlLexer lexer(text);
  for (bool name = true;; name = !name) {
    const SqlToken token = lexer.Next();
    const std::string_view word = lexer.Text(token);
    if (name && token.kind == SqlTokenKind::kWord) {
      parts.push_back(FoldIdentifier(word));
    } else if (name && token.kind == SqlTokenKind::kQuoted && word.starts_with('"')) {
      parts.push_back(Replace(word.substr(1, word.size() - 2), "\"\"", "\""));
    } else if (!name && token.kind == SqlTokenKind::kEnd) {
      return parts;
    } else if (name || word != ".") {
      return std::nullopt;
    }
  }
}

}  // namespace

bool IsStaticAggregate(std::string_view name) {
  static constexpr std::array<std::string_view, 10> kNames = {
      "count", "array_agg", "string_agg", "bool_and", "bool_or",
      "every", "min",       "max",        "sum",      "json_agg"};
  return std::ranges::find(kNames, name) != kNames.end();
}

Value StaticEvaluator::RelationOfName(const std::string& name, bool or_null) const {
  const std::optional<std::vector<std::string>> parts = NameParts(name);
  if (!parts || parts->empty() || parts->size() > 2) return Value::Unknown();
  const std::string_view schema = parts->size() == 2 ? parts->front() : std::string_view();
  try {
    const ObjectId id = FindRelation(cx_, StatedName(schema, parts->back()));
    if (id == kNoObject) {
      if (MayBeOfServer(cx_, "pg_class", parts->back())) return Value::Unknown();
      return or_null ? Value::Null() : Value::Unknown();
    }
    if (cx_.catalog.UnknownReason(cx_.catalog.Get(id).key) != nullptr) return Value::Unknown();
    return IdentityOf(id);
  } catch (const NotModelled&) {
    return Value::Unknown();
  } catch (const PgError&) {
    return Value::Unknown();
  }
}

Value StaticEvaluator::Format(const std::vector<Value>& arguments) const {
  if (arguments.empty() || arguments.front().kind != Value::Kind::kText) return Value::Unknown();
  const std::string& format = arguments.front().text;
  std::string result;
  size_t next = 1;
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      result += format[i];
      continue;
    }
    if (++i == format.size()) return Value::Unknown();
    if (format[i] == '%') {
      result += '%';
      continue;
    }
    size_t digits = i;
    size_t position = 0;
    while (digits < format.size() && format[digits] >= '0' && format[digits] <= '9' &&
           position < 1000) {
      position = position * 10 + static_cast<size_t>(format[digits++] - '0');
    }
    if (digits > i) {
      // A number of an argument; a width else.
      if (digits == format.size() || format[digits] != '$') return Value::Unknown();
      i = digits + 1;
      next = position;
    }
    if (i >= format.size() || next == 0 || next >= arguments.size()) return Value::Unknown();
    const Value& argument = arguments[next++];
    const char kind = format[i];
    if (argument.IsNull()) {
      if (kind == 'I') return Value::Unknown();
      if (kind == 'L') result += "NULL";
      continue;
    }
    const std::optional<std::string> text = OutputOf(argument);
    if (!text) return Value::Unknown();
    switch (kind) {
      case 's':
        result += *text;
        break;
      case 'I':
        AppendQuotedIdentifier(&result, *text, cx_.major());
        break;
      case 'L':
        AppendQuotedLiteral(&result, *text);
        break;
      default:
        return Value::Unknown();
    }
  }
  return Value::Text(result);
}

Value StaticEvaluator::CustomSetting(const std::string& name, bool or_null) const {
  const auto& custom = cx_.session.settings().custom;
  if (const auto found = custom.find(name); found != custom.end()) {
    return found->second ? Value::Text(*found->second) : Value::Unknown();
  }
  if (!or_null || cx_.session.custom_settings.contains(name)) return Value::Unknown();
  unset_.insert(name);
  return Value::Null();
}

Value StaticEvaluator::Function(std::string_view name, const std::vector<Value>& arguments) const {
  if (name == "format") return Format(arguments);
  if (name == "concat" || name == "concat_ws") {
    const bool separated = name == "concat_ws";
    if (separated && (arguments.empty() || !TextOf(arguments.front()))) return Value::Unknown();
    std::string result;
    bool first = true;
    for (size_t i = separated ? 1 : 0; i < arguments.size(); ++i) {
      if (arguments[i].IsNull()) continue;
      const std::optional<std::string> text = OutputOf(arguments[i]);
      if (!text) return Value::Unknown();
      StrAppend(&result, separated && !first ? *TextOf(arguments.front()) : "", *text);
      first = false;
    }
    return Value::Text(result);
  }
  if (name == "current_schema" && arguments.empty()) {
    for (const Name schema : SearchPath(cx_)) {
      if (schema != "pg_catalog" && schema != kTemporarySchema) return Value::Text(schema);
    }
    return Value::Null();
  }
  if (name == "current_schemas" && arguments.size() == 1) {
    const std::optional<bool> implicit = TruthOf(arguments.front());
    if (!implicit) return Value::Unknown();
    std::vector<Value> schemas;
    for (const Name schema : SearchPath(cx_)) {
      if (schema == kTemporarySchema || (!*implicit && schema == "pg_catalog")) continue;
      schemas.push_back(Value::Text(schema));
    }
    return Value::Array(std::move(schemas));
  }
  if (name == "current_setting" && !arguments.empty()) {
    if (arguments.front().kind != Value::Kind::kText) return Value::Unknown();
    const std::string setting = AsciiToLower(arguments.front().text);
    if (setting == "server_version_num" && cx_.catalog.server_version > 0) {
      return Value::Text(StrCat(cx_.catalog.server_version));
    }
    if (setting.find('.') == std::string::npos) return Value::Unknown();
    return CustomSetting(setting, arguments.size() == 2 && arguments[1].IsTrue());
  }
  // All others are strict.
  for (const Value& argument : arguments) {
    if (argument.IsNull()) return argument;
    if (!argument.known()) return Value::Unknown();
  }
  if (name == "array_length" && arguments.size() == 2) {
    if (arguments[0].kind != Value::Kind::kArray || NumberOf(arguments[1]) != 1) {
      return Value::Unknown();
    }
    const size_t size = arguments[0].items.size();
    return size == 0 ? Value::Null() : Value::Number(static_cast<int64_t>(size));
  }
  if (name == "cardinality" && arguments.size() == 1) {
    return arguments[0].kind == Value::Kind::kArray
               ? Value::Number(static_cast<int64_t>(arguments[0].items.size()))
               : Value::Unknown();
  }
  if (name == "array_to_string" && arguments.size() == 2) {
    const std::optional<std::string> separator = TextOf(arguments[1]);
    if (arguments[0].kind != Value::Kind::kArray || !separator) return Value::Unknown();
    std::vector<std::string> texts;
    for (const Value& item : arguments[0].items) {
      if (item.IsNull()) continue;
      const std::optional<std::string> text = OutputOf(item);
      if (!text) return Value::Unknown();
      texts.push_back(*text);
    }
    return Value::Text(StrJoin(texts, *separator));
  }
  std::vector<std::string> texts;
  for (const Value& argument : arguments) {
    const std::optional<std::string> text = TextOf(argument);
    if (!text) return Value::Unknown();
    texts.push_back(*text);
  }
  if (name == "replace" && texts.size() == 3) {
    return Value::Text(Replace(texts[0], texts[1], texts[2]));
  }
  if (texts.size() != 1) return Value::Unknown();
  const std::string& text = texts.front();
  if (name == "quote_ident") return Value::Text(QuoteIdentifier(text, cx_.major()));
  if (name == "quote_literal") return Value::Text(QuoteLiteral(text));
  if (name == "lower" && IsAscii(text)) return Value::Text(AsciiToLower(text));
  if (name == "length" && IsAscii(text)) return Value::Number(static_cast<int64_t>(text.size()));
  if (name == "to_regclass") return RelationOfName(text, /*or_null=*/true);
  if (name == "to_regnamespace") {
    const std::optional<std::vector<std::string>> parts = NameParts(text);
    if (!parts || parts->size() != 1) return Value::Unknown();
    if (SchemaExists(cx_, parts->front())) return IdentityOfSchema(parts->front());
    return MayBeOfServer(cx_, "pg_namespace", parts->front()) ? Value::Unknown() : Value::Null();
  }
  return Value::Unknown();
}

Value StaticEvaluator::Call(const ast::FuncCall& call, const Scope* scope) const {
  for (const Scope* each = scope; each != nullptr; each = each->outer) {
    if (each->aggregates == nullptr) continue;
    const auto found = each->aggregates->find(&call);
    if (found != each->aggregates->end()) return found->second;
  }
  const std::vector<std::string_view> names = Strings(call.funcname);
  if (names.empty() || (names.size() == 2 && names.front() != "pg_catalog") || names.size() > 2 ||
      call.over != nullptr || call.func_variadic || IsStaticAggregate(names.back())) {
    return Value::Unknown();
  }
  std::vector<Value> arguments;
  for (const ast::Node* argument : call.args) {
    if (argument->tag == ast::NodeTag::kNamedArgExpr) return Value::Unknown();
    arguments.push_back(Eval(argument, scope));
  }
  return Function(names.back(), arguments);
}

}  // namespace schemadiff::replay
