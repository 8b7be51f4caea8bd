// The guard over the list of kinds: for each one there are cases, a replay that makes such objects,
// comments on, renames and drops them, a statement of engine/fix that makes one again, and an
// introspection that finds one; and nobody counts it among the kinds not compared. (That each
// has a severity does not compile otherwise: rules/severity.cc.)
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/kind_info.h"
#include "engine/catalog/ownership.h"
#include "engine/fix/create_sql.h"
#include "engine/pg/identifier.h"
#include "engine/replay/replay.h"
#include "parsers/sql/parser.h"
#include "tests/oracle/case_file.h"
#include "tests/oracle/catalog_text.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

// Statements that every supported server and every supported parser knows.
constexpr int kMajor = 15;

// "composite type" -> "composites", "policy" -> "policies": where a kind's cases are.
std::string CaseDirectory(std::string_view kind) {
  std::string name(kind.substr(0, kind.find(" type")));
  for (char& c : name) {
    if (c == ' ' || c == '-') c = '_';
  }
  if (name.ends_with('y')) return StrCat(name.substr(0, name.size() - 1), "ies");
  if (name.ends_with('s') && !name.ends_with("ss")) return name;
  return StrCat(name, name.ends_with('x') || name.ends_with('s') ? "es" : "s");
}

// The objects of a kind, those of a new database left out.
std::set<std::string> Made(const Catalog& catalog, Kind kind) {
  const Catalog initial = InitialCatalog(catalog.server_version);
  std::set<std::string> made;
  catalog.ForEachOfKind(kind, [&](ObjectId id) {
    const ObjectKey& key = catalog.Get(id).key;
    if (initial.Find(key) == nullptr) made.insert(key.ToString());
  });
  return made;
}

Catalog Replay(const CaseFile& file) {
  Catalog catalog = InitialCatalog(kMajor * 10000);
  Diagnostics ignored;
  Replayer replayer(catalog, ignored);
  for (const CaseFile::Statement& statement : file.statements) {
    replayer.Execute(statement.parsed, "");
  }
  replayer.EndSession();
  return catalog;
}

// Kinds that have neither comments nor names of their own: they are called like what they are of.
bool IsNamedAfterOthers(Kind kind) {
  return kind == KindOf<PublishedTable> || kind == KindOf<PublishedSchema> ||
         kind == KindOf<UserMapping>;
}

// An object as COMMENT ON, DROP and ALTER name it, and the statements about it.
class Named {
 public:
  explicit Named(const ObjectKey& key) : key_(key), words_(KindName(key.kind)) {
    if (words_ == "enum" || words_.ends_with(" type")) words_ = "type";
    if (words_ == "statistics object") words_ = "statistics";
    std::ranges::replace(words_, '-', ' ');
    whole_ = QuoteQualifiedName(key.schema, key.table.empty() ? key.name : key.table, kMajor);
    const std::string name = QuoteIdentifier(key.name, kMajor);
    target_ = whole_;
    if (!key.table.empty()) {
      target_ =
          key.kind == KindOf<Column> ? StrCat(whole_, ".", name) : StrCat(name, " ON ", whole_);
    } else if (key.kind == KindOf<Function> || key.kind == KindOf<Aggregate>) {
      StrAppend(&target_, "(", key.signature.str(), ")");
    } else if (key.kind == KindOf<Operator>) {
      target_ =
          StrCat(QuoteIdentifier(key.schema, kMajor), ".", key.name, " (", key.signature, ")");
    } else if (key.kind == KindOf<OperatorClass> || key.kind == KindOf<OperatorFamily>) {
      StrAppend(&target_, " USING ", key.signature);
    } else if (key.kind == KindOf<Cast>) {
      target_ = StrCat("(", key.name, " AS ", key.signature, ")");
    } else if (key.kind == KindOf<Transform>) {
      target_ = StrCat("FOR ", key.name, " LANGUAGE ", key.signature);
    }
  }

