#include "tools/conformance/judge.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/diff/difference.h"
#include "engine/replay/dispatch.h"
#include "tools/conformance/in_step.h"

namespace schemadiff::conformance {
namespace {

using ast::NodeTag;

constexpr size_t kLongestDetail = 600;

bool IsLoud(const Diagnostic& diagnostic) {
  return diagnostic.level != DiagnosticLevel::kNote || diagnostic.code == "replay.not-compared";
}

// "(3 statements)" is of a history, not of one statement.
std::string CauseOf(const Diagnostic& diagnostic) {
  std::string_view message = diagnostic.message;
  if (const size_t count = message.find(" (1 statement)"); count != std::string_view::npos) {
    // About kinds, whose names say more than what is common to all of them.
    return std::string(message.substr(0, count));
  }
  return Generalized(message);
}

// The differences of two catalogs, as far as they say something about a statement.
struct Differences {
  std::vector<std::string> causes;  // of the comparable ones
  std::string detail;
  std::vector<std::string> reasons;  // of those that are not
  std::string doubt;
};

Differences Compare(const Accepted& accepted) {
  Differences found;
  DiffOptions options;
  options.include = [](const ObjectKey& key) { return !IsTemporary(key); };
  const auto add = [&](const std::string& cause, const std::string& detail) {
    if (std::ranges::find(found.causes, cause) == found.causes.end()) found.causes.push_back(cause);
    if (!found.detail.empty()) found.detail += "; ";
    if (found.detail.size() < kLongestDetail) found.detail += detail;
  };
  const auto doubt = [&](const std::string& reason, const std::string& what) {
    found.reasons.push_back(reason);
    if (found.doubt.empty()) found.doubt = StrCat(what, ": ", reason);
  };
  for (const Difference& difference : Diff(accepted.replayed, accepted.live, options)) {
    const std::string what = difference.key.ToString();
    const std::string kind(what.substr(0, what.find(' ')));
    if (!difference.comparable) {
      doubt(difference.reason, what);
      continue;
    }
    if (difference.change != Change::kChanged) {
      add(StrCat(kind, " ", ToString(difference.change)),
          StrCat(what, " is ", ToString(difference.change), " on the server"));
      continue;
    }
    for (const AttributeDifference& attribute : difference.attributes) {
      if (attribute.comparison == Comparison::kNotComparable) {
        doubt(attribute.reason, StrCat(what, " ", attribute.name));
        continue;
      }
      add(StrCat(kind, ".", attribute.name),
          StrCat(what, ": ", attribute.name, ": replay \"", attribute.expected, "\", server \"",
                 attribute.actual, "\""));
    }
  }
  return found;
}

// The kinds of which there are more or fewer objects than before.
std::vector<std::string> ChangedCounts(const Accepted& accepted) {
  std::vector<std::string> kinds;
  const std::map<std::string, int>& before = accepted.unmodelled_before;
  const std::map<std::string, int>& after = accepted.live.unmodelled;
  for (const auto& [kind, count] : after) {
    const auto old = before.find(kind);
    if (old == before.end() || old->second != count) kinds.push_back(kind);
  }
  for (const auto& [kind, count] : before) {
    if (!after.contains(kind)) kinds.push_back(kind);
  }
  return kinds;
}

}  // namespace

bool IsDefinition(const ParsedStatement& statement) {
  switch (statement.stmt->tag) {
    case NodeTag::kTransactionStmt:
    case NodeTag::kVariableSetStmt:
    case NodeTag::kInsertStmt:
    case NodeTag::kUpdateStmt:
    case NodeTag::kDeleteStmt:
    case NodeTag::kMergeStmt:
    case NodeTag::kCopyStmt:
    case NodeTag::kTruncateStmt:
    case NodeTag::kDeclareCursorStmt:
    case NodeTag::kExplainStmt:
    case NodeTag::kDiscardStmt:
    case NodeTag::kDoStmt:
    case NodeTag::kCallStmt:
    case NodeTag::kExecuteStmt:
    case NodeTag::kClusterStmt:
      return false;
    case NodeTag::kSelectStmt:
      return static_cast<const ast::SelectStmt*>(statement.stmt)->intoClause != nullptr;
    default:
      return replay::InfoFor(statement.stmt->tag).what != replay::StatementClass::kNoEffect;
  }
}

bool IsOutside(const ParsedStatement& statement) {
  switch (statement.stmt->tag) {
    case NodeTag::kCreateRoleStmt:
    case NodeTag::kAlterRoleStmt:
    case NodeTag::kAlterRoleSetStmt:
    case NodeTag::kDropRoleStmt:
    case NodeTag::kGrantRoleStmt:
    case NodeTag::kCreatedbStmt:
    case NodeTag::kAlterDatabaseStmt:
    case NodeTag::kAlterDatabaseSetStmt:
    case NodeTag::kAlterDatabaseRefreshCollStmt:
    case NodeTag::kDropdbStmt:
    case NodeTag::kAlterSystemStmt:
    case NodeTag::kCreateTableSpaceStmt:
    case NodeTag::kAlterTableSpaceOptionsStmt:
    case NodeTag::kDropTableSpaceStmt:
      return true;
    default:
      return false;
  }
}

bool BeginsLikeDefinition(std::string_view text) {
  text = StripWhitespace(text);
  const std::string word = AsciiToLower(text.substr(0, text.find_first_of(" \t\r\n")));
  return word == "create" || word == "alter" || word == "drop" || word == "comment" ||
         word == "grant" || word == "revoke";
}

Record JudgeAccepted(const Accepted& accepted) {
  Record record;
  const Differences differences = Compare(accepted);
  const auto diagnostic = [&](auto matches) {
    return std::ranges::find_if(accepted.diagnostics, matches);
  };
  const auto refused =
      diagnostic([](const Diagnostic& d) { return d.code == "replay.postgres-error"; });
  const auto loud = diagnostic(IsLoud);
  const std::vector<std::string> counts = ChangedCounts(accepted);
  if (refused != accepted.diagnostics.end()) {
    record.category = Category::kRefused;
    record.cause = StrCat(accepted.words, ": ", refused->sqlstate, " ", CauseOf(*refused));
    record.detail = refused->message;
  } else if (!accepted.replayed.notes.open_ended.empty()) {
    record.category = Category::kUnmodelled;
    record.cause = "code that may have made objects of any name";
    record.detail = StrCat(record.cause, ": ", accepted.replayed.notes.open_ended.front());
  } else if (!differences.causes.empty()) {
    record.category = Category::kDiverging;
    // Saying something is not enough where what differs is compared all the same.
    record.cause =
        StrCat(accepted.words, ": ", StrJoin(differences.causes, ", "),
               loud == accepted.diagnostics.end() ? std::string()
                                                  : StrCat(", although: ", CauseOf(*loud)));
    record.detail = differences.detail;
  } else if (accepted.outside) {
    record.category = Category::kOutside;
  } else if (loud != accepted.diagnostics.end()) {
    record.category = Category::kUnmodelled;
    record.cause = CauseOf(*loud);
    record.detail = loud->message;
  } else if (!differences.reasons.empty()) {
    record.category = Category::kUnmodelled;
    record.cause = Generalized(differences.reasons.front());
    record.detail = differences.doubt;
  } else if (!counts.empty()) {
    record.category = Category::kUnmodelled;
    record.cause = StrCat("objects of kind \"", counts.front(), "\" are not compared");
    record.detail = record.cause;
  }
  return record;
}

Record JudgeRejected(const Outcome& outcome, std::span<const Diagnostic> diagnostics) {
  Record record;
  const std::string server = StrCat(outcome.sqlstate, " ", Generalized(outcome.message));
  const auto refused =
      std::ranges::find_if(diagnostics, [](const Diagnostic& d) { return !d.sqlstate.empty(); });
  const auto loud = std::ranges::find_if(diagnostics, IsLoud);
  record.detail = StrCat(outcome.sqlstate, " ", outcome.message);
  if (refused != diagnostics.end()) {
    const bool same = refused->sqlstate == outcome.sqlstate;
    record.category = same ? Category::kSameError : Category::kOtherError;
    record.cause = StrCat("server ", server, "; replay ", refused->sqlstate, " ",
                          Generalized(refused->message));
    StrAppend(&record.detail, "; replay: ", refused->sqlstate, " ", refused->message);
  } else if (loud != diagnostics.end()) {
    record.category = Category::kUnmodelledError;
    record.cause = CauseOf(*loud);
    StrAppend(&record.detail, "; replay: ", loud->message);
  } else {
    // 23: integrity constraint violations; 58: a library or a directory that is not there.
    const bool circumstance =
        outcome.sqlstate.starts_with("23") || outcome.sqlstate.starts_with("58");
    record.category = circumstance ? Category::kCircumstance : Category::kAccepted;
    record.cause = server;
  }
  return record;
}

}  // namespace schemadiff::conformance
