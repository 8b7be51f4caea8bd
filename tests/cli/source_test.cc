// What can stand for a SOURCE, and what is said where something cannot.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/strings.h"
#include "tests/cli/tool.h"
#include "tests/support/golden.h"

namespace schemadiff::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SourceTest : public ::testing::Test {
 protected:
  ToolResult Tool(std::vector<std::string> arguments, std::string input = {}) const {
    return RunTool(arguments, {.input = std::move(input), .directory = place_.path()});
  }
  // The one line on standard error of a run that could not be done.
  std::string Complaint(std::vector<std::string> arguments) const {
    const ToolResult result = Tool(std::move(arguments));
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << result.err;
    return result.err;
  }

  TemporaryDirectory place_;
};

TEST_F(SourceTest, FilesDirectoriesAndStandardInputGiveTheSame) {
  const std::string sql = "CREATE TABLE t (id int PRIMARY KEY, name text);\n";
  place_.Write("schema.sql", sql);
  place_.Write("migrations/0001_first.sql", sql);
  const std::string text = Tool({"replay", "schema.sql"}).out;
  EXPECT_THAT(text, HasSubstr("table public.t\n"));
  EXPECT_EQ(Tool({"replay", "-"}, sql).out, text);
  EXPECT_EQ(Tool({"replay", "migrations"}).out, text);
  EXPECT_EQ(Tool({"replay", "sql:migrations"}).out, text);
  EXPECT_EQ(Tool({"snapshot", "schema.sql", "-o", "s.json"}).exit_code, 0);
  EXPECT_EQ(Tool({"replay", "s.json"}).out, text);
  place_.Write("renamed", ReadFile(place_.path() + "/s.json"));
  EXPECT_EQ(Tool({"replay", "renamed"}).out, text);  // by its content
  const ToolResult same = Tool({"diff", "s.json", "migrations"});
  EXPECT_EQ(same.exit_code, 0) << same.out;
  EXPECT_THAT(same.out, ::testing::StartsWith("IN SYNC: both sides are the same\n"));
}

TEST_F(SourceTest, PipesAreSql) {
  place_.Write("a.sql", "CREATE TABLE t (a int);");
  const ToolResult result = RunShell(StrCat("cd ", place_.path(), " && bash -c '", ToolPath(),
                                            " diff <(cat a.sql) <(cat a.sql a.sql | head -c 23)'"));
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
}

