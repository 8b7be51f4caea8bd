// What the extensions of a catalog bring, as parse analysis needs it.
#pragma once

#include <deque>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/analyze/expr.h"
#include "engine/pg/extensions.h"

namespace schemadiff::sema {

class TypeTable;

/// A type of an installed extension, or the row type of a relation of one.
struct ExtensionType {
  Name extension;
  const ExtensionMember* member = nullptr;  ///< null: none
};

/// A column of a composite type or relation of an extension.
struct ExtensionColumn {
  Name name;
  TypeId type = 0;
  int32_t typmod = -1;
};

/// A function or aggregate of an installed extension.
struct ExtensionRoutine {
  Name extension;
  Name schema;
  const ExtensionMember* member = nullptr;
};

/// An operator of an installed extension, or one of the catalog; the row has the form of the
/// server's own.
struct ExtensionOperator {
  Name extension;  ///< empty: one of the catalog
  ObjectKey own;   ///< of no kind: an extension's
  Name schema;
  char volatility = 'i';
  BuiltinOperator op;
};

/// A cast of an installed extension.
struct ExtensionCast {
  Name extension;
  TypeId source = 0;
  TypeId target = 0;
  char context = 0;       ///< i, a or e
  char method = 0;        ///< f, i or b
  int arguments = 1;      ///< of its function
  char volatility = 'i';  ///< likewise
};

/// The members of the extensions that a catalog holds, looked up by name. Made anew when the set of
/// extensions, or a schema of one, changes.
class ExtensionObjects {
 public:
  explicit ExtensionObjects(TypeTable& types) : types_(types) {}

  /// The installed extensions may have changed: (name, schema) of each.
  void SetInstalled(std::vector<std::pair<Name, Name>> installed);
  /// Whether everything that the installed extensions bring is known.
  bool complete() const { return complete_; }
  /// The operators of the catalog may have changed.
  void RefreshOperators();
  /// A member was passed over because a type that it names is not known here.
  void NoteUnreadable() { complete_ = false; }

  ExtensionType FindType(Name schema, std::string_view name) const;
  /// The relation (table, view, foreign table) of that name; null for none.
  const ExtensionMember* FindRelation(Name schema, std::string_view name) const;
  /// Whether one of them brings an object of that kind ("text search dictionary") to a schema.
  bool HasMember(Name schema, std::string_view kind, std::string_view name) const;
  bool MadeSchema(std::string_view name) const;
  std::vector<ExtensionRoutine> RoutinesNamed(std::string_view name) const;
  const std::deque<ExtensionOperator>& operators();
  const ExtensionCast* FindCast(TypeId source, TypeId target);
  /// The entry of an operator that operators() listed; null for one of the server's own.
  const ExtensionOperator* EntryOf(const BuiltinOperator* op) const;
  /// An operator class for a type, by access method: the one of that name, or with an empty name
  /// the default one. Its schema; empty where there is none.
  Name FindOperatorClass(std::string_view method, std::string_view name, TypeId input,
                         std::string_view* found);
  /// The same among the catalog's own classes; kNoObject where there is none.
  ObjectId FindOwnClass(std::string_view method, std::string_view name, TypeId input) const;

  /// The types in a member's list, those of the extension itself in `schema`. False where one of
  /// them is not known.
  bool ReadTypes(std::string_view list, Name schema, std::vector<TypeId>* out);
  /// One type with its modifiers, likewise; 0 where it is not known. `typmod` may be null.
  TypeId ReadType(std::string_view text, Name schema, int32_t* typmod);
  /// The columns of what FindType or FindRelation found. False where one's type is not known.
  bool ReadColumns(const ExtensionType& type, std::vector<ExtensionColumn>* columns);
  /// The schema of an installed extension.
  Name SchemaOf(Name extension) const;

 private:
  void Load();
  void LoadOwnOperators();
  const Extensions& known() const;

  TypeTable& types_;
  std::vector<std::pair<Name, Name>> installed_;
  bool complete_ = true;
  bool loaded_ = false;
  std::deque<ExtensionOperator> operators_;  // never shrinks: expressions point into it
  size_t first_operator_ = 0;
  std::vector<ExtensionCast> casts_;
  std::vector<std::pair<ObjectKey, Operator>> own_operators_;  // those that operators_ has
};

}  // namespace schemadiff::sema
