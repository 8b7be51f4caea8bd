// Python's built-in functions and classes.
#pragma once

#include <optional>
#include <string_view>

#include "parsers/alembic/evaluator.h"

namespace schemadiff::py {

/// The built-in of that name; nullopt where Python has none, or none that is read.
std::optional<Value> Builtin(Evaluator& ev, std::string_view name);

}  // namespace schemadiff::py
