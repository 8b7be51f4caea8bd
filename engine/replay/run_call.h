// Calls of functions that a history made itself.
#pragma once

#include <optional>
#include <string>

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// The one call that is all that a SELECT consists of, and so happens once; nullptr for others.
const ast::FuncCall* SoleCall(const ast::SelectStmt& stmt);

/// Runs the code of a function or procedure of the catalog, where it is PL/pgSQL and called
/// with constants. Returns why it could not be run, or nothing where it was.
/// Throws PgError where the code fails.
std::optional<std::string> RunCall(Context& cx, const ast::FuncCall& call);

}  // namespace schemadiff::replay
