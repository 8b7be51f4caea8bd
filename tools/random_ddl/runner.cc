#include "tools/random_ddl/runner.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <span>
#include <stdexcept>
#include <utility>

#include "engine/base/strings.h"
#include "engine/introspect/introspect.h"
#include "engine/replay/dispatch.h"
#include "engine/replay/replay.h"
#include "tools/conformance/in_step.h"
#include "tools/conformance/judge.h"
#include "tools/conformance/record.h"
#include "tools/conformance/relay.h"
#include "tools/conformance/server_session.h"

namespace schemadiff::random_ddl {
namespace {

using conformance::Category;
using conformance::Generalized;
using conformance::Outcome;
using conformance::Record;
using conformance::ServerSession;

// What is undone leaves dead rows in the system catalogs: a new database from time to time.
constexpr int kProgramsPerDatabase = 150;

constexpr std::string_view kStep = "schema_diff_step";

ParsedScript Parse(const std::string& sql) {
  return ParseSql(SourceText::FromFile("program", sql));
}

ParsedStatement ParseOne(const std::string& sql) { return Parse(sql).statements.front(); }

bool IsLoud(const Diagnostic& diagnostic) {
  return diagnostic.level != DiagnosticLevel::kNote || diagnostic.code == "replay.not-compared";
}

// Whether an error comes from rows or from computing a value, which only a server does: an
// integrity violation, a library that is not there, a division by zero, a value out of range.
// (Servers compute what is constant in checks, predicates and defaults when these are made.)
bool IsCircumstance(const Outcome& outcome, const ParsedScript& parsed) {
  static const std::set<std::string, std::less<>> kComputing = {
      "22001", "22003", "22008", "22011", "22012", "22013", "22014", "22016", "22023", "22026",
      "2201B", "2201E", "2201F", "2201G", "2201W", "2201X", "22021", "2202E", "22P06", "54000"};
  if (outcome.sqlstate.starts_with("23") || outcome.sqlstate.starts_with("58")) return true;
  // Comparing strings, or matching them, without a collation.
  if (outcome.sqlstate == "42P22") {
    return std::ranges::any_of(
        std::array<std::string_view, 5>{"string comparison", "string hashing", "() function",
                                        "regular expression", "ILIKE"},
        [&](std::string_view end) { return outcome.message.ends_with(end); });
  }
  if (kComputing.contains(outcome.sqlstate)) return true;
  // In what a query, a rule or a policy says, nothing is computed before it runs.
  const bool computes = !parsed.statements.empty() && [&] {
    switch (parsed.statements.front().stmt->tag) {
      case ast::NodeTag::kCreateStmt:
      case ast::NodeTag::kAlterTableStmt:
      case ast::NodeTag::kIndexStmt:
      case ast::NodeTag::kAlterDomainStmt:
        return true;
      default:
        return false;
    }
  }();
  static constexpr std::array<std::string_view, 7> kMessages = {
      "invalid range bound flags",
      "timestamps cannot be binned",
      "unit ",
      "could not identify a comparison function",
      "could not identify an equality operator",
      "invalid memory alloc request size",
      "invalid type name \"\""};
  // A text that is converted to regclass names something that is not there.
  const bool converts =
      outcome.sqlstate == "42P01" && computes &&
      parsed.statements.front().text().find("regclass(") != std::string_view::npos;
  return computes && (converts || outcome.sqlstate.starts_with("22") ||
                      std::ranges::any_of(kMessages, [&](std::string_view message) {
                        return outcome.message.starts_with(message);
                      }));
}

LiveCatalog ReadLive(ServerSession& server, conformance::Relay& relay, bool dependencies) {
  IntrospectOptions options;
  options.dependencies = dependencies;
  relay.Begin(server.socket(), server.in_transaction());
  absl::StatusOr<LiveCatalog> live = Introspect(relay.conninfo(), options);
  relay.End();
  if (!live.ok()) throw std::runtime_error(std::string(live.status().message()));
  return *std::move(live);
}

// What the replay has of a database that is empty.
Catalog BeginWith(const LiveCatalog& live) {
  Catalog catalog = InitialCatalog(live.catalog.server_version);
  catalog.notes.search_path = live.catalog.notes.search_path;
  catalog.notes.time_zone = live.catalog.notes.time_zone;
  catalog.notes.session_role = "postgres";
  conformance::BringInStep(live.catalog, &catalog);
  return catalog;
}

ReplayOptions AsSuperuser() {
  ReplayOptions options;
  options.user = "postgres";
  return options;
}

// One program, from its beginning to its end.
class Execution {
 public:
  Execution(Mode mode, Catalog begin, ServerSession& server, conformance::Relay& relay)
      : mode_(mode),
        catalog_(std::move(begin)),
        server_(server),
        relay_(relay),
        unmodelled_before_(catalog_.unmodelled),
        replayer_(catalog_, diagnostics_, AsSuperuser()) {}

