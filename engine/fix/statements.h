// The statement that makes one object, by family. Internal to engine/fix.
#pragma once

#include <absl/container/flat_hash_set.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/catalog/privileges.h"

namespace schemadiff::fix {

/// What the statements of one catalog share.
struct Context {
  const Catalog& catalog;
  int major;
  /// Defaults (by their columns) and checks that their table's statement must leave out.
  absl::flat_hash_set<ObjectId> late;

  std::string Quote(std::string_view name) const;
  std::string Quote(const QualifiedName& name) const;
  std::string Names(const std::vector<Name>& names) const;  ///< "a, b"
  std::string Type(const TypeRef& type) const;
};

std::string Literal(std::string_view text);
/// " WITH (a='1', b='2')", or nothing.
std::string WithOptions(const Options& options);

// relation_sql.cc. Each returns statements without the final semicolon.
std::string CreateSequence(const Context& context, const Object& object);
/// Of a view or materialized view: defaults, storage, statistics, the index it is clustered on.
std::vector<std::string> AlterViewRest(const Context& context, ObjectId id);
/// Empty where nothing owns the sequence, or it is an identity column's.
std::string OwnSequence(const Context& context, const Object& object);
std::string CreateTable(const Context& context, ObjectId id);
/// Whether no statement gives the columns their order: one came to a parent, and so to this table,
/// after this table was made.
bool CannotOrderColumns(const Context& context, ObjectId id);
/// What CREATE TABLE cannot say: row security, replica identity, column storage, statistics.
std::vector<std::string> AlterTableRest(const Context& context, ObjectId id);
std::string AttachPartition(const Context& context, const Object& object);
/// Empty where CREATE TABLE says it, or where it comes with the parent's.
std::string AddConstraint(const Context& context, ObjectId id);
/// The default of a column that is in Context::late.
std::string SetLateDefault(const Context& context, const Object& object);

// index_sql.cc.
/// CREATE INDEX, and what it cannot say.
std::vector<std::string> CreateIndex(const Context& context, const Object& object);
/// ALTER INDEX ... ATTACH PARTITION for indexes and the indexes of constraints; may be empty.
std::string AttachIndex(const Context& context, const Object& object);

// constraint_trigger_sql.cc.
/// Brings the constraint's triggers into their states; empty where all are enabled as usual.
std::vector<std::string> SetConstraintTriggers(const Context& context, const Object& object);

// type_sql.cc.
std::string CreateSchema(const Context& context, const Object& object);
std::string CreateExtension(const Context& context, const Object& object);
std::string CreateEnum(const Context& context, const Object& object);
/// CREATE DOMAIN, and the constraints that are not validated.
std::vector<std::string> CreateDomain(const Context& context, ObjectId id);
std::string CreateCompositeType(const Context& context, ObjectId id);
std::string CreateRangeType(const Context& context, const Object& object);

// routine_sql.cc.
std::string CreateFunction(const Context& context, const Object& object);
std::string CreateAggregate(const Context& context, const Object& object);
std::string CreateView(const Context& context, const Object& object);
std::string CreateMaterializedView(const Context& context, const Object& object);
std::string CreateTrigger(const Context& context, const Object& object);
/// ALTER TABLE ... DISABLE TRIGGER and the like; empty where it is enabled as usual.
std::string SetTriggerState(const Context& context, const Object& object);
/// CREATE RULE, and its state where it is not enabled as usual.
std::vector<std::string> CreateRule(const Context& context, const Object& object);
std::string CreatePolicy(const Context& context, const Object& object);
/// CREATE EVENT TRIGGER, and its state where it is not enabled as usual.
std::vector<std::string> CreateEventTrigger(const Context& context, const Object& object);
/// What COMMENT ON and ALTER ... OWNER TO call it: "TABLE public.a", "COLUMN public.a.b".
std::string Designation(const Context& context, const ObjectKey& target);

// replication_sql.cc
std::string CreatePublication(const Context& context, const Object& object);
/// ALTER PUBLICATION ... ADD TABLE.
std::string PublishTable(const Context& context, const Object& object);
/// ALTER PUBLICATION ... ADD TABLES IN SCHEMA.
std::string PublishSchema(const Context& context, const Object& object);
/// CREATE SUBSCRIPTION, without connecting, and ENABLE where it is. The connection string, which
/// no catalog holds, is left empty: it must be filled in.
std::vector<std::string> CreateSubscription(const Context& context, const Object& object);

// foreign_data_sql.cc
/// " OPTIONS (a '1', b '2')", or nothing.
std::string GenericOptions(const Context& context, const Options& options);
std::string CreateForeignDataWrapper(const Context& context, const Object& object);
std::string CreateForeignServer(const Context& context, const Object& object);
std::string CreateUserMapping(const Context& context, const Object& object);

// statistics_sql.cc
/// CREATE STATISTICS, and its target where it has one.
std::vector<std::string> CreateStatistics(const Context& context, const Object& object);

// routine_sql.cc
std::string CreateComment(const Context& context, const Object& object);

// privilege_sql.cc.
/// Empty where no owner is stated, or where another object's statement says it.
std::string SetOwner(const Context& context, const Object& object);
std::vector<std::string> CreateGrant(const Context& context, const Object& object);
std::vector<std::string> CreateDefaultPrivileges(const Context& context, const Object& object);
// operator_sql.cc.
/// Empty for a shell, which comes with another operator.
std::string CreateOperator(const Context& context, const Object& object);
/// CREATE OPERATOR FAMILY, and its own members.
std::vector<std::string> CreateOperatorFamily(const Context& context, const Object& object);
std::string CreateOperatorClass(const Context& context, const Object& object);
std::string CreateCast(const Context& context, const Object& object);
/// The declaration that the functions of a base type need.
std::string CreateShellType(const Context& context, const Object& object);
/// Empty for a type that is a shell only.
std::string CreateBaseType(const Context& context, const Object& object);
std::string CreateLanguage(const Context& context, const Object& object);
std::string CreateTransform(const Context& context, const Object& object);
std::string CreateAccessMethod(const Context& context, const Object& object);

// text_search_sql.cc.
std::string CreateTextSearchParser(const Context& context, const Object& object);
std::string CreateTextSearchTemplate(const Context& context, const Object& object);
std::string CreateTextSearchDictionary(const Context& context, const Object& object);
/// CREATE TEXT SEARCH CONFIGURATION, and its mappings.
std::vector<std::string> CreateTextSearchConfiguration(const Context& context,
                                                       const Object& object);
std::string CreateCollation(const Context& context, const Object& object);
std::string CreateConversion(const Context& context, const Object& object);
/// ALTER ... DEPENDS ON EXTENSION, once for each extension.
std::vector<std::string> DependOnExtensions(const Context& context, const Object& object);

}  // namespace schemadiff::fix
