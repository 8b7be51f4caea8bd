#include "rules/classify.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "engine/base/strings.h"
#include "engine/catalog/dependency.h"
#include "rules/fold.h"
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

// Classifies the differences from the two expectations; each object is told once per class.
class HistoryClassifier {
 public:
  HistoryClassifier(const ClassifyInput& input, const DiffOptions& options)
      : input_(input),
        options_(options),
        claim_(Diff(input.at_claim, input.actual, options)),
        head_(Diff(input.at_head, input.actual, options)) {}

  std::vector<Finding> Run() {
    std::map<ObjectKey, std::pair<const Difference*, const Difference*>> by_key;
    for (const Difference& difference : claim_) by_key[difference.key].first = &difference;
    for (const Difference& difference : head_) by_key[difference.key].second = &difference;
    for (const auto& [key, pair] : by_key) {
      const auto& [claim, head] = pair;
      if (claim != nullptr) AgainstClaim(*claim, head);
      if (head != nullptr) AgainstHead(*head, claim);
    }
    return out_.Take();
  }

 private:
  // --- what differs from the claim -----------------------------------------------------------

  void AgainstClaim(const Difference& claim, const Difference* head) {
    if (!claim.comparable) return out_.Add(FindingClass::kUnknown, claim);
    switch (claim.change) {
      case Change::kMissing:
        return out_.Add(IsGoneEarly(claim.expected) ? FindingClass::kAhead : FindingClass::kDrift,
                        claim);
      case Change::kUnexpected:
        return UnexpectedAtClaim(claim);
      case Change::kChanged:
        out_.AddByAttribute(claim, [&](const AttributeDifference& attribute) {
          if (const auto intrinsic = IntrinsicClass(attribute)) return *intrinsic;
          if (input_.at_head.Find(claim.key) == nullptr) return FindingClass::kDrift;
          // As in the head: applied, not recorded.
          const AttributeDifference* other = Find(head, attribute.attribute);
          if (other == nullptr || other->comparison == Comparison::kCosmetic) {
            return FindingClass::kAhead;
          }
          return FindingClass::kDrift;
        });
    }
  }

  // Whether a pending revision drops or renames what the claim has and the database lacks, and
  // that revision's effect is what we see.
  bool IsGoneEarly(ObjectId id) const {
    const ObjectKey& key = input_.at_claim.Get(id).key;
    if (input_.at_head.Find(key) != nullptr) return false;
    if (input_.at_head.IsLive(id)) {  // renamed
      return input_.actual.Find(input_.at_head.Get(id).key) != nullptr;
    }
    // What goes with a table is not gone by that revision where the table is still there.
    const std::string& dropped_by = DroppedBy(key);
    for (const ObjectId whole : WholesOf(input_.at_claim, id)) {
      const ObjectKey& whole_key = input_.at_claim.Get(whole).key;
      if (input_.at_head.Find(whole_key) != nullptr) continue;
      if (input_.actual.Find(whole_key) != nullptr && DroppedBy(whole_key) == dropped_by) {
        return false;
      }
    }
    return true;
  }

  void UnexpectedAtClaim(const Difference& claim) {
    Difference found = claim;
    if (const Object* made = input_.at_head.Find(claim.key)) {
      found.origin = input_.at_head.GetOrigin(made->origin);
      // Parts that the head does not have are told by themselves.
      std::erase_if(found.parts, [&](ObjectId part) {
        return input_.at_head.Find(input_.actual.Get(part).key) == nullptr;
      });
      return out_.Add(FindingClass::kAhead, std::move(found));
    }
    // A tombstone says that an applied revision dropped it.
    if (input_.at_claim.FindTombstone(claim.key) != nullptr) {
      return out_.Add(FindingClass::kDrift, std::move(found));
    }
    // Made by one pending revision, and dropped by a later one.
    if (const Catalog::Tombstone* dropped = input_.at_head.FindTombstone(claim.key)) {
      const Origin& made_by = input_.at_head.GetOrigin(dropped->made_by);
      const Origin& dropped_by = input_.at_head.GetOrigin(dropped->dropped_by);
      const bool passing = made_by.revision == dropped_by.revision;
      found.origin = passing ? dropped_by : made_by;
      return out_.Add(passing ? FindingClass::kDrift : FindingClass::kAhead, std::move(found));
    }
    out_.Add(FindingClass::kUnmanaged, std::move(found));
  }

