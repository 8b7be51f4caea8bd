#include "engine/introspect/rows.h"

#include <charconv>
#include <stdexcept>

namespace schemadiff::introspect {

void RowSet::Start(size_t rows, size_t columns) {
  columns_ = columns;
  bytes_.clear();
  ends_.clear();
  ends_.reserve(rows * columns);
}

void RowSet::AddValue(std::string_view value) {
  bytes_.append(value);
  ends_.push_back(bytes_.size());
}

void RowSet::AddNull() { ends_.push_back(bytes_.size() | kNullBit); }

std::string_view Row::Text() {
  if (next_ >= last_) throw std::logic_error("a query has fewer columns than its reader takes");
  const uint64_t end = rows_->ends_[next_++] & ~RowSet::kNullBit;
  std::string_view text(rows_->bytes_.data() + begin_, end - begin_);
  begin_ = end;
  return text;
}

char Row::Char() {
  const std::string_view text = Text();
  return text.empty() ? '\0' : text[0];
}

int64_t Row::Int64() {
  const std::string_view text = Text();
  int64_t value = 0;
  if (text.empty()) return value;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw std::logic_error("a query's column is not the number that its reader takes it for");
  }
  return value;
}

std::vector<int64_t> Row::Integers() {
  const std::string_view text = Text();
  std::vector<int64_t> out;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    if ((*at >= '0' && *at <= '9') || *at == '-') {
      at = std::from_chars(at, end, out.emplace_back()).ptr;
    } else {
      ++at;
    }
  }
  return out;
}

std::vector<std::string> Row::Texts() {
  const std::string_view text = Text();
  std::vector<std::string> out;
  // `{plain,"with \"quotes\" and \\",NULL}`: one dimension, as every array in the catalogs.
  if (text.size() < 2 || text.front() != '{') return out;
  size_t at = 1;
  while (at < text.size() && text[at] != '}') {
    std::string& element = out.emplace_back();
    if (text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
        if (at < text.size()) element.push_back(text[at]);
      }
      ++at;
    } else {
      const size_t begin = at;
      while (at < text.size() && text[at] != ',' && text[at] != '}') ++at;
      element = text.substr(begin, at - begin);
      if (element == "NULL") element.clear();
    }
    if (at < text.size() && text[at] == ',') ++at;
  }
  return out;
}

}  // namespace schemadiff::introspect
