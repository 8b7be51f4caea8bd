#include "engine/introspect/server.h"

#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/result>
#include <pqxx/subtransaction>
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
  rows.Start(static_cast<size_t>(result.size()), static_cast<size_t>(result.columns()));
  for (const auto& row : result) {
    for (const auto& field : row) {
      const size_t size = field.size();
      if (size == 0 && field.is_null()) {
        rows.AddNull();
      } else {
        rows.AddValue({field.c_str(), size});
      }
    }
  }
  return rows;
}

}  // namespace

struct Answer::Result {
  pqxx::result rows;
};

RowSet Answer::Rows() const { return Copy(result_->rows); }

struct Server::Handle {
  explicit Handle(const std::string& keywords) : connection(keywords), transaction(connection) {}

  pqxx::connection connection;
  Transaction transaction;
};

Server::Server(const ConnectionPlan& plan, const std::string& snapshot) try
    : handle_(std::make_unique<Handle>(plan.keywords)), statements_(1) {
  if (snapshot.empty()) return;
  ++statements_;
  handle_->transaction.exec(
      StrCat("SET TRANSACTION SNAPSHOT ", handle_->transaction.quote(snapshot)));
} catch (const std::exception& error) {
  throw Failure(ConnectionFailure(plan, error.what()));
}

Server::~Server() = default;

Answer Server::Ask(std::string_view what, const std::string& sql) {
  ++statements_;
  try {
    Answer answer;
    answer.result_ = std::make_shared<Answer::Result>(handle_->transaction.exec(sql));
    return answer;
  } catch (const std::exception& error) {
    Rethrow(what, error);
  }
}

std::optional<RowSet> Server::TryQuery(std::string_view what, const std::string& sql,
                                       std::string* error) {
  statements_ += 3;  // with SAVEPOINT, and RELEASE or ROLLBACK TO
  try {
    pqxx::subtransaction savepoint(handle_->transaction, "schema_diff");
    try {
      RowSet rows = Copy(savepoint.exec(sql));
      savepoint.commit();
      return rows;
    } catch (const pqxx::sql_error& refused) {
      if (!handle_->connection.is_open()) throw;
      *error = OneLine(refused.what());
      return std::nullopt;
    }
  } catch (const std::exception& broken) {
    Rethrow(what, broken);
  }
}

void Server::Rethrow(std::string_view what, const std::exception& error) const {
  if (dynamic_cast<const pqxx::broken_connection*>(&error) != nullptr ||
      !handle_->connection.is_open()) {
    throw Failure(absl::UnavailableError(
        StrCat("the connection broke while ", what, " were read: ", OneLine(error.what()))));
  }
  if (const auto* refused = dynamic_cast<const pqxx::sql_error*>(&error)) {
    // libpqxx 6 leaves the code out where the exception's type says it.
    std::string sqlstate = refused->sqlstate();
    if (dynamic_cast<const pqxx::insufficient_privilege*>(&error) != nullptr) sqlstate = "42501";
    if (dynamic_cast<const pqxx::undefined_table*>(&error) != nullptr) sqlstate = "42P01";
    throw Failure(StatusFor(what, sqlstate, error.what()));
  }
  if (dynamic_cast<const pqxx::transaction_rollback*>(&error) != nullptr) {
    throw Failure(StatusFor(what, "40000", error.what()));
  }
  throw Failure(absl::InternalError(StrCat("cannot read ", what, ": ", OneLine(error.what()))));
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