TEST_F(SourceTest, UrlsOfSqlAlchemyAreConnections) {
  const ToolResult result = Tool({"replay", "postgresql+asyncpg://me:secret@127.0.0.1:1/app"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("cannot connect to database \"app\" on 127.0.0.1:1 as me"));
}

TEST_F(SourceTest, ASnapshotOfAReplayIsTheSameEveryTime) {
  place_.Write("schema.sql", "CREATE TABLE t (id serial PRIMARY KEY); CREATE INDEX ON t (id);\n");
  const std::string first = Tool({"snapshot", "schema.sql"}).out;
  EXPECT_EQ(first, Tool({"snapshot", "schema.sql"}).out);
  EXPECT_EQ(first, Tool({"replay", "schema.sql", "--format", "json"}).out);
  EXPECT_THAT(first, HasSubstr("\"tool_version\""));
  EXPECT_THAT(first, HasSubstr("\"server_version\": 170000"));
}

TEST_F(SourceTest, WhatIsNotThereIsSaid) {
  EXPECT_THAT(Complaint({"replay", "nowhere.sql"}), HasSubstr("\"nowhere.sql\" does not exist"));
  EXPECT_THAT(Complaint({"replay", "a/b"}), HasSubstr("\"a/b\" does not exist"));
  EXPECT_THAT(Complaint({"replay", "nowhere"}), HasSubstr("does not exist, and is no connection"));
  EXPECT_THAT(Complaint({"replay", ""}), HasSubstr("a SOURCE is empty"));
  // As where a variable of the shell is not set.
  EXPECT_THAT(Complaint({"check", "--db=", "--migrations", "m"}),
              HasSubstr("--db: a SOURCE is empty"));
  EXPECT_THAT(Complaint({"replay", "flying:circus"}), HasSubstr("names no migration tool"));
  EXPECT_THAT(Complaint({"replay", "sql:nowhere"}), HasSubstr("nowhere"));
  EXPECT_THAT(Complaint({"replay", "mysql://root@db/app"}),
              HasSubstr("connections begin with postgresql://, not with mysql://"));
  place_.Write("empty/readme.txt", "nothing");
  EXPECT_THAT(Complaint({"replay", "empty"}), HasSubstr("no migrations found"));
}

TEST_F(SourceTest, WhatIsNoTextIsSaid) {
  EXPECT_EQ(Tool({"snapshot", "-", "-o", "s.json"}, "CREATE TABLE t (a int);").exit_code, 0);
  const std::string whole = ReadFile(place_.path() + "/s.json");
  place_.Write("cut.json", whole.substr(0, whole.size() / 2));
  EXPECT_THAT(Complaint({"replay", "cut.json"}), HasSubstr("cut.json: not valid JSON"));
  place_.Write("other.json", "{}");
  EXPECT_THAT(Complaint({"replay", "other.json"}), HasSubstr("not a schema-diff snapshot"));
  place_.Write("newer.json", "{\"schema_diff_snapshot\": {\"format\": 999}, \"objects\": []}");
  EXPECT_THAT(Complaint({"replay", "newer.json"}), HasSubstr("format 999"));
  place_.Write("dump", "PGDMP\x01\x0e");
  EXPECT_THAT(Complaint({"replay", "dump"}), HasSubstr("pg_restore -s -f dump.sql dump"));
  place_.Write("dump.gz", "\x1f\x8b\x08");
  EXPECT_THAT(Complaint({"replay", "dump.gz"}), HasSubstr("is compressed"));
  place_.Write("notes.txt", "hello");
  EXPECT_THAT(Complaint({"replay", "notes.txt"}), HasSubstr("is a file of unknown type"));
  place_.Write("nul.sql", std::string("SELECT 1;\n\0", 11));
  EXPECT_THAT(Complaint({"diff", "nul.sql", "s.json"}),
              HasSubstr("nul.sql:2:1: the file is no text"));
  place_.Write("m/1.sql", std::string("SELECT 1;\n\0", 11));
  EXPECT_THAT(Complaint({"replay", "m"}), HasSubstr("m/1.sql:2:1: the file is no text"));
}

TEST_F(SourceTest, WhatWasNotReadIsDoubtful) {
  place_.Write("both.sql", "CREATE TABLE t (a int); CREATE TABLE u (a int);");
  place_.Write("cut.sql", "CREATE TABLE t (a int);\nSELECT 'CREATE TABLE u (a int)' \\gexec\n");
  const ToolResult diff = Tool({"diff", "cut.sql", "both.sql"});
  EXPECT_EQ(diff.exit_code, 4) << diff.out;
  EXPECT_THAT(diff.out, HasSubstr("cut.sql was not understood in full, and may have made it"));
  // A snapshot remembers.
  EXPECT_EQ(Tool({"snapshot", "cut.sql", "-o", "s.json"}).exit_code, 4);
  const ToolResult later = Tool({"diff", "s.json", "both.sql"});
  EXPECT_EQ(later.exit_code, 4) << later.out;
  EXPECT_THAT(later.out, HasSubstr("s.json (snapshot of SQL for PostgreSQL 17)"));
}

TEST_F(SourceTest, WhatCodeMayHaveMadeIsDoubtful) {
  place_.Write("a.sql",
               "DO $$ BEGIN EXECUTE format('CREATE TABLE %I ()', current_setting('a.b')); END $$;\n"
               "CREATE TABLE t (a int);");
  place_.Write("b.sql", "CREATE TABLE t (a int); CREATE TABLE x1 ();");
  const ToolResult result = Tool({"diff", "a.sql", "b.sql"});
  EXPECT_EQ(result.exit_code, 4) << result.out;
  EXPECT_THAT(result.out, HasSubstr("the code that runs at a.sql:1:1 was not understood in full"));
}

TEST_F(SourceTest, OnlyAHistoryHasRevisions) {
  place_.Write("a.sql", "CREATE TABLE t (a int);");
  EXPECT_THAT(Complaint({"replay", "a.sql", "--at", "1"}), HasSubstr("a.sql is none"));
  EXPECT_THAT(Complaint({"diff", "a.sql", "a.sql", "--at", "1"}),
              HasSubstr("a.sql and a.sql are none"));
  EXPECT_EQ(Tool({"snapshot", "a.sql", "-o", "s.json"}).exit_code, 0);
  EXPECT_THAT(Complaint({"replay", "s.json", "--server-version", "15"}),
              HasSubstr("--server-version says how to replay"));
}

TEST_F(SourceTest, OnlyOneSideIsStandardInput) {
  EXPECT_THAT(Complaint({"diff", "-", "-"}), HasSubstr("only one side can be standard input"));
}

TEST_F(SourceTest, SecretsAreNotRepeated) {
  place_.Write("m/1.sql", "CREATE TABLE t (a int);");
  const std::string secret = "hunter2";
  for (const std::string& db :
       {"postgresql://app:" + secret + "@127.0.0.1:1/app", "postgresql//app:" + secret + "@db/app",
        "postgresq://app:" + secret + "@db/app", "postgresql://app:" + secret + "@db@x/app",
        "host=127.0.0.1 port=1 user=app password=" + secret,
        "host=127.0.0.1 port=1 pasword=" + secret, "host 127.0.0.1 password " + secret}) {
    for (const char* format : {"text", "json"}) {
      const ToolResult result =
          Tool({"check", "--db", db, "--migrations", "m", "--format", format, "-v", "-v"});
      EXPECT_EQ(result.exit_code, 2) << db;
      EXPECT_THAT(result.out + result.err, Not(HasSubstr(secret))) << db;
      EXPECT_THAT(result.err, HasSubstr("schema-diff: could not check: ")) << db;
    }
  }
}

TEST_F(SourceTest, AnUnreachableServerIsNamed) {
  place_.Write("m/1.sql", "CREATE TABLE t (a int);");
  const ToolResult result =
      Tool({"check", "--db", "host=127.0.0.1 port=1 user=app dbname=shop", "--migrations", "m"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("shop"));
  EXPECT_THAT(result.err, HasSubstr("127.0.0.1"));
  EXPECT_THAT(result.err, HasSubstr("onnection refused"));
}

TEST_F(SourceTest, MixedUpSidesAreExplained) {
  place_.Write("m/1.sql", "CREATE TABLE t (a int);");
  EXPECT_THAT(Complaint({"check", "--db", "m", "--migrations", "m"}),
              HasSubstr("schema-diff diff"));
  EXPECT_THAT(Complaint({"check", "--db", "m/1.sql", "--migrations", "host=x"}),
              HasSubstr("--migrations is a connection"));
  EXPECT_THAT(Complaint({"history", "m/1.sql"}), HasSubstr("only those have a history"));
}

TEST_F(SourceTest, NothingToCompareIsNotInSync) {
  place_.Write("empty.sql", "-- nothing\n");
  place_.Write("full.sql", "CREATE TABLE t (a int);\n");
  EXPECT_THAT(Complaint({"diff", "empty.sql", "empty.sql"}), HasSubstr("nothing to compare"));
  EXPECT_THAT(Complaint({"diff", "full.sql", "full.sql", "--schema", "absent"}),
              HasSubstr("--schema and --exclude leave no object"));
  EXPECT_EQ(Tool({"diff", "full.sql", "full.sql"}).exit_code, 0);
  place_.Write("wrong.sql", "CREATE TABLE t (a int;\n");
  EXPECT_THAT(Complaint({"diff", "empty.sql", "wrong.sql"}),
              HasSubstr("neither side has any object; wrong.sql:1:22: error: syntax error"));
}

TEST_F(SourceTest, DiffTellsWhatDiffers) {
  place_.Write("a.sql", "CREATE TABLE t (a int, b varchar(10));\nCREATE TABLE gone (x int);\n");
  place_.Write("b.sql", "CREATE TABLE t (a int, b varchar(20));\nCREATE TABLE new (x int);\n");
  const ToolResult result = Tool({"diff", "a.sql", "b.sql"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, ::testing::StartsWith("DRIFT: "));
  EXPECT_THAT(result.out, HasSubstr("\ndrift (3): actual is not as expected\n"));
  EXPECT_THAT(result.out, HasSubstr("missing     table public.gone, with 1 column"));
  EXPECT_THAT(result.out, HasSubstr("unexpected  table public.new, with 1 column"));
  EXPECT_THAT(result.out, HasSubstr("type  expected character varying(10)   actual character "
                                    "varying(20)"));
  EXPECT_THAT(result.out, HasSubstr("a.sql:1"));
  const ToolResult json = Tool({"diff", "a.sql", "b.sql", "--format", "json"});
  EXPECT_EQ(json.exit_code, 1);
  ExpectValidJson("engine/report/report.schema.json", json.out);
  const ToolResult lenient = Tool({"diff", "a.sql", "b.sql", "--fail-on", "pending"});
  EXPECT_EQ(lenient.exit_code, 0);
  EXPECT_THAT(lenient.out, ::testing::StartsWith("DRIFT: "));
  EXPECT_THAT(lenient.out, HasSubstr("exit code    0, by --fail-on"));
  const ToolResult lenient_json =
      Tool({"diff", "a.sql", "b.sql", "--fail-on", "pending", "--format", "json"});
  EXPECT_EQ(lenient_json.exit_code, 0);
  EXPECT_THAT(lenient_json.out, HasSubstr("\"verdict\": \"drift\",\n  \"exit_code\": 0"));
}

TEST_F(SourceTest, FiltersTakeWholeTables) {
  place_.Write("a.sql", "CREATE TABLE t (a int);\n");
  place_.Write("b.sql",
               "CREATE TABLE t (a int);\n"
               "CREATE TABLE celery_task (id serial PRIMARY KEY, n int);\n"
               "CREATE INDEX other_name ON celery_task (n);\n");
  EXPECT_EQ(Tool({"diff", "a.sql", "b.sql"}).exit_code, 1);
  EXPECT_EQ(Tool({"diff", "a.sql", "b.sql", "--schema", "pub*"}).exit_code, 1);
  const ToolResult excluded =
      Tool({"diff", "a.sql", "b.sql", "--schema", "p?blic", "--exclude", "public.celery_*"});
  EXPECT_EQ(excluded.exit_code, 0) << excluded.out;
  EXPECT_EQ(Tool({"diff", "a.sql", "b.sql", "--exclude", "other"}).exit_code, 1);
  // A snapshot and SQL hold what is left.
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"snapshot", "b.sql"},
        std::vector<std::string>{"replay", "b.sql", "--format", "sql"}}) {
    std::vector<std::string> arguments = command;
    EXPECT_THAT(Tool(arguments).out, HasSubstr("other_name"));
    arguments.insert(arguments.end(), {"--exclude", "public.celery_*"});
    const std::string out = Tool(arguments).out;
    EXPECT_THAT(out, Not(HasSubstr("celery")));
    EXPECT_THAT(out, Not(HasSubstr("other_name")));
  }
}

