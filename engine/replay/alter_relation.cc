// ALTER TABLE, ALTER INDEX and ALTER SEQUENCE: what belongs to the relation as a whole. Facts from
// tablecmds.c and cluster.c (check_index_is_clusterable) of the server's source.
#include <algorithm>
#include <utility>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/lookup.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/publication.h"
#include "engine/replay/relation.h"
#include "engine/replay/toast.h"

namespace schemadiff::replay {
namespace {

using ast::AlterTableType;

void SetRowSecurity(TableAlteration& alteration, AlterTableType type) {
  Catalog& catalog = alteration.catalog();
  const OriginId origin = alteration.cx().Origin();
  const bool forced =
      type == AlterTableType::AT_ForceRowSecurity || type == AlterTableType::AT_NoForceRowSecurity;
  const bool on =
      type == AlterTableType::AT_EnableRowSecurity || type == AlterTableType::AT_ForceRowSecurity;
  catalog.Set(alteration.table(), forced ? &Table::force_row_security : &Table::row_security, on,
              origin);
}

// The index of that name, which must be one of this table.
ObjectId RequireIndex(TableAlteration& alteration, std::string_view name) {
  const Catalog& catalog = alteration.catalog();
  const ObjectKey table = catalog.Get(alteration.table()).key;
  const ObjectId id = RelationIn(catalog, table.schema, name);
  if (id == kNoObject) {
    if (catalog.UnknownReason(KeyFor<Index>(table.schema, name)) != nullptr) {
      throw FollowsUnknown(StrCat("index \"", name, "\" is not known"));
    }
    throw PgError(sqlstate::kUndefinedObject,
                  StrCat("index \"", name, "\" for table \"", table.name, "\" does not exist"));
  }
  if (catalog.Get(id).parent != alteration.table()) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("\"", name, "\" is not an index for table \"", table.name, "\""));
  }
  return id;
}

void CheckReplicaIdentityIndex(TableAlteration& alteration, ObjectId index) {
  const Catalog& catalog = alteration.catalog();
  const Object& object = catalog.Get(index);
  const IndexFacts facts = FactsOfIndex(object);
  const auto refuse = [&](std::string_view state, std::string_view what) {
    throw PgError(
        state, StrCat("cannot use ", what, " index \"", object.key.name, "\" as replica identity"));
  };
  if (!facts.unique) refuse(sqlstate::kWrongObjectType, "non-unique");
  if (facts.deferrable) refuse(sqlstate::kFeatureNotSupported, "non-immediate");
  if (facts.has_expressions) refuse(sqlstate::kFeatureNotSupported, "expression");
  if (facts.partial) refuse(sqlstate::kFeatureNotSupported, "partial");
  for (const Name name : facts.columns) {
    const ObjectId column = FindColumn(catalog, alteration.table(), name);
    if (column == kNoObject || catalog.Get(column).As<Column>().not_null) continue;
    throw PgError(
        sqlstate::kWrongObjectType,
        StrCat("index \"", object.key.name,
               "\" cannot be used as replica identity because column \"", name, "\" is nullable"));
  }
}

void SetReplicaIdentity(TableAlteration& alteration, const ast::ReplicaIdentityStmt& stmt) {
  Catalog& catalog = alteration.catalog();
  const ObjectId table = alteration.table();
  const OriginId origin = alteration.cx().OriginOf(&stmt);
  if (catalog.Get(table).key.kind != KindOf<Table>) {
    throw NotModelled("REPLICA IDENTITY of a materialized view");
  }
  ReplicaIdentity identity = ReplicaIdentity::kDefault;
  Name index;
  if (stmt.identity_type == "n") identity = ReplicaIdentity::kNothing;
  if (stmt.identity_type == "f") identity = ReplicaIdentity::kFull;
  if (stmt.identity_type == "i") {
    CheckReplicaIdentityIndex(alteration, RequireIndex(alteration, stmt.name));
    identity = ReplicaIdentity::kIndex;
    index = stmt.name;
  }
  catalog.Set(table, &Table::replica_identity, identity, origin);
  catalog.Set(table, &Table::replica_identity_index, index, origin);
}

void SetCluster(TableAlteration& alteration, std::string_view name) {
  Context& cx = alteration.cx();
  if (IsPartitioned(cx.catalog.Get(alteration.table()))) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "cannot mark index clustered in partitioned table");
  }
  if (!name.empty()) {
    const Object& object = cx.catalog.Get(RequireIndex(alteration, name));
    if (const auto* index = object.TryAs<Index>()) {
      if (index->method != "btree" && index->method != "gist") {
        throw PgError(sqlstate::kFeatureNotSupported,
                      StrCat("cannot cluster on index \"", name,
                             "\" because access method does not support clustering"));
      }
      if (!index->predicate.empty()) {
        throw PgError(sqlstate::kFeatureNotSupported,
                      StrCat("cannot cluster on partial index \"", name, "\""));
      }
      if (!index->valid) {
        throw PgError(sqlstate::kFeatureNotSupported,
                      StrCat("cannot cluster on invalid index \"", name, "\""));
      }
    }
  }
  cx.catalog.Set(alteration.table(), &Table::cluster_index, Name(name), cx.Origin());
}

