// Tokens of Python 3 source files.
//
// Follows the lexical analysis of the Python language reference: logical lines and
// indentation, implicit and explicit line joining, every form of string literal. String
// literals are decoded here, together with the source line that each part of them stands
// on, so that SQL inside a multi-line literal can be traced to the line that holds it.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace schemadiff::py {

/// A place in a Python file; lines and columns count from 1, columns in bytes.
struct Place {
  uint32_t line = 0;
  uint32_t column = 0;
};

/// The source cannot be read as Python. Thrown by the lexer and the parser, never seen
/// outside this library.
class SyntaxError : public std::runtime_error {
 public:
  SyntaxError(const std::string& message, Place place)
      : std::runtime_error(message), place_(place) {}
  Place place() const { return place_; }

 private:
  Place place_;
};

/// From byte `offset` of a text on, the text stands on `line` of the source.
struct LineMark {
  uint32_t offset = 0;
  uint32_t line = 0;
};

enum class TokenKind : uint8_t {
  kEnd,
  kNewline,  ///< end of a logical line
  kIndent,
  kDedent,
  kName,  ///< identifiers and keywords alike
  kNumber,
  kString,
  kOperator,
};

/// One piece of a string literal: literal text, or a replacement field of an f-string.
struct StringPiece {
  bool is_field = false;
  std::string text;             ///< literal text, decoded; for `{x=}` fields the text "x="
  std::vector<LineMark> marks;  ///< where the literal text stands
  // Replacement fields only:
  std::string_view expression;    ///< the source between the brace and `!`, `:` or `}`
  Place place;                    ///< where that source begins
  char conversion = 0;            ///< 'r', 's', 'a', or 0
  bool debug = false;             ///< `{x=}`
  std::vector<StringPiece> spec;  ///< the format specification, itself with fields
};

/// One string literal (adjacent literals are joined by the parser).
struct StringLiteral {
  bool bytes = false;
  bool formatted = false;
  /// Holds a character that is not kept: one written by its Unicode name, or a surrogate.
  bool unread = false;
  std::vector<StringPiece> pieces;  ///< a plain literal has exactly one
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string_view text;  ///< into the source
  Place place;
  uint32_t string = 0;  ///< kString: index into TokenList::strings
};

struct TokenList {
  std::vector<Token> tokens;  ///< ends with kEnd
  std::vector<StringLiteral> strings;
};

/// Splits a source file. `source` must have `\n` line ends only and outlive the result.
/// Throws SyntaxError.
TokenList Tokenize(std::string_view source);

/// Splits an expression that stands inside a file, as in an f-string: line ends are white
/// space, and places are counted from `start`.
TokenList TokenizeExpression(std::string_view source, Place start);

/// Replaces `\r\n` and `\r` by `\n` and drops a byte order mark, as Python does on reading.
std::string NormalizeSource(std::string_view bytes);

}  // namespace schemadiff::py
