#include "tests/oracle/dump_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <utility>

#include "engine/base/strings.h"

namespace schemadiff::testing {
namespace {

// pg_dump's words for what the catalog does not model, and ours.
constexpr std::array<std::pair<std::string_view, std::string_view>, 1> kUnmodelled = {{
    {"SECURITY LABEL", "security label"},
}};

std::optional<std::string> KindOfWord(std::string_view word) {
  const auto* found =
      std::ranges::find(kUnmodelled, word, &std::pair<std::string_view, std::string_view>::first);
  if (found == kUnmodelled.end()) return std::nullopt;
  return std::string(found->second);
}

// The settings under which an entry is made, as far as they mean something for it.
std::vector<std::string> SettingsOf(std::string_view type, const std::string& tablespace,
                                    const std::string& access_method) {
  const bool stored = type == "TABLE" || type == "MATERIALIZED VIEW";
  std::vector<std::string> settings;
  if (stored && !access_method.empty()) settings.push_back(access_method);
  if ((stored || type == "INDEX" || type == "CONSTRAINT") && !tablespace.empty()) {
    settings.push_back(tablespace);
  }
  return settings;
}

// The lines of one side that the other has not, the common beginning and end left out.
std::string LineDifference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  size_t begin = 0;
  while (begin < a.size() && begin < b.size() && a[begin] == b[begin]) ++begin;
  size_t end = 0;
  while (end < a.size() - begin && end < b.size() - begin &&
         a[a.size() - 1 - end] == b[b.size() - 1 - end]) {
    ++end;
  }
  std::string out;
  for (size_t i = begin; i < a.size() - end; ++i) StrAppend(&out, "    - ", a[i], "\n");
  for (size_t i = begin; i < b.size() - end; ++i) StrAppend(&out, "    + ", b[i], "\n");
  return out;
}

// Parameters in the order of their names: that in which somebody once set them means nothing.
std::string SortParameters(const std::string& line) {
  static const std::regex kList("\\(((?:[a-z_.]+='?[^',()]*'?(?:, |(?=\\))))+)\\)");
  std::smatch match;
  if (!std::regex_search(line, match, kList)) return line;
  std::vector<std::string> parameters;
  std::string list = match.str(1);
  for (size_t comma; (comma = list.find(", ")) != std::string::npos; list.erase(0, comma + 2)) {
    parameters.push_back(list.substr(0, comma));
  }
  parameters.push_back(list);
  std::ranges::sort(parameters);
  return StrCat(match.prefix().str(), "(", StrJoin(parameters, ", "), ")",
                SortParameters(match.suffix().str()));
}

// Likewise the settings of a function, one a line.
void SortSettings(std::vector<std::string>* lines) {
  for (auto begin = lines->begin(); begin != lines->end(); ++begin) {
    auto end = begin;
    while (end != lines->end() && end->starts_with("    SET ")) ++end;
    std::sort(begin, end);
    if (begin != end) return;
  }
}

}  // namespace

std::string DumpEntry::Heading() const {
  return StrCat(type, " ", name, schema == "-" ? "" : StrCat(" in ", schema));
}

std::vector<DumpEntry> ReadDump(std::string_view text) {
  static const std::regex kHeading(
      "-- Name: (.*); Type: ([A-Z ]+); Schema: (.*); Owner: (.*?)(; Tablespace: .*)?");
  std::vector<DumpEntry> entries;
  std::string tablespace, access_method;
  const std::vector<std::string_view> lines = StrSplit(text, '\n');
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string line(lines[i]);
    std::smatch match;
    if (line == "--" && i + 2 < lines.size() && lines[i + 2] == "--") {
      const std::string heading(lines[i + 1]);
      if (std::regex_match(heading, match, kHeading)) {
        entries.push_back({match.str(1), match.str(2), match.str(3),
                           SettingsOf(match.str(2), tablespace, access_method)});
        i += 2;
        continue;
      }
      if (heading == "-- PostgreSQL database dump complete") break;
    }
    if (line.starts_with("SET default_tablespace = ")) {
      tablespace = line;
    } else if (line.starts_with("SET default_table_access_method = ")) {
      access_method = line;
    } else if (!line.empty() && !entries.empty() && !line.starts_with("pg_dump: ")) {
      entries.back().lines.push_back(SortParameters(line));
    }
  }
  for (DumpEntry& entry : entries) {
    SortSettings(&entry.lines);
    // Nor does one hold secrets.
    static const std::regex kPassword("^( +password) '(?:[^']|'')*'");
    for (std::string& line : entry.lines) {
      line = std::regex_replace(line, kPassword, "$1 '(not shown)'");
    }
    if (entry.type != "SUBSCRIPTION") continue;
    // No catalog of ours holds connection strings.
    static const std::regex kConnection(" CONNECTION '(?:[^']|'')*'");
    for (std::string& line : entry.lines) line = std::regex_replace(line, kConnection, "");
  }
  return entries;
}

std::string UnmodelledKind(const DumpEntry& entry) {
  if (entry.type == "TYPE") {
    // The only kind of type whose definition is a list of properties.
    const bool base = std::ranges::any_of(entry.lines, [](const std::string& line) {
      return line.starts_with("CREATE TYPE ") && line.ends_with(" (");
    });
    return base ? "base type" : "";
  }
  if (entry.type != "COMMENT") return KindOfWord(entry.type).value_or("");
  std::string kind;
  size_t longest = 0;
  for (const auto& [word, ours] : kUnmodelled) {
    if (word.size() > longest && entry.name.starts_with(StrCat(word, " "))) {
      longest = word.size();
      kind = ours;
    }
  }
  return kind;
}

std::string DumpDifference(const std::vector<DumpEntry>& a, const std::vector<DumpEntry>& b,
                           const std::map<std::string, int>& not_compared) {
  const auto compared = [&](const std::vector<DumpEntry>& all) {
    std::vector<const DumpEntry*> kept;
    for (const DumpEntry& entry : all) {
      if (not_compared.contains(UnmodelledKind(entry))) continue;
      kept.push_back(&entry);
    }
    return kept;
  };
  const std::vector<const DumpEntry*> left = compared(a), right = compared(b);
  std::multimap<std::string, const DumpEntry*> others;
  for (const DumpEntry* entry : right) others.emplace(entry->Heading(), entry);
  std::string out;
  for (const DumpEntry* entry : left) {
    const auto other = others.find(entry->Heading());
    static const std::vector<std::string> kNothing;
    const bool there = other != others.end();
    const std::string lines = LineDifference(entry->lines, there ? other->second->lines : kNothing);
    if (there) others.erase(other);
    if (!lines.empty()) StrAppend(&out, "  ", entry->Heading(), "\n", lines);
  }
  for (const auto& [heading, entry] : others) {
    StrAppend(&out, "  ", heading, "\n", LineDifference({}, entry->lines));
  }
  if (!out.empty()) return out;
  for (size_t i = 0; i < left.size() && i < right.size(); ++i) {
    if (left[i]->Heading() == right[i]->Heading()) continue;
    return StrCat("  the order differs: ", left[i]->Heading(), " is where ", right[i]->Heading(),
                  " is in the other\n");
  }
  return out;
}

}  // namespace schemadiff::testing
