// Publications and subscriptions.
#include "tools/random_ddl/addresses.h"
#include "tools/random_ddl/expressions.h"
#include "tools/random_ddl/makers.h"

namespace schemadiff::random_ddl {
namespace {

// A table with what a publication says of it.
std::string PublishedItem(Draft& draft, bool words) {
  const bool wrong = draft.Slip();
  const ObjectId table = draft.Any<Table>([&](ObjectId, const Table& candidate) {
    return wrong || (candidate.server.empty() && candidate.persistence == Persistence::kPermanent);
  });
  if (table == kNoObject) return "";
  std::string item = StrCat(words ? "TABLE " : "", draft.Perhaps(10, "ONLY "), draft.Ref(table),
                            draft.Perhaps(5, " *"));
  if (item.find("ONLY") != std::string::npos && item.ends_with(" *")) {
    item.resize(item.size() - 2);
  }
  if (draft.major < 15) return item;
  if (draft.Chance(20)) StrAppend(&item, " (", draft.ColumnList(table, 3), ")");
  if (draft.Chance(20)) {
    // No functions of one's own, nothing volatile: what is immutable may stand there.
    Scope scope = ColumnScope(draft, table);
    scope.immutable = true;
    if (!scope.variables.empty()) StrAppend(&item, " WHERE (", Condition(draft, scope, 1), ")");
  }
  return item;
}

std::string Schemas(Draft& draft) {
  return List(draft.Chance(20) ? 2 : 1, [&]() -> std::string {
    return draft.Chance(15) ? "CURRENT_SCHEMA" : draft.SchemaName();
  });
}

// What stands after FOR, ADD and SET.
std::string Items(Draft& draft) {
  if (draft.major >= 15 && draft.Chance(20)) return "TABLES IN SCHEMA " + Schemas(draft);
  std::string items;
  for (int i = draft.random.Between(1, 3); i > 0; --i) {
    const std::string item = PublishedItem(draft, items.empty());
    if (!item.empty()) StrAppend(&items, items.empty() ? "" : ", ", item);
  }
  if (!items.empty() && draft.major >= 15 && draft.Chance(10)) {
    StrAppend(&items, ", TABLES IN SCHEMA ", Schemas(draft));
  }
  return items;
}

std::string_view Options(Draft& draft) {
  return draft.random.Pick({"publish = 'insert, update'", "publish = ''", "publish = 'truncate'",
                            "publish_via_partition_root", "publish_via_partition_root = false",
                            "publish = 'delete,Insert', publish_via_partition_root = on",
                            "publish = 'insert,, delete'", "publish_via_partition_root = 2"});
}

std::string AlterPublication(Draft& draft, ObjectId publication) {
  const std::string alter =
      StrCat("ALTER PUBLICATION ", AddressOfKind(draft, draft.Key(publication).kind).name, " ");
  switch (draft.random.Below(6)) {
    case 0:
      return StrCat(alter, "SET (", Options(draft), ")");
    case 1: {
      const ObjectId table = draft.AnyTable();
      if (table == kNoObject) return "";
      return StrCat(alter, "DROP TABLE ", draft.Perhaps(10, "ONLY "), draft.Ref(table));
    }
    case 2:
      if (draft.major < 15) return "";
      return StrCat(alter, "DROP TABLES IN SCHEMA ", Schemas(draft));
    default: {
      const std::string items = Items(draft);
      if (items.empty()) return "";
      return StrCat(alter, draft.random.Pick({"ADD ", "ADD ", "SET "}), items);
    }
  }
}

}  // namespace

std::string Publish(Draft& draft) {
  const ObjectId existing = draft.Any<Publication>();
  if (existing != kNoObject && draft.Chance(60)) return AlterPublication(draft, existing);
  std::string sql = StrCat("CREATE PUBLICATION ", draft.NewName("pub"));
  if (draft.Chance(15)) {
    sql += " FOR ALL TABLES";
  } else if (draft.Chance(85)) {
    const std::string items = Items(draft);
    if (!items.empty()) StrAppend(&sql, " FOR ", items);
  }
  if (draft.Chance(30)) StrAppend(&sql, " WITH (", Options(draft), ")");
  return sql;
}

std::string Subscribe(Draft& draft) {
  const ObjectId existing = draft.Any<Subscription>();
  if (existing == kNoObject || draft.Chance(30)) {
    return StrCat("CREATE SUBSCRIPTION ", draft.NewName("sub"),
                  " CONNECTION 'dbname=", draft.Perhaps(20, "no_such_"), "database' PUBLICATION ",
                  List(draft.random.Between(1, 2), [&] { return draft.NewName("pub"); }),
                  " WITH (connect = false",
                  draft.random.Pick({", slot_name = NONE", ", slot_name = NONE, enabled = false",
                                     ", slot_name = NONE, create_slot = false", ", binary",
                                     ", enabled", ", synchronous_commit = local"}),
                  ")");
  }
  const std::string alter =
      StrCat("ALTER SUBSCRIPTION ", AddressOfKind(draft, KindOf<Subscription>).name, " ");
  switch (draft.random.Below(6)) {
    case 0:
      return StrCat(alter, "SET (",
                    draft.random.Pick({"slot_name = NONE", "slot_name = 'a_slot'", "binary = true",
                                       "synchronous_commit = on", "streaming = on",
                                       "disable_on_error", "enabled"}),
                    ")");
    case 1:
      return StrCat(alter, "SET PUBLICATION ",
                    List(draft.random.Between(1, 2), [&] { return draft.NewName("pub"); }),
                    " WITH (refresh = false)");
    case 2:
      return StrCat(alter, draft.major >= 14 ? draft.random.Pick({"ADD", "DROP"}) : "SET",
                    " PUBLICATION ", draft.NewName("pub"), " WITH (refresh = false)");
    case 3:
      return alter + "DISABLE";
    case 4:
      return StrCat(alter, "RENAME TO ", draft.NewName("sub"));
    default:
      return StrCat(alter, "CONNECTION 'dbname=another'");
  }
}

}  // namespace schemadiff::random_ddl
