// The handlers of statements. One per kind of statement; dispatch.cc says which is for which.
//
// A handler carries out the statement in hand on cx.catalog. Where PostgreSQL would raise an error
// it throws PgError, where it does not know it throws NotModelled; in both cases its changes are
// undone for it.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

// session_statements.cc
void ExecuteTransaction(Context& cx, const ast::TransactionStmt& stmt);
void ExecuteSet(Context& cx, const ast::VariableSetStmt& stmt);
void ExecuteSelect(Context& cx, const ast::SelectStmt& stmt);
void ExecuteDiscard(Context& cx, const ast::DiscardStmt& stmt);
void ExecuteDo(Context& cx, const ast::DoStmt& stmt);

// create_table.cc
void CreateTable(Context& cx, const ast::CreateStmt& stmt);

// create_table_as.cc
void CreateTableAs(Context& cx, const ast::CreateTableAsStmt& stmt);
/// SELECT ... INTO.
void CreateTableFromSelect(Context& cx, const ast::SelectStmt& query, const ast::IntoClause& into);

// create_index.cc
void CreateIndex(Context& cx, const ast::IndexStmt& stmt);

// sequence.cc
void CreateSequence(Context& cx, const ast::CreateSeqStmt& stmt);
void AlterSequence(Context& cx, const ast::AlterSeqStmt& stmt);

// alter_table.cc
void AlterTable(Context& cx, const ast::AlterTableStmt& stmt);

// drop_statement.cc
void DropStatement(Context& cx, const ast::DropStmt& stmt);
/// Drops temporary objects, one or all, with what hangs on them.
void DropTemporary(Context& cx, ObjectId id);
void DropTemporaryObjects(Context& cx);

}  // namespace schemadiff::replay
