// str.format().
#include <charconv>

#include "engine/base/strings.h"
#include "parsers/alembic/python_format.h"
#include "parsers/alembic/python_text.h"

namespace schemadiff::py {
namespace {

class BraceFormatter {
 public:
  BraceFormatter(Evaluator& ev, const String& format, const CallArgs& args)
      : ev_(ev), format_(format), args_(args) {}

  Value Run() {
    TextBuilder out;
    const std::string& text = format_.text;
    size_t copied = 0;
    const auto flush = [&](size_t end) {
      if (end <= copied) return;
      out.AppendString(Substring(&ev_.heap(), format_, copied, end).string());
    };
    for (size_t i = 0; i < text.size();) {
      const char c = text[i];
      if (c != '{' && c != '}') {
        ++i;
        continue;
      }
      flush(i);
      if (i + 1 < text.size() && text[i + 1] == c) {
        out.Append(std::string_view(&text[i], 1));
        i += 2;
        copied = i;
        continue;
      }
      if (c == '}') ev_.Raise("ValueError", "Single '}' encountered in format string");
      const uint32_t line = format_.LineAt(i);
      size_t end = 0;
      const std::string_view field = Field(text, i + 1, &end);
      std::string spec;
      char conversion = 0;
      const Value value = ReadField(field, &conversion, &spec);
      if (unknown_ != nullptr) return ev_.Derived(*unknown_, out.text());
      if (value.IsUnknown()) return ev_.Derived(value.unknown(), out.text());
      if (conversion == 'r' || conversion == 'a') {
        out.Append(FormatText(ev_, ev_.Repr(value), spec));
      } else if (conversion == 's') {
        out.Append(FormatText(ev_, ev_.Str(value), spec));
      } else if (value.IsString() && spec.empty()) {
        out.AppendInterpolated(value.string(), line);
      } else {
        out.Append(FormatValue(ev_, value, spec));
      }
      i = copied = end;
    }
    flush(text.size());
    return out.Finish(&ev_.heap());
  }

 private:
  // The inside of the braces that begin before `begin`; *end is after the closing one.
  std::string_view Field(std::string_view text, size_t begin, size_t* end) {
    int depth = 1;
    for (size_t i = begin; i < text.size(); ++i) {
      if (text[i] == '{') ++depth;
      if (text[i] == '}' && --depth == 0) {
        *end = i + 1;
        return text.substr(begin, i - begin);
      }
    }
    ev_.Raise("ValueError", "expected '}' before end of string");
  }

  Value ReadField(std::string_view field, char* conversion, std::string* spec) {
    size_t name_end = field.find_first_of("!:");
    const size_t bracket = field.find('[');
    if (bracket != std::string_view::npos && bracket < name_end) {
      name_end = field.find_first_of("!:", field.find(']', bracket));
    }
    std::string_view name = field.substr(0, name_end);
    std::string_view rest =
        name_end == std::string_view::npos ? std::string_view() : field.substr(name_end);
    if (!rest.empty() && rest[0] == '!') {
      if (rest.size() < 2) ev_.Raise("ValueError", "unmatched '{' in format spec");
      *conversion = rest[1];
      rest.remove_prefix(2);
    }
    if (!rest.empty()) {
      if (rest[0] != ':') ev_.Raise("ValueError", "expected ':' after conversion specifier");
      *spec = Spec(rest.substr(1));
    }
    return LookUp(name);
  }

  // A specification may hold fields itself, one level deep.
  std::string Spec(std::string_view text) {
    std::string out;
    for (size_t i = 0; i < text.size();) {
      if (text[i] != '{') {
        out.push_back(text[i++]);
        continue;
      }
      size_t end = 0;
      const Value value = LookUp(Field(text, i + 1, &end));
      if (value.IsUnknown()) {
        unknown_ = &value.unknown();
        return "";
      }
      out += ev_.Str(value);
      i = end;
    }
    return out;
  }

  Value LookUp(std::string_view name) {
    const size_t first = std::min(name.find_first_of(".["), name.size());
    const std::string_view base = name.substr(0, first);
    Value value = Base(base);
    for (size_t i = first; i < name.size();) {
      if (name[i] == '.') {
        const size_t end = std::min(name.find_first_of(".[", i + 1), name.size());
        value = ev_.GetAttr(value, name.substr(i + 1, end - i - 1));
        i = end;
      } else {
        const size_t close = name.find(']', i);
        if (close == std::string_view::npos)
          ev_.Raise("ValueError", "Missing ']' in format string");
        const std::string_view key = name.substr(i + 1, close - i - 1);
        value = ev_.GetItem(value, Index(key));
        i = close + 1;
      }
    }
    return value;
  }

  Value Index(std::string_view text) {
    int64_t number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec == std::errc() && result.ptr == text.data() + text.size())
      return Value::Int(number);
    return ev_.heap().NewString(std::string(text));
  }

  Value Base(std::string_view name) {
    size_t position = next_;
    if (!name.empty()) {
      const auto result = std::from_chars(name.data(), name.data() + name.size(), position);
      if (result.ec != std::errc() || result.ptr != name.data() + name.size()) {
        const Value* value = args_.Keyword(name);
        if (value == nullptr) ev_.Raise("KeyError", std::string(name));
        return *value;
      }
    } else {
      ++next_;
    }
    if (position >= args_.positional.size()) {
      ev_.Raise("IndexError", "Replacement index out of range for positional args tuple");
    }
    return args_.positional[position];
  }

  Evaluator& ev_;
  const String& format_;
  const CallArgs& args_;
  size_t next_ = 0;
  const Unknown* unknown_ = nullptr;
};

}  // namespace

Value FormatBraces(Evaluator& ev, const String& format, const CallArgs& args) {
  return BraceFormatter(ev, format, args).Run();
}

}  // namespace schemadiff::py
