// Facts about relations of the catalog that several statement families need.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"
#include "engine/replay/lookup.h"

namespace schemadiff::replay {

/// Throws NotModelled where the relation, or what columns it has, is not known: nothing that it
/// seems to lack is an error then.
void RequireKnown(const Context& cx, ObjectId relation, int32_t location = -1);
/// The same, only where its columns are not known, for those who copy them.
void RequireKnownColumns(const Context& cx, ObjectId relation, int32_t location = -1);

/// The columns of a relation, by position.
std::vector<ObjectId> ColumnsOf(const Catalog& catalog, ObjectId relation);
/// kNoObject where there is none.
ObjectId FindColumn(const Catalog& catalog, ObjectId relation, std::string_view name);
/// With 42703 where there is none: `column "a" of relation "t" does not exist`.
ObjectId RequireColumn(const Context& cx, ObjectId relation, std::string_view name,
                       int32_t location = -1);
/// Gives the columns their positions anew, from 1, keeping their order.
void RenumberColumns(Catalog& catalog, ObjectId relation);

/// ctid, xmin, ...: names that no column may have.
bool IsSystemColumn(std::string_view name);

bool IsPartitioned(const Object& table);
bool IsPartition(const Object& table);
inline bool IsTemporary(const Object& object) { return object.key.schema == kTemporarySchema; }

/// Tables that inherit directly from this one or are its partitions, in the order in which they
/// were made.
std::vector<ObjectId> DirectChildren(const Catalog& catalog, ObjectId table);
/// The partitioned table or the parents, in their order.
std::vector<ObjectId> DirectParents(const Catalog& catalog, ObjectId table);

/// Of all constraints of the type, in the order in which they were made.
std::vector<ObjectId> ConstraintsOf(const Catalog& catalog, ObjectId relation, ConstraintType type);
/// The indexes of a table in the order in which they were made; those of constraints are the
/// constraints.
std::vector<ObjectId> IndexesOf(const Catalog& catalog, ObjectId table);
/// kNoObject where there is none.
ObjectId PrimaryKeyOf(const Catalog& catalog, ObjectId table);

/// Gives a copy of a part of one table, made for another one, the dependencies of the original:
/// what referred to the original's table refers to `table`.
void CopyDependencies(Catalog& catalog, ObjectId from, ObjectId to, ObjectId table);

/// Removes the dependencies of one object on another.
void RemoveDependency(Catalog& catalog, ObjectId dependent, ObjectId referenced);

/// What an index is like, of its own or behind a constraint.
struct IndexFacts {
  bool unique = false;
  bool primary = false;
  bool exclusion = false;
  bool deferrable = false;
  bool valid = true;
  bool partial = false;
  bool has_expressions = false;
  std::vector<Name> columns;  ///< of the keys; an expression is the empty name
};
IndexFacts FactsOfIndex(const Object& index);

/// The object as PostgreSQL's messages describe it (getObjectDescription): `constraint a_fkey on
/// table a`, `default value for column b of table a` excepted. Names are qualified where
/// search_path does not find them.
std::string Describe(const Context& cx, ObjectId id);

/// The tablespace that a new relation gets: the stated one or default_tablespace; empty for the
/// database's own.
Name TablespaceFor(const Context& cx, std::string_view stated);

/// What a column holds for SET STORAGE: empty where it is the type's default. 22023 for an unknown
/// word, 0A000 for a type that cannot be toasted.
std::string ColumnStorage(const Context& cx, const TypeRef& type, std::string_view storage);

QualifiedName NameOf(const Object& object);

}  // namespace schemadiff::replay
