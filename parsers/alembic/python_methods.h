// Methods and attributes of the built-in types.
#pragma once

#include <optional>
#include <string_view>

#include "parsers/alembic/evaluator.h"

namespace schemadiff::py {

/// Calls a method of a string, list, dict, set, tuple or number. nullopt where `self` is
/// something else; fails for a method that is not read.
std::optional<Value> CallBuiltinMethod(Evaluator& ev, Value self, std::string_view name,
                                       const CallArgs& args);
/// An attribute of such a value: a bound method. nullopt where there is none.
std::optional<Value> BuiltinAttribute(Evaluator& ev, Value object, std::string_view name);

// The parts of CallBuiltinMethod(), by type. nullopt for a method that is not read.
std::optional<Value> CallStringMethod(Evaluator& ev, Value value, std::string_view name,
                                      const CallArgs& args);
std::optional<Value> CallContainerMethod(Evaluator& ev, Value self, std::string_view name,
                                         const CallArgs& args);

/// Sorts as sorted() does; `key` may be None.
std::vector<Value> Sorted(Evaluator& ev, std::vector<Value> items, Value key, bool reverse);

/// textwrap.dedent(), textwrap.indent() and inspect.cleandoc().
Value Dedent(Evaluator& ev, const String& text);
Value Indent(Evaluator& ev, const String& text, std::string_view prefix);

}  // namespace schemadiff::py
