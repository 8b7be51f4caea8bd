#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/strings.h"
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

TEST(SessionTest, AFailedStatementUndoesTheTransaction) {
  const Replayed replayed(
      "BEGIN; CREATE TABLE a (x int);\nCREATE TABLE a (x int);\n"
      "CREATE TABLE b (x int);\nCOMMIT; CREATE TABLE c (x int);");
  EXPECT_EQ(
      replayed.Errors(),
      "2: 42P07 relation \"a\" already exists; PostgreSQL refuses the rest of the transaction "
      "that began in line 1, and rolls it back\n"
      "3: 25P02 PostgreSQL refuses this because the statement in line 2 of the same "
      "transaction failed\n");
  EXPECT_EQ(replayed.Names("table public."), "c\n");
  // Neither is drift, should they be there.
  EXPECT_NE(replayed.catalog.UnknownReason(KeyFor<Table>("public", "a")), nullptr);
  EXPECT_NE(replayed.catalog.UnknownReason(KeyFor<Table>("public", "b")), nullptr);
  EXPECT_EQ(replayed.catalog.UnknownReason(KeyFor<Table>("public", "c")), nullptr);
}

TEST(SessionTest, WhatAFailedTransactionWouldHaveChangedIsUnknown) {
  const Replayed replayed(
      "CREATE TABLE t (x int, y int); CREATE TABLE u (x int);"
      "BEGIN; ALTER TABLE t ADD COLUMN z int; DROP TABLE nope; DROP TABLE u; COMMIT;");
  EXPECT_NE(replayed.catalog.Find(KeyFor<Table>("public", "u")), nullptr);
  EXPECT_NE(replayed.catalog.UnknownReason(KeyFor<Table>("public", "u")), nullptr);
  EXPECT_NE(replayed.catalog.UnknownReason(KeyFor<Column>("public", "t", "z")), nullptr);
  EXPECT_EQ(replayed.catalog.UnknownReason(KeyFor<Column>("public", "t", "y")), nullptr);
}

TEST(SessionTest, AnUncertainErrorDoesNotUndoTheTransaction) {
  Catalog catalog = InitialCatalog(150000);
  Diagnostics diagnostics;
  Replayer replayer(catalog, diagnostics);
  replayer.Doubt("CREATE TABLE doubtful (a int)", "not read");
  replayer.Execute(SourceText::FromFile("a.sql",
                                        "BEGIN; CREATE TABLE a (x int);"
                                        "CREATE TABLE a (x int, CONSTRAINT doubtful CHECK (true));"
                                        "CREATE TABLE b (x int); COMMIT;"),
                   "");
  EXPECT_EQ(diagnostics.list().size(), 1U);
  EXPECT_NE(catalog.Find(KeyFor<Table>("public", "b")), nullptr);
  EXPECT_NE(catalog.UnknownReason(KeyFor<Table>("public", "b")), nullptr);
}

TEST(SessionTest, AHistoryThatRanIsReplayedToItsEnd) {
  Catalog catalog = InitialCatalog(150000);
  Diagnostics diagnostics;
  Replayer replayer(catalog, diagnostics, {.applied = true});
  replayer.Execute(SourceText::FromFile("a.sql",
                                        "BEGIN; CREATE TABLE a (x int); CREATE INDEX i ON nope (x);"
                                        "CREATE TABLE b (x int); COMMIT;"),
                   "");
  EXPECT_EQ(diagnostics.list().size(), 1U);
  EXPECT_NE(catalog.Find(KeyFor<Table>("public", "b")), nullptr);
  EXPECT_EQ(catalog.UnknownReason(KeyFor<Table>("public", "b")), nullptr);
  EXPECT_NE(catalog.UnknownReason(KeyFor<Index>("public", "i")), nullptr);
}

