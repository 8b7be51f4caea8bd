#include "parsers/sql/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

using ast::As;
using ast::Cast;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

ParsedScript Parse(std::string text) {
  return ParseSql(SourceText::FromFile("a.sql", std::move(text)));
}

std::vector<std::string> Texts(const ParsedScript& script) {
  std::vector<std::string> texts;
  texts.reserve(script.statements.size());
  for (const ParsedStatement& statement : script.statements) texts.emplace_back(statement.text());
  return texts;
}

std::vector<std::string> Messages(const ParsedScript& script) {
  std::vector<std::string> out;
  for (const Diagnostic& diagnostic : script.diagnostics.list())
    out.push_back(FormatDiagnostic(diagnostic));
  return out;
}

std::string Name(const ast::Node* node) { return std::string(Cast<ast::String>(node)->sval); }

TEST(ParseSql, CreateTable) {
  const ParsedScript script = Parse(
      "CREATE UNLOGGED TABLE IF NOT EXISTS s.t (\n"
      "  a integer DEFAULT 0 NOT NULL,\n"
      "  b varchar(20)[] CHECK (b <> '')\n"
      ");");
  ASSERT_THAT(Messages(script), IsEmpty());
  ASSERT_THAT(script.statements, SizeIs(1));
  const auto* create = As<ast::CreateStmt>(script.statements[0].stmt);
  ASSERT_NE(create, nullptr);
  EXPECT_TRUE(create->if_not_exists);
  EXPECT_EQ(create->oncommit, ast::OnCommitAction::ONCOMMIT_NOOP);
  EXPECT_EQ(create->relation->schemaname, "s");
  EXPECT_EQ(create->relation->relname, "t");
  EXPECT_EQ(create->relation->relpersistence, "u");
  EXPECT_EQ(create->relation->catalogname.data(), nullptr);
  EXPECT_EQ(create->partspec, nullptr);
  ASSERT_THAT(create->tableElts, SizeIs(2));

  const auto* a = Cast<ast::ColumnDef>(create->tableElts[0]);
  EXPECT_EQ(a->colname, "a");
  EXPECT_EQ(script.statements[0].Locate(a->location).ToString(), "a.sql:2:3");
  EXPECT_EQ(Name(a->typeName->names[0]), "pg_catalog");
  EXPECT_EQ(Name(a->typeName->names[1]), "int4");
  ASSERT_THAT(a->constraints, SizeIs(2));
  const auto* with_default = Cast<ast::Constraint>(a->constraints[0]);
  EXPECT_EQ(with_default->contype, ast::ConstrType::CONSTR_DEFAULT);
  const auto* zero = As<ast::A_Const>(with_default->raw_expr);
  ASSERT_NE(zero, nullptr);
  ASSERT_NE(As<ast::Integer>(zero->val), nullptr);
  EXPECT_EQ(Cast<ast::Integer>(zero->val)->ival, 0);
  EXPECT_EQ(Cast<ast::Constraint>(a->constraints[1])->contype, ast::ConstrType::CONSTR_NOTNULL);

  const auto* b = Cast<ast::ColumnDef>(create->tableElts[1]);
  EXPECT_THAT(b->typeName->typmods, SizeIs(1));
  EXPECT_THAT(b->typeName->arrayBounds, SizeIs(1));
  const auto* check = Cast<ast::Constraint>(b->constraints[0]);
  const auto* unequal = As<ast::A_Expr>(check->raw_expr);
  ASSERT_NE(unequal, nullptr);
  EXPECT_EQ(Name(unequal->name[0]), "<>");
  const auto* empty = As<ast::String>(Cast<ast::A_Const>(unequal->rexpr)->val);
  ASSERT_NE(empty, nullptr);
  EXPECT_EQ(empty->sval, "");
  EXPECT_NE(empty->sval.data(), nullptr);
}

