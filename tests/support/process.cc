#include "tests/support/process.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <initializer_list>
#include <stdexcept>
#include <string_view>

#include "engine/base/strings.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX wants it declared.

namespace schemadiff::testing {
namespace {

Account FindUnprivileged() {
  Account account;
  if (geteuid() != 0) {
    const passwd* self = getpwuid(geteuid());
    account.name = self != nullptr ? self->pw_name : StrCat(geteuid());
    account.uid = geteuid();
    account.gid = getegid();
    return account;
  }
  for (const char* name : {"postgres", "nobody"}) {
    const passwd* entry = getpwnam(name);
    if (entry == nullptr) continue;
    account.switches = true;
    account.name = name;
    account.uid = entry->pw_uid;
    account.gid = entry->pw_gid;
    int count = 64;
    account.groups.resize(static_cast<size_t>(count));
    if (getgrouplist(name, entry->pw_gid, account.groups.data(), &count) < 0) {
      account.groups.assign(1, entry->pw_gid);
    } else {
      account.groups.resize(static_cast<size_t>(count));
    }
    return account;
  }
  throw std::runtime_error("running as root, and there is neither a user postgres nor nobody");
}

std::vector<std::string> CleanEnvironment() {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    std::string_view text = *entry;
    bool dropped = false;
    for (std::string_view prefix : {"PG", "LC_", "LANG=", "LANGUAGE=", "TZ="}) {
      dropped = dropped || text.substr(0, prefix.size()) == prefix;
    }
    if (!dropped) result.emplace_back(text);
  }
  result.emplace_back("LC_ALL=C.UTF-8");
  result.emplace_back("TZ=UTC");
  return result;
}

std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (std::string& text : strings) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

// Runs in the forked child: async-signal-safe calls only, since other threads may have held
// any lock at the time of the fork.
[[noreturn]] void Execute(const ProcessOptions& options, char* const* argv, char* const* envp) {
  constexpr int kCannotExecute = 127;
  for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) {
    ::signal(signal, SIG_DFL);  // NOLINT(bugprone-unused-return-value)
  }
  if (options.new_session) setsid();
  int null_fd = open("/dev/null", O_RDWR);
  int input = options.stdin_fd >= 0 ? options.stdin_fd : null_fd;
  int output = options.output_fd >= 0 ? options.output_fd : null_fd;
  int error = options.error_fd >= 0 ? options.error_fd : output;
  // Duplicates above the standard three, so that none overwrites another.
  input = fcntl(input, F_DUPFD, 3);
  output = fcntl(output, F_DUPFD, 3);
  error = fcntl(error, F_DUPFD, 3);
  if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(error, 2) < 0) _exit(kCannotExecute);
  close_range(3, ~0U, 0);
  if (options.account != nullptr && options.account->switches) {
    const Account& account = *options.account;
    if (setgroups(account.groups.size(), account.groups.data()) != 0 || setgid(account.gid) != 0 ||
        setuid(account.uid) != 0) {
      _exit(kCannotExecute);
    }
  }
  if (chdir(options.directory.c_str()) != 0) _exit(kCannotExecute);
  execve(argv[0], argv, envp);
  _exit(kCannotExecute);
}

}  // namespace

const Account& Account::Unprivileged() {
  static const Account account = FindUnprivileged();
  return account;
}

pid_t StartProcess(const std::vector<std::string>& argv, const ProcessOptions& options) {
  std::vector<std::string> arguments = argv;
  std::vector<std::string> environment = CleanEnvironment();
  environment.insert(environment.end(), options.environment.begin(), options.environment.end());
  std::vector<char*> argument_pointers = Pointers(arguments);
  std::vector<char*> environment_pointers = Pointers(environment);
  pid_t pid = fork();
  if (pid < 0) throw std::runtime_error(StrCat("fork: ", std::strerror(errno)));
  if (pid == 0) Execute(options, argument_pointers.data(), environment_pointers.data());
  return pid;
}

ProcessResult RunProcess(const std::vector<std::string>& argv, const Account* account) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    throw std::runtime_error(StrCat("pipe2: ", std::strerror(errno)));
  }
  ProcessOptions options;
  options.account = account;
  options.output_fd = ends[1];
  pid_t pid = StartProcess(argv, options);
  close(ends[1]);
  ProcessResult result;
  char buffer[1 << 16];
  while (true) {
    ssize_t count = read(ends[0], buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    result.output.append(buffer, static_cast<size_t>(count));
  }
  close(ends[0]);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  constexpr int kSignalBase = 128;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : kSignalBase + WTERMSIG(status);
  return result;
}

}  // namespace schemadiff::testing
