#include "engine/catalog/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/strings.h"
#include "engine/catalog/snapshot.h"
#include "engine/pg/extensions.h"
#include "tests/unit/catalog/random_catalog.h"

namespace schemadiff {
namespace {

struct Fixture {
  Catalog catalog;
  ObjectId table = catalog.Create(KeyFor<Table>("public", "t"), Table{});
  ObjectId column = catalog.Create(KeyFor<Column>("public", "t", "a"), Column{}, table);
};

TEST(Catalog, FindsByKey) {
  Fixture f;
  EXPECT_EQ(f.catalog.IdOf(KeyFor<Table>("public", "t")), f.table);
  EXPECT_EQ(f.catalog.Find(KeyFor<View>("public", "t")), nullptr);
  ASSERT_EQ(f.catalog.Children(f.table).size(), 1u);
  EXPECT_EQ(f.catalog.Get(f.column).key.ToString(), "column public.t.a");
}

TEST(Catalog, RoutinesAreIdentifiedByTheirInputTypes) {
  const auto argument = [](ArgumentMode mode, TypeRef type) {
    return Argument{mode, "a", std::move(type), {}};
  };
  const Name signature = RoutineSignature({
      argument(ArgumentMode::kIn, {"pg_catalog", "varchar", "20", false}),
      argument(ArgumentMode::kOut, {"pg_catalog", "int4", {}, false}),
      argument(ArgumentMode::kInOut, {"public", "Mood", {}, true}),
      argument(ArgumentMode::kTable, {"pg_catalog", "int4", {}, false}),
      argument(ArgumentMode::kVariadic, {"pg_catalog", "bpchar", {}, true}),
  });
  EXPECT_EQ(signature, "character varying, public.\"Mood\"[], character[]");
  EXPECT_EQ(RoutineKey<Function>("public", "f", signature).ToString(),
            "function public.f(character varying, public.\"Mood\"[], character[])");
}

TEST(Catalog, RenamesKeepIdentityAndFreeTheOldKey) {
  Fixture f;
  f.catalog.Rekey(f.table, KeyFor<Table>("public", "u"));
  EXPECT_EQ(f.catalog.IdOf(KeyFor<Table>("public", "u")), f.table);
  EXPECT_EQ(f.catalog.Find(KeyFor<Table>("public", "t")), nullptr);
}

TEST(Catalog, AttributesHaveTheirOwnProvenance) {
  Fixture f;
  const OriginId origin = f.catalog.AddOrigin({"r2", {"m2.sql", 7, 0}});
  f.catalog.Set(f.column, &Column::not_null, true, origin);
  const Object& column = f.catalog.Get(f.column);
  EXPECT_TRUE(column.As<Column>().not_null);
  EXPECT_EQ(f.catalog.GetOrigin(column.OriginOf(AttributeIndex(&Column::not_null))).revision, "r2");
  EXPECT_EQ(column.OriginOf(AttributeIndex(&Column::type)), 0u);
}

TEST(Catalog, RollbackRestoresObjectsEdgesAndFingerprint) {
  Fixture f;
  const ObjectId view = f.catalog.Create(KeyFor<View>("public", "v"), View{});
  f.catalog.AddDependency(view, f.table, DependencyType::kNormal, "a");
  const Fingerprint before = f.catalog.GetFingerprint();

  const Catalog::Mark mark = f.catalog.SetMark();
  f.catalog.Drop(f.column);
  f.catalog.Drop(view);
  f.catalog.Rekey(f.table, KeyFor<Table>("public", "other"));
  f.catalog.Create(KeyFor<Table>("public", "t"), Table{});
  EXPECT_NE(f.catalog.GetFingerprint(), before);
  f.catalog.RollbackTo(mark);

  EXPECT_EQ(f.catalog.GetFingerprint(), before);
  EXPECT_EQ(f.catalog.IdOf(KeyFor<Table>("public", "t")), f.table);
  EXPECT_EQ(f.catalog.size(), 3u);
  ASSERT_EQ(f.catalog.Dependents(f.table).size(), 1u);
  EXPECT_EQ(f.catalog.Dependents(f.table)[0].object, view);
}

TEST(Catalog, NestedMarksUndoOnlyTheirOwn) {
  Fixture f;
  const Catalog::Mark outer = f.catalog.SetMark();
  f.catalog.Set(f.column, &Column::not_null, true, 0);
  const Catalog::Mark inner = f.catalog.SetMark();
  f.catalog.Set(f.column, &Column::position, 5, 0);
  f.catalog.RollbackTo(inner);
  EXPECT_TRUE(f.catalog.Get(f.column).As<Column>().not_null);
  EXPECT_EQ(f.catalog.Get(f.column).As<Column>().position, 0);
  f.catalog.RollbackTo(outer);
  EXPECT_FALSE(f.catalog.Get(f.column).As<Column>().not_null);
}

// Everything that can be asked of a catalog.
std::string Everything(const Catalog& catalog) {
  std::string out = catalog.GetFingerprint().ToHex();
  for (const ObjectId id : catalog.Sorted()) {
    StrAppend(&out, "\n", id, " ", catalog.Get(id).key.ToString());
    for (const ObjectId child : catalog.Children(id)) StrAppend(&out, " child ", child);
    for (const Dependency& edge : catalog.References(id)) {
      StrAppend(&out, " to ", edge.object, ".", edge.column.str());
    }
    for (const Dependency& edge : catalog.Dependents(id)) {
      StrAppend(&out, " from ", edge.object, ".", edge.column.str());
    }
    if (catalog.IdOf(catalog.Get(id).key) != id) StrAppend(&out, " lost");
    if (const Column* column = catalog.Get(id).TryAs<Column>(); column && column->not_null) {
      StrAppend(&out, " not null");
    }
  }
  return out;
}

TEST(Catalog, RollbackRestoresWhateverHappened) {
  for (uint32_t seed = 0; seed < 200; ++seed) {
    schemadiff::testing::RandomChanges changes(seed);
    Catalog catalog;
    for (int i = 0; i < 20; ++i) changes.Apply(catalog);
    const std::string before = Everything(catalog);
    const Catalog::Mark outer = catalog.SetMark();
    for (int i = 0; i < 10; ++i) changes.Apply(catalog);
    const std::string between = Everything(catalog);
    const Catalog::Mark inner = catalog.SetMark();
    for (int i = 0; i < 10; ++i) changes.Apply(catalog);
    if (seed % 2 == 0) {
      catalog.RollbackTo(inner);
      ASSERT_EQ(Everything(catalog), between) << "seed " << seed;
    } else {
      catalog.Release(inner);
    }
    for (int i = 0; i < 10; ++i) changes.Apply(catalog);
    catalog.RollbackTo(outer);
    ASSERT_EQ(Everything(catalog), before) << "seed " << seed;
  }
}

TEST(Catalog, CopiesAreIndependent) {
  for (uint32_t seed = 0; seed < 50; ++seed) {
    schemadiff::testing::RandomChanges changes(seed);
    Catalog catalog;
    for (int i = 0; i < 20; ++i) changes.Apply(catalog);
    const Catalog copy = catalog;
    const std::string before = Everything(copy);
    for (int i = 0; i < 20; ++i) changes.Apply(catalog);
    ASSERT_EQ(Everything(copy), before) << "seed " << seed;
  }
}

TEST(Catalog, TellsWhatChanged) {
  Fixture f;
  f.catalog.TrackChanges();
  EXPECT_TRUE(f.catalog.TakeChanges().empty());
  f.catalog.Set(f.column, &Column::not_null, true, 0);
  f.catalog.Set(f.column, &Column::position, 2, 0);
  const ObjectKey renamed = KeyFor<Column>("public", "t", "b");
  f.catalog.Rekey(f.column, renamed);
  const ObjectId view = f.catalog.Create(KeyFor<View>("public", "v"), View{});
  EXPECT_THAT(f.catalog.TakeChanges(),
              ::testing::UnorderedElementsAre(KeyFor<Column>("public", "t", "a"), renamed,
                                              KeyFor<View>("public", "v")));
  f.catalog.Drop(view);
  EXPECT_THAT(f.catalog.TakeChanges(), ::testing::ElementsAre(KeyFor<View>("public", "v")));
}

TEST(Catalog, TombstonesGoWithARollback) {
  Fixture f;
  const Catalog::Mark mark = f.catalog.SetMark();
  f.catalog.Drop(f.column, f.catalog.AddOrigin({"r2", {}}));
  ASSERT_NE(f.catalog.FindTombstone(KeyFor<Column>("public", "t", "a")), nullptr);
  f.catalog.RollbackTo(mark);
  EXPECT_EQ(f.catalog.FindTombstone(KeyFor<Column>("public", "t", "a")), nullptr);
  const OriginId again = f.catalog.AddOrigin({"r3", {}});
  f.catalog.Drop(f.column, again);
  const Catalog::Tombstone* tombstone = f.catalog.FindTombstone(KeyFor<Column>("public", "t", "a"));
  ASSERT_NE(tombstone, nullptr);
  EXPECT_EQ(tombstone->dropped_by, again);
}

TEST(Catalog, FingerprintDependsOnContentNotOnOrder) {
  Catalog one, two;
  one.Create(KeyFor<Table>("public", "a"), Table{});
  one.Create(KeyFor<Table>("public", "b"), Table{});
  two.Create(KeyFor<Table>("public", "b"), Table{});
  const ObjectId a = two.Create(KeyFor<Table>("public", "a"), Table{});
  EXPECT_EQ(one.GetFingerprint(), two.GetFingerprint());
  two.Edit<Table>(a).row_security = true;
  EXPECT_NE(one.GetFingerprint(), two.GetFingerprint());
}

TEST(Catalog, DependenciesAreSymmetric) {
  Fixture f;
  const ObjectId view = f.catalog.Create(KeyFor<View>("public", "v"), View{});
  f.catalog.AddDependency(view, f.table, DependencyType::kNormal, "a");
  f.catalog.RenameReferencedColumn(f.table, "a", "b");
  EXPECT_EQ(f.catalog.References(view)[0].column, "b");
  f.catalog.RemoveDependencies(view);
  EXPECT_TRUE(f.catalog.Dependents(f.table).empty());
}

TEST(Snapshot, RoundTripsEverything) {
  Fixture f;
  f.catalog.server_version = 150018;
  const OriginId origin = f.catalog.AddOrigin({"r1", {"m1.sql", 3, 0}});
  f.catalog.Set(f.column, &Column::default_value, Expression::Unresolved("f(1)", "no function f"),
                origin);
  Index index;
  index.table = {"public", "t"};
  index.keys.push_back({.column = "a", .descending = true, .nulls_first = true});
  index.options.Set("fillfactor", "70");
  f.catalog.Create(KeyFor<Index>("public", "i"), index, f.table, origin);
  f.catalog.Create(CommentKey(KeyFor<Table>("public", "t")), Comment{"odd \x1b text"}, f.table);
  f.catalog.MarkUnknown(KeyFor<Table>("public", "t"), "a DO block");
  f.catalog.unmodelled["cast"] = 2;

  f.catalog.notes.search_path = "app, public";
  f.catalog.notes.time_zone = "Europe/Berlin";

  KnownExtension extension;
  extension.facts = {"made_up", "", true, "cube", "a comment", "1.2", true};
  extension.members = {{"type", "vec", "", "", "bU-m-", "", ""},
                       {"function", "g", "vec", "integer", "f-ti", "i \"\"", "elsewhere"},
                       {"function", "f", "", "vec", "f--v", "", ""}};
  f.catalog.notes.extensions = Extensions::With(15, {extension});

  const std::string text = WriteSnapshot(
      {f.catalog, "sql", {"a.sql"}, {{{"", "v", "c"}, {{"public"}, {{"r1", "r2"}}, true}}}}, "1.0");
  const absl::StatusOr<Snapshot> read = ReadSnapshot(text);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(WriteSnapshot(*read, "1.0"), text);
  EXPECT_EQ(read->catalog.GetFingerprint(), f.catalog.GetFingerprint());
  EXPECT_EQ(read->source, "sql");
  EXPECT_EQ(read->catalog.notes.search_path, "app, public");
  EXPECT_EQ(read->catalog.notes.time_zone, "Europe/Berlin");
  const Extensions& extensions = read->catalog.extensions();
  ASSERT_NE(extensions.Find("made_up"), nullptr);
  EXPECT_TRUE(extensions.Find("made_up")->complete);
  EXPECT_TRUE(extensions.Find("made_up")->relocatable);
  EXPECT_EQ(extensions.Find("made_up")->requires_extensions, "cube");
  EXPECT_EQ(extensions.Members("made_up").size(), 3u);
  EXPECT_EQ(extensions.Members("made_up", "function", "g").front().schema, "elsewhere");
  EXPECT_THAT(read->unread, ::testing::ElementsAre("a.sql"));
  ASSERT_EQ(read->bookkeeping.size(), 1u);
  EXPECT_THAT(*read->bookkeeping[0].result.rows, ::testing::ElementsAre("r1", "r2"));
}

TEST(Snapshot, SaysWhatIsWrong) {
  const auto message = [](std::string_view text) {
    return std::string(ReadSnapshot(text).status().message());
  };
  EXPECT_THAT(message("{\"schema_diff"), ::testing::HasSubstr("not valid JSON"));
  EXPECT_THAT(message(R"({"schema_diff_snapshot":{"format":1},"objects":[],"extensions":[{}]})"),
              ::testing::HasSubstr("\"extensions\" has no name"));
  EXPECT_THAT(message("[]"), ::testing::HasSubstr("not a schema-diff snapshot"));
  EXPECT_THAT(message(R"({"schema_diff_snapshot":{"format":99,"tool_version":"9.9"}})"),
              ::testing::HasSubstr("format 99, written by schema-diff 9.9"));
  EXPECT_THAT(
      message(R"({"schema_diff_snapshot":{"format":1},"objects":[{"key":{"kind":"tabel"}}]})"),
      ::testing::HasSubstr("unknown object kind \"tabel\""));
  EXPECT_THAT(message(R"({"schema_diff_snapshot":{"format":1},"objects":[
                  {"key":{"kind":"table","schema":"s","name":"t"},"attributes":{"colour":1}}]})"),
              ::testing::HasSubstr("table s.t has an unknown attribute \"colour\""));
}

}  // namespace
}  // namespace schemadiff
