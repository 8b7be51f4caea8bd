#include "engine/replay/retype.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/comment.h"
#include "engine/replay/constraint_trigger.h"
#include "engine/replay/define_index.h"
#include "engine/replay/expressions.h"
#include "engine/replay/foreign_key.h"
#include "engine/replay/lookup.h"
#include "engine/replay/operator_class.h"
#include "engine/replay/relation.h"
#include "engine/replay/statistics.h"
#include "engine/replay/table_plan.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {
namespace {

class Remaker {
 public:
  Remaker(Context& cx, OriginId origin) : cx_(cx), catalog_(cx.catalog), origin_(origin) {}

  void Indexes(const std::vector<ObjectId>& objects);
  void Checks(const std::vector<ObjectId>& objects);
  void ForeignKeys(const std::vector<ObjectId>& objects);

 private:
  void PlainIndex(ObjectId id);
  void Key(ObjectId table, Name method, IndexKey* key, std::vector<Analysed>* analysed);
  void KeyConstraint(ObjectId id);
  void Exclusion(ObjectId id);
  void Partitions(ObjectId id);
  void DropParts(ObjectId id);
  void DropComments(ObjectId id);
  void DependAnew(ObjectId id, const std::vector<Analysed>& analysed);

  Context& cx_;
  Catalog& catalog_;
  const OriginId origin_;
};

// Whether it is a partition's part of an index or constraint of the partitioned table.
bool IsPart(const Catalog& catalog, ObjectId id) {
  for (const Dependency& reference : catalog.References(id)) {
    if (reference.type != DependencyType::kInternal) continue;
    const Kind kind = catalog.Get(reference.object).key.kind;
    if (kind == KindOf<Index> || kind == KindOf<Constraint>) return true;
  }
  return false;
}

std::vector<ObjectId> PartsOf(const Catalog& catalog, ObjectId id) {
  std::vector<ObjectId> parts;
  for (const Dependency& dependent : catalog.Dependents(id)) {
    if (dependent.type == DependencyType::kInternal) parts.push_back(dependent.object);
  }
  std::ranges::sort(parts);
  return parts;
}

[[noreturn]] void NoDefaultClass(const Context& cx, const TypeRef& type, Name method) {
  throw PgError(sqlstate::kUndefinedObject,
                StrCat("data type ", TypeText(cx, type),
                       " has no default operator class for access method \"", method, "\""));
}

void RequireDefaultClass(const Context& cx, const ResolvedType& type, Name method) {
  bool known = true;
  if (DefaultOperatorClass(cx, type, method, &known) == nullptr && known) {
    NoDefaultClass(cx, type.ref, method);
  }
}

// What a stated operator class is for another type.
QualifiedName ClassFor(const Context& cx, const QualifiedName& opclass, const ResolvedType& type,
                       Name method) {
  const ParsedScript script = ParseSql(SourceText::FromFile(
      "", StrCat("CREATE INDEX ON t (c ",
                 QuoteQualifiedName(opclass.schema, opclass.name, cx.major()), ")")));
  if (script.statements.size() != 1) {
    throw NotModelled(StrCat("operator class ", opclass.ToString()));
  }
  const auto* statement = ast::Cast<ast::IndexStmt>(script.statements[0].stmt);
  const auto* element = ast::Cast<ast::IndexElem>(statement->indexParams[0]);
  return ResolveOperatorClass(cx, element->opclass, &type, method, -1);
}

void Remaker::DropComments(ObjectId id) {
  const std::vector<ObjectId> parts(catalog_.Children(id).begin(), catalog_.Children(id).end());
  for (const ObjectId part : parts) {
    if (catalog_.Get(part).TryAs<Comment>() != nullptr) catalog_.Drop(part, origin_);
  }
}

void Remaker::Key(ObjectId table, Name method, IndexKey* key, std::vector<Analysed>* analysed) {
  TypeRef type;
  QualifiedName own;
  if (!key->column.empty()) {
    const auto& column = catalog_.Get(FindColumn(catalog_, table, key->column)).As<Column>();
    type = column.type;
    own = column.collation;
  } else {
    Analysed again = AnalyseAgain(cx_, key->expression, ExpressionUse::kIndexKey, table);
    key->expression = again.expression;
    key->statistics_target.reset();
    type = again.type;
    own = again.collation;
    analysed->push_back(std::move(again));
  }
  if (type.name.empty()) return;
  const ResolvedType resolved = ResolveRef(cx_, type);
  if (!key->collation.empty()) {
    bool known = true;
    const QualifiedName default_collation = TypeCollation(cx_, resolved, &known);
    if (default_collation.empty() && known) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("collations are not supported by type ", TypeText(cx_, type)));
    }
    if (own.empty()) own = default_collation;
    if (key->collation == own) key->collation = {};
  }
  if (key->opclass.empty()) {
    RequireDefaultClass(cx_, resolved, method);
  } else {
    key->opclass = ClassFor(cx_, key->opclass, resolved, method);
  }
}

