// The main job: a database against its migration history.
#pragma once

#include <absl/status/statusor.h>

#include "engine/report/report.h"
#include "tools/schema_diff/load.h"
#include "tools/schema_diff/options.h"
#include "tools/schema_diff/progress.h"

namespace schemadiff::cli {

/// Compares an actual side with a history, as the commands check and status report it. The
/// status says why nothing could be compared.
absl::StatusOr<Report> AssessAgainstHistory(const History& history, const Source& history_source,
                                            Side actual, const CommonOptions& options,
                                            Progress* progress);

/// Compares two sides without a history.
absl::StatusOr<Report> ComparePlain(Side expected, Side actual, const CommonOptions& options);

}  // namespace schemadiff::cli
