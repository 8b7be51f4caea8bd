// Constants.
#pragma once

#include <string>

#include "tools/random_ddl/draft.h"

namespace schemadiff::random_ddl {

/// A value of the type as the text between quotes; not in the form in which the server prints it,
/// where there is another one.
std::string LiteralText(Draft& draft, const TypeRef& type);
/// A constant of the type, in one of the ways to write one.
std::string Literal(Draft& draft, const TypeRef& type);

}  // namespace schemadiff::random_ddl
