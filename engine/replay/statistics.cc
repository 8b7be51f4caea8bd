// CREATE STATISTICS and ALTER STATISTICS.
//
// Facts from statscmds.c, parse_utilcmd.c (transformStatsStmt, generateClonedExtStatsStmt) and
// namespace.c (get_statistics_object_oid) of the server's source.
#include "engine/replay/statistics.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/pg/names.h"
#include "engine/replay/comment.h"
#include "engine/replay/expressions.h"
#include "engine/replay/handlers.h"
#include "engine/replay/move_object.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/relation.h"
#include "engine/replay/rename.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

constexpr std::array<std::string_view, 3> kKinds = {"ndistinct", "dependencies", "mcv"};
constexpr size_t kMostColumns = 8;

[[noreturn]] void Unsupported(const std::string& message) {
  throw PgError(sqlstate::kFeatureNotSupported, message);
}

void CheckFree(const Context& cx, Name schema, Name name, std::string_view where = {}) {
  if (cx.catalog.Find(KeyFor<StatisticsObject>(schema, name)) == nullptr) return;
  throw PgError(sqlstate::kDuplicateObject,
                StrCat("statistics object \"", name, "\" already exists", where));
}

bool IsComparable(const Context& cx, const TypeRef& type) {
  bool known = true;
  return DefaultOperatorClass(cx, ResolveRef(cx, type), "btree", &known) != nullptr || !known;
}

// Records what the object depends on: its columns take it along, what its expressions use holds.
void Depend(Context& cx, ObjectId id, ObjectId table, const std::vector<Analysed>& expressions) {
  const std::vector<Name> columns = cx.catalog.Get(id).As<StatisticsObject>().columns;
  for (const Name column : columns) {
    cx.catalog.AddDependency(id, table, DependencyType::kAuto, column);
  }
  if (columns.empty()) cx.catalog.AddDependency(id, table, DependencyType::kAuto);
  for (const Analysed& expression : expressions) {
    DependOnExpression(cx, id, expression, table, DependencyType::kAuto);
  }
}

class StatisticsMaker {
 public:
  StatisticsMaker(Context& cx, const ast::CreateStatsStmt& stmt) : cx_(cx), stmt_(stmt) {}
  void Make();

 private:
  void FindTable();
  bool AddPlainColumn(const ast::StatsElem& element);
  void AddElement(const ast::StatsElem& element);
  void AddColumn(std::string_view name);
  void ReadKinds();
  void SortColumns();
  void CheckExpressions() const;
  ObjectKey ChooseKey() const;

  Context& cx_;
  const ast::CreateStatsStmt& stmt_;
  ObjectId table_ = kNoObject;
  StatisticsObject statistics_;
  std::vector<Analysed> expressions_;
};

void StatisticsMaker::FindTable() {
  const auto* range =
      stmt_.relations.size() == 1 ? ast::As<ast::RangeVar>(stmt_.relations.front()) : nullptr;
  if (range == nullptr) Unsupported("only a single relation is allowed in CREATE STATISTICS");
  table_ = RequireRelation(cx_, *range);
  statistics_.table = NameOf(cx_.catalog.Get(table_));
}

void StatisticsMaker::AddColumn(std::string_view name) {
  if (IsSystemColumn(name)) Unsupported("statistics creation on system columns is not supported");
  const ObjectId id = FindColumn(cx_.catalog, table_, name);
  if (id == kNoObject) {
    RequireKnown(cx_, table_);
    throw PgError(sqlstate::kUndefinedColumn, StrCat("column \"", name, "\" does not exist"));
  }
  const auto& column = cx_.catalog.Get(id).As<Column>();
  if (column.generated == Generated::kVirtual) {
    Unsupported("statistics creation on virtual generated columns is not supported");
  }
  if (!IsComparable(cx_, column.type)) {
    Unsupported(StrCat("column \"", name, "\" cannot be used in statistics because its type ",
                       TypeText(cx_, column.type), " has no default btree operator class"));
  }
  statistics_.columns.emplace_back(name);
}

