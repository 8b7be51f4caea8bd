// Diagnostics, those that say the same together: a loop over twenty missing tables must not
// fill the screen with eighty errors.
#include <algorithm>
#include <map>
#include <tuple>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/report/text_writer.h"

namespace schemadiff {
namespace {

// A message without its first quoted name, and that name.
struct Pattern {
  std::string before;
  std::string name;
  std::string after;
};

Pattern PatternOf(const std::string& message) {
  const size_t open = message.find('"');
  const size_t close = open == std::string::npos ? open : message.find('"', open + 1);
  if (close == std::string::npos) return {message, {}, {}};
  return {message.substr(0, open), message.substr(open, close - open + 1),
          message.substr(close + 1)};
}

struct Group {
  const Diagnostic* first = nullptr;
  Pattern pattern;
  std::vector<std::string> names;  ///< distinct, in order of appearance
  std::vector<uint32_t> lines;     ///< distinct, ascending
  size_t count = 0;
};

std::vector<Group> GroupAlike(const std::vector<Diagnostic>& list, bool separate) {
  using GroupKey = std::tuple<DiagnosticLevel, std::string, std::string, std::string, std::string,
                              std::string, std::string>;
  std::vector<Group> groups;
  std::map<GroupKey, size_t> index;
  for (const Diagnostic& diagnostic : list) {
    Pattern pattern = PatternOf(diagnostic.message);
    const GroupKey key(diagnostic.level, diagnostic.code, diagnostic.sqlstate, diagnostic.revision,
                       diagnostic.location.file, pattern.before, pattern.after);
    auto [at, fresh] = index.try_emplace(key, groups.size());
    if (fresh || separate) {
      at->second = groups.size();
      groups.emplace_back();
      groups.back().first = &diagnostic;
      groups.back().pattern = pattern;
    }
    Group& group = groups[at->second];
    ++group.count;
    if (!pattern.name.empty() &&
        std::ranges::find(group.names, pattern.name) == group.names.end()) {
      group.names.push_back(pattern.name);
    }
    const uint32_t line = diagnostic.location.line;
    const auto place = std::ranges::lower_bound(group.lines, line);
    if (line != 0 && (place == group.lines.end() || *place != line))
      group.lines.insert(place, line);
  }
  return groups;
}

std::string PlacesOf(const Group& group) {
  const SourceLocation& first = group.first->location;
  if (group.lines.size() <= 1) return PlaceText(first);
  return StrCat(Safe(first.file), ":", StrJoin(group.lines, ","));
}

std::string MessageOf(const Group& group) {
  const Diagnostic& first = *group.first;
  std::string text;
  if (group.names.size() <= 1) {
    text = Safe(first.message);
  } else {
    // relation "a" does not exist; likewise "b" and "c"
    std::vector<std::string> others;
    for (size_t i = 1; i < group.names.size(); ++i) others.push_back(Safe(group.names[i]));
    text = StrCat(Safe(first.message), "; likewise ", JoinList(others));
  }
  StrAppend(&text, " [", first.sqlstate.empty() ? "" : StrCat("SQLSTATE ", first.sqlstate, ", "),
            first.code, "]");
  if (group.count > 1) StrAppend(&text, " (", group.count, " times)");
  return text;
}

Tone LevelTone(DiagnosticLevel level) {
  switch (level) {
    case DiagnosticLevel::kError:
      return Tone::kBad;
    case DiagnosticLevel::kWarning:
      return Tone::kWarning;
    case DiagnosticLevel::kNote:
      break;
  }
  return Tone::kFaint;
}

// Leaves out the errors that others explain; how many there are.
size_t DropFollowers(int verbosity, std::vector<Diagnostic>* shown) {
  const auto follows = [](const Diagnostic& diagnostic) {
    return diagnostic.code == kFollowsUnknown;
  };
  const bool explained = std::ranges::any_of(*shown, [&](const Diagnostic& diagnostic) {
    return diagnostic.level != DiagnosticLevel::kNote && !follows(diagnostic);
  });
  return verbosity == 0 && explained ? std::erase_if(*shown, follows) : 0;
}

}  // namespace

void WriteDiagnostics(const Diagnostics& diagnostics, TextWriter* out) {
  std::vector<Diagnostic> shown;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    if (diagnostic.level == DiagnosticLevel::kNote && out->verbosity() == 0) continue;
    shown.push_back(diagnostic);
  }
  const size_t followers = DropFollowers(out->verbosity(), &shown);
  // Errors first; within a level in the order of discovery.
  std::ranges::stable_sort(shown, std::greater<>(), &Diagnostic::level);
  if (shown.empty()) return;
  const size_t errors = diagnostics.Count(DiagnosticLevel::kError) - followers;
  const size_t warnings = diagnostics.Count(DiagnosticLevel::kWarning);
  std::vector<std::string> counts;
  if (errors > 0) counts.push_back(Count(errors, "error"));
  if (warnings > 0) counts.push_back(Count(warnings, "warning"));
  if (counts.empty()) counts.push_back(Count(shown.size(), "note"));
  if (followers > 0) {
    counts.push_back(StrCat(Count(followers, "statement"), " about what ",
                            errors == 1 ? "this leaves" : "these leave", " unknown (see -v)"));
  }
  out->Line();
  out->Line(
      StrCat(out->Paint(Tone::kStrong, "while reading and replaying"), ": ", JoinList(counts)));
  constexpr size_t kLevelWidth = 9;  // "warning" and two spaces
  for (const Group& group : GroupAlike(shown, /*separate=*/out->verbosity() > 1)) {
    const std::string_view level = ToString(group.first->level);
    const std::string lead = StrCat("  ", out->Paint(LevelTone(group.first->level), level),
                                    std::string(kLevelWidth - level.size(), ' '));
    out->Wrapped(lead, 2 + kLevelWidth, MessageOf(group));
    std::string place = PlacesOf(group);
    // A message on several files names the places itself.
    if (!place.empty() && group.first->message.find(place) != std::string::npos) continue;
    if (!group.first->revision.empty()) {
      const std::string revision = StrCat("revision ", Safe(group.first->revision));
      place = place.empty() ? revision : StrCat(place, " (", revision, ")");
    }
    if (!place.empty()) {
      out->Wrapped(std::string(2 + kLevelWidth, ' '), 2 + kLevelWidth, place, Tone::kFaint);
    }
  }
}

std::string RenderDiagnosticsText(const Diagnostics& diagnostics, const TextOptions& options) {
  TextWriter out(options);
  WriteDiagnostics(diagnostics, &out);
  std::string text = out.Take();
  // The empty line that parts it from the rest of a report.
  return text.empty() ? text : text.substr(1);
}

}  // namespace schemadiff
