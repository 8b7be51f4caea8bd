// Reports made by hand, for the renderers' tests.
#pragma once

#include "engine/report/report.h"

namespace schemadiff::testing {

/// A database at its head, with hand-made drift of every sort.
Report DriftReport();
/// One revision behind, nothing else.
Report PendingReport();
/// Two sides that are the same.
Report SameReport();
/// A server that did not answer.
Report UnreachableReport();
/// Names and values made to harm a terminal, HTML or a CI log.
Report HostileReport();
/// Things that could not be compared, many diagnostics that say the same.
Report NotComparableReport();
/// A history with a branch, a merge and a second root.
Report HistoryReport();

}  // namespace schemadiff::testing