TEST_F(SourceTest, PsqlsCommandsAreUnderstoodInFilesAndInDirectories) {
  place_.Write("m/1_first.sql",
               "\\set ON_ERROR_STOP on\n\\restrict abc\n\\connect shop\n"
               "CREATE TABLE t (a int);\n\\ir parts/u.sql\n"
               "COPY t (a) FROM stdin;\n1\nDROP TABLE t;\n\\.\n"
               "\\echo done\nALTER TABLE t ADD b text;\n\\unrestrict abc\n");
  place_.Write("m/parts/u.sql", "CREATE TABLE u (a int);\nCREATE TABLE u (a int);\n");
  place_.Write("same.sql", "CREATE TABLE t (a int, b text); CREATE TABLE u (a int);");
  for (const char* source : {"m/1_first.sql", "m"}) {
    const ToolResult result = Tool({"diff", source, "same.sql", "--fail-on", "drift"});
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr("relation \"u\" already exists"));
    EXPECT_THAT(result.out, HasSubstr("m/parts/u.sql:2"));
    EXPECT_THAT(result.out, HasSubstr("1 error"));
  }
  // What a command of the shell would give is not known.
  place_.Write("m/2_second.sql", "\\i missing.sql\nSELECT 1 \\gexec\n");
  const ToolResult unread = Tool({"history", "m"});
  EXPECT_EQ(unread.exit_code, 4);
  EXPECT_THAT(unread.out, HasSubstr("m/2_second.sql:1"));
  EXPECT_THAT(unread.out, HasSubstr("m/2_second.sql:2"));
  EXPECT_THAT(unread.out, HasSubstr("! not read: "));
}

