#include "parsers/sql/arena.h"

#include <algorithm>

namespace schemadiff::ast {

void Arena::Grow(size_t at_least) {
  // Small scripts stay small; large ones do not ask the system for every few statements.
  constexpr size_t kFirstBlock = size_t{4} << 10;
  constexpr size_t kLargestBlock = size_t{64} << 10;
  used_ = 0;
  while (in_use_ < blocks_.size()) {
    const Block& kept = blocks_[in_use_++];
    if (kept.size < at_least) continue;
    current_ = kept.memory.get();
    capacity_ = kept.size;
    return;
  }
  const size_t next = std::clamp(capacity_ * 2, kFirstBlock, kLargestBlock);
  capacity_ = std::max(next, at_least);
  // Memory from new[] is aligned for max_align_t, and so is each block's start.
  blocks_.push_back({std::unique_ptr<char[]>(new char[capacity_]), capacity_});
  current_ = blocks_.back().memory.get();
  in_use_ = blocks_.size();
  bytes_ += capacity_;
}

}  // namespace schemadiff::ast
