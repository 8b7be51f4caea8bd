// Methods of list, tuple, dict, set and numbers.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/python_methods.h"

namespace schemadiff::py {
namespace {

Value ArgumentAt(Evaluator& ev, const CallArgs& args, size_t i) {
  if (i >= args.positional.size()) ev.Raise("TypeError", "an argument is missing");
  return args.positional[i];
}

std::optional<Value> ListMethod(Evaluator& ev, Value self, std::string_view name,
                                const CallArgs& args) {
  std::vector<Value>& items = self.sequence().items;
  if (name == "append") {
    const Value item = ArgumentAt(ev, args, 0);
    ev.Mutating(self.object());
    ev.heap().Charge(sizeof(Value));
    items.push_back(item);
    return Value::None();
  }
  if (name == "extend") {
    const Value more = ArgumentAt(ev, args, 0);
    ev.Mutating(self.object());
    if (more.IsUnknown()) {
      self.object()->taint = &more.unknown();
      return Value::None();
    }
    const std::vector<Value> added = ev.Iterate(more);
    ev.heap().Charge(added.size() * sizeof(Value));
    items.insert(items.end(), added.begin(), added.end());
    return Value::None();
  }
  if (name == "insert") {
    const Value at = ArgumentAt(ev, args, 0);
    const Value item = ArgumentAt(ev, args, 1);
    if (!at.IsIntegral()) ev.Fail("this insert() is not read");
    ev.Mutating(self.object());
    ev.heap().Charge(sizeof(Value));
    const auto size = static_cast<int64_t>(items.size());
    const int64_t index = at.integer() < 0 ? at.integer() + size : at.integer();
    items.insert(items.begin() + std::clamp<int64_t>(index, 0, size), item);
    return Value::None();
  }
  if (name == "pop") {
    if (items.empty()) ev.Raise("IndexError", "pop from empty list");
    int64_t at = -1;
    if (!args.positional.empty()) {
      if (!args.positional[0].IsIntegral()) ev.Fail("this pop() is not read");
      at = args.positional[0].integer();
    }
    const auto size = static_cast<int64_t>(items.size());
    if (at < 0) at += size;
    if (at < 0 || at >= size) ev.Raise("IndexError", "pop index out of range");
    ev.Mutating(self.object());
    const Value item = items[static_cast<size_t>(at)];
    items.erase(items.begin() + at);
    return item;
  }
  if (name == "remove") {
    ev.Mutating(self.object());
    for (auto it = items.begin(); it != items.end(); ++it) {
      if (!ev.Equal(*it, ArgumentAt(ev, args, 0))) continue;
      items.erase(it);
      return Value::None();
    }
    ev.Raise("ValueError", "list.remove(x): x not in list");
  }
  if (name == "reverse") {
    ev.Mutating(self.object());
    std::reverse(items.begin(), items.end());
    return Value::None();
  }
  if (name == "sort") {
    const Value* key = args.Keyword("key");
    const Value* reverse = args.Keyword("reverse");
    ev.Mutating(self.object());
    items = Sorted(ev, items, key != nullptr ? *key : Value::None(),
                   reverse != nullptr && ev.Truth(*reverse) == true);
    return Value::None();
  }
  if (name == "clear") {
    ev.Mutating(self.object());
    items.clear();
    return Value::None();
  }
  if (name == "copy") return ev.heap().NewList(items);
  return std::nullopt;
}

std::optional<Value> SequenceMethod(Evaluator& ev, Value self, std::string_view name,
                                    const CallArgs& args) {
  const std::vector<Value>& items = self.sequence().items;
  if (name == "index") {
    for (size_t i = 0; i < items.size(); ++i) {
      if (ev.Equal(items[i], ArgumentAt(ev, args, 0))) return Value::Int(static_cast<int64_t>(i));
    }
    ev.Raise("ValueError", "x not in list");
  }
  if (name == "count") {
    int64_t count = 0;
    for (const Value item : items) count += ev.Equal(item, ArgumentAt(ev, args, 0)) ? 1 : 0;
    return Value::Int(count);
  }
  return std::nullopt;
}

std::optional<Value> DictMethod(Evaluator& ev, Value self, std::string_view name,
                                const CallArgs& args) {
  Dict& dict = self.dict();
  if (name == "items" || name == "keys" || name == "values") {
    std::vector<Value> out;
    ev.Step(dict.entries.size());
    for (const Dict::Entry& entry : dict.entries) {
      if (name == "keys") out.push_back(entry.original);
      if (name == "values") out.push_back(entry.value);
      if (name == "items") out.push_back(ev.heap().NewTuple({entry.original, entry.value}));
    }
    return ev.heap().NewList(std::move(out));
  }
  if (name == "get" || name == "pop" || name == "setdefault") {
    const Value key = ArgumentAt(ev, args, 0);
    if (key.IsUnknown()) return ev.Derived(key.unknown());
    const std::string hashed = ev.Key(key);
    const Value fallback = args.positional.size() > 1 ? args.positional[1] : Value::None();
    const Value* found = dict.Find(hashed);
    if (found != nullptr) {
      const Value value = ev.Resolve(*found);
      if (name == "pop") {
        ev.Mutating(self.object());
        dict.Erase(hashed);
      }
      return value;
    }
    if (name == "pop" && args.positional.size() < 2) ev.Raise("KeyError", ev.Repr(key));
    if (name == "setdefault") {
      ev.Mutating(self.object());
      ev.heap().Charge(sizeof(Dict::Entry));
      dict.Set(hashed, key, fallback);
    }
    return fallback;
  }
  if (name == "update") {
    ev.Mutating(self.object());
    if (!args.positional.empty()) {
      const Value other = args.positional[0];
      if (other.IsUnknown()) {
        self.object()->taint = &other.unknown();
        return Value::None();
      }
      if (!other.Is(ValueKind::kDict))
        ev.Fail("update() from something else than a dict is not read");
      ev.heap().Charge(other.dict().entries.size() * sizeof(Dict::Entry));
      const std::vector<Dict::Entry> entries = other.dict().entries;
      for (const Dict::Entry& entry : entries) dict.Set(entry.key, entry.original, entry.value);
    }
    for (const auto& [keyword, value] : args.keywords) {
      const Value key = ev.heap().NewString(keyword);
      dict.Set(ev.Key(key), key, value);
    }
    return Value::None();
  }
  if (name == "copy") {
    ev.heap().Charge(dict.entries.size() * sizeof(Dict::Entry));
    return Value(ValueKind::kDict, ev.heap().New<Dict>(dict));
  }
  if (name == "clear") {
    ev.Mutating(self.object());
    dict.entries.clear();
    dict.index.clear();
    return Value::None();
  }
  return std::nullopt;
}

std::optional<Value> SetMethod(Evaluator& ev, Value self, std::string_view name,
                               const CallArgs& args) {
  Set& set = self.set();
  if (name == "add" || name == "discard" || name == "remove") {
    const Value item = ArgumentAt(ev, args, 0);
    ev.Mutating(self.object());
    if (item.IsUnknown()) {
      self.object()->taint = &item.unknown();
      return Value::None();
    }
    const std::string key = ev.Key(item);
    if (name == "add") {
      set.Add(key, item);
    } else if (!set.Erase(key) && name == "remove") {
      ev.Raise("KeyError", ev.Repr(item));
    }
    return Value::None();
  }
  static constexpr std::pair<std::string_view, BinaryOp> kOperators[] = {
      {"union", BinaryOp::kOr},
      {"intersection", BinaryOp::kAnd},
      {"difference", BinaryOp::kSubtract},
      {"symmetric_difference", BinaryOp::kXor},
      {"update", BinaryOp::kOr},
  };
  for (const auto& [method, op] : kOperators) {
    if (name != method) continue;
    Value result = self;
    for (const Value other : args.positional) {
      if (other.IsUnknown()) return ev.Derived(other.unknown());
      auto* right = ev.heap().New<Set>();
      for (const Value item : ev.Iterate(other)) right->Add(ev.Key(item), item);
      result = ev.Binary(op, result, Value(ValueKind::kSet, right));
    }
    if (name != "update") return result;
    ev.Mutating(self.object());
    const Set updated = result.set();
    for (const auto& [key, item] : updated.entries) set.Add(key, item);
    return Value::None();
  }
  if (name == "issubset") return ev.Compare(CompareOp::kLessEqual, self, ArgumentAt(ev, args, 0));
  if (name == "issuperset")
    return ev.Compare(CompareOp::kGreaterEqual, self, ArgumentAt(ev, args, 0));
  if (name == "copy") return Value(ValueKind::kSet, ev.heap().New<Set>(set));
  return std::nullopt;
}

}  // namespace

std::optional<Value> CallContainerMethod(Evaluator& ev, Value self, std::string_view name,
                                         const CallArgs& args) {
  switch (self.kind()) {
    case ValueKind::kList:
      if (std::optional<Value> out = ListMethod(ev, self, name, args)) return out;
      return SequenceMethod(ev, self, name, args);
    case ValueKind::kTuple:
      return SequenceMethod(ev, self, name, args);
    case ValueKind::kDict:
      return DictMethod(ev, self, name, args);
    case ValueKind::kSet:
      return SetMethod(ev, self, name, args);
    default:
      return std::nullopt;
  }
}

std::optional<Value> CallBuiltinMethod(Evaluator& ev, Value self, std::string_view name,
                                       const CallArgs& args) {
  self = ev.Resolve(self);
  std::optional<Value> out;
  switch (self.kind()) {
    case ValueKind::kUnknown:
      return ev.Derived(self.unknown());
    case ValueKind::kString:
      out = CallStringMethod(ev, self, name, args);
      break;
    case ValueKind::kList:
    case ValueKind::kTuple:
    case ValueKind::kDict:
    case ValueKind::kSet:
      out = CallContainerMethod(ev, self, name, args);
      break;
    case ValueKind::kBytes:
      if (name == "decode") out = ev.heap().NewString(self.text());
      break;
    default:
      return std::nullopt;
  }
  if (!out.has_value()) {
    ev.Fail(StrCat("the method '", name, "' of '", TypeName(self), "' objects is not read"));
  }
  return out;
}

std::optional<Value> BuiltinAttribute(Evaluator& ev, Value object, std::string_view name) {
  switch (object.kind()) {
    case ValueKind::kString:
    case ValueKind::kList:
    case ValueKind::kTuple:
    case ValueKind::kDict:
    case ValueKind::kSet:
    case ValueKind::kBytes: {
      const std::string method(name);
      return ev.heap().New<NativeFunction>(method, false,
                                           [object, method](Evaluator& e, const CallArgs& args) {
                                             return e.CallMethod(object, method, args);
                                           });
    }
    case ValueKind::kFunction:
      if (name == "__name__") return ev.heap().NewString(object.function().name);
      if (name == "__doc__") return Value::None();
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::vector<Value> Sorted(Evaluator& ev, std::vector<Value> items, Value key, bool reverse) {
  std::vector<std::pair<Value, Value>> keyed;
  for (const Value item : items) {
    Value sort_key = item;
    if (!key.IsNone()) {
      CallArgs args;
      args.positional.push_back(item);
      sort_key = ev.Call(key, args);
    }
    if (sort_key.IsUnknown()) ev.FailUnknown("the order of a list", sort_key.unknown());
    keyed.emplace_back(sort_key, item);
  }
  std::stable_sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
    const Value less = reverse ? ev.Compare(CompareOp::kLess, b.first, a.first)
                               : ev.Compare(CompareOp::kLess, a.first, b.first);
    if (!less.Is(ValueKind::kBool)) ev.Fail("the order of a list is not known");
    return less.boolean();
  });
  for (size_t i = 0; i < items.size(); ++i) items[i] = keyed[i].second;
  return items;
}

}  // namespace schemadiff::py
