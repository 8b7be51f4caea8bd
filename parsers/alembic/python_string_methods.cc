// Methods of str and bytes.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_format.h"
#include "parsers/alembic/python_methods.h"
#include "parsers/alembic/python_text.h"

namespace schemadiff::py {
namespace {

bool IsSpace(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

const std::string& TextArgument(Evaluator& ev, const CallArgs& args, size_t i) {
  if (i >= args.positional.size() || !args.positional[i].IsString()) {
    ev.Raise("TypeError", "a string is required");
  }
  return args.positional[i].text();
}

// Letters beyond ASCII change in ways that are not modelled.
void RequireAscii(Evaluator& ev, std::string_view text) {
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return static_cast<signed char>(c) < 0; })) {
    ev.Fail("changing the case of letters beyond ASCII is not read");
  }
}

char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool IsAlpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

Value WithText(Evaluator& ev, const String& original, std::string text) {
  return ev.heap().NewString(std::move(text), original.marks);
}

Value Strip(Evaluator& ev, const String& self, const CallArgs& args, bool left, bool right) {
  std::string_view text = self.text;
  size_t begin = 0, end = text.size();
  const bool given = !args.positional.empty() && !args.positional[0].IsNone();
  const std::string set = given ? TextArgument(ev, args, 0) : "";
  if (given) RequireAscii(ev, set);
  const auto strips = [&](char c) { return given ? set.find(c) != std::string::npos : IsSpace(c); };
  while (left && begin < end && strips(text[begin])) ++begin;
  while (right && end > begin && strips(text[end - 1])) --end;
  return Substring(&ev.heap(), self, begin, end);
}

Value Split(Evaluator& ev, const String& self, const CallArgs& args, bool from_right) {
  const Value* separator_keyword = args.Keyword("sep");
  const Value* limit_keyword = args.Keyword("maxsplit");
  const Value separator = separator_keyword != nullptr ? *separator_keyword
                          : !args.positional.empty()   ? args.positional[0]
                                                       : Value::None();
  const Value limit_value = limit_keyword != nullptr     ? *limit_keyword
                            : args.positional.size() > 1 ? args.positional[1]
                                                         : Value::Int(-1);
  if (!limit_value.IsIntegral()) ev.Raise("TypeError", "maxsplit must be an integer");
  const int64_t limit = limit_value.integer();
  const std::string& text = self.text;
  std::vector<std::pair<size_t, size_t>> parts;
  if (separator.IsNone()) {
    size_t i = 0;
    while (true) {
      while (i < text.size() && IsSpace(text[i])) ++i;
      if (i >= text.size()) break;
      if (limit >= 0 && static_cast<int64_t>(parts.size()) >= limit) {
        if (from_right) ev.Fail("rsplit() with a limit and without a separator is not read");
        size_t end = text.size();
        while (end > i && IsSpace(text[end - 1])) --end;
        parts.emplace_back(i, end);
        break;
      }
      const size_t begin = i;
      while (i < text.size() && !IsSpace(text[i])) ++i;
      parts.emplace_back(begin, i);
    }
  } else {
    if (!separator.IsString()) ev.Raise("TypeError", "the separator must be a string");
    const std::string& by = separator.text();
    if (by.empty()) ev.Raise("ValueError", "empty separator");
    size_t begin = 0;
    for (size_t at = text.find(by); at != std::string::npos; at = text.find(by, begin)) {
      if (!from_right && limit >= 0 && static_cast<int64_t>(parts.size()) >= limit) break;
      parts.emplace_back(begin, at);
      begin = at + by.size();
    }
    parts.emplace_back(begin, text.size());
    if (from_right && limit >= 0 && parts.size() > static_cast<size_t>(limit) + 1) {
      const size_t surplus = parts.size() - static_cast<size_t>(limit) - 1;
      parts[surplus].first = 0;
      parts.erase(parts.begin(), parts.begin() + static_cast<ptrdiff_t>(surplus));
    }
  }
  ev.Step(parts.size());
  std::vector<Value> out;
  for (const auto& [begin, end] : parts) out.push_back(Substring(&ev.heap(), self, begin, end));
  return ev.heap().NewList(std::move(out));
}

