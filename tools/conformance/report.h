// What a run prints.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "tools/conformance/record.h"

namespace schemadiff::conformance {

/// One line of figures for a file, as it ends.
void PrintFile(const FileResult& result, std::ostream& out);
/// The figures of all files, and what stopped some of them.
void PrintTotals(const std::vector<FileResult>& results, std::ostream& out);
/// The statements of a category, each with its place, text and first difference.
void PrintList(const std::vector<FileResult>& results, Category category, std::ostream& out);
/// The most frequent causes of each category but those that are as they should be: how many
/// statements each has, and the first of them.
void PrintTop(const std::vector<FileResult>& results, size_t most, std::ostream& out);
/// All figures, of each file and in all; with the statements that are not as they should be, or
/// without.
nlohmann::json ResultsJson(const std::vector<FileResult>& results, bool exceptions);
/// What is worse than in an earlier run, a line each: the shares of conforming statements, of
/// silent divergences and of equal errors, in hundredths of a percent. `baseline` is what
/// ResultsJson gave then.
std::vector<std::string> Worsened(const std::vector<FileResult>& results,
                                  const nlohmann::json& baseline);

}  // namespace schemadiff::conformance
