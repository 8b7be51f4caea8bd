// Foreign-data wrappers, servers and user mappings: pg_foreign_data_wrapper, pg_foreign_server,
// pg_user_mappings, and pg_foreign_table with the options of foreign tables. But for the tables,
// they live in no schema: with a list of schemas to read they are none of ours, as with pg_dump.
//
// The values of secrets are replaced as they are read. The options of a user mapping are shown to
// some roles only; to others the view gives NULL, as it does where there are none.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

Options ReadGenericOptions(Row& row) {
  Options options;
  AddOptions(row.Texts(), "", &options);
  const std::vector<Option> list = options.list();
  for (const Option& option : list) {
    if (IsSecretOption(option.name)) options.Set(option.name, std::string(kHiddenValue));
  }
  return options;
}

void ReadWrappers(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name name = row.NameText();
    ForeignDataWrapper wrapper;
    wrapper.handler = ParseQualifiedName(row.Text());
    wrapper.validator = ParseQualifiedName(row.Text());
    wrapper.options = ReadGenericOptions(row);
    builder.Register("pg_foreign_data_wrapper", oid,
                     builder.catalog.Create(KeyFor<ForeignDataWrapper>(name), std::move(wrapper)));
  }
}

void ReadServers(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name name = row.NameText();
    ForeignServer server;
    server.wrapper = row.NameText();
    server.type = row.String();
    server.version = row.String();
    server.options = ReadGenericOptions(row);
    builder.Register("pg_foreign_server", oid,
                     builder.catalog.Create(KeyFor<ForeignServer>(name), std::move(server)));
  }
}

void ReadUserMappings(const RowSet& rows, Builder& builder) {
  size_t hidden = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid oid = row.OidValue();
    const Name server = row.NameText();
    const Name user = row.NameText();
    const bool visible = row.Bool();
    UserMapping mapping;
    Options options = ReadGenericOptions(row);
    if (visible) {
      mapping.options = std::move(options);
    } else {
      ++hidden;
    }
    const ObjectKey key{KindOf<UserMapping>, kNoKind, {}, server, user, {}};
    builder.Register("pg_user_mapping", oid, builder.catalog.Create(key, std::move(mapping)));
  }
  if (hidden == 0) return;
  builder.Note(DiagnosticLevel::kNote, "user-mapping-options",
               StrCat("the options of ", hidden, hidden == 1 ? " user mapping" : " user mappings",
                      " are not shown to this role, and not compared"));
}

void ReadForeignTables(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const RelationInfo* relation = builder.FindRelation(row.OidValue());
    const Name server = row.NameText();
    Options options = ReadGenericOptions(row);
    if (relation == nullptr || relation->object == kNoObject) continue;
    Table& table = builder.catalog.Edit<Table>(relation->object);
    table.server = server;
    table.foreign_options = std::move(options);
  }
}

void ReadForeignColumns(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const RelationInfo* relation = builder.FindRelation(row.OidValue());
    const int64_t number = row.Int64();
    Options options = ReadGenericOptions(row);
    if (relation == nullptr || relation->object == kNoObject) continue;
    const ObjectId column = builder.catalog.IdOf(
        KeyFor<Column>(relation->schema, relation->name, relation->AttributeName(number)));
    if (column != kNoObject) builder.catalog.Edit<Column>(column).foreign_options = options;
  }
}

std::string Whole(const Scope& scope, std::string_view condition) {
  return StrCat(" WHERE ", scope.whole_database ? "" : "false AND ", condition);
}

}  // namespace

Step WrappersStep(const Scope& scope) {
  return {"the foreign-data wrappers",
          "SELECT f.oid, f.fdwname, f.fdwhandler::regproc, f.fdwvalidator::regproc, f.fdwoptions"
          " FROM pg_foreign_data_wrapper f" +
              Whole(scope, scope.NotInExtension("pg_foreign_data_wrapper", "f.oid")),
          ReadWrappers, "pg_foreign_data_wrapper"};
}

Step ServersStep(const Scope& scope) {
  return {"the foreign servers",
          "SELECT s.oid, s.srvname, f.fdwname, s.srvtype, s.srvversion, s.srvoptions"
          " FROM pg_foreign_server s JOIN pg_foreign_data_wrapper f ON f.oid = s.srvfdw" +
              Whole(scope, scope.NotInExtension("pg_foreign_server", "s.oid")),
          ReadServers, "pg_foreign_server"};
}

Step UserMappingsStep(const Scope& scope) {
  // The view's own conditions for showing options, which it does not tell from their absence.
  return {"the user mappings",
          "SELECT u.umid, u.srvname, u.usename, u.umoptions IS NOT NULL"
          " OR (u.umuser <> 0 AND u.usename = current_user"
          " AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE')))"
          " OR (u.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE'))"
          " OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user), u.umoptions"
          " FROM pg_user_mappings u JOIN pg_foreign_server s ON s.oid = u.srvid" +
              Whole(scope, scope.NotInExtension("pg_foreign_server", "s.oid")),
          ReadUserMappings, "pg_foreign_server"};
}

Step ForeignTablesStep(const Scope& scope) {
  return {"the foreign tables",
          "SELECT t.ftrelid, s.srvname, t.ftoptions FROM pg_foreign_table t"
          " JOIN pg_class c ON c.oid = t.ftrelid JOIN pg_foreign_server s ON s.oid = t.ftserver"
          " WHERE " +
              scope.In("c.relnamespace"),
          ReadForeignTables, "pg_foreign_table"};
}

Step ForeignColumnsStep(const Scope& scope) {
  return {"the columns of foreign tables",
          "SELECT a.attrelid, a.attnum, a.attfdwoptions FROM pg_attribute a"
          " JOIN pg_class c ON c.oid = a.attrelid WHERE a.attfdwoptions IS NOT NULL"
          " AND a.attnum > 0 AND NOT a.attisdropped AND " +
              scope.In("c.relnamespace"),
          ReadForeignColumns, "pg_foreign_table"};
}

}  // namespace schemadiff::introspect
