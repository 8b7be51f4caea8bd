// Alembic projects: finding them, their settings, and the modules that they import.
#include "parsers/histories/alembic_project.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/unit/histories/alembic_project_dir.h"

namespace schemadiff {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

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

TEST_F(AlembicHistory, TheConfigurationAboveTheScriptsIsHeeded) {
  Write("scripts/env.py", "");
  Write("alembic.ini",
        "[alembic]\nscript_location = elsewhere\n"
        "[second]\nscript_location = scripts\nversion_table = mine\n"
        "version_locations = %(here)s/scripts/versions %(here)s/plugin\n");
  Revise("a", "None", "", "scripts/versions");
  Revise("b", "'a'", "", "plugin");
  const History history = Read("/scripts");
  EXPECT_THAT(Ids(history), ElementsAre("a", "b"));
  EXPECT_EQ(history.bookkeeping->table, "mine");
  EXPECT_EQ(history.Find("a")->location.file, root_ + "/scripts/versions/a.py");
  // A form that is not read is no reason to find nothing.
  Write("alembic.ini", "[alembic]\nscript_location = scripts\nversion_locations = [\"x\"]\n");
  EXPECT_THAT(Ids(Read("/scripts")), ElementsAre("a"));
  // Somebody else's says nothing about these.
  Write("alembic.ini", "[alembic]\nscript_location = elsewhere\nversion_table = mine\n");
  EXPECT_THAT(Ids(Read("/scripts")), ElementsAre("a"));
  EXPECT_EQ(Read("/scripts").bookkeeping->table, "alembic_version");
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
  EXPECT_EQ(error(root_), "");
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

TEST_F(AlembicHistory, ASearchPathOfEnvLeavesOpenWhereThingsGo) {
  Revise("r1", "None");
  Write("env.py",
        "# search_path = tenant\n"
        "connection.execute(text('SET search_path TO public'))\n");
  EXPECT_EQ(Read("").revisions[0].doubt, "");
  Write("env.py", "x = 1\nconnection.execute(text(f'SET search_path TO {tenant}'))\n");
  const History history = Read("");
  EXPECT_THAT(Codes(history), ::testing::Contains("alembic.search-path"));
  EXPECT_THAT(history.revisions[0].doubt, HasSubstr("env.py:2, which sets search_path,"));
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

TEST_F(AlembicHistory, SqlFilesBesideAreLeftOut) {
  Revise("a", "None", "", "db/versions");
  Write("db/env.py", "");
  Write("db/init.sql", "CREATE TABLE elsewhere ();");
  const absl::StatusOr<History> history = ReadHistory(root_ + "/db");
  ASSERT_TRUE(history.ok()) << history.status();
  EXPECT_EQ(history->tool, "alembic");
  EXPECT_THAT(Codes(*history), ElementsAre("history.sql-ignored"));
  const absl::StatusOr<History> plain = ReadHistory("sql:" + root_ + "/db");
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_THAT(Ids(*plain), ElementsAre("init"));
}

}  // namespace
}  // namespace schemadiff
