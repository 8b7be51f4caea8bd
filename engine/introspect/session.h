// What is set and asked before the first catalog is read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/introspect/builder.h"
#include "engine/introspect/introspect.h"
#include "engine/introspect/server.h"

namespace schemadiff::introspect {

/// Who answered, and the schemas of the connection's own search_path, which is pinned afterwards.
struct Session {
  ServerIdentity identity;
  std::vector<std::string> search_path;
  /// What sessions of the database begin with: the database's own search_path, where it has one,
  /// and TimeZone.
  std::optional<std::string> database_search_path;
  std::string time_zone;
};

/// Asks who answers, refuses servers older than 13, and pins for this transaction whatever
/// decides how the server prints expressions: search_path (empty, so that every name of a user is
/// qualified), DateStyle ISO, IntervalStyle postgres, TimeZone UTC, and their like.
Session BeginSession(Server& server, const IntrospectOptions& options);

/// Finds the namespaces, and, where some are left out, the relations of theirs that are needed.
Scope ReadScope(Server& server, const Session& session, const IntrospectOptions& options);

/// Reads one bookkeeping table.
BookkeepingResult ReadBookkeeping(Server& server, const Session& session,
                                  const BookkeepingQuery& query, Diagnostics* diagnostics);

}  // namespace schemadiff::introspect
