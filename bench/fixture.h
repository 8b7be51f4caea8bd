// What the benchmarks share: generated texts and databases, made once per size.
#pragma once

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

/// Bytes in use on the heap.
size_t HeapBytes();

}  // namespace schemadiff::bench
