// Child processes for tests: programs are run as an unprivileged user, in a clean environment.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace schemadiff::testing {

/// The account that servers and their tools run as. PostgreSQL refuses to run as root, so
/// root steps down to `postgres`, or to `nobody` where that does not exist.
struct Account {
  bool switches = false;  ///< false: we are not root, children keep our own account
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;

  static const Account& Unprivileged();
};

/// How to start a child. Its environment is ours without PG* and LC_*, with LC_ALL=C.UTF-8
/// and TZ=UTC; every descriptor but 0, 1 and 2 is closed in it.
struct ProcessOptions {
  const Account* account = nullptr;      ///< null: stay who we are
  bool new_session = false;              ///< a signal from the terminal does not reach it
  int stdin_fd = -1;                     ///< -1: /dev/null
  int output_fd = -1;                    ///< both standard output and error; -1: /dev/null
  int error_fd = -1;                     ///< standard error alone; -1: where the output goes
  std::string directory = "/";           ///< where it starts
  std::vector<std::string> environment;  ///< "NAME=value", on top of the clean one
};

/// Forks and executes argv[0] (a path, not searched for). Returns its process id. Throws
/// std::runtime_error if the fork fails; a failing exec shows as exit status 127.
pid_t StartProcess(const std::vector<std::string>& argv, const ProcessOptions& options);

/// What a finished program left.
struct ProcessResult {
  int exit_code = -1;  ///< 128 + signal if it was killed
  std::string output;  ///< standard output and error together
};

/// Runs a program to its end.
ProcessResult RunProcess(const std::vector<std::string>& argv, const Account* account = nullptr);

}  // namespace schemadiff::testing
