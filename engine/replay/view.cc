// CREATE VIEW and CREATE MATERIALIZED VIEW.
//
// Facts from view.c, createas.c and rewriteHandler.c (view_query_is_auto_updatable) of the server's
// source.
#include "engine/replay/view.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/relation.h"
#include "engine/replay/store.h"
#include "engine/replay/toast.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

void MakeQueryColumns(Context& cx, ObjectId relation, const AnalysedQuery& query, size_t from) {
  const ObjectKey key = cx.catalog.Get(relation).key;
  if (!query.types_known) {
    cx.MarkUnknown(KeyFor<Column>(key.schema, key.name, {}), "the query was not analysed");
  }
  for (size_t i = from; i < query.columns.size(); ++i) {
    const QueryColumn& from_query = query.columns[i];
    const ObjectKey column_key = KeyFor<Column>(key.schema, key.name, from_query.name);
    if (cx.catalog.Find(column_key) != nullptr) {
      throw PgError(sqlstate::kDuplicateColumn,
                    StrCat("column \"", from_query.name, "\" specified more than once"));
    }
    Column column;
    column.type = from_query.type;
    column.collation = from_query.collation;
    column.position = static_cast<int>(i) + 1;
    const ObjectId id = cx.catalog.Create(column_key, std::move(column), relation, cx.Origin());
    DependOnType(cx, id, from_query.type);
  }
}

namespace {

template <typename T>
bool Mentions(const ast::Node& node) {
  if (ast::As<T>(&node) != nullptr) return true;
  bool found = false;
  ForEachChild(node, [&](const ast::Node& child) { found = found || Mentions<T>(child); });
  return found;
}

bool ModifiesData(const ast::Node& node) {
  if (const auto* cte = ast::As<ast::CommonTableExpr>(&node)) {
    if (ast::As<ast::SelectStmt>(cte->ctequery) == nullptr) return true;
  }
  bool found = false;
  ForEachChild(node, [&](const ast::Node& child) { found = found || ModifiesData(child); });
  return found;
}

[[noreturn]] void RefuseFeature(std::string_view message) {
  throw PgError(sqlstate::kFeatureNotSupported, std::string(message));
}

// What can be told without analysis of whether INSERT, UPDATE and DELETE pass through a view.
void CheckUpdatable(const Context& cx, const ast::SelectStmt& select) {
  const bool plain = select.distinctClause.empty() && select.groupClause.empty() &&
                     select.havingClause == nullptr && select.op == ast::SetOperation::SETOP_NONE &&
                     select.withClause == nullptr && select.limitOffset == nullptr &&
                     select.limitCount == nullptr && select.fromClause.size() == 1;
  const auto* range = plain ? ast::As<ast::RangeVar>(select.fromClause.front()) : nullptr;
  bool updatable = range != nullptr;
  if (updatable) {
    const ObjectId id = FindRelation(cx, *range);
    updatable = id == kNoObject || cx.catalog.Get(id).key.kind == KindOf<Table> ||
                cx.catalog.Get(id).key.kind == KindOf<View>;
  }
  if (!updatable) {
    RefuseFeature("WITH CHECK OPTION is supported only on automatically updatable views");
  }
}

Options ViewOptions(const Context& cx, const ast::ViewStmt& stmt) {
  Options options;
  SetOptions(&options, stmt.options, OptionsOf::kView, {}, cx.major());
  if (stmt.withCheckOption == ast::ViewCheckOption::LOCAL_CHECK_OPTION) {
    options.Set("check_option", "local");
  } else if (stmt.withCheckOption == ast::ViewCheckOption::CASCADED_CHECK_OPTION) {
    options.Set("check_option", "cascaded");
  }
  return options;
}

std::vector<Name> NamesOf(const ast::List& list) {
  std::vector<Name> names;
  for (const std::string_view name : Strings(list)) names.emplace_back(name);
  return names;
}

// Which changes CREATE OR REPLACE VIEW may make to the columns, as far as they are known.
void CheckReplacement(const Context& cx, ObjectId view, const AnalysedQuery& query) {
  if (!query.names_known) return;
  const std::vector<ObjectId> before = ColumnsOf(cx.catalog, view);
  const auto refuse = [](const std::string& message) {
    throw PgError(sqlstate::kInvalidTableDefinition, message);
  };
  if (query.columns.size() < before.size()) refuse("cannot drop columns from view");
  for (size_t i = 0; i < before.size(); ++i) {
    const Object& old = cx.catalog.Get(before[i]);
    const QueryColumn& now = query.columns[i];
    if (old.key.name != now.name) {
      refuse(
          StrCat("cannot change name of view column \"", old.key.name, "\" to \"", now.name, "\""));
    }
    const TypeRef& type = old.As<Column>().type;
    if (type.name.empty() || now.type.name.empty()) continue;
    if (type != now.type) {
      refuse(StrCat("cannot change data type of view column \"", old.key.name, "\" from ",
                    TypeTextWithModifiers(cx, type), " to ", TypeTextWithModifiers(cx, now.type)));
    }
    const auto collation_text = [](const QualifiedName& collation) {
      return collation.empty() ? std::string("default") : collation.name.str();
    };
    if (old.As<Column>().collation != now.collation) {
      refuse(StrCat("cannot change collation of view column \"", old.key.name, "\" from \"",
                    collation_text(old.As<Column>().collation), "\" to \"",
                    collation_text(now.collation), "\""));
    }
  }
}

ObjectId ReplaceView(Context& cx, ObjectId id, View view, const AnalysedQuery& query) {
  const Object& object = cx.catalog.Get(id);
  if (object.key.kind != KindOf<View>) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", object.key.name, "\" is not a view"));
  }
  CheckReplacement(cx, id, query);
  const size_t before = ColumnsOf(cx.catalog, id).size();
  Store(cx, id, std::move(view), cx.Origin());
  cx.catalog.RemoveDependencies(id);
  MakeQueryColumns(cx, id, query, before);
  return id;
}

}  // namespace

