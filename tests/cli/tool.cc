#include "tests/cli/tool.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "engine/base/strings.h"
#include "tests/support/golden.h"
#include "tests/support/process.h"

namespace schemadiff::testing {
namespace {

ToolResult Run(const std::vector<std::string>& argv, const ToolOptions& options) {
  const TemporaryDirectory files;
  const std::string in_path = files.Write("in", options.input);
  const std::string out_path = files.Write("out", "");
  const std::string err_path = files.Write("err", "");
  ProcessOptions process;
  process.stdin_fd = open(in_path.c_str(), O_RDONLY | O_CLOEXEC);
  process.output_fd = open(out_path.c_str(), O_WRONLY | O_CLOEXEC | O_APPEND);
  process.error_fd = open(err_path.c_str(), O_WRONLY | O_CLOEXEC | O_APPEND);
  process.directory = options.directory;
  process.environment = options.environment;
  process.environment.push_back(StrCat("TOOL=", ToolPath()));
  const pid_t pid = StartProcess(argv, process);
  int status = 0;
  rusage usage{};
  while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  for (const int fd : {process.stdin_fd, process.output_fd, process.error_fd}) close(fd);
  constexpr int kSignalBase = 128;
  ToolResult result;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : kSignalBase + WTERMSIG(status);
  result.peak_mebibytes = usage.ru_maxrss / 1024;  // kibibytes, on Linux
  result.out = ReadFile(out_path);
  result.err = ReadFile(err_path);
  return result;
}

}  // namespace

std::string ToolPath() { return SCHEMA_DIFF_PROGRAM; }

ToolResult RunTool(const std::vector<std::string>& arguments, const ToolOptions& options) {
  std::vector<std::string> argv = {ToolPath()};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return Run(argv, options);
}

ToolResult RunShell(const std::string& command, const ToolOptions& options) {
  return Run({"/bin/bash", "-c", command}, options);
}

TemporaryDirectory::TemporaryDirectory() {
  std::array<char, 32> name{"/tmp/schema-diff-cli-XXXXXX"};
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a directory");
  path_ = name.data();
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryDirectory::Write(const std::string& name, const std::string& text) const {
  const std::string path = StrCat(path_, "/", name);
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw std::runtime_error(StrCat("cannot write ", path));
  return path;
}

std::vector<std::string> TemporaryDirectory::List() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace schemadiff::testing
