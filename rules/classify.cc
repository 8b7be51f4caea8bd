#include "rules/classify.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "engine/base/strings.h"
#include "rules/severity.h"

namespace schemadiff {
namespace {

// The class that an attribute has whatever the revision.
std::optional<FindingClass> IntrinsicClass(const AttributeDifference& attribute) {
  if (attribute.comparison == Comparison::kNotComparable) return FindingClass::kUnknown;
  if (attribute.comparison == Comparison::kCosmetic) return FindingClass::kCosmetic;
  return std::nullopt;
}

Origin OriginOf(const Difference& difference) {
  if (difference.change == Change::kChanged && !difference.attributes.empty()) {
    return difference.attributes.front().origin;
  }
  return difference.origin;
}

class Classifier {
 public:
  void Add(FindingClass finding_class, Difference difference) {
    Finding finding;
    finding.finding_class = finding_class;
    finding.origin = OriginOf(difference);
    finding.difference = std::move(difference);
    finding.severity = SeverityOf(finding);
    findings_.push_back(std::move(finding));
  }

  // One finding per class among the attributes of a changed object.
  template <typename ClassOf>
  void AddByAttribute(const Difference& difference, ClassOf class_of) {
    std::map<FindingClass, Difference> by_class;
    for (const AttributeDifference& attribute : difference.attributes) {
      const FindingClass finding_class = class_of(attribute);
      auto [at, fresh] = by_class.try_emplace(finding_class, difference);
      if (fresh) at->second.attributes.clear();
      at->second.attributes.push_back(attribute);
    }
    for (auto& [finding_class, part] : by_class) {
      part.comparable = finding_class != FindingClass::kUnknown;
      part.reason = part.comparable ? std::string() : part.attributes.front().reason;
      Add(finding_class, std::move(part));
    }
  }

  std::vector<Finding> Take() { return std::move(findings_); }

