// Nested conditions in text that is read again.
#pragma once

#include <string>
#include <string_view>

namespace schemadiff {

/// What KeepNesting() writes before a condition, as the name of a function. No function is called
/// so; whoever resolves the text takes the argument for the call.
inline constexpr std::string_view kNestedCondition = "schema_diff nested condition";

/// The grammar reads `(a AND b) AND c` as one list of three, like `a AND b AND c`. What a server
/// stores can have the two nested, as BETWEEN makes them, and prints both with these parentheses.
/// Returns the text, printed so, with such nested lists as arguments of calls that keep them apart.
/// Source: makeAndExpr and makeOrExpr in gram.y.
std::string KeepNesting(std::string_view printed);

}  // namespace schemadiff
