// The parts of Python's standard library that migrations use and that are known without
// an environment.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/alembic/evaluator.h"

namespace schemadiff::py {

/// A module whose names can be listed, for `from m import *`.
class ModuleNames {
 public:
  virtual ~ModuleNames() = default;
  virtual std::vector<std::pair<std::string, Value>> Public(Evaluator& ev) = 0;
};

/// The standard module of that dotted name. Modules that reach into the environment (os,
/// random, datetime ...) are there, but what they give is unknown. nullopt for a module
/// that is not one of the standard library's.
std::optional<Value> StandardModule(Evaluator& ev, std::string_view dotted);

}  // namespace schemadiff::py
