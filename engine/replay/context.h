// What the handler of a statement works with.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/pg_error.h"
#include "engine/catalog/catalog.h"
#include "engine/pg/builtins.h"
#include "engine/replay/replay.h"
#include "engine/replay/session.h"
#include "parsers/sql/parser.h"

namespace schemadiff {
class Analyzer;
}  // namespace schemadiff

namespace schemadiff::replay {

/// How a text that a catalog holds is analysed again. kText: the server parses its own printed text
/// again, as ALTER TYPE does for constraints, indexes and statistics. kTree: it keeps what it has,
/// and prints it with other names; lists of conditions stay nested.
enum class Reading { kText, kTree };

class Context {
 public:
  Context(Catalog& catalog_in, Diagnostics& diagnostics_in, ReplayOptions options_in);
  ~Context();

  Catalog& catalog;
  Diagnostics& diagnostics;
  const ReplayOptions options;
  const Builtins& builtins;
  Session session;
  /// Temporary objects have this id or a greater one: earlier ones are gone.
  ObjectId first_of_session;
  /// Objects with this id or a greater one are new: they have not got their owner yet.
  ObjectId owned_until;
  /// Tables that would have no TOAST table, but had columns that needed one.
  std::set<ObjectId> kept_toast_tables;

  /// Of the PostgreSQL to follow.
  int major() const { return builtins.major(); }

  void SetStatement(const ParsedStatement& statement, std::string_view revision);
  /// Of the same revision.
  void SetStatement(const ParsedStatement& statement);
  const ParsedStatement& statement() const { return *statement_; }

  /// The provenance of what a node sets: its revision, file and line. A negative location
  /// (PostgreSQL keeps none for some nodes) gives the statement's own.
  OriginId OriginAt(int32_t location);
  OriginId OriginOf(const ast::Node* node) { return OriginAt(node ? node->location : -1); }
  /// Of the statement.
  OriginId Origin() { return OriginAt(-1); }

  /// Parse analysis over the catalog as it is now, with the search path that is in force.
  Analyzer& analyzer() const;
  /// The same for texts that the catalog holds: they name what is not of pg_catalog with its
  /// schema.
  Analyzer& analyzer_of_stored(Reading reading = Reading::kText) const;

  /// Adds a diagnostic about the statement in hand.
  void Report(DiagnosticLevel level, std::string_view code, std::string message,
              int32_t location = -1, std::string_view sqlstate = {},
              std::vector<std::string> touches = {}) const;
  /// Marks the object as unknown, and returns its description.
  std::string MarkUnknown(const ObjectKey& key, const std::string& reason);

  // Statements whose effects lie outside of what is modelled, and of which a history has many:
  // reported once, with their number, when the session ends.
  struct Summary {
    std::string what;
    int count = 0;
    SourceLocation first;
  };
  void CountUncompared(std::string_view what);
  void ReportSummaries();

 private:
  const ParsedStatement* statement_ = nullptr;
  std::string revision_;
  std::unique_ptr<Analyzer> analyzer_;
  int32_t origin_location_ = -2;
  OriginId origin_ = 0;
  std::vector<Summary> summaries_;
};

}  // namespace schemadiff::replay
