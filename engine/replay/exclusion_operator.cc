// The operators of exclusion constraints. Facts from indexcmds.c (ComputeIndexAttrs) of the
// server's source.
#include <algorithm>

#include "engine/base/strings.h"
#include "engine/replay/lookup.h"
#include "engine/replay/operator_class.h"

namespace schemadiff::replay {
namespace {

const BuiltinOperator* FindFor(const Context& cx, std::string_view name, const ResolvedType& type) {
  const TypeId id = BuiltinTypeId(type);
  const BuiltinOperator* found = nullptr;
  for (const BuiltinOperator& candidate : cx.builtins.FindOperators(name)) {
    if (candidate.left == id && candidate.right == id) return &candidate;
    if (candidate.left != candidate.right || candidate.left == 0) continue;
    const BuiltinType* operand = cx.builtins.FindType(candidate.left);
    if (operand == nullptr || operand->kind == 'p') continue;
    if (found == nullptr && BinaryCoercible(cx, type, candidate.left)) found = &candidate;
  }
  return found;
}

}  // namespace

bool OnlyBuiltinOperators(const Context& cx) {
  if (cx.catalog.unmodelled.contains("operator")) return false;
  bool only = true;
  cx.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    only = only && cx.catalog.Get(id).key.name == "plpgsql";
  });
  return only;
}

void CheckExclusionOperator(const Context& cx, const TypeRef& type_ref, std::string_view method,
                            const QualifiedName& opclass, const ast::ListNode& op) {
  if (type_ref.name.empty() || !OnlyBuiltinOperators(cx)) return;
  const ResolvedType type = BaseType(cx, ResolveRef(cx, type_ref));
  // Operators of polymorphic types are not told apart here.
  if (type.builtin == nullptr || type.ref.array || type.builtin->kind != 'b') return;
  const std::string_view name = StatedName(op.items).name;
  const BuiltinOperator* found = FindFor(cx, name, type);
  if (found == nullptr) {
    throw PgError(sqlstate::kUndefinedFunction,
                  StrCat("operator does not exist: ", TypeText(cx, type.ref), " ", name, " ",
                         TypeText(cx, type.ref)));
  }
  if (found->commutator != found->id) {
    throw PgError(sqlstate::kWrongObjectType, StrCat("operator ", name, " is not commutative"));
  }
  if (!opclass.empty()) return;
  bool known = true;
  const BuiltinOperatorClass* of_type = DefaultOperatorClass(cx, type, method, &known);
  if (of_type == nullptr) return;
  const auto members = cx.builtins.FamilyOperators(method, of_type->family);
  const bool member = std::ranges::any_of(members, [&](const BuiltinFamilyOperator& each) {
    return each.op == found->id && each.purpose == 's';
  });
  if (!member) {
    throw PgError(
        sqlstate::kWrongObjectType,
        StrCat("operator ", name, " is not a member of operator family \"", of_type->family, "\""));
  }
}

}  // namespace schemadiff::replay