TEST_F(SourceTest, ASyntaxErrorNamesItsRevision) {
  place_.Write("m/1_first.sql", "CREATE TABLE t (a int);\n");
  place_.Write("m/2_second.sql", "\nCREATE TABEL u (a int);\n");
  const ToolResult result = Tool({"history", "m"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.out, HasSubstr("HISTORY: 2 revisions, 1 root, 1 head, 1 error, 1 revision "
                                    "would fail\n"));
  EXPECT_THAT(result.out, HasSubstr("m/2_second.sql:2 (revision 2_second)"));
}

// A migration in Alembic's style, without its comments.
std::string Migration(const std::string& id, const std::string& parent, const std::string& body) {
  return StrCat("from alembic import op\nimport sqlalchemy as sa\nimport os\nrevision = '", id,
                "'\ndown_revision = ", parent.empty() ? "None" : StrCat("'", parent, "'"),
                "\ndef upgrade():\n", body, "\ndef downgrade():\n    pass\n");
}

TEST_F(SourceTest, AHistoryWithGapsIsNotFollowed) {
  const std::string table = "    op.execute('CREATE TABLE t (a int)')";
  place_.Write("m/versions/a1.py", Migration("a1", "", table));
  place_.Write("m/versions/c3.py", Migration("c3", "b2", "    pass"));
  place_.Write("db.sql", "CREATE TABLE t (a int);");
  const std::string parent = "m/versions/c3.py:4: the revision \"c3\" builds on \"b2\", which is";
  EXPECT_THAT(Complaint({"check", "--db", "db.sql", "--migrations", "m"}), HasSubstr(parent));
  EXPECT_THAT(Complaint({"status", "--db", "db.sql", "--migrations", "m"}), HasSubstr(parent));
  EXPECT_THAT(Complaint({"diff", "m", "db.sql"}), HasSubstr(parent));
  EXPECT_THAT(Complaint({"replay", "m"}), HasSubstr(parent));
  // The file itself is the first thing to mend.
  place_.Write("m/versions/b2.py", Migration("b2", "a1", "    op.execute('unfinished"));
  const std::string complaint = Complaint({"check", "--db", "db.sql", "--migrations", "m"});
  EXPECT_THAT(complaint, HasSubstr("m/versions/b2.py:7:"));
  EXPECT_THAT(complaint, HasSubstr("(and 1 more such error)"));
  // The diagram shows what there is.
  const ToolResult history = Tool({"history", "m"});
  EXPECT_EQ(history.exit_code, 4);
  EXPECT_THAT(history.out, HasSubstr("o c3"));
  EXPECT_THAT(history.out, HasSubstr("m/versions/b2.py:7"));

  place_.Write("m/versions/b2.py", Migration("b2", "a1", "    pass"));
  EXPECT_EQ(Tool({"diff", "m", "db.sql"}).exit_code, 0);
}

TEST_F(SourceTest, AlembicCommitsWhatAnAutocommitBlockLeavesOpen) {
  place_.Write("m/versions/a1.py", Migration("a1", "",
                                             "    with op.get_context().autocommit_block():\n"
                                             "        op.execute('CREATE TABLE t (a int)')\n"
                                             "    op.execute('ALTER TABLE t ADD b int')"));
  place_.Write("db.sql", "CREATE TABLE t (a int, b int);");
  EXPECT_EQ(Tool({"diff", "m", "db.sql"}).exit_code, 0);
}

TEST_F(SourceTest, WhatAMigrationMayHaveMadeIsNotCalledUnmanaged) {
  place_.Write("m/versions/a1.py", Migration("a1", "",
                                             "    op.execute('CREATE TABLE t (a int)')\n"
                                             "    op.execute(os.environ['STATEMENT'])"));
  place_.Write("db.sql", "CREATE TABLE t (a int); CREATE TABLE u (a int);");
  const ToolResult result = Tool({"diff", "m", "db.sql"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.out, HasSubstr("unexpected?  table public.u"));
  EXPECT_THAT(result.out,
              HasSubstr("revision a1 was not understood in full, and may have made it"));
  EXPECT_THAT(result.out, HasSubstr("m/versions/a1.py:8"));
}

TEST_F(SourceTest, ATableThatCouldNotBeReadIsNotMissedLater) {
  place_.Write("m/versions/a1.py",
               Migration("a1", "",
                         "    op.create_table('t', sa.Column('id', sa.Integer),\n"
                         "                    sa.Column('v', os.environ['TYPE']))\n"
                         "    op.create_index('i', 't', ['id'])\n"
                         "    op.create_table('s', sa.Column('id', sa.Integer))"));
  place_.Write("db.sql", "CREATE TABLE t (id int, v text); CREATE INDEX i ON t (id);");
  const ToolResult result = Tool({"diff", "m", "db.sql"});
  EXPECT_THAT(result.out, Not(HasSubstr("does not exist")));
  EXPECT_THAT(result.out, HasSubstr("unexpected?  table public.t"));
  EXPECT_THAT(result.out, HasSubstr("revision a1 was not read in full, and may change it"));
  // What was read is compared.
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, ::testing::StartsWith("DRIFT: 1 table missing"));
}

TEST_F(SourceTest, LongPathsStayWhole) {
  const std::string path =
      StrCat("m/", std::string(90, 'x'), "/0001_", std::string(60, 'y'), ".sql");
  place_.Write(path, "CREATE TABLE t (a nosuchtype);");
  const ToolResult result = RunTool({"history", path.substr(0, path.rfind('/'))},
                                    {.environment = {"COLUMNS=60"}, .directory = place_.path()});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.out, HasSubstr(StrCat(path, ":1")));
}

