#include "tests/support/pg_server.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

#include "engine/base/strings.h"
#include "tests/support/pg_programs.h"
#include "tests/support/process.h"

namespace schemadiff::testing {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr size_t kLongestSocketPath = 107;  // sun_path without its terminator
constexpr std::chrono::seconds kStartTimeout{60};
constexpr std::chrono::seconds kStopTimeout{20};
constexpr std::chrono::milliseconds kPollInterval{5};

// Waits on its standard input. A line means that the owner stops the server itself; the end
// of the file means that the owner died, and then this cleans up after it. An initdb that lives
// a little longer than the owner may make its directory anew, so it looks twice.
constexpr std::string_view kWatchdogScript = R"(trap '' INT TERM HUP QUIT
if read -r _; then exit 0; fi
tries=0
absent=0
while [ "$absent" -lt 20 ] && [ "$tries" -lt 300 ]; do
  signal=QUIT
  if [ "$tries" -ge 200 ]; then signal=KILL; fi
  if [ ! -e "$1" ]; then
    absent=$((absent + 1))
  elif read -r pid < "$1/data/postmaster.pid" && kill "-$signal" "$pid"; then
    absent=0
  else
    absent=0
    rm -rf -- "$1"
  fi
  tries=$((tries + 1))
  sleep 0.1
done
)";

// Where to put clusters. In memory if it can be: that makes CREATE DATABASE ten times faster.
std::string TemporaryRoot() {
  constexpr uint64_t kEnough = uint64_t{2} << 30;  // bytes
  struct statvfs memory{};
  struct stat directory{};
  // Open to everyone, as it should be but not always is in containers: the servers' account removes
  // the cluster if we die.
  if (stat("/dev/shm", &directory) == 0 && (directory.st_mode & S_IWOTH) != 0 &&
      statvfs("/dev/shm", &memory) == 0 && memory.f_bavail * memory.f_frsize >= kEnough) {
    return "/dev/shm";
  }
  // A directory of our own user may be closed to the server's account.
  const char* configured = std::getenv("TMPDIR");
  if (configured != nullptr && *configured == '/' && geteuid() != 0) return configured;
  return "/tmp";
}

bool HasExited(pid_t pid) {
  int status = 0;
  pid_t result = waitpid(pid, &status, WNOHANG);
  return result == pid || (result < 0 && errno == ECHILD);
}

bool WaitForExit(pid_t pid, std::chrono::milliseconds timeout) {
  auto deadline = steady_clock::now() + timeout;
  while (!HasExited(pid)) {
    if (steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(kPollInterval);
  }
  return true;
}

}  // namespace

std::vector<int> PgServer::AvailableMajors() {
  std::vector<int> majors;
  for (const auto& [major, bin] : ServerPrograms()) majors.push_back(major);
  return majors;
}

std::vector<int> PgServer::MajorsUnderTest() {
  std::vector<int> majors = AvailableMajors();
  if (const char* wanted = std::getenv("SCHEMA_DIFF_TEST_MAJORS"); wanted != nullptr && *wanted) {
    std::vector<std::string_view> list = StrSplit(wanted, ',');
    std::erase_if(majors, [&](int major) {
      return std::find(list.begin(), list.end(), StrCat(major)) == list.end();
    });
  }
  if (majors.empty()) majors.push_back(0);
  return majors;
}

bool PgServer::SkipRequested() {
  const char* value = std::getenv("SCHEMA_DIFF_SKIP_SERVER_TESTS");
  return value != nullptr && *value != '\0';
}

PgServer& PgServer::Shared(int major) {
  static std::mutex mutex;
  static std::map<int, std::unique_ptr<PgServer>> servers;
  std::lock_guard lock(mutex);
  std::unique_ptr<PgServer>& server = servers[major];
  if (server == nullptr) server = std::make_unique<PgServer>(major);
  return *server;
}

PgServer::PgServer(int major, const std::vector<std::string>& settings) : major_(major) {
  std::map<int, std::string> programs = ServerPrograms();
  auto found = programs.find(major);
  if (found == programs.end()) {
    throw std::runtime_error(StrCat("no PostgreSQL ", major, " server here; see tools/servers"));
  }
  CreateDirectory();
  try {
    StartWatchdog();
    InitializeCluster(found->second);
    StartServer(found->second, settings);
    WaitUntilReady();
  } catch (...) {
    Stop();
    throw;
  }
}

PgServer::~PgServer() { Stop(); }

void PgServer::CreateDirectory() {
  std::string pattern = StrCat(TemporaryRoot(), "/schema-diff-pg", major_, "-XXXXXX");
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error(StrCat("mkdtemp ", pattern, ": ", std::strerror(errno)));
  }
  directory_ = pattern;
  const Account& account = Account::Unprivileged();
  if (account.switches && chown(directory_.c_str(), account.uid, account.gid) != 0) {
    throw std::runtime_error(StrCat("chown ", directory_, ": ", std::strerror(errno)));
  }
  if (directory_.size() + std::strlen("/.s.PGSQL.5432") > kLongestSocketPath) {
    throw std::runtime_error(StrCat("too long a path for a unix socket: ", directory_));
  }
}

