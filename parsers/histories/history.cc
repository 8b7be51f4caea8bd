#include "parsers/histories/history.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>

#include "engine/base/strings.h"
#include "parsers/histories/readers.h"

namespace schemadiff {

const Revision* History::Find(std::string_view id) const {
  const auto found = std::ranges::find(revisions, id, &Revision::id);
  return found == revisions.end() ? nullptr : &*found;
}

std::vector<std::string> History::Roots() const {
  std::vector<std::string> roots;
  for (const Revision& revision : revisions) {
    if (revision.parents.empty()) roots.push_back(revision.id);
  }
  return roots;
}

std::vector<std::string> History::Heads() const {
  StringSet parents;
  for (const Revision& revision : revisions) {
    parents.insert(revision.parents.begin(), revision.parents.end());
  }
  std::vector<std::string> heads;
  for (const Revision& revision : revisions) {
    if (!parents.contains(revision.id)) heads.push_back(revision.id);
  }
  return heads;
}

std::vector<const Revision*> History::UpTo(const std::vector<std::string>& ids) const {
  // `revisions` holds parents before children, so one backward pass finds every ancestor.
  StringSet wanted(ids.begin(), ids.end());
  std::vector<const Revision*> result;
  bool grew = true;
  while (grew) {  // a second pass only where depends_on points forward in the order
    grew = false;
    for (auto revision = revisions.rbegin(); revision != revisions.rend(); ++revision) {
      if (!wanted.contains(revision->id)) continue;
      for (const auto* links : {&revision->parents, &revision->depends_on}) {
        for (const std::string& id : *links) grew |= wanted.insert(id).second;
      }
    }
  }
  for (const Revision& revision : revisions) {
    if (wanted.contains(revision.id)) result.push_back(&revision);
  }
  return result;
}

absl::Status CheckWhole(const History& history) {
  const std::vector<Diagnostic>& gaps = history.gaps.list();
  if (gaps.empty()) return absl::OkStatus();
  const Diagnostic& first = gaps.front();
  std::string text =
      StrCat("the migrations cannot be followed: ", first.location.ToString(), ": ", first.message);
  if (gaps.size() > 1) {
    StrAppend(&text, " (and ", gaps.size() - 1, " more such ",
              gaps.size() == 2 ? "error" : "errors", ")");
  }
  return absl::FailedPreconditionError(text);
}

namespace {

// A file or directory in `directory` that may not be read, and so may hide what it is; empty: none.
std::string FindUnreadable(const std::string& directory) {
  namespace fs = std::filesystem;
  if (access(directory.c_str(), R_OK | X_OK) != 0) return directory;
  std::error_code error;
  constexpr int kDeepest = 3;
  for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end;
       at.increment(error)) {
    const std::string path = at->path().string();
    std::error_code unknown;
    const bool is_directory = at->is_directory(unknown);
    const bool is_migration = path.ends_with(".py") || path.ends_with(".sql") || is_directory;
    if (is_migration && access(path.c_str(), is_directory ? R_OK | X_OK : R_OK) != 0) return path;
    if (at.depth() >= kDeepest) at.disable_recursion_pending();
  }
  return {};
}

absl::StatusOr<History> ReadWith(const HistoryReader& reader, const std::string& directory) {
  absl::StatusOr<History> history = reader.Read(directory);
  if (history.ok()) history->commands = reader.commands();
  return history;
}

}  // namespace

std::vector<Bookkeeping> UsualBookkeeping() {
  std::vector<Bookkeeping> all;
  for (const HistoryReader* reader : AllHistoryReaders()) {
    if (auto usual = reader->usual_bookkeeping()) all.push_back(*std::move(usual));
  }
  return all;
}

absl::StatusOr<History> ReadHistory(std::string_view source) {
  namespace fs = std::filesystem;
  const size_t colon = source.find(':');
  if (colon != std::string_view::npos && source.find('/') > colon) {
    const std::string_view tool = source.substr(0, colon);
    for (const HistoryReader* reader : AllHistoryReaders()) {
      if (reader->tool() == tool) return ReadWith(*reader, std::string(source.substr(colon + 1)));
    }
    // "C:..." and the like are no tools, but no such directory is either.
    if (std::error_code error; !fs::exists(std::string(source), error)) {
      return absl::InvalidArgumentError(StrCat(
          "no migration tool \"", tool, "\"; known are ",
          StrJoin(AllHistoryReaders(), ", ", [](std::string* out, const HistoryReader* reader) {
            StrAppend(out, reader->tool());
          })));
    }
  }
  const std::string directory(source);
  std::error_code error;
  if (!fs::exists(directory, error)) {
    return absl::NotFoundError(StrCat("directory \"", directory, "\" does not exist"));
  }
  if (!fs::is_directory(directory, error)) {
    return absl::InvalidArgumentError(StrCat("\"", directory, "\" is not a directory"));
  }
  std::vector<const HistoryReader*> candidates;
  for (const HistoryReader* reader : AllHistoryReaders()) {
    if (reader->Detect(directory)) candidates.push_back(reader);
  }
  if (candidates.empty()) {
    if (const std::string path = FindUnreadable(directory); !path.empty()) {
      return absl::PermissionDeniedError(StrCat("no migrations found in \"", directory, "\": \"",
                                                path,
                                                "\" cannot be read: ", std::strerror(EACCES)));
    }
    return absl::NotFoundError(StrCat("no migrations found in \"", directory,
                                      "\": it holds neither Alembic revisions nor .sql files"));
  }
  const HistoryReader* ignored = nullptr;
  const auto fallback = std::ranges::find_if(candidates, &HistoryReader::is_fallback);
  if (candidates.size() > 1 && fallback != candidates.end()) {
    ignored = *fallback;
    candidates.erase(fallback);
  }
  if (candidates.size() > 1) {
    return absl::InvalidArgumentError(
        StrCat("\"", directory, "\" looks like the migrations of more than one tool; name one: ",
               StrJoin(candidates, " or ", [&](std::string* out, const HistoryReader* reader) {
                 StrAppend(out, reader->tool(), ":", directory);
               })));
  }
  absl::StatusOr<History> history = ReadWith(*candidates.front(), directory);
  if (history.ok() && ignored != nullptr) {
    history->diagnostics.Add(
        {DiagnosticLevel::kNote,
         "history.sql-ignored",
         {},
         StrCat("the .sql files beside the ", history->tool, " migrations are not read; ",
                ignored->tool(), ":", directory, " would read them instead"),
         {directory, 0, 0},
         {},
         {}});
  }
  return history;
}

}  // namespace schemadiff
