// Operators that statements made. The catalog holds no operators, but they take part in what
// expressions mean.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// CREATE OPERATOR.
void NoteOperator(Context& cx, const ast::DefineStmt& stmt);
/// DROP OPERATOR.
void ForgetOperators(Context& cx, const ast::List& operators);
/// ALTER OPERATOR ... SET SCHEMA.
void MoveOperator(Context& cx, const ast::ObjectWithArgs& op, Name schema);

/// Whether an operator written like that may be one that a statement made.
bool MayBeOwnOperator(const Context& cx, const ast::List& name);

}  // namespace schemadiff::replay
