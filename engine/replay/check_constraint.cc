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

ObjectId NotNullConstraintOf(const Catalog& catalog, ObjectId table, Name column) {
  for (const ObjectId id : ConstraintsOf(catalog, table, ConstraintType::kNotNull)) {
    if (catalog.Get(id).As<Constraint>().columns.front() == column) return id;
  }
  return kNoObject;
}

namespace {

// What is to be said of a new NOT NULL constraint.
struct NotNullPlan {
  Name column;
  Name name;  // empty: to be chosen
  bool no_inherit = false;
  bool is_local = true;
  int inherited_from = 0;
  OriginId origin = 0;
};

Name MakeNotNullConstraint(Context& cx, ObjectId table, const NotNullPlan& plan) {
  const ObjectKey key = cx.catalog.Get(table).key;
  Name name = plan.name;
  if (!name.empty() && FindConstraint(cx.catalog, table, name) != kNoObject) {
    if (plan.is_local) {
      throw PgError(sqlstate::kDuplicateObject, StrCat("constraint \"", name, "\" for relation \"",
                                                       key.name, "\" already exists"));
    }
    name = {};
  }
  if (name.empty()) {
    name = ChooseNotNullName(key.name, plan.column, [&](std::string_view candidate) {
      return ConstraintNameInSchema(cx, key.schema, candidate);
    });
  }
  Constraint constraint;
  constraint.type = ConstraintType::kNotNull;
  constraint.columns = {plan.column};
  constraint.no_inherit = plan.no_inherit;
  constraint.is_local = plan.is_local;
  constraint.inherited_from = plan.inherited_from;
  const ObjectId id = cx.catalog.Create(KeyFor<Constraint>(key.schema, key.name, name),
                                        std::move(constraint), table, plan.origin);
  cx.catalog.AddDependency(id, table, DependencyType::kAuto, plan.column);
  return name;
}

}  // namespace

void AddNotNullConstraints(Context& cx, const TablePlan& plan) {
  if (cx.major() < 18) return;
  for (const ColumnPlan& column : plan.columns) {
    NotNullPlan wanted;
    wanted.column = column.name;
    const bool by_key =
        std::ranges::find(plan.set_not_null, column.name) != plan.set_not_null.end();
    wanted.is_local = column.not_null_origin != 0 || by_key;
    Name inherited_name;
    for (const ObjectId parent : plan.parents) {
      const ObjectId theirs = NotNullConstraintOf(cx.catalog, parent, column.name);
      if (theirs == kNoObject || cx.catalog.Get(theirs).As<Constraint>().no_inherit) continue;
      if (wanted.inherited_from++ == 0) inherited_name = cx.catalog.Get(theirs).key.name;
    }
    if (!wanted.is_local && wanted.inherited_from == 0) continue;
    wanted.name = wanted.is_local ? column.not_null_name : inherited_name;
    wanted.no_inherit = column.not_null_no_inherit;
    wanted.origin = column.not_null_origin != 0 ? column.not_null_origin : column.origin;
    MakeNotNullConstraint(cx, plan.table, wanted);
    if (by_key) {
      const ObjectId id = FindColumn(cx.catalog, plan.table, column.name);
      cx.catalog.Set(id, &Column::not_null, true, wanted.origin);
    }
  }
}

void AddNotNullConstraint(Context& cx, ObjectId table, const ColumnPlan& column) {
  NotNullPlan plan;
  plan.column = column.name;
  plan.name = column.not_null_name;
  plan.no_inherit = column.not_null_no_inherit;
  plan.origin = column.not_null_origin;
  const Name name = MakeNotNullConstraint(cx, table, plan);
  if (!plan.no_inherit) InheritNotNull(cx, table, column.name, name, plan.origin);
}

void InheritNotNull(Context& cx, ObjectId table, Name column, Name name, OriginId origin) {
  Catalog& catalog = cx.catalog;
  for (const ObjectId child : DirectChildren(catalog, table)) {
    const ObjectId existing = NotNullConstraintOf(catalog, child, column);
    if (existing != kNoObject) {
      const int count = catalog.Get(existing).As<Constraint>().inherited_from;
      catalog.Set(existing, &Constraint::inherited_from, count + 1, origin);
      continue;
    }
    const ObjectId id = FindColumn(catalog, child, column);
    if (id == kNoObject) continue;
    if (!catalog.Get(id).As<Column>().not_null) {
      catalog.Set(id, &Column::not_null, true, origin);
    }
    NotNullPlan plan;
    plan.column = column;
    plan.name = name;
    plan.is_local = false;
    plan.inherited_from = 1;
    plan.origin = origin;
    MakeNotNullConstraint(cx, child, plan);
    InheritNotNull(cx, child, column, name, origin);
  }
}

void SetNotNull(Context& cx, ObjectId table, Name column, Name constraint_name, OriginId origin,
                bool recurse) {
  Catalog& catalog = cx.catalog;
  const ObjectId id = RequireColumn(cx, table, column);
  if (cx.major() < 18) {
    if (!catalog.Get(id).As<Column>().not_null) catalog.Set(id, &Column::not_null, true, origin);
    for (const ObjectId child : DirectChildren(catalog, table)) {
      if (!recurse) {
        const ObjectId theirs = FindColumn(catalog, child, column);
        if (!IsPartitioned(catalog.Get(table)) || catalog.Get(theirs).As<Column>().not_null) {
          continue;
        }
        throw PgError(sqlstate::kInvalidTableDefinition,
                      "constraint must be added to child tables too");
      }
      SetNotNull(cx, child, column, {}, origin, true);
    }
    return;
  }
  if (const ObjectId existing = NotNullConstraintOf(catalog, table, column);
      existing != kNoObject) {
    if (!catalog.Get(existing).As<Constraint>().is_local) {
      catalog.Set(existing, &Constraint::is_local, true, origin);
    }
    return;
  }
  catalog.Set(id, &Column::not_null, true, origin);
  const bool alone = !recurse && !DirectChildren(catalog, table).empty();
  if (alone && IsPartitioned(catalog.Get(table))) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  "constraint must be added to child tables too");
  }
  NotNullPlan plan;
  plan.no_inherit = alone;
  plan.column = column;
  plan.name = constraint_name;
  plan.origin = origin;
  const Name name = MakeNotNullConstraint(cx, table, plan);
  if (!alone) InheritNotNull(cx, table, column, name, origin);
}

}  // namespace schemadiff::replay
