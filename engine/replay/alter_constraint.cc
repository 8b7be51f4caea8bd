// ALTER TABLE ... VALIDATE CONSTRAINT, ALTER CONSTRAINT, ADD CONSTRAINT ... USING INDEX. Facts from
// tablecmds.c and parse_utilcmd.c (transformIndexConstraint) of the server's source.
#include <utility>

#include "engine/analyze/analyzer.h"
#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/comment.h"
#include "engine/replay/create_table.h"
#include "engine/replay/define_index.h"
#include "engine/replay/expressions.h"
#include "engine/replay/lookup.h"
#include "engine/replay/relation.h"

namespace schemadiff::replay {
namespace {

using ast::AlterTableType;

ObjectId RequireConstraint(TableAlteration& alteration, ObjectId table, Name name) {
  const Catalog& catalog = alteration.catalog();
  const ObjectId id = FindConstraint(catalog, table, name);
  if (id != kNoObject) return id;
  const ObjectKey key = catalog.Get(table).key;
  if (catalog.UnknownReason(KeyFor<Constraint>(key.schema, key.name, name)) != nullptr) {
    throw FollowsUnknown(StrCat("constraint \"", name, "\" is not known"));
  }
  throw PgError(sqlstate::kUndefinedObject,
                StrCat("constraint \"", name, "\" of relation \"", key.name, "\" does not exist"));
}

std::vector<ObjectId> PartsOf(const Catalog& catalog, ObjectId constraint) {
  std::vector<ObjectId> parts;
  for (const Dependency& dependent : catalog.Dependents(constraint)) {
    if (dependent.type == DependencyType::kInternal) parts.push_back(dependent.object);
  }
  return parts;
}

void ValidateForeignKey(TableAlteration& alteration, ObjectId id) {
  Catalog& catalog = alteration.catalog();
  if (!catalog.Get(id).As<Constraint>().validated) {
    catalog.Set(id, &Constraint::validated, true, alteration.cx().Origin());
  }
  for (const ObjectId part : PartsOf(catalog, id)) ValidateForeignKey(alteration, part);
}

void Validate(TableAlteration& alteration, ObjectId table, Name name) {
  Context& cx = alteration.cx();
  Catalog& catalog = cx.catalog;
  const ObjectId id = RequireConstraint(alteration, table, name);
  const Constraint constraint = catalog.Get(id).As<Constraint>();
  const bool not_null = constraint.type == ConstraintType::kNotNull;
  if (constraint.type != ConstraintType::kForeignKey && constraint.type != ConstraintType::kCheck &&
      !not_null) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("constraint \"", name, "\" of relation \"", catalog.Get(table).key.name,
                         "\" is not a foreign key",
                         cx.major() >= 18 ? ", check, or not-null" : " or check", " constraint"));
  }
  if (!constraint.enforced) {
    throw PgError(sqlstate::kWrongObjectType, "cannot validate NOT ENFORCED constraint");
  }
  if (constraint.validated) return;
  if (constraint.type == ConstraintType::kForeignKey) {
    ValidateForeignKey(alteration, id);
    return;
  }
  if (!constraint.no_inherit) {
    for (const ObjectId relation : DirectChildren(catalog, table)) {
      if (!alteration.recurse()) {
        throw PgError(sqlstate::kInvalidTableDefinition,
                      "constraint must be validated on child tables too");
      }
      const ObjectId theirs =
          not_null ? NotNullConstraintOf(catalog, relation, constraint.columns.front()) : kNoObject;
      Validate(alteration, relation, not_null ? catalog.Get(theirs).key.name : name);
    }
  }
  catalog.Set(id, &Constraint::validated, true, cx.Origin());
}

void SetDeferrability(TableAlteration& alteration, ObjectId id, const ast::Constraint& wanted) {
  Catalog& catalog = alteration.catalog();
  const OriginId origin = alteration.cx().Origin();
  const Constraint before = catalog.Get(id).As<Constraint>();
  if (before.deferrable != wanted.deferrable) {
    catalog.Set(id, &Constraint::deferrable, wanted.deferrable, origin);
  }
  if (before.initially_deferred != wanted.initdeferred) {
    catalog.Set(id, &Constraint::initially_deferred, wanted.initdeferred, origin);
  }
  for (const ObjectId part : PartsOf(catalog, id)) SetDeferrability(alteration, part, wanted);
}

