#include "tools/schema_diff/assess.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/base/strings.h"
#include "engine/diff/settle_owners.h"
#include "engine/replay/replay.h"
#include "engine/report/next_steps.h"
#include "engine/report/text_layout.h"
#include "rules/classify.h"
#include "rules/locate.h"
#include "tools/schema_diff/filter.h"
#include "tools/schema_diff/history_replay.h"
#include "tools/schema_diff/position.h"
#include "tools/schema_diff/sides.h"

namespace schemadiff::cli {
namespace {

using Ids = std::vector<std::string>;

// The revisions of which a part could not be read.
void AddUnread(const std::vector<const Revision*>& revisions, std::vector<std::string>* unread) {
  for (const Revision* revision : revisions) {
    if (revision->open_ended) unread->push_back(StrCat("revision ", revision->id));
  }
}

class Assessment {
 public:
  Assessment(const History& history, const Source& history_source, Side actual,
             const CommonOptions& options, Progress* progress)
      : history_(history),
        actual_(std::move(actual)),
        options_(options),
        progress_(progress),
        filter_(options.schemas, options.excludes, !options.no_privileges),
        report_(NewReport(options)) {
    actual_.catalog.notes.session_role = options.role;
    report_.expected = HistoryIdentity(history, history_source);
    report_.status.emplace();
  }

  absl::StatusOr<Report> Run() {
    if (absl::Status found = FindTarget(); !found.ok()) return found;
    ReadClaims();
    if (unreadable_ && options_.at.empty()) {
      return absl::PermissionDeniedError(ToAbsl(
          StrCat(status().bookkeeping_table, ", which says what was applied, cannot be read (",
                 WhyUnreadable(), "); make it readable, or name the revision with --at")));
    }
    filter_.Learn(actual_.catalog);
    if (options_.at.empty()) {
      if (!recorded_) FindUnrecordedPosition();
      if (!status().unknown_claims.empty()) FindUnknownPosition();
    }
    Replay();
    filter_.Learn(at_claim_);
    filter_.Learn(at_head_);
    if (CountOwn(actual_.catalog, filter_) + CountOwn(at_claim_, filter_) +
            CountOwn(at_head_, filter_) ==
        0) {
      return NothingToCompare(options_, report_.diagnostics);
    }
    filter_.NotePatterns(actual_.identity.kind == SideKind::kDatabase, &report_.diagnostics);
    Compare();
    FindState();
    if (status().best.empty()) Locate();
    status().standing = FindStanding(history_, status(), report_.diagnostics);
    Describe();
    return std::move(report_);
  }

 private:
  HistoryStatus& status() { return *report_.status; }

  absl::Status FindTarget() {
    status().tool = history_.tool;
    status().commands = history_.commands;
    status().roots = history_.Roots();
    status().heads = history_.Heads();
    status().revision_count = history_.revisions.size();
    status().target_is_heads = options_.at.empty();
    if (options_.at.empty()) {
      status().target = status().heads;
      return absl::OkStatus();
    }
    absl::StatusOr<Ids> resolved = ResolveRevisions(history_, options_.at);
    if (!resolved.ok()) return resolved.status();
    status().target = *std::move(resolved);
    return absl::OkStatus();
  }

  // What the database says that it is.
  void ReadClaims() {
    status().database_known = true;
    if (!history_.bookkeeping) return;
    const Bookkeeping& bookkeeping = *history_.bookkeeping;
    status().bookkeeping_table =
        QualifiedName{Name(bookkeeping.schema), Name(bookkeeping.table)}.ToString();
    filter_.ExcludeTable(bookkeeping.schema, bookkeeping.table);
    const BookkeepingResult* record = FindRecord(bookkeeping);
    if (record == nullptr) return;
    const BookkeepingResult& result = *record;
    recorded_ = result.rows || result.unreadable || result.schemas.empty();
    if (!result.schemas.empty()) {
      status().bookkeeping_found = true;
      status().bookkeeping_table =
          QualifiedName{Name(result.schemas.front()), Name(bookkeeping.table)}.ToString();
    }
    unreadable_ = result.unreadable;
    if (result.rows) status().claimed = *result.rows;
    for (const std::string& id : status().claimed) {
      if (history_.Find(id) == nullptr) status().unknown_claims.push_back(id);
    }
  }

