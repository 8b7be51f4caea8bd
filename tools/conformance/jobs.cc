#include "tools/conformance/jobs.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/replay.h"
#include "tests/support/pg_server.h"
#include "tools/conformance/lockstep.h"

namespace schemadiff::conformance {
namespace {

namespace fs = std::filesystem;
using schemadiff::testing::PgServer;
using schemadiff::testing::Session;

constexpr std::string_view kTemplate = "suite_setup";

// As pg_regress starts sessions, so that what statements mean by a date or a time is the same.
const std::vector<std::string>& Settings() {
  static const std::vector<std::string> kSettings = {"TimeZone=PST8PDT",
                                                     "DateStyle=Postgres, MDY",
                                                     "IntervalStyle=postgres_verbose",
                                                     "max_prepared_transactions=2",
                                                     "statement_timeout=60s",
                                                     "lc_messages=C",
                                                     "max_worker_processes=2",
                                                     "track_activities=off"};
  return kSettings;
}

std::vector<Step> ReadOrThrow(const Suite& suite, std::string_view file) {
  absl::StatusOr<std::vector<Step>> steps = suite.Read(file);
  if (!steps.ok()) throw std::runtime_error(std::string(steps.status().message()));
  return *std::move(steps);
}

// A server, with the database that others are copied from.
struct Slot {
  std::unique_ptr<PgServer> server;
  Catalog begin;  // what the replay has of that database
  pid_t child = -1;
  size_t file = 0;
  std::chrono::steady_clock::time_point started;
};

void Administer(const PgServer& server, const std::string& sql) {
  Session(server.ConnectionString("postgres", "postgres")).Execute(sql);
}

void SetUp(const Suite& suite, int major, Slot* slot) {
  slot->server = std::make_unique<PgServer>(major, Settings());
  Administer(*slot->server, StrCat("CREATE DATABASE ", kTemplate, " TEMPLATE template0"));
  Lockstep lockstep(slot->server->ConnectionString(kTemplate, "postgres"), InitialCatalog(0));
  if (suite.Has(Suite::kSetup)) lockstep.Prepare(ReadOrThrow(suite, Suite::kSetup));
  slot->begin = lockstep.catalog();
}

// What files leave behind outside of their database.
void CleanUp(const PgServer& server, const std::string& database) {
  Session session(server.ConnectionString("postgres", "postgres"));
  session.TryExecute(StrCat("DROP DATABASE IF EXISTS ", database, " WITH (FORCE)"));
  for (const auto& row : session.Query("SELECT format('DROP TABLESPACE %I', spcname)"
                                       " FROM pg_tablespace WHERE spcname !~ '^pg_' UNION ALL"
                                       " SELECT format('DROP ROLE %I', rolname) FROM pg_roles"
                                       " WHERE oid >= 16384")) {
    session.TryExecute(*row[0]);
  }
}

// Runs one file and writes what it finds, a line of JSON each.
void RunFile(const Suite& suite, const std::string& file, const Slot& slot,
             const std::string& output) {
  std::ofstream out(output);
  const auto write = [&out](const nlohmann::json& line) {
    out << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n'
        << std::flush;
  };
  const std::string database = StrCat("suite_", slot.file);
  const bool fresh = file == Suite::kSetup;
  try {
    Administer(*slot.server,
               StrCat("CREATE DATABASE ", database, " TEMPLATE ", fresh ? "template0" : kTemplate));
    const std::vector<Step> steps = ReadOrThrow(suite, file);
    Lockstep lockstep(slot.server->ConnectionString(database, "postgres"),
                      fresh ? InitialCatalog(0) : slot.begin);
    for (const std::string& earlier : Suite::Prerequisites(file)) {
      if (suite.Has(earlier)) lockstep.Prepare(ReadOrThrow(suite, earlier));
    }
    int not_sent = 0;
    for (const Step& step : steps) not_sent += step.what == Step::What::kUnknown ? 1 : 0;
    write({{"steps", steps.size()}, {"not_sent", not_sent}});
    lockstep.Run(steps, {[&](const Step& step) { write({{"at", step.location.ToString()}}); },
                         [&](const Record& record) { write({{"record", ToJson(record)}}); }});
    write({{"done", true}});
  } catch (const std::exception& error) {
    write({{"failure", error.what()}});
  }
  try {
    CleanUp(*slot.server, database);
  } catch (const std::exception& error) {
    write({{"failure", error.what()}});
  }
}

FileResult ReadResult(const std::string& file, const std::string& output, int status) {
  FileResult result;
  result.file = file;
  std::ifstream in(output);
  std::string at;
  bool done = false;
  for (std::string line; std::getline(in, line);) {
    const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_discarded()) continue;
    if (json.contains("record")) result.records.push_back(RecordFromJson(json["record"]));
    if (json.contains("at")) at = json["at"].get<std::string>();
    if (json.contains("steps")) result.steps = json["steps"].get<int>();
    if (json.contains("not_sent")) result.not_sent = json["not_sent"].get<int>();
    if (json.contains("failure")) result.failure = json["failure"].get<std::string>();
    if (json.contains("done")) done = true;
  }
  if (WIFSIGNALED(status)) {
    result.failure = StrCat("ended by signal ", WTERMSIG(status), " at ", at);
  } else if (!done && result.failure.empty()) {
    result.failure = StrCat("came to no end at ", at);
  } else if (!done) {
    StrAppend(&result.failure, " at ", at);
  }
  return result;
}

class Runner {
 public:
  Runner(const Suite& suite, const std::vector<std::string>& files, const JobOptions& options)
      : suite_(suite), files_(files), options_(options), results_(files.size()) {
    std::string pattern = (fs::temp_directory_path() / "schema-diff-conformance-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
      throw std::system_error(errno, std::generic_category(), pattern);
    }
    directory_ = pattern;
  }
  ~Runner() {
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
  }
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  std::vector<FileResult> Run(const std::function<void(const FileResult&)>& done) {
    std::vector<Slot> slots(static_cast<size_t>(options_.jobs));
    for (Slot& slot : slots) SetUp(suite_, options_.major, &slot);
    size_t next = 0;
    size_t running = 0;
    for (Slot& slot : slots) {
      if (next < files_.size()) running += Start(&slot, next++) ? 1 : 0;
    }
    while (running > 0) {
      int status = 0;
      Slot& slot = WaitForOne(slots, &status);
      results_[slot.file] = ReadResult(files_[slot.file], OutputOf(slot.file), status);
      results_[slot.file].seconds =
          std::chrono::duration<double>(std::chrono::steady_clock::now() - slot.started).count();
      done(results_[slot.file]);
      --running;
      if (next < files_.size()) running += Start(&slot, next++) ? 1 : 0;
    }
    return std::move(results_);
  }

