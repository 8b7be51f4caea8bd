// Exclusion constraints: their operators and their text. Facts from indexcmds.c (ComputeIndexAttrs)
// of the server's source.
#include <algorithm>
#include <string>
#include <vector>

#include "engine/analyze/analyzer.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/replay/define_index.h"
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
  bool only = true;
  cx.catalog.ForEachOfKind(KindOf<Operator>, [&](ObjectId) { only = false; });
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

namespace {

// The operators as printed; none where the names as written will do. What a name alone means is a
// question where there are others than the server's own.
std::vector<std::string> OperatorNames(const Context& cx, const IndexDefinition& definition,
                                       const std::vector<TypeRef>& types) {
  std::vector<std::string> names;
  if (OnlyBuiltinOperators(cx)) return names;
  for (size_t i = 0; i < definition.operators.size(); ++i) {
    if (i >= types.size() || types[i].name.empty()) {
      throw NotModelled("an operator for an expression that is not resolved");
    }
    names.push_back(cx.analyzer().OperatorName(definition.operators[i]->items, types[i]));
  }
  return names;
}

std::string OperatorAsWritten(const Context& cx, const ast::ListNode& op) {
  const StatedName name(op.items);
  if (name.schema.empty() || name.schema == "pg_catalog") return std::string(name.name);
  return StrCat("OPERATOR(", QuoteIdentifier(name.schema, cx.major()), ".", name.name, ")");
}

std::string TextOf(const Context& cx, const IndexDefinition& definition,
                   const ExclusionParts& parts, const std::vector<std::string>& operators) {
  std::string text = StrCat("EXCLUDE USING ", QuoteIdentifier(parts.method, cx.major()), " (");
  for (size_t i = 0; i < parts.keys.size(); ++i) {
    if (i > 0) text += ", ";
    IndexKey key = parts.keys[i];
    key.statistics_target.reset();
    for (QualifiedName* name : {&key.collation, &key.opclass}) {
      if (name->schema == "pg_catalog") name->schema = {};  // which is always on the search path
    }
    StrAppend(&text, key.ToText(), " WITH ",
              operators.empty() ? OperatorAsWritten(cx, *definition.operators[i]) : operators[i]);
  }
  text += ')';
  if (!definition.include.empty()) {
    StrAppend(&text, " INCLUDE (",
              StrJoin(definition.include, ", ",
                      [&](std::string* out, Name column) {
                        AppendQuotedIdentifier(out, column, cx.major());
                      }),
              ")");
  }
  if (!parts.options.empty()) {
    StrAppend(&text, " WITH (",
              StrJoin(parts.options.list(), ", ",
                      [](std::string* out, const Option& option) {
                        StrAppend(out, option.name, "='", option.value, "'");
                      }),
              ")");
  }
  if (!parts.predicate.empty()) StrAppend(&text, " WHERE (", parts.predicate.text(), ")");
  if (definition.deferrable) text += " DEFERRABLE";
  if (definition.initially_deferred) text += " INITIALLY DEFERRED";
  return text;
}

}  // namespace

Expression ExclusionOf(const Context& cx, const IndexDefinition& definition,
                       const ExclusionParts& parts) {
  std::string doubt = parts.predicate.reason();
  std::vector<std::string> operators;
  try {
    operators = OperatorNames(cx, definition, parts.types);
  } catch (const NotModelled& gap) {
    if (doubt.empty()) doubt = gap.what();
  }
  for (const IndexKey& key : parts.keys) {
    if (!key.expression.resolved()) doubt = key.expression.reason();
  }
  std::string text = TextOf(cx, definition, parts, operators);
  return doubt.empty() ? Expression::Canonical(std::move(text))
                       : Expression::Unresolved(std::move(text), std::move(doubt));
}

}  // namespace schemadiff::replay
