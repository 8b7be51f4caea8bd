#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/sql/parser.h"

namespace schemadiff {
namespace {

using ast::As;
using ast::Cast;

TEST(ParseExpression, OneExpression) {
  const ParsedFragment sum = ParseExpression(" (a + 1) * 2 ");
  ASSERT_TRUE(sum) << sum.error;
  const auto* times = As<ast::A_Expr>(sum.node);
  ASSERT_NE(times, nullptr);
  EXPECT_EQ(times->location, 9);
  EXPECT_EQ(Cast<ast::A_Expr>(times->lexpr)->location, 4);
  EXPECT_NE(As<ast::SubLink>(ParseExpression("EXISTS (SELECT 1 FROM t WHERE a)").node), nullptr);
  EXPECT_NE(As<ast::ColumnRef>(ParseExpression("t.*").node), nullptr);
  EXPECT_NE(As<ast::FuncCall>(ParseExpression("f(x) -- why").node), nullptr);
  EXPECT_NE(As<ast::TypeCast>(ParseExpression("'now'::text::date").node), nullptr);
}

TEST(ParseExpression, NothingElse) {
  for (const char* text : {"",
                           " ",
                           "1, 2",
                           "1 AS x",
                           "1 x",
                           "1 FROM t",
                           "1 WHERE true",
                           "1 UNION SELECT 2",
                           "1; SELECT 2",
                           "ALL 1",
                           "DISTINCT 1",
                           "1 ORDER BY 1",
                           "1 LIMIT 1",
                           "1 OFFSET 1",
                           "1 FOR UPDATE",
                           "*",
                           "1 INTO x",
                           "1 GROUP BY 1",
                           "1 HAVING true",
                           "1 WINDOW w AS ()",
                           "1)",
                           "(1",
                           "1 +"}) {
    const ParsedFragment fragment = ParseExpression(text);
    EXPECT_FALSE(fragment) << text;
    EXPECT_NE(fragment.error, "") << text;
    EXPECT_EQ(fragment.sqlstate, "42601") << text;
  }
  EXPECT_EQ(ParseExpression("'\xFF'").sqlstate, "22021");
  EXPECT_EQ(ParseExpression(std::string_view("1\0 + x", 6)).sqlstate, "22021");
}

TEST(ParseQuery, OneQuery) {
  const ParsedFragment query = ParseQuery("WITH a AS (VALUES (1)) SELECT * FROM a");
  ASSERT_TRUE(query) << query.error;
  EXPECT_EQ(Cast<ast::SelectStmt>(query.node)->withClause->ctes.size(), 1u);
  EXPECT_FALSE(ParseQuery("SELECT 1; SELECT 2"));
  EXPECT_FALSE(ParseQuery("DROP TABLE a"));
  EXPECT_FALSE(ParseQuery(""));
}

TEST(ParseTypeName, OneType) {
  const ParsedFragment type = ParseTypeName("numeric(10,2)[][3]");
  ASSERT_TRUE(type) << type.error;
  const auto* name = As<ast::TypeName>(type.node);
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(name->location, 0);
  EXPECT_EQ(name->typmods.size(), 2u);
  EXPECT_EQ(name->arrayBounds.size(), 2u);
  EXPECT_TRUE(Cast<ast::TypeName>(ParseTypeName("SETOF s.\"T\"").node)->setof);
  EXPECT_TRUE(ParseTypeName("timestamp(3) with time zone"));
  EXPECT_TRUE(ParseTypeName("interval day to second(3)"));
  for (const char* text : {"", "int + 1", "int AS x", "int, int", "int::text", "int COLLATE \"C\"",
                           "int FROM t", "int; SELECT 1"}) {
    EXPECT_FALSE(ParseTypeName(text)) << text;
  }
}

}  // namespace
}  // namespace schemadiff
