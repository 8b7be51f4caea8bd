// The memory of parse trees: handed out piece by piece, freed all at once.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace schemadiff::ast {

/// A bump allocator. What it hands out is never destroyed, only released with the arena, so
/// it is for trivially destructible things. Not thread-safe while it grows; what it holds
/// may be read by any number of threads.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// Uninitialised memory of `size` bytes; `alignment` is a power of two up to that of max_align_t.
  void* Allocate(size_t size, size_t alignment) {
    size_t at = (used_ + alignment - 1) & ~(alignment - 1);
    if (at + size > capacity_) {
      Grow(size);
      at = 0;
    }
    used_ = at + size;
    return current_ + at;
  }

  template <typename T>
  T* New() {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (Allocate(sizeof(T), alignof(T))) T();
  }

  /// A copy of the text; never null, also for an empty text.
  std::string_view Copy(std::string_view text) {
    if (text.empty()) return "";
    char* memory = static_cast<char*>(Allocate(text.size(), 1));
    std::memcpy(memory, text.data(), text.size());
    return {memory, text.size()};
  }

  template <typename T>
  std::span<const T> CopySpan(const T* first, size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (count == 0) return {};
    T* memory = static_cast<T*>(Allocate(count * sizeof(T), alignof(T)));
    std::memcpy(static_cast<void*>(memory), first, count * sizeof(T));
    return {memory, count};
  }

  /// Forgets what was handed out, and keeps the memory for what is to come.
  void Clear() {
    in_use_ = 0;
    current_ = nullptr;
    used_ = capacity_ = 0;
  }

  /// Bytes taken from the system.
  size_t bytes() const { return bytes_; }

 private:
  struct Block {
    std::unique_ptr<char[]> memory;
    size_t size = 0;
  };

  void Grow(size_t at_least);

  std::vector<Block> blocks_;
  size_t in_use_ = 0;  // how many of them, the last one in part
  char* current_ = nullptr;
  size_t used_ = 0;
  size_t capacity_ = 0;
  size_t bytes_ = 0;
};

}  // namespace schemadiff::ast