  // --- what differs from the head ------------------------------------------------------------

  void AgainstHead(const Difference& head, const Difference* claim) {
    if (claim != nullptr && !claim->comparable) return;
    const bool in_claim = input_.at_claim.Find(head.key) != nullptr;
    switch (head.change) {
      case Change::kMissing:
        if (claim == nullptr) MissingAtHead(head, in_claim);
        return;
      case Change::kUnexpected:
        // In the claim, the database has what is to be dropped, changed or not; else the
        // comparison with the claim has told it, or has told what it is a part of.
        if (in_claim || claim == nullptr) UnexpectedAtHead(head, in_claim);
        return;
      case Change::kChanged:
        ChangedAtHead(head, claim, in_claim);
    }
  }

  void MissingAtHead(const Difference& head, bool in_claim) {
    if (!head.comparable) return out_.Add(FindingClass::kUnknown, head);
    // The claim tells it as a part of what is gone early.
    if (in_claim) return out_.Add(FindingClass::kDrift, head);
    const ObjectId id = head.expected;
    if (input_.at_claim.IsLive(id)) {  // to be renamed; where the old name is gone, that is told
      if (input_.actual.Find(input_.at_claim.Get(id).key) == nullptr) return;
      return out_.Add(FindingClass::kPending, head);
    }
    // A part of what is there early does not come any more: its revision has made the rest.
    const std::string& maker = Maker(id);
    const std::vector<ObjectId> wholes = WholesOf(input_.at_head, id);
    const bool lacking = std::ranges::any_of(
        wholes, [&](ObjectId whole) { return IsThereEarly(whole) && Maker(whole) == maker; });
    out_.Add(lacking ? FindingClass::kDrift : FindingClass::kPending, head);
  }

  void UnexpectedAtHead(const Difference& head, bool in_claim) {
    if (!head.comparable) return out_.Add(FindingClass::kUnknown, head);
    const Catalog::Tombstone* dropped = input_.at_head.FindTombstone(head.key);
    if (dropped == nullptr) return out_.Add(FindingClass::kUnmanaged, head);
    Difference found = head;
    found.origin = input_.at_head.GetOrigin(dropped->dropped_by);
    bool pending = in_claim;
    if (!in_claim) {
      // A part of what is there early: to be dropped, unless that was done by what made the rest.
      const std::vector<ObjectId> wholes = WholesOf(input_.actual, head.actual);
      pending = std::ranges::none_of(wholes, [&](ObjectId whole) {
        const ObjectId there = input_.at_head.IdOf(input_.actual.Get(whole).key);
        return there != kNoObject && IsThereEarly(there) && Maker(there) == found.origin.revision;
      });
      pending = pending && input_.at_claim.FindTombstone(head.key) == nullptr;
    }
    out_.Add(pending ? FindingClass::kPending : FindingClass::kDrift, std::move(found));
  }

  void ChangedAtHead(const Difference& head, const Difference* claim, bool in_claim) {
    if (!head.comparable) return out_.Add(FindingClass::kUnknown, head);
    Difference rest = head;
    if (in_claim && claim != nullptr) {
      // What differs from the claim too is told already.
      std::erase_if(rest.attributes, [&](const AttributeDifference& attribute) {
        const AttributeDifference* other = Find(claim, attribute.attribute);
        return other != nullptr && (other->comparison != Comparison::kCosmetic ||
                                    attribute.comparison == Comparison::kCosmetic);
      });
    }
    if (rest.attributes.empty()) return;
    out_.AddByAttribute(rest, [&](const AttributeDifference& attribute) {
      if (const auto intrinsic = IntrinsicClass(attribute)) return *intrinsic;
      return in_claim || IsAsMade(head, attribute.attribute) ? FindingClass::kPending
                                                             : FindingClass::kDrift;
    });
  }

