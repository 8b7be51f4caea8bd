// Kind: materialized view. Its columns are objects of kind column.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_class (relkind m), pg_get_viewdef. Whether it holds data is no part of the schema.
struct MaterializedView {
  Expression query;  ///< as pg_get_viewdef(oid) prints it
  Name access_method = "heap";
  Name tablespace;
  Options options;
  Name cluster_index;
  Stated<Name> owner;

  static constexpr std::string_view kKind = "materialized view";
  static constexpr AclClass kAclClass = AclClass::kRelation;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"query", &MaterializedView::query},
                      Attr{"access_method", &MaterializedView::access_method},
                      Attr{"tablespace", &MaterializedView::tablespace},
                      Attr{"options", &MaterializedView::options},
                      Attr{"cluster_index", &MaterializedView::cluster_index},
                      Attr{"owner", &MaterializedView::owner});
  }
};
static_assert(kFullyDescribed<MaterializedView>);

}  // namespace schemadiff
