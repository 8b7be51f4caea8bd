#include "engine/replay/type_lookup.h"

#include <algorithm>
#include <vector>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/pg/names.h"
#include "engine/pg/postgis_modifiers.h"
#include "engine/pg/typmod.h"
#include "engine/replay/extension_lookup.h"
#include "engine/replay/lookup.h"
#include "engine/replay/named_object.h"
#include "engine/replay/relation.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

// The extension that the type may come from. `schema` empty: any that search_path reaches.
ObjectId FindExtensionOfType(const Context& cx, std::string_view schema, std::string_view type,
                             const ExtensionMember** member) {
  return FindExtensionOf(cx, schema, "type", type, member);
}

// A type, array types by their own names included, in one schema.
bool FindTypeIn(const Context& cx, Name schema, std::string_view name, ResolvedType* out) {
  if (schema == "pg_catalog" || schema == "information_schema") {
    const BuiltinType* type = cx.builtins.FindType(schema, name);
    if (type == nullptr) return false;
    out->builtin = type->IsTrueArray() ? cx.builtins.FindType(type->element) : type;
    out->ref = {out->builtin->schema, out->builtin->name, {}, type->IsTrueArray()};
    return true;
  }
  ObjectId id = TypeIn(cx.catalog, schema, name);
  bool array = false;
  // The name of an array type is that of its element type behind an underscore, unless that
  // was taken when it was made, or too long.
  if (id == kNoObject && name.size() > 1 && name[0] == '_') {
    id = TypeIn(cx.catalog, schema, name.substr(1));
    array = id != kNoObject;
  }
  if (id == kNoObject) return false;
  out->object = id;
  out->ref = {schema, cx.catalog.Get(id).key.name, {}, array};
  return true;
}

bool FindMultirange(const Context& cx, const std::vector<Name>& path, std::string_view name,
                    ResolvedType* out) {
  bool found = false;
  cx.catalog.ForEachOfKind(KindOf<RangeType>, [&](ObjectId id) {
    const QualifiedName& multirange = cx.catalog.Get(id).As<RangeType>().multirange;
    if (found || multirange.name != name ||
        std::ranges::find(path, multirange.schema) == path.end()) {
      return;
    }
    out->object = id;
    out->ref = {multirange.schema, multirange.name, {}, false};
    found = true;
  });
  return found;
}

// The texts of modifiers as the grammar gives them.
std::vector<std::string> ModifierInput(const ast::TypeName& name) {
  std::vector<std::string> input;
  for (const ast::Node* node : name.typmods) {
    if (const auto* constant = ast::As<ast::A_Const>(node); constant && constant->val != nullptr) {
      if (const auto* integer = ast::As<ast::Integer>(constant->val)) {
        input.push_back(std::to_string(integer->ival));
        continue;
      }
      if (const auto* number = ast::As<ast::Float>(constant->val)) {
        input.emplace_back(number->fval);
        continue;
      }
      if (const auto* text = ast::As<ast::String>(constant->val)) {
        input.emplace_back(text->sval);
        continue;
      }
    } else if (const auto* ref = ast::As<ast::ColumnRef>(node); ref && ref->fields.size() == 1) {
      if (const std::string_view word = ColumnRefName(*ref); !word.empty()) {
        input.emplace_back(word);
        continue;
      }
    }
    throw PgError(sqlstate::kSyntaxError, "type modifiers must be simple constants or identifiers",
                  name.location);
  }
  return input;
}

void ApplyModifiers(const Context& cx, const ast::TypeName& name, ResolvedType* type) {
  if (name.typmods.empty()) return;
  const std::vector<std::string> input = ModifierInput(name);
  if (type->extension != kNoObject &&
      (type->member == nullptr || type->member->detail.find('m', 2) != std::string_view::npos)) {
    // What other types make of their modifiers is not known: they stay as written.
    const bool postgis = cx.catalog.Get(type->extension).key.name == "postgis";
    const auto printed = postgis ? PostgisModifiers(type->ref.name, input) : std::nullopt;
    type->ref.modifiers = printed ? *printed : StrJoin(input, ",");
    return;
  }
  if (type->object != kNoObject) {
    const auto* own = cx.catalog.Get(type->object).TryAs<ScalarType>();
    if (own != nullptr && !own->modifier_input.empty()) {
      // What its function makes of them is not known: they stay as written.
      type->ref.modifiers = StrJoin(input, ",");
      return;
    }
  }
  if (type->builtin == nullptr || !TakesModifiers(type->builtin->name)) {
    throw PgError(
        sqlstate::kSyntaxError,
        StrCat("type modifier is not allowed for type \"", NameListToString(name.names), "\""),
        name.location);
  }
  try {
    const int32_t typmod = TypmodFromInput(type->builtin->name, input, cx.major());
    type->ref.modifiers = ModifiersFromTypmod(type->builtin->name, typmod);
  } catch (const PgError& error) {
    throw PgError(error.sqlstate(), error.what(), name.location);
  }
}

