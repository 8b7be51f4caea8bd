// Values of the evaluated part of Python.
//
// A Value is small and copied freely; everything beyond numbers lives in a Heap, which
// frees all of it at once (so that cycles need no care) and keeps count of what was
// allocated, so that evaluation stays within a budget.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/source.h"
#include "engine/base/strings.h"
#include "parsers/alembic/python_ast.h"

namespace schemadiff::py {

class ClassObject;
class Evaluator;
class Heap;
class Value;
struct Unknown;

/// Anything that lives in a Heap.
struct Object {
  virtual ~Object() = default;
  uint64_t serial = 0;  ///< counts up in order of creation
  /// Set where code changed the object although it is not known whether that code runs.
  const Unknown* taint = nullptr;
};

enum class ValueKind : uint8_t {
  kNone,
  kBool,
  kInt,
  kFloat,
  kEllipsis,
  kString,
  kBytes,
  kList,
  kTuple,
  kDict,
  kSet,
  kRange,
  kFunction,
  kNative,
  kUnknown,
};

struct String;
struct Sequence;
struct Dict;
struct Set;
struct Range;
struct Function;
class Native;

class Value {
 public:
  Value() : kind_(ValueKind::kNone), integer_(0) {}
  static Value None() { return Value(); }
  static Value Bool(bool value);
  static Value Int(int64_t value);
  static Value Float(double value);
  static Value Ellipsis();
  Value(ValueKind kind, Object* object) : kind_(kind), object_(object) {}
  Value(Native* native);          // NOLINT(google-explicit-constructor)
  Value(const Unknown* unknown);  // NOLINT(google-explicit-constructor)

  ValueKind kind() const { return kind_; }
  bool Is(ValueKind kind) const { return kind_ == kind; }
  bool IsNone() const { return kind_ == ValueKind::kNone; }
  bool IsUnknown() const { return kind_ == ValueKind::kUnknown; }
  bool IsString() const { return kind_ == ValueKind::kString; }
  bool IsNumber() const {
    return kind_ == ValueKind::kBool || kind_ == ValueKind::kInt || kind_ == ValueKind::kFloat;
  }
  bool IsIntegral() const { return kind_ == ValueKind::kBool || kind_ == ValueKind::kInt; }

  // Each is valid for its own kind only.
  int64_t integer() const { return integer_; }  ///< kBool and kInt
  bool boolean() const { return integer_ != 0; }
  double number() const {  ///< kBool, kInt and kFloat
    return kind_ == ValueKind::kFloat ? float_ : static_cast<double>(integer_);
  }
  const String& string() const;  ///< kString and kBytes
  const std::string& text() const;
  Sequence& sequence() const;  ///< kList and kTuple
  Dict& dict() const;
  Set& set() const;
  const Range& range() const;
  const Function& function() const;
  Native* native() const;
  const Unknown& unknown() const;
  Object* object() const { return object_; }
  bool HasObject() const { return kind_ >= ValueKind::kString; }

  /// The native object as a T, or null where it is something else.
  template <typename T>
  T* As() const {
    return kind_ == ValueKind::kNative ? dynamic_cast<T*>(object_) : nullptr;
  }

 private:
  ValueKind kind_;
  // NOLINTBEGIN(readability-identifier-naming): private, as they are the class's own members.
  union {
    int64_t integer_;
    double float_;
    Object* object_;
  };
  // NOLINTEND(readability-identifier-naming)
};

/// A string, or bytes. `marks` says where its parts stand in the source, as far as known.
struct String : Object {
  std::string text;
  std::vector<LineMark> marks;

  /// The line on which the byte at `offset` stands; 0 where it is not known.
  uint32_t LineAt(size_t offset) const;
};

/// A list or a tuple.
struct Sequence : Object {
  std::vector<Value> items;
};

/// A dict; keeps the order of insertion.
struct Dict : Object {
  struct Entry {
    std::string key;  ///< as HashKey() gives it
    Value original;
    Value value;
  };
  std::vector<Entry> entries;
  StringMap<size_t> index;

  const Value* Find(std::string_view key) const;
  void Set(std::string key, Value original, Value value);
  bool Erase(std::string_view key);
};

/// A set; iterated in order of insertion (Python's own order differs from run to run).
struct Set : Object {
  std::vector<std::pair<std::string, Value>> entries;
  StringSet keys;

