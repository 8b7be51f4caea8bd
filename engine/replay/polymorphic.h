// Calling functions with given argument types, as far as aggregates need it.
//
// Facts from pg_aggregate.c (lookup_agg_function), parse_func.c (func_get_detail) and
// parse_coerce.c (enforce_generic_type_consistency) of the server's source.
#pragma once

#include <vector>

#include "engine/replay/context.h"
#include "engine/replay/routine.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {

/// The function that an aggregate uses for these arguments, which need no conversion at run time;
/// its `result` is what it returns for them. 42883 where there is none, 42804 where it returns a
/// set or needs a conversion, NotModelled where it takes PostgreSQL's full rules to choose.
Routine LookUpSupportFunction(const Context& cx, const ast::List& name,
                              const std::vector<ResolvedType>& arguments);

}  // namespace schemadiff::replay