ResolvedType ResolvePercentType(const Context& cx, const ast::TypeName& name) {
  const std::vector<std::string_view> parts = Strings(name.names);
  if (parts.size() < 2) {
    throw PgError(
        sqlstate::kSyntaxError,
        StrCat("improper %TYPE reference (too few dotted names): ", NameListToString(name.names)),
        name.location);
  }
  const ObjectId relation =
      RequireRelation(cx, {parts.size() > 2 ? parts[parts.size() - 3] : std::string_view(),
                           parts[parts.size() - 2], name.location});
  const ObjectId column = RequireColumn(cx, relation, parts.back(), name.location);
  TypeRef ref = cx.catalog.Get(column).As<Column>().type;
  ref.modifiers = {};
  return ResolveRef(cx, ref);
}

}  // namespace

ResolvedType ResolveType(const Context& cx, const ast::TypeName& name, bool shell_too) {
  if (name.pct_type) return ResolvePercentType(cx, name);
  ResolvedType type;
  const StatedName stated(name.names, name.location);
  std::vector<Name> path;
  if (stated.schema.empty()) {
    path = SearchPath(cx);
  } else {
    path.push_back(RequireSchema(cx, stated.schema, name.location));
  }
  bool found = false;
  for (const Name schema : path) {
    if ((found = FindTypeIn(cx, schema, stated.name, &type))) break;
  }
  if (!found) found = FindMultirange(cx, path, stated.name, &type);
  if (!found) {
    std::string_view name_alone = stated.name;
    ObjectId extension = FindExtensionOfType(cx, stated.schema, name_alone, &type.member);
    if (type.member == nullptr && name_alone.size() > 1 && name_alone[0] == '_') {
      const ExtensionMember* element = nullptr;
      const ObjectId of_element =
          FindExtensionOfType(cx, stated.schema, name_alone.substr(1), &element);
      if (element != nullptr) {
        extension = of_element;
        type.member = element;
        name_alone.remove_prefix(1);
        type.ref.array = true;
      }
    }
    if (extension != kNoObject) {
      type.extension = extension;
      type.ref.schema = type.member == nullptr ? cx.catalog.Get(extension).As<Extension>().schema
                                               : MemberSchema(cx, extension, *type.member);
      type.ref.name = name_alone;
      found = true;
    }
  }
  if (!found) {
    const std::string text = StrCat(stated.ToString(), name.arrayBounds.empty() ? "" : "[]");
    bool unknown = false;
    for (const Name schema : path) {
      for (const Kind kind : {KindOf<EnumType>, KindOf<Domain>, KindOf<CompositeType>,
                              KindOf<RangeType>, KindOf<ScalarType>, KindOf<Table>, KindOf<View>}) {
        unknown = unknown ||
                  cx.catalog.UnknownReason({kind, kNoKind, schema, {}, stated.name, {}}) != nullptr;
      }
    }
    if (unknown) throw FollowsUnknown(StrCat("type \"", text, "\" is not known"), name.location);
    throw PgError(sqlstate::kUndefinedObject, StrCat("type \"", text, "\" does not exist"),
                  name.location);
  }
  const ScalarType* scalar =
      type.object == kNoObject ? nullptr : cx.catalog.Get(type.object).TryAs<ScalarType>();
  const bool shell = scalar != nullptr && scalar->shell;
  if (shell && !shell_too && name.arrayBounds.empty()) {
    throw PgError(sqlstate::kUndefinedObject,
                  StrCat("type \"", stated.ToString(), "\" is only a shell"), name.location);
  }
  ApplyModifiers(cx, name, &type);
  if (!name.arrayBounds.empty()) {
    if (shell || type.ref.array || (type.builtin != nullptr && type.builtin->array == 0)) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("type \"", stated.ToString(), "[]\" does not exist"), name.location);
    }
    type.ref.array = true;
  }
  return type;
}

ResolvedType ResolveRef(const Context& cx, const TypeRef& ref) {
  if (ref.name.empty()) throw NotModelled("a column whose type is not known");
  ResolvedType type;
  if (FindTypeIn(cx, ref.schema, ref.name, &type) ||
      FindMultirange(cx, {ref.schema}, ref.name, &type)) {
    type.ref = ref;
    return type;
  }
  type.ref = ref;
  type.extension = FindExtensionOfType(cx, ref.schema, ref.name, &type.member);
  if (type.extension == kNoObject) {
    throw NotModelled(StrCat("type \"", FormatType(ref, cx.major()), "\" is not known"));
  }
  return type;
}

ResolvedType BaseType(const Context& cx, ResolvedType type) {
  while (!type.ref.array) {
    if (type.builtin != nullptr && type.builtin->kind == 'd') {
      const BuiltinType* base = cx.builtins.FindType(type.builtin->base);
      type = ResolveRef(cx, {base->schema, base->name, {}, false});
      continue;
    }
    if (type.object == kNoObject) return type;
    const auto* domain = cx.catalog.Get(type.object).TryAs<Domain>();
    if (domain == nullptr) return type;
    type = ResolveRef(cx, domain->base_type);
  }
  return type;
}

