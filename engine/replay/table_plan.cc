#include "engine/replay/table_plan.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/pg/names.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/expressions.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"
#include "engine/replay/sequence.h"
#include "engine/replay/toast.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

using ast::ConstrType;

// The integer type that a serial pseudo-type stands for; empty for any other type.
std::string_view SerialType(const ast::TypeName& type) {
  if (type.names.size() != 1 || type.pct_type) return {};
  const std::string_view name = Strings(type.names)[0];
  if (name == "smallserial" || name == "serial2") return "int2";
  if (name == "serial" || name == "serial4") return "int4";
  if (name == "bigserial" || name == "serial8") return "int8";
  return {};
}

[[noreturn]] void SyntaxError(const std::string& message, const ast::Node& node) {
  throw PgError(sqlstate::kSyntaxError, message, node.location);
}

// The clauses of one column, and what has been seen of them.
class ColumnClauses {
 public:
  ColumnClauses(Context& cx, TablePlan* plan, ColumnPlan* column)
      : cx_(cx), plan_(plan), column_(column) {}

  void Serial(std::string_view type, const ast::Node& node) {
    if (saw_default_) Twice("multiple default values specified", node);
    saw_default_ = true;
    if (saw_identity_) Both("default and identity", node);
    if (saw_generated_) Both("default and generation expression", node);
    Sequence parameters;
    parameters.type = {"pg_catalog", type, {}, false};
    ApplySequenceOptions(cx_, {}, /*fresh=*/true, false, &parameters);
    const SequencePlan& sequence = PlanSequence(cx_, plan_, *column_, parameters, nullptr);
    column_->serial_sequence = {sequence.schema, sequence.name};
    column_->default_origin = column_->origin;
    NotNull(node, column_->origin);
  }

  void Add(const ast::Constraint& clause);

 private:
  [[noreturn]] void Twice(std::string_view what, const ast::Node& node) {
    SyntaxError(StrCat(what, " for column \"", column_->name, "\" of table \"", plan_->name, "\""),
                node);
  }
  [[noreturn]] void Both(std::string_view what, const ast::Node& node) {
    SyntaxError(StrCat("both ", what, " specified for column \"", column_->name, "\" of table \"",
                       plan_->name, "\""),
                node);
  }
  void NotNull(const ast::Node& node, OriginId origin) {
    if (saw_nullable_ && !column_->column.not_null) {
      Twice("conflicting NULL/NOT NULL declarations", node);
    }
    if (!column_->column.not_null) column_->not_null_origin = origin;
    column_->column.not_null = true;
    saw_nullable_ = true;
  }
  void IdentityClause(const ast::Constraint& clause);
  void GeneratedClause(const ast::Constraint& clause);
  void Attribute(const ast::Constraint& clause);
  void Keep(std::vector<ConstraintPlan>* list, const ast::Constraint& clause,
            bool takes_attributes) {
    list->push_back({&clause, column_->name, false, false, true});
    last_ = takes_attributes ? &list->back() : nullptr;
    saw_deferrability_ = saw_initially_ = false;
  }

  Context& cx_;
  TablePlan* plan_;
  ColumnPlan* column_;
  ConstraintPlan* last_ = nullptr;  // what a following DEFERRABLE is for
  bool saw_deferrability_ = false;
  bool saw_initially_ = false;
  bool saw_nullable_ = false;
  bool saw_default_ = false;
  bool saw_identity_ = false;
  bool saw_generated_ = false;
};

void ColumnClauses::IdentityClause(const ast::Constraint& clause) {
  if (plan_->typed) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "identity columns are not supported on typed tables");
  }
  if (plan_->partition) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "identity columns are not supported on partitions");
  }
  if (saw_identity_) Twice("multiple identity specifications", clause);
  const TypeRef& type = column_->column.type;
  if (type.schema != "pg_catalog" || type.array ||
      (type.name != "int2" && type.name != "int4" && type.name != "int8")) {
    throw PgError(sqlstate::kInvalidParameterValue,
                  "identity column type must be smallint, integer, or bigint", clause.location);
  }
  Sequence parameters;
  parameters.type = type;
  parameters.identity = true;
  PlanSequence(cx_, plan_, *column_, parameters, &clause.options).origin = cx_.OriginOf(&clause);
  column_->column.identity =
      clause.generated_when == "a" ? Identity::kAlways : Identity::kByDefault;
  saw_identity_ = true;
  NotNull(clause, cx_.OriginOf(&clause));
}