// A permanent table must not refer to one that is not.
void CheckPersistenceOfKeys(TableAlteration& alteration, bool logged) {
  const Catalog& catalog = alteration.catalog();
  const ObjectId table = alteration.table();
  const auto refuse = [&](ObjectId other) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  StrCat("could not change table \"", alteration.table_name(), "\" to ",
                         logged ? "logged because it references unlogged table \""
                                : "unlogged because it references logged table \"",
                         catalog.Get(other).key.name, "\""));
  };
  if (logged) {
    for (const ObjectId id : ConstraintsOf(catalog, table, ConstraintType::kForeignKey)) {
      const QualifiedName& name = catalog.Get(id).As<Constraint>().references;
      const ObjectId other = catalog.IdOf(KeyFor<Table>(name.schema, name.name));
      if (other != kNoObject && other != table &&
          catalog.Get(other).As<Table>().persistence != Persistence::kPermanent) {
        refuse(other);
      }
    }
    return;
  }
  for (const Dependency& dependent : catalog.Dependents(table)) {
    const Object& object = catalog.Get(dependent.object);
    const auto* constraint = object.TryAs<Constraint>();
    if (constraint == nullptr || constraint->type != ConstraintType::kForeignKey ||
        object.parent == table) {
      continue;
    }
    if (catalog.Get(object.parent).As<Table>().persistence == Persistence::kPermanent) {
      refuse(object.parent);
    }
  }
}

void SetLogged(TableAlteration& alteration, bool logged) {
  Context& cx = alteration.cx();
  Catalog& catalog = cx.catalog;
  const ObjectId table = alteration.table();
  if (catalog.Get(table).key.kind == KindOf<Sequence>) {
    catalog.Set(table, &Sequence::unlogged, !logged, cx.Origin());
    return;
  }
  // Without rows there is nothing to change, for the server.
  if (IsPartitioned(catalog.Get(table))) return;
  RefuseWhereRowsAreHeld(catalog, table);
  catalog.Set(table, &Table::persistence, logged ? Persistence::kPermanent : Persistence::kUnlogged,
              cx.Origin());
  if (cx.major() < 15) return;
  const ObjectKey key = catalog.Get(table).key;
  std::vector<ObjectId> owned;
  for (const Dependency& dependent : catalog.Dependents(table)) {
    const auto* sequence = catalog.Get(dependent.object).TryAs<Sequence>();
    if (sequence != nullptr && sequence->owned_by.table == key.name &&
        sequence->owned_by.schema == key.schema) {
      owned.push_back(dependent.object);
    }
  }
  for (const ObjectId id : owned) catalog.Set(id, &Sequence::unlogged, !logged, cx.Origin());
}

void QueueSetLogged(TableAlteration& alteration, bool logged) {
  if (alteration.Has(AlterTableType::AT_SetLogged)) {
    throw PgError(sqlstate::kFeatureNotSupported, "cannot change persistence setting twice");
  }
  const Object& object = alteration.catalog().Get(alteration.table());
  if (IsTemporary(object)) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  StrCat("cannot change logged status of table \"", object.key.name,
                         "\" because it is temporary"));
  }
  if (const auto* table = object.TryAs<Table>()) {
    const Persistence wanted = logged ? Persistence::kPermanent : Persistence::kUnlogged;
    if (table->persistence == wanted) return;
    if (!logged && IsPublished(alteration.catalog(), alteration.table())) {
      throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                    StrCat("cannot change table \"", object.key.name,
                           "\" to unlogged because it is part of a publication"));
    }
    CheckPersistenceOfKeys(alteration, logged);
  }
  alteration.SeenBefore(AlterTableType::AT_SetLogged);
  alteration.Queue(AlterPass::kMisc, [&alteration, logged] { SetLogged(alteration, logged); });
}

template <typename T>
void StoreOptions(TableAlteration& alteration, const ast::AlterTableCmd& command, OptionsOf what,
                  std::string_view method) {
  Context& cx = alteration.cx();
  Options options = cx.catalog.Get(alteration.table()).As<T>().options;
  const ast::List& elements = ast::Cast<ast::ListNode>(command.def)->items;
  if (command.subtype == AlterTableType::AT_ResetRelOptions) {
    ResetOptions(&options, elements);
  } else {
    // Where it has such options, it has the table, whatever became of its columns.
    const bool has_toast_table = std::ranges::any_of(options.list(), [](const Option& option) {
      return std::string_view(option.name).starts_with("toast.");
    });
    SetOptions(&options, elements, what, method, cx.major());
    if (!has_toast_table) options = KeptOptions(cx, alteration.table(), options);
  }
  cx.catalog.Set(alteration.table(), &T::options, std::move(options), cx.Origin());
}