// A column in parentheses is a column, too.
bool StatisticsMaker::AddPlainColumn(const ast::StatsElem& element) {
  if (!element.name.empty()) {
    AddColumn(element.name);
    return true;
  }
  const auto* ref = ast::As<ast::ColumnRef>(element.expr);
  if (cx_.major() < 14 && (ref == nullptr || ref->fields.size() != 1)) {
    Unsupported("only simple column references are allowed in CREATE STATISTICS");
  }
  if (ref == nullptr) return false;
  const std::string_view name = ColumnRefName(*ref);
  if (!IsSystemColumn(name) && FindColumn(cx_.catalog, table_, name) == kNoObject) return false;
  AddColumn(name);
  return true;
}

void StatisticsMaker::AddElement(const ast::StatsElem& element) {
  if (AddPlainColumn(element)) return;
  Analysed analysed = Analyse(cx_, *element.expr, ExpressionUse::kStatistics, table_);
  // A cast to what it is already leaves nothing but the column.
  if (analysed.columns.size() == 1 && !analysed.columns.front().empty() &&
      analysed.expression.resolved() &&
      analysed.expression.text() == QuoteIdentifier(analysed.columns.front(), cx_.major())) {
    return AddColumn(analysed.columns.front());
  }
  for (const Name column : analysed.columns) {
    if (IsSystemColumn(column)) {
      Unsupported("statistics creation on system columns is not supported");
    }
  }
  if (stmt_.exprs.size() > 1 && !analysed.type.name.empty() && !IsComparable(cx_, analysed.type)) {
    Unsupported(StrCat("expression cannot be used in multivariate statistics because its type ",
                       TypeText(cx_, analysed.type), " has no default btree operator class"));
  }
  statistics_.expressions.push_back(analysed.expression);
  expressions_.push_back(std::move(analysed));
}

void StatisticsMaker::ReadKinds() {
  const std::vector<std::string_view> stated = Strings(stmt_.stat_types);
  const bool single = stmt_.exprs.size() == 1 && expressions_.size() == 1;
  if (single && !stated.empty()) {
    Unsupported(
        "when building statistics on a single expression, statistics kinds may not be specified");
  }
  for (const std::string_view kind : stated) {
    if (std::ranges::find(kKinds, kind) != kKinds.end()) continue;
    throw PgError(sqlstate::kSyntaxError, StrCat("unrecognized statistics kind \"", kind, "\""));
  }
  for (const std::string_view kind : kKinds) {
    const bool wanted =
        stated.empty() ? stmt_.exprs.size() >= 2 : std::ranges::find(stated, kind) != stated.end();
    if (wanted) statistics_.kinds.emplace_back(kind);
  }
}

// Into the table's order, in which the server keeps them.
void StatisticsMaker::SortColumns() {
  std::vector<Name> sorted;
  for (const ObjectId id : ColumnsOf(cx_.catalog, table_)) {
    const Name name = cx_.catalog.Get(id).key.name;
    const auto count = std::ranges::count(statistics_.columns, name);
    if (count > 1) {
      throw PgError(sqlstate::kDuplicateColumn, "duplicate column name in statistics definition");
    }
    if (count == 1) sorted.push_back(name);
  }
  statistics_.columns = std::move(sorted);
}

void StatisticsMaker::CheckExpressions() const {
  for (size_t i = 0; i < statistics_.expressions.size(); ++i) {
    for (size_t k = 0; k < i; ++k) {
      if (statistics_.expressions[i].text() != statistics_.expressions[k].text()) continue;
      throw PgError(sqlstate::kDuplicateColumn, "duplicate expression in statistics definition");
    }
  }
}

std::string NameFor(const Context& cx, Name schema, Name table,
                    const std::vector<std::string>& parts) {
  return ChooseObjectName(table, JoinColumnsForName(parts), "stat", [&](std::string_view name) {
    return cx.catalog.Find(KeyFor<StatisticsObject>(schema, name)) != nullptr;
  });
}

ObjectKey StatisticsMaker::ChooseKey() const {
  if (!stmt_.defnames.empty()) {
    const StatedName stated(stmt_.defnames);
    return KeyFor<StatisticsObject>(CreationSchema(cx_, stated), stated.name);
  }
  // Names may be left out since 16.
  if (cx_.major() < 16) throw PgError(sqlstate::kSyntaxError, "syntax error at or near \"ON\"");
  const ObjectKey& table = cx_.catalog.Get(table_).key;
  std::vector<std::string> parts;
  for (const ast::Node* node : stmt_.exprs) {
    const std::string_view name = ast::Cast<ast::StatsElem>(node)->name;
    parts.emplace_back(name.empty() ? std::string_view("expr") : name);
  }
  return KeyFor<StatisticsObject>(table.schema, NameFor(cx_, table.schema, table.name, parts));
}

