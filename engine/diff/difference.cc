#include "engine/diff/difference.h"

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/catalog/dependency.h"
#include "engine/diff/sibling_order.h"

namespace schemadiff {
namespace {

// Of what goes with what goes with ...: an index's comment is three away from its column's type.
constexpr int kMostSteps = 16;
constexpr int kAnyVersion = std::numeric_limits<int>::max();

class Differ {
 public:
  Differ(const Catalog& expected, const Catalog& actual, const DiffOptions& options)
      : expected_(expected), actual_(actual), options_(options) {
    // A catalog of unknown version has every attribute.
    const auto known = [](int version) { return version == 0 ? kAnyVersion : version; };
    version_ = std::min(known(expected.server_version), known(actual.server_version));
  }

  std::vector<Difference> Run() {
    if (options_.only != nullptr) {
      for (const ObjectKey& key : *options_.only) {
        TakeExpected(expected_.IdOf(key));
        TakeActual(actual_.IdOf(key));
      }
    } else {
      for (ObjectId id = 0; id < expected_.end_id(); ++id) TakeExpected(id);
      for (ObjectId id = 0; id < actual_.end_id(); ++id) TakeActual(id);
    }
    ReportMatched();
    ReportOneSided(expected_, missing_, missing_set_, Change::kMissing);
    ReportOneSided(actual_, unexpected_, unexpected_set_, Change::kUnexpected);
    std::ranges::sort(result_, {}, &Difference::key);
    return std::move(result_);
  }

 private:
  bool Counts(const Object& object) const {
    if (options_.include && !options_.include(object.key)) return false;
    return InfoFor(object.key.kind).since(object.payload) <= version_;
  }

  void TakeExpected(ObjectId id) {
    if (!expected_.IsLive(id) || !Counts(expected_.Get(id))) return;
    if (expected_.notes.assumed.contains(expected_.Get(id).key)) return;
    const ObjectId other = actual_.IdOf(expected_.Get(id).key);
    if (other == kNoObject) {
      missing_.push_back(id);
      missing_set_.insert(id);
    } else {
      matched_.emplace_back(id, other);
    }
  }

  void TakeActual(ObjectId id) {
    if (!actual_.IsLive(id) || !Counts(actual_.Get(id))) return;
    const ObjectKey& key = actual_.Get(id).key;
    if (expected_.Find(key) != nullptr && !expected_.notes.assumed.contains(key)) return;
    unexpected_.push_back(id);
    unexpected_set_.insert(id);
  }

  const std::string* UnknownReason(const ObjectKey& key) const {
    if (const std::string* reason = expected_.UnknownReason(key)) return reason;
    return actual_.UnknownReason(key);
  }

  // What `id` goes with: its outermost ancestor on the same list, or the column on that list
  // that it belongs to (a dropped column takes its indexes along). Itself where there is none, as
  // for a view that needs the column: nobody loses one without asking for it.
  ObjectId Whole(const Catalog& catalog, const absl::flat_hash_set<ObjectId>& one_sided,
                 ObjectId id) const {
    ObjectId whole = id;
    for (ObjectId up = catalog.Get(id).parent; up != kNoObject; up = catalog.Get(up).parent) {
      if (one_sided.contains(up)) whole = up;
    }
    if (whole != id) return whole;
    for (const Dependency& reference : catalog.References(id)) {
      if (reference.type == DependencyType::kNormal) continue;
      const ObjectId column = ReferencedColumn(catalog, reference);
      if (column != kNoObject && column != id && one_sided.contains(column)) return column;
    }
    return id;
  }

  void ReportOneSided(const Catalog& catalog, const std::vector<ObjectId>& ids,
                      const absl::flat_hash_set<ObjectId>& one_sided, Change change) {
    absl::flat_hash_map<ObjectId, size_t> reported;
    std::vector<std::pair<ObjectId, ObjectId>> parts;  // a whole and its part
    for (const ObjectId id : ids) {
      const Object& object = catalog.Get(id);
      if (const ObjectId whole = options_.parts_apart ? id : Whole(catalog, one_sided, id);
          whole != id) {
        parts.emplace_back(whole, id);
        continue;
      }
      Difference difference;
      difference.change = change;
      difference.key = object.key;
      if (object.parent != kNoObject) difference.parent = catalog.Get(object.parent).key;
      (change == Change::kMissing ? difference.expected : difference.actual) = id;
      if (change == Change::kMissing) {
        difference.origin = expected_.GetOrigin(object.origin);
      } else if (const Catalog::Tombstone* tombstone = expected_.FindTombstone(object.key)) {
        difference.origin = expected_.GetOrigin(tombstone->dropped_by);
      }
      const std::string* reason = UnknownReason(object.key);
      // An index is a part of its table, although its name does not say so.
      for (ObjectId up = object.parent; reason == nullptr && up != kNoObject;
           up = catalog.Get(up).parent) {
        reason = UnknownReason(catalog.Get(up).key);
      }
      if (reason != nullptr) {
        difference.comparable = false;
        difference.reason = *reason;
      }
      reported.emplace(id, result_.size());
      result_.push_back(std::move(difference));
    }
    for (const auto& [whole, part] : parts) {
      // A consequence of a consequence (the comment on an index of a dropped column) counts
      // with the first.
      ObjectId top = whole;
      for (int steps = 0; steps < kMostSteps; ++steps) {
        const ObjectId next = Whole(catalog, one_sided, top);
        if (next == top) break;
        top = next;
      }
      if (const auto at = reported.find(top); at != reported.end()) {
        result_[at->second].parts.push_back(part);
      }
    }
  }

