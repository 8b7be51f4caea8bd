#include "engine/replay/polymorphic.h"

#include <optional>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/operator_class.h"

namespace schemadiff::replay {
namespace {

using namespace type_id;

enum class Family { kNone, kElement, kCompatible };

Family FamilyOf(TypeId type) {
  if (!IsPolymorphic(type)) return Family::kNone;
  const bool compatible = type == kAnyCompatible || type == kAnyCompatibleArray ||
                          type == kAnyCompatibleNonArray || type == kAnyCompatibleRange ||
                          type == kAnyCompatibleMultirange;
  return compatible ? Family::kCompatible : Family::kElement;
}

bool IsArrayPseudoType(TypeId type) { return type == kAnyArray || type == kAnyCompatibleArray; }
bool IsRangePseudoType(TypeId type) {
  return type == kAnyRange || type == kAnyMultirange || type == kAnyCompatibleRange ||
         type == kAnyCompatibleMultirange;
}

TypeRef PseudoType(std::string_view name) { return {"pg_catalog", name, {}, false}; }

// What the polymorphic arguments of a call stand for: one element type for each family.
class Binding {
 public:
  // False where the argument cannot be passed.
  bool Bind(const Context& cx, TypeId declared, const ResolvedType& actual) {
    if (IsRangePseudoType(declared)) throw NotModelled("an aggregate over anyrange");
    std::optional<TypeRef>& element =
        FamilyOf(declared) == Family::kElement ? element_ : compatible_;
    TypeRef bound = actual.ref;
    if (IsArrayPseudoType(declared)) {
      const TypeId pseudo = PseudoTypeId(actual);
      if (IsArrayPseudoType(pseudo)) {
        if (pseudo != declared) return false;
        bound = PseudoType(pseudo == kAnyArray ? "anyelement" : "anycompatible");
      } else {
        bound = BaseType(cx, actual).ref;
        if (!bound.array) return false;
        bound.array = false;
      }
    } else if ((declared == kAnyNonArray || declared == kAnyCompatibleNonArray) &&
               actual.ref.array) {
      return false;
    } else if (declared == kAnyEnum && TypeKind(cx, actual) != 'e' &&
               PseudoTypeId(actual) != kAnyEnum) {
      return false;
    }
    if (element && *element != bound) {
      if (FamilyOf(declared) == Family::kElement) return false;
      throw NotModelled("the common type of anycompatible arguments");
    }
    element = bound;
    return true;
  }

  TypeRef Result(const Context& cx, const TypeRef& declared) const {
    const TypeId pseudo = PseudoTypeId(ResolveRef(cx, declared));
    if (!IsPolymorphic(pseudo)) return declared;
    if (IsRangePseudoType(pseudo)) throw NotModelled("an aggregate over anyrange");
    const std::optional<TypeRef>& element =
        FamilyOf(pseudo) == Family::kElement ? element_ : compatible_;
    if (!element) return declared;
    TypeRef result = *element;
    if (!IsArrayPseudoType(pseudo)) return result;
    if (result == PseudoType("anyelement")) return PseudoType("anyarray");
    if (result == PseudoType("anycompatible")) return PseudoType("anycompatiblearray");
    result.array = true;
    return result;
  }

 private:
  std::optional<TypeRef> element_;
  std::optional<TypeRef> compatible_;
};

// How well a candidate takes the arguments: the number of exact matches; -1 where it does not.
int Match(const Context& cx, const Routine& candidate, const std::vector<ResolvedType>& arguments,
          Binding* binding) {
  if (candidate.kind == 'p' || candidate.inputs.size() != arguments.size()) return -1;
  int exact = 0;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const ResolvedType declared = ResolveRef(cx, candidate.inputs[i]);
    const TypeId pseudo = PseudoTypeId(declared);
    if (IsPolymorphic(pseudo)) {
      if (!binding->Bind(cx, pseudo, arguments[i])) return -1;
      if (candidate.inputs[i] == arguments[i].ref) ++exact;
      continue;
    }
    if (candidate.inputs[i] == arguments[i].ref) {
      ++exact;
      continue;
    }
    if (pseudo == kAny) continue;
    const TypeId target = BuiltinTypeId(declared);
    if (target == 0 || !BinaryCoercible(cx, arguments[i], target)) return -1;
  }
  return exact;
}

}  // namespace

Routine LookUpSupportFunction(const Context& cx, const ast::List& name,
                              const std::vector<ResolvedType>& arguments) {
  std::vector<TypeRef> types;
  for (const ResolvedType& argument : arguments) types.push_back(argument.ref);
  bool perhaps_more = false;
  std::vector<Routine> candidates = FindRoutines(cx, StatedName(name), &perhaps_more);
  Routine* best = nullptr;
  int best_match = -1;
  bool tie = false;
  for (Routine& candidate : candidates) {
    Binding binding;
    const int match = Match(cx, candidate, arguments, &binding);
    if (match < 0) continue;
    tie = match == best_match;
    if (match > best_match) {
      best = &candidate;
      best_match = match;
      tie = false;
    }
  }
  const std::string text = RoutineText(cx, name, types);
  if (best == nullptr || tie) {
    if (best != nullptr || perhaps_more) {
      throw NotModelled(StrCat("which function ", text, " means"));
    }
    throw PgError(sqlstate::kUndefinedFunction, StrCat("function ", text, " does not exist"));
  }
  if (best->kind != 'f') {
    throw PgError(sqlstate::kUndefinedFunction, StrCat("function ", text, " does not exist"));
  }
  if (best->returns_set) {
    throw PgError(sqlstate::kDatatypeMismatch, StrCat("function ", text, " returns a set"));
  }
  Binding binding;
  Match(cx, *best, arguments, &binding);
  best->result = binding.Result(cx, best->result);
  return std::move(*best);
}

}  // namespace schemadiff::replay
