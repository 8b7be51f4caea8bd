// Kind: cast.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

enum class CastContext { kExplicit, kAssignment, kImplicit };
template <>
inline constexpr std::array kEnumText<CastContext>{
    std::string_view("explicit"), std::string_view("assignment"), std::string_view("implicit")};

enum class CastMethod { kFunction, kBinary, kInOut };
template <>
inline constexpr std::array kEnumText<CastMethod>{
    std::string_view("function"), std::string_view("binary"), std::string_view("inout")};

/// Source: pg_cast, those that are not internal. Identified by its two types.
struct Cast {
  TypeRef source;
  TypeRef target;
  CastContext context = CastContext::kExplicit;
  CastMethod method = CastMethod::kFunction;
  QualifiedName function;                   ///< of method function
  std::vector<TypeRef> function_arguments;  ///< likewise

  static constexpr std::string_view kKind = "cast";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"source", &Cast::source}, Attr{"target", &Cast::target},
                      Attr{"context", &Cast::context}, Attr{"method", &Cast::method},
                      Attr{"function", &Cast::function},
                      Attr{"function_arguments", &Cast::function_arguments});
  }
};
static_assert(kFullyDescribed<Cast>);

}  // namespace schemadiff
