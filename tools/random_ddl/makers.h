// The makers of statements: each returns one statement, or nothing where there is nothing to make
// it of.
#pragma once

#include <string>

#include "tools/random_ddl/draft.h"

namespace schemadiff::random_ddl {

using Maker = std::string (*)(Draft&);

// tables.cc
std::string CreateTable(Draft& draft);
std::string CreatePartitionedTable(Draft& draft);
std::string CreatePartition(Draft& draft);
// alter_table.cc
std::string AlterTableColumns(Draft& draft);
std::string AlterTableConstraints(Draft& draft);
std::string AlterTableProperties(Draft& draft);
// indexes.cc
std::string CreateIndex(Draft& draft);
std::string AlterIndex(Draft& draft);
std::string CreateStatistics(Draft& draft);
// drops.cc
std::string Drop(Draft& draft);
std::string Rename(Draft& draft);
std::string SetSchema(Draft& draft);
// schemas.cc
std::string CreateSchema(Draft& draft);
std::string SetSearchPath(Draft& draft);
std::string TransactionStatement(Draft& draft);

// user_types.cc
std::string CreateEnum(Draft& draft);
std::string CreateDomain(Draft& draft);
std::string AlterDomain(Draft& draft);
std::string CreateComposite(Draft& draft);
std::string CreateRange(Draft& draft);
std::string CreateSequence(Draft& draft);
// views.cc
std::string CreateView(Draft& draft);
std::string CreateSimpleView(Draft& draft);
std::string CreateMaterializedView(Draft& draft);
std::string CreateTableAs(Draft& draft);
// routines.cc
std::string CreateFunction(Draft& draft);
std::string CreateProcedure(Draft& draft);
std::string AlterFunction(Draft& draft);
std::string CreateAggregate(Draft& draft);
std::string CreateOperator(Draft& draft);
std::string CreateCast(Draft& draft);
// table_parts.cc
std::string CreateTrigger(Draft& draft);
std::string CreateRule(Draft& draft);
std::string CreatePolicy(Draft& draft);
std::string Maintain(Draft& draft);
// comments.cc
std::string CommentOn(Draft& draft);
std::string AlterOwner(Draft& draft);
// grants.cc
std::string GrantOrRevoke(Draft& draft);
std::string AlterDefaultPrivileges(Draft& draft);
// publications.cc
std::string Publish(Draft& draft);
std::string Subscribe(Draft& draft);
// foreign_data.cc
std::string ForeignData(Draft& draft);
// text_search.cc
std::string TextSearch(Draft& draft);
// extensions.cc
std::string ManageExtension(Draft& draft);
// catalog_objects.cc
std::string CatalogObject(Draft& draft);
// do_blocks.cc
std::string DoBlock(Draft& draft);

}  // namespace schemadiff::random_ddl
