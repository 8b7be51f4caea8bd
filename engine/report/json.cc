#include "engine/report/json.h"

#include <nlohmann/json.hpp>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

// Members appear in the order in which they are added: what a person looks for comes first.
using Json = nlohmann::ordered_json;

Json Strings(const std::vector<std::string>& list) {
  Json json = Json::array();
  for (const std::string& text : list) json.push_back(text);
  return json;
}

Json TextOrNull(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

Json ProvenanceToJson(const Origin& origin) {
  if (origin.revision.empty() && !origin.location.known()) return nullptr;
  return {{"revision", TextOrNull(origin.revision)},
          {"file", TextOrNull(origin.location.file)},
          {"line", origin.location.line == 0 ? Json(nullptr) : Json(origin.location.line)}};
}

Json ObjectToJson(const ObjectKey& key) {
  Json json{{"kind", std::string(KindName(key.kind))},
            {"schema", TextOrNull(key.schema.str())},
            {"name", key.name.str()}};
  if (!key.table.empty()) json["table"] = key.table.str();
  const Kind identified = key.target == kNoKind ? key.kind : key.target;
  if (identified == KindOf<Function> || identified == KindOf<Aggregate>) {
    json["signature"] = key.signature.str();
  }
  if (key.kind == KindOf<Grant> || key.kind == KindOf<DefaultPrivileges>) {
    json["role"] = TextOrNull(key.role.str());
  }
  if (key.kind == KindOf<DefaultPrivileges>) json["of_role"] = TextOrNull(key.signature.str());
  if (key.target != kNoKind) json["target"] = std::string(KindName(key.target));
  return json;
}

Json PartsToJson(const std::vector<PartList>& parts) {
  Json json = Json::array();
  for (const PartList& part : parts) {
    json.push_back({{"kind", std::string(KindName(part.kind))},
                    {"count", part.count},
                    {"names", Strings(part.names)}});
  }
  return json;
}

std::string_view ComparisonText(Comparison comparison) {
  switch (comparison) {
    case Comparison::kEqual:
      return "equal";
    case Comparison::kCosmetic:
      return "cosmetic";
    case Comparison::kNotComparable:
      return "not_comparable";
    case Comparison::kDifferent:
      return "different";
  }
  return "different";
}

Json DifferencesToJson(const Difference& difference) {
  Json json = Json::array();
  for (const AttributeDifference& attribute : difference.attributes) {
    Json entry{{"attribute", std::string(attribute.name)},
               {"expected", TextOrNull(attribute.expected)},
               {"actual", TextOrNull(attribute.actual)},
               {"comparison", std::string(ComparisonText(attribute.comparison))},
               {"provenance", ProvenanceToJson(attribute.origin)}};
    if (!attribute.reason.empty()) entry["reason"] = attribute.reason;
    json.push_back(std::move(entry));
  }
  return json;
}

Json FindingToJson(const ReportedFinding& reported) {
  const Finding& finding = reported.finding;
  const Difference& difference = finding.difference;
  Json json{{"change", std::string(ToString(difference.change))},
            {"class", std::string(ToString(finding.finding_class))},
            {"severity", std::string(ToString(finding.severity))},
            {"object", ObjectToJson(difference.key)},
            {"differences", DifferencesToJson(difference)},
            {"provenance", ProvenanceToJson(finding.origin)}};
  if (!reported.parts.empty()) json["parts"] = PartsToJson(reported.parts);
  if (!difference.comparable) json["not_comparable"] = difference.reason;
  return json;
}

std::string_view EffectText(Change change) {
  switch (change) {
    case Change::kMissing:
      return "adds";
    case Change::kUnexpected:
      return "drops";
    case Change::kChanged:
      return "changes";
  }
  return "changes";
}

Json EffectToJson(const Effect& effect) {
  Json json{{"effect", std::string(EffectText(effect.difference.change))},
            {"object", ObjectToJson(effect.difference.key)}};
  if (effect.difference.change == Change::kChanged) {
    Json changes = Json::array();
    for (const AttributeDifference& attribute : effect.difference.attributes) {
      changes.push_back({{"attribute", std::string(attribute.name)},
                         {"before", TextOrNull(attribute.actual)},
                         {"after", TextOrNull(attribute.expected)}});
    }
    json["changes"] = std::move(changes);
  }
  if (!effect.parts.empty()) json["parts"] = PartsToJson(effect.parts);
  return json;
}

Json RevisionToJson(const RevisionInfo& revision) {
  Json json{{"id", revision.id},
            {"message", revision.message},
            {"date", TextOrNull(revision.date)},
            {"file", TextOrNull(revision.location.file)},
            {"line", revision.location.line == 0 ? Json(nullptr) : Json(revision.location.line)},
            {"parents", Strings(revision.parents)},
            {"depends_on", Strings(revision.depends_on)},
            {"root", revision.is_root},
            {"head", revision.is_head},
            {"claimed", revision.is_claimed},
            {"pending", revision.is_pending},
            {"downgrade", revision.has_down},
            {"transactional", revision.transactional},
            {"unread", Strings(revision.unread)},
            {"refused", revision.refused}};
  if (revision.effects_known) {
    Json effects = Json::array();
    for (const Effect& effect : revision.effects) effects.push_back(EffectToJson(effect));
    json["effects"] = std::move(effects);
  }
  return json;
}

Json RevisionsToJson(const std::vector<RevisionInfo>& revisions) {
  Json json = Json::array();
  for (const RevisionInfo& revision : revisions) json.push_back(RevisionToJson(revision));
  return json;
}

Json StatusToJson(const HistoryStatus& status) {
  Json json{{"tool", status.tool}};
  json["state"] = status.database_known ? Json(std::string(ToString(status.state))) : Json(nullptr);
  json["bookkeeping"] = {{"table", TextOrNull(status.bookkeeping_table)},
                         {"found", status.bookkeeping_found}};
  json["claimed"] = Strings(status.claimed);
  json["unknown_claims"] = Strings(status.unknown_claims);
  json["roots"] = Strings(status.roots);
  json["heads"] = Strings(status.heads);
  json["target"] = Strings(status.target);
  json["revision_count"] = status.revision_count;
  json["pending"] = RevisionsToJson(status.pending);
  json["without_effect"] = Strings(status.without_effect);
  Json best = Json::array();
  for (const RevisionMatch& match : status.best) {
    best.push_back({{"revisions", Strings(match.revisions)},
                    {"distance", match.total()},
                    {"missing", match.missing},
                    {"unexpected", match.unexpected},
                    {"changed", match.changed}});
  }
  json["best_match"] = std::move(best);
  json["compared_with"] = status.compared_with ? Strings(*status.compared_with) : Json(nullptr);
  return json;
}

Json SideToJson(const std::optional<SideIdentity>& side) {
  if (!side) return nullptr;
  Json json{{"kind", std::string(ToString(side->kind))}, {"name", side->name}};
  if (side->kind == SideKind::kDatabase) {
    json["host"] = TextOrNull(side->host);
    json["port"] = TextOrNull(side->port);
    json["user"] = TextOrNull(side->user);
  }
  if (side->kind == SideKind::kHistory) {
    json["tool"] = side->tool;
    json["revisions"] = Strings(side->upto);
  }
  json["server_version"] =
      side->server_version == 0 ? Json(nullptr) : Json(ServerVersionText(side->server_version));
  json["objects"] = side->objects;
  json["fingerprint"] = TextOrNull(side->fingerprint);
  return json;
}

Json DiagnosticsToJson(const Diagnostics& diagnostics) {
  Json json = Json::array();
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    const SourceLocation& place = diagnostic.location;
    json.push_back({{"level", std::string(ToString(diagnostic.level))},
                    {"code", diagnostic.code},
                    {"sqlstate", TextOrNull(diagnostic.sqlstate)},
                    {"message", diagnostic.message},
                    {"revision", TextOrNull(diagnostic.revision)},
                    {"file", TextOrNull(place.file)},
                    {"line", place.line == 0 ? Json(nullptr) : Json(place.line)},
                    {"column", place.column == 0 ? Json(nullptr) : Json(place.column)},
                    {"touches", Strings(diagnostic.touches)}});
  }
  return json;
}

