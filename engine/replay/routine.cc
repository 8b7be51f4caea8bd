#include "engine/replay/routine.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/strings.h"
#include "engine/pg/extensions.h"
#include "engine/replay/extension_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

std::string TypeNameText(const ast::TypeName& name) {
  return StrCat(NameListToString(name.names), name.pct_type ? "%TYPE" : "",
                name.arrayBounds.empty() ? "" : "[]");
}

std::string RoutineText(const Context& cx, const ast::List& name,
                        const std::vector<TypeRef>& arguments) {
  return StrCat(NameListToString(name), "(",
                StrJoin(arguments, ", ",
                        [&](std::string* out, const TypeRef& type) { *out += TypeText(cx, type); }),
                ")");
}

char TypeKind(const Context& cx, const ResolvedType& type) {
  if (type.ref.array) return 'b';
  if (type.builtin != nullptr) return type.builtin->kind;
  if (type.object == kNoObject) return 0;
  const Object& object = cx.catalog.Get(type.object);
  if (object.key.kind == KindOf<EnumType>) return 'e';
  if (object.key.kind == KindOf<Domain>) return 'd';
  if (const auto* scalar = object.TryAs<ScalarType>()) return scalar->shell ? 'p' : 'b';
  if (const auto* range = object.TryAs<RangeType>()) {
    return range->multirange == QualifiedName{type.ref.schema, type.ref.name} ? 'm' : 'r';
  }
  return 'c';
}

TypeId PseudoTypeId(const ResolvedType& type) {
  if (type.builtin == nullptr || type.builtin->kind != 'p') return 0;
  // record[] is the one array of a pseudo-type.
  return type.ref.array ? type.builtin->array : type.builtin->id;
}

bool IsPolymorphic(TypeId type) {
  using namespace type_id;
  static constexpr std::array kTypes = {kAnyElement,
                                        kAnyArray,
                                        kAnyNonArray,
                                        kAnyEnum,
                                        kAnyRange,
                                        kAnyMultirange,
                                        kAnyCompatible,
                                        kAnyCompatibleArray,
                                        kAnyCompatibleNonArray,
                                        kAnyCompatibleRange,
                                        kAnyCompatibleMultirange};
  return std::ranges::find(kTypes, type) != kTypes.end();
}

