#include "parsers/alembic/evaluator.h"

#include <absl/cleanup/cleanup.h>

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/evaluator_frames.h"
#include "parsers/alembic/python_builtins.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/python_methods.h"
#include "parsers/alembic/python_operators.h"

namespace schemadiff::py {

Evaluator::Evaluator(Host* host, Limits limits)
    : host_(host), limits_(limits), heap_(limits.bytes) {}

SourceLocation Evaluator::Here() const {
  if (frames_.empty() || frame().file == nullptr) return {};
  return {frame().file->name, frame().place.line, frame().place.column};
}

uint32_t Evaluator::MainLine() const {
  for (auto it = frames_.rbegin(); it != frames_.rend(); ++it) {
    if (it->file != nullptr && it->file->main) return it->place.line;
  }
  return 0;
}

const Uncertainty* Evaluator::uncertainty() const {
  return uncertain_.empty() ? nullptr : &uncertain_.back();
}

void Evaluator::Fail(std::string reason) const {
  throw CannotEvaluate{std::move(reason), Here(), false};
}
void Evaluator::Raise(std::string_view type, std::string message) const {
  throw Raised{std::string(type), std::move(message), Here(), BaseExceptions(type)};
}
void Evaluator::FailUnknown(std::string_view what, const Unknown& unknown) const {
  Fail(StrCat(what, " depends on ", unknown.reason));
}
Value Evaluator::NewUnknown(std::string reason, bool opaque) {
  return heap_.NewUnknown(std::move(reason), Here(), opaque);
}
Value Evaluator::Derived(const Unknown& cause, std::string prefix) {
  if (prefix.empty() && cause.prefix.empty() && !cause.opaque) return &cause;
  Value out = heap_.NewUnknown(cause.reason, cause.where);
  static_cast<Unknown*>(out.object())->prefix = std::move(prefix);
  return out;
}

void Evaluator::Step(uint64_t count) {
  steps_ += count;
  if (steps_ > limits_.steps) {
    throw CannotEvaluate{"the file computes longer than the reader allows", Here(), true};
  }
}

void Evaluator::Mutating(Object* object) {
  if (uncertain_.empty() || object->taint != nullptr) return;
  for (const Uncertainty& region : uncertain_) {
    if (object->serial > region.serial) continue;
    const Value unknown = heap_.NewUnknown(region.reason, region.where);
    object->taint = &unknown.unknown();
    return;
  }
}

Value Evaluator::Resolve(Value value) const {
  if (value.HasObject() && value.object()->taint != nullptr) return value.object()->taint;
  return value;
}

const Unknown* Evaluator::FirstUnknown(const CallArgs& args) {
  for (const Value value : args.positional) {
    if (value.IsUnknown()) return &value.unknown();
  }
  for (const auto& [name, value] : args.keywords) {
    if (value.IsUnknown()) return &value.unknown();
  }
  return nullptr;
}

Scope* Evaluator::RunModule(const Module& module, const CodeFile& file) {
  auto* scope = heap_.New<Scope>();
  RunBody(module, file, scope);
  return scope;
}

bool Evaluator::RunImported(const Module& module, const CodeFile& file, Scope* scope) {
  if (importing_) {
    RunBody(module, file, scope);
    return true;
  }
  importing_ = true;
  std::swap(steps_, import_steps_);
  const absl::Cleanup restore = [this] {
    std::swap(steps_, import_steps_);
    importing_ = false;
  };
  try {
    RunBody(module, file, scope);
  } catch (const CannotEvaluate& error) {
    // Memory, unlike steps, has one budget: where that is gone the next allocation says so again.
    if (!error.fatal) throw;
    return false;
  }
  return true;
}

void Evaluator::RunBody(const Module& module, const CodeFile& file, Scope* scope) {
  scope->module = scope;
  const FrameGuard guard(this, {scope, &file, {1, 1}, file.main ? 0 : MainLine(), {}, nullptr});
  const bool outer = std::exchange(reporting_, false);
  std::vector<CannotEvaluate> pending;
  pending.swap(pending_calls_);
  const absl::Cleanup restore = [&] {
    pending_calls_ = std::move(pending);
    reporting_ = outer;
  };
  for (size_t i = 0; i < module.body.size(); ++i) {
    try {
      ExecRecovering(*module.body[i]);
    } catch (const Raised& raised) {
      // What was to come after the exception never came.
      std::vector<std::string> names;
      for (size_t j = i; j < module.body.size(); ++j) CollectBoundNames(*module.body[j], &names);
      const Value unknown =
          heap_.NewUnknown(StrCat("module level code, which raises ", raised.type), raised.where);
      ForgetNames(names, unknown.unknown(), /*only_bound=*/false);
      break;
    }
  }
}

Value Evaluator::RunFunction(Value function) {
  const bool outer = std::exchange(reporting_, true);
  steps_ = 0;
  CallArgs none;
  const Value result = Call(function, none);
  reporting_ = outer;
  return result;
}

void Evaluator::SetName(const std::string& name, Value value) {
  Scope* scope = frame().scope;
  if (const auto it = scope->declared.find(name); it != scope->declared.end()) {
    if (!uncertain_.empty()) {
      value = heap_.NewUnknown(uncertain_.back().reason, uncertain_.back().where);
    }
    it->second->names[name] = value;
    return;
  }
  scope->names[name] = value;
}

Value Evaluator::LookUp(const std::string& name) {
  for (const Scope* scope = frame().scope; scope != nullptr; scope = scope->parent) {
    // The body of a class is no scope for the functions in it.
    if (scope->kind == Scope::Kind::kClass && scope != frame().scope) continue;
    const Scope* where = scope;
    if (const auto declared = scope->declared.find(name); declared != scope->declared.end()) {
      where = declared->second;
    }
    const auto it = where->names.find(name);
    if (it != where->names.end()) return Resolve(it->second);
  }
  if (const std::optional<Value> builtin = Builtin(*this, name); builtin.has_value()) {
    return *builtin;
  }
  Raise("NameError", StrCat("name '", name, "' is not defined"));
}

Value Evaluator::Call(Value function, const CallArgs& args) {
  Step();
  switch (function.kind()) {
    case ValueKind::kFunction:
      return CallFunction(function.function(), args);
    case ValueKind::kNative:
      try {
        return function.native()->Call(*this, args);
      } catch (CannotEvaluate& error) {
        if (!error.where.known()) error.where = Here();
        throw;
      }
    case ValueKind::kUnknown:
      return CallUnknown(function.unknown(), "");
    default:
      Raise("TypeError", StrCat("'", TypeName(function), "' object is not callable"));
  }
}

Value Evaluator::CallUnknown(const Unknown& unknown, std::string_view method) {
  // A method that runs things when its object is a connection, a table or a type; on an
  // object that is not known it must be taken for that.
  static constexpr std::string_view kActing[] = {"execute",    "exec_driver_sql", "create",  "drop",
                                                 "create_all", "drop_all",        "run_sync"};
  const bool acts = std::find(std::begin(kActing), std::end(kActing), method) != std::end(kActing);
  if (!unknown.opaque && !acts) return Derived(unknown);
  if (reporting_) {
    pending_calls_.push_back(
        {StrCat("this calls ", method.empty() ? "" : StrCat("'", method, "' of "), unknown.reason,
                ": what it does to the database is not known"),
         Here(), false});
  }
  if (unknown.opaque) return &unknown;
  return Derived(unknown);
}

Value Evaluator::CallFunction(const Function& function, const CallArgs& args) {
  const DepthGuard depth(this);
  auto* scope = heap_.New<Scope>();
  scope->kind = Scope::Kind::kFunction;
  scope->parent = function.scope;
  scope->module = function.scope->module;
  CallArgs with_self;
  const CallArgs* bound = &args;
  if (function.self.has_value()) {
    with_self = args;
    with_self.positional.insert(with_self.positional.begin(), *function.self);
    bound = &with_self;
  }
  BindParameters(function, *bound, scope);
  const Place caller = frames_.empty() ? Place{} : this->frame().place;
  Frame frame{scope, function.file, caller, MainLine(), {}, nullptr};
  std::vector<Value> yielded;
  if (function.is_generator) frame.yielded = &yielded;
  const FrameGuard guard(this, std::move(frame));
  if (function.expression != nullptr) return Eval(*function.expression);
  const int outer_try = std::exchange(try_depth_, try_depth_);
  const Flow flow = ExecBlock(*function.body);
  try_depth_ = outer_try;
  if (function.is_generator) return heap_.NewList(std::move(yielded));
  if (flow == Flow::kMayReturn) {
    return NewUnknown(StrCat("which way '", function.name, "' returns"));
  }
  return flow == Flow::kReturn ? this->frame().result : Value::None();
}

void Evaluator::BindParameters(const Function& function, const CallArgs& args, Scope* scope) {
  const std::vector<Parameter>& parameters = *function.parameters;
  const auto who = [&] { return StrCat(function.name, "()"); };
  size_t next = 0;
  std::vector<bool> used(args.keywords.size(), false);
  for (size_t i = 0; i < parameters.size(); ++i) {
    const Parameter& parameter = parameters[i];
    if (parameter.form == Parameter::Form::kStar) {
      std::vector<Value> rest(
          args.positional.begin() + static_cast<ptrdiff_t>(std::min(next, args.positional.size())),
          args.positional.end());
      next = args.positional.size();
      scope->names[parameter.name] = heap_.NewTuple(std::move(rest));
      continue;
    }
    if (parameter.form == Parameter::Form::kDoubleStar) {
      auto* dict = heap_.New<Dict>();
      for (size_t k = 0; k < args.keywords.size(); ++k) {
        if (used[k]) continue;
        used[k] = true;
        const Value key = heap_.NewString(args.keywords[k].first);
        dict->Set(Key(key), key, args.keywords[k].second);
      }
      scope->names[parameter.name] = Value(ValueKind::kDict, dict);
      continue;
    }
    const bool positional = parameter.form == Parameter::Form::kPositional ||
                            parameter.form == Parameter::Form::kPositionalOnly;
    if (positional && next < args.positional.size()) {
      scope->names[parameter.name] = args.positional[next++];
      continue;
    }
    bool found = false;
    for (size_t k = 0; k < args.keywords.size() && !found; ++k) {
      if (used[k] || args.keywords[k].first != parameter.name) continue;
      if (parameter.form == Parameter::Form::kPositionalOnly) continue;
      used[k] = found = true;
      scope->names[parameter.name] = args.keywords[k].second;
    }
    if (found) continue;
    if (parameter.default_value == nullptr) {
      Raise("TypeError", StrCat(who(), " missing the argument '", parameter.name, "'"));
    }
    scope->names[parameter.name] = function.defaults[i];
  }
  if (next < args.positional.size()) {
    Raise("TypeError", StrCat(who(), " takes fewer positional arguments than were given"));
  }
  for (size_t k = 0; k < used.size(); ++k) {
    if (!used[k]) {
      Raise("TypeError",
            StrCat(who(), " got an unexpected keyword argument '", args.keywords[k].first, "'"));
    }
  }
}

Value Evaluator::CallMethod(Value self, std::string_view name, const CallArgs& args) {
  if (self.IsUnknown()) return CallUnknown(self.unknown(), name);
  if (std::optional<Value> result = CallBuiltinMethod(*this, self, name, args)) return *result;
  return Call(GetAttr(self, name), args);
}

std::optional<Value> Evaluator::TryGetAttr(Value object, std::string_view name) {
  if (object.IsUnknown()) return object.unknown().opaque ? object : Derived(object.unknown());
  if (object.Is(ValueKind::kNative)) {
    std::optional<Value> value = object.native()->GetAttr(*this, name);
    if (value.has_value()) return Resolve(*value);
    return std::nullopt;
  }
  return BuiltinAttribute(*this, object, name);
}

Value Evaluator::GetAttr(Value object, std::string_view name) {
  if (std::optional<Value> value = TryGetAttr(object, name)) return *value;
  // What is implemented here has more attributes in Python than are modelled.
  if (object.Is(ValueKind::kNative) && object.As<ClassObject>() == nullptr &&
      object.As<InstanceObject>() == nullptr && object.As<EnumMember>() == nullptr) {
    Fail(StrCat("the attribute '", name, "' of a '", TypeName(object), "' object is not read"));
  }
  Raise("AttributeError", StrCat("'", TypeName(object), "' object has no attribute '", name, "'"));
}

void Evaluator::SetAttr(Value object, std::string_view name, Value value) {
  if (object.IsUnknown()) return;
  if (object.Is(ValueKind::kNative)) {
    if (!uncertain_.empty() && object.object()->serial <= uncertain_.back().serial) {
      value = heap_.NewUnknown(uncertain_.back().reason, uncertain_.back().where);
    }
    if (object.native()->SetAttr(*this, name, value)) return;
  }
  Fail(
      StrCat("the attribute '", name, "' of a '", TypeName(object), "' object cannot be set here"));
}

}  // namespace schemadiff::py
