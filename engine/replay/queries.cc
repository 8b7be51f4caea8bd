#include "engine/replay/queries.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/define_index.h"
#include "engine/replay/expressions.h"
#include "engine/replay/extension_lookup.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"
#include "engine/replay/routine.h"
#include "engine/replay/walk.h"
#include "parsers/sql/lexer.h"
#include "parsers/sql/nesting.h"

namespace schemadiff::replay {
namespace {

using References = std::vector<std::pair<ObjectId, Name>>;

void Add(References* references, ObjectId id, Name column) {
  const std::pair<ObjectId, Name> reference{id, column};
  if (std::ranges::find(*references, reference) == references->end()) {
    references->push_back(reference);
  }
}

template <typename T, typename Visit>
void VisitAll(const ast::Node& node, Visit visit) {
  // FOR UPDATE OF names what FROM calls by these names.
  if (ast::As<ast::LockingClause>(&node) != nullptr) return;
  if (const auto* found = ast::As<T>(&node)) visit(*found);
  ForEachChild(node, [&](const ast::Node& child) { VisitAll<T>(child, visit); });
}

// A relation of the server itself or of an extension, found no later than one of the catalog.
bool IsForeignToCatalog(const Context& cx, const ast::RangeVar& range) {
  const std::vector<Name> path =
      range.schemaname.empty() ? SearchPath(cx) : std::vector<Name>{Name(range.schemaname)};
  for (const Name schema : path) {
    if (RelationIn(cx.catalog, schema, range.relname) != kNoObject) return false;
    if (cx.builtins.FindRelation(schema, range.relname) != nullptr) return true;
    const ExtensionMember* member = nullptr;
    FindExtensionOf(cx, schema, "relation", range.relname, &member);
    if (member != nullptr) return true;
  }
  return false;
}

struct Source {
  ObjectId relation;
  std::string_view alias;
};

// The catalog's relations that the tree names, CTEs left out.
std::vector<Source> Sources(const Context& cx, const ast::Node& query) {
  StringSet ctes;
  VisitAll<ast::CommonTableExpr>(
      query, [&](const ast::CommonTableExpr& cte) { ctes.emplace(cte.ctename); });
  std::vector<Source> sources;
  VisitAll<ast::RangeVar>(query, [&](const ast::RangeVar& range) {
    if (range.schemaname.empty() && ctes.contains(range.relname)) return;
    if (IsForeignToCatalog(cx, range)) return;
    sources.push_back({RequireRelation(cx, range),
                       range.alias == nullptr ? range.relname : range.alias->aliasname});
  });
  return sources;
}

// Which columns of the sources a reference may mean: without analysis the scopes are not known.
void AddColumns(const Context& cx, const std::vector<Source>& sources, const ast::ColumnRef& ref,
                References* references) {
  const std::vector<std::string_view> parts = Strings(ref.fields);
  const bool star = ast::As<ast::A_Star>(ref.fields.back()) != nullptr;
  const std::string_view column = star ? std::string_view() : parts.back();
  const size_t qualifiers = parts.size() - (star ? 0 : 1);
  const std::string_view qualifier = qualifiers == 0 ? std::string_view() : parts[qualifiers - 1];
  for (const Source& source : sources) {
    if (!qualifier.empty() && qualifier != source.alias &&
        qualifier != cx.catalog.Get(source.relation).key.name) {
      continue;
    }
    if (star) {
      for (const ObjectId id : ColumnsOf(cx.catalog, source.relation)) {
        Add(references, source.relation, cx.catalog.Get(id).key.name);
      }
    } else if (FindColumn(cx.catalog, source.relation, column) != kNoObject) {
      Add(references, source.relation, column);
    }
  }
}

References CollectReferences(const Context& cx, const ast::Node& query,
                             const std::vector<Source>& sources) {
  References references;
  for (const Source& source : sources) Add(&references, source.relation, {});
  VisitAll<ast::ColumnRef>(
      query, [&](const ast::ColumnRef& ref) { AddColumns(cx, sources, ref, &references); });
  VisitAll<ast::FuncCall>(query, [&](const ast::FuncCall& call) {
    // Which overload is meant takes analysis; a single candidate must be it.
    const StatedName name(call.funcname);
    if (!name.schema.empty() && !SchemaExists(cx, name.schema)) {
      RequireSchema(cx, name.schema, call.location);
    }
    bool perhaps_more = false;
    const std::vector<Routine> candidates = FindRoutines(cx, name, &perhaps_more);
    if (candidates.size() == 1 && candidates[0].object != kNoObject) {
      Add(&references, candidates[0].object, {});
    }
  });
  VisitAll<ast::TypeCast>(query, [&](const ast::TypeCast& cast) {
    const ResolvedType type = ResolveType(cx, *cast.typeName);
    if (type.object != kNoObject) Add(&references, type.object, {});
    if (type.extension != kNoObject) Add(&references, type.extension, {});
  });
  return references;
}

// The name that an output column gets from its expression (FigureColname).
Name OutputName(const ast::ResTarget& target, int major) {
  if (!target.name.empty()) return target.name;
  const std::string_view name = FigureIndexColumnName(*target.val, major);
  return name.empty() ? std::string_view("?column?") : name;
}

bool IsStar(const ast::Node* node) {
  const auto* ref = ast::As<ast::ColumnRef>(node);
  if (ref != nullptr) return ast::As<ast::A_Star>(ref->fields.back()) != nullptr;
  const auto* indirection = ast::As<ast::A_Indirection>(node);
  return indirection != nullptr && ast::As<ast::A_Star>(indirection->indirection.back()) != nullptr;
}

// The names of the columns, where no expansion of `*` is needed to know them.
bool OutputNames(const ast::SelectStmt& select, int major, std::vector<QueryColumn>* columns) {
  const ast::SelectStmt* leftmost = &select;
  while (leftmost->larg != nullptr) leftmost = leftmost->larg;
  if (!leftmost->valuesLists.empty()) {
    const auto& row = ast::Cast<ast::ListNode>(leftmost->valuesLists.front())->items;
    for (size_t i = 0; i < row.size(); ++i) {
      columns->push_back({StrCat("column", i + 1), {}, {}});
    }
    return true;
  }
  for (const ast::Node* node : leftmost->targetList) {
    const auto* target = ast::As<ast::ResTarget>(node);
    if (target == nullptr || IsStar(target->val)) return false;
    columns->push_back({OutputName(*target, major), {}, {}});
  }
  return true;
}

// The statement's text from the token after the first AS (outside of parentheses) on, without what
// CREATE VIEW and its like put behind the query. Blank and semicolon are where pg_get_viewdef has
// them, so that text in PostgreSQL's own form, as in a dump, is that form.
std::string QueryText(const ParsedStatement& statement) {
  const std::string_view text = statement.text();
  SqlLexer lexer(text);
  size_t begin = std::string_view::npos;
  size_t end = 0;
  int depth = 0;
  std::vector<std::pair<std::string, size_t>> tail;  // the last words, and where they begin
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    const std::string_view word = lexer.Text(token);
    if (word == "(") ++depth;
    if (word == ")") --depth;
    if (begin == std::string_view::npos) {
      if (depth == 0 && token.kind == SqlTokenKind::kWord && AsciiToLower(word) == "as") {
        begin = token.end;
      }
      continue;
    }
    if (begin == end || end == 0) begin = token.begin;
    end = token.end;
    tail.emplace_back(AsciiToLower(word), token.begin);
  }
  if (begin == std::string_view::npos) return {};
  static const std::vector<std::vector<std::string_view>> kTails = {
      {"with", "check", "option"},
      {"with", "local", "check", "option"},
      {"with", "cascaded", "check", "option"},
      {"with", "data"},
      {"with", "no", "data"}};
  for (const auto& words : kTails) {
    if (tail.size() <= words.size()) continue;
    const auto from = tail.end() - static_cast<std::ptrdiff_t>(words.size());
    if (std::equal(words.begin(), words.end(), from,
                   [](std::string_view a, const auto& b) { return a == b.first; })) {
      end = from->second;
      break;
    }
  }
  return StrCat(" ", StripWhitespace(text.substr(begin, end - begin)), ";");
}

// BEGIN ATOMIC ... END or RETURN ..., which end the statement.
std::string BodyText(const ParsedStatement& statement) {
  const std::string_view text = statement.text();
  SqlLexer lexer(text);
  int depth = 0;
  size_t begin = text.size();
  std::string previous;
  size_t previous_begin = 0;
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    const std::string word = AsciiToLower(lexer.Text(token));
    if (word == "(") ++depth;
    if (word == ")") --depth;
    if (depth == 0 && token.kind == SqlTokenKind::kWord) {
      if (word == "return") begin = token.begin;
      if (word == "atomic" && previous == "begin") begin = previous_begin;
      if (begin != text.size()) break;
    }
    previous = word;
    previous_begin = token.begin;
  }
  return std::string(text.substr(begin));
}

