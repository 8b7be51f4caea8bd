// Alembic: a graph of Python files, read without running them.
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/file.h"
#include "engine/base/strings.h"
#include "parsers/alembic/environment.h"
#include "parsers/alembic/migration.h"
#include "parsers/histories/alembic_project.h"
#include "parsers/histories/files.h"
#include "parsers/histories/graph.h"
#include "parsers/histories/readers.h"

namespace schemadiff {
namespace {

using alembic::Migration;
using alembic::MigrationSql;
using alembic::NamingConvention;
using alembic::RevisionHeader;

Diagnostic About(const Migration& migration, DiagnosticLevel level, std::string_view code,
                 std::string message, uint32_t line) {
  Diagnostic diagnostic;
  diagnostic.level = level;
  diagnostic.code = std::string(code);
  diagnostic.message = std::move(message);
  diagnostic.location = {migration.file(), line, 0};
  diagnostic.revision = migration.header().revision;
  return diagnostic;
}

// The docstring repeats the ids for the human reader; where they differ, the variables count.
void CompareDocstring(const Migration& migration, Diagnostics* diagnostics) {
  const RevisionHeader& header = migration.header();
  if (header.doc_revision.has_value() && !header.doc_revision->empty() &&
      *header.doc_revision != header.revision) {
    diagnostics->Add(About(
        migration, DiagnosticLevel::kWarning, "history.docstring-mismatch",
        StrCat("the docstring says \"Revision ID: ", *header.doc_revision,
               "\", the variable says \"", header.revision, "\", which is what Alembic goes by"),
        header.revision_line));
  }
  if (!header.doc_revises.has_value()) return;
  std::set<std::string> documented;
  for (const std::string_view part : StrSplit(*header.doc_revises, ',')) {
    const std::string_view id = StripWhitespace(part);
    if (!id.empty() && id != "None" && id != "<base>") documented.emplace(id);
  }
  const std::set<std::string> declared(header.down_revisions.begin(), header.down_revisions.end());
  if (documented == declared || documented.empty()) return;
  diagnostics->Add(About(
      migration, DiagnosticLevel::kWarning, "history.docstring-mismatch",
      StrCat("the docstring says \"Revises: ", *header.doc_revises, "\", the variable says \"",
             StrJoin(header.down_revisions, ", "), "\", which is what Alembic goes by"),
      header.down_revision_line));
}

// A branch label belongs to one revision; Alembic refuses to load a history where it does not.
void CompareLabels(History* history) {
  std::map<std::string, const Revision*, std::less<>> owners;
  for (const Revision& revision : history->revisions) {
    for (const std::string& label : revision.branch_labels) {
      const auto [owner, added] = owners.emplace(label, &revision);
      if (added || owner->second->id == revision.id) continue;
      Diagnostic diagnostic;
      diagnostic.level = DiagnosticLevel::kError;
      diagnostic.code = "history.duplicate-label";
      diagnostic.message = StrCat("the branch label \"", label, "\" is that of revision \"",
                                  owner->second->id, "\" (", owner->second->location.ToString(),
                                  ") already; Alembic refuses to load such a history");
      diagnostic.location = revision.location;
      diagnostic.revision = revision.id;
      history->diagnostics.Add(std::move(diagnostic));
    }
  }
}

// Alembic lets depends_on name a revision by a branch label or by the beginning of its id.
void ResolveDependencies(std::vector<Revision>* revisions) {
  for (Revision& revision : *revisions) {
    for (std::string& wanted : revision.depends_on) {
      std::vector<const Revision*> matches;
      bool exact = false;
      for (const Revision& other : *revisions) {
        if (other.id == wanted ||
            std::ranges::find(other.branch_labels, wanted) != other.branch_labels.end()) {
          wanted = other.id;
          exact = true;
          break;
        }
        if (other.id.starts_with(wanted)) matches.push_back(&other);
      }
      if (!exact && matches.size() == 1) wanted = matches[0]->id;
    }
  }
}

// The line of env.py that sets search_path; 0 where none does, or only to its default.
uint32_t FindSearchPath(std::string_view env) {
  constexpr std::string_view kName = "search_path";
  uint32_t number = 0;
  for (std::string_view line : StrSplit(env, '\n')) {
    ++number;
    line = line.substr(0, line.find('#'));
    const size_t at = line.find(kName);
    if (at == std::string_view::npos) continue;
    std::string_view value = StripWhitespace(line.substr(at + kName.size()));
    for (const std::string_view word : {"=", "TO", "to"}) {
      if (value.starts_with(word)) value = StripWhitespace(value.substr(word.size()));
    }
    constexpr std::string_view kPublic = "public";
    const bool is_default =
        value.starts_with(kPublic) && value.size() > kPublic.size() &&
        std::string_view("\"';) ").find(value[kPublic.size()]) != std::string_view::npos;
    if (!is_default) return number;
  }
  return 0;
}

class Reader final : public HistoryReader {
 public:
  std::string_view tool() const override { return "alembic"; }

