// The tool and real servers: how it finds them, that it keeps their secrets, and that what it
// writes is what they take.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "engine/base/strings.h"
#include "tests/cli/tool.h"
#include "tests/support/golden.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string Fixture(const std::string& name) {
  return StrCat(SourceDirectory(), "/tests/fixtures/", name);
}

class Databases : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    SD_REQUIRE_SERVER();
    database_ = PgServer::Shared(GetParam()).CreateDatabase();
  }

  std::unique_ptr<Database> database_;
  TemporaryDirectory place_;
};

// Runs the SQL that `replay` writes, and expects nothing to differ afterwards.
TEST_P(Databases, TheSqlOfAReplayMakesTheSameSchema) {
  const std::string version = StrCat(GetParam());
  const ToolResult sql =
      RunTool({"replay", Fixture("unity"), "--format", "sql", "--server-version", version});
  ASSERT_EQ(sql.exit_code, 0) << sql.err;
  database_->Execute(sql.out);
  const ToolResult same = RunTool({"diff", Fixture("unity"), database_->connection_string()});
  EXPECT_EQ(same.exit_code, 0) << same.out << same.err;
  // And so does the SQL of the database.
  const ToolResult copied = RunTool({"replay", database_->connection_string(), "--format", "sql"});
  ASSERT_EQ(copied.exit_code, 0) << copied.err;
  const auto copy = PgServer::Shared(GetParam()).CreateDatabase();
  copy->Execute(copied.out);
  const ToolResult equal =
      RunTool({"diff", database_->connection_string(), copy->connection_string()});
  EXPECT_EQ(equal.exit_code, 0) << equal.out << equal.err;
  EXPECT_EQ(RunTool({"replay", "-", "--format", "sql", "--server-version", version},
                    {.input = copied.out})
                .out,
            copied.out);
}

