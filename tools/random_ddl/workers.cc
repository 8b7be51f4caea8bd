#include "tools/random_ddl/workers.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "engine/base/strings.h"
#include "tests/support/pg_server.h"
#include "tools/random_ddl/generator.h"
#include "tools/random_ddl/random.h"
#include "tools/random_ddl/runner.h"
#include "tools/random_ddl/shrink.h"

namespace schemadiff::random_ddl {
namespace {

using nlohmann::json;
using testing::PgServer;

constexpr unsigned kProgramTimeoutS = 300;  // with its shrinking

// Where they differ, what a name or a value means would depend on the machine.
const std::vector<std::string>& Settings() {
  static const std::vector<std::string> kSettings = {
      "TimeZone=UTC",          "statement_timeout=20s",  "lc_messages=C",
      "wal_level=logical",     "max_worker_processes=2", "track_activities=off",
      "autovacuum_naptime=1d", "max_parallel_workers=0"};
  return kSettings;
}

void Write(int pipe, const json& message) {
  const std::string line = message.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
  for (size_t done = 0; done < line.size();) {
    const ssize_t written = write(pipe, line.data() + done, line.size() - done);
    if (written < 0 && errno != EINTR) _exit(1);
    if (written > 0) done += static_cast<size_t>(written);
  }
}

json ToJson(const Result& result, Mode mode) {
  return {{"rolled_back", mode == Mode::kRolledBack},
          {"accepted", result.accepted},
          {"rejected", result.rejected},
          {"same_error", result.same_error},
          {"other_errors", result.other_errors},
          {"unmodelled", result.unmodelled},
          {"circumstances", result.circumstances}};
}

// What a worker does: every so manieth program, and a line of JSON for what becomes of each.
void Work(const RunOptions& options, int first, int step, PgServer& server, int pipe) {
  Runner runner(server);
  for (int program = first; program < options.first + options.programs; program += step) {
    alarm(kProgramTimeoutS);
    Write(pipe, {{"at", program}});
    Generator generator(SeedOf(options.seed, program), options.major, options.max_statements);
    const Mode mode = generator.mode();
    Result result = runner.Run(mode, [&](const Catalog& catalog) {
      std::optional<std::string> sql = generator.Next(catalog);
      if (sql) Write(pipe, {{"sql", *sql}});
      return sql;
    });
    json message = {{"result", ToJson(result, mode)}};
    if (result.diverges()) {
      const Result smallest = Shrink(runner, mode, std::move(result), options.shrink_runs);
      message["divergence"] = {{"cause", smallest.divergence},
                               {"detail", smallest.detail},
                               {"script", ToScript(mode, smallest.statements)}};
    }
    Write(pipe, message);
  }
  Write(pipe, {{"end", true}});
}

struct Worker {
  std::unique_ptr<PgServer> server;
  pid_t child = -1;
  int pipe = -1;
  int next = 0;      // its first program
  std::string rest;  // of what was read: no whole line yet
  int at = -1;
  std::vector<std::string> statements;  // of that program
  std::string failure;
  bool ended = false;
};

class Pool {
 public:
  Pool(const RunOptions& options, const std::function<void(const Divergence&)>& found,
       const std::function<void(const Totals&)>& progress)
      : options_(options), found_(found), progress_(progress) {
    const int jobs = std::min(options.jobs, std::max(options.programs, 1));
    workers_.resize(static_cast<size_t>(jobs));
    for (int i = 0; i < jobs; ++i) workers_[static_cast<size_t>(i)].next = options.first + i;
  }
  ~Pool() {
    for (Worker& worker : workers_) Stop(&worker);
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  Totals Run() {
    for (Worker& worker : workers_) Start(&worker);
    while (std::ranges::any_of(workers_, [](const Worker& w) { return w.child > 0; })) {
      std::vector<pollfd> sockets;
      for (const Worker& worker : workers_) sockets.push_back({worker.pipe, POLLIN, 0});
      if (poll(sockets.data(), sockets.size(), -1) < 0 && errno != EINTR) {
        throw std::system_error(errno, std::generic_category(), "poll");
      }
      for (size_t i = 0; i < workers_.size(); ++i) {
        if ((sockets[i].revents & (POLLIN | POLLHUP)) != 0) Read(&workers_[i]);
      }
      if (!totals_.divergences.empty() && !options_.keep_going) break;
    }
    std::ranges::sort(totals_.divergences, {}, &Divergence::program);
    return std::move(totals_);
  }

 private:
  void Start(Worker* worker) {
    // A new one: the databases of a worker that died may be there still.
    worker->server = std::make_unique<PgServer>(options_.major, Settings());
    int ends[2];
    if (pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    worker->pipe = ends[0];
    worker->rest.clear();
    worker->at = -1;
    std::fflush(nullptr);
    worker->child = fork();
    if (worker->child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (worker->child > 0) {
      close(ends[1]);
      return;
    }
    close(ends[0]);
    try {
      Work(options_, worker->next, static_cast<int>(workers_.size()), *worker->server, ends[1]);
    } catch (const std::exception& error) {
      Write(ends[1], {{"failure", error.what()}});
    }
    _exit(0);  // the servers are the parent's
  }

  static void Stop(Worker* worker) {
    if (worker->child > 0) {
      kill(worker->child, SIGKILL);
      waitpid(worker->child, nullptr, 0);
      worker->child = -1;
    }
    if (worker->pipe >= 0) close(std::exchange(worker->pipe, -1));
    worker->server.reset();
  }

  void Read(Worker* worker) {
    char buffer[65536];
    const ssize_t count = read(worker->pipe, buffer, sizeof buffer);
    if (count <= 0) return End(worker);
    worker->rest.append(buffer, static_cast<size_t>(count));
    size_t begin = 0;
    for (size_t end = worker->rest.find('\n'); end != std::string::npos;
         end = worker->rest.find('\n', begin)) {
      Take(worker, json::parse(worker->rest.substr(begin, end - begin)));
      begin = end + 1;
    }
    worker->rest.erase(0, begin);
  }

  void Take(Worker* worker, const json& message) {
    if (message.contains("at")) {
      worker->at = message["at"].get<int>();
      worker->statements.clear();
    } else if (message.contains("sql")) {
      worker->statements.push_back(message["sql"].get<std::string>());
    } else if (message.contains("failure")) {
      worker->failure = message["failure"].get<std::string>();
    } else if (message.contains("end")) {
      worker->ended = true;
    } else if (message.contains("result")) {
      Count(message["result"]);
      if (message.contains("divergence")) {
        const json& what = message["divergence"];
        Found({worker->at, what["cause"].get<std::string>(), what["detail"].get<std::string>(),
               what["script"].get<std::string>()});
      }
      progress_(totals_);
    }
  }

  void Count(const json& result) {
    ++totals_.programs;
    totals_.rolled_back += result["rolled_back"].get<bool>() ? 1 : 0;
    totals_.accepted += result["accepted"].get<int>();
    totals_.rejected += result["rejected"].get<int>();
    totals_.same_error += result["same_error"].get<int>();
    const auto add = [&result](const char* name, std::map<std::string, int>* to) {
      for (const auto& [cause, count] : result[name].items()) (*to)[cause] += count.get<int>();
    };
    add("other_errors", &totals_.other_errors);
    add("unmodelled", &totals_.unmodelled);
    add("circumstances", &totals_.circumstances);
  }

  void Found(Divergence divergence) {
    found_(divergence);
    totals_.divergences.push_back(std::move(divergence));
  }

  // The worker's process came to an end, its own or a violent one.
  void End(Worker* worker) {
    int status = 0;
    waitpid(std::exchange(worker->child, -1), &status, 0);
    close(std::exchange(worker->pipe, -1));
    worker->server.reset();
    if (worker->ended) return;
    const std::string cause = WIFSIGNALED(status) ? StrCat("ended by signal ", WTERMSIG(status))
                              : worker->failure.empty() ? "the process ended"
                                                        : worker->failure;
    ++totals_.programs;
    Found({worker->at, cause, "not shrunk: all statements up to there",
           ToScript(Mode::kCommitted, worker->statements)});
    if (worker->at < 0) throw std::runtime_error(cause);
    worker->next = worker->at + static_cast<int>(workers_.size());
    if (options_.keep_going && worker->next < options_.first + options_.programs) Start(worker);
  }

  const RunOptions& options_;
  const std::function<void(const Divergence&)>& found_;
  const std::function<void(const Totals&)>& progress_;
  std::vector<Worker> workers_;
  Totals totals_;
};

}  // namespace

Totals RunPrograms(const RunOptions& options, const std::function<void(const Divergence&)>& found,
                   const std::function<void(const Totals&)>& progress) {
  return Pool(options, found, progress).Run();
}

}  // namespace schemadiff::random_ddl
