#include "engine/report/line_diff.h"

#include <algorithm>
#include <cstdint>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

using Side = DiffLine::Side;

// Cells of the table of common subsequences; more would take noticeable time and memory.
constexpr size_t kMostCells = 4'000'000;

// The part between the common beginning and end.
void DiffMiddle(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b,
                std::vector<DiffLine>* out) {
  const auto all_of = [out](const std::vector<std::string_view>& lines, Side side) {
    for (const std::string_view line : lines) out->push_back({side, line});
  };
  if ((a.size() + 1) * (b.size() + 1) > kMostCells) {
    all_of(a, Side::kExpected);
    all_of(b, Side::kActual);
    return;
  }
  // common[i][j]: the length of the longest common subsequence of a[i..] and b[j..].
  const size_t stride = b.size() + 1;
  std::vector<uint32_t> common((a.size() + 1) * stride, 0);
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      common[i * stride + j] =
          a[i] == b[j] ? common[(i + 1) * stride + j + 1] + 1
                       : std::max(common[(i + 1) * stride + j], common[i * stride + j + 1]);
    }
  }
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      out->push_back({Side::kBoth, a[i]});
      ++i, ++j;
    } else if (j == b.size() ||
               (i < a.size() && common[(i + 1) * stride + j] >= common[i * stride + j + 1])) {
      out->push_back({Side::kExpected, a[i++]});
    } else {
      out->push_back({Side::kActual, b[j++]});
    }
  }
}

std::vector<DiffLine> WithGaps(const std::vector<DiffLine>& lines, size_t context) {
  std::vector<bool> keep(lines.size(), false);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].side == Side::kBoth) continue;
    const size_t first = i < context ? 0 : i - context;
    for (size_t j = first; j <= std::min(lines.size() - 1, i + context); ++j) keep[j] = true;
  }
  std::vector<DiffLine> out;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (keep[i]) {
      out.push_back(lines[i]);
    } else if (out.empty() || out.back().side != Side::kGap) {
      out.push_back({Side::kGap, {}});
    }
  }
  return out;
}

}  // namespace

std::vector<DiffLine> DiffLines(std::string_view expected, std::string_view actual,
                                size_t context) {
  std::vector<std::string_view> a = StrSplit(expected, '\n');
  std::vector<std::string_view> b = StrSplit(actual, '\n');
  size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    ++tail;
  }
  std::vector<DiffLine> lines;
  for (size_t i = 0; i < head; ++i) lines.push_back({Side::kBoth, a[i]});
  const auto middle = [head, tail](const std::vector<std::string_view>& all) {
    return std::vector<std::string_view>(all.begin() + static_cast<ptrdiff_t>(head),
                                         all.end() - static_cast<ptrdiff_t>(tail));
  };
  DiffMiddle(middle(a), middle(b), &lines);
  for (size_t i = a.size() - tail; i < a.size(); ++i) lines.push_back({Side::kBoth, a[i]});
  return WithGaps(lines, context);
}

}  // namespace schemadiff
