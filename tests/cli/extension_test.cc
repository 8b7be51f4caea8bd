// Extensions that the tool does not know by itself: what it reads of them from a server, and what a
// snapshot keeps of that, is what a replay goes by.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "tests/cli/tool.h"
#include "tests/support/golden.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kInSync = "IN SYNC: ";

std::string PathOf(std::string_view file) {
  return StrCat(SourceDirectory(), "/tests/fixtures/extension/", file);
}
std::string Migrations() { return PathOf("migrations"); }

class Extensions : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    SD_REQUIRE_SERVER();
    database_ = PgServer::Shared(GetParam()).CreateDatabase();
  }

  // The extension made_up, and the migrations that use it.
  void MakeUp() {
    for (const char* file : {"members", "attach", "migrations/V2__use", "migrations/V3__forms"}) {
      database_->Execute(ReadFile(PathOf(StrCat(file, ".sql"))));
    }
  }

  ToolResult Diff(const std::string& expected, const std::string& actual) const {
    return RunTool({"diff", expected, actual, "--verbose"});
  }
  const std::string& live() const { return database_->connection_string(); }

  std::unique_ptr<Database> database_;
  TemporaryDirectory place_;
};

TEST_P(Extensions, WhatTheServerSaysOfThemIsReplayedExactly) {
  MakeUp();
  const ToolResult same = Diff(Migrations(), live());
  EXPECT_EQ(same.exit_code, 0) << same.out << same.err;
  EXPECT_THAT(same.out, AllOf(StartsWith(kInSync), Not(HasSubstr("made_up"))));
  // A snapshot stands for the server.
  const std::string file = place_.path() + "/now.json";
  ASSERT_EQ(RunTool({"snapshot", live(), "-o", file}).exit_code, 0);
  const ToolResult kept = Diff(Migrations(), file);
  EXPECT_EQ(kept.exit_code, 0) << kept.out << kept.err;
  EXPECT_THAT(kept.out, StartsWith(kInSync));
  EXPECT_EQ(RunTool({"snapshot", file}).out, ReadFile(file));
}

// Neither a server nor a snapshot: everything that comes from the extension may be anything.
TEST_P(Extensions, WithoutAServerTheyAreOpaque) {
  const ToolResult replay =
      RunTool({"replay", Migrations(), "--server-version", StrCat(GetParam())});
  EXPECT_THAT(replay.err,
              AllOf(HasSubstr("function made.zeros(integer) does not exist, or it"),
                    HasSubstr("the columns of type made.pair"), Not(HasSubstr("SQLSTATE"))));
}

TEST_P(Extensions, DriftInWhatUsesThemIsFound) {
  MakeUp();
  const std::vector<std::pair<std::string, std::string>> drifts = {
      {"ALTER TABLE t ALTER many TYPE made.vec(4)[]", "column public.t.many: type"},
      {"ALTER TABLE t ALTER w SET DEFAULT made.zeros(4)", "column public.t.w: default"},
      {"DROP INDEX t_other; CREATE INDEX t_other ON t (v made.vec_ops)",
       "index public.t_other: keys"},
      {"DROP INDEX t_expression; CREATE INDEX t_expression ON t"
       " ((v OPERATOR(made.<->) w)) WHERE v OPERATOR(made.>) w",
       "index public.t_expression: predicate"},
      {"CREATE OR REPLACE VIEW rows AS SELECT p.*, t.v FROM t, made.parts(t.w) p",
       "view public.rows: query"},
      {"ALTER TABLE forms ALTER c SET DEFAULT 'red'", "column public.forms.c: default"},
  };
  for (const auto& [statement, found] : drifts) {
    database_->Execute(statement);
    const ToolResult drift = Diff(Migrations(), live());
    EXPECT_EQ(drift.exit_code, 1) << statement << "\n" << drift.out;
    EXPECT_THAT(drift.out, HasSubstr(found)) << statement;
  }
}

