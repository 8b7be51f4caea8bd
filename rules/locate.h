// Which revision's expected catalog a database resembles most.
#pragma once

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
  Locator(const Catalog& actual, DiffOptions options)
      : actual_(actual), options_(std::move(options)) {}

  /// Call with the expected catalog after each revision, in order (and before the first one, with
  /// an empty id).
  void Observe(std::string revision, const Catalog& expected);
  const std::vector<RevisionDistance>& distances() const { return distances_; }
  /// The nearest ones, in history order: more than one where revisions cannot be told apart.
  std::vector<RevisionDistance> Best() const;

 private:
  const Catalog& actual_;
  DiffOptions options_;
  std::vector<RevisionDistance> distances_;
};

}  // namespace schemadiff