TEST(ParseSql, Constants) {
  const ParsedScript script = Parse("SELECT 0, -7, 1.50, false, 'a', B'01', NULL, 12345678901");
  ASSERT_THAT(script.statements, SizeIs(1));
  const auto* select = Cast<ast::SelectStmt>(script.statements[0].stmt);
  std::vector<std::string> seen;
  for (const ast::Node* target : select->targetList) {
    const auto* constant = Cast<ast::A_Const>(Cast<ast::ResTarget>(target)->val);
    if (constant->isnull) {
      EXPECT_EQ(constant->val, nullptr);
      seen.emplace_back("null");
      continue;
    }
    std::string value;
    if (const auto* i = As<ast::Integer>(constant->val)) value = StrCat(i->ival);
    if (const auto* f = As<ast::Float>(constant->val)) value = f->fval;
    if (const auto* b = As<ast::Boolean>(constant->val)) value = b->boolval ? "true" : "false";
    if (const auto* s = As<ast::String>(constant->val)) value = s->sval;
    if (const auto* b = As<ast::BitString>(constant->val)) value = b->bsval;
    seen.push_back(StrCat(ToString(constant->val->tag), " ", value));
  }
  EXPECT_THAT(seen, ElementsAre("Integer 0", "Integer -7", "Float 1.50", "Boolean false",
                                "String a", "BitString b01", "null", "Float 12345678901"));
}

TEST(ParseSql, NullPointersInListsAndNullTexts) {
  const ParsedScript script =
      Parse("SELECT * FROM f(1) AS g; COMMENT ON TABLE t IS ''; COMMENT ON TABLE t IS NULL");
  ASSERT_THAT(script.statements, SizeIs(3));
  const auto* select = Cast<ast::SelectStmt>(script.statements[0].stmt);
  const auto* function = Cast<ast::RangeFunction>(select->fromClause[0]);
  const auto* pair = Cast<ast::ListNode>(function->functions[0]);
  ASSERT_THAT(pair->items, SizeIs(2));
  EXPECT_NE(As<ast::FuncCall>(pair->items[0]), nullptr);
  EXPECT_EQ(pair->items[1], nullptr);
  EXPECT_NE(Cast<ast::CommentStmt>(script.statements[1].stmt)->comment.data(), nullptr);
  EXPECT_EQ(Cast<ast::CommentStmt>(script.statements[2].stmt)->comment.data(), nullptr);
}

TEST(ParseSql, PartitionStrategyInEitherSpelling) {
  const ParsedScript script = Parse("CREATE TABLE t (a int) PARTITION BY LIST (a)");
  ASSERT_THAT(script.statements, SizeIs(1));
  const auto* create = Cast<ast::CreateStmt>(script.statements[0].stmt);
  ASSERT_NE(create->partspec, nullptr);
  EXPECT_EQ(create->partspec->strategy, ast::PartitionStrategy::PARTITION_STRATEGY_LIST);
  const ParsedScript bad = Parse("SELECT 1;\nCREATE TABLE t (a int) PARTITION BY foo (a)");
  EXPECT_THAT(bad.statements, SizeIs(1));
  ASSERT_THAT(Messages(bad), SizeIs(1));
  EXPECT_THAT(Messages(bad)[0], HasSubstr("a.sql:2:"));
  EXPECT_THAT(Messages(bad)[0], HasSubstr("unrecognized partitioning strategy \"foo\" "
                                          "[sql.syntax-error, SQLSTATE 22023]"));
}

TEST(ParseSql, StatisticsTargetOfEveryVersion) {
  const ParsedScript script = Parse(
      "ALTER STATISTICS s SET STATISTICS 0; ALTER STATISTICS s SET STATISTICS 7;"
      "ALTER STATISTICS s SET STATISTICS -1");
  ASSERT_THAT(script.statements, SizeIs(3));
  std::vector<int> targets;
  targets.reserve(3);
  for (const ParsedStatement& s : script.statements) {
    targets.push_back(Cast<ast::AlterStatsStmt>(s.stmt)->stxstattarget);
  }
  EXPECT_THAT(targets, ElementsAre(0, 7, -1));
}

