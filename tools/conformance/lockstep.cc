#include "tools/conformance/lockstep.h"

#include <algorithm>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

#include "engine/base/strings.h"
#include "engine/introspect/introspect.h"
#include "engine/replay/dispatch.h"
#include "engine/replay/replay.h"
#include "tools/conformance/in_step.h"
#include "tools/conformance/judge.h"
#include "tools/conformance/relay.h"
#include "tools/conformance/server_session.h"

namespace schemadiff::conformance {
namespace {

using ast::TransactionStmtKind;

constexpr size_t kTextLength = 160;
constexpr size_t kDetailLength = 400;
constexpr int kStatementTimeoutMs = 30'000;
constexpr int kLockTimeoutMs = 5'000;

const ast::TransactionStmt* AsTransaction(const Step& step) {
  return step.what == Step::What::kStatement ? ast::As<ast::TransactionStmt>(step.parsed.stmt)
                                             : nullptr;
}

ParsedStatement Parsed(std::string sql) {
  return ParseSql(SourceText::FromFile("conformance", std::move(sql))).statements.front();
}

// What the replay remembers besides its objects, and does not undo.
struct Remembered {
  ReplayNotes notes;
  std::map<std::string, int> unmodelled;
};

}  // namespace

class Lockstep::Impl {
 public:
  Impl(const std::string& conninfo, Catalog begin) : catalog_(std::move(begin)), server_(conninfo) {
    const LiveCatalog live = Introspect();
    catalog_.server_version = live.catalog.server_version;
    catalog_.notes.search_path = live.catalog.notes.search_path;
    catalog_.notes.time_zone = live.catalog.notes.time_zone;
    NoteLive(live.catalog);
    BringInStep(live.catalog, &catalog_);
    ReplayOptions options;
    options.user = "postgres";
    catalog_.notes.session_role = "postgres";
    replayer_.emplace(catalog_, diagnostics_, options);
    rollback_ = Parsed("ROLLBACK");
    savepoint_ = Parsed("SAVEPOINT schema_diff_conformance");
    rollback_to_ = Parsed("ROLLBACK TO SAVEPOINT schema_diff_conformance");
    release_ = Parsed("RELEASE SAVEPOINT schema_diff_conformance");
  }

  void Prepare(const std::vector<Step>& steps) {
    comparing_ = false;
    Listener nobody{[](const Step&) {}, [](const Record&) {}};
    Run(steps, nobody);
    EndSession();
    comparing_ = true;
    const LiveCatalog live = Introspect();
    NoteLive(live.catalog);
    BringInStep(live.catalog, &catalog_);
  }

  void Run(const std::vector<Step>& steps, const Listener& listener) {
    for (const Step& step : steps) {
      listener.before(step);
      std::optional<Record> record = Take(step);
      if (!record || !comparing_) continue;
      record->place = StrCat(step.location.file, ":", step.location.line);
      record->text = Shortened(step.text, kTextLength);
      record->detail = Shortened(record->detail, kDetailLength);
      listener.found(*std::move(record));
    }
  }

  const Catalog& catalog() const { return catalog_; }

 private:
  // One step; a record where it counts as something.
  std::optional<Record> Take(const Step& step) {
    switch (step.what) {
      case Step::What::kReconnect:
        EndSession();
        return std::nullopt;
      case Step::What::kUnknown:
        return std::nullopt;
      case Step::What::kRefused:
        return TakeRefused(step);
      case Step::What::kStatement:
        break;
    }
    if (const ast::TransactionStmt* transaction = AsTransaction(step)) {
      return TakeTransaction(step, *transaction);
    }
    const bool failed_before = server_.in_failed_transaction();
    const std::string writes_before = WritesBefore(step.parsed);
    const Outcome outcome = Send(step);
    if (failed_before) return std::nullopt;  // rejected for that alone
    wrote_ = !writes_before.empty() && writes_before != Writes();
    if (outcome.sqlstate == kConnectionLost) return Lost("the connection broke");
    const bool definition = IsDefinition(step.parsed);
    if (outcome.accepted()) {
      changed_in_transaction_ |= definition;
      ReplayAccepted(step.parsed);
      return comparing_ ? CompareAfter(step, definition) : std::nullopt;
    }
    return definition ? std::optional(TakeRejected(step, outcome)) : std::nullopt;
  }

