// Runs the built program as a user would.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace schemadiff::testing {

struct ToolResult {
  int exit_code = -1;  ///< 128 + signal if it was killed
  std::string out;
  std::string err;
  int64_t peak_mebibytes = 0;  ///< the most memory that it, or a child of it, had at a time
};

struct ToolOptions {
  std::string input;                     ///< standard input
  std::vector<std::string> environment;  ///< "NAME=value"
  std::string directory = "/";
};

/// The path of the built schema-diff.
std::string ToolPath();

ToolResult RunTool(const std::vector<std::string>& arguments, const ToolOptions& options = {});

/// The same through a shell: `command` may use "$TOOL", redirections and pipes.
ToolResult RunShell(const std::string& command, const ToolOptions& options = {});

/// A directory of its own that is gone with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }
  /// Writes a file in it (directories on the way are made); its path.
  std::string Write(const std::string& name, const std::string& text) const;
  /// The names in it, sorted.
  std::vector<std::string> List() const;

 private:
  std::string path_;
};

}  // namespace schemadiff::testing
