#include "parsers/alembic/python_operators.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_format.h"
#include "parsers/alembic/python_text.h"

namespace schemadiff::py {
namespace {

constexpr int kMaxNesting = 100;

[[noreturn]] void Unsupported(Evaluator& ev, BinaryOp op, Value left, Value right) {
  ev.Raise("TypeError", StrCat("unsupported operand type(s) for ", ToString(op), ": '",
                               TypeName(left), "' and '", TypeName(right), "'"));
}

Value Integers(Evaluator& ev, BinaryOp op, int64_t a, int64_t b) {
  int64_t out = 0;
  bool overflow = false;
  switch (op) {
    case BinaryOp::kAdd:
      overflow = __builtin_add_overflow(a, b, &out);
      break;
    case BinaryOp::kSubtract:
      overflow = __builtin_sub_overflow(a, b, &out);
      break;
    case BinaryOp::kMultiply:
      overflow = __builtin_mul_overflow(a, b, &out);
      break;
    case BinaryOp::kDivide:
      if (b == 0) ev.Raise("ZeroDivisionError", "division by zero");
      return Value::Float(static_cast<double>(a) / static_cast<double>(b));
    case BinaryOp::kFloorDivide:
    case BinaryOp::kModulo: {
      if (b == 0) ev.Raise("ZeroDivisionError", "integer division or modulo by zero");
      if (b == -1) {  // the one division that can overflow
        if (op == BinaryOp::kModulo) return Value::Int(0);
        overflow = __builtin_sub_overflow(int64_t{0}, a, &out);
        break;
      }
      int64_t quotient = a / b;
      int64_t rest = a % b;
      if (rest != 0 && (rest < 0) != (b < 0)) {  // Python rounds down
        --quotient;
        rest += b;
      }
      out = op == BinaryOp::kModulo ? rest : quotient;
      break;
    }
    case BinaryOp::kPower:
      if (b < 0) return Value::Float(std::pow(static_cast<double>(a), static_cast<double>(b)));
      out = 1;
      if (a == 0 || a == 1 || a == -1) {
        out = b == 0 ? 1 : (a == -1 && b % 2 == 0 ? 1 : a);
        break;
      }
      for (int64_t i = 0; i < b && !overflow; ++i) overflow = __builtin_mul_overflow(out, a, &out);
      break;
    case BinaryOp::kShiftLeft:
      if (b < 0) ev.Raise("ValueError", "negative shift count");
      if (a == 0) return Value::Int(0);
      overflow = b > 62;
      if (!overflow) overflow = __builtin_mul_overflow(a, int64_t{1} << b, &out);
      break;
    case BinaryOp::kShiftRight:
      if (b < 0) ev.Raise("ValueError", "negative shift count");
      out = a >> std::min<int64_t>(b, 63);
      break;
    case BinaryOp::kAnd:
      out = a & b;
      break;
    case BinaryOp::kOr:
      out = a | b;
      break;
    case BinaryOp::kXor:
      out = a ^ b;
      break;
    case BinaryOp::kMatrix:
      Unsupported(ev, op, Value::Int(a), Value::Int(b));
  }
  if (overflow) return ev.NewUnknown("a number that is too large to be read");
  return Value::Int(out);
}

Value Floats(Evaluator& ev, BinaryOp op, double a, double b) {
  switch (op) {
    case BinaryOp::kAdd:
      return Value::Float(a + b);
    case BinaryOp::kSubtract:
      return Value::Float(a - b);
    case BinaryOp::kMultiply:
      return Value::Float(a * b);
    case BinaryOp::kDivide:
      if (b == 0) ev.Raise("ZeroDivisionError", "float division by zero");
      return Value::Float(a / b);
    case BinaryOp::kFloorDivide:
      if (b == 0) ev.Raise("ZeroDivisionError", "float floor division by zero");
      return Value::Float(std::floor(a / b));
    case BinaryOp::kModulo:
      if (b == 0) ev.Raise("ZeroDivisionError", "float modulo");
      return Value::Float(a - b * std::floor(a / b));
    case BinaryOp::kPower:
      return Value::Float(std::pow(a, b));
    default:
      Unsupported(ev, op, Value::Float(a), Value::Float(b));
  }
}

Value Repeat(Evaluator& ev, Value value, int64_t times) {
  const uint64_t count = times > 0 ? static_cast<uint64_t>(times) : 0;
  if (value.IsString() || value.Is(ValueKind::kBytes)) {
    const std::string& text = value.text();
    if (!text.empty() && count > (1ull << 40) / text.size()) ev.heap().Charge(UINT64_MAX / 2);
    ev.heap().Charge(text.size() * count);
    std::string out;
    for (uint64_t i = 0; i < count && !text.empty(); ++i) out += text;
    return value.IsString() ? ev.heap().NewString(std::move(out))
                            : ev.heap().NewBytes(std::move(out));
  }
  const std::vector<Value>& items = value.sequence().items;
  if (!items.empty() && count > (1ull << 40) / items.size()) ev.heap().Charge(UINT64_MAX / 2);
  ev.heap().Charge(items.size() * count * sizeof(Value));
  std::vector<Value> out;
  for (uint64_t i = 0; i < count && !items.empty(); ++i) {
    out.insert(out.end(), items.begin(), items.end());
  }
  return value.Is(ValueKind::kList) ? ev.heap().NewList(std::move(out))
                                    : ev.heap().NewTuple(std::move(out));
}

bool IsSequence(Value value) {
  return value.Is(ValueKind::kList) || value.Is(ValueKind::kTuple) || value.IsString() ||
         value.Is(ValueKind::kBytes);
}

std::optional<Value> Sets(Evaluator& ev, BinaryOp op, const Set& a, const Set& b) {
  auto* out = ev.heap().New<Set>();
  ev.Step(a.entries.size() + b.entries.size());
  ev.heap().Charge((a.entries.size() + b.entries.size()) * 64);
  switch (op) {
    case BinaryOp::kOr:
      for (const auto& [key, value] : a.entries) out->Add(key, value);
      for (const auto& [key, value] : b.entries) out->Add(key, value);
      break;
    case BinaryOp::kAnd:
      for (const auto& [key, value] : a.entries) {
        if (b.keys.contains(key)) out->Add(key, value);
      }
      break;
    case BinaryOp::kSubtract:
      for (const auto& [key, value] : a.entries) {
        if (!b.keys.contains(key)) out->Add(key, value);
      }
      break;
    case BinaryOp::kXor:
      for (const auto& [key, value] : a.entries) {
        if (!b.keys.contains(key)) out->Add(key, value);
      }
      for (const auto& [key, value] : b.entries) {
        if (!a.keys.contains(key)) out->Add(key, value);
      }
      break;
    default:
      return std::nullopt;
  }
  return Value(ValueKind::kSet, out);
}

// -1, 0 or 1; nullopt where Python orders no such operands.
std::optional<int> Order(Evaluator& ev, Value left, Value right, int nesting) {
  if (nesting > kMaxNesting) ev.Fail("a value is nested too deeply");
  if (left.IsNumber() && right.IsNumber()) {
    if (left.IsIntegral() && right.IsIntegral()) {
      return left.integer() < right.integer() ? -1 : left.integer() > right.integer() ? 1 : 0;
    }
    return left.number() < right.number() ? -1 : left.number() > right.number() ? 1 : 0;
  }
  if (left.kind() != right.kind()) return std::nullopt;
  if (left.IsString() || left.Is(ValueKind::kBytes)) {
    // Bytes of UTF-8 order as the characters do.
    const int order = left.text().compare(right.text());
    return order < 0 ? -1 : order > 0 ? 1 : 0;
  }
  if (left.Is(ValueKind::kList) || left.Is(ValueKind::kTuple)) {
    const std::vector<Value>& a = left.sequence().items;
    const std::vector<Value>& b = right.sequence().items;
    for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
      ev.Step();
      if (ev.Equal(a[i], b[i], nesting + 1)) continue;
      return Order(ev, a[i], b[i], nesting + 1);
    }
    return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
  }
  return std::nullopt;
}

}  // namespace

