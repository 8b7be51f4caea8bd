#include "tests/mutations/mutation_check.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>

#include "engine/base/strings.h"
#include "parsers/sql/parser.h"
#include "tests/oracle/dump_text.h"
#include "tools/schema_diff/assess.h"
#include "tools/schema_diff/load.h"
#include "tools/schema_diff/sides.h"

namespace schemadiff::testing {
namespace {

namespace fs = std::filesystem;

// One line for each object that is missing or unexpected, and for each attribute that differs; and
// for whatever else keeps a report from saying "in sync".
using Findings = std::multiset<std::string>;

void AddFinding(const Finding& finding, Findings* lines) {
  const Difference& difference = finding.difference;
  const std::string what = StrCat(finding.finding_class == FindingClass::kDrift
                                      ? std::string()
                                      : StrCat(ToString(finding.finding_class), " "),
                                  ToString(difference.change), " ", difference.key.ToString());
  if (difference.change != Change::kChanged) lines->insert(what);
  for (const AttributeDifference& attribute : difference.attributes) {
    lines->insert(StrCat(what, ": ", attribute.name));
  }
}

Findings Without(const Findings& all, const Findings& others) {
  Findings rest;
  std::ranges::set_difference(all, others, std::inserter(rest, rest.end()));
  return rest;
}

std::string List(const Findings& findings) {
  return findings.empty() ? "nothing"
                          : StrJoin(std::vector(findings.begin(), findings.end()), "; ");
}

// A file with that text, as long as the object is there.
class TextFile {
 public:
  explicit TextFile(const std::string& text) {
    std::string pattern = (fs::temp_directory_path() / "setup-XXXXXX.sql").string();
    const int file = mkstemps(pattern.data(), 4);
    if (file < 0) throw std::runtime_error("cannot make a temporary file");
    close(file);
    path_ = pattern;
    std::ofstream(path_) << text;
  }
  ~TextFile() { fs::remove(path_); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A database made by a setup, as the command check sees it.
class Mutated {
 public:
  Mutated(PgServer& server, const std::string& sql)
      : expected_(sql), database_(server.CreateDatabase()) {
    for (const ParsedStatement& statement :
         ParseSql(SourceText::FromFile("setup.sql", sql)).statements) {
      database_->Execute(std::string(statement.text()));
    }
  }

  // All that the statements do, or nothing where one of them fails.
  void Execute(const std::string& sql) { database_->Execute(sql); }

  Findings Find() const {
    cli::Progress progress;
    const cli::CommonOptions options;
    const cli::Source live{cli::Source::Kind::kDatabase, database_->connection_string()};
    const cli::Source file{cli::Source::Kind::kSqlFile, expected_.path()};
    absl::StatusOr<cli::Side> actual = cli::LoadDatabase(live, options, {}, &progress);
    if (!actual.ok()) throw std::runtime_error(std::string(actual.status().message()));
    absl::StatusOr<cli::Side> expected =
        cli::LoadSource(file, options, actual->catalog.server_version, &progress, &actual->catalog);
    if (!expected.ok()) throw std::runtime_error(std::string(expected.status().message()));
    const absl::StatusOr<Report> report =
        cli::ComparePlain(*std::move(expected), *std::move(actual), options);
    if (!report.ok()) throw std::runtime_error(std::string(report.status().message()));
    Findings lines;
    for (const ReportedFinding& reported : report->findings) AddFinding(reported.finding, &lines);
    for (const Diagnostic& diagnostic : report->diagnostics.list()) {
      if (diagnostic.level == DiagnosticLevel::kNote) continue;
      lines.insert(StrCat("diagnostic ", diagnostic.code, ": ", diagnostic.message));
    }
    for (const UncomparedKind& kind : report->not_compared) {
      lines.insert(StrCat("not compared: ", kind.kind));
    }
    return lines;
  }

  // What pg_dump prints, where there is one.
  std::optional<std::vector<DumpEntry>> Dump() const {
    const std::optional<std::string> text = database_->PgDumpSchema();
    if (!text) return std::nullopt;
    return ReadDump(*text);
  }

 private:
  TextFile expected_;
  std::unique_ptr<Database> database_;
};

class Checker {
 public:
  Checker(PgServer& server, const std::string& name, const MutationSetup& setup)
      : server_(server), name_(name), setup_(setup) {}

  std::vector<std::string> Run() {
    line_ = setup_.line;
    try {
      Mutated database(server_, setup_.sql);
      found_ = database.Find();
      if (!found_.empty()) Problem(StrCat("nothing was changed, but found is: ", List(found_)));
      dump_ = database.Dump();
      for (const Mutation& mutation : setup_.mutations) {
        line_ = mutation.line;
        Check(mutation, &database);
      }
    } catch (const std::exception& error) {
      Problem(error.what());
    }
    return std::move(problems_);
  }

 private:
  void Check(const Mutation& mutation, Mutated* database) {
    const Findings before = found_;
    database->Execute(mutation.sql);
    found_ = database->Find();
    const Findings fresh = Without(found_, before);
    const Findings stated(mutation.finds.begin(), mutation.finds.end());
    if (fresh != stated) {
      Problem(StrCat("\n    should be found: ", List(stated), "\n    is found: ", List(fresh)));
    }
    const Findings gone = Without(before, found_);
    if (!gone.empty()) Problem(StrCat("no longer found: ", List(gone)));
    CompareDumps(mutation, database);
    if (mutation.undo.empty()) return;
    for (const std::string& sql : mutation.undo) database->Execute(sql);
    found_ = database->Find();
    if (found_ != before) {
      Problem(StrCat("after undo, found is ", List(Without(found_, before)),
                     "; no longer found is ", List(Without(before, found_))));
    }
    dump_ = database->Dump();
  }

  // The independent observer.
  void CompareDumps(const Mutation& mutation, const Mutated* database) {
    if (!dump_) return;
    std::optional<std::vector<DumpEntry>> dump = database->Dump();
    const bool seen = !DumpDifference(*dump_, *dump, {}).empty();
    dump_ = std::move(dump);
    if (seen && !mutation.unseen.empty()) {
      Problem(StrCat("pg_dump shows it, although: ", mutation.unseen));
    } else if (!seen && mutation.unseen.empty()) {
      Problem("pg_dump -s prints the same as before");
    }
  }

  void Problem(const std::string& what) {
    problems_.push_back(StrCat(name_, ".sql:", line_, ": ", what));
  }

  PgServer& server_;
  const std::string& name_;
  const MutationSetup& setup_;
  int line_ = 0;
  Findings found_;
  std::optional<std::vector<DumpEntry>> dump_;
  std::vector<std::string> problems_;
};

}  // namespace

int MajorFor(const MutationSetup& setup) {
  constexpr int kUsual = 15;
  int nearest = 0;
  for (const int major : PgServer::MajorsUnderTest()) {
    if (major == 0 || !setup.majors.Contains(major)) continue;
    if (nearest == 0 || std::abs(major - kUsual) < std::abs(nearest - kUsual)) nearest = major;
  }
  return nearest;
}

void PrepareServer(PgServer& server) {
  const auto database = server.CreateDatabase();
  for (const std::string_view role : {"alice", "bob"}) {
    (void)database->TryExecute(StrCat("CREATE ROLE ", role));
  }
  if (server.major() < 15) return;
  database->Execute("SET allow_in_place_tablespaces = on");
  (void)database->TryExecute("CREATE TABLESPACE elsewhere LOCATION ''");
}

std::vector<std::string> CheckMutations(PgServer& server, const std::string& name,
                                        const MutationSetup& setup) {
  return Checker(server, name, setup).Run();
}

}  // namespace schemadiff::testing
