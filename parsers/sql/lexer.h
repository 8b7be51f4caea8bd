// PostgreSQL's lexical rules, as far as finding the ends of statements and psql's backslash
// commands needs them.
//
// This is no second parser: libpg_query decides what a statement is. The lexer only has to
// know what is a literal, a comment or a word, so that a semicolon or a backslash in one of
// those means nothing. Sources: PostgreSQL's scan.l and psqlscan.l, with
// standard_conforming_strings on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace schemadiff {

enum class SqlTokenKind : uint8_t {
  kEnd,
  kWord,    ///< keyword or unquoted identifier
  kQuoted,  ///< "identifier", U&"identifier"
  kString,  ///< 'text' with any prefix (E, B, X, N, U&), continuation lines included
  kDollar,  ///< $tag$text$tag$
  kNumber,
  kParameter,    ///< $1
  kOperator,     ///< a run of operator characters
  kPunctuation,  ///< one of ( ) [ ] , ; : . or a byte that begins no token
  kBackslash,    ///< a backslash outside of all literals: for psql, a command
};

struct SqlToken {
  SqlTokenKind kind = SqlTokenKind::kEnd;
  size_t begin = 0;
  size_t end = 0;
  bool terminated = true;  ///< false for a literal that the text's end cut off
};

/// Reads tokens one after the other.
class SqlLexer {
 public:
  explicit SqlLexer(std::string_view text, size_t at = 0) : text_(text), at_(at) {}

  /// The next token, past white space and comments; kEnd at the end of the text.
  SqlToken Next();

  /// Where the next call begins to read.
  size_t position() const { return at_; }
  void set_position(size_t at) { at_ = at; }

  /// Offset of a comment that the end of the text cut off, npos where there is none.
  size_t unterminated_comment() const { return unterminated_comment_; }

  std::string_view Text(const SqlToken& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }

 private:
  char At(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  void SkipBlanks();
  bool SkipBlockComment();
  SqlToken Quoted(SqlTokenKind kind, size_t begin, bool escapes);
  bool Continues(size_t* at) const;
  bool Dollar(SqlToken* token);
  void Operator();

  std::string_view text_;
  size_t at_;
  size_t unterminated_comment_ = std::string_view::npos;
};

/// Finds where statements end as psql does: at a semicolon outside of parentheses and outside
/// of the BEGIN ATOMIC ... END body of a function.
class StatementBounds {
 public:
  /// Takes the next token; true when it is the semicolon that ends a statement, which also
  /// makes ready for the next one.
  bool Add(const SqlToken& token, std::string_view text);

  /// An upper bound on how deep the parse tree of the statement can nest, in tokens: of the
  /// one that the last Add ended, else of what has been read since.
  uint32_t nesting() const { return at_start() ? ended_nesting_ : OpenNesting(); }
  /// Parentheses that are still open.
  int parentheses() const { return parentheses_; }
  /// True when nothing has been read since the last statement ended.
  bool at_start() const { return tokens_ == 0; }

  void Reset();

 private:
  uint32_t OpenNesting() const;
  void Word(std::string_view word);
  void Comma();
  void Open();
  void Close();

  // One open bracket. A comma ends a list element, whose nesting does not add to its neighbour's.
  struct Level {
    uint32_t element = 0;  // tokens of this element
    uint32_t deepest = 0;  // of the elements before it
    uint32_t across = 0;   // set operations, which nest across commas
  };
  static constexpr int kLevels = 64;  // brackets beyond these are counted in the last one

  Level levels_[kLevels];
  int level_ = 0;
  int brackets_ = 0;     // open ( and [
  int parentheses_ = 0;  // open (
  int begins_ = 0;
  int leading_words_ = 0;
  char leading_[4] = {};
  uint64_t tokens_ = 0;
  uint32_t ended_nesting_ = 0;
};

}  // namespace schemadiff
