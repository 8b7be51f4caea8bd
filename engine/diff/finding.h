// Findings: differences after the rules have classified them. Defined here, below the
// renderers and the rules, because both speak of them.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "engine/diff/difference.h"

namespace schemadiff {

/// What a difference means for the one who runs the database.
enum class FindingClass {
  kDrift,      ///< the database claims the revision, yet differs
  kAhead,      ///< applied, but not recorded
  kUnmanaged,  ///< no migration ever made it
  kPending,    ///< a revision that is not applied yet brings it
  kUnknown,    ///< could not be compared
  kCosmetic,   ///< differs in text or order, not in meaning
};
inline constexpr std::array kFindingClasses = {FindingClass::kDrift,     FindingClass::kAhead,
                                               FindingClass::kUnmanaged, FindingClass::kPending,
                                               FindingClass::kUnknown,   FindingClass::kCosmetic};
/// "drift", "ahead", "unmanaged", "pending", "unknown", "cosmetic".
std::string_view ToString(FindingClass finding_class);
/// The class of that name; false where there is none.
bool ParseFindingClass(std::string_view text, FindingClass* finding_class);

/// By consequence: what the application or the data may suffer.
enum class Severity { kCritical, kMajor, kMinor, kInfo };
/// "critical", "major", "minor", "info".
std::string_view ToString(Severity severity);

struct Finding {
  FindingClass finding_class = FindingClass::kDrift;
  Severity severity = Severity::kMajor;
  /// What differs. Its attributes are only those of this class: where one object has attributes
  /// that drifted and others that are pending, there are two findings.
  Difference difference;
  /// Where to look: what last set what differs. Not known for unmanaged objects.
  Origin origin;
};

}  // namespace schemadiff