Value Evaluator::Binary(BinaryOp op, Value left, Value right) {
  if (op == BinaryOp::kModulo && left.IsString() && !right.IsUnknown()) {
    return FormatPercent(*this, left.string(), right);
  }
  if (left.IsUnknown()) return Derived(left.unknown(), left.unknown().prefix);
  if (right.IsUnknown()) {
    std::string prefix;
    if (left.IsString() && op == BinaryOp::kAdd) prefix = left.text();
    if (left.IsString() && op == BinaryOp::kModulo)
      prefix = left.text().substr(0, left.text().find('%'));
    return Derived(right.unknown(), std::move(prefix));
  }
  if (left.Is(ValueKind::kNative)) {
    if (std::optional<Value> out = left.native()->Binary(*this, op, right, false)) return *out;
  }
  if (right.Is(ValueKind::kNative)) {
    if (std::optional<Value> out = right.native()->Binary(*this, op, left, true)) return *out;
  }
  if (left.IsNumber() && right.IsNumber()) {
    if (left.IsIntegral() && right.IsIntegral()) {
      return Integers(*this, op, left.integer(), right.integer());
    }
    return Floats(*this, op, left.number(), right.number());
  }
  if (op == BinaryOp::kAdd && left.kind() == right.kind() && IsSequence(left)) {
    if (left.IsString()) {
      heap_.Charge(left.text().size() + right.text().size());
      TextBuilder out;
      out.AppendString(left.string());
      out.AppendString(right.string());
      return out.Finish(&heap_);
    }
    if (left.Is(ValueKind::kBytes)) return heap_.NewBytes(left.text() + right.text());
    std::vector<Value> items = left.sequence().items;
    const std::vector<Value>& more = right.sequence().items;
    heap_.Charge((items.size() + more.size()) * sizeof(Value));
    items.insert(items.end(), more.begin(), more.end());
    return left.Is(ValueKind::kList) ? heap_.NewList(std::move(items))
                                     : heap_.NewTuple(std::move(items));
  }
  if (op == BinaryOp::kMultiply && IsSequence(left) && right.IsIntegral()) {
    return Repeat(*this, left, right.integer());
  }
  if (op == BinaryOp::kMultiply && left.IsIntegral() && IsSequence(right)) {
    return Repeat(*this, right, left.integer());
  }
  if (left.Is(ValueKind::kSet) && right.Is(ValueKind::kSet)) {
    if (std::optional<Value> out = Sets(*this, op, left.set(), right.set())) return *out;
  }
  if (op == BinaryOp::kOr && left.Is(ValueKind::kDict) && right.Is(ValueKind::kDict)) {
    auto* dict = heap_.New<Dict>(left.dict());
    heap_.Charge((left.dict().entries.size() + right.dict().entries.size()) * sizeof(Dict::Entry));
    for (const Dict::Entry& e : right.dict().entries) dict->Set(e.key, e.original, e.value);
    return {ValueKind::kDict, dict};
  }
  Unsupported(*this, op, left, right);
}

