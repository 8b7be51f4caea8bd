// What a statement counts as.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/catalog/catalog.h"
#include "parsers/sql/parser.h"
#include "tools/conformance/record.h"
#include "tools/conformance/server_session.h"

namespace schemadiff::conformance {

/// Whether a statement is there to change a schema. Others may do so by the code that they run.
bool IsDefinition(const ParsedStatement& statement);
/// Whether it is about what is no part of a schema: roles, databases, tablespaces, the server.
bool IsOutside(const ParsedStatement& statement);
/// Whether a statement that did not parse begins like one that is there to change a schema.
bool BeginsLikeDefinition(std::string_view text);

/// What is known after a statement that the server accepted.
struct Accepted {
  std::string words;                        ///< "CREATE TABLE"
  std::span<const Diagnostic> diagnostics;  ///< what the replay has to say
  const Catalog& replayed;
  const Catalog& live;
  /// How many objects of kinds that are not modelled there were before it.
  const std::map<std::string, int>& unmodelled_before;
  bool outside = false;
};

/// Its category, cause and detail.
Record JudgeAccepted(const Accepted& accepted);

/// The same for one that the server rejected.
Record JudgeRejected(const Outcome& outcome, std::span<const Diagnostic> diagnostics);

}  // namespace schemadiff::conformance