 private:
  std::string OutputOf(size_t file) const { return StrCat(directory_, "/", file, ".json"); }

  bool Start(Slot* slot, size_t file) {
    slot->file = file;
    slot->started = std::chrono::steady_clock::now();
    std::fflush(nullptr);
    slot->child = fork();
    if (slot->child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (slot->child == 0) {
      alarm(static_cast<unsigned>(options_.file_timeout_s));
      setenv("TMPDIR", directory_.c_str(), 1);  // should it die, that is cleaned up after it
      RunFile(suite_, files_[file], *slot, OutputOf(file));
      _exit(0);  // the servers are the parent's
    }
    return true;
  }

  // The servers are children, too, and end only with us.
  static Slot& WaitForOne(std::vector<Slot>& slots, int* status) {
    for (;;) {
      for (Slot& slot : slots) {
        if (slot.child > 0 && waitpid(slot.child, status, WNOHANG) == slot.child) {
          slot.child = -1;
          return slot;
        }
      }
      usleep(5'000);
    }
  }

  const Suite& suite_;
  const std::vector<std::string>& files_;
  const JobOptions options_;
  std::string directory_;
  std::vector<FileResult> results_;
};

}  // namespace

std::vector<FileResult> RunFiles(const Suite& suite, const std::vector<std::string>& files,
                                 const JobOptions& options,
                                 const std::function<void(const FileResult&)>& done) {
  return Runner(suite, files, options).Run(done);
}

}  // namespace schemadiff::conformance
