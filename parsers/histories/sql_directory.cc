// Plain directories of .sql files, applied in order. No tool, so nothing is recorded in the
// database.
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/file.h"
#include "engine/base/strings.h"
#include "parsers/histories/files.h"
#include "parsers/histories/readers.h"
#include "parsers/histories/sections.h"
#include "parsers/sql/script.h"

namespace schemadiff {
namespace {

constexpr std::string_view kSuffix = ".sql";

bool IsSql(std::string_view name) {
  return name.size() > kSuffix.size() && AsciiToLower(name).ends_with(kSuffix);
}

/// How a file name sorts: by its leading version (numbers by value, so 2 before 10, and 1.2
/// before 1.10), then by bytes.
struct FileOrder {
  std::vector<std::string> version;  // digits without leading zeros
  bool has_version = false;
  std::string name;

  explicit FileOrder(std::string_view file) : name(file) {
    size_t at = 0;
    if (at < file.size() && (file[at] == 'V' || file[at] == 'v')) ++at;
    while (at < file.size() && file[at] >= '0' && file[at] <= '9') {
      const size_t begin = at;
      while (at < file.size() && file[at] >= '0' && file[at] <= '9') ++at;
      std::string_view digits = file.substr(begin, at - begin);
      while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
      version.emplace_back(digits);
      has_version = true;
      // A dot goes on with the version only before another digit.
      if (at + 1 < file.size() && file[at] == '.' && file[at + 1] >= '0' && file[at + 1] <= '9') {
        ++at;
      }
    }
  }

  friend bool operator<(const FileOrder& a, const FileOrder& b) {
    if (a.has_version != b.has_version) return a.has_version;
    for (size_t i = 0; i < a.version.size() && i < b.version.size(); ++i) {
      const std::string& one = a.version[i];
      const std::string& two = b.version[i];
      if (one.size() != two.size()) return one.size() < two.size();
      if (one != two) return one < two;
    }
    if (a.version.size() != b.version.size()) return a.version.size() < b.version.size();
    return a.name < b.name;
  }
};

struct Pair {
  std::string up;
  std::string down;
};

// "0001_init.up.sql" and "0001_init.down.sql" are one revision, "0001_init", as are Flyway's
// "V1__init.sql" and "U1__init.sql".
std::string RevisionId(std::string_view file, bool* down) {
  std::string_view stem = file.substr(0, file.size() - kSuffix.size());
  *down = stem.size() > 1 && stem[0] == 'U' && stem[1] >= '0' && stem[1] <= '9' &&
          stem.find("__") != std::string_view::npos;
  if (*down) return StrCat("V", stem.substr(1));
  *down = stem.ends_with(".down");
  if (*down) stem.remove_suffix(5);
  if (stem.ends_with(".up")) stem.remove_suffix(3);
  return std::string(stem);
}

class Reader final : public HistoryReader {
 public:
  std::string_view tool() const override { return "sql"; }

  bool is_fallback() const override { return true; }

  bool Detect(const std::string& directory) const override {
    const absl::StatusOr<std::vector<std::string>> files = ListFiles(directory);
    return files.ok() && std::ranges::any_of(*files, IsSql);
  }