namespace {

TypeRef BuiltinRef(const Builtins& builtins, TypeId id) {
  const BuiltinType* type = builtins.FindType(id);
  if (type == nullptr) return {};
  if (!type->IsTrueArray()) return {type->schema, type->name, {}, false};
  const BuiltinType* element = builtins.FindType(type->element);
  return {element->schema, element->name, {}, true};
}

Routine FromBuiltin(const Builtins& builtins, const BuiltinProc& proc) {
  Routine routine;
  routine.name = {proc.schema, proc.name};
  routine.kind = proc.kind;
  for (const TypeId type : proc.arguments) routine.inputs.push_back(BuiltinRef(builtins, type));
  routine.result = BuiltinRef(builtins, proc.result);
  routine.returns_set = proc.returns_set;
  routine.strict = proc.strict;
  routine.volatility = proc.volatility;
  return routine;
}

Routine FromObject(const Context& cx, ObjectId id) {
  const Object& object = cx.catalog.Get(id);
  Routine routine;
  routine.name = {object.key.schema, object.key.name};
  routine.object = id;
  const auto* aggregate = object.TryAs<Aggregate>();
  const auto& arguments =
      aggregate != nullptr ? aggregate->arguments : object.As<Function>().arguments;
  for (const Argument& argument : arguments) {
    if (argument.mode != ArgumentMode::kOut && argument.mode != ArgumentMode::kTable) {
      routine.inputs.push_back(argument.type);
    }
  }
  if (aggregate != nullptr) {
    routine.kind = 'a';
    routine.result = aggregate->returns;
    routine.volatility = 'i';
    return routine;
  }
  const auto& function = object.As<Function>();
  static constexpr std::array kKinds = {'f', 'p', 'w'};
  routine.kind = kKinds[static_cast<size_t>(function.type)];
  routine.result = function.returns;
  if (routine.result.name.empty()) routine.result = {"pg_catalog", "void", {}, false};
  routine.returns_set = function.returns_set;
  routine.strict = function.strict;
  static constexpr std::array kVolatilities = {'v', 's', 'i'};
  routine.volatility = kVolatilities[static_cast<size_t>(function.volatility)];
  return routine;
}

// A type as the data on extensions names it: without schema also where it is the extension's own,
// or that of one that it requires.
TypeRef MemberType(const Context& cx, ObjectId extension, std::string_view text) {
  std::optional<TypeRef> type = ParseFormattedType(text);
  if (!type) return {};
  if (type->schema == "pg_catalog" && cx.builtins.FindType("pg_catalog", type->name) == nullptr) {
    const Object& object = cx.catalog.Get(extension);
    type->schema = object.As<Extension>().schema;
    const Extensions& extensions = cx.catalog.extensions();
    if (extensions.Members(object.key.name, "type", type->name).empty()) {
      const ExtensionFacts* facts = extensions.Find(object.key.name);
      for (const std::string_view required : StrSplit(facts->requires_extensions, ' ')) {
        const auto* payload = cx.catalog.FindPayload<Extension>(KeyFor<Extension>(required));
        if (payload != nullptr && !extensions.Members(required, "type", type->name).empty()) {
          type->schema = payload->schema;
        }
      }
    }
  }
  return *type;
}

Routine FromMember(const Context& cx, ObjectId extension, const ExtensionMember& member) {
  Routine routine;
  routine.name = {MemberSchema(cx, extension, member), member.name};
  routine.extension = extension;
  routine.kind = member.detail[0];
  routine.returns_set = member.detail[1] == 's';
  routine.strict = member.detail[2] == 't';
  routine.volatility = member.detail[3];
  for (const std::string_view argument : SplitMemberList(member.arguments)) {
    routine.inputs.push_back(MemberType(cx, extension, argument));
  }
  routine.result = MemberType(cx, extension, member.result);
  return routine;
}

// The functions that CREATE TYPE ... AS RANGE makes of a range type; they are no objects of their
// own. Facts from typecmds.c (makeRangeConstructors).
std::vector<Routine> ConstructorsNamed(const Context& cx, Name schema, std::string_view name) {
  std::vector<Routine> found;
  cx.catalog.ForEachOfKind(KindOf<RangeType>, [&](ObjectId id) {
    const Object& object = cx.catalog.Get(id);
    QualifiedName called{object.key.schema, object.key.name};
    const auto& kept = cx.catalog.notes.range_constructors;
    if (const auto names = kept.find(id); names != kept.end()) called = names->second.range;
    if (called.schema != schema || called.name != name) return;
    Routine routine;
    routine.name = called;
    routine.volatility = 'i';
    routine.result = {object.key.schema, object.key.name, {}, false};
    const TypeRef subtype = object.As<RangeType>().subtype;
    routine.inputs = {subtype, subtype};
    found.push_back(routine);
    routine.inputs.push_back({"pg_catalog", "text", {}, false});
    found.push_back(std::move(routine));
  });
  return found;
}

}  // namespace

