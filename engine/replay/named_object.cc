#include "engine/replay/named_object.h"

#include <algorithm>
#include <array>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/replay/extension_lookup.h"
#include "engine/replay/type_lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {

using ast::ObjectType;

namespace {

struct NamedKind {
  ObjectType type;
  Kind kind;
};
constexpr std::array kNamed = {
    NamedKind{ObjectType::OBJECT_COLLATION, KindOf<Collation>},
    NamedKind{ObjectType::OBJECT_CONVERSION, KindOf<Conversion>},
    NamedKind{ObjectType::OBJECT_OPCLASS, KindOf<OperatorClass>},
    NamedKind{ObjectType::OBJECT_OPFAMILY, KindOf<OperatorFamily>},
    NamedKind{ObjectType::OBJECT_TSPARSER, KindOf<TextSearchParser>},
    NamedKind{ObjectType::OBJECT_TSTEMPLATE, KindOf<TextSearchTemplate>},
    NamedKind{ObjectType::OBJECT_TSDICTIONARY, KindOf<TextSearchDictionary>},
    NamedKind{ObjectType::OBJECT_TSCONFIGURATION, KindOf<TextSearchConfiguration>},
};

// Of pg_catalog. Conversions are told by their form.
bool IsBuiltin(const Context& cx, ObjectType type, std::string_view name, std::string_view method) {
  static constexpr std::array<std::string_view, 5> kTemplates = {"simple", "synonym", "ispell",
                                                                 "thesaurus", "snowball"};
  switch (type) {
    case ObjectType::OBJECT_COLLATION:
      return cx.builtins.FindCollation(name) == CollationPresence::kAlways;
    case ObjectType::OBJECT_CONVERSION:
      return name.find("_to_") != std::string_view::npos;
    case ObjectType::OBJECT_OPCLASS:
      return std::ranges::any_of(cx.builtins.OperatorClasses(method),
                                 [&](const auto& row) { return row.name == name; });
    case ObjectType::OBJECT_OPFAMILY:
      return std::ranges::any_of(cx.builtins.OperatorClasses(method),
                                 [&](const auto& row) { return row.family == name; });
    case ObjectType::OBJECT_TSPARSER:
      return name == "default";
    case ObjectType::OBJECT_TSTEMPLATE:
      return std::ranges::find(kTemplates, name) != kTemplates.end();
    case ObjectType::OBJECT_TSDICTIONARY:
      return cx.builtins.HasObject("ts_dictionary", name);
    case ObjectType::OBJECT_TSCONFIGURATION:
      return cx.builtins.HasObject("ts_config", name);
    default:
      return false;
  }
}

std::string MissingText(ObjectType type, const StatedName& name, std::string_view method) {
  std::string text =
      StrCat(KindName(KindOfNamed(type)), " \"", name.ToString(), "\" does not exist");
  if (type == ObjectType::OBJECT_COLLATION) {
    return StrCat("collation \"", name.ToString(), "\" for encoding \"UTF8\" does not exist");
  }
  if (!method.empty()) StrAppend(&text, " for access method \"", method, "\"");
  return text;
}

}  // namespace

Kind KindOfNamed(ObjectType type) {
  const auto* found = std::ranges::find(kNamed, type, &NamedKind::type);
  return found == kNamed.end() ? kNoKind : found->kind;
}

ObjectKey KeyOfNamed(ObjectType type, Name schema, Name name, Name method) {
  return {KindOfNamed(type), kNoKind, schema, {}, name, method};
}

