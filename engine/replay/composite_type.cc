// CREATE TYPE ... AS (...), and ALTER TYPE ... ADD, DROP, ALTER ATTRIBUTE.
//
// Facts from typecmds.c and tablecmds.c of the server's source.
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/drop.h"
#include "engine/replay/expressions.h"
#include "engine/replay/handlers.h"
#include "engine/replay/relation.h"
#include "engine/replay/types.h"

namespace schemadiff::replay {
namespace {

// Adds an attribute; of a typed table, a column that is its type's, which `child` tables inherit.
void AddAttribute(Context& cx, ObjectId relation, const ast::ColumnDef& definition,
                  const ResolvedType& type, bool child = false) {
  const ObjectKey key = cx.catalog.Get(relation).key;
  const ObjectKey column_key = KeyFor<Column>(key.schema, key.name, definition.colname);
  if (cx.catalog.Find(column_key) != nullptr) {
    if (child) throw NotModelled("a column that a child of a typed table has already");
    throw PgError(sqlstate::kDuplicateColumn,
                  StrCat("column \"", definition.colname, "\" of relation \"", key.name,
                         "\" already exists"));
  }
  if (IsSystemColumn(definition.colname) && key.kind != KindOf<CompositeType>) {
    throw PgError(sqlstate::kDuplicateColumn, StrCat("column name \"", definition.colname,
                                                     "\" conflicts with a system column name"));
  }
  CheckColumnType(cx, definition.colname, type, relation);
  Column column;
  column.type = type.ref;
  column.collation = ColumnCollation(cx, type, definition.collClause);
  column.position = static_cast<int>(ColumnsOf(cx.catalog, relation).size()) + 1;
  column.is_local = !child;
  column.inherited_from = child ? 1 : 0;
  const ObjectId id =
      cx.catalog.Create(column_key, std::move(column), relation, cx.OriginOf(&definition));
  DependOnType(cx, id, type.ref);
  if (key.kind != KindOf<Table>) return;
  for (const ObjectId below : DirectChildren(cx.catalog, relation)) {
    AddAttribute(cx, below, definition, type, /*child=*/true);
  }
}

// Tables OF the type, which follow it where the statement says CASCADE.
std::vector<ObjectId> TypedTables(const Context& cx, ObjectId type, ast::DropBehavior behavior) {
  const Object& object = cx.catalog.Get(type);
  std::vector<ObjectId> tables;
  for (const Dependency& dependent : cx.catalog.Dependents(type)) {
    const auto* table = cx.catalog.Get(dependent.object).TryAs<Table>();
    if (table == nullptr || table->of_type != NameOf(object)) continue;
    if (behavior != ast::DropBehavior::DROP_CASCADE) {
      throw PgError(sqlstate::kDependentObjectsStillExist,
                    StrCat("cannot alter type \"", object.key.name,
                           "\" because it is the type of a typed table"));
    }
    tables.push_back(dependent.object);
  }
  return tables;
}

void DropAttribute(Context& cx, ObjectId relation, std::string_view name, bool cascade) {
  const ObjectId column = FindColumn(cx.catalog, relation, name);
  if (column == kNoObject) return;
  for (const ObjectId child : DirectChildren(cx.catalog, relation)) {
    const ObjectId inherited = FindColumn(cx.catalog, child, name);
    if (inherited == kNoObject) continue;
    const auto& theirs = cx.catalog.Get(inherited).As<Column>();
    if (theirs.is_local || theirs.inherited_from > 1) {
      throw NotModelled("a column that a child of a typed table has of its own as well");
    }
    DropAttribute(cx, child, name, cascade);
  }
  DropObject(cx, column, cascade, cx.Origin());
  RenumberColumns(cx.catalog, relation);
}

void AlterAttribute(Context& cx, ObjectId relation, const ast::AlterTableCmd& command,
                    const ResolvedType& type) {
  const auto& definition = *ast::Cast<ast::ColumnDef>(command.def);
  const ObjectId id = RequireColumn(cx, relation, command.name);
  CheckColumnType(cx, command.name, type, relation);
  // Where values are stored, they are converted.
  if (cx.catalog.Get(relation).key.kind == KindOf<Table>) {
    try {
      cx.analyzer_of_stored().AlterTypeUsing(nullptr, ScopeOf(cx, relation), command.name,
                                             type.ref);
    } catch (const NotModelled&) {
      // The type is what counts here.
    }
  }
  cx.catalog.Set(id, &Column::type, type.ref, cx.OriginOf(&definition));
  cx.catalog.Set(id, &Column::collation, ColumnCollation(cx, type, definition.collClause),
                 cx.OriginOf(&definition));
  cx.catalog.RemoveDependencies(id);
  DependOnType(cx, id, type.ref);
  for (const ObjectId child : DirectChildren(cx.catalog, relation)) {
    AlterAttribute(cx, child, command, type);
  }
}

}  // namespace

void CreateCompositeType(Context& cx, const ast::CompositeTypeStmt& stmt) {
  const StatedName stated(*stmt.typevar);
  const Name schema = CreationSchema(cx, stated);
  CheckNewTypeName(cx, schema, stated.name);
  CheckNewRelationName(cx, schema, stated.name, /*makes_type=*/false);
  const ObjectId id = cx.catalog.Create(KeyFor<CompositeType>(schema, stated.name), CompositeType{},
                                        kNoObject, cx.Origin());
  if (stmt.coldeflist.size() > 1600) {
    throw PgError("54011", "tables can have at most 1600 columns");
  }
  for (const ast::Node* node : stmt.coldeflist) {
    const auto& definition = *ast::Cast<ast::ColumnDef>(node);
    if (FindColumn(cx.catalog, id, definition.colname) != kNoObject) {
      throw PgError(sqlstate::kDuplicateColumn,
                    StrCat("column \"", definition.colname, "\" specified more than once"));
    }
    // The type itself is not there yet while its attributes are looked up.
    const ResolvedType type = ResolveType(cx, *definition.typeName);
    if (type.object == id) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("type \"", stated.ToString(), "\" does not exist"),
                    definition.typeName->location);
    }
    AddAttribute(cx, id, definition, type);
  }
}

