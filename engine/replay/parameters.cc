#include "engine/replay/parameters.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/routine.h"

namespace schemadiff::replay {
namespace {

using ast::FunctionParameterMode;
using ast::ObjectType;

[[noreturn]] void Refuse(const std::string& message, int32_t location = -1) {
  throw PgError(sqlstate::kInvalidFunctionDefinition, message, location);
}

ArgumentMode ModeOf(FunctionParameterMode mode) {
  switch (mode) {
    case FunctionParameterMode::FUNC_PARAM_OUT:
      return ArgumentMode::kOut;
    case FunctionParameterMode::FUNC_PARAM_INOUT:
      return ArgumentMode::kInOut;
    case FunctionParameterMode::FUNC_PARAM_VARIADIC:
      return ArgumentMode::kVariadic;
    case FunctionParameterMode::FUNC_PARAM_TABLE:
      return ArgumentMode::kTable;
    case FunctionParameterMode::FUNC_PARAM_IN:
    case FunctionParameterMode::FUNC_PARAM_DEFAULT:
      break;
  }
  return ArgumentMode::kIn;
}

bool IsInput(ArgumentMode mode) {
  return mode != ArgumentMode::kOut && mode != ArgumentMode::kTable;
}
bool IsOutput(ArgumentMode mode) {
  return mode != ArgumentMode::kIn && mode != ArgumentMode::kVariadic;
}

ResolvedType ParameterType(const Context& cx, const ast::TypeName& name) {
  try {
    ResolvedType type = ResolveType(cx, name, /*shell_too=*/true);
    type.ref.modifiers = {};
    return type;
  } catch (const PgError& error) {
    if (error.sqlstate() != sqlstate::kUndefinedObject) throw;
    // Here, and nowhere else, without quotes.
    throw PgError(sqlstate::kUndefinedObject,
                  StrCat("type ", TypeNameText(name), " does not exist"));
  }
}

// Two parameters may share a name where one is plain input and the other plain output.
void CheckParameterName(const std::vector<Argument>& earlier, const Argument& argument) {
  if (argument.name.empty()) return;
  for (const Argument& other : earlier) {
    const bool apart = (!IsOutput(argument.mode) && !IsInput(other.mode)) ||
                       (!IsOutput(other.mode) && !IsInput(argument.mode));
    if (!apart && other.name == argument.name) {
      Refuse(StrCat("parameter name \"", argument.name, "\" used more than once"));
    }
  }
}

const TypeRef kRecord{"pg_catalog", "record", {}, false};

}  // namespace

ParameterList InterpretParameters(const Context& cx, const ast::List& parameters,
                                  ObjectType object) {
  ParameterList list;
  const bool procedure = object == ObjectType::OBJECT_PROCEDURE;
  int outputs = 0;
  for (const ast::Node* node : parameters) {
    const auto& parameter = *ast::Cast<ast::FunctionParameter>(node);
    Argument argument;
    argument.mode = ModeOf(parameter.mode);
    argument.name = parameter.name;
    if (procedure && cx.major() < 14 && argument.mode == ArgumentMode::kOut) {
      throw PgError(sqlstate::kFeatureNotSupported, "procedures cannot have OUT arguments");
    }
    const ResolvedType type = ParameterType(cx, *parameter.argType);
    argument.type = type.ref;
    if (parameter.argType->setof) {
      Refuse(StrCat(procedure                                ? "procedures"
                    : object == ObjectType::OBJECT_AGGREGATE ? "aggregates"
                                                             : "functions",
                    " cannot accept set arguments"));
    }
    if (IsInput(argument.mode) && list.variadic) {
      Refuse("VARIADIC parameter must be the last input parameter");
    }
    if (IsOutput(argument.mode)) {
      if (procedure) {
        if (list.variadic) Refuse("VARIADIC parameter must be the last parameter");
        list.required_result = ResolveRef(cx, kRecord);
      } else if (outputs == 0) {
        list.required_result = type;
      }
      ++outputs;
    }
    if (argument.mode == ArgumentMode::kVariadic) {
      list.variadic = true;
      const TypeId pseudo = PseudoTypeId(type);
      if (!type.ref.array && pseudo != type_id::kAnyArray &&
          pseudo != type_id::kAnyCompatibleArray && pseudo != type_id::kAny) {
        Refuse("VARIADIC parameter must be an array");
      }
    }
    CheckParameterName(list.arguments, argument);
    if (parameter.defexpr != nullptr) {
      if (!IsInput(argument.mode)) Refuse("only input parameters can have default values");
      Analysed analysed = Analyse(cx, *parameter.defexpr, ExpressionUse::kArgumentDefault,
                                  kNoObject, &argument.type);
      argument.default_value = analysed.expression;
      list.defaults.push_back(std::move(analysed));
    } else if (!list.defaults.empty()) {
      if (IsInput(argument.mode)) {
        Refuse("input parameters after one with a default value must also have defaults");
      }
      if (procedure) {
        Refuse("procedure OUT parameters cannot appear after one with a default value");
      }
    }
    list.types.push_back(type);
    list.arguments.push_back(std::move(argument));
  }
  if (outputs > 1) list.required_result = ResolveRef(cx, kRecord);
  return list;
}

std::vector<ResolvedType> InputTypes(const ParameterList& list) {
  std::vector<ResolvedType> inputs;
  for (size_t i = 0; i < list.arguments.size(); ++i) {
    if (IsInput(list.arguments[i].mode)) inputs.push_back(list.types[i]);
  }
  return inputs;
}

void CheckResultType(const ResolvedType& result, const std::vector<ResolvedType>& inputs) {
  using namespace type_id;
  static constexpr std::array kFamily1 = {kAnyElement, kAnyArray, kAnyNonArray,
                                          kAnyEnum,    kAnyRange, kAnyMultirange};
  static constexpr std::array kFamily2 = {kAnyCompatible, kAnyCompatibleArray,
                                          kAnyCompatibleNonArray, kAnyCompatibleRange,
                                          kAnyCompatibleMultirange};
  const auto has_input = [&](auto matches) {
    return std::ranges::any_of(
        inputs, [&](const ResolvedType& type) { return matches(PseudoTypeId(type)); });
  };
  const auto in = [](const auto& family, TypeId type) {
    return std::ranges::find(family, type) != family.end();
  };
  const TypeId type = PseudoTypeId(result);
  bool determined = true;
  if (type == kAnyRange || type == kAnyMultirange) {
    determined = has_input([](TypeId t) { return t == kAnyRange || t == kAnyMultirange; });
  } else if (type == kAnyCompatibleRange || type == kAnyCompatibleMultirange) {
    determined = has_input(
        [](TypeId t) { return t == kAnyCompatibleRange || t == kAnyCompatibleMultirange; });
  } else if (in(kFamily1, type)) {
    determined = has_input([&](TypeId t) { return in(kFamily1, t); });
  } else if (in(kFamily2, type)) {
    determined = has_input([&](TypeId t) { return in(kFamily2, t); });
  }
  if (!determined) Refuse("cannot determine result data type");
  if (type == kInternal && !has_input([](TypeId t) { return t == kInternal; })) {
    Refuse("unsafe use of pseudo-type \"internal\"");
  }
}

}  // namespace schemadiff::replay
