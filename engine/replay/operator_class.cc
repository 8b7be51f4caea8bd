#include "engine/replay/operator_class.h"

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <tuple>

#include "engine/base/strings.h"
#include "engine/replay/extension_lookup.h"
#include "engine/replay/lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

AccessMethodFacts FactsOfAccessMethod(std::string_view method, int major) {
  AccessMethodFacts facts;
  facts.known = true;
  if (method == "btree") {
    facts.unique = facts.include = facts.order = true;
  } else if (method == "hash") {
    facts.multicolumn = false;
  } else if (method == "gist") {
    facts.include = true;
  } else if (method == "spgist") {
    facts.multicolumn = false;
    facts.include = major >= 14;
  } else if (method == "gin" || method == "brin") {
    facts.exclusion = false;
  } else {
    facts = {true, true, true, true, true, false};
  }
  return facts;
}

TypeId BuiltinTypeId(const ResolvedType& type) {
  if (type.builtin == nullptr) return type_id::kInvalid;
  return type.ref.array ? type.builtin->array : type.builtin->id;
}

bool BinaryCoercible(const Context& cx, const ResolvedType& given, TypeId to) {
  const ResolvedType from = BaseType(cx, given);
  const TypeId id = BuiltinTypeId(from);
  if (id == to && id != type_id::kInvalid) return true;
  if (to == type_id::kAny || to == type_id::kAnyElement || to == type_id::kAnyCompatible) {
    return true;
  }
  if (to == type_id::kAnyArray || to == type_id::kAnyCompatibleArray) return from.ref.array;
  if (to == type_id::kAnyNonArray || to == type_id::kAnyCompatibleNonArray) return !from.ref.array;
  if (from.ref.array) return to == type_id::kRecordArray && from.object != kNoObject;
  if (from.object != kNoObject) {
    const Object& object = cx.catalog.Get(from.object);
    if (const auto* range = object.TryAs<RangeType>()) {
      const bool multirange = range->multirange == QualifiedName{from.ref.schema, from.ref.name};
      return multirange ? to == type_id::kAnyMultirange || to == type_id::kAnyCompatibleMultirange
                        : to == type_id::kAnyRange || to == type_id::kAnyCompatibleRange;
    }
    if (object.key.kind == KindOf<EnumType>) return to == type_id::kAnyEnum;
    return to == type_id::kRecord;
  }
  if (from.builtin == nullptr) return false;
  if (from.builtin->kind == 'r') return to == type_id::kAnyRange;
  if (from.builtin->kind == 'm') return to == type_id::kAnyMultirange;
  if (from.builtin->kind == 'c') return to == type_id::kRecord;
  const BuiltinCast* cast = cx.builtins.FindCast(id, to);
  return cast != nullptr && cast->method == 'b' && cast->context == 'i';
}

namespace {

// Of the server's own classes, the default one for a type; null where there is none, or where it
// cannot be told which.
const BuiltinOperatorClass* DefaultBuiltinClass(const Context& cx, const ResolvedType& type,
                                                std::string_view method) {
  const TypeId id = BuiltinTypeId(type);
  const char category = type.ref.array            ? 'A'
                        : type.builtin != nullptr ? type.builtin->category
                                                  : '\0';
  const BuiltinOperatorClass* compatible = nullptr;
  int compatible_count = 0;
  int preferred_count = 0;
  for (const BuiltinOperatorClass& candidate : cx.builtins.OperatorClasses(method)) {
    if (!candidate.is_default) continue;
    if (candidate.input == id && id != type_id::kInvalid) return &candidate;
    if (!BinaryCoercible(cx, type, candidate.input)) continue;
    const BuiltinType* input = cx.builtins.FindType(candidate.input);
    if (input != nullptr && input->preferred && input->category == category) {
      ++preferred_count;
      compatible = &candidate;
    } else if (preferred_count == 0) {
      ++compatible_count;
      compatible = &candidate;
    }
  }
  const bool one = preferred_count == 1 || (preferred_count == 0 && compatible_count == 1);
  return one ? compatible : nullptr;
}

}  // namespace