void CheckNames(const std::vector<Name>& names, size_t columns, std::string_view too_many) {
  if (names.size() > columns) throw PgError(sqlstate::kSyntaxError, std::string(too_many));
}

AnalysedQuery Resolve(const Context& cx, const ast::Node& query, const std::vector<Name>& names,
                      std::string_view too_many_names) {
  const AnalyzedQuery resolved = cx.analyzer().View(query, names);
  CheckNames(names, resolved.columns.size(), too_many_names);
  AnalysedQuery analysed;
  analysed.names_known = analysed.types_known = true;
  for (const ScopeColumn& column : resolved.columns) {
    analysed.columns.push_back({column.name, column.type, column.collation});
  }
  for (const ObjectKey& key : resolved.references) {
    const ObjectId id = cx.catalog.IdOf(key);
    if (id == kNoObject) continue;
    Add(&analysed.references, id, {});
    analysed.temporary = analysed.temporary || IsTemporary(cx.catalog.Get(id));
  }
  for (const ColumnName& column : resolved.columns_used) {
    const ObjectId relation = RelationIn(cx.catalog, column.schema, column.table);
    if (relation != kNoObject) Add(&analysed.references, relation, column.column);
  }
  analysed.query = Expression::Canonical(resolved.text, QueryText(cx.statement()));
  return analysed;
}

