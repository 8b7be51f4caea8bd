#include "engine/replay/expressions.h"

#include <algorithm>
#include <array>
#include <limits>

#include "engine/base/strings.h"
#include "engine/replay/relation.h"
#include "engine/replay/walk.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {
namespace {

int32_t FirstLocation(const ast::Node& node) {
  int32_t first = node.location < 0 ? std::numeric_limits<int32_t>::max() : node.location;
  ForEachChild(node,
               [&](const ast::Node& child) { first = std::min(first, FirstLocation(child)); });
  return first;
}

// Words that begin the next clause of a column or a statement, when outside of parentheses.
bool EndsExpression(std::string_view word, std::string_view previous) {
  static constexpr std::array<std::string_view, 12> kWords = {
      "constraint", "check",      "primary",   "unique", "references", "default",
      "generated",  "deferrable", "initially", "with",   "using",      "where"};
  const std::string lower = AsciiToLower(word);
  if (lower == "not" || lower == "null") return previous != "is" && previous != "not";
  return std::ranges::find(kWords, lower) != kWords.end();
}

}  // namespace

std::string SourceOf(const ParsedStatement& statement, const ast::Node& node) {
  const std::string_view text = std::string_view(statement.source->text()).substr(0, statement.end);
  const int32_t first = FirstLocation(node);
  if (first < 0 || static_cast<size_t>(first) >= text.size()) return {};
  size_t begin = static_cast<size_t>(first);
  size_t end = begin;
  int depth = 0;
  std::string previous;
  SqlLexer lexer(text, begin);
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    const std::string_view word = lexer.Text(token);
    if (word == "(" || word == "[") {
      ++depth;
    } else if (word == ")" || word == "]") {
      if (depth == 0) {
        // A parenthesis before the first node belongs to the expression, too.
        size_t before = begin;
        while (before > 0 && (text[before - 1] == ' ' || text[before - 1] == '\n')) --before;
        if (before == 0 || text[before - 1] != '(' || word == "]") break;
        begin = before - 1;
      } else {
        --depth;
      }
    } else if (depth == 0 && (word == "," || word == ";")) {
      break;
    } else if (depth == 0 && end > begin && token.kind == SqlTokenKind::kWord &&
               EndsExpression(word, previous)) {
      break;
    }
    end = token.end;
    previous = AsciiToLower(word);
  }
  return std::string(text.substr(begin, end - begin));
}

namespace {

std::vector<Name> ColumnsIn(const Context& cx, const ast::Node& node, ObjectId relation) {
  std::vector<Name> columns;
  if (relation == kNoObject) return columns;
  for (const ast::ColumnRef* ref : CollectColumnRefs(&node)) {
    std::string_view name = ColumnRefName(*ref);
    if (FindColumn(cx.catalog, relation, name) == kNoObject && !IsSystemColumn(name)) {
      if (ref->fields.size() == 1 && name != cx.catalog.Get(relation).key.name) continue;
      name = {};  // the whole row
    }
    if (std::ranges::find(columns, Name(name)) == columns.end()) columns.emplace_back(name);
  }
  return columns;
}

void RequireKnownColumns(const Context& cx, const ast::Node& node, ObjectId relation) {
  for (const ast::ColumnRef* ref : CollectColumnRefs(&node)) {
    const std::string_view name = ColumnRefName(*ref);
    if (name.empty() || ref->fields.size() != 1) continue;
    if (relation != kNoObject &&
        (FindColumn(cx.catalog, relation, name) != kNoObject || IsSystemColumn(name) ||
         name == cx.catalog.Get(relation).key.name)) {
      continue;
    }
    throw PgError(sqlstate::kUndefinedColumn, StrCat("column \"", name, "\" does not exist"),
                  ref->location);
  }
}

}  // namespace

Analysed Analyse(const Context& cx, const ast::Node& node, ExpressionUse use, ObjectId relation,
                 const TypeRef* target) {
  Analysed analysed;
  analysed.columns = ColumnsIn(cx, node, relation);
  const bool plain = use == ExpressionUse::kCheck || use == ExpressionUse::kGenerated ||
                     use == ExpressionUse::kIndexKey || use == ExpressionUse::kIndexPredicate;
  if (plain) RequireKnownColumns(cx, node, relation);
  const auto* constant = ast::As<ast::A_Const>(&node);
  if (use == ExpressionUse::kDefault && constant != nullptr && constant->isnull &&
      target != nullptr && target->schema == "pg_catalog" && target->modifiers.empty()) {
    analysed.null_constant = true;
    return analysed;
  }
  analysed.expression =
      Expression::Unresolved(SourceOf(cx.statement(), node), "the expression was not analysed");
  return analysed;
}

void DependOnColumns(Context& cx, ObjectId dependent, const ast::Node& expression,
                     ObjectId relation, DependencyType type) {
  for (const Name column : ColumnsIn(cx, expression, relation)) {
    if (!IsSystemColumn(column)) cx.catalog.AddDependency(dependent, relation, type, column);
  }
}

void DependOnExpression(Context& cx, ObjectId dependent, const Analysed& analysed,
                        ObjectId relation, DependencyType on_columns) {
  for (const Name column : analysed.columns) {
    if (relation == kNoObject || IsSystemColumn(column)) continue;
    cx.catalog.AddDependency(dependent, relation, on_columns, column);
  }
  for (const auto& [object, column] : analysed.references) {
    cx.catalog.AddDependency(dependent, object, DependencyType::kNormal, column);
  }
}

}  // namespace schemadiff::replay
