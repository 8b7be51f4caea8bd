#include "engine/replay/expressions.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/relation.h"
#include "engine/replay/walk.h"
#include "parsers/sql/lexer.h"
#include "parsers/sql/nesting.h"

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
  constexpr size_t kLongest = std::string_view("references").size();
  if (word.size() > kLongest) return false;
  static constexpr std::array<std::string_view, 12> kWords = {
      "constraint", "check",      "primary",   "unique", "references", "default",
      "generated",  "deferrable", "initially", "with",   "using",      "where"};
  const std::string lower = AsciiToLower(word);
  if (lower == "not" || lower == "null") {
    const std::string before = AsciiToLower(previous);
    return before != "is" && before != "not";
  }
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
  std::string_view previous;
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
    previous = word;
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

}  // namespace

RelationScope ScopeOf(const Context& cx, ObjectId relation) {
  RelationScope scope;
  if (relation == kNoObject) return scope;
  scope.name = NameOf(cx.catalog.Get(relation));
  const std::vector<ObjectId> columns = ColumnsOf(cx.catalog, relation);
  scope.columns.reserve(columns.size());
  for (const ObjectId id : columns) {
    const Object& object = cx.catalog.Get(id);
    const auto& column = object.As<Column>();
    scope.columns.push_back(
        {object.key.name, column.type, column.collation, column.generated != Generated::kNone});
  }
  return scope;
}

namespace {

AnalyzedExpression Resolve(const Context& cx, Analyzer& analyzer, const ast::Node& node,
                           ExpressionUse use, ObjectId relation, const TypeRef* target, Name name,
                           Analysed* analysed) {
  switch (use) {
    case ExpressionUse::kDefault:
      return analyzer.ColumnDefault(node, name, *target);
    case ExpressionUse::kDomainDefault:
      return analyzer.DomainDefault(node, name, *target);
    case ExpressionUse::kArgumentDefault:
      return analyzer.FunctionDefault(node, *target);
    case ExpressionUse::kGenerated:
      return analyzer.GeneratedColumn(node, ScopeOf(cx, relation), name, *target,
                                      /*is_virtual=*/false);
    case ExpressionUse::kCheck:
      return analyzer.TableCheck(node, ScopeOf(cx, relation));
    case ExpressionUse::kDomainCheck:
      return analyzer.DomainCheck(node, *target);
    case ExpressionUse::kIndexKey:
    case ExpressionUse::kPartitionKey: {
      AnalyzedKey key = analyzer.IndexExpression(node, ScopeOf(cx, relation));
      analysed->column = key.column;
      analysed->type = key.type;
      analysed->collation = key.collation;
      analysed->key_collation = key.key_collation;
      return std::move(key.expression);
    }
    case ExpressionUse::kIndexPredicate:
      return analyzer.IndexPredicate(node, ScopeOf(cx, relation));
    case ExpressionUse::kPolicy:
      return analyzer.PolicyExpression(node, ScopeOf(cx, relation));
    case ExpressionUse::kPublicationFilter:
      return analyzer.PublicationFilter(node, ScopeOf(cx, relation));
    case ExpressionUse::kStatistics:
      return analyzer.StatisticsExpression(node, ScopeOf(cx, relation));
    case ExpressionUse::kTriggerWhen:
      return analyzer.TriggerCondition(node, ScopeOf(cx, relation));
  }
  throw NotModelled("an expression of an unknown use");
}

void AddReferences(const Context& cx, const AnalyzedExpression& resolved, ObjectId relation,
                   bool own_too, Analysed* analysed) {
  analysed->columns = resolved.columns;
  if (resolved.whole_row) analysed->columns.emplace_back();
  for (const ObjectKey& key : resolved.references) {
    const ObjectId id = cx.catalog.IdOf(key);
    if (id == kNoObject || (id == relation && !own_too)) continue;
    analysed->references.emplace_back(id, Name());
  }
  for (const ColumnName& column : resolved.columns_used) {
    const ObjectId id = RelationIn(cx.catalog, column.schema, column.table);
    if (id == kNoObject) continue;
    if (id != relation) {
      analysed->references.emplace_back(id, column.column);
    } else if (std::ranges::find(analysed->columns, column.column) == analysed->columns.end()) {
      analysed->columns.push_back(column.column);  // in a subquery over the relation itself
    }
  }
}

Analysed AnalyseNode(const Context& cx, Analyzer& analyzer, const ast::Node& node,
                     std::string source, ExpressionUse use, ObjectId relation,
                     const TypeRef* target, Name name) {
  Analysed analysed;
  try {
    AnalyzedExpression resolved =
        Resolve(cx, analyzer, node, use, relation, target, name, &analysed);
    // Defaults, which copies share, may name their own table, as a constant.
    AddReferences(cx, resolved, relation, use == ExpressionUse::kDefault, &analysed);
    if (analysed.type.name.empty()) {
      analysed.type = resolved.type;
      analysed.collation = resolved.collation;
    }
    if (resolved.text.empty()) {
      analysed.null_constant =
          use == ExpressionUse::kDefault || use == ExpressionUse::kDomainDefault;
      return analysed;
    }
    analysed.expression = Expression::Canonical(std::move(resolved.text), std::move(source));
  } catch (const NotModelled& gap) {
    analysed.columns = ColumnsIn(cx, node, relation);
    analysed.expression = Expression::Unresolved(source, gap.what());
    cx.Report(DiagnosticLevel::kWarning, "replay.unresolved-expression",
              StrCat("the expression ", source, " is not compared: ", gap.what()), node.location);
  }
  return analysed;
}

}  // namespace

Analysed Analyse(const Context& cx, const ast::Node& node, ExpressionUse use, ObjectId relation,
                 const TypeRef* target, Name name) {
  return AnalyseNode(cx, cx.analyzer(), node, SourceOf(cx.statement(), node), use, relation, target,
                     name);
}

Analysed AnalyseAgain(const Context& cx, const Expression& expression, ExpressionUse use,
                      ObjectId relation, const TypeRef* target, Name name, Reading reading) {
  Analysed analysed;
  analysed.expression = expression;
  if (expression.empty() || !expression.resolved()) return analysed;
  const std::string text =
      reading == Reading::kTree ? KeepNesting(expression.text()) : expression.text();
  const ParsedFragment parsed = ParseExpression(text);
  if (!parsed) {
    analysed.expression =
        Expression::Unresolved(expression.text(), "its text could not be read again");
    return analysed;
  }
  try {
    return AnalyseNode(cx, cx.analyzer_of_stored(reading), *parsed.node, expression.source(), use,
                       relation, target, name);
  } catch (const PgError& error) {
    // Its places are those of the stored text.
    throw PgError(error.sqlstate(), error.what());
  }
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
