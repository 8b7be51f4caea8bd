#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/replay/replayed.h"

namespace schemadiff::testing {
namespace {

TEST(DropTest, RestrictNamesWhatDepends) {
  const Replayed replayed(R"(
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (a int REFERENCES p);
DROP TABLE p;
DROP TABLE p, c;
)");
  EXPECT_EQ(replayed.Errors(),
            "4: 2BP01 cannot drop table p because other objects depend on it: constraint c_a_fkey "
            "on table c depends on table p\n");
  EXPECT_EQ(replayed.Objects(), "");
}

TEST(DropTest, CascadeTakesForeignKeysOnly) {
  const Replayed replayed(R"(
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (a int REFERENCES p);
DROP TABLE p CASCADE;
)");
  EXPECT_EQ(replayed.Errors(), "");
  EXPECT_EQ(replayed.Objects(),
            "table public.c: \n"
            "column public.c.a: type=integer, position=1\n");
}

TEST(DropTest, AColumnTakesWhatIsOnItAlone) {
  const Replayed replayed(R"(
CREATE TABLE t (id serial, a int, b int CHECK (b > a), c int UNIQUE);
CREATE INDEX i ON t (a, c);
ALTER TABLE t DROP COLUMN a;
ALTER TABLE t DROP COLUMN id;
)");
  EXPECT_EQ(replayed.Errors(), "");
  EXPECT_EQ(replayed.Objects(),
            "table public.t: \n"
            "column public.t.b: type=integer, position=1\n"
            "column public.t.c: type=integer, position=2\n"
            "constraint public.t.t_c_key: type=unique, columns=c\n");
}

TEST(DropTest, SequencesOfColumns) {
  const Replayed replayed(R"(
CREATE TABLE t (id serial, i int GENERATED ALWAYS AS IDENTITY);
DROP SEQUENCE t_id_seq;
DROP SEQUENCE t_i_seq;
DROP SEQUENCE t_id_seq CASCADE;
)");
  EXPECT_EQ(replayed.Errors(),
            "3: 2BP01 cannot drop sequence t_id_seq because other objects depend on it: default "
            "value for column id of table t depends on sequence t_id_seq\n"
            "4: 2BP01 cannot drop sequence t_i_seq because column i of table t requires it\n");
  EXPECT_EQ(replayed.Object("column public.t.id"), "type=integer, position=1, not_null=true");
}

TEST(DropTest, IndexesOfConstraints) {
  const Replayed replayed(R"(
CREATE TABLE t (a int PRIMARY KEY);
DROP INDEX t_pkey;
DROP INDEX IF EXISTS nosuch;
DROP INDEX nosuch;
DROP TABLE t_pkey;
ALTER TABLE t DROP CONSTRAINT t_pkey;
ALTER TABLE t DROP CONSTRAINT t_pkey;
)");
  EXPECT_EQ(replayed.Errors(),
            "3: 2BP01 cannot drop index t_pkey because constraint t_pkey on table t requires it\n"
            "5: 42704 index \"nosuch\" does not exist\n"
            "6: 42809 \"t_pkey\" is not a table\n"
            "8: 42704 constraint \"t_pkey\" of relation \"t\" does not exist\n");
  EXPECT_EQ(replayed.Object("column public.t.a"), "type=integer, position=1, not_null=true");
}

TEST(DropTest, PartitionsGoWithTheirTableButChildrenDoNot) {
  const Replayed replayed(R"(
CREATE TABLE t (a int PRIMARY KEY) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
CREATE TABLE p (a int);
CREATE TABLE c () INHERITS (p);
DROP TABLE t;
DROP TABLE p;
)");
  EXPECT_EQ(replayed.Errors(),
            "7: 2BP01 cannot drop table p because other objects depend on it: table c depends on "
            "table p\n");
  EXPECT_EQ(replayed.Names("table public."), "c\np\n");
}

}  // namespace
}  // namespace schemadiff::testing
