// Reading a server's catalog, beside a bare COPY of what it is made from and `pg_dump -s`.
#include <benchmark/benchmark.h>

#include "bench/copy_floor.h"
#include "bench/fixture.h"
#include "engine/introspect/introspect.h"

namespace schemadiff::bench {
namespace {

void CopyFloor(benchmark::State& state) {
  const std::string target = SchemaDatabase(static_cast<int>(state.range(0))).connection_string();
  for (auto _ : state) benchmark::DoNotOptimize(CopyCatalogs(target));
}
BENCHMARK(CopyFloor)->Apply(EachSize);

void PgDump(benchmark::State& state) {
  const testing::Database& database = SchemaDatabase(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    if (!database.PgDumpSchema()) {
      state.SkipWithError("pg_dump cannot serve this server");
      break;
    }
  }
}
BENCHMARK(PgDump)->Apply(EachSize);

void IntrospectOver(int connections, benchmark::State& state) {
  const std::string target = SchemaDatabase(static_cast<int>(state.range(0))).connection_string();
  IntrospectOptions options;
  options.connections = connections;
  for (auto _ : state) {
    const auto live = Introspect(target, options);
    if (!live.ok()) {
      state.SkipWithError(std::string(live.status().message()).c_str());
      break;
    }
  }
}

void IntrospectServer(benchmark::State& state) { IntrospectOver(1, state); }
BENCHMARK(IntrospectServer)->Apply(EachSize);

void IntrospectOverTwo(benchmark::State& state) { IntrospectOver(2, state); }
BENCHMARK(IntrospectOverTwo)->Apply(EachSize);

// The counter is what one catalog holds on the heap, by malloc's own account, without the names
// (ReplayMemory has these, too). The time is not the point.
void CatalogMemory(benchmark::State& state) {
  const auto tables = static_cast<int>(state.range(0));
  const std::string target = SchemaDatabase(tables).connection_string();
  double bytes = 0;
  for (auto _ : state) {
    const size_t before = HeapBytes();
    auto live = Introspect(target);
    if (!live.ok()) {
      state.SkipWithError(std::string(live.status().message()).c_str());
      break;
    }
    bytes = static_cast<double>(HeapBytes()) - static_cast<double>(before);
  }
  constexpr double kKibibyte = 1024;
  state.counters["KiB_per_table"] = bytes / kKibibyte / tables;
}
BENCHMARK(CatalogMemory)
    ->Arg(1000)
    ->Arg(10000)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace schemadiff::bench
