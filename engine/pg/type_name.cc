#include "engine/pg/type_name.h"

#include <array>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"

namespace schemadiff {
namespace {

// The types that the grammar has productions for, which format_type prints by those names.
// Modifiers stand between `words` and `suffix`.
struct SqlName {
  std::string_view name;    // in pg_type
  std::string_view words;   // as SQL calls it
  std::string_view suffix;  // behind the modifiers
  bool needs_modifiers;     // without them the words would mean another type: (1) is implied
  int since;                // major
};
// Longer words first: the reader takes the first that fits.
constexpr std::array kSqlNames = {
    SqlName{"bool", "boolean", "", false, 0},
    SqlName{"varchar", "character varying", "", false, 0},
    SqlName{"bpchar", "character", "", true, 0},
    SqlName{"varbit", "bit varying", "", false, 0},
    SqlName{"bit", "bit", "", true, 0},
    SqlName{"float4", "real", "", false, 0},
    SqlName{"float8", "double precision", "", false, 0},
    SqlName{"int2", "smallint", "", false, 0},
    SqlName{"int4", "integer", "", false, 0},
    SqlName{"int8", "bigint", "", false, 0},
    SqlName{"numeric", "numeric", "", false, 0},
    SqlName{"interval", "interval", "", false, 0},
    SqlName{"timestamp", "timestamp", " without time zone", false, 0},
    SqlName{"timestamptz", "timestamp", " with time zone", false, 0},
    SqlName{"time", "time", " without time zone", false, 0},
    SqlName{"timetz", "time", " with time zone", false, 0},
    SqlName{"json", "json", "", false, 17},
};

std::string Format(const TypeRef& type, int major, bool with_modifiers) {
  std::string out;
  const SqlName* special = nullptr;
  if (type.schema == "pg_catalog") {
    for (const SqlName& candidate : kSqlNames) {
      if (candidate.name == type.name && major >= candidate.since &&
          (!with_modifiers || !candidate.needs_modifiers || !type.modifiers.empty())) {
        special = &candidate;
      }
    }
  }
  if (special != nullptr) {
    out = special->words;
  } else {
    out = QuoteQualifiedName(
        type.schema == "pg_catalog" ? std::string_view() : std::string_view(type.schema), type.name,
        major);
  }
  if (with_modifiers && !type.modifiers.empty()) {
    // An interval's fields come without parentheses.
    if (type.schema == "pg_catalog" && type.name == "interval" &&
        (type.modifiers.str()[0] < '0' || type.modifiers.str()[0] > '9')) {
      StrAppend(&out, " ", type.modifiers);
    } else {
      StrAppend(&out, "(", type.modifiers, ")");
    }
  }
  if (special != nullptr) out += special->suffix;
  if (type.array) out += "[]";
  return out;
}

bool ConsumePrefix(std::string_view* text, std::string_view prefix) {
  if (text->substr(0, prefix.size()) != prefix) return false;
  text->remove_prefix(prefix.size());
  return true;
}

// "(...)" at the beginning, up to the last parenthesis.
bool ConsumeModifiers(std::string_view* text, std::string* modifiers) {
  if (text->empty() || text->front() != '(') return false;
  const size_t end = text->rfind(')');
  if (end == std::string_view::npos) return false;
  *modifiers = text->substr(1, end - 1);
  text->remove_prefix(end + 1);
  return true;
}

bool ConsumeIdentifier(std::string_view* text, std::string* name) {
  name->clear();
  if (ConsumePrefix(text, "\"")) {
    while (!text->empty()) {
      const char c = text->front();
      text->remove_prefix(1);
      if (c != '"') {
        name->push_back(c);
      } else if (ConsumePrefix(text, "\"")) {
        name->push_back('"');
      } else {
        return true;
      }
    }
    return false;
  }
  const size_t end = text->find_first_of(".([\" ");
  *name = text->substr(0, end);
  text->remove_prefix(name->size());
  return !name->empty();
}

std::optional<TypeRef> ParseSqlName(std::string_view text) {
  for (const SqlName& candidate : kSqlNames) {
    std::string_view rest = text;
    TypeRef type{"pg_catalog", std::string(candidate.name), "", false};
    if (!ConsumePrefix(&rest, candidate.words)) continue;
    if (candidate.name == "interval" && rest.size() > 1 && rest[0] == ' ') {
      type.modifiers = rest.substr(1);
      return type;
    }
    std::string modifiers;
    ConsumeModifiers(&rest, &modifiers);
    type.modifiers = modifiers;
    if (rest == candidate.suffix) return type;
  }
  return std::nullopt;
}

}  // namespace

std::string FormatType(const TypeRef& type, int major) {
  return Format(type, major, /*with_modifiers=*/true);
}

std::string FormatTypeWithoutModifiers(const TypeRef& type, int major) {
  return Format(type, major, /*with_modifiers=*/false);
}

std::optional<TypeRef> ParseFormattedType(std::string_view text) {
  const bool array = text.size() > 2 && text.substr(text.size() - 2) == "[]";
  if (array) text.remove_suffix(2);
  std::optional<TypeRef> type = ParseSqlName(text);
  if (!type) {
    std::string schema = "pg_catalog";
    std::string name;
    std::string modifiers;
    if (!ConsumeIdentifier(&text, &name)) return std::nullopt;
    if (ConsumePrefix(&text, ".")) {
      schema = std::move(name);
      if (!ConsumeIdentifier(&text, &name)) return std::nullopt;
    }
    ConsumeModifiers(&text, &modifiers);
    type = TypeRef{schema, name, modifiers, false};
    if (!text.empty()) return std::nullopt;
  }
  type->array = array;
  return type;
}

}  // namespace schemadiff
