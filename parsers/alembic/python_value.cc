#include "parsers/alembic/python_value.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace schemadiff::py {

Value Value::Bool(bool value) {
  Value out;
  out.kind_ = ValueKind::kBool;
  out.integer_ = value ? 1 : 0;
  return out;
}
Value Value::Int(int64_t value) {
  Value out;
  out.kind_ = ValueKind::kInt;
  out.integer_ = value;
  return out;
}
Value Value::Float(double value) {
  Value out;
  out.kind_ = ValueKind::kFloat;
  out.float_ = value;
  return out;
}
Value Value::Ellipsis() {
  Value out;
  out.kind_ = ValueKind::kEllipsis;
  return out;
}
Value::Value(Native* native) : kind_(ValueKind::kNative), object_(native) {}
Value::Value(const Unknown* unknown)
    : kind_(ValueKind::kUnknown), object_(const_cast<Unknown*>(unknown)) {}

const String& Value::string() const { return *static_cast<const String*>(object_); }
const std::string& Value::text() const { return string().text; }
Sequence& Value::sequence() const { return *static_cast<Sequence*>(object_); }
Dict& Value::dict() const { return *static_cast<Dict*>(object_); }
Set& Value::set() const { return *static_cast<Set*>(object_); }
const Range& Value::range() const { return *static_cast<const Range*>(object_); }
const Function& Value::function() const { return *static_cast<const Function*>(object_); }
Native* Value::native() const { return static_cast<Native*>(object_); }
const Unknown& Value::unknown() const { return *static_cast<const Unknown*>(object_); }

uint32_t String::LineAt(size_t offset) const {
  const auto after = std::upper_bound(marks.begin(), marks.end(), offset,
                                      [](size_t at, const LineMark& m) { return at < m.offset; });
  return after == marks.begin() ? 0 : std::prev(after)->line;
}

const Value* Dict::Find(std::string_view key) const {
  const auto it = index.find(key);
  return it == index.end() ? nullptr : &entries[it->second].value;
}
void Dict::Set(std::string key, Value original, Value value) {
  const auto it = index.find(key);
  if (it != index.end()) {
    entries[it->second].value = value;
    return;
  }
  index.emplace(key, entries.size());
  entries.push_back({std::move(key), original, value});
}
bool Dict::Erase(std::string_view key) {
  const auto it = index.find(key);
  if (it == index.end()) return false;
  entries.erase(entries.begin() + static_cast<ptrdiff_t>(it->second));
  index.clear();
  for (size_t i = 0; i < entries.size(); ++i) index.emplace(entries[i].key, i);
  return true;
}

bool Set::Add(std::string key, Value value) {
  if (!keys.insert(key).second) return false;
  entries.emplace_back(std::move(key), value);
  return true;
}
bool Set::Erase(std::string_view key) {
  const auto it = keys.find(key);
  if (it == keys.end()) return false;
  keys.erase(it);
  std::erase_if(entries, [key](const auto& entry) { return entry.first == key; });
  return true;
}

int64_t Range::size() const {
  if (step > 0) {
    if (start >= stop) return 0;
    const uint64_t width = static_cast<uint64_t>(stop) - static_cast<uint64_t>(start);
    return static_cast<int64_t>((width - 1) / static_cast<uint64_t>(step) + 1);
  }
  if (start <= stop) return 0;
  const uint64_t width = static_cast<uint64_t>(start) - static_cast<uint64_t>(stop);
  return static_cast<int64_t>((width - 1) / (0 - static_cast<uint64_t>(step)) + 1);
}

const Value* CallArgs::Keyword(std::string_view name) const {
  for (const auto& [keyword, value] : keywords) {
    if (keyword == name) return &value;
  }
  return nullptr;
}

std::string Native::Str(Evaluator&) { return StrCat("<", TypeName(), " object>"); }
std::string Native::Repr(Evaluator& ev) { return Str(ev); }
std::optional<Value> Native::GetAttr(Evaluator&, std::string_view) { return std::nullopt; }
bool Native::SetAttr(Evaluator&, std::string_view, Value) { return false; }
Value Native::Call(Evaluator&, const CallArgs&) {
  throw CannotEvaluate{StrCat("'", TypeName(), "' object is not callable"), {}, false};
}
std::optional<Value> Native::GetItem(Evaluator&, Value) { return std::nullopt; }
std::optional<Value> Native::Binary(Evaluator&, BinaryOp, Value, bool) { return std::nullopt; }
std::optional<Value> Native::Compare(Evaluator&, CompareOp, Value, bool) { return std::nullopt; }
std::optional<Value> Native::Unary(Evaluator&, UnaryOp) { return std::nullopt; }
std::optional<std::vector<Value>> Native::Iterate(Evaluator&) { return std::nullopt; }
std::string Native::HashKey() const { return StrCat("o", serial); }
Value Native::Enter(Evaluator&) { return this; }
void Native::Exit(Evaluator&) {}

