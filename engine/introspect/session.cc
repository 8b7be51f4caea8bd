#include "engine/introspect/session.h"

#include "engine/base/strings.h"
#include "engine/introspect/failure.h"
#include "engine/pg/identifier.h"

namespace schemadiff::introspect {
namespace {

constexpr int kOldestVersion = kOldestMajor * 10000;

// Ends our transaction, and with it the locks on catalogs, should this process hang.
constexpr int kIdleTimeoutMs = 600'000;

std::string PinnedSettings(const IntrospectOptions& options) {
  std::vector<std::pair<std::string, std::string>> settings = {
      {"search_path", ""},
      {"statement_timeout", StrCat(options.statement_timeout_ms)},
      {"lock_timeout", StrCat(options.lock_timeout_ms)},
      {"idle_in_transaction_session_timeout", StrCat(kIdleTimeoutMs)},
      {"standard_conforming_strings", "on"},
      {"quote_all_identifiers", "off"},
      {"DateStyle", "ISO, MDY"},
      {"IntervalStyle", "postgres"},
      {"TimeZone", "UTC"},
      {"extra_float_digits", "1"},
      {"bytea_output", "hex"},
      {"xmlbinary", "base64"},
      {"lc_monetary", "C"},
      // A bookkeeping table whose rows a policy would hide from us is an error, not an empty table.
      {"row_security", "off"},
      // Compiling the queries to machine code takes longer than they do.
      {"jit", "off"},
  };
  // The connections share the work; workers of each would only stand in their way.
  if (options.connections > 1) settings.emplace_back("max_parallel_workers_per_gather", "0");
  return StrCat("SELECT ",
                StrJoin(settings, ", ",
                        [](std::string* out, const auto& setting) {
                          StrAppend(out, "pg_catalog.set_config('", setting.first, "', '",
                                    setting.second, "', true)");
                        }),
                // Should someone swap a bookkeeping table for a view under us, its functions must
                // not run. Not every minor release has the setting.
                ", CASE WHEN pg_catalog.current_setting('restrict_nonsystem_relation_kind', true)"
                " IS NOT NULL THEN pg_catalog.set_config('restrict_nonsystem_relation_kind',"
                " 'view, foreign-table', true) END");
}

}  // namespace

Session BeginSession(Server& server, const IntrospectOptions& options) {
  Session session;
  session.identity = server.Identity();
  // The search_path is still the role's own here, so every name is qualified.
  const RowSet who = server.Query(
      "the server's version",
      "SELECT pg_catalog.current_setting('server_version'),"
      " pg_catalog.current_setting('server_version_num'), pg_catalog.pg_is_in_recovery(),"
      " pg_catalog.current_database(), CURRENT_USER, pg_catalog.current_schemas(false),"
      " pg_catalog.current_setting('TimeZone')");
  Row row = who[0];
  session.identity.version = row.String();
  session.identity.version_num = row.Int();
  session.identity.in_recovery = row.Bool();
  session.identity.database = row.String();
  session.identity.user = row.String();
  session.search_path = row.Texts();
  session.time_zone = row.String();
  if (session.identity.version_num < kOldestVersion) {
    throw Failure(absl::FailedPreconditionError(StrCat("the server is PostgreSQL ",
                                                       session.identity.version, "; PostgreSQL ",
                                                       kOldestMajor, " or newer is needed")));
  }
  server.Query("the session's settings", PinnedSettings(options));
  const RowSet settings = server.Query(
      "the database's settings",
      "SELECT substr(c, 13) FROM pg_db_role_setting s, unnest(s.setconfig) c, pg_database d"
      " WHERE d.oid = s.setdatabase AND d.datname = current_database() AND s.setrole = 0"
      " AND c LIKE 'search_path=%'");
  for (size_t i = 0; i < settings.size(); ++i) {
    Row setting = settings[i];
    session.database_search_path = setting.String();
  }
  return session;
}

Scope ReadScope(Server& server, const Session& session, const IntrospectOptions& options) {
  Scope scope;
  scope.version = session.identity.version_num;
  constexpr std::string_view kMembers =
      "FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'";
  const RowSet rows =
      server.Query("the schemas", StrCat("SELECT oid, nspname, oid IN (SELECT objid ", kMembers,
                                         " AND classid = 'pg_namespace'::regclass),"
                                         " ARRAY(SELECT DISTINCT classid::regclass ",
                                         kMembers, ") FROM pg_namespace"));
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name name = row.NameText();
    const bool of_extension = row.Bool();
    scope.AddNamespace(oid, name, of_extension, options.include_schemas, options.exclude_schemas);
    if (i == 0) scope.extended_catalogs = row.Texts();
  }
  if (scope.all_schemas) return scope;
  const std::string in_scope = scope.In("c.relnamespace");
  const RowSet outside = server.Query(
      "the relations of other schemas",
      StrCat("SELECT con.confrelid FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid"
             " WHERE con.confrelid <> 0 AND ",
             in_scope,
             " UNION SELECT i.inhparent FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
             " WHERE c.relkind IN ('r', 'p', 'f') AND ",
             in_scope,
             " UNION SELECT t.tgconstrrelid FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
             " WHERE t.tgconstrrelid <> 0 AND ",
             in_scope,
             " UNION SELECT d.refobjid FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid"
             " JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid"
             " WHERE d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND ",
             in_scope, " ORDER BY 1"));
  for (size_t i = 0; i < outside.size(); ++i) {
    scope.outside_relations.push_back(outside[i].OidValue());
  }
  return scope;
}