void PgServer::StartWatchdog() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    throw std::runtime_error(StrCat("pipe2: ", std::strerror(errno)));
  }
  ProcessOptions options;
  options.account = &Account::Unprivileged();
  options.new_session = true;
  options.stdin_fd = ends[0];
  watchdog_ =
      StartProcess({"/bin/sh", "-c", std::string(kWatchdogScript), "sh", directory_}, options);
  close(ends[0]);
  watchdog_fd_ = ends[1];
}

void PgServer::InitializeCluster(const std::string& bin) {
  ProcessResult result = RunProcess(
      {StrCat(bin, "/initdb"), "--pgdata", StrCat(directory_, "/data"), "--username", "postgres",
       "--auth", "trust", "--locale", "C.UTF-8", "--encoding", "UTF8", "--no-sync"},
      &Account::Unprivileged());
  if (result.exit_code != 0) {
    throw std::runtime_error(StrCat(bin, "/initdb failed (", result.exit_code, ") as user ",
                                    Account::Unprivileged().name, ":\n", result.output));
  }
}

void PgServer::StartServer(const std::string& bin, const std::vector<std::string>& settings) {
  std::vector<std::string> argv = {StrCat(bin, "/postgres"), "-D", StrCat(directory_, "/data")};
  std::vector<std::string> all = {
      "listen_addresses=", StrCat("unix_socket_directories=", directory_), "port=5432", "fsync=off",
      "full_page_writes=off", "synchronous_commit=off", "autovacuum=off",
      // In the data directory, so that nothing can stay behind.
      "dynamic_shared_memory_type=mmap", "max_connections=50", "shared_buffers=64MB",
      "timezone=UTC", "log_timezone=UTC"};
  all.insert(all.end(), settings.begin(), settings.end());
  for (const std::string& setting : all) {
    argv.emplace_back("-c");
    argv.push_back(setting);
  }
  int log =
      open(StrCat(directory_, "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log < 0) {
    throw std::runtime_error(StrCat("open ", directory_, "/log: ", std::strerror(errno)));
  }
  ProcessOptions options;
  options.account = &Account::Unprivileged();
  options.new_session = true;
  options.output_fd = log;
  pid_ = StartProcess(argv, options);
  close(log);
}

void PgServer::WaitUntilReady() {
  std::string target = ConnectionString("postgres", "postgres");
  auto deadline = steady_clock::now() + kStartTimeout;
  while (PQping(target.c_str()) != PQPING_OK) {
    if (HasExited(pid_)) {
      pid_ = -1;
      throw std::runtime_error(StrCat("PostgreSQL ", major_, " did not start:\n", Log()));
    }
    if (steady_clock::now() > deadline) {
      throw std::runtime_error(StrCat("PostgreSQL ", major_, " is not ready in time:\n", Log()));
    }
    std::this_thread::sleep_for(kPollInterval);
  }
}

void PgServer::Stop() {
  admin_.reset();
  if (pid_ > 0) {
    // The data is thrown away: an immediate shutdown is enough, and needs no checkpoint.
    kill(pid_, SIGQUIT);
    if (!WaitForExit(pid_, kStopTimeout)) {
      kill(pid_, SIGKILL);
      WaitForExit(pid_, kStopTimeout);
    }
    pid_ = -1;
  }
  if (!directory_.empty()) {
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
  }
  if (watchdog_ > 0) {
    // If the write fails the watchdog sees the end of the pipe, and finds nothing to do.
    [[maybe_unused]] ssize_t written = write(watchdog_fd_, "\n", 1);
    close(watchdog_fd_);
    WaitForExit(watchdog_, kStopTimeout);
    watchdog_ = -1;
  }
}

std::string PgServer::ConnectionString(std::string_view database, std::string_view role) const {
  return StrCat("host=", directory_, " port=5432 dbname=", database, " user=", role);
}

std::string PgServer::Log() const {
  constexpr std::streamoff kTail = 8000;
  std::ifstream file(StrCat(directory_, "/log"), std::ios::ate);
  if (!file) return "(no log)";
  std::streamoff size = file.tellg();
  file.seekg(std::max<std::streamoff>(0, size - kTail));
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::unique_ptr<Database> PgServer::CreateDatabase() {
  std::string name = StrCat("test_", databases_.fetch_add(1) + 1);
  Administer(StrCat("CREATE DATABASE ", name, " TEMPLATE template0 ENCODING 'UTF8'"));
  return std::unique_ptr<Database>(new Database(this, name));
}

void PgServer::Administer(const std::string& sql) {
  std::lock_guard lock(admin_mutex_);
  if (admin_ == nullptr) {
    admin_ = std::make_unique<Session>(ConnectionString("postgres", "postgres"));
  }
  try {
    admin_->Execute(sql);
  } catch (const ServerError&) {
    // Perhaps somebody ended it: the next one is new.
    admin_.reset();
    throw;
  }
}

}  // namespace schemadiff::testing