void StatisticsMaker::Make() {
  FindTable();
  const Kind kind = cx_.catalog.Get(table_).key.kind;
  // Expressions are looked at before anything else.
  const bool supported = kind == KindOf<Table> || kind == KindOf<MaterializedView>;
  if (!supported) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("cannot define statistics for relation \"",
                                                     cx_.catalog.Get(table_).key.name, "\""));
  }
  const ObjectKey key = ChooseKey();
  if (cx_.catalog.Find(key) != nullptr) {
    if (stmt_.if_not_exists) return;
    CheckFree(cx_, key.schema, key.name);
  }
  if (stmt_.exprs.size() > kMostColumns) {
    throw PgError("54011",
                  StrCat("cannot have more than ", kMostColumns, " columns in statistics"));
  }
  for (const ast::Node* node : stmt_.exprs) AddElement(*ast::Cast<ast::StatsElem>(node));
  ReadKinds();
  if (stmt_.exprs.size() < 2 && expressions_.size() != 1) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  "extended statistics require at least 2 columns");
  }
  SortColumns();
  CheckExpressions();
  const ObjectId id = cx_.catalog.Create(key, std::move(statistics_), kNoObject, cx_.Origin());
  Depend(cx_, id, table_, expressions_);
}

ObjectId RequireStatistics(const Context& cx, const ast::Node* object) {
  return FindStatistics(cx, StatedName(ast::Cast<ast::ListNode>(object)->items),
                        /*missing_ok=*/false);
}

}  // namespace

ObjectId FindStatistics(const Context& cx, const StatedName& name, bool missing_ok) {
  const auto find = [&](Name schema) {
    const ObjectKey key = KeyFor<StatisticsObject>(schema, name.name);
    const ObjectId id = cx.catalog.IdOf(key);
    if (id == kNoObject && cx.catalog.UnknownReason(key) != nullptr) {
      throw FollowsUnknown(StrCat("statistics object \"", name.ToString(), "\" is not known"));
    }
    return id;
  };
  ObjectId id = kNoObject;
  if (!name.schema.empty()) {
    if (!missing_ok || SchemaExists(cx, name.schema)) id = find(RequireSchema(cx, name.schema));
  } else {
    for (const Name schema : SearchPath(cx)) {
      if (schema == kTemporarySchema) continue;
      id = find(schema);
      if (id != kNoObject) break;
    }
  }
  if (id == kNoObject && !missing_ok) {
    throw PgError(sqlstate::kUndefinedObject,
                  StrCat("statistics object \"", name.ToString(), "\" does not exist"));
  }
  return id;
}

void CreateStatistics(Context& cx, const ast::CreateStatsStmt& stmt) {
  StatisticsMaker(cx, stmt).Make();
}

void AlterStatistics(Context& cx, const ast::AlterStatsStmt& stmt) {
  constexpr int kMost = 10000;
  if (stmt.stxstattarget < -1) {
    throw PgError(sqlstate::kInvalidParameterValue,
                  StrCat("statistics target ", stmt.stxstattarget, " is too low"));
  }
  const ObjectId id = FindStatistics(cx, StatedName(stmt.defnames), stmt.missing_ok);
  if (id == kNoObject) return;
  std::optional<int> target;
  if (stmt.stxstattarget >= 0) target = std::min(stmt.stxstattarget, kMost);
  if (cx.catalog.Get(id).As<StatisticsObject>().statistics_target == target) return;
  cx.catalog.Set(id, &StatisticsObject::statistics_target, target, cx.Origin());
}

void RenameStatistics(Context& cx, const ast::RenameStmt& stmt) {
  const ObjectId id = RequireStatistics(cx, stmt.object);
  ObjectKey key = cx.catalog.Get(id).key;
  CheckFree(cx, key.schema, stmt.newname, StrCat(" in schema \"", key.schema, "\""));
  key.name = stmt.newname;
  RekeyWithComment(cx, id, key, cx.Origin());
}