std::vector<Routine> FindRoutines(const Context& cx, const StatedName& name, bool* perhaps_more) {
  std::vector<Routine> found;
  *perhaps_more = false;
  const auto add = [&](Routine routine) {
    // An earlier schema of search_path hides the same signature in later ones.
    const bool hidden = std::ranges::any_of(
        found, [&](const Routine& other) { return other.inputs == routine.inputs; });
    if (!hidden) found.push_back(std::move(routine));
  };
  std::vector<Name> path;
  if (name.schema.empty()) {
    path = SearchPath(cx);
    // Functions are never looked for in the temporary schema unless it is named.
    std::erase(path, Name(kTemporarySchema));
  } else {
    path.push_back(RequireSchema(cx, name.schema, name.location));
  }
  for (const Name schema : path) {
    std::vector<ObjectId> own;
    (void)cx.catalog.FindNamed(schema, name.name, [&](ObjectId id) {
      const Kind kind = cx.catalog.Get(id).key.kind;
      if (kind == KindOf<Function> || kind == KindOf<Aggregate>) own.push_back(id);
      return false;
    });
    for (const ObjectId id : own) add(FromObject(cx, id));
    for (const Kind kind : {KindOf<Function>, KindOf<Aggregate>}) {
      const ObjectKey any{kind, kNoKind, schema, {}, name.name, {}};
      *perhaps_more = *perhaps_more || cx.catalog.UnknownReason(any) != nullptr;
    }
    for (const BuiltinProc& proc : cx.builtins.FindProcs(name.name)) {
      if (proc.schema == schema) add(FromBuiltin(cx.builtins, proc));
    }
    for (Routine& constructor : ConstructorsNamed(cx, schema, name.name)) {
      add(std::move(constructor));
    }
    cx.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
      const Object& extension = cx.catalog.Get(id);
      const Extensions& extensions = cx.catalog.extensions();
      const ExtensionFacts* facts = extensions.Find(extension.key.name);
      for (const ExtensionMember& member :
           extensions.Members(extension.key.name, "function", name.name)) {
        if (MemberSchema(cx, id, member) == schema) add(FromMember(cx, id, member));
      }
      const bool complete = facts != nullptr && facts->complete;
      if (!complete && extension.As<Extension>().schema == schema) *perhaps_more = true;
    });
  }
  return found;
}

namespace {

[[noreturn]] void ThrowMayBeUnknown(const StatedName& name) {
  throw NotModelled(StrCat("function \"", name.ToString(), "\" may be one that is not known"),
                    name.location);
}

bool IsProcedure(const Routine& routine) { return routine.kind == 'p'; }

}  // namespace

std::optional<Routine> FindFunction(const Context& cx, const ast::List& name,
                                    const std::vector<TypeRef>& arguments) {
  const StatedName stated(name);
  bool perhaps_more = false;
  for (Routine& routine : FindRoutines(cx, stated, &perhaps_more)) {
    if (routine.inputs == arguments && !IsProcedure(routine)) return std::move(routine);
  }
  if (perhaps_more) ThrowMayBeUnknown(stated);
  return std::nullopt;
}

Routine RequireFunction(const Context& cx, const ast::List& name,
                        const std::vector<TypeRef>& arguments) {
  std::optional<Routine> routine = FindFunction(cx, name, arguments);
  if (!routine) {
    throw PgError(sqlstate::kUndefinedFunction,
                  StrCat("function ", RoutineText(cx, name, arguments), " does not exist"));
  }
  return *std::move(routine);
}

namespace {

using ast::ObjectType;

bool KindMatches(ObjectType type, const Routine& routine) {
  if (type == ObjectType::OBJECT_ROUTINE) return true;
  return IsProcedure(routine) == (type == ObjectType::OBJECT_PROCEDURE);
}

// The types of all arguments of a procedure, in the order of its declaration; a lookup by them is
// what the standard has for procedures with OUT arguments.
std::vector<TypeRef> AllArguments(const Context& cx, const Routine& routine) {
  if (routine.object == kNoObject) return routine.inputs;
  const auto* function = cx.catalog.Get(routine.object).TryAs<Function>();
  if (function == nullptr) return routine.inputs;
  std::vector<TypeRef> types;
  for (const Argument& argument : function->arguments) {
    if (argument.mode != ArgumentMode::kTable) types.push_back(argument.type);
  }
  return types;
}

std::string_view Noun(ObjectType type) {
  if (type == ObjectType::OBJECT_PROCEDURE) return "procedure";
  if (type == ObjectType::OBJECT_AGGREGATE) return "aggregate";
  return type == ObjectType::OBJECT_ROUTINE ? "routine" : "function";
}

[[noreturn]] void ThrowNotUnique(ObjectType type, const ast::List& name) {
  throw PgError(sqlstate::kAmbiguousFunction,
                StrCat(Noun(type), " name \"", NameListToString(name), "\" is not unique"));
}

[[noreturn]] void ThrowNoRoutine(const Context& cx, ObjectType type,
                                 const ast::ObjectWithArgs& name,
                                 const std::vector<TypeRef>& arguments) {
  const std::string_view noun = type == ObjectType::OBJECT_ROUTINE ? "function" : Noun(type);
  if (name.args_unspecified) {
    throw PgError(sqlstate::kUndefinedFunction,
                  StrCat("could not find ", noun == "aggregate" ? "an " : "a ", noun, " named \"",
                         NameListToString(name.objname), "\""));
  }
  const std::string text = noun == "aggregate" && arguments.empty()
                               ? NameListToString(name.objname) + "(*)"
                               : RoutineText(cx, name.objname, arguments);
  throw PgError(sqlstate::kUndefinedFunction, StrCat(noun, " ", text, " does not exist"));
}

void CheckRoutineKind(const Context& cx, ObjectType type, const Routine& routine,
                      const ast::List& name, const std::vector<TypeRef>& arguments) {
  const auto reject = [&](std::string_view before, std::string_view after) {
    throw PgError(sqlstate::kWrongObjectType,
                  StrCat(before, RoutineText(cx, name, arguments), after));
  };
  if (type == ObjectType::OBJECT_FUNCTION && IsProcedure(routine)) reject("", " is not a function");
  if (type == ObjectType::OBJECT_PROCEDURE && !IsProcedure(routine)) {
    reject("", " is not a procedure");
  }
  if (type == ObjectType::OBJECT_AGGREGATE && routine.kind != 'a') {
    reject("function ", " is not an aggregate");
  }
}

}  // namespace