void ColumnClauses::GeneratedClause(const ast::Constraint& clause) {
  if (plan_->typed) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "generated columns are not supported on typed tables");
  }
  if (plan_->partition && cx_.major() < 16) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "generated columns are not supported on partitions");
  }
  if (saw_generated_) Twice("multiple generation clauses specified", clause);
  column_->column.generated = Generated::kStored;
  column_->raw_default = clause.raw_expr;
  column_->default_origin = cx_.OriginOf(&clause);
  saw_generated_ = true;
}

// DEFERRABLE and its kin are clauses of their own for the grammar; they belong to the constraint
// before them (transformConstraintAttrs).
void ColumnClauses::Attribute(const ast::Constraint& clause) {
  const bool about_deferrability = clause.contype == ConstrType::CONSTR_ATTR_DEFERRABLE ||
                                   clause.contype == ConstrType::CONSTR_ATTR_NOT_DEFERRABLE;
  if (last_ == nullptr) {
    const std::string_view what =
        clause.contype == ConstrType::CONSTR_ATTR_DEFERRABLE       ? "DEFERRABLE"
        : clause.contype == ConstrType::CONSTR_ATTR_NOT_DEFERRABLE ? "NOT DEFERRABLE"
        : clause.contype == ConstrType::CONSTR_ATTR_DEFERRED       ? "INITIALLY DEFERRED"
                                                                   : "INITIALLY IMMEDIATE";
    SyntaxError(StrCat("misplaced ", what, " clause"), clause);
  }
  bool& seen = about_deferrability ? saw_deferrability_ : saw_initially_;
  if (seen) {
    SyntaxError(about_deferrability ? "multiple DEFERRABLE/NOT DEFERRABLE clauses not allowed"
                                    : "multiple INITIALLY IMMEDIATE/DEFERRED clauses not allowed",
                clause);
  }
  seen = true;
  switch (clause.contype) {
    case ConstrType::CONSTR_ATTR_DEFERRABLE:
      last_->deferrable = true;
      break;
    case ConstrType::CONSTR_ATTR_NOT_DEFERRABLE:
      last_->deferrable = false;
      break;
    case ConstrType::CONSTR_ATTR_DEFERRED:
      last_->initially_deferred = true;
      // INITIALLY DEFERRED alone implies DEFERRABLE.
      if (!saw_deferrability_) last_->deferrable = true;
      break;
    default:
      last_->initially_deferred = false;
      break;
  }
  if (saw_deferrability_ && last_->initially_deferred && !last_->deferrable) {
    SyntaxError("constraint declared INITIALLY DEFERRED must be DEFERRABLE", clause);
  }
}

// What needs an index, or rows to look at.
void CheckForeign(const TablePlan& plan, const ast::Constraint& clause) {
  if (!plan.foreign) return;
  std::string_view what;
  if (clause.contype == ConstrType::CONSTR_PRIMARY) what = "primary key";
  if (clause.contype == ConstrType::CONSTR_UNIQUE) what = "unique";
  if (clause.contype == ConstrType::CONSTR_EXCLUSION) what = "exclusion";
  if (clause.contype == ConstrType::CONSTR_FOREIGN) what = "foreign key";
  if (what.empty()) return;
  throw PgError(sqlstate::kFeatureNotSupported,
                StrCat(what, " constraints are not supported on foreign tables"), clause.location);
}

void ColumnClauses::Add(const ast::Constraint& clause) {
  CheckForeign(*plan_, clause);
  switch (clause.contype) {
    case ConstrType::CONSTR_ATTR_DEFERRABLE:
    case ConstrType::CONSTR_ATTR_NOT_DEFERRABLE:
    case ConstrType::CONSTR_ATTR_DEFERRED:
    case ConstrType::CONSTR_ATTR_IMMEDIATE:
      Attribute(clause);
      return;
    case ConstrType::CONSTR_PRIMARY:
    case ConstrType::CONSTR_UNIQUE:
      Keep(&plan_->keys, clause, true);
      return;
    case ConstrType::CONSTR_FOREIGN:
      Keep(&plan_->foreign_keys, clause, true);
      return;
    case ConstrType::CONSTR_CHECK:
      Keep(&plan_->checks, clause, false);
      return;
    default:
      last_ = nullptr;
      break;
  }
  switch (clause.contype) {
    case ConstrType::CONSTR_NULL:
      if (saw_nullable_ && column_->column.not_null) {
        Twice("conflicting NULL/NOT NULL declarations", clause);
      }
      column_->column.not_null = false;
      saw_nullable_ = true;
      break;
    case ConstrType::CONSTR_NOTNULL:
      NotNull(clause, cx_.OriginOf(&clause));
      if (!clause.conname.empty()) column_->not_null_name = clause.conname;
      column_->not_null_no_inherit = clause.is_no_inherit;
      break;
    case ConstrType::CONSTR_DEFAULT:
      if (saw_default_) Twice("multiple default values specified", clause);
      column_->raw_default = clause.raw_expr;
      column_->default_origin = cx_.OriginOf(&clause);
      saw_default_ = true;
      break;
    case ConstrType::CONSTR_IDENTITY:
      IdentityClause(clause);
      break;
    case ConstrType::CONSTR_GENERATED:
      GeneratedClause(clause);
      break;
    default:
      throw NotModelled("a column constraint of an unknown kind", clause.location);
  }
  if (saw_default_ && saw_identity_) Both("default and identity", clause);
  if (saw_default_ && saw_generated_) Both("default and generation expression", clause);
  if (saw_identity_ && saw_generated_) Both("identity and generation expression", clause);
}

}  // namespace