TEST_P(Databases, TheSqlOfHostileNamesMakesThemAgain) {
  const std::string evil = "e\x1b[31m\"\"\\\n::error::x\u202e\U000e0001 end";
  const std::string name = StrCat("\"", evil, "\"");
  database_->Execute(StrCat("CREATE SCHEMA ", name, "; CREATE TABLE ", name, ".", name, " (", name,
                            " int CONSTRAINT \"key ", evil, "\" PRIMARY KEY)"));
  const ToolResult sql = RunTool({"replay", database_->connection_string(), "--format", "sql"});
  ASSERT_EQ(sql.exit_code, 0) << sql.err;
  EXPECT_THAT(sql.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(sql.out, Not(HasSubstr("\n::error")));
  EXPECT_THAT(sql.out, Not(HasSubstr("\u202e")));
  const auto copy = PgServer::Shared(GetParam()).CreateDatabase();
  copy->Execute(sql.out);
  const ToolResult equal =
      RunTool({"diff", database_->connection_string(), copy->connection_string()});
  EXPECT_EQ(equal.exit_code, 0) << equal.out << equal.err;
}

TEST_P(Databases, ADumpIsTheSameAsItsDatabase) {
  database_->Execute(ReadFile(Fixture("unity_states/up_to_a1b2c3d4e5f6.sql")));
  std::optional<std::string> dump = database_->PgDumpSchema();
  if (!dump) GTEST_SKIP() << "no pg_dump for PostgreSQL " << GetParam();
  // With data as pg_dump writes it, and a line in it that looks like SQL.
  StrAppend(
      &*dump, "\nCOPY public.alembic_version (version_num) FROM stdin;\n",
      "DROP TABLE users;\n\\.\n\nSELECT pg_catalog.setval('public.alert_rules_id_seq', 7);\n");
  place_.Write("dump.sql", *dump);
  const ToolResult file =
      RunTool({"diff", "dump.sql", database_->connection_string()}, {.directory = place_.path()});
  EXPECT_EQ(file.exit_code, 0) << file.out << file.err;
  const ToolResult input = RunTool({"diff", database_->connection_string(), "-"}, {.input = *dump});
  EXPECT_EQ(input.exit_code, 0) << input.out << input.err;
}

TEST_P(Databases, ASnapshotIsTheSameAsItsDatabase) {
  database_->Execute(ReadFile(Fixture("unity_states/up_to_a1b2c3d4e5f6.sql")));
  const std::string file = place_.path() + "/now.json";
  ASSERT_EQ(RunTool({"snapshot", database_->connection_string(), "-o", file}).exit_code, 0);
  const ToolResult same = RunTool({"diff", file, database_->connection_string()});
  EXPECT_EQ(same.exit_code, 0) << same.out;
  // Read and written again it is the same bytes, and it stands for the database everywhere.
  EXPECT_EQ(RunTool({"snapshot", file}).out, ReadFile(file));
  EXPECT_EQ(RunTool({"replay", file}).out, RunTool({"replay", database_->connection_string()}).out);
  const ToolResult check = RunTool({"check", "--db", file, "--migrations", Fixture("unity")});
  EXPECT_EQ(check.exit_code, 3) << check.out;
  EXPECT_THAT(check.out, HasSubstr("not recorded: nothing in the database says which migrations"));
  EXPECT_THAT(check.out, HasSubstr("that of a1b2c3d4e5f6"));
}

INSTANTIATE_TEST_SUITE_P(, Databases, ::testing::ValuesIn(PgServer::MajorsUnderTest()),
                         [](const auto& tested) { return StrCat("Pg", tested.param); });

// A server that wants a password.
class Connections : public ::testing::Test {
 protected:
  static constexpr char kSecret[] = "hunter2 \\'s";

  static void SetUpTestSuite() {
    if (PgServer::SkipRequested() || PgServer::NewestMajor() == 0) return;
    hba_ = std::filesystem::temp_directory_path() / StrCat("schema-diff-hba-cli-", getpid());
    std::ofstream(hba_) << "local all postgres trust\nlocal all all scram-sha-256\n";
    std::filesystem::permissions(hba_, std::filesystem::perms(0644));
    server_ = new PgServer(PgServer::NewestMajor(), {"hba_file=" + hba_.string()});
    database_ = server_->CreateDatabase().release();
    database_->Execute("CREATE ROLE app LOGIN PASSWORD 'hunter2 \\''s'; CREATE TABLE t (a int)");
  }
  static void TearDownTestSuite() {
    delete database_;
    delete server_;
    std::error_code ignored;
    std::filesystem::remove(hba_, ignored);
  }

  void SetUp() override {
    SD_REQUIRE_SERVER();
    place_.Write("t.sql", "CREATE TABLE t (a int);");
  }

  // Compares a connection with the SQL that its database was made from.
  ToolResult Diff(const std::string& connection, std::vector<std::string> environment,
                  const std::string& format = "text") const {
    // What the machine's own files say must not help.
    environment.push_back(StrCat("PGSYSCONFDIR=", place_.path()));
    return RunTool({"diff", "t.sql", connection, "--format", format, "-vv"},
                   {.environment = environment, .directory = place_.path()});
  }
  void ExpectConnects(const std::string& connection, const std::vector<std::string>& environment) {
    const ToolResult result = Diff(connection, environment);
    EXPECT_EQ(result.exit_code, 0) << connection << "\n" << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr(StrCat(database_->name(), " at ", server_->directory())));
    EXPECT_THAT(result.out, HasSubstr(" as app"));
    EXPECT_THAT(result.out + result.err, Not(HasSubstr("hunter2")));
  }
  void ExpectRefused(const std::string& connection, const std::vector<std::string>& environment,
                     const std::string& words) {
    for (const char* format : {"text", "json"}) {
      const ToolResult result = Diff(connection, environment, format);
      EXPECT_EQ(result.exit_code, 2) << connection;
      EXPECT_THAT(result.err, StartsWith("schema-diff: could not check: "));
      EXPECT_THAT(result.err, HasSubstr(words)) << connection;
      EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << result.err;
      EXPECT_THAT(result.out + result.err, Not(HasSubstr("hunter2")));
    }
  }
  std::string Host() const { return StrCat("host=", server_->directory()); }
  std::string Keywords() const { return StrCat(Host(), " user=app dbname=", database_->name()); }
  // With the slashes of the socket directory escaped, and in the query, as libpq has it.
  std::string Url(const std::string& user_info) const {
    std::string host;
    for (const char c : server_->directory())
      host += c == '/' ? std::string("%2F") : std::string(1, c);
    return StrCat("postgresql://", user_info, "@", host, "/", database_->name());
  }
  // A file that only its owner may read, as libpq demands of a password file.
  std::string Private(const std::string& name, const std::string& text) const {
    const std::string path = place_.Write(name, text);
    EXPECT_EQ(chmod(path.c_str(), 0600), 0);
    return path;
  }

  static std::filesystem::path hba_;
  static PgServer* server_;
  static Database* database_;
  TemporaryDirectory place_;
};
std::filesystem::path Connections::hba_;
PgServer* Connections::server_ = nullptr;
Database* Connections::database_ = nullptr;

