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

TEST(CreateSql, SaysWhatIsNotResolved) {
  Catalog catalog;
  catalog.Create(KeyFor<View>("public", "v"),
                 View{Expression::Unresolved("SELECT f(1)", "no function f"), {}});
  EXPECT_THAT(CreateSql(catalog),
              HasSubstr("-- query of view public.v is as written, not resolved: no function f"));
}

}  // namespace
}  // namespace schemadiff
