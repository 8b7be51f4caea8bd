#include "engine/pg/type_name.h"

#include <gtest/gtest.h>

#include "engine/base/pg_error.h"
#include "engine/pg/typmod.h"

namespace schemadiff {
namespace {

TypeRef Builtin(std::string name, std::string modifiers = "", bool array = false) {
  return {"pg_catalog", std::move(name), std::move(modifiers), array};
}

TEST(FormatType, UsesTheWordsOfTheGrammar) {
  EXPECT_EQ(FormatType(Builtin("varchar", "20", true), 15), "character varying(20)[]");
  EXPECT_EQ(FormatType(Builtin("timestamptz", "3"), 15), "timestamp(3) with time zone");
  EXPECT_EQ(FormatType(Builtin("time"), 15), "time without time zone");
  EXPECT_EQ(FormatType(Builtin("numeric", "10,2"), 15), "numeric(10,2)");
  EXPECT_EQ(FormatType(Builtin("interval", "day to second(3)"), 15), "interval day to second(3)");
  EXPECT_EQ(FormatType(Builtin("interval", "3"), 15), "interval(3)");
  EXPECT_EQ(FormatType(Builtin("char"), 15), "\"char\"");
}

TEST(FormatType, KeepsTheImpliedLengthApart) {
  EXPECT_EQ(FormatType(Builtin("bpchar", "1"), 15), "character(1)");
  EXPECT_EQ(FormatType(Builtin("bpchar"), 15), "bpchar");
  EXPECT_EQ(FormatTypeWithoutModifiers(Builtin("bpchar", "1"), 15), "character");
  EXPECT_EQ(FormatType(Builtin("bit"), 15), "\"bit\"");
  EXPECT_EQ(FormatTypeWithoutModifiers(Builtin("bit"), 15), "bit");
}

TEST(FormatType, QualifiesUserTypes) {
  EXPECT_EQ(FormatType({"public", "Mood", "", true}, 15), "public.\"Mood\"[]");
  EXPECT_EQ(FormatType({"gis", "geometry", "Point,4326", false}, 15), "gis.geometry(Point,4326)");
  EXPECT_EQ(FormatType({"public", "json", "", false}, 17), "public.\"json\"");
  EXPECT_EQ(FormatType(Builtin("json"), 17), "json");
}

TEST(ParseFormattedType, IsTheInverse) {
  for (const std::string text : {"integer",
                                 "character varying(20)[]",
                                 "character varying",
                                 "character(1)",
                                 "bpchar",
                                 "\"char\"",
                                 "\"bit\"",
                                 "bit varying(5)",
                                 "bit(3)[]",
                                 "timestamp(3) with time zone",
                                 "timestamp without time zone[]",
                                 "time with time zone",
                                 "interval",
                                 "interval(2)",
                                 "interval year to month",
                                 "interval day to second(3)[]",
                                 "double precision",
                                 "public.\"Mood\"[]",
                                 "\"Sch\"\"ema\".\"a.b\"",
                                 "gis.geometry(Point,4326)",
                                 "oidvector[]",
                                 "name",
                                 "json",
                                 "numeric(10,-2)",
                                 "intervals",
                                 "public.bits"}) {
    const std::optional<TypeRef> type = ParseFormattedType(text);
    ASSERT_TRUE(type) << text;
    EXPECT_EQ(FormatType(*type, 18), text == "intervals" ? "intervals" : text);
  }
  EXPECT_EQ(ParseFormattedType("timestamp(3) with time zone"), Builtin("timestamptz", "3"));
  EXPECT_FALSE(ParseFormattedType("not a type"));
  EXPECT_FALSE(ParseFormattedType(""));
}

TEST(Typmod, RoundTrips) {
  const std::pair<const char*, const char*> cases[] = {{"varchar", "20"},
                                                       {"bpchar", "1"},
                                                       {"numeric", "10,2"},
                                                       {"numeric", "3,-5"},
                                                       {"bit", "8"},
                                                       {"timestamptz", "0"},
                                                       {"interval", "3"},
                                                       {"interval", "day"},
                                                       {"interval", "day to second(3)"},
                                                       {"interval", "minute to second(6)"}};
  for (const auto& [type, modifiers] : cases) {
    EXPECT_EQ(ModifiersFromTypmod(type, TypmodFromModifiers(type, modifiers)), modifiers);
  }
  EXPECT_EQ(TypmodFromModifiers("varchar", "20"), 24);
  EXPECT_EQ(TypmodFromModifiers("text", ""), -1);
  EXPECT_EQ(ModifiersFromTypmod("varchar", -1), "");
}

std::string ErrorOf(std::string_view type, const std::vector<std::string>& input, int major = 15) {
  try {
    TypmodFromInput(type, input, major);
  } catch (const PgError& error) {
    return error.sqlstate() + " " + error.what();
  }
  return "accepted";
}

TEST(Typmod, ChecksInputAsTheServerDoes) {
  EXPECT_EQ(TypmodFromInput("varchar", {"20"}, 15), 24);
  EXPECT_EQ(TypmodFromInput("timestamp", {"9"}, 15), 6);
  EXPECT_EQ(TypmodFromInput("interval", {"32767"}, 15), -1);
  EXPECT_EQ(ErrorOf("varchar", {"0"}), "22023 length for type varchar must be at least 1");
  EXPECT_EQ(ErrorOf("bpchar", {"10485761"}), "22023 length for type char cannot exceed 10485760");
  EXPECT_EQ(ErrorOf("numeric", {"1001"}),
            "22023 NUMERIC precision 1001 must be between 1 and 1000");
  EXPECT_EQ(ErrorOf("numeric", {"3", "5"}, 14),
            "22023 NUMERIC scale 5 must be between 0 and precision 3");
  EXPECT_EQ(ErrorOf("numeric", {"3", "5"}, 15), "accepted");
  EXPECT_EQ(ErrorOf("varchar", {"x"}), "22P02 invalid input syntax for type integer: \"x\"");
  EXPECT_EQ(ErrorOf("varchar", {"99999999999"}),
            "22003 value \"99999999999\" is out of range for type integer");
}

}  // namespace
}  // namespace schemadiff
