// A connection with one read-only transaction. Its implementation is the only file that
// includes libpqxx.
#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/introspect/conninfo.h"
#include "engine/introspect/introspect.h"
#include "engine/introspect/rows.h"

namespace schemadiff::introspect {

/// What the server answered to one statement, in the form in which it came. Any thread may read it.
class Answer {
 public:
  RowSet Rows() const;

 private:
  friend class Server;
  struct Result;
  std::shared_ptr<const Result> result_;
};

/// Throws Failure from every member. Used by one thread at a time.
class Server {
 public:
  /// Connects and begins a REPEATABLE READ READ ONLY transaction, which ends with the object; with
  /// the snapshot that another one exported, if that is given.
  explicit Server(const ConnectionPlan& plan, const std::string& snapshot = "");
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Runs one statement. `what` names it in error messages: "the columns".
  RowSet Query(std::string_view what, const std::string& sql) { return Ask(what, sql).Rows(); }
  /// The same, for when there is no time to take the answer apart: the server waits for the next
  /// statement.
  Answer Ask(std::string_view what, const std::string& sql);
  /// Runs one statement inside a savepoint: where the server refuses it, the transaction lives on
  /// and *error is the server's message in one line. Connection and time limit failures throw.
  std::optional<RowSet> TryQuery(std::string_view what, const std::string& sql, std::string* error);

  /// As the connection itself knows it; versions are not filled in.
  ServerIdentity Identity() const;
  int statements() const { return statements_; }

 private:
  [[noreturn]] void Rethrow(std::string_view what, const std::exception& error) const;

  struct Handle;
  std::unique_ptr<Handle> handle_;
  int statements_ = 0;
};

}  // namespace schemadiff::introspect
