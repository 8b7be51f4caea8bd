// What is on the server besides the kinds of our model.
#pragma once

#include <string>

#include "engine/introspect/scope.h"

namespace schemadiff::introspect {

/// A query of (kind, count), kinds as PostgreSQL calls them: everything that users can make and
/// that has no kind in engine/catalog. Members of extensions are not counted, nor is what initdb
/// made, but where other privileges were given on them than there were at first. Objects outside of
/// all schemas are counted only where the whole database is read.
std::string UnmodelledSql(const Scope& scope);

}  // namespace schemadiff::introspect
