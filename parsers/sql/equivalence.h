// The second tier of comparing expressions: what differs in text only.
#pragma once

#include <string_view>

namespace schemadiff {

/// Whether two expressions or queries have the same parse tree, apart from white space,
/// redundant parentheses, and casts between the unconstrained string types (text, varchar,
/// bpchar, and arrays of them), which change no value's text, and the qualification of a column
/// that only one of the two qualifies (from 16 on, pg_get_viewdef leaves it out where a query reads
/// one relation). False where either does not parse.
///
/// This is no equality: a finding on such a pair is cosmetic, never silent.
bool EquivalentModuloNoOps(std::string_view a, std::string_view b);

}  // namespace schemadiff
