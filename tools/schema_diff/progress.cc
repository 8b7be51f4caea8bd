#include "tools/schema_diff/progress.h"

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>

#include "engine/base/escape.h"
#include "engine/base/strings.h"
#include "tools/schema_diff/terminal.h"

namespace schemadiff::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kQuietTime = std::chrono::seconds(1);
constexpr auto kInterval = std::chrono::milliseconds(200);

void WriteToTerminal(const std::string& text) {
  // Best effort: a terminal that went away is nobody's loss.
  [[maybe_unused]] const ssize_t ignored = write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

class Progress::Display {
 public:
  Display() : start_(Clock::now()), thread_([this] { Run(); }) {}

  ~Display() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    wake_.notify_all();
    thread_.join();
    Erase();
  }

  void Step(std::string_view what, int done, int total) {
    const std::lock_guard lock(mutex_);
    text_ = EscapeForTerminal(what);
    if (total > 0) StrAppend(&text_, " (", done, " of ", total, ")");
  }

  void Clear() {
    const std::lock_guard lock(mutex_);
    text_.clear();
    Erase();
  }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, kInterval, [this] { return done_; })) {
      const auto elapsed = Clock::now() - start_;
      if (elapsed < kQuietTime || text_.empty()) continue;
      const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed).count();
      std::string line = StrCat(text_, " ... ", seconds, " s");
      const size_t width = TerminalWidth(STDERR_FILENO);
      if (line.size() >= width) line.resize(width - 1);
      WriteToTerminal(StrCat("\r\x1b[K", line));
      shown_ = true;
    }
  }

  void Erase() {
    if (shown_) WriteToTerminal("\r\x1b[K");
    shown_ = false;
  }

  Clock::time_point start_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::string text_;
  bool done_ = false;
  bool shown_ = false;
  std::thread thread_;  // last: it uses what is above
};

Progress::Progress() {
  if (IsCapableTerminal(STDERR_FILENO)) display_ = std::make_unique<Display>();
}
Progress::~Progress() = default;

void Progress::Step(std::string_view what, int done, int total) {
  if (display_) display_->Step(what, done, total);
}
void Progress::Clear() {
  if (display_) display_->Clear();
}

}  // namespace schemadiff::cli