  void ReportMatched() {
    const SiblingOrder order(expected_, actual_, matched_);
    for (const auto& [id, other] : matched_) {
      const Object& want = expected_.Get(id);
      Difference difference;
      Comparison place = Comparison::kEqual;
      if (order.Moved(id)) {
        const bool matters = want.parent != kNoObject &&
                             InfoFor(expected_.Get(want.parent).key.kind).order_of_parts_matters;
        place = matters ? Comparison::kDifferent : Comparison::kCosmetic;
      }
      difference.attributes = CompareAttributes(want, actual_.Get(other), place);
      if (difference.attributes.empty()) continue;
      difference.key = want.key;
      if (want.parent != kNoObject) difference.parent = expected_.Get(want.parent).key;
      difference.origin = expected_.GetOrigin(want.origin);
      difference.expected = id;
      difference.actual = other;
      if (const std::string* reason = UnknownReason(want.key)) {
        difference.comparable = false;
        difference.reason = *reason;
      } else if (std::ranges::all_of(difference.attributes, [](const AttributeDifference& a) {
                   return a.comparison == Comparison::kNotComparable;
                 })) {
        difference.comparable = false;
        difference.reason = difference.attributes.front().reason;
      }
      result_.push_back(std::move(difference));
    }
  }

  std::vector<AttributeDifference> CompareAttributes(const Object& want, const Object& have,
                                                     Comparison place) const {
    std::vector<AttributeDifference> found;
    const KindInfo& info = InfoFor(want.key.kind);
    for (size_t i = 0; i < info.attributes.size(); ++i) {
      const AttributeInfo& attribute = info.attributes[i];
      if (attribute.since > version_ || attribute.role == AttributeRole::kInformative) continue;
      Comparison comparison = Comparison::kEqual;
      if (attribute.role == AttributeRole::kRelative) {
        comparison = place;
      } else {
        comparison = attribute.compare(want.payload, have.payload, options_.context);
        if (comparison == Comparison::kDifferent && attribute.role == AttributeRole::kCosmetic) {
          comparison = Comparison::kCosmetic;
        }
      }
      if (comparison == Comparison::kEqual) continue;
      AttributeDifference difference;
      difference.attribute = i;
      difference.name = attribute.name;
      difference.expected = attribute.text(want.payload);
      difference.actual = attribute.text(have.payload);
      difference.comparison = comparison;
      difference.origin = expected_.GetOrigin(want.OriginOf(i));
      if (comparison == Comparison::kNotComparable) {
        difference.reason = attribute.unresolved(want.payload);
        if (difference.reason.empty()) difference.reason = attribute.unresolved(have.payload);
        // Both sides are resolved, so it is about modifiers.
        if (difference.reason.empty()) {
          difference.reason = "what the extension's type makes of its modifiers is not known";
        }
      }
      found.push_back(std::move(difference));
    }
    return found;
  }

  const Catalog& expected_;
  const Catalog& actual_;
  const DiffOptions& options_;
  int version_ = kAnyVersion;
  std::vector<std::pair<ObjectId, ObjectId>> matched_;
  std::vector<ObjectId> missing_;
  std::vector<ObjectId> unexpected_;
  absl::flat_hash_set<ObjectId> missing_set_;
  absl::flat_hash_set<ObjectId> unexpected_set_;
  std::vector<Difference> result_;
};

}  // namespace

std::string_view ToString(Change change) {
  switch (change) {
    case Change::kMissing:
      return "missing";
    case Change::kUnexpected:
      return "unexpected";
    case Change::kChanged:
      return "changed";
  }
  return "changed";
}

std::vector<Difference> Diff(const Catalog& expected, const Catalog& actual,
                             const DiffOptions& options) {
  return Differ(expected, actual, options).Run();
}

}  // namespace schemadiff
