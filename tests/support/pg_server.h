// Throwaway PostgreSQL servers for tests: a temporary cluster on a unix socket, never an
// existing one.
//
//   TEST_P(MyTest, Works) {
//     SD_REQUIRE_SERVER();
//     auto database = PgServer::Shared(GetParam()).CreateDatabase();
//     database->Execute("CREATE TABLE t (a int)");
//     ... Introspect(database->connection_string()) ...
//   }
//   INSTANTIATE_TEST_SUITE_P(, MyTest, ::testing::ValuesIn(PgServer::MajorsUnderTest()));
#pragma once

#include <sys/types.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace schemadiff::testing {

/// An error reported by the server.
class ServerError : public std::runtime_error {
 public:
  ServerError(std::string sqlstate, const std::string& message)
      : std::runtime_error(message), sqlstate_(std::move(sqlstate)) {}
  /// Five characters; empty where there is none (the connection broke).
  const std::string& sqlstate() const { return sqlstate_; }

 private:
  std::string sqlstate_;
};

/// Rows of text; SQL NULL is nullopt.
using Rows = std::vector<std::vector<std::optional<std::string>>>;

/// One connection to a server. Not thread-safe.
class Session {
 public:
  /// Connects. Throws ServerError.
  explicit Session(const std::string& connection_string);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Runs SQL. A text of several statements is one transaction, as the simple query protocol
  /// has it. Throws ServerError.
  void Execute(const std::string& sql) { Query(sql); }
  /// Likewise, and returns the rows of the last statement.
  Rows Query(const std::string& sql);
  /// Likewise; the single value of the single row, "" for NULL.
  std::string QueryValue(const std::string& sql);
  /// Runs SQL; the error if the server refused it.
  std::optional<ServerError> TryExecute(const std::string& sql);

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

class PgServer;

/// A database of its own, made from template0, dropped on destruction. Not thread-safe; must
/// not outlive its server.
class Database {
 public:
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& name() const { return name_; }
  PgServer& server() const { return *server_; }
  int major() const;
  /// libpq keywords; the superuser `postgres`.
  const std::string& connection_string() const { return connection_string_; }
  /// The same for another role.
  std::string ConnectionStringFor(std::string_view role) const;
  std::unique_ptr<Session> ConnectAs(std::string_view role) const;

  /// Session's operations, on one connection that is opened on first use.
  void Execute(const std::string& sql) { session().Execute(sql); }
  Rows Query(const std::string& sql) { return session().Query(sql); }
  std::string QueryValue(const std::string& sql) { return session().QueryValue(sql); }
  std::optional<ServerError> TryExecute(const std::string& sql) {
    return session().TryExecute(sql);
  }

  /// What `pg_dump -s` prints, with any more options given; nullopt if no pg_dump here can
  /// serve this major version. Throws std::runtime_error if it fails.
  std::optional<std::string> PgDumpSchema(const std::vector<std::string>& options = {}) const;

 private:
  friend class PgServer;
  Database(PgServer* server, std::string name);
  Session& session();
  /// Drops it, subscriptions in it first.
  void Drop();

  PgServer* server_;
  std::string name_;
  std::string connection_string_;
  std::unique_ptr<Session> session_;
};

/// A PostgreSQL server on a temporary cluster: superuser `postgres`, trust authentication, no
/// TCP, no durability, C.UTF-8, UTF8. It ends with the object, or, if this process dies,
/// soon after it; its directory is removed either way.
class PgServer {
 public:
  /// Major versions with an `initdb` and a `postgres` here, ascending: `<major>/bin` in the
  /// directory named by SCHEMA_DIFF_SERVERS (if unset: where tools/servers puts them), and
  /// /usr/lib/postgresql/<major>/bin.
  static std::vector<int> AvailableMajors();
  /// AvailableMajors, restricted to the list in SCHEMA_DIFF_TEST_MAJORS ("15,17") if that is
  /// set. Never empty: {0} stands for "none", so that a parameterized suite does not vanish
  /// but fails at SD_REQUIRE_SERVER.
  static std::vector<int> MajorsUnderTest();
  /// The greatest of MajorsUnderTest.
  static int NewestMajor() { return MajorsUnderTest().back(); }
  /// Whether SCHEMA_DIFF_SKIP_SERVER_TESTS asks for tests without servers.
  static bool SkipRequested();

  /// Starts a server. `settings` are further `name=value` parameters. Throws
  /// std::runtime_error with the server's own words if it does not come up.
  explicit PgServer(int major, const std::vector<std::string>& settings = {});
  ~PgServer();
  PgServer(const PgServer&) = delete;
  PgServer& operator=(const PgServer&) = delete;

  /// The process's one server of that major version, started on first use. Thread-safe.
  static PgServer& Shared(int major);

  /// A new empty database. Thread-safe.
  std::unique_ptr<Database> CreateDatabase();

  int major() const { return major_; }
  pid_t pid() const { return pid_; }
  /// The temporary directory; the socket is in it.
  const std::string& directory() const { return directory_; }
  std::string ConnectionString(std::string_view database, std::string_view role) const;
  /// The end of the server's log, for messages about failures.
  std::string Log() const;

 private:
  void CreateDirectory();
  void StartWatchdog();
  void InitializeCluster(const std::string& bin);
  void StartServer(const std::string& bin, const std::vector<std::string>& settings);
  void WaitUntilReady();
  void Stop();
  friend class Database;
  /// Runs SQL in the database `postgres`, on one connection for all. Thread-safe. Throws
  /// ServerError.
  void Administer(const std::string& sql);

  int major_;
  std::string directory_;
  pid_t pid_ = -1;
  pid_t watchdog_ = -1;
  int watchdog_fd_ = -1;
  std::atomic<int> databases_ = 0;
  std::mutex admin_mutex_;
  std::unique_ptr<Session> admin_;
};

}  // namespace schemadiff::testing

/// First line of every test that needs a server: without one the test fails, unless
/// SCHEMA_DIFF_SKIP_SERVER_TESTS is set.
#define SD_REQUIRE_SERVER()                                                 \
  do {                                                                      \
    if (::schemadiff::testing::PgServer::SkipRequested()) {                 \
      GTEST_SKIP() << "SCHEMA_DIFF_SKIP_SERVER_TESTS is set";               \
    }                                                                       \
    ASSERT_NE(::schemadiff::testing::PgServer::MajorsUnderTest().back(), 0) \
        << "no PostgreSQL server here: install one, or run tools/servers";  \
  } while (false)