const BuiltinOperatorClass* DefaultOperatorClass(const Context& cx, const ResolvedType& given,
                                                 std::string_view method, bool* known) {
  *known = true;
  const ResolvedType type = BaseType(cx, given);
  if (const TypeId id = BuiltinTypeId(type); id != type_id::kInvalid) {
    // Of the server's own types this is always the same, and columns have few others.
    thread_local absl::flat_hash_map<std::tuple<const Builtins*, Name, TypeId>,
                                     const BuiltinOperatorClass*>
        classes;
    const auto [entry, fresh] = classes.try_emplace({&cx.builtins, Name(method), id}, nullptr);
    if (fresh) entry->second = DefaultBuiltinClass(cx, type, method);
    if (entry->second != nullptr) return entry->second;
  } else if (const BuiltinOperatorClass* found = DefaultBuiltinClass(cx, type, method)) {
    return found;
  }
  // An extension can bring a default class for any type; citext and its like bring their own.
  if (type.extension != kNoObject || !FactsOfAccessMethod(method, cx.major()).known) {
    *known = false;
  }
  cx.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId extension) {
    const Name name = cx.catalog.Get(extension).key.name;
    const Extensions& extensions = cx.catalog.extensions();
    const ExtensionFacts* facts = extensions.Find(name);
    if (facts == nullptr || !facts->complete) *known = false;
    for (const ExtensionMember& member : extensions.Members(name, "operator class")) {
      if (member.arguments == method && member.detail.find('d') != std::string_view::npos) {
        *known = false;
      }
    }
  });
  return nullptr;
}

QualifiedName ResolveOperatorClass(const Context& cx, const ast::List& name,
                                   const ResolvedType* type, std::string_view method,
                                   int32_t location, bool has_options) {
  const StatedName stated(name, location);
  if (!stated.schema.empty()) RequireSchema(cx, stated.schema, location);
  bool known = true;
  const BuiltinOperatorClass* own =
      type == nullptr ? nullptr : DefaultOperatorClass(cx, *type, method, &known);
  if (stated.schema.empty() || stated.schema == "pg_catalog") {
    for (const BuiltinOperatorClass& candidate : cx.builtins.OperatorClasses(method)) {
      if (candidate.name != stated.name) continue;
      if (type != nullptr && type->extension == kNoObject &&
          !BinaryCoercible(cx, *type, candidate.input)) {
        throw PgError(sqlstate::kDatatypeMismatch,
                      StrCat("operator class \"", stated.ToString(),
                             "\" does not accept data type ", TypeText(cx, type->ref)),
                      location);
      }
      if (&candidate == own && !has_options) return {};
      return {"pg_catalog", candidate.name};
    }
  }
  const ExtensionMember* member = nullptr;
  const ObjectId extension = FindExtensionOf(
      cx, stated.schema, "operator class", stated.name,
      [&](const ExtensionMember& candidate) { return candidate.arguments == method; }, &member);
  if (extension != kNoObject) {
    // The default class of one of the extension's own types.
    if (!has_options && member != nullptr && type != nullptr && type->member != nullptr &&
        member->detail.find('d') != std::string_view::npos &&
        member->result == type->member->name) {
      return {};
    }
    return {member == nullptr ? cx.catalog.Get(extension).As<Extension>().schema
                              : MemberSchema(cx, extension, *member),
            stated.name};
  }
  if (cx.catalog.notes.unmodelled_names.contains(stated.name)) {
    throw NotModelled(StrCat("operator class \"", stated.ToString(), "\" of the user's own"),
                      location);
  }
  throw PgError(sqlstate::kUndefinedObject,
                StrCat("operator class \"", stated.ToString(),
                       "\" does not exist for access method \"", method, "\""),
                location);
}

const BuiltinFamilyOperator* FamilyMember(const Context& cx, const BuiltinOperatorClass& opclass,
                                          TypeId left, TypeId right, int strategy) {
  for (const BuiltinFamilyOperator& member :
       cx.builtins.FamilyOperators(opclass.access_method, opclass.family)) {
    if (member.left == left && member.right == right && member.strategy == strategy &&
        member.purpose == 's') {
      return &member;
    }
  }
  return nullptr;
}

}  // namespace schemadiff::replay
