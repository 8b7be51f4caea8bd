// How the introspection behaves towards the server: rights, limits, failures, politeness.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <set>
#include <thread>

#include "engine/base/strings.h"
#include "engine/introspect/conninfo.h"
#include "engine/introspect/failure.h"
#include "engine/introspect/server.h"
#include "engine/pg/identifier.h"
#include "tests/oracle/catalog_text.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

class IntrospectSession : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(, IntrospectSession, ::testing::ValuesIn(PgServer::MajorsUnderTest()),
                         ::testing::PrintToStringParamName());

std::string WholeLog(const PgServer& server) {
  std::ifstream file(server.directory() + "/log");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

constexpr std::string_view kSomeOfEverything =
    "CREATE SCHEMA s; CREATE EXTENSION hstore;"
    "CREATE TYPE s.e AS ENUM ('a'); CREATE DOMAIN s.d AS int CHECK (VALUE > 0);"
    "CREATE TABLE s.t (id serial PRIMARY KEY, e s.e, d s.d, h hstore, b text DEFAULT 'x');"
    "CREATE INDEX i ON s.t (lower(b)); ALTER TABLE s.t ENABLE ROW LEVEL SECURITY;"
    "CREATE POLICY p ON s.t TO pg_monitor USING (id > 1); COMMENT ON TABLE s.t IS 'c';"
    "CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';"
    "CREATE TRIGGER trg BEFORE INSERT ON s.t FOR EACH ROW WHEN (new.id > 1)"
    " EXECUTE FUNCTION s.f('x');"
    "CREATE VIEW s.v AS SELECT * FROM s.t; CREATE MATERIALIZED VIEW s.m AS SELECT 1 AS one;"
    "CREATE EXTENSION postgres_fdw; CREATE SERVER srv FOREIGN DATA WRAPPER postgres_fdw;"
    "CREATE USER MAPPING FOR postgres SERVER srv OPTIONS (password 'x');";

TEST_P(IntrospectSession, ARoleThatCanOnlyConnectSeesTheSame) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  database->Execute(std::string(kSomeOfEverything));
  database->Execute(
      "DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN NOINHERIT;"
      "REVOKE ALL ON SCHEMA public FROM PUBLIC; REVOKE ALL ON SCHEMA s FROM PUBLIC;"
      "REVOKE ALL ON ALL TABLES IN SCHEMA s FROM PUBLIC;"
      "REVOKE ALL ON FUNCTION s.f() FROM PUBLIC; REVOKE ALL ON TYPE s.e FROM PUBLIC;"
      "REVOKE ALL ON LANGUAGE plpgsql FROM PUBLIC");
  LiveCatalog all = IntrospectOrFail(*database);
  const ObjectKey mapping{KindOf<UserMapping>, kNoKind, {}, "srv", "postgres", {}};
  const auto* seen = all.catalog.FindPayload<UserMapping>(mapping);
  ASSERT_NE(seen, nullptr);
  ASSERT_TRUE(seen->options.value);
  EXPECT_EQ(*seen->options.value->Find("password"), kHiddenValue);
  absl::StatusOr<LiveCatalog> plain = Introspect(database->ConnectionStringFor("plain"));
  ASSERT_TRUE(plain.ok()) << plain.status();
  // These the server shows to some roles only, and that is said.
  all.catalog.Edit<UserMapping>(all.catalog.IdOf(mapping)).options = {};
  EXPECT_EQ(CatalogText(plain->catalog), CatalogText(all.catalog));
  EXPECT_EQ(plain->catalog.unmodelled, all.catalog.unmodelled);
  ASSERT_EQ(plain->diagnostics.list().size(), 1U);
  EXPECT_EQ(plain->diagnostics.list()[0].code, "introspect.user-mapping-options");
  EXPECT_EQ(plain->identity.user, "plain");
}

TEST_P(IntrospectSession, WhatARoleMayNotReadIsSaid) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  database->Execute(
      "DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN;"
      "REVOKE SELECT ON pg_catalog.pg_seclabel FROM PUBLIC;"
      "REVOKE EXECUTE ON FUNCTION pg_available_extensions() FROM PUBLIC;"
      "COMMENT ON EXTENSION plpgsql IS 'ours'");
  absl::StatusOr<LiveCatalog> live = Introspect(database->ConnectionStringFor("plain"));
  ASSERT_TRUE(live.ok()) << live.status();
  ASSERT_EQ(live->diagnostics.list().size(), 2U);
  EXPECT_EQ(live->diagnostics.list()[0].code, "introspect.extension-comments");
  EXPECT_EQ(live->diagnostics.list()[1].code, "introspect.unmodelled-unknown");
  EXPECT_THAT(live->diagnostics.list()[1].message,
              HasSubstr("permission denied for table pg_seclabel"));

  database->Execute("REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC");
  live = Introspect(database->ConnectionStringFor("plain"));
  EXPECT_EQ(live.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(live.status().message(),
            "cannot read the kinds of objects: permission denied for table pg_policy");
}