void Heap::Charge(uint64_t bytes) {
  if (bytes > budget_ - used_) {
    used_ = budget_;
    throw CannotEvaluate{"the file builds up more data than the reader allows", {}, true};
  }
  used_ += bytes;
}
Value Heap::NewString(std::string text, std::vector<LineMark> marks) {
  Charge(text.size() + marks.size() * sizeof(LineMark));
  auto* object = New<String>();
  object->text = std::move(text);
  object->marks = std::move(marks);
  return {ValueKind::kString, object};
}
Value Heap::NewBytes(std::string bytes) {
  Charge(bytes.size());
  auto* object = New<String>();
  object->text = std::move(bytes);
  return {ValueKind::kBytes, object};
}
Value Heap::NewList(std::vector<Value> items) {
  Charge(items.size() * sizeof(Value));
  auto* object = New<Sequence>();
  object->items = std::move(items);
  return {ValueKind::kList, object};
}
Value Heap::NewTuple(std::vector<Value> items) {
  Charge(items.size() * sizeof(Value));
  auto* object = New<Sequence>();
  object->items = std::move(items);
  return {ValueKind::kTuple, object};
}
Value Heap::NewUnknown(std::string reason, SourceLocation where, bool opaque) {
  Charge(reason.size());
  auto* object = New<Unknown>();
  object->reason = std::move(reason);
  object->where = where;
  object->opaque = opaque;
  return object;
}

std::string TypeName(Value value) {
  switch (value.kind()) {
    case ValueKind::kNone:
      return "NoneType";
    case ValueKind::kBool:
      return "bool";
    case ValueKind::kInt:
      return "int";
    case ValueKind::kFloat:
      return "float";
    case ValueKind::kEllipsis:
      return "ellipsis";
    case ValueKind::kString:
      return "str";
    case ValueKind::kBytes:
      return "bytes";
    case ValueKind::kList:
      return "list";
    case ValueKind::kTuple:
      return "tuple";
    case ValueKind::kDict:
      return "dict";
    case ValueKind::kSet:
      return "set";
    case ValueKind::kRange:
      return "range";
    case ValueKind::kFunction:
      return "function";
    case ValueKind::kNative:
      return value.native()->TypeName();
    case ValueKind::kUnknown:
      return "unknown";
  }
  return "unknown";
}

namespace {

constexpr int kMaxNesting = 100;

std::optional<std::string> NestedHashKey(Value value, int nesting) {
  if (nesting > kMaxNesting) throw CannotEvaluate{"a tuple is nested too deeply", {}, false};
  switch (value.kind()) {
    case ValueKind::kNone:
      return "n";
    case ValueKind::kEllipsis:
      return "e";
    case ValueKind::kBool:
    case ValueKind::kInt:
      return StrCat("i", value.integer());
    case ValueKind::kFloat: {
      const double number = value.number();
      if (std::floor(number) == number && std::fabs(number) < 9e15) {
        return StrCat("i", static_cast<int64_t>(number));
      }
      return StrCat("f", std::bit_cast<uint64_t>(number));
    }
    case ValueKind::kString:
      return StrCat("s", value.text());
    case ValueKind::kBytes:
      return StrCat("b", value.text());
    case ValueKind::kTuple: {
      std::string key = "t";
      for (const Value item : value.sequence().items) {
        const std::optional<std::string> part = NestedHashKey(item, nesting + 1);
        if (!part.has_value()) return std::nullopt;
        StrAppend(&key, part->size(), ":", *part);
      }
      return key;
    }
    case ValueKind::kNative:
      return value.native()->HashKey();
    case ValueKind::kFunction:
    case ValueKind::kRange:
      return StrCat("o", value.object()->serial);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<std::string> HashKey(Value value) { return NestedHashKey(value, 0); }

}  // namespace schemadiff::py
