// Comparing two catalogs: equal ones, and ones that differ in three of a hundred tables.
#include <benchmark/benchmark.h>

#include "bench/fixture.h"
#include "engine/diff/difference.h"

namespace schemadiff::bench {
namespace {

void DiffEqual(benchmark::State& state) {
  const Catalog& catalog = SchemaCatalog(static_cast<int>(state.range(0)));
  const Catalog copy = catalog;
  for (auto _ : state) {
    if (!Diff(catalog, copy).empty()) {
      state.SkipWithError("a catalog differs from its copy");
      break;
    }
  }
}
BENCHMARK(DiffEqual)->Apply(EachSize)->MeasureProcessCPUTime();

void DiffDrifted(benchmark::State& state) {
  const auto tables = static_cast<int>(state.range(0));
  const Catalog& expected = SchemaCatalog(tables);
  const Catalog& actual = DriftedCatalog(tables);
  for (auto _ : state) {
    const auto differences = Diff(expected, actual);
    if (differences.size() < static_cast<size_t>(tables) * 3 / 100) {
      state.SkipWithError("drift was not found");
      break;
    }
    state.counters["differences"] = static_cast<double>(differences.size());
  }
}
BENCHMARK(DiffDrifted)->Apply(EachSize)->MeasureProcessCPUTime();

}  // namespace
}  // namespace schemadiff::bench
