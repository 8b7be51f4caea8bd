// Telling a waiting person what is going on.
#pragma once

#include <memory>
#include <string_view>

namespace schemadiff::cli {

/// A line on standard error that says what is being done, once that has taken over a second,
/// where standard error is a terminal that can rewrite a line; nothing anywhere else. The line
/// is gone when the object is.
class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// What is done from now on: "replaying migrations". `total` 0: steps are not counted.
  void Step(std::string_view what, int done = 0, int total = 0);
  /// Takes the line away until the next step.
  void Clear();

 private:
  class Display;
  std::unique_ptr<Display> display_;
};

}  // namespace schemadiff::cli
