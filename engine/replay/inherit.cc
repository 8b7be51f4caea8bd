#include "engine/replay/inherit.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/create_table.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

[[noreturn]] void Mismatch(const std::string& message) {
  throw PgError(sqlstate::kDatatypeMismatch, message);
}

bool PassesNotNullOn(const Catalog& catalog, ObjectId table, ObjectId column) {
  const Object& object = catalog.Get(column);
  if (!object.As<Column>().not_null) return false;
  const ObjectId constraint = NotNullConstraintOf(catalog, table, object.key.name);
  return constraint == kNoObject || !catalog.Get(constraint).As<Constraint>().no_inherit;
}

void CheckGeneration(const Context& cx, Name name, const Column& mine, const Column& theirs) {
  if (theirs.generated != Generated::kNone && mine.generated == Generated::kNone) {
    Mismatch(StrCat("column \"", name, "\" in child table must be a generated column"));
  }
  if (cx.major() >= 16 && mine.generated != Generated::kNone &&
      theirs.generated == Generated::kNone) {
    Mismatch(StrCat("column \"", name, "\" in child table must not be a generated column"));
  }
  if (theirs.generated == Generated::kNone || cx.major() >= 16) return;
  if (!mine.default_value.resolved() || !theirs.default_value.resolved()) {
    if (mine.default_value.text() == theirs.default_value.text()) return;
    throw NotModelled(StrCat("whether column \"", name, "\" is generated as its parent's"));
  }
  if (mine.default_value.text() != theirs.default_value.text()) {
    Mismatch(
        StrCat("column \"", name, "\" in child table has a conflicting generation expression"));
  }
}

void MergeColumns(Context& cx, ObjectId child, ObjectId parent, OriginId origin) {
  Catalog& catalog = cx.catalog;
  const bool partition = IsPartitioned(catalog.Get(parent));
  const Name child_name = catalog.Get(child).key.name;
  RequireKnownColumns(cx, parent);
  RequireKnownColumns(cx, child);
  for (const ObjectId id : ColumnsOf(catalog, parent)) {
    const Name name = catalog.Get(id).key.name;
    const Column theirs = catalog.Get(id).As<Column>();
    const ObjectId mine = FindColumn(catalog, child, name);
    if (mine == kNoObject) Mismatch(StrCat("child table is missing column \"", name, "\""));
    const Column column = catalog.Get(mine).As<Column>();
    if (column.type != theirs.type) {
      Mismatch(
          StrCat("child table \"", child_name, "\" has different type for column \"", name, "\""));
    }
    if (column.collation != theirs.collation) {
      throw PgError("42P21", StrCat("child table \"", child_name,
                                    "\" has different collation for column \"", name, "\""));
    }
    if (PassesNotNullOn(catalog, parent, id) && !column.not_null) {
      Mismatch(StrCat("column \"", name, "\" in child table must be marked NOT NULL"));
    }
    CheckGeneration(cx, name, column, theirs);
    catalog.Set(mine, &Column::inherited_from, column.inherited_from + 1, origin);
    if (partition) {
      catalog.Set(mine, &Column::is_local, false, origin);
      if (cx.major() >= 17 && theirs.identity != column.identity) {
        catalog.Set(mine, &Column::identity, theirs.identity, origin);
      }
    }
  }
}

// The child's constraint that is the parent's; kNoObject where it has none.
ObjectId Counterpart(const Catalog& catalog, ObjectId child, ObjectId theirs) {
  const Object& object = catalog.Get(theirs);
  const auto& constraint = object.As<Constraint>();
  if (constraint.type == ConstraintType::kNotNull) {
    return NotNullConstraintOf(catalog, child, constraint.columns.front());
  }
  const ObjectId mine = FindConstraint(catalog, child, object.key.name);
  const bool same =
      mine != kNoObject && catalog.Get(mine).As<Constraint>().type == ConstraintType::kCheck;
  return same ? mine : kNoObject;
}

// Those that children have, too.
std::vector<ObjectId> InheritableConstraints(const Catalog& catalog, ObjectId table) {
  std::vector<ObjectId> out;
  for (const ConstraintType type : {ConstraintType::kCheck, ConstraintType::kNotNull}) {
    for (const ObjectId id : ConstraintsOf(catalog, table, type)) {
      if (!catalog.Get(id).As<Constraint>().no_inherit) out.push_back(id);
    }
  }
  return out;
}

