#include <libpq-fe.h>

#include <iostream>

#include "engine/base/strings.h"
#include "tests/support/pg_programs.h"
#include "tests/support/pg_server.h"
#include "tests/support/process.h"

namespace schemadiff::testing {
namespace {

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultDeleter>;

}  // namespace

struct Session::Handle {
  explicit Handle(PGconn* opened) : connection(opened) {}
  ~Handle() { PQfinish(connection); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  PGconn* connection;
};

Session::Session(const std::string& connection_string)
    : handle_(std::make_unique<Handle>(PQconnectdb(connection_string.c_str()))) {
  PGconn* connection = handle_->connection;
  if (PQstatus(connection) != CONNECTION_OK) throw ServerError("", PQerrorMessage(connection));
  // Notices would only clutter the output of the tests.
  PQsetNoticeProcessor(connection, [](void*, const char*) {}, nullptr);
}

Session::~Session() = default;

Rows Session::Query(const std::string& sql) {
  Result result(PQexec(handle_->connection, sql.c_str()));
  ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
    const char* sqlstate = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    throw ServerError(sqlstate != nullptr ? sqlstate : "", status == PGRES_FATAL_ERROR
                                                               ? PQerrorMessage(handle_->connection)
                                                               : PQresStatus(status));
  }
  Rows rows(static_cast<size_t>(PQntuples(result.get())));
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      auto& cell = rows[static_cast<size_t>(row)].emplace_back();
      if (PQgetisnull(result.get(), row, column) == 0) {
        cell.emplace(PQgetvalue(result.get(), row, column),
                     static_cast<size_t>(PQgetlength(result.get(), row, column)));
      }
    }
  }
  return rows;
}

std::string Session::QueryValue(const std::string& sql) {
  Rows rows = Query(sql);
  if (rows.size() != 1 || rows[0].size() != 1) {
    throw std::runtime_error(StrCat("not a single value: ", sql));
  }
  return rows[0][0].value_or("");
}

std::optional<ServerError> Session::TryExecute(const std::string& sql) {
  try {
    Execute(sql);
    return std::nullopt;
  } catch (const ServerError& error) {
    return error;
  }
}

Database::Database(PgServer* server, std::string name)
    : server_(server),
      name_(std::move(name)),
      connection_string_(server->ConnectionString(name_, "postgres")) {}

Database::~Database() {
  session_.reset();
  try {
    Drop();
  } catch (const std::exception& error) {
    // The whole cluster is thrown away soon; a database more in it does no harm.
    std::cerr << "cannot drop database " << name_ << ": " << error.what() << '\n';
  }
}

void Database::Drop() {
  const std::string drop = StrCat("DROP DATABASE IF EXISTS ", name_, " WITH (FORCE)");
  try {
    server_->Administer(drop);
    return;
  } catch (const ServerError& error) {
    if (error.sqlstate() != "55006") throw;  // object_in_use: it has subscriptions
  }
  {
    Session last(connection_string_);
    const Rows names = last.Query(
        "SELECT quote_ident(subname) FROM pg_subscription WHERE subdbid ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())");
    for (const auto& row : names) {
      const std::string alter = StrCat("ALTER SUBSCRIPTION ", row[0].value_or(""));
      last.Execute(StrCat(alter, " DISABLE"));
      last.Execute(StrCat(alter, " SET (slot_name = NONE)"));
      last.Execute(StrCat("DROP SUBSCRIPTION ", row[0].value_or("")));
    }
  }
  server_->Administer(drop);
}

int Database::major() const { return server_->major(); }

std::string Database::ConnectionStringFor(std::string_view role) const {
  return server_->ConnectionString(name_, role);
}

std::unique_ptr<Session> Database::ConnectAs(std::string_view role) const {
  return std::make_unique<Session>(ConnectionStringFor(role));
}

Session& Database::session() {
  if (session_ == nullptr) session_ = std::make_unique<Session>(connection_string_);
  return *session_;
}

std::optional<std::string> Database::PgDumpSchema(const std::vector<std::string>& options) const {
  static const std::optional<PgDump> program = NewestPgDump();
  if (!program || program->major < major()) return std::nullopt;
  std::vector<std::string> argv = {program->path, "--schema-only", "--dbname", connection_string_};
  if (program->restrict_key) argv.emplace_back("--restrict-key=schemadiff");
  argv.insert(argv.end(), options.begin(), options.end());
  ProcessResult result = RunProcess(argv, &Account::Unprivileged());
  if (result.exit_code != 0) {
    throw std::runtime_error(StrCat(program->path, " failed:\n", result.output));
  }
  return std::move(result.output);
}

}  // namespace schemadiff::testing
