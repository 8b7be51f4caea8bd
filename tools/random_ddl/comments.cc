// COMMENT ON objects of all kinds, and ALTER ... OWNER TO of those that have one.
#include "tools/random_ddl/addresses.h"
#include "tools/random_ddl/makers.h"

namespace schemadiff::random_ddl {

std::string CommentOn(Draft& draft) {
  const Address address = AnyAddress(draft);
  if (address.id == kNoObject) return "";
  const std::string_view text = draft.random.Pick(
      {"NULL", "''", "'a comment'", "'it''s \"quoted\" \\ back'", "E'two\\nlines'",
       "U&'\\00e4 \\8868'", "$$dollars$$", "'  blanks  '", "'first'\n'second'"});
  return StrCat("COMMENT ON ", address.words, " ", address.name, " IS ", text);
}

std::string AlterOwner(Draft& draft) {
  for (int tries = 0; tries < 6; ++tries) {
    Address address = AnyAddress(draft);
    // Parts, casts and the like have none.
    const bool owned = address.words != "COLUMN" && address.words != "CONSTRAINT" &&
                       address.words != "TRIGGER" && address.words != "RULE" &&
                       address.words != "POLICY" && address.words != "CAST" &&
                       address.words != "TRANSFORM" && address.words != "ACCESS METHOD" &&
                       address.words != "EXTENSION" && address.words != "TEXT SEARCH PARSER" &&
                       address.words != "TEXT SEARCH TEMPLATE";
    if (address.id == kNoObject || !owned) continue;
    return StrCat("ALTER ", address.words, " ", address.name, " OWNER TO ", Role(draft));
  }
  return "";
}

}  // namespace schemadiff::random_ddl
