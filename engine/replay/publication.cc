// CREATE PUBLICATION, ALTER PUBLICATION: what is published. Its options are in
// publication_options.cc.
//
// Facts from publicationcmds.c and pg_publication.c of the server's source.
#include "engine/replay/publication.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/drop.h"
#include "engine/replay/expressions.h"
#include "engine/replay/global_object.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/move_object.h"
#include "engine/replay/relation.h"
#include "engine/replay/rename.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

// A table that a statement names, or a child of one.
struct StatedTable {
  ObjectId table = kNoObject;
  const ast::PublicationTable* node = nullptr;
  Analysed filter;
};

struct StatedObjects {
  std::vector<StatedTable> tables;
  std::vector<Name> schemas;
};

// Filters, lists of columns and schemas came with 15.
void CheckKnownToServer(const Context& cx, const ast::PublicationObjSpec& object) {
  if (cx.major() >= 15) return;
  const ast::PublicationTable* table = object.pubtable;
  if (object.pubobjtype == ast::PublicationObjSpecType::PUBLICATIONOBJ_TABLE &&
      table->columns.empty() && table->whereClause == nullptr) {
    return;
  }
  throw PgError(sqlstate::kSyntaxError, "syntax error in what is published", object.location);
}

void AddSchema(std::vector<Name>* schemas, Name schema) {
  if (std::ranges::find(*schemas, schema) == schemas->end()) schemas->push_back(schema);
}

Name CurrentSchema(const Context& cx) {
  for (const Name schema : SearchPath(cx)) {
    if (schema != "pg_catalog" && schema != kTemporarySchema) return schema;
  }
  throw PgError(sqlstate::kUndefinedSchema, "no schema has been selected for CURRENT_SCHEMA");
}

std::vector<const ast::PublicationTable*> Collect(const Context& cx, const ast::List& list,
                                                  StatedObjects* out) {
  std::vector<const ast::PublicationTable*> tables;
  for (const ast::Node* node : list) {
    const auto& object = *ast::Cast<ast::PublicationObjSpec>(node);
    CheckKnownToServer(cx, object);
    switch (object.pubobjtype) {
      case ast::PublicationObjSpecType::PUBLICATIONOBJ_TABLE:
        tables.push_back(object.pubtable);
        break;
      case ast::PublicationObjSpecType::PUBLICATIONOBJ_TABLES_IN_SCHEMA:
        AddSchema(&out->schemas, RequireSchema(cx, object.name, object.location));
        break;
      case ast::PublicationObjSpecType::PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA:
        AddSchema(&out->schemas, CurrentSchema(cx));
        break;
      case ast::PublicationObjSpecType::PUBLICATIONOBJ_CONTINUATION:
        throw NotModelled("this form of what is published");
    }
  }
  return tables;
}

// The named tables and, unless ONLY is said, those that inherit from them; each once.
class TableOpener {
 public:
  explicit TableOpener(const Context& cx) : cx_(cx) {}

  std::vector<StatedTable> Open(const std::vector<const ast::PublicationTable*>& list) {
    for (const ast::PublicationTable* node : list) {
      const ObjectId id = RequireRelation(cx_, *node->relation);
      if (IsThere(id)) {
        CheckRepeated(id, *node, id);
        continue;
      }
      tables_.push_back({id, node, {}});
      if (!node->relation->inh) continue;
      const Object& object = cx_.catalog.Get(id);
      if (object.key.kind == KindOf<Table> && !IsPartitioned(object)) AddChildren(id, *node);
    }
    return std::move(tables_);
  }

 private:
  const StatedTable* Find(ObjectId id) const {
    const auto found = std::ranges::find(tables_, id, &StatedTable::table);
    return found == tables_.end() ? nullptr : &*found;
  }
  bool IsThere(ObjectId id) const { return Find(id) != nullptr; }

  void CheckRepeated(ObjectId id, const ast::PublicationTable& node, ObjectId named) const {
    const StatedTable* before = Find(id);
    const auto refuse = [&](std::string_view what) {
      throw PgError(sqlstate::kDuplicateObject,
                    StrCat("conflicting or redundant ", what, " for table \"",
                           cx_.catalog.Get(named).key.name, "\""));
    };
    if (node.whereClause != nullptr || before->node->whereClause != nullptr) {
      refuse("WHERE clauses");
    }
    if (!node.columns.empty() || !before->node->columns.empty()) refuse("column lists");
  }

