// What one run found out, complete: every renderer takes a Report and nothing else.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/tool_commands.h"
#include "engine/diff/finding.h"
#include "engine/diff/not_compared.h"

namespace schemadiff {

/// What the run came to.
enum class Verdict { kInSync, kDrift, kNotChecked, kPending, kNotComparable };
/// "in_sync", "drift", "not_checked", "pending", "not_comparable".
std::string_view ToString(Verdict verdict);
/// The process's exit code: 0 to 4 in the order of Verdict.
int ExitCode(Verdict verdict);

enum class SideKind { kDatabase, kHistory, kSql, kSnapshot };
/// "database", "history", "sql", "snapshot".
std::string_view ToString(SideKind kind);

/// Which database, files or snapshot one side of a comparison was. Holds no secret.
struct SideIdentity {
  SideKind kind = SideKind::kDatabase;
  std::string name;  ///< the database's name, or the path as the user gave it
  std::string host;  ///< database: host name, address or socket directory
  std::string port;
  std::string user;
  std::string tool;               ///< history: "alembic", "sql"
  std::string snapshot_of;        ///< snapshot: "database", "history" or "sql"; empty: not known
  std::vector<std::string> upto;  ///< history: the revisions that it was replayed to
  /// In server_version_num form; of a replay, the version that it was made for. 0: not known.
  int server_version = 0;
  size_t objects = 0;       ///< in its catalog, after the filters
  std::string fingerprint;  ///< of its catalog; empty: not computed
};

/// Where a database stands in its history.
enum class HistoryState {
  kUpToDate,           ///< it claims the target
  kBehind,             ///< it claims an ancestor of the target: revisions are pending
  kUninitialised,      ///< it claims nothing: no bookkeeping table, or an empty one
  kStampedNotApplied,  ///< it claims revisions of which nothing is there
  kUnknownRevision,    ///< it claims a revision that the history does not have
  kPastTarget,         ///< it claims a revision that comes after the target asked for
  kNotKnown,           ///< the tool's table is there, and what it holds is not known
  kNotRecorded,        ///< the history's tool records nothing in the database
};
/// "up to date", "behind", "uninitialised", "stamped but not applied", "unknown revision",
/// "past the target", "not recorded".
std::string_view ToString(HistoryState state);

/// The parts of an object of one kind: the columns that a new table has.
struct PartList {
  Kind kind = kNoKind;
  size_t count = 0;
  std::vector<std::string> names;  ///< in the order of the object; fewer than `count` where a
                                   ///< part is known by number only
};

/// Something that a revision does to the schema. Of `difference`, "expected" is the catalog
/// after the revision and "actual" the one before: what it makes is missing before.
struct Effect {
  Difference difference;
  std::vector<PartList> parts;
};

struct RevisionInfo {
  std::string id;
  std::string message;
  std::string date;  ///< as the file states it, may be empty
  SourceLocation location;
  std::vector<std::string> parents;
  std::vector<std::string> depends_on;
  bool is_root = false;
  bool is_head = false;
  bool is_claimed = false;  ///< the database's bookkeeping names it
  bool is_pending = false;
  bool has_down = false;
  bool transactional = true;
  std::vector<std::string> unread;  ///< why part of it could not be read
  size_t refused = 0;               ///< statements that PostgreSQL would reject
  bool effects_known = false;       ///< whether `effects` was computed
  std::vector<Effect> effects;
};

/// How well the expected schema at one position of the history matches the database.
struct RevisionMatch {
  std::vector<std::string> revisions;  ///< usually one; empty: before the first revision
  int missing = 0;
  int unexpected = 0;
  int changed = 0;
  int total() const { return missing + unexpected + changed; }
};

/// Which revisions the tool's record should name, by what is in the database.
struct Standing {
  std::vector<std::string> revisions;  ///< empty: none was applied
  bool exact = false;                  ///< whether the schema is exactly theirs
  bool anew = false;  ///< the record names others too, or such that they must be taken out first
  size_t rest = 0;    ///< how many revisions then come before the target is reached
  std::vector<std::string> failing;  ///< those of the rest that would fail, or cannot be read
};

struct HistoryStatus {
  std::string tool;
  ToolCommands commands;
  HistoryState state = HistoryState::kNotRecorded;
  bool database_known = false;    ///< false: only the history was looked at
  std::string bookkeeping_table;  ///< "public.alembic_version"; empty: none
  bool bookkeeping_found = false;
  std::vector<std::string> claimed;
  std::vector<std::string> unknown_claims;  ///< claimed, but not in the history
  std::vector<std::string> roots;
  std::vector<std::string> heads;
  std::vector<std::string> target;  ///< what was compared with: the heads, or what --at named
  bool target_is_heads = true;
  size_t revision_count = 0;
  std::vector<RevisionInfo> pending;        ///< in the order in which they would be applied
  std::vector<std::string> without_effect;  ///< claimed, and nothing of them is there
  std::vector<RevisionMatch> best;          ///< the nearest, in history order; empty: not computed
  /// Where the claim is not known: the nearest revisions, which the database was compared with.
  std::optional<std::vector<std::string>> compared_with;
  std::optional<Standing> standing;  ///< by the best match; none: not known
  /// What makes the pending revisions fail on this database although they would not on another.
  std::optional<Diagnostic> obstacle;
};

struct ReportedFinding {
  Finding finding;
  std::vector<PartList> parts;  ///< of an object that is missing or unexpected as a whole
};

/// One thing to do next.
struct NextStep {
  std::string why;
  std::string command;  ///< to be typed into a shell; empty where there is none
};

/// Numbers of findings.
struct Summary {
  size_t total = 0;
  std::map<FindingClass, size_t> by_class;
  std::map<Change, size_t> by_change;
  std::map<Severity, size_t> by_severity;

