#include "engine/introspect/prefetcher.h"

#include <utility>

#include "engine/base/strings.h"

namespace schemadiff::introspect {
namespace {

// Bounds the memory that results take before they are read, in tasks.
constexpr size_t kReadyOfOne = 2;
constexpr size_t kReadyOfSeveral = 8;

// hashoid() gives an integer, negative ones among them.
constexpr int kHashMask = 0x7FFFFFFF;

}  // namespace

std::vector<Task> SplitAmong(size_t servers, const std::vector<Step>& steps) {
  std::vector<Task> tasks;
  for (const Step& step : steps) {
    if (servers == 1 || step.split_by.empty()) {
      tasks.push_back({&step, step.sql, std::nullopt});
      continue;
    }
    for (size_t part = 0; part < servers; ++part) {
      tasks.push_back({&step,
                       StrCat(step.sql, " AND (hashoid(", step.split_by, ") & ", kHashMask, ") % ",
                              servers, " = ", part),
                       part});
    }
  }
  return tasks;
}

Prefetcher::Prefetcher(const std::vector<Server*>& servers, const std::vector<Task>& tasks,
                       std::function<void(Server&)> last)
    : tasks_(tasks),
      last_(std::move(last)),
      most_ready_(servers.size() == 1 ? kReadyOfOne : kReadyOfSeveral),
      begun_(tasks.size()) {
  for (size_t i = 0; i < servers.size(); ++i) {
    threads_.emplace_back([this, i, server = servers[i]] { Run(i, *server); });
  }
}

Prefetcher::~Prefetcher() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

RowSet Prefetcher::Next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ready_.contains(taken_) || error_ != nullptr; });
  const auto found = ready_.find(taken_);
  if (found == ready_.end()) std::rethrow_exception(error_);
  const Answer answer = std::move(found->second);
  ready_.erase(found);
  ++taken_;
  changed_.notify_all();
  lock.unlock();
  return answer.Rows();
}

void Prefetcher::Finish() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return finished_ || error_ != nullptr; });
  if (!finished_) std::rethrow_exception(error_);
}

std::optional<size_t> Prefetcher::NextFor(size_t number) const {
  for (size_t i = taken_; i < tasks_.size(); ++i) {
    if (!begun_[i] && tasks_[i].server.value_or(number) == number) return i;
  }
  return std::nullopt;
}

void Prefetcher::Run(size_t number, Server& server) {
  try {
    Execute(number, server);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (error_ == nullptr) error_ = std::current_exception();
    changed_.notify_all();
  }
}

void Prefetcher::Execute(size_t number, Server& server) {
  std::unique_lock lock(mutex_);
  while (const std::optional<size_t> at = NextFor(number)) {
    begun_[*at] = true;
    changed_.wait(lock, [&] { return stop_ || *at < taken_ + most_ready_; });
    if (stop_ || error_ != nullptr) return;
    lock.unlock();
    Answer answer = server.Ask(tasks_[*at].step->what, tasks_[*at].sql);
    lock.lock();
    if (stop_ || error_ != nullptr) return;
    ready_.emplace(*at, std::move(answer));
    changed_.notify_all();
  }
  // The first to run out of tasks has time for what is left.
  if (std::exchange(last_begun_, true)) return;
  lock.unlock();
  last_(server);
  lock.lock();
  finished_ = true;
  changed_.notify_all();
}

}  // namespace schemadiff::introspect
