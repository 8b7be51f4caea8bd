#include "engine/introspect/definition_text.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/introspect/builder.h"

namespace schemadiff::introspect {

size_t SkipToken(std::string_view text, size_t at) {
  const char quote = text[at];
  if (quote != '"' && quote != '\'') return at + 1;
  // standard_conforming_strings is on: a doubled quote is the only escape.
  for (++at; at < text.size(); ++at) {
    if (text[at] != quote) continue;
    if (at + 1 < text.size() && text[at + 1] == quote) {
      ++at;
    } else {
      return at + 1;
    }
  }
  return at;
}

size_t FindOutsideQuotes(std::string_view text, std::string_view word, size_t from) {
  while (from < text.size()) {
    if (text.substr(from).starts_with(word)) return from;
    from = SkipToken(text, from);
  }
  return std::string_view::npos;
}

size_t SkipParentheses(std::string_view text, size_t open) {
  int depth = 0;
  size_t at = open;
  while (at < text.size()) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && --depth == 0) return at + 1;
    at = SkipToken(text, at);
  }
  return at;
}

namespace {

// The qualified name at `at`, up to a blank, comma or parenthesis; moves `at` behind it.
QualifiedName TakeName(std::string_view text, size_t* at) {
  const size_t begin = *at;
  while (*at < text.size() && std::string_view(" ,()").find(text[*at]) == std::string_view::npos) {
    *at = SkipToken(text, *at);
  }
  return ParseQualifiedName(text.substr(begin, *at - begin));
}

}  // namespace

std::optional<std::vector<KeySuffix>> ParseKeySuffixes(std::string_view definition,
                                                       const std::vector<std::string>& keys) {
  constexpr std::string_view kUsing = " USING ";
  constexpr std::string_view kCollate = " COLLATE ";
  size_t at = FindOutsideQuotes(definition, kUsing);
  if (at == std::string_view::npos) return std::nullopt;
  at = FindOutsideQuotes(definition, "(", at);
  if (at == std::string_view::npos) return std::nullopt;
  ++at;
  std::vector<KeySuffix> suffixes;
  for (const std::string& key : keys) {
    if (!suffixes.empty()) {
      if (!definition.substr(at).starts_with(", ")) return std::nullopt;
      at += 2;
    }
    if (!definition.substr(at).starts_with(key)) return std::nullopt;
    at += key.size();
    KeySuffix& suffix = suffixes.emplace_back();
    if (definition.substr(at).starts_with(kCollate)) {
      at += kCollate.size();
      suffix.collation = TakeName(definition, &at);
    }
    // The words of the ordering are in upper case, which a bare name never is.
    if (at + 1 < definition.size() && definition[at] == ' ' &&
        (definition[at + 1] < 'A' || definition[at + 1] > 'Z')) {
      ++at;
      suffix.operator_class = TakeName(definition, &at);
    }
    while (at < definition.size() && definition[at] != ',' && definition[at] != ')') {
      at = definition[at] == '(' ? SkipParentheses(definition, at) : SkipToken(definition, at);
    }
  }
  return suffixes;
}

std::string TriggerCondition(std::string_view definition) {
  constexpr std::string_view kWhen = " WHEN (";
  const size_t when = FindOutsideQuotes(definition, kWhen);
  if (when == std::string_view::npos) return {};
  const size_t open = when + kWhen.size() - 1;
  const size_t end = SkipParentheses(definition, open);
  return std::string(definition.substr(open + 1, end - open - 2));
}

RuleParts ParseRule(std::string_view definition) {
  constexpr std::string_view kWhere = " WHERE ";
  constexpr std::string_view kDo = " DO ";
  constexpr std::string_view kInstead = "INSTEAD";
  RuleParts parts;
  // No condition has DO in it, but as a name or a text, in quotes. NOTIFY begins a line.
  const size_t at =
      std::min(FindOutsideQuotes(definition, kDo), FindOutsideQuotes(definition, " DO\n"));
  if (at == std::string_view::npos) return parts;
  const size_t where = FindOutsideQuotes(definition, kWhere);
  if (where < at) {
    parts.condition = definition.substr(where + kWhere.size(), at - where - kWhere.size());
  }
  std::string_view actions = definition.substr(at + kDo.size());
  if (actions.starts_with(kInstead) && actions.size() > kInstead.size() &&
      (actions[kInstead.size()] == ' ' || actions[kInstead.size()] == '\n')) {
    actions.remove_prefix(kInstead.size());
  }
  if (actions.ends_with(';')) actions.remove_suffix(1);
  parts.actions = StripWhitespace(actions);
  return parts;
}

std::vector<std::string> TriggerArguments(std::string_view definition) {
  std::vector<std::string> arguments;
  size_t at = FindOutsideQuotes(definition, " EXECUTE FUNCTION ");
  if (at != std::string_view::npos) at = FindOutsideQuotes(definition, "(", at);
  if (at == std::string_view::npos) return arguments;
  for (++at; at < definition.size() && definition[at] != ')';) {
    const size_t end = SkipToken(definition, at);
    if (definition[at] == '\'') {
      std::string& argument = arguments.emplace_back();
      for (size_t i = at + 1; i + 1 < end; ++i) {
        argument += definition[i];
        if (definition[i] == '\'') ++i;
      }
    }
    at = end;
  }
  return arguments;
}

}  // namespace schemadiff::introspect
