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

/// A function or aggregate of an installed extension.
struct ExtensionRoutine {
  Name extension;
  Name schema;
  const ExtensionMember* member = nullptr;
};

/// An operator of an installed extension; the row has the form of the server's own.
struct ExtensionOperator {
  Name extension;
  Name schema;
  BuiltinOperator op;
};

/// A cast of an installed extension. Casts by function take one argument.
struct ExtensionCast {
  Name extension;
  TypeId source = 0;
  TypeId target = 0;
  char context = 0;  ///< i, a or e
  char method = 0;   ///< f, i or b
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

  const ExtensionMember* FindType(Name schema, std::string_view name) const;
  /// Whether one of them brings an object of that kind ("text search dictionary") to a schema.
  bool HasMember(Name schema, std::string_view kind, std::string_view name) const;
  std::vector<ExtensionRoutine> RoutinesNamed(std::string_view name) const;
  const std::deque<ExtensionOperator>& operators();
  const ExtensionCast* FindCast(TypeId source, TypeId target);
  /// The entry of an operator that operators() listed; null for one of the server's own.
  const ExtensionOperator* EntryOf(const BuiltinOperator* op) const;
  /// An operator class for a type, by access method: the one of that name, or with an empty name
  /// the default one. Its schema; empty where there is none.
  Name FindOperatorClass(std::string_view method, std::string_view name, TypeId input,
                         std::string_view* found);

  /// The types in a member's list, those of the extension itself in `schema`. False where one of
  /// them is not known.
  bool ReadTypes(std::string_view list, Name schema, std::vector<TypeId>* out);

 private:
  void Load();

  TypeTable& types_;
  std::vector<std::pair<Name, Name>> installed_;
  bool complete_ = true;
  bool loaded_ = false;
  std::deque<ExtensionOperator> operators_;  // never shrinks: expressions point into it
  size_t first_operator_ = 0;
  std::vector<ExtensionCast> casts_;
};

}  // namespace schemadiff::sema
