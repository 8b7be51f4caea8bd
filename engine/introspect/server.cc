#include "engine/introspect/server.h"

#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/result>
#include <pqxx/transaction>
#include <pqxx/version>

#include "engine/base/strings.h"
#include "engine/introspect/failure.h"

namespace schemadiff::introspect {
namespace {

// libpqxx 6 (Debian 12) and 7 (Debian 13) differ in these names only.
#if PQXX_VERSION_MAJOR >= 7
using Transaction =
    pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::write_policy::read_only>;
#else
using Transaction = pqxx::transaction<pqxx::repeatable_read, pqxx::read_only>;
#endif

absl::Status StatusFor(std::string_view what, std::string_view sqlstate, std::string_view raw) {
  const std::string message = OneLine(raw);
  const std::string text = StrCat("cannot read ", what, ": ", message);
  const std::string_view error_class = sqlstate.substr(0, 2);
  if (sqlstate == "57014" || sqlstate == "55P03" || sqlstate == "25P03" || sqlstate == "25P04") {
    return absl::DeadlineExceededError(text);
  }
  if (sqlstate == "42501") return absl::PermissionDeniedError(text);
  if (error_class == "57" || error_class == "08" || error_class == "53") {
    return absl::UnavailableError(text);
  }
  // The snapshot protects what we select, not what functions such as pg_get_viewdef look up: an
  // object that was dropped meanwhile gives "cache lookup failed" and the like.
  if (error_class == "40" || error_class == "XX" || sqlstate == "42P01" || sqlstate == "42704") {
    return absl::AbortedError(
        StrCat("the schema changed while it was read (", what, ": ", message, "); try again"));
  }
  return absl::InternalError(text);
}

RowSet Copy(const pqxx::result& result) {
  RowSet rows;
  size_t bytes = 0;
  for (const auto& row : result) {
    for (const auto& field : row) bytes += field.size();
  }
  rows.Start(static_cast<size_t>(result.size()), static_cast<size_t>(result.columns()), bytes);
  for (const auto& row : result) {
    for (const auto& field : row) {
      if (field.is_null()) {
        rows.AddNull();
      } else {
        rows.AddValue({field.c_str(), field.size()});
      }
    }
  }
  return rows;
}

}  // namespace

struct Server::Handle {
  explicit Handle(const std::string& keywords) : connection(keywords), transaction(connection) {}

  pqxx::connection connection;
  Transaction transaction;
};

Server::Server(const ConnectionPlan& plan) try
    : handle_(std::make_unique<Handle>(plan.keywords)), statements_(1) {
} catch (const std::exception& error) {
  throw Failure(ConnectionFailure(plan, error.what()));
}

Server::~Server() = default;

RowSet Server::Query(std::string_view what, const std::string& sql) {
  ++statements_;
  try {
    return Copy(handle_->transaction.exec(sql));
  } catch (const pqxx::sql_error& error) {
    throw Failure(StatusFor(what, error.sqlstate(), error.what()));
  } catch (const pqxx::broken_connection& error) {
    throw Failure(absl::UnavailableError(
        StrCat("the connection broke while ", what, " were read: ", OneLine(error.what()))));
  } catch (const pqxx::transaction_rollback& error) {
    throw Failure(StatusFor(what, "40000", error.what()));
  } catch (const std::exception& error) {
    throw Failure(absl::InternalError(StrCat("cannot read ", what, ": ", OneLine(error.what()))));
  }
}

std::optional<RowSet> Server::TryQuery(std::string_view what, const std::string& sql,
                                       std::string* error) {
  Query(what, "SAVEPOINT schema_diff");
  ++statements_;
  std::optional<RowSet> rows;
  try {
    rows = Copy(handle_->transaction.exec(sql));
  } catch (const pqxx::sql_error& refused) {
    *error = OneLine(refused.what());
  } catch (const std::exception& broken) {
    throw Failure(absl::UnavailableError(
        StrCat("the connection broke while ", what, " were read: ", OneLine(broken.what()))));
  }
  Query(what, rows ? "RELEASE SAVEPOINT schema_diff" : "ROLLBACK TO SAVEPOINT schema_diff");
  return rows;
}

ServerIdentity Server::Identity() const {
  const auto text = [](const char* value) { return std::string(value == nullptr ? "" : value); };
  ServerIdentity identity;
  identity.host = text(handle_->connection.hostname());
  identity.port = text(handle_->connection.port());
  identity.database = text(handle_->connection.dbname());
  identity.user = text(handle_->connection.username());
  return identity;
}

}  // namespace schemadiff::introspect
