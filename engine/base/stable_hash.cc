#include "engine/base/stable_hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdio>

namespace schemadiff {

void Fingerprint::Add(const Fingerprint& other) {
  const uint64_t sum = low + other.low;
  high += other.high + (sum < low ? 1 : 0);
  low = sum;
}

void Fingerprint::Remove(const Fingerprint& other) {
  const uint64_t difference = low - other.low;
  high -= other.high + (difference > low ? 1 : 0);
  low = difference;
}

std::string Fingerprint::ToHex() const {
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(high),
                static_cast<unsigned long long>(low));
  return text;
}

void StableHasher::Add(uint64_t number) {
  // Little-endian whatever the machine, so that stored hashes travel.
  for (int i = 0; i < 8; ++i) buffer_ += static_cast<char>((number >> (8 * i)) & 0xFF);
}

void StableHasher::Add(std::string_view bytes) {
  Add(static_cast<uint64_t>(bytes.size()));
  buffer_ += bytes;
}

Fingerprint StableHasher::Finish() const {
  const XXH128_hash_t hash = XXH3_128bits(buffer_.data(), buffer_.size());
  return {hash.low64, hash.high64};
}

}  // namespace schemadiff
