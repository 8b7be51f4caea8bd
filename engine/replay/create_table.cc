// CREATE TABLE. Facts from tablecmds.c (DefineRelation), parse_utilcmd.c and heap.c of the server's
// source; the order of the steps is theirs.
#include "engine/replay/create_table.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/expressions.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/foreign_key.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/partition.h"
#include "engine/replay/relation.h"
#include "engine/replay/toast.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

constexpr size_t kMaxColumns = 1600;

Persistence PersistenceOf(const Context& cx, const ast::RangeVar& name) {
  (void)cx;
  if (name.relpersistence == "t" || name.schemaname == kTemporarySchema) {
    return Persistence::kTemporary;
  }
  return name.relpersistence == "u" ? Persistence::kUnlogged : Persistence::kPermanent;
}

// Finds the parents of INHERITS or PARTITION OF.
void FindParents(Context& cx, const ast::CreateStmt& stmt, TablePlan* plan) {
  for (const ast::Node* node : stmt.inhRelations) {
    const auto* range = ast::Cast<ast::RangeVar>(node);
    const ObjectId parent = RequireRelation(cx, *range);
    const Object& object = cx.catalog.Get(parent);
    if (object.key.kind != KindOf<Table>) {
      throw PgError(
          sqlstate::kWrongObjectType,
          StrCat("inherited relation \"", range->relname, "\" is not a table or foreign table"),
          range->location);
    }
    if (std::ranges::find(plan->parents, parent) != plan->parents.end()) {
      throw PgError(
          sqlstate::kDuplicateTable,
          StrCat("relation \"", object.key.name, "\" would be inherited from more than once"),
          range->location);
    }
    plan->parents.push_back(parent);
  }
}

// CREATE TABLE ... OF: the columns of the composite type.
QualifiedName PlanOfType(Context& cx, const ast::TypeName& name, TablePlan* plan) {
  const ResolvedType type = ResolveType(cx, name);
  if (type.object == kNoObject || type.ref.array ||
      cx.catalog.Get(type.object).key.kind != KindOf<CompositeType>) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("type ", TypeText(cx, type.ref), " is not a composite type"),
                  name.location);
  }
  for (const ObjectId id : ColumnsOf(cx.catalog, type.object)) {
    const Object& attribute = cx.catalog.Get(id);
    ColumnPlan& column = plan->columns.emplace_back();
    column.name = attribute.key.name;
    column.from_type = true;
    column.column.type = attribute.As<Column>().type;
    column.column.collation = attribute.As<Column>().collation;
    column.origin = cx.OriginOf(&name);
  }
  return {type.ref.schema, type.ref.name};
}

// Options for a column that the type declares go into that column; otherwise a name can be there
// once only.
void MergeRepeatedColumns(TablePlan* plan) {
  std::vector<ColumnPlan>& columns = plan->columns;
  if (columns.size() > kMaxColumns) {
    throw PgError("54011", StrCat("tables can have at most ", kMaxColumns, " columns"));
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].has_type && !plan->partition) {
      throw PgError(sqlstate::kUndefinedColumn,
                    StrCat("column \"", columns[i].name, "\" does not exist"));
    }
    for (size_t k = i + 1; k < columns.size();) {
      if (columns[k].name != columns[i].name) {
        ++k;
        continue;
      }
      if (!columns[i].from_type) {
        throw PgError(sqlstate::kDuplicateColumn,
                      StrCat("column \"", columns[i].name, "\" specified more than once"));
      }
      columns[i].column.not_null = columns[k].column.not_null;
      columns[i].not_null_origin = columns[k].not_null_origin;
      columns[i].not_null_name = columns[k].not_null_name;
      columns[i].raw_default = columns[k].raw_default;
      columns[i].default_origin = columns[k].default_origin;
      columns[i].from_type = false;
      columns.erase(columns.begin() + static_cast<ptrdiff_t>(k));
    }
  }
}

class TableMaker {
 public:
  TableMaker(Context& cx, const ast::CreateStmt& stmt, const ast::CreateForeignTableStmt* foreign)
      : cx_(cx), stmt_(stmt), foreign_(foreign) {}
  void Make();

 private:
  bool Plan();
  void MakeTable();
  void InheritChecks(const std::vector<InheritedCheck>& checks);
  void AfterTable();
  Table TablePayload() const;
  void SetForeignOptions();

  Context& cx_;
  const ast::CreateStmt& stmt_;
  const ast::CreateForeignTableStmt* const foreign_;  // null: an ordinary one
  TablePlan plan_;
  QualifiedName of_type_;
  std::vector<std::pair<const ast::TableLikeClause*, ObjectId>> likes_;  // with what it names
};