  void AddChildren(ObjectId parent, const ast::PublicationTable& node) {
    std::vector<ObjectId> family{parent};
    for (size_t i = 0; i < family.size(); ++i) {
      for (const ObjectId child : DirectChildren(cx_.catalog, family[i])) {
        if (std::ranges::find(family, child) != family.end()) continue;
        family.push_back(child);
        if (IsThere(child)) {
          CheckRepeated(child, node, parent);
        } else {
          tables_.push_back({child, &node, {}});
        }
      }
    }
  }

  const Context& cx_;
  std::vector<StatedTable> tables_;
};

// System columns are refused even where the rest of the expression is not understood.
Analysed AnalyseFilter(const Context& cx, const ast::Node& node, ObjectId table) {
  Analysed filter = Analyse(cx, node, ExpressionUse::kPublicationFilter, table);
  if (filter.expression.resolved()) return filter;
  for (const ast::ColumnRef* ref : CollectColumnRefs(&node)) {
    if (!IsSystemColumn(ColumnRefName(*ref))) continue;
    throw PgError(sqlstate::kFeatureNotSupported, "invalid publication WHERE expression",
                  ref->location);
  }
  return filter;
}

class PublicationEditor {
 public:
  PublicationEditor(Context& cx, ObjectId publication)
      : cx_(cx), publication_(publication), name_(cx.catalog.Get(publication).key.name) {}

  void Create(const ast::List& objects) {
    StatedObjects stated = Read(objects);
    Prepare(&stated, !stated.schemas.empty());
    for (const StatedTable& table : stated.tables) AddTable(table, /*if_not_exists=*/true);
    for (const Name schema : stated.schemas) AddSchema(schema, /*if_not_exists=*/true);
  }
  void Add(const ast::List& objects) {
    StatedObjects stated = Read(objects);
    CheckNotAll(stated);
    Prepare(&stated, !stated.schemas.empty() || !Schemas().empty());
    for (const StatedTable& table : stated.tables) AddTable(table, /*if_not_exists=*/false);
    if (!stated.schemas.empty()) CheckNoColumnLists();
    for (const Name schema : stated.schemas) AddSchema(schema, /*if_not_exists=*/false);
  }
  void Set(const ast::List& objects);
  void Drop(const ast::List& objects);

 private:
  const Publication& payload() const { return cx_.catalog.Get(publication_).As<Publication>(); }

  StatedObjects Read(const ast::List& objects) {
    StatedObjects stated;
    const std::vector<const ast::PublicationTable*> tables = Collect(cx_, objects, &stated);
    tables_stated_ = !tables.empty();
    if (!payload().all_tables) stated.tables = TableOpener(cx_).Open(tables);
    return stated;
  }
  void CheckNotAll(const StatedObjects& stated) const {
    if (!payload().all_tables || (!tables_stated_ && stated.schemas.empty())) return;
    throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                  StrCat("publication \"", name_, "\" is defined as FOR ALL TABLES"));
  }
  // Analyses filters, and checks lists of columns as far as it comes before anything is added.
  void Prepare(StatedObjects* stated, bool with_schemas);
  std::vector<Name> ColumnsOf(const StatedTable& stated) const;
  void CheckTable(ObjectId table) const;
  void AddTable(const StatedTable& stated, bool if_not_exists);
  void AddSchema(Name schema, bool if_not_exists);
  void CheckNoColumnLists() const;

  ObjectKey TableKey(ObjectId table) const {
    const ObjectKey& key = cx_.catalog.Get(table).key;
    return KeyFor<PublishedTable>(key.schema, key.name, name_);
  }
  template <typename T>
  std::vector<ObjectId> Members() const {
    std::vector<ObjectId> ids;
    for (const Dependency& dependent : cx_.catalog.Dependents(publication_)) {
      if (cx_.catalog.Get(dependent.object).TryAs<T>() != nullptr) ids.push_back(dependent.object);
    }
    return ids;
  }
  std::vector<ObjectId> Schemas() const { return Members<PublishedSchema>(); }
  void Remove(const std::vector<ObjectId>& ids) {
    if (!ids.empty()) DropObjects(cx_, ids, /*cascade=*/true, cx_.Origin());
  }

  Context& cx_;
  const ObjectId publication_;
  const Name name_;
  bool tables_stated_ = false;
};

