#include "engine/diff/not_compared.h"

#include <gtest/gtest.h>

#include "engine/catalog/unmodelled.h"

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
  const Catalog expected = With({{"rule", 2}, {"server", 1}}), actual = With({{"rule", 1}});
  const auto kinds = CountUncompared({expected, true}, {actual});
  ASSERT_EQ(kinds.size(), 2u);
  EXPECT_EQ(kinds[0].kind, "rule");
  EXPECT_EQ(kinds[0].expected, 2);
  EXPECT_EQ(kinds[0].actual, 1);
  EXPECT_EQ(kinds[0].counted, Counted::kUnequal);
  EXPECT_EQ(kinds[1].actual, 0);
  EXPECT_EQ(Of(CountUncompared({expected, true}, {expected}), "rule"), Counted::kEqual);
}

TEST(NotCompared, ComparesNoNumbersOfDifferentThings) {
  const Catalog none, some = With({{"security label", 3}, {"rule", 1}});
  EXPECT_EQ(Of(CountUncompared({none, true}, {some}), "security label"), Counted::kOtherwise);
  EXPECT_EQ(Of(CountUncompared({none, true}, {some}), "rule"), Counted::kUnequal);
  // Two servers count alike; but large objects are data.
  EXPECT_EQ(Of(CountUncompared({none}, {With({{"large object", 7}})}), "large object"),
            Counted::kOtherwise);
  EXPECT_EQ(Of(CountUncompared({none}, {some}), "security label"), Counted::kUnequal);
  // Not where a part is left out on one side, or a number is not certain.
  EXPECT_EQ(Of(CountUncompared({none, true, true}, {some}), "rule"), Counted::kOtherwise);
  Diagnostics diagnostics;
  diagnostics.Add(
      {.level = DiagnosticLevel::kNote, .code = std::string(kCountNotKnown), .touches = {"rule"}});
  EXPECT_EQ(Of(CountUncompared({none, true, false, DoubtfulKinds(diagnostics)}, {some}), "rule"),
            Counted::kOtherwise);
}

TEST(NotCompared, TakesWhatIsPendingForWhatItIs) {
  const Catalog claim, head = With({{"rule", 2}});
  EXPECT_EQ(Of(CountUncompared({claim, true}, {head}, &head), "rule"), Counted::kEqual);
  EXPECT_TRUE(CountUncompared({claim, true}, {claim}, &head).empty());
  EXPECT_EQ(Of(CountUncompared({claim, true}, {With({{"rule", 1}})}, &head), "rule"),
            Counted::kUnequal);
}

}  // namespace
}  // namespace schemadiff