TEST(ParseSql, StatementTextsWithoutCommentsAndSemicolons) {
  const ParsedScript script = Parse(
      "-- first\n/* a; /* nested; */ b */ SELECT 1 -- one\n;\n;;\n"
      "SELECT ';', $x$ ; $$ $x$, E'\\';', \";\" /* c */ ; SELECT 3 -- no end");
  EXPECT_THAT(Messages(script), IsEmpty());
  EXPECT_THAT(Texts(script),
              ElementsAre("SELECT 1", "SELECT ';', $x$ ; $$ $x$, E'\\';', \";\"", "SELECT 3"));
  EXPECT_EQ(script.statements[0].location().ToString(), "a.sql:2:26");
}

TEST(ParseSql, SemicolonsInsideStatements) {
  const ParsedScript script = Parse(
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; "
      "SELECT 2; END;\n"
      "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b);\n"
      "CREATE TABLE \"begin\" (a int); BEGIN; END; SELECT 1");
  EXPECT_THAT(Messages(script), IsEmpty());
  ASSERT_THAT(script.statements, SizeIs(6));
  EXPECT_THAT(Texts(script)[0], HasSubstr("SELECT 2; END"));
  EXPECT_THAT(Texts(script)[1], HasSubstr("DELETE FROM b)"));
  EXPECT_THAT(Texts(script)[5], "SELECT 1");
}

TEST(ParseSql, TheGrammarDecidesWhereTheLexerIsWrong) {
  // A psql-like splitter takes this label for the end of the body.
  const ParsedScript script = Parse(
      "SELECT 0;\nCREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1 AS end; "
      "SELECT 2; END;\n"
      "SELECT 3");
  EXPECT_THAT(Messages(script), IsEmpty());
  ASSERT_THAT(script.statements, SizeIs(3));
  EXPECT_THAT(Texts(script)[1], HasSubstr("SELECT 2; END"));
  EXPECT_EQ(Texts(script)[2], "SELECT 3");
}

TEST(ParseSql, OneBadStatementSparesTheOthers) {
  const ParsedScript script =
      Parse("SELECT 1;\nCREATE TABEL t (\n a int);\nSELECT 'ü', x y z;\nSELECT 4;\nSELECT (");
  EXPECT_THAT(Texts(script), ElementsAre("SELECT 1", "SELECT 4"));
  EXPECT_THAT(
      Messages(script),
      ElementsAre(
          "a.sql:2:8: error: syntax error at or near \"TABEL\" [sql.syntax-error, SQLSTATE 42601]",
          "a.sql:4:18: error: syntax error at or near \"z\" [sql.syntax-error, SQLSTATE 42601]",
          "a.sql:6:9: error: syntax error at end of input [sql.syntax-error, SQLSTATE 42601]"));
}

TEST(ParseSql, UnfinishedLiteralsAndComments) {
  EXPECT_THAT(Messages(Parse("SELECT 1;\nSELECT 'abc;")),
              ElementsAre(HasSubstr("a.sql:2:8: error: unterminated quoted string")));
  EXPECT_THAT(Messages(Parse("SELECT $$abc;")),
              ElementsAre(HasSubstr("unterminated dollar-quoted")));
  const ParsedScript after = Parse("SELECT 1;\n /* SELECT 2;");
  EXPECT_THAT(Texts(after), ElementsAre("SELECT 1"));
  EXPECT_THAT(Messages(after), ElementsAre(HasSubstr("a.sql:2:2: error: unterminated /* comment")));
  const ParsedScript within = Parse("SELECT 1 /* SELECT 2;");
  EXPECT_THAT(Texts(within), IsEmpty());
  EXPECT_THAT(Messages(within), SizeIs(1));
}

