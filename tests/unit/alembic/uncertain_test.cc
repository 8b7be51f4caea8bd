// Control flow that depends on what is not known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/alembic/revision_source.h"

namespace schemadiff::alembic {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kInspector = "what the database holds when the migration runs";

TEST(Uncertain, SchemaChangesAreTold) {
  const Upgraded result = Upgrade(
      "inspector = sa.inspect(op.get_bind())\n"
      "if 'users' not in inspector.get_table_names():\n"
      "    op.create_table('users', sa.Column('id', sa.Integer))\n"
      "op.execute('A')\n");
  EXPECT_THAT(result.sql, ElementsAre("A"));
  ASSERT_EQ(result.uncertain.size(), 1u);
  EXPECT_THAT(result.uncertain[0], HasSubstr("CREATE TABLE users"));
  EXPECT_FALSE(result.open_ended);
  ASSERT_EQ(result.diagnostics.size(), 1u);
  EXPECT_EQ(result.diagnostics[0].message, StrCat("whether this runs depends on ", kInspector));
  EXPECT_EQ(result.diagnostics[0].location.line, 14u);
  EXPECT_THAT(result.diagnostics[0].touches, ElementsAre("table users"));
}

TEST(Uncertain, WhatAnUnreadOperationNamesIsInDoubt) {
  EXPECT_THAT(Upgrade("op.create_table('Odd', sa.Column('x', os.environ['X']))").doubtful,
              ElementsAre("CREATE TABLE \"Odd\""));
  EXPECT_THAT(Upgrade("op.create_index('i', 't', os.environ['X'])").doubtful,
              ElementsAre("CREATE INDEX i", "CREATE TABLE t"));
  EXPECT_THAT(Upgrade("op.add_column(table_name='t', column=os.environ['X'])").doubtful,
              ElementsAre("CREATE TABLE t"));
  EXPECT_THAT(Upgrade("with op.batch_alter_table('t') as b:\n"
                      "    b.add_column(os.environ['X'])\n")
                  .doubtful,
              ElementsAre("CREATE TABLE t"));
  EXPECT_THAT(Upgrade("op.create_table('t', sa.Column('x', sa.Integer))").doubtful, IsEmpty());
}

TEST(Uncertain, ChangesOfDataAreKeptAndNoted) {
  const Upgraded result = Upgrade(
      "bind = op.get_bind()\n"
      "for row in bind.execute(sa.text('SELECT id, name FROM t')):\n"
      "    bind.execute(sa.text('UPDATE t SET n = :n WHERE id = :id'), {'n': row.name, 'id': "
      "row.id})\n");
  EXPECT_THAT(result.sql,
              ElementsAre("SELECT id, name FROM t", "UPDATE t SET n = $1 WHERE id = $2"));
  EXPECT_THAT(result.unread, IsEmpty());
  ASSERT_EQ(result.diagnostics.size(), 1u);
  EXPECT_EQ(result.diagnostics[0].level, DiagnosticLevel::kNote);
  EXPECT_EQ(result.diagnostics[0].code, "alembic.data-not-read");
}

TEST(Uncertain, TextThatOnlyChangesDataMayHoldUnknownParts) {
  const Upgraded result = Upgrade(
      "op.execute(f\"UPDATE t SET x = '{os.environ['X']}'\")\n"
      "op.execute('INSERT INTO t VALUES (%s)' % os.environ['X'])\n");
  EXPECT_THAT(result.unread, IsEmpty());
  EXPECT_EQ(result.diagnostics.size(), 2u);
  EXPECT_EQ(result.diagnostics[0].level, DiagnosticLevel::kNote);
  EXPECT_THAT(Upgrade("op.execute(f\"ALTER TABLE {os.environ['X']} ADD a int\")").unread,
              ElementsAre(HasSubstr("the SQL that is executed depends on")));
}

TEST(Uncertain, PathsThatRaiseAreNotTaken) {
  const Upgraded result = Upgrade(
      "count = op.get_bind().execute(sa.text('SELECT 1')).scalar()\n"
      "if count > 0:\n"
      "    raise Exception('not empty')\n"
      "op.execute('CREATE TABLE a ()')\n"
      "if count:\n"
      "    op.execute('CREATE TABLE b ()')\n"
      "else:\n"
      "    raise Exception('empty')\n"
      "assert count > 1\n");
  EXPECT_THAT(result.sql, ElementsAre("SELECT 1", "CREATE TABLE a ()", "CREATE TABLE b ()"));
  EXPECT_THAT(result.diagnostics, IsEmpty());
}

TEST(Uncertain, WhatComesAfterAnEarlyReturnIsUncertain) {
  const Upgraded result = Upgrade(
      "op.execute('CREATE TABLE a ()')\n"
      "if os.environ['X']:\n"
      "    return\n"
      "op.execute('CREATE TABLE b ()')\n");
  EXPECT_THAT(result.sql, ElementsAre("CREATE TABLE a ()"));
  EXPECT_THAT(result.unread,
              ElementsAre("whether this runs depends on 'os.environ', which is not evaluated"));
}

TEST(Uncertain, BreaksMakeTheRestOfALoopUncertain) {
  const Upgraded result = Upgrade(
      "for name in ['a', 'b']:\n"
      "    op.execute(f'CREATE TABLE {name} ()')\n"
      "    if os.environ['X']:\n"
      "        break\n"
      "op.execute('CREATE TABLE c ()')\n");
  EXPECT_THAT(result.sql, ElementsAre("CREATE TABLE a ()", "CREATE TABLE c ()"));
  EXPECT_EQ(result.unread.size(), 1u);
}

TEST(Uncertain, NamesThatMayHaveChangedAreUnknown) {
  const Upgraded result = Upgrade(
      "name = 'a'\n"
      "if os.environ['X']:\n"
      "    name = 'b'\n"
      "op.execute(f'CREATE TABLE {name} ()')\n");
  EXPECT_THAT(result.unread, ElementsAre(HasSubstr("the SQL that is executed depends on")));
}

TEST(Uncertain, ContainersThatMayHaveChangedAreUnknown) {
  const Upgraded result = Upgrade(
      "names = ['a']\n"
      "kept = ['k']\n"
      "for row in op.get_bind().execute(sa.text('SELECT 1')):\n"
      "    own = []\n"
      "    own.append(1)\n"
      "    names.append(row[0])\n"
      "for name in kept:\n"
      "    op.drop_table(name)\n"
      "for name in names:\n"
      "    op.drop_table(name)\n");
  EXPECT_THAT(result.sql, ElementsAre("SELECT 1", "DROP TABLE k"));
  EXPECT_EQ(result.unread.size(), 1u);
}

TEST(Uncertain, ContainersInsideOfContainersToo) {
  const Upgraded result = Upgrade(
      "d = {'x': [1]}\n"
      "if os.environ['X']:\n"
      "    d['x'].append(2)\n"
      "for name in d['x']:\n"
      "    op.drop_table(str(name))\n");
  EXPECT_THAT(result.sql, IsEmpty());
  EXPECT_EQ(result.unread.size(), 1u);
}

TEST(Uncertain, CountersOfUnknownLoopsAreUnknown) {
  const Upgraded result = Upgrade(
      "i = 0\n"
      "for row in op.get_bind().execute(sa.text('SELECT 1')):\n"
      "    i += 1\n"
      "op.execute(f'CREATE TABLE t{i} ()')\n");
  EXPECT_EQ(result.sql.size(), 1u);
  EXPECT_EQ(result.unread.size(), 1u);
}

TEST(Uncertain, HandlersOfFailingStatementsAreSeen) {
  const Upgraded result = Upgrade(
      "try:\n"
      "    op.execute('CREATE TABLE a ()')\n"
      "except Exception:\n"
      "    op.execute('CREATE TABLE b ()')\n"
      "try:\n"
      "    op.execute('CREATE TABLE c ()')\n"
      "except Exception:\n"
      "    pass\n");
  EXPECT_THAT(result.sql, ElementsAre("CREATE TABLE a ()", "CREATE TABLE c ()"));
  EXPECT_THAT(result.unread, ElementsAre(HasSubstr("the statements of a 'try' block fail")));
}

TEST(Uncertain, ConditionsOnTheDialectAreKnown) {
  const Upgraded result = Upgrade(
      "bind = op.get_bind()\n"
      "if bind.dialect.name == 'postgresql':\n"
      "    op.execute('A')\n"
      "else:\n"
      "    op.execute('B')\n"
      "if context.is_offline_mode():\n"
      "    op.execute('C')\n",
      "from alembic import context");
  EXPECT_THAT(result.sql, ElementsAre("A"));
  EXPECT_THAT(result.diagnostics, IsEmpty());
}

TEST(Uncertain, MatchStatementsAreUncertain) {
  const Upgraded result = Upgrade(
      "match 1:\n"
      "    case 1:\n"
      "        op.execute('CREATE TABLE a ()')\n"
      "op.execute('CREATE TABLE b ()')\n");
  EXPECT_THAT(result.sql, ElementsAre("CREATE TABLE b ()"));
  EXPECT_THAT(result.unread, ElementsAre(HasSubstr("'match' statement")));
}

TEST(Uncertain, OrmSessionsOnlyChangeData) {
  const Upgraded result = Upgrade(
      "session = Session(bind=op.get_bind())\n"
      "for user in session.query(User).all():\n"
      "    user.name = 'x'\n"
      "    session.add(user)\n"
      "session.execute(sa.text('DELETE FROM t'))\n"
      "session.commit()\n"
      "Base.metadata.create_all(bind=op.get_bind())\n",
      "from sqlalchemy.orm import Session, declarative_base\n"
      "Base = declarative_base()\n"
      "class User(Base):\n"
      "    __tablename__ = 'u'\n");
  EXPECT_THAT(result.sql, ElementsAre("DELETE FROM t"));
  EXPECT_THAT(result.unread, ElementsAre(HasSubstr("'create_all()' asks the server")));
}

TEST(Uncertain, OtherProgramsAndCodeMayDoAnything) {
  EXPECT_THAT(Upgrade("os.system('psql -f x.sql')").unread, ElementsAre(HasSubstr("'os.system'")));
  EXPECT_THAT(Upgrade("importlib.import_module('x').run(op)", "import importlib").unread,
              Contains(HasSubstr("this calls 'run'")));
  const Upgraded left = Upgrade("op.execute('A')\nsys.exit(1)\nop.execute('B')", "import sys");
  EXPECT_THAT(left.sql, ElementsAre("A"));
  EXPECT_THAT(left.unread, ElementsAre("upgrade() raises SystemExit"));
}

}  // namespace
}  // namespace schemadiff::alembic
