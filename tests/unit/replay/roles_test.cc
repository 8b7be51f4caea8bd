// Statements about roles, which are a cluster's: tests on servers that others use can make none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/replay/replayed.h"

namespace schemadiff::testing {
namespace {

using ::testing::AnyOf;
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

// The errors of what a role does; what was made before is in lines 1 to 3.
std::string As(std::string_view before, std::string_view statement, int server_version = 150000) {
  std::string sql("CREATE ROLE app; CREATE ROLE other; CREATE SCHEMA s; CREATE SCHEMA s2;\n");
  sql += "CREATE TABLE t (a int); CREATE TABLE s.t (a int); CREATE TYPE e AS ENUM ('a');\n";
  sql += before;
  sql += "SET ROLE app;\n";
  sql += statement;
  const Replayed replayed(sql, server_version);
  std::string errors;
  for (const Diagnostic& diagnostic : replayed.diagnostics.list()) {
    if (diagnostic.message.starts_with("roles") || diagnostic.message.starts_with("memb")) continue;
    errors += diagnostic.sqlstate.empty() ? diagnostic.code : diagnostic.sqlstate;
    errors += " " + diagnostic.message;
  }
  return errors;
}

TEST(Roles, WhoDoesNotOwnItMayNotChangeIt) {
  const std::string denied = "42501 must be owner of table public.t";
  for (const std::string_view statement :
       {"ALTER TABLE t ADD b int;", "DROP TABLE t;", "COMMENT ON TABLE t IS 'x';",
        "COMMENT ON COLUMN t.a IS 'x';", "ALTER TABLE t RENAME TO u;",
        "ALTER TABLE t RENAME a TO b;", "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;",
        "CREATE INDEX ON t (a);", "ALTER TABLE t OWNER TO app;", "ALTER TABLE t SET SCHEMA s2;",
        "CREATE POLICY p ON t;", "DO 'BEGIN DROP TABLE t; END';"}) {
    SCOPED_TRACE(statement);
    EXPECT_THAT(As("", statement),
                AnyOf(StartsWith(denied), StartsWith("42501 must be owner of column public.t.a")));
    EXPECT_THAT(
        As("ALTER TABLE t OWNER TO app; GRANT CREATE ON SCHEMA public, s2 TO app;\n", statement),
        "");
    EXPECT_THAT(As("ALTER TABLE t OWNER TO other; GRANT CREATE ON SCHEMA public, s2 TO app;\n"
                   "GRANT other TO app;",
                   statement),
                "");
    EXPECT_EQ(As("ALTER ROLE app SUPERUSER;\n", statement), "");
  }
  EXPECT_EQ(As("", "DROP TYPE e;"), "42501 must be owner of enum public.e");
  EXPECT_EQ(As("", "DROP TABLE IF EXISTS missing;"), "");
  // The schema's owner may drop what is in it, but not change it.
  EXPECT_EQ(As("ALTER SCHEMA s OWNER TO app;\n", "DROP TABLE s.t;"), "");
  EXPECT_EQ(As("ALTER SCHEMA s OWNER TO app;\n", "ALTER TABLE s.t ADD b int;"),
            "42501 must be owner of table s.t");
}

TEST(Roles, WhoMayNotCreateInASchemaDoesNot) {
  for (const std::string_view statement :
       {"CREATE TABLE s.u ();", "CREATE VIEW s.u AS SELECT 1 AS a;",
        "CREATE TYPE s.u AS ENUM ('a');", "CREATE DOMAIN s.u AS int;",
        "CREATE FUNCTION s.u() RETURNS int LANGUAGE sql AS 'SELECT 1';", "CREATE SEQUENCE s.u;",
        "CREATE TABLE s.u AS SELECT 1 AS a;", "CREATE TYPE s.u AS (a int);"}) {
    SCOPED_TRACE(statement);
    EXPECT_EQ(As("", statement), "42501 permission denied for schema s");
    EXPECT_EQ(As("GRANT CREATE ON SCHEMA s TO app;\n", statement), "");
    EXPECT_EQ(As("GRANT CREATE ON SCHEMA s TO PUBLIC;\n", statement), "");
    EXPECT_EQ(As("GRANT CREATE ON SCHEMA s TO other; GRANT other TO app;\n", statement), "");
  }
  EXPECT_EQ(As("", "CREATE TABLE u ();", 140000), "");
  EXPECT_EQ(As("", "CREATE TABLE u ();"), "42501 permission denied for schema public");
  EXPECT_EQ(As("", "CREATE TEMP TABLE u ();"), "");
  EXPECT_THAT(As("", "CREATE FOREIGN DATA WRAPPER w;"), StartsWith("42501 must be superuser"));
}

TEST(Roles, WhatRolesMayDoThatNoStatementMakesIsNotKnown) {
  const std::string doubt =
      "replay.not-compared whether the role in force may do this is not known, and taken for "
      "granted (1 statement)";
  EXPECT_EQ(As("", "SET ROLE somebody; DROP TABLE t;"), doubt);
  EXPECT_EQ(As("GRANT somebody TO app;", "DROP TABLE t;"), doubt);
  EXPECT_EQ(As("DO $$ BEGIN EXECUTE 'GRANT other TO ' || reverse('ppa'); END $$;", "DROP TABLE t;"),
            doubt);
  EXPECT_EQ(As("GRANT CREATE ON SCHEMA s TO somebody;", "SET ROLE somebody; CREATE TABLE s.u ();"),
            "");
}

TEST(Roles, WhatTheNewOwnerHadBecomesTheOwners) {
  std::string errors;
  EXPECT_EQ(After("REASSIGN OWNED BY app TO reader;", &errors), "owner=reader\nroles=reader");
}

}  // namespace
}  // namespace schemadiff::testing
