// Objects of all kinds, as COMMENT ON, ALTER ... OWNER TO and ALTER EXTENSION ... ADD call them.
#pragma once

#include <string>

#include "tools/random_ddl/draft.h"

namespace schemadiff::random_ddl {

/// An object with the words for it: "COLUMN", "t.a"; id is kNoObject where nothing was found.
struct Address {
  ObjectId id = kNoObject;
  std::string words;
  std::string name;
};

/// Any object that has a name, parts of others included; of each kind alike. Now and then with the
/// words for another kind, or of something that is not there.
Address AnyAddress(Draft& draft);
/// One of that kind.
Address AddressOfKind(Draft& draft, Kind kind);
/// A role that every server has, written.
std::string Role(Draft& draft);

}  // namespace schemadiff::random_ddl
