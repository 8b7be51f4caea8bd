// Random DDL on a throwaway server and in the replay: both must make the same schema of it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tools/random_ddl/workers.h"

namespace schemadiff::random_ddl {
namespace {

constexpr int kProgressEvery = 500;

void PrintCounts(const std::string& title, const std::map<std::string, int>& counts, size_t most) {
  if (counts.empty()) return;
  std::vector<std::pair<std::string, int>> list(counts.begin(), counts.end());
  std::ranges::stable_sort(list, [](const auto& a, const auto& b) { return a.second > b.second; });
  std::cout << title << ":\n";
  for (size_t i = 0; i < list.size() && i < most; ++i) {
    std::cout << "  " << list[i].second << "  " << list[i].first << '\n';
  }
  if (list.size() > most) std::cout << "  and " << list.size() - most << " more causes\n";
}

void Print(const RunOptions& options, const Divergence& divergence) {
  std::cout << "\n--- program " << divergence.program << ": " << divergence.cause << "\n"
            << divergence.detail << "\n"
            << divergence.script << "--- again: --seed " << options.seed << " --first "
            << divergence.program << " --programs 1\n"
            << std::flush;
}

int Sum(const std::map<std::string, int>& counts) {
  int sum = 0;
  for (const auto& [cause, count] : counts) sum += count;
  return sum;
}

void Print(const Totals& totals, size_t top) {
  std::cout << "programs: " << totals.programs << " (" << totals.rolled_back
            << " rolled back), diverging: " << totals.divergences.size()
            << "\nstatements accepted: " << totals.accepted << ", rejected: " << totals.rejected
            << " (same SQLSTATE: " << totals.same_error << ", another: " << Sum(totals.other_errors)
            << "); not modelled: " << Sum(totals.unmodelled)
            << ", errors of computations: " << Sum(totals.circumstances) << '\n';
  PrintCounts("another SQLSTATE", totals.other_errors, top);
  PrintCounts("not modelled", totals.unmodelled, top);
  PrintCounts("errors of computations", totals.circumstances, top);
}

int Run(const RunOptions& options, size_t top) {
  std::cout << "seed " << options.seed << ", PostgreSQL " << options.major << "\n" << std::flush;
  const Totals totals = RunPrograms(
      options, [&](const Divergence& divergence) { Print(options, divergence); },
      [](const Totals& so_far) {
        if (so_far.programs % kProgressEvery == 0) {
          std::cout << so_far.programs << " programs, " << so_far.divergences.size() << " diverging"
                    << "\n"
                    << std::flush;
        }
      });
  Print(totals, top);
  if (options.keep_going) {
    std::map<std::string, int> causes;
    for (const Divergence& divergence : totals.divergences) ++causes[divergence.cause];
    PrintCounts("divergences", causes, causes.size());
  }
  return totals.divergences.empty() ? 0 : 1;
}

}  // namespace
}  // namespace schemadiff::random_ddl

int main(int argc, char** argv) {
  schemadiff::random_ddl::RunOptions options;
  size_t top = 20;
  CLI::App app{
      "Makes random DDL programs, runs each on a throwaway server and in the replay, and fails "
      "where they do not agree, with the smallest program that shows it."};
  const CLI::Option* seed = app.add_option("--seed", options.seed, "of the run; without: another");
  app.add_option("--programs", options.programs, "how many")->check(CLI::PositiveNumber);
  app.add_option("--first", options.first, "the number of the first one");
  app.add_option("--jobs", options.jobs, "processes")->check(CLI::Range(1, 64));
  app.add_option("--server", options.major, "major version of the server");
  app.add_option("--max-statements", options.max_statements, "of a program")
      ->check(CLI::Range(1, 1000));
  app.add_flag("--keep-going", options.keep_going, "find further divergences after the first one");
  app.add_option("--shrink-runs", options.shrink_runs, "how long to look for a smaller program");
  app.add_option("--top", top, "how many causes to print of each list");
  CLI11_PARSE(app, argc, argv);
  if (seed->count() == 0) options.seed = std::random_device()();
  try {
    return schemadiff::random_ddl::Run(options, top);
  } catch (const std::exception& error) {
    std::cerr << "random_ddl: " << error.what() << '\n';
    return 1;
  }
}
