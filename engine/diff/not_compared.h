// Objects of kinds that catalogs do not hold: counted on both sides, since that is all we know.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"

namespace schemadiff {

/// Whether the numbers of two sides say something about each other.
enum class Counted {
  kEqual,     ///< the same number; whether they are the same objects is not known
  kUnequal,   ///< some are missing on one side
  kOtherwise  ///< one side does not count them, or a part of it was left out
};

/// "equal", "unequal", "otherwise".
std::string_view ToString(Counted counted);

struct UncomparedKind {
  std::string kind;  ///< as PostgreSQL calls it
  int expected = 0;
  int actual = 0;
  Counted counted = Counted::kEqual;
};

/// A side of a comparison, and how its catalog came about.
struct CountedSide {
  const Catalog& catalog;
  bool replayed = false;  ///< from statements, not from a server's catalogs
  bool partial = false;   ///< something of it was left out
};

/// The kinds of which either side has objects, sorted by name. Where `pending` is given, numbers as
/// in that catalog are as good as the expected ones.
std::vector<UncomparedKind> CountUncompared(const CountedSide& expected, const CountedSide& actual,
                                            const Catalog* pending = nullptr);

}  // namespace schemadiff
