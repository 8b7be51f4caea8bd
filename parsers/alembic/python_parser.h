// Reads Python 3 source into a syntax tree.
#pragma once

#include <string_view>

#include "parsers/alembic/python_ast.h"

namespace schemadiff::py {

/// Parses a file; `source` is as NormalizeSource() gives it. The tree does not refer to the
/// source. Throws SyntaxError, also where nesting goes beyond what Python itself allows.
Module ParseModule(std::string_view source);

}  // namespace schemadiff::py
