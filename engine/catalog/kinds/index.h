// Kind: index that backs no constraint.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// One key of an index: a column or an expression, and how it is ordered.
struct IndexKey {
  Name column;              ///< empty for an expression
  Expression expression;    ///< as pg_get_indexdef(index, n, false) prints it
  QualifiedName collation;  ///< empty: the column's own
  QualifiedName opclass;    ///< empty: the type's default operator class, without options
  Options opclass_options;
  bool descending = false;
  bool nulls_first = false;  ///< the default is true exactly where descending
  std::optional<int> statistics_target;

  /// As in CREATE INDEX: `lower(name) COLLATE "C" DESC`.
  std::string ToText() const;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"column", &IndexKey::column}, Attr{"expression", &IndexKey::expression},
                      Attr{"collation", &IndexKey::collation}, Attr{"opclass", &IndexKey::opclass},
                      Attr{"opclass_options", &IndexKey::opclass_options},
                      Attr{"descending", &IndexKey::descending},
                      Attr{"nulls_first", &IndexKey::nulls_first},
                      Attr{"statistics_target", &IndexKey::statistics_target});
  }
};
static_assert(kFullyDescribed<IndexKey>);

/// Source: pg_index, pg_class.
struct Index {
  QualifiedName table;
  Name method = "btree";
  bool unique = false;
  bool nulls_not_distinct = false;
  std::vector<IndexKey> keys;
  std::vector<Name> include;
  Expression predicate;        ///< WHERE, as pg_get_expr prints indpred
  QualifiedName partition_of;  ///< the partitioned index it is attached to
  bool only = false;           ///< on a partitioned table and not valid yet: made with ON ONLY
  bool valid = true;           ///< false after a failed CREATE INDEX CONCURRENTLY
  Options options;
  Name tablespace;

  static constexpr std::string_view kKind = "index";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"table", &Index::table}, Attr{"method", &Index::method},
                      Attr{"unique", &Index::unique},
                      Attr{"nulls_not_distinct", &Index::nulls_not_distinct, 150000},
                      Attr{"keys", &Index::keys}, Attr{"include", &Index::include},
                      Attr{"predicate", &Index::predicate},
                      Attr{"partition_of", &Index::partition_of}, Attr{"only", &Index::only},
                      Attr{"valid", &Index::valid}, Attr{"options", &Index::options},
                      Attr{"tablespace", &Index::tablespace});
  }
};
static_assert(kFullyDescribed<Index>);

}  // namespace schemadiff