QualifiedName TypeCollation(const Context& cx, const ResolvedType& type, bool* known) {
  *known = true;
  if (type.builtin != nullptr) {
    if (type.builtin->collation.empty()) return {};
    return {"pg_catalog", type.builtin->collation};
  }
  if (type.member != nullptr) {
    if (type.member->detail.find('c', 2) == std::string_view::npos) return {};
    return {"pg_catalog", "default"};
  }
  if (type.object == kNoObject) {
    *known = false;
    return {};
  }
  if (const auto* scalar = cx.catalog.Get(type.object).TryAs<ScalarType>()) {
    return scalar->collatable ? QualifiedName{"pg_catalog", "default"} : QualifiedName();
  }
  const auto* domain = cx.catalog.Get(type.object).TryAs<Domain>();
  if (domain == nullptr) return {};
  if (!domain->collation.empty()) return domain->collation;
  return TypeCollation(cx, ResolveRef(cx, domain->base_type), known);
}

QualifiedName ResolveCollation(const Context& cx, const ast::List& name, int32_t location) {
  try {
    return RequireNamedObject(cx, ast::ObjectType::OBJECT_COLLATION, name).name;
  } catch (const PgError& error) {
    throw PgError(error.sqlstate(), error.what(), location);
  }
}

QualifiedName ColumnCollation(const Context& cx, const ResolvedType& type,
                              const ast::CollateClause* clause) {
  if (clause == nullptr) return {};
  QualifiedName collation = ResolveCollation(cx, clause->collname, clause->location);
  bool known = true;
  const QualifiedName own = TypeCollation(cx, type, &known);
  if (known && own.empty()) {
    throw PgError(sqlstate::kDatatypeMismatch,
                  StrCat("collations are not supported by type ", TypeText(cx, type.ref)),
                  clause->location);
  }
  if (collation == own) return {};
  // Opaque types that are collatable at all (citext) have the default collation.
  if (!known && collation == QualifiedName{"pg_catalog", "default"}) return {};
  return collation;
}

void CheckColumnType(const Context& cx, std::string_view column, const ResolvedType& type,
                     ObjectId containing) {
  if (type.builtin != nullptr && type.builtin->kind == 'p') {
    throw PgError(sqlstate::kInvalidTableDefinition,
                  StrCat("column \"", column, "\" has pseudo-type ", TypeText(cx, type.ref)));
  }
  if (type.object == kNoObject) return;
  if (type.object == containing) {
    TypeRef element = type.ref;
    element.array = false;
    throw PgError(
        sqlstate::kInvalidTableDefinition,
        StrCat("composite type ", TypeText(cx, element), " cannot be made a member of itself"));
  }
  const Object& object = cx.catalog.Get(type.object);
  if (const auto* domain = object.TryAs<Domain>()) {
    CheckColumnType(cx, column, ResolveRef(cx, domain->base_type), containing);
  } else if (const auto* range = object.TryAs<RangeType>()) {
    CheckColumnType(cx, column, ResolveRef(cx, range->subtype), containing);
  } else if (containing != kNoObject && object.key.kind != KindOf<EnumType> &&
             object.key.kind != KindOf<ScalarType>) {
    for (const ObjectId id : ColumnsOf(cx.catalog, type.object)) {
      const Object& member = cx.catalog.Get(id);
      CheckColumnType(cx, member.key.name, ResolveRef(cx, member.As<Column>().type), containing);
    }
  }
}

void DependOnType(Context& cx, ObjectId dependent, const TypeRef& type) {
  if (type.schema == "pg_catalog" || type.name.empty()) return;
  const ResolvedType resolved = ResolveRef(cx, type);
  if (resolved.object != kNoObject) cx.catalog.AddDependency(dependent, resolved.object);
  if (resolved.extension != kNoObject) cx.catalog.AddDependency(dependent, resolved.extension);
}

namespace {

// format_type with names that search_path finds left unqualified: so the schema is dropped before
// printing, which pg_catalog's names never have.
TypeRef AsVisible(const Context& cx, TypeRef type) {
  if (type.schema == "pg_catalog") return type;
  for (const Name schema : SearchPath(cx)) {
    ResolvedType found;
    if (!FindTypeIn(cx, schema, type.name, &found)) continue;
    if (schema == type.schema) type.schema = {};
    break;
  }
  return type;
}

}  // namespace

std::string TypeText(const Context& cx, const TypeRef& type) {
  return FormatTypeWithoutModifiers(AsVisible(cx, type), cx.major());
}

std::string TypeTextWithModifiers(const Context& cx, const TypeRef& type) {
  return FormatType(AsVisible(cx, type), cx.major());
}

}  // namespace schemadiff::replay