// Gives the object the dependencies of its expressions as they are now; edges to plain columns
// stay.
void Remaker::DependAnew(ObjectId id, const std::vector<Analysed>& analysed) {
  const ObjectId table = catalog_.Get(id).parent;
  std::vector<Dependency> kept;
  for (const Dependency& reference : catalog_.References(id)) {
    const bool other = reference.object != table && reference.type == DependencyType::kNormal;
    if (!other || analysed.empty()) kept.push_back(reference);
  }
  catalog_.RemoveDependencies(id);
  for (const Dependency& reference : kept) {
    catalog_.AddDependency(id, reference.object, reference.type, reference.column);
  }
  for (const Analysed& each : analysed) {
    for (const auto& [object, column] : each.references) {
      catalog_.AddDependency(id, object, DependencyType::kNormal, column);
    }
  }
}

void Remaker::PlainIndex(ObjectId id) {
  const ObjectId table = catalog_.Get(id).parent;
  Index index = catalog_.Get(id).As<Index>();
  std::vector<Analysed> analysed;
  for (IndexKey& key : index.keys) Key(table, index.method, &key, &analysed);
  if (!index.predicate.empty()) {
    Analysed again = AnalyseAgain(cx_, index.predicate, ExpressionUse::kIndexPredicate, table);
    index.predicate = again.expression;
    analysed.push_back(std::move(again));
  }
  const bool all_resolved = std::ranges::all_of(
      analysed, [](const Analysed& each) { return each.expression.resolved(); });
  catalog_.Set(id, &Index::keys, std::move(index.keys), origin_);
  catalog_.Set(id, &Index::predicate, std::move(index.predicate), origin_);
  catalog_.Edit<Index>(id).valid = true;
  catalog_.Edit<Index>(id).only = false;
  if (all_resolved) DependAnew(id, analysed);
}

void Remaker::KeyConstraint(ObjectId id) {
  const ObjectId table = catalog_.Get(id).parent;
  ForgetTriggers(cx_, id, origin_);
  const auto& constraint = catalog_.Get(id).As<Constraint>();
  if (constraint.temporal) return;
  for (const Name name : constraint.columns) {
    const ObjectId column = FindColumn(catalog_, table, name);
    RequireDefaultClass(cx_, ResolveRef(cx_, catalog_.Get(column).As<Column>().type), "btree");
  }
}

// Reads the stored definition again, as the server does.
void Remaker::Exclusion(ObjectId id) {
  const Object before = catalog_.Get(id);
  const auto& payload = before.As<Constraint>();
  if (!payload.exclusion.resolved()) return;
  const ObjectKey table = catalog_.Get(before.parent).key;
  const ParsedScript script = ParseSql(SourceText::FromFile(
      "", StrCat("ALTER TABLE t ADD CONSTRAINT ", QuoteIdentifier(before.key.name, cx_.major()),
                 " ", payload.exclusion.text())));
  if (script.statements.size() != 1) {
    throw NotModelled(StrCat("exclusion constraint \"", before.key.name, "\""));
  }
  const auto* statement = ast::Cast<ast::AlterTableStmt>(script.statements[0].stmt);
  const auto* command = ast::Cast<ast::AlterTableCmd>(statement->cmds[0]);
  TablePlan plan;
  plan.schema = table.schema;
  plan.name = table.name;
  plan.table = before.parent;
  PlanConstraint(&plan, *ast::Cast<ast::Constraint>(command->def));
  PlanIndexes(cx_, &plan);
  IndexDefinition definition = plan.indexes.front();
  definition.origin = before.origin;
  definition.tablespace = payload.tablespace;
  std::vector<Object> comments;
  for (const ObjectId part : catalog_.Children(id)) {
    if (catalog_.Get(part).TryAs<Comment>() != nullptr) comments.push_back(catalog_.Get(part));
  }
  DropComments(id);
  catalog_.Drop(id, origin_);
  const ObjectId made = DefineIndex(cx_, before.parent, definition, IndexFor::kAlterTable);
  catalog_.SetAttributeOrigin(made, AttributeIndex(&Constraint::exclusion), origin_);
  for (const Object& comment : comments) {
    catalog_.Create(comment.key, comment.payload, made, comment.origin);
  }
}

void Remaker::DropParts(ObjectId id) {
  for (const ObjectId part : PartsOf(catalog_, id)) {
    DropParts(part);
    DropComments(part);
    catalog_.Drop(part, origin_);
  }
}

