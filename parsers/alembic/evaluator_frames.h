// Scoped bookkeeping of the evaluator.
#pragma once

#include <string>
#include <utility>

#include "parsers/alembic/evaluator.h"

namespace schemadiff::py {

// Deep enough for real code, shallow enough for the stack of a thread.
inline constexpr int kMaxEvaluationDepth = 2000;
inline constexpr size_t kMaxCalls = 100;

class Evaluator::FrameGuard {
 public:
  FrameGuard(Evaluator* ev, Frame frame) : ev_(ev) {
    if (ev->frames_.size() >= kMaxCalls) ev->Fail("function calls are nested too deeply");
    ev->frames_.push_back(std::move(frame));
  }
  ~FrameGuard() { ev_->frames_.pop_back(); }
  FrameGuard(const FrameGuard&) = delete;
  FrameGuard& operator=(const FrameGuard&) = delete;

 private:
  Evaluator* ev_;
};

class Evaluator::DepthGuard {
 public:
  explicit DepthGuard(Evaluator* ev) : ev_(ev) {
    if (ev->depth_ >= kMaxEvaluationDepth) ev->Fail("the code is nested too deeply");
    ++ev->depth_;
  }
  ~DepthGuard() { --ev_->depth_; }
  DepthGuard(const DepthGuard&) = delete;
  DepthGuard& operator=(const DepthGuard&) = delete;

 private:
  Evaluator* ev_;
};

/// While it lives, what is evaluated may not run, or run any number of times.
class UncertainRegion {
 public:
  UncertainRegion(Evaluator* ev, std::string reason) : ev_(ev) {
    ev->uncertain_.push_back({std::move(reason), ev->Here(), ev->heap_.serial()});
  }
  ~UncertainRegion() { ev_->uncertain_.pop_back(); }
  UncertainRegion(const UncertainRegion&) = delete;
  UncertainRegion& operator=(const UncertainRegion&) = delete;

 private:
  Evaluator* ev_;
};

}  // namespace schemadiff::py
