// Comparing two catalogs. The differ names no object kind: everything it knows of an
// attribute comes from its descriptor.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/catalog/kind_info.h"

namespace schemadiff {

enum class Change { kMissing, kUnexpected, kChanged };
/// "missing", "unexpected", "changed".
std::string_view ToString(Change change);

/// One attribute that is not the same on both sides.
struct AttributeDifference {
  size_t attribute = 0;  ///< index in the kind's Attrs()
  std::string_view name;
  std::string expected;  ///< as PostgreSQL would write it; empty where there is none
  std::string actual;
  Comparison comparison = Comparison::kDifferent;  ///< never kEqual
  std::string reason;                              ///< why, where it is not comparable
  Origin origin;                                   ///< what set the expected value, where known
};

/// One object that is not the same on both sides. Parts of an object that is missing or
/// unexpected as a whole are counted in it, and are no differences of their own.
struct Difference {
  Change change = Change::kChanged;
  ObjectKey key;
  ObjectKey parent;  ///< what it is a part of; kind kNoKind where it stands alone
  std::vector<AttributeDifference> attributes;  ///< for kChanged; in the order of Attrs()
  /// For kMissing and kUnexpected: what came or went along, in the catalog that has it; ascending.
  std::vector<ObjectId> parts;
  Origin origin;  ///< what made the expected object; for kUnexpected what dropped it, if known
  bool comparable = true;  ///< false: we cannot say whether there is a difference
  std::string reason;      ///< why, where not comparable
  ObjectId expected = kNoObject;
  ObjectId actual = kNoObject;
};

struct DiffOptions {
  /// Whether an object is to be compared at all; none: every object.
  std::function<bool(const ObjectKey&)> include;
  CompareContext context;
  /// Compare the objects of these keys (each once) alone; null: all objects.
  const std::vector<ObjectKey>* only = nullptr;
  /// Parts of an object that is missing or unexpected are differences of their own.
  bool parts_apart = false;
};

/// All differences, sorted by key. Attributes and objects that one side's server version does
/// not have are left out.
std::vector<Difference> Diff(const Catalog& expected, const Catalog& actual,
                             const DiffOptions& options = {});

}  // namespace schemadiff
