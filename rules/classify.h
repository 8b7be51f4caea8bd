// What each difference means: drift, pending, ahead, unmanaged, cosmetic or unknown.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <string>
#include <vector>

#include "engine/diff/finding.h"

namespace schemadiff {

/// What tells the classes apart. `at_head` must be a copy of `at_claim` on which the replay was
/// continued (or `at_claim` itself): its tombstones cover the whole history, and an object that is
/// renamed keeps its id.
struct ClassifyInput {
  const Catalog& at_claim;  ///< expected at the revision that the database claims
  const Catalog& at_head;   ///< expected at the target revision
  const Catalog& actual;
  /// Objects that pending revisions make, as the one left them that made them. May be null where
  /// no pending revision changes what another one makes.
  const absl::flat_hash_map<ObjectKey, Payload>* as_made = nullptr;
};

/// Classifies by comparing the actual catalog with both expectations:
///
/// | object | claim has it | head has it | class |
/// |---|---|---|---|
/// | there | yes | yes | its attributes: (1) |
/// | there | yes | no | pending (to be dropped), and drift if it is not as in the claim |
/// | there | no | yes | ahead; its attributes: (2) |
/// | there | no | no | drift if an applied revision dropped it; (3); else unmanaged |
/// | missing | yes | yes | drift |
/// | missing | yes | no | ahead (dropped already), but (4) |
/// | missing | no | yes | pending, but (5) |
///
/// 1. As in the claim, and not as in the head: pending. As in the head only: ahead. As in neither:
///    drift.
/// 2. Not as in the head: pending if it is as the revision left it that made the object, so that a
///    later one changes it; else drift.
/// 3. Ahead if one pending revision makes it and a later one drops it.
/// 4. Drift if the same revision drops what it is a part of, and that is still there.
/// 5. Drift if the same revision makes what it is a part of, and that is there already: the
///    revision cannot be applied any more.
///
/// So nothing is pending that no pending revision does, and parts are judged by themselves even
/// where what they belong to is there early. What cannot be compared is unknown; what
/// differs in text or order only is cosmetic. The result is sorted by object; an object has one
/// finding per class.
std::vector<Finding> Classify(const ClassifyInput& input, const DiffOptions& options);

/// Two catalogs without a history: every difference is drift, cosmetic or unknown.
std::vector<Finding> ClassifyPlain(const Catalog& expected, const Catalog& actual,
                                   const DiffOptions& options);

/// Findings of whole objects that one side has and the other lacks become `unknown`, where
/// parts of the other side could not be read in full and may have made them. `unread` names those
/// ("revision 12", a file); `change` is kUnexpected where they belong to the expected side.
void DoubtUnread(const std::vector<std::string>& unread, Change change,
                 std::vector<Finding>* findings);

/// Revisions of which nothing is there although the database claims them: every object that they
/// made, and that should still be there, is missing. In the order of their ids in the catalog.
std::vector<std::string> RevisionsWithoutEffect(const Catalog& at_claim, const Catalog& actual,
                                                const DiffOptions& options);

}  // namespace schemadiff