// What can be told without analysis.
AnalysedQuery Survey(const Context& cx, const ast::Node& query, const std::vector<Name>& names,
                     std::string_view too_many_names) {
  AnalysedQuery analysed;
  const std::vector<Source> sources = Sources(cx, query);
  analysed.references = CollectReferences(cx, query, sources);
  for (const Source& source : sources) {
    analysed.temporary = analysed.temporary || IsTemporary(cx.catalog.Get(source.relation));
  }
  if (const auto* select = ast::As<ast::SelectStmt>(&query)) {
    analysed.names_known = OutputNames(*select, cx.major(), &analysed.columns);
  }
  if (!analysed.names_known) {
    analysed.columns.clear();
  } else {
    CheckNames(names, analysed.columns.size(), too_many_names);
    for (size_t i = 0; i < names.size(); ++i) analysed.columns[i].name = names[i];
  }
  return analysed;
}

}  // namespace

AnalysedQuery AnalyseQuery(const Context& cx, const ast::Node& query,
                           const std::vector<Name>& names, std::string_view too_many_names) {
  try {
    return Resolve(cx, query, names, too_many_names);
  } catch (const NotModelled& gap) {
    AnalysedQuery analysed = Survey(cx, query, names, too_many_names);
    analysed.query = Expression::Unresolved(QueryText(cx.statement()), gap.what());
    cx.Report(DiagnosticLevel::kWarning, "replay.unresolved-query",
              StrCat("the query is not compared: ", gap.what()), gap.location());
    return analysed;
  }
}