TEST_P(IntrospectSession, OddNames) {
  SD_REQUIRE_SERVER();
  const std::string longest(63, 'x');
  const std::vector<std::string> names = {"Upper",     "sp ace",  "qu\"ote", "back\\slash",
                                          "new\nline", "tab\tx",  "dot.ted", "com,ma",
                                          "par(en)",   "{brace}", "select",  "NULL",
                                          "'tick'",    "%s",      "$1",      "\xc3\xa4\xe6\xbc\xa2",
                                          "\x1b[31m",  longest};
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  for (const std::string& name : names) {
    std::string quoted = "\"";
    for (const char c : name) {
      if (c == '"') quoted += '"';
      quoted += c;
    }
    quoted += '"';
    const auto run = [&](std::string sql) {
      for (size_t at = 0; (at = sql.find('@', at)) != std::string::npos; at += quoted.size()) {
        sql.replace(at, 1, quoted);
      }
      database->Execute(sql);
    };
    run("CREATE SCHEMA @; CREATE COLLATION @.@ (locale = 'C');"
        "CREATE TYPE @.e AS ENUM ('x'); CREATE DOMAIN @.d AS int;"
        "CREATE TABLE @.@ (@ text COLLATE @.@ CONSTRAINT @ CHECK (@ > ''), e @.e, d @.d[]);"
        "CREATE INDEX \"i\" ON @.@ ((@ || 'x') COLLATE @.@, @);"
        "CREATE FUNCTION @.@(@ @.e DEFAULT 'x') RETURNS @.d LANGUAGE sql AS 'select 1';"
        "CREATE FUNCTION @.trf() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';"
        "CREATE TRIGGER @ BEFORE UPDATE OF @ ON @.@ FOR EACH ROW WHEN (new.@ > '')"
        " EXECUTE FUNCTION @.trf('a', 'b''c');"
        "COMMENT ON COLUMN @.@.@ IS 'odd'; ALTER TABLE @.@ CLUSTER ON i;"
        "CREATE SEQUENCE @.seq OWNED BY @.@.@");
  }
  const LiveCatalog live = IntrospectOrFail(*database);
  for (const std::string& name : names) {
    SCOPED_TRACE(name);
    const Table* table = live.catalog.FindPayload<Table>(KeyFor<Table>(name, name));
    ASSERT_NE(table, nullptr);
    EXPECT_EQ(table->cluster_index.str(), "i");
    const Column* column = live.catalog.FindPayload<Column>(KeyFor<Column>(name, name, name));
    ASSERT_NE(column, nullptr);
    EXPECT_EQ(column->collation, (QualifiedName{Name(name), Name(name)}));
    const Column* typed = live.catalog.FindPayload<Column>(KeyFor<Column>(name, name, "d"));
    ASSERT_NE(typed, nullptr);
    EXPECT_EQ(typed->type, (TypeRef{Name(name), "d", {}, true}));
    EXPECT_NE(live.catalog.Find(KeyFor<Constraint>(name, name, name)), nullptr);
    const Index* index = live.catalog.FindPayload<Index>(KeyFor<Index>(name, "i"));
    ASSERT_NE(index, nullptr);
    ASSERT_EQ(index->keys.size(), 2U);
    // The collation is that of the expression, so it is not printed.
    EXPECT_EQ(index->keys[0].collation, QualifiedName());
    EXPECT_EQ(index->keys[1].column.str(), name);
    const Trigger* trigger = live.catalog.FindPayload<Trigger>(KeyFor<Trigger>(name, name, name));
    ASSERT_NE(trigger, nullptr);
    EXPECT_THAT(trigger->arguments, ElementsAre("a", "b'c"));
    EXPECT_THAT(trigger->update_columns, ElementsAre(Name(name)));
    EXPECT_EQ(trigger->function, (QualifiedName{Name(name), "trf"}));
    EXPECT_THAT(trigger->when.text(), AllOf(HasSubstr("new."), HasSubstr(" > ''::text")));
    const ObjectKey function =
        RoutineKey<Function>(name, name, FormatType({Name(name), "e", {}, false}, kNewestMajor));
    ASSERT_NE(live.catalog.Find(function), nullptr);
    EXPECT_EQ(live.catalog.Find(function)->As<Function>().arguments.at(0).name.str(), name);
    EXPECT_NE(live.catalog.Find(CommentKey(KeyFor<Column>(name, name, name))), nullptr);
    EXPECT_EQ(live.catalog.FindPayload<Sequence>(KeyFor<Sequence>(name, "seq"))->owned_by,
              (ColumnName{Name(name), Name(name), Name(name)}));
  }
}

