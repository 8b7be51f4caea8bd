// The connection on which a file of the suite runs: statements as psql would send them.
#pragma once

#include <memory>
#include <string>

namespace schemadiff::conformance {

/// What the server said to one statement.
struct Outcome {
  std::string sqlstate;  ///< empty where it was accepted
  std::string message;   ///< of the error, in one line
  std::string tag;       ///< "CREATE TABLE"; empty where it was rejected
  bool accepted() const { return sqlstate.empty(); }
};

/// The SQLSTATE that stands for a connection that broke.
inline constexpr char kConnectionLost[] = "08006";

/// One session. Not thread-safe.
class ServerSession {
 public:
  /// Connects. Throws std::runtime_error.
  explicit ServerSession(std::string conninfo);
  ~ServerSession();
  ServerSession(const ServerSession&) = delete;
  ServerSession& operator=(const ServerSession&) = delete;

  /// Runs one statement. `copy_data` is what COPY FROM STDIN is fed with; what COPY TO STDOUT
  /// sends is thrown away. A connection that broke is made anew, for the next statement.
  Outcome Execute(const std::string& sql, const std::string& copy_data = {});
  /// The first value of what a query returns; empty where there is none.
  std::string Value(const std::string& sql);
  /// Ends the session and begins another one.
  void Reconnect();

  /// Whether a transaction block is open.
  bool in_transaction() const;
  /// Whether it has failed: nothing but its end is accepted.
  bool in_failed_transaction() const;
  /// The connection's socket; nothing of its protocol is under way between two statements.
  int socket() const;

 private:
  struct Handle;
  std::string conninfo_;
  std::unique_ptr<Handle> handle_;
};

}  // namespace schemadiff::conformance
