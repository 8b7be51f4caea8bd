// schema-diff check, and its sibling status.
#include "engine/base/strings.h"
#include "tools/schema_diff/assess.h"
#include "tools/schema_diff/commands.h"
#include "tools/schema_diff/load.h"
#include "tools/schema_diff/options.h"
#include "tools/schema_diff/sides.h"

namespace schemadiff::cli {
namespace {

constexpr std::string_view kAtHelp =
    "Compare with this revision instead of the head(s): an id, a unique beginning of one, head, "
    "heads or base";

class CheckCommand : public Command {
 public:
  explicit CheckCommand(bool findings) : findings_(findings) {}

  CommandModel Text() const override {
    CommandModel text;
    if (findings_) {
      text.name = "check";
      text.summary = "Compare a database with its migrations: the main job";
      text.description =
          "Replays the migrations to the revision that the database claims and to the head, reads "
          "the database, and reports every difference: drift (the database claims the revision, "
          "yet differs), pending (not applied yet), ahead (applied, not recorded), unmanaged (made "
          "by no migration), each with the revision, file and line that it goes back to.\n\n"
          "With several heads and no --at, the database is compared with all of them together.";
      text.examples = {
          {"schema-diff check --db postgresql://app@db/app --migrations backend/alembic",
           "Does the database have the schema that its migrations say?"},
          {"schema-diff check --db service=prod --migrations alembic:migrations --format json "
           "-o report.json",
           "For a nightly job: a JSON report, written whole or not at all"},
          {"schema-diff check --db service=prod --migrations db/migrations --fail-on drift,ahead",
           "As a gate that lets pending revisions and unmanaged tables pass"},
          {"schema-diff check --db service=prod --migrations db/migrations --exclude "
           "'public.celery_*'",
           "Without the tables that a library makes"}};
    } else {
      text.name = "status";
      text.summary = "Tell where a database stands in its migration history";
      text.description =
          "Tells which revision the database claims, which ones are pending and what they do, "
          "whether what it claims is really there, and which revision it matches best. The "
          "differences themselves are counted, not listed: see \"schema-diff check\".";
      text.examples = {
          {"schema-diff status --db service=prod --migrations backend/alembic",
           "Up to date, behind, uninitialised, stamped but not applied, or an unknown revision?"},
          {"schema-diff status --db service=prod --migrations backend/alembic --format json",
           "The same for a script"}};
    }
    return text;
  }

  void Declare(Declarations& options) override {
    options.Value("--db", "SOURCE", &db_, "The database to look at, or a snapshot or dump of it",
                  ValueKind::kSource);
    options.Required();
    options.Value("--migrations", "SOURCE", &migrations_, "The migrations that it should follow",
                  ValueKind::kSource);
    options.Required();
    options_.DeclareReplay(options, kAtHelp);
    options_.DeclareFilters(options);
    options_.DeclareFailOn(options);
    options_.DeclareOutput(options, {"text", "json"});
  }

  int Run() override {
    if (absl::Status valid = options_.Validate(); !valid.ok()) return Fail(valid);
    Report report;
    {
      Progress progress;
      absl::StatusOr<Report> assessed = Assess(&progress);
      if (!assessed.ok()) return Fail(assessed.status());
      report = *std::move(assessed);
    }
    report.command = Text().name;
    FinishReport(&report);
    if (!findings_) report.findings.clear();
    return EmitReport(report, options_);
  }

 private:
  absl::StatusOr<Report> Assess(Progress* progress) {
    absl::StatusOr<Source> db = ParseSource(db_);
    if (!db.ok()) return Named("--db", db.status());
    absl::StatusOr<Source> migrations = ParseSource(migrations_);
    if (!migrations.ok()) return Named("--migrations", migrations.status());
    if (migrations->kind == Source::Kind::kDatabase) {
      return absl::InvalidArgumentError(
          "--migrations is a connection; it takes a directory of migrations, SQL or a snapshot");
    }
    if (db->kind == Source::Kind::kHistory) {
      return absl::InvalidArgumentError(
          "--db is a directory; to compare two directories, use \"schema-diff diff\"");
    }
    if (migrations->kind != Source::Kind::kHistory) return Plain(*db, *migrations, progress);
    progress->Step("reading migrations");
    absl::StatusOr<History> history = ReadHistory(migrations->text);
    if (!history.ok()) return Named("--migrations", history.status());
    if (absl::Status whole = CheckWhole(*history); !whole.ok()) {
      return absl::FailedPreconditionError(
          ToAbsl(StrCat(std::string(whole.message()), "; \"schema-diff history\" shows the rest")));
    }
    absl::StatusOr<Side> actual =
        db->kind == Source::Kind::kDatabase
            ? LoadDatabase(*db, options_, BookkeepingOf(*history), progress)
            : LoadSource(*db, options_, ReplayVersion(options_), progress);
    if (!actual.ok()) return actual.status();
    return AssessAgainstHistory(*history, *migrations, *std::move(actual), options_, progress);
  }

  // Expected from SQL or a snapshot: no revisions, hence no status.
  absl::StatusOr<Report> Plain(const Source& db, const Source& migrations, Progress* progress) {
    absl::StatusOr<Side> actual = LoadSource(db, options_, ReplayVersion(options_), progress);
    if (!actual.ok()) return actual.status();
    absl::StatusOr<Side> expected = LoadSource(migrations, options_, actual->catalog.server_version,
                                               progress, &actual->catalog);
    if (!expected.ok()) return expected.status();
    return ComparePlain(*std::move(expected), *std::move(actual), options_);
  }

  static absl::Status Named(std::string_view option, const absl::Status& status) {
    return {status.code(), ToAbsl(StrCat(option, ": ", std::string(status.message())))};
  }

  int Fail(const absl::Status& status) {
    Report report;
    report.command = Text().name;
    report.tool_version = ToolVersion();
    report.schemas = options_.schemas;
    report.excludes = options_.excludes;
    report.error = std::string(status.message());
    report.fail_on = options_.fail_classes;
    return EmitReport(report, options_);
  }

  bool findings_;
  std::string db_;
  std::string migrations_;
  CommonOptions options_;
};

}  // namespace

std::unique_ptr<Command> MakeCheckCommand() { return std::make_unique<CheckCommand>(true); }
std::unique_ptr<Command> MakeStatusCommand() { return std::make_unique<CheckCommand>(false); }

}  // namespace schemadiff::cli
