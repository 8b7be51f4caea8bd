#include "engine/diff/finding.h"

namespace schemadiff {

std::string_view ToString(FindingClass finding_class) {
  switch (finding_class) {
    case FindingClass::kDrift:
      return "drift";
    case FindingClass::kAhead:
      return "ahead";
    case FindingClass::kUnmanaged:
      return "unmanaged";
    case FindingClass::kPending:
      return "pending";
    case FindingClass::kUnknown:
      return "unknown";
    case FindingClass::kCosmetic:
      return "cosmetic";
  }
  return "unknown";
}

bool ParseFindingClass(std::string_view text, FindingClass* finding_class) {
  for (const FindingClass candidate : kFindingClasses) {
    if (ToString(candidate) == text) {
      *finding_class = candidate;
      return true;
    }
  }
  return false;
}

std::string_view ToString(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "critical";
    case Severity::kMajor:
      return "major";
    case Severity::kMinor:
      return "minor";
    case Severity::kInfo:
      return "info";
  }
  return "info";
}

}  // namespace schemadiff
