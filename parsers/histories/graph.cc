#include "parsers/histories/graph.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

void Tell(History* history, DiagnosticLevel level, std::string_view code, std::string message,
          const Revision& revision) {
  Diagnostic diagnostic;
  diagnostic.level = level;
  diagnostic.code = std::string(code);
  diagnostic.message = std::move(message);
  diagnostic.location = revision.location;
  diagnostic.revision = revision.id;
  history->diagnostics.Add(std::move(diagnostic));
}

// Likewise, for what leaves the graph without a revision or without an order.
void TellGap(History* history, std::string_view code, std::string message,
             const Revision& revision) {
  Tell(history, DiagnosticLevel::kError, code, std::move(message), revision);
  history->gaps.Add(history->diagnostics.list().back());
}

void DropDuplicates(History* history) {
  std::vector<Revision> kept;
  std::map<std::string, SourceLocation, std::less<>> seen;
  for (Revision& revision : history->revisions) {
    const auto [it, added] = seen.emplace(revision.id, revision.location);
    if (added) {
      kept.push_back(std::move(revision));
      continue;
    }
    Tell(history, DiagnosticLevel::kError, "history.duplicate-revision",
         StrCat("the revision \"", revision.id, "\" is declared in ", it->second.ToString(),
                " already; this file is not read"),
         revision);
  }
  history->revisions = std::move(kept);
}

// Names of roots or heads for a message: "a (file:line), b (file:line)"; the first few of many.
std::string Places(const History& history, std::vector<std::string> ids) {
  constexpr size_t kShown = 5;
  const size_t more = ids.size() > kShown ? ids.size() - kShown : 0;
  ids.resize(ids.size() - more);
  std::string out = StrJoin(ids, ", ", [&history](std::string* text, const std::string& id) {
    const Revision* revision = history.Find(id);
    StrAppend(text, id, " (", revision->location.ToString(), ")");
  });
  if (more > 0) StrAppend(&out, " and ", more, " more");
  return out;
}

// Each root or head but the first gets a diagnostic at its own place.
void TellSeveral(History* history, std::vector<std::string> ids, std::string_view code,
                 std::string_view kind, std::string_view consequence) {
  if (ids.size() < 2) return;
  const std::string all = Places(*history, ids);
  const size_t count = ids.size();
  ids.erase(ids.begin());
  for (const std::string& id : ids) {
    Tell(history, DiagnosticLevel::kWarning, code,
         StrCat("the history has ", count, " ", kind, "s: ", all, consequence), *history->Find(id));
  }
}

}  // namespace

void OrderRevisions(History* history) {
  DropDuplicates(history);
  std::map<std::string, size_t, std::less<>> by_id;
  for (size_t i = 0; i < history->revisions.size(); ++i) by_id[history->revisions[i].id] = i;
  // How many revisions each one still waits for, and who waits for it.
  std::vector<size_t> waiting(history->revisions.size(), 0);
  std::vector<std::vector<size_t>> followers(history->revisions.size());
  for (size_t i = 0; i < history->revisions.size(); ++i) {
    const Revision& revision = history->revisions[i];
    std::set<size_t> before;
    for (const auto* links : {&revision.parents, &revision.depends_on}) {
      for (const std::string& id : *links) {
        const auto it = by_id.find(id);
        if (it != by_id.end()) {
          before.insert(it->second);
          continue;
        }
        TellGap(history, "history.missing-parent",
                StrCat("the revision \"", revision.id, "\" ",
                       links == &revision.parents ? "builds on" : "depends on", " \"", id,
                       "\", which is not there"),
                revision);
      }
    }
    waiting[i] = before.size();
    for (const size_t parent : before) followers[parent].push_back(i);
  }
  std::set<std::pair<std::string, size_t>> ready;
  for (size_t i = 0; i < waiting.size(); ++i) {
    if (waiting[i] == 0) ready.emplace(history->revisions[i].id, i);
  }
  std::vector<size_t> order;
  while (!ready.empty()) {
    const size_t next = ready.begin()->second;
    ready.erase(ready.begin());
    order.push_back(next);
    for (const size_t follower : followers[next]) {
      if (--waiting[follower] == 0) ready.emplace(history->revisions[follower].id, follower);
    }
  }
  // What is left waits for itself, or for something that does.
  std::vector<size_t> cyclic;
  for (const auto& [id, i] : by_id) {
    if (waiting[i] != 0) cyclic.push_back(i);
  }
  std::vector<Revision> ordered;
  for (const auto* list : {&order, &cyclic}) {
    for (const size_t i : *list) ordered.push_back(std::move(history->revisions[i]));
  }
  history->revisions = std::move(ordered);
  if (!cyclic.empty()) {
    const size_t first = order.size();
    std::vector<std::string> ids;
    for (size_t i = first; i < history->revisions.size(); ++i) {
      ids.push_back(history->revisions[i].id);
    }
    TellGap(history, "history.cycle",
            StrCat("revisions build on each other in a circle; these cannot be ordered: ",
                   StrJoin(ids, ", ")),
            history->revisions[first]);
  }
  TellSeveral(history, history->Roots(), "history.multiple-roots", "root", "");
  TellSeveral(history, history->Heads(), "history.multiple-heads", "head",
              history->tool == "alembic"
                  ? "; \"alembic upgrade head\" refuses to run (\"heads\" upgrades to all of them)"
                  : "");
}

}  // namespace schemadiff
