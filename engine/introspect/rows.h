// Rows of a query's result, as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/name.h"

namespace schemadiff::introspect {

/// An object identifier of the server; 0 for none.
using Oid = uint32_t;

/// One row, read from left to right: each call takes the next column, so the calls stand in the
/// order of the SELECT list. Views point into the RowSet.
class Row;

/// All rows of a result, in one buffer.
class RowSet {
 public:
  size_t size() const { return columns_ == 0 ? 0 : ends_.size() / columns_; }
  Row operator[](size_t row) const;

  // For whoever fills it.
  void Start(size_t rows, size_t columns);
  void AddValue(std::string_view value);
  void AddNull();

 private:
  friend class Row;
  static constexpr uint64_t kNullBit = uint64_t{1} << 63;
  size_t columns_ = 0;
  std::string bytes_;
  std::vector<uint64_t> ends_;  // where each value ends in bytes_; kNullBit marks NULL
};

class Row {
 public:
  Row(const RowSet* rows, size_t index)
      : rows_(rows), next_(index * rows->columns_), last_(next_ + rows->columns_) {
    begin_ = next_ == 0 ? 0 : rows->ends_[next_ - 1] & ~RowSet::kNullBit;
  }

  /// Whether the next column is NULL; does not move on.
  bool IsNull() const { return (rows_->ends_[next_] & RowSet::kNullBit) != 0; }
  void Skip() { Text(); }
  /// NULL reads as the empty text.
  std::string_view Text();
  std::string String() { return std::string(Text()); }
  Name NameText() { return Name(Text()); }
  bool Bool() { return Text() == "t"; }
  /// The first character; 0 for the empty text and NULL.
  char Char();
  /// NULL and the empty text read as 0.
  int64_t Int64();
  int Int() { return static_cast<int>(Int64()); }
  Oid OidValue() { return static_cast<Oid>(Int64()); }
  /// int2vector, oidvector, smallint[], oid[]: `1 2` and `{1,2}` alike. Empty for NULL.
  std::vector<int64_t> Integers();
  /// text[] and name[]; empty for NULL. NULL elements read as empty texts.
  std::vector<std::string> Texts();

 private:
  const RowSet* rows_;
  size_t next_;
  size_t last_;
  uint64_t begin_ = 0;
};

inline Row RowSet::operator[](size_t row) const { return {this, row}; }

}  // namespace schemadiff::introspect
