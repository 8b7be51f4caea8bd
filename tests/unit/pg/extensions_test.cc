#include "engine/pg/extensions.h"

#include <gtest/gtest.h>

#include "engine/pg/postgis_modifiers.h"

namespace schemadiff {
namespace {

TEST(ExtensionsTest, KnowsWhereTheyGo) {
  const Extensions& extensions = Extensions::ForMajor(15);
  const ExtensionFacts* citext = extensions.Find("citext");
  ASSERT_NE(citext, nullptr);
  EXPECT_EQ(citext->schema, "");
  EXPECT_TRUE(citext->relocatable);
  EXPECT_TRUE(citext->complete);
  EXPECT_EQ(citext->comment, "data type for case-insensitive character strings");
  const ExtensionFacts* plpgsql = extensions.Find("plpgsql");
  ASSERT_NE(plpgsql, nullptr);
  EXPECT_EQ(plpgsql->schema, "pg_catalog");
  const ExtensionFacts* earth = extensions.Find("earthdistance");
  ASSERT_NE(earth, nullptr);
  EXPECT_EQ(earth->requires_extensions, "cube");
  EXPECT_EQ(extensions.Find("no_such_extension"), nullptr);
}

TEST(ExtensionsTest, KnowsTheirMembers) {
  const Extensions& extensions = Extensions::ForMajor(15);
  ASSERT_EQ(extensions.Members("citext", "type", "citext").size(), 1U);
  EXPECT_EQ(extensions.Members("citext", "type", "citext")[0].detail, "bS--c");
  EXPECT_TRUE(extensions.Members("citext", "type", "hstore").empty());
  const auto functions = extensions.Members("moddatetime", "function", "moddatetime");
  ASSERT_EQ(functions.size(), 1U);
  EXPECT_EQ(functions[0].result, "trigger");
  const auto opclass = extensions.Members("pg_trgm", "operator class", "gin_trgm_ops");
  ASSERT_EQ(opclass.size(), 1U);
  EXPECT_EQ(opclass[0].arguments, "gin");
  EXPECT_EQ(extensions.Members("uuid-ossp", "function", "uuid_generate_v4").size(), 1U);
  EXPECT_TRUE(extensions.Members("no_such_extension").empty());
}

// A row as of the major in which it came or went.
TEST(ExtensionsTest, DependsOnTheMajor) {
  EXPECT_NE(Extensions::ForMajor(16).Find("adminpack"), nullptr);
  EXPECT_EQ(Extensions::ForMajor(17).Find("adminpack"), nullptr);
  // Debian packages PL/Tcl apart from the server, which must not make it unknown.
  EXPECT_NE(Extensions::ForMajor(15).Find("pltcl"), nullptr);
  EXPECT_EQ(&Extensions::ForMajor(99), &Extensions::ForMajor(18));
}

TEST(ExtensionsTest, TakesWhatAServerSaysOfOthers) {
  KnownExtension vector;
  vector.facts.name = "vector";
  vector.facts.version = "0.8.0";
  vector.facts.complete = true;
  vector.members = {{"type", "vector", "", "", "bU-m-"},
                    {"function", "l2", "vector, vector", "double precision", "f-ti"},
                    {"function", "l2", "halfvec", "double precision", "f-ti"}};
  const auto extensions = Extensions::With(15, {vector});
  ASSERT_NE(extensions->Find("vector"), nullptr);
  EXPECT_EQ(extensions->Find("vector")->version, "0.8.0");
  EXPECT_TRUE(extensions->Find("vector")->complete);
  EXPECT_EQ(extensions->Members("vector", "function", "l2").size(), 2U);
  EXPECT_EQ(extensions->Members("vector", "function").size(), 2U);
  // What was stated of it by hand is gone; what is built in of others is there.
  EXPECT_TRUE(extensions->Members("vector", "access method", "hnsw").empty());
  EXPECT_EQ(extensions->Members("citext", "type", "citext").size(), 1U);
  ASSERT_EQ(extensions->Added().size(), 1U);
  EXPECT_EQ(extensions->Added()[0]->facts.name, "vector");
  EXPECT_TRUE(Extensions::ForMajor(15).Added().empty());
}

TEST(ExtensionsTest, ReadsLists) {
  EXPECT_TRUE(SplitMemberList("").empty());
  EXPECT_EQ(SplitMemberList(", integer"), (std::vector<std::string_view>{"", "integer"}));
  const auto entries = SplitMemberList(R"(a numeric(5,2), "b, ""c""" made."x, y"[], d integer)");
  ASSERT_EQ(entries.size(), 3U);
  std::string_view entry = entries[1];
  EXPECT_EQ(TakeMemberName(&entry), "b, \"c\"");
  EXPECT_EQ(entry, "made.\"x, y\"[]");
  entry = "\"\" text";
  EXPECT_EQ(TakeMemberName(&entry), "");
  EXPECT_EQ(entry, "text");
  entry = "alone";
  EXPECT_EQ(TakeMemberName(&entry), "alone");
  EXPECT_EQ(entry, "");
}

// Each pair is from a server with PostGIS 3.3.
TEST(ExtensionsTest, KnowsPostgisModifiers) {
  const auto printed = [](std::string_view type, const std::vector<std::string>& input) {
    return PostgisModifiers(type, input).value_or("?");
  };
  EXPECT_EQ(printed("geometry", {"point", "4326"}), "Point,4326");
  EXPECT_EQ(printed("geometry", {"MULTIPOLYGON"}), "MultiPolygon");
  EXPECT_EQ(printed("geometry", {"point", "0"}), "Point");
  EXPECT_EQ(printed("geometry", {"PointZ", "3857"}), "PointZ,3857");
  EXPECT_EQ(printed("geometry", {"POINTZM"}), "PointZM");
  EXPECT_EQ(printed("geometry", {"POINT ZM"}), "?");
  EXPECT_EQ(printed("geometry", {"geometry"}), "");
  EXPECT_EQ(printed("geometry", {"geometryz"}), "GeometryZ");
  EXPECT_EQ(printed("geometry", {"geometry", "4326"}), "Geometry,4326");
  EXPECT_EQ(printed("geometry", {"geometrycollectionm"}), "GeometryCollectionM");
  EXPECT_EQ(printed("geography", {"point"}), "Point,4326");
  EXPECT_EQ(printed("geography", {"geometry"}), "Geometry,4326");
  EXPECT_EQ(printed("geography", {"linestring", "4267"}), "LineString,4267");
  EXPECT_EQ(printed("geometry", {"blob"}), "?");
  EXPECT_EQ(printed("geometry", {"point", "x"}), "?");
  EXPECT_EQ(printed("vector", {"3"}), "?");
}

TEST(ExtensionsTest, StatesOthersIncompletely) {
  const Extensions& extensions = Extensions::ForMajor(15);
  const ExtensionFacts* postgis = extensions.Find("postgis");
  ASSERT_NE(postgis, nullptr);
  EXPECT_FALSE(postgis->complete);
  EXPECT_FALSE(postgis->relocatable);
  EXPECT_EQ(extensions.Members("postgis", "type", "geometry").size(), 1U);
  EXPECT_EQ(extensions.Members("vector", "type", "vector")[0].detail[3], 'm');
}

}  // namespace
}  // namespace schemadiff