// One that the tool knows, but in another version, or with more in it.
TEST_P(Extensions, OthersThanThoseBuiltInAreRead) {
  const std::string old = "CREATE EXTENSION hstore VERSION '1.4';\n";
  const std::string use =
      "CREATE TABLE t (h hstore, n int DEFAULT akeys_count('a=>1'::text::hstore));\n"
      "CREATE VIEW v AS SELECT h -> 'a' AS a, akeys_count(h) AS n FROM t;\n";
  database_->Execute(old);
  const ToolResult same = RunTool({"diff", "-", live()}, {.input = old});
  EXPECT_EQ(same.exit_code, 0) << same.out << same.err;
  EXPECT_THAT(same.out + same.err, Not(HasSubstr("is its version")));
  database_->Execute(
      "CREATE FUNCTION akeys_count(hstore) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';"
      "ALTER EXTENSION hstore ADD FUNCTION akeys_count(hstore)");
  database_->Execute(use);
  const ToolResult more = RunTool({"diff", "-", live()}, {.input = old + use});
  EXPECT_EQ(more.exit_code, 0) << more.out << more.err;
  EXPECT_THAT(more.out, StartsWith(kInSync));
  // What is stated is not what the server has.
  const ToolResult other = RunTool({"diff", "-", live(), "--verbose"},
                                   {.input = "CREATE EXTENSION hstore VERSION '1.3';\n" + use});
  EXPECT_THAT(other.out, HasSubstr("is its version 1.4, not 1.3")) << other.out;
  EXPECT_THAT(other.out, HasSubstr("extension hstore: version")) << other.out;
}

// Schemas that an extension made, and what it has in them.
TEST_P(Extensions, MembersInOtherSchemas) {
  MakeUp();
  database_->Execute(
      "CREATE SCHEMA made_too; CREATE FUNCTION made_too.f(made.vec) RETURNS int LANGUAGE sql"
      " IMMUTABLE AS 'SELECT 1'; CREATE TYPE made_too.kind AS ENUM ('a');"
      "CREATE TABLE made_too.jobs (id int, k made_too.kind);"
      "ALTER EXTENSION made_up ADD SCHEMA made_too;"
      "ALTER EXTENSION made_up ADD FUNCTION made_too.f(made.vec);"
      "ALTER EXTENSION made_up ADD TYPE made_too.kind;"
      "ALTER EXTENSION made_up ADD TABLE made_too.jobs;"
      "UPDATE pg_extension SET extrelocatable = false WHERE extname = 'made_up'");
  const std::string use =
      "CREATE TABLE u (k made_too.kind DEFAULT 'a', v made.vec);\n"
      "CREATE INDEX ui ON u (made_too.f(v));\n"
      "CREATE VIEW uv AS SELECT id, k, made_too.f('x'::text::made.vec) FROM made_too.jobs;\n";
  database_->Execute(use);
  const std::string file = place_.Write("use.sql", use);
  const std::string all = place_.Write(
      "all.sql", StrCat(ReadFile(PathOf("migrations/V1__extension.sql")),
                        ReadFile(PathOf("migrations/V2__use.sql")), "RESET search_path;",
                        ReadFile(PathOf("migrations/V3__forms.sql")), use));
  const ToolResult same = Diff(all, live());
  EXPECT_EQ(same.exit_code, 0) << same.out << same.err;
  EXPECT_THAT(same.out, AllOf(StartsWith(kInSync), HasSubstr("introspect.extension-schema")));
}

TEST_P(Extensions, OneThatTheDatabaseHasMayBeUsedAndIsUnexpectedItself) {
  database_->Execute(
      "CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions;"
      "CREATE EXTENSION btree_gist");
  const std::string uses =
      "CREATE TABLE t (c extensions.citext UNIQUE, n int, EXCLUDE USING gist (n WITH =));\n";
  database_->Execute(uses);
  const std::string script = place_.path() + "/uses.sql";
  place_.Write("uses.sql", uses);
  const ToolResult used = Diff(script, live());
  EXPECT_EQ(used.exit_code, 1);
  EXPECT_THAT(used.out, StartsWith("DRIFT: 1 schema unexpected and 2 extensions unexpected\n"));
  // Made by the script, it is expected; made too late, that is said.
  place_.Write("uses.sql",
               StrCat("CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions;"
                      "CREATE EXTENSION btree_gist;",
                      uses));
  const ToolResult made = Diff(script, live());
  EXPECT_EQ(made.exit_code, 0) << made.out;
  EXPECT_THAT(made.out, Not(HasSubstr("warning")));
  place_.Write("uses.sql",
               StrCat(uses,
                      "CREATE SCHEMA IF NOT EXISTS extensions;\nCREATE EXTENSION citext SCHEMA "
                      "extensions; CREATE EXTENSION IF NOT EXISTS btree_gist;"));
  const ToolResult late = Diff(script, live());
  EXPECT_EQ(late.exit_code, 0) << late.out;
  EXPECT_THAT(late.out, HasSubstr("extension \"citext\" is made here, but statements before"));
}

INSTANTIATE_TEST_SUITE_P(, Extensions, ::testing::ValuesIn(PgServer::MajorsUnderTest()),
                         [](const auto& tested) { return StrCat("Pg", tested.param); });

}  // namespace
}  // namespace schemadiff::testing
