// Which revision's expected catalog a database resembles most.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <string>
#include <vector>

#include "engine/diff/difference.h"

namespace schemadiff {

/// How far one revision's expected catalog is from the actual one.
struct RevisionDistance {
  std::string revision;  ///< empty: before the first revision
  int missing = 0;       ///< objects that the revision has and the database lacks, parts included
  int unexpected = 0;
  int changed = 0;
  int total() const { return missing + unexpected + changed; }
};

/// Collects distances while a history is replayed.
class Locator {
 public:
  /// `options` as for Diff, which is to be told of all objects.
  Locator(const Catalog& actual, DiffOptions options);

  /// Call with the expected catalog after each revision, in order (and before the first one, with
  /// an empty id). `changed`, where given, are the keys of what is not as it was at the last call
  /// (Catalog::TakeChanges): only these are looked at.
  void Observe(std::string revision, const Catalog& expected,
               const std::vector<ObjectKey>* changed = nullptr);
  const std::vector<RevisionDistance>& distances() const { return distances_; }
  /// The nearest ones, in history order: more than one where revisions cannot be told apart.
  std::vector<RevisionDistance> Best() const;

 private:
  void Count(const Difference& difference);
  void Forget(const std::vector<ObjectKey>& keys);

  const Catalog& actual_;
  DiffOptions options_;
  RevisionDistance now_;
  // What counts in now_.
  absl::flat_hash_map<ObjectKey, Change> counted_;
  size_t unknown_ = 0;  // how many keys the last catalog could not tell about
  std::vector<RevisionDistance> distances_;
};

}  // namespace schemadiff
