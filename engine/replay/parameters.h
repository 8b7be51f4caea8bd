// Parameter lists of functions, procedures and aggregates.
//
// Facts from functioncmds.c (interpret_function_parameter_list) and pg_proc.c of the server's
// source.
#pragma once

#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/context.h"
#include "engine/replay/expressions.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {

/// What a list of parameters says.
struct ParameterList {
  std::vector<Argument> arguments;
  std::vector<ResolvedType> types;  ///< of the arguments, in the same order
  std::vector<Analysed> defaults;   ///< of those that have one
  ResolvedType required_result;     ///< what OUT parameters make the result; no name: nothing
  bool variadic = false;
};

/// `object` is OBJECT_FUNCTION, OBJECT_PROCEDURE or OBJECT_AGGREGATE; it decides what is allowed,
/// and the words of errors (42P13, 42704).
ParameterList InterpretParameters(const Context& cx, const ast::List& parameters,
                                  ast::ObjectType object);

/// Throws 42P13 where a result (or output argument) type is polymorphic or internal and no input
/// type is.
void CheckResultType(const ResolvedType& result, const std::vector<ResolvedType>& inputs);

/// The types of the input arguments, without modifiers.
std::vector<ResolvedType> InputTypes(const ParameterList& list);

}  // namespace schemadiff::replay
