#include "parsers/sql/nesting.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "engine/base/strings.h"
#include "parsers/sql/lexer.h"

namespace schemadiff {
namespace {

enum class Connector { kNone, kAnd, kOr };

// What stands between two parentheses, as far as it is read.
struct Group {
  size_t begin = 0;   // of its parenthesis
  size_t tokens = 0;  // a group in it counts as one
  Connector connector = Connector::kNone;
  // Where a group is all there is before the connector: where that begins, and its own connector.
  size_t first = 0;
  Connector of_first = Connector::kNone;
};

Connector ConnectorOf(std::string_view word) {
  const std::string upper = AsciiToUpper(word);
  if (upper == "AND") return Connector::kAnd;
  return upper == "OR" ? Connector::kOr : Connector::kNone;
}

// Where nested lists begin.
std::vector<size_t> NestedIn(std::string_view text) {
  std::vector<size_t> nested;
  std::vector<Group> groups(1);
  SqlLexer lexer(text);
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    const std::string_view word = lexer.Text(token);
    if (word == "(") {
      groups.push_back({.begin = token.begin});
      continue;
    }
    if (word == ")" && groups.size() > 1) {
      const Group inner = groups.back();
      groups.pop_back();
      Group& outer = groups.back();
      if (outer.tokens++ == 0) {
        outer.first = inner.begin;
        outer.of_first = inner.connector;
      }
      continue;
    }
    Group& group = groups.back();
    const Connector connector =
        token.kind == SqlTokenKind::kWord ? ConnectorOf(word) : Connector::kNone;
    if (connector != Connector::kNone && group.connector == Connector::kNone) {
      group.connector = connector;
      if (group.tokens == 1 && group.of_first == connector) nested.push_back(group.first);
    }
    ++group.tokens;
  }
  return nested;
}

}  // namespace

std::string KeepNesting(std::string_view printed) {
  std::vector<size_t> nested = NestedIn(printed);
  std::string text(printed);
  // The inner ones were found first, and begin later.
  std::ranges::sort(nested, std::greater<>());
  for (const size_t at : nested) text.insert(at, StrCat("\"", kNestedCondition, "\""));
  return text;
}

}  // namespace schemadiff