SequencePlan& PlanSequence(Context& cx, TablePlan* plan, const ColumnPlan& column,
                           const Sequence& parameters, const ast::List* options) {
  SequencePlan sequence{plan->schema, {}, parameters, column.name, column.origin};
  std::vector<const ast::DefElem*> rest;
  const ast::DefElem* logged = nullptr;
  if (options != nullptr) {
    for (const ast::DefElem* element : DefElems(*options)) {
      if (element->defname == "sequence_name") {
        if (!sequence.name.empty()) ThrowConflictingOption(*element);
        const auto* list = ast::As<ast::ListNode>(element->arg);
        const StatedName stated(list != nullptr ? list->items : ast::List(), element->location);
        if (!stated.schema.empty()) sequence.schema = stated.schema;
        sequence.name = stated.name;
      } else if (element->defname == "logged" || element->defname == "unlogged") {
        if (logged != nullptr) ThrowConflictingOption(*element);
        logged = element;
      } else {
        rest.push_back(element);
      }
    }
    const TypeRef type = sequence.sequence.type;
    for (const ast::DefElem* element : rest) {
      // The column's type has been put before the user's options, as an option of its own.
      if (element->defname == "as") ThrowConflictingOption(*element);
    }
    sequence.sequence.type = type;
    ApplySequenceOptions(cx, rest, /*fresh=*/true, /*for_identity=*/true, &sequence.sequence);
  }
  if (sequence.name.empty()) {
    sequence.name = ChooseSequenceName(plan->name, column.name, [&](std::string_view name) {
      return RelationIn(cx.catalog, plan->schema, name) != kNoObject;
    });
  }
  sequence.sequence.unlogged = cx.major() >= 15 && plan->persistence == Persistence::kUnlogged;
  if (logged != nullptr) sequence.sequence.unlogged = logged->defname == "unlogged";
  plan->sequences.push_back(sequence);
  return plan->sequences.back();
}

void PlanColumn(Context& cx, TablePlan* plan, const ast::ColumnDef& definition) {
  plan->columns.emplace_back();
  ColumnPlan& column = plan->columns.back();
  column.name = definition.colname;
  column.origin = cx.OriginOf(&definition);
  std::string_view serial;
  if (definition.typeName == nullptr) {
    column.has_type = false;
  } else {
    serial = SerialType(*definition.typeName);
    if (!serial.empty()) {
      if (!definition.typeName->arrayBounds.empty()) {
        throw PgError(sqlstate::kFeatureNotSupported, "array of serial is not implemented",
                      definition.typeName->location);
      }
      column.column.type = {"pg_catalog", serial, {}, false};
    } else {
      const ResolvedType type = ResolveType(cx, *definition.typeName);
      column.column.type = type.ref;
      column.column.collation = ColumnCollation(cx, type, definition.collClause);
      if (definition.typeName->setof) {
        throw PgError(sqlstate::kInvalidTableDefinition,
                      StrCat("column \"", column.name, "\" cannot be declared SETOF"),
                      definition.typeName->location);
      }
      CheckColumnType(cx, column.name, type, plan->table);
    }
    if (!serial.empty()) {
      ColumnCollation(cx, ResolveRef(cx, column.column.type), definition.collClause);
    }
  }
  if (!definition.compression.empty() && definition.compression != "default") {
    if (cx.major() < 14) {
      throw PgError(sqlstate::kSyntaxError, "syntax error at or near \"COMPRESSION\"",
                    definition.location);
    }
    RequireCompressible(cx, column.column.type);
    column.column.compression = definition.compression;
  }
  if (!definition.storage_name.empty()) {
    column.column.storage = ColumnStorage(cx, column.column.type, definition.storage_name);
  }
  ColumnClauses clauses(cx, plan, &column);
  // PostgreSQL puts the clauses of a serial behind the user's own.
  for (const ast::Node* node : definition.constraints) {
    clauses.Add(*ast::Cast<ast::Constraint>(node));
  }
  if (!serial.empty()) clauses.Serial(serial, definition);
}