std::optional<NamedObject> FindNamedObject(const Context& cx, ObjectType type,
                                           const ast::List& name, Name method) {
  const StatedName stated(name);
  const std::vector<Name> path =
      stated.schema.empty() ? SearchPath(cx) : std::vector<Name>{Name(stated.schema)};
  for (const Name schema : path) {
    if (schema == kTemporarySchema) continue;
    const ObjectKey key = KeyOfNamed(type, schema, stated.name, method);
    const ObjectId id = cx.catalog.IdOf(key);
    if (id != kNoObject) return NamedObject{{schema, Name(stated.name)}, id, kNoObject};
    if (cx.catalog.UnknownReason(key) != nullptr) {
      throw FollowsUnknown(StrCat(key.ToString(), " is not known"));
    }
    if (schema == "pg_catalog" && IsBuiltin(cx, type, stated.name, method)) {
      return NamedObject{{schema, Name(stated.name)}, kNoObject, kNoObject};
    }
  }
  // One that the server may have of its machine.
  if (type == ObjectType::OBJECT_COLLATION &&
      (stated.schema.empty() || stated.schema == "pg_catalog") &&
      cx.builtins.FindCollation(stated.name) == CollationPresence::kOnSomeMachines) {
    return NamedObject{{"pg_catalog", Name(stated.name)}, kNoObject, kNoObject};
  }
  const ExtensionMember* member = nullptr;
  const ObjectId extension = FindExtensionOf(
      cx, stated.schema, KindName(KindOfNamed(type)), stated.name,
      [&](const ExtensionMember& candidate) {
        return method.empty() || candidate.arguments == std::string_view(method);
      },
      &member);
  if (extension == kNoObject) return std::nullopt;
  return NamedObject{{member == nullptr ? cx.catalog.Get(extension).As<Extension>().schema
                                        : MemberSchema(cx, extension, *member),
                      Name(stated.name)},
                     kNoObject,
                     extension};
}

NamedObject RequireNamedObject(const Context& cx, ObjectType type, const ast::List& name,
                               Name method) {
  const StatedName stated(name);
  if (!stated.schema.empty()) RequireSchema(cx, stated.schema);
  std::optional<NamedObject> found = FindNamedObject(cx, type, name, method);
  if (!found) throw PgError(sqlstate::kUndefinedObject, MissingText(type, stated, method));
  return *std::move(found);
}

QualifiedName NewObjectName(const Context& cx, ObjectType type, const ast::List& name,
                            Name method) {
  const StatedName stated(name);
  const Name schema = CreationSchema(cx, stated);
  const ObjectKey key = KeyOfNamed(type, schema, stated.name, method);
  if (cx.catalog.Find(key) != nullptr) {
    // Of text search, the index over the names alone finds it.
    const bool checked =
        type == ObjectType::OBJECT_COLLATION || type == ObjectType::OBJECT_CONVERSION;
    throw PgError(checked ? sqlstate::kDuplicateObject : std::string_view("23505"),
                  StrCat(KindName(key.kind), " \"", stated.name, "\" already exists"));
  }
  return {schema, Name(stated.name)};
}

namespace {

// DROP OPERATOR CLASS and FAMILY, and COMMENT on these, name the access method first.
ast::List WithoutMethod(const ast::List& names, ObjectType type, Name* method) {
  const bool has_method = type == ObjectType::OBJECT_OPCLASS || type == ObjectType::OBJECT_OPFAMILY;
  if (!has_method) return names;
  *method = ast::Cast<ast::String>(names[0])->sval;
  return ast::List(std::span(names.begin() + 1, names.size() - 1));
}

[[noreturn]] void ThrowRequired(const Context& cx, const std::string& what, ObjectId extension) {
  throw PgError(sqlstate::kDependentObjectsStillExist,
                extension == kNoObject
                    ? StrCat("cannot drop ", what, " because it is required by the database system")
                    : StrCat("cannot drop ", what, " because extension ",
                             cx.catalog.Get(extension).key.name, " requires it"));
}

// The server's own access methods, an extension's and those of the catalog.
void CheckMethod(const Context& cx, Name method) {
  if (cx.builtins.AccessMethodKind(method) != 0) return;
  (void)FindAccessMethod(cx, method, /*missing_ok=*/false);
}

}  // namespace

ObjectId FindNamedForStatement(const Context& cx, ObjectType type, const ast::Node& node,
                               bool missing_ok) {
  const auto* list = ast::As<ast::ListNode>(&node);
  if (list == nullptr) throw NotModelled("a name of an unknown form", node.location);
  Name method;
  const ast::List names = WithoutMethod(list->items, type, &method);
  if (!method.empty()) CheckMethod(cx, method);
  const StatedName stated(names);
  if (missing_ok && !stated.schema.empty() && !SchemaExists(cx, stated.schema)) return kNoObject;
  std::optional<NamedObject> found = FindNamedObject(cx, type, names, method);
  if (!found && missing_ok) return kNoObject;
  if (!found) found = RequireNamedObject(cx, type, names, method);
  if (found->object != kNoObject) return found->object;
  ThrowRequired(cx, StrCat(KindName(KindOfNamed(type)), " ", stated.name), found->extension);
}

