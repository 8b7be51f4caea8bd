// A program: statements that run one after the other in an empty database.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"

namespace schemadiff::random_ddl {

/// How a program runs.
enum class Mode : uint8_t {
  kRolledBack,  ///< within one transaction, which is undone at the end
  kCommitted,   ///< statement by statement, with transactions of its own, in a new database
};
std::string_view ToString(Mode mode);

/// The next statement for what there is so far; nothing at the end.
using NextStatement = std::function<std::optional<std::string>(const Catalog&)>;

/// What became of a program.
struct Result {
  std::vector<std::string> statements;  ///< those that were run
  /// Where the replay and the server do not agree: in short, and with names and values. Both empty
  /// where they do.
  std::string divergence;
  std::string detail;
  int accepted = 0;  ///< statements, by the server
  int rejected = 0;
  int same_error = 0;  ///< of the rejected, those that the replay rejects with the same SQLSTATE
  std::map<std::string, int> other_errors;   ///< those with another one, by what both say
  std::map<std::string, int> unmodelled;     ///< what the replay says that it does not model
  std::map<std::string, int> circumstances;  ///< errors of computations that only a server makes

  bool diverges() const { return !divergence.empty(); }
};

/// Statements as a script; those of a program that is rolled back between BEGIN and ROLLBACK.
std::string ToScript(Mode mode, const std::vector<std::string>& statements);

}  // namespace schemadiff::random_ddl
