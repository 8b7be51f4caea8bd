#include "bench/copy_floor.h"

#include <libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "engine/base/strings.h"

namespace schemadiff::bench {
namespace {

// The first object identifier that is not reserved for the server's own objects.
#define SD_OURS " >= 16384"

constexpr const char* kQueries[] = {
    "SELECT * FROM pg_namespace",
    "SELECT * FROM pg_extension",
    "SELECT * FROM pg_class WHERE oid" SD_OURS,
    "SELECT * FROM pg_attribute WHERE attrelid" SD_OURS " AND attnum > 0",
    "SELECT adrelid, adnum, pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid" SD_OURS,
    "SELECT conname, connamespace, contype, condeferrable, condeferred, convalidated, conrelid,"
    " contypid, conindid, conparentid, confrelid, confupdtype, confdeltype, confmatchtype,"
    " conislocal, coninhcount, connoinherit, conkey, confkey, conexclop,"
    " pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE oid" SD_OURS,
    "SELECT indexrelid, indrelid, indnkeyatts, indisunique, indisprimary, indisexclusion,"
    " indimmediate, indisclustered, indisvalid, indisreplident, indkey, indcollation, indclass,"
    " indoption, pg_get_expr(indexprs, indrelid), pg_get_expr(indpred, indrelid) FROM pg_index"
    " WHERE indexrelid" SD_OURS,
    "SELECT * FROM pg_sequence",
    "SELECT * FROM pg_type WHERE oid" SD_OURS,
    "SELECT * FROM pg_enum",
    "SELECT * FROM pg_range WHERE rngtypid" SD_OURS,
    "SELECT * FROM pg_proc WHERE oid" SD_OURS,
    "SELECT * FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT * FROM pg_policy",
    "SELECT * FROM pg_inherits",
    "SELECT * FROM pg_description WHERE objoid" SD_OURS,
    "SELECT classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype FROM pg_depend"
    " WHERE objid" SD_OURS " AND deptype IN ('a', 'e', 'i')",
};

#undef SD_OURS

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

void Expect(PGconn* connection, const std::string& sql, ExecStatusType expected) {
  std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection, sql.c_str()), &PQclear);
  if (PQresultStatus(result.get()) != expected) {
    throw std::runtime_error(StrCat(sql, ": ", PQerrorMessage(connection)));
  }
}

size_t CopyOut(PGconn* connection, const char* query) {
  Expect(connection, StrCat("COPY (", query, ") TO STDOUT"), PGRES_COPY_OUT);
  size_t bytes = 0;
  while (true) {
    char* row = nullptr;
    const int length = PQgetCopyData(connection, &row, /*async=*/0);
    if (length < 0) break;
    bytes += static_cast<size_t>(length);
    PQfreemem(row);
  }
  while (PGresult* result = PQgetResult(connection)) {
    const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (!ok) throw std::runtime_error(StrCat(query, ": ", PQerrorMessage(connection)));
  }
  return bytes;
}

}  // namespace

size_t CopyCatalogs(const std::string& connection_string) {
  const Connection connection(PQconnectdb(connection_string.c_str()), &PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    throw std::runtime_error(PQerrorMessage(connection.get()));
  }
  Expect(connection.get(), "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", PGRES_COMMAND_OK);
  Expect(connection.get(), "SET search_path TO pg_catalog", PGRES_COMMAND_OK);
  size_t bytes = 0;
  for (const char* query : kQueries) bytes += CopyOut(connection.get(), query);
  Expect(connection.get(), "COMMIT", PGRES_COMMAND_OK);
  return bytes;
}

}  // namespace schemadiff::bench
