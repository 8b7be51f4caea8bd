// The queries of an introspection, run ahead of those who read their rows, over all connections.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/introspect/builder.h"
#include "engine/introspect/server.h"

namespace schemadiff::introspect {

/// One query for one connection, and the step that reads its rows.
struct Task {
  const Step* step = nullptr;
  std::string sql;
  /// Which of the connections must run it; any of them, if there is none.
  std::optional<size_t> server;
};

/// The steps' queries in the order in which they are read. What a step allows to be split is split
/// among the connections by relation: to print an expression, a server opens the relation that it
/// belongs to, and over two connections each relation should be opened by one of them only.
std::vector<Task> SplitAmong(size_t servers, const std::vector<Step>& steps);

/// Runs the tasks, and after them `last`, each server on a thread of its own, so that the servers
/// work on the next ones while the rows of the first become objects.
class Prefetcher {
 public:
  Prefetcher(const std::vector<Server*>& servers, const std::vector<Task>& tasks,
             std::function<void(Server&)> last);
  ~Prefetcher();
  Prefetcher(const Prefetcher&) = delete;
  Prefetcher& operator=(const Prefetcher&) = delete;

  /// The rows of the next task. Throws what its query threw.
  RowSet Next();
  /// Waits until `last` has run.
  void Finish();

 private:
  void Run(size_t number, Server& server);
  void Execute(size_t number, Server& server);
  /// The first task that this server may run and that nobody has begun; none: nothing is left.
  std::optional<size_t> NextFor(size_t number) const;

  std::mutex mutex_;
  std::condition_variable changed_;
  const std::vector<Task>& tasks_;
  const std::function<void(Server&)> last_;
  const size_t most_ready_;
  std::map<size_t, Answer> ready_;  // by task
  std::vector<bool> begun_;         // by task
  size_t taken_ = 0;                // the tasks before it are read
  std::exception_ptr error_;
  bool stop_ = false;
  bool last_begun_ = false;
  bool finished_ = false;
  std::vector<std::thread> threads_;  // last: they use all of the above
};

}  // namespace schemadiff::introspect
