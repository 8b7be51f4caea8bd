#include "engine/diff/difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace schemadiff {
namespace {

struct Side {
  Catalog catalog;

  ObjectId AddTable(Name name) {
    return catalog.Create(KeyFor<Table>("public", name), Table{}, kNoObject,
                          catalog.AddOrigin({"r1", {"m.sql", 1, 0}}));
  }
  ObjectId AddColumn(ObjectId table, Name name, int position,
                     TypeRef type = {"pg_catalog", "int4"}) {
    Column column;
    column.position = position;
    column.type = type;
    return catalog.Create(KeyFor<Column>("public", catalog.Get(table).key.name, name), column,
                          table);
  }
};

TEST(Diff, OfACatalogWithItselfIsEmpty) {
  Side side;
  side.AddColumn(side.AddTable("t"), "a", 1);
  EXPECT_TRUE(Diff(side.catalog, side.catalog).empty());
}

// A replay has modifiers of an extension's type as someone wrote them, a server as the type prints
// them: geometry(POINT,4326) is geometry(Point,4326), and geography(Point) may be, too.
TEST(Diff, ModifiersOfExtensionsTypesMayBeWrittenInOtherWays) {
  const auto compare = [](TypeRef a, TypeRef b) {
    Side expected, actual;
    expected.AddColumn(expected.AddTable("t"), "a", 1, a);
    actual.AddColumn(actual.AddTable("t"), "a", 1, b);
    const auto differences = Diff(expected.catalog, actual.catalog);
    if (differences.empty()) return Comparison::kEqual;
    EXPECT_EQ(differences[0].attributes.size(), 1u);
    const AttributeDifference& found = differences[0].attributes[0];
    if (found.comparison == Comparison::kNotComparable) {
      EXPECT_THAT(found.reason, ::testing::HasSubstr("modifiers"));
    }
    return found.comparison;
  };
  const auto geometry = [](Name modifiers) {
    return TypeRef{"public", "geometry", modifiers, false};
  };
  EXPECT_EQ(compare(geometry("Point,4326"), geometry("Point,4326")), Comparison::kEqual);
  EXPECT_EQ(compare(geometry("POINT, 4326"), geometry("Point,4326")), Comparison::kCosmetic);
  EXPECT_EQ(compare(geometry("Point"), geometry("Point,4326")), Comparison::kNotComparable);
  EXPECT_EQ(compare(geometry("Point,4326"), geometry("Polygon,4326")), Comparison::kDifferent);
  EXPECT_EQ(compare(geometry(""), geometry("Point,4326")), Comparison::kDifferent);
  EXPECT_EQ(compare({"pg_catalog", "numeric", "5", false}, {"pg_catalog", "numeric", "5,2", false}),
            Comparison::kDifferent);
}

TEST(Diff, PartsOfAMissingObjectDoNotFloodTheReport) {
  Side expected, actual;
  const ObjectId table = expected.AddTable("t");
  expected.AddColumn(table, "a", 1);
  const ObjectId b = expected.AddColumn(table, "b", 2);
  expected.catalog.Create(CommentKey(KeyFor<Column>("public", "t", "b")), Comment{"x"}, b);
  const auto differences = Diff(expected.catalog, actual.catalog);
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].change, Change::kMissing);
  EXPECT_EQ(differences[0].key.ToString(), "table public.t");
  EXPECT_EQ(differences[0].origin.revision, "r1");
  // In the catalog that has them: both columns, and the comment.
  ASSERT_EQ(differences[0].parts.size(), 3u);
  EXPECT_EQ(expected.catalog.Get(differences[0].parts[2]).key.kind, KindOf<Comment>);
}

TEST(Diff, ADroppedColumnTakesItsIndexAlong) {
  Side expected, actual;
  const ObjectId table = expected.AddTable("t");
  expected.AddColumn(table, "a", 1);
  Index index;
  index.table = {"public", "t"};
  const ObjectId i = expected.catalog.Create(KeyFor<Index>("public", "i"), index, table);
  expected.catalog.AddDependency(i, table, DependencyType::kAuto, "a");
  actual.AddTable("t");
  const auto differences = Diff(expected.catalog, actual.catalog);
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].key.ToString(), "column public.t.a");
  EXPECT_EQ(differences[0].parts, std::vector<ObjectId>{i});
}