// False where IF NOT EXISTS found a relation of that name.
bool TableMaker::Plan() {
  const StatedName stated(*stmt_.relation);
  plan_.persistence = PersistenceOf(cx_, *stmt_.relation);
  plan_.schema = CreationSchema(cx_, stated, plan_.persistence == Persistence::kTemporary);
  plan_.name = stated.name;
  if (stmt_.if_not_exists && RelationIn(cx_.catalog, plan_.schema, plan_.name) != kNoObject) {
    return false;
  }
  plan_.partitioned = stmt_.partspec != nullptr;
  plan_.partition = stmt_.partbound != nullptr;
  plan_.typed = stmt_.ofTypename != nullptr;
  plan_.foreign = foreign_ != nullptr;
  if (stmt_.ofTypename != nullptr) of_type_ = PlanOfType(cx_, *stmt_.ofTypename, &plan_);
  if (plan_.partitioned && !stmt_.inhRelations.empty() && !plan_.partition) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  "cannot create partitioned table as inheritance child");
  }
  FindParents(cx_, stmt_, &plan_);
  plan_.columns.reserve(plan_.columns.size() + stmt_.tableElts.size());
  for (const ast::Node* element : stmt_.tableElts) {
    if (const auto* column = ast::As<ast::ColumnDef>(element)) {
      PlanColumn(cx_, &plan_, *column);
    } else if (const auto* constraint = ast::As<ast::Constraint>(element)) {
      PlanConstraint(&plan_, *constraint);
    } else if (const auto* like = ast::As<ast::TableLikeClause>(element)) {
      if (plan_.foreign && cx_.major() < 18) {
        throw PgError(sqlstate::kFeatureNotSupported,
                      "LIKE is not supported for creating foreign tables", like->location);
      }
      likes_.emplace_back(like, PlanLike(cx_, &plan_, *like));
    }
  }
  PlanIndexes(cx_, &plan_);
  for (IndexDefinition& index : plan_.indexes)
    index.tablespace = TablespaceFor(cx_, index.tablespace);
  return true;
}

Table TableMaker::TablePayload() const {
  Table table;
  table.persistence = plan_.persistence;
  table.of_type = of_type_;
  for (const ObjectId parent : plan_.parents) {
    const QualifiedName name = NameOf(cx_.catalog.Get(parent));
    if (plan_.partition) {
      table.partition_of = name;
    } else {
      table.inherits.push_back(name);
    }
  }
  if (plan_.foreign) {
    table.server = Name(foreign_->servername);
    table.access_method = {};
    return table;
  }
  if (!stmt_.accessMethod.empty()) {
    if (plan_.partitioned && cx_.major() < 17) {
      throw PgError(sqlstate::kFeatureNotSupported,
                    "specifying a table access method is not supported on a partitioned table");
    }
    RequireTableMethod(cx_, stmt_.accessMethod);
    table.access_method = stmt_.accessMethod;
  } else if (plan_.partitioned) {
    table.access_method = {};
  } else {
    table.access_method = cx_.session.settings().default_table_access_method;
    // Since 17 a partition takes after its partitioned table, if that names one.
    if (plan_.partition && cx_.major() >= 17) {
      const Name of_parent = cx_.catalog.Get(plan_.parents[0]).As<Table>().access_method;
      if (!of_parent.empty()) table.access_method = of_parent;
    }
  }
  if (!stmt_.tablespacename.empty()) {
    if (plan_.partitioned && stmt_.tablespacename == "pg_default") {
      throw PgError(sqlstate::kFeatureNotSupported,
                    "cannot specify default tablespace for partitioned relations");
    }
    table.tablespace = TablespaceFor(cx_, stmt_.tablespacename);
  } else {
    if (plan_.partition) {
      table.tablespace = cx_.catalog.Get(plan_.parents[0]).As<Table>().tablespace;
    }
    if (table.tablespace.empty()) table.tablespace = TablespaceFor(cx_, {});
  }
  SetOptions(&table.options, stmt_.options,
             plan_.partitioned ? OptionsOf::kPartitionedTable : OptionsOf::kTable, {}, cx_.major());
  return table;
}

void TableMaker::InheritChecks(const std::vector<InheritedCheck>& checks) {
  const OriginId origin = cx_.Origin();
  for (const InheritedCheck& check : checks) {
    const ObjectId id = cx_.catalog.Create(KeyFor<Constraint>(plan_.schema, plan_.name, check.name),
                                           check.constraint, plan_.table, origin);
    CopyDependencies(cx_.catalog, check.source, id, plan_.table);
  }
}

