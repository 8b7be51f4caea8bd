// ALTER TABLE ... ALTER COLUMN ... TYPE. Facts from tablecmds.c (ATPrepAlterColumnType,
// ATExecAlterColumnType) and parse_utilcmd.c of the server's source.
#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/alter_table.h"
#include "engine/replay/expressions.h"
#include "engine/replay/foreign_data.h"
#include "engine/replay/relation.h"
#include "engine/replay/retype.h"
#include "engine/replay/sequence.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/types.h"

namespace schemadiff::replay {

/// What the changes of type in one statement add up to.
struct TypeChanges {
  std::map<ObjectId, TypeRef> before;  ///< of the columns that were changed
  std::vector<ObjectId> dependents;    ///< indexes and constraints to be made anew
};

namespace {

// A table and its descendants, each with the number of its parents among them.
std::vector<std::pair<ObjectId, int>> Family(const Catalog& catalog, ObjectId table) {
  std::vector<std::pair<ObjectId, int>> family = {{table, 0}};
  for (size_t i = 0; i < family.size(); ++i) {
    for (const ObjectId child : DirectChildren(catalog, family[i].first)) {
      const auto known = std::ranges::find(family, child, &std::pair<ObjectId, int>::first);
      if (known != family.end()) {
        ++known->second;
      } else {
        family.emplace_back(child, 1);
      }
    }
  }
  return family;
}

// What the new column type is, and that the table can have it.
struct NewType {
  ResolvedType type;
  QualifiedName collation;
};

NewType ResolveNewType(const Context& cx, Name column, const ast::ColumnDef& definition,
                       ObjectId table) {
  NewType wanted;
  wanted.type = ResolveType(cx, *definition.typeName);
  wanted.collation = ColumnCollation(cx, wanted.type, definition.collClause);
  CheckColumnType(cx, column, wanted.type, table);
  return wanted;
}

void CheckTable(TableAlteration& alteration, ObjectId table, const ast::AlterTableCmd& command,
                int parents, bool child) {
  const Context& cx = alteration.cx();
  const Object& object = cx.catalog.Get(table);
  const auto& definition = *ast::Cast<ast::ColumnDef>(command.def);
  if (const auto* payload = object.TryAs<Table>();
      payload != nullptr && !payload->of_type.empty() && !child) {
    throw PgError(sqlstate::kWrongObjectType, "cannot alter column type of typed table",
                  definition.location);
  }
  if (IsSystemColumn(command.name)) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("cannot alter system column \"", command.name, "\""), definition.location);
  }
  const ObjectId id = RequireColumn(cx, table, command.name, definition.location);
  const auto& column = cx.catalog.Get(id).As<Column>();
  if (column.generated != Generated::kNone && definition.raw_default != nullptr) {
    throw PgError(sqlstate::kInvalidColumnDefinition,
                  "cannot specify USING when altering type of generated column",
                  definition.location);
  }
  if (column.inherited_from > parents) {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  child ? StrCat("cannot alter inherited column \"", command.name,
                                 "\" of relation \"", object.key.name, "\"")
                        : StrCat("cannot alter inherited column \"", command.name, "\""),
                  definition.location);
  }
  if (InPartitionKey(object, command.name)) {
    throw PgError(
        sqlstate::kInvalidTableDefinition,
        StrCat("cannot alter column \"", command.name,
               "\" because it is part of the partition key of relation \"", object.key.name, "\""),
        definition.location);
  }
  const NewType wanted = ResolveNewType(cx, command.name, definition, table);
  // Its rows are another server's.
  const bool foreign = IsForeign(object);
  if (foreign && definition.raw_default != nullptr) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("\"", object.key.name, "\" is not a table"));
  }
  if (!foreign && (!child || definition.raw_default == nullptr)) {
    try {
      const AnalyzedExpression conversion = cx.analyzer().AlterTypeUsing(
          definition.raw_default, ScopeOf(cx, table), command.name, wanted.type.ref);
      if (conversion.whole_row && !DirectChildren(cx.catalog, table).empty() &&
          alteration.recurse()) {
        throw PgError(sqlstate::kFeatureNotSupported, "cannot convert whole-row table reference");
      }
    } catch (const NotModelled&) {
      // The server judges the conversion; that it is not known here changes nothing of the outcome.
    }
  }
  // A rowtype that another table has a column of cannot change.
  CheckTypeNotStored(cx, table, object.key.name);
}

// The sequence of an identity column is of the column's type.
void RetypeIdentity(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  Context& cx = alteration.cx();
  const ObjectId id = FindColumn(cx.catalog, alteration.table(), command.name);
  if (cx.catalog.Get(id).As<Column>().identity == Identity::kNone) return;
  const ObjectId sequence = IdentitySequence(cx.catalog, alteration.table(), command.name);
  if (sequence == kNoObject) return;
  ast::DefElem as;
  as.defname = "as";
  as.arg = ast::Cast<ast::ColumnDef>(command.def)->typeName;
  Sequence after = cx.catalog.Get(sequence).As<Sequence>();
  ApplySequenceOptions(cx, {&as}, /*fresh=*/false, /*for_identity=*/true, &after);
  StoreSequence(cx, sequence, after, cx.Origin());
}

[[noreturn]] void UsedBy(std::string_view what) {
  throw PgError(sqlstate::kFeatureNotSupported, StrCat("cannot alter type of a column ", what));
}

