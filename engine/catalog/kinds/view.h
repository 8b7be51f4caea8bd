// Kind: view. Its columns are objects of kind column.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_class (relkind v), pg_get_viewdef.
struct View {
  Expression query;  ///< as pg_get_viewdef(oid) prints it
  Options options;   ///< security_barrier, security_invoker, check_option
  Stated<Name> owner;

  static constexpr std::string_view kKind = "view";
  static constexpr AclClass kAclClass = AclClass::kRelation;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"query", &View::query}, Attr{"options", &View::options},
                      Attr{"owner", &View::owner});
  }
};
static_assert(kFullyDescribed<View>);

}  // namespace schemadiff
