// SET and RESET: the settings that DDL depends on.
#include "engine/replay/settings.h"

#include <algorithm>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/handlers.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {

std::optional<std::string> ConstantText(const ast::Node* node) {
  const auto* constant = ast::As<ast::A_Const>(node);
  if (constant == nullptr) {
    if (const auto* cast = ast::As<ast::TypeCast>(node)) return ConstantText(cast->arg);
    return std::nullopt;
  }
  if (constant->isnull) return std::nullopt;
  if (const auto* text = ast::As<ast::String>(constant->val)) return std::string(text->sval);
  if (const auto* integer = ast::As<ast::Integer>(constant->val)) return StrCat(integer->ival);
  if (const auto* boolean = ast::As<ast::Boolean>(constant->val)) {
    return boolean->boolval ? "true" : "false";
  }
  return std::nullopt;
}

namespace {

// A list of names as a setting's text holds it: `public, "Odd"` (SplitIdentifierString).
std::vector<std::string> SplitIdentifiers(std::string_view text) {
  std::vector<std::string> names;
  size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() &&
           (text[at] == ' ' || text[at] == ',' || text[at] == '\t' || text[at] == '\n')) {
      ++at;
    }
    if (at == text.size()) break;
    std::string name;
    if (text[at] == '"') {
      for (++at; at < text.size(); ++at) {
        if (text[at] == '"') {
          if (at + 1 < text.size() && text[at + 1] == '"') {
            ++at;
          } else {
            ++at;
            break;
          }
        }
        name += text[at];
      }
    } else {
      const size_t end = std::min(text.find_first_of(", \t\n", at), text.size());
      name = FoldIdentifier(text.substr(at, end - at));
      at = end;
    }
    // SET search_path = '' is a list of one empty name, which no schema has.
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

// A boolean setting's text (parse_bool).
bool IsFalse(std::string_view text) {
  const std::string word = AsciiToLower(text);
  const auto abbreviates = [&](std::string_view full, size_t shortest) {
    return word.size() >= shortest && full.starts_with(word);
  };
  return abbreviates("false", 1) || abbreviates("no", 1) || abbreviates("off", 2) || word == "0";
}

// What other values than the default make of expressions and literals is not modelled.
void RefuseUnlessDefault(std::string_view name, std::string_view text) {
  const std::string word = AsciiToLower(text);
  const bool other = (name == "transform_null_equals" && !IsFalse(text)) ||
                     (name == "array_nulls" && IsFalse(text)) ||
                     (name == "intervalstyle" && word == "sql_standard");
  if (other) throw NotModelled(StrCat("what follows, with ", name, " set to ", text));
}

}  // namespace

void SetCustom(Context& cx, std::string_view name, std::optional<std::string> value, bool local) {
  cx.session.custom_settings.emplace(name);
  auto custom = cx.session.settings().custom;
  custom[std::string(name)] = std::move(value);
  cx.session.Set(&Settings::custom, std::move(custom), local);
}

void ApplySetting(Context& cx, std::string_view name, const std::string& text,
                  const std::vector<std::string>* list, bool local) {
  Session& session = cx.session;
  RefuseUnlessDefault(name, text);
  if (name == "search_path") {
    session.Set(&Settings::search_path, list != nullptr ? *list : SplitIdentifiers(text), local);
  } else if (name == "default_tablespace") {
    session.Set(&Settings::default_tablespace, text, local);
  } else if (name == "default_table_access_method") {
    session.Set(&Settings::default_table_access_method, text, local);
  } else if (name == "standard_conforming_strings") {
    session.Set(&Settings::standard_conforming_strings, !IsFalse(text), local);
  } else if (name == "timezone") {
    // A number with a fraction is no text here, and no zone of ours either.
    session.Set(&Settings::time_zone, text.empty() ? std::string("not known") : text, local);
  } else if (name == "role") {
    session.Set(&Settings::role, AsciiToLower(text) == "none" ? std::string() : text, local);
  } else if (name == "session_authorization") {
    session.Set(&Settings::session_authorization, text, local);
    session.Set(&Settings::role, std::string(), local);
  } else if (name.find('.') != std::string_view::npos) {
    SetCustom(cx, name, text, local);
  }
}

