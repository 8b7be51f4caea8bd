// A program on a server and in the replay.
#pragma once

#include <memory>

#include "tests/support/pg_server.h"
#include "tools/random_ddl/program.h"

namespace schemadiff::random_ddl {

/// Runs programs, one after the other. Not thread-safe.
///
/// Each statement goes to the server and to the replay; both must accept or both must reject it.
/// Both catalogs are compared at the end, and after a statement that the replay does not model,
/// whereupon the replay is given what the server has.
class Runner {
 public:
  /// The server must outlive it. Throws std::runtime_error.
  explicit Runner(testing::PgServer& server);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Runs a program up to its end, or to the first statement of which the two think otherwise.
  /// Throws std::runtime_error where the server cannot be talked to.
  Result Run(Mode mode, const NextStatement& next);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace schemadiff::random_ddl
