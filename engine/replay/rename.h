// ALTER ... RENAME and ALTER ... SET SCHEMA.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// rename_relation.cc: tables, views, materialized views, indexes, sequences.
void RenameRelation(Context& cx, ObjectId id, const ast::RenameStmt& stmt);
void RenameRelationColumn(Context& cx, ObjectId relation, const ast::RenameStmt& stmt);
void RenameRelationConstraint(Context& cx, ObjectId relation, const ast::RenameStmt& stmt);
void SetSchemaOfRelation(Context& cx, ObjectId id, Name schema);

void RenameViewColumn(Context& cx, ObjectId id, std::string_view from, std::string_view to);
void RenameSchema(Context& cx, const ast::RenameStmt& stmt);
/// ALTER TYPE and ALTER DOMAIN.
void RenameType(Context& cx, const ast::RenameStmt& stmt);
void RenameAttribute(Context& cx, const ast::RenameStmt& stmt);
void RenameDomainConstraint(Context& cx, const ast::RenameStmt& stmt);
void RenameRoutine(Context& cx, const ast::RenameStmt& stmt);
void RenameTrigger(Context& cx, const ast::RenameStmt& stmt);
void RenameEventTrigger(Context& cx, const ast::RenameStmt& stmt);
void RenameForeignDataWrapper(Context& cx, const ast::RenameStmt& stmt);
void RenameForeignServer(Context& cx, const ast::RenameStmt& stmt);
void RenamePublication(Context& cx, const ast::RenameStmt& stmt);
void RenameSubscription(Context& cx, const ast::RenameStmt& stmt);
void RenameStatistics(Context& cx, const ast::RenameStmt& stmt);
/// rule.cc
void RenameRule(Context& cx, const ast::RenameStmt& stmt);
void RenamePolicy(Context& cx, const ast::RenameStmt& stmt);

void SetSchemaOfStatistics(Context& cx, const ast::AlterObjectSchemaStmt& stmt);
void SetSchemaOfType(Context& cx, const ast::AlterObjectSchemaStmt& stmt);
void SetSchemaOfRoutine(Context& cx, const ast::AlterObjectSchemaStmt& stmt);
void SetSchemaOfExtension(Context& cx, const ast::AlterObjectSchemaStmt& stmt);

/// Throws where an object may not be moved from one schema to the other (CheckSetNamespace).
void CheckMove(Name from, Name to);

/// Where objects can be moved to (LookupCreationNamespace): 3F000 where there is no such schema.
Name RequireTargetSchema(const Context& cx, std::string_view schema);

}  // namespace schemadiff::replay
