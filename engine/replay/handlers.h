// The handlers of statements. One per kind of statement; dispatch.cc says which is for which.
//
// A handler carries out the statement in hand on cx.catalog. Where PostgreSQL would raise an error
// it throws PgError, where it does not know it throws NotModelled; in both cases its changes are
// undone for it.
#pragma once

#include "engine/replay/context.h"

namespace schemadiff::replay {

// grant.cc
void GrantStatement(Context& cx, const ast::GrantStmt& stmt);
void AlterDefaultPrivileges(Context& cx, const ast::AlterDefaultPrivilegesStmt& stmt);

// owner.cc
void AlterOwner(Context& cx, const ast::AlterOwnerStmt& stmt);
void ReassignOwned(Context& cx, const ast::ReassignOwnedStmt& stmt);

// roles.cc
void CreateRole(Context& cx, const ast::CreateRoleStmt& stmt);
void AlterRole(Context& cx, const ast::AlterRoleStmt& stmt);
void DropRole(Context& cx, const ast::DropRoleStmt& stmt);
void GrantRole(Context& cx, const ast::GrantRoleStmt& stmt);

// session_statements.cc
void ExecuteTransaction(Context& cx, const ast::TransactionStmt& stmt);
void ExecuteDiscard(Context& cx, const ast::DiscardStmt& stmt);

// settings.cc
void ExecuteSet(Context& cx, const ast::VariableSetStmt& stmt);

// calls.cc
void ExecuteSelect(Context& cx, const ast::SelectStmt& stmt);
void ExecuteExplain(Context& cx, const ast::ExplainStmt& stmt);
void ExecuteDo(Context& cx, const ast::DoStmt& stmt);

// cast.cc
void CreateCast(Context& cx, const ast::CreateCastStmt& stmt);

// collation.cc
void DefineCollation(Context& cx, const ast::DefineStmt& stmt);
void AlterCollation(Context& cx, const ast::AlterCollationStmt& stmt);
void CreateConversion(Context& cx, const ast::CreateConversionStmt& stmt);

// operator.cc
void CreateOperator(Context& cx, const ast::DefineStmt& stmt);
void AlterOperator(Context& cx, const ast::AlterOperatorStmt& stmt);

// operator_family.cc
void CreateOperatorClass(Context& cx, const ast::CreateOpClassStmt& stmt);
void CreateOperatorFamily(Context& cx, const ast::CreateOpFamilyStmt& stmt);
void AlterOperatorFamily(Context& cx, const ast::AlterOpFamilyStmt& stmt);

// text_search.cc
void DefineTextSearch(Context& cx, const ast::DefineStmt& stmt);
void AlterTextSearchDictionary(Context& cx, const ast::AlterTSDictionaryStmt& stmt);
void AlterTextSearchConfiguration(Context& cx, const ast::AlterTSConfigurationStmt& stmt);

// base_type.cc
/// CREATE TYPE of a base or shell type.
void CreateBaseType(Context& cx, const ast::DefineStmt& stmt);
/// ALTER TYPE ... SET.
void AlterBaseType(Context& cx, const ast::AlterTypeStmt& stmt);
/// CREATE FUNCTION makes the shell of a type that it names and that is not there.
ObjectId MakeShellType(Context& cx, const QualifiedName& name);

// language.cc
void CreateLanguage(Context& cx, const ast::CreatePLangStmt& stmt);
void CreateTransform(Context& cx, const ast::CreateTransformStmt& stmt);
void CreateAccessMethod(Context& cx, const ast::CreateAmStmt& stmt);
/// ALTER ... DEPENDS ON EXTENSION.
void DependsOnExtension(Context& cx, const ast::AlterObjectDependsStmt& stmt);

// create_table.cc
void CreateTable(Context& cx, const ast::CreateStmt& stmt);
void CreateForeignTable(Context& cx, const ast::CreateForeignTableStmt& stmt);
void ImportForeignSchema(Context& cx, const ast::ImportForeignSchemaStmt& stmt);

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

// schema.cc
void CreateSchema(Context& cx, const ast::CreateSchemaStmt& stmt);

// extension.cc
void CreateExtension(Context& cx, const ast::CreateExtensionStmt& stmt);
void AlterExtension(Context& cx, const ast::AlterExtensionStmt& stmt);
void AlterExtensionContents(Context& cx, const ast::AlterExtensionContentsStmt& stmt);

// enum_type.cc
void CreateEnum(Context& cx, const ast::CreateEnumStmt& stmt);
void AlterEnum(Context& cx, const ast::AlterEnumStmt& stmt);

// domain.cc
void CreateDomain(Context& cx, const ast::CreateDomainStmt& stmt);
void AlterDomain(Context& cx, const ast::AlterDomainStmt& stmt);

// composite_type.cc
void CreateCompositeType(Context& cx, const ast::CompositeTypeStmt& stmt);
/// ALTER TYPE ... ADD, DROP or ALTER ATTRIBUTE.
void AlterCompositeType(Context& cx, const ast::AlterTableStmt& stmt);

// range_type.cc
void CreateRange(Context& cx, const ast::CreateRangeStmt& stmt);

// view.cc
void CreateView(Context& cx, const ast::ViewStmt& stmt);
void CreateMaterializedView(Context& cx, const ast::CreateTableAsStmt& stmt);

// create_function.cc
void CreateFunction(Context& cx, const ast::CreateFunctionStmt& stmt);
void AlterFunction(Context& cx, const ast::AlterFunctionStmt& stmt);

// create_aggregate.cc
void CreateAggregate(Context& cx, const ast::DefineStmt& stmt);

// create_trigger.cc
void CreateTrigger(Context& cx, const ast::CreateTrigStmt& stmt);

// event_trigger.cc
void CreateEventTrigger(Context& cx, const ast::CreateEventTrigStmt& stmt);
void AlterEventTrigger(Context& cx, const ast::AlterEventTrigStmt& stmt);

// publication.cc
void CreatePublication(Context& cx, const ast::CreatePublicationStmt& stmt);
void AlterPublication(Context& cx, const ast::AlterPublicationStmt& stmt);

// subscription.cc
void CreateSubscription(Context& cx, const ast::CreateSubscriptionStmt& stmt);
void AlterSubscription(Context& cx, const ast::AlterSubscriptionStmt& stmt);
void DropSubscription(Context& cx, const ast::DropSubscriptionStmt& stmt);

// statistics.cc
void CreateStatistics(Context& cx, const ast::CreateStatsStmt& stmt);
void AlterStatistics(Context& cx, const ast::AlterStatsStmt& stmt);

// foreign_data.cc
void CreateForeignDataWrapper(Context& cx, const ast::CreateFdwStmt& stmt);
void AlterForeignDataWrapper(Context& cx, const ast::AlterFdwStmt& stmt);
void CreateForeignServer(Context& cx, const ast::CreateForeignServerStmt& stmt);
void AlterForeignServer(Context& cx, const ast::AlterForeignServerStmt& stmt);

// user_mapping.cc
void CreateUserMapping(Context& cx, const ast::CreateUserMappingStmt& stmt);
void AlterUserMapping(Context& cx, const ast::AlterUserMappingStmt& stmt);
void DropUserMapping(Context& cx, const ast::DropUserMappingStmt& stmt);

// rule.cc
void CreateRule(Context& cx, const ast::RuleStmt& stmt);

// policy.cc
void CreatePolicy(Context& cx, const ast::CreatePolicyStmt& stmt);
void AlterPolicy(Context& cx, const ast::AlterPolicyStmt& stmt);

// comment.cc
void CommentOn(Context& cx, const ast::CommentStmt& stmt);

// rename.cc
void RenameStatement(Context& cx, const ast::RenameStmt& stmt);
void SetSchemaStatement(Context& cx, const ast::AlterObjectSchemaStmt& stmt);

// drop_statement.cc
void DropStatement(Context& cx, const ast::DropStmt& stmt);
// owned.cc
void DropOwned(Context& cx, const ast::DropOwnedStmt& stmt);
void RenameTablespace(Context& cx, const ast::RenameStmt& stmt);
void MoveAllInTablespace(Context& cx, const ast::AlterTableMoveAllStmt& stmt);
/// Drops temporary objects, one or all, with what hangs on them.
void DropTemporary(Context& cx, ObjectId id);
void DropTemporaryObjects(Context& cx);

}  // namespace schemadiff::replay
