// CHECK and NOT NULL constraints of tables. Facts from heap.c (AddRelationNewConstraints,
// MergeWithExistingConstraint) of the server's source.
#include <algorithm>

#include "engine/base/strings.h"
#include "engine/pg/names.h"
#include "engine/replay/create_table.h"
#include "engine/replay/expressions.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

[[noreturn]] void Conflict(Name name, std::string_view with, Name relation) {
  throw PgError(
      sqlstate::kInvalidObjectDefinition,
      StrCat("constraint \"", name, "\" conflicts with ", with, " on relation \"", relation, "\""));
}

// Whether the new check merged into one of that name.
bool Merge(Context& cx, ObjectId table, Name name, const Constraint& wanted, bool allow_merge,
           bool is_local, OriginId origin) {
  Catalog& catalog = cx.catalog;
  const ObjectId existing = FindConstraint(catalog, table, name);
  if (existing == kNoObject) return false;
  const Constraint have = catalog.Get(existing).As<Constraint>();
  const Name relation = catalog.Get(table).key.name;
  const bool partition = IsPartition(catalog.Get(table));
  const bool same = have.type == ConstraintType::kCheck && have.check.text() == wanted.check.text();
  if (have.type == ConstraintType::kCheck && !same &&
      (!have.check.resolved() || !wanted.check.resolved())) {
    throw NotModelled(StrCat("whether constraint \"", name, "\" is the same as its parent's"));
  }
  if (is_local && !have.is_local && !partition) allow_merge = true;
  if (!same || !allow_merge) {
    throw PgError(sqlstate::kDuplicateObject, StrCat("constraint \"", name, "\" for relation \"",
                                                     relation, "\" already exists"));
  }
  if (have.no_inherit) Conflict(name, "non-inherited constraint", relation);
  if (have.inherited_from > 0 && wanted.no_inherit) {
    Conflict(name, "inherited constraint", relation);
  }
  if (wanted.validated && !have.validated) Conflict(name, "NOT VALID constraint", relation);
  if (partition) {
    catalog.Set(existing, &Constraint::inherited_from, 1, origin);
    catalog.Set(existing, &Constraint::is_local, false, origin);
  } else if (is_local) {
    catalog.Set(existing, &Constraint::is_local, true, origin);
  } else {
    catalog.Set(existing, &Constraint::inherited_from, have.inherited_from + 1, origin);
  }
  return true;
}

}  // namespace

ObjectId StoreCheck(Context& cx, ObjectId table, Name name, Constraint constraint, bool allow_merge,
                    bool is_local, OriginId origin) {
  if (Merge(cx, table, name, constraint, allow_merge, is_local, origin)) return kNoObject;
  constraint.is_local = is_local;
  constraint.inherited_from = is_local ? 0 : 1;
  const ObjectKey key = cx.catalog.Get(table).key;
  return cx.catalog.Create(KeyFor<Constraint>(key.schema, key.name, name), std::move(constraint),
                           table, origin);
}

std::vector<ObjectId> AddChecks(Context& cx, ObjectId table,
                                const std::vector<ConstraintPlan>& checks, bool allow_merge,
                                bool is_local, Name settled_name) {
  std::vector<ObjectId> made;
  std::vector<std::string> names;
  for (const ConstraintPlan& plan : checks) {
    const ast::Constraint& node = *plan.node;
    const ObjectKey key = cx.catalog.Get(table).key;
    const Analysed analysed = Analyse(cx, *node.raw_expr, ExpressionUse::kCheck, table);
    Constraint constraint;
    constraint.type = ConstraintType::kCheck;
    constraint.check = analysed.expression;
    constraint.no_inherit = node.is_no_inherit;
    constraint.validated = plan.validated;
    if (constraint.no_inherit && IsPartitioned(cx.catalog.Get(table))) {
      throw PgError(
          sqlstate::kInvalidTableDefinition,
          StrCat("cannot add NO INHERIT constraint to partitioned table \"", key.name, "\""),
          node.location);
    }
    Name name = settled_name.empty() ? Name(node.conname) : settled_name;
    if (!name.empty()) {
      if (std::ranges::find(names, name.str()) != names.end()) {
        throw PgError(sqlstate::kDuplicateObject,
                      StrCat("check constraint \"", name, "\" already exists"), node.location);
      }
    } else {
      std::vector<std::string> columns;
      for (const Name column : analysed.columns) columns.emplace_back(column);
      name = ChooseCheckName(key.name, columns, [&](std::string_view candidate) {
        return ConstraintNameInSchema(cx, key.schema, candidate) ||
               std::ranges::find(names, candidate) != names.end();
      });
    }
    names.emplace_back(name);
    const ObjectId id = StoreCheck(cx, table, name, std::move(constraint), allow_merge, is_local,
                                   cx.OriginOf(&node));
    if (id == kNoObject) continue;
    DependOnExpression(cx, id, analysed, table, DependencyType::kAuto);
    made.push_back(id);
  }
  return made;
}

