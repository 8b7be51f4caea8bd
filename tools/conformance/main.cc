// How far the replay agrees with a server on PostgreSQL's own regression suite.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "tools/conformance/jobs.h"
#include "tools/conformance/report.h"
#include "tools/conformance/suite.h"

namespace schemadiff::conformance {
namespace {

constexpr int kBadUsage = 2;

struct Options {
  std::string suite;
  std::vector<std::string> files;
  std::vector<std::string> lists;
  size_t top = 0;
  std::string json;
  std::string figures;
  std::string baseline;
  JobOptions jobs;
};

std::vector<std::string> Chosen(const Suite& suite, const Options& options) {
  std::vector<std::string> files;
  for (const std::string& file : options.files.empty() ? suite.Files() : options.files) {
    if (!suite.Has(file)) throw std::runtime_error(StrCat("no such file in the suite: ", file));
    const std::string_view reason = Suite::ReasonToSkip(file);
    if (reason.empty()) {
      files.push_back(file);
    } else {
      std::cout << file << " is skipped: " << reason << '\n';
    }
  }
  return files;
}

void Write(const std::string& path, const nlohmann::json& json) {
  std::ofstream out(path);
  out << json.dump(1) << '\n';
  if (!out.flush()) throw std::runtime_error(StrCat("cannot write ", path));
}

nlohmann::json ReadJson(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error(StrCat("cannot read ", path));
  return nlohmann::json::parse(in);
}

int Run(const Options& options) {
  std::vector<Category> lists;
  for (const std::string& name : options.lists) {
    const auto category = CategoryFrom(name);
    if (!category) {
      std::cerr << "conformance: no such category: " << name << '\n';
      return kBadUsage;
    }
    lists.push_back(*category);
  }
  const Suite suite(options.suite);
  const std::vector<std::string> files = Chosen(suite, options);
  if (files.empty()) {
    std::cerr << "conformance: no files in " << options.suite << "/sql\n";
    return kBadUsage;
  }
  const std::vector<FileResult> results = RunFiles(
      suite, files, options.jobs, [](const FileResult& result) { PrintFile(result, std::cout); });
  PrintTotals(results, std::cout);
  for (const Category category : lists) PrintList(results, category, std::cout);
  if (options.top > 0) PrintTop(results, options.top, std::cout);
  if (!options.json.empty()) Write(options.json, ResultsJson(results, true));
  if (!options.figures.empty()) Write(options.figures, ResultsJson(results, false));
  bool good =
      std::ranges::all_of(results, [](const FileResult& result) { return result.failure.empty(); });
  if (!options.baseline.empty()) {
    for (const std::string& line : Worsened(results, ReadJson(options.baseline))) {
      std::cout << "WORSE: " << line << '\n';
      good = false;
    }
  }
  return good ? 0 : 1;
}

}  // namespace
}  // namespace schemadiff::conformance

int main(int argc, char** argv) {
  using schemadiff::conformance::Options;
  Options options;
  CLI::App app{
      "Runs PostgreSQL's regression suite on a throwaway server and in the replay, statement by "
      "statement, and counts where both agree."};
  app.add_option("--suite", options.suite, "src/test/regress of PostgreSQL's source")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--server", options.jobs.major, "major version of the server");
  app.add_option("--jobs", options.jobs.jobs, "files at the same time")->check(CLI::Range(1, 64));
  app.add_option("--file-timeout", options.jobs.file_timeout_s, "seconds for one file");
  app.add_option("--list", options.lists,
                 "print the statements of a category: diverging, refused, unmodelled, other-error, "
                 "accepted, unmodelled-error, lost")
      ->allow_extra_args(false);
  app.add_option("--top", options.top, "print so many causes of each category");
  app.add_option("--json", options.json, "write all figures and exceptions to this file");
  app.add_option("--figures", options.figures, "write the figures alone to this file");
  app.add_option("--baseline", options.baseline,
                 "fail where the figures are worse than those in this file, which --figures wrote");
  app.add_option("files", options.files, "names of files, without .sql; none: all");
  CLI11_PARSE(app, argc, argv);
  try {
    return schemadiff::conformance::Run(options);
  } catch (const std::exception& error) {
    std::cerr << "conformance: " << error.what() << '\n';
    return 1;
  }
}
