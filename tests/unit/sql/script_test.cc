#include "parsers/sql/script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace schemadiff {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
namespace fs = std::filesystem;

// "line: text" of each statement, white space squeezed.
std::vector<std::string> Statements(const ParsedScript& script) {
  std::vector<std::string> out;
  for (const ParsedStatement& statement : script.statements) {
    std::string text = StrCat(statement.location().line, ": ");
    for (const char c : statement.text()) {
      const bool space = c == ' ' || c == '\n';
      if (!space || text.back() != ' ') text += space ? ' ' : c;
    }
    out.push_back(text);
  }
  return out;
}

std::vector<std::string> Messages(const ParsedScript& script) {
  std::vector<std::string> out;
  for (const Diagnostic& diagnostic : script.diagnostics.list())
    out.push_back(FormatDiagnostic(diagnostic));
  return out;
}

ParsedScript Parse(std::string text, const PsqlOptions& options = {}) {
  return ParsePsql(*ReadPsqlText("s.sql", std::move(text), options));
}

void ExpectStatements(const std::string& text, const std::vector<std::string>& statements) {
  const ParsedScript script = Parse(text);
  EXPECT_THAT(Messages(script), IsEmpty()) << text;
  EXPECT_EQ(Statements(script), statements) << text;
}

TEST(Script, PlainSqlIsUntouched) {
  const std::string text = "\xEF\xBB\xBFSELECT a[1:2], a::int; -- \\i x\nSELECT 2";
  const PsqlScript script = *ReadPsqlText("s.sql", text);
  ASSERT_THAT(script.parts, SizeIs(1));
  EXPECT_EQ(script.parts[0].text->text(), text);
  EXPECT_FALSE(script.parts[0].new_session);
  EXPECT_THAT(Statements(ParsePsql(script)),
              ElementsAre("1: SELECT a[1:2], a::int", "2: SELECT 2"));
}

TEST(Script, CommandsThatMeanNothingHere) {
  ExpectStatements(
      "\\set ON_ERROR_STOP on\n\\restrict aBc\n\\echo hello 'x;y' \\pset pager off\n\\timing\n"
      "SELECT 1\n\\p\n, 2;\n\\dt+ public.*\n\\encoding UTF8\n\\x \\\\ SELECT 3;\n\\h ALTER "
      "TABLE;\n\\unrestrict aBc\n",
      {"5: SELECT 1 , 2", "10: SELECT 3"});
}

TEST(Script, BackslashesInLiteralsAndCommentsAreNoCommands) {
  ExpectStatements(
      "SELECT '\\i a', $$\n\\i b\n$$, E'\\'\\i c', \"\\i d\"; -- \\i e\n/* \\i f /* */ \\i g */\n"
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $f$ SELECT 1; \\gexec $f$;",
      {"1: SELECT '\\i a', $$ \\i b $$, E'\\'\\i c', \"\\i d\"",
       "5: CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $f$ SELECT 1; \\gexec $f$"});
}

TEST(Script, CopyData) {
  const ParsedScript script = Parse(
      "CREATE TABLE t (a text);\nCOPY public.t (a) FROM stdin;\nx;y\\\\z\n'\n\\N\n\\.\n\nSELECT "
      "1;\n"
      "COPY t FROM STDIN WITH (FORMAT csv); SELECT 2;\n$$;\n\\.\r\nSELECT 3;\nCOPY t TO "
      "stdout;\nSELECT 4;\n"
      "COPY t FROM 'file';\nSELECT 5;\nCOPY (SELECT a FROM stdin) TO STDOUT;\nSELECT 6");
  EXPECT_THAT(Messages(script), IsEmpty());
  EXPECT_THAT(
      Statements(script),
      ElementsAre("1: CREATE TABLE t (a text)", "2: COPY public.t (a) FROM stdin", "8: SELECT 1",
                  "9: COPY t FROM STDIN WITH (FORMAT csv)", "9: SELECT 2", "12: SELECT 3",
                  "13: COPY t TO stdout", "14: SELECT 4", "15: COPY t FROM 'file'", "16: SELECT 5",
                  "17: COPY (SELECT a FROM stdin) TO STDOUT", "18: SELECT 6"));
  ExpectStatements("COPY t FROM stdout;\n1\n\\.\nSELECT 1",
                   {"1: COPY t FROM stdout", "4: SELECT 1"});
  const ParsedScript open = Parse("COPY t FROM stdin;\n1\n2\n");
  EXPECT_THAT(Statements(open), SizeIs(1));
  EXPECT_THAT(Messages(open),
              ElementsAre(HasSubstr("s.sql:1:1: error: the data of COPY FROM STDIN has no end")));
  const ParsedScript client =
      Parse("\\copy t from stdin csv\n';\n\\.\nSELECT 1;\n\\copy t from 'stdin'\nSELECT 2");
  EXPECT_THAT(Statements(client), ElementsAre("4: SELECT 1", "6: SELECT 2"));
  EXPECT_THAT(Messages(client), ElementsAre(HasSubstr("s.sql:1:1: note: \\copy is skipped"),
                                            HasSubstr("s.sql:5:1: note: \\copy is skipped")));
}

