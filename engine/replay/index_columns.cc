// How indexes call their own columns, of which the names of their copies are made.
//
// Facts from indexcmds.c (ChooseIndexColumnNames) and parse_utilcmd.c (generateClonedIndexStmt) of
// the server's source.
#include "engine/base/strings.h"
#include "engine/pg/names.h"
#include "engine/replay/define_index.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {

std::string NameOfIndexKey(const IndexKey& key, int major) {
  if (!key.column.empty()) return key.column.str();
  const ParsedFragment parsed = ParseExpression(key.expression.text());
  return std::string(parsed ? FigureIndexColumnName(*parsed.node, major) : std::string_view());
}

namespace {

// From the clause, as a statement would have it.
std::vector<std::string> ExclusionColumnNames(const Constraint& constraint, int major) {
  const ParsedScript script =
      ParseSql(SourceText::FromFile("", StrCat("ALTER TABLE t ADD ", constraint.exclusion.text())));
  if (!constraint.exclusion.resolved() || script.statements.size() != 1) return {};
  const auto* statement = ast::Cast<ast::AlterTableStmt>(script.statements[0].stmt);
  const auto* command = ast::Cast<ast::AlterTableCmd>(statement->cmds[0]);
  const auto* clause = ast::Cast<ast::Constraint>(command->def);
  std::vector<std::string> elements;
  for (const ast::Node* pair : clause->exclusions) {
    const auto* element = ast::Cast<ast::IndexElem>(ast::Cast<ast::ListNode>(pair)->items.front());
    elements.emplace_back(element->expr == nullptr ? element->name
                                                   : FigureIndexColumnName(*element->expr, major));
  }
  for (const Name column : constraint.include) elements.emplace_back(column);
  return ChooseIndexColumnNames(elements);
}

}  // namespace

std::vector<std::string> IndexColumnNames(const Context& cx, ObjectId index) {
  const auto kept = cx.catalog.notes.index_column_names.find(index);
  if (kept != cx.catalog.notes.index_column_names.end()) return kept->second;
  std::vector<std::string> elements;
  const Object& object = cx.catalog.Get(index);
  if (const auto* constraint = object.TryAs<Constraint>()) {
    if (constraint->type == ConstraintType::kExclusion)
      return ExclusionColumnNames(*constraint, cx.major());
    for (const Name column : constraint->columns) elements.emplace_back(column);
    for (const Name column : constraint->include) elements.emplace_back(column);
  } else {
    const auto& payload = object.As<Index>();
    for (const IndexKey& key : payload.keys) elements.push_back(NameOfIndexKey(key, cx.major()));
    for (const Name column : payload.include) elements.emplace_back(column);
  }
  return ChooseIndexColumnNames(elements);
}

void KeepIndexColumnNames(Context& cx, ObjectId table, Name column) {
  for (const ObjectId index : IndexesOf(cx.catalog, table)) {
    for (const Dependency& reference : cx.catalog.References(index)) {
      if (reference.object != table || reference.column != column) continue;
      std::vector<std::string> names = IndexColumnNames(cx, index);
      if (!names.empty()) cx.catalog.notes.index_column_names.emplace(index, std::move(names));
      break;
    }
  }
}

}  // namespace schemadiff::replay
