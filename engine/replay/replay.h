// Replay: executing DDL on a catalog, in-process, elaborating it as PostgreSQL does.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/base/source.h"
#include "engine/catalog/catalog.h"
#include "parsers/sql/parser.h"

namespace schemadiff {

struct ReplayOptions {
  /// The role that "$user" in search_path stands for; empty: a role without a schema of its own.
  std::string user;
  /// The statements are those of a history, which are there because they ran: one that fails here
  /// in a transaction does not undo it.
  bool applied = false;
};

/// A catalog as CREATE DATABASE leaves it: the schema public and the extension plpgsql.
/// `server_version` is in server_version_num form: 150018.
Catalog InitialCatalog(int server_version);

/// The same for the server of a catalog that was read from one, and with the settings that sessions
/// of that database begin with and what is known of its extensions. These are there, too, for
/// statements to use, until one makes them (ReplayNotes::assumed).
Catalog InitialCatalogFor(const Catalog& actual);

/// One session that executes statements on a catalog.
///
/// What PostgreSQL would reject has no effect and becomes a diagnostic with PostgreSQL's message
/// and SQLSTATE (`replay.postgres-error`); the statements after it are executed all the same,
/// unless it was in a transaction, which PostgreSQL then gives up (transaction.h says what becomes
/// of it; `replay.in-failed-transaction` notes what is refused). What PostgreSQL may well accept,
/// but the replay does not know how to, is `replay.not-modelled` or `replay.unsupported-statement`,
/// and the objects that it touches are marked as unknown in the catalog; what names such an object
/// later is `replay.follows-unknown`.
class Replayer {
 public:
  /// The catalog (whose server_version says which PostgreSQL to follow) and the diagnostics must
  /// outlive the replayer. The catalog must not be changed by others in between.
  Replayer(Catalog& catalog, Diagnostics& diagnostics, ReplayOptions options = {});
  ~Replayer();
  Replayer(const Replayer&) = delete;
  Replayer& operator=(const Replayer&) = delete;

  /// Executes all statements of a text, in order, while later ones are still being parsed, and adds
  /// what the parser has to say. Where the server is newer than the parser's grammar, what a
  /// statement mentions that does not parse is unknown from then on (`replay.newer-syntax`).
  void Execute(std::shared_ptr<const SourceText> source, std::string_view revision);
  /// Executes one statement. `revision` becomes part of the provenance of what it sets; may be
  /// empty.
  void Execute(const ParsedStatement& statement, std::string_view revision);

  /// Executes a text of which it is not known whether it runs: what it makes, changes or drops is
  /// unknown from then on. It is taken to run, so that later statements find what it makes. Where
  /// it cannot run, because what it makes is there or what it drops is not, it did not: that
  /// changes nothing.
  void ExecutePerhaps(std::shared_ptr<const SourceText> source, std::string_view revision);

  /// Marks what the SQL mentions, and what it would make, as unknown: it may have been executed.
  void Doubt(std::string_view sql, const std::string& reason);

  /// Marks all that there is as unknown because `what` was not read, and so is what else there may
  /// be.
  void DoubtAll(const std::string& what);

  /// Reports the summaries of EndSession() for what was executed since they were last reported.
  void ReportSummaries();

  /// Commits a transaction that is still open, as tools do at the end of a migration.
  void Commit();
  /// What the end of a connection does: a transaction that is still open is rolled back, temporary
  /// tables go, settings are those of a new session. Summaries (of grants, say) are reported.
  void EndSession();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Parses a text and executes it in one session.
void ReplaySql(std::shared_ptr<const SourceText> source, std::string_view revision,
               Catalog& catalog, Diagnostics& diagnostics, const ReplayOptions& options = {});

}  // namespace schemadiff
