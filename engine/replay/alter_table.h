// The commands of ALTER TABLE. One file per group of them.
//
// PostgreSQL carries out the commands of one statement not in their order, but pass by pass
// (AT_PASS_* of tablecmds.c): what drops first, then changes of type, then what adds.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"
#include "engine/replay/table_plan.h"

namespace schemadiff::replay {

enum class AlterPass {
  kDrop,
  kAlterType,
  kOldIndex,
  kOldConstraint,
  kAddColumn,
  kSetExpression,
  kAddConstraint,
  kColumnAttributes,
  kAddIndexConstraint,
  kAddIndex,
  kAddOther,
  kMisc,
};

struct TypeChanges;

/// One ALTER TABLE statement being carried out.
class TableAlteration {
 public:
  TableAlteration(Context& cx, ObjectId table, bool recurse)
      : cx_(cx), table_(table), recurse_(recurse) {}

  /// Queues a command, to be carried out by Run().
  void Add(const ast::AlterTableCmd& command);
  void Run();

  Context& cx() { return cx_; }
  const Context& cx() const { return cx_; }
  Catalog& catalog() { return cx_.catalog; }
  ObjectId table() const { return table_; }
  /// Whether children follow: false for ALTER TABLE ONLY.
  bool recurse() const { return recurse_; }
  Name table_name() const { return cx_.catalog.Get(table_).key.name; }

  void Queue(AlterPass pass, std::function<void()> step) {
    steps_[pass].push_back(std::move(step));
  }
  /// Whether the statement has had such a command, of which it can have one only.
  bool Has(ast::AlterTableType type) const { return seen_.contains(type); }
  /// The same, and that it has one from now on.
  bool SeenBefore(ast::AlterTableType type) { return !seen_.insert(type).second; }
  /// What alter_type.cc keeps between its commands.
  std::shared_ptr<TypeChanges>& type_changes() { return type_changes_; }

 private:
  Context& cx_;
  const ObjectId table_;
  const bool recurse_;
  std::map<AlterPass, std::vector<std::function<void()>>> steps_;
  std::set<ast::AlterTableType> seen_;
  std::shared_ptr<TypeChanges> type_changes_;
};

// alter_add.cc
void AlterAddColumn(TableAlteration& alteration, const ast::AlterTableCmd& command);
/// Throws 0A000 where other tables hold values of the table's row type: these would have to change
/// when the table is written anew, which the server does not do (find_composite_type_dependencies).
void RefuseWhereRowsAreHeld(const Catalog& catalog, ObjectId table);
void AlterAddConstraint(TableAlteration& alteration, const ast::Constraint& constraint);
/// Queues the constraints of a plan (PRIMARY KEY and the like, CHECK, FOREIGN KEY).
void QueuePlannedConstraints(TableAlteration& alteration, const TablePlan& plan);

// alter_drop.cc
void AlterDropColumn(TableAlteration& alteration, const ast::AlterTableCmd& command);
void AlterDropConstraint(TableAlteration& alteration, const ast::AlterTableCmd& command);
/// DROP CONSTRAINT of one of the table's own, with RESTRICT.
void DropConstraintByName(TableAlteration& alteration, ObjectId table, Name name);
/// Whether the table's partition key uses the column.
bool InPartitionKey(const Object& table, Name column);

// alter_column.cc. False where the command is none of those.
bool AlterColumn(TableAlteration& alteration, const ast::AlterTableCmd& command);

// alter_type.cc
/// Checks ALTER COLUMN ... TYPE, and queues it.
void AlterColumnType(TableAlteration& alteration, const ast::AlterTableCmd& command);

// alter_kinds.cc
/// Throws 42809 where the command is not for relations of this kind.
void CheckCommandKind(const TableAlteration& alteration, const ast::AlterTableCmd& command);

// alter_relation.cc, alter_inherit.cc, alter_partition.cc, alter_constraint.cc. False where the
// command is none of those.
bool AlterRelation(TableAlteration& alteration, const ast::AlterTableCmd& command);
bool AlterInheritance(TableAlteration& alteration, const ast::AlterTableCmd& command);
bool AlterPartition(TableAlteration& alteration, const ast::AlterTableCmd& command);
bool AlterConstraintCommand(TableAlteration& alteration, const ast::AlterTableCmd& command);
void AddConstraintUsingIndex(TableAlteration& alteration, const ast::Constraint& clause);

// rule.cc. ENABLE and DISABLE RULE.
void SetRuleState(TableAlteration& alteration, const ast::AlterTableCmd& command);

// alter_trigger.cc, alter_view.cc. The same for ENABLE and DISABLE TRIGGER, and for what views and
// materialized views have of their own.
bool AlterTriggerState(TableAlteration& alteration, const ast::AlterTableCmd& command);
bool AlterViewAttribute(TableAlteration& alteration, const ast::AlterTableCmd& command);

}  // namespace schemadiff::replay
