// Operators of the catalog.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// The operator is about to be dropped: its commutator and negator lose their links to it.
void ForgetOperator(Context& cx, const ObjectKey& key, OriginId origin);

/// An operator or function is about to be dropped: the families of which it is a member that they
/// can do without lose it (operator_family.cc).
void ForgetFamilyMember(Context& cx, const ObjectKey& key, OriginId origin);

/// Whether an operator written like that may be one of the catalog.
bool MayBeOwnOperator(const Context& cx, const ast::List& name);

}  // namespace schemadiff::replay
