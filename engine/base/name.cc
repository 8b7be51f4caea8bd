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

struct PointeeHash {
  using is_transparent = void;
  size_t operator()(const std::string* text) const { return HashOf(*text); }
  size_t operator()(std::string_view text) const { return HashOf(text); }
};
struct PointeeEq {
  using is_transparent = void;
  bool operator()(const std::string* a, const std::string* b) const { return *a == *b; }
  bool operator()(const std::string* a, std::string_view b) const { return *a == b; }
};

// Sharded, so that parallel parsing and introspection seldom wait for one another. A deque that
// only grows keeps the addresses of its strings for ever.
struct Shard {
  std::mutex mutex;
  std::deque<std::string> texts;
  absl::flat_hash_set<const std::string*, PointeeHash, PointeeEq> names;
};

Shard& ShardFor(size_t hash) {
  static auto* shards = new std::array<Shard, 16>();  // never destroyed: names outlive every static
  return (*shards)[hash % shards->size()];
}

// What this thread asked for lately: nearly every name is asked for again soon (schemas, types,
// the table in hand), and then costs neither a lock nor a walk through a bucket.
struct Recent {
  size_t hash = 0;
  const std::string* text = nullptr;
};
constexpr size_t kRecentCount = 4096;
thread_local constinit std::array<Recent, kRecentCount> recent_names{};

}  // namespace

const std::string Name::kEmpty;

Name::Name(std::string_view text) {
  if (text.empty()) {
    text_ = &kEmpty;
    return;
  }
  const size_t hash = HashOf(text);
  Recent& recent = recent_names[hash % kRecentCount];
  if (recent.text != nullptr && recent.hash == hash && *recent.text == text) {
    text_ = recent.text;
    return;
  }
  // The shard is not chosen by the bits that choose the bucket in it.
  Shard& shard = ShardFor(hash >> 32);
  const std::lock_guard lock(shard.mutex);
  auto found = shard.names.find(text);
  if (found == shard.names.end()) {
    found = shard.names.insert(&shard.texts.emplace_back(text)).first;
  }
  text_ = *found;
  recent = {hash, text_};
}

}  // namespace schemadiff
