// The names that PostgreSQL gives to objects whose statement names none.
//
// Facts from indexcmds.c (makeObjectName, ChooseRelationName, ChooseIndexName), pg_constraint.c
// (ChooseConstraintName), tablecmds.c, statscmds.c and pg_type.c of the server's source.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace schemadiff {

/// Whether a name is already taken, in whatever sense the function that asks for it states.
using NameTaken = std::function<bool(std::string_view)>;

/// `name1_name2_label` in at most 63 bytes: the longer of the two names is shortened first, then
/// both are cut to whole characters. Without `name2` (empty), `name1_label`.
std::string MakeObjectName(std::string_view name1, std::string_view name2, std::string_view label);

/// MakeObjectName with `label`, `label1`, `label2`, ... until the name is free. This is
/// ChooseRelationName, ChooseConstraintName and ChooseExtendedStatisticName; they differ in what
/// `taken` must look at:
/// - a relation (sequence, index): any relation of the schema, and for an index that backs a
///   constraint also any constraint of the schema;
/// - a constraint: any constraint of the schema (those of domains included), and the names
///   already chosen in the same statement;
/// - extended statistics: any statistics object of the schema.
std::string ChooseObjectName(std::string_view name1, std::string_view name2, std::string_view label,
                             const NameTaken& taken);

/// The middle part of the name of an index, foreign key or statistics object: its columns joined
/// with underscores, no further once 64 bytes are reached.
std::string JoinColumnsForName(const std::vector<std::string>& columns);

/// The column names of an index, from the names of its elements (the empty name for an
/// expression: `expr`); a repeated one gets a number (`a`, `a1`, `a2`).
std::vector<std::string> ChooseIndexColumnNames(const std::vector<std::string>& elements);

enum class IndexNameKind { kPrimaryKey, kUniqueConstraint, kExclusion, kPlain };

/// The name of an index of `table`: `t_pkey`, `t_a_b_key`, `t_a_b_excl`, `t_a_b_idx`. `columns` is
/// what ChooseIndexColumnNames returned, key columns first, then included ones. `taken` as for a
/// relation, and for all but kPlain as for a constraint, too.
std::string ChooseIndexName(IndexNameKind kind, std::string_view table,
                            const std::vector<std::string>& columns, const NameTaken& taken);

/// `t_a_b_fkey`, from the referencing columns.
std::string ChooseForeignKeyName(std::string_view table, const std::vector<std::string>& columns,
                                 const NameTaken& taken);

/// `t_a_check` where the expression refers to exactly one column (the same one any number of
/// times), else `t_check`. `columns` are the distinct columns that it refers to.
std::string ChooseCheckName(std::string_view table, const std::vector<std::string>& columns,
                            const NameTaken& taken);

/// `d_check` of a domain.
std::string ChooseDomainCheckName(std::string_view domain, const NameTaken& taken);

/// `t_a_not_null`, the name of a NOT NULL constraint of PostgreSQL 18.
std::string ChooseNotNullName(std::string_view table, std::string_view column,
                              const NameTaken& taken);

/// `d_not_null`, the name of a domain's NOT NULL constraint since PostgreSQL 17.
std::string ChooseDomainNotNullName(std::string_view domain, const NameTaken& taken);

/// `t_a_seq`, the sequence of a serial or identity column.
std::string ChooseSequenceName(std::string_view table, std::string_view column,
                               const NameTaken& taken);

/// `t_a_b_stat`; expressions count as `expr`, each time without a number.
std::string ChooseStatisticsName(std::string_view table, const std::vector<std::string>& elements,
                                 const NameTaken& taken);

/// The name of the array type of `type`: an underscore before the name, and one more while
/// that is taken by another type of the schema. Empty where no name was free.
std::string ChooseArrayTypeName(std::string_view type, const NameTaken& taken);

/// The name of the multirange type of a range type: "range" becomes "multirange", or "_multirange"
/// is put behind. The server raises duplicate_object if that is taken.
std::string MakeMultirangeTypeName(std::string_view range_type);

}  // namespace schemadiff
