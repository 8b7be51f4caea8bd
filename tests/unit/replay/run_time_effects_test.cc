#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "engine/base/strings.h"
#include "engine/catalog/object.h"
#include "tests/unit/replay/replayed.h"

namespace schemadiff::testing {
namespace {

using ::testing::HasSubstr;

// Code whose condition depends on a role that no statement made.
std::string OnCondition(std::string_view statements) {
  return StrCat("DO $do$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pg_monitor') THEN ",
                statements, " END IF; END $do$;");
}

TEST(RunTimeEffectsTest, GrantsOnAConditionLeaveWhatTheyAreOnComparable) {
  const Replayed replayed(StrCat("CREATE TABLE t (a int); CREATE TABLE u (a int);",
                                 OnCondition("GRANT SELECT ON t TO pg_monitor;")));
  EXPECT_THAT(replayed.Errors(), HasSubstr("what a DO block does is not known"));
  const ObjectKey table = KeyFor<Table>("public", "t");
  EXPECT_NE(replayed.catalog.UnknownReason(GrantKey(table, "pg_monitor")), nullptr);
  EXPECT_EQ(replayed.catalog.UnknownReason(GrantKey(table, "pg_read_all_data")), nullptr);
  EXPECT_EQ(replayed.catalog.UnknownReason(table), nullptr);
  EXPECT_EQ(replayed.catalog.UnknownReason(GrantKey(KeyFor<Table>("public", "u"), "pg_monitor")),
            nullptr);
}

TEST(RunTimeEffectsTest, WhatMayCascadeIsUnknown) {
  const Replayed replayed(
      StrCat("CREATE TABLE t (a serial); CREATE VIEW v AS SELECT a FROM t;"
             "CREATE MATERIALIZED VIEW over_v AS SELECT a FROM v; CREATE TABLE u (a int);",
             OnCondition("DROP TABLE t CASCADE;")));
  EXPECT_NE(replayed.catalog.UnknownReason(KeyFor<View>("public", "v")), nullptr);
  EXPECT_NE(replayed.catalog.UnknownReason(KeyFor<MaterializedView>("public", "over_v")), nullptr);
  EXPECT_EQ(replayed.catalog.UnknownReason(KeyFor<Table>("public", "u")), nullptr);
}

TEST(RunTimeEffectsTest, NamesInQuotesAreReadAsTheServerReadsThem) {
  const Replayed replayed(OnCondition(
      R"(CREATE SCHEMA U&"s\00e4"; CREATE TYPE public."a ""quoted"" name" AS ENUM ('a');)"));
  EXPECT_NE(replayed.catalog.UnknownReason(KeyFor<Schema>("s\u00e4")), nullptr);
  EXPECT_NE(replayed.catalog.UnknownReason(KeyFor<EnumType>("public", "a \"quoted\" name")),
            nullptr);
}

}  // namespace
}  // namespace schemadiff::testing