 private:
  std::vector<Finding> findings_;
};

void ClassifyAgainstClaim(const ClassifyInput& input, const Difference& claim,
                          const Difference* head, Classifier* out) {
  if (!claim.comparable) return out->Add(FindingClass::kUnknown, claim);
  switch (claim.change) {
    case Change::kMissing:
      // Gone although the claimed revision has it: the drop of a pending revision, or drift.
      return out->Add(
          input.at_head.Find(claim.key) == nullptr ? FindingClass::kAhead : FindingClass::kDrift,
          claim);
    case Change::kUnexpected: {
      if (const Object* made = input.at_head.Find(claim.key)) {
        Difference ahead = claim;
        ahead.origin = input.at_head.GetOrigin(made->origin);
        return out->Add(FindingClass::kAhead, std::move(ahead));
      }
      // A tombstone says that a revision dropped it; else no revision ever made it.
      return out->Add(input.at_claim.FindTombstone(claim.key) != nullptr ? FindingClass::kDrift
                                                                         : FindingClass::kUnmanaged,
                      claim);
    }
    case Change::kChanged:
      out->AddByAttribute(claim, [&](const AttributeDifference& attribute) {
        if (const auto intrinsic = IntrinsicClass(attribute)) return *intrinsic;
        // In the head the object is the same in this attribute: applied, not recorded.
        const bool in_head = input.at_head.Find(claim.key) != nullptr;
        const bool differs_from_head =
            head != nullptr && std::ranges::any_of(head->attributes, [&](const auto& other) {
              return other.attribute == attribute.attribute;
            });
        return in_head && !differs_from_head ? FindingClass::kAhead : FindingClass::kDrift;
      });
  }
}

void ClassifyAgainstHead(const ClassifyInput& input, const Difference& head,
                         const Difference* claim, Classifier* out) {
  if (claim != nullptr) {
    if (claim->change != Change::kChanged || head.change != Change::kChanged) return;
    // Attributes that agree with the claim and change in a pending revision.
    Difference rest = head;
    std::erase_if(rest.attributes, [&](const AttributeDifference& attribute) {
      return std::ranges::any_of(claim->attributes, [&](const auto& other) {
        return other.attribute == attribute.attribute;
      });
    });
    if (!rest.attributes.empty()) {
      out->AddByAttribute(rest, [](const AttributeDifference& attribute) {
        return IntrinsicClass(attribute).value_or(FindingClass::kPending);
      });
    }
    return;
  }
  if (!head.comparable) return out->Add(FindingClass::kUnknown, head);
  if (head.change == Change::kChanged) {
    return out->AddByAttribute(head, [](const AttributeDifference& attribute) {
      return IntrinsicClass(attribute).value_or(FindingClass::kPending);
    });
  }
  Difference pending = head;
  if (const Catalog::Tombstone* dropped = input.at_head.FindTombstone(head.key)) {
    if (head.change == Change::kUnexpected) {
      pending.origin = input.at_head.GetOrigin(dropped->dropped_by);
    }
  }
  out->Add(FindingClass::kPending, std::move(pending));
}

}  // namespace

std::vector<Finding> Classify(const ClassifyInput& input, const DiffOptions& options) {
  const std::vector<Difference> claim = Diff(input.at_claim, input.actual, options);
  const std::vector<Difference> head = Diff(input.at_head, input.actual, options);
  std::map<ObjectKey, std::pair<const Difference*, const Difference*>> by_key;
  for (const Difference& difference : claim) by_key[difference.key].first = &difference;
  for (const Difference& difference : head) by_key[difference.key].second = &difference;
  Classifier out;
  for (const auto& [key, pair] : by_key) {
    const auto& [against_claim, against_head] = pair;
    if (against_claim != nullptr) {
      ClassifyAgainstClaim(input, *against_claim, against_head, &out);
    }
    if (against_head != nullptr) ClassifyAgainstHead(input, *against_head, against_claim, &out);
  }
  return out.Take();
}

std::vector<Finding> ClassifyPlain(const Catalog& expected, const Catalog& actual,
                                   const DiffOptions& options) {
  Classifier out;
  for (const Difference& difference : Diff(expected, actual, options)) {
    if (!difference.comparable) {
      out.Add(FindingClass::kUnknown, difference);
    } else if (difference.change == Change::kChanged) {
      out.AddByAttribute(difference, [](const AttributeDifference& attribute) {
        return IntrinsicClass(attribute).value_or(FindingClass::kDrift);
      });
    } else {
      out.Add(FindingClass::kDrift, difference);
    }
  }
  return out.Take();
}

void DoubtUnread(const std::vector<std::string>& unread, Change change,
                 std::vector<Finding>* findings) {
  if (unread.empty()) return;
  std::string reason = StrCat(unread.front(), " ");
  if (unread.size() > 1) StrAppend(&reason, "(or one of ", unread.size() - 1, " more) ");
  reason += "was not read in full, and may have made it";
  for (Finding& finding : *findings) {
    Difference& difference = finding.difference;
    if (difference.change != change) continue;
    // What a known revision dropped was not made by another one.
    if (change == Change::kUnexpected && !finding.origin.revision.empty()) continue;
    if (finding.finding_class == FindingClass::kUnknown) continue;
    finding.finding_class = FindingClass::kUnknown;
    difference.comparable = false;
    difference.reason = reason;
    finding.severity = SeverityOf(finding);
  }
}

std::vector<std::string> RevisionsWithoutEffect(const Catalog& at_claim, const Catalog& actual,
                                                const DiffOptions& options) {
  std::vector<std::string> makers;
  std::set<std::string> effective;
  for (ObjectId id = 0; id < at_claim.end_id(); ++id) {
    if (!at_claim.IsLive(id)) continue;
    const Object& object = at_claim.Get(id);
    const std::string& revision = at_claim.GetOrigin(object.origin).revision;
    if (revision.empty() || (options.include && !options.include(object.key))) continue;
    if (std::ranges::find(makers, revision) == makers.end()) makers.push_back(revision);
    if (actual.Find(object.key) != nullptr) effective.insert(revision);
  }
  std::erase_if(makers, [&](const std::string& r) { return effective.contains(r); });
  return makers;
}

}  // namespace schemadiff
