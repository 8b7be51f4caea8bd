#include "tests/unit/report/sample_reports.h"

#include <utility>

#include "engine/base/strings.h"
#include "engine/report/next_steps.h"

namespace schemadiff::testing {
namespace {

constexpr char kDirectory[] = "backend/alembic/versions/";

Origin At(std::string revision, std::string_view file, uint32_t line) {
  return {revision, {StrCat(kDirectory, file), line, 0}};
}

const Origin kUsers = At("12e8b371598f", "12e8b371598f_add_authentication_tables.py", 31);
const Origin kExecutions =
    At("add_plugin_execution", "1767484908_add_plugin_execution_tables.py", 23);

ReportedFinding Make(FindingClass finding_class, Severity severity, Change change, ObjectKey key,
                     Origin origin) {
  ReportedFinding reported;
  reported.finding.finding_class = finding_class;
  reported.finding.severity = severity;
  reported.finding.difference.change = change;
  reported.finding.difference.key = key;
  reported.finding.difference.origin = origin;
  reported.finding.origin = origin;
  return reported;
}

AttributeDifference Attribute(std::string_view name, std::string expected, std::string actual,
                              Origin origin = {}) {
  AttributeDifference attribute;
  attribute.name = name;
  attribute.expected = std::move(expected);
  attribute.actual = std::move(actual);
  attribute.origin = origin;
  return attribute;
}

ReportedFinding Changed(FindingClass finding_class, Severity severity, ObjectKey key, Origin origin,
                        std::vector<AttributeDifference> attributes) {
  ReportedFinding reported = Make(finding_class, severity, Change::kChanged, key, origin);
  for (AttributeDifference& attribute : attributes) attribute.origin = origin;
  reported.finding.difference.attributes = std::move(attributes);
  return reported;
}

Report Base(std::string command) {
  Report report;
  report.command = std::move(command);
  report.tool_version = "0.1.0";
  report.compared = true;
  SideIdentity expected;
  expected.kind = SideKind::kHistory;
  expected.name = "backend/alembic";
  expected.tool = "alembic";
  expected.upto = {"add_plugin_execution"};
  expected.server_version = 150018;
  expected.objects = 212;
  report.expected = expected;
  SideIdentity actual;
  actual.name = "homelab_db";
  actual.host = "postgres.unity.svc";
  actual.port = "5432";
  actual.user = "homelab_user";
  actual.server_version = 150018;
  actual.objects = 214;
  report.actual = actual;
  HistoryStatus status;
  status.tool = "alembic";
  status.commands = {.title = "Alembic",
                     .upgrade = "alembic upgrade {}",
                     .upgrade_head = "alembic upgrade head",
                     .upgrade_heads = "alembic upgrade heads",
                     .record = "alembic stamp {}",
                     .record_anew = "alembic stamp --purge {}",
                     .base = "base",
                     .merge = "alembic merge -m \"merge heads\" {}",
                     .new_revision = "alembic revision -m \"record manual changes\"",
                     .new_revision_on = "alembic revision --head {} -m \"record manual changes\"",
                     .several_heads = "\"alembic upgrade head\" refuses",
                     .refuses_overlap = true};
  status.state = HistoryState::kUpToDate;
  status.database_known = true;
  status.bookkeeping_table = "public.alembic_version";
  status.bookkeeping_found = true;
  status.claimed = {"add_plugin_execution"};
  status.roots = {"6a00ea433c25"};
  status.heads = {"add_plugin_execution"};
  status.target = status.heads;
  status.revision_count = 8;
  report.status = status;
  return report;
}

Report Finish(Report report) {
  SortFindings(&report.findings);
  report.summary = Summarise(report.findings);
  Judge(&report);
  report.next_steps = SuggestNextSteps(report);
  return report;
}

RevisionInfo Revision(std::string id, std::string message, std::vector<std::string> parents) {
  RevisionInfo revision;
  revision.location = {StrCat(kDirectory, id, ".py"), 15, 0};
  revision.id = std::move(id);
  revision.message = std::move(message);
  revision.date = "2026-01-03 23:21:48.000000";
  revision.parents = std::move(parents);
  revision.is_root = revision.parents.empty();
  revision.has_down = true;
  revision.effects_known = true;
  return revision;
}

Effect Adds(ObjectKey key, std::vector<PartList> parts = {}) {
  Effect effect;
  effect.difference.change = Change::kMissing;
  effect.difference.key = key;
  effect.parts = std::move(parts);
  return effect;
}

const std::vector<PartList> kExecutionParts = {
    {KindOf<Sequence>, 1, {"plugin_executions_id_seq"}},
    {KindOf<Column>,
     7,
     {"id", "plugin_id", "started_at", "completed_at", "status", "error_message", "metrics_count"}},
    {KindOf<Constraint>, 2, {"plugin_executions_pkey", "plugin_executions_plugin_id_fkey"}},
    {KindOf<Index>, 2, {"ix_plugin_executions_plugin_id", "ix_plugin_executions_started_at"}}};

}  // namespace

Report DriftReport() {
  Report report = Base("check");
  auto& findings = report.findings;
  findings.push_back(Make(FindingClass::kDrift, Severity::kCritical, Change::kMissing,
                          KeyFor<Table>("public", "plugin_executions"), kExecutions));
  findings.back().parts = kExecutionParts;
  findings.push_back(Make(FindingClass::kDrift, Severity::kCritical, Change::kMissing,
                          KeyFor<Column>("public", "users", "full_name"), kUsers));
  findings.push_back(Make(FindingClass::kDrift, Severity::kMajor, Change::kMissing,
                          KeyFor<Index>("public", "ix_audit_logs_action"), kUsers));
  findings.push_back(Changed(FindingClass::kDrift, Severity::kMajor,
                             KeyFor<Column>("public", "alert_rules", "severity"),
                             At("8f3d9e2a1c45", "8f3d9e2a1c45_add_alert_rules.py", 31),
                             {Attribute("type", "character varying(50)", "character varying(80)"),
                              Attribute("default", "'warning'::character varying", "")}));
  findings.push_back(
      Changed(FindingClass::kDrift, Severity::kMajor,
              KeyFor<Constraint>("public", "user_oauth_links", "user_oauth_links_user_id_fkey"),
              At("12df4f8e6ba9", "12df4f8e6ba9_add_oauth_links.py", 40),
              {Attribute("on_delete", "CASCADE", "NO ACTION")}));
  findings.push_back(Changed(
      FindingClass::kDrift, Severity::kMajor, KeyFor<View>("reporting", "active_users"),
      At("0badc0ffee00", "0badc0ffee00_views.py", 9),
      {Attribute("query",
                 " SELECT u.id,\n    u.username,\n    u.email,\n    u.role,\n    u.created_at\n"
                 "   FROM public.users u\n  WHERE u.is_active;",
                 " SELECT u.id,\n    u.username,\n    u.email,\n    u.role,\n    u.created_at\n"
                 "   FROM public.users u\n  WHERE (u.is_active OR u.is_superuser);")}));
  findings.push_back(Changed(
      FindingClass::kDrift, Severity::kMajor,
      KeyFor<Constraint>("public", "alert_rules", "alert_rules_condition_check"),
      At("8f3d9e2a1c45", "8f3d9e2a1c45_add_alert_rules.py", 36),
      {Attribute("check",
                 "((condition)::text = ANY ((ARRAY['above'::character varying, 'below'::character "
                 "varying, 'equals'::character varying])::text[]))",
                 "((condition)::text = ANY ((ARRAY['above'::character varying, 'below'::character "
                 "varying])::text[]))")}));
  findings.push_back(Make(FindingClass::kUnmanaged, Severity::kMinor, Change::kUnexpected,
                          KeyFor<Table>("public", "celery_taskmeta"), {}));
  findings.back().parts = {{KindOf<Column>, 9, {}}, {KindOf<Constraint>, 1, {}}};
  findings.push_back(Make(FindingClass::kDrift, Severity::kMinor, Change::kUnexpected,
                          KeyFor<Index>("public", "ix_users_legacy"),
                          At("70974ae864ff", "70974ae864ff_add_notification_tables.py", 77)));
  findings.push_back(Changed(FindingClass::kCosmetic, Severity::kInfo,
                             KeyFor<Column>("public", "dashboards", "layout"),
                             At("a1b2c3d4e5f6", "a1b2c3d4e5f6_add_marketplace.py", 80),
                             {Attribute("position", "5", "3")}));
  report.not_compared = {{"access privileges", 1, 3, Counted::kOtherwise},
                         {"publication", 1, 1, Counted::kEqual},
                         {"text search configuration", 2, 1, Counted::kUnequal}};
  return Finish(std::move(report));
}

Report PendingReport() {
  Report report = Base("check");
  HistoryStatus& status = *report.status;
  status.state = HistoryState::kBehind;
  status.claimed = {"a1b2c3d4e5f6"};
  RevisionInfo revision =
      Revision("add_plugin_execution", "Add plugin execution tables", {"a1b2c3d4e5f6"});
  revision.is_head = true;
  revision.is_pending = true;
  revision.effects.push_back(Adds(KeyFor<Table>("public", "plugin_executions"), kExecutionParts));
  status.pending = {revision};
  report.findings.push_back(Make(FindingClass::kPending, Severity::kInfo, Change::kMissing,
                                 KeyFor<Table>("public", "plugin_executions"), kExecutions));
  report.findings.back().parts = kExecutionParts;
  report.findings.push_back(Changed(FindingClass::kPending, Severity::kInfo,
                                    KeyFor<Column>("public", "plugins", "version"), kExecutions,
                                    {Attribute("not_null", "true", "false")}));
  return Finish(std::move(report));
}

Report SameReport() { return Finish(Base("check")); }

Report UnreachableReport() {
  Report report;
  report.command = "check";
  report.tool_version = "0.1.0";
  report.error = "database homelab_db on 127.0.0.1:1 as homelab_user: connection refused";
  return Finish(std::move(report));
}

Report HostileReport() {
  Report report = Base("check");
  const std::string evil =
      "x\x1b[2J\x1b]0;owned\x07\r\n::error::pwned\xE2\x80\xAE<script>alert(1)</script>\xff";
  report.actual->name = evil;
  report.status->claimed = {evil};
  report.findings.push_back(Make(FindingClass::kDrift, Severity::kCritical, Change::kMissing,
                                 KeyFor<Table>(evil, evil), At(evil, evil, 3)));
  report.findings.back().parts = {{KindOf<Column>, 1, {evil}}};
  report.findings.push_back(Changed(FindingClass::kDrift, Severity::kMajor,
                                    KeyFor<Column>("public", "t", evil), At(evil, evil, 4),
                                    {Attribute("default", evil, "'ok'::text")}));
  Diagnostic diagnostic;
  diagnostic.code = "replay.postgres-error";
  diagnostic.sqlstate = "42P01";
  diagnostic.message = StrCat("relation \"", evil, "\" does not exist");
  diagnostic.location = {evil, 7, 1};
  diagnostic.revision = evil;
  report.diagnostics.Add(diagnostic);
  report.not_compared = {{evil, 2, 2}};
  return Finish(std::move(report));
}

Report NotComparableReport() {
  Report report = Base("check");
  report.findings.push_back(Make(FindingClass::kUnknown, Severity::kMinor, Change::kMissing,
                                 KeyFor<Table>("public", "reports"), kUsers));
  report.findings.back().finding.difference.comparable = false;
  report.findings.back().finding.difference.reason =
      "a DO block may have changed it (migrations/0007_reports.sql:12)";
  ReportedFinding changed =
      Changed(FindingClass::kUnknown, Severity::kMinor, KeyFor<Column>("public", "users", "score"),
              kUsers, {Attribute("default", "my_ext.score(1, 2)", "my_ext.score(1, 2, 3)")});
  changed.finding.difference.attributes[0].comparison = Comparison::kNotComparable;
  changed.finding.difference.attributes[0].reason =
      "function my_ext.score is provided by an extension";
  changed.finding.difference.comparable = false;
  changed.finding.difference.reason = changed.finding.difference.attributes[0].reason;
  report.findings.push_back(changed);
  const std::vector<std::string> tables = {"server_profiles", "monitored_servers", "ssh_keys",
                                           "certificates",    "containers",        "ai_insights"};
  for (const std::string& table : tables) {
    for (const uint32_t line : {62U, 64U, 65U}) {
      Diagnostic diagnostic;
      diagnostic.code = "replay.postgres-error";
      diagnostic.sqlstate = "42P01";
      diagnostic.message = StrCat("relation \"", table, "\" does not exist");
      diagnostic.location = {StrCat(kDirectory, "tenant_support_001.py"), line, 9};
      diagnostic.revision = "tenant_support_001";
      report.diagnostics.Add(diagnostic);
    }
  }
  Diagnostic mismatch;
  mismatch.code = "replay.postgres-error";
  mismatch.sqlstate = "42804";
  mismatch.message =
      "foreign key constraint \"user_tenant_memberships_user_id_fkey\" cannot be implemented";
  mismatch.location = {StrCat(kDirectory, "tenant_support_001.py"), 58, 9};
  mismatch.revision = "tenant_support_001";
  report.diagnostics.Add(mismatch);
  Diagnostic note;
  note.level = DiagnosticLevel::kNote;
  note.code = "sql.meta-command";
  note.message = "data is loaded";
  note.location = {"dump.sql", 3, 1};
  report.diagnostics.Add(note);
  return Finish(std::move(report));
}

Report HistoryReport() {
  Report report = Base("history");
  report.actual.reset();
  report.compared = false;
  HistoryStatus& status = *report.status;
  status.database_known = false;
  status.claimed.clear();
  status.roots = {"a", "z"};
  status.heads = {"e", "z"};
  status.target = status.heads;
  status.revision_count = 6;
  std::vector<RevisionInfo> revisions = {
      Revision("a", "first", {}),          Revision("b", "left", {"a"}),
      Revision("c", "right", {"a"}),       Revision("d", "merge", {"b", "c"}),
      Revision("e", "after merge", {"d"}), Revision("z", "another root", {})};
  revisions[1].effects.push_back(
      Adds(KeyFor<Table>("public", "plugin_executions"), kExecutionParts));
  Effect changed;
  changed.difference.change = Change::kChanged;
  changed.difference.key = KeyFor<Column>("public", "users", "email");
  changed.difference.attributes = {
      Attribute("type", "character varying(320)", "character varying(255)")};
  revisions[2].effects.push_back(changed);
  Effect dropped = Adds(KeyFor<Index>("public", "ix_users_legacy"));
  dropped.difference.change = Change::kUnexpected;
  revisions[2].effects.push_back(dropped);
  revisions[4].is_head = true;
  revisions[4].is_claimed = true;
  revisions[4].has_down = false;
  revisions[5].is_head = true;
  revisions[5].unread = {"the name of a table is computed by a function"};
  report.revisions = std::move(revisions);
  return Finish(std::move(report));
}

}  // namespace schemadiff::testing
