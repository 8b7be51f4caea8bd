// Extended statistics objects, for those who copy or change what they are about.
#pragma once

#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"
#include "engine/replay/lookup.h"

namespace schemadiff::replay {

/// The statistics object of that name, by search_path. With `missing_ok` kNoObject where there is
/// none, else 42704.
ObjectId FindStatistics(const Context& cx, const StatedName& name, bool missing_ok);

/// Gives the table copies of all statistics objects of `source`, under names of their own, for LIKE
/// ... INCLUDING STATISTICS; `comments`: also what is said of them.
void CopyStatistics(Context& cx, ObjectId source, ObjectId table, bool comments, OriginId origin);

/// Makes those among the objects that are statistics objects anew for the types that their columns
/// have by now.
void RemakeStatistics(Context& cx, const std::vector<ObjectId>& objects, OriginId origin);

}  // namespace schemadiff::replay
