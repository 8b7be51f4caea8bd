// What to do about a report, as concrete commands.
#pragma once

#include <vector>

#include "engine/report/report.h"

namespace schemadiff {

/// Steps in the order in which to take them; none where nothing is to be done. Commands are
/// those of the history's own tool where it has any; names in them are quoted for a shell.
std::vector<NextStep> SuggestNextSteps(const Report& report);

}  // namespace schemadiff
