// The parts of CREATE TABLE that have a file of their own, and those that ALTER TABLE uses too.
#pragma once

#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"
#include "engine/replay/table_plan.h"

namespace schemadiff::replay {

/// A CHECK constraint that a new table gets from its parents.
struct InheritedCheck {
  Name name;
  Constraint constraint;
  ObjectId source = kNoObject;  ///< the parent's constraint
};

/// Merges the parents' columns and checks into the plan's (MergeAttributes).
void MergeParents(Context& cx, TablePlan* plan, std::vector<InheritedCheck>* checks);

/// Adds the columns of LIKE's table, which it returns, to the plan.
ObjectId PlanLike(Context& cx, TablePlan* plan, const ast::TableLikeClause& like);
/// The rest of LIKE, once the table is there, which may hide `source` by its name: defaults,
/// checks, indexes, comments.
void ExpandLike(Context& cx, ObjectId table, ObjectId source, const ast::TableLikeClause& like);

/// Adds CHECK constraints to a table, with the names that PostgreSQL gives to those that have none.
/// `is_local` is false for the children of the table that the statement names. Returns those
/// that were made; one that merges into an existing one is not among them. `name`, where given, is
/// the name that an ancestor's constraint got.
std::vector<ObjectId> AddChecks(Context& cx, ObjectId table,
                                const std::vector<ConstraintPlan>& checks, bool allow_merge,
                                bool is_local, Name name = {});

/// Stores a CHECK constraint whose expression is ready, or merges it with one of that name. Returns
/// kNoObject where it merged.
ObjectId StoreCheck(Context& cx, ObjectId table, Name name, Constraint constraint, bool allow_merge,
                    bool is_local, OriginId origin);

/// Makes the NOT NULL constraints that PostgreSQL 18 keeps for the columns of a new table.
void AddNotNullConstraints(Context& cx, const TablePlan& plan);

/// The same for a column added to a table that has children which have it by now.
void AddNotNullConstraint(Context& cx, ObjectId table, const ColumnPlan& column);
/// Passes a NOT NULL constraint on to the children of its table (PostgreSQL 18).
void InheritNotNull(Context& cx, ObjectId table, Name column, Name name, OriginId origin);

/// The NOT NULL constraint of a column; kNoObject where there is none, as before PostgreSQL 18.
ObjectId NotNullConstraintOf(const Catalog& catalog, ObjectId table, Name column);

/// Makes a column NOT NULL, and since PostgreSQL 18 its constraint, on a table and its children.
void SetNotNull(Context& cx, ObjectId table, Name column, Name constraint_name, OriginId origin,
                bool recurse);

}  // namespace schemadiff::replay
