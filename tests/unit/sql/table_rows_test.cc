#include "parsers/sql/table_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace schemadiff {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

ColumnRows Rows(std::string sql, const std::string& database = "") {
  PsqlOptions options;
  options.keep_rows_of = {"version"};
  options.database = database;
  return RowsOf(*ReadPsqlText("s.sql", std::move(sql), options), "version", "num");
}

TEST(TableRows, OfCopyAndInsert) {
  const ColumnRows copied =
      Rows("COPY s.version (at, num) FROM stdin;\n1\ta\\tb\n2\t\\N\n3\tc\n\\.\n");
  EXPECT_EQ(copied.schema, "s");
  EXPECT_THAT(copied.values, Optional(ElementsAre("a\tb", "c")));
  EXPECT_THAT(Rows("INSERT INTO version VALUES ('a'), (NULL), ('b');").values,
              Optional(ElementsAre("a", "b")));
  EXPECT_THAT(Rows("COPY version (num) FROM stdin;\n\\.\n").values, Optional(ElementsAre()));
}

TEST(TableRows, AreNotKnownWhereNothingSaysThem) {
  EXPECT_EQ(Rows("CREATE TABLE version (num text);").values, std::nullopt);
  EXPECT_EQ(Rows("COPY version TO stdout;").values, std::nullopt);
  EXPECT_EQ(Rows("COPY version (num) FROM stdin CSV;\na\n\\.\n").values, std::nullopt);
  EXPECT_EQ(Rows("INSERT INTO version VALUES (f());").values, std::nullopt);
  EXPECT_EQ(Rows("INSERT INTO version VALUES ('a'); TRUNCATE version;").values, std::nullopt);
  EXPECT_EQ(Rows("INSERT INTO version VALUES ('a'); DELETE FROM version;").values, std::nullopt);
}

TEST(TableRows, OfAnotherDatabaseAreNotOfThisOne) {
  const std::string one = "\\connect a\nCOPY version (num) FROM stdin;\n1\n\\.\n";
  const std::string other = "\\connect b\nCOPY version (num) FROM stdin;\n2\n\\.\n";
  EXPECT_THAT(Rows(one + other).values, Optional(ElementsAre("1")));
  EXPECT_THAT(Rows(one + other, "b").values, Optional(ElementsAre("2")));
  EXPECT_EQ(Rows("\\connect a\nSELECT 1;\n" + other).values, std::nullopt);
}

}  // namespace
}  // namespace schemadiff
