#include "engine/replay/replica_identity.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

struct Identity {
  bool full = false;
  bool exists = false;
  std::vector<Name> columns;
};

Identity IdentityOf(const Catalog& catalog, ObjectId id) {
  const auto& table = catalog.Get(id).As<Table>();
  Identity identity;
  identity.full = table.replica_identity == ReplicaIdentity::kFull;
  for (const ObjectId each : IndexesOf(catalog, id)) {
    const Object& index = catalog.Get(each);
    const IndexFacts facts = FactsOfIndex(index);
    const bool meant = table.replica_identity == ReplicaIdentity::kDefault
                           ? facts.primary && !facts.deferrable
                           : table.replica_identity == ReplicaIdentity::kIndex &&
                                 index.key.name == table.replica_identity_index;
    if (!meant || !facts.valid) continue;
    identity.exists = true;
    identity.columns = facts.columns;
  }
  return identity;
}

bool Contains(const std::vector<Name>& columns, Name column) {
  return std::ranges::find(columns, column) != columns.end();
}

class PublishedRows {
 public:
  PublishedRows(const Context& cx, ObjectId table, bool deletes)
      : catalog_(cx.catalog), table_(table), event_(deletes ? "delete" : "update") {
    for (ObjectId at = table; at != kNoObject;) {
      line_.push_back(at);
      const std::vector<ObjectId> parents =
          IsPartition(catalog_.Get(at)) ? DirectParents(catalog_, at) : std::vector<ObjectId>{};
      at = parents.empty() ? kNoObject : parents.front();
    }
  }

  void Check() const {
    const Identity identity = IdentityOf(catalog_, table_);
    bool published = false;
    catalog_.ForEachOfKind(KindOf<Publication>, [&](ObjectId id) {
      const auto& publication = catalog_.Get(id).As<Publication>();
      const Name name = catalog_.Get(id).key.name;
      if (!Publishes(publication, name)) return;
      const bool tells =
          std::ranges::find(publication.publish, event_) != publication.publish.end();
      published = published || tells;
      if (!tells || publication.all_tables) return;
      const PublishedTable* named = nullptr;
      ObjectId part = kNoObject;
      // The one that the rows are published by: with publish_via_partition_root the topmost.
      for (const ObjectId relation : line_) {
        const ObjectId found = Named(relation, name);
        if (found == kNoObject) continue;
        part = found;
        named = &catalog_.Get(found).As<PublishedTable>();
        if (!publication.via_root) break;
      }
      if (named != nullptr) CheckPart(*named, part, identity);
    });
    if (!published || identity.exists || identity.full) return;
    throw PgError(
        sqlstate::kObjectNotInPrerequisiteState,
        StrCat("cannot ", event_, deletes() ? " from" : "", " table \"",
               catalog_.Get(table_).key.name,
               "\" because it does not have a replica identity and publishes ", event_, "s"));
  }

 private:
  bool deletes() const { return event_ == "delete"; }

  ObjectId Named(ObjectId relation, Name publication) const {
    const ObjectKey& key = catalog_.Get(relation).key;
    return catalog_.IdOf(KeyFor<PublishedTable>(key.schema, key.name, publication));
  }

  bool Publishes(const Publication& publication, Name name) const {
    if (publication.all_tables) return true;
    return std::ranges::any_of(line_, [&](ObjectId relation) {
      return Named(relation, name) != kNoObject ||
             catalog_.Find(KeyFor<PublishedSchema>(catalog_.Get(relation).key.schema, name)) !=
                 nullptr;
    });
  }

  void CheckPart(const PublishedTable& named, ObjectId part, const Identity& identity) const {
    bool valid = true;
    if (!named.filter.empty() && !identity.full) {
      for (const Dependency& reference : catalog_.References(part)) {
        if (reference.column.empty()) continue;
        valid = valid && Contains(identity.columns, reference.column);
      }
    }
    if (!named.columns.empty()) {
      valid = valid && !identity.full && std::ranges::all_of(identity.columns, [&](Name column) {
                return Contains(named.columns, column);
              });
    }
    if (valid) return;
    throw PgError(sqlstate::kInvalidColumnReference,
                  StrCat("cannot ", event_, deletes() ? " from" : "", " table \"",
                         catalog_.Get(table_).key.name, "\""));
  }

  const Catalog& catalog_;
  ObjectId table_;
  std::string_view event_;
  std::vector<ObjectId> line_;  // the table and the partitioned tables that it is a partition of
};

// Whether its rows can be published at all.
bool IsPublishable(const Object& object) {
  const auto* table = object.TryAs<Table>();
  return table != nullptr && table->persistence == Persistence::kPermanent &&
         table->server.empty() && !IsPartitioned(object) &&
         object.key.schema != "information_schema";
}

}  // namespace

void CheckReplicaIdentity(const Context& cx, ObjectId table, bool deletes, bool children) {
  if (IsPublishable(cx.catalog.Get(table))) PublishedRows(cx, table, deletes).Check();
  if (!children) return;
  for (const ObjectId child : DirectChildren(cx.catalog, table)) {
    CheckReplicaIdentity(cx, child, deletes, children);
  }
}

}  // namespace schemadiff::replay
