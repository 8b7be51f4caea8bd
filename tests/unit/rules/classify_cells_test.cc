// Every cell of the table in rules/classify.h: missing, changed and unexpected, against the claim
// and against the head, alone and as a part of something that is there or not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/strings.h"
#include "rules/classify.h"

namespace schemadiff {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const TypeRef kInteger{"pg_catalog", "int4"};
const TypeRef kBigint{"pg_catalog", "int8"};
const TypeRef kText{"pg_catalog", "text"};
const TypeRef kVarchar10{"pg_catalog", "varchar", "10"};
const TypeRef kVarchar99{"pg_catalog", "varchar", "99"};

// A schema that grows by revisions, as a replay would have it.
class Schema {
 public:
  Schema& At(std::string revision) {
    origin_ = catalog.AddOrigin({revision, {"m.sql", 1, 0}});
    return *this;
  }
  Schema& AddTable(Name name) {
    catalog.Create(TableKey(name), Table{}, kNoObject, origin_);
    return *this;
  }
  Schema& AddColumn(Name table, Name name, const TypeRef& type = kInteger) {
    Column column;
    column.type = type;
    catalog.Create(ColumnKey(table, name), column, catalog.IdOf(TableKey(table)), origin_);
    return *this;
  }
  Schema& AddIndex(Name table, Name name, Name column) {
    Index index;
    index.table = {"public", table};
    const ObjectId parent = catalog.IdOf(TableKey(table));
    const ObjectId id =
        catalog.Create(KeyFor<Index>("public", name), std::move(index), parent, origin_);
    catalog.AddDependency(id, parent, DependencyType::kAuto, column);
    return *this;
  }
  Schema& SetType(Name table, Name name, const TypeRef& type) {
    catalog.Set(catalog.IdOf(ColumnKey(table, name)), &Column::type, type, origin_);
    return *this;
  }
  Schema& RenameTable(Name from, Name to) {
    const ObjectId table = catalog.IdOf(TableKey(from));
    const auto columns = catalog.Children(table);
    const std::vector<ObjectId> parts(columns.begin(), columns.end());
    catalog.Rekey(table, TableKey(to), origin_);
    for (const ObjectId part : parts) {
      catalog.Rekey(part, ColumnKey(to, catalog.Get(part).key.name), origin_);
    }
    return *this;
  }
  Schema& DropColumn(Name table, Name name) {
    catalog.Drop(catalog.IdOf(ColumnKey(table, name)), origin_);
    return *this;
  }
  Schema& DropIndex(Name name) {
    catalog.Drop(catalog.IdOf(KeyFor<Index>("public", name)), origin_);
    return *this;
  }
  Schema& DropTable(Name name) {
    const ObjectId table = catalog.IdOf(TableKey(name));
    const auto children = catalog.Children(table);
    for (const ObjectId part : std::vector<ObjectId>(children.begin(), children.end())) {
      catalog.Drop(part, origin_);
    }
    catalog.Drop(table, origin_);
    return *this;
  }

  Catalog catalog;

