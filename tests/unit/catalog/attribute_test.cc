#include "engine/catalog/attribute.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "engine/catalog/kind_info.h"

namespace schemadiff {
namespace {

struct Forgetful {
  int known = 0;
  std::string forgotten;
  static constexpr auto Attrs() { return std::tuple(Attr{"known", &Forgetful::known}); }
};
static_assert(!kFullyDescribed<Forgetful>, "a field without description must be noticed");

struct Repeating {
  int one = 0;
  int two = 0;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"one", &Repeating::one}, Attr{"two", &Repeating::one});
  }
};
static_assert(!kFullyDescribed<Repeating>, "one field described twice hides another");

struct SameText {
  int one = 0;
  int two = 0;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"one", &SameText::one}, Attr{"one", &SameText::two});
  }
};
static_assert(!kFullyDescribed<SameText>, "two attributes of one name cannot be told apart");

static_assert(AttributeIndex(&Column::not_null) == 2);

TEST(KindInfo, NamesAreUniqueAndReadBack) {
  for (size_t i = 0; i < kKindCount; ++i) {
    const Kind kind = static_cast<Kind>(i);
    EXPECT_EQ(KindFromName(KindName(kind)), kind);
    EXPECT_EQ(InfoFor(kind).make().kind(), kind);
  }
  EXPECT_EQ(KindFromName("no such kind"), kNoKind);
}

TEST(KindInfo, DefaultPayloadsEqualThemselvesAndAreUnset) {
  for (size_t i = 0; i < kKindCount; ++i) {
    const KindInfo& info = InfoFor(static_cast<Kind>(i));
    const Payload payload = info.make();
    for (const AttributeInfo& attribute : info.attributes) {
      EXPECT_EQ(attribute.compare(payload, payload, {}), Comparison::kEqual) << attribute.name;
      EXPECT_FALSE(attribute.is_set(payload)) << info.name << "." << attribute.name;
    }
  }
}

TEST(KindInfo, ExpressionsCompareInTiers) {
  const auto compare = [](Expression a, Expression b, const CompareContext& context = {}) {
    View one, two;
    one.query = std::move(a), two.query = std::move(b);
    return InfoFor(KindOf<View>).attributes[0].compare(one, two, context);
  };
  EXPECT_EQ(compare(Expression::Canonical("a"), Expression::Canonical("a")), Comparison::kEqual);
  EXPECT_EQ(compare(Expression::Canonical("a"), Expression::Canonical("b")),
            Comparison::kDifferent);
  EXPECT_EQ(compare(Expression(), Expression::Canonical("b")), Comparison::kDifferent);
  EXPECT_EQ(compare(Expression::Unresolved("a", "no f()"), Expression::Canonical("b")),
            Comparison::kNotComparable);
  EXPECT_EQ(compare(Expression::Unresolved("a", "no f()"), Expression::Canonical("a")),
            Comparison::kEqual);
  CompareContext anything_goes{[](std::string_view, std::string_view) { return true; }};
  EXPECT_EQ(compare(Expression::Canonical("a"), Expression::Canonical("b"), anything_goes),
            Comparison::kCosmetic);
}

}  // namespace
}  // namespace schemadiff
