#include "engine/base/stable_hash.h"

#include <gtest/gtest.h>

namespace schemadiff {
namespace {

Fingerprint HashOf(std::string_view text) {
  StableHasher hasher;
  hasher.Add(text);
  return hasher.Finish();
}

TEST(StableHasher, FramesValues) {
  StableHasher one, two;
  one.Add("ab"), one.Add("c");
  two.Add("a"), two.Add("bc");
  EXPECT_NE(one.Finish(), two.Finish());
}

TEST(StableHasher, IsTheSameOnEveryRunAndMachine) {
  // Stored fingerprints depend on this value: it may never change.
  EXPECT_EQ(HashOf("schema-diff").ToHex(), "94fc14d588daee9b8487ab8e2e9ea130");
}

TEST(Fingerprint, IsCommutativeAndInvertible) {
  Fingerprint forward, backward;
  for (const char* text : {"a", "b", "c"}) forward.Add(HashOf(text));
  for (const char* text : {"c", "a", "b"}) backward.Add(HashOf(text));
  EXPECT_EQ(forward, backward);
  forward.Remove(HashOf("b"));
  Fingerprint without;
  without.Add(HashOf("a")), without.Add(HashOf("c"));
  EXPECT_EQ(forward, without);
}

}  // namespace
}  // namespace schemadiff
