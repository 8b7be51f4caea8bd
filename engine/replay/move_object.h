// Giving an object of the catalog another name or schema, and with it whatever names it.
//
// PostgreSQL's catalogs refer by number, so that a rename changes one row; ours refer by name.
#pragma once

#include <functional>
#include <string>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Moves a schema's object (not a part of another) to another schema, or gives it another name, or
/// both: its parts, its indexes, the comments on them, and all references by name follow. The
/// new name must be free. Expressions that mention it are printed anew.
void MoveObject(Context& cx, ObjectId id, Name schema, Name name, OriginId origin);

/// Renames the multirange type of a range type.
void MoveMultirange(Context& cx, ObjectId range, Name name, OriginId origin);

/// Moves the members of an extension, of which only the names are known, to another schema.
void MoveExtension(Context& cx, ObjectId id, Name schema, OriginId origin);

/// Gives a part of a relation or domain (column excepted) another name, and the comment on it.
void RenamePart(Context& cx, ObjectId id, Name name, OriginId origin);

/// Renames a column of a relation or an attribute of a composite type, of this one alone:
/// constraints, indexes, triggers, owned sequences and expressions follow.
void MoveColumn(Context& cx, ObjectId relation, Name from, Name to, OriginId origin);

/// Renames a schema, with everything in it and every reference to that.
void MoveSchema(Context& cx, ObjectId id, Name name, OriginId origin);

/// Gives the key of an object, and of the comment on it.
void RekeyWithComment(Context& cx, ObjectId id, const ObjectKey& key, OriginId origin);

}  // namespace schemadiff::replay
