#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/replay/replayed.h"

namespace schemadiff::testing {
namespace {

TEST(EnumTest, ValuesHaveAnOrder) {
  const Replayed replayed(R"(
CREATE TYPE mood AS ENUM ('sad', 'happy');
ALTER TYPE mood ADD VALUE 'ok' BEFORE 'happy';
ALTER TYPE mood ADD VALUE 'worst' BEFORE 'sad';
ALTER TYPE mood ADD VALUE 'best';
ALTER TYPE mood ADD VALUE 'fine' AFTER 'ok';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok' AFTER 'best';
ALTER TYPE mood RENAME VALUE 'best' TO 'top';
)");
  EXPECT_EQ(replayed.Errors(), "");
  EXPECT_EQ(replayed.Objects(), "enum public.mood: labels=worst, sad, ok, fine, happy, top\n");
}

TEST(EnumTest, Rejections) {
  const Replayed replayed(R"(
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TYPE mood AS ENUM ();
CREATE TYPE twice AS ENUM ('a', 'a');
ALTER TYPE mood ADD VALUE 'a';
ALTER TYPE mood ADD VALUE 'c' AFTER 'nope';
ALTER TYPE mood RENAME VALUE 'nope' TO 'x';
ALTER TYPE mood RENAME VALUE 'a' TO 'b';
ALTER TYPE nope ADD VALUE 'a';
CREATE TABLE t (a int);
CREATE TYPE t AS ENUM ('a');
CREATE DOMAIN d AS int;
ALTER TYPE d ADD VALUE 'a';
CREATE TYPE nowhere.e AS ENUM ('a');
)");
  EXPECT_EQ(replayed.Errors(),
            "3: 42710 type \"mood\" already exists\n"
            "4: 23505 duplicate key value violates unique constraint "
            "\"pg_enum_typid_label_index\"\n"
            "5: 42710 enum label \"a\" already exists\n"
            "6: 22023 \"nope\" is not an existing enum label\n"
            "7: 22023 \"nope\" is not an existing enum label\n"
            "8: 42710 enum label \"b\" already exists\n"
            "9: 42704 type \"nope\" does not exist\n"
            "11: 42710 type \"t\" already exists\n"
            "13: 42809 d is not an enum\n"
            "14: 3F000 schema \"nowhere\" does not exist\n");
}

TEST(DomainTest, AttributesAndConstraints) {
  const Replayed replayed(R"(
CREATE DOMAIN positive AS numeric(10,2) DEFAULT 1 NOT NULL CHECK (VALUE > 0) CHECK (VALUE < 9);
CREATE DOMAIN code AS text COLLATE "C" CONSTRAINT short CHECK (length(VALUE) < 10);
CREATE DOMAIN over AS positive;
ALTER DOMAIN code SET DEFAULT 'x';
ALTER DOMAIN code ADD CHECK (VALUE <> '') NOT VALID;
ALTER DOMAIN code SET NOT NULL;
ALTER DOMAIN positive DROP NOT NULL;
ALTER DOMAIN positive DROP DEFAULT;
ALTER DOMAIN positive DROP CONSTRAINT positive_check1;
ALTER DOMAIN code RENAME CONSTRAINT short TO brief;
ALTER DOMAIN code VALIDATE CONSTRAINT code_check;
)");
  EXPECT_EQ(replayed.Errors(), "");
  EXPECT_EQ(replayed.Objects(),
            "domain public.code: base_type=text, not_null=true, default='x'::text, "
            "collation=pg_catalog.\"C\"\n"
            "domain public.over: base_type=public.positive, default=1\n"
            "domain public.positive: base_type=numeric(10,2)\n"
            "constraint public.code.brief: check=(length(VALUE) < 10)\n"
            "constraint public.code.code_check: check=(VALUE <> ''::text)\n"
            "constraint public.positive.positive_check: check=(VALUE > (0)::numeric)\n");
}

TEST(DomainTest, NotNullIsAConstraintOf18) {
  const Replayed replayed(R"(
CREATE DOMAIN a AS int NOT NULL;
CREATE DOMAIN b AS int CONSTRAINT there NOT NULL;
CREATE DOMAIN c AS int CONSTRAINT c_not_null CHECK (VALUE > 0) NOT NULL;
CREATE DOMAIN d AS int;
ALTER DOMAIN d SET NOT NULL;
ALTER DOMAIN b DROP CONSTRAINT there;
ALTER DOMAIN c DROP NOT NULL;
)",
                          180000);
  EXPECT_EQ(replayed.Errors(), "");
  EXPECT_EQ(replayed.Names("constraint "),
            "public.a.a_not_null\n"
            "public.c.c_not_null\n"
            "public.d.d_not_null\n");
  EXPECT_EQ(replayed.Object("domain public.b"), "base_type=integer");
}

TEST(DomainTest, Rejections) {
  const Replayed replayed(R"(
CREATE DOMAIN a AS int CONSTRAINT c CHECK (VALUE > 0) CONSTRAINT c CHECK (VALUE > 1);
CREATE DOMAIN a AS int NULL NOT NULL;
CREATE DOMAIN a AS int DEFAULT 1 DEFAULT 2;
CREATE DOMAIN a AS int UNIQUE;
CREATE DOMAIN a AS int COLLATE "C";
CREATE DOMAIN a AS anyelement;
CREATE DOMAIN a AS nope;
CREATE TABLE t (x int);
ALTER DOMAIN t SET NOT NULL;
CREATE DOMAIN a AS int;
ALTER DOMAIN a DROP CONSTRAINT nope;
ALTER DOMAIN a DROP CONSTRAINT IF EXISTS nope;
ALTER DOMAIN a VALIDATE CONSTRAINT nope;
ALTER DOMAIN a RENAME CONSTRAINT nope TO x;
CREATE TABLE u (x a[]);
ALTER DOMAIN a SET NOT NULL;
DROP DOMAIN a;
DROP DOMAIN t;
)");
  EXPECT_EQ(replayed.Errors(),
            "2: 42710 constraint \"c\" for domain \"a\" already exists\n"
            "3: 42601 conflicting NULL/NOT NULL constraints\n"
            "4: 42601 multiple default expressions\n"
            "5: 42601 unique constraints not possible for domains\n"
            "6: 42804 collations are not supported by type integer\n"
            "7: 42804 \"anyelement\" is not a valid base type for a domain\n"
            "8: 42704 type \"nope\" does not exist\n"
            "10: 42809 t is not a domain\n"
            "12: 42704 constraint \"nope\" of domain \"a\" does not exist\n"
            "14: 42704 constraint \"nope\" of domain \"a\" does not exist\n"
            "15: 42704 constraint \"nope\" for domain a does not exist\n"
            "17: 0A000 cannot alter type \"a\" because column \"u.x\" uses it\n"
            "18: 2BP01 cannot drop type a because other objects depend on it: column x of table u "
            "depends on type a\n"
            "19: 42809 \"t\" is not a domain\n");
}

TEST(CompositeTypeTest, AttributesComeAndGo) {
  const Replayed replayed(R"(
CREATE TYPE c AS (a int, b text COLLATE "C");
CREATE TABLE typed OF c;
ALTER TYPE c ADD ATTRIBUTE d int, DROP ATTRIBUTE b, ALTER ATTRIBUTE a TYPE bigint;
ALTER TYPE c ADD ATTRIBUTE d int CASCADE, DROP ATTRIBUTE b CASCADE;
ALTER TYPE c RENAME ATTRIBUTE d TO e;
ALTER TYPE c RENAME ATTRIBUTE d TO e CASCADE;
CREATE TABLE stored (x c);
ALTER TYPE c ALTER ATTRIBUTE a TYPE bigint CASCADE;
ALTER TYPE c ADD ATTRIBUTE e int CASCADE;
ALTER TYPE c DROP ATTRIBUTE nope CASCADE;
ALTER TYPE c DROP ATTRIBUTE IF EXISTS nope CASCADE;
ALTER TABLE c ADD COLUMN z int;
ALTER TYPE stored ADD ATTRIBUTE z int;
CREATE TYPE self AS (a self);
CREATE TYPE twice AS (a int, a text);
CREATE TYPE stored AS (a int);
CREATE SEQUENCE s;
CREATE TYPE s AS (a int);
DROP TYPE c;
)");
  EXPECT_EQ(replayed.Errors(),
            "4: 2BP01 cannot alter type \"c\" because it is the type of a typed table\n"
            "6: 2BP01 cannot alter type \"c\" because it is the type of a typed table\n"
            "9: 0A000 cannot alter type \"c\" because column \"stored.x\" uses it\n"
            "10: 42701 column \"e\" of relation \"c\" already exists\n"
            "11: 42703 column \"nope\" of relation \"c\" does not exist\n"
            "13: 42809 \"c\" is a composite type\n"
            "14: 42809 \"stored\" is not a composite type\n"
            "15: 42704 type \"self\" does not exist\n"
            "16: 42701 column \"a\" specified more than once\n"
            "17: 42710 type \"stored\" already exists\n"
            "19: 42P07 relation \"s\" already exists\n"
            "20: 2BP01 cannot drop type c because other objects depend on it: table typed depends "
            "on type c; column x of table stored depends on type c\n");
  EXPECT_EQ(replayed.Names("column public.c."), "a\ne\n");
  EXPECT_EQ(replayed.Object("column public.c.e"), "type=integer, position=2");
  EXPECT_EQ(replayed.Object("column public.typed.e"), "type=integer, position=2");
}

TEST(RangeTest, BringsItsMultirange) {
  const Replayed replayed(R"(
CREATE TYPE price AS RANGE (subtype = numeric);
CREATE TYPE floatrange AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TYPE words AS RANGE (subtype = text, collation = "C", subtype_opclass = text_pattern_ops,
                            multirange_type_name = many_words);
CREATE TABLE t (a price_multirange, b many_words[], c floatmultirange);
CREATE TYPE many_words AS ENUM ();
CREATE TYPE r AS RANGE (subtype = json);
CREATE TYPE r AS RANGE (subtype = int4, collation = "C");
CREATE TYPE r AS RANGE (collation = "C");
CREATE TYPE r AS RANGE (subtype = int4, nope = 1);
CREATE TYPE r AS RANGE (subtype = int4, subtype_diff = float8mi);
DROP TYPE price;
)");
  EXPECT_EQ(replayed.Errors(),
            "7: 42710 type \"many_words\" already exists\n"
            "8: 42704 data type json has no default operator class for access method \"btree\"\n"
            "9: 42809 range collation specified but subtype does not support collation\n"
            "10: 42601 type attribute \"subtype\" is required\n"
            "11: 42601 type attribute \"nope\" not recognized\n"
            "12: 42883 function float8mi(integer, integer) does not exist\n"
            "13: 2BP01 cannot drop type price because other objects depend on it: column a of "
            "table t depends on type price\n");
  EXPECT_EQ(replayed.Object("range type public.floatrange"),
            "subtype=double precision, subtype_diff=pg_catalog.float8mi, "
            "multirange=public.floatmultirange");
  EXPECT_EQ(replayed.Object("range type public.words"),
            "subtype=text, subtype_opclass=pg_catalog.text_pattern_ops, "
            "collation=pg_catalog.\"C\", multirange=public.many_words");
  EXPECT_EQ(replayed.Object("column public.t.b"), "type=public.many_words[], position=2");
}

TEST(TypeTest, ReferencesFollowARename) {
  const Replayed replayed(R"(
CREATE SCHEMA s;
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN d AS mood CHECK (VALUE IS NOT NULL);
CREATE TABLE t (a mood, b mood[], c d);
CREATE FUNCTION f(mood, d) RETURNS SETOF mood LANGUAGE sql AS 'SELECT 1';
COMMENT ON FUNCTION f(mood, d) IS 'x';
COMMENT ON TYPE mood IS 'y';
COMMENT ON CONSTRAINT d_check ON DOMAIN d IS 'z';
ALTER TYPE mood RENAME TO feeling;
ALTER TYPE feeling SET SCHEMA s;
ALTER DOMAIN d RENAME TO e;
ALTER DOMAIN e SET SCHEMA s;
)");
  EXPECT_EQ(replayed.Errors(), "");
  EXPECT_EQ(replayed.Objects(),
            "schema s: \n"
            "enum s.feeling: labels=a\n"
            "domain s.e: base_type=s.feeling\n"
            "table public.t: \n"
            "column public.t.a: type=s.feeling, position=1\n"
            "column public.t.b: type=s.feeling[], position=2\n"
            "column public.t.c: type=s.e, position=3\n"
            "constraint s.e.d_check: check=(VALUE IS NOT NULL)\n"
            "function public.f(s.feeling, s.e): arguments=s.feeling, s.e, returns=s.feeling, "
            "returns_set=true, language=sql, body=SELECT 1, rows=1000\n"
            "comment on enum s.feeling: text=y\n"
            "comment on constraint s.e.d_check: text=z\n"
            "comment on function public.f(s.feeling, s.e): text=x\n");
}

}  // namespace
}  // namespace schemadiff::testing
