// The expressions that objects hold, and how they follow a change of names.
//
// PostgreSQL stores expressions as trees that refer to objects by number, and prints them with the
// names of the day (ruleutils.c). Here they are text, so a rename prints them anew.
#pragma once

#include <string_view>

#include "engine/analyze/renaming.h"
#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Prints the expressions of one object as they read once `renaming` has happened. To be called
/// before it does. An expression for which that is not known becomes unresolved, for `reason`.
/// Provenance stays: no statement has changed the expression.
void FollowInExpressions(Context& cx, ObjectId id, const Renaming& renaming,
                         std::string_view reason);

/// The same for all that depends on an object (with `column`, on that column of it), and for its
/// own parts.
void FollowInDependents(Context& cx, ObjectId id, Name column, const Renaming& renaming,
                        std::string_view reason);

/// Prints the query of a view or materialized view anew, whose columns have other names now.
void PrintQueryAnew(Context& cx, ObjectId view);

}  // namespace schemadiff::replay