  std::string Comment() const {
    return StrCat("COMMENT ON ", words_, " ", target_, " IS 'a comment of the guard'");
  }
  std::string Drop() const {
    const std::string name = QuoteIdentifier(key_.name, kMajor);
    if (key_.kind == KindOf<PublishedTable>) {
      return StrCat("ALTER PUBLICATION ", name, " DROP TABLE ", whole_);
    }
    if (key_.kind == KindOf<PublishedSchema>) {
      return StrCat("ALTER PUBLICATION ", name, " DROP TABLES IN SCHEMA ",
                    QuoteIdentifier(key_.schema, kMajor));
    }
    if (key_.kind == KindOf<UserMapping>) {
      return StrCat("DROP USER MAPPING FOR ", name, " SERVER ", whole_);
    }
    return IsInTable() ? StrCat("ALTER TABLE ", whole_, " DROP ", words_, " ",
                                QuoteIdentifier(key_.name, kMajor), " CASCADE")
                       : StrCat("DROP ", words_, " ", target_, " CASCADE");
  }
  std::string Rename() const {
    return IsInTable() ? StrCat("ALTER TABLE ", whole_, " RENAME ", words_, " ",
                                QuoteIdentifier(key_.name, kMajor), " TO renamed")
                       : StrCat("ALTER ", words_, " ", target_, " RENAME TO renamed");
  }

 private:
  bool IsInTable() const { return key_.kind == KindOf<Column> || key_.kind == KindOf<Constraint>; }

  const ObjectKey key_;
  std::string words_;
  std::string whole_;
  std::string target_;
};

// Comments, what a role may do, and the like go by what they are about.
bool HasNamesOfItsOwn(Kind kind) {
  return kind != KindOf<Comment> && kind != KindOf<ExtensionDependency> && kind != KindOf<Grant> &&
         kind != KindOf<DefaultPrivileges> && !IsNamedAfterOthers(kind);
}

class Kinds : public ::testing::TestWithParam<Kind> {
 protected:
  std::string name() const { return std::string(KindName(GetParam())); }
  std::string directory() const { return CaseDirectory(name()); }

  std::vector<CaseFile> Cases() const {
    std::vector<CaseFile> cases;
    for (const std::string& name : ListCases(SCHEMA_DIFF_CASES)) {
      if (!name.starts_with(directory() + "/")) continue;
      CaseFile file = ReadCase(SCHEMA_DIFF_CASES, name);
      if (file.RunsOn(kMajor) && !file.Find("gap", kMajor)) cases.push_back(std::move(file));
    }
    return cases;
  }

  // Whether a statement about one of the objects that the cases make does to it what it should.
  template <typename Statement, typename Holds>
  bool SomeObject(Statement statement, Holds holds) const {
    for (const CaseFile& file : Cases()) {
      const Catalog made = Replay(file);
      for (const ObjectId id : made.Sorted()) {
        const ObjectKey& key = made.Get(id).key;
        if (key.kind != GetParam() || InitialCatalog(kMajor * 10000).Find(key) != nullptr) continue;
        Catalog catalog = made;
        Diagnostics ignored;
        ReplaySql(SourceText::FromFile("a.sql", statement(Named(key))), "", catalog, ignored);
        if (holds(catalog, key)) return true;
      }
    }
    return false;
  }

  // The first case whose replay makes such an object.
  std::optional<CaseFile> Example() const {
    for (CaseFile& file : Cases()) {
      if (!Made(Replay(file), GetParam()).empty()) return std::move(file);
    }
    return std::nullopt;
  }
};

std::vector<Kind> AllKinds() {
  std::vector<Kind> kinds;
  for (size_t i = 0; i < kKindCount; ++i) kinds.push_back(static_cast<Kind>(i));
  return kinds;
}

std::string ParamName(const ::testing::TestParamInfo<Kind>& info) {
  return CaseDirectory(KindName(info.param));
}

INSTANTIATE_TEST_SUITE_P(Each, Kinds, ::testing::ValuesIn(AllKinds()), ParamName);

TEST_P(Kinds, HasCases) {
  EXPECT_FALSE(Cases().empty()) << "kind \"" << name()
                                << "\" has no cases: add some in tests/cases/" << directory()
                                << "/*.sql";
}

TEST_P(Kinds, IsReplayed) {
  EXPECT_TRUE(Example()) << "the replay of no case in tests/cases/" << directory()
                         << " makes an object of kind \"" << name()
                         << "\": is there a handler in engine/replay, and is it registered "
                         << "in dispatch.cc?";
}