TEST_P(IntrospectSession, TheSettingsOfTheServerDoNotShow) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  database->Execute(
      "CREATE SCHEMA s; SET TimeZone = 'Asia/Tokyo';"
      "CREATE TABLE s.t (a timestamptz DEFAULT '2020-01-01 00:00:00+00'::timestamptz,"
      " b interval DEFAULT '1 day 02:00'::interval, c float8 DEFAULT 0.1::float8,"
      " d bytea DEFAULT '\\x00ff'::bytea, e text DEFAULT 'back\\slash', f money DEFAULT "
      "1.5::money)");
  const std::string plain = CatalogText(IntrospectOrFail(*database).catalog);
  const std::string alter = StrCat("ALTER DATABASE ", database->name(), " SET ");
  for (const char* setting :
       {"search_path = s", "DateStyle = 'German, DMY'", "IntervalStyle = 'iso_8601'",
        "TimeZone = 'America/New_York'", "extra_float_digits = -5", "bytea_output = 'escape'",
        "quote_all_identifiers = on", "standard_conforming_strings = off", "backslash_quote = off",
        "default_transaction_isolation = 'serializable'", "default_transaction_read_only = off",
        "client_encoding = 'LATIN1'"}) {
    database->Execute(alter + setting);
  }
  EXPECT_EQ(CatalogText(IntrospectOrFail(*database).catalog), plain);
  EXPECT_THAT(plain, HasSubstr("'2020-01-01 00:00:00+00'::timestamp with time zone"));
  EXPECT_THAT(plain, HasSubstr("'1 day 02:00:00'::interval"));
}

TEST_P(IntrospectSession, OneReadOnlyTransactionOfAFixedNumberOfStatements) {
  SD_REQUIRE_SERVER();
  PgServer server(GetParam(), {"log_statement=all", "log_line_prefix=[%a] "});
  auto database = server.CreateDatabase();
  IntrospectOptions options;
  options.bookkeeping = {{"", "alembic_version", "version_num"}};
  database->Execute("CREATE TABLE alembic_version (version_num text); CREATE TABLE t0 (a int)");
  database->Execute(std::string(kSomeOfEverything));
  const LiveCatalog one = IntrospectOrFail(*database, options);
  for (int i = 1; i < 50; ++i) {
    database->Execute(
        StrCat("CREATE TABLE t", i,
               " (a serial PRIMARY KEY, b text UNIQUE DEFAULT 'x', c int REFERENCES t",
               i - 1 == 0 ? "1" : StrCat(i - 1), " CHECK (c > 0));", "CREATE INDEX ON t", i,
               " (lower(b)); COMMENT ON TABLE t", i, " IS 'c'"));
  }
  const LiveCatalog fifty = IntrospectOrFail(*database, options);
  EXPECT_GT(fifty.catalog.size(), one.catalog.size() + 300);
  EXPECT_EQ(one.statements, fifty.statements);

  int begins = 0;
  int statements = 0;
  std::set<std::string> first_words;
  const std::string log = WholeLog(server);
  for (const std::string_view line : StrSplit(log, '\n')) {
    constexpr std::string_view kPrefix = "[schema-diff] LOG:  statement: ";
    if (!line.starts_with(kPrefix)) continue;
    const std::string_view statement = line.substr(kPrefix.size());
    ++statements;
    if (statement.starts_with("BEGIN")) {
      ++begins;
      EXPECT_THAT(std::string(statement), MatchesRegex("BEGIN.*REPEATABLE READ.*READ ONLY.*"));
    }
    first_words.emplace(statement.substr(0, statement.find_first_of(" ;")));
  }
  EXPECT_EQ(begins, 2);
  EXPECT_THAT(first_words, ElementsAre("BEGIN", "RELEASE", "ROLLBACK", "SAVEPOINT", "SELECT"));
  // BEGIN is counted, the ROLLBACK at the end is not.
  EXPECT_EQ(statements, 2 * one.statements + 2);
}

