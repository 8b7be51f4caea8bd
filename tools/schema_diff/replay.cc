// schema-diff replay and snapshot: one source's catalog.
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "engine/base/escape.h"
#include "engine/base/strings.h"
#include "engine/catalog/snapshot.h"
#include "engine/fix/create_sql.h"
#include "tools/schema_diff/commands.h"
#include "tools/schema_diff/filter.h"
#include "tools/schema_diff/load.h"
#include "tools/schema_diff/options.h"

namespace schemadiff::cli {
namespace {

// SQL and JSON hold names and texts as they are, which a file must and a terminal must not get.
std::string ForTerminal(std::string_view text) {
  return StrJoin(StrSplit(text, '\t'), "\t", [](std::string* out, std::string_view part) {
    *out += EscapeForTerminal(part, /*keep_newlines=*/true);
  });
}

// Whether something is missing from the catalog, or wrong in it: what was not understood, and what
// the replay says that it could not compute.
bool IsGap(const Diagnostic& diagnostic) {
  return diagnostic.level == DiagnosticLevel::kError ||
         (diagnostic.level == DiagnosticLevel::kWarning && diagnostic.code.starts_with("replay."));
}

class CatalogCommand : public Command {
 public:
  void Declare(Declarations& options) override {
    options.Positional("SOURCE", &source_, "What to read", ValueKind::kSource);
    options.Required();
    options_.DeclareReplay(options, "Replay a history up to this revision instead of its head(s)");
    options_.DeclareFilters(options);
    options_.DeclareOutput(options, Formats());
  }

  int Run() override {
    if (absl::Status valid = options_.Validate(); !valid.ok()) return Fail(valid);
    absl::StatusOr<Side> side = Load();
    if (!side.ok()) return Fail(side.status());
    Filter filter(options_.schemas, options_.excludes, !options_.no_privileges);
    filter.Learn(side->catalog);
    filter.NotePatterns(side->identity.kind == SideKind::kDatabase, &side->diagnostics);
    ComplainAbout(side->diagnostics, options_);
    filter.Reduce(&side->catalog);
    const bool complete = std::ranges::none_of(side->diagnostics.list(), IsGap);
    std::string text = Render(*side);
    const bool to_terminal =
        (options_.output.empty() || options_.output == "-") && isatty(STDOUT_FILENO) == 1;
    if (to_terminal && options_.format != "text") text = ForTerminal(text);
    return EmitText(text, options_,
                    ExitCode(complete ? Verdict::kInSync : Verdict::kNotComparable));
  }

 protected:
  virtual std::vector<std::string> Formats() const = 0;
  virtual std::string Render(const Side& side) const = 0;

  static std::string AsSnapshot(const Side& side) {
    Snapshot snapshot{side.catalog, side.identity.snapshot_of, NotRead(side), side.bookkeeping};
    if (snapshot.source.empty()) snapshot.source = ToString(side.identity.kind);
    return WriteSnapshot(snapshot, ToolVersion());
  }

  CommonOptions options_;

 private:
  absl::StatusOr<Side> Load() {
    absl::StatusOr<Source> source = ParseSource(source_);
    if (!source.ok()) return source.status();
    if (absl::Status at = CheckRevisionOption(options_, {&*source}); !at.ok()) return at;
    Progress progress;
    if (source->kind == Source::Kind::kDatabase && options_.format == "json") {
      return WithRecords(LoadDatabase(*source, options_, UsualRecords(), &progress));
    }
    return LoadSource(*source, options_, ReplayVersion(options_), &progress);
  }

  // A record that may not be read is missing from the snapshot, which is complete for all else.
  static absl::StatusOr<Side> WithRecords(absl::StatusOr<Side> side) {
    if (!side.ok()) return side;
    Diagnostics diagnostics = std::exchange(side->diagnostics, {});
    for (Diagnostic diagnostic : diagnostics.list()) {
      if (diagnostic.code == "introspect.bookkeeping-unreadable") {
        diagnostic.level = DiagnosticLevel::kWarning;
      }
      side->diagnostics.Add(std::move(diagnostic));
    }
    return side;
  }

  static int Fail(const absl::Status& status) {
    Complain(std::string(status.message()));
    return ExitCode(Verdict::kNotChecked);
  }

  std::string source_;
};

class ReplayCommand : public CatalogCommand {
 public:
  CommandModel Text() const override {
    CommandModel text;
    text.name = "replay";
    text.summary = "Show the schema that migrations or SQL files make";
    text.description =
        "Executes the DDL of a source in memory and shows the schema that it makes, as PostgreSQL "
        "would hold it: as text, as SQL, or as JSON (a snapshot). A database or a snapshot is "
        "shown as it is. The exit code is 4 where something was not understood; standard error "
        "says what.";
    text.examples = {
        {"schema-diff replay backend/alembic", "The schema at the head"},
        {"schema-diff replay backend/alembic --at 8f3d9e2a1c45 --format sql -o schema.sql",
         "The schema at an older revision, as SQL"},
        {"schema-diff replay schema.sql --server-version 13 --schema public",
         "As PostgreSQL 13 would hold it"}};
    return text;
  }

 protected:
  std::vector<std::string> Formats() const override { return {"text", "json", "sql"}; }

  std::string Render(const Side& side) const override {
    const Catalog& catalog = side.catalog;
    if (options_.format == "json") return AsSnapshot(side);
    if (options_.format == "sql") return CreateSql(catalog);
    std::vector<ObjectId> whole;
    for (const ObjectId id : catalog.Sorted()) {
      if (catalog.Get(id).parent == kNoObject) whole.push_back(id);
    }
    return RenderCatalogText(catalog, whole, options_.ForText());
  }
};

class SnapshotCommand : public CatalogCommand {
 public:
  CommandModel Text() const override {
    CommandModel text;
    text.name = "snapshot";
    text.summary = "Write a source's schema to a file, to compare with later";
    text.description =
        "Writes the complete schema of a source as JSON, with the versions of schema-diff, of the "
        "snapshot's format and of the server. A snapshot is a SOURCE like any other, and needs "
        "neither the database nor the migrations that it was made from. It holds no secret, and no "
        "data but what a migration tool recorded of itself.";
    text.examples = {
        {"schema-diff snapshot service=prod -o friday.json", "Keep today's schema"},
        {"schema-diff diff friday.json service=prod", "And tell later what has changed since"}};
    return text;
  }

 protected:
  std::vector<std::string> Formats() const override { return {"json"}; }
  std::string Render(const Side& side) const override { return AsSnapshot(side); }
};

}  // namespace

std::unique_ptr<Command> MakeReplayCommand() { return std::make_unique<ReplayCommand>(); }
std::unique_ptr<Command> MakeSnapshotCommand() { return std::make_unique<SnapshotCommand>(); }

}  // namespace schemadiff::cli