TEST_F(SourceTest, WhatIsNotUnderstoodIsLoud) {
  place_.Write("a.sql", "CREATE TABLE t (a int);\nCREATE TABLE u (b nosuchtype);\n");
  const ToolResult replay = Tool({"replay", "a.sql"});
  EXPECT_EQ(replay.exit_code, 4);
  EXPECT_THAT(replay.err, HasSubstr("a.sql:2"));
  EXPECT_THAT(replay.err, HasSubstr("42704"));
  EXPECT_THAT(replay.out, HasSubstr("table public.t"));
  EXPECT_EQ(Tool({"diff", "a.sql", "a.sql"}).exit_code, 4);
}

TEST_F(SourceTest, WhatIsNotComputedIsAGapInTheCatalog) {
  place_.Write(
      "a.sql",
      "CREATE TABLE t (a int);\n"
      "CREATE VIEW v AS SELECT x FROM xmltable('/a' PASSING ('<a/>'::xml) COLUMNS x int);\n"
      "CREATE VIEW w AS SELECT x FROM xmltable('/a' PASSING ('<a/>'::xml) COLUMNS x int);\n");
  for (const char* command : {"replay", "snapshot"}) {
    const ToolResult result = Tool({command, "a.sql"});
    EXPECT_EQ(result.exit_code, 4) << result.err;
    // Two that say the same are one entry.
    EXPECT_THAT(result.err, HasSubstr("(2 times)"));
    EXPECT_THAT(result.err, HasSubstr("a.sql:2,3"));
  }
}

