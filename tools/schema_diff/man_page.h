// The manual page, made from the model of the command line.
#pragma once

#include <string>
#include <string_view>

#include "tools/schema_diff/command_line.h"

namespace schemadiff::cli {

/// schema-diff(1) as man(7) macros.
std::string RenderManPage(const CommandModel& program, std::string_view version);

}  // namespace schemadiff::cli
