#include "engine/replay/whole_row.h"

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {
namespace {

// The offsets at which `old.*` and `new.*` stand in a printed condition: those that a cast is
// applied to, `(old.*)::`, or the others.
std::vector<size_t> WholeRows(std::string_view text, bool cast) {
  std::vector<size_t> offsets;
  SqlLexer lexer(text);
  size_t start = 0;
  int matched = 0;  // tokens of `old`, `.`, `*`
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    const std::string_view word = lexer.Text(token);
    if (token.kind == SqlTokenKind::kWord && (word == "old" || word == "new")) {
      start = token.begin;
      matched = 1;
    } else if (matched == 1 && word == ".") {
      matched = 2;
    } else if (matched == 2 && word == "*") {
      const bool is_cast = text.substr(token.end).starts_with(")::");
      if (is_cast == cast) offsets.push_back(start);
      matched = 0;
    } else {
      matched = 0;
    }
  }
  return offsets;
}

constexpr size_t kLength = std::string_view("old.*").size();

}  // namespace

bool HasConvertedRow(const Expression& when) {
  return when.resolved() && !WholeRows(when.text(), /*cast=*/true).empty();
}

void DependOnRowType(Context& cx, ObjectId copy, ObjectId original) {
  if (!HasConvertedRow(cx.catalog.Get(copy).As<Trigger>().when)) return;
  while (original != kNoObject) {
    const ObjectId first = original;
    original = kNoObject;
    for (const Dependency& reference : cx.catalog.References(first)) {
      if (cx.catalog.Get(reference.object).key.kind == KindOf<Trigger>) original = reference.object;
    }
    if (original != kNoObject) continue;
    cx.catalog.AddDependency(copy, cx.catalog.Get(first).parent, DependencyType::kAuto);
  }
}

Expression WhenOfCopy(const Context& cx, const Expression& when, const QualifiedName& parent) {
  if (when.empty() || !when.resolved()) return when;
  const std::string& text = when.text();
  const std::vector<size_t> offsets = WholeRows(text, /*cast=*/false);
  if (offsets.empty()) return when;
  const std::string type = QuoteQualifiedName(parent.schema, parent.name, cx.major());
  std::string converted;
  size_t done = 0;
  for (const size_t offset : offsets) {
    StrAppend(&converted, std::string_view(text).substr(done, offset - done), "(",
              std::string_view(text).substr(offset, kLength), ")::", type);
    done = offset + kLength;
  }
  StrAppend(&converted, std::string_view(text).substr(done));
  return Expression::Canonical(std::move(converted), when.source());
}

}  // namespace schemadiff::replay