void CollectDependents(TableAlteration& alteration, ObjectId table, ObjectId column,
                       std::vector<ObjectId>* dependents) {
  const Catalog& catalog = alteration.catalog();
  const Name name = catalog.Get(column).key.name;
  for (const Dependency& dependent : catalog.Dependents(table)) {
    if (dependent.column != name || dependent.object == column) continue;
    const Kind kind = catalog.Get(dependent.object).key.kind;
    if (kind == KindOf<View> || kind == KindOf<MaterializedView> || kind == KindOf<Rule>)
      UsedBy("used by a view or rule");
    if (kind == KindOf<Function>) UsedBy("used by a function or procedure");
    if (kind == KindOf<Trigger>) UsedBy("used in a trigger definition");
    if (kind == KindOf<Policy>) UsedBy("used in a policy definition");
    if (kind == KindOf<Column>) {
      throw PgError(
          alteration.cx().major() >= 15 ? sqlstate::kFeatureNotSupported : sqlstate::kSyntaxError,
          "cannot alter type of a column used by a generated column");
    }
    if (kind == KindOf<PublishedTable>) UsedBy("used by a publication WHERE clause");
    if (kind == KindOf<StatisticsObject> && alteration.cx().major() < 14) continue;
    if (kind != KindOf<Index> && kind != KindOf<StatisticsObject> && kind != KindOf<Constraint>)
      continue;
    if (std::ranges::find(*dependents, dependent.object) == dependents->end()) {
      dependents->push_back(dependent.object);
    }
  }
}

// A default is converted to the new type, which its text does not show. Gives the column the
// dependencies that it has from now on.
void ConvertDefault(TableAlteration& alteration, ObjectId table, ObjectId id,
                    const TypeRef& before) {
  Context& cx = alteration.cx();
  Catalog& catalog = alteration.catalog();
  const Column column = catalog.Get(id).As<Column>();
  const Name name = catalog.Get(id).key.name;
  const std::vector<Dependency> old(catalog.References(id).begin(), catalog.References(id).end());
  const ResolvedType old_type = ResolveRef(cx, before);
  catalog.RemoveDependencies(id);
  DependOnType(cx, id, column.type);
  if (column.default_value.empty()) return;
  const bool generated = column.generated != Generated::kNone;
  try {
    const Analysed analysed = AnalyseAgain(
        cx, column.default_value, generated ? ExpressionUse::kGenerated : ExpressionUse::kDefault,
        table, &column.type, name, Reading::kTree);
    if (column.default_value.resolved() && analysed.expression.resolved()) {
      DependOnExpression(cx, id, analysed, table,
                         cx.major() >= 15 ? DependencyType::kNormal : DependencyType::kAuto);
      return;
    }
  } catch (const PgError& error) {
    if (error.sqlstate() != sqlstate::kDatatypeMismatch) throw;
    throw PgError(sqlstate::kDatatypeMismatch,
                  StrCat(generated ? "generation expression" : "default", " for column \"", name,
                         "\" cannot be cast automatically to type ", TypeText(cx, column.type)));
  }
  for (const Dependency& reference : old) {
    if (reference.object == old_type.object || reference.object == old_type.extension) continue;
    catalog.AddDependency(id, reference.object, reference.type, reference.column);
  }
}

void ChangeType(TableAlteration& alteration, ObjectId table, const ast::AlterTableCmd& command,
                TypeChanges* changes) {
  Context& cx = alteration.cx();
  Catalog& catalog = alteration.catalog();
  const auto& definition = *ast::Cast<ast::ColumnDef>(command.def);
  const ObjectId id = RequireColumn(cx, table, command.name, definition.location);
  const TypeRef before = catalog.Get(id).As<Column>().type;
  const auto [first, fresh] = changes->before.emplace(id, before);
  if (!fresh && first->second != before) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat("cannot alter type of column \"", command.name, "\" twice"),
                  definition.location);
  }
  const NewType wanted = ResolveNewType(cx, command.name, definition, table);
  CollectDependents(alteration, table, id, &changes->dependents);
  const OriginId origin = cx.OriginOf(&definition);
  catalog.Set(id, &Column::type, wanted.type.ref, origin);
  const Column column = catalog.Get(id).As<Column>();
  if (column.collation != wanted.collation) {
    catalog.Set(id, &Column::collation, wanted.collation, origin);
  }
  if (!column.storage.empty()) catalog.Set(id, &Column::storage, std::string(), origin);
  if (!column.compression.empty()) catalog.Set(id, &Column::compression, std::string(), origin);
  ConvertDefault(alteration, table, id, before);
}

}  // namespace

void AlterColumnType(TableAlteration& alteration, const ast::AlterTableCmd& command) {
  const Catalog& catalog = alteration.catalog();
  const auto& definition = *ast::Cast<ast::ColumnDef>(command.def);
  const bool recurse = alteration.recurse();
  for (const auto& [table, parents] : Family(catalog, alteration.table())) {
    const bool child = table != alteration.table();
    if (child && !recurse) {
      throw PgError(sqlstate::kInvalidTableDefinition,
                    StrCat("type of inherited column \"", command.name,
                           "\" must be changed in child tables too"),
                    definition.location);
    }
    CheckTable(alteration, table, command, parents, child);
  }
  RetypeIdentity(alteration, command);

  std::shared_ptr<TypeChanges>& changes = alteration.type_changes();
  if (changes == nullptr) {
    changes = std::make_shared<TypeChanges>();
    alteration.Queue(AlterPass::kOldIndex, [&alteration] {
      RemakeForNewTypes(alteration.cx(), alteration.type_changes()->dependents,
                        alteration.cx().Origin());
    });
  }
  const ast::AlterTableCmd* cmd = &command;
  alteration.Queue(AlterPass::kAlterType, [&alteration, cmd] {
    for (const auto& [table, parents] : Family(alteration.catalog(), alteration.table())) {
      ChangeType(alteration, table, *cmd, alteration.type_changes().get());
    }
  });
}

}  // namespace schemadiff::replay
