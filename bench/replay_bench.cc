// Replaying a schema, and the whole check: replay, introspection, comparison.
#include <benchmark/benchmark.h>

#include <memory>

#include "bench/fixture.h"
#include "bench/generate_schema.h"
#include "engine/base/strings.h"
#include "engine/diff/difference.h"
#include "engine/introspect/introspect.h"
#include "engine/replay/replay.h"

namespace schemadiff::bench {
namespace {

// One that has all the features of the generated schemas, and that each replay is to follow.
constexpr int kServerVersion = 150000;

Catalog ReplaySchema(int tables, int server_version, Diagnostics* diagnostics) {
  Catalog catalog = InitialCatalog(server_version);
  ReplaySql(SchemaSource(tables), "", catalog, *diagnostics);
  return catalog;
}

// Without the right result a time means nothing.
bool Complete(benchmark::State& state, const Diagnostics& diagnostics) {
  if (diagnostics.empty()) return true;
  state.SkipWithError(diagnostics.list().front().message.c_str());
  return false;
}

void Replay(benchmark::State& state) {
  const auto tables = static_cast<int>(state.range(0));
  for (auto _ : state) {
    Diagnostics diagnostics;
    auto catalog = std::make_unique<Catalog>(ReplaySchema(tables, kServerVersion, &diagnostics));
    // A run of the tool ends with its catalogs; what they take to be freed is none of the replay's.
    state.PauseTiming();
    catalog.reset();
    state.ResumeTiming();
    if (!Complete(state, diagnostics)) break;
  }
}
// The largest size tells whether a statement costs the same whatever there is already.
BENCHMARK(Replay)->Apply(EachSize)->Arg(100000)->MeasureProcessCPUTime();

void Check(benchmark::State& state) {
  const auto tables = static_cast<int>(state.range(0));
  const std::string target = SchemaDatabase(tables).connection_string();
  for (auto _ : state) {
    Diagnostics diagnostics;
    const auto live = Introspect(target);
    if (!live.ok()) {
      state.SkipWithError(std::string(live.status().message()).c_str());
      break;
    }
    const Catalog expected = ReplaySchema(tables, live->identity.version_num, &diagnostics);
    const auto differences = Diff(expected, live->catalog);
    if (!Complete(state, diagnostics)) break;
    if (!differences.empty()) {
      state.SkipWithError("the replay differs from the server");
      break;
    }
  }
}
BENCHMARK(Check)->Apply(EachSize)->MeasureProcessCPUTime();

// The counter is what one replayed catalog holds on the heap, by malloc's own account: objects,
// edges, indexes, provenance, and the names, which are interned for good. For these to count, no
// other benchmark may have had them. The time is not the point.
void ReplayMemory(benchmark::State& state) {
  const auto tables = static_cast<int>(state.range(0));
  static int run = 0;
  double bytes = 0;
  for (auto _ : state) {
    Diagnostics diagnostics;
    auto source =
        SourceText::FromFile("schema.sql", GenerateSchema(tables, StrCat("kept_", ++run, "_")));
    const size_t before = HeapBytes();
    Catalog catalog = InitialCatalog(kServerVersion);
    ReplaySql(source, "", catalog, diagnostics);
    bytes = static_cast<double>(HeapBytes()) - static_cast<double>(before);
    if (!Complete(state, diagnostics)) break;
  }
  constexpr double kKibibyte = 1024;
  state.counters["KiB_per_table"] = bytes / kKibibyte / tables;
}
BENCHMARK(ReplayMemory)
    ->Arg(1000)
    ->Arg(10000)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
}  // namespace schemadiff::bench