  size_t Of(FindingClass finding_class) const;
};
Summary Summarise(const std::vector<ReportedFinding>& findings);

struct Report {
  std::string command;  ///< "check", "status", "diff", "history"
  std::string tool_version;
  Verdict verdict = Verdict::kNotChecked;
  int exit_code = 2;  ///< that of the verdict, except where fail_on leaves classes out
  std::string error;  ///< for kNotChecked: why, one sentence without a final period
  std::optional<SideIdentity> expected;
  std::optional<SideIdentity> actual;
  std::optional<HistoryStatus> status;
  bool compared = false;                  ///< whether the two sides were compared at all
  std::vector<ReportedFinding> findings;  ///< left out by the command "status"
  Summary summary;                        ///< of all findings, those left out too
  Diagnostics diagnostics;
  std::vector<RevisionInfo> revisions;       ///< command history: all of them
  std::vector<UncomparedKind> not_compared;  ///< kinds that catalogs do not hold
  std::vector<std::string> schemas;          ///< --schema
  std::vector<std::string> excludes;         ///< --exclude
  std::vector<FindingClass> fail_on{kFindingClasses.begin(), kFindingClasses.end() - 1};
  std::vector<NextStep> next_steps;

  bool FailsOn(FindingClass finding_class) const;
};

/// Sets the verdict that findings, diagnostics and status of a report amount to. An error is
/// kNotChecked; a finding other than pending, unknown or cosmetic is kDrift; then what could not
/// be compared (error diagnostics and unequal numbers of other kinds among it) is kNotComparable;
/// then what is pending is kPending. The exit code is what the verdict's would be if classes that
/// fail_on does not name, and cosmetic findings unless it names them, were not there.
void Judge(Report* report);

/// The code of a diagnostic on a statement that PostgreSQL would reject on a database that the
/// migrations alone have made, but not on the one at hand, which has the relation from elsewhere.
inline constexpr std::string_view kMadeByNoMigration = "check.made-by-no-migration";

/// Sets `refused` of the pending revisions and of all revisions from the diagnostics.
void CountRefusals(Report* report);

/// Stable order for people: by class, severity, object.
void SortFindings(std::vector<ReportedFinding>* findings);

/// "15.18" for 150018.
std::string ServerVersionText(int server_version);

/// Objects of a catalog (see Difference::parts) by kind, each kind by position or name.
std::vector<PartList> ListParts(const Catalog& catalog, std::vector<ObjectId> ids);

}  // namespace schemadiff
