// Kind: comment on any other object; its key is that object's, with kind comment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_description, pg_shdescription.
struct Comment {
  std::string text;

  static constexpr std::string_view kKind = "comment";
  static constexpr auto Attrs() { return std::tuple(Attr{"text", &Comment::text}); }
};
static_assert(kFullyDescribed<Comment>);

}  // namespace schemadiff
