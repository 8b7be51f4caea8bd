// What the terminal can do, and what the environment says about it.
#pragma once

#include <cstddef>
#include <string_view>

namespace schemadiff::cli {

/// A terminal that understands escape codes (TERM is set, and not "dumb").
bool IsCapableTerminal(int fd);

/// The columns of the terminal; where it is none, COLUMNS, else 100. Never under 40.
size_t TerminalWidth(int fd);

/// Whether to colour what goes to `fd`. `mode` is "always", "never" or "auto": then NO_COLOR
/// (set and not empty) says no, CLICOLOR_FORCE (set and not "0") says yes, and else the terminal
/// decides.
bool WantsColour(std::string_view mode, int fd);

}  // namespace schemadiff::cli
