// Many programs, in processes of their own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tools/random_ddl/program.h"

namespace schemadiff::random_ddl {

struct RunOptions {
  uint64_t seed = 0;
  int first = 0;  ///< the number of the first program
  int programs = 100;
  int jobs = 1;  ///< processes, each with a throwaway server of its own
  int major = 15;
  int max_statements = 40;
  bool keep_going = false;  ///< after a divergence
  int shrink_runs = 400;    ///< how many runs the shrinking of one program may take
};

struct Divergence {
  int program = 0;
  std::string cause;
  std::string detail;
  std::string script;  ///< the smallest program that was found
};

/// What a run found.
struct Totals {
  int programs = 0;
  int rolled_back = 0;  ///< of these, those in one transaction
  int accepted = 0;     ///< statements, by the server
  int rejected = 0;
  int same_error = 0;
  std::map<std::string, int> other_errors;
  std::map<std::string, int> unmodelled;
  std::map<std::string, int> circumstances;
  std::vector<Divergence> divergences;
};

/// Runs the programs. `found` is called for each divergence as it turns up, `progress` now and
/// then. A process that dies counts as a divergence of the program that it was at. Throws
/// std::runtime_error where a server cannot be started.
Totals RunPrograms(const RunOptions& options, const std::function<void(const Divergence&)>& found,
                   const std::function<void(const Totals&)>& progress);

}  // namespace schemadiff::random_ddl
