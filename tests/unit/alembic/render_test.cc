// The SQL of operations, where it comes from, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "parsers/alembic/sql_names.h"
#include "parsers/alembic/sql_scan.h"
#include "tests/unit/alembic/revision_source.h"

namespace schemadiff::alembic {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

uint32_t LineOf(const SourceText& text, std::string_view part) {
  const size_t at = text.text().find(part);
  return at == std::string::npos ? 0 : text.Locate(at).line;
}

TEST(Names, QuotedWhereNeeded) {
  EXPECT_EQ(QuoteName("users"), "users");
  EXPECT_EQ(QuoteName("user"), "\"user\"");
  EXPECT_EQ(QuoteName("with"), "\"with\"");
  EXPECT_EQ(QuoteName("Users"), "\"Users\"");
  EXPECT_EQ(QuoteName("1a"), "\"1a\"");
  EXPECT_EQ(QuoteName("a$1"), "a$1");
  EXPECT_EQ(QuoteName("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(QuoteName(Name{"Users", false, false}), "Users");
  EXPECT_EQ(QuoteName(Name{"users", false, true}), "\"users\"");
  EXPECT_EQ(QualifiedName("a.b", "t"), "\"a.b\".t");
  EXPECT_EQ(QualifiedName("a.b", "t", true), "a.b.t");
}

TEST(Names, Md5OfRfc1321) {
  EXPECT_EQ(Md5Hex(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(Md5Hex("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
  EXPECT_EQ(
      Md5Hex("12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
      "57edf4a22be3c955ac49da2e2107b67a");
}

TEST(Names, LongNamesAreCutOrRefused) {
  const std::string name(70, 'a');
  EXPECT_EQ(QuoteConstraintName({name, false, {}}), std::nullopt);
  const std::optional<std::string> cut = QuoteConstraintName({name, true, {}});
  ASSERT_TRUE(cut.has_value());
  EXPECT_EQ(*cut, StrCat(std::string(55, 'a'), "_", Md5Hex(name).substr(28)));
  EXPECT_THAT(Upgrade(StrCat("op.create_index('", name, "', 't', ['a'])")).unread,
              ElementsAre(HasSubstr("exceeds the maximum length of 63 characters")));
}

TEST(Scan, TellsStatementsApart) {
  const auto statements =
      ScanStatements("SELECT ';' /* ; /* */ ; */; -- ;\n UPDATE \"a;b\" SET x = $a$;$a$;;");
  ASSERT_THAT(statements, SizeIs(2));
  EXPECT_EQ(statements[1][1].text, "a;b");
  EXPECT_EQ(EffectOf("SELECT 1; UPDATE t SET a = 1"), Effect::kData);
  EXPECT_EQ(EffectOf("SELECT 1; DROP TABLE t"), Effect::kSchema);
  EXPECT_EQ(EffectOf("SELECT * INTO t FROM u"), Effect::kSchema);
  EXPECT_EQ(EffectOf("WITH x AS (INSERT INTO t VALUES (1) RETURNING *) SELECT 1"), Effect::kData);
  EXPECT_EQ(EffectOf("DO $$ BEGIN END $$"), Effect::kSchema);
  EXPECT_EQ(EffectOf("E'\\'; DROP' "), Effect::kSchema);
  EXPECT_EQ(EffectOf(""), Effect::kData);
}

TEST(Scan, FollowsTypes) {
  TypeLedger types;
  types.Follow(
      "CREATE TYPE a AS ENUM ('x'); create type \"B\" as enum (); CREATE TYPE s.c AS (x int)");
  EXPECT_TRUE(types.Exists("a"));
  EXPECT_TRUE(types.Exists("\"B\""));
  EXPECT_TRUE(types.Exists("s.c"));
  types.Follow("DROP TYPE IF EXISTS a, \"B\" CASCADE; ALTER TYPE s.c RENAME TO d");
  EXPECT_FALSE(types.Exists("a"));
  EXPECT_FALSE(types.Exists("\"B\""));
  EXPECT_FALSE(types.Exists("s.c"));
  EXPECT_TRUE(types.Exists("d"));
}

TEST(Render, PartsOfATableHaveTheirLines) {
  const Upgraded result = Upgrade(
      "op.create_table(\n"
      "    't',\n"
      "    sa.Column('id', sa.Integer, primary_key=True),\n"
      "    sa.Column('kind',\n"
      "              sa.Enum('a', name='kind'), index=True),\n"
      "    *more(),\n"
      "    sa.UniqueConstraint('kind', name='uq'),\n"
      "    sa.Index('ix', 'kind'),\n"
      "    comment='c',\n"
      ")\n",
      "def more():\n"
      "    return [sa.Column('x', sa.Text, comment='y')]");
  ASSERT_THAT(result.texts, SizeIs(1));
  const SourceText& text = *result.texts[0];
  EXPECT_EQ(text.file(), "versions/x.py");
  EXPECT_EQ(LineOf(text, "CREATE TYPE"), 16u);
  EXPECT_EQ(LineOf(text, "CREATE TABLE"), 13u);
  EXPECT_EQ(LineOf(text, "id SERIAL"), 15u);
  EXPECT_EQ(LineOf(text, "PRIMARY KEY"), 15u);
  EXPECT_EQ(LineOf(text, "kind kind"), 16u);
  EXPECT_EQ(LineOf(text, "x TEXT"), 10u);
  EXPECT_EQ(LineOf(text, "CONSTRAINT uq"), 19u);
  EXPECT_EQ(LineOf(text, "CREATE INDEX ix_t_kind"), 16u);
  EXPECT_EQ(LineOf(text, "CREATE INDEX ix ON"), 20u);
  EXPECT_EQ(LineOf(text, "COMMENT ON TABLE"), 13u);
  EXPECT_EQ(LineOf(text, "COMMENT ON COLUMN"), 10u);
}

TEST(Render, LinesOfLiteralsAreKept) {
  const Upgraded result = Upgrade(
      "op.execute('''\n"
      "    CREATE TABLE a (\n"
      "        x int\n"
      "    )\n"
      "''')\n"
      "op.execute('CREATE TABLE b ('\n"
      "           'y int'\n"
      "           ')')\n"
      "op.execute(sa.text(textwrap.dedent(SQL)))\n"
      "op.execute(SQL.format(name='d').replace('z', 'long'))\n",
      "SQL = '''\n"
      "  CREATE TABLE {name} (\n"
      "    z int)'''");
  ASSERT_THAT(result.texts, SizeIs(4));
  EXPECT_EQ(LineOf(*result.texts[0], "CREATE"), 15u);
  EXPECT_EQ(LineOf(*result.texts[0], "x int"), 16u);
  EXPECT_EQ(LineOf(*result.texts[1], "CREATE"), 19u);
  EXPECT_EQ(LineOf(*result.texts[1], "y int"), 20u);
  EXPECT_EQ(LineOf(*result.texts[2], "CREATE"), 10u);
  EXPECT_EQ(LineOf(*result.texts[2], "z int"), 11u);
  EXPECT_EQ(LineOf(*result.texts[3], "d ("), 10u);
  EXPECT_EQ(LineOf(*result.texts[3], "long int"), 11u);
}

TEST(Render, ParametersOfText) {
  EXPECT_EQ(Upgrade("op.execute(sa.text('UPDATE t SET a = :a, b = x::int').bindparams(a=\"it's\"))")
                .Only(),
            "UPDATE t SET a = 'it''s', b = x::int");
  EXPECT_EQ(Upgrade(R"(op.execute(r"SELECT '\:a', 'b:c', '{\"k\": 1}'"))").Only(),
            "SELECT ':a', 'b:c', '{\\\"k\\\": 1}'");
  const Upgraded result = Upgrade("op.execute(\"UPDATE t SET a = '{\\\"k\\\":1}'\")");
  EXPECT_THAT(result.sql, SizeIs(1));
  ASSERT_THAT(result.diagnostics, SizeIs(1));
  EXPECT_EQ(result.diagnostics[0].code, "alembic.missing-parameter");
  EXPECT_EQ(result.diagnostics[0].level, DiagnosticLevel::kError);
  EXPECT_THAT(Upgrade("op.create_check_constraint('c', 't', \"a ~ '[[:alpha:]]'\")").unread,
              ElementsAre(HasSubstr("the parameter ':alph' of an SQL text has no value")));
}

TEST(Render, ParametersOfStatements) {
  const auto only = [](const std::string& body) {
    return Upgrade("c = op.get_bind()\n" + body).Only();
  };
  EXPECT_EQ(only("c.execute(sa.text('UPDATE t SET a = :a, b = :b'), a=1, b='x')"),
            "UPDATE t SET a = 1, b = 'x'");
  EXPECT_EQ(only("c.execute(sa.text('UPDATE t SET a = :a'), {'a': 1})"), "UPDATE t SET a = 1");
  EXPECT_EQ(only("c.execute(sa.text('UPDATE t SET a = :a'), parameters={'a': 1})"),
            "UPDATE t SET a = 1");
  EXPECT_EQ(only("c.execute(statement=sa.text('UPDATE t SET a = :a'), parameters=dict(a=1))"),
            "UPDATE t SET a = 1");
  EXPECT_EQ(only("c.execute(sa.text('UPDATE t SET a = :a').bindparams(a=1).bindparams(a=2))"),
            "UPDATE t SET a = 2");
  EXPECT_EQ(only("c.execute(sa.text('UPDATE t SET a = :a').bindparams(a=1), a=2)"),
            "UPDATE t SET a = 2");
  EXPECT_EQ(
      only("c.execute(sa.text('ALTER TABLE t ALTER a SET DEFAULT :a').bindparams(**{'a': 3}))"),
      "ALTER TABLE t ALTER a SET DEFAULT 3");
  EXPECT_THAT(Upgrade("op.execute(sa.text('ALTER TABLE t ADD a int').bindparams(b=1))").unread,
              ElementsAre(HasSubstr("an SQL text has no parameter ':b'")));
  EXPECT_THAT(
      Upgrade("Session(bind=op.get_bind()).execute(sa.text('ALTER TABLE t ADD :a int'), a=1)",
              "from sqlalchemy.orm import Session")
          .unread,
      ElementsAre(HasSubstr("execute() of a session is called with 'a'")));
}

TEST(Render, DriversReadTwoPercentSignsAsOne) {
  EXPECT_EQ(Upgrade("op.get_bind().exec_driver_sql(\"ALTER TABLE t ADD CHECK (a LIKE '%%x%%%%')\")")
                .Only(),
            "ALTER TABLE t ADD CHECK (a LIKE '%x%%')");
}

TEST(Render, AutocommitBlocksLeaveTheTransaction) {
  const Upgraded result = Upgrade(
      "with op.get_context().autocommit_block():\n    op.execute('CREATE INDEX CONCURRENTLY i ON t "
      "(a)')");
  EXPECT_THAT(result.sql, ElementsAre("COMMIT", "CREATE INDEX CONCURRENTLY i ON t (a)", "BEGIN"));
  EXPECT_FALSE(result.transactional);
  EXPECT_TRUE(Upgrade("op.execute('A')").transactional);
}

TEST(Render, NamingConventions) {
  const NamingConvention naming{
      {{"ix", "ix_%(column_0_label)s"},
       {"uq", "uq_%(table_name)s_%(column_0_N_name)s"},
       {"ck", "ck_%(table_name)s_%(constraint_name)s"},
       {"fk", "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"},
       {"pk", "pk_%(table_name)s"}}};
  const Upgraded result = Upgrade(
      "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True),\n"
      "    sa.Column('a', sa.Integer, sa.ForeignKey('u.id')), sa.UniqueConstraint('id', 'a'),\n"
      "    sa.CheckConstraint('a > 0', name='positive'), sa.CheckConstraint('a > 1', "
      "name=op.f('own')))\n"
      "op.drop_constraint('positive', 't', type_='check')\n"
      "op.create_check_constraint(None, 't', 'a > 0')\n",
      "", naming);
  ASSERT_THAT(result.sql, SizeIs(2));
  EXPECT_THAT(result.sql[0], HasSubstr("CONSTRAINT pk_t PRIMARY KEY (id)"));
  EXPECT_THAT(result.sql[0], HasSubstr("CONSTRAINT fk_t_a_u FOREIGN KEY(a)"));
  EXPECT_THAT(result.sql[0], HasSubstr("CONSTRAINT uq_t_id_a UNIQUE (id, a)"));
  EXPECT_THAT(result.sql[0], HasSubstr("CONSTRAINT ck_t_positive CHECK (a > 0)"));
  EXPECT_THAT(result.sql[0], HasSubstr("CONSTRAINT own CHECK (a > 1)"));
  EXPECT_EQ(result.sql[1], "ALTER TABLE t DROP CONSTRAINT ck_t_positive");
  EXPECT_THAT(result.unread, ElementsAre(HasSubstr("a naming convention needs a name")));
}

TEST(Render, TypesOfOtherLibrariesAndOwnOnes) {
  const Upgraded result = Upgrade(
      "op.add_column('t', sa.Column('a', sqlmodel.sql.sqltypes.AutoString(length=5)))\n"
      "op.add_column('t', sa.Column('b', Vector(3)))\n"
      "op.add_column('t', sa.Column('c', Own()))\n"
      "op.add_column('t', sa.Column('d', Point))\n"
      "op.add_column('t', sa.Column('e', sqlalchemy_utils.ArrowType()))\n",
      "import sqlmodel, sqlalchemy_utils\n"
      "from pgvector.sqlalchemy import Vector\n"
      "class Own(sa.types.TypeDecorator):\n    impl = sa.String(9)\n"
      "class Point(sa.types.UserDefinedType):\n"
      "    def get_col_spec(self, **kw):\n        return 'POINT'\n");
  EXPECT_THAT(
      result.sql,
      ElementsAre("ALTER TABLE t ADD COLUMN a VARCHAR(5)", "ALTER TABLE t ADD COLUMN b VECTOR(3)",
                  "ALTER TABLE t ADD COLUMN c VARCHAR(9)", "ALTER TABLE t ADD COLUMN d POINT",
                  "ALTER TABLE t ADD COLUMN e TIMESTAMP WITHOUT TIME ZONE"));
}

TEST(Render, WhatIsNotModelledIsTold) {
  const auto reason = [](std::string_view body, std::string_view module = "") {
    const Upgraded result = Upgrade(body, module);
    EXPECT_THAT(result.sql, IsEmpty()) << body;
    return result.unread.empty() ? std::string("read") : result.unread[0];
  };
  EXPECT_EQ(reason("op.create_entity(1)"), "the operation 'op.create_entity' is not read");
  EXPECT_EQ(reason("op.add_column('t', sa.Column('a', Mine()))", "from app.types import Mine"),
            "the type of a column depends on 'Mine' of 'app.types', which is not read");
  EXPECT_EQ(reason("op.create_index('i', 't', ['a'], postgresql_magic=1)"),
            "the option 'postgresql_magic' of an index is not read");
  EXPECT_EQ(reason("op.drop_table('t', cascade=True)"),
            "op.drop_table() is called with 'cascade', which is not read");
  EXPECT_EQ(reason("op.drop_constraint(None, 't')"),
            "op.drop_constraint() is called without a name, which SQLAlchemy refuses");
  EXPECT_EQ(reason("op.add_column('t', sa.Column('a'))"), "the column 'a' has no type");
  EXPECT_EQ(reason("x = sa.func.now().magic"),
            "the attribute 'magic' of a 'sqlalchemy expression' object is not read");
  EXPECT_EQ(reason("op.add_column('t', sa.Column('a', sa.Enum('x')))"),
            "an enumeration has no name, which PostgreSQL needs");
  EXPECT_EQ(
      reason("with op.batch_alter_table('t', recreate='always') as b:\n    b.drop_column('a')"),
      "op.batch_alter_table() that makes the table anew is not read");
  EXPECT_THAT(reason("t = sa.Table('t', sa.MetaData())\nt.create(op.get_bind())"),
              HasSubstr("asks the server whether the table exists"));
}

}  // namespace
}  // namespace schemadiff::alembic