TEST_P(Kinds, CanBeCommentedOn) {
  if (!HasNamesOfItsOwn(GetParam())) GTEST_SKIP() << "there are no comments on them";
  EXPECT_TRUE(SomeObject(std::mem_fn(&Named::Comment),
                         [](const Catalog& catalog, const ObjectKey& key) {
                           const auto* comment = catalog.FindPayload<Comment>(CommentKey(key));
                           return comment != nullptr && comment->text == "a comment of the guard";
                         }))
      << "COMMENT ON does nothing for kind \"" << name()
      << "\": is it in engine/replay/object_address.cc?";
}

TEST_P(Kinds, CanBeRenamed) {
  if (!HasNamesOfItsOwn(GetParam()) || GetParam() == KindOf<Extension> ||
      GetParam() == KindOf<Cast> || GetParam() == KindOf<Transform> ||
      GetParam() == KindOf<Operator> || GetParam() == KindOf<AccessMethod>) {
    GTEST_SKIP() << "they have no names that change";
  }
  EXPECT_TRUE(SomeObject(std::mem_fn(&Named::Rename),
                         [](const Catalog& catalog, ObjectKey key) {
                           if (catalog.Find(key) != nullptr) return false;
                           key.name = "renamed";
                           return catalog.Find(key) != nullptr;
                         }))
      << "RENAME does nothing for kind \"" << name() << "\": is it in engine/replay/rename.cc?";
}

TEST_P(Kinds, CanBeDropped) {
  if (!HasNamesOfItsOwn(GetParam())) GTEST_SKIP() << "they go with what they are on";
  EXPECT_TRUE(SomeObject(std::mem_fn(&Named::Drop),
                         [](const Catalog& catalog, const ObjectKey& key) {
                           return catalog.Find(key) == nullptr && catalog.unknown().empty();
                         }))
      << "DROP does nothing for kind \"" << name()
      << "\": is it in engine/replay/object_address.cc?";
}

TEST_P(Kinds, HasAFixStatement) {
  const std::optional<CaseFile> file = Example();
  if (!file) GTEST_SKIP() << "there is no example to make again";
  const Catalog catalog = Replay(*file);
  const std::string sql = CreateSql(catalog);
  Catalog again = InitialCatalog(kMajor * 10000);
  Diagnostics ignored;
  ReplaySql(SourceText::FromFile("fix.sql", sql), "", again, ignored);
  EXPECT_FALSE(Made(again, GetParam()).empty())
      << "engine/fix makes no object of kind \"" << name() << "\" of those in tests/cases/"
      << file->name << ".sql; it says\n"
      << sql;
}

TEST_P(Kinds, IsIntrospected) {
  SD_REQUIRE_SERVER();
  const std::optional<CaseFile> file = Example();
  if (!file) GTEST_SKIP() << "there is no example to look for";
  const std::vector<int> majors = PgServer::MajorsUnderTest();
  const int major = std::ranges::find(majors, kMajor) != majors.end() ? kMajor : majors.back();
  auto database = PgServer::Shared(major).CreateDatabase();
  for (const CaseFile::Statement& statement : file->statements) {
    (void)database->TryExecute(std::string(statement.parsed.text()));
  }
  const LiveCatalog live = IntrospectOrFail(*database);
  EXPECT_FALSE(live.catalog.unmodelled.contains(name()) ||
               Replay(*file).unmodelled.contains(name()))
      << "kind \"" << name() << "\" is still counted among those that are not compared, in "
      << "unmodelled.cc of engine/introspect or engine/replay";
  EXPECT_FALSE(Made(live.catalog, GetParam()).empty())
      << "introspection finds no object of kind \"" << name() << "\" after tests/cases/"
      << file->name
      << ".sql: is there a query in engine/introspect, and is its step in introspect.cc's list?";
  if (!HasOwner(GetParam())) return;
  live.catalog.ForEachOfKind(GetParam(), [&](ObjectId id) {
    EXPECT_FALSE(OwnerOf(live.catalog.Get(id)).empty())
        << "introspection says no owner of " << live.catalog.Get(id).key.ToString()
        << ": is its catalog in engine/introspect/privileges.cc?";
  });
}

}  // namespace

}  // namespace schemadiff::testing
