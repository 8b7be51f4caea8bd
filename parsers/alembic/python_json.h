// json.dumps().
#pragma once

#include <string>

#include "parsers/alembic/evaluator.h"

namespace schemadiff::py {

/// What json.dumps(value, ...) gives; fails for values and options that are not read.
std::string JsonText(Evaluator& ev, Value value, const CallArgs& options);

}  // namespace schemadiff::py
