// The help texts, made from the model of the command line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/schema_diff/command_line.h"

namespace schemadiff::cli {

/// One meaning of the process's exit code.
struct ExitMeaning {
  int code;
  std::string_view meaning;
};
/// All of them, in order; shown by the help and by the man page.
const std::vector<ExitMeaning>& ExitMeanings();

/// An environment variable that the program reads, and what for.
struct EnvironmentEntry {
  std::string_view name;
  std::string_view meaning;
};
const std::vector<EnvironmentEntry>& EnvironmentEntries();

/// The forms that a SOURCE can take, each with what it means.
const std::vector<EnvironmentEntry>& SourceForms();

/// `schema-diff --help`. `width` is in columns.
std::string RenderMainHelp(const CommandModel& program, size_t width);
/// `schema-diff COMMAND --help`.
std::string RenderCommandHelp(const CommandModel& command, size_t width);
/// "schema-diff check --db SOURCE --migrations SOURCE [OPTIONS]", without line breaks.
std::string UsageLine(const CommandModel& command);

}  // namespace schemadiff::cli
