// Sequences: their parameters and owners.
//
// Facts from sequence.c of the server's source.
#pragma once

#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Applies sequence options (init_params). `fresh`: of a new sequence, whose payload is the default
/// one. `for_identity` words the errors. OWNED BY is left to the caller.
void ApplySequenceOptions(const Context& cx, const std::vector<const ast::DefElem*>& list,
                          bool fresh, bool for_identity, Sequence* sequence);

std::vector<const ast::DefElem*> DefElems(const ast::List& list);

/// Makes the sequence the column's own: it goes with the column from now on.
void OwnSequence(Context& cx, ObjectId sequence, ObjectId table, Name column, bool identity,
                 OriginId origin);

/// Stores changed parameters, with their provenance.
void StoreSequence(Context& cx, ObjectId id, const Sequence& after, OriginId origin);

/// The sequence behind an identity column; kNoObject where there is none.
ObjectId IdentitySequence(const Catalog& catalog, ObjectId table, Name column);

}  // namespace schemadiff::replay
