#include "parsers/sql/arena.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

namespace schemadiff::ast {
namespace {

TEST(Arena, KeepsItsMemoryWhenItIsCleared) {
  Arena arena;
  for (int i = 0; i < 1000; ++i) std::memset(arena.Allocate(300, 8), 1, 300);
  const size_t bytes = arena.bytes();
  for (int round = 0; round < 3; ++round) {
    arena.Clear();
    for (int i = 0; i < 1000; ++i) std::memset(arena.Allocate(300, 8), 2, 300);
    EXPECT_EQ(arena.bytes(), bytes);
  }
}

TEST(Arena, TakesMoreForWhatFitsInNoKeptBlock) {
  Arena arena;
  arena.Copy("small");
  arena.Clear();
  const std::string large(size_t{1} << 20, 'x');
  EXPECT_EQ(arena.Copy(large), large);
  const std::string_view after = arena.Copy("after");
  EXPECT_EQ(after, "after");
  EXPECT_GT(arena.bytes(), large.size());
}

}  // namespace
}  // namespace schemadiff::ast
