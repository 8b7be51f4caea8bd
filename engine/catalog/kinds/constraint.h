// Kind: constraint of a table or domain.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/kinds/trigger.h"
#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

enum class ConstraintType { kCheck, kForeignKey, kPrimaryKey, kUnique, kExclusion, kNotNull };
template <>
inline constexpr std::array kEnumText<ConstraintType>{
    std::string_view("check"),  std::string_view("foreign key"), std::string_view("primary key"),
    std::string_view("unique"), std::string_view("exclusion"),   std::string_view("not null")};

enum class ForeignKeyAction { kNoAction, kRestrict, kCascade, kSetNull, kSetDefault };
template <>
inline constexpr std::array kEnumText<ForeignKeyAction>{
    std::string_view("NO ACTION"), std::string_view("RESTRICT"), std::string_view("CASCADE"),
    std::string_view("SET NULL"), std::string_view("SET DEFAULT")};

enum class ForeignKeyMatch { kSimple, kFull, kPartial };
template <>
inline constexpr std::array kEnumText<ForeignKeyMatch>{
    std::string_view("SIMPLE"), std::string_view("FULL"), std::string_view("PARTIAL")};

/// One of the internal triggers that make the server enforce a constraint, where it is not plainly
/// enabled (ALTER TABLE ... DISABLE TRIGGER ALL, or its own name). Source: pg_trigger.tgenabled.
struct ConstraintTrigger {
  /// The partition of the referenced table that it is on, where it is one; else empty: the table,
  /// or for the events of referenced rows the referenced table itself.
  QualifiedName partition;
  /// What it fires for: "insert", "update", "update of referenced rows", "delete of referenced
  /// rows", or, for a deferrable key, "recheck".
  std::string event;
  TriggerState state = TriggerState::kEnabled;

  /// As in `disabled for update of referenced rows on public.p1`.
  std::string ToText() const;
  friend bool operator==(const ConstraintTrigger&, const ConstraintTrigger&) = default;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"partition", &ConstraintTrigger::partition},
                      Attr{"event", &ConstraintTrigger::event},
                      Attr{"state", &ConstraintTrigger::state});
  }
};
static_assert(kFullyDescribed<ConstraintTrigger>);

/// Source: pg_constraint, and the index behind a primary key, unique or exclusion constraint
/// (which is no object of its own in our catalog: it lives and dies with the constraint).
struct Constraint {
  ConstraintType type = ConstraintType::kCheck;
  std::vector<Name> columns;  ///< key columns in order; for checks empty (the expression says it)
  Expression check;  ///< CHECK: the expression inside the parentheses, as pg_get_expr prints conbin
  QualifiedName references;  ///< FOREIGN KEY: the referenced table
  std::vector<Name> referenced_columns;
  ForeignKeyMatch match = ForeignKeyMatch::kSimple;
  ForeignKeyAction on_update = ForeignKeyAction::kNoAction;
  ForeignKeyAction on_delete = ForeignKeyAction::kNoAction;
  std::vector<Name> on_delete_columns;  ///< SET NULL (a, b) / SET DEFAULT (a, b)
  bool deferrable = false;
  bool initially_deferred = false;
  bool validated = true;
  bool enforced = true;
  bool no_inherit = false;
  bool is_local = true;    ///< declared on this table (also when it is inherited too)
  int inherited_from = 0;  ///< number of parents that have it
  bool nulls_not_distinct = false;
  bool temporal = false;      ///< WITHOUT OVERLAPS / PERIOD on the last column
  std::vector<Name> include;  ///< INCLUDE columns
  Expression exclusion;       ///< EXCLUDE: as pg_get_constraintdef prints it
  Options options;            ///< storage parameters of the index
  Name tablespace;            ///< of the index
  /// Its triggers that are not plainly enabled, sorted by (partition, event): where there are any,
  /// rows that break the constraint are let in.
  std::vector<ConstraintTrigger> triggers;

  static constexpr std::string_view kKind = "constraint";
  /// NOT NULL constraints are catalogued since 18; before, the column's attribute says it all.
  int Since() const { return type == ConstraintType::kNotNull ? 180000 : 0; }
  static constexpr auto Attrs() {
    return std::tuple(
        Attr{"type", &Constraint::type}, Attr{"columns", &Constraint::columns},
        Attr{"check", &Constraint::check}, Attr{"references", &Constraint::references},
        Attr{"referenced_columns", &Constraint::referenced_columns},
        Attr{"match", &Constraint::match}, Attr{"on_update", &Constraint::on_update},
        Attr{"on_delete", &Constraint::on_delete},
        Attr{"on_delete_columns", &Constraint::on_delete_columns, 150000},
        Attr{"deferrable", &Constraint::deferrable},
        Attr{"initially_deferred", &Constraint::initially_deferred},
        Attr{"validated", &Constraint::validated}, Attr{"enforced", &Constraint::enforced, 180000},
        Attr{"no_inherit", &Constraint::no_inherit}, Attr{"is_local", &Constraint::is_local},
        Attr{"inherited_from", &Constraint::inherited_from},
        Attr{"nulls_not_distinct", &Constraint::nulls_not_distinct, 150000},
        Attr{"temporal", &Constraint::temporal, 180000}, Attr{"include", &Constraint::include},
        Attr{"exclusion", &Constraint::exclusion}, Attr{"options", &Constraint::options},
        Attr{"tablespace", &Constraint::tablespace}, Attr{"triggers", &Constraint::triggers});
  }
};
static_assert(kFullyDescribed<Constraint>);

/// Notes the state of one of the constraint's triggers in such a list.
void SetConstraintTrigger(std::vector<ConstraintTrigger>* triggers, const QualifiedName& partition,
                          std::string_view event, TriggerState state);

}  // namespace schemadiff