namespace {

TypeRef RefOf(const Context& cx, TypeId id) {
  const BuiltinType* type = cx.builtins.FindType(id);
  if (type == nullptr) return {};
  if (!type->IsTrueArray()) return {type->schema, type->name, {}, false};
  const BuiltinType* element = cx.builtins.FindType(type->element);
  return {element->schema, element->name, {}, true};
}

bool SameType(const TypeRef& a, const TypeRef& b) {
  return a.schema == b.schema && a.name == b.name && a.array == b.array;
}

}  // namespace

std::optional<FoundOperator> FindOperator(const Context& cx, const ast::List& name,
                                          const TypeRef& left, const TypeRef& right) {
  const StatedName stated(name);
  const std::vector<Name> path =
      stated.schema.empty() ? SearchPath(cx) : std::vector<Name>{RequireSchema(cx, stated.schema)};
  FoundOperator found;
  found.left = left;
  found.right = right;
  found.left.modifiers = found.right.modifiers = {};
  for (const Name schema : path) {
    if (schema == kTemporarySchema && stated.schema.empty()) continue;
    found.name = {schema, Name(stated.name)};
    found.object = cx.catalog.IdOf(OperatorKey(schema, stated.name, found.left, found.right));
    if (found.object != kNoObject) {
      found.result = cx.catalog.Get(found.object).As<Operator>().result;
      return found;
    }
    if (schema != "pg_catalog") continue;
    for (const BuiltinOperator& op : cx.builtins.FindOperators(stated.name)) {
      const TypeRef op_left = op.left == 0 ? TypeRef() : RefOf(cx, op.left);
      if (op.right == 0 || !SameType(op_left, left) || !SameType(RefOf(cx, op.right), right)) {
        continue;
      }
      found.builtin = &op;
      found.result = RefOf(cx, op.result);
      return found;
    }
  }
  const ExtensionMember* member = nullptr;
  const ObjectId extension = FindExtensionOf(cx, stated.schema, "operator", stated.name, &member);
  if (extension == kNoObject) return std::nullopt;
  throw NotModelled(StrCat("operator ", stated.ToString(), " may be one of an extension"));
}

std::optional<FoundOperator> FindOperator(const Context& cx, const ast::ObjectWithArgs& name,
                                          bool missing_ok) {
  std::array<TypeRef, 2> types;
  for (size_t i = 0; i < 2 && i < name.objargs.size(); ++i) {
    const auto* type = ast::As<ast::TypeName>(name.objargs[i]);
    if (type == nullptr) continue;
    try {
      types[i] = ResolveType(cx, *type, /*shell_too=*/true).ref;
      types[i].modifiers = {};
    } catch (const PgError&) {
      if (missing_ok) return std::nullopt;
      throw;
    }
  }
  if (types[1].name.empty() && cx.major() >= 14 && !types[0].name.empty()) {
    throw PgError(sqlstate::kSyntaxError, "postfix operators are not supported");
  }
  std::optional<FoundOperator> found;
  if (!types[1].name.empty()) found = FindOperator(cx, name.objname, types[0], types[1]);
  if (!found && !missing_ok) {
    const auto text = [&](const TypeRef& type) {
      return type.name.empty() ? std::string("NONE") : TypeText(cx, type);
    };
    throw PgError(sqlstate::kUndefinedFunction,
                  StrCat("operator does not exist: ", text(types[0]), " ",
                         NameListToString(name.objname), " ", text(types[1])));
  }
  return found;
}

void DependOn(Context& cx, ObjectId dependent, ObjectId object, ObjectId extension,
              DependencyType type) {
  if (object != kNoObject && object != dependent) {
    cx.catalog.AddDependency(dependent, object, type);
  }
  if (extension != kNoObject) cx.catalog.AddDependency(dependent, extension, type);
}

