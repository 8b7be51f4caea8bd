// The oracle. For each file under tests/cases and each major, a server runs the statements and is
// introspected; the same statements are replayed in-process, and the two catalogs must be equal
// (replay_check.h); and what was introspected must suffice to make the schema again (copy_check.h).
// One run of a case serves both: the server's work is most of what they cost.
#include <gtest/gtest.h>

#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "parsers/sql/parser.h"
#include "tests/oracle/case_file.h"
#include "tests/oracle/case_param.h"
#include "tests/oracle/copy_check.h"
#include "tests/oracle/dump_text.h"
#include "tests/oracle/replay_check.h"
#include "tests/support/golden.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

int ParserMajor() {
  const std::string_view version = ParserVersion();
  int major = 0;
  std::from_chars(version.data(), version.data() + version.size(), major);
  return major;
}

class Cases : public ::testing::TestWithParam<CaseParam> {
 protected:
  static int major() { return GetParam().major; }

  // Whether the parser here does not know what the case is about.
  static bool IsTooNew(const CaseFile& file) {
    const std::optional<std::string> parser = file.Find("parser", major());
    return parser && ParserMajor() < std::stoi(*parser);
  }

  // Some of the statements are there to fail; those must, and only those. Never a gap: what the
  // server does is given.
  static std::unique_ptr<Database> RunOnServer(const CaseFile& file) {
    auto database = PgServer::Shared(major()).CreateDatabase();
    const auto session = database->ConnectAs("postgres");
    if (!file.diagnostics.list().empty()) {
      // The parser here cannot tell the statements apart.
      session->Execute(ReadFile(StrCat(SCHEMA_DIFF_CASES, "/", file.name, ".sql")));
      return database;
    }
    for (const CaseFile::Statement& statement : file.statements) {
      const std::optional<ServerError> error =
          session->TryExecute(std::string(statement.parsed.text()));
      EXPECT_EQ(error ? error->sqlstate() : "", ExpectedError(statement, major()))
          << statement.parsed.location().ToString() << ": " << (error ? error->what() : "accepted");
    }
    return database;
  }
};
INSTANTIATE_TEST_SUITE_P(, Cases, ::testing::ValuesIn(AllParams()), ParamName);

TEST_P(Cases, AreReplayedAndCopied) {
  SD_REQUIRE_SERVER();
  const CaseFile file = ReadCase(SCHEMA_DIFF_CASES, GetParam().name);
  const bool too_new = IsTooNew(file);
  if (!too_new) {
    for (const Diagnostic& diagnostic : file.diagnostics.list()) {
      FAIL() << FormatDiagnostic(diagnostic);
    }
    ASSERT_FALSE(file.statements.empty());
  }
  const auto original = RunOnServer(file);
  const LiveCatalog live = SeeAll(*original);
  EXPECT_TRUE(live.diagnostics.empty());
  if (HasFailure()) return;

  if (!too_new) {
    const ReplayCheck replay = CheckReplay(file, major(), live.catalog);
    RecordProperty("unresolved", replay.unresolved);
    if (const auto gap = file.Find("gap", major())) {
      EXPECT_FALSE(replay.problems.empty())
          << "no longer a gap (" << *gap << "): remove the directive";
    } else {
      EXPECT_TRUE(replay.problems.empty()) << "the replay differs:\n"
                                           << StrJoin(replay.problems, "\n");
    }
  }

  const std::string problem = CopyProblem(*original, live);
  if (const auto reason = file.Find("no-copy", major())) {
    EXPECT_FALSE(problem.empty()) << "a copy can be made (" << *reason << "): remove the directive";
  } else {
    EXPECT_TRUE(problem.empty()) << problem;
  }
  if (too_new) GTEST_SKIP() << "copied, but not replayed: libpg_query here is " << ParserVersion();
}

TEST(CaseFiles, AreThere) { EXPECT_GE(ListCases(SCHEMA_DIFF_CASES).size(), 150U); }

class Dumps : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(, Dumps, ::testing::ValuesIn(PgServer::MajorsUnderTest()));

// Tells apart the majors for which copies have the second observer.
TEST_P(Dumps, AreCompared) {
  SD_REQUIRE_SERVER();
  const auto one = PgServer::Shared(GetParam()).CreateDatabase();
  const std::string key = "CREATE TABLE u (a int PRIMARY KEY);";
  one->Execute("CREATE TABLE t (a int NOT NULL); " + key);
  const auto dump = one->PgDumpSchema({"--no-owner"});
  if (!dump) {
    GTEST_SKIP() << "no pg_dump here can read PostgreSQL " << GetParam()
                 << ": copies are compared by introspection alone";
  }
  // The comparison itself: an entry that is not there, and a line that differs.
  const auto two = PgServer::Shared(GetParam()).CreateDatabase();
  two->Execute("CREATE TABLE t (a int); " + key + "COMMENT ON INDEX u_pkey IS 'of a key'");
  const std::vector<DumpEntry> first = ReadDump(*dump);
  const std::vector<DumpEntry> second = ReadDump(*two->PgDumpSchema({"--no-owner"}));
  const std::string line =
      "  TABLE t in public\n"
      "    -     a integer NOT NULL\n"
      "    +     a integer\n";
  EXPECT_EQ(DumpDifference(first, first, {}), "");
  EXPECT_EQ(DumpDifference(first, second, {}),
            line +
                "  COMMENT INDEX u_pkey in public\n"
                "    + COMMENT ON INDEX public.u_pkey IS 'of a key';\n");
}

}  // namespace
}  // namespace schemadiff::testing