TEST_P(IntrospectSession, TwoConnectionsSeeWhatOneSees) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  database->Execute(std::string(kSomeOfEverything));
  IntrospectOptions two;
  two.connections = 2;
  const LiveCatalog by_one = IntrospectOrFail(*database);
  const LiveCatalog by_two = IntrospectOrFail(*database, two);
  EXPECT_EQ(CatalogText(by_two.catalog), CatalogText(by_one.catalog));
  EXPECT_TRUE(by_two.diagnostics.empty());
  EXPECT_GT(by_two.statements, by_one.statements);

  // Where the second one is refused, the first one does all, and that is said. The role that may
  // connect once does so once: a server process counts until some time after its client has gone.
  database->Execute(
      "DROP ROLE IF EXISTS lone, free; CREATE ROLE free LOGIN;"
      "CREATE ROLE lone LOGIN CONNECTION LIMIT 1");
  const absl::StatusOr<LiveCatalog> alone = Introspect(database->ConnectionStringFor("free"));
  const absl::StatusOr<LiveCatalog> refused =
      Introspect(database->ConnectionStringFor("lone"), two);
  ASSERT_TRUE(alone.ok()) << alone.status();
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ(CatalogText(refused->catalog), CatalogText(alone->catalog));
  std::string notes;
  for (const Diagnostic& diagnostic : refused->diagnostics.list()) {
    StrAppend(&notes, diagnostic.code, ": ", diagnostic.message, "\n");
  }
  EXPECT_THAT(notes, HasSubstr("introspect.one-connection: the schema is read over one connection, "
                               "as a second one failed"));
  EXPECT_THAT(notes, HasSubstr("too many connections for role"));
}

TEST_P(IntrospectSession, CannotWrite) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  absl::StatusOr<introspect::ConnectionPlan> plan =
      introspect::PlanConnection(database->connection_string(), 5);
  ASSERT_TRUE(plan.ok());
  for (const char* sql :
       {"CREATE TABLE t (a int)", "COMMENT ON SCHEMA public IS 'x'", "SELECT nextval('s')"}) {
    if (std::string_view(sql).starts_with("SELECT")) database->Execute("CREATE SEQUENCE s");
    introspect::Server server(*plan);
    try {
      server.Query("nothing", sql);
      FAIL() << sql;
    } catch (const introspect::Failure& failure) {
      EXPECT_THAT(std::string(failure.status().message()), HasSubstr("read-only transaction"));
    }
  }
}

// Each time that reading begins, the next of the changes is made while it is on.
absl::StatusOr<LiveCatalog> IntrospectWhile(Database& database, std::vector<std::string> changes) {
  IntrospectOptions options;
  options.progress = [&](std::string_view, int done, int) {
    if (done > 0 || changes.empty()) return;
    database.Execute(changes.front());
    changes.erase(changes.begin());
  };
  return Introspect(database.connection_string(), options);
}

TEST_P(IntrospectSession, ASchemaThatChangesMeanwhileIsReadAgain) {
  SD_REQUIRE_SERVER();
  for (const char* change : {"DROP VIEW v", "DROP TABLE t CASCADE"}) {
    auto database = PgServer::Shared(GetParam()).CreateDatabase();
    database->Execute("CREATE TABLE t (a int DEFAULT 7); CREATE VIEW v AS SELECT * FROM t");
    const absl::StatusOr<LiveCatalog> live = IntrospectWhile(*database, {change});
    ASSERT_TRUE(live.ok()) << live.status();
    EXPECT_EQ(live->catalog.Find(KeyFor<View>("public", "v")), nullptr);
  }
}

TEST_P(IntrospectSession, ASchemaThatKeepsChangingIsNoticed) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  database->Execute(
      "CREATE TABLE t (a int DEFAULT 7); CREATE VIEW v AS SELECT * FROM t;"
      "CREATE VIEW w AS SELECT * FROM t");
  const absl::StatusOr<LiveCatalog> live =
      IntrospectWhile(*database, {"DROP VIEW v", "DROP TABLE t CASCADE"});
  EXPECT_EQ(live.status().code(), absl::StatusCode::kAborted) << live.status();
  EXPECT_THAT(std::string(live.status().message()), HasSubstr("try again"));
}

