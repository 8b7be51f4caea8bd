// Expressions.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/evaluator.h"
#include "parsers/alembic/evaluator_frames.h"
#include "parsers/alembic/python_format.h"
#include "parsers/alembic/python_operators.h"
#include "parsers/alembic/python_text.h"

namespace schemadiff::py {

Value Evaluator::Eval(const Expr& expr) {
  const DepthGuard depth(this);
  Step();
  switch (expr.kind) {
    case ExprKind::kNone:
      return Value::None();
    case ExprKind::kTrue:
      return Value::Bool(true);
    case ExprKind::kFalse:
      return Value::Bool(false);
    case ExprKind::kEllipsis:
      return Value::Ellipsis();
    case ExprKind::kInteger:
      return Value::Int(As<IntegerExpr>(expr).value);
    case ExprKind::kFloat:
      return Value::Float(As<FloatExpr>(expr).value);
    case ExprKind::kUnreadNumber:
      return NewUnknown("a number that is too large to be read");
    case ExprKind::kUnreadString:
      return NewUnknown("a string with a character that is not read");
    case ExprKind::kString:
      return EvalString(As<StringExpr>(expr));
    case ExprKind::kFormatted:
      return EvalFormatted(As<FormattedExpr>(expr).pieces);
    case ExprKind::kName:
      return EvalName(As<NameExpr>(expr));
    case ExprKind::kAttribute: {
      const auto& node = As<AttributeExpr>(expr);
      const Value object = Eval(*node.object);
      frame().place = expr.place;
      return GetAttr(object, node.name);
    }
    case ExprKind::kSubscript:
      return EvalSubscript(As<SubscriptExpr>(expr));
    case ExprKind::kSlice: {
      const auto& node = As<SliceExpr>(expr);
      const auto part = [this](const ExprPtr& e) { return e ? Eval(*e) : Value::None(); };
      const Value lower = part(node.lower), upper = part(node.upper), step = part(node.step);
      return heap_.NewTuple({lower, upper, step});
    }
    case ExprKind::kCall:
      return EvalCall(As<CallExpr>(expr));
    case ExprKind::kUnary:
      return EvalUnary(As<UnaryExpr>(expr));
    case ExprKind::kBinary: {
      const auto& node = As<BinaryExpr>(expr);
      const Value left = Eval(*node.left);
      const Value right = Eval(*node.right);
      frame().place = expr.place;
      return Binary(node.op, left, right);
    }
    case ExprKind::kBoolean:
      return EvalBoolean(As<BooleanExpr>(expr));
    case ExprKind::kCompare:
      return EvalCompare(As<CompareExpr>(expr));
    case ExprKind::kConditional:
      return EvalConditional(As<ConditionalExpr>(expr));
    case ExprKind::kLambda:
      return EvalLambda(As<LambdaExpr>(expr));
    case ExprKind::kList:
    case ExprKind::kTuple:
    case ExprKind::kSet:
      return EvalSequence(As<SequenceExpr>(expr));
    case ExprKind::kDict:
      return EvalDict(As<DictExpr>(expr));
    case ExprKind::kComprehension:
      return EvalComprehension(As<ComprehensionExpr>(expr));
    case ExprKind::kNamed: {
      const auto& node = As<NamedExpr>(expr);
      const Value value = Eval(*node.value);
      // In a comprehension it binds in the function around it.
      Scope* const inner = frame().scope;
      while (frame().scope->kind == Scope::Kind::kComprehension) {
        frame().scope = frame().scope->parent;
      }
      SetName(node.name, value);
      frame().scope = inner;
      return value;
    }
    case ExprKind::kYield: {
      const auto& node = As<WrapExpr>(expr);
      const Value value = node.operand ? Eval(*node.operand) : Value::None();
      if (frame().yielded == nullptr) Fail("'yield' outside of a function");
      if (!uncertain_.empty()) Fail(StrCat("'yield' depends on ", uncertain_.back().reason));
      if (node.from) {
        for (const Value item : Iterate(value)) frame().yielded->push_back(item);
      } else {
        heap_.Charge(sizeof(Value));
        frame().yielded->push_back(value);
      }
      return Value::None();
    }
    case ExprKind::kAwait:
      Eval(*As<WrapExpr>(expr).operand);
      return NewUnknown("the result of an 'await'");
    case ExprKind::kStarred:
      Fail("a starred expression cannot stand here");
  }
  Fail("this expression is not read");
}

Value Evaluator::EvalString(const StringExpr& expr) {
  if (expr.bytes) return heap_.NewBytes(expr.text);
  // Lines of another file mean nothing in the revision file.
  if (!frame().file->main) return heap_.NewString(expr.text);
  return heap_.NewString(expr.text, expr.marks);
}

Value Evaluator::EvalFormatted(const std::vector<FormattedPiece>& pieces) {
  TextBuilder out;
  const bool main = frame().file->main;
  const Unknown* unknown = nullptr;
  std::string prefix;
  for (const FormattedPiece& piece : pieces) {
    if (!piece.text.empty()) out.AppendMarked(piece.text, piece.marks, main);
    if (piece.value == nullptr) continue;
    const Value value = Eval(*piece.value);
    const Value spec = piece.spec.empty() ? heap_.NewString("") : EvalFormatted(piece.spec);
    const Unknown* const cause = value.IsUnknown()  ? &value.unknown()
                                 : spec.IsUnknown() ? &spec.unknown()
                                                    : nullptr;
    if (cause != nullptr) {
      if (unknown == nullptr) {
        unknown = cause;
        prefix = out.text();
      }
      continue;
    }
    if (piece.conversion == 'r' || piece.conversion == 'a') {
      out.Append(FormatText(*this, Repr(value), spec.text()));
    } else if (piece.conversion == 's') {
      out.Append(FormatText(*this, Str(value), spec.text()));
    } else if (value.IsString() && spec.text().empty()) {
      out.AppendInterpolated(value.string(), main ? piece.value->place.line : 0);
    } else {
      out.Append(FormatValue(*this, value, spec.text()));
    }
    heap_.Charge(16);
  }
  if (unknown != nullptr) return Derived(*unknown, std::move(prefix));
  return out.Finish(&heap_);
}

Value Evaluator::EvalName(const NameExpr& expr) {
  frame().place = expr.place;
  return LookUp(expr.name);
}

Value Evaluator::EvalSubscript(const SubscriptExpr& expr) {
  const Value object = Eval(*expr.object);
  if (expr.index->kind == ExprKind::kSlice) {
    const Value slice = Eval(*expr.index);
    frame().place = expr.place;
    if (object.IsUnknown()) return Derived(object.unknown());
    const std::vector<Value>& parts = slice.sequence().items;
    for (const Value part : parts) {
      if (part.IsUnknown()) return &part.unknown();
    }
    return Slice(*this, object, parts[0], parts[1], parts[2]);
  }
  const Value index = Eval(*expr.index);
  frame().place = expr.place;
  return GetItem(object, index);
}

CallArgs Evaluator::EvalArguments(const std::vector<Argument>& arguments, uint32_t line) {
  CallArgs args;
  args.line = line;
  for (const Argument& argument : arguments) {
    const Value value = Eval(*argument.value);
    switch (argument.form) {
      case Argument::Form::kPositional:
        args.positional.push_back(value);
        break;
      case Argument::Form::kKeyword:
        args.keywords.emplace_back(argument.keyword, value);
        break;
      case Argument::Form::kStar:
        if (value.IsUnknown()) FailUnknown("the argument list", value.unknown());
        for (const Value item : Iterate(value)) args.positional.push_back(item);
        break;
      case Argument::Form::kDoubleStar: {
        if (value.IsUnknown()) FailUnknown("the argument list", value.unknown());
        if (!value.Is(ValueKind::kDict)) Fail("the argument after ** is no dict");
        for (const Dict::Entry& entry : value.dict().entries) {
          if (!entry.original.IsString()) Raise("TypeError", "keywords must be strings");
          args.keywords.emplace_back(entry.original.text(), entry.value);
        }
        break;
      }
    }
  }
  return args;
}

Value Evaluator::EvalCall(const CallExpr& expr) {
  const bool main = frame().file->main;
  if (expr.function->kind == ExprKind::kAttribute) {
    const auto& attribute = As<AttributeExpr>(*expr.function);
    const Value object = Eval(*attribute.object);
    const CallArgs args = EvalArguments(expr.arguments, main ? expr.place.line : MainLine());
    frame().place = expr.place;
    return CallMethod(object, attribute.name, args);
  }
  const Value function = Eval(*expr.function);
  const CallArgs args = EvalArguments(expr.arguments, main ? expr.place.line : MainLine());
  frame().place = expr.place;
  return Call(function, args);
}

Value Evaluator::EvalUnary(const UnaryExpr& expr) {
  const Value value = Eval(*expr.operand);
  frame().place = expr.place;
  if (value.IsUnknown()) return Derived(value.unknown());
  if (value.Is(ValueKind::kNative)) {
    if (std::optional<Value> result = value.native()->Unary(*this, expr.op)) return *result;
  }
  switch (expr.op) {
    case UnaryOp::kNot: {
      const std::optional<bool> truth = Truth(value);
      return Value::Bool(!*truth);
    }
    case UnaryOp::kNegate:
      if (value.Is(ValueKind::kFloat)) return Value::Float(-value.number());
      if (value.IsIntegral()) return Binary(BinaryOp::kSubtract, Value::Int(0), value);
      break;
    case UnaryOp::kPlus:
      if (value.Is(ValueKind::kFloat)) return value;
      if (value.IsIntegral()) return Value::Int(value.integer());
      break;
    case UnaryOp::kInvert:
      if (value.IsIntegral()) return Value::Int(~value.integer());
      break;
  }
  Raise("TypeError", StrCat("bad operand type for a unary operator: '", TypeName(value), "'"));
}

Value Evaluator::EvalBoolean(const BooleanExpr& expr) {
  // With an unknown operand the result is unknown, unless another operand decides it.
  const Unknown* unknown = nullptr;
  Value value;
  for (const ExprPtr& operand : expr.operands) {
    value = Eval(*operand);
    const std::optional<bool> truth = Truth(value);
    if (!truth.has_value()) {
      if (unknown == nullptr) unknown = &value.unknown();
      continue;
    }
    if (*truth != expr.conjunction) {
      if (unknown == nullptr) return value;
      // False and True decide whatever comes before them.
      if (value.Is(ValueKind::kBool)) return value;
      return Derived(*unknown);
    }
  }
  return unknown != nullptr ? Derived(*unknown) : value;
}

Value Evaluator::EvalCompare(const CompareExpr& expr) {
  Value left = Eval(*expr.operands[0]);
  Value result = Value::Bool(true);
  for (size_t i = 0; i < expr.ops.size(); ++i) {
    const Value right = Eval(*expr.operands[i + 1]);
    frame().place = expr.place;
    result = Compare(expr.ops[i], left, right);
    if (i + 1 < expr.ops.size()) {
      const std::optional<bool> truth = Truth(result);
      if (!truth.has_value() || !*truth) return result;
    }
    left = right;
  }
  return result;
}

Value Evaluator::EvalConditional(const ConditionalExpr& expr) {
  const Value condition = Eval(*expr.condition);
  const std::optional<bool> truth = Truth(condition);
  if (truth.has_value()) return Eval(*truth ? *expr.then_value : *expr.else_value);
  const Unknown& unknown = condition.unknown();
  const UncertainRegion region(this, unknown.reason);
  Eval(*expr.then_value);
  Eval(*expr.else_value);
  return Derived(unknown);
}

Value Evaluator::EvalLambda(const LambdaExpr& expr) {
  const Value value = MakeFunction("<lambda>", expr.parameters);
  auto* function = static_cast<Function*>(value.object());
  function->expression = expr.body.get();
  return value;
}

Value Evaluator::EvalSequence(const SequenceExpr& expr) {
  std::vector<Value> items;
  for (const ExprPtr& item : expr.items) {
    if (item->kind == ExprKind::kStarred) {
      const Value value = Eval(*As<WrapExpr>(*item).operand);
      if (value.IsUnknown()) return Derived(value.unknown());
      for (const Value element : Iterate(value)) items.push_back(element);
    } else {
      items.push_back(Eval(*item));
    }
  }
  if (expr.kind == ExprKind::kList) return heap_.NewList(std::move(items));
  if (expr.kind == ExprKind::kTuple) return heap_.NewTuple(std::move(items));
  auto* set = heap_.New<Set>();
  for (const Value item : items) {
    if (item.IsUnknown()) return Derived(item.unknown());
    set->Add(Key(item), item);
  }
  return {ValueKind::kSet, set};
}

Value Evaluator::EvalDict(const DictExpr& expr) {
  auto* dict = heap_.New<Dict>();
  for (const auto& [key_expr, value_expr] : expr.items) {
    heap_.Charge(sizeof(Dict::Entry));
    if (key_expr == nullptr) {
      const Value other = Eval(*value_expr);
      if (other.IsUnknown()) return Derived(other.unknown());
      if (!other.Is(ValueKind::kDict)) Raise("TypeError", "argument after ** must be a mapping");
      for (const Dict::Entry& entry : other.dict().entries) {
        dict->Set(entry.key, entry.original, entry.value);
      }
      continue;
    }
    const Value key = Eval(*key_expr);
    const Value value = Eval(*value_expr);
    if (key.IsUnknown()) return Derived(key.unknown());
    dict->Set(Key(key), key, value);
  }
  return {ValueKind::kDict, dict};
}

bool Evaluator::EvalClauses(const ComprehensionExpr& expr, size_t clause, const Unknown** unknown,
                            const std::function<void()>& emit) {
  if (clause == expr.clauses.size()) {
    emit();
    return *unknown == nullptr;
  }
  const ComprehensionClause& current = expr.clauses[clause];
  const Value iterable = Eval(*current.iterable);
  if (iterable.IsUnknown()) {
    // Evaluated once, for what it may do besides giving a value.
    const UncertainRegion region(this, iterable.unknown().reason);
    Assign(*current.target, Derived(iterable.unknown()));
    EvalClauses(expr, clause + 1, unknown, emit);
    *unknown = &iterable.unknown();
    return false;
  }
  for (const Value item : Iterate(iterable)) {
    Step();
    Assign(*current.target, item);
    bool wanted = true;
    for (const ExprPtr& condition : current.conditions) {
      const Value value = Eval(*condition);
      const std::optional<bool> truth = Truth(value);
      if (!truth.has_value()) {
        *unknown = &value.unknown();
        return false;
      }
      if (!*truth) {
        wanted = false;
        break;
      }
    }
    if (wanted && !EvalClauses(expr, clause + 1, unknown, emit)) return false;
  }
  return true;
}

Value Evaluator::EvalComprehension(const ComprehensionExpr& expr) {
  auto* scope = heap_.New<Scope>();
  scope->kind = Scope::Kind::kComprehension;
  scope->parent = frame().scope;
  scope->module = frame().scope->module;
  Frame inner = frame();
  inner.scope = scope;
  const FrameGuard guard(this, std::move(inner));
  const Unknown* unknown = nullptr;
  std::vector<Value> items;
  auto* dict = heap_.New<Dict>();
  auto* set = heap_.New<Set>();
  EvalClauses(expr, 0, &unknown, [&] {
    const Value key = expr.key ? Eval(*expr.key) : Value::None();
    const Value value = Eval(*expr.element);
    heap_.Charge(sizeof(Dict::Entry));
    if (expr.form == ComprehensionExpr::Form::kDict) {
      if (key.IsUnknown()) {
        unknown = &key.unknown();
      } else {
        dict->Set(Key(key), key, value);
      }
    } else if (expr.form == ComprehensionExpr::Form::kSet) {
      if (value.IsUnknown()) {
        unknown = &value.unknown();
      } else {
        set->Add(Key(value), value);
      }
    } else {
      items.push_back(value);
    }
  });
  if (unknown != nullptr) return Derived(*unknown);
  if (expr.form == ComprehensionExpr::Form::kDict) return {ValueKind::kDict, dict};
  if (expr.form == ComprehensionExpr::Form::kSet) return {ValueKind::kSet, set};
  return heap_.NewList(std::move(items));
}

}  // namespace schemadiff::py