// Every class, change and severity, those that did not occur too: a consumer need not ask.
Json SummaryToJson(const Report& report) {
  const Summary& summary = report.summary;
  const auto number = [](const auto& counts, auto key) {
    const auto found = counts.find(key);
    return found == counts.end() ? size_t{0} : found->second;
  };
  Json classes = Json::object();
  for (const FindingClass c : kFindingClasses) {
    classes[std::string(ToString(c))] = number(summary.by_class, c);
  }
  Json changes = Json::object();
  for (const Change c : {Change::kMissing, Change::kUnexpected, Change::kChanged}) {
    changes[std::string(ToString(c))] = number(summary.by_change, c);
  }
  Json severities = Json::object();
  for (const Severity s :
       {Severity::kCritical, Severity::kMajor, Severity::kMinor, Severity::kInfo}) {
    severities[std::string(ToString(s))] = number(summary.by_severity, s);
  }
  return {{"total", summary.total},
          {"classes", std::move(classes)},
          {"changes", std::move(changes)},
          {"severities", std::move(severities)},
          {"errors", report.diagnostics.Count(DiagnosticLevel::kError)},
          {"warnings", report.diagnostics.Count(DiagnosticLevel::kWarning)}};
}

}  // namespace

std::string RenderJson(const Report& report) {
  Json json;
  json["schema_diff_report"] = {{"format", kReportFormat}, {"tool_version", report.tool_version}};
  json["command"] = report.command;
  json["verdict"] = std::string(ToString(report.verdict));
  json["exit_code"] = report.exit_code;
  json["error"] = TextOrNull(report.error);
  json["summary"] = SummaryToJson(report);
  json["expected"] = SideToJson(report.expected);
  json["actual"] = SideToJson(report.actual);
  json["status"] = report.status ? StatusToJson(*report.status) : Json(nullptr);
  json["compared"] = report.compared;
  Json findings = Json::array();
  for (const ReportedFinding& finding : report.findings) {
    findings.push_back(FindingToJson(finding));
  }
  json["findings"] = std::move(findings);
  json["diagnostics"] = DiagnosticsToJson(report.diagnostics);
  if (report.command == "history") json["revisions"] = RevisionsToJson(report.revisions);
  Json not_compared = Json::object();
  for (const UncomparedKind& kind : report.not_compared) {
    not_compared[kind.kind] = {{"expected", kind.expected},
                               {"actual", kind.actual},
                               {"numbers", std::string(ToString(kind.counted))}};
  }
  json["not_compared"] = std::move(not_compared);
  Json fail_on = Json::array();
  for (const FindingClass c : report.fail_on) fail_on.push_back(std::string(ToString(c)));
  json["options"] = {{"schemas", Strings(report.schemas)},
                     {"excludes", Strings(report.excludes)},
                     {"fail_on", std::move(fail_on)}};
  Json steps = Json::array();
  for (const NextStep& step : report.next_steps) {
    steps.push_back({{"why", step.why}, {"command", TextOrNull(step.command)}});
  }
  json["next_steps"] = std::move(steps);
  // A database in SQL_ASCII may hold names that are not UTF-8; JSON cannot, so they are replaced.
  return json.dump(2, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace) + "\n";
}

}  // namespace schemadiff
