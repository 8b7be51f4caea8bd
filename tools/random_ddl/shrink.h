// Making a program that diverges as small as it will go.
#pragma once

#include "tools/random_ddl/program.h"
#include "tools/random_ddl/runner.h"

namespace schemadiff::random_ddl {

/// Leaves out statements, and then parts of statements, as long as the program still diverges for
/// the same reason. Returns what became of the smallest one. At most `most_runs` programs are run.
///
/// Source: Zeller, Hildebrandt: Simplifying and isolating failure-inducing input (2002).
Result Shrink(Runner& runner, Mode mode, Result diverging, int most_runs);

}  // namespace schemadiff::random_ddl
