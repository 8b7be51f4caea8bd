// The second observer. For each file under tests/cases and each major: a server runs the
// statements, is introspected, and a new database is made from nothing but what was seen. The new
// one must be seen alike; and pg_dump, which knows nothing of our model, must print both alike. A
// difference that it shows and we do not is an attribute that the model lacks.
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "engine/diff/difference.h"
#include "engine/fix/create_sql.h"
#include "tests/oracle/case_file.h"
#include "tests/oracle/case_param.h"
#include "tests/oracle/catalog_text.h"
#include "tests/oracle/dump_text.h"
#include "tests/support/golden.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

std::string DifferencesText(const Catalog& expected, const Catalog& actual) {
  std::string out;
  for (const Difference& difference : Diff(expected, actual)) {
    StrAppend(&out, "  ", ToString(difference.change), " ", difference.key.ToString(), "\n");
    for (const AttributeDifference& attribute : difference.attributes) {
      StrAppend(&out, "    ", attribute.name, ": ", attribute.expected, " became ",
                attribute.actual, "\n");
    }
  }
  return out;
}

class Rebuilt : public ::testing::TestWithParam<CaseParam> {
 protected:
  // Some of the statements are there to fail; those must, and only those.
  static std::unique_ptr<Database> RunCase(const CaseFile& file) {
    auto database = PgServer::Shared(GetParam().major).CreateDatabase();
    const auto session = database->ConnectAs("postgres");
    if (!file.diagnostics.list().empty()) {
      // Newer than the parser here, which therefore cannot tell the statements apart.
      session->Execute(ReadFile(StrCat(SCHEMA_DIFF_CASES, "/", file.name, ".sql")));
      return database;
    }
    for (const CaseFile::Statement& statement : file.statements) {
      std::string expected;
      for (const CaseFile::Directive& directive : statement.directives) {
        if (directive.word == "expect-error" && directive.majors.Contains(GetParam().major)) {
          expected = directive.text;
        }
      }
      const auto error = session->TryExecute(std::string(statement.parsed.text()));
      EXPECT_EQ(error ? error->sqlstate() : "", expected)
          << statement.parsed.location().ToString() << ": " << (error ? error->what() : "accepted");
    }
    return database;
  }

  // A role that owns nothing, and to which nothing is granted but CONNECT.
  static void ExpectPlainRoleSeesTheSame(const Database& database, const Catalog& seen) {
    database.ConnectAs("postgres")->TryExecute("CREATE ROLE can_only_connect LOGIN");
    const absl::StatusOr<LiveCatalog> plain =
        Introspect(database.ConnectionStringFor("can_only_connect"));
    ASSERT_TRUE(plain.ok()) << plain.status();
    EXPECT_EQ(DifferencesText(seen, plain->catalog), "");
    EXPECT_EQ(plain->catalog.unmodelled, seen.unmodelled);
    EXPECT_TRUE(plain->diagnostics.empty());
  }

  static LiveCatalog See(const Database& database) {
    IntrospectOptions options;
    options.dependencies = true;
    return IntrospectOrFail(database, options);
  }
};
INSTANTIATE_TEST_SUITE_P(, Rebuilt, ::testing::ValuesIn(AllParams()), ParamName);

TEST_P(Rebuilt, IsTheSame) {
  SD_REQUIRE_SERVER();
  const int major = GetParam().major;
  const CaseFile file = ReadCase(SCHEMA_DIFF_CASES, GetParam().name);
  const auto original = RunCase(file);
  const LiveCatalog seen = See(*original);
  if (HasFailure()) return;

  std::string problem;
  ExpectPlainRoleSeesTheSame(*original, seen.catalog);
  const auto copy = PgServer::Shared(major).CreateDatabase();
  const std::string sql = CreateSql(seen.catalog);
  if (const auto error = copy->TryExecute(sql)) {
    problem = StrCat("the SQL made from the catalog fails: ", error->what(), "\n", sql);
  } else {
    const LiveCatalog seen_again = See(*copy);
    if (HasFailure()) return;
    problem = DifferencesText(seen.catalog, seen_again.catalog);
    if (!problem.empty()) {
      problem = StrCat("the copy is seen otherwise:\n", problem, sql);
    } else if (const auto dump = original->PgDumpSchema({"--no-owner"})) {
      problem = DumpDifference(ReadDump(*dump), ReadDump(*copy->PgDumpSchema({"--no-owner"})),
                               seen.catalog.unmodelled);
      if (!problem.empty()) problem = StrCat("pg_dump prints the copy otherwise:\n", problem);
    }
  }
  if (const auto reason = file.Find("no-copy", major)) {
    EXPECT_FALSE(problem.empty()) << "a copy can be made (" << *reason << "): remove the directive";
    return;
  }
  EXPECT_TRUE(problem.empty()) << problem;
}

class Dumps : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(, Dumps, ::testing::ValuesIn(PgServer::MajorsUnderTest()));

// Tells apart the majors for which the comparison above has the second observer.
TEST_P(Dumps, AreCompared) {
  SD_REQUIRE_SERVER();
  const auto one = PgServer::Shared(GetParam()).CreateDatabase();
  one->Execute("CREATE TABLE t (a int NOT NULL)");
  const auto dump = one->PgDumpSchema({"--no-owner"});
  if (!dump) {
    GTEST_SKIP() << "no pg_dump here can read PostgreSQL " << GetParam()
                 << ": copies are compared by introspection alone";
  }
  // The comparison itself: an entry that is not there, and a line that differs.
  const auto two = PgServer::Shared(GetParam()).CreateDatabase();
  two->Execute("CREATE TABLE t (a int); CREATE RULE r AS ON INSERT TO t DO ALSO NOTHING");
  const std::vector<DumpEntry> first = ReadDump(*dump);
  const std::vector<DumpEntry> second = ReadDump(*two->PgDumpSchema({"--no-owner"}));
  const std::string line =
      "  TABLE t in public\n"
      "    -     a integer NOT NULL\n"
      "    +     a integer\n";
  EXPECT_EQ(DumpDifference(first, first, {}), "");
  EXPECT_EQ(DumpDifference(first, second, {{"rule", 1}}), line);
  EXPECT_EQ(DumpDifference(first, second, {}), line +
                                                   "  RULE t r in public\n"
                                                   "    + CREATE RULE r AS\n"
                                                   "    +     ON INSERT TO public.t DO NOTHING;\n");
}

}  // namespace
}  // namespace schemadiff::testing
