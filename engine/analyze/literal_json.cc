// Literals of types json and jsonb.
#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "engine/analyze/literal.h"
#include "engine/base/strings.h"

namespace schemadiff::sema::literal {
namespace {

constexpr int kMaxDepth = 1000;

// Reads JSON by its grammar and writes it as jsonb prints it.
class Reader {
 public:
  Reader(std::string_view text, bool binary) : text_(text), rest_(text), binary_(binary) {}

  std::string Read() {
    std::string out = Value(0);
    SkipSpace();
    if (!rest_.empty()) Fail();
    return out;
  }

 private:
  [[noreturn]] void Fail() {
    throw PgError(sqlstate::kInvalidTextRepresentation, "invalid input syntax for type json");
  }
  void SkipSpace() {
    while (!rest_.empty() &&
           (rest_[0] == ' ' || rest_[0] == '\t' || rest_[0] == '\n' || rest_[0] == '\r')) {
      rest_.remove_prefix(1);
    }
  }
  bool Consume(char c) {
    SkipSpace();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool ConsumeWord(std::string_view word) {
    if (rest_.substr(0, word.size()) != word) return false;
    rest_.remove_prefix(word.size());
    const char next = rest_.empty() ? '\0' : rest_[0];
    if ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '_' ||
        (next >= '0' && next <= '9')) {
      Fail();
    }
    return true;
  }

  std::string Value(int depth) {
    if (depth > kMaxDepth) NotHere("json", text_.substr(0, 40));
    SkipSpace();
    if (rest_.empty()) Fail();
    if (rest_[0] == '{') return ObjectValue(depth);
    if (rest_[0] == '[') return ArrayValue(depth);
    if (rest_[0] == '"') return Quote(StringValue());
    for (const std::string_view word : {"true", "false", "null"}) {
      if (ConsumeWord(word)) return std::string(word);
    }
    return Number();
  }

  std::string ObjectValue(int depth) {
    Consume('{');
    std::vector<std::pair<std::string, std::string>> members;
    if (!Consume('}')) {
      do {
        SkipSpace();
        if (rest_.empty() || rest_[0] != '"') Fail();
        std::string key = StringValue();
        if (!Consume(':')) Fail();
        std::string value = Value(depth + 1);
        const auto same = std::find_if(members.begin(), members.end(),
                                       [&](const auto& member) { return member.first == key; });
        if (same != members.end()) {
          same->second = std::move(value);  // the last one wins
        } else {
          members.emplace_back(std::move(key), std::move(value));
        }
      } while (Consume(','));
      if (!Consume('}')) Fail();
    }
    std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) {
      if (a.first.size() != b.first.size()) return a.first.size() < b.first.size();
      return a.first < b.first;
    });
    return StrCat("{",
                  StrJoin(members, ", ",
                          [](std::string* out, const auto& member) {
                            StrAppend(out, Quote(member.first), ": ", member.second);
                          }),
                  "}");
  }

  std::string ArrayValue(int depth) {
    Consume('[');
    std::vector<std::string> elements;
    if (!Consume(']')) {
      do {
        elements.push_back(Value(depth + 1));
      } while (Consume(','));
      if (!Consume(']')) Fail();
    }
    return StrCat("[", StrJoin(elements, ", "), "]");
  }

  std::string Number() {
    size_t i = 0;
    const auto digits = [&] {
      const size_t first = i;
      while (i < rest_.size() && rest_[i] >= '0' && rest_[i] <= '9') ++i;
      return i - first;
    };
    if (i < rest_.size() && rest_[i] == '-') ++i;
    const bool zero = i < rest_.size() && rest_[i] == '0';
    const size_t integer = digits();
    if (integer == 0 || (zero && integer > 1)) Fail();
    if (i < rest_.size() && rest_[i] == '.') {
      ++i;
      if (digits() == 0) Fail();
    }
    if (i < rest_.size() && (rest_[i] == 'e' || rest_[i] == 'E')) {
      ++i;
      if (i < rest_.size() && (rest_[i] == '+' || rest_[i] == '-')) ++i;
      const size_t exponent = digits();
      if (exponent == 0) Fail();
      if (exponent > 4) NotHere("jsonb", rest_.substr(0, i));
    }
    const std::string_view number = rest_.substr(0, i);
    rest_.remove_prefix(i);
    return binary_ ? NormalizeNumeric(number) : std::string();
  }

