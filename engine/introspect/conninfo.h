// Connection strings: what we add to them, and what may be said of them.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

namespace schemadiff::introspect {

/// A connection string that is ready for libpq, and where it leads as far as that is known
/// without connecting. `keywords` may hold a password and is never printed.
struct ConnectionPlan {
  std::string keywords;
  std::string host, port, database, user;  ///< empty where a service file decides
  std::string service;

  /// "database d on h:5432 as u", without any secret.
  std::string Describe() const;
};

/// Reads libpq keywords or a URI, and adds application name, client encoding and a time limit for
/// connecting. InvalidArgument without any part of the string that could be a piece of a password.
absl::StatusOr<ConnectionPlan> PlanConnection(const std::string& conninfo, int connect_timeout_s);

/// The status for libpq's message about a failed connection.
absl::Status ConnectionFailure(const ConnectionPlan& plan, std::string_view libpq_message);

/// libpq's or the server's message as one line: prefixes such as "ERROR:  " and libpq's hints gone.
std::string OneLine(std::string_view message);

}  // namespace schemadiff::introspect
