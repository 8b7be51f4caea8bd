// The options of publications.
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Applies WITH (...) or SET (...). Returns whether publish_via_partition_root was among them.
bool ApplyPublicationOptions(const Context& cx, const ast::List& options, Publication* publication);

/// ALTER PUBLICATION ... SET (...).
void AlterPublicationOptions(Context& cx, ObjectId id, const ast::List& options);

/// Whether a publication names the table (not: its schema, or all tables).
bool IsPublished(const Catalog& catalog, ObjectId table);

}  // namespace schemadiff::replay
