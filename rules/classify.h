// What each difference means: drift, pending, ahead, unmanaged, cosmetic or unknown.
#pragma once

#include <string>
#include <vector>

#include "engine/diff/finding.h"

namespace schemadiff {

/// The three catalogs that tell the classes apart. `at_head` must be the replay of `at_claim`
/// continued (or equal to it), so that its tombstones cover the whole history.
struct ClassifyInput {
  const Catalog& at_claim;  ///< expected at the revision that the database claims
  const Catalog& at_head;   ///< expected at the target revision
  const Catalog& actual;
};

/// Classifies by comparing the actual catalog with both expectations:
///
/// | differs from the claim | differs from the head | class |
/// |---|---|---|
/// | yes | yes | drift (unmanaged, where no revision ever made the object) |
/// | yes | no | ahead: a pending revision's effect is there already |
/// | no | yes | pending |
///
/// What cannot be compared is unknown; what differs in text or order only is cosmetic. The
/// result is sorted by object; an object has one finding per class.
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