TEST(Diff, NamesTheAttributeWithBothValues) {
  Side expected, actual;
  expected.AddColumn(expected.AddTable("t"), "a", 1, {"pg_catalog", "varchar", "20"});
  actual.AddColumn(actual.AddTable("t"), "a", 1, {"pg_catalog", "varchar", "50"});
  const auto differences = Diff(expected.catalog, actual.catalog);
  ASSERT_EQ(differences.size(), 1u);
  ASSERT_EQ(differences[0].attributes.size(), 1u);
  EXPECT_EQ(differences[0].attributes[0].name, "type");
  EXPECT_EQ(differences[0].attributes[0].expected, "character varying(20)");
  EXPECT_EQ(differences[0].attributes[0].actual, "character varying(50)");
}

TEST(Diff, AMissingColumnDoesNotMoveThoseBehindIt) {
  Side expected, actual;
  const ObjectId one = expected.AddTable("t");
  expected.AddColumn(one, "a", 1), expected.AddColumn(one, "b", 2), expected.AddColumn(one, "c", 3);
  const ObjectId two = actual.AddTable("t");
  actual.AddColumn(two, "b", 1), actual.AddColumn(two, "c", 2);
  const auto differences = Diff(expected.catalog, actual.catalog);
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].key.name, "a");
}

TEST(Diff, AnotherOrderIsCosmeticAndNamesTheFewestColumns) {
  Side expected, actual;
  const ObjectId one = expected.AddTable("t");
  expected.AddColumn(one, "a", 1), expected.AddColumn(one, "b", 2), expected.AddColumn(one, "c", 3);
  const ObjectId two = actual.AddTable("t");
  actual.AddColumn(two, "b", 1), actual.AddColumn(two, "c", 2), actual.AddColumn(two, "a", 3);
  const auto differences = Diff(expected.catalog, actual.catalog);
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].key.name, "a");
  EXPECT_EQ(differences[0].attributes[0].comparison, Comparison::kCosmetic);
}

TEST(Diff, TheOrderOfACompositeTypesAttributesHasAMeaning) {
  Side expected, actual;
  for (Side* side : {&expected, &actual}) {
    const ObjectId type =
        side->catalog.Create(KeyFor<CompositeType>("public", "c"), CompositeType{});
    side->AddColumn(type, "x", side == &expected ? 1 : 2);
    side->AddColumn(type, "y", side == &expected ? 2 : 1);
  }
  const auto differences = Diff(expected.catalog, actual.catalog);
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].attributes[0].comparison, Comparison::kDifferent);
}

TEST(Diff, WhatNeedsADroppedColumnIsAFindingOfItsOwn) {
  Side expected, actual;
  const ObjectId table = expected.AddTable("t");
  expected.AddColumn(table, "a", 1);
  // One view on another: what CASCADE took along, and none of them a part of the table.
  const ObjectId v = expected.catalog.Create(KeyFor<View>("public", "v"), View{});
  const ObjectId column = expected.catalog.Create(KeyFor<Column>("public", "v", "a"), Column{}, v);
  const ObjectId w = expected.catalog.Create(KeyFor<View>("public", "w"), View{});
  expected.catalog.AddDependency(v, table, DependencyType::kNormal, "a");
  expected.catalog.AddDependency(w, v, DependencyType::kNormal, "a");
  const auto differences = Diff(expected.catalog, actual.catalog);
  ASSERT_EQ(differences.size(), 3u);
  EXPECT_EQ(differences[1].key.ToString(), "view public.v");
  EXPECT_EQ(differences[1].parts, std::vector<ObjectId>{column});
  EXPECT_EQ(differences[2].key.ToString(), "view public.w");
}

TEST(Diff, UnknownObjectsAreNotComparable) {
  Side expected, actual;
  expected.AddTable("t");
  actual.AddTable("made_by_do_block");
  expected.catalog.MarkUnknown(KeyFor<Table>("public", "t"), "DO block at m.sql:1");
  expected.catalog.MarkUnknown({kNoKind, kNoKind, {}, {}, "made_by_do_block", {}}, "DO block");
  const auto differences = Diff(expected.catalog, actual.catalog);
  ASSERT_EQ(differences.size(), 2u);
  EXPECT_FALSE(differences[0].comparable);
  EXPECT_FALSE(differences[1].comparable);
}

TEST(Diff, LeavesOutWhatTheOlderServerDoesNotHave) {
  Side expected, actual;
  expected.catalog.server_version = 180000;
  actual.catalog.server_version = 150000;
  const ObjectId table = expected.AddTable("t");
  Constraint not_null;
  not_null.type = ConstraintType::kNotNull;
  expected.catalog.Create(KeyFor<Constraint>("public", "t", "t_a_not_null"), not_null, table);
  actual.AddTable("t");
  EXPECT_TRUE(Diff(expected.catalog, actual.catalog).empty());
  actual.catalog.server_version = 180000;
  EXPECT_EQ(Diff(expected.catalog, actual.catalog).size(), 1u);
}

}  // namespace
}  // namespace schemadiff