  unsigned HexUnit() {
    unsigned value = 0;
    if (rest_.size() < 4) Fail();
    for (int i = 0; i < 4; ++i) {
      const char c = static_cast<char>(rest_[static_cast<size_t>(i)] | 0x20);
      if (c >= '0' && c <= '9') {
        value = value * 16 + static_cast<unsigned>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        value = value * 16 + static_cast<unsigned>(c - 'a' + 10);
      } else {
        Fail();
      }
    }
    rest_.remove_prefix(4);
    return value;
  }

  void UnicodeEscape(std::string* out) {
    unsigned code = HexUnit();
    if (!binary_) return;  // json keeps escapes, and reads them when they are asked for
    if (code >= 0xD800 && code < 0xDC00) {
      if (rest_.substr(0, 2) != "\\u") Fail();
      rest_.remove_prefix(2);
      const unsigned low = HexUnit();
      if (low < 0xDC00 || low > 0xDFFF) Fail();
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code <= 0xDFFF) {
      Fail();
    }
    if (code == 0) throw PgError("22P05", "unsupported Unicode escape sequence");
    const auto put = [&](unsigned byte) { out->push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
      put(code);
    } else if (code < 0x800) {
      put(0xC0 | (code >> 6));
      put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      put(0xE0 | (code >> 12));
      put(0x80 | ((code >> 6) & 0x3F));
      put(0x80 | (code & 0x3F));
    } else {
      put(0xF0 | (code >> 18));
      put(0x80 | ((code >> 12) & 0x3F));
      put(0x80 | ((code >> 6) & 0x3F));
      put(0x80 | (code & 0x3F));
    }
  }

  std::string StringValue() {
    rest_.remove_prefix(1);
    std::string out;
    for (;;) {
      if (rest_.empty()) Fail();
      const char c = rest_[0];
      rest_.remove_prefix(1);
      if (c == '"') return out;
      if (static_cast<unsigned char>(c) < 0x20) Fail();
      if (c != '\\') {
        out += c;
        continue;
      }
      if (rest_.empty()) Fail();
      const char escape = rest_[0];
      rest_.remove_prefix(1);
      switch (escape) {
        case '"':
        case '\\':
        case '/':
          out += escape;
          break;
        case 'b':
          out += '\b';
          break;
        case 'f':
          out += '\f';
          break;
        case 'n':
          out += '\n';
          break;
        case 'r':
          out += '\r';
          break;
        case 't':
          out += '\t';
          break;
        case 'u':
          UnicodeEscape(&out);
          break;
        default:
          Fail();
      }
    }
  }

  static std::string Quote(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
      switch (c) {
        case '"':
          out += "\\\"";
          break;
        case '\\':
          out += "\\\\";
          break;
        case '\b':
          out += "\\b";
          break;
        case '\f':
          out += "\\f";
          break;
        case '\n':
          out += "\\n";
          break;
        case '\r':
          out += "\\r";
          break;
        case '\t':
          out += "\\t";
          break;
        default:
          if (static_cast<unsigned char>(c) < 0x20) {
            char buffer[8];
            std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned char>(c));
            out += buffer;
          } else {
            out += c;
          }
      }
    }
    return out + "\"";
  }

  std::string_view text_;
  std::string_view rest_;
  bool binary_;
};

}  // namespace

void CheckJson(std::string_view text) { Reader(text, /*binary=*/false).Read(); }

std::string ReadJsonb(std::string_view text) { return Reader(text, /*binary=*/true).Read(); }

}  // namespace schemadiff::sema::literal
