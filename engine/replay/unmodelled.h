// Statements about objects of kinds that catalogs do not hold: they are counted, and noted once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Notes that the statement in hand makes (`made` above 0), drops (below 0) or changes objects of
/// such a kind, which is named as in Catalog::unmodelled.
void NoteUnmodelled(Context& cx, std::string_view kind, int made);

/// Says that the statement in hand may have made or dropped objects of these kinds besides, or
/// fewer than it names, so that their numbers are not certain any more.
void DoubtCounts(Context& cx, const std::vector<std::string>& kinds);

/// Remembers a name that an object of such a kind has from now on: where nothing else is found by
/// that name, it may be meant.
void RememberUnmodelled(Context& cx, const ast::List& name);

/// Carries out a statement that dispatch.cc says is about such a kind.
void ExecuteUnmodelled(Context& cx, const ast::Node& stmt, std::string_view kind);

}  // namespace schemadiff::replay
