#include "parsers/sql/equivalence.h"

#include <gtest/gtest.h>

namespace schemadiff {
namespace {

TEST(EquivalentModuloNoOps, IgnoresStringCastsParenthesesAndSpace) {
  EXPECT_TRUE(EquivalentModuloNoOps("((status)::text = 'a'::text)", "status = 'a'"));
  EXPECT_TRUE(EquivalentModuloNoOps("x = ANY ((ARRAY['a'::character varying])::text[])",
                                    "x = ANY (ARRAY['a'::text])"));
  EXPECT_TRUE(EquivalentModuloNoOps("SELECT t.a, x FROM t WHERE t.a > 1 ORDER BY t.x;",
                                    "SELECT a, x FROM t WHERE a > 1 ORDER BY x"));
  EXPECT_TRUE(EquivalentModuloNoOps(" SELECT a\n   FROM t;", "SELECT a FROM t"));
}

TEST(EquivalentModuloNoOps, KeepsWhatChangesMeaning) {
  EXPECT_FALSE(EquivalentModuloNoOps("(a + b) * c", "a + b * c"));
  EXPECT_FALSE(EquivalentModuloNoOps("a::integer", "a"));
  EXPECT_FALSE(EquivalentModuloNoOps("a::varchar(3)", "a"));
  EXPECT_FALSE(EquivalentModuloNoOps("a = 'x'", "a = 'y'"));
  EXPECT_FALSE(EquivalentModuloNoOps("a = 'x'", "a <> 'x'"));
  EXPECT_FALSE(EquivalentModuloNoOps("f(a, b)", "f(b, a)"));
  EXPECT_FALSE(EquivalentModuloNoOps("a = '1'", "a = 1"));
  EXPECT_FALSE(EquivalentModuloNoOps("SELECT a FROM t", "SELECT a FROM u"));
  EXPECT_FALSE(EquivalentModuloNoOps("SELECT t.a FROM t, u", "SELECT u.a FROM t, u"));
  EXPECT_FALSE(EquivalentModuloNoOps("SELECT t.a FROM t", "SELECT b FROM t"));
  EXPECT_FALSE(EquivalentModuloNoOps("SELECT t.* FROM t", "SELECT a FROM t"));
}

TEST(EquivalentModuloNoOps, IsFalseForWhatDoesNotParse) {
  EXPECT_FALSE(EquivalentModuloNoOps("RANGE (a)", "LIST (a"));
  EXPECT_FALSE(EquivalentModuloNoOps("a +", "a +"));
}

}  // namespace
}  // namespace schemadiff