TEST(SessionTest, CountsAreThoseBeforeTheTransactionThatIsRolledBack) {
  const Replayed replayed("BEGIN; CREATE PUBLICATION p; ROLLBACK;");
  EXPECT_TRUE(replayed.catalog.unmodelled.empty());
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

TEST(SessionTest, BeginsWithTheSettingsOfTheDatabase) {
  Catalog actual;
  actual.server_version = 150000;
  actual.notes.search_path = "app, public";
  actual.notes.time_zone = "Europe/Berlin";
  Catalog catalog = InitialCatalogFor(actual);
  Diagnostics diagnostics;
  Replayer replayer(catalog, diagnostics);
  replayer.Execute(SourceText::FromFile("a.sql", R"(
CREATE SCHEMA app;
CREATE TABLE t (a timestamptz DEFAULT '2024-01-01', b timestamptz DEFAULT '2024-01-01 00:00:00+00');
SET search_path = public;
SET TIME ZONE 'UTC';
CREATE TABLE u (a timestamptz DEFAULT '2024-01-01');
RESET ALL;
CREATE TABLE v (a int);
)"),
                   "");
  replayer.EndSession();
  const auto default_of = [&](Name schema, Name table, Name column) {
    return catalog.FindPayload<Column>(KeyFor<Column>(schema, table, column))->default_value;
  };
  EXPECT_FALSE(default_of("app", "t", "a").resolved());
  EXPECT_EQ(default_of("app", "t", "b").text(),
            "'2024-01-01 00:00:00+00'::timestamp with time zone");
  EXPECT_EQ(default_of("public", "u", "a").text(),
            "'2024-01-01 00:00:00+00'::timestamp with time zone");
  EXPECT_NE(catalog.Find(KeyFor<Table>("app", "v")), nullptr);
}

TEST(SessionTest, DropsOnlyWhatItsStatementsMade) {
  Catalog actual = InitialCatalog(150000);
  actual.Create(KeyFor<Schema>("s"), Schema{});
  actual.Create(KeyFor<Extension>("citext"), Extension{"s", {}});
  Catalog catalog = InitialCatalogFor(actual);
  Diagnostics diagnostics;
  Replayer replayer(catalog, diagnostics);
  replayer.Execute(SourceText::FromFile("a.sql", R"(
DROP SCHEMA IF EXISTS s CASCADE;
CREATE SCHEMA s;
CREATE EXTENSION citext SCHEMA s;
CREATE TABLE t (a s.citext);
DROP SCHEMA s CASCADE;
CREATE SCHEMA s;
)"),
                   "");
  replayer.EndSession();
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_NE(catalog.Find(KeyFor<Schema>("s")), nullptr);
  EXPECT_EQ(catalog.Find(KeyFor<Extension>("citext")), nullptr);
  EXPECT_TRUE(catalog.notes.assumed.empty());
}

TEST(SessionTest, SetTimeZoneDecidesWhatLiteralsMean) {
  for (const std::string_view zone : {"'America/New_York'", "-7", "-7.5", "INTERVAL '-1:00'"}) {
    const Replayed replayed(
        StrCat("SET TIME ZONE ", zone, "; CREATE TABLE t (a timestamptz DEFAULT '2024-01-01');"));
    EXPECT_FALSE(replayed.catalog.FindPayload<Column>(KeyFor<Column>("public", "t", "a"))
                     ->default_value.resolved())
        << zone;
  }
}

TEST(SessionTest, ADroppedSchemaTakesItsExtensions) {
  const Replayed replayed(
      "CREATE SCHEMA s; CREATE EXTENSION citext SCHEMA s; CREATE TABLE t (a int, b s.citext);"
      "DROP SCHEMA s; DROP SCHEMA s CASCADE;");
  EXPECT_THAT(replayed.Errors(), HasSubstr("2BP01 cannot drop schema s because"));
  EXPECT_EQ(replayed.catalog.Find(KeyFor<Extension>("citext")), nullptr);
  EXPECT_EQ(replayed.catalog.Find(KeyFor<Column>("public", "t", "b")), nullptr);
}

TEST(SessionTest, ARelationOfUnknownColumnsLacksNothing) {
  const Replayed replayed(R"(
CREATE VIEW v AS SELECT u.id, u.n FROM unnest(ARRAY[1], ARRAY['a']) AS u(id, n);
CREATE MATERIALIZED VIEW m AS SELECT * FROM v;
CREATE UNIQUE INDEX mi ON m (id);
CREATE TABLE t AS SELECT * FROM v;
ALTER TABLE t ADD PRIMARY KEY (id);
CREATE TABLE r (a int REFERENCES t);
CREATE TABLE i () INHERITS (t);
CREATE TABLE l (LIKE t);
CREATE VIEW w AS SELECT n FROM t;
ALTER TABLE t RENAME n TO o;
)");
  // Nothing that PostgreSQL would refuse, and nothing that is called known.
  EXPECT_THAT(replayed.Errors(), ::testing::Not(HasSubstr("does not exist")));
  EXPECT_THAT(replayed.Errors(), ::testing::Not(HasSubstr("there is no")));
  for (const char* name : {"v", "m", "mi", "t", "r", "i", "l", "w"}) {
    const auto unknown = [&](Kind kind) {
      return replayed.catalog.UnknownReason({kind, kNoKind, "public", {}, name, {}}) != nullptr;
    };
    const bool unresolved =
        replayed.catalog.UnknownReason(KeyFor<Column>("public", name, {})) != nullptr;
    EXPECT_TRUE(unknown(KindOf<Table>) || unknown(KindOf<Index>) || unresolved) << name;
  }
}

TEST(SessionTest, PoliciesFollowTheNamesOfRoles) {
  const Replayed replayed(
      "CREATE TABLE t (a int); CREATE POLICY p ON t TO r1, other; ALTER ROLE r1 RENAME TO z;");
  EXPECT_THAT(replayed.Object("policy public.t.p"), HasSubstr("roles=other, z"));
}

TEST(SessionTest, CodeThatMayDoAnythingIsRemembered) {
  const Replayed replayed(
      "DO $$ BEGIN EXECUTE format('CREATE TABLE %I ()', 'x' || random()); END $$;"
      "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS "
      "'BEGIN EXECUTE format(''ALTER TABLE %s ENABLE ROW LEVEL SECURITY'', 1); END';"
      "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();"
      "DO $$ BEGIN IF now() > '2000-01-01' THEN CREATE TABLE named (); END IF; END $$;");
  EXPECT_EQ(replayed.catalog.notes.open_ended.size(), 2u);
  EXPECT_EQ(replayed.diagnostics.Count(DiagnosticLevel::kError), 3u);
  EXPECT_THAT(replayed.Errors(), HasSubstr("what the event trigger e does from here on"));
}

TEST(SessionTest, WhatADoBlockDoesHasItsPlaceInTheBlock) {
  const Replayed replayed(R"(CREATE TABLE t (a int);
DO $$
BEGIN
  ALTER TABLE t
    ADD COLUMN b int;
  EXECUTE 'CREATE TABLE
    u (a nosuch)';
EXCEPTION WHEN undefined_object THEN
  ALTER TABLE t ADD COLUMN c int;
END $$;
DO $$ BEGIN
  CREATE TABLE v (a int);
  ALTER TABLE v
    ADD FOREIGN KEY (a) REFERENCES nowhere;
END $$;
)");
  EXPECT_EQ(replayed.Errors(), "14: 42P01 relation \"nowhere\" does not exist\n");
  EXPECT_EQ(replayed.catalog.Find(KeyFor<Column>("public", "t", "b")), nullptr);
  EXPECT_EQ(replayed.catalog.Find(KeyFor<Table>("public", "v")), nullptr);
  const Object* column = replayed.catalog.Find(KeyFor<Column>("public", "t", "c"));
  ASSERT_NE(column, nullptr);
  EXPECT_EQ(replayed.catalog.GetOrigin(column->origin).location.line, 9u);
}

TEST(SessionTest, ASessionMayEndWithADoBlock) {
  // What is told at the end has the place of a statement that is still there.
  const Replayed replayed(
      "CREATE TABLE t (a int); CREATE TEMP TABLE x ();\nDO $$ BEGIN CREATE ROLE r; END $$;");
  EXPECT_EQ(replayed.Errors(), "2: replay.not-compared roles are not compared (1 statement)\n");
}

TEST(SessionTest, WhyItIsNotKnownWhatADoBlockDoesIsSaid) {
  const auto said = [](std::string_view code, std::string_view language = "plpgsql") {
    return Replayed(StrCat("CREATE TABLE t (a int); DO LANGUAGE ", language, " $$ ", code, " $$;"))
        .Errors();
  };
  EXPECT_THAT(said("BEGIN IF random() > 0 THEN DROP TABLE t; END IF; END"),
              HasSubstr("is not known: DROP TABLE on a condition"));
  EXPECT_THAT(said("BEGIN FOR i IN 1..random() LOOP EXECUTE 'ALTER TABLE t ADD b' || i || ' int'; "
                   "END LOOP; END"),
              HasSubstr("is not known: EXECUTE 'ALTER TABLE t ADD b' || i || ' int'"));
  EXPECT_THAT(said("BEGIN CREATE TABLE u (); COMMIT; END"),
              HasSubstr("a statement of kind \"commit\""));
  EXPECT_THAT(said("BEGIN ALTER TABLE t ADD UNIQUE (a); EXCEPTION WHEN others THEN NULL; END"),
              HasSubstr("depend on more than the schema"));
  EXPECT_THAT(said("BEGIN DROP TABLE t; END", "plpython3u"), HasSubstr("it is in plpython3u"));
  EXPECT_THAT(said("BEGIN DROP TABLE t"), HasSubstr("is not known: "));
  EXPECT_EQ(said("BEGIN IF random() > 0 THEN DELETE FROM t; END IF; END"), "");
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
CREATE ROLE someone;
ALTER SYSTEM SET work_mem = '1MB';
DROP ROLE someone;
)");
  EXPECT_EQ(replayed.Errors(),
            "13: replay.not-compared roles are not compared (2 statements)\n"
            "14: replay.not-compared server settings are not compared (1 statement)\n");
}