void SetRelationOptions(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  const Object& object = alteration.catalog().Get(alteration.table());
  if (object.key.kind == KindOf<Table>) {
    StoreOptions<Table>(alteration, command,
                        IsPartitioned(object) ? OptionsOf::kPartitionedTable : OptionsOf::kTable,
                        {});
  } else if (object.key.kind == KindOf<Index>) {
    const Name method = object.As<Index>().method;
    StoreOptions<Index>(alteration, command, OptionsOf::kIndex, method);
  } else if (object.key.kind == KindOf<Constraint>) {
    if (object.As<Constraint>().type == ConstraintType::kExclusion) {
      throw NotModelled("storage parameters of the index of an exclusion constraint");
    }
    StoreOptions<Constraint>(alteration, command, OptionsOf::kIndex, "btree");
  }
}

void SetTablespace(TableAlteration& alteration, std::string_view name) {
  Context& cx = alteration.cx();
  const Name tablespace = TablespaceFor(cx, name);
  const Kind kind = cx.catalog.Get(alteration.table()).key.kind;
  if (kind == KindOf<Table>) {
    cx.catalog.Set(alteration.table(), &Table::tablespace, tablespace, cx.Origin());
  } else if (kind == KindOf<Index>) {
    cx.catalog.Set(alteration.table(), &Index::tablespace, tablespace, cx.Origin());
  } else {
    cx.catalog.Set(alteration.table(), &Constraint::tablespace, tablespace, cx.Origin());
  }
}

void SetAccessMethod(TableAlteration& alteration, std::string_view name) {
  Context& cx = alteration.cx();
  const bool partitioned = IsPartitioned(cx.catalog.Get(alteration.table()));
  if (partitioned && cx.major() < 17) {
    throw PgError(sqlstate::kWrongObjectType, "cannot change access method of a partitioned table");
  }
  Name method = name;
  // Without a name: the default one, which a partitioned table leaves to its partitions.
  if (name.empty() && !partitioned) method = cx.session.settings().default_table_access_method;
  if (!method.empty()) RequireTableMethod(cx, method);
  const auto* table = cx.catalog.Get(alteration.table()).TryAs<Table>();
  if (table != nullptr && method != table->access_method) {
    RefuseWhereRowsAreHeld(cx.catalog, alteration.table());
  }
  cx.catalog.Set(alteration.table(), &Table::access_method, method, cx.Origin());
}

}  // namespace

bool AlterRelation(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  const ast::AlterTableCmd* cmd = &command;
  const auto queue = [&](auto step) {
    alteration.Queue(AlterPass::kMisc, [&alteration, cmd, step] { step(alteration, *cmd); });
    return true;
  };
  using Alteration = TableAlteration&;
  using Command = const ast::AlterTableCmd&;
  switch (command.subtype) {
    case AlterTableType::AT_EnableRowSecurity:
    case AlterTableType::AT_DisableRowSecurity:
    case AlterTableType::AT_ForceRowSecurity:
    case AlterTableType::AT_NoForceRowSecurity:
      return queue([](Alteration on, Command what) { SetRowSecurity(on, what.subtype); });
    case AlterTableType::AT_ReplicaIdentity:
      return queue([](Alteration on, Command what) {
        SetReplicaIdentity(on, *ast::Cast<ast::ReplicaIdentityStmt>(what.def));
      });
    case AlterTableType::AT_ClusterOn:
    case AlterTableType::AT_DropCluster:
      return queue([](Alteration on, Command what) { SetCluster(on, what.name); });
    case AlterTableType::AT_SetLogged:
    case AlterTableType::AT_SetUnLogged:
      QueueSetLogged(alteration, command.subtype == AlterTableType::AT_SetLogged);
      return true;
    case AlterTableType::AT_SetRelOptions:
    case AlterTableType::AT_ResetRelOptions:
      return queue([](Alteration on, Command what) { SetRelationOptions(on, what); });
    case AlterTableType::AT_GenericOptions:
      return queue([](Alteration on, Command what) {
        SetForeignTableOptions(on.cx(), on.table(), ast::Cast<ast::ListNode>(what.def)->items,
                               on.cx().Origin());
      });
    case AlterTableType::AT_AlterColumnGenericOptions:
      return queue([](Alteration on, Command what) {
        SetForeignColumnOptions(on.cx(), on.table(), what.name,
                                ast::Cast<ast::ListNode>(what.def)->items, on.cx().Origin());
      });
    case AlterTableType::AT_SetTableSpace:
      if (alteration.SeenBefore(AlterTableType::AT_SetTableSpace)) {
        throw PgError(sqlstate::kSyntaxError, "cannot have multiple SET TABLESPACE subcommands");
      }
      return queue([](Alteration on, Command what) { SetTablespace(on, what.name); });
    case AlterTableType::AT_SetAccessMethod:
      if (alteration.SeenBefore(AlterTableType::AT_SetAccessMethod)) {
        throw PgError(sqlstate::kSyntaxError, "cannot have multiple SET ACCESS METHOD subcommands");
      }
      return queue([](Alteration on, Command what) { SetAccessMethod(on, what.name); });
    default:
      return false;
  }
}

}  // namespace schemadiff::replay
