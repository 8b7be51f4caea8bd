#include "parsers/alembic/python_builtins.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/python_format.h"
#include "parsers/alembic/python_methods.h"
#include "parsers/alembic/python_text.h"

namespace schemadiff::py {
namespace {

Value ArgumentAt(Evaluator& ev, const CallArgs& args, size_t i) {
  if (i >= args.positional.size()) ev.Raise("TypeError", "an argument is missing");
  return args.positional[i];
}

Value ToInteger(Evaluator& ev, const CallArgs& args) {
  if (args.positional.empty()) return Value::Int(0);
  const Value value = args.positional[0];
  if (value.IsIntegral()) return Value::Int(value.integer());
  if (value.Is(ValueKind::kFloat)) {
    if (std::fabs(value.number()) > 9e18)
      return ev.NewUnknown("a number that is too large to be read");
    return Value::Int(static_cast<int64_t>(value.number()));
  }
  if (!value.IsString()) ev.Raise("TypeError", "int() argument must be a string or a number");
  int base = 10;
  const Value* keyword = args.Keyword("base");
  const Value base_value = keyword != nullptr           ? *keyword
                           : args.positional.size() > 1 ? args.positional[1]
                                                        : Value::Int(10);
  if (base_value.IsIntegral()) base = static_cast<int>(base_value.integer());
  if (base < 2 || base > 36) ev.Fail("int() with this base is not read");
  std::string_view text = StripWhitespace(value.text());
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  int64_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (text.empty() || result.ptr != text.data() + text.size()) {
    ev.Raise("ValueError", StrCat("invalid literal for int(): ", ev.Repr(value)));
  }
  if (result.ec != std::errc()) return ev.NewUnknown("a number that is too large to be read");
  return Value::Int(number);
}

Value ToFloat(Evaluator& ev, const CallArgs& args) {
  if (args.positional.empty()) return Value::Float(0);
  const Value value = args.positional[0];
  if (value.IsNumber()) return Value::Float(value.number());
  if (!value.IsString()) ev.Raise("TypeError", "float() argument must be a string or a number");
  const std::string_view text = StripWhitespace(value.text());
  double number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) {
    ev.Raise("ValueError", "could not convert string to float");
  }
  return Value::Float(number);
}

Value ToString(Evaluator& ev, const CallArgs& args) {
  if (args.positional.empty()) return ev.heap().NewString("");
  if (args.positional.size() > 1) ev.Fail("str() with an encoding is not read");
  if (args.positional[0].IsString()) return args.positional[0];
  return ev.heap().NewString(ev.Str(args.positional[0]));
}

Value ToDict(Evaluator& ev, const CallArgs& args) {
  auto* dict = ev.heap().New<Dict>();
  if (!args.positional.empty()) {
    const Value from = args.positional[0];
    if (from.Is(ValueKind::kDict)) {
      ev.heap().Charge(from.dict().entries.size() * sizeof(Dict::Entry));
      for (const Dict::Entry& e : from.dict().entries) dict->Set(e.key, e.original, e.value);
    } else {
      for (const Value pair : ev.Iterate(from)) {
        const std::vector<Value> both = ev.Iterate(pair);
        if (both.size() != 2) ev.Raise("ValueError", "dictionary update sequence needs pairs");
        ev.heap().Charge(sizeof(Dict::Entry));
        dict->Set(ev.Key(both[0]), both[0], both[1]);
      }
    }
  }
  for (const auto& [name, value] : args.keywords) {
    const Value key = ev.heap().NewString(name);
    dict->Set(ev.Key(key), key, value);
  }
  return {ValueKind::kDict, dict};
}

Value ToSet(Evaluator& ev, const CallArgs& args) {
  auto* set = ev.heap().New<Set>();
  if (!args.positional.empty()) {
    for (const Value item : ev.Iterate(args.positional[0])) set->Add(ev.Key(item), item);
  }
  return {ValueKind::kSet, set};
}

Value ToList(Evaluator& ev, const CallArgs& args) {
  if (args.positional.empty()) return ev.heap().NewList({});
  return ev.heap().NewList(ev.Iterate(args.positional[0]));
}
Value ToTuple(Evaluator& ev, const CallArgs& args) {
  if (args.positional.empty()) return ev.heap().NewTuple({});
  return ev.heap().NewTuple(ev.Iterate(args.positional[0]));
}

Value MakeRange(Evaluator& ev, const CallArgs& args) {
  for (const Value value : args.positional) {
    if (!value.IsIntegral()) ev.Raise("TypeError", "range() takes integers");
  }
  auto* range = ev.heap().New<Range>();
  const size_t count = args.positional.size();
  if (count == 0 || count > 3) ev.Raise("TypeError", "range() takes 1 to 3 arguments");
  if (count == 1) {
    range->stop = args.positional[0].integer();
  } else {
    range->start = args.positional[0].integer();
    range->stop = args.positional[1].integer();
    if (count == 3) range->step = args.positional[2].integer();
  }
  if (range->step == 0) ev.Raise("ValueError", "range() arg 3 must not be zero");
  return {ValueKind::kRange, range};
}

Value Length(Evaluator& ev, const CallArgs& args) {
  const Value value = ArgumentAt(ev, args, 0);
  if (value.IsString()) return Value::Int(static_cast<int64_t>(CharacterCount(value.text())));
  if (value.Is(ValueKind::kBytes)) return Value::Int(static_cast<int64_t>(value.text().size()));
  if (value.Is(ValueKind::kRange)) return Value::Int(value.range().size());
  return Value::Int(static_cast<int64_t>(ev.Iterate(value).size()));
}

Value Enumerate(Evaluator& ev, const CallArgs& args) {
  int64_t next = 0;
  const Value* start = args.Keyword("start");
  if (start == nullptr && args.positional.size() > 1) start = &args.positional[1];
  if (start != nullptr && start->IsIntegral()) next = start->integer();
  std::vector<Value> out;
  for (const Value item : ev.Iterate(ArgumentAt(ev, args, 0))) {
    out.push_back(ev.heap().NewTuple({Value::Int(next++), item}));
  }
  return ev.heap().NewList(std::move(out));
}

Value Zip(Evaluator& ev, const CallArgs& args) {
  std::vector<std::vector<Value>> columns;
  for (const Value value : args.positional) columns.push_back(ev.Iterate(value));
  std::vector<Value> out;
  for (size_t i = 0; !columns.empty(); ++i) {
    std::vector<Value> row;
    for (const std::vector<Value>& column : columns) {
      if (i < column.size()) row.push_back(column[i]);
    }
    if (row.size() < columns.size()) break;
    out.push_back(ev.heap().NewTuple(std::move(row)));
  }
  return ev.heap().NewList(std::move(out));
}

Value Extreme(Evaluator& ev, const CallArgs& args, bool largest) {
  const std::vector<Value> items =
      args.positional.size() == 1 ? ev.Iterate(args.positional[0]) : args.positional;
  const Value* key = args.Keyword("key");
  if (items.empty()) {
    if (const Value* fallback = args.Keyword("default")) return *fallback;
    ev.Raise("ValueError", "arg is an empty sequence");
  }
  const std::vector<Value> sorted =
      Sorted(ev, items, key != nullptr ? *key : Value::None(), largest);
  return sorted.front();
}

Value Sum(Evaluator& ev, const CallArgs& args) {
  Value total = args.positional.size() > 1 ? args.positional[1] : Value::Int(0);
  for (const Value item : ev.Iterate(ArgumentAt(ev, args, 0))) {
    total = ev.Binary(BinaryOp::kAdd, total, item);
  }
  return total;
}

Value AnyOrAll(Evaluator& ev, const CallArgs& args, bool any) {
  const Unknown* unknown = nullptr;
  for (const Value item : ev.Iterate(ArgumentAt(ev, args, 0))) {
    const std::optional<bool> truth = ev.Truth(item);
    if (truth == any) return Value::Bool(any);
    if (!truth.has_value()) unknown = &item.unknown();
  }
  if (unknown != nullptr) return ev.Derived(*unknown);
  return Value::Bool(!any);
}

bool IsInstance(Evaluator& ev, Value value, Value type) {
  if (type.Is(ValueKind::kTuple)) {
    const std::vector<Value> types = ev.Iterate(type);
    return std::any_of(types.begin(), types.end(),
                       [&](Value one) { return IsInstance(ev, value, one); });
  }
  if (const auto* own = type.As<ClassObject>()) {
    const ClassObject* cls = nullptr;
    if (const auto* instance = value.As<InstanceObject>()) cls = instance->cls;
    if (const auto* member = value.As<EnumMember>()) cls = member->cls;
    if (cls == nullptr) return false;
    return cls == own ||
           cls->FindBase([own](Value base) { return base.object() == own; }).has_value();
  }
  const auto* builtin = type.As<BuiltinClass>();
  if (builtin == nullptr || value.Is(ValueKind::kNative)) ev.Fail("this isinstance() is not read");
  const std::string name = TypeName(value);
  return name == builtin->name() || (name == "bool" && builtin->name() == "int") ||
         builtin->name() == "object";
}

Value Round(Evaluator& ev, const CallArgs& args) {
  const Value value = ArgumentAt(ev, args, 0);
  if (value.IsIntegral()) return Value::Int(value.integer());
  if (!value.Is(ValueKind::kFloat)) ev.Raise("TypeError", "round() takes a number");
  if (args.positional.size() > 1 && args.positional[1].IsIntegral()) {
    const std::string text = FormatValue(
        ev, value, StrCat(".", std::clamp<int64_t>(args.positional[1].integer(), 0, 20), "f"));
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return Value::Float(number);
  }
  return Value::Int(static_cast<int64_t>(std::nearbyint(value.number())));
}

Value MapOrFilter(Evaluator& ev, const CallArgs& args, bool map) {
  const Value function = ArgumentAt(ev, args, 0);
  if (args.positional.size() != 2) ev.Fail("map() over several sequences is not read");
  if (args.positional[1].IsUnknown()) return ev.Derived(args.positional[1].unknown());
  std::vector<Value> out;
  for (const Value item : ev.Iterate(args.positional[1])) {
    CallArgs call;
    call.line = args.line;
    call.positional.push_back(item);
    const Value result = function.IsNone() ? item : ev.Call(function, call);
    if (map) {
      out.push_back(result);
      continue;
    }
    const std::optional<bool> truth = ev.Truth(result);
    if (!truth.has_value()) return ev.Derived(result.unknown());
    if (*truth) out.push_back(item);
  }
  return ev.heap().NewList(std::move(out));
}

Value GetAttribute(Evaluator& ev, const CallArgs& args) {
  const Value object = ArgumentAt(ev, args, 0);
  const Value name = ArgumentAt(ev, args, 1);
  if (name.IsUnknown()) return ev.Derived(name.unknown());
  if (!name.IsString()) ev.Raise("TypeError", "attribute name must be string");
  if (std::optional<Value> value = ev.TryGetAttr(object, name.text())) return *value;
  if (args.positional.size() > 2) return args.positional[2];
  return ev.GetAttr(object, name.text());
}

Value Next(Evaluator& ev, const CallArgs& args) {
  const Value from = ArgumentAt(ev, args, 0);
  if (from.IsUnknown()) return ev.Derived(from.unknown());
  // Generators are lists here; taking the first of a fresh one is all that is exact.
  const std::vector<Value> items = ev.Iterate(from);
  if (!items.empty()) return items.front();
  if (args.positional.size() > 1) return args.positional[1];
  ev.Raise("StopIteration", "");
}

struct NamedBuiltin {
  std::string_view name;
  bool is_class;
  bool strict;
  Value (*body)(Evaluator&, const CallArgs&);
};

const NamedBuiltin kBuiltins[] = {
    {"int", true, true, ToInteger},
    {"float", true, true, ToFloat},
    {"str", true, true, ToString},
    {"dict", true, true, ToDict},
    {"list", true, true, ToList},
    {"tuple", true, true, ToTuple},
    {"set", true, true, ToSet},
    {"frozenset", true, true, ToSet},
    {"bool", true, true,
     [](Evaluator& ev, const CallArgs& args) {
       return Value::Bool(!args.positional.empty() && ev.Truth(args.positional[0]) == true);
     }},
    {"object", true, true,
     [](Evaluator& ev, const CallArgs&) -> Value { return ev.heap().New<IgnoredObject>(); }},
    {"bytes", true, true,
     [](Evaluator& ev, const CallArgs& args) {
       const Value value = ArgumentAt(ev, args, 0);
       if (!value.IsString() && !value.Is(ValueKind::kBytes)) ev.Fail("this bytes() is not read");
       return ev.heap().NewBytes(value.text());
     }},
    {"range", true, true, MakeRange},
    {"len", false, true, Length},
    {"enumerate", false, true, Enumerate},
    {"zip", false, true, Zip},
    {"sorted", false, true,
     [](Evaluator& ev, const CallArgs& args) {
       const Value* key = args.Keyword("key");
       const Value* reverse = args.Keyword("reverse");
       return ev.heap().NewList(Sorted(ev, ev.Iterate(ArgumentAt(ev, args, 0)),
                                       key != nullptr ? *key : Value::None(),
                                       reverse != nullptr && ev.Truth(*reverse) == true));
     }},
    {"reversed", false, true,
     [](Evaluator& ev, const CallArgs& args) {
       std::vector<Value> items = ev.Iterate(ArgumentAt(ev, args, 0));
       std::reverse(items.begin(), items.end());
       return ev.heap().NewList(std::move(items));
     }},
    {"iter", false, true, ToList},
    {"next", false, false, Next},
    {"min", false, true,
     [](Evaluator& ev, const CallArgs& args) { return Extreme(ev, args, false); }},
    {"max", false, true,
     [](Evaluator& ev, const CallArgs& args) { return Extreme(ev, args, true); }},
    {"sum", false, true, Sum},
    {"any", false, true,
     [](Evaluator& ev, const CallArgs& args) { return AnyOrAll(ev, args, true); }},
    {"all", false, true,
     [](Evaluator& ev, const CallArgs& args) { return AnyOrAll(ev, args, false); }},
    {"abs", false, true,
     [](Evaluator& ev, const CallArgs& args) {
       const Value value = ArgumentAt(ev, args, 0);
       if (value.Is(ValueKind::kFloat)) return Value::Float(std::fabs(value.number()));
       if (!value.IsIntegral()) ev.Raise("TypeError", "bad operand type for abs()");
       return value.integer() < 0 ? ev.Binary(BinaryOp::kSubtract, Value::Int(0), value) : value;
     }},
    {"round", false, true, Round},
    {"repr", false, true,
     [](Evaluator& ev, const CallArgs& args) {
       return ev.heap().NewString(ev.Repr(ArgumentAt(ev, args, 0)));
     }},
    {"format", false, true,
     [](Evaluator& ev, const CallArgs& args) {
       const std::string spec = args.positional.size() > 1 ? ev.Str(args.positional[1]) : "";
       return ev.heap().NewString(FormatValue(ev, ArgumentAt(ev, args, 0), spec));
     }},
    {"isinstance", false, true,
     [](Evaluator& ev, const CallArgs& args) {
       return Value::Bool(IsInstance(ev, ArgumentAt(ev, args, 0), ArgumentAt(ev, args, 1)));
     }},
    {"callable", false, true,
     [](Evaluator& ev, const CallArgs& args) {
       const Value value = ArgumentAt(ev, args, 0);
       return Value::Bool(value.Is(ValueKind::kFunction) ||
                          (value.Is(ValueKind::kNative) && value.native()->IsCallable()));
     }},
    {"map", false, false,
     [](Evaluator& ev, const CallArgs& args) { return MapOrFilter(ev, args, true); }},
    {"filter", false, false,
     [](Evaluator& ev, const CallArgs& args) { return MapOrFilter(ev, args, false); }},
    {"getattr", false, false, GetAttribute},
    {"hasattr", false, true,
     [](Evaluator& ev, const CallArgs& args) {
       const Value name = ArgumentAt(ev, args, 1);
       if (!name.IsString()) ev.Raise("TypeError", "attribute name must be string");
       return Value::Bool(ev.TryGetAttr(args.positional[0], name.text()).has_value());
     }},
    {"chr", false, true,
     [](Evaluator& ev, const CallArgs& args) {
       const Value value = ArgumentAt(ev, args, 0);
       if (!value.IsIntegral() || value.integer() < 0 || value.integer() > 0x7f) {
         ev.Fail("chr() is read for ASCII only");
       }
       return ev.heap().NewString(std::string(1, static_cast<char>(value.integer())));
     }},
    {"ord", false, true,
     [](Evaluator& ev, const CallArgs& args) {
       const Value value = ArgumentAt(ev, args, 0);
       if (!value.IsString() || value.text().size() != 1) ev.Fail("ord() is read for ASCII only");
       return Value::Int(value.text()[0]);
     }},
    {"print", false, false, [](Evaluator&, const CallArgs&) { return Value::None(); }},
    {"super", false, false,
     [](Evaluator& ev, const CallArgs&) -> Value { return ev.heap().New<IgnoredObject>(); }},
    {"property", true, false,
     [](Evaluator& ev, const CallArgs& args) -> Value {
       return ev.heap().New<PropertyObject>(ArgumentAt(ev, args, 0));
     }},
    {"staticmethod", true, false,
     [](Evaluator& ev, const CallArgs& args) -> Value {
       return ev.heap().New<StaticObject>(ArgumentAt(ev, args, 0), false);
     }},
    {"classmethod", true, false,
     [](Evaluator& ev, const CallArgs& args) -> Value {
       return ev.heap().New<StaticObject>(ArgumentAt(ev, args, 0), true);
     }},
};

}  // namespace

