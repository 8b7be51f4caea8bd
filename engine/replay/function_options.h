// The attributes of functions that CREATE and ALTER FUNCTION share.
//
// Facts from functioncmds.c and guc.c of the server's source.
#pragma once

#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"
#include "engine/replay/routine.h"

namespace schemadiff::replay {

/// The options of a statement, each at most once, SET and RESET excepted.
struct FunctionOptions {
  const ast::DefElem* as = nullptr;
  const ast::DefElem* language = nullptr;
  const ast::DefElem* transform = nullptr;
  const ast::DefElem* window = nullptr;
  const ast::DefElem* volatility = nullptr;
  const ast::DefElem* strict = nullptr;
  const ast::DefElem* security = nullptr;
  const ast::DefElem* leakproof = nullptr;
  const ast::DefElem* cost = nullptr;
  const ast::DefElem* rows = nullptr;
  const ast::DefElem* support = nullptr;
  const ast::DefElem* parallel = nullptr;
  std::vector<const ast::VariableSetStmt*> settings;
};

/// Sorts the options. 42601 where one is given twice, 42P13 for what a procedure cannot have.
FunctionOptions SortFunctionOptions(const ast::List& list, bool procedure);

/// Applies those that CREATE and ALTER share. Returns the support function, if the statement names
/// one; the caller records the dependency.
Routine ApplyFunctionOptions(const Context& cx, const FunctionOptions& options, Function* function);

/// The default of COST for a language.
double DefaultCost(std::string_view language);

}  // namespace schemadiff::replay