ObjectId FindCast(const Context& cx, const ast::List& types, bool missing_ok) {
  std::array<TypeRef, 2> refs;
  for (size_t i = 0; i < 2; ++i) {
    try {
      refs[i] = ResolveType(cx, *ast::Cast<ast::TypeName>(types[i])).ref;
      refs[i].modifiers = {};
    } catch (const PgError&) {
      if (!missing_ok) throw;
      return kNoObject;
    }
  }
  const ObjectId id = cx.catalog.IdOf(CastKey(refs[0], refs[1]));
  if (id != kNoObject) return id;
  const std::string what =
      StrCat("cast from ", TypeText(cx, refs[0]), " to ", TypeText(cx, refs[1]));
  const BuiltinType* from = cx.builtins.FindType(refs[0].schema, refs[0].name);
  const BuiltinType* to = cx.builtins.FindType(refs[1].schema, refs[1].name);
  if (from != nullptr && to != nullptr && !refs[0].array && !refs[1].array &&
      cx.builtins.FindCast(from->id, to->id) != nullptr) {
    ThrowRequired(cx, what, kNoObject);
  }
  if (missing_ok) return kNoObject;
  throw PgError(sqlstate::kUndefinedObject,
                StrCat("cast from type ", TypeText(cx, refs[0]), " to type ", TypeText(cx, refs[1]),
                       " does not exist"));
}

ObjectId FindTransform(const Context& cx, const ast::List& type_and_language, bool missing_ok) {
  TypeRef type;
  try {
    type = ResolveType(cx, *ast::Cast<ast::TypeName>(type_and_language[0])).ref;
    type.modifiers = {};
  } catch (const PgError&) {
    if (!missing_ok) throw;
    return kNoObject;
  }
  const std::string_view language = ast::Cast<ast::String>(type_and_language[1])->sval;
  try {
    (void)FindLanguage(cx, language, /*missing_ok=*/false);
  } catch (const PgError& error) {
    if (error.sqlstate() == sqlstate::kUndefinedObject) {
      if (!missing_ok) throw;
      return kNoObject;
    }
  }
  const ObjectId id = cx.catalog.IdOf(TransformKey(type, language));
  if (id != kNoObject || missing_ok) return id;
  throw PgError(sqlstate::kUndefinedObject, StrCat("transform for type ", TypeText(cx, type),
                                                   " language \"", language, "\" does not exist"));
}

ObjectId FindLanguage(const Context& cx, std::string_view name, bool missing_ok) {
  const ObjectId id = cx.catalog.IdOf(KeyFor<Language>(name));
  if (id != kNoObject) return id;
  if (name == "sql" || name == "c" || name == "internal") {
    ThrowRequired(cx, StrCat("language ", name), kNoObject);
  }
  ObjectId extension = kNoObject;
  cx.catalog.ForEachOfKind(KindOf<Extension>, [&](ObjectId candidate) {
    const Name own = cx.catalog.Get(candidate).key.name;
    if (own == name || !cx.catalog.extensions().Members(own, "language", name).empty()) {
      extension = candidate;
    }
  });
  if (extension != kNoObject) ThrowRequired(cx, StrCat("language ", name), extension);
  if (missing_ok) return kNoObject;
  throw PgError(sqlstate::kUndefinedObject, StrCat("language \"", name, "\" does not exist"));
}

ObjectId FindAccessMethod(const Context& cx, std::string_view name, bool missing_ok) {
  const ObjectId id = cx.catalog.IdOf(KeyFor<AccessMethod>(name));
  if (id != kNoObject) return id;
  if (cx.builtins.AccessMethodKind(name) != 0) {
    ThrowRequired(cx, StrCat("access method ", name), kNoObject);
  }
  const ExtensionMember* member = nullptr;
  const ObjectId extension = FindExtensionOf(cx, "", "access method", name, &member);
  if (extension != kNoObject) ThrowRequired(cx, StrCat("access method ", name), extension);
  if (missing_ok) return kNoObject;
  throw PgError(sqlstate::kUndefinedObject, StrCat("access method \"", name, "\" does not exist"));
}

}  // namespace schemadiff::replay