TEST(SessionTest, WhatIsCutOffIsNoNewerSyntax) {
  Catalog catalog = InitialCatalog((ParserMajor() + 1) * 10000);
  Diagnostics diagnostics;
  Replayer replayer(catalog, diagnostics);
  replayer.Execute(SourceText::FromFile("a.sql", "CREATE TABLE t (a text DEFAULT 'x);"), "");
  replayer.Execute(SourceText::FromFile("b.sql", "CREATE NOVELTY n;"), "");
  replayer.EndSession();
  ASSERT_EQ(diagnostics.list().size(), 2u);
  EXPECT_EQ(diagnostics.list()[0].code, "sql.syntax-error");
  EXPECT_EQ(diagnostics.list()[1].code, "replay.newer-syntax");
}

TEST(SessionTest, WhatIsNotSupportedIsSaidAndMarked) {
  const Replayed replayed(R"(
CREATE TABLE touched (a int);
CREATE TABLE spared (a int);
DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'touched ADD COLUMN b' || random(); END $$;
SECURITY LABEL ON TABLE spared IS 'of no kind';
)");
  ASSERT_EQ(replayed.diagnostics.list().size(), 2u);
  EXPECT_EQ(replayed.diagnostics.list()[0].code, "replay.unsupported-statement");
  EXPECT_EQ(replayed.diagnostics.list()[0].touches,
            std::vector<std::string>{"table public.touched"});
  EXPECT_EQ(replayed.diagnostics.list()[1].code, "replay.not-compared");
  EXPECT_TRUE(replayed.catalog.unmodelled.empty());
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

// Each revision of a history is replayed in a session of its own.
class Revisions {
 public:
  std::string Errors(std::vector<std::string> texts) {
    for (std::string& text : texts) {
      replayed_.diagnostics = {};
      ReplaySql(SourceText::FromFile("test.sql", std::move(text)), "rev", replayed_.catalog,
                replayed_.diagnostics);
    }
    return replayed_.Errors();  // of the last
  }
  const Replayed& replayed() const { return replayed_; }

 private:
  Replayed replayed_{""};
};

TEST(RevisionsTest, WhatWasSaidOfRolesIsKnownToLaterOnes) {
  Revisions revisions;
  const std::string errors = revisions.Errors(
      {"CREATE TABLE t (a int); CREATE ROLE gone; CREATE ROLE there;", "DROP ROLE gone;",
       "GRANT SELECT ON t TO there;\nGRANT SELECT ON t TO gone;"});
  EXPECT_EQ(errors, "2: 42704 role \"gone\" does not exist\n");
}

TEST(RevisionsTest, IndexesKeepTheNamesOfTheirColumns) {
  Revisions revisions;
  EXPECT_EQ(revisions.Errors({"CREATE TABLE t (a int UNIQUE);", "ALTER TABLE t RENAME a TO b;",
                              "CREATE TABLE u (LIKE t INCLUDING INDEXES);"}),
            "");
  EXPECT_EQ(revisions.replayed().Names("constraint public.u."), "u_a_key\n");
}

// What is said of one statement behind a function and a trigger that change the schema.
std::string SaidOf(std::string_view statement) {
  const Replayed replayed(
      StrCat("CREATE TABLE t (a int); CREATE TABLE victim (a int);"
             "CREATE TABLE watched (a int); CREATE TABLE part () INHERITS (watched);"
             "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS"
             " 'BEGIN DROP TABLE victim; RETURN 1; END';"
             "CREATE FUNCTION calls_f() RETURNS int LANGUAGE sql AS 'SELECT f()';"
             "CREATE FUNCTION harmless() RETURNS text LANGUAGE sql AS 'SELECT ''create''::text';"
             "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS"
             " 'BEGIN CREATE TABLE victim_too (a int); RETURN NEW; END';"
             "CREATE TRIGGER tr BEFORE INSERT ON part FOR EACH ROW EXECUTE FUNCTION g();\n",
             statement));
  const bool unknown = replayed.catalog.UnknownReason(KeyFor<Table>("public", "victim")) != nullptr;
  return StrCat(unknown ? "unknown\n" : "", replayed.Errors());
}

TEST(RunTimeTest, EachStatementThatMayCallAFunctionSaysSo) {
  for (const std::string_view statement :
       {"SELECT f()", "SELECT calls_f()", "INSERT INTO t SELECT f()", "INSERT INTO t VALUES (f())",
        "UPDATE t SET a = f()", "DELETE FROM t WHERE a = f()", "WITH x AS (SELECT f()) SELECT 1",
        "WITH x AS (INSERT INTO t VALUES (f()) RETURNING a) SELECT a FROM x",
        "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING RETURNING f()", "VALUES (f())",
        "COPY (SELECT f()) TO STDOUT", "CREATE TABLE n AS SELECT f()", "SELECT f() INTO n",
        "EXPLAIN ANALYZE SELECT f()", "CREATE MATERIALIZED VIEW m AS SELECT f()",
        "DO $$ BEGIN PERFORM f(); END $$",
        "MERGE INTO t USING t AS s ON f() = 1 WHEN MATCHED THEN DELETE"}) {
    const std::string said = SaidOf(statement);
    EXPECT_THAT(said, ::testing::StartsWith("unknown\n")) << statement;
    EXPECT_THAT(said, HasSubstr("2: replay.unsupported-statement what ")) << statement;
  }
  EXPECT_THAT(SaidOf("CALL f()"), HasSubstr("2: replay.unsupported-statement"));
}

TEST(RunTimeTest, OthersSayNothing) {
  for (const std::string_view statement :
       {"SELECT harmless()", "INSERT INTO t VALUES (1)", "EXPLAIN SELECT f()",
        "UPDATE watched SET a = 1", "CREATE TABLE n AS SELECT f() WITH NO DATA",
        "INSERT INTO t SELECT cron.schedule('x')"}) {
    EXPECT_EQ(SaidOf(statement), "") << statement;
  }
  EXPECT_EQ(SaidOf("INSERT INTO nowhere.at_all SELECT cron.schedule('x')"),
            "2: 42P01 relation \"nowhere.at_all\" does not exist\n");
}

TEST(RunTimeTest, TriggersRunCode) {
  for (const std::string_view statement :
       {"INSERT INTO part VALUES (1)", "INSERT INTO watched VALUES (1)", "COPY part FROM STDIN"}) {
    EXPECT_EQ(SaidOf(statement),
              "2: replay.unsupported-statement what the trigger tr does here is not known\n")
        << statement;
  }
  EXPECT_EQ(SaidOf("ALTER TABLE part DISABLE TRIGGER tr; INSERT INTO part VALUES (1)"), "");
}

TEST(RunTimeTest, DirectChangesOfTheSystemCatalogsAreSaid) {
  EXPECT_EQ(SaidOf("UPDATE pg_class SET relname = 'x' WHERE oid = 'victim'::regclass"),
            "unknown\n2: replay.unsupported-statement what a direct change of pg_class does is not "
            "known\n");
}

TEST(SettingsTest, WithoutStandardStringsLiteralsReadOtherwise) {
  const Replayed replayed(R"(
SET standard_conforming_strings = off;
CREATE TABLE a (x text DEFAULT 'plain', y text DEFAULT E'it\'s');
INSERT INTO a VALUES ('back\slash');
CREATE TABLE b (x text DEFAULT 'back\slash');
RESET standard_conforming_strings;
CREATE TABLE c (x text DEFAULT 'back\slash');
SELECT set_config('standard_conforming_strings', 'off', false);
CREATE TABLE d (x text DEFAULT 'it\');
CREATE TABLE e (x int);
)");
  EXPECT_EQ(replayed.Names("table public."), "a\nc\n");
  EXPECT_EQ(replayed.Errors(),
            // The first is the parser's word.
            "4: 22P06 a backslash in a string literal is read as an ordinary character, though "
            "standard_conforming_strings is off\n"
            "5: replay.not-modelled not modelled: with standard_conforming_strings off a literal "
            "reads otherwise\n"
            "9: replay.not-modelled not modelled: with standard_conforming_strings off a literal "
            "reads otherwise, and this is no longer where statements end\n");
  for (const std::string_view table : {"b", "d", "e"}) {
    EXPECT_NE(replayed.catalog.UnknownReason(KeyFor<Table>("public", table)), nullptr) << table;
  }
}

TEST(SettingsTest, OthersThatChangeWhatFollowsAreSaid) {
  EXPECT_THAT(Replayed("SET transform_null_equals = on;").Errors(),
              HasSubstr("replay.not-modelled"));
  EXPECT_THAT(Replayed("SET array_nulls TO off;").Errors(), HasSubstr("replay.not-modelled"));
  EXPECT_THAT(Replayed("SET IntervalStyle TO sql_standard;").Errors(),
              HasSubstr("replay.not-modelled"));
  EXPECT_EQ(Replayed("SET transform_null_equals = off; SET array_nulls = true;").Errors(), "");
}

TEST(SettingsTest, TheSchemaOfAUserWhoIsNotKnown) {
  EXPECT_EQ(Replayed("SET search_path = \"$user\"; CREATE TABLE t (a int);").Errors(),
            "1: replay.not-modelled not modelled: which schema the current role has\n");
  EXPECT_EQ(Replayed("SET search_path = \"$user\", public; CREATE TABLE t (a int);").Errors(), "");
  EXPECT_EQ(Replayed("CREATE SCHEMA app; SET ROLE app; CREATE TABLE t (a int);").Names("table "),
            "app.t\n");
}

}  // namespace
}  // namespace schemadiff::testing
