#include "tests/support/pg_server.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "engine/base/strings.h"
#include "tests/support/process.h"

namespace schemadiff::testing {
namespace {

using ::testing::HasSubstr;

bool Within(std::chrono::seconds limit, const std::function<bool()>& condition) {
  auto deadline = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

bool IsAlive(pid_t pid) {
  // A zombie that nobody reaps still has an entry, but no command line.
  std::string command;
  std::getline(std::ifstream(StrCat("/proc/", pid, "/cmdline")), command);
  return !command.empty();
}

TEST(Process, ReturnsOutputAndExitCode) {
  ProcessResult result = RunProcess({"/bin/sh", "-c", "echo out; echo err >&2; exit 3"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.output, "out\nerr\n");
}

TEST(Process, ReportsSignalsAndFailingExec) {
  EXPECT_EQ(RunProcess({"/bin/sh", "-c", "kill -TERM $$"}).exit_code, 128 + SIGTERM);
  EXPECT_EQ(RunProcess({"/does/not/exist"}).exit_code, 127);
}

TEST(Process, CleansTheEnvironmentAndDescriptors) {
  setenv("PGHOST", "elsewhere", 1);
  int fd = open("/dev/null", O_RDONLY);  // inheritable on purpose
  ProcessResult result =
      RunProcess({"/bin/sh", "-c", "echo \"[$PGHOST][$LC_ALL]\"; ls /proc/self/fd | wc -w"});
  close(fd);
  unsetenv("PGHOST");
  EXPECT_EQ(result.output, "[][C.UTF-8]\n4\n");  // 0, 1, 2 and the one that ls opens
}

TEST(Process, StepsDownFromRoot) {
  std::string uid = RunProcess({"/usr/bin/id", "-u"}, &Account::Unprivileged()).output;
  EXPECT_EQ(uid, StrCat(Account::Unprivileged().uid, "\n"));
  EXPECT_NE(uid, "0\n");
}

TEST(PgServer, AMissingMajorIsAnError) { EXPECT_THROW(PgServer server(7), std::runtime_error); }

TEST(PgServer, ABadSettingIsReportedInTheServersWords) {
  SD_REQUIRE_SERVER();
  try {
    PgServer server(PgServer::NewestMajor(), {"no_such_setting=1"});
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("no_such_setting"));
  }
}

TEST(PgServer, LeavesNothingBehind) {
  SD_REQUIRE_SERVER();
  pid_t pid = -1;
  std::string directory;
  {
    PgServer server(PgServer::NewestMajor());
    pid = server.pid();
    directory = server.directory();
    EXPECT_TRUE(IsAlive(pid));
    EXPECT_TRUE(std::filesystem::exists(directory));
  }
  EXPECT_NE(kill(pid, 0), 0);
  EXPECT_FALSE(std::filesystem::exists(directory));
}

TEST(PgServer, EndsWhenItsOwnerIsKilled) {
  SD_REQUIRE_SERVER();
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  pid_t child = fork();
  if (child == 0) {
    PgServer server(PgServer::NewestMajor());
    std::string line = StrCat(server.pid(), " ", server.directory(), "\n");
    if (write(ends[1], line.data(), line.size()) < 0) _exit(1);
    pause();
    _exit(0);
  }
  close(ends[1]);
  char buffer[200] = {};
  ASSERT_GT(read(ends[0], buffer, sizeof buffer - 1), 0);
  close(ends[0]);
  std::vector<std::string_view> words = StrSplit(StripWhitespace(buffer), ' ');
  ASSERT_EQ(words.size(), 2U);
  pid_t server = std::stoi(std::string(words[0]));
  EXPECT_TRUE(IsAlive(server));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(Within(std::chrono::seconds(20), [&] { return !IsAlive(server); }));
  EXPECT_TRUE(Within(std::chrono::seconds(20), [&] { return !std::filesystem::exists(words[1]); }));
}

class EachMajor : public ::testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(, EachMajor, ::testing::ValuesIn(PgServer::MajorsUnderTest()),
                         ::testing::PrintToStringParamName());

TEST_P(EachMajor, IsThatVersionWithUtf8AndTheCUtf8Locale) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  EXPECT_EQ(std::stoi(database->QueryValue("SHOW server_version_num")) / 10000, GetParam());
  EXPECT_EQ(database->QueryValue("SHOW server_encoding"), "UTF8");
  EXPECT_EQ(database->QueryValue("SELECT datcollate || datctype FROM pg_database "
                                 "WHERE datname = current_database()"),
            "C.UTF-8C.UTF-8");
  EXPECT_EQ(database->QueryValue("SHOW listen_addresses"), "");
  EXPECT_EQ(database->QueryValue("SELECT lower('ÄÖ')"), "äö");
  // Errors come in English, and plpgsql is there as in every new database.
  EXPECT_EQ(database->QueryValue("SHOW lc_messages"), "C.UTF-8");
  EXPECT_EQ(database->QueryValue("SELECT extname FROM pg_extension"), "plpgsql");
}

TEST_P(EachMajor, GivesFreshDatabasesInParallel) {
  SD_REQUIRE_SERVER();
  PgServer& server = PgServer::Shared(GetParam());
  constexpr int kThreads = 8;
  std::vector<std::string> names(kThreads);
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&server, &names, i] {
      auto database = server.CreateDatabase();
      names[static_cast<size_t>(i)] = database->name();
      database->Execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
      EXPECT_EQ(database->QueryValue("SELECT count(*) FROM t"), "1");
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::unique(names.begin(), names.end()), names.end());
  // Each was dropped at its end.
  auto database = server.CreateDatabase();
  EXPECT_EQ(database->QueryValue("SELECT count(*) FROM pg_database WHERE datname LIKE 'test%'"),
            "1");
}

TEST_P(EachMajor, ReportsErrorsWithTheirSqlstate) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  EXPECT_EQ(database->TryExecute("CREATE TABLE t (a int)"), std::nullopt);
  auto error = database->TryExecute("CREATE TABLE t (a int)");
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->sqlstate(), "42P07");
  EXPECT_THAT(error->what(), HasSubstr("already exists"));
  EXPECT_EQ(database->Query("SELECT 1, NULL"), (Rows{{"1", std::nullopt}}));
}

TEST_P(EachMajor, ServesOtherRoles) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  database->Execute("CREATE ROLE plain LOGIN");
  auto session = database->ConnectAs("plain");
  EXPECT_EQ(session->QueryValue("SELECT current_user"), "plain");
  EXPECT_EQ(session->QueryValue("SELECT current_database()"), database->name());
  session.reset();
  database->Execute("DROP ROLE plain");
}

TEST_P(EachMajor, IsDumpedWhereAPgDumpCan) {
  SD_REQUIRE_SERVER();
  auto database = PgServer::Shared(GetParam()).CreateDatabase();
  database->Execute("CREATE TABLE public.dumped (a integer DEFAULT 7 NOT NULL)");
  std::optional<std::string> dump = database->PgDumpSchema();
  if (!dump) GTEST_SKIP() << "no pg_dump for PostgreSQL " << GetParam();
  EXPECT_THAT(*dump, HasSubstr("CREATE TABLE public.dumped (\n    a integer DEFAULT 7 NOT NULL\n"));
  EXPECT_EQ(database->PgDumpSchema(), dump);
}

}  // namespace
}  // namespace schemadiff::testing
