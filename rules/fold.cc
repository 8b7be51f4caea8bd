#include "rules/fold.h"

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <algorithm>

namespace schemadiff {
namespace {

bool IsOfNotNull(const Finding& finding) {
  const std::vector<AttributeDifference>& attributes = finding.difference.attributes;
  const Kind kind = finding.difference.key.kind;
  return (kind == KindOf<Column> || kind == KindOf<Domain>) &&
         std::ranges::find(attributes, "not_null", &AttributeDifference::name) != attributes.end();
}

// The column or domain that a plain NOT NULL constraint is on; of kind kNoKind for other findings.
ObjectKey NotNullOf(const Finding& finding, const Object* object) {
  const Difference& difference = finding.difference;
  if (difference.change == Change::kChanged || object == nullptr) return {};
  const auto* constraint = object->TryAs<Constraint>();
  // What is special about it, the attribute does not tell.
  if (constraint == nullptr || constraint->type != ConstraintType::kNotNull ||
      !constraint->validated || constraint->no_inherit) {
    return {};
  }
  if (constraint->columns.empty()) return difference.parent;
  return KeyFor<Column>(difference.key.schema, difference.key.table, constraint->columns.front());
}

// One that nobody ever made is unmanaged, while its column, which somebody made, has drifted.
bool SameClass(FindingClass of_constraint, FindingClass of_column) {
  return of_constraint == of_column ||
         (of_constraint == FindingClass::kUnmanaged && of_column == FindingClass::kDrift);
}

bool IsUnresolvedView(const Finding& finding) {
  const Kind kind = finding.difference.key.kind;
  return finding.finding_class == FindingClass::kUnknown && !finding.difference.comparable &&
         (kind == KindOf<View> || kind == KindOf<MaterializedView>);
}

}  // namespace

void FoldConsequences(const std::function<const Object*(const Difference&)>& object_of,
                      std::vector<Finding>* findings) {
  absl::flat_hash_map<ObjectKey, FindingClass> not_null;
  absl::flat_hash_set<ObjectKey> unresolved;
  for (const Finding& finding : *findings) {
    if (IsOfNotNull(finding)) not_null.emplace(finding.difference.key, finding.finding_class);
    if (IsUnresolvedView(finding)) unresolved.insert(finding.difference.key);
  }
  if (not_null.empty() && unresolved.empty()) return;
  std::erase_if(*findings, [&](const Finding& finding) {
    const Difference& difference = finding.difference;
    if (difference.key.kind == KindOf<Column>) {
      return finding.finding_class == FindingClass::kUnknown && !difference.comparable &&
             unresolved.contains(difference.parent);
    }
    if (difference.key.kind != KindOf<Constraint>) return false;
    const auto column = not_null.find(NotNullOf(finding, object_of(difference)));
    return column != not_null.end() && SameClass(finding.finding_class, column->second);
  });
}

}  // namespace schemadiff
