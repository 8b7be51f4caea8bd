// Values of `name = value` lists (DefElem), read as the server reads them.
//
// Facts from define.c and reloptions.c of the server's source.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/catalog/values.h"
#include "parsers/sql/ast.h"

namespace schemadiff::replay {

/// The value as text (defGetString). 42601 where there is none.
std::string DefString(const ast::DefElem& element);
/// A Boolean value; none means true (defGetBoolean).
bool DefBool(const ast::DefElem& element);
/// A number of 64 bits (defGetInt64).
int64_t DefInt64(const ast::DefElem& element);
/// Throws 42601, `conflicting or redundant options`.
[[noreturn]] void ThrowConflictingOption(const ast::DefElem& element);

/// Whose storage parameters a list of options sets.
enum class OptionsOf { kTable, kPartitionedTable, kView, kMaterializedView, kIndex };

/// Applies the options of WITH (...) or SET (...) to what is stored. `method` is the index's access
/// method. 22023 for a name that the server does not know.
void SetOptions(Options* options, const ast::List& elements, OptionsOf what,
                std::string_view method, int major);
/// RESET (...).
void ResetOptions(Options* options, const ast::List& elements);

}  // namespace schemadiff::replay
