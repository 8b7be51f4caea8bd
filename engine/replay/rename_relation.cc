// Names and schemas of relations, and the names of their columns and constraints.
//
// Facts from tablecmds.c of the server's source (renameatt_internal, rename_constraint_internal,
// RenameRelation, AlterTableNamespace).
#include <algorithm>
#include <utility>
#include <vector>

#include "engine/analyze/renaming.h"
#include "engine/base/strings.h"
#include "engine/replay/define_index.h"
#include "engine/replay/lookup.h"
#include "engine/replay/move_object.h"
#include "engine/replay/object_address.h"
#include "engine/replay/relation.h"
#include "engine/replay/rename.h"
#include "engine/replay/stored_expressions.h"

namespace schemadiff::replay {
namespace {

bool IsView(const Object& object) {
  return object.key.kind == KindOf<View> || object.key.kind == KindOf<MaterializedView>;
}

// What else knows an index by its name alone: its table.
void FollowIndexName(Catalog& catalog, ObjectId relation, Name from, Name to) {
  if (const auto* table = catalog.Get(relation).TryAs<Table>()) {
    const bool identity = table->replica_identity_index == from;
    const bool cluster = table->cluster_index == from;
    if (identity) catalog.Edit<Table>(relation).replica_identity_index = to;
    if (cluster) catalog.Edit<Table>(relation).cluster_index = to;
  } else if (const auto* view = catalog.Get(relation).TryAs<MaterializedView>()) {
    if (view->cluster_index == from) catalog.Edit<MaterializedView>(relation).cluster_index = to;
  }
}

bool HasIndex(const Constraint& constraint) {
  return constraint.type == ConstraintType::kPrimaryKey ||
         constraint.type == ConstraintType::kUnique ||
         constraint.type == ConstraintType::kExclusion;
}

bool Inherits(const Constraint& constraint) {
  return (constraint.type == ConstraintType::kCheck ||
          constraint.type == ConstraintType::kNotNull) &&
         !constraint.no_inherit;
}

// A constraint and the index behind it share their name.
void MoveConstraint(Context& cx, ObjectId id, Name to) {
  const ObjectId relation = cx.catalog.Get(id).parent;
  const Name from = cx.catalog.Get(id).key.name;
  Renaming renaming;
  renaming.constraint = {NameOf(cx.catalog.Get(relation)), from, to};
  FollowInDependents(cx, id, {}, renaming, StrCat("constraint ", from, " was renamed"));
  if (HasIndex(cx.catalog.Get(id).As<Constraint>())) {
    FollowIndexName(cx.catalog, relation, from, to);
  }
  RenamePart(cx, id, to, cx.Origin());
}

// The descendants of a table, each once, with how many of its parents are the table or among them.
std::vector<std::pair<ObjectId, int>> Inheritors(const Catalog& catalog, ObjectId table) {
  std::vector<std::pair<ObjectId, int>> found{{table, 0}};
  for (size_t i = 0; i < found.size(); ++i) {
    for (const ObjectId child : DirectChildren(catalog, found[i].first)) {
      const auto known = std::ranges::find(found, child, &std::pair<ObjectId, int>::first);
      if (known != found.end()) {
        ++known->second;
      } else {
        found.emplace_back(child, 1);
      }
    }
  }
  found.erase(found.begin());
  return found;
}

// `parents`: how many parents are renamed along with the relation.
void RenameConstraint(Context& cx, ObjectId relation, Name from, Name to, bool recurse,
                      int parents) {
  Catalog& catalog = cx.catalog;
  const Name table = catalog.Get(relation).key.name;
  const ObjectId id = FindConstraint(catalog, relation, from);
  if (id == kNoObject) {
    throw PgError(sqlstate::kUndefinedObject,
                  StrCat("constraint \"", from, "\" for table \"", table, "\" does not exist"));
  }
  const auto constraint = catalog.Get(id).As<Constraint>();
  if (Inherits(constraint)) {
    if (recurse) {
      for (const auto& [child, count] : Inheritors(catalog, relation)) {
        RenameConstraint(cx, child, from, to, /*recurse=*/false, count);
      }
    } else if (parents == 0 && !DirectChildren(catalog, relation).empty()) {
      throw PgError(
          sqlstate::kInvalidTableDefinition,
          StrCat("inherited constraint \"", from, "\" must be renamed in child tables too"));
    }
    if (constraint.inherited_from > parents) {
      throw PgError(sqlstate::kInvalidTableDefinition,
                    StrCat("cannot rename inherited constraint \"", from, "\""));
    }
  }
  if (HasIndex(constraint)) {
    CheckNewRelationName(cx, catalog.Get(relation).key.schema, to, /*makes_type=*/false);
  }
  if (FindConstraint(catalog, relation, to) != kNoObject) {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("constraint \"", to, "\" for relation \"", table, "\" already exists"));
  }
  MoveConstraint(cx, id, to);
}

void RenameTableColumn(Context& cx, ObjectId relation, Name from, Name to, bool recurse,
                       int parents) {
  Catalog& catalog = cx.catalog;
  const Object& object = catalog.Get(relation);
  if (object.key.kind != KindOf<Table>) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("cannot rename columns of relation \"", object.key.name, "\""));
  }
  if (parents == 0 && !object.As<Table>().of_type.empty()) {
    throw PgError(sqlstate::kWrongObjectType, "cannot rename column of typed table");
  }
  if (recurse) {
    for (const auto& [child, count] : Inheritors(catalog, relation)) {
      RenameTableColumn(cx, child, from, to, /*recurse=*/false, count);
    }
  } else if (parents == 0 && !DirectChildren(catalog, relation).empty()) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  StrCat("inherited column \"", from, "\" must be renamed in child tables too"));
  }
  const ObjectId column = FindColumn(catalog, relation, from);
  if (column == kNoObject) {
    if (IsSystemColumn(from)) {
      throw PgError(sqlstate::kFeatureNotSupported,
                    StrCat("cannot rename system column \"", from, "\""));
    }
    RequireKnown(cx, relation);
    throw PgError(sqlstate::kUndefinedColumn, StrCat("column \"", from, "\" does not exist"));
  }
  if (catalog.Get(column).As<Column>().inherited_from > parents) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  StrCat("cannot rename inherited column \"", from, "\""));
  }
  if (IsSystemColumn(to)) {
    throw PgError(sqlstate::kDuplicateColumn,
                  StrCat("column name \"", to, "\" conflicts with a system column name"));
  }
  if (FindColumn(catalog, relation, to) != kNoObject) {
    throw PgError(sqlstate::kDuplicateColumn, StrCat("column \"", to, "\" of relation \"",
                                                     object.key.name, "\" already exists"));
  }
  MoveColumn(cx, relation, from, to, cx.Origin());
}

}  // namespace

