#include "parsers/alembic/python_lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/base/strings.h"

namespace schemadiff::py {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Kinds(std::string_view source) {
  std::vector<std::string> out;
  const TokenList list = Tokenize(source);
  for (const Token& token : list.tokens) {
    switch (token.kind) {
      case TokenKind::kEnd:
        out.emplace_back("END");
        break;
      case TokenKind::kNewline:
        out.emplace_back("NEWLINE");
        break;
      case TokenKind::kIndent:
        out.emplace_back("INDENT");
        break;
      case TokenKind::kDedent:
        out.emplace_back("DEDENT");
        break;
      default:
        out.emplace_back(token.text);
    }
  }
  return out;
}

// The decoded text of the only string of a source.
StringLiteral Literal(std::string_view source) {
  const TokenList list = Tokenize(source);
  EXPECT_EQ(list.strings.size(), 1u) << source;
  return list.strings.at(0);
}
std::string Text(std::string_view source) { return Literal(source).pieces.at(0).text; }

std::string Error(std::string_view source) {
  try {
    Tokenize(source);
  } catch (const SyntaxError& error) {
    return StrCat(error.place().line, ":", error.place().column, ": ", error.what());
  }
  return "none";
}

TEST(PythonLexer, IndentationBecomesTokens) {
  EXPECT_THAT(Kinds("if a:\n  b\n\n  # note\n  c\nd\n"),
              ElementsAre("if", "a", ":", "NEWLINE", "INDENT", "b", "NEWLINE", "c", "NEWLINE",
                          "DEDENT", "d", "NEWLINE", "END"));
}

TEST(PythonLexer, LinesJoinInBracketsAndAfterBackslash) {
  EXPECT_THAT(Kinds("f(a,\n    b)\nx = 1 + \\\n  2\n"),
              ElementsAre("f", "(", "a", ",", "b", ")", "NEWLINE", "x", "=", "1", "+", "2",
                          "NEWLINE", "END"));
}

TEST(PythonLexer, LastLineNeedsNoLineEnd) {
  EXPECT_THAT(Kinds("if a:\n  b"),
              ElementsAre("if", "a", ":", "NEWLINE", "INDENT", "b", "NEWLINE", "DEDENT", "END"));
}

TEST(PythonLexer, LongestOperatorWins) {
  EXPECT_THAT(
      Kinds("a **= b // c != d -> e := ..."),
      ElementsAre("a", "**=", "b", "//", "c", "!=", "d", "->", "e", ":=", "...", "NEWLINE", "END"));
}

TEST(PythonLexer, Numbers) {
  EXPECT_THAT(Kinds("1_000 0xFF 1.5e-3 .5 1.e2 0b11 1j"),
              ElementsAre("1_000", "0xFF", "1.5e-3", ".5", "1.e2", "0b11", "1j", "NEWLINE", "END"));
}

TEST(PythonLexer, PlacesCountFromOne) {
  const TokenList list = Tokenize("a\n  \nif b:\n    c\n");
  EXPECT_EQ(list.tokens[2].text, "if");
  EXPECT_EQ(list.tokens[2].place.line, 3u);
  EXPECT_EQ(list.tokens[3].place.column, 4u);
}

TEST(PythonLexer, Escapes) {
  EXPECT_EQ(Text(R"('a\tb\n\'\x41\u00e9\101\\')"),
            "a\tb\n'A\xc3\xa9"
            "A\\");
  EXPECT_EQ(Text("'a\\\nb'"), "ab");  // a joined line
  EXPECT_EQ(Text(R"('\d')"), "\\d");  // not an escape: kept
  EXPECT_EQ(Text(R"(r'\d\'x')"), "\\d\\'x");
  EXPECT_EQ(Text(R"(rb'\x41')"), "\\x41");
  EXPECT_EQ(Text(R"(b'\x41\u0041')"), "A\\u0041");
}

TEST(PythonLexer, TripleQuotesKeepLinesAndQuotes) {
  const StringLiteral literal = Literal("x = '''a\n'b' \"\"\n\nc'''");
  EXPECT_EQ(literal.pieces[0].text, "a\n'b' \"\"\n\nc");
  ASSERT_EQ(literal.pieces[0].marks.size(), 4u);
  EXPECT_EQ(literal.pieces[0].marks[1].offset, 2u);
  EXPECT_EQ(literal.pieces[0].marks[1].line, 2u);
  EXPECT_EQ(literal.pieces[0].marks[3].line, 4u);
}

TEST(PythonLexer, EmptyStrings) {
  EXPECT_EQ(Text("''"), "");
  EXPECT_EQ(Text("\"\"\"\"\"\""), "");
  EXPECT_TRUE(Literal("f''").pieces.empty());
}

TEST(PythonLexer, FormattedStringsAreSplit) {
  const StringLiteral literal = Literal("f'a{{b}}{x!r:>{w}} {d[\"k\"]} {y=}'");
  ASSERT_EQ(literal.pieces.size(), 6u);
  EXPECT_EQ(literal.pieces[0].text, "a{b}");
  EXPECT_EQ(literal.pieces[1].expression, "x");
  EXPECT_EQ(literal.pieces[1].conversion, 'r');
  ASSERT_EQ(literal.pieces[1].spec.size(), 2u);
  EXPECT_EQ(literal.pieces[1].spec[0].text, ">");
  EXPECT_EQ(literal.pieces[1].spec[1].expression, "w");
  EXPECT_EQ(literal.pieces[3].expression, "d[\"k\"]");
  EXPECT_TRUE(literal.pieces[5].debug);
  EXPECT_EQ(literal.pieces[5].text, "y=");
}

TEST(PythonLexer, FormattedFieldsMayHoldComparisonsSlicesAndQuotes) {
  EXPECT_EQ(Literal("f'{a == b}'").pieces[0].expression, "a == b");
  EXPECT_EQ(Literal("f'{a != b}'").pieces[0].expression, "a != b");
  EXPECT_EQ(Literal("f'{a[1:2]}'").pieces[0].expression, "a[1:2]");
  EXPECT_EQ(Literal("f'{', '.join(x)}'").pieces[0].expression, "', '.join(x)");
  EXPECT_EQ(Literal("f'''{f\"{x}\"}'''").pieces[0].expression, "f\"{x}\"");
}

TEST(PythonLexer, RawFormattedStrings) {
  const StringLiteral literal = Literal(R"(rf'\{x}\d')");
  ASSERT_EQ(literal.pieces.size(), 3u);
  EXPECT_EQ(literal.pieces[0].text, "\\");
  EXPECT_EQ(literal.pieces[2].text, "\\d");
}

TEST(PythonLexer, UnreadCharactersAreMarked) {
  EXPECT_TRUE(Literal(R"('\N{BULLET}')").unread);
  EXPECT_TRUE(Literal(R"('\ud800')").unread);
  EXPECT_FALSE(Literal(R"('\u2022')").unread);
}

TEST(PythonLexer, Errors) {
  EXPECT_EQ(Error("x = 'abc\n"), "1:6: unterminated string literal");
  EXPECT_EQ(Error("f(1\n"), "1:2: '(' was never closed");
  EXPECT_EQ(Error("x = )"), "1:5: unmatched ')'");
  EXPECT_EQ(Error("if a:\n    b\n  c\n"),
            "3:3: unindent does not match any outer indentation level");
  EXPECT_EQ(Error("x = ?"), "1:5: invalid character '?'");
  EXPECT_EQ(Error("f'{}'"), "1:3: f-string: empty expression not allowed");
  EXPECT_EQ(Error("f'{x'"), "1:3: f-string: expecting '}'");
  EXPECT_EQ(Error("f'}'"), "1:3: f-string: single '}' is not allowed");
  EXPECT_EQ(Error("if a:\n\tb\n        c\n"),
            "3:9: inconsistent use of tabs and spaces in indentation");
}

TEST(PythonLexer, NestingIsBounded) {
  EXPECT_EQ(Error(std::string(1000, '(')), "1:201: too many nested parentheses");
  std::string blocks;
  for (int i = 0; i < 150; ++i)
    StrAppend(&blocks, std::string(static_cast<size_t>(i), ' '), "if a:\n");
  EXPECT_EQ(Error(blocks), "101:101: too many levels of indentation");
  // Python 3.12 lets the same quotes nest without end.
  std::string fields;
  for (int i = 0; i < 200; ++i) fields += "f'{";
  for (int i = 0; i < 200; ++i) fields += "}'";
  EXPECT_NE(Error(fields), "none");
}

TEST(PythonLexer, SourceIsNormalized) {
  EXPECT_EQ(NormalizeSource("\xef\xbb\xbf"
                            "a\r\nb\rc\n"),
            "a\nb\nc\n");
}

}  // namespace
}  // namespace schemadiff::py