  // What the actual side has of the tool's table, where it was asked for that one.
  const BookkeepingResult* FindRecord(const Bookkeeping& bookkeeping) const {
    for (const BookkeepingRecord& record : actual_.bookkeeping) {
      const std::vector<std::string>& schemas = record.result.schemas;
      const bool same_schema = record.query.schema == bookkeeping.schema ||
                               (!schemas.empty() && schemas.front() == bookkeeping.schema);
      if (record.query.table == bookkeeping.table &&
          record.query.column == bookkeeping.version_column && same_schema) {
        return &record.result;
      }
    }
    return nullptr;
  }

  std::string WhyUnreadable() const {
    const std::vector<Diagnostic>& list = actual_.diagnostics.list();
    const auto found = std::ranges::find_if(list, [](const Diagnostic& diagnostic) {
      return diagnostic.code.find("bookkeeping") != std::string::npos;
    });
    return found == list.end() ? "no reason known" : found->message;
  }

  // Whether we know what the database claims. Where we do not, it is compared with the target.
  bool KnowsClaim() const {
    return recorded_ && !unreadable_ && report_.status->unknown_claims.empty();
  }

  // Where nothing records what was applied, a schema that is exactly that of one revision says it;
  // anything else is compared with the target.
  void FindUnrecordedPosition() {
    Locate();
    if (!status().best.empty() && status().best.back().total() == 0) {
      position_ = status().best.back().revisions;
    }
  }

  // Where the database claims what the migrations do not have, what it resembles most tells
  // more than the head.
  void FindUnknownPosition() {
    Locate();
    if (status().best.empty()) return;
    position_ = status().best.back().revisions;
    status().compared_with = position_;
  }

  void Replay() {
    const std::vector<const Revision*> target = history_.UpTo(status().target);
    if (KnowsClaim()) {
      applied_ = history_.UpTo(status().claimed);
    } else {
      applied_ = position_ ? history_.UpTo(*position_) : target;
    }
    std::set<const Revision*> applied(applied_.begin(), applied_.end());
    for (const Revision* revision : target) {
      if (!applied.contains(revision)) pending_.push_back(revision);
    }
    HistoryReplay to_claim(InitialCatalogFor(actual_.catalog), actual_.identity.user, progress_);
    to_claim.ApplyAll(applied_);
    at_claim_ = to_claim.TakeCatalog();
    HistoryReplay to_head(at_claim_, actual_.identity.user, progress_);
    to_head.TrackChanges();
    // One revision behind: replaying each twice costs less than a copy of all tables for each.
    HistoryReplay behind(at_claim_, actual_.identity.user, progress_);
    filter_.Learn(at_claim_);
    const StringSet heads = HeadsOf(history_);
    to_head.ApplyAll(pending_, [&](const Revision& revision) {
      RevisionInfo info = DescribeRevision(heads, revision);
      info.is_pending = true;
      info.effects_known = true;
      const std::vector<ObjectKey> changed = to_head.TakeChanges();
      info.effects = EffectsBetween(behind.catalog(), to_head.catalog(), changed, &filter_);
      NoteMade(to_head.catalog(), changed);
      behind.Apply(revision);
      status().pending.push_back(std::move(info));
    });
    at_head_ = to_head.TakeCatalog();
    report_.diagnostics = history_.diagnostics;
    AppendReplayed(to_claim.diagnostics());
    AppendReplayed(to_head.diagnostics());
    of_pending_ = to_head.diagnostics();
    report_.diagnostics.Append(actual_.diagnostics);
    CheckClaims();
  }

