// A sequence that grows without moving what it holds.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace schemadiff {

/// Elements in chunks of a fixed size, found by index. Unlike a std::vector it neither moves its
/// elements nor holds room for as many again when it grows, and unlike a std::deque it keeps many
/// of them together. A value: copying it copies the elements.
template <typename T, size_t ChunkSize = 64>
class ChunkedVector {
 public:
  ChunkedVector() = default;
  ChunkedVector(const ChunkedVector& other) : size_(other.size_) {
    chunks_.reserve(other.chunks_.size());
    for (const auto& chunk : other.chunks_) chunks_.push_back(std::make_unique<Chunk>(*chunk));
  }
  ChunkedVector(ChunkedVector&& other) noexcept
      : chunks_(std::move(other.chunks_)), size_(std::exchange(other.size_, 0)) {}
  ChunkedVector& operator=(ChunkedVector other) noexcept {
    chunks_.swap(other.chunks_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~ChunkedVector() = default;

  size_t size() const { return size_; }
  T& operator[](size_t i) { return (*chunks_[i / ChunkSize])[i % ChunkSize]; }
  const T& operator[](size_t i) const { return (*chunks_[i / ChunkSize])[i % ChunkSize]; }

  /// Adds one more element, made by default; references to the others stay good.
  T& emplace_back() {
    if (size_ == chunks_.size() * ChunkSize) chunks_.push_back(std::make_unique<Chunk>());
    return (*this)[size_++];
  }

 private:
  using Chunk = std::array<T, ChunkSize>;

  std::vector<std::unique_ptr<Chunk>> chunks_;
  size_t size_ = 0;
};

}  // namespace schemadiff
