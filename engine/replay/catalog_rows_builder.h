// How the rows of one system catalog are put together.
#pragma once

#include <functional>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/replay/catalog_rows.h"

namespace schemadiff::replay {

class RowsBuilder {
 public:
  explicit RowsBuilder(const Context& cx) : cx_(cx) {}

  const Context& cx() const { return cx_; }
  const Catalog& catalog() const { return cx_.catalog; }

  using Cell = std::pair<std::string_view, Value>;
  /// A row; of columns that it does not name nothing is known.
  void Add(std::initializer_list<Cell> cells, bool certain = true);
  /// The same about an object: not certain where it is not.
  void AddAbout(ObjectId id, std::initializer_list<Cell> cells);

  /// Rows for what comes with the server and with extensions, whose names are those of `catalog`:
  /// `name` is the column that holds them, `schema` that of their schema's name or identity, if
  /// any, `relation` that of the name or identity of the relation that they are a part of.
  void AddOfServer(std::string_view catalog, std::string_view name, std::string_view schema,
                   std::string_view relation = {});
  /// Rows for objects of these kinds of which it is not known whether they are there: `name` is the
  /// column of their names, `table` that of the relation's name that they are a part of, if any.
  void AddUnknown(const std::vector<Kind>& kinds, std::string_view name,
                  std::string_view table = {});
  /// The same for parts of relations, where `relation` is the column of the relation's identity.
  void AddUnknownParts(const std::vector<Kind>& kinds, std::string_view name,
                       std::string_view relation);

  CatalogRows Take() { return std::move(result_); }

 private:
  size_t Column(std::string_view name);

  const Context& cx_;
  CatalogRows result_;
};

/// An object's name, and that of its schema and of the relation that it is a part of.
Value NameValue(const Object& object);
Value SchemaValue(const Object& object);
Value TableValue(const Object& object);
Value YesOrNo(bool yes);
/// The index, of its own or of a constraint.
void ForEachIndex(const Catalog& catalog, const std::function<void(ObjectId)>& visit);
/// kNoObject where the relation is not held.
ObjectId RelationOf(const Catalog& catalog, ObjectId part);

// Of pg_catalog: relations and what they consist of.
void FillNamespaces(RowsBuilder& rows);
void FillClasses(RowsBuilder& rows);
void FillAttributes(RowsBuilder& rows);
void FillIndexRows(RowsBuilder& rows);
void FillIndexes(RowsBuilder& rows);
void FillInherits(RowsBuilder& rows);
void FillTables(RowsBuilder& rows);
void FillViews(RowsBuilder& rows);
void FillMaterializedViews(RowsBuilder& rows);
void FillSequences(RowsBuilder& rows);
// Of pg_catalog: the others.
void FillTypes(RowsBuilder& rows);
void FillEnumLabels(RowsBuilder& rows);
void FillConstraints(RowsBuilder& rows);
void FillTriggers(RowsBuilder& rows);
void FillRoutines(RowsBuilder& rows);
void FillExtensions(RowsBuilder& rows);
void FillPolicies(RowsBuilder& rows);
void FillPoliciesView(RowsBuilder& rows);
void FillRoles(RowsBuilder& rows);
void FillUsers(RowsBuilder& rows);
// Of information_schema.
void FillSchemata(RowsBuilder& rows);
void FillInformationTables(RowsBuilder& rows);
void FillInformationColumns(RowsBuilder& rows);
void FillInformationViews(RowsBuilder& rows);
void FillInformationSequences(RowsBuilder& rows);
void FillTableConstraints(RowsBuilder& rows);
void FillKeyColumns(RowsBuilder& rows);
void FillConstraintColumns(RowsBuilder& rows);
void FillReferentialConstraints(RowsBuilder& rows);
void FillInformationTriggers(RowsBuilder& rows);
void FillInformationRoutines(RowsBuilder& rows);

}  // namespace schemadiff::replay