  // A statement that does not parse here.
  std::optional<Record> TakeRefused(const Step& step) {
    wrote_ = false;
    const bool failed_before = server_.in_failed_transaction();
    const Outcome outcome = Send(step);
    if (failed_before || !BeginsLikeDefinition(step.text)) return std::nullopt;
    const std::span<const Diagnostic> refusal(&*step.refusal, 1);
    if (!outcome.accepted()) return JudgeRejected(outcome, refusal);
    diagnostics_ = {};
    diagnostics_.Add(*step.refusal);
    return comparing_ ? CompareAfter(step, true) : std::nullopt;
  }

  // The server ends a failed transaction otherwise than the statement says, which the replay, that
  // never sees it fail, has to be told.
  std::optional<Record> TakeTransaction(const Step& step, const ast::TransactionStmt& transaction) {
    wrote_ = false;
    const bool open_before = server_.in_transaction();
    const Outcome outcome = Send(step);
    const bool ended = open_before && !server_.in_transaction();
    const bool rolled_back = ended && (!outcome.accepted() || outcome.tag == "ROLLBACK");
    if (rolled_back && transaction.kind != TransactionStmtKind::TRANS_STMT_ROLLBACK) {
      Replay(rollback_);
    } else if (outcome.accepted()) {
      Replay(step.parsed);
    }
    const bool compare = std::exchange(changed_in_transaction_, changed_in_transaction_ && !ended);
    if (!comparing_ || !compare || !outcome.accepted() || server_.in_failed_transaction()) {
      return std::nullopt;
    }
    // It counts only where it goes wrong: what it commits has been counted.
    std::optional<Record> record = CompareAfter(step, false);
    const bool wrong = record && (record->category == Category::kDiverging ||
                                  record->category == Category::kRefused);
    return wrong ? record : std::nullopt;
  }

  Record TakeRejected(const Step& step, const Outcome& outcome) {
    const Remembered remembered{catalog_.notes, catalog_.unmodelled};
    const Catalog::Mark mark = catalog_.SetMark();
    Replay(step.parsed);
    catalog_.RollbackTo(mark);
    catalog_.notes = remembered.notes;
    catalog_.unmodelled = remembered.unmodelled;
    catalog_.ForgetUnknown();
    Record record = JudgeRejected(outcome, diagnostics_.list());
    // A concurrent build that fails leaves an index behind.
    const auto* index = ast::As<ast::IndexStmt>(step.parsed.stmt);
    if (comparing_ && index != nullptr && index->concurrent && !server_.in_transaction()) {
      const LiveCatalog live = Introspect();
      NoteLive(live.catalog);
      BringInStep(live.catalog, &catalog_);
    }
    if (IsOutside(step.parsed)) record.category = Category::kOutside;
    return record;
  }

  // After a statement that the server accepted and the replay has seen.
  std::optional<Record> CompareAfter(const Step& step, bool definition) {
    // What runs no definition is looked into only where something hints at one.
    const bool quiet = !wrote_ && diagnostics_.empty() && catalog_.unknown().empty() &&
                       catalog_.notes.open_ended.empty();
    if (!definition && quiet && step.what == Step::What::kStatement && !MayRunCode(step.parsed)) {
      return std::nullopt;
    }
    LiveCatalog live;
    try {
      live = Introspect();
    } catch (const std::runtime_error& error) {
      return Lost(error.what());
    }
    const bool outside = step.what == Step::What::kStatement && IsOutside(step.parsed);
    const std::string words = step.what == Step::What::kStatement
                                  ? replay::StatementWords(step.parsed)
                                  : Shortened(step.text, 20);
    Record record = JudgeAccepted(
        {words, diagnostics_.list(), catalog_, live.catalog, live_unmodelled_, outside});
    const bool changed = NoteLive(live.catalog);
    if (record.category != Category::kConforming || !catalog_.unknown().empty()) {
      BringInStep(live.catalog, &catalog_);
    }
    catalog_.unmodelled = live.catalog.unmodelled;
    if (outside && record.category == Category::kConforming) record.category = Category::kOutside;
    // A query or a block counts where it changes the schema.
    if (!definition && !changed && record.category != Category::kDiverging) return std::nullopt;
    return record;
  }