void AlterConstraint(TableAlteration& alteration, const ast::Constraint& wanted) {
  Context& cx = alteration.cx();
  const Catalog& catalog = cx.catalog;
  const ObjectId id = RequireConstraint(alteration, alteration.table(), wanted.conname);
  if (catalog.Get(id).As<Constraint>().type != ConstraintType::kForeignKey) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat("constraint \"", wanted.conname, "\" of relation \"",
                         alteration.table_name(), "\" is not a foreign key constraint"));
  }
  for (const Dependency& reference : catalog.References(id)) {
    if (reference.type == DependencyType::kInternal) {
      throw PgError("XX000", StrCat("cannot alter constraint \"", wanted.conname,
                                    "\" on relation \"", alteration.table_name(), "\""));
    }
  }
  // Since 18 a command that says nothing of deferrability leaves it alone.
  if (cx.major() >= 18 && !wanted.deferrable && !wanted.initdeferred) {
    const std::string text = AsciiToLower(cx.statement().text());
    if (text.find("deferrable") == std::string::npos &&
        text.find("initially") == std::string::npos) {
      return;
    }
  }
  SetDeferrability(alteration, id, wanted);
}

// The index, which must be just what the constraint would have made itself.
ObjectId IndexToUse(TableAlteration& alteration, const ast::Constraint& clause) {
  const Catalog& catalog = alteration.catalog();
  const ObjectKey table = catalog.Get(alteration.table()).key;
  const auto refuse = [&](std::string_view state, const std::string& message) {
    throw PgError(state, message, clause.location);
  };
  const std::string name(clause.indexname);
  const ObjectId id = RelationIn(catalog, table.schema, name);
  if (id == kNoObject) {
    if (catalog.UnknownReason(KeyFor<Index>(table.schema, name)) != nullptr) {
      throw FollowsUnknown(StrCat("index \"", name, "\" is not known"), clause.location);
    }
    refuse(sqlstate::kUndefinedObject, StrCat("index \"", name, "\" does not exist"));
  }
  const Object& object = catalog.Get(id);
  if (object.key.kind == KindOf<Constraint>) {
    refuse(sqlstate::kObjectNotInPrerequisiteState,
           StrCat("index \"", name, "\" is already associated with a constraint"));
  }
  if (object.key.kind != KindOf<Index>) {
    refuse(sqlstate::kWrongObjectType, StrCat("\"", name, "\" is not an index"));
  }
  if (object.parent != alteration.table()) {
    refuse(sqlstate::kObjectNotInPrerequisiteState,
           StrCat("index \"", name, "\" does not belong to table \"", table.name, "\""));
  }
  const auto& index = object.As<Index>();
  const IndexFacts facts = FactsOfIndex(object);
  if (!facts.valid) {
    refuse(sqlstate::kObjectNotInPrerequisiteState, StrCat("index \"", name, "\" is not valid"));
  }
  if (!index.unique) {
    refuse(sqlstate::kWrongObjectType, StrCat("\"", name, "\" is not a unique index"));
  }
  if (facts.has_expressions) {
    refuse(sqlstate::kWrongObjectType, StrCat("index \"", name, "\" contains expressions"));
  }
  if (facts.partial) {
    const ParsedFragment predicate = ParseExpression(index.predicate.text());
    Context& cx = alteration.cx();
    if (predicate && cx.analyzer_of_stored().IsConstantPredicate(*predicate.node,
                                                                 ScopeOf(cx, alteration.table()))) {
      throw NotModelled(StrCat("whether the condition of index \"", name, "\" is always true"),
                        clause.location);
    }
    refuse(sqlstate::kWrongObjectType, StrCat("\"", name, "\" is a partial index"));
  }
  if (index.method != "btree") {
    refuse(sqlstate::kWrongObjectType, StrCat("index \"", name, "\" is not a btree"));
  }
  for (size_t i = 0; i < index.keys.size(); ++i) {
    const IndexKey& key = index.keys[i];
    if (!key.collation.empty() || !key.opclass.empty() || key.descending || key.nulls_first ||
        !key.opclass_options.empty()) {
      refuse(sqlstate::kWrongObjectType, StrCat("index \"", name, "\" column number ", i + 1,
                                                " does not have default sorting behavior"));
    }
  }
  for (size_t i = 0; i < index.keys.size(); ++i) {
    for (size_t earlier = 0; earlier < i; ++earlier) {
      if (index.keys[earlier].column != index.keys[i].column) continue;
      refuse(sqlstate::kDuplicateColumn,
             StrCat("column \"", index.keys[i].column, "\" appears twice in ",
                    clause.contype == ast::ConstrType::CONSTR_PRIMARY ? "primary key" : "unique",
                    " constraint"));
    }
  }
  return id;
}

