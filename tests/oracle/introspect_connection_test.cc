// Connection strings and failing connections: one clear sentence, and no secret in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/base/strings.h"
#include "engine/introspect/conninfo.h"
#include "engine/introspect/introspect.h"
#include "tests/oracle/catalog_text.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Message(const absl::Status& status) { return std::string(status.message()); }

class ScopedVariable {
 public:
  ScopedVariable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~ScopedVariable() { unsetenv(name_); }
  ScopedVariable(const ScopedVariable&) = delete;
  ScopedVariable& operator=(const ScopedVariable&) = delete;

 private:
  const char* name_;
};

TEST(ConnectionStrings, NoPieceOfAPasswordIsEchoed) {
  // Each holds the password "s3cr3t" or a piece of it where libpq, or we, could print it.
  for (const char* conninfo :
       {"postgresql://u:s3cr3t@h:54x/db", "postgresql://u:12@s3cr3t@h/db",
        "postgresql://u:12/s3cr3t@h/db", "postgresql://u:s3cr3t@[::1/db",
        "postgresql://u:s3cr3t%zz@h/db", "postgresql://u:pa/s3cr3t@h/db",
        "host=h password=x s3cr3t", "host=h password='s3cr3t", "password = a s3cr3t=b",
        "postgresql://u:p#s3cr3t@h/db?x=y", "postgresql://h/db?password=s3cr3t&s3cr3t",
        "postgresql://u:s3cr3t@h:1:2/db"}) {
    SCOPED_TRACE(conninfo);
    absl::StatusOr<LiveCatalog> live = Introspect(conninfo);
    EXPECT_EQ(live.status().code(), absl::StatusCode::kInvalidArgument) << live.status();
    EXPECT_THAT(Message(live.status()), Not(HasSubstr("s3cr3t")));
  }
}

TEST(ConnectionStrings, SayWhereTheyLead) {
  absl::StatusOr<introspect::ConnectionPlan> plan =
      introspect::PlanConnection("postgresql://me:pw%40x@db.example:5433/shop?user=you", 7);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->Describe(), "database \"shop\" on db.example:5433 as you");
  EXPECT_THAT(plan->keywords, AllOf(HasSubstr("password='pw@x'"), HasSubstr("connect_timeout='7'"),
                                    HasSubstr("fallback_application_name='schema-diff'"),
                                    HasSubstr("client_encoding='UTF8'")));
}

TEST(ConnectionStrings, HonourTheEnvironment) {
  const ScopedVariable host("PGHOST", "/nowhere");
  const ScopedVariable user("PGUSER", "env");
  const ScopedVariable password("PGPASSWORD", "s3cr3t");
  const ScopedVariable timeout("PGCONNECT_TIMEOUT", "3");
  absl::StatusOr<introspect::ConnectionPlan> plan = introspect::PlanConnection("dbname='a b'", 7);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->Describe(), "database \"a b\" on /nowhere:5432 as env");
  EXPECT_THAT(plan->keywords, Not(HasSubstr("connect_timeout")));
  absl::StatusOr<LiveCatalog> live = Introspect("dbname='a b'");
  EXPECT_EQ(live.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Message(live.status()),
            "cannot connect to database \"a b\" on /nowhere:5432 as env: No such file or "
            "directory");
}

TEST(ConnectionStrings, ValuesWithQuotesSurvive) {
  absl::StatusOr<introspect::ConnectionPlan> plan =
      introspect::PlanConnection(R"(user='o\'brien\\x' dbname=d)", 0);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(plan->keywords, HasSubstr(R"(user='o\'brien\\x')"));
}

TEST(Connection, AConnectionStringIsNoDatabase) {
  for (const std::string name :
       {"dbname='postgresql://u:secret@h/d'", "dbname='host=h password=secret'"}) {
    const auto plan = introspect::PlanConnection(name, 0);
    ASSERT_FALSE(plan.ok());
    EXPECT_EQ(plan.status().message(),
              "dbname holds a connection string where the name of a database belongs");
  }
}

TEST(ConnectionStrings, NameTheService) {
  absl::StatusOr<LiveCatalog> live = Introspect("service=no_such_service");
  EXPECT_EQ(live.status().code(), absl::StatusCode::kInvalidArgument) << live.status();
  EXPECT_THAT(Message(live.status()), HasSubstr("no_such_service"));
}

TEST(ConnectionStrings, Unreachable) {
  absl::StatusOr<LiveCatalog> live =
      Introspect("host=127.0.0.1 port=1 user=u password=s3cr3t dbname=d");
  EXPECT_EQ(live.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Message(live.status()),
            "cannot connect to database \"d\" on 127.0.0.1:1 as u: Connection refused");
}

class FailingConnections : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (PgServer::SkipRequested() || PgServer::NewestMajor() == 0) return;
    hba = std::filesystem::temp_directory_path() / StrCat("schema-diff-hba-", getpid());
    std::ofstream(hba) << "local all postgres trust\nlocal all locked reject\n"
                          "local all all scram-sha-256\n";
    server = new PgServer(PgServer::NewestMajor(), {"hba_file=" + hba.string()});
    server->CreateDatabase()->Execute(
        "CREATE ROLE pw LOGIN PASSWORD 'right'; CREATE ROLE locked LOGIN");
    Session session(server->ConnectionString("postgres", "postgres"));
    session.Execute("CREATE DATABASE closed");
    session.Execute("REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
  }
  static void TearDownTestSuite() {
    delete server;
    server = nullptr;
    std::filesystem::remove(hba);
  }
  static absl::Status Connect(std::string_view database, std::string_view role,
                              std::string_view more = "") {
    return Introspect(StrCat(server->ConnectionString(database, role), " ", more)).status();
  }
  static PgServer* server;
  static std::filesystem::path hba;
};
PgServer* FailingConnections::server = nullptr;
std::filesystem::path FailingConnections::hba;

TEST_F(FailingConnections, AreToldApart) {
  SD_REQUIRE_SERVER();
  const ScopedVariable no_password_file("PGPASSFILE", "/nowhere/pgpass");
  EXPECT_TRUE(Connect("postgres", "pw", "password=right").ok());

  absl::Status status = Connect("postgres", "pw", "password=s3cr3t");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << status;
  EXPECT_THAT(Message(status), AllOf(HasSubstr("password authentication failed for user \"pw\""),
                                     HasSubstr(server->directory()), Not(HasSubstr("s3cr3t")),
                                     Not(HasSubstr("\n"))));
  status = Connect("postgres", "pw");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << status;
  status = Connect("postgres", "locked");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << status;
  status = Connect("nope", "postgres");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound) << status;
  EXPECT_THAT(Message(status), HasSubstr("database \"nope\" does not exist"));
  status = Connect("closed", "pw", "password=right");
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << status;
}

TEST_F(FailingConnections, TheIdentityOfASuccessfulOneHasNoSecret) {
  SD_REQUIRE_SERVER();
  absl::StatusOr<LiveCatalog> live =
      Introspect(StrCat(server->ConnectionString("postgres", "pw"), " password=right"));
  ASSERT_TRUE(live.ok()) << live.status();
  EXPECT_EQ(live->identity.ToString(),
            StrCat("postgres on ", live->identity.host, ":", live->identity.port, " as pw"));
  EXPECT_EQ(live->identity.host, server->directory());
  EXPECT_EQ(live->identity.version_num / 10000, server->major());
  EXPECT_FALSE(live->identity.in_recovery);
}

}  // namespace
}  // namespace schemadiff::testing
