#include "tools/schema_diff/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "engine/base/strings.h"

namespace schemadiff::cli {
namespace {

// The temporary file that exists now, for the signal handler; empty: none.
std::array<char, PATH_MAX> temporary_path{};
volatile std::sig_atomic_t temporary_exists = 0;

extern "C" void RemoveTemporaryAndDie(int signal_number) {
  if (temporary_exists != 0) unlink(temporary_path.data());
  // Dying by the signal itself tells the shell what happened.
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

absl::Status Failure(std::string_view what, const std::string& path, int error) {
  return absl::UnknownError(ToAbsl(StrCat(
      "cannot ", what, " ", path.empty() ? "standard output" : path, ": ", std::strerror(error))));
}

// 0, or the errno.
int WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// The file that a path leads to, symbolic links followed, also those whose end is not there yet.
std::string Resolve(const std::string& path) {
  std::string current = path;
  constexpr int kMostLinks = 40;
  for (int i = 0; i < kMostLinks; ++i) {
    std::array<char, PATH_MAX> target;
    const ssize_t length = readlink(current.c_str(), target.data(), target.size());
    if (length <= 0 || static_cast<size_t>(length) >= target.size()) break;
    std::string next(target.data(), static_cast<size_t>(length));
    current = next[0] == '/' ? next : StrCat(DirectoryOf(current), "/", next);
  }
  return current;
}

absl::Status WriteStandardOutput(std::string_view text) {
  const int error = WriteAll(STDOUT_FILENO, text);
  if (error == 0 || error == EPIPE) return absl::OkStatus();
  return Failure("write to", "", error);
}

absl::Status WriteInPlace(const std::string& path, std::string_view text) {
  const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return Failure("open", path, errno);
  int error = WriteAll(fd, text);
  if (close(fd) != 0 && error == 0) error = errno;
  return error == 0 || error == EPIPE ? absl::OkStatus() : Failure("write to", path, error);
}

void SyncDirectory(const std::string& directory) {
  const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  fsync(fd);  // some file systems cannot; the file itself is safe already
  close(fd);
}

// The permissions that the new file gets: those of the one that it replaces, else the usual ones.
void CopyPermissions(int fd, const std::string& path) {
  struct stat old{};
  if (stat(path.c_str(), &old) == 0) {
    // Only root may give a file away; for everybody else the owner is the same anyway.
    if (fchown(fd, old.st_uid, old.st_gid) != 0) errno = 0;
    fchmod(fd, old.st_mode & 07777);
    return;
  }
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(fd, 0666 & ~mask);
}

absl::Status ReplaceFile(const std::string& path, std::string_view text) {
  const std::string target = Resolve(path);
  std::string temporary = StrCat(target, ".XXXXXX");
  if (temporary.size() >= temporary_path.size()) return Failure("write", path, ENAMETOOLONG);
  // Signals wait while the name is made known to their handler.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int fd = mkstemp(temporary.data());
  const int open_error = errno;
  if (fd >= 0) {
    std::memcpy(temporary_path.data(), temporary.c_str(), temporary.size() + 1);
    temporary_exists = 1;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (fd < 0) return Failure("write", path, open_error);
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  CopyPermissions(fd, target);
  int error = WriteAll(fd, text);
  if (error == 0 && fsync(fd) != 0 && errno != EINVAL && errno != EROFS) error = errno;
  if (close(fd) != 0 && error == 0) error = errno;
  if (error == 0 && rename(temporary.c_str(), target.c_str()) != 0) error = errno;
  if (error != 0) unlink(temporary.c_str());
  temporary_exists = 0;
  if (error != 0) return Failure("write", path, error);
  SyncDirectory(DirectoryOf(target));
  return absl::OkStatus();
}

bool IsStandardOutput(const std::string& path) { return path.empty() || path == "-"; }

}  // namespace

absl::Status WriteOutput(const std::string& path, std::string_view text) {
  if (IsStandardOutput(path)) return WriteStandardOutput(text);
  struct stat info{};
  if (stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    if (S_ISDIR(info.st_mode)) return Failure("write", path, EISDIR);
    return WriteInPlace(path, text);
  }
  return ReplaceFile(path, text);
}

absl::Status CheckOutput(const std::string& path) {
  if (IsStandardOutput(path)) return absl::OkStatus();
  struct stat info{};
  const bool there = stat(path.c_str(), &info) == 0;
  if (there && S_ISDIR(info.st_mode)) return Failure("write", path, EISDIR);
  if (there && !S_ISREG(info.st_mode)) return absl::OkStatus();
  const std::string directory = DirectoryOf(Resolve(path));
  if (access(directory.c_str(), W_OK | X_OK) != 0) return Failure("write", path, errno);
  return absl::OkStatus();
}

void PrepareProcess() {
  for (int fd = 0; fd <= 2; ++fd) {
    if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    // Opened the wrong way round, so that using it is an error as it would have been.
    const int opened = open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
    if (opened >= 0 && opened != fd) {
      dup2(opened, fd);
      close(opened);
    }
  }
  signal(SIGPIPE, SIG_IGN);
  struct sigaction action{};
  action.sa_handler = RemoveTemporaryAndDie;
  sigemptyset(&action.sa_mask);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction old{};
    // A signal that nohup or the like told us to ignore stays ignored.
    if (sigaction(number, nullptr, &old) == 0 && old.sa_handler == SIG_IGN) continue;
    sigaction(number, &action, nullptr);
  }
}

}  // namespace schemadiff::cli
