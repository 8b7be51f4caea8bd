// What an object holds besides its identity.
#pragma once

#include <atomic>
#include <memory>
#include <stdexcept>
#include <utility>

#include "engine/catalog/kinds.h"

namespace schemadiff {

/// A value of one of the types of Kinds. It takes the room that this one type needs (aggregates
/// are several times the size of columns, and far rarer), and copies share it until one of them is
/// changed: copying a catalog, and remembering an object as it was, cost a pointer each.
class Payload {
 public:
  template <KindType T>
  Payload(T value)  // NOLINT(google-explicit-constructor)
      : data_(std::make_shared<T>(std::move(value))), kind_(KindOf<T>) {}

  Kind kind() const { return kind_; }
  /// Null where it is of another kind.
  template <KindType T>
  const T* TryGet() const {
    return kind_ == KindOf<T> ? static_cast<const T*>(data_.get()) : nullptr;
  }
  template <KindType T>
  const T& Get() const {
    Require(KindOf<T>);
    return *static_cast<const T*>(data_.get());
  }
  /// To be changed; the reference is good until the payload is copied.
  template <KindType T>
  T& Mutable() {
    Require(KindOf<T>);
    if (data_.use_count() != 1) data_ = std::make_shared<T>(Get<T>());
    // What another thread read before it let go of its copy, it has read.
    std::atomic_thread_fence(std::memory_order_acquire);
    return *static_cast<T*>(data_.get());
  }

 private:
  void Require(Kind kind) const {
    if (kind_ != kind) throw std::logic_error("a payload of another kind was asked for");
  }

  std::shared_ptr<void> data_;
  Kind kind_;
};

}  // namespace schemadiff