  // As of 1.8; 1.12 takes the same.
  ToolCommands commands() const override {
    return {.title = "Alembic",
            .upgrade = "alembic upgrade {}",
            .upgrade_head = "alembic upgrade head",
            .upgrade_heads = "alembic upgrade heads",
            .record = "alembic stamp {}",
            .record_anew = "alembic stamp --purge {}",
            .base = "base",
            .merge = "alembic merge -m \"merge heads\" {}",
            .new_revision = "alembic revision -m \"record manual changes\"",
            .new_revision_on = "alembic revision --head {} -m \"record manual changes\"",
            .several_heads = "\"alembic upgrade head\" refuses",
            .refuses_overlap = true};
  }

  bool Detect(const std::string& directory) const override {
    return FindAlembicProject(directory).has_value();
  }

  std::optional<Bookkeeping> usual_bookkeeping() const override {
    return Bookkeeping{"", "alembic_version", "version_num"};
  }

  absl::StatusOr<History> Read(const std::string& directory) const override {
    std::error_code error;
    if (!std::filesystem::is_directory(directory, error)) {
      return absl::NotFoundError(StrCat("directory \"", directory, "\" does not exist"));
    }
    const std::optional<AlembicProject> project = FindAlembicProject(directory);
    if (!project.has_value()) {
      return absl::NotFoundError(StrCat("no Alembic project in \"", directory,
                                        "\": no alembic.ini, no env.py with versions/, and no "
                                        "revision files"));
    }
    History history;
    history.tool = std::string(tool());
    history.directory = directory;
    history.bookkeeping =
        Bookkeeping{project->version_table_schema, project->version_table, "version_num"};
    alembic::ProjectModules modules(project->module_roots);
    std::map<std::string, std::unique_ptr<Migration>, std::less<>> migrations;
    std::set<std::filesystem::path> seen;  // version locations may overlap
    for (const std::string& versions : project->version_directories) {
      for (const std::string& file : RevisionFiles(*project, versions)) {
        std::error_code unresolved;
        if (!seen.insert(std::filesystem::weakly_canonical(file, unresolved)).second) continue;
        absl::StatusOr<std::string> text = ReadFile(file);
        if (!text.ok()) return text.status();
        AddRevision(std::make_unique<Migration>(file, *text, &modules), &history, &migrations);
      }
    }
    if (history.revisions.empty()) {
      if (!history.diagnostics.empty()) {
        return absl::NotFoundError(StrCat("no revision could be read in \"", directory,
                                          "\": ", FormatDiagnostic(history.diagnostics.list()[0])));
      }
      return absl::NotFoundError(
          StrCat("no revision file in \"", StrJoin(project->version_directories, "\", \""), "\""));
    }
    CompareLabels(&history);
    ResolveDependencies(&history.revisions);
    OrderRevisions(&history);
    Evaluate(Naming(*project, &modules, &history.diagnostics), &history, &migrations);
    DoubtPlaces(*project, &history);
    return history;
  }

 private:
  using Migrations = std::map<std::string, std::unique_ptr<Migration>, std::less<>>;

  static void AddRevision(std::unique_ptr<Migration> migration, History* history,
                          Migrations* migrations) {
    const RevisionHeader& header = migration->header();
    if (header.revision.empty()) {
      Diagnostics reasons = migration->diagnostics();
      if (reasons.empty()) {
        reasons.Add(About(*migration, DiagnosticLevel::kError, "history.no-revision-id",
                          "the file declares no revision; Alembic refuses to load it", 1));
      }
      history->diagnostics.Append(reasons);
      history->gaps.Append(reasons);
      return;
    }
    CompareDocstring(*migration, &history->diagnostics);
    Revision revision;
    revision.id = header.revision;
    revision.parents = header.down_revisions;
    revision.depends_on = header.depends_on;
    revision.branch_labels = header.branch_labels;
    revision.message = header.message;
    revision.date = header.date;
    revision.location = {migration->file(), header.revision_line, 0};
    revision.has_down = header.has_downgrade;
    history->revisions.push_back(std::move(revision));
    // Of files with the same id the first one counts, here as in the graph.
    migrations->try_emplace(header.revision, std::move(migration));
  }