namespace {

ParsedFragment ParseStored(std::string_view text) {
  text.remove_suffix(text.ends_with(';') ? 1 : 0);
  return ParseQuery(text);
}

// What printing added _1 or the like to; empty where it added nothing.
std::string_view Unnumbered(std::string_view alias) {
  const size_t digits = alias.find_last_not_of("0123456789");
  if (digits == std::string_view::npos || digits + 1 == alias.size() || alias[digits] != '_') {
    return {};
  }
  return alias.substr(0, digits);
}

// The aliases of relations in a printed query that its author did not write: printing makes them
// for relations of the same name, and makes others where names change.
std::vector<Name> MadeAliases(const ast::Node& printed, const ast::Node* written) {
  const auto doubt = [](std::string_view alias) {
    throw NotModelled(StrCat("whether the alias ", alias, " is the query's own"));
  };
  std::map<std::string_view, int> own;
  if (written != nullptr) {
    for (const ast::RangeVar* range : CollectRangeVars(written)) {
      if (range->alias != nullptr) ++own[range->alias->aliasname];
    }
  }
  // An author's alias that printing had to number is missing under its own name.
  std::map<std::string_view, int> missing = own;
  std::map<std::string_view, int> numbered;
  const std::vector<const ast::RangeVar*> ranges = CollectRangeVars(&printed);
  for (const ast::RangeVar* range : ranges) {
    if (range->alias == nullptr) continue;
    const std::string_view alias = range->alias->aliasname;
    if (written == nullptr || (own.contains(alias) && --missing[alias] < 0)) doubt(alias);
    if (!own.contains(alias)) ++numbered[Unnumbered(alias)];
  }
  std::vector<Name> made;
  for (const ast::RangeVar* range : ranges) {
    if (range->alias == nullptr || own.contains(range->alias->aliasname)) continue;
    const std::string_view alias = range->alias->aliasname;
    const std::string_view base = Unnumbered(alias);
    const int authors = own.contains(base) ? missing[base] : 0;
    if (!base.empty() && authors == numbered[base]) continue;
    if (authors != 0 || (base != range->relname && alias != range->relname)) doubt(alias);
    made.emplace_back(alias);
  }
  return made;
}

}  // namespace

Expression AnalyseQueryAgain(const Context& cx, const Expression& query,
                             const std::vector<Name>& names) {
  const std::string text = KeepNesting(query.text());
  const ParsedFragment parsed = ParseStored(text);
  if (!parsed) throw NotModelled("the stored query could not be read again");
  const ParsedFragment written = ParseStored(query.source());
  const std::vector<Name> made = MadeAliases(*parsed.node, written.node);
  return Expression::Canonical(
      cx.analyzer_of_stored(Reading::kTree).View(*parsed.node, names, made).text, query.source());
}

namespace {

// The only statement of a text; the script keeps it alive.
template <typename T>
const T* OnlyStatement(const ParsedScript& script) {
  return script.statements.size() == 1 ? ast::As<T>(script.statements[0].stmt) : nullptr;
}

ParsedScript ParseText(std::string text) {
  return ParseSql(SourceText::Generated("stored text", std::move(text), {{0, 1}}));
}

References ReferencesOf(const Context& cx, const std::vector<ObjectKey>& keys,
                        const std::vector<ColumnName>& columns) {
  References references;
  for (const ObjectKey& key : keys) {
    const ObjectId id = cx.catalog.IdOf(key);
    if (id != kNoObject) Add(&references, id, {});
  }
  for (const ColumnName& column : columns) {
    const ObjectId relation = RelationIn(cx.catalog, column.schema, column.table);
    if (relation != kNoObject) Add(&references, relation, column.column);
  }
  return references;
}

std::vector<QueryColumn> ColumnsFrom(const std::vector<ScopeColumn>& from) {
  std::vector<QueryColumn> columns;
  for (const ScopeColumn& column : from) {
    columns.push_back({column.name, column.type, column.collation});
  }
  return columns;
}

std::vector<BodyParameter> ParametersOf(const std::vector<Argument>& arguments) {
  std::vector<BodyParameter> parameters;
  for (const Argument& argument : arguments) {
    const bool input = argument.mode != ArgumentMode::kOut && argument.mode != ArgumentMode::kTable;
    parameters.push_back({argument.name, argument.type, input});
  }
  return parameters;
}

constexpr std::string_view kBodyPrefix = "CREATE FUNCTION f() RETURNS void LANGUAGE sql ";

}  // namespace

