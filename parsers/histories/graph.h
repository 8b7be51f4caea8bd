// Orders the revisions of a history that form a graph, and says what is wrong with it.
#pragma once

#include "parsers/histories/history.h"

namespace schemadiff {

/// Puts history->revisions, given in any order, into the order that History promises: parents and
/// what a revision depends on first, otherwise by id; members of a cycle, and what builds on them,
/// last. Adds a diagnostic for each duplicate id (the first by file is kept), missing parent and
/// cycle, and where there are several roots or heads.
void OrderRevisions(History* history);

}  // namespace schemadiff
