// Statements of which it is not known whether they run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/strings.h"
#include "engine/replay/replay.h"

namespace schemadiff::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PerhapsTest : public ::testing::Test {
 protected:
  void Run(const std::string& sql) { replayer_.Execute(SourceText::FromFile("a.sql", sql), "r"); }
  void PerhapsRun(const std::string& sql) {
    replayer_.ExecutePerhaps(SourceText::FromFile("b.sql", sql), "r");
  }
  std::vector<std::string> Unknown() const {
    std::vector<std::string> keys;
    for (const auto& [key, reason] : catalog_.unknown()) {
      keys.push_back(key.kind == kNoKind ? StrCat("anything ", key.name) : key.ToString());
    }
    return keys;
  }
  std::vector<std::string> Errors() const {
    std::vector<std::string> errors;
    for (const Diagnostic& diagnostic : diagnostics_.list()) errors.push_back(diagnostic.message);
    return errors;
  }

  Catalog catalog_ = InitialCatalog(150000);
  Diagnostics diagnostics_;
  Replayer replayer_{catalog_, diagnostics_};
};

TEST_F(PerhapsTest, OnlyWhatItChangesIsUnknown) {
  Run("CREATE TABLE t (a int PRIMARY KEY);");
  PerhapsRun("ALTER TABLE t ADD COLUMN b int;");
  EXPECT_THAT(Unknown(), ElementsAre("column public.t.b"));
  EXPECT_THAT(catalog_.unknown().begin()->second, HasSubstr("b.sql:1"));
  // What comes later finds both the table and the column.
  Run("CREATE TABLE u (a int REFERENCES t); CREATE INDEX i ON t (b); CREATE VIEW v AS SELECT a "
      "FROM "
      "t;");
  EXPECT_THAT(Errors(), IsEmpty());
  EXPECT_EQ(catalog_.UnknownReason(KeyFor<Table>("public", "t")), nullptr);
  EXPECT_EQ(catalog_.UnknownReason(KeyFor<Table>("public", "u")), nullptr);
}

TEST_F(PerhapsTest, TheColumnsOfAStarAreUnknown) {
  Run("CREATE TABLE t (a int, c int);");
  PerhapsRun("ALTER TABLE t DROP COLUMN c;");
  Run("CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT x.* FROM t x;"
      "CREATE VIEW z AS SELECT a FROM t;");
  EXPECT_THAT(Errors(), ElementsAre(HasSubstr("column \"c\" is not certain to be there"),
                                    HasSubstr("column \"c\" is not certain to be there")));
}

TEST_F(PerhapsTest, WhatCannotRunDidNot) {
  Run("CREATE TABLE t (a int);");
  PerhapsRun("CREATE TABLE t (a int, b int);");
  PerhapsRun("ALTER TABLE t ADD COLUMN a text;");
  PerhapsRun("DROP INDEX i;");
  PerhapsRun("ALTER TABLE t DROP COLUMN b;");
  EXPECT_THAT(Unknown(), IsEmpty());
  EXPECT_THAT(Errors(), IsEmpty());
}

TEST_F(PerhapsTest, WhatFailsForOtherReasonsMayStandForAnotherBranch) {
  Run("CREATE TABLE t (a int);");
  PerhapsRun("ALTER TABLE t RENAME TO u;");
  PerhapsRun("ALTER TABLE t RENAME TO w;");
  EXPECT_NE(catalog_.UnknownReason(KeyFor<Table>("public", "t")), nullptr);
  EXPECT_NE(catalog_.UnknownReason(KeyFor<Table>("public", "u")), nullptr);
  EXPECT_NE(catalog_.UnknownReason(KeyFor<Table>("public", "w")), nullptr);
}

TEST_F(PerhapsTest, WhatIsTakenOverIsAsUncertain) {
  Run("CREATE TABLE t (a int, b int); CREATE TABLE other (a int);");
  PerhapsRun("ALTER TABLE t ADD COLUMN c int;");
  Run("CREATE TABLE l (LIKE t); CREATE TABLE h () INHERITS (t); CREATE INDEX ON t (a);"
      "ALTER TABLE t ADD CHECK (b > 0); CREATE TABLE o (LIKE other);"
      "CREATE INDEX named ON t (b);");
  for (const char* name : {"l", "h"}) {
    EXPECT_NE(catalog_.UnknownReason(KeyFor<Column>("public", name, "c")), nullptr) << name;
  }
  EXPECT_NE(catalog_.UnknownReason(KeyFor<Index>("public", "t_a_idx")), nullptr);
  EXPECT_NE(catalog_.UnknownReason(KeyFor<Constraint>("public", "t", "t_b_check")), nullptr);
  EXPECT_EQ(catalog_.UnknownReason(KeyFor<Table>("public", "o")), nullptr);
  EXPECT_EQ(catalog_.UnknownReason(KeyFor<Index>("public", "named")), nullptr);
}

TEST_F(PerhapsTest, OfSeveralActionsTheOthersMayHaveRun) {
  Run("CREATE TABLE t (a int);");
  PerhapsRun("ALTER TABLE t ADD COLUMN a int, ADD COLUMN b int;");
  EXPECT_NE(catalog_.UnknownReason(KeyFor<Table>("public", "t")), nullptr);
}

}  // namespace
}  // namespace schemadiff::testing
