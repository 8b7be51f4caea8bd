// Which objects take part: --schema, --exclude, and the bookkeeping tables of migration tools.
#pragma once

#include <absl/container/flat_hash_set.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/stable_hash.h"
#include "engine/catalog/catalog.h"
#include "engine/diff/difference.h"

namespace schemadiff::cli {

/// Whether a name matches a pattern in which * stands for any text and ? for any character.
bool MatchesGlob(std::string_view name, std::string_view pattern);

/// Patterns without a dot match schemas (and, to exclude, extensions); those with a dot match
/// "schema.object", or "schema.table.part". With any --schema pattern, what lives in no schema is
/// left out, as pg_dump does.
class Filter {
 public:
  Filter() = default;
  Filter(std::vector<std::string> schemas, std::vector<std::string> excludes,
         bool privileges = true)
      : schemas_(std::move(schemas)), excludes_(std::move(excludes)), privileges_(privileges) {}

  /// Leaves a table and all of its parts out, too; an empty schema means any.
  void ExcludeTable(std::string schema, std::string name) {
    tables_.emplace_back(std::move(schema), std::move(name));
  }

  /// Looks at a catalog that is to be compared: what is part of something that is left out is left
  /// out too (an index of an excluded table, its sequence, the comment on it).
  void Learn(const Catalog& catalog);
  /// The same where only the objects of these keys are new or changed since it was learned.
  void Learn(const Catalog& catalog, const std::vector<ObjectKey>& changed);

  /// Warns of each pattern that no object of a learned catalog matched: it may be misspelt. What a
  /// pattern keeps from being read at all is not known where one side is a live database.
  void NotePatterns(bool live, Diagnostics* diagnostics) const;

  /// Whether the object takes part; of catalogs that were learned.
  bool Includes(const ObjectKey& key) const { return !left_out_.contains(key); }
  /// Options for the differ; they refer to this filter.
  DiffOptions ForDiff() const;

  /// The objects of a catalog that take part, sorted by key.
  std::vector<ObjectId> Select(const Catalog& catalog) const;
  /// Removes everything else from the catalog.
  void Reduce(Catalog* catalog) const;
  /// Over what takes part.
  Fingerprint FingerprintOf(const Catalog& catalog) const;

 private:
  bool IncludesAll() const {
    return privileges_ && schemas_.empty() && excludes_.empty() && tables_.empty();
  }
  bool ExcludedByName(const ObjectKey& key) const;
  bool IsLeftOut(const Catalog& catalog, ObjectId id) const;

  std::vector<std::string> schemas_;
  std::vector<std::string> excludes_;
  bool privileges_ = true;  // else grants and default privileges are left out
  std::vector<std::pair<std::string, std::string>> tables_;
  absl::flat_hash_set<ObjectKey> left_out_;
  // The patterns that matched something.
  mutable std::set<std::string, std::less<>> schemas_used_;
  mutable std::set<std::string, std::less<>> excludes_used_;
};

}  // namespace schemadiff::cli
