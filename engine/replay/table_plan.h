// What CREATE TABLE and ALTER TABLE ADD COLUMN are about to make, before it is made.
//
// PostgreSQL first takes a statement apart (parse_utilcmd.c) and then carries it out piece by
// piece; names that it makes up depend on that order, so the plan keeps it.
#pragma once

#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"
#include "engine/replay/define_index.h"

namespace schemadiff::replay {

/// A column in the making.
struct ColumnPlan {
  Name name;
  bool has_type = true;    ///< false: only options for a column that a type or a parent declares
  bool from_type = false;  ///< of CREATE TABLE ... OF
  Column column;  ///< without `position` and, until it is analysed, without `default_value`
  const ast::Node* raw_default = nullptr;  ///< to be analysed once the table is there
  ObjectId default_source = kNoObject;     ///< the column whose default was inherited
  bool conflicting_default = false;        ///< parents disagree; the child must say what holds
  /// The sequence of a serial column, until it is there to be referred to.
  QualifiedName serial_sequence;
  OriginId origin = 0;
  OriginId default_origin = 0;
  OriginId not_null_origin = 0;
  Name not_null_name;  ///< of a named NOT NULL constraint
  bool not_null_no_inherit = false;
};

/// A constraint, with what stands apart from its node.
struct ConstraintPlan {
  const ast::Constraint* node = nullptr;
  Name column;  ///< of a column constraint
  bool deferrable = false;
  bool initially_deferred = false;
  bool validated = true;  ///< false: NOT VALID, which means nothing for a new table
};

/// A sequence to be made for a serial or identity column.
struct SequencePlan {
  Name schema;
  Name name;
  Sequence sequence;
  Name column;
  OriginId origin = 0;
};

struct TablePlan {
  Name schema;
  Name name;
  ObjectId table = kNoObject;  ///< of ALTER TABLE; else kNoObject until it is made
  Persistence persistence = Persistence::kPermanent;
  bool partitioned = false;
  bool partition = false;
  bool typed = false;
  bool foreign = false;
  std::vector<ObjectId> parents;

  std::vector<ColumnPlan> columns;
  std::vector<SequencePlan> sequences;
  std::vector<ConstraintPlan> checks;
  std::vector<ConstraintPlan> keys;  ///< PRIMARY KEY, UNIQUE, EXCLUDE
  std::vector<ConstraintPlan> foreign_keys;
  std::vector<ConstraintPlan> not_nulls;  ///< of the table (PostgreSQL 18)
  std::vector<IndexDefinition> indexes;
  std::vector<Name> set_not_null;  ///< columns of a primary key that are not the plan's own
};

/// Takes a column definition apart into *plan.
void PlanColumn(Context& cx, TablePlan* plan, const ast::ColumnDef& definition);
/// Sorts a table constraint into *plan.
void PlanConstraint(TablePlan* plan, const ast::Constraint& constraint);
/// Makes plan->indexes of plan->keys, columns of primary keys NOT NULL, and leaves out what says
/// the same twice (transformIndexConstraints).
void PlanIndexes(Context& cx, TablePlan* plan);

/// A sequence for a column; its name is chosen now, though it is made later.
SequencePlan& PlanSequence(Context& cx, TablePlan* plan, const ColumnPlan& column,
                           const Sequence& parameters, const ast::List* options);

/// Makes the planned sequences.
void MakeSequences(Context& cx, const TablePlan& plan);
/// Makes the columns of the table own them.
void OwnSequences(Context& cx, const TablePlan& plan);

/// Creates the object of a column, its default excepted.
ObjectId MakeColumn(Context& cx, ObjectId table, const ColumnPlan& plan, int position);
/// Analyses and stores the default or generation expression of a column that has been made.
void StoreDefault(Context& cx, ObjectId table, ObjectId column, const ColumnPlan& plan);

}  // namespace schemadiff::replay
