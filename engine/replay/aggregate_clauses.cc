#include "engine/replay/aggregate_clauses.h"

#include <array>

#include "engine/base/strings.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/lookup.h"
#include "engine/replay/polymorphic.h"
#include "engine/replay/type_lookup.h"

namespace schemadiff::replay {

void RefuseAggregate(const std::string& message) {
  throw PgError(sqlstate::kInvalidFunctionDefinition, message);
}

AggregateClauses SortAggregateClauses(const ast::List& list) {
  struct Slot {
    std::string_view name;
    const ast::DefElem* AggregateClauses::* member;
  };
  static constexpr std::array kSlots = {
      Slot{"sfunc", &AggregateClauses::sfunc},
      Slot{"sfunc1", &AggregateClauses::sfunc},
      Slot{"stype", &AggregateClauses::stype},
      Slot{"stype1", &AggregateClauses::stype},
      Slot{"sspace", &AggregateClauses::sspace},
      Slot{"finalfunc", &AggregateClauses::finalfunc},
      Slot{"combinefunc", &AggregateClauses::combinefunc},
      Slot{"serialfunc", &AggregateClauses::serialfunc},
      Slot{"deserialfunc", &AggregateClauses::deserialfunc},
      Slot{"msfunc", &AggregateClauses::msfunc},
      Slot{"minvfunc", &AggregateClauses::minvfunc},
      Slot{"mstype", &AggregateClauses::mstype},
      Slot{"msspace", &AggregateClauses::msspace},
      Slot{"mfinalfunc", &AggregateClauses::mfinalfunc},
      Slot{"finalfunc_extra", &AggregateClauses::finalfunc_extra},
      Slot{"mfinalfunc_extra", &AggregateClauses::mfinalfunc_extra},
      Slot{"finalfunc_modify", &AggregateClauses::finalfunc_modify},
      Slot{"mfinalfunc_modify", &AggregateClauses::mfinalfunc_modify},
      Slot{"sortop", &AggregateClauses::sortop},
      Slot{"basetype", &AggregateClauses::basetype},
      Slot{"hypothetical", &AggregateClauses::hypothetical},
      Slot{"initcond", &AggregateClauses::initcond},
      Slot{"initcond1", &AggregateClauses::initcond},
      Slot{"minitcond", &AggregateClauses::minitcond},
      Slot{"parallel", &AggregateClauses::parallel},
  };
  AggregateClauses definition;
  for (const ast::Node* node : list) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    // PostgreSQL only warns of others.
    for (const Slot& slot : kSlots) {
      if (slot.name == element.defname) definition.*slot.member = &element;
    }
  }
  return definition;
}

ast::List NamesOf(const ast::DefElem& element) {
  if (const auto* type = ast::As<ast::TypeName>(element.arg)) return type->names;
  if (const auto* list = ast::As<ast::ListNode>(element.arg)) return list->items;
  if (ast::As<ast::String>(element.arg) != nullptr) return ast::List(std::span(&element.arg, 1));
  if (element.arg == nullptr) {
    throw PgError(sqlstate::kSyntaxError, StrCat(element.defname, " requires a parameter"),
                  element.location);
  }
  throw PgError(sqlstate::kSyntaxError, StrCat("argument of ", element.defname, " must be a name"),
                element.location);
}

ResolvedType TypeOf(const Context& cx, const ast::DefElem& element) {
  ast::TypeName name;
  if (const auto* type = ast::As<ast::TypeName>(element.arg)) {
    name = *type;
  } else {
    throw NotModelled(StrCat("the value of ", element.defname), element.location);
  }
  ResolvedType type = ResolveType(cx, name);
  type.ref.modifiers = {};
  return type;
}

ResolvedType StateType(const Context& cx, const ast::DefElem& element) {
  const ResolvedType type = TypeOf(cx, element);
  const TypeId pseudo = PseudoTypeId(type);
  if (pseudo != 0 && pseudo != type_id::kInternal && !IsPolymorphic(pseudo)) {
    RefuseAggregate(StrCat("aggregate transition data type cannot be ", TypeText(cx, type.ref)));
  }
  return type;
}

std::string ModifyWord(const ast::DefElem* element, bool normal) {
  if (element == nullptr) return normal ? "READ_ONLY" : "READ_WRITE";
  const std::string word = DefString(*element);
  if (word == "read_only") return "READ_ONLY";
  if (word == "shareable") return "SHAREABLE";
  if (word == "read_write") return "READ_WRITE";
  throw PgError(sqlstate::kSyntaxError, StrCat("parameter \"", element->defname,
                                               "\" must be READ_ONLY, SHAREABLE, or READ_WRITE"));
}

Parallel ParallelOf(const ast::DefElem* element) {
  if (element == nullptr) return Parallel::kUnsafe;
  const std::string word = DefString(*element);
  if (word == "safe") return Parallel::kSafe;
  if (word == "restricted") return Parallel::kRestricted;
  if (word == "unsafe") return Parallel::kUnsafe;
  throw PgError(sqlstate::kSyntaxError,
                "parameter \"parallel\" must be SAFE, RESTRICTED, or UNSAFE");
}

std::optional<int> SizeOf(const ast::DefElem* element) {
  if (element == nullptr) return std::nullopt;
  const auto size = static_cast<int>(DefInt64(*element));
  return size == 0 ? std::nullopt : std::optional(size);
}

std::optional<std::string> TextOf(const ast::DefElem* element) {
  return element == nullptr ? std::nullopt : std::optional(DefString(*element));
}

void CheckMovingClauses(const AggregateClauses& definition) {
  if (definition.mstype != nullptr) {
    if (definition.msfunc == nullptr) {
      RefuseAggregate("aggregate msfunc must be specified when mstype is specified");
    }
    if (definition.minvfunc == nullptr) {
      RefuseAggregate("aggregate minvfunc must be specified when mstype is specified");
    }
    return;
  }
  const auto refuse = [](const ast::DefElem* element, std::string_view name) {
    if (element != nullptr) {
      RefuseAggregate(StrCat("aggregate ", name, " must not be specified without mstype"));
    }
  };
  refuse(definition.msfunc, "msfunc");
  refuse(definition.minvfunc, "minvfunc");
  refuse(definition.mfinalfunc, "mfinalfunc");
  refuse(SizeOf(definition.msspace) ? definition.msspace : nullptr, "msspace");
  refuse(definition.minitcond, "minitcond");
}

}  // namespace schemadiff::replay
