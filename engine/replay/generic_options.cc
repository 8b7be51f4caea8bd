// OPTIONS (...) of foreign-data wrappers, servers, user mappings, foreign tables and their columns.
//
// Facts from foreigncmds.c (transformGenericOptions) and foreign.c (postgresql_fdw_validator) of
// the server's source.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

// What postgresql_fdw_validator() takes.
bool IsKnownToValidator(std::string_view name, GenericOptionsOf what) {
  static constexpr std::array<std::string_view, 12> kServer = {
      "authtype", "service", "connect_timeout", "dbname",     "host",    "hostaddr",
      "port",     "tty",     "options",         "requiressl", "sslmode", "gsslib"};
  if (what == GenericOptionsOf::kUserMapping) return name == "user" || name == "password";
  return what == GenericOptionsOf::kServer && std::ranges::find(kServer, name) != kServer.end();
}

void ApplyOption(const ast::DefElem& element, Options* options) {
  const std::string_view name = element.defname;
  const bool there = options->Find(name) != nullptr;
  const bool adds = element.defaction == ast::DefElemAction::DEFELEM_ADD ||
                    element.defaction == ast::DefElemAction::DEFELEM_UNSPEC;
  if (adds && there) {
    throw PgError(sqlstate::kDuplicateObject,
                  StrCat("option \"", name, "\" provided more than once"));
  }
  if (!adds && !there) {
    throw PgError(sqlstate::kUndefinedObject, StrCat("option \"", name, "\" not found"));
  }
  if (element.defaction == ast::DefElemAction::DEFELEM_DROP) {
    options->Reset(Name(name));
  } else {
    options->Set(Name(name), IsSecretOption(name) ? std::string(kHiddenValue) : DefString(element));
  }
}

}  // namespace

void ApplyGenericOptions(const ast::List& list, const QualifiedName& validator,
                         GenericOptionsOf what, Options* options) {
  for (const ast::Node* node : list) ApplyOption(*ast::Cast<ast::DefElem>(node), options);
  for (const Option& option : options->list()) {
    if (option.name.str().find('=') == std::string::npos) continue;
    throw PgError(sqlstate::kInvalidParameterValue,
                  StrCat("invalid option name \"", option.name, "\": must not contain \"=\""));
  }
  if (list.empty() || validator != QualifiedName{"pg_catalog", "postgresql_fdw_validator"}) return;
  for (const Option& option : options->list()) {
    if (IsKnownToValidator(option.name, what)) continue;
    throw PgError(sqlstate::kSyntaxError, StrCat("invalid option \"", option.name, "\""));
  }
}

bool IsForeign(const Object& relation) {
  const auto* table = relation.TryAs<Table>();
  return table != nullptr && !table->server.empty();
}

namespace {

QualifiedName ValidatorOf(const Context& cx, ObjectId table) {
  return WrapperOf(cx, RequireServer(cx, cx.catalog.Get(table).As<Table>().server)).validator;
}

}  // namespace

void SetForeignTableOptions(Context& cx, ObjectId table, const ast::List& list, OriginId origin) {
  Options options = cx.catalog.Get(table).As<Table>().foreign_options;
  ApplyGenericOptions(list, ValidatorOf(cx, table), GenericOptionsOf::kTable, &options);
  if (options == cx.catalog.Get(table).As<Table>().foreign_options) return;
  cx.catalog.Set(table, &Table::foreign_options, std::move(options), origin);
}

void SetForeignColumnOptions(Context& cx, ObjectId table, Name column, const ast::List& list,
                             OriginId origin) {
  const Object& object = cx.catalog.Get(table);
  if (!IsForeign(object)) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("ALTER action ALTER COLUMN ... OPTIONS cannot be performed on relation \"",
                         object.key.name, "\""));
  }
  if (IsSystemColumn(column)) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("cannot alter system column \"", column, "\""));
  }
  const ObjectId id = RequireColumn(cx, table, column);
  Options options = cx.catalog.Get(id).As<Column>().foreign_options;
  ApplyGenericOptions(list, ValidatorOf(cx, table), GenericOptionsOf::kColumn, &options);
  if (options == cx.catalog.Get(id).As<Column>().foreign_options) return;
  cx.catalog.Set(id, &Column::foreign_options, std::move(options), origin);
}

}  // namespace schemadiff::replay
