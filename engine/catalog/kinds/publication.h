// Kinds: publication, and what it publishes: tables, and the tables of schemas.
#pragma once

#include <string>
#include <vector>

#include "engine/catalog/values.h"

namespace schemadiff {

/// Which generated columns are published where no list of columns says it.
enum class PublishedGenerated { kNone, kStored };
template <>
inline constexpr std::array kEnumText<PublishedGenerated>{std::string_view("none"),
                                                          std::string_view("stored")};

/// Source: pg_publication.
struct Publication {
  bool all_tables = false;
  std::vector<std::string> publish;  ///< of insert, update, delete, truncate, in this order
  bool via_root = false;             ///< publish_via_partition_root
  PublishedGenerated generated_columns = PublishedGenerated::kNone;
  Stated<Name> owner;

  static constexpr std::string_view kKind = "publication";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"all_tables", &Publication::all_tables},
                      Attr{"publish", &Publication::publish},
                      Attr{"via_root", &Publication::via_root},
                      Attr{"publish_generated_columns", &Publication::generated_columns, 180000},
                      Attr{"owner", &Publication::owner});
  }
};
static_assert(kFullyDescribed<Publication>);

/// A table that a publication names; a part of that table, called like the publication.
/// Source: pg_publication_rel.
struct PublishedTable {
  Expression filter;          ///< WHERE, as pg_get_expr prints prqual
  std::vector<Name> columns;  ///< in the table's order; empty: all

  static constexpr std::string_view kKind = "published table";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"filter", &PublishedTable::filter, 150000},
                      Attr{"columns", &PublishedTable::columns, 150000});
  }
};
static_assert(kFullyDescribed<PublishedTable>);

/// A schema of which a publication publishes all tables; it lives in that schema, and is called
/// like the publication. Source: pg_publication_namespace.
struct PublishedSchema {
  static constexpr std::string_view kKind = "published schema";
  int Since() const { return 150000; }
  static constexpr auto Attrs() { return std::tuple(); }
};
static_assert(kFullyDescribed<PublishedSchema>);

}  // namespace schemadiff
