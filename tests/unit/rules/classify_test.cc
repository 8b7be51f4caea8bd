#include "rules/classify.h"

#include <gtest/gtest.h>

#include <tuple>

#include "rules/locate.h"
#include "tests/unit/catalog/random_catalog.h"

namespace schemadiff {
namespace {

ObjectId AddTable(Catalog& catalog, Name name, std::string revision = "r1") {
  return catalog.Create(KeyFor<Table>("public", name), Table{}, kNoObject,
                        catalog.AddOrigin({revision, {"m.sql", 1, 0}}));
}

FindingClass OnlyClass(const std::vector<Finding>& findings) {
  EXPECT_EQ(findings.size(), 1u);
  return findings.empty() ? FindingClass::kCosmetic : findings[0].finding_class;
}

TEST(Classify, MissingAtTheClaimIsDrift) {
  Catalog claim, actual;
  AddTable(claim, "t");
  EXPECT_EQ(OnlyClass(Classify({claim, claim, actual}, {})), FindingClass::kDrift);
}

TEST(Classify, MissingAtTheHeadOnlyIsPending) {
  Catalog claim, actual;
  Catalog head = claim;
  AddTable(head, "t", "r2");
  const auto findings = Classify({claim, head, actual}, {});
  EXPECT_EQ(OnlyClass(findings), FindingClass::kPending);
  EXPECT_EQ(findings[0].origin.revision, "r2");
}

TEST(Classify, MadeByAPendingRevisionIsAhead) {
  Catalog claim, actual;
  Catalog head = claim;
  AddTable(head, "t", "r2");
  AddTable(actual, "t");
  const auto findings = Classify({claim, head, actual}, {});
  EXPECT_EQ(OnlyClass(findings), FindingClass::kAhead);
  EXPECT_EQ(findings[0].origin.revision, "r2");
}

TEST(Classify, NeverMadeIsUnmanagedButDroppedIsDrift) {
  Catalog claim, actual;
  AddTable(actual, "t");
  EXPECT_EQ(OnlyClass(Classify({claim, claim, actual}, {})), FindingClass::kUnmanaged);

  Catalog dropped;
  dropped.Drop(AddTable(dropped, "t"), dropped.AddOrigin({"r2", {"m2.sql", 4, 0}}));
  const auto findings = Classify({dropped, dropped, actual}, {});
  EXPECT_EQ(OnlyClass(findings), FindingClass::kDrift);
  EXPECT_EQ(findings[0].origin.revision, "r2");
}

TEST(Classify, PendingDropIsPendingAndAnEarlyOneIsAhead) {
  Catalog claim;
  const ObjectId id = AddTable(claim, "t");
  Catalog head = claim;
  head.Drop(id, head.AddOrigin({"r2", {"m2.sql", 4, 0}}));
  const auto findings = Classify({claim, head, claim}, {});
  EXPECT_EQ(OnlyClass(findings), FindingClass::kPending);
  EXPECT_EQ(findings[0].origin.revision, "r2");
  EXPECT_EQ(OnlyClass(Classify({claim, head, Catalog()}, {})), FindingClass::kAhead);
}

TEST(Classify, TellsAttributesOfOneObjectApart) {
  Catalog claim;
  const ObjectId id = AddTable(claim, "t");
  Catalog head = claim;
  head.Set(id, &Table::row_security, true, head.AddOrigin({"r2", {"m2.sql", 2, 0}}));
  Catalog actual = claim;
  actual.Edit<Table>(id).persistence = Persistence::kUnlogged;
  const auto findings = Classify({claim, head, actual}, {});
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].finding_class, FindingClass::kDrift);
  EXPECT_EQ(findings[0].difference.attributes[0].name, "persistence");
  EXPECT_EQ(findings[0].severity, Severity::kCritical);
  EXPECT_EQ(findings[1].finding_class, FindingClass::kPending);
  EXPECT_EQ(findings[1].difference.attributes[0].name, "row_security");
  EXPECT_EQ(findings[1].origin.revision, "r2");
}

// A table with a column that may be NOT NULL, as PostgreSQL 18 has it.
Catalog WithNotNull(bool not_null, Constraint constraint = {}) {
  Catalog catalog;
  catalog.server_version = 180000;
  const ObjectId table = AddTable(catalog, "t");
  Column column;
  column.not_null = not_null;
  catalog.Create(KeyFor<Column>("public", "t", "a"), column, table, 1);
  if (!not_null) return catalog;
  constraint.type = ConstraintType::kNotNull;
  constraint.columns = {"a"};
  catalog.Create(KeyFor<Constraint>("public", "t", "t_a_not_null"), constraint, table, 1);
  return catalog;
}

TEST(Classify, TellsOfNotNullOnce) {
  const Catalog with = WithNotNull(true);
  const Catalog without = WithNotNull(false);
  for (const auto& [expected, actual] : {std::pair(&with, &without), std::pair(&without, &with)}) {
    const auto findings = Classify({*expected, *expected, *actual}, {});
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].difference.key, KeyFor<Column>("public", "t", "a"));
    EXPECT_EQ(ClassifyPlain(*expected, *actual, {}).size(), 1u);
  }
  // What the column does not tell.
  Constraint unvalidated;
  unvalidated.validated = false;
  EXPECT_EQ(Classify({without, without, WithNotNull(true, unvalidated)}, {}).size(), 2u);
}