bool Evaluator::Equal(Value left, Value right, int nesting) {
  Step();
  if (nesting > kMaxNesting) Fail("a value is nested too deeply");
  if (left.IsUnknown()) FailUnknown("a comparison", left.unknown());
  if (right.IsUnknown()) FailUnknown("a comparison", right.unknown());
  if (left.IsNumber() && right.IsNumber()) {
    if (left.IsIntegral() && right.IsIntegral()) return left.integer() == right.integer();
    return left.number() == right.number();
  }
  if (left.Is(ValueKind::kNative) || right.Is(ValueKind::kNative)) {
    const Value native = left.Is(ValueKind::kNative) ? left : right;
    const Value other = left.Is(ValueKind::kNative) ? right : left;
    const std::optional<std::string> other_key = HashKey(other);
    return other_key.has_value() && native.native()->HashKey() == *other_key;
  }
  if (left.kind() != right.kind()) return false;
  switch (left.kind()) {
    case ValueKind::kNone:
    case ValueKind::kEllipsis:
      return true;
    case ValueKind::kString:
    case ValueKind::kBytes:
      return left.text() == right.text();
    case ValueKind::kList:
    case ValueKind::kTuple: {
      const std::vector<Value>& a = left.sequence().items;
      const std::vector<Value>& b = right.sequence().items;
      if (a.size() != b.size()) return false;
      for (size_t i = 0; i < a.size(); ++i) {
        if (!Equal(a[i], b[i], nesting + 1)) return false;
      }
      return true;
    }
    case ValueKind::kDict: {
      const Dict& a = left.dict();
      const Dict& b = right.dict();
      if (a.entries.size() != b.entries.size()) return false;
      for (const Dict::Entry& entry : a.entries) {
        const Value* other = b.Find(entry.key);
        if (other == nullptr || !Equal(entry.value, *other, nesting + 1)) return false;
      }
      return true;
    }
    case ValueKind::kSet: {
      const Set& a = left.set();
      const Set& b = right.set();
      Step(a.entries.size());
      return a.entries.size() == b.entries.size() &&
             std::all_of(a.entries.begin(), a.entries.end(),
                         [&b](const auto& entry) { return b.keys.contains(entry.first); });
    }
    default:
      return left.object() == right.object();
  }
}