namespace {

ObjectId NotNullConstraintOf(const Catalog& catalog, ObjectId table, Name column) {
  for (const ObjectId id : ConstraintsOf(catalog, table, ConstraintType::kNotNull)) {
    if (catalog.Get(id).As<Constraint>().columns.front() == column) return id;
  }
  return kNoObject;
}

void MakeNotNullConstraint(Context& cx, ObjectId table, Name column, Name name, bool no_inherit,
                           bool is_local, int inherited_from, OriginId origin) {
  const ObjectKey key = cx.catalog.Get(table).key;
  if (name.empty()) {
    name = ChooseNotNullName(key.name, column, [&](std::string_view candidate) {
      return ConstraintNameInSchema(cx, key.schema, candidate);
    });
  } else if (FindConstraint(cx.catalog, table, name) != kNoObject) {
    throw PgError(sqlstate::kDuplicateObject, StrCat("constraint \"", name, "\" for relation \"",
                                                     key.name, "\" already exists"));
  }
  Constraint constraint;
  constraint.type = ConstraintType::kNotNull;
  constraint.columns = {column};
  constraint.no_inherit = no_inherit;
  constraint.is_local = is_local;
  constraint.inherited_from = inherited_from;
  const ObjectId id = cx.catalog.Create(KeyFor<Constraint>(key.schema, key.name, name),
                                        std::move(constraint), table, origin);
  cx.catalog.AddDependency(id, table, DependencyType::kAuto, column);
}

}  // namespace

void AddNotNullConstraints(Context& cx, const TablePlan& plan) {
  if (cx.major() < 18) return;
  for (const ColumnPlan& column : plan.columns) {
    if (!column.column.not_null) continue;
    // Inherited from parents that have a constraint for it, which gives the name, too.
    int inherited = 0;
    Name inherited_name;
    for (const ObjectId parent : plan.parents) {
      const ObjectId of_parent = NotNullConstraintOf(cx.catalog, parent, column.name);
      if (of_parent == kNoObject || cx.catalog.Get(of_parent).As<Constraint>().no_inherit) continue;
      ++inherited;
      if (inherited_name.empty()) inherited_name = cx.catalog.Get(of_parent).key.name;
    }
    const bool is_local = column.not_null_origin != 0;
    MakeNotNullConstraint(cx, plan.table, column.name,
                          column.not_null_name.empty() ? inherited_name : column.not_null_name,
                          column.not_null_no_inherit, is_local, inherited,
                          is_local ? column.not_null_origin : column.origin);
  }
}

void AddNotNullConstraint(Context& cx, ObjectId table, const ColumnPlan& column, bool recurse) {
  MakeNotNullConstraint(cx, table, column.name, column.not_null_name, column.not_null_no_inherit,
                        true, 0, column.not_null_origin);
  if (!recurse) return;
  for (const ObjectId child : DirectChildren(cx.catalog, table)) {
    if (NotNullConstraintOf(cx.catalog, child, column.name) == kNoObject) {
      MakeNotNullConstraint(cx, child, column.name, column.not_null_name, false, false, 1,
                            column.not_null_origin);
    }
  }
}

void SetNotNull(Context& cx, ObjectId table, Name column, Name constraint_name, OriginId origin,
                bool recurse) {
  Catalog& catalog = cx.catalog;
  const ObjectId id = RequireColumn(cx, table, column);
  if (!catalog.Get(id).As<Column>().not_null) {
    catalog.Set(id, &Column::not_null, true, origin);
    if (cx.major() >= 18) {
      MakeNotNullConstraint(cx, table, column, constraint_name, false, true, 0, origin);
    }
  } else if (cx.major() >= 18) {
    const ObjectId existing = NotNullConstraintOf(catalog, table, column);
    if (existing != kNoObject) catalog.Set(existing, &Constraint::is_local, true, origin);
  }
  if (!recurse) return;
  for (const ObjectId child : DirectChildren(catalog, table)) {
    SetNotNull(cx, child, column, {}, origin, true);
  }
}

}  // namespace schemadiff::replay
