// Kind: table (ordinary, partitioned, and foreign).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

enum class Persistence { kPermanent, kUnlogged, kTemporary };
template <>
inline constexpr std::array kEnumText<Persistence>{
    std::string_view("permanent"), std::string_view("unlogged"), std::string_view("temporary")};

/// What the WAL carries to identify an updated row (ALTER TABLE ... REPLICA IDENTITY).
enum class ReplicaIdentity { kDefault, kNothing, kFull, kIndex };
template <>
inline constexpr std::array kEnumText<ReplicaIdentity>{
    std::string_view("default"), std::string_view("nothing"), std::string_view("full"),
    std::string_view("index")};

/// Source: pg_class (relkind r, p and f), pg_inherits, pg_partitioned_table, pg_foreign_table.
struct Table {
  Persistence persistence = Persistence::kPermanent;
  Expression partition_key;  ///< as pg_get_partkeydef prints it: "RANGE (created_at)"; empty: not
                             ///< partitioned
  Expression
      partition_bound;  ///< as pg_get_expr prints relpartbound: "FOR VALUES ..." or "DEFAULT"
  QualifiedName partition_of;           ///< the partitioned parent
  std::vector<QualifiedName> inherits;  ///< parents in their order, partitions excepted
  QualifiedName of_type;                ///< CREATE TABLE ... OF
  Name access_method =
      "heap";       ///< empty for a partitioned table that names none, and a foreign one
  Name tablespace;  ///< empty: the database's default
  Options options;  ///< storage parameters; those of the TOAST table as "toast.name"
  bool row_security = false;
  bool force_row_security = false;
  ReplicaIdentity replica_identity = ReplicaIdentity::kDefault;
  Name replica_identity_index;
  Name cluster_index;       ///< ALTER TABLE ... CLUSTER ON
  Name server;              ///< of a foreign table; empty: it is none
  Options foreign_options;  ///< those of its server's wrapper, for a foreign table
  Stated<Name> owner;

  static constexpr std::string_view kKind = "table";
  static constexpr AclClass kAclClass = AclClass::kRelation;
  static constexpr auto Attrs() {
    return std::tuple(
        Attr{"persistence", &Table::persistence}, Attr{"partition_key", &Table::partition_key},
        Attr{"partition_bound", &Table::partition_bound},
        Attr{"partition_of", &Table::partition_of}, Attr{"inherits", &Table::inherits},
        Attr{"of_type", &Table::of_type}, Attr{"access_method", &Table::access_method},
        Attr{"tablespace", &Table::tablespace}, Attr{"options", &Table::options},
        Attr{"row_security", &Table::row_security},
        Attr{"force_row_security", &Table::force_row_security},
        Attr{"replica_identity", &Table::replica_identity},
        Attr{"replica_identity_index", &Table::replica_identity_index},
        Attr{"cluster_index", &Table::cluster_index}, Attr{"server", &Table::server},
        Attr{"foreign_options", &Table::foreign_options}, Attr{"owner", &Table::owner});
  }
};
static_assert(kFullyDescribed<Table>);

}  // namespace schemadiff