  // Whether an object that is there early has an attribute as the revision left it that made the
  // object, though a later pending revision changes it.
  bool IsAsMade(const Difference& head, size_t attribute) const {
    if (input_.as_made == nullptr) return false;
    const auto made = input_.as_made->find(head.key);
    if (made == input_.as_made->end()) return false;
    const AttributeInfo& info = InfoFor(head.key.kind).attributes[attribute];
    const Comparison comparison =
        info.compare(made->second, input_.actual.Get(head.actual).payload, options_.context);
    return comparison == Comparison::kEqual || comparison == Comparison::kCosmetic;
  }

  // --- the catalogs --------------------------------------------------------------------------

  static const AttributeDifference* Find(const Difference* difference, size_t attribute) {
    if (difference == nullptr) return nullptr;
    const auto found =
        std::ranges::find(difference->attributes, attribute, &AttributeDifference::attribute);
    return found == difference->attributes.end() ? nullptr : &*found;
  }

  // What an object goes with: its ancestors, and the columns that it depends on.
  static std::vector<ObjectId> WholesOf(const Catalog& catalog, ObjectId id) {
    std::vector<ObjectId> wholes;
    for (ObjectId up = catalog.Get(id).parent; up != kNoObject; up = catalog.Get(up).parent) {
      wholes.push_back(up);
    }
    for (const Dependency& reference : catalog.References(id)) {
      const ObjectId column = ReferencedColumn(catalog, reference);
      if (column != kNoObject && column != id) wholes.push_back(column);
    }
    return wholes;
  }

  // Of an object at the head: whether the database has it already, though it comes later.
  bool IsThereEarly(ObjectId id) const {
    const ObjectKey& key = input_.at_head.Get(id).key;
    return input_.at_claim.Find(key) == nullptr && input_.actual.Find(key) != nullptr;
  }

  const std::string& Maker(ObjectId id) const {
    return input_.at_head.GetOrigin(input_.at_head.Get(id).origin).revision.str();
  }

  const std::string& DroppedBy(const ObjectKey& key) const {
    const Catalog::Tombstone* dropped = input_.at_head.FindTombstone(key);
    return input_.at_head.GetOrigin(dropped == nullptr ? 0 : dropped->dropped_by).revision.str();
  }

  const ClassifyInput& input_;
  const DiffOptions& options_;
  const std::vector<Difference> claim_;
  const std::vector<Difference> head_;
  Classifier out_;
};

}  // namespace

std::vector<Finding> Classify(const ClassifyInput& input, const DiffOptions& options) {
  std::vector<Finding> findings = HistoryClassifier(input, options).Run();
  FoldConsequences(
      [&](const Difference& difference) -> const Object* {
        if (difference.change == Change::kUnexpected) return input.actual.Find(difference.key);
        const Object* object = input.at_head.Find(difference.key);
        return object != nullptr ? object : input.at_claim.Find(difference.key);
      },
      &findings);
  return findings;
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
  std::vector<Finding> findings = out.Take();
  FoldConsequences(
      [&](const Difference& difference) {
        return (difference.change == Change::kUnexpected ? actual : expected).Find(difference.key);
      },
      &findings);
  return findings;
}

void DoubtUnread(const std::vector<std::string>& unread, Change change,
                 std::vector<Finding>* findings) {
  if (unread.empty()) return;
  std::string reason = StrCat(unread.front(), " ");
  if (unread.size() > 1) StrAppend(&reason, "(or one of ", unread.size() - 1, " more) ");
  reason += "was not understood in full, and may have made it";
  for (Finding& finding : *findings) {
    Difference& difference = finding.difference;
    // What is granted of it may have changed, too.
    const bool granted = difference.key.kind == KindOf<Grant>;
    if (difference.change != change && !granted) continue;
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
    const std::string& revision = at_claim.GetOrigin(object.origin).revision.str();
    if (revision.empty() || (options.include && !options.include(object.key))) continue;
    if (std::ranges::find(makers, revision) == makers.end()) makers.push_back(revision);
    if (actual.Find(object.key) != nullptr) effective.insert(revision);
  }
  std::erase_if(makers, [&](const std::string& r) { return effective.contains(r); });
  return makers;
}

}  // namespace schemadiff