TEST(Script, CommandsThatAreNotUnderstoodAreSaid) {
  const ParsedScript script = Parse(
      "SELECT 1;\n  \\gexec\n\\! rm -rf x\n\\ef f\n\\nonsense a\n\\.\nSELECT 2;\nSELECT 'CREATE "
      "TABLE t()' \\gexec\nSELECT 3;");
  EXPECT_THAT(Statements(script).front(), "1: SELECT 1");
  EXPECT_THAT(
      Messages(script),
      ElementsAre(HasSubstr("s.sql:2:3: error: \\gexec runs what"),
                  HasSubstr("s.sql:3:1: error: \\!"), HasSubstr("s.sql:4:1: error: \\ef"),
                  HasSubstr("s.sql:5:1: error: \\nonsense"), HasSubstr("s.sql:6:1: error: \\."),
                  HasSubstr("s.sql:8:27: error: \\gexec")));
  EXPECT_THAT(Statements(script).back(), "9: SELECT 3");
}

TEST(Script, SendingAndWithdrawing) {
  ExpectStatements(
      "SELECT 1 \\g\nSELECT 2 \\gx out.txt\nSELECT 3 \\r\nSELECT 4\\;SELECT 5 "
      "\\crosstabview\nSELECT 6 AS a \\gdesc\nSELECT 7",
      {"1: SELECT 1", "2: SELECT 2", "4: SELECT 4", "4: SELECT 5", "6: SELECT 7"});
}

TEST(Script, Variables) {
  const ParsedScript script = Parse(
      "\\set s app\n\\set who 'O''Brien' ' \\n'\n\\set path 'C:\\\\x'\n\\set stmt 'SELECT 1; "
      "SELECT :n'\n\\set n 7\n"
      "CREATE TABLE :s.t (a int);\nSELECT :'who', :\"who\", ':s', $$:s$$, a[1:n], b::s, :{?s}, "
      ":{?no};\n"
      "SELECT :'path';\n:stmt + 1;\n-- :no\nSELECT\n  1");
  EXPECT_THAT(Messages(script), IsEmpty());
  EXPECT_THAT(
      Statements(script),
      ElementsAre("6: CREATE TABLE app.t (a int)",
                  "7: SELECT 'O''Brien ', \"O'Brien \", ':s', $$:s$$, a[17], b::s, TRUE, FALSE",
                  "8: SELECT E'C:\\\\x'", "9: SELECT 1", "9: SELECT 7 + 1", "11: SELECT 1"));
}

