#include "engine/diff/not_compared.h"

#include <gtest/gtest.h>

namespace schemadiff {
namespace {

Catalog With(std::map<std::string, int> counts) {
  Catalog catalog;
  catalog.unmodelled = std::move(counts);
  return catalog;
}

Counted Of(const std::vector<UncomparedKind>& kinds, std::string_view kind) {
  for (const UncomparedKind& entry : kinds) {
    if (entry.kind == kind) return entry.counted;
  }
  ADD_FAILURE() << "no " << kind;
  return Counted::kEqual;
}

TEST(NotCompared, TellsNumbersOfBothSides) {
  const Catalog expected = With({{"large object", 2}, {"security label", 1}}),
                actual = With({{"large object", 1}});
  const auto kinds = CountUncompared({expected}, {actual});
  ASSERT_EQ(kinds.size(), 2u);
  EXPECT_EQ(kinds[0].kind, "large object");
  EXPECT_EQ(kinds[0].expected, 2);
  EXPECT_EQ(kinds[0].actual, 1);
  EXPECT_EQ(kinds[1].actual, 0);
  EXPECT_EQ(kinds[1].counted, Counted::kUnequal);
  EXPECT_EQ(Of(CountUncompared({expected}, {expected}), "security label"), Counted::kEqual);
}

TEST(NotCompared, ComparesNoNumbersOfDifferentThings) {
  const Catalog none, some = With({{"security label", 3}, {"large object", 7}});
  // A replay counts nothing.
  EXPECT_EQ(Of(CountUncompared({none, true}, {some}), "security label"), Counted::kOtherwise);
  EXPECT_EQ(Of(CountUncompared({none}, {some}), "security label"), Counted::kUnequal);
  // They are data.
  EXPECT_EQ(Of(CountUncompared({none}, {some}), "large object"), Counted::kOtherwise);
  // Not where a part is left out on one side.
  EXPECT_EQ(Of(CountUncompared({none, false, true}, {some}), "security label"),
            Counted::kOtherwise);
}

TEST(NotCompared, TakesWhatIsPendingForWhatItIs) {
  const Catalog claim, head = With({{"security label", 2}});
  EXPECT_EQ(Of(CountUncompared({claim}, {head}, &head), "security label"), Counted::kEqual);
  EXPECT_TRUE(CountUncompared({claim}, {claim}, &head).empty());
  EXPECT_EQ(Of(CountUncompared({claim}, {With({{"security label", 1}})}, &head), "security label"),
            Counted::kUnequal);
}

}  // namespace
}  // namespace schemadiff