AnalysedBody AnalyseSqlBody(const Context& cx, const ast::Node& body, Name function,
                            const std::vector<Argument>& arguments) {
  AnalysedBody analysed;
  try {
    const AnalyzedBody resolved = cx.analyzer().Body(body, function, ParametersOf(arguments));
    analysed.body = Expression::Canonical(resolved.text, BodyText(cx.statement()));
    analysed.references = ReferencesOf(cx, resolved.references, resolved.columns_used);
    analysed.known = !resolved.empty;
    analysed.yields_rows = resolved.yields_rows;
    analysed.columns = ColumnsFrom(resolved.columns);
  } catch (const NotModelled& gap) {
    analysed.references = CollectReferences(cx, body, Sources(cx, body));
    analysed.body = Expression::Unresolved(BodyText(cx.statement()), gap.what());
    cx.Report(DiagnosticLevel::kWarning, "replay.unresolved-expression",
              StrCat("the body in the form of the SQL standard is not compared: ", gap.what()),
              gap.location());
  }
  return analysed;
}

Expression AnalyseBodyAgain(const Context& cx, const Expression& body, Name function,
                            const std::vector<Argument>& arguments) {
  const ParsedScript stored = ParseText(StrCat(kBodyPrefix, body.text()));
  const auto* stmt = OnlyStatement<ast::CreateFunctionStmt>(stored);
  if (stmt == nullptr || stmt->sql_body == nullptr) {
    throw NotModelled("the stored body could not be read again");
  }
  const ParsedScript source = ParseText(StrCat(kBodyPrefix, body.source()));
  const auto* written = OnlyStatement<ast::CreateFunctionStmt>(source);
  const std::vector<Name> made =
      MadeAliases(*stmt->sql_body, written == nullptr ? nullptr : written->sql_body);
  return Expression::Canonical(cx.analyzer_of_stored(Reading::kTree)
                                   .Body(*stmt->sql_body, function, ParametersOf(arguments), made)
                                   .text,
                               body.source());
}

AnalysedRule AnalyseRule(const Context& cx, const ast::RuleStmt& stmt, ObjectId relation) {
  AnalysedRule analysed;
  const std::string source(cx.statement().text());
  try {
    const AnalyzedRule resolved = cx.analyzer().Rule(stmt, NameOf(cx.catalog.Get(relation)));
    if (!resolved.condition.empty()) {
      analysed.condition = Expression::Canonical(resolved.condition, source);
    }
    analysed.actions = Expression::Canonical(resolved.actions, source);
    for (const auto& result : resolved.results) {
      analysed.results.push_back(ColumnsFrom(result));
    }
    analysed.references = ReferencesOf(cx, resolved.references, resolved.columns_used);
  } catch (const NotModelled& gap) {
    analysed.references = CollectReferences(cx, stmt, Sources(cx, stmt));
    if (stmt.whereClause != nullptr) {
      analysed.condition = Expression::Unresolved(source, gap.what());
    }
    analysed.actions = Expression::Unresolved(source, gap.what());
    cx.Report(DiagnosticLevel::kWarning, "replay.unresolved-expression",
              StrCat("the rule is not compared: ", gap.what()), gap.location());
  }
  return analysed;
}

Rule AnalyseRuleAgain(const Context& cx, const Rule& rule, ObjectId relation) {
  const std::string text =
      StrCat("CREATE RULE r AS ON ", EnumText(rule.event), " TO t",
             rule.condition.empty() ? std::string() : StrCat(" WHERE ", rule.condition.text()),
             rule.instead ? " DO INSTEAD " : " DO ", rule.actions.text());
  const ParsedScript stored = ParseText(text);
  const auto* stmt = OnlyStatement<ast::RuleStmt>(stored);
  if (stmt == nullptr) throw NotModelled("the stored rule could not be read again");
  const ParsedScript source = ParseText(rule.actions.source());
  const auto* written = OnlyStatement<ast::RuleStmt>(source);
  const std::vector<Name> made = MadeAliases(*stmt, written);
  const AnalyzedRule resolved =
      cx.analyzer_of_stored(Reading::kTree).Rule(*stmt, NameOf(cx.catalog.Get(relation)), made);
  Rule after = rule;
  if (!rule.condition.empty()) {
    after.condition = Expression::Canonical(resolved.condition, rule.condition.source());
  }
  after.actions = Expression::Canonical(resolved.actions, rule.actions.source());
  return after;
}

void DependOnReferences(Context& cx, ObjectId dependent, const References& references) {
  for (const auto& [object, column] : references) {
    cx.catalog.AddDependency(dependent, object, DependencyType::kNormal, column);
  }
}

}  // namespace schemadiff::replay
