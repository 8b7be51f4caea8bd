// Functions in SQL that the planner puts their body in the place of.
#pragma once

#include "engine/analyze/context.h"
#include "engine/analyze/expr.h"

namespace schemadiff::sema {

/// Whether a call of the function, whatever volatility it is declared with, is as immutable as its
/// arguments, since its body takes its place and is plainly so. What is not plain, and functions
/// that are not inlined, give false. Source: inline_function() in clauses.c.
bool IsImmutableInlined(const Context& context, const Routine& routine);

}  // namespace schemadiff::sema