TEST(ParseSql, EmptyTexts) {
  for (const std::string text : {"", " \n", ";", " ; ;", "-- only a comment", "/* c */"}) {
    const ParsedScript script = Parse(text);
    EXPECT_THAT(script.statements, IsEmpty()) << text;
    EXPECT_THAT(Messages(script), IsEmpty()) << text;
  }
}

TEST(ParseSql, ByteOrderMark) {
  const ParsedScript script = Parse("\xEF\xBB\xBFSELECT a;\nSELECT b");
  EXPECT_THAT(Messages(script), IsEmpty());
  EXPECT_THAT(Texts(script), ElementsAre("SELECT a", "SELECT b"));
  EXPECT_EQ(script.statements[1].location().line, 2u);
}

TEST(ParseSql, BadEncodingIsSaidNotTruncated) {
  EXPECT_THAT(Messages(Parse(std::string("SELECT 1;\nSELECT \0 2;", 20))),
              ElementsAre("a.sql:2:8: error: invalid byte sequence for encoding \"UTF8\": 0x00 "
                          "[sql.invalid-encoding, SQLSTATE 22021]"));
  EXPECT_THAT(Messages(Parse("SELECT 1;\nSELECT 'ä\xFF'")),
              ElementsAre("a.sql:2:11: error: invalid byte sequence for encoding \"UTF8\": 0xff "
                          "[sql.invalid-encoding, SQLSTATE 22021]"));
  EXPECT_THAT(Messages(Parse("SELECT '\xE2\x82")),
              ElementsAre(HasSubstr("a.sql:1:9: error: invalid byte")));
}

TEST(ParseSql, LocationsPointIntoTheWholeText) {
  const std::string text =
      "SELECT 1; -- ü\nALTER TABLE a ADD COLUMN b text COLLATE \"C\" DEFAULT lower('X');";
  const ParsedScript script = Parse(text);
  ASSERT_THAT(script.statements, SizeIs(2));
  const auto* alter = Cast<ast::AlterTableStmt>(script.statements[1].stmt);
  const auto* command = Cast<ast::AlterTableCmd>(alter->cmds[0]);
  EXPECT_EQ(command->subtype, ast::AlterTableType::AT_AddColumn);
  EXPECT_EQ(ToString(command->subtype), "AT_AddColumn");
  EXPECT_EQ(command->location, -1);
  const auto* column = Cast<ast::ColumnDef>(command->def);
  EXPECT_EQ(text.substr(static_cast<size_t>(column->location), 6), "b text");
  EXPECT_EQ(text.substr(static_cast<size_t>(column->collClause->location), 11), "COLLATE \"C\"");
  const auto* call = Cast<ast::FuncCall>(Cast<ast::Constraint>(column->constraints[0])->raw_expr);
  EXPECT_EQ(text.substr(static_cast<size_t>(call->location), 5), "lower");
}

TEST(ParseSql, UnknownLocationsAreNotTheBeginning) {
  const ParsedScript script = Parse("BEGIN; ALTER TABLE t ALTER CONSTRAINT c DEFERRABLE;");
  ASSERT_THAT(script.statements, SizeIs(2));
  EXPECT_EQ(script.statements[0].begin, 0u);
  const auto* alter = Cast<ast::AlterTableStmt>(script.statements[1].stmt);
  EXPECT_EQ(Cast<ast::AlterTableCmd>(alter->cmds[0])->def->location, -1);
}

TEST(ParseSql, FieldsNamedLikeAMemberOfEveryNode) {
  const ParsedScript script = Parse("CREATE TABLESPACE s LOCATION '/x'");
  EXPECT_THAT(Messages(script), IsEmpty());
  EXPECT_EQ(Cast<ast::CreateTableSpaceStmt>(script.statements.at(0).stmt)->location_, "/x");
}