std::optional<Routine> FindRoutine(const Context& cx, ObjectType type,
                                   const ast::ObjectWithArgs& name, bool missing_ok) {
  std::vector<TypeRef> arguments;
  for (const ast::Node* node : name.objargs) {
    try {
      arguments.push_back(ResolveType(cx, *ast::Cast<ast::TypeName>(node), /*shell_too=*/true).ref);
    } catch (const PgError&) {
      if (missing_ok) return std::nullopt;
      throw;
    }
    arguments.back().modifiers = {};
  }
  const StatedName stated(name.objname);
  if (missing_ok && !stated.schema.empty() && !SchemaExists(cx, stated.schema)) return std::nullopt;
  bool perhaps_more = false;
  std::vector<Routine> candidates = FindRoutines(cx, stated, &perhaps_more);

  const Routine* result = nullptr;
  bool ambiguous = false;
  for (const Routine& candidate : candidates) {
    // Until PostgreSQL 13 the word before the name chose nothing.
    const bool matches = name.args_unspecified ? cx.major() < 14 || KindMatches(type, candidate)
                                               : candidate.inputs == arguments;
    if (!matches) continue;
    ambiguous = result != nullptr;
    result = &candidate;
    if (ambiguous) break;
  }
  // Without any IN, OUT or VARIADIC in the list it may be a list of all arguments.
  const bool by_all =
      (type == ObjectType::OBJECT_PROCEDURE || type == ObjectType::OBJECT_ROUTINE) &&
      cx.major() >= 14 && !name.objfuncargs.empty() && !ambiguous &&
      std::ranges::none_of(name.objfuncargs, [](const ast::Node* node) {
        return ast::Cast<ast::FunctionParameter>(node)->mode !=
               ast::FunctionParameterMode::FUNC_PARAM_DEFAULT;
      });
  if (by_all) {
    for (const Routine& candidate : candidates) {
      if (!KindMatches(type, candidate) || AllArguments(cx, candidate) != arguments) continue;
      ambiguous = result != nullptr && result != &candidate;
      result = &candidate;
      if (ambiguous) break;
    }
  }
  if (ambiguous) ThrowNotUnique(type, name.objname);
  if (result == nullptr) {
    if (perhaps_more) ThrowMayBeUnknown(stated);
    if (missing_ok) return std::nullopt;
    ThrowNoRoutine(cx, type, name, arguments);
  }
  CheckRoutineKind(cx, type, *result, name.objname, arguments);
  return *result;
}

ObjectId RequireOwnRoutine(const Context& cx, ObjectType type, const ast::ObjectWithArgs& name) {
  const std::optional<Routine> routine = FindRoutine(cx, type, name, /*missing_ok=*/false);
  if (routine->object != kNoObject) return routine->object;
  throw NotModelled(StrCat("a change of ", Noun(type), " ", NameListToString(name.objname),
                           routine->extension == kNoObject ? ", which is the server's own"
                                                           : ", which is an extension's"));
}

}  // namespace schemadiff::replay