namespace {

void ResetSetting(Context& cx, std::string_view name, bool local) {
  Session& session = cx.session;
  const Settings& fresh = session.defaults();
  if (name.find('.') != std::string_view::npos) SetCustom(cx, name, std::nullopt, local);
  if (name == "timezone") session.Set(&Settings::time_zone, fresh.time_zone, local);
  if (name == "search_path") session.Set(&Settings::search_path, fresh.search_path, local);
  if (name == "default_tablespace") {
    session.Set(&Settings::default_tablespace, fresh.default_tablespace, local);
  }
  if (name == "default_table_access_method") {
    session.Set(&Settings::default_table_access_method, fresh.default_table_access_method, local);
  }
  if (name == "standard_conforming_strings") {
    session.Set(&Settings::standard_conforming_strings, true, local);
  }
  if (name == "role" || name == "session_authorization") {
    session.Set(&Settings::role, std::string(), local);
  }
  if (name == "session_authorization") {
    session.Set(&Settings::session_authorization, std::string(), local);
  }
}

}  // namespace

void ExecuteSet(Context& cx, const ast::VariableSetStmt& stmt) {
  const std::string name = AsciiToLower(stmt.name);
  switch (stmt.kind) {
    case ast::VariableSetKind::VAR_SET_VALUE: {
      // Each argument is a name of its own, whatever is in it.
      std::vector<std::string> list;
      for (const ast::Node* argument : stmt.args) {
        if (const auto text = ConstantText(argument); text && !text->empty()) {
          list.push_back(*text);
        }
      }
      ApplySetting(cx, name, StrJoin(list, ", "), &list, stmt.is_local);
      break;
    }
    case ast::VariableSetKind::VAR_SET_DEFAULT:
    case ast::VariableSetKind::VAR_RESET:
      ResetSetting(cx, name, stmt.is_local);
      break;
    case ast::VariableSetKind::VAR_RESET_ALL:
      cx.session.ResetAllSettings();
      break;
    case ast::VariableSetKind::VAR_SET_CURRENT:
    case ast::VariableSetKind::VAR_SET_MULTI:
      break;
  }
}

Misread MisreadWithoutStandardStrings(std::string_view statement) {
  Misread misread = Misread::kNo;
  SqlLexer lexer(statement);
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    std::string_view text = lexer.Text(token);
    if (token.kind != SqlTokenKind::kString) continue;
    if (text[0] == 'n' || text[0] == 'N') text.remove_prefix(1);
    if (text[0] != '\'' || text.find('\\') == std::string_view::npos) continue;
    misread = Misread::kLiterals;
    bool escaped = false;
    for (size_t i = 1; i < text.size(); ++i) {
      if (escaped && text[i] == '\'') return Misread::kBounds;
      escaped = !escaped && text[i] == '\\';
    }
  }
  return misread;
}

Settings DefaultSettings(const Catalog& catalog) {
  Settings settings;
  if (catalog.notes.search_path) {
    settings.search_path = SplitIdentifiers(*catalog.notes.search_path);
  }
  settings.time_zone = catalog.notes.time_zone;
  return settings;
}

bool IsUtc(std::string_view time_zone) {
  static constexpr std::string_view kNames[] = {
      "",          "utc",           "etc/utc", "gmt",      "etc/gmt",   "etc/uct",      "uct",
      "universal", "etc/universal", "zulu",    "etc/zulu", "greenwich", "etc/greenwich"};
  return std::ranges::find(kNames, AsciiToLower(time_zone)) != std::end(kNames);
}

void DoubtSearchPath(Context& cx, bool local) {
  cx.session.Set(&Settings::search_path, {std::string()}, local);
}

bool SearchPathKnown(const Context& cx) {
  return std::ranges::none_of(cx.session.settings().search_path, &std::string::empty);
}

void RequireSearchPath(const Context& cx, int32_t location) {
  if (SearchPathKnown(cx)) return;
  throw FollowsUnknown("search_path is not known here, and names are looked up by it", location);
}

std::string CurrentUser(const Context& cx) {
  const Settings& settings = cx.session.settings();
  if (!settings.role.empty()) return settings.role;
  return settings.session_authorization.empty() ? cx.options.user : settings.session_authorization;
}

}  // namespace schemadiff::replay
