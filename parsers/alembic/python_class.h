// Classes, instances, enumerations and exceptions of the evaluated code.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/alembic/evaluator.h"

namespace schemadiff::py {

/// A function that is implemented here.
class NativeFunction : public Native {
 public:
  using Body = std::function<Value(Evaluator&, const CallArgs&)>;
  /// With `strict`, a call with an unknown argument gives an Unknown without running it.
  NativeFunction(std::string name, bool strict, Body body)
      : name_(std::move(name)), strict_(strict), body_(std::move(body)) {}
  std::string TypeName() const override { return "builtin_function_or_method"; }
  std::string Str(Evaluator&) override { return "<built-in function " + name_ + ">"; }
  bool IsCallable() const override { return true; }
  Value Call(Evaluator& ev, const CallArgs& args) override;
  std::string HashKey() const override { return "function:" + name_; }
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  bool strict_;
  Body body_;
};

/// One of Python's own classes, called to convert, named in isinstance() and except:
/// `str`, `int`, `ValueError`, `enum.Enum` ...
class BuiltinClass : public NativeFunction {
 public:
  BuiltinClass(std::string name, Body body)
      : NativeFunction(std::move(name), /*strict=*/true, std::move(body)) {}
  std::string TypeName() const override { return "type"; }
  std::string Str(Evaluator&) override { return "<class '" + name() + "'>"; }
  std::optional<Value> GetAttr(Evaluator& ev, std::string_view attribute) override;
};

/// A class of the evaluated code.
class ClassObject : public Native {
 public:
  std::string TypeName() const override { return "type"; }
  std::string Str(Evaluator&) override { return "<class '" + name + "'>"; }
  std::optional<Value> GetAttr(Evaluator& ev, std::string_view attribute) override;
  bool SetAttr(Evaluator& ev, std::string_view attribute, Value value) override;
  bool IsCallable() const override { return true; }
  Value Call(Evaluator& ev, const CallArgs& args) override;
  std::optional<Value> GetItem(Evaluator& ev, Value index) override;
  std::optional<std::vector<Value>> Iterate(Evaluator& ev) override;
  std::optional<Value> Compare(Evaluator& ev, CompareOp op, Value other, bool reflected) override;

  /// An attribute of the class or of what it inherits from; null where there is none.
  const Value* Find(std::string_view attribute) const;
  /// The first base (its own bases included) for which `wanted` holds; nullopt otherwise.
  std::optional<Value> FindBase(const std::function<bool(Value)>& wanted) const;
  bool IsEnum() const { return is_enum; }

  std::string name;
  std::vector<Value> bases;
  StringMap<Value> attributes;
  std::vector<Value> members;       ///< of an enumeration, in order
  std::vector<std::string> fields;  ///< annotated names, in order
  bool is_enum = false;
  bool is_text_enum = false;  ///< its members are strings, too
  bool takes_fields = false;  ///< a dataclass or NamedTuple
  const Unknown* unknown_base = nullptr;
  int depth = 1;  ///< of the inheritance
};

/// An object of such a class.
class InstanceObject : public Native {
 public:
  explicit InstanceObject(ClassObject* type) : cls(type) {}
  std::string TypeName() const override { return cls->name; }
  std::optional<Value> GetAttr(Evaluator& ev, std::string_view attribute) override;
  bool SetAttr(Evaluator& ev, std::string_view attribute, Value value) override;
  std::optional<std::vector<Value>> Iterate(Evaluator& ev) override;
  std::optional<Value> GetItem(Evaluator& ev, Value index) override;
  std::string Str(Evaluator& ev) override;

  ClassObject* cls;
  StringMap<Value> attributes;
};

/// A member of an enumeration.
class EnumMember : public Native {
 public:
  EnumMember(ClassObject* type, std::string member, Value member_value)
      : cls(type), name(std::move(member)), value(member_value) {}
  std::string TypeName() const override { return cls->name; }
  std::string Str(Evaluator& ev) override;
  std::string Repr(Evaluator& ev) override;
  std::optional<Value> GetAttr(Evaluator& ev, std::string_view attribute) override;
  std::optional<Value> Binary(Evaluator& ev, BinaryOp op, Value other, bool reflected) override;
  std::string HashKey() const override;

  ClassObject* cls;
  std::string name;
  Value value;
};

/// What @property makes of a function.
class PropertyObject : public Native {
 public:
  explicit PropertyObject(Value function) : getter(function) {}
  std::string TypeName() const override { return "property"; }
  Value getter;
};
/// What @staticmethod and @classmethod make of a function.
class StaticObject : public Native {
 public:
  StaticObject(Value f, bool cls) : function(f), of_class(cls) {}
  std::string TypeName() const override { return of_class ? "classmethod" : "staticmethod"; }
  Value function;
  bool of_class;
};
/// enum.auto().
class AutoValue : public Native {
 public:
  std::string TypeName() const override { return "auto"; }
};

/// A method of a class, bound to its object; a value that is no function as it is.
Value BindMethod(Evaluator& ev, Value value, Value self);

/// Makes the class of a `class` statement. `order` names what its body bound, in order, and
/// `fields` what it annotated.
Value MakeClass(Evaluator& ev, const std::string& name, const CallArgs& bases, const Scope& body,
                const std::vector<std::string>& order, std::vector<std::string> fields);

/// The names of the base classes of a built-in exception, nearest first.
std::vector<std::string> BaseExceptions(std::string_view type);
/// The exception that `raise value` raises; nullopt where it is not known.
std::optional<Raised> ExceptionOf(Evaluator& ev, Value value);
/// Whether `except type` catches the exception; an unknown type catches everything.
bool Catches(Evaluator& ev, Value type, const Raised& raised);
/// A built-in exception class; nullopt where there is none of that name.
std::optional<Value> BuiltinException(Evaluator& ev, std::string_view name);

/// Does nothing: loggers, warnings and the like. Calls and attributes give the same again.
class IgnoredObject : public Native {
 public:
  std::string TypeName() const override { return "ignored"; }
  std::optional<Value> GetAttr(Evaluator&, std::string_view) override { return Value(this); }
  bool SetAttr(Evaluator&, std::string_view, Value) override { return true; }
  bool IsCallable() const override { return true; }
  Value Call(Evaluator&, const CallArgs&) override { return this; }
  std::optional<Value> GetItem(Evaluator&, Value) override { return Value(this); }
  std::optional<Value> Binary(Evaluator&, BinaryOp, Value, bool) override { return Value(this); }
};

}  // namespace schemadiff::py
