// Extensions of PostgreSQL's own distribution, and what is put to and taken from them.
#include "engine/pg/extensions.h"

#include <array>

#include "tools/random_ddl/addresses.h"
#include "tools/random_ddl/makers.h"

namespace schemadiff::random_ddl {
namespace {

std::string_view AnyExtension(Draft& draft) {
  return draft.random.Pick({"citext",
                            "hstore",
                            "pg_trgm",
                            "btree_gist",
                            "btree_gin",
                            "\"uuid-ossp\"",
                            "pgcrypto",
                            "ltree",
                            "intarray",
                            "cube",
                            "earthdistance",
                            "unaccent",
                            "fuzzystrmatch",
                            "tablefunc",
                            "isn",
                            "seg",
                            "lo",
                            "file_fdw",
                            "postgres_fdw",
                            "moddatetime",
                            "bloom",
                            "dict_int",
                            "tcn"});
}

std::string CreateExtension(Draft& draft) {
  std::string sql = StrCat("CREATE EXTENSION ", draft.Perhaps(35, "IF NOT EXISTS "),
                           AnyExtension(draft), draft.Perhaps(15, " WITH"));
  if (draft.Chance(40)) StrAppend(&sql, " SCHEMA ", draft.SchemaName());
  if (draft.Chance(3)) sql += " VERSION '0.0'";
  return sql + std::string(draft.Perhaps(25, " CASCADE"));
}

// A table with columns of an extension's types.
std::string UseTypes(Draft& draft, ObjectId extension) {
  const std::string name = draft.Key(extension).name.str();
  const auto types = Extensions::ForMajor(draft.major).Members(name, "type");
  if (types.empty()) return "";
  const auto type = [&] {
    const ExtensionMember& member =
        types[static_cast<size_t>(draft.random.Below(static_cast<int>(types.size())))];
    const QualifiedName full{draft.As<Extension>(extension).schema, member.name};
    return StrCat(draft.Ref(full), draft.Perhaps(15, "[]"));
  };
  return StrCat("CREATE TABLE ", draft.NewQualifiedName("ext"), " (",
                List(draft.random.Between(1, 3), [&] { return draft.NewName("c") + " " + type(); }),
                ")");
}

}  // namespace

std::string ManageExtension(Draft& draft) {
  const ObjectId extension = draft.Any<Extension>(
      [&](ObjectId id, const Extension&) { return draft.Key(id).name != "plpgsql"; });
  if (extension == kNoObject || draft.Chance(35)) return CreateExtension(draft);
  const std::string alter = StrCat("ALTER EXTENSION ", draft.Quote(draft.Key(extension).name), " ");
  switch (draft.random.Below(5)) {
    case 0:
      return StrCat(alter, "SET SCHEMA ", draft.SchemaName());
    case 1:
      return StrCat(alter, "UPDATE");
    case 2: {
      static constexpr std::array kDependents = {KindOf<Function>, KindOf<Index>,
                                                 KindOf<MaterializedView>, KindOf<Trigger>};
      const Address dependent = AddressOfKind(draft, draft.random.Pick(kDependents));
      if (dependent.id == kNoObject) return "";
      return StrCat("ALTER ", dependent.words, " ", dependent.name,
                    draft.major >= 14 ? draft.Perhaps(25, " NO") : "", " DEPENDS ON EXTENSION ",
                    draft.Quote(draft.Key(extension).name));
    }
    default:
      return UseTypes(draft, extension);
  }
}

}  // namespace schemadiff::random_ddl
