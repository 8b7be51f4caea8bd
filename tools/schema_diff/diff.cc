// schema-diff diff: any two sources.
#include "tools/schema_diff/assess.h"
#include "tools/schema_diff/commands.h"
#include "tools/schema_diff/load.h"
#include "tools/schema_diff/options.h"
#include "tools/schema_diff/sides.h"

namespace schemadiff::cli {
namespace {

class DiffCommand : public Command {
 public:
  CommandModel Text() const override {
    CommandModel text;
    text.name = "diff";
    text.summary = "Compare any two sources";
    text.description =
        "Reports every difference between two sources: what the first has and the second lacks is "
        "missing, what only the second has is unexpected. Nothing is pending here, since nothing "
        "is claimed: all differences are drift.";
    text.examples = {
        {"schema-diff diff postgresql://staging/app postgresql://production/app", "Two databases"},
        {"schema-diff diff snapshots/friday.json service=prod",
         "What changed in a database since a snapshot"},
        {"pg_dump -s app | schema-diff diff backend/alembic -",
         "Migrations against a dump from standard input"}};
    return text;
  }

  void Declare(Declarations& options) override {
    options.Positional("EXPECTED", &expected_, "The source that says what should be",
                       ValueKind::kSource);
    options.Required();
    options.Positional("ACTUAL", &actual_, "The source to look at", ValueKind::kSource);
    options.Required();
    options_.DeclareReplay(options, "Replay a history up to this revision instead of its head(s)");
    options_.DeclareFilters(options);
    options_.DeclareFailOn(options);
    options_.DeclareOutput(options, {"text", "json"});
  }

  int Run() override {
    if (absl::Status valid = options_.Validate(); !valid.ok()) return Fail(valid);
    Report report;
    {
      Progress progress;
      absl::StatusOr<Report> compared = Compare(&progress);
      if (!compared.ok()) return Fail(compared.status());
      report = *std::move(compared);
    }
    report.command = "diff";
    FinishReport(&report);
    return EmitReport(report, options_);
  }

 private:
  absl::StatusOr<Report> Compare(Progress* progress) {
    absl::StatusOr<Source> expected = ParseSource(expected_);
    if (!expected.ok()) return expected.status();
    absl::StatusOr<Source> actual = ParseSource(actual_);
    if (!actual.ok()) return actual.status();
    if (expected->kind == Source::Kind::kStandardInput && actual->kind == expected->kind) {
      return absl::InvalidArgumentError("only one side can be standard input");
    }
    if (absl::Status at = CheckRevisionOption(options_, {&*expected, &*actual}); !at.ok())
      return at;
    // A replay follows the version of the side that has one: that goes first.
    const bool actual_first = KnowsServerVersion(*actual) || !KnowsServerVersion(*expected);
    const Source& first = actual_first ? *actual : *expected;
    const Source& second = actual_first ? *expected : *actual;
    absl::StatusOr<Side> one = LoadSource(first, options_, ReplayVersion(options_), progress);
    if (!one.ok()) return one.status();
    const int version = KnowsServerVersion(first) && options_.server_version_num == 0 &&
                                one->catalog.server_version != 0
                            ? one->catalog.server_version
                            : ReplayVersion(options_);
    absl::StatusOr<Side> two = LoadSource(second, options_, version, progress, &one->catalog);
    if (!two.ok()) return two.status();
    progress->Step("comparing");
    return actual_first ? ComparePlain(*std::move(two), *std::move(one), options_)
                        : ComparePlain(*std::move(one), *std::move(two), options_);
  }

  int Fail(const absl::Status& status) {
    Report report;
    report.command = "diff";
    report.tool_version = ToolVersion();
    report.schemas = options_.schemas;
    report.excludes = options_.excludes;
    report.error = std::string(status.message());
    report.fail_on = options_.fail_classes;
    return EmitReport(report, options_);
  }

  std::string expected_;
  std::string actual_;
  CommonOptions options_;
};

}  // namespace

std::unique_ptr<Command> MakeDiffCommand() { return std::make_unique<DiffCommand>(); }

}  // namespace schemadiff::cli
