#include "tools/schema_diff/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace schemadiff::cli {
namespace {

constexpr size_t kDefaultWidth = 100;
constexpr size_t kNarrowest = 40;

std::string_view Environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace

bool IsCapableTerminal(int fd) {
  const std::string_view term = Environment("TERM");
  return isatty(fd) == 1 && !term.empty() && term != "dumb";
}

size_t TerminalWidth(int fd) {
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return std::max<size_t>(size.ws_col, kNarrowest);
  }
  const std::string_view columns = Environment("COLUMNS");
  size_t width = 0;
  const auto [end, error] = std::from_chars(columns.data(), columns.data() + columns.size(), width);
  if (error != std::errc() || end != columns.data() + columns.size()) return kDefaultWidth;
  constexpr size_t kWidest = 1000;
  return std::clamp(width, kNarrowest, kWidest);
}

bool WantsColour(std::string_view mode, int fd) {
  if (mode == "always") return true;
  if (mode == "never") return false;
  if (!Environment("NO_COLOR").empty()) return false;
  const std::string_view force = Environment("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return IsCapableTerminal(fd);
}

}  // namespace schemadiff::cli
