// One file of the suite on a server and in the replay, statement by statement.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/catalog/catalog.h"
#include "tools/conformance/record.h"
#include "tools/conformance/suite.h"

namespace schemadiff::conformance {

/// A session on a database, and a replay that follows it.
class Lockstep {
 public:
  /// Connects. `begin` is what the replay has of the database so far; it is brought in step at
  /// once. Throws std::runtime_error.
  Lockstep(const std::string& conninfo, Catalog begin);
  ~Lockstep();
  Lockstep(const Lockstep&) = delete;
  Lockstep& operator=(const Lockstep&) = delete;

  /// Runs the statements and compares nothing; the replay is brought in step at the end.
  void Prepare(const std::vector<Step>& steps);

  /// Called before each statement, and with each record.
  struct Listener {
    std::function<void(const Step&)> before;
    std::function<void(Record)> found;
  };
  /// Runs the statements and compares both catalogs after each that may have changed them.
  void Run(const std::vector<Step>& steps, const Listener& listener);

  /// What the replay has now.
  const Catalog& catalog() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace schemadiff::conformance
