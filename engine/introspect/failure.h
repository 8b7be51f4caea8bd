// How an introspection ends early: inside this folder as an exception, outside as a status.
#pragma once

#include <absl/status/status.h>

#include <exception>
#include <string>
#include <utility>

namespace schemadiff::introspect {

/// Ends the introspection. Caught in Introspect(), never seen by its callers.
class Failure : public std::exception {
 public:
  explicit Failure(absl::Status status) : status_(std::move(status)), text_(status_.ToString()) {}
  const absl::Status& status() const { return status_; }
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  absl::Status status_;
  std::string text_;
};

}  // namespace schemadiff::introspect
