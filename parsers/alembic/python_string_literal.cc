#include "parsers/alembic/python_string_literal.h"

#include <string>
#include <utility>

#include "engine/base/strings.h"

namespace schemadiff::py {
namespace {

// Fields nest in format specifications and in strings inside of fields.
constexpr int kMaxNesting = 20;

struct Prefix {
  size_t length = 0;
  bool raw = false;
  bool bytes = false;
  bool formatted = false;
};

// The prefix of a literal, or false where the text is none.
bool ReadPrefix(std::string_view source, Prefix* prefix) {
  size_t i = 0;
  bool unicode = false;
  for (; i < source.size() && i < 3; ++i) {
    const char c = source[i];
    if (c == '"' || c == '\'') break;
    if ((c == 'r' || c == 'R') && !prefix->raw) {
      prefix->raw = true;
    } else if ((c == 'b' || c == 'B') && !prefix->bytes) {
      prefix->bytes = true;
    } else if ((c == 'f' || c == 'F') && !prefix->formatted) {
      prefix->formatted = true;
    } else if ((c == 'u' || c == 'U') && i == 0) {
      unicode = true;
    } else {
      return false;
    }
  }
  if (i >= source.size() || (source[i] != '"' && source[i] != '\'')) return false;
  if (unicode && i > 1) return false;
  if (prefix->bytes && prefix->formatted) return false;
  prefix->length = i;
  return true;
}

void AppendUtf8(uint32_t code, std::string* out) {
  if (code < 0x80) {
    out->push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out->push_back(static_cast<char>(0xc0 | (code >> 6)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3f)));
  } else if (code < 0x10000) {
    out->push_back(static_cast<char>(0xe0 | (code >> 12)));
    out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3f)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3f)));
  } else {
    out->push_back(static_cast<char>(0xf0 | (code >> 18)));
    out->push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3f)));
    out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3f)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3f)));
  }
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

class Reader {
 public:
  Reader(std::string_view source, Place place) : source_(source), place_(place) {}

  size_t Read(StringLiteral* literal, int nesting) {
    if (nesting > kMaxNesting) throw SyntaxError("f-string: expressions nested too deeply", Here());
    ReadPrefix(source_, &prefix_);
    literal_ = literal;
    literal->bytes = prefix_.bytes;
    literal->formatted = prefix_.formatted;
    Skip(prefix_.length);
    quote_ = source_[pos_];
    triple_ = source_.substr(pos_, 3) == std::string(3, quote_);
    Skip(triple_ ? 3 : 1);
    ReadPieces(&literal->pieces, /*in_spec=*/false, nesting);
    Skip(triple_ ? 3 : 1);
    if (literal->pieces.empty() && !literal->formatted) {
      literal->pieces.push_back({});
      literal->pieces.back().marks.push_back({0, place_.line});
    }
    return pos_;
  }

 private:
  Place Here() const { return place_; }
  bool AtEnd() const { return pos_ >= source_.size(); }
  char Peek(size_t ahead = 0) const {
    return pos_ + ahead < source_.size() ? source_[pos_ + ahead] : '\0';
  }
  void Step() {
    if (source_[pos_] == '\n') {
      ++place_.line;
      place_.column = 0;
    }
    ++place_.column;
    ++pos_;
  }
  void Skip(size_t count) {
    for (size_t i = 0; i < count; ++i) Step();
  }
  bool AtQuote() const {
    if (Peek() != quote_) return false;
    return !triple_ || (Peek(1) == quote_ && Peek(2) == quote_);
  }

  // Literal text goes to the last piece, which is begun where there is none.
  std::string* Text(std::vector<StringPiece>* pieces) {
    if (pieces->empty() || pieces->back().is_field) pieces->emplace_back();
    StringPiece& piece = pieces->back();
    if (piece.marks.empty() || piece.marks.back().line != place_.line) {
      const auto offset = static_cast<uint32_t>(piece.text.size());
      if (!piece.marks.empty() && piece.marks.back().offset == offset) {
        piece.marks.back().line = place_.line;
      } else {
        piece.marks.push_back({offset, place_.line});
      }
    }
    return &piece.text;
  }

