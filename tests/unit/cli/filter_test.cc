#include "tools/schema_diff/filter.h"

#include <gtest/gtest.h>

namespace schemadiff::cli {
namespace {

TEST(MatchesGlob, KnowsStarsAndQuestionMarks) {
  EXPECT_TRUE(MatchesGlob("tenant_1", "tenant_*"));
  EXPECT_TRUE(MatchesGlob("", "*"));
  EXPECT_TRUE(MatchesGlob("abcabd", "*ab?"));
  EXPECT_TRUE(MatchesGlob("größe", "gr??e"));  // a character, not a byte
  EXPECT_TRUE(MatchesGlob("a*b", "a**b"));
  EXPECT_FALSE(MatchesGlob("tenant", "tenant_*"));
  EXPECT_FALSE(MatchesGlob("abc", "ab"));
  EXPECT_FALSE(MatchesGlob("Public", "public"));
}

class FilterTest : public ::testing::Test {
 protected:
  FilterTest() {
    catalog_.Create(KeyFor<Schema>("app"), Schema{});
    catalog_.Create(KeyFor<Extension>("citext"), Extension{});
    const ObjectId table = catalog_.Create(KeyFor<Table>("app", "jobs"), Table{});
    const ObjectId column = catalog_.Create(KeyFor<Column>("app", "jobs", "id"), Column{}, table);
    catalog_.Create(CommentKey(KeyFor<Column>("app", "jobs", "id")), Comment{"x"}, column);
    catalog_.Create(KeyFor<Index>("app", "by_id"), Index{}, table);
    Sequence sequence;
    sequence.owned_by = {"app", "jobs", "id"};
    catalog_.Create(KeyFor<Sequence>("app", "numbers"), sequence);
    catalog_.Create(KeyFor<Table>("other", "jobs"), Table{});
  }
  size_t Left(Filter filter) {
    filter.Learn(catalog_);
    const size_t left = filter.Select(catalog_).size();
    Catalog reduced = catalog_;
    filter.Reduce(&reduced);
    EXPECT_EQ(reduced.size(), left);
    return left;
  }

  Catalog catalog_;
};

TEST_F(FilterTest, NothingIsLeftOutUnasked) { EXPECT_EQ(Left({}), catalog_.size()); }

TEST_F(FilterTest, SchemasLeaveOutWhatLivesInNone) {
  EXPECT_EQ(Left(Filter({"app"}, {})), 6u);  // not the extension, not the other schema
  EXPECT_EQ(Left(Filter({"oth*"}, {})), 1u);
  EXPECT_EQ(Left(Filter({"absent"}, {})), 0u);
}

TEST_F(FilterTest, AnExcludedTableTakesItsPartsAlong) {
  EXPECT_EQ(Left(Filter({}, {"app.jobs"})), 3u);
  EXPECT_EQ(Left(Filter({}, {"*.jobs"})), 2u);
  EXPECT_EQ(Left(Filter({}, {"app.jobs.id"})), 6u);  // the column, and the comment on it
  EXPECT_EQ(Left(Filter({}, {"app.by_*"})), 7u);
}

TEST_F(FilterTest, AnExcludedSchemaOrExtensionGoes) {
  EXPECT_EQ(Left(Filter({}, {"app"})), 2u);
  EXPECT_EQ(Left(Filter({}, {"citext"})), 7u);
}

TEST_F(FilterTest, ABookkeepingTableGoesInEverySchema) {
  Filter filter;
  filter.ExcludeTable("", "jobs");
  EXPECT_EQ(Left(filter), 2u);
  Filter one;
  one.ExcludeTable("other", "jobs");
  EXPECT_EQ(Left(one), 7u);
}

}  // namespace
}  // namespace schemadiff::cli
