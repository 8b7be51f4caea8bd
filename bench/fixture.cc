#include "bench/fixture.h"

#include <malloc.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <vector>

#include "bench/generate_schema.h"
#include "engine/introspect/introspect.h"
#include "tests/support/pg_programs.h"

namespace schemadiff::bench {
namespace {

using testing::Database;
using testing::PgServer;

// A part of the script that makes a database is one transaction, which locks all that it makes.
const std::vector<std::string> kSettings = {"max_locks_per_transaction=4096",
                                            "shared_buffers=512MB", "max_wal_size=4GB"};

int Major() {
  const auto dump = testing::NewestPgDump();
  int best = 0;
  for (const int major : PgServer::MajorsUnderTest()) {
    if (dump && major <= dump->major) best = major;
  }
  if (best == 0) throw std::runtime_error("no PostgreSQL server with a pg_dump for it here");
  return best;
}

PgServer& Server() {
  static PgServer server(Major(), kSettings);
  return server;
}

std::unique_ptr<Database> MakeDatabase(int tables, bool drifted) {
  auto database = Server().CreateDatabase();
  // In parts: what a server does at a statement's end grows with all that its transaction made.
  const std::string& text = SchemaText(tables);
  constexpr size_t kPart = size_t{256} << 10;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find("\nCREATE TABLE ", std::min(begin + kPart, text.size()));
    database->Execute(text.substr(begin, end - begin));
    begin = end == std::string::npos ? text.size() : end;
  }
  if (drifted) database->Execute(GenerateDrift(tables));
  // Autovacuum is off: what a database in use would have had done to its catalogs.
  database->Execute("VACUUM ANALYZE");
  return database;
}

Database& DatabaseOf(int tables, bool drifted) {
  Server();  // constructed before the map, so that it goes after it
  static std::map<std::pair<int, bool>, std::unique_ptr<Database>> databases;
  auto& database = databases[{tables, drifted}];
  if (database == nullptr) database = MakeDatabase(tables, drifted);
  return *database;
}

const Catalog& CatalogOf(int tables, bool drifted) {
  static std::map<std::pair<int, bool>, std::unique_ptr<Catalog>> catalogs;
  auto& catalog = catalogs[{tables, drifted}];
  if (catalog == nullptr) {
    auto live = Introspect(DatabaseOf(tables, drifted).connection_string());
    if (!live.ok()) throw std::runtime_error(std::string(live.status().message()));
    catalog = std::make_unique<Catalog>(std::move(live->catalog));
  }
  return *catalog;
}

}  // namespace

const std::string& SchemaText(int tables) {
  static std::map<int, std::string> texts;
  std::string& text = texts[tables];
  if (text.empty()) text = GenerateSchema(tables);
  return text;
}

std::shared_ptr<const SourceText> SchemaSource(int tables) {
  return SourceText::FromFile("schema.sql", SchemaText(tables));
}

Database& SchemaDatabase(int tables) { return DatabaseOf(tables, /*drifted=*/false); }
Database& DriftedDatabase(int tables) { return DatabaseOf(tables, /*drifted=*/true); }
const Catalog& SchemaCatalog(int tables) { return CatalogOf(tables, /*drifted=*/false); }
const Catalog& DriftedCatalog(int tables) { return CatalogOf(tables, /*drifted=*/true); }

void EachSize(benchmark::internal::Benchmark* benchmark) {
  for (const int tables : {100, 1000, 10000}) benchmark->Arg(tables);
  benchmark->Unit(benchmark::kMillisecond)->UseRealTime();
}

size_t HeapBytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

}  // namespace schemadiff::bench
