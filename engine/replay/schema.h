// Schemas: what CREATE and ALTER SCHEMA share.
#pragma once

#include <string_view>

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Throws 42939 for a name that is reserved for the server's own schemas.
void CheckSchemaName(std::string_view name);

}  // namespace schemadiff::replay
