// What the benchmarks share: generated texts and databases, made once per size.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <memory>
#include <string>

#include "engine/base/source.h"
#include "engine/catalog/catalog.h"
#include "tests/support/pg_server.h"

namespace schemadiff::bench {

/// GenerateSchema(tables).
const std::string& SchemaText(int tables);
std::shared_ptr<const SourceText> SchemaSource(int tables);

/// A database with that schema, on the newest server that a pg_dump here can serve. Throws
/// std::runtime_error where there is no server.
testing::Database& SchemaDatabase(int tables);
/// The same, with GenerateDrift(tables) applied to it.
testing::Database& DriftedDatabase(int tables);

/// What the introspection of those makes. Throws std::runtime_error if it fails.
const Catalog& SchemaCatalog(int tables);
const Catalog& DriftedCatalog(int tables);

/// The sizes of the schemas that a benchmark runs over, in real time and milliseconds: for
/// BENCHMARK(...)->Apply().
void EachSize(benchmark::internal::Benchmark* benchmark);

/// Bytes in use on the heap.
size_t HeapBytes();

}  // namespace schemadiff::bench