BookkeepingResult ReadBookkeeping(Server& server, const Session& session,
                                  const BookkeepingQuery& query, Diagnostics* diagnostics) {
  struct Candidate {
    std::string schema;
    char kind = 0;
    bool has_column = false;
    bool may_read = false;
  };
  std::string sql = StrCat(
      "SELECT n.nspname, c.relkind, a.attnum IS NOT NULL,"
      " has_schema_privilege(n.oid, 'USAGE')"
      " AND coalesce(has_column_privilege(c.oid, a.attnum, 'SELECT'), true)"
      " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
      " LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
      " AND a.attname = ",
      QuoteLiteral(query.column),
      " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname = ", QuoteLiteral(query.table),
      " AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'");
  if (!query.schema.empty()) StrAppend(&sql, " AND n.nspname = ", QuoteLiteral(query.schema));
  const std::string what = StrCat("the table ", query.table);
  const RowSet rows = server.Query(what, sql + " ORDER BY n.nspname COLLATE \"C\"");
  std::vector<Candidate> candidates;
  const auto take = [&](const auto& wanted) {
    for (size_t i = 0; i < rows.size(); ++i) {
      Row row = rows[i];
      Candidate candidate{row.String(), row.Char(), row.Bool(), row.Bool()};
      if (wanted(candidate.schema)) candidates.push_back(std::move(candidate));
    }
  };
  for (const std::string& schema : session.search_path) {
    take([&](const std::string& name) { return name == schema; });
  }
  const size_t on_path = candidates.size();
  take([&](const std::string& name) {
    for (size_t i = 0; i < on_path; ++i) {
      if (candidates[i].schema == name) return false;
    }
    return true;
  });

  BookkeepingResult result;
  for (const Candidate& candidate : candidates) result.schemas.push_back(candidate.schema);
  if (candidates.empty()) return result;
  const Candidate& chosen = candidates.front();
  const std::string name = QuoteQualifiedName(chosen.schema, query.table, kNewestMajor);
  std::string error;
  if (chosen.kind != 'r' && chosen.kind != 'p') {
    error = "it is not a table";
  } else if (!chosen.has_column) {
    error = StrCat("it has no column ", QuoteIdentifier(query.column, kNewestMajor));
  } else if (!chosen.may_read) {
    error = StrCat("role ", session.identity.user, " lacks the privilege to read it");
  } else {
    const std::string column = QuoteIdentifier(query.column, kNewestMajor);
    const std::optional<RowSet> values =
        server.TryQuery(what,
                        StrCat("SELECT ", column, "::text FROM ", name, " ORDER BY ", column,
                               "::text COLLATE \"C\""),
                        &error);
    if (values) {
      result.rows.emplace();
      for (size_t i = 0; i < values->size(); ++i) result.rows->push_back((*values)[i].String());
    }
  }
  if (!error.empty()) {
    result.unreadable = true;
    diagnostics->Add({DiagnosticLevel::kError,
                      "introspect.bookkeeping-unreadable",
                      {},
                      StrCat("the table ", name, " cannot be read: ", error),
                      {},
                      {},
                      {}});
  }
  return result;
}

}  // namespace schemadiff::introspect