TEST_P(IntrospectSession, AServerThatDiesMeanwhileIsReported) {
  SD_REQUIRE_SERVER();
  PgServer server(GetParam());
  auto database = server.CreateDatabase();
  database->Execute("CREATE TABLE t (a int)");
  IntrospectOptions options;
  options.progress = [&](std::string_view, int done, int) {
    if (done == 0) kill(server.pid(), SIGQUIT);
    std::this_thread::sleep_for(std::chrono::milliseconds(done == 0 ? 300 : 0));
  };
  absl::StatusOr<LiveCatalog> live = Introspect(database->connection_string(), options);
  EXPECT_EQ(live.status().code(), absl::StatusCode::kUnavailable) << live.status();
}

TEST_P(IntrospectSession, ABackendThatIsTerminatedMeanwhileIsReported) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  IntrospectOptions options;
  options.progress = [&](std::string_view, int done, int) {
    if (done != 0) return;
    database->Execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'schema-diff' AND datname = current_database()");
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  };
  absl::StatusOr<LiveCatalog> live = Introspect(database->connection_string(), options);
  EXPECT_EQ(live.status().code(), absl::StatusCode::kUnavailable) << live.status();
}

TEST_P(IntrospectSession, DoesNotWaitForLocksForLong) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  database->Execute("CREATE TABLE t (a int); CREATE VIEW v AS SELECT * FROM t");
  auto other = database->ConnectAs("postgres");
  other->Execute("BEGIN");
  other->Execute("LOCK TABLE t");
  IntrospectOptions options;
  options.lock_timeout_ms = 100;
  absl::StatusOr<LiveCatalog> live = Introspect(database->connection_string(), options);
  EXPECT_EQ(live.status().code(), absl::StatusCode::kDeadlineExceeded) << live.status();
  EXPECT_EQ(live.status().message(),
            "cannot read the views: canceling statement due to lock timeout");
  options.lock_timeout_ms = 0;
  options.statement_timeout_ms = 300;
  live = Introspect(database->connection_string(), options);
  EXPECT_EQ(live.status().code(), absl::StatusCode::kDeadlineExceeded) << live.status();
  EXPECT_THAT(std::string(live.status().message()), HasSubstr("statement timeout"));
}

TEST_P(IntrospectSession, ReadsChosenSchemasOnly) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  database->Execute(
      "CREATE SCHEMA app1; CREATE SCHEMA app2; CREATE SCHEMA other;"
      "CREATE TYPE other.e AS ENUM ('a'); CREATE TABLE other.ref (x int, y int, PRIMARY KEY (y));"
      "CREATE TABLE other.parent (a int) PARTITION BY LIST (a);"
      "CREATE TABLE app1.t (a int REFERENCES other.ref, e other.e, s serial);"
      "CREATE TABLE app1.part PARTITION OF other.parent FOR VALUES IN (1);"
      "CREATE INDEX ON other.parent (a);"
      "CREATE TABLE app2.u (a int); CREATE RULE r AS ON INSERT TO app2.u DO NOTHING;"
      "CREATE SEQUENCE app1.free;"
      "CREATE VIEW other.v AS SELECT 1 AS x; COMMENT ON VIEW other.v IS 'not read'");
  IntrospectOptions options;
  options.include_schemas = {"app*"};
  options.exclude_schemas = {"app?2", "app2"};
  const LiveCatalog live = IntrospectOrFail(*database, options);
  const std::string text = CatalogText(live.catalog);
  EXPECT_THAT(text, HasSubstr("schema app1\n"));
  EXPECT_THAT(text, HasSubstr("table app1.part: partition_bound=FOR VALUES IN (1); "
                              "partition_of=other.parent\n"));
  EXPECT_THAT(text, HasSubstr("column app1.t.e: type=other.e; position=2\n"));
  EXPECT_THAT(text, HasSubstr("references=other.ref; referenced_columns=y\n"));
  EXPECT_THAT(text, HasSubstr("index app1.part_a_idx: table=app1.part; keys=a; "
                              "partition_of=other.parent_a_idx\n"));
  EXPECT_THAT(text, HasSubstr("sequence app1.free\n"));
  EXPECT_THAT(text, Not(HasSubstr("schema other")));
  EXPECT_THAT(text, Not(HasSubstr("app2")));
  EXPECT_THAT(text, Not(HasSubstr("other.v")));
  EXPECT_EQ(live.catalog.Find(KeyFor<Schema>("public")), nullptr);
  EXPECT_THAT(live.catalog.unmodelled, IsEmpty());

  IntrospectOptions without;
  without.exclude_schemas = {"app1", "app2", "other"};
  EXPECT_EQ(CatalogText(IntrospectOrFail(*database, without).catalog), "");
}

}  // namespace
}  // namespace schemadiff::testing
