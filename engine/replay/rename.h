// ALTER ... RENAME and ALTER ... SET SCHEMA of what is no table, index or sequence.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// Views and materialized views, and their columns.
void RenameView(Context& cx, ObjectId id, std::string_view name);
void RenameViewColumn(Context& cx, ObjectId id, std::string_view from, std::string_view to);
void RenameSchema(Context& cx, const ast::RenameStmt& stmt);
/// ALTER TYPE and ALTER DOMAIN.
void RenameType(Context& cx, const ast::RenameStmt& stmt);
void RenameAttribute(Context& cx, const ast::RenameStmt& stmt);
void RenameDomainConstraint(Context& cx, const ast::RenameStmt& stmt);
void RenameRoutine(Context& cx, const ast::RenameStmt& stmt);
void RenameTrigger(Context& cx, const ast::RenameStmt& stmt);
void RenamePolicy(Context& cx, const ast::RenameStmt& stmt);

void SetSchemaOfType(Context& cx, const ast::AlterObjectSchemaStmt& stmt);
void SetSchemaOfRoutine(Context& cx, const ast::AlterObjectSchemaStmt& stmt);
void SetSchemaOfExtension(Context& cx, const ast::AlterObjectSchemaStmt& stmt);

/// Where objects can be moved to (LookupCreationNamespace): 3F000 where there is no such schema.
Name RequireTargetSchema(const Context& cx, std::string_view schema);

}  // namespace schemadiff::replay
