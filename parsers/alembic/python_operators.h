// Operators and subscripts over the built-in types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parsers/alembic/evaluator.h"

namespace schemadiff::py {

/// `object[lower:upper:step]`; the bounds are known values.
Value Slice(Evaluator& ev, Value object, Value lower, Value upper, Value step);

/// A text in quotes as repr() shows it.
std::string QuotedRepr(std::string_view text, bool bytes);

}  // namespace schemadiff::py
