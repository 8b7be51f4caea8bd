#include "parsers/alembic/python_class.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/strings.h"

namespace schemadiff::py {
namespace {

constexpr int kMaxInheritance = 50;

struct ExceptionClass {
  std::string_view name;
  std::string_view base;
};
// Python's own exceptions, as far as migrations name them.
constexpr std::array<ExceptionClass, 27> kExceptions = {{
    {"BaseException", ""},
    {"Exception", "BaseException"},
    {"SystemExit", "BaseException"},
    {"KeyboardInterrupt", "BaseException"},
    {"ArithmeticError", "Exception"},
    {"OverflowError", "ArithmeticError"},
    {"ZeroDivisionError", "ArithmeticError"},
    {"AssertionError", "Exception"},
    {"AttributeError", "Exception"},
    {"EOFError", "Exception"},
    {"ImportError", "Exception"},
    {"ModuleNotFoundError", "ImportError"},
    {"LookupError", "Exception"},
    {"IndexError", "LookupError"},
    {"KeyError", "LookupError"},
    {"NameError", "Exception"},
    {"OSError", "Exception"},
    {"FileNotFoundError", "OSError"},
    {"RuntimeError", "Exception"},
    {"NotImplementedError", "RuntimeError"},
    {"RecursionError", "RuntimeError"},
    {"StopIteration", "Exception"},
    {"TypeError", "Exception"},
    {"UnicodeError", "ValueError"},
    {"ValueError", "Exception"},
    {"Warning", "Exception"},
    {"UserWarning", "Warning"},
}};

const ExceptionClass* FindException(std::string_view name) {
  const auto it = std::find_if(kExceptions.begin(), kExceptions.end(),
                               [name](const ExceptionClass& e) { return e.name == name; });
  return it == kExceptions.end() ? nullptr : &*it;
}

// An instance of a built-in exception.
class ExceptionObject : public Native {
 public:
  ExceptionObject(std::string type, std::string message)
      : type_(std::move(type)), message_(std::move(message)) {}
  std::string TypeName() const override { return type_; }
  std::string Str(Evaluator&) override { return message_; }

