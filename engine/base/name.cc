#include "engine/base/name.h"

#include <array>
#include <mutex>
#include <unordered_set>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

// Sharded, so that parallel parsing and introspection seldom wait for one another. A
// node-based set keeps the addresses of its strings for ever.
struct Shard {
  std::mutex mutex;
  std::unordered_set<std::string, StringHash, StringEq> names;
};

Shard& ShardFor(size_t hash) {
  static auto* shards = new std::array<Shard, 16>();  // never destroyed: names outlive every static
  return (*shards)[hash % shards->size()];
}

}  // namespace

const std::string Name::kEmpty;

Name::Name(std::string_view text) {
  if (text.empty()) {
    text_ = &kEmpty;
    return;
  }
  const size_t hash = StringHash{}(text);
  Shard& shard = ShardFor(hash);
  const std::lock_guard lock(shard.mutex);
  auto found = shard.names.find(text);
  if (found == shard.names.end()) found = shard.names.emplace(text).first;
  text_ = &*found;
}

}  // namespace schemadiff