  // Keeps what a pending revision made as it is after that revision.
  void NoteMade(const Catalog& after, const std::vector<ObjectKey>& changed) {
    for (const ObjectKey& key : changed) {
      const Object* object = after.Find(key);
      if (object == nullptr) {
        as_made_.erase(key);
      } else if (at_claim_.Find(key) == nullptr) {
        as_made_.try_emplace(key, object->payload);
      }
    }
  }

  // Some tools record heads only, and refuse to go on from a revision and its ancestor.
  void CheckClaims() {
    if (!KnowsClaim() || !history_.commands.refuses_overlap) return;
    for (const std::string& later : status().claimed) {
      for (const Revision* earlier : history_.UpTo({later})) {
        if (earlier->id == later || std::ranges::count(status().claimed, earlier->id) == 0)
          continue;
        Diagnostic diagnostic;
        diagnostic.level = DiagnosticLevel::kWarning;
        diagnostic.code = "check.overlapping-claims";
        diagnostic.message = StrCat(status().bookkeeping_table, " names \"", earlier->id,
                                    "\" beside \"", later, "\", which comes after it; ",
                                    history_.commands.title, " refuses to upgrade from both");
        diagnostic.location = earlier->location;
        diagnostic.revision = earlier->id;
        report_.diagnostics.Add(std::move(diagnostic));
      }
    }
  }

  // Where a revision misses a relation that the database has, it does not fail there, though it
  // would on a new database.
  void AppendReplayed(const Diagnostics& diagnostics) {
    StringSet present;
    for (ObjectId id = 0; id < actual_.catalog.end_id(); ++id) {
      if (!actual_.catalog.IsLive(id)) continue;
      const ObjectKey& key = actual_.catalog.Get(id).key;
      if (key.kind != KindOf<Table> || at_head_.Find(key) != nullptr) continue;
      for (const std::string& name : {key.name.str(), StrCat(key.schema, ".", key.name)}) {
        present.insert(StrCat("relation \"", name, "\" does not exist"));
      }
    }
    for (Diagnostic diagnostic : diagnostics.list()) {
      if (present.contains(diagnostic.message)) {
        diagnostic.code = kMadeByNoMigration;
        diagnostic.message += " in the migrations; this database has it from elsewhere";
      }
      report_.diagnostics.Add(std::move(diagnostic));
    }
  }

  void Compare() {
    progress_->Step("comparing");
    report_.compared = true;
    for (Catalog* expected : {&at_claim_, &at_head_}) {
      SettleOwners(actual_.catalog, expected);
      if (options_.no_owners) ForgetOwners(expected);
      SpellOutDefaults(&actual_.catalog, expected);
    }
    findings_ = Classify({at_claim_, at_head_, actual_.catalog, &as_made_}, filter_.ForDiff());
    if (history_.bookkeeping && status().bookkeeping_found) {
      // A schema of its own for the tool's table is made by the tool's set-up, not by a migration.
      const ObjectKey schema = KeyFor<Schema>(history_.bookkeeping->schema);
      std::erase_if(findings_, [&](const Finding& finding) {
        return finding.difference.change == Change::kUnexpected && finding.difference.key == schema;
      });
    }
    std::vector<std::string> unread;
    AddUnread(applied_, &unread);
    AddUnread(pending_, &unread);
    const std::vector<std::string>& more = at_head_.notes.open_ended;
    unread.insert(unread.end(), more.begin(), more.end());
    DoubtUnread(unread, Change::kUnexpected, &findings_);
    const bool early = std::ranges::any_of(findings_, [](const Finding& finding) {
      return finding.finding_class == FindingClass::kAhead;
    });
    if (early) {
      status().obstacle =
          FindObstacle(pending_, actual_.catalog, actual_.identity.user, of_pending_, progress_);
    }
    for (const Finding& finding : findings_) {
      const Difference& difference = finding.difference;
      // The ids are those of the catalog that the difference was found in.
      const bool in_claim = difference.change == Change::kMissing &&
                            at_claim_.IsLive(difference.expected) &&
                            at_claim_.Get(difference.expected).key == difference.key;
      report_.findings.push_back(
          WithParts(finding, in_claim ? at_claim_ : at_head_, actual_.catalog));
    }
  }

