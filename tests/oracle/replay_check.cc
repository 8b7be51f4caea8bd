#include "tests/oracle/replay_check.h"

#include <utility>

#include "engine/base/strings.h"
#include "engine/diff/difference.h"
#include "engine/replay/replay.h"

namespace schemadiff::testing {
namespace {

class Checker {
 public:
  Checker(const CaseFile& file, int major)
      : file_(file), major_(major), unresolved_ok_(file.Find("unresolved-ok", major).has_value()) {}

  Catalog Replay(int server_version) {
    Catalog catalog = InitialCatalog(server_version);
    catalog.notes.session_role = "postgres";
    Diagnostics diagnostics;
    ReplayOptions options;
    options.user = "postgres";
    Replayer replayer(catalog, diagnostics, options);
    size_t seen = 0;
    for (const CaseFile::Statement& statement : file_.statements) {
      replayer.Execute(statement.parsed, "");
      const std::string expected = ExpectedError(statement, major_);
      bool raised = false;
      for (; seen < diagnostics.list().size(); ++seen) {
        const Diagnostic& diagnostic = diagnostics.list()[seen];
        if (!expected.empty() && diagnostic.sqlstate == expected && !raised) {
          raised = true;
        } else {
          CheckDiagnostic(diagnostic);
        }
      }
      if (!expected.empty() && !raised) {
        Problem(StrCat(statement.parsed.location().ToString(), ": the replay accepts what the ",
                       "server refuses with ", expected));
      }
    }
    replayer.EndSession();
    for (; seen < diagnostics.list().size(); ++seen) CheckDiagnostic(diagnostics.list()[seen]);
    return catalog;
  }

  void Compare(const Catalog& replayed, const Catalog& live) {
    for (const Difference& difference : Diff(replayed, live)) {
      const std::string what = difference.key.ToString();
      if (difference.change != Change::kChanged || !difference.comparable) {
        if (difference.comparable || !unresolved_ok_) {
          Problem(StrCat(what, " is ", ToString(difference.change), " on the server",
                         difference.comparable ? "" : ", perhaps: ", difference.reason));
        }
        continue;
      }
      for (const AttributeDifference& attribute : difference.attributes) {
        if (attribute.comparison == Comparison::kNotComparable) {
          ++result_.unresolved;
          if (unresolved_ok_) continue;
        }
        Problem(StrCat(what, ": ", attribute.name, "\n    replay: ", attribute.expected,
                       "\n    server: ", attribute.actual,
                       attribute.reason.empty() ? "" : "\n    not comparable: ", attribute.reason));
      }
    }
  }

  ReplayCheck Take() { return std::move(result_); }

 private:
  void Problem(std::string text) { result_.problems.push_back(std::move(text)); }

  void CheckDiagnostic(const Diagnostic& diagnostic) {
    for (const CaseFile::Directive& directive : file_.directives) {
      if (directive.word == "expect-diagnostic" && directive.text == diagnostic.code) return;
    }
    Problem(FormatDiagnostic(diagnostic));
  }

  const CaseFile& file_;
  int major_;
  bool unresolved_ok_;
  ReplayCheck result_;
};

}  // namespace

std::string ExpectedError(const CaseFile::Statement& statement, int major) {
  for (const CaseFile::Directive& directive : statement.directives) {
    if (directive.word == "expect-error" && directive.majors.Contains(major)) {
      return directive.text;
    }
  }
  return {};
}

ReplayCheck CheckReplay(const CaseFile& file, int major, const Catalog& live) {
  Checker checker(file, major);
  const Catalog replayed = checker.Replay(live.server_version);
  checker.Compare(replayed, live);
  return checker.Take();
}

}  // namespace schemadiff::testing