// The parts of an index on the partitions are made anew with the names that new ones get.
void Remaker::Partitions(ObjectId id) {
  const ObjectId table = catalog_.Get(id).parent;
  if (!IsPartitioned(catalog_.Get(table))) return;
  // Foreign keys that refer to a partition itself need its index.
  std::vector<std::pair<ObjectId, ObjectId>> users;  // and whose index it is
  const auto collect = [&](const auto& self, ObjectId index) -> void {
    for (const ObjectId part : PartsOf(catalog_, index)) {
      for (const Dependency& user : catalog_.Dependents(part)) {
        if (user.type == DependencyType::kNormal) {
          users.emplace_back(user.object, catalog_.Get(part).parent);
        }
      }
      self(self, part);
    }
  };
  collect(collect, id);
  DropParts(id);
  for (const ObjectId partition : DirectChildren(catalog_, table)) {
    MakeIndexForPartition(cx_, id, partition, IndexFor::kAlterTable, origin_);
  }
  const std::string comment = IndexComment(catalog_, id);
  const auto reconnect = [&](const auto& self, ObjectId index) -> void {
    for (const ObjectId part : PartsOf(catalog_, index)) {
      // Before 17 the statement that makes the parts has the comment of the whole.
      if (cx_.major() < 17) SetIndexComment(cx_, part, comment, origin_);
      for (const auto& [user, owner] : users) {
        if (owner == catalog_.Get(part).parent) catalog_.AddDependency(user, part);
      }
      self(self, part);
    }
  };
  reconnect(reconnect, id);
}

void Remaker::Indexes(const std::vector<ObjectId>& objects) {
  std::vector<ObjectId> tops;
  for (const ObjectId id : objects) {
    const Object& object = catalog_.Get(id);
    if (!IsRelation(object) || IsPart(catalog_, id)) continue;
    if (object.key.kind == KindOf<Index>) {
      tops.push_back(id);
      cx_.catalog.notes.index_column_names.erase(id);  // it is made anew, from its definition
      PlainIndex(id);
    } else if (object.As<Constraint>().type == ConstraintType::kExclusion) {
      cx_.catalog.notes.index_column_names.erase(id);
      Exclusion(id);
    } else {
      tops.push_back(id);
      cx_.catalog.notes.index_column_names.erase(id);
      KeyConstraint(id);
    }
  }
  for (const ObjectId id : tops) Partitions(id);
}

void Remaker::Checks(const std::vector<ObjectId>& objects) {
  for (const ObjectId id : objects) {
    if (!catalog_.IsLive(id)) continue;
    const auto* constraint = catalog_.Get(id).TryAs<Constraint>();
    if (constraint == nullptr || constraint->type != ConstraintType::kCheck) continue;
    const Expression before = constraint->check;
    const bool is_local = constraint->is_local;
    const ObjectId table = catalog_.Get(id).parent;
    const Analysed again = AnalyseAgain(cx_, before, ExpressionUse::kCheck, table);
    if (again.expression.text() != before.text() || !again.expression.resolved()) {
      catalog_.Set(id, &Constraint::check, again.expression, origin_);
    }
    if (again.expression.resolved()) DependAnew(id, {again});
    // A copy of the parents' is made by them, and they know nothing of its comment.
    if (!is_local) DropComments(id);
  }
}

void Remaker::ForeignKeys(const std::vector<ObjectId>& objects) {
  std::vector<ObjectId> tops;
  for (const ObjectId id : objects) {
    if (!catalog_.IsLive(id) || IsPart(catalog_, id)) continue;
    const auto* constraint = catalog_.Get(id).TryAs<Constraint>();
    if (constraint == nullptr || constraint->type != ConstraintType::kForeignKey) continue;
    const ObjectId table = catalog_.Get(id).parent;
    CheckForeignKeyTypes(cx_, table, catalog_.Get(id).key.name, *constraint, -1);
    tops.push_back(id);
  }
  for (const ObjectId id : tops) {
    ForgetTriggers(cx_, id, origin_);
    if (!IsPartitioned(catalog_.Get(catalog_.Get(id).parent))) continue;
    DropParts(id);
    CopyForeignKeyToPartitions(cx_, id, origin_);
  }
}

}  // namespace

void RemakeForNewTypes(Context& cx, const std::vector<ObjectId>& objects, OriginId origin) {
  Remaker remaker(cx, origin);
  remaker.Indexes(objects);
  remaker.Checks(objects);
  remaker.ForeignKeys(objects);
  RemakeStatistics(cx, objects, origin);
}

}  // namespace schemadiff::replay
