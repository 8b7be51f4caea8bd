// Foreign-data wrappers, servers, user mappings, foreign tables.
#include "tools/random_ddl/addresses.h"
#include "tools/random_ddl/clauses.h"
#include "tools/random_ddl/expressions.h"
#include "tools/random_ddl/literals.h"
#include "tools/random_ddl/makers.h"
#include "tools/random_ddl/types.h"

namespace schemadiff::random_ddl {
namespace {

std::string NewOptions(Draft& draft) {
  return StrCat("OPTIONS (",
                draft.random.Pick({"a '1'", "a '1', b '2'", "\"Odd name\" 'it''s'", "c ''",
                                   "b E'back\\\\slash', a 'x=y, z'", "quote '\"'", "a '1', a '2'"}),
                ")");
}

std::string ChangedOptions(Draft& draft) {
  return StrCat("OPTIONS (",
                draft.random.Pick({"SET a '3'", "DROP a", "ADD d 'new'", "DROP b, SET a 'x'",
                                   "ADD a '1'", "b '7'", "DROP \"Odd name\"", "c 'x', DROP c"}),
                ")");
}

std::string WrapperName(Draft& draft) {
  return AddressOfKind(draft, KindOf<ForeignDataWrapper>).name;
}

std::string ServerName(Draft& draft) { return AddressOfKind(draft, KindOf<ForeignServer>).name; }

std::string Wrapper(Draft& draft) {
  const std::string existing = WrapperName(draft);
  if (!existing.empty() && draft.Chance(50)) {
    return StrCat("ALTER FOREIGN DATA WRAPPER ", existing, " ",
                  draft.Perhaps(25, draft.random.Pick({"NO VALIDATOR ", "NO HANDLER ",
                                                       "VALIDATOR postgresql_fdw_validator "})),
                  ChangedOptions(draft));
  }
  return StrCat("CREATE FOREIGN DATA WRAPPER ", draft.NewName("fdw"),
                draft.Perhaps(15, " VALIDATOR postgresql_fdw_validator"),
                draft.Perhaps(10, " NO HANDLER"),
                draft.Chance(30) ? StrCat(" ", NewOptions(draft)) : "");
}

std::string Server(Draft& draft) {
  const std::string existing = ServerName(draft);
  if (!existing.empty() && draft.Chance(40)) {
    return StrCat("ALTER SERVER ", existing,
                  draft.random.Pick({"", " VERSION '2'", " VERSION NULL"}), " ",
                  ChangedOptions(draft));
  }
  const std::string wrapper = WrapperName(draft);
  if (wrapper.empty()) return Wrapper(draft);
  return StrCat("CREATE SERVER ", draft.Perhaps(10, "IF NOT EXISTS "), draft.NewName("srv"),
                draft.Perhaps(20, " TYPE 'kind'"), draft.Perhaps(20, " VERSION '1.0'"),
                " FOREIGN DATA WRAPPER ", wrapper,
                draft.Chance(40) ? StrCat(" ", NewOptions(draft)) : "");
}

std::string Mapping(Draft& draft) {
  const std::string server = ServerName(draft);
  if (server.empty()) return Server(draft);
  const std::string user = draft.Chance(30)   ? "PUBLIC"
                           : draft.Chance(20) ? "USER"
                                              : std::string(Role(draft));
  const auto with = [&](std::string_view word, std::string_view condition) {
    return StrCat(word, " USER MAPPING ", draft.Perhaps(15, condition), "FOR ", user, " SERVER ",
                  server);
  };
  if (draft.Chance(55)) {
    const std::string create = with("CREATE", "IF NOT EXISTS ");
    return draft.Chance(50) ? StrCat(create, " ", NewOptions(draft)) : create;
  }
  if (draft.Chance(60)) return StrCat(with("ALTER", ""), " ", ChangedOptions(draft));
  return with("DROP", "IF EXISTS ");
}

std::string ForeignColumn(Draft& draft) {
  const TypeChoice type = ColumnType(draft);
  std::string sql = StrCat(draft.NewName("c"), " ", type.sql);
  if (draft.Chance(25)) StrAppend(&sql, " ", NewOptions(draft));
  sql += draft.Perhaps(15, " NOT NULL");
  if (draft.Chance(15)) StrAppend(&sql, " DEFAULT ", Literal(draft, type.type));
  return sql;
}

std::string AlterForeignTable(Draft& draft, ObjectId table) {
  const std::string alter =
      StrCat("ALTER FOREIGN TABLE ", draft.Perhaps(8, "IF EXISTS "), draft.Ref(table), " ");
  const std::string column = draft.ColumnOf(table);
  switch (draft.random.Below(9)) {
    case 0:
      return alter + ChangedOptions(draft);
    case 1:
      return StrCat(alter, "ALTER COLUMN ", column, " ", ChangedOptions(draft));
    case 2:
      return StrCat(alter, "ADD COLUMN ", ForeignColumn(draft));
    case 3:
      return StrCat(alter, "DROP COLUMN ", column, draft.Perhaps(30, " CASCADE"));
    case 4:
      return StrCat(alter, "ALTER ", column, " TYPE ", ColumnType(draft).sql);
    case 5:
      return StrCat(alter, "ALTER ", column,
                    draft.random.Pick({" SET NOT NULL", " DROP NOT NULL", " SET STATISTICS 50",
                                       " SET (n_distinct = 3)"}));
    case 6:
      return StrCat(alter, "ADD CHECK (", Condition(draft, ColumnScope(draft, table), 1), ")",
                    draft.Perhaps(20, " NOT VALID"));
    case 7:
      return StrCat(alter, "RENAME ", column, " TO ", draft.NewName("renamed"));
    default:
      return StrCat(alter,
                    draft.random.Pick({"DISABLE TRIGGER ALL", "SET WITHOUT CLUSTER", "SET UNLOGGED",
                                       "ENABLE ROW LEVEL SECURITY", "REPLICA IDENTITY FULL"}));
  }
}

std::string ForeignTable(Draft& draft) {
  const ObjectId existing =
      draft.Any<Table>([](ObjectId, const Table& table) { return !table.server.empty(); });
  if (existing != kNoObject && draft.Chance(55)) return AlterForeignTable(draft, existing);
  const std::string server = ServerName(draft);
  if (server.empty()) return Server(draft);
  std::string sql = StrCat(
      "CREATE FOREIGN TABLE ", draft.Perhaps(8, "IF NOT EXISTS "), draft.NewQualifiedName("ft"),
      " (", List(draft.random.Between(1, 4), [&] { return ForeignColumn(draft); }), ")");
  if (draft.Chance(10)) {
    const ObjectId parent = draft.AnyTable();
    if (parent != kNoObject) StrAppend(&sql, " INHERITS (", draft.Ref(parent), ")");
  }
  StrAppend(&sql, " SERVER ", server);
  if (draft.Chance(40)) StrAppend(&sql, " ", NewOptions(draft));
  return sql;
}

}  // namespace

std::string ForeignData(Draft& draft) {
  switch (draft.random.Below(8)) {
    case 0:
      return Wrapper(draft);
    case 1:
      return Server(draft);
    case 2:
    case 3:
      return Mapping(draft);
    default:
      return ForeignTable(draft);
  }
}

}  // namespace schemadiff::random_ddl
