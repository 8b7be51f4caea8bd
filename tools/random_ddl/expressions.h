// Expressions of a wanted type over what is in scope.
#pragma once

#include <string>
#include <vector>

#include "tools/random_ddl/draft.h"
#include "tools/random_ddl/types.h"

namespace schemadiff::random_ddl {

struct Variable {
  std::string sql;  ///< "a", "t.a", "NEW.a"
  TypeRef type;
};

/// What an expression may consist of.
struct Scope {
  std::vector<Variable> variables;
  bool immutable = false;   ///< nothing that depends on settings or tables
  bool subqueries = false;  ///< over the tables that there are
  bool aggregates = false;
};

/// The columns of a relation as variables, with a prefix such as "NEW.".
Scope ColumnScope(Draft& draft, ObjectId relation, std::string_view prefix = {});

/// An expression, mostly of that type, in so many levels at most.
std::string Expression(Draft& draft, const Scope& scope, const TypeRef& type, int depth);
/// One of type boolean.
std::string Condition(Draft& draft, const Scope& scope, int depth);
/// One of a type of its own choice: that of a variable or a common one.
std::string AnyExpression(Draft& draft, const Scope& scope, int depth, TypeRef* type);

}  // namespace schemadiff::random_ddl