  void FindState() {
    HistoryState& state = status().state;
    if (!recorded_ || unreadable_) {
      state = status().bookkeeping_found ? HistoryState::kNotKnown : HistoryState::kNotRecorded;
      return;
    }
    if (status().claimed.empty()) {
      state = HistoryState::kUninitialised;
      return;
    }
    if (!status().unknown_claims.empty()) {
      state = HistoryState::kUnknownRevision;
      return;
    }
    const std::vector<const Revision*> target = history_.UpTo(status().target);
    const bool past = std::ranges::any_of(applied_, [&](const Revision* revision) {
      return std::ranges::find(target, revision) == target.end();
    });
    if (!pending_.empty()) {
      state = HistoryState::kBehind;
    } else {
      state = past ? HistoryState::kPastTarget : HistoryState::kUpToDate;
    }
    status().without_effect =
        StampedInVain(history_, applied_, at_claim_, actual_.catalog, filter_);
    if (!status().without_effect.empty()) state = HistoryState::kStampedNotApplied;
  }

  // Whether the database has what it claims, whatever else it has.
  bool IsAsClaimed() const {
    return KnowsClaim() && !report_.status->claimed.empty() &&
           std::ranges::none_of(findings_, [](const Finding& finding) {
             return finding.finding_class == FindingClass::kDrift ||
                    finding.finding_class == FindingClass::kAhead;
           });
  }

  // The revision that the database resembles most, where what it claims is not the answer.
  void Locate() {
    if (IsAsClaimed()) {
      Locator locator(actual_.catalog, filter_.ForDiff());
      locator.Observe("", at_claim_);
      const RevisionDistance& distance = locator.distances().front();
      status().best = {{status().claimed, distance.missing, distance.unexpected, distance.changed}};
      return;
    }
    status().best =
        PositionFinder(history_, actual_.catalog, actual_.identity.user, &filter_, progress_)
            .Best();
  }

  void Describe() {
    report_.expected->upto = status().target;
    report_.expected->server_version = actual_.catalog.server_version;
    IdentifySide(at_head_, filter_, &*report_.expected);
    report_.actual = actual_.identity;
    IdentifySide(actual_.catalog, filter_, &*report_.actual);
    // Where revisions are pending, the database may have what they make, or not yet.
    report_.not_compared = NotCompared(options_, {at_claim_, *report_.expected},
                                       {actual_.catalog, actual_.identity}, &at_head_);
  }

  const History& history_;
  Side actual_;
  const CommonOptions& options_;
  Progress* progress_;
  Filter filter_;
  Report report_;
  bool recorded_ = false;        // the tool records what it applied, and we looked
  bool unreadable_ = false;      // the record is there, and we may not read it
  std::optional<Ids> position_;  // where the schema says that it is, since nothing else does
  std::vector<const Revision*> applied_;
  std::vector<const Revision*> pending_;
  Diagnostics of_pending_;  // of their replay
  Catalog at_claim_;
  Catalog at_head_;
  absl::flat_hash_map<ObjectKey, Payload> as_made_;  // by pending revisions
  std::vector<Finding> findings_;
};

}  // namespace

absl::StatusOr<Report> AssessAgainstHistory(const History& history, const Source& history_source,
                                            Side actual, const CommonOptions& options,
                                            Progress* progress) {
  return Assessment(history, history_source, std::move(actual), options, progress).Run();
}

}  // namespace schemadiff::cli