void SetSchemaOfStatistics(Context& cx, const ast::AlterObjectSchemaStmt& stmt) {
  const ObjectId id = RequireStatistics(cx, stmt.object);
  const Name schema = RequireTargetSchema(cx, stmt.newschema);
  ObjectKey key = cx.catalog.Get(id).key;
  if (key.schema == schema) return;
  CheckMove(key.schema, schema);
  CheckFree(cx, schema, key.name, StrCat(" in schema \"", schema, "\""));
  key.schema = schema;
  RekeyWithComment(cx, id, key, cx.Origin());
}

namespace {

std::vector<ObjectId> StatisticsOf(const Catalog& catalog, ObjectId table) {
  std::vector<ObjectId> ids;
  const QualifiedName name = NameOf(catalog.Get(table));
  for (const Dependency& dependent : catalog.Dependents(table)) {
    const auto* statistics = catalog.Get(dependent.object).TryAs<StatisticsObject>();
    if (statistics != nullptr && statistics->table == name &&
        std::ranges::find(ids, dependent.object) == ids.end()) {
      ids.push_back(dependent.object);
    }
  }
  std::ranges::sort(ids);
  return ids;
}

}  // namespace

void CopyStatistics(Context& cx, ObjectId source, ObjectId table, bool comments, OriginId origin) {
  Catalog& catalog = cx.catalog;
  for (const ObjectId from : StatisticsOf(catalog, source)) {
    StatisticsObject copy = catalog.Get(from).As<StatisticsObject>();
    const ObjectKey target = catalog.Get(table).key;
    copy.table = NameOf(catalog.Get(table));
    copy.statistics_target.reset();
    std::vector<std::string> parts;
    std::vector<std::pair<int, Name>> columns;
    for (const Name name : copy.columns) {
      parts.push_back(name.str());
      columns.emplace_back(catalog.Get(FindColumn(catalog, table, name)).As<Column>().position,
                           name);
    }
    std::ranges::sort(columns);
    copy.columns.clear();
    for (const auto& [position, name] : columns) copy.columns.push_back(name);
    for (size_t i = 0; i < copy.expressions.size(); ++i) parts.emplace_back("expr");
    const ObjectKey key =
        KeyFor<StatisticsObject>(target.schema, NameFor(cx, target.schema, target.name, parts));
    const ObjectId made = catalog.Create(key, std::move(copy), kNoObject, origin);
    // What was the original's table is the copy's.
    const std::vector<Dependency> edges(catalog.References(from).begin(),
                                        catalog.References(from).end());
    for (const Dependency& edge : edges) {
      catalog.AddDependency(made, edge.object == source ? table : edge.object, edge.type,
                            edge.column);
    }
    const auto* comment = catalog.FindPayload<Comment>(CommentKey(catalog.Get(from).key));
    if (comments && comment != nullptr) SetComment(cx, made, std::string(comment->text), origin);
  }
}

void RemakeStatistics(Context& cx, const std::vector<ObjectId>& objects, OriginId origin) {
  Catalog& catalog = cx.catalog;
  for (const ObjectId id : objects) {
    if (!catalog.IsLive(id) || catalog.Get(id).TryAs<StatisticsObject>() == nullptr) continue;
    const StatisticsObject before = catalog.Get(id).As<StatisticsObject>();
    const ObjectId table = RelationIn(catalog, before.table.schema, before.table.name);
    for (const Name column : before.columns) {
      const auto& payload = catalog.Get(FindColumn(catalog, table, column)).As<Column>();
      if (IsComparable(cx, payload.type)) continue;
      Unsupported(StrCat("column \"", column, "\" cannot be used in statistics because its type ",
                         TypeText(cx, payload.type), " has no default btree operator class"));
    }
    std::vector<Analysed> analysed;
    std::vector<Expression> expressions;
    for (const Expression& expression : before.expressions) {
      analysed.push_back(AnalyseAgain(cx, expression, ExpressionUse::kStatistics, table));
      expressions.push_back(analysed.back().expression);
    }
    catalog.RemoveDependencies(id);
    Depend(cx, id, table, analysed);
    auto& edited = catalog.Edit<StatisticsObject>(id);
    edited.expressions = std::move(expressions);
    if (before.statistics_target) {
      catalog.Set(id, &StatisticsObject::statistics_target, std::optional<int>(), origin);
    }
  }
}

}  // namespace schemadiff::replay
