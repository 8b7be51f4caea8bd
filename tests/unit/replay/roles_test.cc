// Statements about roles, which are a cluster's: tests on servers that others use can make none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/replay/replayed.h"

namespace schemadiff::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kMade =
    "CREATE ROLE app; CREATE ROLE reader; CREATE TABLE t (a int);\n"
    "ALTER TABLE t OWNER TO app; GRANT SELECT ON t TO reader;\n"
    "CREATE POLICY p ON t TO reader;\n";

std::string After(std::string_view more, std::string* errors) {
  std::string sql(kMade);
  sql += more;
  const Replayed replayed(sql);
  *errors = replayed.Errors();
  return replayed.Object("table public.t") + "\n" + replayed.Names("grant ") +
         replayed.Object("policy public.t.p");
}

TEST(Roles, WhatNamesARoleFollowsItsName) {
  std::string errors;
  EXPECT_EQ(
      After("ALTER ROLE app RENAME TO owner; ALTER ROLE reader RENAME TO \"Reader\";", &errors),
      "owner=owner\non table public.t to \"Reader\"\nroles=Reader");
}

TEST(Roles, ARoleThatIsNamedCannotBeDropped) {
  std::string errors;
  After("DROP ROLE reader;", &errors);
  EXPECT_THAT(errors, StartsWith("4: 2BP01 role \"reader\" cannot be dropped because grant on "
                                 "table public.t to reader depends on it\n"));
  After("DROP ROLE app;", &errors);
  EXPECT_THAT(errors, StartsWith("4: 2BP01 role \"app\" cannot be dropped because table public.t "
                                 "depends on it\n"));
}

TEST(Roles, DropOwnedDropsAndRevokes) {
  std::string errors;
  // A policy goes with the last of its roles.
  EXPECT_EQ(After("DROP OWNED BY reader;", &errors), "owner=app\n-");
  EXPECT_EQ(After("DROP OWNED BY app;", &errors), "-\n-");
  EXPECT_THAT(errors, Not(HasSubstr("not-modelled")));
}

TEST(Roles, DropOwnedTakesBackWhatTheRoleGrantedOn) {
  const Replayed replayed(
      "CREATE ROLE first; CREATE ROLE second; CREATE TABLE t (a int);\n"
      "GRANT SELECT ON t TO first WITH GRANT OPTION; SET ROLE first; GRANT SELECT ON t TO second;\n"
      "RESET ROLE; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;\n"
      "CREATE USER MAPPING FOR first SERVER s; CREATE USER MAPPING FOR second SERVER s;\n"
      "DROP OWNED BY first;");
  EXPECT_EQ(replayed.Names("grant "), "");
  EXPECT_EQ(replayed.Names("user mapping "), "s.second\n");
}

TEST(Roles, WhatTheNewOwnerHadBecomesTheOwners) {
  std::string errors;
  EXPECT_EQ(After("REASSIGN OWNED BY app TO reader;", &errors), "owner=reader\nroles=reader");
}

}  // namespace
}  // namespace schemadiff::testing