  // The naming conventions of the models, by which Alembic's operations name what has no name.
  static NamingConvention Naming(const AlembicProject& project, alembic::ProjectModules* modules,
                                 Diagnostics* diagnostics) {
    const std::string file =
        (std::filesystem::path(project.script_directory) / "env.py").lexically_normal().string();
    const absl::StatusOr<std::string> text = ReadFile(file);
    if (project.script_directory.empty() || !text.ok()) return alembic::DefaultNaming();
    alembic::TargetNaming target = alembic::ReadTargetNaming(file, *text, modules);
    if (target.naming.unknown.empty()) return target.naming;
    Diagnostic diagnostic;
    diagnostic.code = "alembic.naming-convention";
    diagnostic.location = target.where;
    diagnostic.message =
        StrCat("the models' naming conventions cannot be read: target_metadata depends on ",
               target.naming.unknown);
    const std::optional<std::vector<std::string>> mentions =
        FilesThatMention(project, "naming_convention");
    if (mentions.has_value() && mentions->empty()) {
      diagnostic.level = DiagnosticLevel::kNote;
      StrAppend(&diagnostic.message,
                "; no file of the project sets any, so SQLAlchemy's own are taken");
      diagnostics->Add(std::move(diagnostic));
      return alembic::DefaultNaming();
    }
    diagnostic.level = DiagnosticLevel::kWarning;
    StrAppend(&diagnostic.message,
              "; what gets its name from them is not comparable (names in op.f() are)");
    target.naming.unknown = "target_metadata, which could not be read";
    if (mentions.has_value()) {
      StrAppend(&diagnostic.message, "; they are mentioned in ", StrJoin(*mentions, ", "));
      target.naming.may_rename = std::ranges::any_of(*mentions, [](const std::string& path) {
        const absl::StatusOr<std::string> source = ReadFile(path);
        return source.ok() && source->find("constraint_name") != std::string::npos;
      });
    }
    diagnostics->Add(std::move(diagnostic));
    return std::move(target.naming);
  }

  // env.py can send all that has no schema elsewhere, one schema for each tenant say.
  static void DoubtPlaces(const AlembicProject& project, History* history) {
    const std::string file =
        (std::filesystem::path(project.script_directory) / "env.py").lexically_normal().string();
    const absl::StatusOr<std::string> text = ReadFile(file);
    if (project.script_directory.empty() || !text.ok()) return;
    const uint32_t line = FindSearchPath(*text);
    if (line == 0) return;
    const SourceLocation where{file, line, 0};
    history->diagnostics.Add({DiagnosticLevel::kError,
                              "alembic.search-path",
                              {},
                              StrCat("env.py sets search_path, and is not read: where anything "
                                     "without a schema goes is not known, and it is not compared "
                                     "(what ALTER DATABASE or ALTER ROLE ... SET search_path says "
                                     "is)"),
                              where,
                              {},
                              {}});
    for (Revision& revision : history->revisions) {
      revision.doubt = StrCat(where.ToString(), ", which sets search_path,");
    }
  }

  // Each revision's SQL, in the order in which they are applied: which types exist already
  // depends on those before.
  static void Evaluate(const NamingConvention& naming, History* history, Migrations* migrations) {
    alembic::TypeLedger types;
    for (Revision& revision : history->revisions) {
      Migration& migration = *migrations->find(revision.id)->second;
      MigrationSql up = migration.Upgrade(&types, naming);
      revision.up = std::move(up.texts);
      revision.unread = std::move(up.unread);
      revision.uncertain = std::move(up.uncertain);
      revision.open_ended = up.open_ended;
      revision.doubtful = std::move(up.doubtful);
      revision.transactional = up.transactional;
      revision.commits_at_end = true;
      if (revision.has_down) {
        alembic::TypeLedger after = types;
        revision.down = migration.Downgrade(&after, naming).texts;
      }
      history->diagnostics.Append(migration.diagnostics());
    }
  }
};

}  // namespace

const HistoryReader& AlembicReader() {
  static const Reader kReader;
  return kReader;
}

}  // namespace schemadiff
