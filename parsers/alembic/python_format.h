// Python's format specifications, str.format() and the % operator.
#pragma once

#include <string>
#include <string_view>

#include "parsers/alembic/evaluator.h"

namespace schemadiff::py {

/// format(value, spec); raises ValueError for a specification that does not fit.
std::string FormatValue(Evaluator& ev, Value value, std::string_view spec);
/// format() of a string.
std::string FormatText(Evaluator& ev, std::string_view text, std::string_view spec);
/// `format % argument`. An Unknown where an argument that is used is unknown.
Value FormatPercent(Evaluator& ev, const String& format, Value argument);
/// `format.format(...)`. An Unknown where an argument that is used is unknown.
Value FormatBraces(Evaluator& ev, const String& format, const CallArgs& args);
/// A float as repr() shows it: the shortest digits that give the same number again.
std::string FloatRepr(double value);

}  // namespace schemadiff::py
