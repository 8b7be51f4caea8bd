// What a statement that reads or writes data does to the schema and to the session.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Looks for calls of functions that change settings or, as far as can be told, the schema, and for
/// tables whose triggers do. Reports these, and marks what they may change.
void LookForCalls(Context& cx, const ast::Node& stmt);

/// Whether code that is evaluated, an expression or a query, may call one of these.
bool MayCallIntoSchema(const Context& cx, std::string_view code);

}  // namespace schemadiff::replay
