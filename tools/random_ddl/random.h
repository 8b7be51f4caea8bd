// Random choices that are the same on every machine for the same seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace schemadiff::random_ddl {

/// A generator of pseudo-random numbers. (The distributions of the standard library differ from
/// one library to the next.)
///
/// Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014), SplitMix64.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next();
  /// From 0 to limit - 1; 0 where limit is not positive.
  int Below(int limit);
  /// From `least` to `most`.
  int Between(int least, int most) { return least + Below(most - least + 1); }
  /// True in so many of a hundred cases.
  bool Chance(int percent) { return Below(100) < percent; }
  /// One of the elements of what is not empty.
  template <typename List>
  const auto& Pick(const List& list) {
    return list[static_cast<size_t>(Below(static_cast<int>(list.size())))];
  }
  std::string_view Pick(std::initializer_list<std::string_view> list) {
    return list.begin()[Below(static_cast<int>(list.size()))];
  }

 private:
  uint64_t state_;
};

/// The seed of one program of a run.
uint64_t SeedOf(uint64_t run_seed, int program);

}  // namespace schemadiff::random_ddl