TEST(Script, UnsetVariables) {
  const ParsedScript script =
      Parse("\\set a 1\n\\unset a\nSELECT :a;\nSELECT x[1:b];\n\\set c :d\nSELECT 2;");
  EXPECT_THAT(Statements(script), ElementsAre("4: SELECT x[1:b]", "6: SELECT 2"));
  EXPECT_THAT(
      Messages(script),
      ElementsAre(
          "s.sql:3:8: error: the psql variable \"a\" is not set in the script [sql.unset-variable]",
          HasSubstr("s.sql:5:1: error: the psql variable \"d\" is not set"),
          HasSubstr("s.sql:3:8: error: syntax error at or near \":\"")));
  PsqlOptions options;
  options.variables["a"] = "7";
  EXPECT_THAT(Statements(Parse("SELECT :a", options)), ElementsAre("1: SELECT 7"));
  const ParsedScript asked = Parse("\\set a 1\n\\prompt 'a? ' a\n\\getenv b HOME\nSELECT 1");
  EXPECT_THAT(Messages(asked),
              ElementsAre(HasSubstr("s.sql:2:1: error: \\prompt sets the variable \"a\""),
                          HasSubstr("s.sql:3:1: error: \\getenv sets the variable \"b\"")));
  const ParsedScript shell = Parse("\\set a `date`\nSELECT 1");
  EXPECT_THAT(Messages(shell),
              ElementsAre(HasSubstr("s.sql:1:1: error: \\set runs a shell command")));
  const ParsedScript loop =
      Parse("\\set b 'x'':a'\n\\set a 'SELECT '':b'', :b'\nSELECT :'a'; :a';");
  EXPECT_THAT(Statements(loop),
              ElementsAre("3: SELECT 'SELECT '':b'', :b'", "3: SELECT ':b', x':a'"));
}

TEST(Script, Conditions) {
  ExpectStatements(
      "\\set x on\n\\if :x\nSELECT 1;\n\\elif true\nSELECT 2;\n\\else\nSELECT '3;\n';\n\\endif\n"
      "\\if :{?nope}\nSELECT 4; \\gexec\n\\if true\nSELECT 5;\n\\else\nSELECT 6;\n\\endif\n\\elif "
      "yes\nSELECT 7;\n\\else\n"
      "SELECT 8;\n\\endif\nSELECT (9\n\\if 0\n)(\n\\endif\n);",
      {"3: SELECT 1", "18: SELECT 7", "22: SELECT (9 )"});
  const ParsedScript open = Parse("SELECT 1;\n\\if maybe\nSELECT 2;\n\\else\nSELECT 3;");
  EXPECT_THAT(Statements(open), ElementsAre("1: SELECT 1", "5: SELECT 3"));
  EXPECT_THAT(Messages(open),
              ElementsAre(HasSubstr("s.sql:2:1: error: what \\if depends on is not known"),
                          HasSubstr("s.sql:2:1: error: \\if without \\endif")));
  EXPECT_THAT(Messages(Parse("\\endif\n\\else\n\\if 1\n\\else\n\\else\n\\endif")),
              ElementsAre(HasSubstr("\\endif without"), HasSubstr("\\else without"),
                          HasSubstr("\\else after")));
}

TEST(Script, Quit) {
  ExpectStatements("\\if true\nSELECT 1;\n\\quit\nSELECT 2;\n\\gexec", {"2: SELECT 1"});
}

TEST(Script, OneDatabase) {
  const ParsedScript dump = Parse(
      "CREATE DATABASE app;\n\\connect -reuse-previous=on \"dbname='app'\"\nSET search_path = "
      "a;\n\\c\nSELECT 1;\n"
      "\\c - other_user\nSELECT 2;\n\\connect app;\nSELECT 3;");
  EXPECT_THAT(Messages(dump),
              ElementsAre("s.sql:2:1: note: the script connects to database \"app\"; all of it is "
                          "read as of this one [sql.connect]"));
  EXPECT_THAT(dump.statements, SizeIs(5));
  EXPECT_FALSE(dump.statements[0].new_session);
  for (size_t i = 1; i < 5; ++i) EXPECT_TRUE(dump.statements[i].new_session) << i;

  const std::string two =
      "CREATE ROLE r;\n\\c a\nSELECT 1;\n\\c postgresql://h/b?x=y\nSELECT 2;\n\\c a\nSELECT 3;";
  const ParsedScript first = Parse(two);
  EXPECT_THAT(Statements(first), ElementsAre("1: CREATE ROLE r", "3: SELECT 1", "7: SELECT 3"));
  EXPECT_THAT(Messages(first), ElementsAre(HasSubstr("s.sql:2:1: note"),
                                           HasSubstr("s.sql:4:1: error: statements for "
                                                     "database \"b\" are left out")));
  PsqlOptions options;
  options.database = "b";
  const ParsedScript chosen = Parse(two, options);
  EXPECT_THAT(Statements(chosen), ElementsAre("1: CREATE ROLE r", "5: SELECT 2"));
  EXPECT_EQ(chosen.diagnostics.Count(DiagnosticLevel::kError), 0u);
  EXPECT_THAT(
      Messages(Parse("CREATE TABLE t ();\n\\c a\nCREATE TABLE u ();")),
      ElementsAre(HasSubstr(
          "s.sql:2:1: error: the script connects to database \"a\"; definitions before it")));
}