void MergeConstraints(Context& cx, ObjectId child, ObjectId parent, OriginId origin) {
  Catalog& catalog = cx.catalog;
  const bool partition = IsPartitioned(catalog.Get(parent));
  const Name child_name = catalog.Get(child).key.name;
  for (const ObjectId id : InheritableConstraints(catalog, parent)) {
    const Name name = catalog.Get(id).key.name;
    const Constraint theirs = catalog.Get(id).As<Constraint>();
    const ObjectId mine = Counterpart(catalog, child, id);
    if (mine == kNoObject) Mismatch(StrCat("child table is missing constraint \"", name, "\""));
    const Constraint constraint = catalog.Get(mine).As<Constraint>();
    if (theirs.type == ConstraintType::kCheck && constraint.check.text() != theirs.check.text()) {
      if (!constraint.check.resolved() || !theirs.check.resolved()) {
        throw NotModelled(StrCat("whether constraint \"", name, "\" is the same as its parent's"));
      }
      Mismatch(StrCat("child table \"", child_name,
                      "\" has different definition for check constraint \"", name, "\""));
    }
    const auto conflict = [&](std::string_view with) {
      throw PgError(sqlstate::kInvalidObjectDefinition,
                    StrCat("constraint \"", catalog.Get(mine).key.name, "\" conflicts with ", with,
                           " constraint on child table \"", child_name, "\""));
    };
    if (constraint.no_inherit) conflict("non-inherited");
    if (theirs.validated && !constraint.validated) conflict("NOT VALID");
    if (theirs.enforced && !constraint.enforced) conflict("NOT ENFORCED");
    catalog.Set(mine, &Constraint::inherited_from, constraint.inherited_from + 1, origin);
    if (partition) catalog.Set(mine, &Constraint::is_local, false, origin);
  }
}

}  // namespace

void MergeIntoChild(Context& cx, ObjectId child, ObjectId parent, OriginId origin) {
  MergeColumns(cx, child, parent, origin);
  MergeConstraints(cx, child, parent, origin);
}

void SeparateFromParent(Context& cx, ObjectId child, ObjectId parent, OriginId origin) {
  Catalog& catalog = cx.catalog;
  for (const ObjectId id : ColumnsOf(catalog, parent)) {
    const ObjectId mine = FindColumn(catalog, child, catalog.Get(id).key.name);
    if (mine == kNoObject) continue;
    const Column column = catalog.Get(mine).As<Column>();
    if (column.inherited_from == 0) continue;
    catalog.Set(mine, &Column::inherited_from, column.inherited_from - 1, origin);
    if (column.inherited_from == 1 && !column.is_local) {
      catalog.Set(mine, &Column::is_local, true, origin);
    }
  }
  for (const ObjectId id : InheritableConstraints(catalog, parent)) {
    const ObjectId mine = Counterpart(catalog, child, id);
    if (mine == kNoObject) continue;
    const Constraint constraint = catalog.Get(mine).As<Constraint>();
    if (constraint.inherited_from == 0) continue;
    catalog.Set(mine, &Constraint::inherited_from, constraint.inherited_from - 1, origin);
    if (constraint.inherited_from == 1 && !constraint.is_local) {
      catalog.Set(mine, &Constraint::is_local, true, origin);
    }
  }
}

bool IsDescendant(const Catalog& catalog, ObjectId table, ObjectId ancestor) {
  if (table == ancestor) return true;
  return std::ranges::any_of(DirectParents(catalog, table), [&](ObjectId parent) {
    return IsDescendant(catalog, parent, ancestor);
  });
}

void CheckNoTransitionTables(const Catalog& catalog, ObjectId table, std::string_view what) {
  for (const ObjectId id : catalog.Children(table)) {
    const auto* trigger = catalog.Get(id).TryAs<Trigger>();
    if (trigger == nullptr || !trigger->for_each_row) continue;
    if (trigger->old_table.empty() && trigger->new_table.empty()) continue;
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("trigger \"", catalog.Get(id).key.name, "\" prevents table \"",
                         catalog.Get(table).key.name, "\" from becoming ", what));
  }
}

}  // namespace schemadiff::replay
