// The second observer: a new database is made from nothing but what introspection saw. The new one
// must be seen alike; and pg_dump, which knows nothing of our model, must print both alike. A
// difference that it shows and we do not is an attribute that the model lacks.
#pragma once

#include <string>

#include "engine/introspect/introspect.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {

/// Introspects with everything that a copy needs. Fails the test where that fails.
LiveCatalog SeeAll(const Database& database);

/// Makes the copy of a database, of which `seen` is what SeeAll found, and compares the two. The
/// copy is looked at by a role that owns nothing and may only CONNECT, and so is the original,
/// where it has what a copy has not. Returns what is wrong; empty where nothing is.
std::string CopyProblem(Database& original, const LiveCatalog& seen);

}  // namespace schemadiff::testing
