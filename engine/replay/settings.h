// The settings of a session, as statements change them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/replay/context.h"

namespace schemadiff::replay {

/// The text of a constant, whatever it is cast to; nothing for NULL and for other expressions.
std::optional<std::string> ConstantText(const ast::Node* node);

/// What SET and set_config() do; `list` is a list's elements where the statement has them apart.
/// Throws NotModelled for a value that changes what later statements mean in a way that is not
/// modelled.
void ApplySetting(Context& cx, std::string_view name, const std::string& text,
                  const std::vector<std::string>* list, bool local);

/// Of a setting with a dot in its name; nothing for a value that is not known.
void SetCustom(Context& cx, std::string_view name, std::optional<std::string> value, bool local);

/// What standard_conforming_strings = off does to a statement that was read as if it were on.
enum class Misread {
  kNo,        ///< nothing
  kLiterals,  ///< a literal has another value
  kBounds,    ///< a literal ends elsewhere, and so may the statement
};
Misread MisreadWithoutStandardStrings(std::string_view statement);

/// The settings that a session of the catalog's database begins with.
Settings DefaultSettings(const Catalog& catalog);

/// Whether a name of a time zone is one of UTC's.
bool IsUtc(std::string_view time_zone);

/// After a statement that may have set search_path in a way that is not known: an empty name, which
/// no schema has, stands in the setting from then on, until it is set anew or restored.
void DoubtSearchPath(Context& cx, bool local);
bool SearchPathKnown(const Context& cx);
/// Throws FollowsUnknown where it is not known.
void RequireSearchPath(const Context& cx, int32_t location = -1);

/// The role whose name "$user" and CURRENT_USER stand for; empty where it is not known.
std::string CurrentUser(const Context& cx);

}  // namespace schemadiff::replay
