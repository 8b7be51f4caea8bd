// Names of statements to objects of the catalog, by the rules of search_path.
//
// Facts from namespace.c of the server's source.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"

namespace schemadiff::replay {

/// A name as a statement gives it, its schema perhaps left out.
struct StatedName {
  std::string_view schema;  ///< empty: to be searched for
  std::string_view name;
  int32_t location = -1;

  StatedName(std::string_view schema_in, std::string_view name_in, int32_t location_in = -1)
      : schema(schema_in), name(name_in), location(location_in) {}
  // Implicit on purpose: statements name nearly everything by a RangeVar.
  StatedName(const ast::RangeVar& range);  // NOLINT(google-explicit-constructor)
  /// A list of one to three String nodes; the first of three, the database, is ignored.
  explicit StatedName(const ast::List& names, int32_t location_in = -1);

  /// "schema.name" or "name", as error messages show it.
  std::string ToString() const;
};

/// The schemas that are searched, in order, those that do not exist left out: the temporary schema
/// and pg_catalog, which come first unless the setting says otherwise, included.
std::vector<Name> SearchPath(const Context& cx);

bool SchemaExists(const Context& cx, Name schema);
/// The same, with 3F000 where it does not.
Name RequireSchema(const Context& cx, std::string_view schema, int32_t location = -1);

/// Where a statement creates an object: its named schema, or the first one of search_path. Throws
/// 3F000 where there is none.
Name CreationSchema(const Context& cx, const StatedName& name, bool temporary = false);

/// Whether the object takes a name in pg_class: tables, views, sequences, indexes (those of
/// constraints included: their object is the constraint), composite types.
bool IsRelation(const Object& object);

/// The relation of that name in one schema; kNoObject where there is none.
ObjectId RelationIn(const Catalog& catalog, Name schema, Name name);
/// A relation by search_path; kNoObject where there is none. Throws NotModelled where there may be
/// one that the catalog does not hold.
ObjectId FindRelation(const Context& cx, const StatedName& name);
/// The same, with 42P01 where there is none.
ObjectId RequireRelation(const Context& cx, const StatedName& name);

/// Whether the schema has a constraint of that name, on whatever table or domain (names of
/// constraint triggers count).
bool ConstraintNameInSchema(const Context& cx, Name schema, std::string_view name);
/// The constraint of a table or domain; kNoObject where there is none.
ObjectId FindConstraint(const Catalog& catalog, ObjectId relation, std::string_view name);

/// The type (rowtypes of tables included, array types not) of that name in one schema of the
/// catalog; kNoObject where there is none. pg_catalog's own types are in Builtins.
ObjectId TypeIn(const Catalog& catalog, Name schema, Name name);

/// Throws 42P07 or 42710 where a new relation may not have that name.
void CheckNewRelationName(const Context& cx, Name schema, Name name, bool makes_type,
                          int32_t location = -1);

}  // namespace schemadiff::replay
