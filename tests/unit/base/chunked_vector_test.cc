#include "engine/base/chunked_vector.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace schemadiff {
namespace {

ChunkedVector<std::string, 4> Numbers(int count) {
  ChunkedVector<std::string, 4> numbers;
  for (int i = 0; i < count; ++i) numbers.emplace_back() = std::to_string(i);
  return numbers;
}

TEST(ChunkedVector, GrowsWithoutMovingItsElements) {
  ChunkedVector<std::string, 4> numbers = Numbers(1);
  const std::string* first = &numbers[0];
  for (int i = 1; i < 100; ++i) numbers.emplace_back() = std::to_string(i);
  EXPECT_EQ(numbers.size(), 100U);
  EXPECT_EQ(&numbers[0], first);
  for (size_t i = 0; i < numbers.size(); ++i) EXPECT_EQ(numbers[i], std::to_string(i));
}

TEST(ChunkedVector, IsAValue) {
  const ChunkedVector<std::string, 4> numbers = Numbers(10);
  ChunkedVector<std::string, 4> copy = numbers;
  copy[3] = "other";
  copy.emplace_back() = "more";
  EXPECT_EQ(numbers.size(), 10U);
  EXPECT_EQ(numbers[3], "3");
  const ChunkedVector<std::string, 4> moved = std::move(copy);
  EXPECT_EQ(moved.size(), 11U);
  EXPECT_EQ(moved[3], "other");
  copy = numbers;
  EXPECT_EQ(copy.size(), 10U);
  EXPECT_EQ(copy[9], "9");
}

}  // namespace
}  // namespace schemadiff