  // Reads up to the closing quote (or, in a format specification, up to the brace that
  // ends the field), which stays unread.
  void ReadPieces(std::vector<StringPiece>* pieces, bool in_spec, int nesting) {
    const Place begin = Here();
    while (true) {
      if (AtEnd()) throw SyntaxError("unterminated string literal", begin);
      if (AtQuote()) {
        if (in_spec) throw SyntaxError("f-string: expecting '}'", Here());
        return;
      }
      const char c = Peek();
      if (c == '\n' && !triple_) throw SyntaxError("unterminated string literal", begin);
      if (prefix_.formatted && (c == '{' || c == '}')) {
        if (in_spec && c == '}') return;
        if (!in_spec && Peek(1) == c) {
          Text(pieces)->push_back(c);
          Skip(2);
        } else if (c == '}') {
          throw SyntaxError("f-string: single '}' is not allowed", Here());
        } else {
          ReadField(pieces, nesting);
        }
      } else if (c == '\\') {
        ReadEscape(pieces);
      } else {
        Text(pieces)->push_back(c);
        Step();
      }
    }
  }

  void ReadEscape(std::vector<StringPiece>* pieces) {
    std::string* text = Text(pieces);
    if (pos_ + 1 >= source_.size()) throw SyntaxError("unterminated string literal", Here());
    const char c = Peek(1);
    if (prefix_.raw) {
      // A backslash keeps the quote after it from ending the literal, and stays.
      text->push_back('\\');
      Step();
      // In an f-string a brace after it is still a brace.
      if (prefix_.formatted && (c == '{' || c == '}')) return;
      Text(pieces)->push_back(c);
      Step();
      return;
    }
    const Place place = Here();
    switch (c) {
      case '\n':
        Skip(2);
        return;
      case '\\':
      case '\'':
      case '"':
        text->push_back(c);
        break;
      case 'a':
        text->push_back('\a');
        break;
      case 'b':
        text->push_back('\b');
        break;
      case 'f':
        text->push_back('\f');
        break;
      case 'n':
        text->push_back('\n');
        break;
      case 'r':
        text->push_back('\r');
        break;
      case 't':
        text->push_back('\t');
        break;
      case 'v':
        text->push_back('\v');
        break;
      case 'x':
        Skip(2);
        return AppendCode(ReadHex(2, place), text, place);
      case 'u':
        if (prefix_.bytes) return KeepBackslash(text);
        Skip(2);
        return AppendCode(ReadHex(4, place), text, place);
      case 'U':
        if (prefix_.bytes) return KeepBackslash(text);
        Skip(2);
        return AppendCode(ReadHex(8, place), text, place);
      case 'N':
        if (prefix_.bytes) return KeepBackslash(text);
        Skip(2);
        if (Peek() == '{') {
          while (!AtEnd() && Peek() != '}' && Peek() != '\n' && !AtQuote()) Step();
          if (Peek() == '}') Step();
        }
        literal_->unread = true;
        return;
      default:
        if (c >= '0' && c <= '7') {
          Step();
          uint32_t code = 0;
          for (int i = 0; i < 3 && Peek() >= '0' && Peek() <= '7'; ++i, Step()) {
            code = code * 8 + static_cast<uint32_t>(Peek() - '0');
          }
          return AppendCode(code, text, place);
        }
        return KeepBackslash(text);
    }
    Skip(2);
  }
  // An escape that Python does not know stays as it is written.
  void KeepBackslash(std::string* text) {
    text->push_back('\\');
    Step();
  }
  uint32_t ReadHex(int digits, Place place) {
    uint32_t code = 0;
    for (int i = 0; i < digits; ++i, Step()) {
      const int value = AtEnd() ? -1 : HexValue(Peek());
      if (value < 0) throw SyntaxError("truncated \\x, \\u or \\U escape", place);
      code = code * 16 + static_cast<uint32_t>(value);
    }
    return code;
  }
  void AppendCode(uint32_t code, std::string* text, Place place) {
    if (prefix_.bytes) {
      text->push_back(static_cast<char>(code & 0xff));
    } else if (code >= 0xd800 && code <= 0xdfff) {
      literal_->unread = true;
    } else if (code > 0x10ffff) {
      throw SyntaxError("illegal Unicode character in a string literal", place);
    } else {
      AppendUtf8(code, text);
    }
  }

