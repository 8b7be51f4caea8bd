// What code that only a server can run may do to the schema: DO blocks, functions that are called.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/replay/context.h"
#include "engine/replay/lookup.h"

namespace schemadiff::replay {

/// Whether the code, or a function of the catalog that it mentions, may set search_path for what
/// follows it.
bool MaySetSearchPath(const Context& cx, std::string_view code);

/// Whether the code holds words of DDL, in its own text, in strings that it may execute, or in
/// functions of the catalog that it mentions; or sets search_path.
bool MayChangeSchema(const Context& cx, std::string_view code);

/// Whether a word of the code, one inside of its strings included, is such; names as the catalog
/// holds them.
bool Mentions(std::string_view code, const std::function<bool(std::string_view)>& is_such);

/// What the code, and the functions of the catalog that it mentions, may change: each object of the
/// catalog whose name it mentions, and each name that it creates, alters or drops something by.
std::vector<ObjectKey> MentionedBy(const Context& cx, std::string_view code);

/// The code of a function of that name that may change the schema, or that may do so by executing
/// the texts it is given; empty where there is none.
std::string CodeThatChangesSchema(const Context& cx, const StatedName& name,
                                  std::string_view arguments = {});

/// Forgets what is known of roles, where the code may change these or their memberships.
void DoubtRolesOf(Context& cx, std::string_view code);

/// Marks as unknown what the code may change (MentionedBy), and search_path where it may set that.
/// Reports that once, as an error about
/// `what` ("what a DO block does"), which says why if that is known.
void NoteRunTimeEffects(Context& cx, std::string_view code, const std::string& what,
                        int32_t location, std::string_view why = {});

}  // namespace schemadiff::replay
