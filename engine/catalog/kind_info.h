// The run-time form of the attribute descriptors: what the differ, the renderers, the
// snapshot and the fingerprint use, so that none of them names a kind.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/stable_hash.h"
#include "engine/catalog/kinds.h"
#include "engine/catalog/payload.h"

namespace schemadiff {

/// What a comparison of expressions may fall back on when two canonical texts differ: whether
/// they are the same modulo what changes no meaning.
struct CompareContext {
  std::function<bool(std::string_view, std::string_view)> equivalent_text;
};

/// One attribute of one kind. The functions take payloads of that kind only.
struct AttributeInfo {
  std::string_view name;
  int since = 0;
  AttributeRole role = AttributeRole::kCompared;
  Comparison (*compare)(const Payload&, const Payload&, const CompareContext&) = nullptr;
  /// False where the value is that of a default-constructed payload; text output leaves it out.
  bool (*is_set)(const Payload&) = nullptr;
  /// Why the value is not comparable, where it is not resolved; empty otherwise.
  std::string (*unresolved)(const Payload&) = nullptr;
  /// For people: as PostgreSQL would write it.
  std::string (*text)(const Payload&) = nullptr;
  /// The value of a number, 0 for others: for positions.
  int64_t (*number)(const Payload&) = nullptr;
  /// For snapshots: complete, and read back by from_json.
  nlohmann::json (*to_json)(const Payload&) = nullptr;
  /// False where the JSON is not of the attribute's shape.
  bool (*from_json)(const nlohmann::json&, Payload&) = nullptr;
  void (*hash)(const Payload&, StableHasher&) = nullptr;
};

struct KindInfo {
  std::string_view name;
  std::span<const AttributeInfo> attributes;
  Payload (*make)() = nullptr;  ///< a default payload
  int (*since)(const Payload&) =
      nullptr;                          ///< the first server version that catalogues such an object
  bool order_of_parts_matters = false;  ///< whether another order of its parts means something else
};

const KindInfo& InfoFor(Kind kind);

}  // namespace schemadiff