  bool Add(std::string key, Value value);
  bool Erase(std::string_view key);
};

struct Range : Object {
  int64_t start = 0, stop = 0, step = 1;
  int64_t size() const;
};

/// The variables of a module, function or class body.
struct Scope : Object {
  enum class Kind : uint8_t { kModule, kFunction, kClass, kComprehension };
  Kind kind = Kind::kModule;
  Scope* parent = nullptr;  ///< where names are looked up next; builtins come after the module
  Scope* module = nullptr;
  StringMap<Value> names;
  StringMap<Scope*> declared;  ///< names of `global` and `nonlocal`, and where they live
};

/// Where a piece of code comes from.
struct CodeFile {
  std::string name;   ///< as shown to the user
  bool main = false;  ///< the revision file itself, not something that it imports
};

/// A function or lambda of the evaluated code.
struct Function : Object {
  std::string name;
  const std::vector<Parameter>* parameters = nullptr;
  const Block* body = nullptr;       ///< of a function
  const Expr* expression = nullptr;  ///< of a lambda
  std::vector<Value> defaults;       ///< one per parameter; meaningful where it has a default
  Scope* scope = nullptr;            ///< where it was defined
  const CodeFile* file = nullptr;
  bool is_generator = false;
  std::optional<Value> self;  ///< bound methods
};

/// Something that cannot be known without running the code against its environment.
struct Unknown : Object {
  std::string reason;    ///< completes "... depends on <reason>"
  SourceLocation where;  ///< where the knowledge was lost
  /// Set where calling it may do anything, running SQL included.
  bool opaque = false;
  /// The text that a string is known to begin with.
  std::string prefix;
};

struct CallArgs {
  std::vector<Value> positional;
  std::vector<std::pair<std::string, Value>> keywords;
  uint32_t line = 0;  ///< of the call, in the revision file

  const Value* Keyword(std::string_view name) const;
};

/// An object that is implemented here instead of in Python.
class Native : public Object {
 public:
  /// As Python would show it, "sqlalchemy.Column".
  virtual std::string TypeName() const = 0;
  /// What str() gives. By default "<TypeName object>".
  virtual std::string Str(Evaluator& ev);
  /// What repr() gives. By default what str() gives.
  virtual std::string Repr(Evaluator& ev);
  /// nullopt where there is no such attribute.
  virtual std::optional<Value> GetAttr(Evaluator& ev, std::string_view name);
  /// False where the attribute cannot be set.
  virtual bool SetAttr(Evaluator& ev, std::string_view name, Value value);
  virtual bool IsCallable() const { return false; }
  virtual Value Call(Evaluator& ev, const CallArgs& args);
  virtual std::optional<Value> GetItem(Evaluator& ev, Value index);
  /// `self op other`, or `other op self` where `reflected`; nullopt where not defined.
  virtual std::optional<Value> Binary(Evaluator& ev, BinaryOp op, Value other, bool reflected);
  virtual std::optional<Value> Compare(Evaluator& ev, CompareOp op, Value other, bool reflected);
  virtual std::optional<Value> Unary(Evaluator& ev, UnaryOp op);
  virtual std::optional<std::vector<Value>> Iterate(Evaluator& ev);
  virtual bool Truth() const { return true; }
  /// Equality and hash, for use as a dict key. By default the identity.
  virtual std::string HashKey() const;
  /// A class of the evaluated code has this for a base; its own attributes are there.
  virtual void Subclassed(Evaluator&, ClassObject*) {}
  virtual Value Enter(Evaluator& ev);
  virtual void Exit(Evaluator& ev);
};

/// Allocates objects, within a budget.
class Heap {
 public:
  /// `bytes` bounds what may be allocated altogether; nothing is given back before the end.
  explicit Heap(uint64_t bytes) : budget_(bytes) {}
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;

  template <typename T, typename... Args>
  T* New(Args&&... args) {
    Charge(sizeof(T) + 32);
    auto owned = std::make_unique<T>(std::forward<Args>(args)...);
    T* object = owned.get();
    object->serial = ++serial_;
    objects_.push_back(std::move(owned));
    return object;
  }
  /// Accounts for `bytes`; throws CannotEvaluate once the budget is used up.
  void Charge(uint64_t bytes);
  uint64_t serial() const { return serial_; }

  Value NewString(std::string text, std::vector<LineMark> marks = {});
  Value NewBytes(std::string bytes);
  Value NewList(std::vector<Value> items);
  Value NewTuple(std::vector<Value> items);
  Value NewUnknown(std::string reason, SourceLocation where, bool opaque = false);

 private:
  uint64_t budget_;
  uint64_t used_ = 0;
  uint64_t serial_ = 0;
  std::vector<std::unique_ptr<Object>> objects_;
};

/// Thrown where an expression or statement cannot be evaluated.
struct CannotEvaluate {
  std::string reason;  ///< a clause, lower case, no final period
  SourceLocation where;
  /// The budget is used up: evaluation of the file ends here.
  bool fatal = false;
};

/// A Python exception that the evaluated code raises.
struct Raised {
  std::string type;
  std::string message;
  SourceLocation where;
  std::vector<std::string> bases;  ///< names of its base classes, nearest first
};

/// "str", "int", "list", ...
std::string TypeName(Value value);
/// A text that is equal for keys that Python holds equal; nullopt for unhashable values.
std::optional<std::string> HashKey(Value value);

}  // namespace schemadiff::py
