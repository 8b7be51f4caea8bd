#include "tests/oracle/case_file.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>

#include "engine/base/strings.h"

namespace schemadiff::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 7> kWords = {
    "majors", "parser", "unresolved-ok", "expect-diagnostic", "gap", "no-copy", "expect-error"};

std::vector<CaseFile::Directive> ParseDirectives(std::string_view text) {
  static const std::regex kDirective("-- ([a-z]+(?:-[a-z]+)*)(?:\\(([0-9-]+)\\))?: *(.*)");
  std::vector<CaseFile::Directive> directives;
  for (const std::string_view line : StrSplit(text, '\n')) {
    const std::string trimmed(StripWhitespace(line));
    std::smatch match;
    if (!std::regex_match(trimmed, match, kDirective)) continue;
    if (std::ranges::find(kWords, match.str(1)) == kWords.end()) {
      throw std::runtime_error(StrCat("there is no directive ", match.str(1)));
    }
    CaseFile::Directive& directive = directives.emplace_back();
    directive.word = match.str(1);
    directive.text = match.str(3);
    if (match.length(2) != 0) directive.majors = ParseMajors(match.str(2));
  }
  return directives;
}

}  // namespace

MajorRange ParseMajors(const std::string& text) {
  static const std::regex kRange("([0-9]*)(-?)([0-9]*)");
  std::smatch match;
  if (!std::regex_match(text, match, kRange) || text.empty()) {
    throw std::runtime_error(StrCat("not a range of majors: ", text));
  }
  MajorRange range;
  if (match.length(1) != 0) range.first = std::stoi(match.str(1));
  if (match.length(2) == 0) {
    range.last = range.first;
  } else if (match.length(3) != 0) {
    range.last = std::stoi(match.str(3));
  }
  return range;
}

std::optional<std::string> CaseFile::Find(std::string_view word, int major) const {
  for (const Directive& directive : directives) {
    if (directive.word == word && directive.majors.Contains(major)) return directive.text;
  }
  return std::nullopt;
}

bool CaseFile::RunsOn(int major) const {
  const std::optional<std::string> majors = Find("majors", major);
  return !majors || ParseMajors(*majors).Contains(major);
}

CaseFile ReadCase(const std::string& directory, const std::string& name) {
  CaseFile file;
  file.name = name;
  const std::string path = StrCat(name, ".sql");
  std::ifstream stream(fs::path(directory) / path);
  if (!stream) throw std::runtime_error(StrCat("cannot read ", path));
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  try {
    file.directives = ParseDirectives(text);
  } catch (const std::exception& error) {
    throw std::runtime_error(StrCat(path, ": ", error.what()));
  }
  ParsedScript script = ParseSql(SourceText::FromFile(path, std::move(text)));
  file.diagnostics = script.diagnostics;
  size_t end = 0;
  for (ParsedStatement& parsed : script.statements) {
    const std::string_view before =
        std::string_view(parsed.source->text()).substr(end, parsed.begin - end);
    end = parsed.end;
    std::vector<CaseFile::Directive> directives = ParseDirectives(before);
    file.statements.push_back({std::move(parsed), std::move(directives)});
  }
  return file;
}

std::vector<std::string> ListCases(const std::string& directory) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.path().extension() != ".sql") continue;
    names.push_back(fs::relative(entry.path(), directory).replace_extension().string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace schemadiff::testing