TEST(ParseSql, TreesOutliveTheScript) {
  ParsedStatement statement;
  {
    ParsedScript script = Parse("DROP TABLE a, b CASCADE");
    statement = script.statements[0];
  }
  EXPECT_EQ(Cast<ast::DropStmt>(statement.stmt)->objects.size(), 2u);
  EXPECT_EQ(statement.text(), "DROP TABLE a, b CASCADE");
}

TEST(ParseSql, GeneratedTextPointsAtTheUsersLines) {
  const auto source =
      SourceText::Generated("rev.py", "SELECT 1;\nSELECT;;\nSELECT FROM FROM;", {{0, 7}, {10, 9}});
  const ParsedScript script = ParseSql(source);
  EXPECT_EQ(script.statements[0].location().ToString(), "rev.py:7");
  EXPECT_THAT(Messages(script), ElementsAre(HasSubstr("rev.py:9: error: syntax error")));
}

std::string Repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(ParseSql, DeepNesting) {
  // As deep as a server with its default settings takes.
  for (const std::string& good :
       {"SELECT a" + Repeat("||a", 6000), "SELECT 1" + Repeat(" UNION ALL SELECT 1", 6000),
        "SELECT " + Repeat("f(", 3000) + "1" + Repeat(")", 3000),
        "SELECT a" + Repeat("::text", 6000),
        "SELECT " + Repeat("(SELECT ", 2000) + "1" + Repeat(")", 2000),
        "SELECT * FROM a" + Repeat(" JOIN b ON true", 6000)}) {
    EXPECT_THAT(Messages(Parse(good)), IsEmpty()) << good.substr(0, 40);
  }
  // Deeper than that, much deeper, and beyond all reason; with others beside.
  for (const std::string& bad :
       {"SELECT a" + Repeat("||a", 12000), "SELECT 1" + Repeat(" UNION ALL SELECT 1", 12000),
        "SELECT ARRAY[1,2]" + Repeat("||ARRAY[1,2]", 12000), "SELECT a" + Repeat("::x", 100000),
        "SELECT a" + Repeat("||a", 600000)}) {
    const ParsedScript script = Parse("SELECT 1;\n" + bad + ";\nSELECT 2;");
    EXPECT_THAT(Texts(script), ElementsAre("SELECT 1", "SELECT 2")) << bad.substr(0, 40);
    EXPECT_THAT(Messages(script), ElementsAre(HasSubstr("a.sql:2"))) << bad.substr(0, 40);
    EXPECT_THAT(Messages(script), ElementsAre(HasSubstr("[sql.too-deep, SQLSTATE 54001]")))
        << bad.substr(0, 40);
  }
}

TEST(ParseSql, LargeTextsInParallelKeepTheirOrder) {
  std::string text;
  int tables = 0;
  while (text.size() < (size_t{5} << 20)) {
    StrAppend(&text, "CREATE TABLE t", tables,
              " (id integer PRIMARY KEY, name text DEFAULT 'x;y' NOT NULL,\n",
              "  CHECK (name <> ''), note varchar(", tables % 97 + 1, "));\n");
    if (tables == 12345) text += "CREATE TABEL oops;\n";
    ++tables;
  }
  const ParsedScript script = Parse(text);
  ASSERT_THAT(script.statements, SizeIs(static_cast<size_t>(tables)));
  for (int i = 0; i < tables; ++i) {
    const auto* create = As<ast::CreateStmt>(script.statements[static_cast<size_t>(i)].stmt);
    ASSERT_NE(create, nullptr);
    ASSERT_EQ(create->relation->relname, StrCat("t", i));
    const uint32_t line = static_cast<uint32_t>(2 * i + 1 + (i > 12345 ? 1 : 0));
    ASSERT_EQ(script.statements[static_cast<size_t>(i)].location().line, line);
    ASSERT_EQ(script.statements[static_cast<size_t>(i)].Locate(create->relation->location).line,
              line);
  }
  EXPECT_THAT(
      Messages(script),
      ElementsAre(
          "a.sql:24693:8: error: syntax error at or near \"TABEL\" [sql.syntax-error, SQLSTATE "
          "42601]"));
}