TEST(Script, NotText) {
  const auto refusal = [](std::string text) {
    return std::string(ReadPsqlText("s.sql", std::move(text)).status().message());
  };
  EXPECT_THAT(refusal("PGDMP\1\2"), HasSubstr("pg_restore"));
  EXPECT_THAT(refusal("\xFE\xFFS"), HasSubstr("UTF-16"));
  EXPECT_EQ(refusal(std::string("SELECT 1;\nS\0", 12)),
            "s.sql:2:2: the file is no text: it has a NUL byte");
}

TEST(Script, RefusesStatementsWhoseBytesAreNotOfTheEncoding) {
  const ParsedScript script = Parse(
      "-- caf\xE9\nSELECT 1; SELECT '\xE4\n\xE4';\nCOPY t FROM STDIN;\n\xE4\n\\.\n"
      "SELECT 2; SELECT '\xE4");
  EXPECT_THAT(Statements(script),
              ElementsAre("2: SELECT 1", "4: COPY t FROM STDIN", "7: SELECT 2"));
  EXPECT_THAT(
      Messages(script),
      ElementsAre(
          "s.sql:1:7: warning: invalid byte sequence for encoding \"UTF8\": 0xe9, outside of "
          "statements [sql.invalid-encoding]",
          "s.sql:2:19: error: invalid byte sequence for encoding \"UTF8\": 0xe4 "
          "[sql.invalid-encoding, SQLSTATE 22021]",
          "s.sql:7:19: error: invalid byte sequence for encoding \"UTF8\": 0xe4 "
          "[sql.invalid-encoding, SQLSTATE 22021]"));
}

TEST(Script, ConvertsFromTheClientEncoding) {
  for (const std::string set : {"SET client_encoding = 'LATIN1';", "set names 'iso-8859-1' ;",
                                "\\encoding latin1", "SET SESSION client_encoding TO Latin1;"}) {
    const ParsedScript script = Parse(set + "\nSELECT '\xE4';\n\\set x 1\nSELECT :x, '\xE4';");
    EXPECT_THAT(Messages(script), ElementsAre()) << set;
    ASSERT_GE(script.statements.size(), 2u) << set;
    EXPECT_EQ(script.statements.back().text(), "SELECT 1, '\xC3\xA4'");
    EXPECT_EQ(script.statements.back().location().line, 4u);
  }
  // UTF-8 is not what these bytes mean then.
  EXPECT_EQ(Parse("SET client_encoding = 'WIN1252'; SELECT '\xC3\xA4'").statements.back().text(),
            "SELECT '\xC3\x83\xC2\xA4'");
  EXPECT_THAT(Messages(Parse("SET client_encoding = 'SJIS'; SELECT 1")),
              ElementsAre(HasSubstr("text in encoding sjis is not converted")));
  EXPECT_THAT(Messages(Parse("SET client_encoding = 'none'; SELECT 1")),
              ElementsAre(HasSubstr("there is no encoding \"none\"")));
  EXPECT_THAT(Messages(Parse("SET client_encoding = 'latin1'; SET client_encoding = 'utf8'; "
                             "SELECT '\xE4'")),
              ElementsAre(HasSubstr("second change")));
  // A byte that the encoding has no character for.
  EXPECT_THAT(Messages(Parse("SET client_encoding = 'WIN1252'; SELECT '\x81'")),
              ElementsAre(HasSubstr("SQLSTATE 22021")));
}

class Files : public ::testing::Test {
 protected:
  Files() : directory_(fs::temp_directory_path() / StrCat("script_test_", ::getpid())) {
    fs::create_directories(directory_ / "sub");
  }
  ~Files() override { fs::remove_all(directory_); }

