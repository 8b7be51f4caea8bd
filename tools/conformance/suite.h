// PostgreSQL's regression suite: its files as sequences of statements.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "parsers/sql/parser.h"

namespace schemadiff::conformance {

/// One thing that psql would do with a file.
struct Step {
  enum class What {
    kStatement,  ///< `parsed`
    kRefused,    ///< a statement that the parser here refuses: `text` and `refusal`
    kReconnect,  ///< a new session
    kUnknown,  ///< holds a psql variable that a query would have set: what psql sends is not known
  };
  What what = What::kStatement;
  ParsedStatement parsed;
  std::string text;
  SourceLocation location;
  std::optional<Diagnostic> refusal;
  std::string copy_data;  ///< the lines after COPY ... FROM STDIN
};

/// A suite as PostgreSQL's source package has it: src/test/regress.
class Suite {
 public:
  /// `directory` holds `sql` and `data`.
  explicit Suite(std::string directory);

  /// The files' names without ".sql", in the order of `parallel_schedule` where there is one, else
  /// sorted.
  std::vector<std::string> Files() const;
  bool Has(std::string_view file) const;
  absl::StatusOr<std::vector<Step>> Read(std::string_view file) const;

  /// The file that makes what all the others begin with.
  static constexpr std::string_view kSetup = "test_setup";
  /// The files that must run before this one in the same database, besides kSetup, in order.
  static std::vector<std::string> Prerequisites(std::string_view file);
  /// Why a file is not run; empty where it is.
  static std::string_view ReasonToSkip(std::string_view file);

 private:
  std::string directory_;
};

}  // namespace schemadiff::conformance