// The index lives on as part of the constraint.
void TurnIntoConstraint(TableAlteration& alteration, ObjectId id, const ast::Constraint& clause) {
  Context& cx = alteration.cx();
  Catalog& catalog = cx.catalog;
  const ObjectId table = alteration.table();
  const ObjectKey owner = catalog.Get(table).key;
  const bool primary = clause.contype == ast::ConstrType::CONSTR_PRIMARY;
  if (IsPartitioned(catalog.Get(table))) {
    throw PgError(
        sqlstate::kFeatureNotSupported,
        "ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables");
  }
  const Index index = catalog.Get(id).As<Index>();
  const Name old_name = catalog.Get(id).key.name;
  const Name name = clause.conname.empty() ? old_name : Name(clause.conname);
  if (name != old_name && RelationIn(catalog, owner.schema, name) != kNoObject) {
    throw PgError(sqlstate::kDuplicateTable, StrCat("relation \"", name, "\" already exists"));
  }
  if (primary && PrimaryKeyOf(catalog, table) != kNoObject) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  StrCat("multiple primary keys for table \"", owner.name, "\" are not allowed"));
  }
  if (FindConstraint(catalog, table, name) != kNoObject) {
    throw PgError(sqlstate::kDuplicateObject, StrCat("constraint \"", name, "\" for relation \"",
                                                     owner.name, "\" already exists"));
  }
  Constraint constraint;
  constraint.type = primary ? ConstraintType::kPrimaryKey : ConstraintType::kUnique;
  for (const IndexKey& key : index.keys) constraint.columns.push_back(key.column);
  constraint.include = index.include;
  constraint.deferrable = clause.deferrable;
  constraint.initially_deferred = clause.initdeferred;
  constraint.nulls_not_distinct = index.nulls_not_distinct;
  constraint.options = index.options;
  constraint.tablespace = index.tablespace;
  const OriginId origin = cx.OriginOf(&clause);
  const std::vector<Dependency> users(catalog.Dependents(id).begin(), catalog.Dependents(id).end());
  const std::vector<Dependency> references(catalog.References(id).begin(),
                                           catalog.References(id).end());
  std::vector<std::string> column_names = IndexColumnNames(cx, id);
  const std::string comment = IndexComment(catalog, id);
  const std::vector<ObjectId> comments(catalog.Children(id).begin(), catalog.Children(id).end());
  for (const ObjectId each : comments) catalog.Drop(each, origin);
  catalog.Drop(id, origin);
  const ObjectId made = catalog.Create(KeyFor<Constraint>(owner.schema, owner.name, name),
                                       std::move(constraint), table, origin);
  SetIndexComment(cx, made, comment, origin);
  cx.catalog.notes.index_column_names[made] = std::move(column_names);
  for (const Dependency& reference : references) {
    catalog.AddDependency(made, reference.object, reference.type, reference.column);
  }
  for (const Dependency& user : users) {
    catalog.AddDependency(user.object, made, user.type, user.column);
  }
  const Table payload = catalog.Get(table).As<Table>();
  if (payload.cluster_index == old_name && name != old_name) {
    catalog.Set(table, &Table::cluster_index, name, origin);
  }
  if (payload.replica_identity_index == old_name && name != old_name) {
    catalog.Set(table, &Table::replica_identity_index, name, origin);
  }
}

}  // namespace

void AddConstraintUsingIndex(TableAlteration& alteration, const ast::Constraint& clause) {
  const ObjectId id = IndexToUse(alteration, clause);
  if (clause.contype == ast::ConstrType::CONSTR_PRIMARY) {
    for (const IndexKey& key : alteration.catalog().Get(id).As<Index>().keys) {
      const Name column = key.column;
      alteration.Queue(AlterPass::kColumnAttributes, [&alteration, column] {
        SetNotNull(alteration.cx(), alteration.table(), column, {}, alteration.cx().Origin(),
                   alteration.recurse());
      });
    }
  }
  const ast::Constraint* node = &clause;
  alteration.Queue(AlterPass::kAddIndexConstraint,
                   [&alteration, id, node] { TurnIntoConstraint(alteration, id, *node); });
}

bool AlterConstraintCommand(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  const ast::AlterTableCmd* cmd = &command;
  switch (command.subtype) {
    case AlterTableType::AT_ValidateConstraint:
      alteration.Queue(AlterPass::kMisc,
                       [&alteration, cmd] { Validate(alteration, alteration.table(), cmd->name); });
      return true;
    case AlterTableType::AT_AlterConstraint:
      alteration.Queue(AlterPass::kMisc, [&alteration, cmd] {
        AlterConstraint(alteration, *ast::Cast<ast::Constraint>(cmd->def));
      });
      return true;
    default:
      return false;
  }
}

}  // namespace schemadiff::replay
