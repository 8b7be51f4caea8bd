#include "engine/base/name.h"

#define XXH_INLINE_ALL
#include <absl/container/flat_hash_set.h>
#include <xxhash.h>

#include <array>
#include <deque>
#include <mutex>

namespace schemadiff {
namespace {

size_t HashOf(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

// With its hash, so that neither a growing table nor a comparison need read the text for it.
struct Held {
  size_t hash = 0;
  const std::string* text = nullptr;
};
struct Wanted {
  size_t hash = 0;
  std::string_view text;
};
struct HeldHash {
  using is_transparent = void;
  size_t operator()(const Held& held) const { return held.hash; }
  size_t operator()(const Wanted& wanted) const { return wanted.hash; }
};
struct HeldEq {
  using is_transparent = void;
  bool operator()(const Held& a, const Held& b) const { return a.text == b.text; }
  bool operator()(const Held& a, const Wanted& b) const {
    return a.hash == b.hash && *a.text == b.text;
  }
};

// Sharded, so that parallel parsing and introspection seldom wait for one another. A deque that
// only grows keeps the addresses of its strings for ever.
struct Shard {
  std::mutex mutex;
  std::deque<std::string> texts;
  absl::flat_hash_set<Held, HeldHash, HeldEq> names;
};

Shard& ShardFor(size_t hash) {
  static auto* shards = new std::array<Shard, 16>();  // never destroyed: names outlive every static
  return (*shards)[hash % shards->size()];
}

// What this thread asked for lately: nearly every name is asked for again soon (schemas, types,
// the table in hand), and then costs neither a lock nor a walk through a bucket.
constexpr size_t kRecentCount = 4096;
thread_local constinit std::array<Held, kRecentCount> recent_names{};

}  // namespace

const std::string Name::kEmpty;

Name::Name(std::string_view text) {
  if (text.empty()) {
    text_ = &kEmpty;
    return;
  }
  const size_t hash = HashOf(text);
  Held& recent = recent_names[hash % kRecentCount];
  if (recent.text != nullptr && recent.hash == hash && *recent.text == text) {
    text_ = recent.text;
    return;
  }
  // The shard is not chosen by the bits that choose the bucket in it.
  Shard& shard = ShardFor(hash >> 32);
  const std::lock_guard lock(shard.mutex);
  auto found = shard.names.find(Wanted{hash, text});
  if (found == shard.names.end()) {
    found = shard.names.insert({hash, &shard.texts.emplace_back(text)}).first;
  }
  text_ = found->text;
  recent = *found;
}

}  // namespace schemadiff
