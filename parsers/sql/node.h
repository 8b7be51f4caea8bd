// What all parse tree nodes share.
//
// A tree is immutable once it is built, and lives in an Arena: pointers into it stay valid
// as long as somebody holds the arena (ParsedStatement does).
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "parsers/sql/ast_enums.h"

namespace schemadiff::ast {

/// The base of all nodes. Texts in nodes distinguish PostgreSQL's NULL (`data() == nullptr`)
/// from the empty string.
struct Node {
  NodeTag tag;
  /// Byte offset into the SourceText that the tree was parsed from; -1 where PostgreSQL keeps none.
  int32_t location = -1;

 protected:
  explicit Node(NodeTag t) : tag(t) {}
};

/// The node as a T, or null where it is null or something else.
template <typename T>
const T* As(const Node* node) {
  return node != nullptr && node->tag == T::kTag ? static_cast<const T*>(node) : nullptr;
}

/// The node, which the grammar guarantees to be a T.
template <typename T>
const T* Cast(const Node* node) {
  assert(node != nullptr && node->tag == T::kTag);
  return static_cast<const T*>(node);
}

/// A sequence of nodes. An element can be null (where PostgreSQL's list holds a null pointer,
/// as the second half of each pair in RangeFunction.functions does).
class List {
 public:
  List() = default;
  explicit List(std::span<const Node* const> nodes)
      : data_(nodes.data()), size_(static_cast<uint32_t>(nodes.size())) {}

  const Node* const* begin() const { return data_; }
  const Node* const* end() const { return data_ + size_; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const Node* operator[](size_t i) const {
    assert(i < size_);
    return data_[i];
  }
  const Node* front() const { return (*this)[0]; }
  const Node* back() const { return (*this)[size_ - 1]; }

 private:
  const Node* const* data_ = nullptr;
  uint32_t size_ = 0;
};

}  // namespace schemadiff::ast
