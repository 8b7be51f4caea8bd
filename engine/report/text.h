// The text report, for a person in a terminal.
#pragma once

#include <cstddef>
#include <string>

#include "engine/catalog/catalog.h"
#include "engine/report/report.h"

namespace schemadiff {

struct TextOptions {
  size_t width = 100;  ///< columns
  bool colour = false;
  int verbosity = 0;  ///< 1: parts by name, every diagnostic; 2: notes too
};

/// The report of check, status or diff: the verdict in the first line, where the database stands,
/// the findings, what was not understood or not compared, and what to do next. All text from
/// outside is made harmless (see EscapeForTerminal); no line ends in a space.
std::string RenderText(const Report& report, const TextOptions& options);

/// The report of history: the graph of revisions, oldest first, with what each one does.
std::string RenderHistoryText(const Report& report, const TextOptions& options);

/// What could not be understood, those that say the same together; empty where there is nothing to
/// say at this verbosity.
std::string RenderDiagnosticsText(const Diagnostics& diagnostics, const TextOptions& options);

/// A catalog, as the command replay shows it: each object with its attributes, parts under what
/// they are part of.
std::string RenderCatalogText(const Catalog& catalog, const std::vector<ObjectId>& objects,
                              const TextOptions& options);

}  // namespace schemadiff
