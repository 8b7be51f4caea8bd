// Kinds: foreign-data wrapper, foreign server and user mapping. A foreign table is a table that has
// a server.
#pragma once

#include <string>
#include <string_view>

#include "engine/catalog/values.h"

namespace schemadiff {

/// What catalogs hold instead of the value of an option that is a secret (a password, a token, a
/// key): that the option is there is compared, its value is not, and appears nowhere.
inline constexpr std::string_view kHiddenValue = "(not shown)";
/// Whether an option of that name holds a secret.
bool IsSecretOption(std::string_view name);

/// Source: pg_foreign_data_wrapper.
struct ForeignDataWrapper {
  QualifiedName handler;    ///< empty: none
  QualifiedName validator;  ///< empty: none
  Options options;
  Stated<Name> owner;

  static constexpr std::string_view kKind = "foreign-data wrapper";
  static constexpr AclClass kAclClass = AclClass::kForeignDataWrapper;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"handler", &ForeignDataWrapper::handler},
                      Attr{"validator", &ForeignDataWrapper::validator},
                      Attr{"options", &ForeignDataWrapper::options},
                      Attr{"owner", &ForeignDataWrapper::owner});
  }
};
static_assert(kFullyDescribed<ForeignDataWrapper>);

/// Source: pg_foreign_server.
struct ForeignServer {
  Name wrapper;
  std::string type;
  std::string version;
  Options options;
  Stated<Name> owner;

  static constexpr std::string_view kKind = "server";
  static constexpr AclClass kAclClass = AclClass::kServer;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"wrapper", &ForeignServer::wrapper}, Attr{"type", &ForeignServer::type},
                      Attr{"version", &ForeignServer::version},
                      Attr{"options", &ForeignServer::options},
                      Attr{"owner", &ForeignServer::owner});
  }
};
static_assert(kFullyDescribed<ForeignServer>);

/// Of a role, or of "public" (no role can have that name), on a server. Source: pg_user_mappings.
struct UserMapping {
  Stated<Options> options;  ///< where the role that introspects may read them

  static constexpr std::string_view kKind = "user mapping";
  static constexpr auto Attrs() { return std::tuple(Attr{"options", &UserMapping::options}); }
};
static_assert(kFullyDescribed<UserMapping>);

}  // namespace schemadiff
