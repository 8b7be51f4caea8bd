// Statements other than control flow.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/evaluator.h"
#include "parsers/alembic/evaluator_frames.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/python_modules.h"

namespace schemadiff::py {

Evaluator::Flow Evaluator::ExecBlock(const Block& block, size_t begin) {
  for (size_t i = begin; i < block.size(); ++i) {
    const Flow flow = ExecRecovering(*block[i]);
    if (flow == Flow::kNormal) continue;
    if ((flow == Flow::kMayReturn || flow == Flow::kMayLeaveLoop) && i + 1 < block.size()) {
      // Only some of the paths come to the rest of the block.
      const UncertainRegion region(this, frame().may_leave);
      const Flow rest = ExecBlock(block, i + 1);
      return rest == Flow::kMayReturn || rest == Flow::kReturn ? Flow::kMayReturn : flow;
    }
    return flow;
  }
  return Flow::kNormal;
}

Evaluator::Flow Evaluator::ExecRecovering(const Stmt& stmt) {
  const size_t pending = pending_calls_.size();
  try {
    const Flow flow = Exec(stmt);
    // Calls of unread code inside of a statement that was otherwise evaluated.
    for (size_t i = pending; i < pending_calls_.size(); ++i) {
      const CannotEvaluate call = pending_calls_[i];
      host_->OnNotEvaluated(*this, call);
    }
    pending_calls_.resize(pending);
    return flow;
  } catch (CannotEvaluate& error) {
    pending_calls_.resize(pending);
    if (!error.where.known()) error.where = Here();
    if (error.fatal && reporting_) throw;
    if (reporting_) host_->OnNotEvaluated(*this, error);
    std::vector<std::string> names;
    CollectBoundNames(stmt, &names);
    if (error.fatal) throw;
    if (!names.empty()) {
      const Value unknown = heap_.NewUnknown(
          StrCat("a statement that was not evaluated: ", error.reason), error.where);
      ForgetNames(names, unknown.unknown(), /*only_bound=*/false);
    }
    return Flow::kNormal;
  } catch (const Raised&) {
    pending_calls_.resize(pending);
    throw;
  }
}

Evaluator::Flow Evaluator::Exec(const Stmt& stmt) {
  const DepthGuard depth(this);
  Step();
  frame().place = stmt.place;
  switch (stmt.kind) {
    case StmtKind::kExpr:
      Eval(*As<ExprStmt>(stmt).value);
      return Flow::kNormal;
    case StmtKind::kAssign:
      ExecAssign(As<AssignStmt>(stmt));
      return Flow::kNormal;
    case StmtKind::kAugmented:
      ExecAugmented(As<AugmentedStmt>(stmt));
      return Flow::kNormal;
    case StmtKind::kReturn: {
      const auto& node = As<ValueStmt>(stmt);
      const Value result = node.value ? Eval(*node.value) : Value::None();
      frame().result = result;
      return Flow::kReturn;
    }
    case StmtKind::kRaise:
      ExecRaise(As<ValueStmt>(stmt));
    case StmtKind::kPass:
      return Flow::kNormal;
    case StmtKind::kBreak:
      return Flow::kBreak;
    case StmtKind::kContinue:
      return Flow::kContinue;
    case StmtKind::kDelete:
      ExecDelete(*As<ValueStmt>(stmt).value);
      return Flow::kNormal;
    case StmtKind::kImport:
    case StmtKind::kImportFrom:
      ExecImport(As<ImportStmt>(stmt));
      return Flow::kNormal;
    case StmtKind::kScope:
      ExecScope(As<ScopeStmt>(stmt));
      return Flow::kNormal;
    case StmtKind::kAssert: {
      // A migration whose assertion fails has no effect; what is known about the rest is
      // that the assertion held.
      const auto& node = As<AssertStmt>(stmt);
      const Value value = Eval(*node.condition);
      if (Truth(value) == false) Raise("AssertionError", "");
      return Flow::kNormal;
    }
    case StmtKind::kIf:
      return ExecIf(As<IfStmt>(stmt));
    case StmtKind::kFor:
      return ExecFor(As<ForStmt>(stmt));
    case StmtKind::kWhile:
      return ExecWhile(As<WhileStmt>(stmt));
    case StmtKind::kTry:
      return ExecTry(As<TryStmt>(stmt));
    case StmtKind::kWith:
      return ExecWith(As<WithStmt>(stmt), 0);
    case StmtKind::kFunction:
      ExecFunction(As<FunctionStmt>(stmt));
      return Flow::kNormal;
    case StmtKind::kClass:
      ExecClass(As<ClassStmt>(stmt));
      return Flow::kNormal;
    case StmtKind::kMatch:
      return ExecMatch(As<MatchStmt>(stmt));
  }
  return Flow::kNormal;
}

void Evaluator::ExecAssign(const AssignStmt& stmt) {
  if (stmt.value == nullptr) return;
  const Value value = Eval(*stmt.value);
  for (const ExprPtr& target : stmt.targets) Assign(*target, value);
}

void Evaluator::Assign(const Expr& target, Value value) {
  switch (target.kind) {
    case ExprKind::kName:
      SetName(As<NameExpr>(target).name, value);
      return;
    case ExprKind::kAttribute: {
      const auto& node = As<AttributeExpr>(target);
      const Value object = Eval(*node.object);
      SetAttr(object, node.name, value);
      return;
    }
    case ExprKind::kSubscript: {
      const auto& node = As<SubscriptExpr>(target);
      const Value object = Eval(*node.object);
      const Value index = Eval(*node.index);
      SetItem(object, index, value);
      return;
    }
    case ExprKind::kTuple:
    case ExprKind::kList:
      break;
    default:
      Fail("this assignment is not read");
  }
  const std::vector<ExprPtr>& targets = As<SequenceExpr>(target).items;
  if (value.IsUnknown()) {
    for (const ExprPtr& item : targets) {
      const Expr& inner = item->kind == ExprKind::kStarred ? *As<WrapExpr>(*item).operand : *item;
      Assign(inner, Derived(value.unknown()));
    }
    return;
  }
  const std::vector<Value> values = Iterate(value);
  const auto star = std::find_if(targets.begin(), targets.end(), [](const ExprPtr& item) {
    return item->kind == ExprKind::kStarred;
  });
  const bool starred = star != targets.end();
  if (starred ? values.size() + 1 < targets.size() : values.size() != targets.size()) {
    Raise("ValueError",
          StrCat("cannot unpack ", values.size(), " values into ", targets.size(), " targets"));
  }
  size_t next = 0;
  for (const ExprPtr& item : targets) {
    if (item->kind != ExprKind::kStarred) {
      Assign(*item, values[next++]);
      continue;
    }
    const size_t count = values.size() + 1 - targets.size();
    std::vector<Value> rest(values.begin() + static_cast<ptrdiff_t>(next),
                            values.begin() + static_cast<ptrdiff_t>(next + count));
    next += count;
    Assign(*As<WrapExpr>(*item).operand, heap_.NewList(std::move(rest)));
  }
}

void Evaluator::ExecAugmented(const AugmentedStmt& stmt) {
  const Value current = Eval(*stmt.target);
  const Value operand = Eval(*stmt.value);
  frame().place = stmt.place;
  // Lists and sets change in place.
  if (stmt.op == BinaryOp::kAdd && current.Is(ValueKind::kList)) {
    if (operand.IsUnknown()) return Assign(*stmt.target, Derived(operand.unknown()));
    const std::vector<Value> more = Iterate(operand);
    Mutating(current.object());
    heap_.Charge(more.size() * sizeof(Value));
    std::vector<Value>& items = current.sequence().items;
    items.insert(items.end(), more.begin(), more.end());
    return;
  }
  Assign(*stmt.target, Binary(stmt.op, current, operand));
}

void Evaluator::ExecDelete(const Expr& target) {
  switch (target.kind) {
    case ExprKind::kName: {
      StringMap<Value>& names = frame().scope->names;
      if (const auto it = names.find(As<NameExpr>(target).name); it != names.end()) names.erase(it);
      return;
    }
    case ExprKind::kTuple:
      for (const ExprPtr& item : As<SequenceExpr>(target).items) ExecDelete(*item);
      return;
    case ExprKind::kSubscript: {
      const auto& node = As<SubscriptExpr>(target);
      const Value object = Eval(*node.object);
      const Value index = Eval(*node.index);
      if (object.IsUnknown()) return;
      if (index.IsUnknown()) FailUnknown("what is deleted", index.unknown());
      if (object.Is(ValueKind::kDict)) {
        Mutating(object.object());
        if (!object.dict().Erase(Key(index))) Raise("KeyError", Repr(index));
        return;
      }
      if (object.Is(ValueKind::kList) && index.IsIntegral()) {
        Mutating(object.object());
        std::vector<Value>& items = object.sequence().items;
        int64_t at = index.integer();
        if (at < 0) at += static_cast<int64_t>(items.size());
        if (at < 0 || at >= static_cast<int64_t>(items.size())) {
          Raise("IndexError", "list assignment index out of range");
        }
        items.erase(items.begin() + at);
        return;
      }
      Fail("this deletion is not read");
    }
    default:
      Fail("this deletion is not read");
  }
}

Value Evaluator::ImportModule(const std::string& dotted) {
  if (std::optional<Value> module = host_->Import(*this, dotted)) return *module;
  if (std::optional<Value> module = StandardModule(*this, dotted)) return *module;
  return NewUnknown(StrCat("'", dotted, "', which is not read"), /*opaque=*/true);
}

void Evaluator::ExecImport(const ImportStmt& stmt) {
  if (stmt.kind == StmtKind::kImport) {
    for (const ImportedName& imported : stmt.names) {
      if (!imported.alias.empty()) {
        SetName(imported.alias, ImportModule(imported.name));
        continue;
      }
      // `import a.b` binds a; loading a.b makes b an attribute of it.
      const std::string top = imported.name.substr(0, imported.name.find('.'));
      SetName(top, ImportModule(top));
    }
    return;
  }
  if (stmt.level == 0 && stmt.module == "__future__") return;
  const std::string dotted = StrCat(std::string(static_cast<size_t>(stmt.level), '.'), stmt.module);
  for (const ImportedName& imported : stmt.names) {
    if (imported.name == "*") {
      const Value module = ImportModule(dotted);
      if (auto* names = module.As<ModuleNames>()) {
        for (const auto& [name, value] : names->Public(*this)) SetName(name, value);
        continue;
      }
      Fail(StrCat("'from ", dotted, " import *' is not read"));
    }
    const Value module = ImportModule(dotted);
    const std::string name = imported.alias.empty() ? imported.name : imported.alias;
    if (module.IsUnknown()) {
      SetName(name, NewUnknown(StrCat("'", imported.name, "' of '", dotted, "', which is not read"),
                               /*opaque=*/true));
      continue;
    }
    std::optional<Value> value = TryGetAttr(module, imported.name);
    if (!value.has_value()) value = ImportModule(StrCat(dotted, ".", imported.name));
    SetName(name, *value);
  }
}

void Evaluator::ExecScope(const ScopeStmt& stmt) {
  Scope* scope = frame().scope;
  for (const std::string& name : stmt.names) {
    Scope* target = scope->module;
    if (!stmt.global) {
      for (Scope* outer = scope->parent; outer != nullptr; outer = outer->parent) {
        if (outer->kind != Scope::Kind::kFunction || !outer->names.contains(name)) continue;
        target = outer;
        break;
      }
    }
    if (target != scope) scope->declared[name] = target;
  }
}

void Evaluator::ExecRaise(const ValueStmt& stmt) {
  if (stmt.value == nullptr) Raise("Exception", "");
  const Value value = Eval(*stmt.value);
  frame().place = stmt.place;
  if (std::optional<Raised> raised = ExceptionOf(*this, value)) {
    raised->where = Here();
    throw *raised;
  }
  // Some exception, whichever.
  Raise("Exception", value.IsUnknown() ? value.unknown().reason : "");
}

Evaluator::Flow Evaluator::ExecWith(const WithStmt& stmt, size_t item) {
  if (item == stmt.items.size()) return ExecBlock(stmt.body);
  const auto& [context_expr, target] = stmt.items[item];
  const Value context = Eval(*context_expr);
  if (context.IsUnknown()) {
    if (target != nullptr) Assign(*target, Derived(context.unknown()));
    return ExecWith(stmt, item + 1);
  }
  if (!context.Is(ValueKind::kNative)) {
    Fail(StrCat("'with' over a '", TypeName(context), "' object is not read"));
  }
  Native* native = context.native();
  const Value entered = native->Enter(*this);
  if (target != nullptr) Assign(*target, entered);
  Flow flow;
  try {
    flow = ExecWith(stmt, item + 1);
  } catch (...) {
    native->Exit(*this);
    throw;
  }
  native->Exit(*this);
  return flow;
}

Value Evaluator::MakeFunction(const std::string& name, const std::vector<Parameter>& parameters) {
  std::vector<Value> defaults;
  for (const Parameter& parameter : parameters) {
    defaults.push_back(parameter.default_value ? Eval(*parameter.default_value) : Value::None());
  }
  auto* function = heap_.New<Function>();
  function->name = name;
  function->parameters = &parameters;
  function->defaults = std::move(defaults);
  function->scope = frame().scope;
  function->file = frame().file;
  return {ValueKind::kFunction, function};
}

void Evaluator::ExecFunction(const FunctionStmt& stmt) {
  Value value = MakeFunction(stmt.name, stmt.parameters);
  auto* function = static_cast<Function*>(value.object());
  function->body = &stmt.body;
  function->is_generator = stmt.is_generator;
  if (stmt.is_async) {
    value = NewUnknown(StrCat("the asynchronous function '", stmt.name, "'"), /*opaque=*/true);
  }
  for (auto it = stmt.decorators.rbegin(); it != stmt.decorators.rend(); ++it) {
    const Value decorator = Eval(**it);
    frame().place = stmt.place;
    if (decorator.IsUnknown()) {
      value = NewUnknown(
          StrCat("the function '", stmt.name, "', decorated with ", decorator.unknown().reason),
          /*opaque=*/true);
      continue;
    }
    CallArgs args;
    args.positional.push_back(value);
    value = Call(decorator, args);
  }
  SetName(stmt.name, value);
}

void Evaluator::ExecClass(const ClassStmt& stmt) {
  const CallArgs bases = EvalArguments(stmt.bases, MainLine());
  auto* scope = heap_.New<Scope>();
  scope->kind = Scope::Kind::kClass;
  scope->parent = frame().scope;
  scope->module = frame().scope->module;
  std::vector<std::string> order;
  CollectBoundNames(stmt.body, &order);
  std::vector<std::string> fields;
  for (const StmtPtr& member : stmt.body) {
    if (member->kind != StmtKind::kAssign || !As<AssignStmt>(*member).annotated) continue;
    CollectTargetNames(*As<AssignStmt>(*member).targets[0], &fields);
  }
  {
    Frame inner{scope, frame().file, frame().place, MainLine(), {}, nullptr, {}};
    const FrameGuard guard(this, std::move(inner));
    ExecBlock(stmt.body);
  }
  Value value = MakeClass(*this, stmt.name, bases, *scope, order, fields);
  for (auto it = stmt.decorators.rbegin(); it != stmt.decorators.rend(); ++it) {
    const Value decorator = Eval(**it);
    if (decorator.IsUnknown()) {
      value = NewUnknown(
          StrCat("the class '", stmt.name, "', decorated with ", decorator.unknown().reason),
          decorator.unknown().opaque);
      continue;
    }
    CallArgs args;
    args.positional.push_back(value);
    value = Call(decorator, args);
  }
  SetName(stmt.name, value);
}

}  // namespace schemadiff::py
