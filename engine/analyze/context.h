// What the parts of parse analysis share. Internal to engine/analyze.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analyze/expr.h"
#include "engine/analyze/options.h"
#include "engine/analyze/type_table.h"
#include "engine/base/pg_error.h"
#include "engine/catalog/catalog.h"
#include "engine/pg/builtins.h"

namespace schemadiff::sema {

/// A parameter of the function whose body is being analyzed.
struct FunctionParameter {
  Name name;  ///< empty for one that has none
  TypeId type = 0;
};

struct FunctionScope {
  Name name;
  Name printed_name;
  std::vector<FunctionParameter> inputs;
  /// What printing calls the parameters: by number, those for output among them.
  std::vector<Name> printed;
};

struct Context {
  const Catalog& catalog;
  const Builtins& builtins;
  TypeTable& types;
  const AnalyzeOptions& options;
  std::vector<Name> path;  ///< effective: pg_catalog first unless it is listed elsewhere
  Arena& arena;
  /// Aliases of relations that printing made, not the query's author; nullptr: none.
  const std::vector<Name>* made_aliases = nullptr;

  /// Of the function whose body this is; nullptr: no body.
  const FunctionScope* function = nullptr;

  int major() const { return builtins.major(); }
};

/// Raised where a name resolves to nothing: PgError, or NotModelled where an object that we do not
/// know (an extension's, or of a kind that the catalog does not hold) could be what is meant.
[[noreturn]] void ThrowNotFound(const Context& context, std::string_view sqlstate,
                                const std::string& message, int location);

/// Whether such an object could exist.
bool MayHaveUnknownObjects(const Context& context);

/// "public", or throws 3F000.
void RequireSchema(const Context& context, std::string_view schema, int location);

}  // namespace schemadiff::sema