void CreateView(Context& cx, const ast::ViewStmt& stmt) {
  const auto& select = *ast::Cast<ast::SelectStmt>(stmt.query);
  if (Mentions<ast::IntoClause>(select)) RefuseFeature("views must not contain SELECT INTO");
  if (ModifiesData(select)) {
    RefuseFeature("views must not contain data-modifying statements in WITH");
  }
  View view;
  view.options = ViewOptions(cx, stmt);
  const AnalysedQuery query = AnalyseQuery(cx, select, NamesOf(stmt.aliases),
                                           "CREATE VIEW specifies more column names than columns");
  if (view.options.Find("check_option") != nullptr) CheckUpdatable(cx, select);
  if (stmt.view->relpersistence == "u") {
    throw PgError(sqlstate::kSyntaxError,
                  "views cannot be unlogged because they do not have storage");
  }
  view.query = query.query;
  StatedName name(*stmt.view);
  const bool temporary =
      stmt.view->relpersistence == "t" || (query.temporary && name.schema.empty());
  const Name schema = CreationSchema(cx, name, temporary);
  ObjectId id = RelationIn(cx.catalog, schema, name.name);
  if (id != kNoObject && stmt.replace) {
    ReplaceView(cx, id, std::move(view), query);
  } else {
    CheckNewRelationName(cx, schema, name.name, /*makes_type=*/true);
    id =
        cx.catalog.Create(KeyFor<View>(schema, name.name), std::move(view), kNoObject, cx.Origin());
    MakeQueryColumns(cx, id, query);
  }
  DependOnReferences(cx, id, query.references);
}

void CreateMaterializedView(Context& cx, const ast::CreateTableAsStmt& stmt) {
  const ast::IntoClause& into = *stmt.into;
  if (ModifiesData(*stmt.query)) {
    RefuseFeature("materialized views must not use data-modifying statements in WITH");
  }
  if (into.rel->relpersistence == "u") RefuseFeature("materialized views cannot be unlogged");
  const StatedName name(*into.rel);
  const Name schema = CreationSchema(cx, name);
  if (stmt.if_not_exists && RelationIn(cx.catalog, schema, name.name) != kNoObject) return;
  const AnalysedQuery query =
      AnalyseQuery(cx, *stmt.query, NamesOf(into.colNames), "too many column names were specified");
  if (query.temporary) {
    RefuseFeature("materialized views must not use temporary tables or views");
  }
  CheckNewRelationName(cx, schema, name.name, /*makes_type=*/true);
  MaterializedView view;
  view.query = query.query;
  view.access_method = into.accessMethod.empty()
                           ? Name(cx.session.settings().default_table_access_method)
                           : Name(into.accessMethod);
  if (!into.accessMethod.empty()) RequireTableMethod(cx, into.accessMethod);
  view.tablespace = TablespaceFor(cx, into.tableSpaceName);
  SetOptions(&view.options, into.options, OptionsOf::kMaterializedView, {}, cx.major());
  const ObjectId id = cx.catalog.Create(KeyFor<MaterializedView>(schema, name.name),
                                        std::move(view), kNoObject, cx.Origin());
  MakeQueryColumns(cx, id, query);
  Options kept = KeptOptions(cx, id, cx.catalog.Get(id).As<MaterializedView>().options);
  cx.catalog.Edit<MaterializedView>(id).options = std::move(kept);
  DependOnReferences(cx, id, query.references);
}

}  // namespace schemadiff::replay