 private:
  static ObjectKey TableKey(Name name) { return KeyFor<Table>("public", name); }
  static ObjectKey ColumnKey(Name table, Name name) {
    return KeyFor<Column>("public", table, name);
  }
  OriginId origin_ = 0;
};

using AsMade = absl::flat_hash_map<ObjectKey, Payload>;

// "drift changed column public.b.t (r2)"; parts are counted behind a plus sign.
std::vector<std::string> Told(const Schema& claim, const Schema& head, const Schema& actual,
                              const AsMade& as_made = {}) {
  std::vector<std::string> told;
  for (const Finding& finding :
       Classify({claim.catalog, head.catalog, actual.catalog, &as_made}, {})) {
    const Difference& difference = finding.difference;
    std::string text = StrCat(ToString(finding.finding_class), " ", ToString(difference.change),
                              " ", difference.key.QualifiedText());
    if (!difference.parts.empty()) StrAppend(&text, " +", difference.parts.size());
    if (!finding.origin.revision.empty()) StrAppend(&text, " (", finding.origin.revision, ")");
    told.push_back(std::move(text));
  }
  return told;
}

Schema Base() {
  Schema schema;
  schema.At("r1").AddTable("a").AddColumn("a", "x");
  return schema;
}
// r2 makes a table with an index.
Schema WithB(Schema schema) {
  schema.At("r2").AddTable("b").AddColumn("b", "i").AddColumn("b", "t", kVarchar10);
  schema.AddIndex("b", "ix", "t");
  return schema;
}

TEST(ClassCells, AnEarlyTableIsAheadAndItsHandMadePartsAreNotPending) {
  const Schema claim = Base(), head = WithB(claim);
  EXPECT_THAT(Told(claim, head, head), ElementsAre("ahead unexpected public.b +3 (r2)"));
  Schema actual = head;
  actual.At("").SetType("b", "t", kVarchar99).AddColumn("b", "hand").AddIndex("b", "by", "i");
  EXPECT_THAT(
      Told(claim, head, actual),
      UnorderedElementsAre("ahead unexpected public.b +3 (r2)", "drift changed public.b.t (r2)",
                           "unmanaged unexpected public.b.hand", "unmanaged unexpected public.by"));
}

TEST(ClassCells, NothingIsPendingBeforeTheFirstRevisionEither) {
  const Schema none, head = WithB(Base());
  Schema actual = head;
  actual.At("").SetType("a", "x", kBigint).DropIndex("ix").AddTable("hand");
  EXPECT_THAT(
      Told(none, head, actual),
      UnorderedElementsAre("ahead unexpected public.a +1 (r1)", "ahead unexpected public.b +2 (r2)",
                           "drift changed public.a.x (r1)", "drift missing public.ix (r2)",
                           "unmanaged unexpected public.hand"));
  EXPECT_THAT(Told(none, head, none), UnorderedElementsAre("pending missing public.a +1 (r1)",
                                                           "pending missing public.b +3 (r2)"));
}

TEST(ClassCells, AnAttributeOfAnEarlyObjectIsPendingWhereALaterRevisionChangesIt) {
  const Schema claim = Base(), made = WithB(claim);
  Schema head = made;
  head.At("r3").SetType("b", "t", kText);
  AsMade as_made;
  const ObjectKey key = KeyFor<Column>("public", "b", "t");
  as_made.emplace(key, made.catalog.Find(key)->payload);
  EXPECT_THAT(
      Told(claim, head, made, as_made),
      UnorderedElementsAre("ahead unexpected public.b +3 (r2)", "pending changed public.b.t (r3)"));
  Schema actual = made;
  actual.SetType("b", "t", kVarchar99);
  EXPECT_THAT(
      Told(claim, head, actual, as_made),
      UnorderedElementsAre("ahead unexpected public.b +3 (r2)", "drift changed public.b.t (r3)"));
}

TEST(ClassCells, AttributesOfTheEarlyObjectItselfAreTold) {
  const Schema claim = Base(), head = WithB(claim);
  Schema actual = head;
  const ObjectId b = actual.catalog.IdOf(KeyFor<Table>("public", "b"));
  actual.catalog.Edit<Table>(b).row_security = true;
  EXPECT_THAT(Told(claim, head, actual), UnorderedElementsAre("ahead unexpected public.b +3 (r2)",
                                                              "drift changed public.b (r2)"));
}

TEST(ClassCells, APartOfAnEarlyTableIsMissingOrStillToCome) {
  const Schema claim = Base(), made = WithB(claim);
  Schema head = made;
  head.At("r3").AddColumn("b", "later");
  Schema actual = made;
  EXPECT_THAT(Told(claim, head, actual),
              UnorderedElementsAre("ahead unexpected public.b +3 (r2)",
                                   "pending missing public.b.later (r3)"));
  actual.DropIndex("ix").DropColumn("b", "t");
  EXPECT_THAT(
      Told(claim, head, actual),
      UnorderedElementsAre("ahead unexpected public.b +1 (r2)", "drift missing public.b.t +1 (r2)",
                           "pending missing public.b.later (r3)"));
}

TEST(ClassCells, AnIndexOfAnEarlyColumnIsAPartOfIt) {
  const Schema claim = Base();
  Schema head = claim;
  head.At("r2").AddColumn("a", "y").AddIndex("a", "iy", "y");
  Schema actual = claim;
  EXPECT_THAT(Told(claim, head, actual), ElementsAre("pending missing public.a.y +1 (r2)"));
  actual.AddColumn("a", "y");
  EXPECT_THAT(Told(claim, head, actual), UnorderedElementsAre("ahead unexpected public.a.y (r2)",
                                                              "drift missing public.iy (r2)"));
  actual.AddIndex("a", "iy", "y").AddIndex("a", "hand", "y");
  EXPECT_THAT(Told(claim, head, actual), UnorderedElementsAre("ahead unexpected public.a.y +1 (r2)",
                                                              "unmanaged unexpected public.hand"));
}

TEST(ClassCells, APartThatALaterRevisionDropsIsPending) {
  const Schema claim = Base(), made = WithB(claim);
  Schema head = made;
  head.At("r3").DropIndex("ix");
  EXPECT_THAT(Told(claim, head, made), UnorderedElementsAre("ahead unexpected public.b +2 (r2)",
                                                            "pending unexpected public.ix (r3)"));
  // Made and dropped by one revision: it does not come to be dropped again.
  Schema passing = made;
  passing.At("r2").DropIndex("ix");
  EXPECT_THAT(Told(claim, passing, made), UnorderedElementsAre("ahead unexpected public.b +2 (r2)",
                                                               "drift unexpected public.ix (r2)"));
}

TEST(ClassCells, WhatPendingRevisionsMakeAndDropIsAheadAndNotUnmanaged) {
  const Schema claim = Base(), made = WithB(claim);
  Schema head = made;
  head.At("r3").DropTable("b");
  EXPECT_THAT(Told(claim, head, made), ElementsAre("ahead unexpected public.b +3 (r2)"));
  Schema passing = made;
  passing.At("r2").DropTable("b");
  EXPECT_THAT(Told(claim, passing, made), ElementsAre("drift unexpected public.b +3 (r2)"));
}

TEST(ClassCells, WhatAnAppliedRevisionDroppedIsDrift) {
  Schema claim = WithB(Base());
  const Schema actual = claim;
  claim.At("r3").DropTable("b");
  EXPECT_THAT(Told(claim, claim, actual), ElementsAre("drift unexpected public.b +3 (r3)"));
}

TEST(ClassCells, APendingDropIsToldBesideWhatDriftedInIt) {
  const Schema claim = WithB(Base());
  Schema head = claim;
  head.At("r3").DropTable("b");
  Schema actual = claim;
  EXPECT_THAT(Told(claim, head, actual), ElementsAre("pending unexpected public.b +3 (r3)"));
  const ObjectId b = actual.catalog.IdOf(KeyFor<Table>("public", "b"));
  actual.catalog.Edit<Table>(b).row_security = true;
  EXPECT_THAT(
      Told(claim, head, actual),
      UnorderedElementsAre("drift changed public.b (r2)", "pending unexpected public.b +3 (r3)"));
}

TEST(ClassCells, APartThatIsGoneBeforeItsTableIsToBeDroppedIsDrift) {
  const Schema claim = WithB(Base());
  Schema head = claim;
  head.At("r3").DropTable("b");
  Schema actual = claim;
  actual.DropIndex("ix").DropColumn("b", "t");
  EXPECT_THAT(Told(claim, head, actual),
              UnorderedElementsAre("drift missing public.b.t +1 (r2)",
                                   "pending unexpected public.b +1 (r3)"));
  // A part that has a drop of its own is gone early.
  Schema apart = claim;
  apart.At("r3").DropIndex("ix");
  apart.At("r4").DropTable("b");
  Schema lacking = claim;
  lacking.DropIndex("ix");
  EXPECT_THAT(
      Told(claim, apart, lacking),
      UnorderedElementsAre("ahead missing public.ix (r2)", "pending unexpected public.b +2 (r4)"));
}

TEST(ClassCells, ARenameIsPendingOrAheadOrTheTableIsGone) {
  const Schema claim = Base();
  Schema head = claim;
  head.At("r2").RenameTable("a", "z");
  EXPECT_THAT(Told(claim, head, claim), UnorderedElementsAre("pending unexpected public.a +1 (r2)",
                                                             "pending missing public.z +1 (r1)"));
  EXPECT_THAT(Told(claim, head, head), UnorderedElementsAre("ahead missing public.a +1 (r1)",
                                                            "ahead unexpected public.z +1 (r1)"));
  EXPECT_THAT(Told(claim, head, Schema()), ElementsAre("drift missing public.a +1 (r1)"));
}

TEST(ClassCells, MissingAtBothIsDriftAndADropMadeEarlyIsAhead) {
  const Schema claim = WithB(Base());
  Schema head = claim;
  head.At("r3").DropTable("b");
  EXPECT_THAT(Told(claim, claim, Base()), ElementsAre("drift missing public.b +3 (r2)"));
  EXPECT_THAT(Told(claim, head, Base()), ElementsAre("ahead missing public.b +3 (r2)"));
  EXPECT_THAT(Told(claim, head, head), ElementsAre("ahead missing public.b +3 (r2)"));
}

TEST(ClassCells, AttributesOfWhatBothHave) {
  const Schema claim = Base();
  Schema head = claim;
  head.At("r2").SetType("a", "x", kBigint);
  EXPECT_THAT(Told(claim, head, claim), ElementsAre("pending changed public.a.x (r2)"));
  EXPECT_THAT(Told(claim, head, head), ElementsAre("ahead changed public.a.x (r1)"));
  Schema actual = claim;
  actual.SetType("a", "x", kText);
  EXPECT_THAT(Told(claim, head, actual), ElementsAre("drift changed public.a.x (r1)"));
  EXPECT_THAT(Told(claim, claim, claim), IsEmpty());
}

TEST(ClassCells, APartOfWhatIsMissingIsNotToldByItself) {
  const Schema claim = WithB(Base());
  Schema head = claim;
  head.At("r3").AddColumn("b", "later");
  EXPECT_THAT(Told(claim, head, Base()), ElementsAre("drift missing public.b +3 (r2)"));
}

// One attribute that is the same as at the claim but for its text, and another at the head.
TEST(ClassCells, ACosmeticDifferenceFromTheClaimHidesNoPendingChange) {
  const auto set_default = [](Schema& schema, std::string text) {
    const ObjectId id = schema.catalog.IdOf(KeyFor<Column>("public", "a", "x"));
    schema.catalog.Edit<Column>(id).default_value = Expression::Canonical(std::move(text));
  };
  DiffOptions options;
  options.context.equivalent_text = [](std::string_view one, std::string_view other) {
    return StrCat("(", one, ")") == other || StrCat("(", other, ")") == one;
  };
  Schema claim = Base(), head = claim, actual = claim;
  set_default(claim, "1"), set_default(actual, "(1)"), set_default(head, "2");
  const auto classes = [&] {
    std::vector<FindingClass> list;
    for (const Finding& f : Classify({claim.catalog, head.catalog, actual.catalog}, options)) {
      list.push_back(f.finding_class);
    }
    return list;
  };
  EXPECT_THAT(classes(), UnorderedElementsAre(FindingClass::kCosmetic, FindingClass::kPending));
  set_default(actual, "(2)");  // as the head but for its text
  EXPECT_THAT(classes(), ElementsAre(FindingClass::kAhead));
  set_default(head, "1");
  EXPECT_THAT(classes(), ElementsAre(FindingClass::kDrift));
  set_default(actual, "(1)");
  EXPECT_THAT(classes(), ElementsAre(FindingClass::kCosmetic));
}

}  // namespace
}  // namespace schemadiff
