// How the introspection reads what a migration tool recorded.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/strings.h"
#include "tests/oracle/catalog_text.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;

class Bookkeeping : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    SD_REQUIRE_SERVER();
    database_ = PgServer::Shared(GetParam()).CreateDatabase();
  }
  LiveCatalog Read(const BookkeepingQuery& query, const std::string& role = "postgres") {
    IntrospectOptions options;
    options.lock_timeout_ms = 200;
    options.bookkeeping = {query};
    absl::StatusOr<LiveCatalog> live = Introspect(database_->ConnectionStringFor(role), options);
    EXPECT_TRUE(live.ok()) << live.status();
    return live.ok() ? *std::move(live) : LiveCatalog{{}, {}, {}, {BookkeepingResult{}}, 0};
  }
  std::unique_ptr<Database> database_;
};
INSTANTIATE_TEST_SUITE_P(, Bookkeeping, ::testing::ValuesIn(PgServer::MajorsUnderTest()),
                         ::testing::PrintToStringParamName());

constexpr const char* kTable = "alembic_version";
constexpr const char* kColumn = "version_num";

TEST_P(Bookkeeping, NoTableAnEmptyTableAndRowsAreThreeThings) {
  LiveCatalog live = Read({"", kTable, kColumn});
  EXPECT_EQ(live.bookkeeping[0].rows, std::nullopt);
  EXPECT_THAT(live.bookkeeping[0].schemas, IsEmpty());
  EXPECT_FALSE(live.bookkeeping[0].unreadable);
  EXPECT_THAT(live.diagnostics.list(), IsEmpty());

  database_->Execute("CREATE TABLE alembic_version (version_num varchar(32))");
  EXPECT_THAT(Read({"", kTable, kColumn}).bookkeeping[0].rows, Optional(IsEmpty()));

  database_->Execute("INSERT INTO alembic_version VALUES ('b'), ('a')");
  EXPECT_THAT(Read({"", kTable, kColumn}).bookkeeping[0].rows, Optional(ElementsAre("a", "b")));
  // The table itself is an object like any other; whether it is reported is not ours to say.
  EXPECT_NE(live.catalog.Find(KeyFor<Schema>("public")), nullptr);
}

TEST_P(Bookkeeping, PrefersTheSearchPath) {
  database_->Execute(
      "CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA \"C c\";"
      "CREATE TABLE a.alembic_version AS SELECT 'in a' AS version_num;"
      "CREATE TABLE b.alembic_version AS SELECT 'in b' AS version_num;"
      "CREATE TABLE \"C c\".alembic_version AS SELECT 'in C c' AS version_num");
  BookkeepingResult result = Read({"", kTable, kColumn}).bookkeeping[0];
  EXPECT_THAT(result.schemas, ElementsAre("C c", "a", "b"));
  EXPECT_THAT(result.rows, Optional(ElementsAre("in C c")));
  database_->Execute(StrCat("ALTER DATABASE ", database_->name(), " SET search_path = nope, b, a"));
  result = Read({"", kTable, kColumn}).bookkeeping[0];
  EXPECT_THAT(result.schemas, ElementsAre("b", "a", "C c"));
  EXPECT_THAT(result.rows, Optional(ElementsAre("in b")));
  result = Read({"a", kTable, kColumn}).bookkeeping[0];
  EXPECT_THAT(result.schemas, ElementsAre("a"));
  EXPECT_THAT(result.rows, Optional(ElementsAre("in a")));
  result = Read({"public", kTable, kColumn}).bookkeeping[0];
  EXPECT_EQ(result.rows, std::nullopt);
}

TEST_P(Bookkeeping, WhatCannotBeReadIsSaid) {
  database_->Execute(
      "DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN;"
      "CREATE TABLE alembic_version (version_num varchar(32), n int)");
  const auto message = [&](const BookkeepingQuery& query, const std::string& role = "postgres") {
    const LiveCatalog live = Read(query, role);
    EXPECT_TRUE(live.bookkeeping[0].unreadable);
    EXPECT_EQ(live.bookkeeping[0].rows, std::nullopt);
    EXPECT_THAT(live.bookkeeping[0].schemas, ElementsAre("public"));
    if (live.diagnostics.list().size() != 1) return std::string("no diagnostic");
    EXPECT_EQ(live.diagnostics.list()[0].code, "introspect.bookkeeping-unreadable");
    EXPECT_GT(live.catalog.size(), 2U);
    return live.diagnostics.list()[0].message;
  };
  EXPECT_EQ(message({"", kTable, "Version"}),
            "the table public.alembic_version cannot be read: it has no column \"Version\"");
  EXPECT_EQ(message({"", kTable, kColumn}, "plain"),
            "the table public.alembic_version cannot be read: role plain lacks the privilege to "
            "read it");
  database_->Execute("GRANT SELECT (n) ON alembic_version TO plain");
  EXPECT_THAT(message({"", kTable, kColumn}, "plain"), HasSubstr("lacks the privilege"));

  database_->Execute(
      "GRANT SELECT ON alembic_version TO plain;"
      "ALTER TABLE alembic_version ENABLE ROW LEVEL SECURITY");
  EXPECT_THAT(message({"", kTable, kColumn}, "plain"), HasSubstr("row-level security"));

  auto other = database_->ConnectAs("postgres");
  other->Execute("BEGIN");
  other->Execute("LOCK TABLE alembic_version");
  EXPECT_THAT(message({"", kTable, kColumn}), HasSubstr("lock timeout"));
  other.reset();

  database_->Execute(
      "DROP TABLE alembic_version; CREATE VIEW alembic_version AS SELECT 'x' AS version_num");
  EXPECT_THAT(message({"", kTable, kColumn}), HasSubstr("it is not a table"));
}

TEST_P(Bookkeeping, AColumnThatMayBeReadSuffices) {
  database_->Execute(
      "DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN;"
      "CREATE TABLE alembic_version (version_num varchar(32), n int);"
      "INSERT INTO alembic_version VALUES ('x');"
      "GRANT SELECT (version_num) ON alembic_version TO plain");
  EXPECT_THAT(Read({"", kTable, kColumn}, "plain").bookkeeping[0].rows, Optional(ElementsAre("x")));
}

}  // namespace
}  // namespace schemadiff::testing
