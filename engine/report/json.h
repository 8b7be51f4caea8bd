// The JSON report. Its shape is documented by report.schema.json beside this file.
#pragma once

#include <string>

#include "engine/report/report.h"

namespace schemadiff {

/// The version of the report's shape. It grows when a consumer of the old shape would
/// misread the new one; new members may appear at any time.
inline constexpr int kReportFormat = 1;

/// The report as JSON text with a final line feed: always valid UTF-8 and JSON, with all
/// characters outside of ASCII escaped, so that no terminal or log reads them as commands.
std::string RenderJson(const Report& report);

}  // namespace schemadiff
