// Types as parse analysis sees them: the server's own and those of a catalog, under one kind of id.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/analyze/catalog_index.h"
#include "engine/analyze/extension_objects.h"
#include "engine/analyze/renaming.h"
#include "engine/base/name.h"
#include "engine/catalog/catalog.h"
#include "engine/pg/builtins.h"
#include "engine/pg/type_name.h"

namespace schemadiff::sema {

/// What analysis needs of pg_type.
struct TypeInfo {
  TypeId id = 0;
  Name schema;
  Name name;
  char kind = 0;      ///< b base, c composite, d domain, e enum, m multirange, p pseudo, r range,
                      ///< o opaque: an extension's, of which nothing but the name is known
  char category = 0;  ///< as typcategory
  bool preferred = false;
  TypeId element = 0;        ///< of a true array, else 0
  TypeId array = 0;          ///< its array type, 0 for none
  TypeId base = 0;           ///< of a domain
  int32_t base_typmod = -1;  ///< of a domain
  QualifiedName collation;   ///< empty: not collatable
  std::string_view input;    ///< name of the input function, for types of the server
};

/// A column of a composite type.
struct Field {
  Name name;
  TypeId type = 0;
  int32_t typmod = -1;
  QualifiedName collation;
};

/// pg_catalog.default.
const QualifiedName& DefaultCollation();

/// Names and ids of types, and the relations between them.
///
/// Ids of a catalog's types are made on demand, mean something within one table only, and go by
/// name: the table can be kept while the catalog changes. An array's id is its element's plus one.
/// A catalog's own facts are looked up each time.
class TypeTable {
 public:
  TypeTable(const Catalog& catalog, const Builtins& builtins);

  const Catalog& catalog() const { return catalog_; }
  const Builtins& builtins() const { return builtins_; }
  int major() const { return builtins_.major(); }
  CatalogIndex& index() { return index_; }
  ExtensionObjects& extensions() { return extensions_; }
  /// To be called before each analysis: the catalog's extensions may have changed.
  void Refresh();

  /// The type's facts. Throws NotModelled where the catalog no longer has it.
  TypeInfo Get(TypeId id) const;

  /// The type of that name in that schema, array types of catalogs' types included; 0 for none.
  TypeId Find(Name schema, Name name);
  /// An opaque type of an extension.
  TypeId Opaque(Name schema, Name name);
  /// The id for a reference as catalogs hold it, and its typmod. Throws NotModelled where it
  /// refers to nothing.
  TypeId FromRef(const TypeRef& ref, int32_t* typmod);
  TypeRef ToRef(TypeId id, int32_t typmod) const;

  /// Through domains. `typmod`, where given, becomes the domain's own.
  TypeId Base(TypeId id, int32_t* typmod = nullptr) const;
  /// The element type of a true array type, else 0.
  TypeId Element(TypeId id) const;
  /// The same through domains over arrays.
  TypeId BaseElement(TypeId id) const { return Element(Base(id)); }
  /// The array type, 0 for none.
  TypeId Array(TypeId id) const { return Get(id).array; }
  TypeId RangeSubtype(TypeId range);
  /// The range type of a multirange type.
  TypeId MultirangeRange(TypeId multirange);
  TypeId RangeMultirange(TypeId range);

  char Category(TypeId id) const { return Get(id).category; }
  bool IsPreferred(TypeId id) const { return Get(id).preferred; }
  bool IsEnum(TypeId id) const { return Get(id).kind == 'e'; }
  bool IsRange(TypeId id) const { return Get(id).kind == 'r'; }
  bool IsMultirange(TypeId id) const { return Get(id).kind == 'm'; }
  bool IsOpaque(TypeId id) const;
  /// An extension's type with modifiers, or one that may have some: nobody knows what they mean.
  bool TakesOpaqueModifiers(TypeId id) const;
  /// A named composite type, or a domain over one.
  bool IsComposite(TypeId id) const { return Get(Base(id)).kind == 'c'; }
  /// record, or composite.
  bool IsRowType(TypeId id) const { return id == type_id::kRecord || IsComposite(id); }
  bool IsPolymorphic(TypeId id) const;
  bool IsCollatable(TypeId id) const { return !Get(id).collation.empty(); }
  QualifiedName Collation(TypeId id) const { return Get(id).collation; }

  /// The columns of a named composite type, through domains.
  std::vector<Field> Fields(TypeId id);
  /// The labels of an enum type.
  std::vector<std::string> EnumLabels(TypeId id) const;
  /// Whose type it is; empty where it is no extension's, or nobody knows whose.
  Name ExtensionOf(TypeId id) const;

  /// What Format() and the printing of expressions show of names; null for the names as they are.
  void SetRenaming(const Renaming* renaming) { renaming_ = renaming; }
  const Renaming* renaming() const { return renaming_; }
  void SetReadsTrees(bool reads_trees) { reads_trees_ = reads_trees; }
  /// See Analyzer::SetReadsTrees.
  bool reads_trees() const { return reads_trees_; }

  /// format_type(id, typmod) with an empty search_path.
  std::string Format(TypeId id, int32_t typmod) const;
  /// As error messages name types.
  std::string FormatBare(TypeId id) const;

  /// Typmods of opaque types stand for texts.
  std::string Modifiers(TypeId id, int32_t typmod) const;
  int32_t Typmod(TypeId id, std::string_view modifiers);

 private:
  struct UserType {
    Name schema;
    Name name;
    bool opaque = false;      // an extension's, of which nothing is known
    bool extension = false;   // an extension's, of which it is known what it is
    bool multirange = false;  // made along with the range type `range`
    QualifiedName range;
  };

  TypeId Assign(const UserType& type);
  const UserType& User(TypeId id) const { return user_[(id - kFirstUserId) / 2]; }
  static UserType Named(Name schema, Name name) {
    UserType type;
    type.schema = schema;
    type.name = name;
    return type;
  }
  static bool IsUser(TypeId id) { return id >= kFirstUserId; }
  static bool IsUserArray(TypeId id) { return IsUser(id) && (id - kFirstUserId) % 2 == 1; }
  const Object* FindObject(Name schema, Name name) const;
  TypeInfo UserInfo(TypeId id) const;
  void SetExtensionInfo(TypeInfo* info) const;

  const Catalog& catalog_;
  const Builtins& builtins_;
  const std::vector<TypeInfo>& builtin_infos_;  // in the order of builtins_.types()
  CatalogIndex index_;
  ExtensionObjects extensions_;
  std::vector<UserType> user_;
  absl::flat_hash_map<std::pair<Name, Name>, TypeId> user_ids_;
  absl::flat_hash_map<std::pair<Name, Name>, TypeId> builtin_ids_;  // those asked for so far
  std::vector<std::string> opaque_modifiers_;
  const Renaming* renaming_ = nullptr;
  bool reads_trees_ = false;
};

}  // namespace schemadiff::sema