  // The next transaction that writes, as text, where the statement is a query that stands alone:
  // where it is another one afterwards, a function that the query calls wrote something.
  std::string WritesBefore(const ParsedStatement& statement) {
    const bool query = statement.stmt->tag == ast::NodeTag::kSelectStmt;
    return query && comparing_ && !server_.in_transaction() ? Writes() : "";
  }
  std::string Writes() {
    return server_.Value("SELECT pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())");
  }

  static bool MayRunCode(const ParsedStatement& statement) {
    switch (statement.stmt->tag) {
      case ast::NodeTag::kDoStmt:
      case ast::NodeTag::kCallStmt:
      case ast::NodeTag::kExecuteStmt:
      case ast::NodeTag::kDiscardStmt:
      case ast::NodeTag::kTransactionStmt:
        return true;
      default:
        return false;
    }
  }

  void Replay(const ParsedStatement& statement) {
    diagnostics_ = {};
    catalog_.notes.open_ended.clear();
    replayer_->Execute(statement, "");
    replayer_->ReportSummaries();
  }

  // A transaction must not fail in the replay alone.
  void ReplayAccepted(const ParsedStatement& statement) {
    if (!server_.in_transaction()) return Replay(statement);
    replayer_->Execute(savepoint_, "");
    Replay(statement);
    const Diagnostics said = diagnostics_;
    const bool refused = std::ranges::any_of(said.list(), [](const Diagnostic& diagnostic) {
      return diagnostic.code == "replay.postgres-error";
    });
    if (refused) replayer_->Execute(rollback_to_, "");
    replayer_->Execute(release_, "");
    diagnostics_ = said;
  }

  Outcome Send(const Step& step) { return server_.Execute(step.text, step.copy_data); }

  void EndSession() {
    server_.Reconnect();
    replayer_->EndSession();
    diagnostics_ = {};
    changed_in_transaction_ = false;
  }

  Record Lost(const std::string& why) {
    Record record;
    record.category = Category::kLost;
    record.cause = record.detail = why;
    // Both sides go on with the session's settings, and without a transaction.
    if (!server_.in_transaction()) {
      const Diagnostics said = diagnostics_;
      replayer_->Execute(rollback_, "");
      diagnostics_ = said;
    }
    return record;
  }

  LiveCatalog Introspect() {
    IntrospectOptions options;
    options.dependencies = true;
    options.statement_timeout_ms = kStatementTimeoutMs;
    options.lock_timeout_ms = kLockTimeoutMs;
    relay_.Begin(server_.socket(), server_.in_transaction());
    absl::StatusOr<LiveCatalog> live = schemadiff::Introspect(relay_.conninfo(), options);
    relay_.End();
    if (!live.ok()) throw std::runtime_error(std::string(live.status().message()));
    return *std::move(live);
  }

  // Whether anything is otherwise than when this was last called.
  bool NoteLive(const Catalog& live) {
    const bool changed =
        !(live.GetFingerprint() == live_fingerprint_) || live.unmodelled != live_unmodelled_;
    live_fingerprint_ = live.GetFingerprint();
    live_unmodelled_ = live.unmodelled;
    return changed;
  }

  Catalog catalog_;
  Diagnostics diagnostics_;  // about the statement in hand
  Relay relay_;
  ServerSession server_;
  std::optional<Replayer> replayer_;
  ParsedStatement rollback_, savepoint_, rollback_to_, release_;
  bool comparing_ = true;
  bool changed_in_transaction_ = false;
  bool wrote_ = false;  // the statement in hand is a query, and yet wrote something
  Fingerprint live_fingerprint_;
  std::map<std::string, int> live_unmodelled_;
};

Lockstep::Lockstep(const std::string& conninfo, Catalog begin)
    : impl_(std::make_unique<Impl>(conninfo, std::move(begin))) {}

Lockstep::~Lockstep() = default;

void Lockstep::Prepare(const std::vector<Step>& steps) { impl_->Prepare(steps); }

void Lockstep::Run(const std::vector<Step>& steps, const Listener& listener) {
  impl_->Run(steps, listener);
}

const Catalog& Lockstep::catalog() const { return impl_->catalog(); }

}  // namespace schemadiff::conformance
