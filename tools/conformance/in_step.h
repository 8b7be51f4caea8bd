// Bringing a replay back in step with the server.
#pragma once

#include "engine/catalog/catalog.h"

namespace schemadiff::conformance {

/// Whether the key is that of something that only its session sees.
bool IsTemporary(const ObjectKey& key);

/// Makes the replay's catalog hold what the server's does: objects come, go and get the server's
/// attributes and dependencies where they differ; temporary objects, and what else only a replay
/// knows, stay. The changes can be undone with the open transaction, as those of statements can.
/// `live` must have been read with its dependencies.
void BringInStep(const Catalog& live, Catalog* replayed);

}  // namespace schemadiff::conformance
