// Runs the same input through the analyzer and a real server.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/analyze/analyzer.h"
#include "engine/base/pg_error.h"
#include "engine/catalog/catalog.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {

/// One line, or paragraph, of a case file.
struct Case {
  std::string text;
  int line = 0;
  int since = 0;  ///< majors for which it holds
  int until = 99;
  bool unmodelled = false;  ///< the analyzer says that it does not know
};

/// Reads `tests/analyze/cases/<name>`: one case per line, or per paragraph with `paragraphs`. Lines
/// that begin with `--` are comments; `--@ 14-17` and `--@ unmodelled` apply to the next case.
std::vector<Case> ReadCases(const std::string& name, bool paragraphs);

/// What either side answers: a text, or an error.
struct Outcome {
  std::string text;
  std::string sqlstate;  ///< of an error
  std::string message;   ///< of an error
  bool unmodelled = false;

  bool ok() const { return sqlstate.empty() && !unmodelled; }
  std::string Describe() const;
};

/// A database with the schema of a file of `cases`, and the same as a catalog.
class Fixture {
 public:
  Fixture(int major, const std::string& schema_file);

  Analyzer& analyzer() { return *analyzer_; }
  RelationScope Scope(std::string_view schema, std::string_view table) const;

  /// Runs the statements in a transaction that is rolled back; the text is the value of the last.
  Outcome Server(const std::string& sql);
  /// Runs the function; errors become an outcome.
  template <typename Function>
  static Outcome Ours(Function function) {
    Outcome outcome;
    try {
      outcome.text = function();
    } catch (const PgError& error) {
      outcome.sqlstate = error.sqlstate();
      outcome.message = error.what();
    } catch (const NotModelled& error) {
      outcome.unmodelled = true;
      outcome.message = error.what();
    }
    return outcome;
  }

 private:
  std::unique_ptr<Database> database_;
  Catalog catalog_;
  std::unique_ptr<Analyzer> analyzer_;
};

}  // namespace schemadiff::testing
