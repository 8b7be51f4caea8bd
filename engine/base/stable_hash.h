// Hashes that may be stored: the same on every run, machine and build.
//
// absl::Hash is seeded per process and is for in-memory tables only. Whatever goes
// into a snapshot, a baseline or a fingerprint comes from here (XXH3, whose output is
// fixed by its specification).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace schemadiff {

/// A 128-bit sum that does not depend on the order of its terms: adding an object's hash
/// and removing it again restores the former value, so a catalog's fingerprint costs
/// only what changed.
struct Fingerprint {
  uint64_t low = 0;
  uint64_t high = 0;

  void Add(const Fingerprint& other);
  void Remove(const Fingerprint& other);
  /// 32 lower-case hexadecimal digits.
  std::string ToHex() const;
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// Feeds a stable 128-bit hash. Each value is framed by its length, so that
/// ("ab","c") and ("a","bc") differ.
class StableHasher {
 public:
  void Add(std::string_view bytes);
  void Add(uint64_t number);
  Fingerprint Finish() const;

 private:
  std::string buffer_;
};

}  // namespace schemadiff