  void ReadField(std::vector<StringPiece>* pieces, int nesting) {
    const Place brace = Here();
    Step();
    StringPiece field;
    field.is_field = true;
    field.place = Here();
    const size_t begin = pos_;
    size_t end = ScanExpression(brace, nesting);
    field.expression = source_.substr(begin, end - begin);
    if (StripWhitespace(field.expression).empty()) {
      throw SyntaxError("f-string: empty expression not allowed", brace);
    }
    if (Peek() == '=') {
      Step();
      while (Peek() == ' ') Step();
      field.debug = true;
      field.text = std::string(source_.substr(begin, pos_ - begin));
    }
    if (Peek() == '!') {
      field.conversion = Peek(1);
      if (field.conversion != 'r' && field.conversion != 's' && field.conversion != 'a') {
        throw SyntaxError("f-string: invalid conversion character", Here());
      }
      Skip(2);
    }
    if (Peek() == ':') {
      Step();
      if (nesting >= kMaxNesting) {
        throw SyntaxError("f-string: expressions nested too deeply", Here());
      }
      ReadPieces(&field.spec, /*in_spec=*/true, nesting + 1);
    }
    if (Peek() != '}') throw SyntaxError("f-string: expecting '}'", Here());
    Step();
    pieces->push_back(std::move(field));
  }

  // Finds the end of a field's expression: the first `}`, `:`, `!` (not `!=`) or `=` (not
  // part of a comparison) outside of brackets and nested strings.
  size_t ScanExpression(Place brace, int nesting) {
    std::string open;
    while (true) {
      if (AtEnd() || (Peek() == '\n' && !triple_)) {
        throw SyntaxError("f-string: expecting '}'", brace);
      }
      const char c = Peek();
      if (open.empty()) {
        if (AtQuote() && !NestedStringHere()) throw SyntaxError("f-string: expecting '}'", brace);
        if (c == '}' || c == ':') return pos_;
        if (c == '!' && Peek(1) != '=') return pos_;
        if (c == '=') {
          const char before = source_[pos_ - 1];
          const bool comparison =
              Peek(1) == '=' || before == '=' || before == '!' || before == '<' || before == '>';
          if (!comparison) return pos_;
        }
      }
      if (IsStringStart()) {
        StringLiteral ignored;
        const size_t length = Reader(source_.substr(pos_), place_).Read(&ignored, nesting + 1);
        Skip(length);
        continue;
      }
      if (c == '(' || c == '[' || c == '{') {
        open.push_back(c);
      } else if (c == ')' || c == ']' || c == '}') {
        if (open.empty()) throw SyntaxError(StrCat("unmatched '", std::string(1, c), "'"), Here());
        open.pop_back();
      } else if (c == '#' || (c == '\\' && !triple_)) {
        throw SyntaxError("f-string expression part cannot include this character", Here());
      }
      Step();
    }
  }
  // A quote of the kind that began the literal: since Python 3.12 it may begin a nested
  // string, if it is closed before the literal's line or text ends.
  bool NestedStringHere() const {
    const size_t close = source_.find(quote_, pos_ + 1);
    if (close == std::string_view::npos) return false;
    if (triple_) return false;
    const size_t brace = source_.find('}', close);
    const size_t line = source_.find('\n', pos_);
    return brace != std::string_view::npos && (line == std::string_view::npos || brace < line);
  }
  bool IsStringStart() const {
    const char c = Peek();
    if (c == '"' || c == '\'') return true;
    // A prefix letter counts only where no name goes before it.
    if (pos_ > 0) {
      const char before = source_[pos_ - 1];
      if ((before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') || before == '_' ||
          (before >= '0' && before <= '9')) {
        return false;
      }
    }
    return StringPrefixLength(source_.substr(pos_)) != kNoString;
  }

  std::string_view source_;
  Place place_;
  size_t pos_ = 0;
  Prefix prefix_;
  StringLiteral* literal_ = nullptr;
  char quote_ = '"';
  bool triple_ = false;
};

}  // namespace

size_t StringPrefixLength(std::string_view source) {
  Prefix prefix;
  return ReadPrefix(source, &prefix) ? prefix.length : kNoString;
}

size_t ReadStringLiteral(std::string_view source, Place place, StringLiteral* literal) {
  return Reader(source, place).Read(literal, 0);
}

}  // namespace schemadiff::py
