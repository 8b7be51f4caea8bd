// Alembic histories: finding them, their graph, and what reading them says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strings.h"
#include "parsers/histories/alembic_project.h"
#include "parsers/histories/history.h"

namespace schemadiff {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// A directory of its own for each test, taken away at its end.
class AlembicHistory : public ::testing::Test {
 protected:
  AlembicHistory() {
    std::string pattern = (fs::temp_directory_path() / "alembic-history-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~AlembicHistory() override { fs::remove_all(root_); }

  void Write(const std::string& name, std::string_view text) {
    const fs::path path = fs::path(root_) / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  // A revision that makes a table of its own name.
  void Revise(const std::string& id, std::string_view down, std::string_view more = "",
              const std::string& folder = "versions") {
    Write(StrCat(folder, "/", id, ".py"),
          StrCat("from alembic import op\nrevision = '", id, "'\ndown_revision = ", down, "\n",
                 more, "\n\ndef upgrade():\n    op.execute('CREATE TABLE ", id, " ()')\n"));
  }
  History Read(const std::string& folder = "versions") {
    absl::StatusOr<History> history = ReadHistory(StrCat("alembic:", root_, "/", folder));
    EXPECT_TRUE(history.ok()) << history.status();
    return history.ok() ? *std::move(history) : History{};
  }

  std::string root_;
};

std::vector<std::string> Ids(const History& history) {
  std::vector<std::string> ids;
  for (const Revision& revision : history.revisions) ids.push_back(revision.id);
  return ids;
}
std::vector<std::string> Codes(const History& history) {
  std::vector<std::string> codes;
  for (const Diagnostic& d : history.diagnostics.list()) codes.push_back(d.code);
  return codes;
}
std::vector<std::string> UpTo(const History& history, const std::vector<std::string>& ids) {
  std::vector<std::string> out;
  for (const Revision* revision : history.UpTo(ids)) out.push_back(revision->id);
  return out;
}
const Diagnostic* Find(const History& history, std::string_view code) {
  for (const Diagnostic& d : history.diagnostics.list()) {
    if (d.code == code) return &d;
  }
  return nullptr;
}

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

TEST_F(AlembicHistory, ProjectsAreFoundFromAnyOfTheirDirectories) {
  Write("alembic.ini", "[alembic]\nscript_location = %(here)s/db/scripts\n");
  Write("db/scripts/env.py", "context.configure(version_table='v', version_table_schema=\"s\")\n");
  Revise("a", "None", "", "db/scripts/versions");
  for (const std::string folder : {"", "/db/scripts", "/db/scripts/versions"}) {
    const absl::StatusOr<History> history = ReadHistory(root_ + folder);
    ASSERT_TRUE(history.ok()) << folder << ": " << history.status();
    EXPECT_THAT(Ids(*history), ElementsAre("a")) << folder;
    EXPECT_EQ(history->bookkeeping->table, "v") << folder;
    EXPECT_EQ(history->bookkeeping->schema, "s") << folder;
    EXPECT_EQ(history->bookkeeping->version_column, "version_num");
  }
  EXPECT_FALSE(ReadHistory(root_ + "/db").ok());
}

TEST_F(AlembicHistory, SeveralVersionLocations) {
  Write("alembic.ini",
        "[alembic]\n# a comment\nscript_location = scripts\nversion_path_separator = :\n"
        "version_locations = %(here)s/one:two\n\n[other]\nscript_location = wrong\n");
  Write("scripts/env.py", "");
  Revise("a", "None", "", "one");
  Revise("b", "'a'", "", "two");
  Revise("c", "'b'", "", "two/nested");
  EXPECT_THAT(Ids(Read("")), ElementsAre("a", "b"));
  Write("alembic.ini",
        "[alembic]\nscript_location = scripts\nversion_locations = one two\n"
        "recursive_version_locations = true\n");
  EXPECT_THAT(Ids(Read("")), ElementsAre("a", "b", "c"));
}

TEST_F(AlembicHistory, PyprojectAndPackages) {
  Write("pyproject.toml",
        "[project]\nname = \"x\"\n[tool.alembic]\nscript_location = \"my.app:migrations\"\n");
  Write("src/my/app/migrations/env.py", "");
  Revise("a", "None", "", "src/my/app/migrations/versions");
  EXPECT_THAT(Ids(Read("")), ElementsAre("a"));
}

TEST_F(AlembicHistory, WhatIsNotThereIsSaid) {
  const auto error = [](const std::string& source) {
    return std::string(ReadHistory(source).status().message());
  };
  EXPECT_THAT(error(StrCat("alembic:", root_, "/none")), HasSubstr("does not exist"));
  EXPECT_THAT(error(StrCat("alembic:", root_)), HasSubstr("no Alembic project in"));
  EXPECT_THAT(error(root_), HasSubstr("no migrations found"));
  Write("env.py", "");
  fs::create_directory(root_ + "/versions");
  EXPECT_THAT(error(StrCat("alembic:", root_)), HasSubstr("no revision file in"));
  Revise("a", "None");
  Write("x.sql", "SELECT 1");
  EXPECT_THAT(error(root_), AllOf(HasSubstr("alembic:"), HasSubstr("sql:")));
  EXPECT_TRUE(ReadHistory(StrCat("sql:", root_)).ok());
}

constexpr std::string_view kConfigured =
    "from alembic import context\n"
    "def run():\n"
    "    context.configure(connection=None, target_metadata=target_metadata)\n"
    "run()\n";
constexpr std::string_view kUnnamed =
    "import sqlalchemy as sa\nfrom alembic import op\nrevision = 'a'\ndown_revision = None\n"
    "def upgrade():\n"
    "    op.create_unique_constraint(None, 't', ['x'])\n"
    "    op.create_unique_constraint('own', 't', ['x'])\n"
    "    op.create_check_constraint(op.f('final'), 't', 'x > 0')\n";

std::vector<std::string> Sql(const Revision& revision) {
  std::vector<std::string> out;
  for (const auto& text : revision.up) out.push_back(text->text());
  return out;
}

TEST_F(AlembicHistory, NamingConventionsOfTheModels) {
  Write("env.py",
        StrCat("from app.models import Base\ntarget_metadata = Base.metadata\n", kConfigured));
  Write("app/models/__init__.py", "from .base import *\n");
  Write(
      "app/models/base.py",
      "from sqlalchemy import MetaData\nfrom sqlalchemy.orm import DeclarativeBase\n"
      "class Base(DeclarativeBase):\n"
      "    metadata = MetaData(naming_convention={'uq': 'uq_%(table_name)s_%(column_0_name)s'})\n");
  Write("versions/a.py", kUnnamed);
  fs::rename(root_ + "/app", root_ + "/src");
  // Python finds it where alembic.ini says, in `src`, or beside the script directory.
  Write("alembic.ini", "[alembic]\nscript_location = %(here)s\nprepend_sys_path = lib\n");
  fs::create_directory(root_ + "/lib");
  fs::rename(root_ + "/src", root_ + "/lib/app");
  const History history = Read("");
  EXPECT_THAT(Codes(history), IsEmpty());
  EXPECT_THAT(Sql(history.revisions[0]),
              ElementsAre("ALTER TABLE t ADD CONSTRAINT uq_t_x UNIQUE (x)",
                          "ALTER TABLE t ADD CONSTRAINT own UNIQUE (x)",
                          "ALTER TABLE t ADD CONSTRAINT final CHECK (x > 0)"));
}

TEST_F(AlembicHistory, NamingConventionsThatCannotBeReadAreTold) {
  Write("env.py", StrCat("from flask import current_app\n"
                         "target_metadata = current_app.extensions['migrate'].db.metadata\n",
                         kConfigured));
  Write("versions/a.py", kUnnamed);
  Write("alembic.ini", "[alembic]\nscript_location = .\n");
  // Nobody sets any.
  History history = Read("");
  EXPECT_THAT(Codes(history), ElementsAre("alembic.naming-convention"));
  EXPECT_EQ(history.diagnostics.list()[0].level, DiagnosticLevel::kNote);
  EXPECT_THAT(history.diagnostics.list()[0].location.ToString(), HasSubstr("env.py:5"));
  EXPECT_THAT(history.revisions[0].up, SizeIs(3));
  // Somebody does.
  Write("app/db.py", "db = SQLAlchemy(metadata=MetaData(naming_convention={}))\n");
  Write("env/pyvenv.cfg", "");
  Write("env/lib.py", "naming_convention");
  history = Read("");
  EXPECT_THAT(Codes(history), ElementsAre("alembic.naming-convention", "alembic.cannot-evaluate"));
  EXPECT_EQ(history.diagnostics.list()[0].level, DiagnosticLevel::kWarning);
  EXPECT_THAT(history.diagnostics.list()[0].message,
              AllOf(HasSubstr("app/db.py"), Not(HasSubstr("env/lib.py"))));
  EXPECT_THAT(history.diagnostics.list()[1].location.ToString(), HasSubstr("versions/a.py:6"));
  EXPECT_THAT(history.revisions[0].unread, SizeIs(1));
  EXPECT_THAT(history.revisions[0].up, SizeIs(2));
  // They may change given names.
  Write("app/names.py", "ck = 'ck_%(table_name)s_%(constraint_name)s'  # naming_convention\n");
  history = Read("");
  EXPECT_THAT(history.revisions[0].unread, SizeIs(2));
  EXPECT_THAT(Sql(history.revisions[0]),
              ElementsAre("ALTER TABLE t ADD CONSTRAINT final CHECK (x > 0)"));
}

TEST_F(AlembicHistory, ConfigurationsThatDiffer) {
  Write("env.py",
        "from alembic import context\nfrom sqlalchemy import MetaData\n"
        "one = MetaData(naming_convention={'uq': 'a'})\ntwo = MetaData()\n"
        "def offline(): context.configure(target_metadata=one)\n"
        "async def online(): context.configure(target_metadata=(\n    two  # here\n))\n");
  Write("versions/a.py", kUnnamed);
  const History history = Read("");
  EXPECT_THAT(Codes(history), ElementsAre("alembic.naming-convention", "alembic.cannot-evaluate"));
  EXPECT_THAT(Find(history, "alembic.naming-convention")->message,
              HasSubstr("which of several calls"));
}

TEST_F(AlembicHistory, ModulesOfTheProjectAreRead) {
  Write("alembic.ini", "[alembic]\nscript_location = migrations\n");
  Write("migrations/env.py", "");
  Write("app/__init__.py", "from .two import B\nA = 'a'\n");
  Write("app/two.py",
        "import app\nfrom app import A as EARLY\nB = 'b'\ndef late(): return app.A\n");
  Write("app/sub/helper.py",
        "from alembic import op\nfrom ..two import B\nfrom . import broken\n"
        "def make(name):\n    op.execute(f'CREATE TABLE {name}_{B} ()')\n"
        "def bad():\n    op.execute(broken.x)\n");
  Write("app/sub/broken.py", "x = (\n");
  Write("app/endless.py", "x = 1\nwhile True: x += 1\n");
  Write("migrations/versions/a.py",
        "from alembic import op\nimport app.two\nfrom app.sub.helper import make, bad\n"
        "from app import endless, missing\n"
        "revision = 'a'\ndown_revision = None\n"
        "def upgrade():\n"
        "    make('x')\n"
        "    op.execute('CREATE TABLE ' + app.two.late() + ' ()')\n"
        "    bad()\n"
        "    op.execute(app.two.EARLY)\n"
        "    op.execute(endless.x)\n"
        "    missing()\n");
  const History history = Read("");
  const Revision& revision = history.revisions[0];
  EXPECT_THAT(Sql(revision), ElementsAre("CREATE TABLE x_b ()", "CREATE TABLE a ()"));
  EXPECT_EQ(revision.up[0]->Locate(0).line, 8u);
  EXPECT_THAT(revision.unread,
              ElementsAre(HasSubstr("cannot be read"), HasSubstr("while it is itself being run"),
                          HasSubstr("computes longer"), HasSubstr("'app.missing'")));
  EXPECT_THAT(history.diagnostics.list()[0].location.ToString(), HasSubstr("app/sub/helper.py:7"));
}

TEST_F(AlembicHistory, ModulesThatImportEachOtherWithoutEnd) {
  Write("alembic.ini", "[alembic]\nscript_location = migrations\n");
  Write("migrations/env.py", "import m0\ntarget_metadata = m0.metadata\n");
  for (int i = 0; i < 300; ++i) {
    Write(StrCat("m", i, ".py"), StrCat("import m", i + 1, "\nmetadata = m", i + 1, ".metadata\n"));
  }
  Revise("a", "None", "import m0", "migrations/versions");
  const History history = Read("");
  EXPECT_THAT(history.revisions[0].up, SizeIs(1));
  EXPECT_THAT(Codes(history), ElementsAre("alembic.naming-convention"));
}

TEST(IniValue, ReadsSectionsAndContinuations) {
  constexpr std::string_view kText =
      "[a]\nx = 1\n[b]\n; comment\nX : two\n  three\n# no\ny=\"quoted\"\n";
  EXPECT_EQ(IniValue(kText, "a", "x"), "1");
  EXPECT_EQ(IniValue(kText, "b", "x"), "two\nthree");
  EXPECT_EQ(IniValue(kText, "b", "y"), "quoted");
  EXPECT_EQ(IniValue(kText, "b", "z"), std::nullopt);
}

TEST(IniValue, Interpolates) {
  constexpr std::string_view kText =
      "[DEFAULT]\nscript_location = %(here)s/db\nloop = %(loop)s\n"
      "[alembic]\nversion_locations = %(script_location)s/a 100%%\n";
  EXPECT_EQ(InterpolatedIniValue(kText, "alembic", "version_locations", "/p"), "/p/db/a 100%");
  EXPECT_EQ(InterpolatedIniValue(kText, "alembic", "loop", "/p"), "");
  EXPECT_EQ(InterpolatedIniValue(kText, "alembic", "none", "/p"), std::nullopt);
}

}  // namespace
}  // namespace schemadiff
