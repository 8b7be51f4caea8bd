#include "engine/introspect/introspect.h"

#include <exception>
#include <map>
#include <memory>
#include <utility>

#include "engine/base/strings.h"
#include "engine/introspect/builder.h"
#include "engine/introspect/extensions.h"
#include "engine/introspect/failure.h"
#include "engine/introspect/prefetcher.h"
#include "engine/introspect/server.h"
#include "engine/introspect/session.h"
#include "engine/introspect/steps.h"
#include "engine/introspect/unmodelled.h"
#include "engine/pg/builtins.h"
#include "engine/pg/identifier.h"

namespace schemadiff {
namespace introspect {
namespace {

// In an order in which each step finds what it refers to: names before those who use them, owners
// before their parts.
std::vector<Step> Steps(const Scope& scope, const IntrospectOptions& options) {
  std::vector<Step> steps;
  for (const auto make : {ExtensionsStep,
                          LanguagesStep,
                          AccessMethodsStep,
                          CollationsStep,
                          ConversionsStep,
                          BaseTypesStep,
                          CastsStep,
                          OperatorsStep,
                          OperatorFamiliesStep,
                          UserOperatorClassesStep,
                          FamilyOperatorsStep,
                          FamilyFunctionsStep,
                          TransformsStep,
                          TextSearchParsersStep,
                          TextSearchTemplatesStep,
                          TextSearchDictionariesStep,
                          TextSearchConfigurationsStep,
                          RelationsStep,
                          TablesStep,
                          InheritanceStep,
                          ViewsStep,
                          EnumsStep,
                          DomainsStep,
                          CompositeTypesStep,
                          RangesStep,
                          ColumnsStep,
                          WrappersStep,
                          ServersStep,
                          UserMappingsStep,
                          ForeignTablesStep,
                          ForeignColumnsStep,
                          SequencesStep,
                          ConstraintsStep,
                          OperatorClassesStep,
                          IndexesStep,
                          UnusualAttributesStep,
                          StatisticsStep,
                          FunctionsStep,
                          AggregatesStep,
                          TriggersStep,
                          ConstraintTriggersStep,
                          RulesStep,
                          PoliciesStep,
                          EventTriggersStep,
                          PublicationsStep,
                          PublishedTablesStep,
                          PublishedSchemasStep,
                          SubscriptionsStep,
                          ExtensionDependenciesStep,
                          OwnersStep,
                          ColumnPrivilegesStep,
                          DefaultPrivilegesStep,
                          CommentsStep}) {
    steps.push_back(make(scope));
  }
  if (options.dependencies) steps.push_back(DependenciesStep(scope));
  return steps;
}

void CountUnmodelled(const std::optional<RowSet>& rows, const std::string& error,
                     Builder& builder) {
  if (!rows) {
    builder.Note(
        DiagnosticLevel::kWarning, "unmodelled-unknown",
        StrCat("objects of the kinds that are not compared could not be counted: ", error));
    return;
  }
  for (size_t i = 0; i < rows->size(); ++i) {
    Row row = (*rows)[i];
    const std::string kind = row.String();
    builder.catalog.unmodelled[kind] += row.Int();
  }
}

// Leaves out the steps for which there is nothing to read.
std::vector<Step> NeededSteps(Server& server, std::vector<Step> steps) {
  std::map<std::string, bool> exists;
  for (const Step& step : steps) {
    if (!step.exists.empty()) exists[step.exists] = false;
  }
  const RowSet answer = server.Query(
      "the kinds of objects", StrCat("SELECT ", StrJoin(exists, ", ", [](auto* out, const auto& e) {
                                       StrAppend(out, "EXISTS (SELECT FROM ", e.first, ")");
                                     })));
  Row row = answer[0];
  for (auto& [query, answered] : exists) answered = row.Bool();
  std::erase_if(steps,
                [&](const Step& step) { return !step.exists.empty() && !exists.at(step.exists); });
  return steps;
}

// A second connection that sees what the first one does; null, and a note, where there can be none.
std::unique_ptr<Server> SecondServer(const ConnectionPlan& plan, Server& first,
                                     const IntrospectOptions& options, Builder& builder) {
  const RowSet exported = first.Query("its snapshot", "SELECT pg_export_snapshot()");
  try {
    auto second = std::make_unique<Server>(plan, exported[0].String());
    BeginSession(*second, options);
    return second;
  } catch (const Failure& failure) {
    builder.Note(DiagnosticLevel::kNote, "one-connection",
                 StrCat("the schema is read over one connection, as a second one failed: ",
                        failure.status().message()));
    return nullptr;
  }
}

void ReadCatalog(const std::vector<Server*>& servers, const Scope& scope,
                 const IntrospectOptions& options, Builder& builder) {
  Server& server = *servers.front();
  const std::vector<Step> steps = NeededSteps(server, Steps(scope, options));
  const std::vector<Task> tasks = SplitAmong(servers.size(), steps);
  const int total = static_cast<int>(tasks.size()) + 2;
  int done = 0;
  const auto report = [&](std::string_view what) {
    if (options.progress) options.progress(what, done++, total);
  };
  report("the catalogs");
  MakeSchemas(builder);
  std::optional<RowSet> unmodelled;
  std::string error;
  {
    Prefetcher prefetcher(servers, tasks, [&](Server& any) {
      unmodelled = any.TryQuery("the objects of other kinds", UnmodelledSql(scope), &error);
    });
    for (const Task& task : tasks) {
      report(task.step->what);
      task.step->read(prefetcher.Next(), builder);
    }
    prefetcher.Finish();
  }
  const Step definitions = IndexDefinitionsStep(builder);
  report(definitions.what);
  if (!builder.incomplete_indexes.empty()) {
    definitions.read(server.Query(definitions.what, definitions.sql), builder);
  }
  ReadExtensionMembers(server, builder);
  CountUnmodelled(unmodelled, error, builder);
}

LiveCatalog Run(const ConnectionPlan& plan, const IntrospectOptions& options) {
  Server server(plan);
  const Session session = BeginSession(server, options);
  const Scope scope = ReadScope(server, session, options);
  Builder builder(scope);
  builder.catalog.server_version = session.identity.version_num;
  builder.catalog.notes.search_path = session.database_search_path;
  builder.catalog.notes.time_zone = session.time_zone;
  LiveCatalog live;
  if (!Builtins::Supports(session.identity.version_num / 10000)) {
    builder.Note(
        DiagnosticLevel::kWarning, "newer-server",
        StrCat("the server is PostgreSQL ", session.identity.version, ", newer than PostgreSQL ",
               kNewestMajor, "; what is new in it is not compared"));
  }
  for (const BookkeepingQuery& query : options.bookkeeping) {
    live.bookkeeping.push_back(ReadBookkeeping(server, session, query, &builder.diagnostics));
  }
  std::vector<Server*> servers = {&server};
  std::unique_ptr<Server> second;
  if (options.connections > 1) second = SecondServer(plan, server, options, builder);
  if (second != nullptr) servers.push_back(second.get());
  ReadCatalog(servers, scope, options, builder);
  live.catalog = std::move(builder.catalog);
  live.diagnostics = std::move(builder.diagnostics);
  live.identity = session.identity;
  live.statements = server.statements() + (second == nullptr ? 0 : second->statements());
  return live;
}

}  // namespace
}  // namespace introspect

std::string ServerIdentity::ToString() const {
  std::string out = database;
  if (!host.empty()) StrAppend(&out, " on ", host);
  if (!port.empty()) StrAppend(&out, ":", port);
  if (!user.empty()) StrAppend(&out, " as ", user);
  return out;
}

absl::StatusOr<LiveCatalog> Introspect(const std::string& conninfo,
                                       const IntrospectOptions& options) {
  absl::StatusOr<introspect::ConnectionPlan> plan =
      introspect::PlanConnection(conninfo, options.connect_timeout_s);
  if (!plan.ok()) return plan.status();
  try {
    try {
      return introspect::Run(*plan, options);
    } catch (const introspect::Failure& failure) {
      // The schema changed under us. Migrations that run at the moment do so for moments only.
      if (failure.status().code() != absl::StatusCode::kAborted) throw;
    }
    return introspect::Run(*plan, options);
  } catch (const introspect::Failure& failure) {
    return failure.status();
  } catch (const std::exception& error) {
    return absl::InternalError(
        StrCat("reading the schema of ", plan->Describe(), " failed: ", error.what()));
  }
}

}  // namespace schemadiff
