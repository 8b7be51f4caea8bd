// Columns and checks that a table gets from its parents. Facts from tablecmds.c (MergeAttributes)
// of the server's source.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/create_table.h"
#include "engine/replay/relation.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {
namespace {

void CheckParent(const Object& parent, const TablePlan& plan) {
  const Name name = parent.key.name;
  const auto refuse = [](const std::string& message) {
    throw PgError(sqlstate::kWrongObjectType, message);
  };
  if (IsPartitioned(parent) && !plan.partition) {
    refuse(StrCat("cannot inherit from partitioned table \"", name, "\""));
  }
  if (IsPartition(parent) && !plan.partition) {
    refuse(StrCat("cannot inherit from partition \"", name, "\""));
  }
  const bool parent_temporary = parent.As<Table>().persistence == Persistence::kTemporary;
  const bool temporary = plan.persistence == Persistence::kTemporary;
  if (plan.partition && !parent_temporary && temporary) {
    refuse(StrCat("cannot create a temporary relation as partition of permanent relation \"", name,
                  "\""));
  }
  if (!temporary && parent_temporary) {
    refuse(StrCat(plan.partition
                      ? "cannot create a permanent relation as partition of temporary relation \""
                      : "cannot inherit from temporary relation \"",
                  name, "\""));
  }
}

[[noreturn]] void TypeConflict(const Context& cx, std::string_view what, Name column,
                               const TypeRef& a, const TypeRef& b) {
  throw PgError(sqlstate::kDatatypeMismatch,
                StrCat(what, " \"", column, "\" has a type conflict: ",
                       TypeTextWithModifiers(cx, a), " versus ", TypeTextWithModifiers(cx, b)));
}

void CheckSameShape(const Context& cx, std::string_view what, Name column, const Column& a,
                    const Column& b) {
  if (a.type != b.type) TypeConflict(cx, what, column, a.type, b.type);
  if (a.collation != b.collation) {
    throw PgError("42P21", StrCat(what, " \"", column, "\" has a collation conflict"));
  }
}

class ParentMerger {
 public:
  ParentMerger(Context& cx, TablePlan* plan, std::vector<InheritedCheck>* checks)
      : cx_(cx), plan_(plan), checks_(checks) {}

  void Merge() {
    std::vector<ColumnPlan> own = std::move(plan_->columns);
    plan_->columns.clear();
    for (const ObjectId parent : plan_->parents) {
      CheckParent(cx_.catalog.Get(parent), *plan_);
      RequireKnownColumns(cx_, parent);
      for (const ObjectId column : ColumnsOf(cx_.catalog, parent)) AddInherited(column);
      InheritChecks(parent);
    }
    for (ColumnPlan& column : own) {
      if (plan_->partition) {
        AddPartitionOptions(column);
      } else {
        AddOwn(std::move(column));
      }
    }
    CheckDefaults();
  }

 private:
  ColumnPlan* FindPlanned(Name name) {
    const auto found = std::ranges::find(plan_->columns, name, &ColumnPlan::name);
    return found == plan_->columns.end() ? nullptr : &*found;
  }
  void AddInherited(ObjectId id);
  void InheritDefault(ObjectId source, const Column& from, ColumnPlan* to);
  bool NotNullIsInherited(ObjectId column) const;
  void InheritChecks(ObjectId parent);
  void AddOwn(ColumnPlan column);
  void AddPartitionOptions(const ColumnPlan& options);
  void CheckDefaults();

  Context& cx_;
  TablePlan* plan_;
  std::vector<InheritedCheck>* checks_;
};

// Since 18 a NOT NULL can be NO INHERIT.
bool ParentMerger::NotNullIsInherited(ObjectId column) const {
  const Object& object = cx_.catalog.Get(column);
  const ObjectId constraint = NotNullConstraintOf(cx_.catalog, object.parent, object.key.name);
  return constraint == kNoObject || !cx_.catalog.Get(constraint).As<Constraint>().no_inherit;
}

void ParentMerger::AddInherited(ObjectId id) {
  const Object& object = cx_.catalog.Get(id);
  const auto& theirs = object.As<Column>();
  const Name name = object.key.name;
  const bool not_null = theirs.not_null && NotNullIsInherited(id);
  if (ColumnPlan* planned = FindPlanned(name)) {
    Column& mine = planned->column;
    CheckSameShape(cx_, "inherited column", name, mine, theirs);
    if (mine.storage != theirs.storage) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("inherited column \"", name, "\" has a storage parameter conflict"));
    }
    if (mine.compression.empty()) {
      mine.compression = theirs.compression;
    } else if (!theirs.compression.empty() && mine.compression != theirs.compression) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("column \"", name, "\" has a compression method conflict"));
    }
    ++mine.inherited_from;
    mine.not_null = mine.not_null || not_null;
    if (mine.generated != theirs.generated) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("inherited column \"", name, "\" has a generation conflict"));
    }
    InheritDefault(id, theirs, planned);
    return;
  }
  ColumnPlan& planned = plan_->columns.emplace_back();
  planned.name = name;
  planned.origin = cx_.Origin();
  planned.column = theirs;
  planned.column.not_null = not_null;
  planned.column.default_value = {};
  planned.column.identity = Identity::kNone;
  // Since 17 a partition's identity columns are those of its partitioned table.
  if (plan_->partition && cx_.major() >= 17) planned.column.identity = theirs.identity;
  planned.column.is_local = false;
  planned.column.inherited_from = 1;
  planned.column.statistics_target.reset();
  planned.column.options = {};
  InheritDefault(id, theirs, &planned);
}

