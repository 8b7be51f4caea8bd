// Objects: identity, payload, provenance.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/name.h"
#include "engine/base/source.h"
#include "engine/base/stable_hash.h"
#include "engine/catalog/kinds.h"
#include "engine/catalog/payload.h"

namespace schemadiff {

/// What makes an object the same object in two catalogs.
///
/// | kind | schema | table | name | signature | target |
/// |---|---|---|---|---|---|
/// | schema, extension, publication, subscription, foreign-data wrapper, server | | | name | | |
/// | user mapping | | server | role | | |
/// | table, view, sequence, index, types, statistics object | schema | | name | | |
/// | column, constraint, trigger, policy | schema | relation, domain or composite type | name | | |
/// | published table | schema | table | publication | | |
/// | published schema | schema | | publication | | |
/// | function, aggregate | schema | | name | input argument types, as PostgreSQL prints them | |
/// | operator | schema | | name | operand types, NONE for a missing one | |
/// | operator class, operator family | schema | | name | access method | |
/// | cast | | | source type | target type | |
/// | transform | | | type | language | |
/// | conversion, collation, text search kinds | schema | | name | | |
/// | language, access method | | | name | | |
/// | comment, dependency on extensions | those of the object, with `target` its kind | | | | |
/// | grant | likewise, and `role` | | | | |
/// | default privilege | schema, or none for all | | "tables", ... | the role that makes them | |
struct ObjectKey {
  Kind kind = kNoKind;
  Kind target = kNoKind;
  Name schema;
  Name table;
  Name name;
  Name signature;
  /// Of a grant and of default privileges: who has them. kPublic: everybody; empty: the owner.
  Name role = {};

  friend bool operator==(const ObjectKey&, const ObjectKey&) = default;
  /// By kind, then by bytes: the stable order of everything that is printed.
  friend auto operator<=>(const ObjectKey&, const ObjectKey&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const ObjectKey& key) {
    return H::combine(std::move(state), static_cast<int>(key.kind), static_cast<int>(key.target),
                      key.schema, key.table, key.name, key.signature, key.role);
  }

  /// "table public.users", "column public.users.email", "comment on table public.users": quoted
  /// as PostgreSQL quotes identifiers. Not escaped for any output format.
  std::string ToString() const;
  /// The same without the kind: "public.users.email".
  std::string QualifiedText() const;
};

template <typename T>
ObjectKey KeyFor(Name schema, Name name) {
  return {KindOf<T>, kNoKind, schema, {}, name, {}};
}
/// Kinds that live in no schema.
template <typename T>
ObjectKey KeyFor(Name name) {
  return {KindOf<T>, kNoKind, {}, {}, name, {}};
}
/// Parts of a relation, domain or composite type.
template <typename T>
ObjectKey KeyFor(Name schema, Name table, Name name) {
  return {KindOf<T>, kNoKind, schema, table, name, {}};
}
template <typename T>
ObjectKey RoutineKey(Name schema, Name name, Name signature) {
  return {KindOf<T>, kNoKind, schema, {}, name, signature};
}
/// The signature in a routine's key: the types of its input arguments, as format_type prints them
/// where search_path is empty and without modifiers, separated by ", ".
Name RoutineSignature(const std::vector<Argument>& arguments);
ObjectKey CastKey(const TypeRef& source, const TypeRef& target);
/// `left` has no name for a prefix operator.
ObjectKey OperatorKey(Name schema, Name name, const TypeRef& left, const TypeRef& right);
ObjectKey TransformKey(const TypeRef& type, Name language);
ObjectKey ExtensionDependencyKey(const ObjectKey& target);
ObjectKey CommentKey(const ObjectKey& target);
ObjectKey GrantKey(const ObjectKey& target, Name role);
/// The index of a constraint is no object of its own: what a comment on it is on.
ObjectKey IndexOfConstraintKey(const ObjectKey& constraint);
/// The key of what a comment, a grant or a dependency on extensions is on.
ObjectKey TargetOf(const ObjectKey& comment);

/// Who set something: a revision, a file and a line. Any part may be unknown.
struct Origin {
  Name revision;
  SourceLocation location;
  friend bool operator==(const Origin&, const Origin&) = default;
};

/// Index into a catalog's origins; 0 is "not known".
using OriginId = uint32_t;
/// Index into a catalog's objects; stable for the object's life, renames included.
using ObjectId = uint32_t;
inline constexpr ObjectId kNoObject = 0xFFFFFFFF;

struct Object {
  ObjectKey key;
  Payload payload;
  ObjectId parent = kNoObject;  ///< what it is a part of: it cannot be there without it
  OriginId origin = 0;          ///< what made it
  /// What last set an attribute, by its index in Attrs(), where that is not `origin`.
  std::vector<std::pair<uint8_t, OriginId>> attribute_origins;

  template <typename T>
  const T& As() const {
    return payload.Get<T>();
  }
  template <typename T>
  const T* TryAs() const {
    return payload.TryGet<T>();
  }
  OriginId OriginOf(size_t attribute) const;
};

}  // namespace schemadiff
