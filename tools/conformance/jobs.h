// The files of a suite, each in a process and a database of its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tools/conformance/record.h"
#include "tools/conformance/suite.h"

namespace schemadiff::conformance {

struct JobOptions {
  int major = 15;            ///< of the servers
  int jobs = 2;              ///< files at the same time, each with a throwaway server of its own
  int file_timeout_s = 300;  ///< after which a file's process is ended
};

/// Runs the files. `done` is called for each as it ends; the results are in the order of `files`.
/// A process that dies gives a result with what was found until then. Throws std::runtime_error
/// where servers cannot be started, or the suite's set-up fails.
std::vector<FileResult> RunFiles(const Suite& suite, const std::vector<std::string>& files,
                                 const JobOptions& options,
                                 const std::function<void(const FileResult&)>& done);

}  // namespace schemadiff::conformance
