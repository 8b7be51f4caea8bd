// The catalog under construction, and what the readers of the object kinds share.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/strings.h"
#include "engine/catalog/catalog.h"
#include "engine/introspect/rows.h"
#include "engine/introspect/scope.h"
#include "engine/pg/extensions.h"

namespace schemadiff::introspect {

class Builder;

/// One query and what becomes of its rows. `read` runs after those of the earlier steps, on one
/// thread, while the next query may already be running.
struct Step {
  std::string_view what;  ///< for messages and progress: "the columns"
  std::string sql;
  std::function<void(const RowSet&, Builder&)> read;
  /// FROM clause and condition that give a row if `sql` does; several steps may share one. Many
  /// schemas have nothing of some kinds, and then `sql` need not even be planned. Empty: always run
  /// it.
  std::string exists = {};
  /// The relation, by its oid, of each row: one that `sql`, which ends in its condition, may be
  /// asked about in parts, by relation. Empty: in one piece.
  std::string split_by = {};
};

/// What is known of a relation besides its object: names for those who refer to it.
struct RelationInfo {
  struct Attribute {
    Name name;
    Oid type = 0;
    Oid collation = 0;
  };
  Name schema;
  Name name;
  char kind = 0;                ///< pg_class.relkind
  ObjectId object = kNoObject;  ///< none for indexes of constraints, members of extensions, ...
  std::vector<Attribute> attributes;  ///< by attnum - 1; dropped ones have no name

  QualifiedName qualified() const { return {schema, name}; }
  Name AttributeName(int64_t number) const;
  std::vector<Name> AttributeNames(const std::vector<int64_t>& numbers) const;
};

class Builder {
 public:
  explicit Builder(const Scope& read_scope) : scope(read_scope) {}

  const Scope& scope;
  Catalog catalog;
  Diagnostics diagnostics;
  absl::flat_hash_map<Oid, RelationInfo> relations;
  /// Primary key, unique and exclusion constraints, by the index behind each.
  absl::flat_hash_map<Oid, ObjectId> constraint_of_index;
  /// Indexes that are objects.
  absl::flat_hash_map<Oid, ObjectId> indexes;
  /// Those of them whose keys need the server's own text.
  std::vector<Oid> incomplete_indexes;
  /// Operator classes that are the default of their input type, with that type.
  absl::flat_hash_map<Oid, Oid> default_operator_classes;
  /// Comments on extensions that are not what we know CREATE EXTENSION to make, by the extension's
  /// OID. They become objects unless the control files here say the same.
  std::map<Oid, std::string> extension_comments;
  /// Extensions that are not, or not as they are here, among those built in.
  std::map<Oid, KnownExtension> read_extensions;

  /// Notes which object a catalog row became, for those that come later (comments).
  void Register(std::string_view catalog_name, Oid oid, ObjectId object) {
    objects_[{CatalogNumber(catalog_name), oid}] = object;
  }
  /// kNoObject where that row became no object of ours.
  ObjectId ObjectOf(std::string_view catalog_name, Oid oid) const;

  const RelationInfo* FindRelation(Oid oid) const;
  /// The relation's name; empty for 0. Reads of a relation that is not there are a Failure: the
  /// schema changed under us.
  QualifiedName RelationName(Oid oid) const;

  /// format_type's text as a type; empty for the empty text.
  const TypeRef& Type(std::string_view formatted);

  void Note(DiagnosticLevel level, std::string_view code, std::string message,
            std::vector<std::string> touches = {});

 private:
  static int CatalogNumber(std::string_view catalog_name);

  absl::flat_hash_map<std::pair<int, Oid>, ObjectId> objects_;
  StringMap<TypeRef> types_;
};

/// SQL: what `call` prints where `stored` is not NULL. The printing functions look past our
/// snapshot and give NULL for what was dropped meanwhile; here that becomes the empty text.
std::string Printed(std::string_view stored, std::string_view call);
/// An expression as the server printed it; none for NULL. A Failure (Aborted) for the empty text.
Expression ExpressionFrom(Row& row);
/// `{name=value,...}`, each prefixed.
void AddOptions(const std::vector<std::string>& texts, std::string_view prefix, Options* options);
/// attoptions. Since the minor releases of 2026 the server keeps an internal mark of its own there
/// (pg_attver, which changes with the column's type); pg_dump hides it, and so do we.
void AddAttributeOptions(const std::vector<std::string>& texts, Options* options);
/// regproc's, regtype's and the like: `schema.name` with quotes as needed; pg_catalog where
/// unqualified; empty for "-" and the empty text.
QualifiedName ParseQualifiedName(std::string_view text);
/// SQL: `"schema"."name"` of an operator class, collation or other object given by alias and
/// column prefix, readable with ParseQualifiedName.
std::string QualifiedNameSql(std::string_view namespace_column, std::string_view name_column);

}  // namespace schemadiff::introspect
