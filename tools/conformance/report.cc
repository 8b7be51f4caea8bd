#include "tools/conformance/report.h"

#include <algorithm>
#include <cstdint>
#include <iomanip>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>

namespace schemadiff::conformance {
namespace {

std::string Percent(int part, int whole) {
  if (whole == 0) return "-";
  std::ostringstream out;
  out << std::fixed << std::setprecision(2) << 100.0 * part / whole << " %";
  return out.str();
}

// Of a percent.
int64_t Hundredths(int part, int whole) { return whole == 0 ? 0 : int64_t{10000} * part / whole; }

bool IsGood(Category category) {
  return category == Category::kConforming || category == Category::kSameError ||
         category == Category::kOutside || category == Category::kCircumstance;
}

Figures Total(const std::vector<FileResult>& results) {
  Figures total;
  for (const FileResult& result : results) total.Add(CountRecords(result));
  return total;
}

void PrintShare(std::string_view what, int part, int whole, std::ostream& out) {
  out << "  " << std::left << std::setw(46) << what << std::right << std::setw(7) << part << "  "
      << Percent(part, whole) << '\n';
}

}  // namespace

void PrintFile(const FileResult& result, std::ostream& out) {
  const Figures figures = CountRecords(result);
  out << std::left << std::setw(24) << result.file << std::right << " accepted " << std::setw(5)
      << figures.accepted() << ": " << std::setw(5) << figures[Category::kConforming]
      << " conform, " << std::setw(3) << figures[Category::kDiverging] << " diverge, "
      << std::setw(3) << figures[Category::kRefused] << " refused, " << std::setw(4)
      << figures[Category::kUnmodelled] << " not modelled; rejected " << std::setw(4)
      << figures.rejected() << ": " << std::setw(4) << figures[Category::kSameError] << " same, "
      << std::setw(3) << figures[Category::kOtherError] << " other, " << std::setw(3)
      << figures[Category::kAccepted] << " accepted, " << std::setw(3)
      << figures[Category::kUnmodelledError] << " not modelled";
  if (figures[Category::kLost] > 0) out << "; " << figures[Category::kLost] << " not compared";
  if (result.not_sent > 0) out << "; " << result.not_sent << " not sent";
  out << " (" << std::fixed << std::setprecision(1) << result.seconds << " s)" << '\n'
      << std::flush;
  if (!result.failure.empty()) out << "  FAILED: " << result.failure << '\n' << std::flush;
}

void PrintTotals(const std::vector<FileResult>& results, std::ostream& out) {
  const Figures all = Total(results);
  int failed = 0;
  for (const FileResult& result : results) failed += result.failure.empty() ? 0 : 1;
  out << "\n" << results.size() << " files, " << failed << " of them not to their end\n";
  out << "Definitions that the server accepts: " << all.accepted() << '\n';
  PrintShare("conforming", all[Category::kConforming], all.accepted(), out);
  PrintShare("diverging silently", all[Category::kDiverging], all.accepted(), out);
  PrintShare("refused by the replay", all[Category::kRefused], all.accepted(), out);
  PrintShare("not modelled, and said so", all[Category::kUnmodelled], all.accepted(), out);
  out << "Definitions that the server rejects: " << all.rejected() << '\n';
  PrintShare("same SQLSTATE", all[Category::kSameError], all.rejected(), out);
  PrintShare("other SQLSTATE", all[Category::kOtherError], all.rejected(), out);
  PrintShare("accepted by the replay", all[Category::kAccepted], all.rejected(), out);
  PrintShare("not modelled, and said so", all[Category::kUnmodelledError], all.rejected(), out);
  out << "Not counted: " << all[Category::kCircumstance] << " rejected for rows or files, "
      << all[Category::kOutside] << " about no part of a schema, " << all[Category::kLost]
      << " that could not be compared\n";
}

void PrintList(const std::vector<FileResult>& results, Category category, std::ostream& out) {
  for (const FileResult& result : results) {
    for (const Record& record : result.records) {
      if (record.category != category) continue;
      out << record.place << ": " << record.text << "\n    " << record.detail << '\n';
    }
  }
}

void PrintTop(const std::vector<FileResult>& results, size_t most, std::ostream& out) {
  struct Cause {
    int count = 0;
    const Record* first = nullptr;
  };
  std::map<Category, std::map<std::string, Cause>> by_category;
  for (const FileResult& result : results) {
    for (const Record& record : result.records) {
      if (IsGood(record.category)) continue;
      Cause& cause = by_category[record.category][record.cause];
      if (cause.count++ == 0) cause.first = &record;
    }
  }
  for (const auto& [category, causes] : by_category) {
    std::vector<std::pair<std::string, Cause>> ranked(causes.begin(), causes.end());
    std::ranges::stable_sort(ranked, std::ranges::greater{},
                             [](const auto& entry) { return entry.second.count; });
    out << "\n== " << ToString(category) << ": " << ranked.size() << " causes\n";
    for (size_t i = 0; i < std::min(most, ranked.size()); ++i) {
      const auto& [text, cause] = ranked[i];
      out << std::setw(5) << cause.count << "  " << text << "\n         " << cause.first->place
          << ": " << cause.first->text << "\n         " << cause.first->detail << '\n';
    }
  }
}

nlohmann::json ResultsJson(const std::vector<FileResult>& results, bool exceptions) {
  const auto figures = [](const Figures& counted) {
    nlohmann::json json = nlohmann::json::object();
    for (size_t i = 0; i < kCategories; ++i) {
      if (counted.counts[i] == 0) continue;
      json[std::string(ToString(static_cast<Category>(i)))] = counted.counts[i];
    }
    return json;
  };
  nlohmann::json files = nlohmann::json::array();
  for (const FileResult& result : results) {
    nlohmann::json file = {{"file", result.file}, {"figures", figures(CountRecords(result))}};
    if (exceptions) {
      nlohmann::json list = nlohmann::json::array();
      for (const Record& record : result.records) {
        if (!IsGood(record.category)) list.push_back(ToJson(record));
      }
      file["exceptions"] = std::move(list);
    }
    if (!result.failure.empty()) file["failure"] = result.failure;
    files.push_back(std::move(file));
  }
  return {{"figures", figures(Total(results))}, {"files", std::move(files)}};
}

std::vector<std::string> Worsened(const std::vector<FileResult>& results,
                                  const nlohmann::json& baseline) {
  Figures before;
  for (size_t i = 0; i < kCategories; ++i) {
    before.counts[i] =
        baseline.at("figures").value(std::string(ToString(static_cast<Category>(i))), 0);
  }
  // In hundredths of a percent: a few statements depend on how fast the machine is, or on the
  // server's minor version.
  constexpr int64_t kNoise = 10;
  const Figures now = Total(results);
  std::vector<std::string> lines;
  const auto compare = [&](std::string_view what, Category category, bool more_is_better,
                           int (Figures::*whole)() const) {
    const auto share = [&](const Figures& figures) {
      return Hundredths(figures[category], (figures.*whole)());
    };
    const int64_t difference = share(now) - share(before);
    if (more_is_better ? difference >= -kNoise : difference <= kNoise) return;
    std::string line(what);
    line += ": " + Percent(before[category], (before.*whole)()) + " before, now " +
            Percent(now[category], (now.*whole)());
    lines.push_back(std::move(line));
  };
  compare("conforming", Category::kConforming, true, &Figures::accepted);
  compare("diverging silently", Category::kDiverging, false, &Figures::accepted);
  compare("refused by the replay", Category::kRefused, false, &Figures::accepted);
  compare("same SQLSTATE", Category::kSameError, true, &Figures::rejected);
  return lines;
}

}  // namespace schemadiff::conformance
