// Names that extensions bring.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/pg/extensions.h"
#include "engine/replay/context.h"
#include "engine/replay/lookup.h"

namespace schemadiff::replay {

/// Where a member of that installed extension is.
inline Name MemberSchema(const Context& cx, ObjectId extension, const ExtensionMember& member) {
  return member.schema.empty() ? cx.catalog.Get(extension).As<Extension>().schema
                               : Name(member.schema);
}

/// The installed extension that has a member of that kind and name that accepts(member) takes.
/// Where none is known to have it, one of which not all is known may: its id is returned with
/// *member null. kNoObject where no extension can have it. `schema` empty: any schema that
/// search_path reaches. Access methods are in no schema.
template <typename Accepts>
ObjectId FindExtensionOf(const Context& cx, std::string_view schema, std::string_view kind,
                         std::string_view name, Accepts accepts, const ExtensionMember** member) {
  const std::vector<Name> path = schema.empty() ? SearchPath(cx) : std::vector<Name>{Name(schema)};
  const auto reached = [&](Name where) {
    return kind == "access method" || std::ranges::find(path, where) != path.end();
  };
  ObjectId result = kNoObject;
  *member = nullptr;
  const Extensions& known = cx.catalog.extensions();
  cx.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    if (*member != nullptr) return;
    const Object& object = cx.catalog.Get(id);
    for (const ExtensionMember& candidate : known.Members(object.key.name, kind, name)) {
      if (!reached(MemberSchema(cx, id, candidate)) || !accepts(candidate)) continue;
      *member = &candidate;
      result = id;
      return;
    }
    const ExtensionFacts* facts = known.Find(object.key.name);
    const bool complete = facts != nullptr && facts->complete;
    if (!complete && reached(object.As<Extension>().schema)) result = id;
  });
  return result;
}

/// The same for any member of that kind and name.
inline ObjectId FindExtensionOf(const Context& cx, std::string_view schema, std::string_view kind,
                                std::string_view name, const ExtensionMember** member) {
  return FindExtensionOf(
      cx, schema, kind, name, [](const ExtensionMember&) { return true; }, member);
}

}  // namespace schemadiff::replay