void RenameRelationConstraint(Context& cx, ObjectId relation, const ast::RenameStmt& stmt) {
  RenameConstraint(cx, relation, stmt.subname, stmt.newname, stmt.relation->inh, 0);
}

namespace {

// Only what copies of the index are called comes of it.
void RenameIndexColumn(Context& cx, ObjectId index, std::string_view from, std::string_view to) {
  std::vector<std::string> names = IndexColumnNames(cx, index);
  if (names.empty()) throw NotModelled("the columns of the index");
  const auto found = std::ranges::find(names, from);
  if (found == names.end()) {
    throw PgError(sqlstate::kUndefinedColumn, StrCat("column \"", from, "\" does not exist"));
  }
  if (std::ranges::find(names, to) != names.end()) {
    throw PgError(sqlstate::kDuplicateColumn,
                  StrCat("column \"", to, "\" of relation \"", cx.catalog.Get(index).key.name,
                         "\" already exists"));
  }
  *found = to;
  cx.catalog.notes.index_column_names[index] = std::move(names);
}

}  // namespace

void RenameRelationColumn(Context& cx, ObjectId relation, const ast::RenameStmt& stmt) {
  const Kind kind = cx.catalog.Get(relation).key.kind;
  if (IsView(cx.catalog.Get(relation))) {
    RenameViewColumn(cx, relation, stmt.subname, stmt.newname);
  } else if (kind == KindOf<Index> || kind == KindOf<Constraint>) {
    RenameIndexColumn(cx, relation, stmt.subname, stmt.newname);
  } else if (kind == KindOf<CompositeType>) {
    RenameAttribute(cx, stmt);
  } else {
    RenameTableColumn(cx, relation, stmt.subname, stmt.newname, stmt.relation->inh, 0);
  }
}

void RenameRelation(Context& cx, ObjectId id, const ast::RenameStmt& stmt) {
  const Object& object = cx.catalog.Get(id);
  const ObjectKey key = object.key;
  if (key.kind == KindOf<CompositeType>) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", key.name, "\" is a composite type"));
  }
  const bool makes_type = key.kind == KindOf<Table> || IsView(object);
  CheckNewRelationName(cx, key.schema, stmt.newname, makes_type);
  if (key.kind == KindOf<Constraint>) {  // the index behind it
    if (FindConstraint(cx.catalog, object.parent, stmt.newname) != kNoObject) {
      throw PgError(sqlstate::kDuplicateObject,
                    StrCat("constraint \"", stmt.newname, "\" for relation \"", key.table,
                           "\" already exists"));
    }
    MoveConstraint(cx, id, stmt.newname);
    return;
  }
  if (key.kind == KindOf<Index>) {
    FollowIndexName(cx.catalog, object.parent, key.name, stmt.newname);
  }
  MoveObject(cx, id, key.schema, stmt.newname, cx.Origin());
}

void SetSchemaOfRelation(Context& cx, ObjectId id, Name schema) {
  Catalog& catalog = cx.catalog;
  const ObjectKey key = catalog.Get(id).key;
  if (key.kind == KindOf<CompositeType>) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", key.name, "\" is a composite type"));
  }
  if (key.kind == KindOf<Index> || key.kind == KindOf<Constraint>) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("cannot change schema of index \"", key.name, "\""));
  }
  if (const auto* sequence = catalog.Get(id).TryAs<Sequence>();
      sequence != nullptr && !sequence->owned_by.table.empty()) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "cannot move an owned sequence into another schema");
  }
  if (schema == key.schema) return;
  CheckMove(key.schema, schema);
  const auto require_free = [&](Name name) {
    if (RelationIn(catalog, schema, name) == kNoObject) return;
    throw PgError(sqlstate::kDuplicateTable,
                  StrCat("relation \"", name, "\" already exists in schema \"", schema, "\""));
  };
  require_free(key.name);
  std::vector<ObjectId> along;
  for (const ObjectId index : IndexesOf(catalog, id)) {
    require_free(catalog.Get(index).key.name);
    if (catalog.Get(index).key.kind == KindOf<Index>) along.push_back(index);
  }
  catalog.ForEachOfKind(KindOf<Sequence>, [&](ObjectId other) {
    const ColumnName& owner = catalog.Get(other).As<Sequence>().owned_by;
    if (owner.schema == key.schema && owner.table == key.name) along.push_back(other);
  });
  for (const ObjectId other : along) {
    const Name name = catalog.Get(other).key.name;
    require_free(name);
    MoveObject(cx, other, schema, name, cx.Origin());
  }
  MoveObject(cx, id, schema, key.name, cx.Origin());
}

}  // namespace schemadiff::replay
