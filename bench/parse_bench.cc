// Parsing, beside libpg_query's raw parse of the same text.
#include <benchmark/benchmark.h>
#include <pg_query.h>

#include "bench/fixture.h"
#include "parsers/sql/parser.h"

namespace schemadiff::bench {
namespace {

void SetBytes(benchmark::State& state, int tables) {
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(SchemaText(tables).size()));
}

void RawParse(benchmark::State& state) {
  const auto tables = static_cast<int>(state.range(0));
  const std::string& text = SchemaText(tables);
  for (auto _ : state) {
    PgQuerySplitResult result = pg_query_split_with_parser(text.c_str());
    if (result.error != nullptr) {
      state.SkipWithError(result.error->message);
      break;
    }
    benchmark::DoNotOptimize(result.n_stmts);
    pg_query_free_split_result(result);
  }
  SetBytes(state, tables);
}
BENCHMARK(RawParse)->Apply(EachSize)->Arg(100000)->MeasureProcessCPUTime();

void Parse(benchmark::State& state) {
  const auto tables = static_cast<int>(state.range(0));
  const auto source = SchemaSource(tables);
  for (auto _ : state) {
    const ParsedScript script = ParseSql(source);
    if (script.statements.size() != static_cast<size_t>(tables) * 3) {
      state.SkipWithError("not all statements were parsed");
      break;
    }
  }
  SetBytes(state, tables);
}
BENCHMARK(Parse)->Apply(EachSize)->MeasureProcessCPUTime();

}  // namespace
}  // namespace schemadiff::bench
