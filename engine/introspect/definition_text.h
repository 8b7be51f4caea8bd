// Cutting apart the definitions that the server prints.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/values.h"

namespace schemadiff::introspect {

/// The offset after the quoted identifier, string literal or single character at `at`.
size_t SkipToken(std::string_view text, size_t at);

/// The offset of the first `word` outside of quotes, at or after `from`; npos where there is none.
size_t FindOutsideQuotes(std::string_view text, std::string_view word, size_t from = 0);

/// The offset after the closing parenthesis that belongs to the opening one at `open`.
size_t SkipParentheses(std::string_view text, size_t open);

/// What stands behind one key in an index definition.
struct KeySuffix {
  QualifiedName collation;
  QualifiedName operator_class;
};

/// The suffixes of the keys in what pg_get_indexdef(oid) prints; `keys` are the texts of
/// pg_get_indexdef(oid, n, false). No value where the two do not fit together.
std::optional<std::vector<KeySuffix>> ParseKeySuffixes(std::string_view definition,
                                                       const std::vector<std::string>& keys);

/// The WHEN condition in what pg_get_triggerdef prints, without its outer parentheses; empty where
/// there is none.
std::string TriggerCondition(std::string_view definition);

/// The parts of what pg_get_ruledef prints: the condition behind WHERE (empty: none), and what
/// follows DO or DO INSTEAD, without the final semicolon.
struct RuleParts {
  std::string condition;
  std::string actions;
};
RuleParts ParseRule(std::string_view definition);

/// The arguments in what pg_get_triggerdef prints.
std::vector<std::string> TriggerArguments(std::string_view definition);

}  // namespace schemadiff::introspect
