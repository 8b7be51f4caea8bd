#include "tools/conformance/server_session.h"

#include <libpq-fe.h>

#include <stdexcept>
#include <utility>

#include "engine/base/strings.h"

namespace schemadiff::conformance {
namespace {

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultDeleter>;

std::string InOneLine(const char* text) {
  std::string line = text == nullptr ? "" : text;
  for (char& c : line) {
    if (c == '\n') c = ' ';
  }
  return std::string(StripWhitespace(line));
}

void SendCopyData(PGconn* connection, const std::string& data) {
  if (!data.empty()) PQputCopyData(connection, data.data(), static_cast<int>(data.size()));
  PQputCopyEnd(connection, nullptr);
}

void SkipCopyData(PGconn* connection) {
  char* row = nullptr;
  while (PQgetCopyData(connection, &row, 0) > 0) PQfreemem(row);
}

}  // namespace

struct ServerSession::Handle {
  explicit Handle(PGconn* opened) : connection(opened) {}
  ~Handle() { PQfinish(connection); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  PGconn* connection;
};

ServerSession::ServerSession(std::string conninfo) : conninfo_(std::move(conninfo)) { Reconnect(); }

ServerSession::~ServerSession() = default;

void ServerSession::Reconnect() {
  handle_.reset();
  handle_ = std::make_unique<Handle>(PQconnectdb(conninfo_.c_str()));
  PGconn* connection = handle_->connection;
  if (PQstatus(connection) != CONNECTION_OK) {
    throw std::runtime_error(InOneLine(PQerrorMessage(connection)));
  }
  PQsetNoticeProcessor(connection, [](void*, const char*) {}, nullptr);
}

Outcome ServerSession::Execute(const std::string& sql, const std::string& copy_data) {
  PGconn* connection = handle_->connection;
  Outcome outcome;
  if (PQsendQuery(connection, sql.c_str()) == 0) {
    outcome = {kConnectionLost, InOneLine(PQerrorMessage(connection)), ""};
  }
  while (Result result{PQgetResult(connection)}) {
    switch (PQresultStatus(result.get())) {
      case PGRES_COPY_IN:
        SendCopyData(connection, copy_data);
        break;
      case PGRES_COPY_OUT:
        SkipCopyData(connection);
        break;
      case PGRES_FATAL_ERROR: {
        const char* sqlstate = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
        const char* message = PQresultErrorField(result.get(), PG_DIAG_MESSAGE_PRIMARY);
        outcome.sqlstate = sqlstate == nullptr ? kConnectionLost : sqlstate;
        outcome.message = InOneLine(message == nullptr ? PQerrorMessage(connection) : message);
        break;
      }
      default:
        outcome.tag = PQcmdStatus(result.get());
    }
    if (PQstatus(connection) == CONNECTION_BAD) break;
  }
  if (!outcome.accepted()) outcome.tag.clear();
  if (PQstatus(connection) == CONNECTION_BAD) Reconnect();
  return outcome;
}

std::string ServerSession::Value(const std::string& sql) {
  const Result result{PQexec(handle_->connection, sql.c_str())};
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

bool ServerSession::in_transaction() const {
  return PQtransactionStatus(handle_->connection) != PQTRANS_IDLE;
}

bool ServerSession::in_failed_transaction() const {
  return PQtransactionStatus(handle_->connection) == PQTRANS_INERROR;
}

int ServerSession::socket() const { return PQsocket(handle_->connection); }

}  // namespace schemadiff::conformance