TEST_F(Connections, APasswordComesFromWhereLibpqTakesIt) {
  ExpectConnects(Keywords() + " password='hunter2 \\\\\\'s'", {});
  ExpectConnects(Url("app:hunter2%20%5C%27s"), {});
  ExpectConnects(Keywords(), {StrCat("PGPASSWORD=", kSecret)});
  const std::string line = "*:*:*:app:hunter2 \\\\'s\n";
  ExpectConnects(Keywords(), {StrCat("PGPASSFILE=", Private("passwords", line))});
  ExpectConnects(Url("app"), {StrCat("PGPASSFILE=", Private("passwords", line))});
}

TEST_F(Connections, TheRestComesFromTheEnvironmentOrAService) {
  const std::string password = StrCat("PGPASSWORD=", kSecret);
  const std::string host = StrCat("PGHOST=", server_->directory());
  const std::string database = StrCat("PGDATABASE=", database_->name());
  ExpectConnects("postgresql://", {password, host, database, "PGUSER=app"});
  ExpectConnects("user=app", {password, host, database});
  const std::string service =
      StrCat("[prod]\n", Host(), "\ndbname=", database_->name(), "\nuser=app\n");
  const std::string file = Private("services", service + "password=hunter2 \\'s\n");
  ExpectConnects("service=prod", {StrCat("PGSERVICEFILE=", file)});
  ExpectConnects("postgresql://?service=prod", {StrCat("PGSERVICEFILE=", file)});
  ExpectConnects("dbname=" + database_->name(), {StrCat("PGSERVICEFILE=", file), "PGSERVICE=prod"});
}

TEST_F(Connections, AFailureSaysWhoAndWhereButNoSecret) {
  ExpectRefused(Keywords(), {}, "no password supplied");
  ExpectRefused(Keywords() + " password=hunter2", {}, "authentication failed for user \"app\"");
  ExpectRefused(Url("app:hunter2"), {}, "authentication failed for user \"app\"");
  ExpectRefused(Keywords(), {"PGPASSWORD=hunter2"}, "authentication failed for user \"app\"");
  const std::string passwords = Private("passwords", "*:*:*:app:hunter2\n");
  ExpectRefused(Keywords(), {"PGPASSFILE=" + passwords}, "authentication failed for user \"app\"");
  // Service files that libpq cannot read: its message may quote neither a line nor a value.
  for (const char* bad :
       {"password hunter2\n", "pasword=hunter2\n", "password=hunter2\nport=x\n"}) {
    const std::string file = Private("services", StrCat("[prod]\n", Host(), "\n", bad));
    ExpectRefused("service=prod", {"PGSERVICEFILE=" + file}, "service prod");
  }
  ExpectRefused("service=absent", {"PGSERVICEFILE=" + passwords}, "absent");
  ExpectRefused(Keywords() + " sslpassword=hunter2 sslmode=no", {}, "sslmode");
  ExpectRefused("postgresql://app:hunter2@[::1/x", {}, "");
  ExpectRefused("postgresql://app:hunter2@localhost:port/x", {}, "");
  ExpectRefused("postgresql://app:%zz-hunter2@localhost/x", {}, "");
  ExpectRefused("host=/nonexistent password='hunter2", {}, "");
}

}  // namespace
}  // namespace schemadiff::testing
