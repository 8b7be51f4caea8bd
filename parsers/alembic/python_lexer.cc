#include "parsers/alembic/python_lexer.h"

#include <array>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_string_literal.h"

namespace schemadiff::py {
namespace {

// CPython's own limit of nested blocks.
constexpr size_t kMaxIndents = 100;
constexpr size_t kMaxBrackets = 200;

bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNamePart(char c) { return IsNameStart(c) || IsDigit(c); }

// Longest first, so that the first match is the token.
constexpr std::array<std::string_view, 47> kOperators = {
    "**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<", "<=", ">=", "==",
    "!=",  "->",  "+=",  "-=",  "*=",  "/=", "%=", "&=", "|=", "^=", "@=", ":=",
    "+",   "-",   "*",   "/",   "%",   "@",  "&",  "|",  "^",  "~",  "<",  ">",
    "(",   ")",   "[",   "]",   "{",   "}",  ",",  ":",  ".",  ";",  "="};

class Lexer {
 public:
  Lexer(std::string_view source, Place start, bool expression)
      : source_(source), line_(start.line), column_base_(start.column), expression_(expression) {}

  TokenList Run() {
    if (!expression_) indents_.push_back(0);
    bool at_line_start = !expression_;
    while (true) {
      if (at_line_start) {
        at_line_start = false;
        if (!ReadIndentation()) {
          at_line_start = !AtEnd();
          if (AtEnd()) break;
          continue;
        }
      }
      SkipBlanks();
      if (AtEnd()) break;
      const char c = source_[pos_];
      if (c == '\n') {
        const Place place = Here();
        const std::string_view text = source_.substr(pos_, 1);
        Advance();
        if (expression_ || !brackets_.empty()) continue;
        Push(TokenKind::kNewline, text, place);
        at_line_start = true;
        continue;
      }
      ReadToken(c);
    }
    if (!brackets_.empty()) {
      throw SyntaxError(StrCat("'", std::string(1, brackets_.back().first), "' was never closed"),
                        brackets_.back().second);
    }
    if (!expression_) {
      if (!out_.tokens.empty() && out_.tokens.back().kind != TokenKind::kNewline) {
        Push(TokenKind::kNewline, {}, Here());
      }
      for (; indents_.size() > 1; indents_.pop_back()) Push(TokenKind::kDedent, {}, Here());
    }
    Push(TokenKind::kEnd, {}, Here());
    return std::move(out_);
  }

 private:
  bool AtEnd() const { return pos_ >= source_.size(); }
  char Peek(size_t ahead) const {
    return pos_ + ahead < source_.size() ? source_[pos_ + ahead] : '\0';
  }
  Place Here() const { return {line_, static_cast<uint32_t>(pos_ - line_begin_) + column_base_}; }
  void Advance() {
    if (source_[pos_] == '\n') {
      ++line_;
      line_begin_ = pos_ + 1;
      column_base_ = 1;
    }
    ++pos_;
  }
  void Push(TokenKind kind, std::string_view text, Place place) {
    out_.tokens.push_back({kind, text, place, 0});
  }

  // Spaces, comments and joined lines between tokens.
  void SkipBlanks() {
    while (!AtEnd()) {
      const char c = source_[pos_];
      if (c == ' ' || c == '\t' || c == '\f') {
        ++pos_;
      } else if (c == '#') {
        while (!AtEnd() && source_[pos_] != '\n') ++pos_;
      } else if (c == '\\' && Peek(1) == '\n') {
        ++pos_;
        Advance();
      } else {
        return;
      }
    }
  }

  // Measures the indentation of a line and pushes the tokens that it stands for. False
  // for a line that holds nothing (it has then been skipped).
  bool ReadIndentation() {
    size_t width = 0;      // tabs to the next multiple of eight
    size_t alternate = 0;  // tabs as one column: must order lines the same way
    while (!AtEnd()) {
      const char c = source_[pos_];
      if (c == ' ') {
        ++width;
        ++alternate;
      } else if (c == '\t') {
        width = (width / 8 + 1) * 8;
        ++alternate;
      } else if (c == '\f') {
        width = alternate = 0;
      } else {
        break;
      }
      ++pos_;
    }
    if (!AtEnd() && source_[pos_] == '#') {
      while (!AtEnd() && source_[pos_] != '\n') ++pos_;
    }
    if (AtEnd()) return false;
    if (source_[pos_] == '\n') {
      Advance();
      return false;
    }
    if (width > indents_.back()) {
      if (indents_.size() >= kMaxIndents)
        throw SyntaxError("too many levels of indentation", Here());
      indents_.push_back(width);
      alternates_.push_back(alternate);
      Push(TokenKind::kIndent, {}, Here());
      return true;
    }
    while (width < indents_.back()) {
      indents_.pop_back();
      alternates_.pop_back();
      Push(TokenKind::kDedent, {}, Here());
    }
    if (width != indents_.back()) {
      throw SyntaxError("unindent does not match any outer indentation level", Here());
    }
    const size_t expected = alternates_.empty() ? 0 : alternates_.back();
    if (alternate != expected) {
      throw SyntaxError("inconsistent use of tabs and spaces in indentation", Here());
    }
    return true;
  }