TEST(ParseSql, OfALargeTextAnyStatementMayBeKept) {
  constexpr int kStatements = 5000;
  std::string text;
  for (int i = 0; i < kStatements; ++i)
    StrAppend(&text, "COMMENT ON TABLE t IS 'number ", i, "';\n");
  std::vector<ParsedStatement> kept;
  int taken = 0;
  const auto take = [&](const ParsedStatement& statement) {
    if (taken++ % 700 == 0) kept.push_back(statement);
  };
  EXPECT_TRUE(ParseSqlInOrder(SourceText::FromFile("a.sql", std::move(text)), take).empty());
  EXPECT_EQ(taken, kStatements);
  for (size_t i = 0; i < kept.size(); ++i) {
    EXPECT_EQ(Cast<ast::CommentStmt>(kept[i].stmt)->comment, StrCat("number ", i * 700));
  }
}

// The lexer ends the function's body too early; by then much has been handed over.
TEST(ParseSql, TheGrammarDecidesInTheMiddleOfALargeText) {
  std::string text;
  std::vector<std::string> expected;
  const auto add = [&](std::string statement) {
    StrAppend(&text, statement, ";\n");
    expected.push_back(std::move(statement));
  };
  for (int i = 0; i < 12000; ++i) add(StrCat("SELECT ", i, " AS some_long_name_for_bulk"));
  add("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1 AS end; SELECT 2; END");
  for (int i = 0; i < 12000; ++i) add(StrCat("SELECT ", i, " AS another_long_name_for_bulk"));
  std::vector<std::string> seen;
  const Diagnostics diagnostics = ParseSqlInOrder(
      SourceText::FromFile("a.sql", text),
      [&](const ParsedStatement& statement) { seen.emplace_back(statement.text()); });
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_EQ(seen.size(), expected.size());
  EXPECT_TRUE(seen == expected);
}

TEST(ParseSql, AnExceptionWhileStatementsAreTakenEndsIt) {
  std::string text;
  for (int i = 0; i < 30000; ++i) StrAppend(&text, "SELECT ", i, " AS some_long_name;\n");
  int seen = 0;
  EXPECT_THROW(ParseSqlInOrder(SourceText::FromFile("a.sql", text),
                               [&](const ParsedStatement&) {
                                 if (++seen == 100) throw std::runtime_error("enough");
                               }),
               std::runtime_error);
  EXPECT_EQ(seen, 100);
}

TEST(ParseSql, StringsWithEscapes) {
  const std::string off = "SET standard_conforming_strings = off;\n";
  EXPECT_THAT(Messages(Parse(off + "SELECT 'a', E'\\n', $$\\$$")), IsEmpty());
  EXPECT_THAT(Messages(Parse("SET standard_conforming_strings = on; SELECT 'a\\n'")), IsEmpty());
  EXPECT_THAT(Messages(Parse(off + "SELECT 'a\\n'")),
              ElementsAre(HasSubstr("a.sql:2:8: error: a backslash in a string literal")));
}

TEST(ParseSql, SqlStates) {
  const auto state = [](std::string text) {
    const ParsedScript script = Parse(std::move(text));
    return script.diagnostics.empty() ? "" : script.diagnostics.list()[0].sqlstate;
  };
  EXPECT_EQ(state("CREATE ASSERTION a CHECK (true)"), "0A000");
  EXPECT_EQ(state("SELECT 1::float(99)"), "22023");
  EXPECT_EQ(state("ALTER TABLE t OWNER TO \"none\""), "42939");
  EXPECT_EQ(state("SELECT sum(a) OVER (ROWS UNBOUNDED FOLLOWING) FROM t"), "42P20");
  EXPECT_EQ(state("SELECT E'\\xff'"), "22021");
  EXPECT_EQ(state("CREATE TABLE"), "42601");
}

}  // namespace
}  // namespace schemadiff
