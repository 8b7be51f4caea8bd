// The readers that there are: one per migration tool.
#pragma once

#include <vector>

#include "parsers/histories/history.h"

namespace schemadiff {

const HistoryReader& AlembicReader();       // alembic.cc
const HistoryReader& SqlDirectoryReader();  // sql_directory.cc

/// Every reader, in the order in which detection asks them.
const std::vector<const HistoryReader*>& AllHistoryReaders();

}  // namespace schemadiff
