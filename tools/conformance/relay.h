// Lends the connection of a session to the introspection, so that it sees what an open transaction
// has done so far.
#pragma once

#include <string>
#include <thread>

namespace schemadiff::conformance {

/// Listens on a unix socket, and hands what a client asks on to the server at the other end of a
/// connection that is idle meanwhile. A client begins a transaction and rolls it back; where one is
/// open already, it gets a savepoint of that instead, and the session is left as it was.
/// Only the simple query protocol is understood.
///
/// Source: PostgreSQL's manual, "Frontend/Backend Protocol".
class Relay {
 public:
  /// Makes the socket in a new temporary directory. Throws std::runtime_error.
  Relay();
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// Where clients connect to, as libpq keywords.
  std::string conninfo() const;

  /// From now on, clients talk to the server behind `socket`, whose session has a transaction open
  /// or not. Until End().
  void Begin(int socket, bool in_transaction);
  void End();

 private:
  void Serve(int server, bool in_transaction);

  std::string directory_;
  int listener_ = -1;
  int stop_[2] = {-1, -1};
  std::thread thread_;
};

}  // namespace schemadiff::conformance
