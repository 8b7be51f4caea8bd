// What is read of extensions besides their rows.
#pragma once

#include "engine/introspect/builder.h"
#include "engine/introspect/server.h"

namespace schemadiff::introspect {

/// After all steps: reads the members of the extensions that ExtensionsStep found to be others than
/// those built in, if there are any, and makes the comments on extensions that are not their
/// control files'. At most two statements.
void ReadExtensionMembers(Server& server, Builder& builder);

}  // namespace schemadiff::introspect
