#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/pg/identifier.h"
#include "parsers/sql/parser.h"
#include "tests/unit/replay/replayed.h"

namespace schemadiff::testing {
namespace {

using ::testing::HasSubstr;

TEST(SessionTest, TransactionsAndSavepoints) {
  const Replayed replayed(R"(
BEGIN;
CREATE TABLE kept (a int);
SAVEPOINT s;
CREATE TABLE gone (a int);
DROP TABLE kept;
ROLLBACK TO s;
CREATE TABLE also (a int);
RELEASE s;
COMMIT;
BEGIN;
CREATE TABLE undone (a int);
ROLLBACK;
)");
  EXPECT_EQ(replayed.Errors(), "");
  EXPECT_EQ(replayed.Names("table public."), "also\nkept\n");
}

TEST(SessionTest, AFailedStatementDoesNotUndoTheTransaction) {
  const Replayed replayed(
      "BEGIN; CREATE TABLE a (x int); CREATE TABLE a (x int);"
      "CREATE TABLE b (x int); COMMIT;");
  EXPECT_EQ(replayed.Errors(), "1: 42P07 relation \"a\" already exists\n");
  EXPECT_EQ(replayed.Names("table public."), "a\nb\n");
}

TEST(SessionTest, TemporaryTablesLiveAsLongAsTheSession) {
  Catalog catalog = InitialCatalog(150000);
  Diagnostics diagnostics;
  Replayer replayer(catalog, diagnostics);
  replayer.Execute(SourceText::FromFile("a.sql", "CREATE TEMP TABLE t (a int);"), "");
  replayer.Execute(SourceText::FromFile("b.sql", "CREATE TABLE u AS SELECT a FROM t;"), "");
  replayer.EndSession();
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_NE(catalog.Find(KeyFor<Column>("public", "u", "a")), nullptr);
  replayer.Execute(SourceText::FromFile("c.sql", "CREATE TABLE v AS SELECT a FROM t;"), "");
  EXPECT_EQ(diagnostics.Count(DiagnosticLevel::kError), 1u);
}

TEST(SessionTest, SyntaxOfLaterVersionsIsNotKnownToBeWrong) {
  constexpr std::string_view kSql =
      "CREATE TABLE t (a int); CREATE TABLE same (a int); ALTER TABLE t FROM LATER VERSION;"
      "CREATE TABLE later (a int WITH NEWS); CREATE INDEX i ON same (a);";
  if (ParserMajor() < kNewestMajor) {
    const Replayed newer(kSql, kNewestMajor * 10000);
    const auto unknown = [&](const ObjectKey& key) { return newer.catalog.UnknownReason(key); };
    EXPECT_EQ(newer.diagnostics.Count(DiagnosticLevel::kError), 2u);
    EXPECT_NE(unknown(KeyFor<Table>("public", "t")), nullptr);
    EXPECT_NE(unknown(KeyFor<Table>("public", "later")), nullptr);
    EXPECT_EQ(unknown(KeyFor<Table>("public", "same")), nullptr);
    EXPECT_THAT(newer.Errors(), HasSubstr("the server's version 18 may take the statement"));
  }
  const Replayed same(kSql, ParserMajor() * 10000);
  EXPECT_TRUE(same.catalog.unknown().empty());
  EXPECT_EQ(same.Names("table public."), "same\nt\n");
}

TEST(SessionTest, SearchPath) {
  const Replayed replayed(R"(
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE nowhere (a int);
SET search_path TO 'Odd', public;
CREATE TABLE t (a int);
BEGIN;
SET LOCAL search_path = pg_catalog;
COMMIT;
CREATE TABLE u (a int);
RESET search_path;
CREATE TABLE v (a int);
)");
  EXPECT_EQ(replayed.Errors(), "3: 3F000 no schema has been selected to create in\n");
  EXPECT_EQ(replayed.Names("table "), "public.t\npublic.u\npublic.v\n");
}

TEST(SessionTest, StatementsWithoutEffect) {
  const Replayed replayed(R"(
CREATE TABLE t (a int);
INSERT INTO t VALUES (1);
UPDATE t SET a = 2;
DELETE FROM t;
SELECT count(*) FROM t;
TRUNCATE t;
ANALYZE t;
VACUUM t;
LOCK TABLE t;
EXPLAIN SELECT 1;
SET statement_timeout = 0;
GRANT SELECT ON t TO PUBLIC;
ALTER TABLE t OWNER TO someone;
REVOKE SELECT ON t FROM PUBLIC;
)");
  EXPECT_EQ(replayed.Errors(),
            "13: replay.not-compared GRANT and REVOKE are not compared (2 statements)\n"
            "14: replay.not-compared owners are not compared (1 statement)\n");
}

TEST(SessionTest, WhatIsNotSupportedIsSaidAndMarked) {
  const Replayed replayed(R"(
CREATE TABLE touched (a int);
CREATE TABLE spared (a int);
DO $$ BEGIN EXECUTE 'ALTER TABLE touched ADD COLUMN b int'; END $$;
CREATE RULE r AS ON INSERT TO spared DO INSTEAD NOTHING;
)");
  ASSERT_EQ(replayed.diagnostics.list().size(), 2u);
  EXPECT_EQ(replayed.diagnostics.list()[0].code, "replay.unsupported-statement");
  EXPECT_EQ(replayed.diagnostics.list()[0].touches,
            std::vector<std::string>{"table public.touched"});
  EXPECT_EQ(replayed.diagnostics.list()[1].code, "replay.not-compared");
  EXPECT_EQ(replayed.catalog.unmodelled, (std::map<std::string, int>{{"rule", 1}}));
  EXPECT_NE(replayed.catalog.UnknownReason(KeyFor<Table>("public", "touched")), nullptr);
  EXPECT_EQ(replayed.catalog.UnknownReason(KeyFor<Table>("public", "spared")), nullptr);
}

TEST(SessionTest, UnknownTypesOfExtensionsAreOpaque) {
  Replayed replayed("CREATE TABLE t (a hstore);");
  EXPECT_EQ(replayed.Errors(), "1: 42704 type \"hstore\" does not exist\n");

  Catalog catalog = InitialCatalog(150000);
  catalog.Create(KeyFor<Extension>("hstore"), Extension{"public", {}});
  Diagnostics diagnostics;
  ReplaySql(SourceText::FromFile("f", "CREATE TABLE t (a hstore, b _hstore, c citext);"), "",
            catalog, diagnostics);
  ASSERT_EQ(diagnostics.list().size(), 1u);
  EXPECT_THAT(diagnostics.list()[0].message, HasSubstr("type \"citext\" does not exist"));
}

}  // namespace
}  // namespace schemadiff::testing
