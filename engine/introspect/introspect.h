// A live server's schema as a catalog.
//
// One REPEATABLE READ READ ONLY transaction, a pinned environment (search_path, DateStyle,
// TimeZone, ...), time limits, reads of system catalogs only, and a fixed number of queries for the
// kinds of objects that are there, whatever the number of objects. A role that can only CONNECT
// suffices.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/catalog/bookkeeping.h"
#include "engine/catalog/catalog.h"

namespace schemadiff {

struct IntrospectOptions {
  /// Milliseconds for one query of ours; 0: no limit.
  int statement_timeout_ms = 120'000;
  /// Milliseconds to wait for a lock that someone else's DDL holds; 0: no limit.
  int lock_timeout_ms = 10'000;
  /// Seconds to wait for each address of the server; used where neither the connection string nor
  /// PGCONNECT_TIMEOUT has a limit of its own. 0: no limit.
  int connect_timeout_s = 15;
  /// Schemas to read and to leave out, as globs (`*`, `?`) over the names as they are; an empty
  /// `include` means all. Objects outside of all schemas (extensions) are always read.
  std::vector<std::string> include_schemas;
  std::vector<std::string> exclude_schemas;
  std::vector<BookkeepingQuery> bookkeeping;
  /// 2: a second connection shares the first one's snapshot, so that two of the server's processes
  /// read at once. Where it cannot be had, a note says so, and one does the work.
  int connections = 1;
  /// Whether to read what depends on what, too: for writing the catalog as SQL, where the order of
  /// the statements follows from it. One query more.
  bool dependencies = false;
  /// Called before each step, with what is read next, how many steps are done and how many there
  /// are. Called on the caller's thread.
  std::function<void(std::string_view what, int done, int total)> progress;
};

/// Who answered. Never holds a password.
struct ServerIdentity {
  std::string host;  ///< a name, an address, or the directory of a unix socket
  std::string port;
  std::string database;
  std::string user;
  std::string version;       ///< as `SHOW server_version` has it: "15.18 (Debian 15.18-0+deb12u1)"
  int version_num = 0;       ///< 150018
  bool in_recovery = false;  ///< a standby: it may lag behind its primary

  /// "homelab_db on db.example.org:5432 as homelab_user".
  std::string ToString() const;
};

struct LiveCatalog {
  Catalog catalog;
  ServerIdentity identity;
  Diagnostics diagnostics;
  /// One per BookkeepingQuery of the options, in the same order.
  std::vector<BookkeepingResult> bookkeeping;
  /// How many statements were sent; the same for every size of schema.
  int statements = 0;
};

/// Reads the schema of the database that `conninfo` (libpq keywords or URI; environment, service
/// and password files are honoured) leads to.
///
/// Errors, each one sentence without any secret: InvalidArgument (the connection string),
/// Unavailable (nobody answers, or the connection broke), Unauthenticated, NotFound (no such
/// database), PermissionDenied (no CONNECT, or a system catalog was closed to this role),
/// DeadlineExceeded (a time limit), FailedPrecondition (server older than 13), Aborted (the schema
/// was changed while it was read, and again while that was tried once more), Internal.
absl::StatusOr<LiveCatalog> Introspect(const std::string& conninfo,
                                       const IntrospectOptions& options = {});

}  // namespace schemadiff
