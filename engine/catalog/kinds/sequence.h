// Kind: sequence, also the one behind a serial or identity column.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_sequence, pg_class, pg_depend (for the owner).
struct Sequence {
  TypeRef type{"pg_catalog", "int8"};
  int64_t start = 1;
  int64_t increment = 1;
  int64_t min_value = 1;
  int64_t max_value = 9223372036854775807;
  int64_t cache = 1;
  bool cycle = false;
  bool unlogged = false;
  ColumnName owned_by;    ///< OWNED BY, or the identity column
  bool identity = false;  ///< made for, and inseparable from, an identity column
  Stated<Name> owner;

  static constexpr std::string_view kKind = "sequence";
  static constexpr AclClass kAclClass = AclClass::kSequence;
  static constexpr auto Attrs() {
    return std::tuple(
        Attr{"type", &Sequence::type}, Attr{"start", &Sequence::start},
        Attr{"increment", &Sequence::increment}, Attr{"min_value", &Sequence::min_value},
        Attr{"max_value", &Sequence::max_value}, Attr{"cache", &Sequence::cache},
        Attr{"cycle", &Sequence::cycle}, Attr{"unlogged", &Sequence::unlogged, 150000},
        Attr{"owned_by", &Sequence::owned_by}, Attr{"identity", &Sequence::identity},
        Attr{"owner", &Sequence::owner});
  }
};
static_assert(kFullyDescribed<Sequence>);

}  // namespace schemadiff
