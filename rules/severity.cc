#include "rules/severity.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

namespace schemadiff {
namespace {

struct PresenceRule {
  std::string_view kind;
  Severity missing;
  Severity unexpected;
};

// Statements of an application fail or data is exposed: critical. Integrity or the plan of a
// query suffers: major. Nothing suffers by itself: minor. A text for people: info.
constexpr std::array kPresence = {
    PresenceRule{"schema", Severity::kCritical, Severity::kMinor},
    PresenceRule{"extension", Severity::kCritical, Severity::kMinor},
    PresenceRule{"enum", Severity::kCritical, Severity::kMinor},
    PresenceRule{"domain", Severity::kCritical, Severity::kMinor},
    PresenceRule{"composite type", Severity::kCritical, Severity::kMinor},
    PresenceRule{"range type", Severity::kCritical, Severity::kMinor},
    PresenceRule{"foreign-data wrapper", Severity::kCritical, Severity::kMinor},
    PresenceRule{"server", Severity::kCritical, Severity::kMinor},
    // Whom a server lets in, and as whom.
    PresenceRule{"user mapping", Severity::kCritical, Severity::kMajor},
    PresenceRule{"sequence", Severity::kCritical, Severity::kMinor},
    PresenceRule{"table", Severity::kCritical, Severity::kMinor},
    PresenceRule{"view", Severity::kCritical, Severity::kMinor},
    PresenceRule{"materialized view", Severity::kCritical, Severity::kMinor},
    PresenceRule{"column", Severity::kCritical, Severity::kMinor},
    // A constraint or trigger that nobody planned rejects or changes writes.
    PresenceRule{"constraint", Severity::kMajor, Severity::kMajor},
    PresenceRule{"index", Severity::kMajor, Severity::kMinor},
    PresenceRule{"statistics object", Severity::kMinor, Severity::kMinor},
    PresenceRule{"function", Severity::kCritical, Severity::kMinor},
    PresenceRule{"aggregate", Severity::kCritical, Severity::kMinor},
    PresenceRule{"trigger", Severity::kCritical, Severity::kMajor},
    // What is written goes elsewhere than the migrations say.
    PresenceRule{"rule", Severity::kCritical, Severity::kCritical},
    // Either way other rows are seen or written than the migrations say.
    PresenceRule{"policy", Severity::kCritical, Severity::kCritical},
    // What it guards or records is not, or commands fail that did not.
    PresenceRule{"event trigger", Severity::kMajor, Severity::kMajor},
    PresenceRule{"base type", Severity::kCritical, Severity::kMinor},
    PresenceRule{"collation", Severity::kCritical, Severity::kMinor},
    PresenceRule{"operator", Severity::kCritical, Severity::kMinor},
    PresenceRule{"operator class", Severity::kMajor, Severity::kMinor},
    PresenceRule{"operator family", Severity::kMajor, Severity::kMinor},
    PresenceRule{"language", Severity::kCritical, Severity::kMinor},
    PresenceRule{"access method", Severity::kMajor, Severity::kMinor},
    PresenceRule{"transform", Severity::kMajor, Severity::kMinor},
    // What other expressions mean depends on them: statements mean something else.
    PresenceRule{"cast", Severity::kCritical, Severity::kMajor},
    PresenceRule{"conversion", Severity::kMajor, Severity::kMajor},
    PresenceRule{"text search parser", Severity::kMajor, Severity::kMinor},
    PresenceRule{"text search template", Severity::kMajor, Severity::kMinor},
    PresenceRule{"text search dictionary", Severity::kMajor, Severity::kMinor},
    PresenceRule{"text search configuration", Severity::kCritical, Severity::kMinor},
    // It says what goes with an extension, nothing else.
    PresenceRule{"dependency on extensions", Severity::kMinor, Severity::kMinor},
    // Subscribers go without changes, or get what was not meant for them.
    PresenceRule{"publication", Severity::kCritical, Severity::kMajor},
    PresenceRule{"published table", Severity::kCritical, Severity::kCritical},
    PresenceRule{"published schema", Severity::kCritical, Severity::kCritical},
    // Changes of another server are not applied here, or are where nobody expects them.
    PresenceRule{"subscription", Severity::kCritical, Severity::kCritical},
    // An application is refused, or somebody has access who should not.
    PresenceRule{"grant", Severity::kCritical, Severity::kMajor},
    PresenceRule{"default privilege", Severity::kMajor, Severity::kMajor},
    PresenceRule{"comment", Severity::kInfo, Severity::kInfo},
};

struct AttributeRule {
  std::string_view kind;
  std::string_view attribute;
  Severity severity;
};

// Attributes whose difference weighs more or less than kMajor.
constexpr std::array kAttributes = {
    AttributeRule{"table", "row_security", Severity::kCritical},
    AttributeRule{"table", "force_row_security", Severity::kCritical},
    AttributeRule{"table", "persistence", Severity::kCritical},  // unlogged: lost in a crash
    AttributeRule{"table", "options", Severity::kMinor},
    AttributeRule{"table", "tablespace", Severity::kMinor},
    AttributeRule{"table", "cluster_index", Severity::kMinor},
    AttributeRule{"column", "not_null", Severity::kCritical},
    AttributeRule{"column", "statistics_target", Severity::kMinor},
    AttributeRule{"column", "storage", Severity::kMinor},
    AttributeRule{"column", "compression", Severity::kMinor},
    AttributeRule{"column", "options", Severity::kMinor},
    AttributeRule{"column", "is_local", Severity::kMinor},
    AttributeRule{"constraint", "options", Severity::kMinor},
    AttributeRule{"constraint", "tablespace", Severity::kMinor},
    AttributeRule{"constraint", "is_local", Severity::kMinor},
    AttributeRule{"constraint", "enforced", Severity::kCritical},
    AttributeRule{"constraint", "triggers", Severity::kCritical},  // not enforced, or not always
    AttributeRule{"index", "valid", Severity::kCritical},
    AttributeRule{"index", "options", Severity::kMinor},
    AttributeRule{"index", "tablespace", Severity::kMinor},
    AttributeRule{"view", "options", Severity::kCritical},  // security_invoker, security_barrier
    AttributeRule{"materialized view", "options", Severity::kMinor},
    AttributeRule{"materialized view", "tablespace", Severity::kMinor},
    AttributeRule{"materialized view", "cluster_index", Severity::kMinor},
    AttributeRule{"function", "security_definer", Severity::kCritical},
    AttributeRule{"function", "cost", Severity::kMinor},
    AttributeRule{"function", "rows", Severity::kMinor},
    AttributeRule{"trigger", "state", Severity::kCritical},
    AttributeRule{"event trigger", "state", Severity::kCritical},
    // Indexes over it give wrong answers.
    AttributeRule{"collation", "provider", Severity::kCritical},
    AttributeRule{"collation", "deterministic", Severity::kCritical},
    AttributeRule{"collation", "lc_collate", Severity::kCritical},
    AttributeRule{"collation", "locale", Severity::kCritical},
    AttributeRule{"collation", "rules", Severity::kCritical},
    AttributeRule{"operator", "restrict", Severity::kMinor},
    AttributeRule{"operator", "join", Severity::kMinor},
    AttributeRule{"base type", "storage", Severity::kMinor},
    AttributeRule{"rule", "event", Severity::kCritical},
    AttributeRule{"rule", "instead", Severity::kCritical},
    AttributeRule{"rule", "condition", Severity::kCritical},
    AttributeRule{"rule", "actions", Severity::kCritical},
    AttributeRule{"rule", "state", Severity::kCritical},
    AttributeRule{"policy", "using", Severity::kCritical},
    AttributeRule{"publication", "all_tables", Severity::kCritical},
    AttributeRule{"publication", "publish", Severity::kCritical},
    AttributeRule{"published table", "filter", Severity::kCritical},
    AttributeRule{"published table", "columns", Severity::kCritical},
    AttributeRule{"subscription", "enabled", Severity::kCritical},
    AttributeRule{"subscription", "publications", Severity::kCritical},
    AttributeRule{"statistics object", "statistics_target", Severity::kMinor},
    AttributeRule{"table", "server", Severity::kCritical},
    AttributeRule{"table", "foreign_options", Severity::kCritical},
    AttributeRule{"column", "foreign_options", Severity::kCritical},
    AttributeRule{"server", "options", Severity::kCritical},
    AttributeRule{"server", "wrapper", Severity::kCritical},
    AttributeRule{"policy", "with_check", Severity::kCritical},
    AttributeRule{"policy", "roles", Severity::kCritical},
    AttributeRule{"policy", "command", Severity::kCritical},
    AttributeRule{"policy", "permissive", Severity::kCritical},
    AttributeRule{"sequence", "cache", Severity::kMinor},
    AttributeRule{"comment", "text", Severity::kInfo},
};

constexpr bool HasPresenceRule(std::string_view kind) {
  return std::ranges::any_of(kPresence, [kind](const auto& rule) { return rule.kind == kind; });
}

template <typename... T>
constexpr bool AllHavePresenceRules(KindList<T...>) {
  return (HasPresenceRule(T::kKind) && ...);
}
static_assert(AllHavePresenceRules(Kinds()) && kPresence.size() == kKindCount,
              "kPresence needs one rule for each kind: how bad is it where one is missing, or "
              "nobody made it?");

template <typename T>
constexpr bool IsAttributeOf(std::string_view kind, std::string_view attribute) {
  return T::kKind == kind &&
         std::apply([&](const auto&... attr) { return ((attr.name == attribute) || ...); },
                    T::Attrs());
}

template <typename... T>
constexpr bool AllAreAttributes(KindList<T...>) {
  return std::ranges::all_of(kAttributes, [](const AttributeRule& rule) {
    return (IsAttributeOf<T>(rule.kind, rule.attribute) || ...);
  });
}
static_assert(AllAreAttributes(Kinds()), "kAttributes names an attribute that no kind has");

Severity OfPresence(std::string_view kind, Change change) {
  const auto* rule = std::ranges::find(kPresence, kind, &PresenceRule::kind);
  return change == Change::kMissing ? rule->missing : rule->unexpected;
}

Severity OfAttribute(std::string_view kind, std::string_view attribute) {
  for (const AttributeRule& rule : kAttributes) {
    if (rule.kind == kind && rule.attribute == attribute) return rule.severity;
  }
  return Severity::kMajor;
}

}  // namespace

Severity SeverityOf(const Finding& finding) {
  const Difference& difference = finding.difference;
  const std::string_view kind = KindName(difference.key.kind);
  switch (finding.finding_class) {
    case FindingClass::kPending:
    case FindingClass::kCosmetic:
      return Severity::kInfo;
    case FindingClass::kUnknown:
      return Severity::kMinor;
    case FindingClass::kAhead:
      // The next deployment will stumble over it, whatever it is.
      return Severity::kMajor;
    case FindingClass::kDrift:
    case FindingClass::kUnmanaged:
      break;
  }
  if (difference.change != Change::kChanged) return OfPresence(kind, difference.change);
  Severity worst = Severity::kInfo;
  for (const AttributeDifference& attribute : difference.attributes) {
    worst = std::min(worst, OfAttribute(kind, attribute.name));
  }
  return worst;
}

}  // namespace schemadiff
