// Shell completion scripts, made from the model of the command line.
#pragma once

#include <string>

#include "tools/schema_diff/command_line.h"

namespace schemadiff::cli {

std::string RenderBashCompletion(const CommandModel& program);
std::string RenderZshCompletion(const CommandModel& program);
std::string RenderFishCompletion(const CommandModel& program);

}  // namespace schemadiff::cli
