// Literals of arrays and composite types.
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/analyze/literal.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {

void literal::Malformed(std::string_view what, std::string_view text) {
  throw PgError(sqlstate::kInvalidTextRepresentation,
                StrCat("malformed ", what, " literal: \"", text, "\""));
}

namespace {

using literal::AppendBound;
using literal::IsSpace;
using literal::Malformed;

void Quote(std::string_view text, std::string* out) {
  out->push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') out->push_back('\\');
    out->push_back(c);
  }
  out->push_back('"');
}

class ArrayReader {
 public:
  ArrayReader(Context& context, TypeId element, int32_t typmod, std::string_view text)
      : context_(context), element_(element), typmod_(typmod), text_(text), rest_(text) {
    const BuiltinType* type = context.builtins.FindType(element);
    delimiter_ = type == nullptr ? ',' : type->delimiter;
  }

  std::string Read() {
    SkipSpace();
    if (!rest_.empty() && rest_[0] == '[') {
      literal::NotHere("array", text_);  // explicit bounds
    }
    if (rest_.empty() || rest_[0] != '{') Malformed("array", text_);
    try {
      Level(0);
      SkipSpace();
      if (!rest_.empty()) Malformed("array", text_);
    } catch (const PgError&) {
      // Since 17 the elements are read one by one, before that the form is looked at first.
      if (context_.major() >= 17) Assemble();
      throw;
    }
    return Assemble();
  }

 private:
  std::string Assemble() const {
    std::string out;
    for (const Piece& piece : pieces_) {
      if (piece.element) {
        Append(CanonicalText(context_, element_, typmod_, piece.text), &out);
      } else {
        out += piece.text;
      }
    }
    return out;
  }

  void SkipSpace() {
    while (!rest_.empty() && IsSpace(rest_[0])) rest_.remove_prefix(1);
  }

  struct Piece {
    std::string text;
    bool element = false;  // to be read by its type
  };
  void Add(std::string text, bool element = false) {
    pieces_.push_back({std::move(text), element});
  }

  void Level(size_t depth) {
    rest_.remove_prefix(1);
    Add("{");
    size_t elements = 0;
    SkipSpace();
    if (!rest_.empty() && rest_[0] == '}') {
      rest_.remove_prefix(1);
      if (depth > 0) literal::NotHere("array", text_);  // an error before 17
      return Add("}");
    }
    for (;;) {
      SkipSpace();
      if (rest_.empty()) Malformed("array", text_);
      if (elements > 0) Add(std::string(1, delimiter_));
      const bool nested = rest_[0] == '{';
      if (leaf_depth_ != 0 && nested != (depth + 1 < leaf_depth_)) Malformed("array", text_);
      if (nested) {
        Level(depth + 1);
      } else {
        leaf_depth_ = depth + 1;
        Element();
      }
      ++elements;
      SkipSpace();
      if (rest_.empty()) Malformed("array", text_);
      const char next = rest_[0];
      rest_.remove_prefix(1);
      if (next == '}') break;
      if (next != delimiter_) Malformed("array", text_);
    }
    CheckDimension(depth, elements);
    Add("}");
  }

  // All arrays of one level have the same number of elements.
  void CheckDimension(size_t depth, size_t elements) {
    if (sizes_.size() <= depth) sizes_.resize(depth + 1, -1);
    if (sizes_[depth] >= 0 && sizes_[depth] != static_cast<int64_t>(elements)) {
      Malformed("array", text_);
    }
    sizes_[depth] = static_cast<int64_t>(elements);
  }

  void Element() {
    std::string value;
    bool quoted = false;
    if (rest_[0] == '"') {
      quoted = true;
      rest_.remove_prefix(1);
      for (;;) {
        if (rest_.empty()) Malformed("array", text_);
        char c = rest_[0];
        rest_.remove_prefix(1);
        if (c == '"') break;
        if (c == '\\') {
          if (rest_.empty()) Malformed("array", text_);
          c = rest_[0];
          rest_.remove_prefix(1);
        }
        value += c;
      }
      SkipSpace();
      if (rest_.empty() || (rest_[0] != delimiter_ && rest_[0] != '}')) Malformed("array", text_);
    } else {
      size_t keep = 0;  // white space at the end is no part of it, unless escaped
      while (!rest_.empty() && rest_[0] != delimiter_ && rest_[0] != '}') {
        if (rest_[0] == '"' || rest_[0] == '{') Malformed("array", text_);
        char c = rest_[0];
        rest_.remove_prefix(1);
        const bool escaped = c == '\\';
        if (escaped) {
          quoted = true;
          if (rest_.empty()) Malformed("array", text_);
          c = rest_[0];
          rest_.remove_prefix(1);
        }
        value += c;
        if (escaped || !IsSpace(c)) keep = value.size();
      }
      value.resize(keep);
      if (value.empty()) Malformed("array", text_);
    }
    if (!quoted && AsciiToLower(value) == "null") {
      return Add("NULL");
    }
    Add(std::move(value), /*element=*/true);
  }

  void Append(std::string_view value, std::string* out) const {
    bool quote = value.empty() || AsciiToLower(value) == "null";
    for (const char c : value) {
      quote =
          quote || c == '"' || c == '\\' || c == '{' || c == '}' || c == delimiter_ || IsSpace(c);
    }
    if (quote) {
      Quote(value, out);
    } else {
      out->append(value);
    }
  }

  Context& context_;
  TypeId element_;
  int32_t typmod_;
  std::string_view text_;
  std::string_view rest_;
  char delimiter_ = ',';
  size_t leaf_depth_ = 0;
  std::vector<int64_t> sizes_;
  std::vector<Piece> pieces_;
};

}  // namespace

std::string ReadArray(Context& context, TypeId element, int32_t typmod, std::string_view text) {
  return ArrayReader(context, element, typmod, text).Read();
}

std::string ReadComposite(Context& context, TypeId type, std::string_view text) {
  const std::vector<Field> fields = context.types.Fields(type);
  std::string_view rest = StripWhitespace(text);
  if (rest.empty() || rest[0] != '(') Malformed("record", text);
  rest.remove_prefix(1);
  std::string out = "(";
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) {
      if (rest.empty() || rest[0] != ',') Malformed("record", text);
      rest.remove_prefix(1);
      out += ',';
    }
    if (rest.empty()) Malformed("record", text);
    if (rest[0] == ',' || rest[0] == ')') continue;  // NULL
    std::string value;
    bool quoted = false;
    while (quoted || (!rest.empty() && rest[0] != ',' && rest[0] != ')')) {
      if (rest.empty()) Malformed("record", text);
      char c = rest[0];
      rest.remove_prefix(1);
      if (c == '\\') {
        if (rest.empty()) Malformed("record", text);
        c = rest[0];
        rest.remove_prefix(1);
      } else if (c == '"') {
        if (quoted && !rest.empty() && rest[0] == '"') {
          rest.remove_prefix(1);
        } else {
          quoted = !quoted;
          continue;
        }
      }
      value += c;
    }
    AppendBound(CanonicalText(context, fields[i].type, fields[i].typmod, value), &out);
  }
  if (rest.empty() || rest[0] != ')') Malformed("record", text);
  if (!StripWhitespace(rest.substr(1)).empty()) Malformed("record", text);
  return out + ")";
}

}  // namespace schemadiff::sema
