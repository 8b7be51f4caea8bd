// What an expected catalog leaves open of owners, filled in from the actual one.
#pragma once

#include "engine/catalog/catalog.h"

namespace schemadiff {

/// A replay does not know who executes its statements, and so who owns what they make. What it
/// holds of "the owner" is taken for the actual owner, object by object:
/// - A grant to that role is a grant to the owner, which changes nothing.
/// - Default privileges of the role that executes the statements are those of the one role that
///   owns the objects; where several do, they are marked as unknown.
/// What initdb granted on schema public, or somebody before the first migration, is expected where
/// no statement said anything about it: databases keep that through upgrades.
void SettleOwners(const Catalog& actual, Catalog* expected);

/// Gives each catalog the grants that the other one alone has, where they are of what its own
/// object has without any grant: that EXECUTE was revoked from PUBLIC is a change of what PUBLIC
/// has, no grant that is missing.
void SpellOutDefaults(Catalog* one, Catalog* other);

/// States no owner: then none is compared.
void ForgetOwners(Catalog* catalog);

}  // namespace schemadiff