void TableMaker::MakeTable() {
  Catalog& catalog = cx_.catalog;
  if (stmt_.oncommit != ast::OnCommitAction::ONCOMMIT_NOOP &&
      plan_.persistence != Persistence::kTemporary) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  "ON COMMIT can only be used on temporary tables");
  }
  Table payload = TablePayload();
  MergeRepeatedColumns(&plan_);
  std::vector<InheritedCheck> checks;
  MergeParents(cx_, &plan_, &checks);
  CheckNewRelationName(cx_, plan_.schema, plan_.name, /*makes_type=*/true,
                       stmt_.relation->location);
  plan_.table = catalog.Create(KeyFor<Table>(plan_.schema, plan_.name), std::move(payload),
                               kNoObject, cx_.Origin());
  if (!of_type_.empty()) {
    catalog.AddDependency(plan_.table,
                          catalog.IdOf(KeyFor<CompositeType>(of_type_.schema, of_type_.name)));
  }
  for (const ObjectId parent : plan_.parents) {
    catalog.AddDependency(plan_.table, parent,
                          plan_.partition ? DependencyType::kAuto : DependencyType::kNormal);
  }
  std::vector<ObjectId> columns;
  columns.reserve(plan_.columns.size());
  for (const ColumnPlan& column : plan_.columns) {
    columns.push_back(MakeColumn(cx_, plan_.table, column, static_cast<int>(columns.size()) + 1));
  }
  InheritChecks(checks);
  for (size_t i = 0; i < columns.size(); ++i) {
    const ColumnPlan& column = plan_.columns[i];
    StoreDefault(cx_, plan_.table, columns[i], column);
    if (column.default_source != kNoObject &&
        !catalog.Get(columns[i]).As<Column>().default_value.empty() &&
        column.raw_default == nullptr) {
      CopyDependencies(catalog, column.default_source, columns[i], plan_.table);
    }
  }
  if (plan_.partition) {
    const ObjectId parent = plan_.parents[0];
    if (!IsPartitioned(catalog.Get(parent))) {
      throw PgError(sqlstate::kInvalidObjectDefinition,
                    StrCat("\"", catalog.Get(parent).key.name, "\" is not partitioned"));
    }
    catalog.Edit<Table>(plan_.table).partition_bound =
        AnalysePartitionBound(cx_, parent, *stmt_.partbound, plan_.name);
  }
  if (stmt_.partspec != nullptr) {
    StorePartitionKey(cx_, plan_.table, *stmt_.partspec);
    catalog.SetAttributeOrigin(plan_.table, AttributeIndex(&Table::partition_key), cx_.Origin());
  }
  if (plan_.partition) {
    CopyPartsToPartition(cx_, plan_.parents[0], plan_.table, cx_.Origin());
  }
  AddChecks(cx_, plan_.table, plan_.checks, /*allow_merge=*/true, /*is_local=*/true);
  AddNotNullConstraints(cx_, plan_);
}

void TableMaker::AfterTable() {
  for (const Name column : plan_.set_not_null) {
    if (!IsSystemColumn(column)) {
      SetNotNull(cx_, plan_.table, column, {}, cx_.Origin(), /*recurse=*/true);
    }
  }
  for (const IndexDefinition& index : plan_.indexes) {
    DefineIndex(cx_, plan_.table, index, IndexFor::kCreateTable);
  }
  for (const auto& [like, source] : likes_) ExpandLike(cx_, plan_.table, source, *like);
  for (const ConstraintPlan& key : plan_.foreign_keys) {
    AddForeignKey(cx_, plan_.table, key, /*recurse=*/true);
  }
  OwnSequences(cx_, plan_);
  if (stmt_.oncommit == ast::OnCommitAction::ONCOMMIT_DROP) {
    cx_.session.drop_on_commit.push_back(plan_.table);
  }
}

// The server is looked for when the table is there, and each column's options come after its own.
void TableMaker::SetForeignOptions() {
  cx_.catalog.AddDependency(plan_.table, RequireServer(cx_, foreign_->servername));
  SetForeignTableOptions(cx_, plan_.table, foreign_->options, cx_.Origin());
}

void TableMaker::Make() {
  if (!Plan()) return;
  MakeSequences(cx_, plan_);
  MakeTable();
  if (plan_.foreign) SetForeignOptions();
  AfterTable();
  for (const ast::Node* element : stmt_.tableElts) {
    const auto* column = ast::As<ast::ColumnDef>(element);
    if (column == nullptr || column->fdwoptions.empty()) continue;
    SetForeignColumnOptions(cx_, plan_.table, column->colname, column->fdwoptions,
                            cx_.OriginOf(column));
  }
  if (plan_.foreign) return;
  Options kept = KeptOptions(cx_, plan_.table, cx_.catalog.Get(plan_.table).As<Table>().options);
  if (kept != cx_.catalog.Get(plan_.table).As<Table>().options) {
    cx_.catalog.Edit<Table>(plan_.table).options = std::move(kept);
  }
}

}  // namespace

void CreateTable(Context& cx, const ast::CreateStmt& stmt) { TableMaker(cx, stmt, nullptr).Make(); }

void CreateForeignTable(Context& cx, const ast::CreateForeignTableStmt& stmt) {
  TableMaker(cx, *stmt.base, &stmt).Make();
}

}  // namespace schemadiff::replay