void PublicationEditor::Prepare(StatedObjects* stated, bool with_schemas) {
  const bool via_root = payload().via_root;
  const auto refuse = [&](ObjectId table, std::string_view what) {
    throw PgError(sqlstate::kInvalidParameterValue, StrCat("cannot use ", what, " for relation \"",
                                                           cx_.catalog.Get(table).key.name, "\""));
  };
  for (StatedTable& table : stated->tables) {
    if (table.node->whereClause == nullptr) continue;
    if (!via_root && IsPartitioned(cx_.catalog.Get(table.table))) {
      refuse(table.table, "publication WHERE clause");
    }
    table.filter = AnalyseFilter(cx_, *table.node->whereClause, table.table);
  }
  for (const StatedTable& table : stated->tables) {
    if (table.node->columns.empty()) continue;
    if (with_schemas || (!via_root && IsPartitioned(cx_.catalog.Get(table.table)))) {
      refuse(table.table, "column list");
    }
  }
}

void PublicationEditor::CheckTable(ObjectId table) const {
  const Object& object = cx_.catalog.Get(table);
  const auto* payload = object.TryAs<Table>();
  if (payload != nullptr && payload->server.empty() &&
      payload->persistence == Persistence::kPermanent) {
    return;
  }
  throw PgError(sqlstate::kInvalidParameterValue,
                StrCat("cannot add relation \"", object.key.name, "\" to publication"));
}

// The listed columns, in the table's order.
std::vector<Name> PublicationEditor::ColumnsOf(const StatedTable& stated) const {
  std::vector<Name> listed;
  for (const std::string_view name : Strings(stated.node->columns)) {
    const auto refuse = [&](std::string_view what) {
      throw PgError(
          sqlstate::kInvalidColumnReference,
          StrCat("cannot use ", what, " column \"", name, "\" in publication column list"));
    };
    if (IsSystemColumn(name)) refuse("system");
    const ObjectId id = RequireColumn(cx_, stated.table, name);
    const Generated generated = cx_.catalog.Get(id).As<Column>().generated;
    if (generated == Generated::kVirtual) refuse("virtual generated");
    if (generated == Generated::kStored && cx_.major() < 18) refuse("generated");
    if (std::ranges::find(listed, Name(name)) != listed.end()) {
      throw PgError(sqlstate::kDuplicateObject,
                    StrCat("duplicate column \"", name, "\" in publication column list"));
    }
    listed.emplace_back(name);
  }
  std::vector<Name> ordered;
  for (const ObjectId id : replay::ColumnsOf(cx_.catalog, stated.table)) {
    const Name name = cx_.catalog.Get(id).key.name;
    if (std::ranges::find(listed, name) != listed.end()) ordered.push_back(name);
  }
  return ordered;
}

void PublicationEditor::AddTable(const StatedTable& stated, bool if_not_exists) {
  Catalog& catalog = cx_.catalog;
  const ObjectKey key = TableKey(stated.table);
  if (catalog.Find(key) != nullptr) {
    if (if_not_exists) return;
    throw PgError(
        sqlstate::kDuplicateObject,
        StrCat("relation \"", key.table, "\" is already member of publication \"", name_, "\""));
  }
  CheckTable(stated.table);
  PublishedTable published;
  published.columns = ColumnsOf(stated);
  published.filter = stated.filter.expression;
  const std::vector<Name> columns = published.columns;
  const ObjectId id = catalog.Create(key, std::move(published), stated.table, cx_.Origin());
  catalog.AddDependency(id, publication_, DependencyType::kAuto);
  DependOnExpression(cx_, id, stated.filter, stated.table, DependencyType::kNormal);
  for (const Name column : columns) {
    catalog.AddDependency(id, stated.table, DependencyType::kNormal, column);
  }
}

void PublicationEditor::AddSchema(Name schema, bool if_not_exists) {
  Catalog& catalog = cx_.catalog;
  const ObjectKey key = KeyFor<PublishedSchema>(schema, name_);
  if (catalog.Find(key) != nullptr) {
    if (if_not_exists) return;
    throw PgError(
        sqlstate::kDuplicateObject,
        StrCat("schema \"", schema, "\" is already member of publication \"", name_, "\""));
  }
  const std::string_view name = schema;
  if (name == "pg_catalog" || name == "pg_toast" || name.starts_with("pg_temp")) {
    throw PgError(sqlstate::kInvalidParameterValue,
                  StrCat("cannot add schema \"", schema, "\" to publication"));
  }
  const ObjectId parent = catalog.IdOf(KeyFor<Schema>(schema));
  if (parent == kNoObject) throw NotModelled(StrCat("publishing the server's own schema ", schema));
  const ObjectId id = catalog.Create(key, PublishedSchema(), parent, cx_.Origin());
  catalog.AddDependency(id, publication_, DependencyType::kAuto);
}