 private:
  std::string type_;
  std::string message_;
};

bool IsClassNamed(Value value, std::string_view name) {
  const auto* cls = value.As<BuiltinClass>();
  return cls != nullptr && cls->name() == name;
}

// The names of the exceptions that a class of the evaluated code derives from.
std::vector<std::string> ExceptionBases(const ClassObject& cls) {
  std::vector<std::string> names;
  for (const Value base : cls.bases) {
    if (const auto* builtin = base.As<BuiltinClass>()) {
      names.push_back(builtin->name());
      for (std::string& name : BaseExceptions(builtin->name())) names.push_back(std::move(name));
    } else if (const auto* own = base.As<ClassObject>()) {
      names.push_back(own->name);
      for (std::string& name : ExceptionBases(*own)) names.push_back(std::move(name));
    }
  }
  return names;
}

}  // namespace

Value NativeFunction::Call(Evaluator& ev, const CallArgs& args) {
  if (strict_) {
    if (const Unknown* unknown = Evaluator::FirstUnknown(args)) return ev.Derived(*unknown);
  }
  return body_(ev, args);
}

std::optional<Value> BuiltinClass::GetAttr(Evaluator& ev, std::string_view attribute) {
  if (attribute == "__name__") return ev.heap().NewString(name());
  // An unbound method: the object is its first argument.
  if (FindException(name()) != nullptr) return std::nullopt;
  const std::string method(attribute);
  return ev.heap().New<NativeFunction>(method, false, [method](Evaluator& e, const CallArgs& args) {
    if (args.positional.empty()) e.Raise("TypeError", "an unbound method needs an object");
    CallArgs rest = args;
    rest.positional.erase(rest.positional.begin());
    return e.CallMethod(args.positional[0], method, rest);
  });
}

Value BindMethod(Evaluator& ev, Value value, Value self) {
  if (!value.Is(ValueKind::kFunction)) return value;
  auto* bound = ev.heap().New<Function>(value.function());
  bound->self = self;
  return {ValueKind::kFunction, bound};
}

const Value* ClassObject::Find(std::string_view attribute) const {
  if (const auto it = attributes.find(attribute); it != attributes.end()) return &it->second;
  for (const Value base : bases) {
    const auto* cls = base.As<ClassObject>();
    if (cls == nullptr || cls == this) continue;
    if (const Value* found = cls->Find(attribute)) return found;
  }
  return nullptr;
}

std::optional<Value> ClassObject::FindBase(const std::function<bool(Value)>& wanted) const {
  for (const Value base : bases) {
    if (wanted(base)) return base;
    const auto* cls = base.As<ClassObject>();
    if (cls == nullptr || cls == this) continue;
    if (std::optional<Value> found = cls->FindBase(wanted)) return found;
  }
  return std::nullopt;
}

std::optional<Value> ClassObject::GetAttr(Evaluator& ev, std::string_view attribute) {
  if (attribute == "__name__") return ev.heap().NewString(name);
  if (is_enum && attribute == "__members__") {
    auto* dict = ev.heap().New<Dict>();
    for (const Value member : members) {
      const Value key = ev.heap().NewString(member.As<EnumMember>()->name);
      dict->Set(ev.Key(key), key, member);
    }
    return Value(ValueKind::kDict, dict);
  }
  if (const Value* value = Find(attribute)) {
    if (auto* fixed = value->As<StaticObject>()) {
      return fixed->of_class ? BindMethod(ev, fixed->function, this) : fixed->function;
    }
    return *value;
  }
  if (unknown_base != nullptr) return ev.Derived(*unknown_base);
  return std::nullopt;
}

bool ClassObject::SetAttr(Evaluator&, std::string_view attribute, Value value) {
  attributes[std::string(attribute)] = value;
  return true;
}

std::optional<Value> ClassObject::GetItem(Evaluator& ev, Value index) {
  if (!is_enum) return Value(this);  // a generic class
  if (index.IsUnknown()) return ev.Derived(index.unknown());
  for (const Value member : members) {
    if (index.IsString() && member.As<EnumMember>()->name == index.text()) return member;
  }
  ev.Raise("KeyError", ev.Repr(index));
}

std::optional<std::vector<Value>> ClassObject::Iterate(Evaluator&) {
  if (!is_enum) return std::nullopt;
  return members;
}

std::optional<Value> ClassObject::Compare(Evaluator& ev, CompareOp op, Value other,
                                          bool reflected) {
  if (!is_enum || !reflected || (op != CompareOp::kIn && op != CompareOp::kNotIn)) {
    return std::nullopt;
  }
  const bool found = std::any_of(members.begin(), members.end(),
                                 [&](Value member) { return ev.Equal(member, other); });
  return Value::Bool(found == (op == CompareOp::kIn));
}

Value ClassObject::Call(Evaluator& ev, const CallArgs& args) {
  if (is_enum) {
    if (const Unknown* unknown = Evaluator::FirstUnknown(args)) return ev.Derived(*unknown);
    if (args.positional.size() != 1) ev.Fail("this call of an enumeration is not read");
    for (const Value member : members) {
      if (member.object() == args.positional[0].object() && args.positional[0].HasObject()) {
        return member;
      }
      if (ev.Equal(member.As<EnumMember>()->value, args.positional[0])) return member;
    }
    ev.Raise("ValueError", StrCat(ev.Repr(args.positional[0]), " is not a valid ", name));
  }
  if (unknown_base != nullptr) return ev.Derived(*unknown_base);
  auto* instance = ev.heap().New<InstanceObject>(this);
  if (const Value* init = Find("__init__"); init != nullptr && init->Is(ValueKind::kFunction)) {
    ev.Call(BindMethod(ev, *init, instance), args);
    return instance;
  }
  if (takes_fields) {
    size_t next = 0;
    for (const std::string& field : fields) {
      if (next < args.positional.size()) {
        instance->attributes[field] = args.positional[next++];
      } else if (const Value* value = args.Keyword(field)) {
        instance->attributes[field] = *value;
      } else if (Find(field) == nullptr) {
        ev.Raise("TypeError", StrCat(name, "() missing the argument '", field, "'"));
      }
    }
    return instance;
  }
  if (!ExceptionBases(*this).empty()) {
    const std::string text =
        args.positional.empty() || args.positional[0].IsUnknown() ? "" : ev.Str(args.positional[0]);
    instance->attributes["args"] = ev.heap().NewTuple({ev.heap().NewString(text)});
    return instance;
  }
  // A base that is implemented here and can be called decides what an instance is.
  if (std::optional<Value> base = FindBase([](Value b) {
        return b.Is(ValueKind::kNative) && b.As<ClassObject>() == nullptr &&
               b.As<BuiltinClass>() == nullptr && b.native()->IsCallable();
      })) {
    instance->attributes["__args__"] = ev.heap().NewTuple(args.positional);
    return instance;
  }
  if (!args.positional.empty() || !args.keywords.empty()) {
    ev.Raise("TypeError", StrCat(name, "() takes no arguments"));
  }
  return instance;
}

std::optional<Value> InstanceObject::GetAttr(Evaluator& ev, std::string_view attribute) {
  if (const auto it = attributes.find(attribute); it != attributes.end()) return it->second;
  if (attribute == "__class__") return Value(cls);
  if (const Value* value = cls->Find(attribute)) {
    if (auto* property = value->As<PropertyObject>()) {
      CallArgs self;
      self.positional.emplace_back(this);
      return ev.Call(property->getter, self);
    }
    if (auto* fixed = value->As<StaticObject>()) {
      return fixed->of_class ? BindMethod(ev, fixed->function, cls) : fixed->function;
    }
    return BindMethod(ev, *value, this);
  }
  return std::nullopt;
}

bool InstanceObject::SetAttr(Evaluator&, std::string_view attribute, Value value) {
  attributes[std::string(attribute)] = value;
  return true;
}

std::optional<std::vector<Value>> InstanceObject::Iterate(Evaluator& ev) {
  if (!cls->takes_fields) return std::nullopt;
  std::vector<Value> out;
  for (const std::string& field : cls->fields) {
    const std::optional<Value> value = GetAttr(ev, field);
    out.push_back(value.value_or(Value::None()));
  }
  return out;
}

std::optional<Value> InstanceObject::GetItem(Evaluator& ev, Value index) {
  if (const Value* method = cls->Find("__getitem__")) {
    CallArgs args;
    args.positional.push_back(index);
    return ev.Call(BindMethod(ev, *method, this), args);
  }
  if (!cls->takes_fields) return std::nullopt;
  return ev.GetItem(ev.heap().NewTuple(*Iterate(ev)), index);
}

std::string InstanceObject::Str(Evaluator& ev) {
  for (const std::string_view method : {"__str__", "__repr__"}) {
    if (const Value* function = cls->Find(method)) {
      const Value text = ev.Call(BindMethod(ev, *function, this), {});
      if (text.IsString()) return text.text();
    }
  }
  if (const auto it = attributes.find("args"); it != attributes.end()) {
    return ev.Str(ev.GetItem(it->second, Value::Int(0)));
  }
  ev.Fail(StrCat("the text of a '", cls->name, "' object is not known"));
}

std::string EnumMember::Str(Evaluator& ev) {
  if (cls->is_text_enum && cls->FindBase([](Value b) { return IsClassNamed(b, "StrEnum"); })) {
    return ev.Str(value);
  }
  return StrCat(cls->name, ".", name);
}
std::string EnumMember::Repr(Evaluator& ev) {
  return StrCat("<", cls->name, ".", name, ": ", ev.Repr(value), ">");
}

std::optional<Value> EnumMember::GetAttr(Evaluator& ev, std::string_view attribute) {
  if (attribute == "value" || attribute == "_value_") return value;
  if (attribute == "name" || attribute == "_name_") return ev.heap().NewString(name);
  if (const Value* found = cls->Find(attribute)) {
    if (auto* property = found->As<PropertyObject>()) {
      CallArgs self;
      self.positional.emplace_back(this);
      return ev.Call(property->getter, self);
    }
    return BindMethod(ev, *found, this);
  }
  if (cls->is_text_enum) return ev.TryGetAttr(value, attribute);
  return std::nullopt;
}

std::optional<Value> EnumMember::Binary(Evaluator& ev, BinaryOp op, Value other, bool reflected) {
  if (!cls->is_text_enum) return std::nullopt;
  return reflected ? ev.Binary(op, other, value) : ev.Binary(op, value, other);
}

std::string EnumMember::HashKey() const {
  if (cls->is_text_enum) return py::HashKey(value).value_or("");
  return StrCat("o", serial);
}

Value MakeClass(Evaluator& ev, const std::string& name, const CallArgs& bases, const Scope& body,
                const std::vector<std::string>& order, std::vector<std::string> fields) {
  auto* cls = ev.heap().New<ClassObject>();
  cls->name = name;
  cls->bases = bases.positional;
  cls->attributes = body.names;
  cls->fields = std::move(fields);
  for (const Value base : cls->bases) {
    if (base.IsUnknown()) cls->unknown_base = &base.unknown();
    if (base.Is(ValueKind::kNative)) base.native()->Subclassed(ev, cls);
    if (const auto* own = base.As<ClassObject>()) {
      if (own->unknown_base != nullptr) cls->unknown_base = own->unknown_base;
      cls->depth = std::max(cls->depth, own->depth + 1);
      if (cls->depth > kMaxInheritance) ev.Fail("classes inherit too deeply");
      cls->is_enum = cls->is_enum || own->is_enum;
      cls->is_text_enum = cls->is_text_enum || own->is_text_enum;
      cls->takes_fields = cls->takes_fields || own->takes_fields;
    }
    if (const auto* builtin = base.As<BuiltinClass>()) {
      const std::string& base_name = builtin->name();
      const bool text = base_name == "StrEnum" || base_name == "IntEnum";
      cls->is_enum = cls->is_enum || text || base_name == "Enum" || base_name == "Flag";
      cls->is_text_enum = cls->is_text_enum || text || base_name == "str" || base_name == "int";
      cls->takes_fields = cls->takes_fields || base_name == "NamedTuple";
    }
  }
  if (!cls->is_enum) {
    cls->is_text_enum = false;
    return cls;
  }
  int64_t automatic = 0;
  for (const std::string& member_name : order) {
    const auto it = cls->attributes.find(member_name);
    if (it == cls->attributes.end() || member_name.starts_with("_")) continue;
    Value value = it->second;
    if (value.Is(ValueKind::kFunction) || value.As<PropertyObject>() != nullptr ||
        value.As<StaticObject>() != nullptr || value.As<EnumMember>() != nullptr) {
      continue;
    }
    if (value.As<AutoValue>() != nullptr) {
      const bool lower =
          cls->FindBase([](Value b) { return IsClassNamed(b, "StrEnum"); }).has_value();
      value = lower ? ev.heap().NewString(AsciiToLower(member_name)) : Value::Int(automatic + 1);
    }
    if (value.IsIntegral()) automatic = value.integer();
    const auto same = std::find_if(cls->members.begin(), cls->members.end(), [&](Value member) {
      const Value other = member.As<EnumMember>()->value;
      return !other.IsUnknown() && !value.IsUnknown() && ev.Equal(other, value);
    });
    if (same != cls->members.end()) {
      cls->attributes[member_name] = *same;  // an alias
      continue;
    }
    auto* member = ev.heap().New<EnumMember>(cls, member_name, value);
    cls->attributes[member_name] = member;
    cls->members.emplace_back(member);
  }
  return cls;
}

std::vector<std::string> BaseExceptions(std::string_view type) {
  std::vector<std::string> names;
  for (const ExceptionClass* cls = FindException(type); cls != nullptr && !cls->base.empty();
       cls = FindException(cls->base)) {
    names.emplace_back(cls->base);
  }
  if (names.empty() && FindException(type) == nullptr) names = {"Exception", "BaseException"};
  return names;
}

std::optional<Raised> ExceptionOf(Evaluator& ev, Value value) {
  if (auto* exception = value.As<ExceptionObject>()) {
    return Raised{
        exception->TypeName(), exception->Str(ev), {}, BaseExceptions(exception->TypeName())};
  }
  if (const auto* cls = value.As<BuiltinClass>()) {
    return Raised{cls->name(), "", {}, BaseExceptions(cls->name())};
  }
  if (auto* instance = value.As<InstanceObject>()) {
    const auto it = instance->attributes.find("args");
    return Raised{instance->cls->name,
                  it == instance->attributes.end() ? "" : instance->Str(ev),
                  {},
                  ExceptionBases(*instance->cls)};
  }
  if (const auto* cls = value.As<ClassObject>()) {
    return Raised{cls->name, "", {}, ExceptionBases(*cls)};
  }
  return std::nullopt;
}

bool Catches(Evaluator& ev, Value type, const Raised& raised) {
  if (type.Is(ValueKind::kTuple)) {
    const std::vector<Value> types = ev.Iterate(type);
    return std::any_of(types.begin(), types.end(),
                       [&](Value one) { return Catches(ev, one, raised); });
  }
  std::string name;
  if (const auto* builtin = type.As<BuiltinClass>()) {
    name = builtin->name();
  } else if (const auto* own = type.As<ClassObject>()) {
    name = own->name;
  } else {
    return true;
  }
  return name == raised.type ||
         std::find(raised.bases.begin(), raised.bases.end(), name) != raised.bases.end();
}

std::optional<Value> BuiltinException(Evaluator& ev, std::string_view name) {
  if (FindException(name) == nullptr) return std::nullopt;
  const std::string type(name);
  return ev.heap().New<BuiltinClass>(type, [type](Evaluator& e, const CallArgs& args) -> Value {
    const std::string message = args.positional.empty() ? "" : e.Str(args.positional[0]);
    return e.heap().New<ExceptionObject>(type, message);
  });
}

}  // namespace schemadiff::py
