// ALTER TABLE ... INHERIT, NO INHERIT, OF, NOT OF. Facts from tablecmds.c (ATExecAddInherit,
// ATExecDropInherit, ATExecAddOf) of the server's source.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/inherit.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {
namespace {

using ast::AlterTableType;

[[noreturn]] void WrongObject(const std::string& message) {
  throw PgError(sqlstate::kWrongObjectType, message);
}

ObjectId RequireTable(const Context& cx, const ast::RangeVar& range) {
  const ObjectId id = RequireRelation(cx, range);
  if (cx.catalog.Get(id).key.kind != KindOf<Table>) {
    WrongObject(StrCat("\"", range.relname, "\" is not a table"));
  }
  return id;
}

void AddInherit(TableAlteration& alteration, const ast::RangeVar& range) {
  Context& cx = alteration.cx();
  Catalog& catalog = cx.catalog;
  const ObjectId child = alteration.table();
  const ObjectId parent = RequireTable(cx, range);
  const Object& object = catalog.Get(parent);
  const Table payload = catalog.Get(child).As<Table>();
  if (IsTemporary(object) && !IsTemporary(catalog.Get(child))) {
    WrongObject(StrCat("cannot inherit from temporary relation \"", object.key.name, "\""));
  }
  if (IsPartitioned(object)) {
    WrongObject(StrCat("cannot inherit from partitioned table \"", range.relname, "\""));
  }
  if (IsPartition(object)) WrongObject("cannot inherit from a partition");
  if (IsDescendant(catalog, parent, child)) {
    throw PgError(sqlstate::kDuplicateTable, "circular inheritance not allowed");
  }
  CheckNoTransitionTables(catalog, child, "an inheritance child");
  const QualifiedName name = NameOf(object);
  std::vector<QualifiedName> parents = payload.inherits;
  if (std::ranges::find(parents, name) != parents.end()) {
    throw PgError(sqlstate::kDuplicateTable,
                  StrCat("relation \"", name.name, "\" would be inherited from more than once"));
  }
  const OriginId origin = cx.OriginOf(&range);
  MergeIntoChild(cx, child, parent, origin);
  parents.push_back(name);
  catalog.Set(child, &Table::inherits, std::move(parents), origin);
  catalog.AddDependency(child, parent);
}

void DropInherit(TableAlteration& alteration, const ast::RangeVar& range) {
  Context& cx = alteration.cx();
  Catalog& catalog = cx.catalog;
  const ObjectId child = alteration.table();
  if (IsPartition(catalog.Get(child))) WrongObject("cannot change inheritance of a partition");
  const ObjectId parent = RequireRelation(cx, range);
  const QualifiedName name = NameOf(catalog.Get(parent));
  std::vector<QualifiedName> parents = catalog.Get(child).As<Table>().inherits;
  const auto found = std::ranges::find(parents, name);
  if (found == parents.end()) {
    throw PgError(sqlstate::kUndefinedTable,
                  StrCat("relation \"", name.name, "\" is not a parent of relation \"",
                         alteration.table_name(), "\""));
  }
  const OriginId origin = cx.OriginOf(&range);
  SeparateFromParent(cx, child, parent, origin);
  parents.erase(found);
  catalog.Set(child, &Table::inherits, std::move(parents), origin);
  RemoveDependency(catalog, child, parent);
}

void CheckAddInherit(TableAlteration& alteration) {
  const Object& object = alteration.catalog().Get(alteration.table());
  if (!object.As<Table>().of_type.empty()) WrongObject("cannot change inheritance of typed table");
  if (IsPartition(object)) WrongObject("cannot change inheritance of a partition");
  if (IsPartitioned(object)) WrongObject("cannot change inheritance of partitioned table");
}

void AddOf(TableAlteration& alteration, const ast::TypeName& type_name) {
  Context& cx = alteration.cx();
  Catalog& catalog = cx.catalog;
  const ObjectId table = alteration.table();
  const ResolvedType type = ResolveType(cx, type_name);
  if (type.object == kNoObject || type.ref.array ||
      catalog.Get(type.object).key.kind != KindOf<CompositeType>) {
    WrongObject(StrCat("type ", TypeText(cx, type.ref), " is not a composite type"));
  }
  if (!DirectParents(catalog, table).empty()) WrongObject("typed tables cannot inherit");
  const std::vector<ObjectId> wanted = ColumnsOf(catalog, type.object);
  const std::vector<ObjectId> have = ColumnsOf(catalog, table);
  const auto mismatch = [](const std::string& message) {
    throw PgError(sqlstate::kDatatypeMismatch, message);
  };
  for (size_t i = 0; i < wanted.size(); ++i) {
    const Object& theirs = catalog.Get(wanted[i]);
    if (i >= have.size()) mismatch(StrCat("table is missing column \"", theirs.key.name, "\""));
    const Object& mine = catalog.Get(have[i]);
    if (mine.key.name != theirs.key.name) {
      mismatch(StrCat("table has column \"", mine.key.name, "\" where type requires \"",
                      theirs.key.name, "\""));
    }
    if (mine.As<Column>().type != theirs.As<Column>().type ||
        mine.As<Column>().collation != theirs.As<Column>().collation) {
      mismatch(StrCat("table \"", alteration.table_name(), "\" has different type for column \"",
                      theirs.key.name, "\""));
    }
  }
  if (have.size() > wanted.size()) {
    mismatch(StrCat("table has extra column \"", catalog.Get(have[wanted.size()]).key.name, "\""));
  }
  const QualifiedName before = catalog.Get(table).As<Table>().of_type;
  if (!before.empty()) {
    RemoveDependency(catalog, table,
                     catalog.IdOf(KeyFor<CompositeType>(before.schema, before.name)));
  }
  catalog.Set(table, &Table::of_type, QualifiedName{type.ref.schema, type.ref.name}, cx.Origin());
  catalog.AddDependency(table, type.object);
}

void DropOf(TableAlteration& alteration) {
  Catalog& catalog = alteration.catalog();
  const ObjectId table = alteration.table();
  const QualifiedName type = catalog.Get(table).As<Table>().of_type;
  if (type.empty()) {
    WrongObject(StrCat("\"", alteration.table_name(), "\" is not a typed table"));
  }
  catalog.Set(table, &Table::of_type, QualifiedName(), alteration.cx().Origin());
  RemoveDependency(catalog, table, catalog.IdOf(KeyFor<CompositeType>(type.schema, type.name)));
}

}  // namespace

bool AlterInheritance(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  const ast::AlterTableCmd* cmd = &command;
  switch (command.subtype) {
    case AlterTableType::AT_AddInherit:
      CheckAddInherit(alteration);
      alteration.Queue(AlterPass::kMisc, [&alteration, cmd] {
        AddInherit(alteration, *ast::Cast<ast::RangeVar>(cmd->def));
      });
      return true;
    case AlterTableType::AT_DropInherit:
      alteration.Queue(AlterPass::kMisc, [&alteration, cmd] {
        DropInherit(alteration, *ast::Cast<ast::RangeVar>(cmd->def));
      });
      return true;
    case AlterTableType::AT_AddOf:
      alteration.Queue(AlterPass::kMisc, [&alteration, cmd] {
        AddOf(alteration, *ast::Cast<ast::TypeName>(cmd->def));
      });
      return true;
    case AlterTableType::AT_DropOf:
      alteration.Queue(AlterPass::kMisc, [&alteration] { DropOf(alteration); });
      return true;
    default:
      return false;
  }
}

}  // namespace schemadiff::replay
