#include "engine/pg/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace schemadiff {
namespace {

using ::testing::ElementsAre;

NameTaken NoneTaken() {
  return [](std::string_view) { return false; };
}
NameTaken Taken(std::set<std::string> names) {
  return [names = std::move(names)](std::string_view name) {
    return names.count(std::string(name)) > 0;
  };
}

TEST(MakeObjectName, ShortensTheLongerNameFirst) {
  EXPECT_EQ(MakeObjectName("t", "a", "key"), "t_a_key");
  EXPECT_EQ(MakeObjectName("t", "", "pkey"), "t_pkey");
  EXPECT_EQ(MakeObjectName(std::string(63, 't'), "a", "key"), std::string(57, 't') + "_a_key");
  EXPECT_EQ(MakeObjectName(std::string(63, 't'), std::string(63, 'c'), "idx"),
            std::string(29, 't') + "_" + std::string(29, 'c') + "_idx");
}

TEST(MakeObjectName, CutsWholeCharacters) {
  std::string umlauts;
  for (int i = 0; i < 31; ++i) umlauts += "ä";  // 62 bytes
  const std::string name = MakeObjectName(umlauts, "", "pkey");
  EXPECT_EQ(name, umlauts.substr(0, 58) + "_pkey");
  EXPECT_EQ(MakeObjectName("x" + umlauts, "", "pkey"), "x" + umlauts.substr(0, 56) + "_pkey");
}

TEST(ChooseObjectName, NumbersCollisions) {
  EXPECT_EQ(ChooseObjectName("t", "a", "fkey", Taken({"t_a_fkey", "t_a_fkey1"})), "t_a_fkey2");
}

TEST(ChooseIndexColumnNames, NumbersRepeatedOnes) {
  EXPECT_THAT(ChooseIndexColumnNames({"a", "", "a", "", "a1"}),
              ElementsAre("a", "expr", "a1", "expr1", "a11"));
}

TEST(ChooseIndexName, FollowsTheKind) {
  EXPECT_EQ(ChooseIndexName(IndexNameKind::kPrimaryKey, "t", {"a"}, NoneTaken()), "t_pkey");
  EXPECT_EQ(ChooseIndexName(IndexNameKind::kUniqueConstraint, "t", {"a", "b"}, NoneTaken()),
            "t_a_b_key");
  EXPECT_EQ(ChooseIndexName(IndexNameKind::kExclusion, "t", {"a"}, NoneTaken()), "t_a_excl");
  EXPECT_EQ(ChooseIndexName(IndexNameKind::kPlain, "t", {"lower"}, Taken({"t_lower_idx"})),
            "t_lower_idx1");
}

TEST(ChooseIndexName, StopsJoiningColumnsAfter64Bytes) {
  const std::vector<std::string> columns = {std::string(40, 'a'), std::string(40, 'b'),
                                            std::string(40, 'c')};
  EXPECT_EQ(JoinColumnsForName(columns), std::string(40, 'a') + "_" + std::string(40, 'b'));
}

TEST(ChooseCheckName, NamesTheColumnOnlyWhereThereIsOne) {
  EXPECT_EQ(ChooseCheckName("t", {"a"}, NoneTaken()), "t_a_check");
  EXPECT_EQ(ChooseCheckName("t", {"a", "b"}, NoneTaken()), "t_check");
  EXPECT_EQ(ChooseCheckName("t", {}, NoneTaken()), "t_check");
}

TEST(ImplicitNames, OfOtherObjects) {
  EXPECT_EQ(ChooseForeignKeyName("t", {"a", "b"}, NoneTaken()), "t_a_b_fkey");
  EXPECT_EQ(ChooseNotNullName("t", "a", NoneTaken()), "t_a_not_null");
  EXPECT_EQ(ChooseDomainCheckName("d", NoneTaken()), "d_check");
  EXPECT_EQ(ChooseDomainNotNullName("d", NoneTaken()), "d_not_null");
  EXPECT_EQ(ChooseSequenceName("t", "id", NoneTaken()), "t_id_seq");
  EXPECT_EQ(ChooseStatisticsName("t", {"a", "", ""}, NoneTaken()), "t_a_expr_expr_stat");
}

TEST(ChooseArrayTypeName, PrependsUnderscores) {
  EXPECT_EQ(ChooseArrayTypeName("mood", NoneTaken()), "_mood");
  EXPECT_EQ(ChooseArrayTypeName("mood", Taken({"_mood"})), "__mood");
  EXPECT_EQ(ChooseArrayTypeName(std::string(63, 'x'), NoneTaken()), "_" + std::string(62, 'x'));
}

TEST(MakeMultirangeTypeName, ReplacesTheFirstRange) {
  EXPECT_EQ(MakeMultirangeTypeName("floatrange"), "floatmultirange");
  EXPECT_EQ(MakeMultirangeTypeName("range_range"), "multirange_range");
  EXPECT_EQ(MakeMultirangeTypeName("span"), "span_multirange");
  EXPECT_EQ(MakeMultirangeTypeName(std::string(63, 'x')), std::string(52, 'x') + "_multirange");
}

}  // namespace
}  // namespace schemadiff
