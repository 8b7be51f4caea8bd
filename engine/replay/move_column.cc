// Renaming a column: what names columns follows.
#include <algorithm>
#include <set>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/define_index.h"
#include "engine/replay/lookup.h"
#include "engine/replay/move_object.h"
#include "engine/replay/relation.h"
#include "engine/replay/stored_expressions.h"

namespace schemadiff::replay {
namespace {

bool Contains(const std::vector<Name>& names, Name name) {
  return std::ranges::find(names, name) != names.end();
}

void FollowInConstraint(Catalog& catalog, ObjectId id, const Object& relation, Name from, Name to) {
  const auto& before = catalog.Get(id).As<Constraint>();
  const bool own = catalog.Get(id).key.table == relation.key.name &&
                   catalog.Get(id).key.schema == relation.key.schema;
  const bool referenced =
      before.references == NameOf(relation) && Contains(before.referenced_columns, from);
  if (!referenced && !(own && (Contains(before.columns, from) || Contains(before.include, from) ||
                               Contains(before.on_delete_columns, from)))) {
    return;
  }
  auto& constraint = catalog.Edit<Constraint>(id);
  if (referenced) std::ranges::replace(constraint.referenced_columns, from, to);
  if (!own) return;
  std::ranges::replace(constraint.columns, from, to);
  std::ranges::replace(constraint.include, from, to);
  std::ranges::replace(constraint.on_delete_columns, from, to);
}

void FollowInIndex(Catalog& catalog, ObjectId id, Name from, Name to) {
  auto& index = catalog.Edit<Index>(id);
  for (IndexKey& key : index.keys) {
    if (key.column == from) key.column = to;
  }
  std::ranges::replace(index.include, from, to);
}

}  // namespace

void MoveColumn(Context& cx, ObjectId relation, Name from, Name to, OriginId origin) {
  Catalog& catalog = cx.catalog;
  KeepIndexColumnNames(cx, relation, from);
  Renaming renaming;
  renaming.column = {NameOf(catalog.Get(relation)), from, to};
  FollowInDependents(cx, relation, from, renaming, StrCat("column ", from, " was renamed"));
  std::set<ObjectId> followers;
  for (const Dependency& dependent : catalog.Dependents(relation)) {
    followers.insert(dependent.object);
  }
  for (const ObjectId part : catalog.Children(relation)) followers.insert(part);
  const ColumnName column_from{catalog.Get(relation).key.schema, catalog.Get(relation).key.name,
                               from};
  RenamePart(cx, FindColumn(catalog, relation, from), to, origin);
  for (const ObjectId id : followers) {
    const Object& object = catalog.Get(id);
    if (object.key.kind == KindOf<Constraint>) {
      FollowInConstraint(catalog, id, catalog.Get(relation), from, to);
    } else if (object.key.kind == KindOf<Index>) {
      if (object.parent == relation) FollowInIndex(catalog, id, from, to);
    } else if (object.key.kind == KindOf<Trigger>) {
      if (object.parent == relation && Contains(object.As<Trigger>().update_columns, from)) {
        std::ranges::replace(catalog.Edit<Trigger>(id).update_columns, from, to);
      }
    } else if (object.key.kind == KindOf<PublishedTable>) {
      if (object.parent == relation && Contains(object.As<PublishedTable>().columns, from)) {
        std::ranges::replace(catalog.Edit<PublishedTable>(id).columns, from, to);
      }
    } else if (object.key.kind == KindOf<StatisticsObject>) {
      const auto& statistics = object.As<StatisticsObject>();
      if (statistics.table == NameOf(catalog.Get(relation)) && Contains(statistics.columns, from)) {
        std::ranges::replace(catalog.Edit<StatisticsObject>(id).columns, from, to);
      }
    } else if (object.key.kind == KindOf<Sequence>) {
      if (object.As<Sequence>().owned_by == column_from) {
        catalog.Edit<Sequence>(id).owned_by.column = to;
      }
    }
  }
  catalog.RenameReferencedColumn(relation, from, to);
}

}  // namespace schemadiff::replay