TEST_F(SourceTest, APatternThatMatchesNothingIsNamed) {
  place_.Write("a.sql", "CREATE TABLE t (a int); CREATE SCHEMA s; CREATE TABLE s.u (a int);");
  const std::vector<std::string> patterns = {"--schema",  "public", "--schema",  "publik",
                                             "--exclude", "s.u",    "--exclude", "public.x*"};
  for (std::vector<std::string> command :
       {std::vector<std::string>{"diff", "a.sql", "a.sql"}, {"replay", "a.sql"}}) {
    command.insert(command.end(), patterns.begin(), patterns.end());
    const ToolResult result = Tool(command);
    EXPECT_EQ(result.exit_code, 0);
    const std::string text = result.out + result.err;
    EXPECT_THAT(text, HasSubstr("nothing matches --schema \"publik\""));
    EXPECT_THAT(text, HasSubstr("nothing matches --exclude \"public.x*\""));
    EXPECT_THAT(text, HasSubstr("2 warnings"));
  }
}

TEST_F(SourceTest, AnotherOrderIsCalledThat) {
  place_.Write("a.sql", "CREATE TABLE t (a int, b int);");
  place_.Write("b.sql", "CREATE TABLE t (b int, a int);");
  EXPECT_THAT(Tool({"diff", "a.sql", "b.sql"}).out,
              ::testing::StartsWith("IN SYNC: nothing but 1 column in another order\n"));
}

// Each attribute goes back to what set it.
TEST_F(SourceTest, AttributesHaveTheirOwnOrigins) {
  place_.Write("m/1_a.sql", "CREATE TABLE t (a int);");
  place_.Write("m/2_b.sql", "ALTER TABLE t ALTER a SET DEFAULT 1;");
  place_.Write("m/3_c.sql", "ALTER TABLE t ALTER a TYPE bigint;");
  place_.Write("db.sql", "CREATE TABLE t (a text);");
  const std::string text = Tool({"diff", "m", "db.sql"}).out;
  EXPECT_THAT(text, HasSubstr("since 3_c (m/3_c.sql:1)"));
  EXPECT_THAT(text, HasSubstr("since 2_b (m/2_b.sql:1)"));
  EXPECT_LT(text.find("type "), text.find("since 3_c"));
  EXPECT_LT(text.find("since 3_c"), text.find("default  "));
}

}  // namespace
}  // namespace schemadiff::testing
