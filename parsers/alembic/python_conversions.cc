// Truth, text and elements of values; subscripts.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/evaluator.h"
#include "parsers/alembic/python_format.h"
#include "parsers/alembic/python_operators.h"
#include "parsers/alembic/python_text.h"

namespace schemadiff::py {
namespace {

constexpr int kMaxNesting = 50;

}  // namespace

std::optional<bool> Evaluator::Truth(Value value) const {
  switch (value.kind()) {
    case ValueKind::kNone:
      return false;
    case ValueKind::kBool:
    case ValueKind::kInt:
      return value.integer() != 0;
    case ValueKind::kFloat:
      return value.number() != 0;
    case ValueKind::kString:
    case ValueKind::kBytes:
      return !value.text().empty();
    case ValueKind::kList:
    case ValueKind::kTuple:
      return !value.sequence().items.empty();
    case ValueKind::kDict:
      return !value.dict().entries.empty();
    case ValueKind::kSet:
      return !value.set().entries.empty();
    case ValueKind::kRange:
      return value.range().size() != 0;
    case ValueKind::kNative:
      return value.native()->Truth();
    case ValueKind::kUnknown:
      return std::nullopt;
    default:
      return true;
  }
}

std::vector<Value> Evaluator::Iterate(Value value) {
  value = Resolve(value);
  std::vector<Value> out;
  switch (value.kind()) {
    case ValueKind::kUnknown:
      FailUnknown("what is iterated", value.unknown());
    case ValueKind::kList:
    case ValueKind::kTuple:
      out = value.sequence().items;
      break;
    case ValueKind::kDict:
      for (const Dict::Entry& entry : value.dict().entries) out.push_back(entry.original);
      break;
    case ValueKind::kSet:
      for (const auto& entry : value.set().entries) out.push_back(entry.second);
      break;
    case ValueKind::kString: {
      const std::vector<size_t> offsets = CharacterOffsets(value.text());
      for (size_t i = 0; i + 1 < offsets.size(); ++i) {
        out.push_back(Substring(&heap_, value.string(), offsets[i], offsets[i + 1]));
      }
      break;
    }
    case ValueKind::kBytes:
      for (const char c : value.text()) out.push_back(Value::Int(static_cast<unsigned char>(c)));
      break;
    case ValueKind::kRange: {
      const Range& range = value.range();
      const int64_t size = range.size();
      Step(size < 0 ? UINT32_MAX : static_cast<uint64_t>(size));
      for (int64_t i = 0, at = range.start; i < size; ++i) {
        out.push_back(Value::Int(at));
        if (i + 1 < size) at += range.step;
      }
      return out;
    }
    case ValueKind::kNative:
      if (std::optional<std::vector<Value>> items = value.native()->Iterate(*this)) {
        out = *std::move(items);
        break;
      }
      [[fallthrough]];
    default:
      Raise("TypeError", StrCat("'", TypeName(value), "' object is not iterable"));
  }
  Step(out.size() / 4);
  for (Value& item : out) item = Resolve(item);
  return out;
}

std::string QuotedRepr(std::string_view text, bool bytes) {
  const bool single = text.find('\'') != std::string_view::npos;
  const bool both = single && text.find('"') != std::string_view::npos;
  const char quote = single && !both ? '"' : '\'';
  std::string out = bytes ? "b" : "";
  out.push_back(quote);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7f || (bytes && byte >= 0x80)) {
      static constexpr char kHex[] = "0123456789abcdef";
      out += "\\x";
      out.push_back(kHex[byte >> 4]);
      out.push_back(kHex[byte & 15]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back(quote);
  return out;
}

std::string Evaluator::Repr(Value value, int nesting) {
  if (nesting > kMaxNesting) Fail("a value is nested too deeply");
  Step();
  value = Resolve(value);
  const auto list = [&](std::string_view open, const std::vector<Value>& items,
                        std::string_view close) {
    std::string out(open);
    for (size_t i = 0; i < items.size(); ++i) {
      StrAppend(&out, i == 0 ? "" : ", ", Repr(items[i], nesting + 1));
    }
    heap_.Charge(out.size());
    return StrCat(out, close);
  };
  switch (value.kind()) {
    case ValueKind::kNone:
      return "None";
    case ValueKind::kBool:
      return value.boolean() ? "True" : "False";
    case ValueKind::kInt:
      return StrCat(value.integer());
    case ValueKind::kFloat:
      return FloatRepr(value.number());
    case ValueKind::kEllipsis:
      return "Ellipsis";
    case ValueKind::kString:
    case ValueKind::kBytes:
      heap_.Charge(value.text().size());
      return QuotedRepr(value.text(), value.Is(ValueKind::kBytes));
    case ValueKind::kList:
      return list("[", value.sequence().items, "]");
    case ValueKind::kTuple:
      return list("(", value.sequence().items, value.sequence().items.size() == 1 ? ",)" : ")");
    case ValueKind::kSet: {
      if (value.set().entries.empty()) return "set()";
      return list("{", Iterate(value), "}");
    }
    case ValueKind::kDict: {
      std::string out = "{";
      for (const Dict::Entry& entry : value.dict().entries) {
        StrAppend(&out, out.size() == 1 ? "" : ", ", Repr(entry.original, nesting + 1), ": ",
                  Repr(entry.value, nesting + 1));
      }
      heap_.Charge(out.size());
      return out + "}";
    }
    case ValueKind::kRange: {
      const Range& range = value.range();
      if (range.step == 1) return StrCat("range(", range.start, ", ", range.stop, ")");
      return StrCat("range(", range.start, ", ", range.stop, ", ", range.step, ")");
    }
    case ValueKind::kFunction:
      Fail("the text of a function is not known");
    case ValueKind::kNative:
      return value.native()->Repr(*this);
    case ValueKind::kUnknown:
      FailUnknown("a text", value.unknown());
  }
  Fail("this value has no text");
}

std::string Evaluator::Str(Value value) {
  value = Resolve(value);
  if (value.IsString()) return value.text();
  if (value.Is(ValueKind::kNative)) return value.native()->Str(*this);
  return Repr(value);
}

Value Slice(Evaluator& ev, Value object, Value lower, Value upper, Value step_value) {
  for (const Value bound : {lower, upper, step_value}) {
    if (!bound.IsNone() && !bound.IsIntegral()) {
      ev.Raise("TypeError", "slice indices must be integers or None");
    }
  }
  const bool text = object.IsString();
  if (!text && !object.Is(ValueKind::kList) && !object.Is(ValueKind::kTuple) &&
      !object.Is(ValueKind::kBytes)) {
    ev.Fail(StrCat("slices of '", TypeName(object), "' objects are not read"));
  }
  std::vector<size_t> offsets;
  if (text) offsets = CharacterOffsets(object.text());
  const auto size =
      static_cast<int64_t>(text                           ? offsets.size() - 1
                           : object.Is(ValueKind::kBytes) ? object.text().size()
                                                          : object.sequence().items.size());
  const int64_t step = step_value.IsNone() ? 1 : step_value.integer();
  if (step == 0) ev.Raise("ValueError", "slice step cannot be zero");
  const auto clamp = [&](Value bound, int64_t missing) {
    if (bound.IsNone()) return missing;
    int64_t at = bound.integer();
    if (at < 0) at += size;
    return step > 0 ? std::clamp<int64_t>(at, 0, size) : std::clamp<int64_t>(at, -1, size - 1);
  };
  const int64_t begin = clamp(lower, step > 0 ? 0 : size - 1);
  const int64_t end = clamp(upper, step > 0 ? size : -1);
  if (step == 1 && (text || object.Is(ValueKind::kBytes))) {
    const int64_t stop = std::max(begin, end);
    if (!text) {
      return ev.heap().NewBytes(
          object.text().substr(static_cast<size_t>(begin), static_cast<size_t>(stop - begin)));
    }
    return Substring(&ev.heap(), object.string(), offsets[static_cast<size_t>(begin)],
                     offsets[static_cast<size_t>(stop)]);
  }
  const std::vector<Value> items = ev.Iterate(object);
  std::vector<Value> out;
  for (int64_t i = begin; step > 0 ? i < end : i > end;) {
    out.push_back(items[static_cast<size_t>(i)]);
    if (__builtin_add_overflow(i, step, &i)) break;
  }
  if (object.Is(ValueKind::kTuple)) return ev.heap().NewTuple(std::move(out));
  if (object.Is(ValueKind::kList)) return ev.heap().NewList(std::move(out));
  if (!text) ev.Fail("slices of bytes with a step are not read");
  TextBuilder joined;
  for (const Value item : out) joined.AppendString(item.string());
  return joined.Finish(&ev.heap());
}

Value Evaluator::GetItem(Value object, Value index) {
  object = Resolve(object);
  if (object.IsUnknown()) return object.unknown().opaque ? object : Derived(object.unknown());
  if (object.Is(ValueKind::kNative)) {
    if (std::optional<Value> item = object.native()->GetItem(*this, index)) return Resolve(*item);
    Raise("TypeError", StrCat("'", TypeName(object), "' object is not subscriptable"));
  }
  if (index.IsUnknown()) return Derived(index.unknown());
  if (object.Is(ValueKind::kDict)) {
    const Value* item = object.dict().Find(Key(index));
    if (item == nullptr) Raise("KeyError", Repr(index));
    return Resolve(*item);
  }
  if (!index.IsIntegral()) {
    Raise("TypeError",
          StrCat("'", TypeName(object), "' object cannot be indexed with '", TypeName(index), "'"));
  }
  std::vector<size_t> offsets;
  int64_t size = 0;
  if (object.IsString()) {
    Step(object.text().size() / 16 + 1);
    offsets = CharacterOffsets(object.text());
    size = static_cast<int64_t>(offsets.size()) - 1;
  } else if (object.Is(ValueKind::kList) || object.Is(ValueKind::kTuple)) {
    size = static_cast<int64_t>(object.sequence().items.size());
  } else if (object.Is(ValueKind::kBytes)) {
    size = static_cast<int64_t>(object.text().size());
  } else if (object.Is(ValueKind::kRange)) {
    size = object.range().size();
  } else {
    Raise("TypeError", StrCat("'", TypeName(object), "' object is not subscriptable"));
  }
  int64_t at = index.integer();
  if (at < 0) at += size;
  if (at < 0 || at >= size) Raise("IndexError", StrCat(TypeName(object), " index out of range"));
  const auto position = static_cast<size_t>(at);
  if (object.IsString()) {
    return Substring(&heap_, object.string(), offsets[position], offsets[position + 1]);
  }
  if (object.Is(ValueKind::kBytes)) {
    return Value::Int(static_cast<unsigned char>(object.text()[position]));
  }
  if (object.Is(ValueKind::kRange)) {
    return Value::Int(object.range().start + at * object.range().step);
  }
  return Resolve(object.sequence().items[position]);
}

void Evaluator::SetItem(Value object, Value index, Value value) {
  if (object.IsUnknown()) return;
  if (object.Is(ValueKind::kDict)) {
    Mutating(object.object());
    heap_.Charge(sizeof(Dict::Entry));
    object.dict().Set(Key(index), index, value);
    return;
  }
  if (!object.Is(ValueKind::kList)) {
    Fail(StrCat("items of a '", TypeName(object), "' object cannot be set here"));
  }
  if (index.IsUnknown()) FailUnknown("an index", index.unknown());
  if (!index.IsIntegral()) Fail("assignments to slices are not read");
  Mutating(object.object());
  std::vector<Value>& items = object.sequence().items;
  int64_t at = index.integer();
  if (at < 0) at += static_cast<int64_t>(items.size());
  if (at < 0 || at >= static_cast<int64_t>(items.size())) {
    Raise("IndexError", "list assignment index out of range");
  }
  items[static_cast<size_t>(at)] = value;
}

}  // namespace schemadiff::py