void AlterCompositeType(Context& cx, const ast::AlterTableStmt& stmt) {
  const StatedName stated(*stmt.relation);
  const ObjectId id = FindRelation(cx, stated);
  if (id == kNoObject) {
    if (stmt.missing_ok) return;
    throw PgError(sqlstate::kUndefinedTable,
                  StrCat("relation \"", stated.ToString(), "\" does not exist"));
  }
  const Object& object = cx.catalog.Get(id);
  if (object.key.kind != KindOf<CompositeType>) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("\"", stated.name, "\" is not a composite type"));
  }
  // PostgreSQL drops first, then changes types, then adds.
  const auto each = [&](ast::AlterTableType type, auto apply) {
    for (const ast::Node* node : stmt.cmds) {
      const auto& command = *ast::Cast<ast::AlterTableCmd>(node);
      if (command.subtype != type) continue;
      apply(command, TypedTables(cx, id, command.behavior));
    }
  };
  using ast::AlterTableType;
  each(AlterTableType::AT_DropColumn,
       [&](const ast::AlterTableCmd& command, const std::vector<ObjectId>& tables) {
         if (FindColumn(cx.catalog, id, command.name) == kNoObject) {
           if (command.missing_ok) return;
           RequireColumn(cx, id, command.name);
         }
         const bool cascade = command.behavior == ast::DropBehavior::DROP_CASCADE;
         DropAttribute(cx, id, command.name, cascade);
         for (const ObjectId table : tables) DropAttribute(cx, table, command.name, cascade);
       });
  each(AlterTableType::AT_AlterColumnType, [&](const ast::AlterTableCmd& command,
                                               const std::vector<ObjectId>& tables) {
    RequireColumn(cx, id, command.name);
    const ResolvedType type = ResolveType(cx, *ast::Cast<ast::ColumnDef>(command.def)->typeName);
    CheckTypeNotStored(cx, id, cx.catalog.Get(id).key.name);
    AlterAttribute(cx, id, command, type);
    for (const ObjectId table : tables) AlterAttribute(cx, table, command, type);
  });
  each(AlterTableType::AT_AddColumn,
       [&](const ast::AlterTableCmd& command, const std::vector<ObjectId>& tables) {
         const auto& definition = *ast::Cast<ast::ColumnDef>(command.def);
         const ResolvedType type = ResolveType(cx, *definition.typeName);
         AddAttribute(cx, id, definition, type);
         for (const ObjectId table : tables) AddAttribute(cx, table, definition, type);
       });
  for (const ast::Node* node : stmt.cmds) {
    const auto subtype = ast::Cast<ast::AlterTableCmd>(node)->subtype;
    if (subtype != AlterTableType::AT_DropColumn && subtype != AlterTableType::AT_AddColumn &&
        subtype != AlterTableType::AT_AlterColumnType) {
      throw NotModelled("this form of ALTER TYPE", node->location);
    }
  }
}

}  // namespace schemadiff::replay