  Result Run(const NextStatement& next) {
    const Fingerprint before = catalog_.GetFingerprint();
    if (mode_ == Mode::kRolledBack) Both("BEGIN");
    while (!over_) {
      const std::optional<std::string> sql = next(catalog_);
      if (!sql) break;
      Step(*sql);
    }
    if (!result_.diverges() && !elsewhere_ && !server_.in_failed_transaction()) {
      Compare("the whole program", {});
    }
    if (mode_ == Mode::kRolledBack) {
      Both("ROLLBACK");
      if (!result_.diverges() && !elsewhere_ && !synchronized_ &&
          !(catalog_.GetFingerprint() == before)) {
        Diverge("ROLLBACK does not undo everything", "the catalog is not what it was before BEGIN");
      }
    }
    return std::move(result_);
  }

 private:
  void Both(const std::string& sql) {
    server_.Execute(sql);
    replayer_.Execute(ParseOne(sql), "");
  }

  void Diverge(std::string divergence, std::string detail) {
    result_.divergence = std::move(divergence);
    result_.detail = std::move(detail);
    over_ = true;
  }

  void Step(const std::string& sql) {
    result_.statements.push_back(sql);
    const ParsedScript parsed = Parse(sql);
    const bool transaction = parsed.statements.size() == 1 &&
                             parsed.statements.front().stmt->tag == ast::NodeTag::kTransactionStmt;
    const bool wrapped = mode_ == Mode::kRolledBack && !transaction;
    if (wrapped) Both(StrCat("SAVEPOINT ", kStep));
    const bool failed_before = server_.in_failed_transaction();
    const Outcome outcome = server_.Execute(sql);
    if (outcome.sqlstate == conformance::kConnectionLost) {
      return Diverge("the connection to the server broke", outcome.message);
    }
    const ReplayNotes notes = catalog_.notes;
    const std::map<std::string, int> unmodelled = catalog_.unmodelled;
    const bool known = catalog_.unknown().empty();
    Replay(sql);
    if (failed_before) return;  // rejected for that alone
    if (outcome.accepted()) {
      JudgeAccepted(parsed, sql);
      if (wrapped && !over_) Both(StrCat("RELEASE SAVEPOINT ", kStep));
      return;
    }
    ++result_.rejected;
    const bool same_effect = JudgeRejected(outcome, parsed, sql);
    if (wrapped) {
      Both(StrCat("ROLLBACK TO SAVEPOINT ", kStep));
      Both(StrCat("RELEASE SAVEPOINT ", kStep));
      catalog_.notes = notes;
      catalog_.unmodelled = unmodelled;
      if (known) catalog_.ForgetUnknown();
    } else if (!same_effect || mode_ == Mode::kRolledBack) {
      over_ = elsewhere_ = true;
    }
  }

  void Replay(const std::string& sql) {
    diagnostics_ = {};
    catalog_.notes.open_ended.clear();
    replayer_.Execute(SourceText::FromFile("program", sql), "");
    replayer_.ReportSummaries();
  }

  void JudgeAccepted(const ParsedScript& parsed, const std::string& sql) {
    ++result_.accepted;
    const std::string words = parsed.statements.empty()
                                  ? conformance::Shortened(sql, 20)
                                  : replay::StatementWords(parsed.statements.front());
    const auto refused = std::ranges::find_if(
        diagnostics_.list(), [](const Diagnostic& d) { return !d.sqlstate.empty(); });
    if (refused != diagnostics_.list().end()) {
      return Diverge(
          StrCat("refused: ", words, ": ", refused->sqlstate, " ", Generalized(refused->message)),
          StrCat("the server accepts, the replay says: ", refused->sqlstate, " ", refused->message,
                 "\n  in: ", sql));
    }
    const bool loud = std::ranges::any_of(diagnostics_.list(), IsLoud);
    if (loud || !catalog_.notes.open_ended.empty()) Compare(words, diagnostics_.list());
  }

