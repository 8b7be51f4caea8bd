// What functions and aggregates have in common.
#pragma once

#include <string>
#include <vector>

#include "engine/catalog/kinds/function.h"
#include "engine/introspect/builder.h"

namespace schemadiff::introspect {

/// SELECT items for TakeArguments, over an alias `p` of pg_proc.
std::string ArgumentsSql();
/// The arguments, output ones included.
std::vector<Argument> TakeArguments(Row& row, Builder& builder);

/// pg_proc.proparallel.
Parallel ParallelFrom(char code);
/// The number in a float4 column's text.
double NumberFrom(std::string_view text);

}  // namespace schemadiff::introspect
