#include "engine/fix/create_sql.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace schemadiff {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(CreateSql, PutsWhatIsNeededFirst) {
  Catalog catalog;
  catalog.server_version = 150018;
  const ObjectId table = catalog.Create(KeyFor<Table>("public", "t"), Table{});
  Column column;
  column.position = 1;
  column.type = {"public", "Mood"};
  const ObjectId a = catalog.Create(KeyFor<Column>("public", "t", "a"), column, table);
  const ObjectId mood = catalog.Create(KeyFor<EnumType>("public", "Mood"), EnumType{{"it's", "b"}});
  catalog.AddDependency(a, mood);
  const std::string sql = CreateSql(catalog);
  EXPECT_THAT(sql, HasSubstr("CREATE TYPE public.\"Mood\" AS ENUM ('it''s', 'b');"));
  EXPECT_THAT(sql, HasSubstr("CREATE TABLE public.t (\n    a public.\"Mood\"\n);"));
  EXPECT_LT(sql.find("CREATE TYPE"), sql.find("CREATE TABLE"));
}

TEST(CreateSql, MakesTheSequenceOfASerialColumnFirst) {
  for (const bool sequence_first : {true, false}) {
    Catalog catalog;
    const ObjectKey sequence_key = KeyFor<Sequence>("public", "t_id_seq");
    Sequence sequence;
    sequence.owned_by = {"public", "t", "id"};
    ObjectId made = kNoObject;
    if (sequence_first) made = catalog.Create(sequence_key, sequence);
    const ObjectId table = catalog.Create(KeyFor<Table>("public", "t"), Table{});
    const ObjectId id = catalog.Create(KeyFor<Column>("public", "t", "id"), Column{}, table);
    if (!sequence_first) made = catalog.Create(sequence_key, sequence);
    catalog.AddDependency(made, table, DependencyType::kAuto, "id");
    catalog.AddDependency(id, made);
    const std::string sql = CreateSql(catalog);
    EXPECT_LT(sql.find("CREATE SEQUENCE public.t_id_seq"), sql.find("CREATE TABLE public.t"))
        << sql;
    EXPECT_LT(sql.find("CREATE TABLE"), sql.find("ALTER SEQUENCE public.t_id_seq OWNED BY"));
  }
}

TEST(CreateSql, WritesListsOfNamesAsLiterals) {
  Function function;
  function.language = "sql";
  function.returns = {"pg_catalog", "int4"};
  function.settings.Set("search_path", "\"\"");
  Catalog catalog;
  catalog.Create(RoutineKey<Function>("public", "f", ""), function);
  EXPECT_THAT(CreateSql(catalog), HasSubstr("SET search_path TO ''\n"));
  function.settings.Set("search_path", "pg_temp, \"Odd, \"\"name\"\"\", public");
  catalog.Create(RoutineKey<Function>("public", "g", ""), function);
  EXPECT_THAT(CreateSql(catalog),
              HasSubstr("SET search_path TO 'pg_temp', 'Odd, \"name\"', 'public'\n"));
}

TEST(CreateSql, KeepsHostileTextInItsPlace) {
  Catalog catalog;
  const ObjectId table = catalog.Create(KeyFor<Table>("public", "a\"; DROP TABLE x; --"), Table{});
  catalog.Create(CommentKey(catalog.Get(table).key), Comment{"it's \\ '; DROP TABLE x"}, table);
  const ObjectId view =
      catalog.Create(KeyFor<View>("public", "v\n; DROP TABLE x"),
                     View{Expression::Unresolved("SELECT 1", "no function\nDROP TABLE y;"), {}});
  (void)view;
  const std::string sql = CreateSql(catalog);
  EXPECT_THAT(sql, HasSubstr("CREATE TABLE public.\"a\"\"; DROP TABLE x; --\" ();"));
  EXPECT_THAT(sql, HasSubstr("IS E'it''s \\\\ ''; DROP TABLE x';"));
  EXPECT_THAT(sql, Not(HasSubstr("\nDROP TABLE y")));
}

TEST(CreateSql, EscapesWhatATerminalWouldObeyInNames) {
  Catalog catalog;
  const ObjectId table =
      catalog.Create(KeyFor<Table>("public", "a\x1b[31m\"\\\n\u202eb\u00e9\U000e0001"), Table{});
  (void)table;
  const std::string sql = CreateSql(catalog);
  EXPECT_THAT(sql, HasSubstr("CREATE TABLE public.U&\"a\\001B[31m\"\"\\\\\\000A\\202Eb\u00e9"
                             "\\+0E0001\" ();"));
}

TEST(CreateSql, SaysWhatIsNotResolved) {
  Catalog catalog;
  catalog.Create(KeyFor<View>("public", "v"),
                 View{Expression::Unresolved("SELECT f(1)", "no function f"), {}});
  EXPECT_THAT(CreateSql(catalog),
              HasSubstr("-- query of view public.v is as written, not resolved: no function f"));
}

}  // namespace
}  // namespace schemadiff