Value SplitLines(Evaluator& ev, const String& self, const CallArgs& args) {
  const Value* keyword = args.Keyword("keepends");
  const Value keep = keyword != nullptr         ? *keyword
                     : !args.positional.empty() ? args.positional[0]
                                                : Value::Bool(false);
  std::vector<Value> out;
  const std::string& text = self.text;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = text.find_first_of("\n\r\v\f", begin);
    size_t next = end == std::string::npos ? text.size() : end + 1;
    if (end == std::string::npos) end = text.size();
    if (end < text.size() && text[end] == '\r' && next < text.size() && text[next] == '\n') ++next;
    out.push_back(Substring(&ev.heap(), self, begin, ev.Truth(keep) == true ? next : end));
    begin = next;
  }
  ev.Step(out.size());
  return ev.heap().NewList(std::move(out));
}

Value Join(Evaluator& ev, const String& separator, const CallArgs& args) {
  if (args.positional.size() != 1) ev.Raise("TypeError", "join() takes exactly one argument");
  if (args.positional[0].IsUnknown()) return ev.Derived(args.positional[0].unknown());
  TextBuilder out;
  bool first = true;
  for (Value item : ev.Iterate(args.positional[0])) {
    if (!first) out.Append(separator.text);
    first = false;
    if (item.IsUnknown()) return ev.Derived(item.unknown(), out.text());
    if (item.Is(ValueKind::kNative)) item = ev.heap().NewString(ev.Str(item));
    if (!item.IsString()) ev.Raise("TypeError", "join() takes strings only");
    ev.heap().Charge(item.text().size() + separator.text.size());
    out.AppendString(item.string());
  }
  return out.Finish(&ev.heap());
}

Value Replace(Evaluator& ev, const String& self, const CallArgs& args) {
  const std::string& from = TextArgument(ev, args, 0);
  TextArgument(ev, args, 1);
  const String& to = args.positional[1].string();
  int64_t limit = -1;
  if (args.positional.size() > 2 && args.positional[2].IsIntegral()) {
    limit = args.positional[2].integer();
  }
  if (from.empty()) ev.Fail("replacing the empty string is not read");
  TextBuilder out;
  size_t begin = 0;
  for (size_t at = self.text.find(from); at != std::string::npos && limit != 0;
       at = self.text.find(from, begin), --limit) {
    ev.heap().Charge(to.text.size() + 16);
    out.AppendString(Substring(&ev.heap(), self, begin, at).string());
    out.AppendInterpolated(to, self.LineAt(at));
    begin = at + from.size();
  }
  out.AppendString(Substring(&ev.heap(), self, begin, self.text.size()).string());
  return out.Finish(&ev.heap());
}

bool Affix(Evaluator& ev, const std::string& text, const CallArgs& args, bool start) {
  if (args.positional.size() != 1) ev.Fail("startswith() and endswith() with bounds are not read");
  const Value affix = args.positional[0];
  const auto fits = [&](Value one) {
    if (!one.IsString()) ev.Raise("TypeError", "a string is required");
    return start ? text.starts_with(one.text()) : text.ends_with(one.text());
  };
  if (!affix.Is(ValueKind::kTuple)) return fits(affix);
  const std::vector<Value>& items = affix.sequence().items;
  return std::any_of(items.begin(), items.end(), fits);
}

Value Title(Evaluator& ev, const String& self) {
  RequireAscii(ev, self.text);
  std::string text = self.text;
  bool inside = false;
  for (char& c : text) {
    c = inside ? Lower(c) : Upper(c);
    inside = IsAlpha(c);
  }
  return WithText(ev, self, std::move(text));
}

Value Partition(Evaluator& ev, const String& self, const CallArgs& args, bool from_right) {
  const std::string& by = TextArgument(ev, args, 0);
  if (by.empty()) ev.Raise("ValueError", "empty separator");
  const size_t at = from_right ? self.text.rfind(by) : self.text.find(by);
  const Value empty = ev.heap().NewString("");
  const Value all = Substring(&ev.heap(), self, 0, self.text.size());
  if (at == std::string::npos) {
    return from_right ? ev.heap().NewTuple({empty, empty, all})
                      : ev.heap().NewTuple({all, empty, empty});
  }
  return ev.heap().NewTuple({Substring(&ev.heap(), self, 0, at),
                             Substring(&ev.heap(), self, at, at + by.size()),
                             Substring(&ev.heap(), self, at + by.size(), self.text.size())});
}

