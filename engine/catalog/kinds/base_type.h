// Kind: base type.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_type (typtype b, and p where it is only a shell).
struct ScalarType {
  bool shell = false;  ///< declared, and not defined yet
  QualifiedName input;
  QualifiedName output;
  QualifiedName receive;
  QualifiedName send;
  QualifiedName modifier_input;
  QualifiedName modifier_output;
  QualifiedName analyze;
  QualifiedName subscript;
  int length = -1;  ///< bytes; -1: variable, -2: a C string
  bool by_value = false;
  std::string alignment = "int4";  ///< char, int2, int4, double
  std::string storage = "plain";   ///< plain, external, extended, main
  std::string category = "U";
  bool preferred = false;
  std::optional<std::string> default_value;  ///< as text
  TypeRef element;
  std::string delimiter = ",";
  bool collatable = false;
  Stated<Name> owner;

  static constexpr std::string_view kKind = "base type";
  static constexpr AclClass kAclClass = AclClass::kType;
  static constexpr auto Attrs() {
    return std::tuple(
        Attr{"shell", &ScalarType::shell}, Attr{"input", &ScalarType::input},
        Attr{"output", &ScalarType::output}, Attr{"receive", &ScalarType::receive},
        Attr{"send", &ScalarType::send}, Attr{"modifier_input", &ScalarType::modifier_input},
        Attr{"modifier_output", &ScalarType::modifier_output},
        Attr{"analyze", &ScalarType::analyze}, Attr{"subscript", &ScalarType::subscript, 140000},
        Attr{"length", &ScalarType::length}, Attr{"by_value", &ScalarType::by_value},
        Attr{"alignment", &ScalarType::alignment}, Attr{"storage", &ScalarType::storage},
        Attr{"category", &ScalarType::category}, Attr{"preferred", &ScalarType::preferred},
        Attr{"default", &ScalarType::default_value}, Attr{"element", &ScalarType::element},
        Attr{"delimiter", &ScalarType::delimiter}, Attr{"collatable", &ScalarType::collatable},
        Attr{"owner", &ScalarType::owner});
  }
};
static_assert(kFullyDescribed<ScalarType>);

}  // namespace schemadiff
