// Kind: procedural language, and the transforms of its values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_language.
struct Language {
  bool trusted = false;
  QualifiedName handler;
  QualifiedName inline_handler;  ///< may be empty
  QualifiedName validator;       ///< may be empty
  Stated<Name> owner;

  static constexpr std::string_view kKind = "language";
  static constexpr AclClass kAclClass = AclClass::kLanguage;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"trusted", &Language::trusted}, Attr{"handler", &Language::handler},
                      Attr{"inline_handler", &Language::inline_handler},
                      Attr{"validator", &Language::validator}, Attr{"owner", &Language::owner});
  }
};
static_assert(kFullyDescribed<Language>);

/// Source: pg_transform. Identified by its type and language.
struct Transform {
  TypeRef type;
  Name language;
  QualifiedName from_sql;  ///< may be empty
  QualifiedName to_sql;    ///< may be empty

  static constexpr std::string_view kKind = "transform";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"type", &Transform::type}, Attr{"language", &Transform::language},
                      Attr{"from_sql", &Transform::from_sql}, Attr{"to_sql", &Transform::to_sql});
  }
};
static_assert(kFullyDescribed<Transform>);

}  // namespace schemadiff