std::optional<bool> Classify(std::string_view name, const std::string& text) {
  const auto all = [&text](auto&& test) {
    return !text.empty() && std::all_of(text.begin(), text.end(), test);
  };
  if (name == "isdigit" || name == "isnumeric" || name == "isdecimal") return all(IsDigit);
  if (name == "isalpha") return all(IsAlpha);
  if (name == "isalnum") return all([](char c) { return IsAlpha(c) || IsDigit(c); });
  if (name == "isspace") return all(IsSpace);
  if (name == "isidentifier") {
    return all([](char c) { return IsAlpha(c) || IsDigit(c) || c == '_'; }) && !IsDigit(text[0]);
  }
  const bool upper = std::any_of(text.begin(), text.end(), [](char c) { return c != Lower(c); });
  const bool lower = std::any_of(text.begin(), text.end(), [](char c) { return c != Upper(c); });
  if (name == "isupper") return upper && !lower;
  if (name == "islower") return lower && !upper;
  return std::nullopt;
}

Value Justify(Evaluator& ev, const String& self, std::string_view name, const CallArgs& args) {
  if (args.positional.empty() || !args.positional[0].IsIntegral()) {
    ev.Raise("TypeError", "a width is required");
  }
  if (name == "zfill") {
    const bool sign = !self.text.empty() && (self.text[0] == '-' || self.text[0] == '+');
    const int64_t missing =
        args.positional[0].integer() - static_cast<int64_t>(CharacterCount(self.text));
    if (missing <= 0) return WithText(ev, self, self.text);
    ev.heap().Charge(static_cast<uint64_t>(missing));
    return ev.heap().NewString(StrCat(self.text.substr(0, sign ? 1 : 0),
                                      std::string(static_cast<size_t>(missing), '0'),
                                      self.text.substr(sign ? 1 : 0)));
  }
  const std::string fill = args.positional.size() > 1 ? TextArgument(ev, args, 1) : " ";
  const std::string align = name == "ljust" ? "<" : name == "rjust" ? ">" : "^";
  const int64_t width = std::max<int64_t>(args.positional[0].integer(), 0);
  return ev.heap().NewString(FormatText(ev, self.text, StrCat(fill, align, width)));
}

}  // namespace