  void ReadToken(char c) {
    const Place place = Here();
    if (IsNameStart(c) || c == '"' || c == '\'') {
      if (const size_t quote = StringPrefixLength(source_.substr(pos_)); quote != kNoString) {
        return ReadString(place);
      }
      const size_t begin = pos_;
      while (!AtEnd() && IsNamePart(source_[pos_])) ++pos_;
      return Push(TokenKind::kName, source_.substr(begin, pos_ - begin), place);
    }
    if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) return ReadNumber(place);
    for (const std::string_view op : kOperators) {
      if (source_.substr(pos_, op.size()) != op) continue;
      Bracket(op, place);
      pos_ += op.size();
      return Push(TokenKind::kOperator, source_.substr(pos_ - op.size(), op.size()), place);
    }
    throw SyntaxError(StrCat("invalid character '", std::string(1, c), "'"), place);
  }

  void Bracket(std::string_view op, Place place) {
    if (op == "(" || op == "[" || op == "{") {
      if (brackets_.size() >= kMaxBrackets) throw SyntaxError("too many nested parentheses", place);
      brackets_.emplace_back(op[0], place);
    } else if (op == ")" || op == "]" || op == "}") {
      const char open = op == ")" ? '(' : op == "]" ? '[' : '{';
      if (brackets_.empty() || brackets_.back().first != open) {
        throw SyntaxError(StrCat("unmatched '", op, "'"), place);
      }
      brackets_.pop_back();
    }
  }

  void ReadNumber(Place place) {
    const size_t begin = pos_;
    const char second = Peek(1);
    if (source_[pos_] == '0' && (second == 'x' || second == 'X' || second == 'o' || second == 'O' ||
                                 second == 'b' || second == 'B')) {
      pos_ += 2;
      while (!AtEnd() && (IsNamePart(source_[pos_]))) ++pos_;
    } else {
      ReadDigits();
      if (!AtEnd() && source_[pos_] == '.') {
        ++pos_;
        ReadDigits();
      }
      if (!AtEnd() && (source_[pos_] == 'e' || source_[pos_] == 'E')) {
        const size_t sign = Peek(1) == '+' || Peek(1) == '-' ? 1 : 0;
        if (IsDigit(Peek(1 + sign))) {
          pos_ += 1 + sign;
          ReadDigits();
        }
      }
      if (!AtEnd() && (source_[pos_] == 'j' || source_[pos_] == 'J')) ++pos_;
    }
    Push(TokenKind::kNumber, source_.substr(begin, pos_ - begin), place);
  }
  void ReadDigits() {
    while (!AtEnd() && (IsDigit(source_[pos_]) || source_[pos_] == '_')) ++pos_;
  }

  void ReadString(Place place) {
    const size_t begin = pos_;
    StringLiteral literal;
    const size_t length = ReadStringLiteral(source_.substr(begin), place, &literal);
    while (pos_ < begin + length) Advance();
    Push(TokenKind::kString, source_.substr(begin, length), place);
    out_.tokens.back().string = static_cast<uint32_t>(out_.strings.size());
    out_.strings.push_back(std::move(literal));
  }

  std::string_view source_;
  size_t pos_ = 0;
  uint32_t line_;
  uint32_t column_base_;  // column of the first byte of the current line
  size_t line_begin_ = 0;
  bool expression_;
  std::vector<size_t> indents_;
  std::vector<size_t> alternates_;
  std::vector<std::pair<char, Place>> brackets_;
  TokenList out_;
};

}  // namespace

TokenList Tokenize(std::string_view source) { return Lexer(source, {1, 1}, false).Run(); }

TokenList TokenizeExpression(std::string_view source, Place start) {
  return Lexer(source, start, true).Run();
}

std::string NormalizeSource(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xef\xbb\xbf") bytes.remove_prefix(3);
  std::string out;
  out.reserve(bytes.size());
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != '\r') {
      out.push_back(bytes[i]);
      continue;
    }
    out.push_back('\n');
    if (i + 1 < bytes.size() && bytes[i + 1] == '\n') ++i;
  }
  return out;
}

}  // namespace schemadiff::py
