// Finding functions and operators by name and argument types.
//
// Rules from PostgreSQL's namespace.c (candidates), parse_func.c and parse_oper.c (choice), and its
// documentation, chapter "Type Conversion".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analyze/context.h"

namespace schemadiff::sema {

/// The routine for a row of pg_proc. It lives as long as the thread.
const Routine* BuiltinRoutine(const BuiltinProc& proc);
/// The routine for a function or aggregate of the catalog.
const Routine* CatalogRoutine(Context& context, const Object& object);

/// The routine for an extension's function; null where a type of its signature is not known.
const Routine* RoutineOfExtension(Context& context, const ExtensionRoutine& found);

/// The name of a function, operator, type or collation as written: with a schema or without.
struct WrittenName {
  std::string_view schema;  ///< empty: search the path
  std::string_view name;
};

/// A way to call a routine with the arguments at hand.
struct Candidate {
  const Routine* routine = nullptr;  ///< null: several are equally good
  /// Declared types of the arguments given, variadic ones expanded, in the order given, followed by
  /// those of the arguments that take their defaults.
  std::vector<TypeId> types;
  std::vector<int> positions;  ///< for named notation: which argument each one given is
  int path_position = 0;
  size_t variadic_count = 0;  ///< how many arguments given go into the variadic array
  size_t default_count = 0;   ///< how many take their defaults
  bool exact = false;         ///< the arguments given have the declared types already
};

enum class CallResult { kFound, kNotFound, kAmbiguous };

/// What a call means. `variadic_written`: the last argument was marked VARIADIC.
/// `argument_names`: of the last arguments, in named notation.
CallResult FindRoutine(Context& context, const WrittenName& name, std::span<const TypeId> arguments,
                       const std::vector<Name>& argument_names, bool variadic_written,
                       Candidate* best);

/// Chooses among candidates whose types all can be coerced to. Indices into `candidates`; -1 where
/// none is better than all others.
int SelectCandidate(Context& context, std::span<const TypeId> inputs,
                    const std::vector<std::vector<TypeId>>& candidates);

/// The operator that `left name right` (or, with left 0, `name right`) means; null where there is
/// none or, with *ambiguous set, too many.
const BuiltinOperator* FindOperator(Context& context, const WrittenName& name, TypeId left,
                                    TypeId right, bool* ambiguous);
/// The same, or throws 42883 or 42725.
const BuiltinOperator* RequireOperator(Context& context, const WrittenName& name, TypeId left,
                                       TypeId right, int location);

/// "f(integer, text)", as messages show a call.
std::string CallSignature(Context& context, std::string_view name,
                          std::span<const TypeId> arguments,
                          const std::vector<Name>& argument_names);

/// The operators of the type's default btree operator class: less than, equal, greater than. Null
/// where the type has none.
struct SortOperators {
  const BuiltinOperator* less = nullptr;
  const BuiltinOperator* equal = nullptr;
  const BuiltinOperator* greater = nullptr;
};
SortOperators FindSortOperators(Context& context, TypeId type);

}  // namespace schemadiff::sema
