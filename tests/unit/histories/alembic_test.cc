// Alembic histories: their graph, and what reading them says.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/unit/histories/alembic_project_dir.h"

namespace schemadiff {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const char kFixtures[] = SCHEMA_DIFF_FIXTURES;

TEST(UnityHistory, IsAChainOfEightThatIsFullyRead) {
  const absl::StatusOr<History> history = ReadHistory(StrCat(kFixtures, "/unity"));
  ASSERT_TRUE(history.ok()) << history.status();
  EXPECT_EQ(history->tool, "alembic");
  EXPECT_THAT(Ids(*history), ElementsAre("6a00ea433c25", "12e8b371598f", "70974ae864ff",
                                         "12df4f8e6ba9", "8f3d9e2a1c45", "00001_add_plugins",
                                         "a1b2c3d4e5f6", "add_plugin_execution"));
  EXPECT_THAT(history->Roots(), ElementsAre("6a00ea433c25"));
  EXPECT_THAT(history->Heads(), ElementsAre("add_plugin_execution"));
  for (const Revision& revision : history->revisions) {
    EXPECT_THAT(revision.unread, IsEmpty()) << revision.id;
    EXPECT_TRUE(revision.transactional) << revision.id;
    EXPECT_TRUE(revision.has_down) << revision.id;
  }
  const Revision* head = history->Find("add_plugin_execution");
  EXPECT_EQ(head->message, "Add plugin execution tables");
  EXPECT_EQ(head->date, "2026-01-03 23:21:48.000000");
  EXPECT_THAT(head->location.file,
              HasSubstr("/alembic/versions/1767484908_add_plugin_execution_tables.py"));
  EXPECT_EQ(head->location.line, 13u);
  EXPECT_THAT(head->up, SizeIs(4));
  EXPECT_THAT(head->down, SizeIs(4));
  EXPECT_EQ(history->bookkeeping->table, "alembic_version");
  // The only thing wrong with it is a docstring.
  EXPECT_THAT(Codes(*history), ElementsAre("history.docstring-mismatch"));
  EXPECT_EQ(history->diagnostics.list()[0].revision, "a1b2c3d4e5f6");
}

TEST(UnityHistory, EachColumnHasTheLineOfItsOwnExpression) {
  const absl::StatusOr<History> history = ReadHistory(StrCat(kFixtures, "/unity"));
  ASSERT_TRUE(history.ok()) << history.status();
  const SourceText& table = *history->Find("add_plugin_execution")->up[0];
  const auto line = [&table](std::string_view part) {
    return table.Locate(table.text().find(part)).line;
  };
  EXPECT_EQ(line("CREATE TABLE"), 21u);
  EXPECT_EQ(line("id SERIAL"), 23u);
  EXPECT_EQ(line("started_at"), 25u);
  EXPECT_EQ(line("PRIMARY KEY"), 32u);
  EXPECT_EQ(line("FOREIGN KEY"), 31u);
  EXPECT_EQ(line("CREATE INDEX ix_plugin_executions_started_at"), 25u);
}

TEST(UnityHistory, TodayHasTwoRootsAndTwoHeads) {
  const absl::StatusOr<History> history = ReadHistory(StrCat(kFixtures, "/unity_today"));
  ASSERT_TRUE(history.ok()) << history.status();
  EXPECT_THAT(history->Roots(), ElementsAre("6a00ea433c25", "e1d0454ae532"));
  EXPECT_THAT(history->Heads(), ElementsAre("add_plugin_execution", "add_docker_hosts_001"));
  const Diagnostic* roots = Find(*history, "history.multiple-roots");
  ASSERT_NE(roots, nullptr);
  EXPECT_THAT(roots->location.ToString(), HasSubstr("e1d0454ae532_baseline.py:15"));
  const Diagnostic* heads = Find(*history, "history.multiple-heads");
  ASSERT_NE(heads, nullptr);
  EXPECT_THAT(heads->message, AllOf(HasSubstr("2 heads"), HasSubstr("add_plugin_execution"),
                                    HasSubstr("\"alembic upgrade head\" refuses")));
  // The loop over 25 tables is read in full: a table, its index, another one, the first
  // tenant, then five statements for each table.
  const Revision* tenants = history->Find("tenant_support_001");
  EXPECT_THAT(tenants->unread, IsEmpty());
  EXPECT_THAT(tenants->up, SizeIs(4 + 25 * 5));
  EXPECT_EQ(tenants->up[5]->text(),
            "UPDATE server_profiles SET tenant_id = 'default' WHERE tenant_id IS NULL");
  EXPECT_EQ(tenants->up[5]->Locate(0).line, 78u);
}

TEST_F(AlembicHistory, ParentsComeFirstThenById) {
  Revise("c", "'a'");
  Revise("b", "'a'");
  Revise("a", "None");
  Revise("d", "('c', 'b')");
  const History history = Read();
  EXPECT_THAT(Ids(history), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(history.Find("d")->parents, ElementsAre("c", "b"));
  EXPECT_THAT(UpTo(history, {"b"}), ElementsAre("a", "b"));
  EXPECT_THAT(UpTo(history, {"d"}), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(Codes(history), IsEmpty());
}

TEST_F(AlembicHistory, DependenciesComeFirstToo) {
  Revise("z", "None", "branch_labels = ('lib',)");
  Revise("a", "None", "depends_on = 'lib'");
  Revise("b", "'a'");
  const History history = Read();
  EXPECT_THAT(Ids(history), ElementsAre("z", "a", "b"));
  EXPECT_THAT(history.Find("a")->depends_on, ElementsAre("z"));
  EXPECT_THAT(history.Find("z")->branch_labels, ElementsAre("lib"));
  EXPECT_THAT(UpTo(history, {"b"}), ElementsAre("z", "a", "b"));
}

TEST_F(AlembicHistory, LabelsBelongToOneRevision) {
  Revise("a", "None", "branch_labels = ('x', 'x')");
  Revise("b", "'a'", "branch_labels = 'x'");
  const History history = Read();
  EXPECT_THAT(Codes(history), ElementsAre("history.duplicate-label"));
  EXPECT_THAT(history.diagnostics.list()[0].location.ToString(), HasSubstr("versions/b.py:2"));
}

TEST_F(AlembicHistory, FilesOfOverlappingLocationsAreReadOnce) {
  Write("alembic.ini",
        "[alembic]\nscript_location = .\nversion_locations = versions %(here)s/./versions\n");
  Revise("a", "None");
  EXPECT_THAT(Codes(Read("")), IsEmpty());
}

TEST_F(AlembicHistory, BytesThatAreNoPython) {
  Revise("a", "None");
  Write("versions/b.py", "revision = 'b'\ndown_revision = '\xe9'\n");
  Write("versions/c.py", std::string_view("revision = 'c'\0\n", 16));
  const History history = Read();
  EXPECT_THAT(Codes(history), ElementsAre("alembic.python-syntax", "alembic.python-syntax"));
  EXPECT_THAT(history.diagnostics.list()[0].location.ToString(), HasSubstr("versions/b.py:1"));
}

TEST_F(AlembicHistory, MissingParents) {
  Revise("b", "'a'");
  const History history = Read();
  EXPECT_THAT(Codes(history), ElementsAre("history.missing-parent"));
  EXPECT_THAT(history.diagnostics.list()[0].message, HasSubstr("\"b\" builds on \"a\""));
  EXPECT_THAT(history.diagnostics.list()[0].location.ToString(), HasSubstr("versions/b.py:2"));
}

TEST_F(AlembicHistory, Cycles) {
  Revise("a", "None");
  Revise("b", "'c'");
  Revise("c", "'b'");
  Revise("d", "'c'");
  const History history = Read();
  EXPECT_THAT(Ids(history), ElementsAre("a", "b", "c", "d"));
  const Diagnostic* cycle = Find(history, "history.cycle");
  ASSERT_NE(cycle, nullptr);
  EXPECT_THAT(cycle->message, HasSubstr("b, c, d"));
}

TEST_F(AlembicHistory, DuplicateIds) {
  Revise("a", "None");
  Write("versions/a2.py", "revision = 'a'\ndown_revision = None\ndef upgrade(): pass\n");
  const History history = Read();
  EXPECT_THAT(Codes(history), ElementsAre("history.duplicate-revision"));
  EXPECT_THAT(history.diagnostics.list()[0].message, HasSubstr("versions/a.py:2"));
  EXPECT_THAT(history.diagnostics.list()[0].location.ToString(), HasSubstr("versions/a2.py:1"));
  EXPECT_THAT(history.revisions, SizeIs(1));
  EXPECT_THAT(history.revisions[0].up, SizeIs(1));
}

TEST_F(AlembicHistory, DocstringsThatDiffer) {
  Write("versions/a.py",
        "\"\"\"First line\n\nRevision ID: zz\nRevises: yy, xx\nCreate Date: 2024-01-02 "
        "03:04:05\n\"\"\"\n"
        "revision: str = 'a'\ndown_revision = None\ndef upgrade(): pass\n");
  const History history = Read();
  EXPECT_EQ(history.revisions[0].message, "First line");
  EXPECT_EQ(history.revisions[0].date, "2024-01-02 03:04:05");
  EXPECT_EQ(history.revisions[0].location.line, 7u);
  EXPECT_THAT(Codes(history),
              ElementsAre("history.docstring-mismatch", "history.docstring-mismatch"));
  EXPECT_EQ(history.diagnostics.list()[1].location.line, 8u);
}

TEST_F(AlembicHistory, FilesThatAreNoRevisions) {
  Revise("a", "None");
  Write("versions/helper.py", "x = 1\n");
  Write("versions/broken.py", "def f(:\n");
  Write("versions/__init__.py", "");
  Write("versions/note.txt", "");
  const History history = Read();
  EXPECT_THAT(Codes(history), ElementsAre("alembic.python-syntax", "history.no-revision-id"));
  EXPECT_THAT(Ids(history), ElementsAre("a"));
}

TEST_F(AlembicHistory, IdsThatCannotBeRead) {
  Write("versions/a.py", "import os\nrevision = os.environ['X']\ndown_revision = None\n");
  const absl::StatusOr<History> history = ReadHistory(StrCat("alembic:", root_, "/versions"));
  ASSERT_FALSE(history.ok());
  EXPECT_THAT(std::string(history.status().message()), HasSubstr("'revision' depends on"));
}

TEST_F(AlembicHistory, AFailedDowngradeSaysNothingOfTheSchema) {
  Write("versions/a.py",
        "import os\nfrom alembic import op\nrevision = 'a'\ndown_revision = None\n"
        "def upgrade(): op.execute('A')\n"
        "def downgrade(): op.drop_table(os.environ['X'])\n");
  const History history = Read();
  EXPECT_THAT(history.revisions[0].unread, IsEmpty());
  ASSERT_THAT(history.diagnostics.list(), SizeIs(1));
  EXPECT_EQ(history.diagnostics.list()[0].level, DiagnosticLevel::kNote);
}

TEST_F(AlembicHistory, TypesThatEarlierRevisionsMadeAreNotMadeAgain) {
  const std::string table =
      "    op.create_table('t$', sa.Column('s', sa.Enum('a', 'b', name='status')))\n";
  const auto write = [&](const std::string& id, std::string_view down, std::string_view body) {
    Write(StrCat("versions/", id, ".py"),
          StrCat("from alembic import op\nimport sqlalchemy as sa\n"
                 "from sqlalchemy.dialects import postgresql\n"
                 "revision = '",
                 id, "'\ndown_revision = ", down, "\ndef upgrade():\n", body));
  };
  write("a", "None", table);
  write("b", "'a'", table);
  write("c", "'b'",
        "    postgresql.ENUM('a', name='status').create(op.get_bind(), checkfirst=True)\n");
  write("d", "'c'", "    op.execute('DROP TYPE status')\n" + table);
  const History history = Read();
  EXPECT_THAT(history.Find("a")->up[0]->text(), HasSubstr("CREATE TYPE status"));
  EXPECT_THAT(history.Find("b")->up[0]->text(), Not(HasSubstr("CREATE TYPE")));
  EXPECT_THAT(history.Find("c")->up, IsEmpty());
  EXPECT_THAT(history.Find("d")->up[1]->text(), HasSubstr("CREATE TYPE status"));
}

}  // namespace
}  // namespace schemadiff
