// Kind: function, procedure or window function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

enum class RoutineType { kFunction, kProcedure, kWindow };
template <>
inline constexpr std::array kEnumText<RoutineType>{std::string_view("function"),
                                                   std::string_view("procedure"),
                                                   std::string_view("window function")};

enum class ArgumentMode { kIn, kOut, kInOut, kVariadic, kTable };
template <>
inline constexpr std::array kEnumText<ArgumentMode>{
    std::string_view("IN"), std::string_view("OUT"), std::string_view("INOUT"),
    std::string_view("VARIADIC"), std::string_view("TABLE")};

enum class Volatility { kVolatile, kStable, kImmutable };
template <>
inline constexpr std::array kEnumText<Volatility>{
    std::string_view("VOLATILE"), std::string_view("STABLE"), std::string_view("IMMUTABLE")};

enum class Parallel { kUnsafe, kRestricted, kSafe };
template <>
inline constexpr std::array kEnumText<Parallel>{
    std::string_view("UNSAFE"), std::string_view("RESTRICTED"), std::string_view("SAFE")};

struct Argument {
  ArgumentMode mode = ArgumentMode::kIn;
  Name name;
  TypeRef type;
  Expression default_value;

  /// As pg_get_function_arguments prints it: `VARIADIC args integer[]`.
  std::string ToText() const;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"mode", &Argument::mode}, Attr{"name", &Argument::name},
                      Attr{"type", &Argument::type}, Attr{"default", &Argument::default_value});
  }
};
static_assert(kFullyDescribed<Argument>);

/// Source: pg_proc (prokind f, p, w). Identified by the types of its input arguments.
struct Function {
  RoutineType type = RoutineType::kFunction;
  std::vector<Argument> arguments;
  TypeRef returns;  ///< empty name for a procedure without output arguments
  bool returns_set = false;
  Name language;
  std::string body;     ///< prosrc, as it stands; the link symbol for C and internal
  std::string library;  ///< probin, for C
  Expression sql_body;  ///< BEGIN ATOMIC / RETURN, as pg_get_function_sqlbody prints it
  Volatility volatility = Volatility::kVolatile;
  Parallel parallel = Parallel::kUnsafe;
  bool strict = false;
  bool security_definer = false;
  bool leakproof = false;
  double cost = 100;
  double rows = 0;
  QualifiedName support;
  std::vector<TypeRef> transforms;  ///< TRANSFORM FOR TYPE
  Options settings;                 ///< SET name TO value
  Stated<Name> owner;

  static constexpr std::string_view kKind = "function";
  static constexpr AclClass kAclClass = AclClass::kRoutine;
  static constexpr auto Attrs() {
    return std::tuple(
        Attr{"type", &Function::type}, Attr{"arguments", &Function::arguments},
        Attr{"returns", &Function::returns}, Attr{"returns_set", &Function::returns_set},
        Attr{"language", &Function::language}, Attr{"body", &Function::body},
        Attr{"library", &Function::library}, Attr{"sql_body", &Function::sql_body, 140000},
        Attr{"volatility", &Function::volatility}, Attr{"parallel", &Function::parallel},
        Attr{"strict", &Function::strict}, Attr{"security_definer", &Function::security_definer},
        Attr{"leakproof", &Function::leakproof}, Attr{"cost", &Function::cost},
        Attr{"rows", &Function::rows}, Attr{"support", &Function::support},
        Attr{"transforms", &Function::transforms}, Attr{"settings", &Function::settings},
        Attr{"owner", &Function::owner});
  }
};
static_assert(kFullyDescribed<Function>);

}  // namespace schemadiff
