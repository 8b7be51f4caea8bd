#include "tools/conformance/suite.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "engine/base/file.h"
#include "engine/base/strings.h"
#include "parsers/sql/script.h"

namespace schemadiff::conformance {
namespace {

namespace fs = std::filesystem;

// As the comments in PostgreSQL's src/test/regress/parallel_schedule say, and what its files use of
// others without saying so.
const std::map<std::string_view, std::vector<std::string_view>>& DirectPrerequisites() {
  static const std::map<std::string_view, std::vector<std::string_view>> kTable = {
      {"multirangetypes", {"rangetypes"}},
      {"geometry", {"point", "lseg", "line", "box", "path", "polygon", "circle"}},
      {"horology", {"date", "time", "timetz", "timestamp", "timestamptz", "interval"}},
      {"aggregates", {"create_aggregate"}},
      {"join", {"create_misc"}},
      {"alter_table", {"create_index"}},
      {"create_am", {"create_index"}},
      {"psql", {"create_am"}},
      {"amutils", {"geometry", "create_index_spgist", "hash_index", "brin"}},
      {"select_parallel", {"create_misc"}},
      {"select_views", {"create_view"}},
      {"with", {"create_misc"}},
  };
  return kTable;
}

const std::map<std::string_view, std::string_view>& Skipped() {
  static const std::map<std::string_view, std::string_view> kTable = {
      {"euc_kr", "needs a database in the encoding EUC_KR"},
      {"collate.linux.utf8", "needs locales that the throwaway server does not have"},
      {"numeric_big", "not in the schedule: only computes"},
  };
  return kTable;
}

// psql would take these from its environment, as pg_regress sets it.
std::string ReplaceEnvironment(std::string_view text, const std::string& directory) {
  const std::map<std::string_view, std::string> environment = {
      {"PG_ABS_SRCDIR", directory},
      {"PG_ABS_BUILDDIR", directory},
      {"PG_LIBDIR", "$libdir"},
      {"PG_DLSUFFIX", ".so"},
  };
  std::string out;
  for (const std::string_view line : StrSplit(text, '\n')) {
    if (!out.empty() || line.data() != text.data()) out += '\n';
    std::vector<std::string_view> words;
    if (line.starts_with("\\getenv ")) {
      words = StrSplit(StripWhitespace(line), ' ');
    }
    const auto value = words.size() == 3 ? environment.find(words[2]) : environment.end();
    if (value == environment.end()) {
      out += line;
    } else {
      StrAppend(&out, "\\set ", words[1], " '", value->second, "'");
    }
  }
  return out;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : lines_(StrSplit(text, '\n')) {}

  void ReadScript(const PsqlScript& script) {
    for (const Diagnostic& diagnostic : script.diagnostics.list()) {
      if (diagnostic.code == "sql.unset-variable") unset_.insert(diagnostic.location.line);
    }
    for (const PsqlScript::Part& part : script.parts) {
      if (part.new_session) {
        Step reconnect;
        reconnect.what = Step::What::kReconnect;
        steps_.push_back(std::move(reconnect));
      }
      ReadPart(part.text);
    }
  }

  std::vector<Step> Take() { return std::move(steps_); }

 private:
  void ReadPart(const std::shared_ptr<const SourceText>& source) {
    std::vector<std::pair<size_t, Step>> found;
    ParseSqlInOrder(
        source,
        [&](const ParsedStatement& parsed) {
          Step step;
          step.parsed = parsed;
          step.text = parsed.text();
          Finish(*source, parsed.begin, parsed.end, &step);
          found.emplace_back(parsed.begin, std::move(step));
        },
        [&](std::string_view text, const Diagnostic* refusal) {
          Step step;
          step.what = Step::What::kRefused;
          step.text = text;
          step.refusal = *refusal;
          const size_t begin = FirstToken(text) + source->text().find(text);
          Finish(*source, begin, begin + StripWhitespace(text).size(), &step);
          found.emplace_back(begin, std::move(step));
        });
    std::ranges::stable_sort(found, {}, [](const auto& entry) { return entry.first; });
    for (auto& [begin, step] : found) steps_.push_back(std::move(step));
  }

  static size_t FirstToken(std::string_view text) {
    return std::min(text.find_first_not_of(" \t\r\n"), text.size());
  }

  void Finish(const SourceText& source, size_t begin, size_t end, Step* step) const {
    step->location = source.Locate(begin);
    const uint32_t last = source.Locate(end).line;
    const auto unset = unset_.lower_bound(step->location.line);
    if (unset != unset_.end() && *unset <= last) step->what = Step::What::kUnknown;
    const std::string head = AsciiToLower(step->text.substr(0, 4));
    if (head == "copy") step->copy_data = CopyData(last);
  }

  // The lines after the one of that number, up to the one that ends COPY's data; empty where there
  // is none before the next statement could begin: the caller does not know what COPY copies.
  std::string CopyData(uint32_t line) const {
    std::string data;
    for (size_t i = line; i < lines_.size(); ++i) {
      if (lines_[i] == "\\.") return data;
      StrAppend(&data, lines_[i], "\n");
    }
    return "";
  }

  const std::vector<std::string_view> lines_;
  std::set<uint32_t> unset_;
  std::vector<Step> steps_;
};

}  // namespace

Suite::Suite(std::string directory) : directory_(std::move(directory)) {}

std::vector<std::string> Suite::Files() const {
  std::vector<std::string> files;
  std::set<std::string, std::less<>> seen;
  const auto add = [&](std::string_view name) {
    if (Has(name) && seen.emplace(name).second) files.emplace_back(name);
  };
  if (const auto schedule = ReadFile(directory_ + "/parallel_schedule"); schedule.ok()) {
    for (const std::string_view line : StrSplit(*schedule, '\n')) {
      if (!line.starts_with("test:")) continue;
      for (const std::string_view name : StrSplit(line.substr(5), ' ')) add(StripWhitespace(name));
    }
  }
  std::set<std::string> rest;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory_ + "/sql", error)) {
    if (entry.path().extension() == ".sql") rest.insert(entry.path().stem().string());
  }
  for (const std::string& name : rest) add(name);
  return files;
}

bool Suite::Has(std::string_view file) const {
  std::error_code error;
  return !file.empty() && fs::is_regular_file(StrCat(directory_, "/sql/", file, ".sql"), error);
}

absl::StatusOr<std::vector<Step>> Suite::Read(std::string_view file) const {
  const std::string name = StrCat(file, ".sql");
  const std::string path = StrCat(directory_, "/sql/", name);
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  const std::string prepared = ReplaceEnvironment(*text, directory_);
  PsqlOptions options;
  options.directory = directory_;
  absl::StatusOr<PsqlScript> script = ReadPsqlText(name, prepared, options);
  if (!script.ok()) return script.status();
  Reader reader(prepared);
  reader.ReadScript(*script);
  return reader.Take();
}

std::vector<std::string> Suite::Prerequisites(std::string_view file) {
  std::vector<std::string> all;
  const auto found = DirectPrerequisites().find(file);
  if (found == DirectPrerequisites().end()) return all;
  for (const std::string_view direct : found->second) {
    for (std::string& earlier : Prerequisites(direct)) all.push_back(std::move(earlier));
    all.emplace_back(direct);
  }
  return all;
}

std::string_view Suite::ReasonToSkip(std::string_view file) {
  const auto found = Skipped().find(file);
  return found == Skipped().end() ? std::string_view() : found->second;
}

}  // namespace schemadiff::conformance
