#include "engine/diff/settle_owners.h"

#include <gtest/gtest.h>

#include "engine/base/strings.h"
#include "engine/diff/difference.h"
#include "tests/unit/replay/replayed.h"

namespace schemadiff::testing {
namespace {

// The differences after SettleOwners, one a line. `actual` begins with what a server would say of
// owners.
std::string Differences(std::string_view expected_sql, std::string_view actual_sql,
                        int server_version = 150000) {
  Replayed expected(expected_sql, server_version);
  Replayed actual(actual_sql, server_version);
  EXPECT_EQ(expected.Errors(), "");
  EXPECT_EQ(actual.Errors(), "");
  SettleOwners(actual.catalog, &expected.catalog);
  SpellOutDefaults(&expected.catalog, &actual.catalog);
  std::string out;
  for (const Difference& difference : Diff(expected.catalog, actual.catalog)) {
    StrAppend(&out, difference.comparable ? "" : "perhaps ", ToString(difference.change), " ",
              difference.key.ToString(), "\n");
  }
  return out;
}

// Where any role may create in schema public.
constexpr int kOpen = 140000;
constexpr std::string_view kOwned = "SET SESSION AUTHORIZATION app; CREATE TABLE t (a int, b int);";

TEST(SettleOwners, AGrantToTheOwnerChangesNothing) {
  EXPECT_EQ(Differences("CREATE TABLE t (a int, b int); GRANT ALL ON t TO app;", kOwned, kOpen),
            "");
  EXPECT_EQ(Differences("CREATE TABLE t (a int, b int); GRANT ALL ON t TO another;", kOwned, kOpen),
            "missing grant on table public.t to another\n");
  // Of a column an owner has nothing of its own.
  const std::string column = "GRANT SELECT (a) ON t TO app;";
  EXPECT_EQ(Differences("CREATE TABLE t (a int, b int); " + column, StrCat(kOwned, column), kOpen),
            "");
}

TEST(SettleOwners, OwnersAreComparedWhereOneIsStated) {
  EXPECT_EQ(
      Differences("CREATE TABLE t (a int, b int); ALTER TABLE t OWNER TO app;", kOwned, kOpen), "");
  EXPECT_EQ(
      Differences("CREATE TABLE t (a int, b int); ALTER TABLE t OWNER TO other;", kOwned, kOpen),
      "changed table public.t\n");
}

TEST(SettleOwners, DefaultPrivilegesAreThoseOfTheOneOwner) {
  const std::string table = "CREATE TABLE t (a int, b int);";
  const std::string normal = "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader;";
  EXPECT_EQ(Differences(table + normal, kOwned.data() + normal, kOpen), "");
  EXPECT_EQ(Differences(table + normal, kOwned, kOpen),
            "missing default privilege on tables of app to reader\n");
  // Whose they are is not known where there is more than one.
  const std::string two = "SET SESSION AUTHORIZATION b; CREATE TABLE u ();";
  EXPECT_EQ(Differences(table + "CREATE TABLE u ();" + normal, kOwned.data() + normal + two, kOpen),
            "perhaps missing default privilege on tables to reader\n"
            "perhaps unexpected default privilege on tables of app to reader\n");
}

TEST(SpellOutDefaults, WhatIsRevokedIsAChange) {
  const std::string function = "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';";
  const std::string revoked = function + "REVOKE ALL ON FUNCTION f FROM PUBLIC;";
  EXPECT_EQ(Differences(revoked, function), "changed grant on function public.f() to PUBLIC\n");
  EXPECT_EQ(Differences(function, revoked), "changed grant on function public.f() to PUBLIC\n");
  const std::string normal =
      "ALTER DEFAULT PRIVILEGES FOR ROLE a REVOKE ALL ON FUNCTIONS FROM PUBLIC;";
  EXPECT_EQ(Differences(normal, ""), "changed default privilege on functions of a to PUBLIC\n");
}

TEST(SettleOwners, WhatNobodyGrantedOnPublicIsExpected) {
  const std::string_view open = "GRANT CREATE ON SCHEMA public TO PUBLIC;";
  EXPECT_EQ(Differences("", open), "");
  // A statement that changes nothing says what is expected all the same.
  EXPECT_EQ(Differences("REVOKE CREATE ON SCHEMA public FROM PUBLIC;", open),
            "changed grant on schema public to PUBLIC\n");
  EXPECT_EQ(Differences("REVOKE USAGE ON SCHEMA public FROM PUBLIC;", open),
            "changed grant on schema public to PUBLIC\n");
  EXPECT_EQ(Differences("GRANT USAGE ON SCHEMA public TO reader;", open),
            "changed grant on schema public to PUBLIC\n"
            "missing grant on schema public to reader\n");
}

}  // namespace
}  // namespace schemadiff::testing
