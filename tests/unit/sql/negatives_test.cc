// Negative integers, wherever the grammar takes one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/sql/parser.h"

namespace schemadiff {
namespace {

using ast::Cast;
using ::testing::ElementsAre;

const ast::Node* Only(const ParsedScript& script) {
  EXPECT_EQ(script.statements.size(), 1u);
  return script.statements.at(0).stmt;
}

int Value(const ast::Node* node) {
  if (const auto* constant = ast::As<ast::A_Const>(node)) node = constant->val;
  return Cast<ast::Integer>(node)->ival;
}

ParsedScript Parse(std::string text) {
  return ParseSql(SourceText::FromFile("a.sql", std::move(text)));
}

std::vector<int> Targets(std::string text) {
  const ParsedScript script = Parse(std::move(text));
  std::vector<int> values;
  for (const ast::Node* target : Cast<ast::SelectStmt>(Only(script))->targetList) {
    values.push_back(Value(Cast<ast::ResTarget>(target)->val));
  }
  return values;
}

template <typename Statement>
std::vector<int> Options(std::string text) {
  const ParsedScript script = Parse(std::move(text));
  std::vector<int> values;
  for (const ast::Node* option : Cast<Statement>(Only(script))->options) {
    values.push_back(Value(Cast<ast::DefElem>(option)->arg));
  }
  return values;
}

TEST(Negatives, Literals) {
  EXPECT_THAT(Targets("SELECT -7, 0, -0, - 7, - /* - */ 7, -(7), - ( - (-7)), - -7, -2147483647"),
              ElementsAre(-7, 0, 0, -7, -7, -7, -7, 7, -2147483647));
  EXPECT_THAT(Targets("SELECT 0 -- ü\n, -1"), ElementsAre(0, -1));
}

TEST(Negatives, InTheSecondOfSeveralStatements) {
  const ParsedScript script =
      Parse("SELECT 0;\nCREATE TABLE t (a int DEFAULT -3, b numeric(3,-2))");
  const auto* create = Cast<ast::CreateStmt>(script.statements.at(1).stmt);
  const auto* a = Cast<ast::ColumnDef>(create->tableElts[0]);
  EXPECT_EQ(Value(Cast<ast::Constraint>(a->constraints[0])->raw_expr), -3);
  const auto* b = Cast<ast::ColumnDef>(create->tableElts[1]);
  EXPECT_EQ(Value(b->typeName->typmods[1]), -2);
}

TEST(Negatives, Options) {
  EXPECT_THAT(
      Options<ast::CreateSeqStmt>(
          "CREATE SEQUENCE s INCREMENT BY -1 MINVALUE -10 MAXVALUE 0 START WITH -2 CACHE 1"),
      ElementsAre(-1, -10, 0, -2, 1));
  EXPECT_THAT(Options<ast::CreateStmt>("CREATE TABLE t () WITH (a=-5, b = -6, c.d=0, \"e\"=-7)"),
              ElementsAre(-5, -6, 0, -7));
  EXPECT_THAT(Options<ast::CreateRoleStmt>("CREATE ROLE r CONNECTION LIMIT -1"), ElementsAre(-1));
  EXPECT_THAT(Options<ast::CreatedbStmt>("CREATE DATABASE d CONNECTION LIMIT = -1"),
              ElementsAre(-1));
}

TEST(Negatives, StatisticsTargets) {
  const ParsedScript script = Parse(
      "ALTER TABLE t ALTER statistics SET STATISTICS -1, ADD a int DEFAULT 0, ALTER b SET "
      "STATISTICS 0,"
      " ALTER COLUMN c SET STATISTICS 5, ALTER d SET STATISTICS - 1; SELECT 1");
  std::vector<int> values;
  for (const ast::Node* node : Cast<ast::AlterTableStmt>(script.statements.at(0).stmt)->cmds) {
    const auto* command = Cast<ast::AlterTableCmd>(node);
    if (command->subtype == ast::AlterTableType::AT_SetStatistics)
      values.push_back(Value(command->def));
  }
  EXPECT_THAT(values, ElementsAre(-1, 0, 5, -1));
}

TEST(Negatives, DirectArgumentsOfAggregates) {
  const auto direct = [](const std::string& text) {
    const ParsedScript script = Parse("SELECT 1; " + text);
    return Value(Cast<ast::DefineStmt>(script.statements.at(1).stmt)->args[1]);
  };
  EXPECT_EQ(direct("CREATE AGGREGATE a (int) (sfunc = f, stype = int)"), -1);
  EXPECT_EQ(direct("CREATE AGGREGATE a (*) (sfunc = f, stype = int)"), -1);
  EXPECT_EQ(direct("CREATE OR REPLACE AGGREGATE s.a (ORDER BY int) (sfunc = f, stype = int)"), 0);
  EXPECT_EQ(direct("CREATE AGGREGATE a (int ORDER BY int) (sfunc = f, stype = int)"), 1);
}

TEST(Negatives, ArrayBounds) {
  const ParsedFragment type = ParseTypeName("int[][4]");
  const auto& bounds = Cast<ast::TypeName>(type.node)->arrayBounds;
  EXPECT_EQ(Value(bounds[0]), -1);
  EXPECT_EQ(Value(bounds[1]), 4);
}

}  // namespace
}  // namespace schemadiff
