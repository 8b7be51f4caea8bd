#include "engine/replay/operator_class.h"

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/extension_lookup.h"
#include "engine/replay/lookup.h"
#include "engine/replay/named_object.h"
#include "engine/replay/relation.h"
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

std::string_view MethodOfHandler(const Context& cx, Name method) {
  if (cx.builtins.AccessMethodKind(method) == 'i') return method.str();
  const auto* own = cx.catalog.FindPayload<AccessMethod>(KeyFor<AccessMethod>(method));
  if (own == nullptr || own->handler.schema != "pg_catalog") return {};
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kHandlers = {
      {{"bthandler", "btree"},
       {"hashhandler", "hash"},
       {"gisthandler", "gist"},
       {"ginhandler", "gin"},
       {"spghandler", "spgist"},
       {"brinhandler", "brin"}}};
  for (const auto& [handler, code] : kHandlers) {
    if (own->handler.name == handler) return code;
  }
  return {};
}

void RequireTableMethod(const Context& cx, Name method) {
  const char builtin = cx.builtins.AccessMethodKind(method);
  if (builtin == 't') return;
  const auto* own = cx.catalog.FindPayload<AccessMethod>(KeyFor<AccessMethod>(method));
  if (own != nullptr && own->type == AccessMethodType::kTable) return;
  if (own != nullptr || builtin != 0) {
    throw PgError(sqlstate::kObjectNotInPrerequisiteState,
                  StrCat("access method \"", method, "\" is not of type TABLE"));
  }
  const ExtensionMember* member = nullptr;
  if (FindExtensionOf(cx, "", "access method", method, &member) != kNoObject) return;
  throw PgError(sqlstate::kUndefinedObject,
                StrCat("access method \"", method, "\" does not exist"));
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

// Whether a class of the catalog takes the type.
bool AcceptsType(const Context& cx, const OperatorClass& opclass, const ResolvedType& given) {
  const ResolvedType type = BaseType(cx, given);
  const TypeRef& input = opclass.input;
  for (const TypeRef& ref : {given.ref, type.ref}) {
    if (input.schema == ref.schema && input.name == ref.name && input.array == ref.array) {
      return true;
    }
  }
  if (const TypeId id = BuiltinTypeId(ResolveRef(cx, input)); id != type_id::kInvalid) {
    if (BinaryCoercible(cx, type, id)) return true;
  }
  TypeRef plain = type.ref;
  plain.modifiers = {};
  const auto* cast = cx.catalog.FindPayload<Cast>(CastKey(plain, input));
  return cast != nullptr && cast->method == CastMethod::kBinary &&
         cast->context == CastContext::kImplicit;
}

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

namespace {

// A default class of the catalog for just this type, or for one that the type is a kind of.
ObjectId OwnDefaultClass(const Context& cx, const ResolvedType& type, std::string_view method) {
  ObjectId found = kNoObject;
  cx.catalog.ForEachOfKind(KindOf<OperatorClass>, [&](ObjectId id) {
    const Object& object = cx.catalog.Get(id);
    const auto& payload = object.As<OperatorClass>();
    if (object.key.signature != method || !payload.is_default) return;
    const TypeRef& input = payload.input;
    const bool same = input.schema == type.ref.schema && input.name == type.ref.name &&
                      input.array == type.ref.array;
    if (same || (found == kNoObject && AcceptsType(cx, payload, type))) found = id;
  });
  return found;
}

// Whether an extension's class for a type may be one for this type: nothing is known of casts to
// the extension's types but for those from the server's own, which none makes implicit.
bool MayServe(const Context& cx, std::string_view input, const ResolvedType& type) {
  if (type.extension != kNoObject && !type.ref.array) {
    return input == type.ref.name || input.starts_with("any");
  }
  return type.builtin == nullptr || type.ref.array || input.starts_with("any") ||
         input == TypeText(cx, type.ref);
}

// Whether a type of an extension is taken for another one as it is, by a cast.
bool IsTakenForOthers(const Context& cx, const ResolvedType& type) {
  const Name extension = cx.catalog.Get(type.extension).key.name;
  const ExtensionFacts* facts = cx.catalog.extensions().Find(extension);
  if (facts == nullptr || !facts->complete || type.ref.array) return true;
  const auto casts = cx.catalog.extensions().Members(extension, "cast");
  return std::ranges::any_of(casts, [&](const ExtensionMember& cast) {
    return cast.arguments == type.ref.name && cast.detail.starts_with("ib");
  });
}

}  // namespace

const BuiltinOperatorClass* DefaultOperatorClass(const Context& cx, const ResolvedType& given,
                                                 std::string_view method, bool* known) {
  *known = true;
  const ResolvedType type = BaseType(cx, given);
  if (OwnDefaultClass(cx, type, method) != kNoObject) {
    *known = false;
    return nullptr;
  }
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
  const bool own = cx.catalog.Find(KeyFor<AccessMethod>(method)) != nullptr;
  if (!own && !FactsOfAccessMethod(method, cx.major()).known) *known = false;
  // What it may be taken for is not followed.
  if (type.extension != kNoObject && IsTakenForOthers(cx, type)) *known = false;
  cx.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId extension) {
    const Name name = cx.catalog.Get(extension).key.name;
    const Extensions& extensions = cx.catalog.extensions();
    const ExtensionFacts* facts = extensions.Find(name);
    if (facts == nullptr || !facts->complete) *known = false;
    for (const ExtensionMember& member : extensions.Members(name, "operator class")) {
      if (member.arguments == method && member.detail.find('d') != std::string_view::npos &&
          MayServe(cx, member.result, type)) {
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
  const std::optional<NamedObject> found =
      FindNamedObject(cx, ast::ObjectType::OBJECT_OPCLASS, name, Name(method));
  if (found && found->object != kNoObject) {
    const auto& opclass = cx.catalog.Get(found->object).As<OperatorClass>();
    if (type != nullptr && type->extension == kNoObject && !AcceptsType(cx, opclass, *type)) {
      throw PgError(sqlstate::kDatatypeMismatch,
                    StrCat("operator class \"", stated.ToString(), "\" does not accept data type ",
                           TypeText(cx, type->ref)),
                    location);
    }
    const bool usual = type != nullptr && !has_options &&
                       OwnDefaultClass(cx, BaseType(cx, *type), method) == found->object;
    return usual ? QualifiedName() : found->name;
  }
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

void DoubtIndexesOfType(Context& cx, Name method, const TypeRef& type) {
  std::vector<ObjectKey> keys;
  cx.catalog.ForEachOfKind(KindOf<Index>, [&](ObjectId id) {
    const Object& object = cx.catalog.Get(id);
    const auto& index = object.As<Index>();
    const auto may_be_of_type = [&](const IndexKey& key) {
      if (!key.opclass.empty()) return false;
      const ObjectId column = FindColumn(cx.catalog, object.parent, key.column);
      if (column == kNoObject) return true;
      const TypeRef& of_column = cx.catalog.Get(column).As<Column>().type;
      return of_column.schema == type.schema && of_column.name == type.name;
    };
    if (index.method == method && std::ranges::any_of(index.keys, may_be_of_type)) {
      keys.push_back(object.key);
    }
  });
  if (keys.empty()) return;
  const std::string reason =
      StrCat("a default operator class for ", TypeText(cx, type), " was made after it");
  std::vector<std::string> touches;
  for (const ObjectKey& key : keys) touches.push_back(cx.MarkUnknown(key, reason));
  cx.Report(DiagnosticLevel::kError, "replay.not-modelled",
            StrCat("not modelled: which operator classes older indexes have beside a new default "
                   "one for ",
                   TypeText(cx, type)),
            -1, {}, std::move(touches));
}

}  // namespace schemadiff::replay
