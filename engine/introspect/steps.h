// The steps of an introspection, one file per object kind.
#pragma once

#include <vector>

#include "engine/introspect/builder.h"
#include "engine/introspect/scope.h"

namespace schemadiff::introspect {

/// Before all steps; the scope has read them.
void MakeSchemas(Builder& builder);
Step ExtensionsStep(const Scope& scope);
Step LanguagesStep(const Scope& scope);
Step AccessMethodsStep(const Scope& scope);
Step CollationsStep(const Scope& scope);
Step ConversionsStep(const Scope& scope);
Step BaseTypesStep(const Scope& scope);
Step CastsStep(const Scope& scope);
Step OperatorsStep(const Scope& scope);
Step OperatorFamiliesStep(const Scope& scope);
Step UserOperatorClassesStep(const Scope& scope);
/// After those two.
Step FamilyOperatorsStep(const Scope& scope);
Step FamilyFunctionsStep(const Scope& scope);
Step TransformsStep(const Scope& scope);
Step TextSearchParsersStep(const Scope& scope);
Step TextSearchTemplatesStep(const Scope& scope);
Step TextSearchDictionariesStep(const Scope& scope);
Step TextSearchConfigurationsStep(const Scope& scope);
Step RelationsStep(const Scope& scope);
Step TablesStep(const Scope& scope);
Step InheritanceStep(const Scope& scope);
Step ViewsStep(const Scope& scope);
Step EnumsStep(const Scope& scope);
Step DomainsStep(const Scope& scope);
Step CompositeTypesStep(const Scope& scope);
Step RangesStep(const Scope& scope);
Step ColumnsStep(const Scope& scope);
Step ConstraintsStep(const Scope& scope);
Step OperatorClassesStep(const Scope& scope);
Step IndexesStep(const Scope& scope);
/// What index keys have in pg_attribute.
Step UnusualAttributesStep(const Scope& scope);
Step SequencesStep(const Scope& scope);
Step StatisticsStep(const Scope& scope);
Step FunctionsStep(const Scope& scope);
Step AggregatesStep(const Scope& scope);
Step TriggersStep(const Scope& scope);
Step ConstraintTriggersStep(const Scope& scope);
Step RulesStep(const Scope& scope);
Step PoliciesStep(const Scope& scope);
Step EventTriggersStep(const Scope& scope);
/// After all that has an owner.
Step OwnersStep(const Scope& scope);
Step ColumnPrivilegesStep(const Scope& scope);
Step DefaultPrivilegesStep(const Scope& scope);
Step PublicationsStep(const Scope& scope);
Step PublishedTablesStep(const Scope& scope);
Step PublishedSchemasStep(const Scope& scope);
Step SubscriptionsStep(const Scope& scope);
Step WrappersStep(const Scope& scope);
Step ServersStep(const Scope& scope);
Step UserMappingsStep(const Scope& scope);
/// Servers and options of the tables that TablesStep made.
Step ForeignTablesStep(const Scope& scope);
/// Options of the columns that ColumnsStep made.
Step ForeignColumnsStep(const Scope& scope);
/// ALTER ... DEPENDS ON EXTENSION.
Step ExtensionDependenciesStep(const Scope& scope);
Step CommentsStep(const Scope& scope);
/// After all others.
Step DependenciesStep(const Scope& scope);

/// The query for the keys that IndexesStep could not do without the server's own text. Depends on
/// the rows of IndexesStep, so it is made after that has been read.
Step IndexDefinitionsStep(const Builder& builder);

}  // namespace schemadiff::introspect