  std::string Write(const std::string& name, const std::string& text) {
    std::ofstream(directory_ / name) << text;
    return (directory_ / name).string();
  }
  // Messages with the directory taken off.
  std::vector<std::string> Short(std::vector<std::string> messages) const {
    for (std::string& message : messages) {
      for (size_t at; (at = message.find(directory_.string())) != std::string::npos;) {
        message.replace(at, directory_.string().size(), "DIR");
      }
    }
    return messages;
  }

  const fs::path directory_;
};

TEST_F(Files, Includes) {
  const std::string main = Write("main.sql",
                                 "SELECT 1;\n\\ir sub/a.sql\nSELECT 2; \\include_relative "
                                 "'sub/a.sql'\n\\i top.sql;\n\nSELECT\n :x");
  Write("sub/a.sql", "SELECT 'a';\n\\ir b.sql\nSELECT 'c'");
  Write("sub/b.sql", "\n\\set x 42\nSELECT 'b';");
  Write("top.sql", "SELECT 'top';\n\\q\nnonsense");
  PsqlOptions options;
  options.directory = directory_.string();
  const auto script = ReadPsqlFile(main, options);
  ASSERT_TRUE(script.ok());
  const ParsedScript parsed = ParsePsql(*script);
  EXPECT_THAT(Messages(parsed), IsEmpty());
  EXPECT_THAT(Statements(parsed),
              ElementsAre("1: SELECT 1", "1: SELECT 'a'", "3: SELECT 'b'", "3: SELECT 'c'",
                          "3: SELECT 2", "1: SELECT 'a'", "3: SELECT 'b'", "3: SELECT 'c'",
                          "1: SELECT 'top'", "6: SELECT 42"));
  EXPECT_EQ(parsed.statements[2].source->file(), (directory_ / "sub/b.sql").string());
}

TEST_F(Files, IncludesThatFail) {
  const std::string main = Write("main.sql",
                                 "\\i no.sql\n\\ir sub\n\\ir a.sql\n\\i\nSELECT (\n\\ir "
                                 "a.sql\n1);\n\\i only_here.sql\n\\ir :v\n\\ir `ls`");
  Write("a.sql", "SELECT 1;\n\\ir ./main.sql");
  Write("only_here.sql", "SELECT 2");
  PsqlOptions options;
  options.directory = (directory_ / "sub").string();
  const ParsedScript parsed = ParsePsql(*ReadPsqlFile(main, options));
  EXPECT_THAT(Statements(parsed), ElementsAre("1: SELECT 1", "5: SELECT ( 1)", "1: SELECT 2"));
  EXPECT_THAT(
      Short(Messages(parsed)),
      ElementsAre(
          "DIR/main.sql:1:1: error: DIR/sub/no.sql: No such file or directory [sql.include]",
          "DIR/main.sql:2:1: error: DIR/sub: not a regular file [sql.include]",
          "DIR/a.sql:2:1: error: DIR/main.sql includes itself [sql.include]",
          HasSubstr("DIR/main.sql:4:1: error: \\i: missing required argument"),
          HasSubstr("DIR/main.sql:6:1: error: \\ir in the middle of a statement"),
          HasSubstr("DIR/main.sql:8:1: warning: \\i starts from the directory where psql runs"),
          HasSubstr("DIR/main.sql:9:1: error: the psql variable \"v\" is not set"),
          HasSubstr("DIR/main.sql:9:1: error: \\ir: the file's name is not known"),
          HasSubstr("DIR/main.sql:10:1: error: \\ir: the file's name is not known")));
}

TEST_F(Files, UnreadableFiles) {
  EXPECT_THAT(std::string(ReadPsqlFile((directory_ / "no.sql").string()).status().message()),
              HasSubstr("no.sql: No such file or directory"));
  EXPECT_THAT(std::string(ReadPsqlFile(directory_.string()).status().message()),
              HasSubstr("Is a directory"));
  // One that never ends.
  EXPECT_EQ(ReadPsqlFile("/dev/zero").status().message(),
            "/dev/zero:1:1: the file is no text: it has a NUL byte");
}

}  // namespace
}  // namespace schemadiff