void PlanConstraint(TablePlan* plan, const ast::Constraint& constraint) {
  CheckForeign(*plan, constraint);
  // There are no rows of a new table to check, but perhaps those of another server.
  const bool nothing_to_check = plan->table == kNoObject && !plan->foreign;
  const ConstraintPlan planned{&constraint,
                               {},
                               constraint.deferrable,
                               constraint.initdeferred,
                               nothing_to_check || constraint.initially_valid};
  switch (constraint.contype) {
    case ConstrType::CONSTR_EXCLUSION:
      [[fallthrough]];
    case ConstrType::CONSTR_PRIMARY:
    case ConstrType::CONSTR_UNIQUE:
      plan->keys.push_back(planned);
      break;
    case ConstrType::CONSTR_CHECK:
      plan->checks.push_back(planned);
      break;
    case ConstrType::CONSTR_FOREIGN:
      plan->foreign_keys.push_back(planned);
      break;
    case ConstrType::CONSTR_NOTNULL:
      plan->not_nulls.push_back(planned);
      break;
    default:
      throw NotModelled("a table constraint of an unknown kind", constraint.location);
  }
}

void MakeSequences(Context& cx, const TablePlan& plan) {
  for (const SequencePlan& sequence : plan.sequences) {
    RequireSchema(cx, sequence.schema);
    CheckNewRelationName(cx, sequence.schema, sequence.name, /*makes_type=*/false);
    cx.catalog.Create(KeyFor<Sequence>(sequence.schema, sequence.name), sequence.sequence,
                      kNoObject, sequence.origin);
  }
}

void OwnSequences(Context& cx, const TablePlan& plan) {
  for (const SequencePlan& sequence : plan.sequences) {
    if (sequence.schema != plan.schema) {
      throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                    "sequence must be in same schema as table it is linked to");
    }
    const ObjectId id = cx.catalog.IdOf(KeyFor<Sequence>(sequence.schema, sequence.name));
    OwnSequence(cx, id, plan.table, sequence.column, sequence.sequence.identity, sequence.origin);
  }
}

ObjectId MakeColumn(Context& cx, ObjectId table, const ColumnPlan& plan, int position) {
  if (IsSystemColumn(plan.name)) {
    throw PgError(sqlstate::kDuplicateColumn,
                  StrCat("column name \"", plan.name, "\" conflicts with a system column name"));
  }
  Column payload = plan.column;
  payload.position = position;
  const ObjectKey key = cx.catalog.Get(table).key;
  const TypeRef type = payload.type;
  const bool not_null = payload.not_null;
  const ObjectId id = cx.catalog.Create(KeyFor<Column>(key.schema, key.name, plan.name),
                                        std::move(payload), table, plan.origin);
  if (not_null && plan.not_null_origin != 0) {
    cx.catalog.SetAttributeOrigin(id, AttributeIndex(&Column::not_null), plan.not_null_origin);
  }
  DependOnType(cx, id, type);
  return id;
}

void StoreDefault(Context& cx, ObjectId table, ObjectId column, const ColumnPlan& plan) {
  if (!plan.serial_sequence.empty()) {
    const QualifiedName& name = plan.serial_sequence;
    cx.catalog.Set(
        column, &Column::default_value,
        Expression::Canonical(
            StrCat("nextval(", QuoteLiteral(QuoteQualifiedName(name.schema, name.name, cx.major())),
                   "::regclass)")),
        plan.default_origin);
    cx.catalog.AddDependency(column, cx.catalog.IdOf(KeyFor<Sequence>(name.schema, name.name)));
    return;
  }
  if (plan.raw_default == nullptr) return;
  const TypeRef target = cx.catalog.Get(column).As<Column>().type;
  const bool generated = plan.column.generated != Generated::kNone;
  const Analysed analysed = Analyse(cx, *plan.raw_default,
                                    generated ? ExpressionUse::kGenerated : ExpressionUse::kDefault,
                                    table, &target, cx.catalog.Get(column).key.name);
  if (analysed.null_constant && !generated) return;
  cx.catalog.Set(column, &Column::default_value, analysed.expression, plan.default_origin);
  // Before 15 a generated column went along with the columns that it is made of.
  DependOnExpression(cx, column, analysed, table,
                     cx.major() >= 15 ? DependencyType::kNormal : DependencyType::kAuto);
}

}  // namespace schemadiff::replay
