// Changing a catalog in random ways, for properties that must hold whatever happened.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/catalog.h"

namespace schemadiff::testing {

class RandomChanges {
 public:
  explicit RandomChanges(uint32_t seed) : random_(seed) {}

  /// One change: something made, changed, renamed, dropped, or made to depend on something else.
  void Apply(Catalog& catalog) {
    switch (Below(6)) {
      case 0:
      case 1:
        Make(catalog);
        break;
      case 2:
        if (const ObjectId id = AnyOf(catalog, KindOf<Column>); id != kNoObject) {
          catalog.Set(id, &Column::not_null, Below(2) == 0, 0);
        }
        break;
      case 3:
        Rename(catalog);
        break;
      case 4:
        Drop(catalog);
        break;
      default:
        Depend(catalog);
        break;
    }
  }

  int Below(int limit) { return static_cast<int>(random_() % static_cast<uint32_t>(limit)); }

 private:
  ObjectId AnyOf(const Catalog& catalog, Kind kind) {
    std::vector<ObjectId> ids;
    catalog.ForEachOfKind(kind, [&](ObjectId id) { ids.push_back(id); });
    return ids.empty() ? kNoObject : ids[static_cast<size_t>(Below(static_cast<int>(ids.size())))];
  }

  void Make(Catalog& catalog) {
    const Name table = StrCat("t", Below(6));
    ObjectId id = catalog.IdOf(KeyFor<Table>("public", table));
    if (id == kNoObject) id = catalog.Create(KeyFor<Table>("public", table), Table{});
    const ObjectKey column = KeyFor<Column>("public", table, StrCat("c", Below(4)));
    if (catalog.Find(column) == nullptr) catalog.Create(column, Column{}, id);
  }

  // Columns alone: parts keep the name of what they are part of in their keys.
  void Rename(Catalog& catalog) {
    const ObjectId id = AnyOf(catalog, KindOf<Column>);
    if (id == kNoObject) return;
    ObjectKey key = catalog.Get(id).key;
    key.name = StrCat("c", Below(8));
    if (catalog.Find(key) == nullptr) catalog.Rekey(id, key);
  }

  void Drop(Catalog& catalog) {
    const ObjectId id = AnyOf(catalog, Below(3) == 0 ? KindOf<Table> : KindOf<Column>);
    if (id == kNoObject) return;
    while (!catalog.Children(id).empty()) catalog.Drop(catalog.Children(id).back());
    catalog.Drop(id);
  }

  void Depend(Catalog& catalog) {
    const ObjectId from = AnyOf(catalog, KindOf<Column>);
    const ObjectId to = AnyOf(catalog, KindOf<Table>);
    if (from == kNoObject || to == kNoObject) return;
    if (Below(3) == 0) {
      catalog.RemoveDependencies(from);
    } else {
      catalog.AddDependency(from, to, DependencyType::kNormal, StrCat("c", Below(4)));
    }
  }

  std::mt19937 random_;
};

}  // namespace schemadiff::testing