  // Whether the replay rejects it, too.
  bool JudgeRejected(const Outcome& outcome, const ParsedScript& parsed, const std::string& sql) {
    const Record record = conformance::JudgeRejected(outcome, diagnostics_.list());
    switch (record.category) {
      case Category::kSameError:
        ++result_.same_error;
        return true;
      case Category::kOtherError:
        ++result_.other_errors[record.cause];
        return true;
      case Category::kUnmodelledError:
        ++result_.unmodelled[record.cause];
        return false;
      default:
        if (IsCircumstance(outcome, parsed)) {
          ++result_.circumstances[record.cause];
          return false;
        }
        Diverge(StrCat("accepted: ", record.cause),
                StrCat("the replay accepts, the server says: ", outcome.sqlstate, " ",
                       outcome.message, "\n  in: ", sql));
        return false;
    }
  }

  // Compares both catalogs. Where the replay says that something is not modelled, it gets what the
  // server has.
  void Compare(const std::string& words, std::span<const Diagnostic> diagnostics) {
    const bool in_step = !diagnostics.empty() || !catalog_.notes.open_ended.empty();
    std::optional<LiveCatalog> live;
    try {
      live = ReadLive(server_, relay_, in_step);
    } catch (const std::runtime_error& error) {
      return Diverge(StrCat("the schema cannot be read: ", Generalized(error.what())),
                     error.what());
    }
    // Failed transactions leave marks that say what may be otherwise: here it must not be.
    if (!in_step && result_.unmodelled.empty()) catalog_.ForgetUnknown();
    const Record record = conformance::JudgeAccepted(
        {words, diagnostics, catalog_, live->catalog, unmodelled_before_, false});
    if (record.category == Category::kDiverging) return Diverge(record.cause, record.detail);
    if (record.category != Category::kConforming) ++result_.unmodelled[record.cause];
    if (in_step) {
      conformance::BringInStep(live->catalog, &catalog_);
      unmodelled_before_ = live->catalog.unmodelled;
      synchronized_ = true;
    }
  }

  const Mode mode_;
  Catalog catalog_;
  Diagnostics diagnostics_;  // about the statement in hand
  ServerSession& server_;
  conformance::Relay& relay_;
  std::map<std::string, int> unmodelled_before_;
  Replayer replayer_;
  Result result_;
  bool over_ = false;
  bool elsewhere_ = false;     // the replay did what the server rejected for what only it knows
  bool synchronized_ = false;  // some of the catalog comes from the server
};

}  // namespace

struct Runner::Impl {
  explicit Impl(testing::PgServer& of) : server(of) {}

  // The session for programs that are rolled back.
  ServerSession& LastingSession() {
    if (used++ % kProgramsPerDatabase == 0) {
      session.reset();
      database.reset();
      database = server.CreateDatabase();
      session = std::make_unique<ServerSession>(database->connection_string());
      if (begin.server_version == 0) begin = BeginWith(ReadLive(*session, relay, true));
    }
    return *session;
  }

  testing::PgServer& server;
  conformance::Relay relay;
  std::unique_ptr<testing::Database> database;
  std::unique_ptr<ServerSession> session;
  Catalog begin;
  int used = 0;
};

Runner::Runner(testing::PgServer& server) : impl_(std::make_unique<Impl>(server)) {}

Runner::~Runner() = default;

Result Runner::Run(Mode mode, const NextStatement& next) {
  ServerSession& lasting = impl_->LastingSession();
  if (mode == Mode::kRolledBack) {
    return Execution(mode, impl_->begin, lasting, impl_->relay).Run(next);
  }
  const auto database = impl_->server.CreateDatabase();
  ServerSession session(database->connection_string());
  return Execution(mode, impl_->begin, session, impl_->relay).Run(next);
}

}  // namespace schemadiff::random_ddl
