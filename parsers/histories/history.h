// A migration history: one tool's revisions, in order, with the SQL that each would run.
//
// A reader only lists revisions and their statements; it knows nothing of schemas. What
// the statements do is the replay's business.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/doubtful_sql.h"
#include "engine/base/source.h"
#include "engine/base/tool_commands.h"

namespace schemadiff {

/// One migration.
struct Revision {
  std::string id;
  std::vector<std::string> parents;  ///< ids this one builds on; empty for a root
  std::vector<std::string>
      depends_on;  ///< ids that must be applied first, outside the line of descent
  std::vector<std::string> branch_labels;
  std::string message;      ///< its one-line description, may be empty
  std::string date;         ///< as the file states it (ISO 8601), may be empty
  SourceLocation location;  ///< the file, and the line that declares the id
  /// SQL texts of the upgrade, in order; each may hold several statements.
  std::vector<std::shared_ptr<const SourceText>> up;
  /// Of those, the ones (by index) that begin a new session: psql's `\connect` came before.
  std::vector<size_t> new_sessions;
  /// SQL texts of the downgrade; empty with has_down for one that does nothing.
  std::vector<std::shared_ptr<const SourceText>> down;
  bool has_down = false;
  bool commits_at_end = false;  ///< the tool commits a transaction that the texts leave open
  bool transactional = true;    ///< whether the tool runs it in a transaction
  /// Why part of the upgrade could not be read (each also a diagnostic). While this is not
  /// empty, what the revision may touch is not comparable.
  std::vector<std::string> unread;
  /// The part of the tool's own set-up that may send all that it makes elsewhere, and is not read
  /// ("env.py:7, which sets search_path,"); empty: none.
  std::string doubt;
  /// Of the texts, the ones (by index) of which it is not known whether they run.
  std::vector<size_t> uncertain;
  /// Whether what could not be read may make anything: it is more than the uncertain texts.
  bool open_ended = false;
  std::vector<DoubtfulSql> doubtful;
};

/// Where the tool records what it applied.
struct Bookkeeping {
  std::string schema;  ///< empty: the connection's default schema
  std::string table;
  std::string version_column;
};

/// A graph of revisions.
struct History {
  std::string tool;       ///< "alembic", "sql"
  ToolCommands commands;  ///< of that tool
  std::string directory;  ///< as the user named it
  /// Every revision after its parents; revisions that are not ordered by the graph come in
  /// a stable order (by id). Members of a cycle come last, with a diagnostic.
  std::vector<Revision> revisions;
  std::optional<Bookkeeping> bookkeeping;  ///< none: the tool records nothing in the database
  Diagnostics diagnostics;
  /// Why revisions are missing from the graph or cannot be ordered: files that could not be read,
  /// parents that are not there, circles. Each is among `diagnostics` too. While this is not
  /// empty, what the tool would run is not known.
  Diagnostics gaps;

  const Revision* Find(std::string_view id) const;
  std::vector<std::string> Roots() const;
  std::vector<std::string> Heads() const;
  /// The revisions that `upgrade ids` applies on an empty database, in order: the ids, their
  /// ancestors and what those depend on.
  std::vector<const Revision*> UpTo(const std::vector<std::string>& ids) const;
};

/// An error that names the first gap of a history, with file and line; OK where it has none.
absl::Status CheckWhole(const History& history);

/// Reads one tool's directories.
class HistoryReader {
 public:
  virtual ~HistoryReader() = default;
  /// The name used in `tool:DIR`.
  virtual std::string_view tool() const = 0;
  /// What its users type; nothing where the tool has no commands of its own.
  virtual ToolCommands commands() const { return {}; }
  /// Whether the directory looks like this tool's. Cheap: looks at names, opens few files.
  virtual bool Detect(const std::string& directory) const = 0;
  /// Where the tool records what it applied, unless a project says otherwise.
  virtual std::optional<Bookkeeping> usual_bookkeeping() const { return std::nullopt; }
  /// Whether it takes any directory of such files, where no tool claims it.
  virtual bool is_fallback() const { return false; }
  /// Reads the directory. A status only where nothing could be read at all (no such
  /// directory, no revision in it); everything else is a diagnostic in the history.
  virtual absl::StatusOr<History> Read(const std::string& directory) const = 0;
};

/// Where the tools that are known record what they applied, unless a project says otherwise.
std::vector<Bookkeeping> UsualBookkeeping();

/// Reads a history: `SOURCE` is a directory, or `tool:DIRECTORY`. With no tool named, exactly
/// one tool's reader must detect the directory; otherwise the status names the candidates. Plain
/// .sql files beside a tool's are left out, with a note (`history.sql-ignored`).
absl::StatusOr<History> ReadHistory(std::string_view source);

}  // namespace schemadiff
