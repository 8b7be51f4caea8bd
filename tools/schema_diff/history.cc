// schema-diff history: the chain of revisions, and what each one does.
#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/replay.h"
#include "tools/schema_diff/assess.h"
#include "tools/schema_diff/commands.h"
#include "tools/schema_diff/filter.h"
#include "tools/schema_diff/history_replay.h"
#include "tools/schema_diff/load.h"
#include "tools/schema_diff/options.h"

namespace schemadiff::cli {
namespace {

class HistoryCommand : public Command {
 public:
  CommandModel Text() const override {
    CommandModel text;
    text.name = "history";
    text.summary = "Show the revisions as a diagram, with what each one does";
    text.description =
        "Draws the graph of revisions, oldest first: id, date, message, file, and what each "
        "revision adds, changes and drops. Roots and heads are marked, and with --db the position "
        "of a database. Statements that PostgreSQL would reject are reported with file and line; "
        "the exit code is 4 where there are any.";
    text.examples = {
        {"schema-diff history backend/alembic", "The chain, and what each revision does"},
        {"schema-diff history backend/alembic --db service=prod",
         "The same, with the database's position"},
        {"schema-diff history backend/alembic --format json | jq '.revisions[].id'",
         "The same for a script"}};
    return text;
  }

  void Declare(Declarations& options) override {
    options.Positional("SOURCE", &source_, "The migrations", ValueKind::kSource);
    options.Required();
    options.Value("--db", "SOURCE", &db_, "A database whose position to mark", ValueKind::kSource);
    options_.DeclareReplay(options, "Only the revisions up to this one");
    options_.DeclareFilters(options);
    options_.DeclareOutput(options, {"text", "json"});
  }

  int Run() override {
    if (absl::Status valid = options_.Validate(); !valid.ok()) return Fail(valid);
    Report report;
    {
      Progress progress;
      absl::StatusOr<Report> told = Tell(&progress);
      if (!told.ok()) return Fail(told.status());
      report = *std::move(told);
    }
    return EmitReport(report, options_);
  }

 private:
  absl::StatusOr<Report> Tell(Progress* progress) {
    absl::StatusOr<Source> source = ParseSource(source_);
    if (!source.ok()) return source.status();
    if (source->kind != Source::Kind::kHistory) {
      return absl::InvalidArgumentError(
          "this is no directory of migrations: only those have a history");
    }
    progress->Step("reading migrations");
    absl::StatusOr<History> history = ReadHistory(source->text);
    if (!history.ok()) return history.status();
    Report report;
    report.status.emplace();
    Catalog initial = InitialCatalog(ReplayVersion(options_));
    std::string user;
    if (!db_.empty()) {
      absl::StatusOr<Source> db = ParseSource(db_);
      if (!db.ok()) return db.status();
      if (db->kind != Source::Kind::kDatabase) {
        return absl::InvalidArgumentError("--db is no connection");
      }
      absl::StatusOr<Side> actual = LoadDatabase(*db, options_, BookkeepingOf(*history), progress);
      if (!actual.ok()) return actual.status();
      initial = InitialCatalogFor(actual->catalog);
      user = actual->identity.user;
      // The whole assessment, so that the position is told the same way everywhere.
      absl::StatusOr<Report> assessed =
          AssessAgainstHistory(*history, *source, *std::move(actual), options_, progress);
      if (!assessed.ok()) return assessed.status();
      report = *std::move(assessed);
      report.findings.clear();
      report.compared = false;
      report.diagnostics = history->diagnostics;
    } else {
      report.diagnostics = history->diagnostics;
      report.expected = HistoryIdentity(*history, *source);
      report.expected->server_version = initial.server_version;
      HistoryStatus& status = *report.status;
      status.tool = history->tool;
      status.commands = history->commands;
      status.roots = history->Roots();
      status.heads = history->Heads();
      status.target = status.heads;
      status.target_is_heads = options_.at.empty();
      status.revision_count = history->revisions.size();
      if (!options_.at.empty()) {
        absl::StatusOr<std::vector<std::string>> at = ResolveRevisions(*history, options_.at);
        if (!at.ok()) return at.status();
        status.target = *std::move(at);
      }
    }
    report.command = "history";
    report.tool_version = ToolVersion();
    report.schemas = options_.schemas;
    report.excludes = options_.excludes;
    initial.notes.session_role = options_.role;
    AddRevisions(*history, initial, user, progress, &report);
    CountRefusals(&report);
    report.verdict = report.diagnostics.Count(DiagnosticLevel::kError) == 0
                         ? Verdict::kInSync
                         : Verdict::kNotComparable;
    report.exit_code = ExitCode(report.verdict);
    return report;
  }

  void AddRevisions(const History& history, const Catalog& initial, const std::string& user,
                    Progress* progress, Report* report) const {
    Filter filter(options_.schemas, options_.excludes, !options_.no_privileges);
    HistoryReplay replay(initial, user, progress);
    replay.TrackChanges();
    // One revision behind: replaying each twice costs less than a copy of all tables for each.
    HistoryReplay behind(initial, user, progress);
    filter.Learn(behind.catalog());
    const HistoryStatus& status = *report->status;
    const StringSet heads = HeadsOf(history);
    StringSet pending;
    for (const RevisionInfo& info : status.pending) pending.insert(info.id);
    replay.ApplyAll(history.UpTo(status.target), [&](const Revision& revision) {
      RevisionInfo info = DescribeRevision(heads, revision);
      info.is_claimed = std::ranges::find(status.claimed, revision.id) != status.claimed.end();
      info.is_pending = pending.contains(revision.id);
      info.effects_known = true;
      info.effects =
          EffectsBetween(behind.catalog(), replay.catalog(), replay.TakeChanges(), &filter);
      behind.Apply(revision);
      report->revisions.push_back(std::move(info));
    });
    report->diagnostics.Append(replay.diagnostics());
    report->expected->upto = status.target;
    report->expected->objects = filter.Select(replay.catalog()).size();
    report->expected->fingerprint = filter.FingerprintOf(replay.catalog()).ToHex();
  }

  int Fail(const absl::Status& status) {
    Report report;
    report.command = "history";
    report.tool_version = ToolVersion();
    report.schemas = options_.schemas;
    report.excludes = options_.excludes;
    report.error = std::string(status.message());
    return EmitReport(report, options_);
  }

  std::string source_;
  std::string db_;
  CommonOptions options_;
};

}  // namespace

std::unique_ptr<Command> MakeHistoryCommand() { return std::make_unique<HistoryCommand>(); }

}  // namespace schemadiff::cli