void ParentMerger::InheritDefault(ObjectId source, const Column& from, ColumnPlan* to) {
  if (from.default_value.empty()) return;
  Expression& mine = to->column.default_value;
  if (mine.empty()) {
    mine = from.default_value;
    to->default_source = source;
  } else if (mine.text() != from.default_value.text()) {
    to->conflicting_default = true;
  }
}

void ParentMerger::InheritChecks(ObjectId parent) {
  std::vector<ObjectId> ids = ConstraintsOf(cx_.catalog, parent, ConstraintType::kCheck);
  std::ranges::sort(ids, {}, [&](ObjectId id) { return cx_.catalog.Get(id).key.name; });
  for (const ObjectId id : ids) {
    const Object& object = cx_.catalog.Get(id);
    const auto& theirs = object.As<Constraint>();
    if (theirs.no_inherit) continue;
    const auto same = std::ranges::find(*checks_, object.key.name, &InheritedCheck::name);
    if (same == checks_->end()) {
      InheritedCheck& check = checks_->emplace_back();
      check.name = object.key.name;
      check.constraint = theirs;
      check.constraint.is_local = false;
      check.constraint.inherited_from = 1;
      check.constraint.validated = true;
      check.source = id;
      continue;
    }
    if (same->constraint.check.text() != theirs.check.text()) {
      throw PgError(sqlstate::kDuplicateObject,
                    StrCat("check constraint name \"", object.key.name,
                           "\" appears multiple times but with different expressions"));
    }
    ++same->constraint.inherited_from;
  }
}

void ParentMerger::AddOwn(ColumnPlan column) {
  ColumnPlan* inherited = FindPlanned(column.name);
  if (inherited == nullptr) {
    plan_->columns.push_back(std::move(column));
    return;
  }
  Column& into = inherited->column;
  const Column& mine = column.column;
  CheckSameShape(cx_, "column", column.name, into, mine);
  into.identity = mine.identity;
  if (into.storage.empty()) {
    into.storage = mine.storage;
  } else if (!mine.storage.empty() && into.storage != mine.storage) {
    throw PgError(sqlstate::kDatatypeMismatch,
                  StrCat("column \"", column.name, "\" has a storage parameter conflict"));
  }
  if (into.compression.empty()) {
    into.compression = mine.compression;
  } else if (!mine.compression.empty() && into.compression != mine.compression) {
    throw PgError(sqlstate::kDatatypeMismatch,
                  StrCat("column \"", column.name, "\" has a compression method conflict"));
  }
  into.is_local = true;
  into.not_null = into.not_null || mine.not_null;
  const bool has_default = column.raw_default != nullptr || !column.serial_sequence.empty();
  if (into.generated != Generated::kNone) {
    // Since 16 a child may state a generation expression of its own.
    if (mine.generated != Generated::kNone && cx_.major() < 16) {
      throw PgError(sqlstate::kInvalidColumnDefinition,
                    StrCat("child column \"", column.name, "\" specifies generation expression"));
    }
    if (has_default && mine.generated == Generated::kNone) {
      throw PgError(sqlstate::kInvalidColumnDefinition,
                    StrCat("column \"", column.name,
                           "\" inherits from generated column but specifies default"));
    }
    if (mine.identity != Identity::kNone) {
      throw PgError(sqlstate::kInvalidColumnDefinition,
                    StrCat("column \"", column.name,
                           "\" inherits from generated column but specifies identity"));
    }
  } else if (mine.generated != Generated::kNone) {
    if (cx_.major() >= 16) {
      throw PgError(sqlstate::kInvalidColumnDefinition,
                    StrCat("child column \"", column.name, "\" specifies generation expression"));
    }
    into.generated = mine.generated;
  }
  if (has_default) {
    into.default_value = {};
    inherited->raw_default = column.raw_default;
    inherited->serial_sequence = column.serial_sequence;
    inherited->default_origin = column.default_origin;
    inherited->conflicting_default = false;
  }
  inherited->origin = column.origin;
  inherited->not_null_origin = column.not_null_origin;
  inherited->not_null_name = column.not_null_name;
}

void ParentMerger::AddPartitionOptions(const ColumnPlan& options) {
  ColumnPlan* column = FindPlanned(options.name);
  if (column == nullptr) {
    throw PgError(sqlstate::kUndefinedColumn,
                  StrCat("column \"", options.name, "\" does not exist"));
  }
  if (options.column.not_null && !column->column.not_null) {
    column->column.not_null = true;
  }
  if (options.column.not_null) {
    column->not_null_origin = options.not_null_origin;
    column->not_null_name = options.not_null_name;
  }
  if (options.raw_default != nullptr) {
    const bool inherits_generated = column->column.generated != Generated::kNone;
    if (inherits_generated && options.column.generated == Generated::kNone && cx_.major() >= 16) {
      throw PgError(sqlstate::kInvalidColumnDefinition,
                    StrCat("column \"", options.name,
                           "\" inherits from generated column but specifies default"));
    }
    column->column.default_value = {};
    column->raw_default = options.raw_default;
    column->default_origin = options.default_origin;
  }
}

void ParentMerger::CheckDefaults() {
  for (const ColumnPlan& column : plan_->columns) {
    if (!column.conflicting_default) continue;
    throw PgError(sqlstate::kInvalidColumnDefinition,
                  StrCat("column \"", column.name,
                         column.column.generated != Generated::kNone
                             ? "\" inherits conflicting generation expressions"
                             : "\" inherits conflicting default values"));
  }
}

}  // namespace

void MergeParents(Context& cx, TablePlan* plan, std::vector<InheritedCheck>* checks) {
  if (!plan->parents.empty()) ParentMerger(cx, plan, checks).Merge();
  if (plan->columns.size() > 1600) {
    throw PgError("54011", "tables can have at most 1600 columns");
  }
}

}  // namespace schemadiff::replay