TEST(Classify, TellsOfAnUnresolvedViewOnce) {
  const auto view = [](Expression query, Name type) {
    Catalog catalog;
    const ObjectId id = catalog.Create(KeyFor<View>("public", "v"), View{std::move(query), {}});
    Column column;
    column.type.schema = "pg_catalog";
    column.type.name = type;
    catalog.Create(KeyFor<Column>("public", "v", "a"), column, id);
    return catalog;
  };
  Catalog claim = view(Expression::Unresolved("SELECT f()", "f is not known"), "int4");
  claim.MarkUnknown(KeyFor<Column>("public", "v", ""), "the query was not analysed");
  const auto findings =
      Classify({claim, claim, view(Expression::Canonical("SELECT f() AS a"), "text")}, {});
  EXPECT_EQ(OnlyClass(findings), FindingClass::kUnknown);
  EXPECT_EQ(findings[0].difference.key, KeyFor<View>("public", "v"));
}

TEST(Classify, FindsRevisionsWithoutEffect) {
  Catalog claim;
  AddTable(claim, "a", "r1"), AddTable(claim, "b", "r2"), AddTable(claim, "c", "r2");
  // The sequence of a serial column is free-standing, and missing along with its table.
  claim.Create(KeyFor<Sequence>("public", "b_id_seq"), Sequence{}, kNoObject,
               claim.AddOrigin({"r2", {"m.sql", 1, 0}}));
  Catalog actual;
  AddTable(actual, "a");
  EXPECT_EQ(RevisionsWithoutEffect(claim, actual, {}), std::vector<std::string>{"r2"});
  AddTable(actual, "b");  // half of r2 is there
  EXPECT_TRUE(RevisionsWithoutEffect(claim, actual, {}).empty());
}

TEST(Classify, DoubtsWhatARevisionThatWasNotReadMayHaveMade) {
  Catalog claim, actual;
  AddTable(claim, "expected");
  AddTable(actual, "found", "");
  std::vector<Finding> findings = Classify({claim, claim, actual}, {});
  DoubtUnread({}, Change::kUnexpected, &findings);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].finding_class, FindingClass::kDrift);
  EXPECT_EQ(findings[1].finding_class, FindingClass::kUnmanaged);

  DoubtUnread({"revision r1"}, Change::kUnexpected, &findings);
  EXPECT_EQ(findings[0].finding_class, FindingClass::kDrift);
  EXPECT_EQ(findings[1].finding_class, FindingClass::kUnknown);
  EXPECT_FALSE(findings[1].difference.comparable);
  EXPECT_EQ(findings[1].difference.reason,
            "revision r1 was not understood in full, and may have made it");
  DoubtUnread({"revision r1", "revision r2"}, Change::kMissing, &findings);
  EXPECT_EQ(findings[0].finding_class, FindingClass::kUnknown);
  EXPECT_EQ(findings[0].difference.reason,
            "revision r1 (or one of 1 more) was not understood in full, and may have made it");
}

TEST(Classify, DoubtsWhatIsGrantedByCodeThatWasNotRead) {
  Catalog claim, actual;
  Grant one, all;
  one.privileges.granted.push_back({{}, {"SELECT"}, {}});
  all.privileges.granted.push_back({{}, {"SELECT", "INSERT"}, {}});
  const ObjectKey key = GrantKey(KeyFor<Table>("public", "t"), "r");
  claim.Create(key, one, AddTable(claim, "t"), 0);
  actual.Create(key, all, AddTable(actual, "t", ""), 0);
  std::vector<Finding> findings = Classify({claim, claim, actual}, {});
  EXPECT_EQ(OnlyClass(findings), FindingClass::kDrift);
  DoubtUnread({"a block"}, Change::kUnexpected, &findings);
  EXPECT_EQ(OnlyClass(findings), FindingClass::kUnknown);
}

TEST(Classify, DoubtsNothingThatAKnownRevisionDropped) {
  Catalog dropped, actual;
  AddTable(actual, "t", "");
  dropped.Drop(AddTable(dropped, "t"), dropped.AddOrigin({"r2", {"m2.sql", 4, 0}}));
  std::vector<Finding> findings = Classify({dropped, dropped, actual}, {});
  DoubtUnread({"revision r3"}, Change::kUnexpected, &findings);
  EXPECT_EQ(OnlyClass(findings), FindingClass::kDrift);
}

TEST(Locator, FindsTheNearestRevision) {
  Catalog actual;
  AddTable(actual, "a");
  Catalog history;
  Locator locator(actual, {});
  locator.Observe("", history);
  AddTable(history, "a");
  locator.Observe("r1", history);
  AddTable(history, "b");
  locator.Observe("r2", history);
  ASSERT_EQ(locator.Best().size(), 1u);
  EXPECT_EQ(locator.Best()[0].revision, "r1");
  EXPECT_EQ(locator.distances()[2].missing, 1);
}

// Looking at what changed alone gives what looking at everything gives.
TEST(Locator, CanBeToldWhatChanged) {
  for (uint32_t seed = 0; seed < 100; ++seed) {
    testing::RandomChanges changes(seed);
    Catalog actual, history;
    for (int i = 0; i < 20; ++i) changes.Apply(actual);
    history.TrackChanges();
    Locator whole(actual, {}), told(actual, {});
    told.Observe("", history);
    for (int step = 0; step < 20; ++step) {
      if (step == 10) history.MarkUnknown(KeyFor<Table>("public", "t1"), "a DO block");
      for (int i = 0; i < 3; ++i) changes.Apply(history);
      const std::vector<ObjectKey> changed = history.TakeChanges();
      whole.Observe("", history);
      told.Observe("", history, &changed);
      const RevisionDistance& a = whole.distances().back();
      const RevisionDistance& b = told.distances().back();
      ASSERT_EQ(std::tuple(a.missing, a.unexpected, a.changed),
                std::tuple(b.missing, b.unexpected, b.changed))
          << "seed " << seed << ", step " << step;
    }
  }
}

}  // namespace
}  // namespace schemadiff