void PublicationEditor::CheckNoColumnLists() const {
  for (const ObjectId id : Members<PublishedTable>()) {
    if (cx_.catalog.Get(id).As<PublishedTable>().columns.empty()) continue;
    throw PgError(sqlstate::kInvalidParameterValue,
                  StrCat("cannot add schema to publication \"", name_, "\""));
  }
}

void PublicationEditor::Set(const ast::List& objects) {
  StatedObjects stated = Read(objects);
  CheckNotAll(stated);
  Prepare(&stated, !stated.schemas.empty());
  Catalog& catalog = cx_.catalog;
  // What stays as it is keeps its origin.
  std::vector<ObjectId> gone;
  for (const ObjectId id : Members<PublishedTable>()) {
    const auto same = std::ranges::find(stated.tables, catalog.Get(id).parent, &StatedTable::table);
    const auto& before = catalog.Get(id).As<PublishedTable>();
    if (same == stated.tables.end() || before.columns != ColumnsOf(*same) ||
        before.filter.text() != same->filter.expression.text()) {
      gone.push_back(id);
    }
  }
  Remove(gone);
  for (const StatedTable& table : stated.tables) AddTable(table, /*if_not_exists=*/true);
  gone.clear();
  for (const ObjectId id : Schemas()) {
    const Name schema = catalog.Get(id).key.schema;
    if (std::ranges::find(stated.schemas, schema) == stated.schemas.end()) gone.push_back(id);
  }
  Remove(gone);
  for (const Name schema : stated.schemas) AddSchema(schema, /*if_not_exists=*/true);
}

void PublicationEditor::Drop(const ast::List& objects) {
  const StatedObjects stated = Read(objects);
  CheckNotAll(stated);
  for (const StatedTable& table : stated.tables) {
    if (!table.node->columns.empty()) {
      throw PgError(sqlstate::kSyntaxError,
                    "column list must not be specified in ALTER PUBLICATION ... DROP");
    }
    const ObjectId id = cx_.catalog.IdOf(TableKey(table.table));
    if (id == kNoObject) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("relation \"", cx_.catalog.Get(table.table).key.name,
                           "\" is not part of the publication"));
    }
    if (table.node->whereClause != nullptr) {
      throw PgError(sqlstate::kSyntaxError,
                    "cannot use a WHERE clause when removing a table from a publication");
    }
    Remove({id});
  }
  for (const Name schema : stated.schemas) {
    const ObjectId id = cx_.catalog.IdOf(KeyFor<PublishedSchema>(schema, name_));
    if (id == kNoObject) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("tables from schema \"", schema, "\" are not part of the publication"));
    }
    Remove({id});
  }
}

}  // namespace

void CreatePublication(Context& cx, const ast::CreatePublicationStmt& stmt) {
  CheckNoGlobal<Publication>(cx, stmt.pubname);
  Publication publication;
  publication.all_tables = stmt.for_all_tables;
  publication.publish = {"insert", "update", "delete", "truncate"};
  ApplyPublicationOptions(cx, stmt.options, &publication);
  const ObjectId id = cx.catalog.Create(KeyFor<Publication>(stmt.pubname), std::move(publication),
                                        kNoObject, cx.Origin());
  if (!stmt.for_all_tables) PublicationEditor(cx, id).Create(stmt.pubobjects);
}

void AlterPublication(Context& cx, const ast::AlterPublicationStmt& stmt) {
  const ObjectId id = RequireGlobal<Publication>(cx, stmt.pubname);
  if (!stmt.options.empty()) {
    AlterPublicationOptions(cx, id, stmt.options);
    return;
  }
  PublicationEditor editor(cx, id);
  switch (stmt.action) {
    case ast::AlterPublicationAction::AP_AddObjects:
      return editor.Add(stmt.pubobjects);
    case ast::AlterPublicationAction::AP_DropObjects:
      return editor.Drop(stmt.pubobjects);
    case ast::AlterPublicationAction::AP_SetObjects:
      return editor.Set(stmt.pubobjects);
  }
}

void RenamePublication(Context& cx, const ast::RenameStmt& stmt) {
  const ObjectId id = RequireGlobal<Publication>(cx, ast::Cast<ast::String>(stmt.object)->sval);
  CheckNoGlobal<Publication>(cx, stmt.newname);
  std::vector<ObjectId> members;
  for (const Dependency& dependent : cx.catalog.Dependents(id)) members.push_back(dependent.object);
  RekeyWithComment(cx, id, KeyFor<Publication>(stmt.newname), cx.Origin());
  // They are called like their publication; no statement has named them.
  for (const ObjectId member : members) {
    RenamePart(cx, member, stmt.newname, cx.catalog.Get(member).origin);
  }
}

}  // namespace schemadiff::replay