  absl::StatusOr<History> Read(const std::string& directory) const override {
    absl::StatusOr<std::vector<std::string>> files = ListFiles(directory);
    if (!files.ok()) return files.status();
    History history;
    history.tool = std::string(tool());
    history.directory = directory;
    std::map<std::string, Pair, std::less<>> pairs;
    for (const std::string& file : *files) {
      if (!IsSql(file)) continue;
      bool down = false;
      Pair& pair = pairs[RevisionId(file, &down)];
      std::string& part = down ? pair.down : pair.up;
      if (!part.empty()) {
        history.diagnostics.Add({DiagnosticLevel::kError,
                                 "history.duplicate-revision",
                                 {},
                                 StrCat("\"", part, "\" and \"", file, "\" are the same revision"),
                                 {PathOf(directory, file), 0, 0},
                                 {},
                                 {}});
        continue;
      }
      part = file;
    }
    if (pairs.empty()) {
      return absl::NotFoundError(StrCat("no .sql file in \"", directory, "\""));
    }
    std::vector<std::pair<FileOrder, std::string>> order;
    for (const auto& [id, pair] : pairs) order.emplace_back(FileOrder(id), id);
    std::ranges::sort(order, [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [key, id] : order) {
      const Pair& pair = pairs[id];
      if (pair.up.empty()) {
        history.diagnostics.Add({DiagnosticLevel::kWarning,
                                 "history.missing-up",
                                 {},
                                 StrCat("\"", pair.down, "\" undoes a revision that is not there"),
                                 {PathOf(directory, pair.down), 0, 0},
                                 {},
                                 {}});
        continue;
      }
      if (absl::Status status = AddRevision(directory, id, pair, &history); !status.ok()) {
        return status;
      }
    }
    NoteSubdirectories(directory, &history);
    return history;
  }

 private:
  static std::string PathOf(const std::string& directory, const std::string& file) {
    return (std::filesystem::path(directory) / file).string();
  }

  struct Script {
    std::vector<std::shared_ptr<const SourceText>> texts;
    std::vector<size_t> new_sessions;
  };

  static Script TextsOf(PsqlScript psql) {
    Script script;
    for (PsqlScript::Part& part : psql.parts) {
      if (part.new_session) script.new_sessions.push_back(script.texts.size());
      script.texts.push_back(std::move(part.text));
    }
    return script;
  }

  static absl::StatusOr<Script> ReadDown(const std::string& path,
                                         const std::optional<Directions>& both) {
    absl::StatusOr<PsqlScript> psql = both ? ReadPsqlTextOf(path, both->down) : ReadPsqlFile(path);
    if (!psql.ok()) return psql.status();
    return TextsOf(*std::move(psql));
  }

  static absl::Status AddRevision(const std::string& directory, const std::string& id,
                                  const Pair& pair, History* history) {
    Revision revision;
    revision.id = id;
    if (!history->revisions.empty()) revision.parents.push_back(history->revisions.back().id);
    revision.location = {PathOf(directory, pair.up), 1, 0};
    const std::string& path = revision.location.file.str();
    absl::StatusOr<std::string> text = ReadFile(path);
    if (!text.ok()) return text.status();
    const std::optional<Directions> both = SplitDirections(*text);
    // Such files are run by psql as often as not, and may use its commands.
    absl::StatusOr<PsqlScript> psql = ReadPsqlTextOf(path, both ? both->up : *std::move(text));
    if (!psql.ok()) return psql.status();
    revision.unread = psql->Unread();
    revision.open_ended = !revision.unread.empty();
    for (Diagnostic diagnostic : psql->diagnostics.list()) {
      diagnostic.revision = id;
      history->diagnostics.Add(std::move(diagnostic));
    }
    Script up = TextsOf(*std::move(psql));
    revision.up = std::move(up.texts);
    revision.new_sessions = std::move(up.new_sessions);
    if (both || !pair.down.empty()) {
      absl::StatusOr<Script> down =
          ReadDown(pair.down.empty() ? path : PathOf(directory, pair.down),
                   pair.down.empty() ? both : std::nullopt);
      if (!down.ok()) return down.status();
      revision.has_down = true;
      revision.down = std::move(down->texts);
    }
    // Nobody says how such files are run; statements like CREATE INDEX CONCURRENTLY are common.
    revision.transactional = false;
    history->revisions.push_back(std::move(revision));
    return absl::OkStatus();
  }

  static void NoteSubdirectories(const std::string& directory, History* history) {
    const absl::StatusOr<std::vector<std::string>> names = ListDirectories(directory);
    if (!names.ok()) return;
    for (const std::string& name : *names) {
      const std::string path = PathOf(directory, name);
      const absl::StatusOr<std::vector<std::string>> files = ListFiles(path);
      if (!files.ok() || std::ranges::none_of(*files, IsSql)) continue;
      history->diagnostics.Add(
          {DiagnosticLevel::kWarning,
           "history.subdirectory-ignored",
           {},
           StrCat("the .sql files in subdirectory \"", name, "\" are not read"),
           {path, 0, 0},
           {},
           {}});
    }
  }
};

}  // namespace

const HistoryReader& SqlDirectoryReader() {
  static const Reader kReader;
  return kReader;
}

}  // namespace schemadiff