Value Evaluator::Compare(CompareOp op, Value left, Value right) {
  if (op == CompareOp::kIs || op == CompareOp::kIsNot) {
    if (left.IsUnknown()) return Derived(left.unknown());
    if (right.IsUnknown()) return Derived(right.unknown());
    bool same = left.kind() == right.kind();
    if (same && left.HasObject()) same = left.object() == right.object();
    if (same && left.IsIntegral()) same = left.integer() == right.integer();
    return Value::Bool(same == (op == CompareOp::kIs));
  }
  if (left.IsUnknown()) return Derived(left.unknown());
  if (right.IsUnknown()) return Derived(right.unknown());
  if (left.Is(ValueKind::kNative)) {
    if (std::optional<Value> out = left.native()->Compare(*this, op, right, false)) return *out;
  }
  if (right.Is(ValueKind::kNative)) {
    if (std::optional<Value> out = right.native()->Compare(*this, op, left, true)) return *out;
  }
  switch (op) {
    case CompareOp::kEqual:
      return Value::Bool(Equal(left, right));
    case CompareOp::kNotEqual:
      return Value::Bool(!Equal(left, right));
    case CompareOp::kIn:
    case CompareOp::kNotIn: {
      bool found = false;
      if (right.IsString()) {
        if (!left.IsString()) Raise("TypeError", "'in <string>' requires string as left operand");
        Step(right.text().size() / 16 + 1);
        found = right.text().find(left.text()) != std::string::npos;
      } else if (right.Is(ValueKind::kDict)) {
        found = right.dict().Find(Key(left)) != nullptr;
      } else if (right.Is(ValueKind::kSet)) {
        found = right.set().keys.contains(Key(left));
      } else {
        const Unknown* unknown = nullptr;
        for (const Value item : Iterate(right)) {
          if (item.IsUnknown()) {
            unknown = &item.unknown();
          } else if (Equal(left, item)) {
            found = true;
            break;
          }
        }
        if (!found && unknown != nullptr) return Derived(*unknown);
      }
      return Value::Bool(found == (op == CompareOp::kIn));
    }
    default:
      break;
  }
  if (left.Is(ValueKind::kSet) && right.Is(ValueKind::kSet)) {
    const auto subset = [](const Set& a, const Set& b) {
      return std::all_of(a.entries.begin(), a.entries.end(),
                         [&b](const auto& e) { return b.keys.contains(e.first); });
    };
    const Set& a = op == CompareOp::kLess || op == CompareOp::kLessEqual ? left.set() : right.set();
    const Set& b = op == CompareOp::kLess || op == CompareOp::kLessEqual ? right.set() : left.set();
    Step(a.entries.size());
    const bool proper = op == CompareOp::kLess || op == CompareOp::kGreater;
    return Value::Bool(subset(a, b) && (!proper || a.entries.size() < b.entries.size()));
  }
  const std::optional<int> order = Order(*this, left, right, 0);
  if (!order.has_value()) {
    Raise("TypeError", StrCat("ordering not supported between instances of '", TypeName(left),
                              "' and '", TypeName(right), "'"));
  }
  switch (op) {
    case CompareOp::kLess:
      return Value::Bool(*order < 0);
    case CompareOp::kLessEqual:
      return Value::Bool(*order <= 0);
    case CompareOp::kGreater:
      return Value::Bool(*order > 0);
    default:
      return Value::Bool(*order >= 0);
  }
}

std::string Evaluator::Key(Value value) {
  if (value.IsUnknown()) FailUnknown("a key", value.unknown());
  Step();
  std::optional<std::string> key = HashKey(value);
  if (!key.has_value()) Raise("TypeError", StrCat("unhashable type: '", TypeName(value), "'"));
  heap_.Charge(key->size());
  return *std::move(key);
}

}  // namespace schemadiff::py