std::optional<Value> CallStringMethod(Evaluator& ev, Value value, std::string_view name,
                                      const CallArgs& args) {
  const String& self = value.string();
  ev.Step(self.text.size() / 64);
  if (name == "join") return Join(ev, self, args);
  if (name == "format") return FormatBraces(ev, self, args);
  if (const Unknown* unknown = Evaluator::FirstUnknown(args)) return ev.Derived(*unknown);
  if (name == "strip") return Strip(ev, self, args, true, true);
  if (name == "lstrip") return Strip(ev, self, args, true, false);
  if (name == "rstrip") return Strip(ev, self, args, false, true);
  if (name == "split") return Split(ev, self, args, false);
  if (name == "rsplit") return Split(ev, self, args, true);
  if (name == "splitlines") return SplitLines(ev, self, args);
  if (name == "replace") return Replace(ev, self, args);
  if (name == "startswith") return Value::Bool(Affix(ev, self.text, args, true));
  if (name == "endswith") return Value::Bool(Affix(ev, self.text, args, false));
  if (name == "title") return Title(ev, self);
  if (name == "partition") return Partition(ev, self, args, false);
  if (name == "rpartition") return Partition(ev, self, args, true);
  if (name == "lower" || name == "casefold" || name == "upper" || name == "swapcase" ||
      name == "capitalize") {
    RequireAscii(ev, self.text);
    std::string text = self.text;
    for (size_t i = 0; i < text.size(); ++i) {
      char& c = text[i];
      if (name == "upper" || (name == "capitalize" && i == 0))
        c = Upper(c);
      else if (name == "swapcase")
        c = Upper(c) == c ? Lower(c) : Upper(c);
      else
        c = Lower(c);
    }
    return WithText(ev, self, std::move(text));
  }
  if (name == "removeprefix" || name == "removesuffix") {
    const std::string& affix = TextArgument(ev, args, 0);
    const bool prefix = name == "removeprefix";
    const bool fits = prefix ? self.text.starts_with(affix) : self.text.ends_with(affix);
    const size_t cut = fits ? affix.size() : 0;
    return Substring(&ev.heap(), self, prefix ? cut : 0, self.text.size() - (prefix ? 0 : cut));
  }
  if (name == "find" || name == "rfind" || name == "index" || name == "count") {
    const std::string& wanted = TextArgument(ev, args, 0);
    if (args.positional.size() > 1) ev.Fail("searching a part of a string is not read");
    if (name == "count") {
      if (wanted.empty()) return Value::Int(static_cast<int64_t>(CharacterCount(self.text)) + 1);
      int64_t count = 0;
      for (size_t at = self.text.find(wanted); at != std::string::npos;
           at = self.text.find(wanted, at + wanted.size())) {
        ++count;
      }
      return Value::Int(count);
    }
    const size_t at = name == "rfind" ? self.text.rfind(wanted) : self.text.find(wanted);
    if (at == std::string::npos) {
      if (name == "index") ev.Raise("ValueError", "substring not found");
      return Value::Int(-1);
    }
    return Value::Int(static_cast<int64_t>(CharacterCount(self.text.substr(0, at))));
  }
  if (name == "encode") return ev.heap().NewBytes(self.text);
  if (name == "zfill" || name == "ljust" || name == "rjust" || name == "center") {
    return Justify(ev, self, name, args);
  }
  if (const std::optional<bool> is = Classify(name, self.text)) return Value::Bool(*is);
  return std::nullopt;
}

Value Dedent(Evaluator& ev, const String& text) {
  // The longest white space that every line which holds something begins with.
  std::optional<std::string_view> margin;
  std::vector<std::pair<size_t, size_t>> lines;
  for (size_t begin = 0; begin <= text.text.size();) {
    const size_t end = std::min(text.text.find('\n', begin), text.text.size());
    lines.emplace_back(begin, end);
    const std::string_view line = std::string_view(text.text).substr(begin, end - begin);
    const size_t indent = line.find_first_not_of(" \t");
    if (indent != std::string_view::npos) {
      const std::string_view lead = line.substr(0, indent);
      size_t common = 0;
      if (margin.has_value()) {
        while (common < margin->size() && common < lead.size() &&
               (*margin)[common] == lead[common]) {
          ++common;
        }
      }
      margin = margin.has_value() ? margin->substr(0, common) : lead;
    }
    begin = end + 1;
  }
  const size_t cut = margin.has_value() ? margin->size() : 0;
  TextBuilder out;
  ev.Step(lines.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    auto [begin, end] = lines[i];
    const std::string_view line = std::string_view(text.text).substr(begin, end - begin);
    const bool blank = line.find_first_not_of(" \t") == std::string_view::npos;
    begin = blank ? end : begin + cut;
    const size_t stop = i + 1 < lines.size() ? end + 1 : end;
    out.AppendString(Substring(&ev.heap(), text, begin, stop).string());
  }
  return out.Finish(&ev.heap());
}

Value Indent(Evaluator& ev, const String& text, std::string_view prefix) {
  TextBuilder out;
  for (size_t begin = 0; begin < text.text.size();) {
    const size_t newline = text.text.find('\n', begin);
    const size_t end = newline == std::string::npos ? text.text.size() : newline + 1;
    const std::string_view line = std::string_view(text.text).substr(begin, end - begin);
    ev.heap().Charge(prefix.size() + line.size());
    out.Mark(text.LineAt(begin));
    if (!StripWhitespace(line).empty()) out.Append(prefix);
    out.AppendString(Substring(&ev.heap(), text, begin, end).string());
    begin = end;
  }
  return out.Finish(&ev.heap());
}

}  // namespace schemadiff::py