std::optional<Value> Builtin(Evaluator& ev, std::string_view name) {
  for (const NamedBuiltin& builtin : kBuiltins) {
    if (builtin.name != name) continue;
    if (builtin.is_class) return ev.heap().New<BuiltinClass>(std::string(name), builtin.body);
    return ev.heap().New<NativeFunction>(std::string(name), builtin.strict, builtin.body);
  }
  if (std::optional<Value> exception = BuiltinException(ev, name)) return exception;
  if (name == "type") {
    return ev.heap().New<NativeFunction>("type", true, [](Evaluator& e, const CallArgs& args) {
      const Value value = ArgumentAt(e, args, 0);
      if (auto* instance = value.As<InstanceObject>()) return Value(instance->cls);
      if (auto* member = value.As<EnumMember>()) return Value(member->cls);
      if (std::optional<Value> cls = Builtin(e, TypeName(value))) return *cls;
      return e.NewUnknown(StrCat("the type of a '", TypeName(value), "' object"));
    });
  }
  if (name == "__file__" || name == "__name__") {
    return ev.NewUnknown(StrCat("'", name, "'"));
  }
  if (name == "open" || name == "exec" || name == "eval" || name == "globals" || name == "locals" ||
      name == "vars" || name == "setattr" || name == "input" || name == "__import__" ||
      name == "dir" || name == "id" || name == "hash" || name == "compile") {
    const bool runs_code = name == "exec" || name == "eval" || name == "setattr";
    return ev.NewUnknown(StrCat("'", name, "()', which is not evaluated"), runs_code);
  }
  return std::nullopt;
}

}  // namespace schemadiff::py
