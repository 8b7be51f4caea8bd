// The oracle: for each file under tests/cases and each major, a server runs the statements and is
// introspected, the same statements are replayed in-process, and the two catalogs must be equal.
#include <gtest/gtest.h>

#include <charconv>
#include <ostream>
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "engine/diff/difference.h"
#include "engine/replay/replay.h"
#include "parsers/sql/parser.h"
#include "tests/oracle/case_file.h"
#include "tests/oracle/case_param.h"
#include "tests/oracle/catalog_text.h"
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
  void Problem(std::string text) { problems_.push_back(std::move(text)); }

  // The SQLSTATE with which the statement must fail; empty where it must not.
  std::string ExpectedError(const CaseFile::Statement& statement) const {
    for (const CaseFile::Directive& directive : statement.directives) {
      if (directive.word == "expect-error" && directive.majors.Contains(GetParam().major)) {
        return directive.text;
      }
    }
    return {};
  }

  LiveCatalog RunOnServer(const CaseFile& file) {
    auto database = PgServer::Shared(GetParam().major).CreateDatabase();
    auto session = database->ConnectAs("postgres");
    for (const CaseFile::Statement& statement : file.statements) {
      const std::optional<ServerError> error =
          session->TryExecute(std::string(statement.parsed.text()));
      // Never a gap: what the server does is given.
      EXPECT_EQ(error ? error->sqlstate() : "", ExpectedError(statement))
          << statement.parsed.location().ToString() << ": " << (error ? error->what() : "accepted");
    }
    session.reset();
    LiveCatalog live = IntrospectOrFail(*database);
    EXPECT_TRUE(live.diagnostics.empty());
    return live;
  }

  Catalog Replay(const CaseFile& file, int server_version) {
    Catalog catalog = InitialCatalog(server_version);
    Diagnostics diagnostics;
    ReplayOptions options;
    options.user = "postgres";
    Replayer replayer(catalog, diagnostics, options);
    size_t seen = 0;
    for (const CaseFile::Statement& statement : file.statements) {
      replayer.Execute(statement.parsed, "");
      const std::string expected = ExpectedError(statement);
      bool raised = false;
      for (; seen < diagnostics.list().size(); ++seen) {
        const Diagnostic& diagnostic = diagnostics.list()[seen];
        if (!expected.empty() && diagnostic.sqlstate == expected && !raised) {
          raised = true;
        } else {
          CheckDiagnostic(file, diagnostic);
        }
      }
      if (!expected.empty() && !raised) {
        Problem(StrCat(statement.parsed.location().ToString(), ": the replay accepts what the ",
                       "server refuses with ", expected));
      }
    }
    replayer.EndSession();
    for (; seen < diagnostics.list().size(); ++seen) {
      CheckDiagnostic(file, diagnostics.list()[seen]);
    }
    return catalog;
  }

  void CheckDiagnostic(const CaseFile& file, const Diagnostic& diagnostic) {
    for (const CaseFile::Directive& directive : file.directives) {
      if (directive.word == "expect-diagnostic" && directive.text == diagnostic.code) return;
    }
    Problem(FormatDiagnostic(diagnostic));
  }

  void Compare(const Catalog& replayed, const Catalog& live, bool unresolved_ok) {
    for (const Difference& difference : Diff(replayed, live)) {
      const std::string what = difference.key.ToString();
      if (difference.change != Change::kChanged || !difference.comparable) {
        if (difference.comparable || !unresolved_ok) {
          Problem(StrCat(what, " is ", ToString(difference.change), " on the server",
                         difference.comparable ? "" : ", perhaps: ", difference.reason));
        }
        continue;
      }
      for (const AttributeDifference& attribute : difference.attributes) {
        if (attribute.comparison == Comparison::kNotComparable) {
          ++unresolved_;
          if (unresolved_ok) continue;
        }
        Problem(StrCat(what, ": ", attribute.name, "\n    replay: ", attribute.expected,
                       "\n    server: ", attribute.actual,
                       attribute.reason.empty() ? "" : "\n    not comparable: ", attribute.reason));
      }
    }
  }

  std::vector<std::string> problems_;
  int unresolved_ = 0;
};
INSTANTIATE_TEST_SUITE_P(, Cases, ::testing::ValuesIn(AllParams()), ParamName);

TEST_P(Cases, ReplayEqualsTheServer) {
  SD_REQUIRE_SERVER();
  const int major = GetParam().major;
  const CaseFile file = ReadCase(SCHEMA_DIFF_CASES, GetParam().name);
  if (const std::optional<std::string> parser = file.Find("parser", major);
      parser && ParserMajor() < std::stoi(*parser)) {
    GTEST_SKIP() << "libpg_query here is " << ParserVersion();
  }
  for (const Diagnostic& diagnostic : file.diagnostics.list()) {
    FAIL() << FormatDiagnostic(diagnostic);
  }
  ASSERT_FALSE(file.statements.empty());
  const LiveCatalog live = RunOnServer(file);
  if (HasFailure()) return;
  const Catalog replayed = Replay(file, live.catalog.server_version);
  const bool unresolved_ok = file.Find("unresolved-ok", major).has_value();
  Compare(replayed, live.catalog, unresolved_ok);
  RecordProperty("unresolved", unresolved_);
  if (const std::optional<std::string> gap = file.Find("gap", major)) {
    EXPECT_FALSE(problems_.empty()) << "no longer a gap (" << *gap << "): remove the directive";
    return;
  }
  EXPECT_TRUE(problems_.empty()) << StrJoin(problems_, "\n");
}

TEST(CaseFiles, AreThere) { EXPECT_GE(ListCases(SCHEMA_DIFF_CASES).size(), 150U); }

}  // namespace
}  // namespace schemadiff::testing
