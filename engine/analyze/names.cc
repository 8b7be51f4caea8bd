#include "engine/analyze/names.h"

#include <array>

#include "engine/base/follows_unknown.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/pg/postgis_modifiers.h"
#include "engine/pg/typmod.h"

namespace schemadiff::sema {
namespace {

std::string_view Text(const ast::Node* node) {
  const auto* string = ast::As<ast::String>(node);
  return string == nullptr ? std::string_view() : string->sval;
}

std::string Dotted(const ast::List& list) {
  return StrJoin(list, ".",
                 [](std::string* out, const ast::Node* node) { StrAppend(out, Text(node)); });
}

char KindOfRelation(const Object& object) {
  if (object.TryAs<Table>() != nullptr) return 'r';
  if (object.TryAs<View>() != nullptr) return 'v';
  if (object.TryAs<MaterializedView>() != nullptr) return 'm';
  if (object.TryAs<Sequence>() != nullptr) return 'S';
  if (object.TryAs<Index>() != nullptr) return 'i';
  return 'c';
}

char RelationKind(const Context& context, Name schema, Name name) {
  const std::array keys{KeyFor<Table>(schema, name),
                        KeyFor<View>(schema, name),
                        KeyFor<MaterializedView>(schema, name),
                        KeyFor<Sequence>(schema, name),
                        KeyFor<Index>(schema, name),
                        KeyFor<CompositeType>(schema, name)};
  for (const ObjectKey& key : keys) {
    if (const std::string* reason = context.catalog.UnknownReason(key)) {
      throw FollowsUnknown(StrCat(key.ToString(), " is not known: ", *reason));
    }
    if (const Object* object = context.catalog.Find(key)) return KindOfRelation(*object);
  }
  if (const BuiltinRelation* relation = context.builtins.FindRelation(schema, name)) {
    return relation->kind;
  }
  const ExtensionMember* member = context.types.extensions().FindRelation(schema, name);
  return member == nullptr ? char{0} : member->detail[0];
}

// The modifiers of a type name, as its typmodin function gets them: texts.
std::vector<std::string> ModifierTexts(const ast::TypeName& name) {
  std::vector<std::string> texts;
  for (const ast::Node* node : name.typmods) {
    std::string text;
    bool known = false;
    if (const auto* constant = ast::As<ast::A_Const>(node)) {
      known = true;
      if (const auto* integer = ast::As<ast::Integer>(constant->val)) {
        text = std::to_string(integer->ival);
      } else if (const auto* number = ast::As<ast::Float>(constant->val)) {
        text = number->fval;
      } else if (const auto* string = ast::As<ast::String>(constant->val)) {
        text = string->sval;
      } else {
        known = false;
      }
    } else if (const auto* column = ast::As<ast::ColumnRef>(node)) {
      known = column->fields.size() == 1 && ast::As<ast::String>(column->fields[0]) != nullptr;
      if (known) text = Text(column->fields[0]);
    }
    if (!known) {
      throw PgError(sqlstate::kSyntaxError,
                    "type modifiers must be simple constants or identifiers", name.location);
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

int32_t ResolveModifiers(Context& context, const ast::TypeName& name, TypeId type) {
  if (name.typmods.empty()) return -1;
  const TypeId element = context.types.Element(type);
  const TypeId scalar = element != 0 ? element : type;
  const std::vector<std::string> texts = ModifierTexts(name);
  // What an extension's type makes of its modifiers is not known, except for PostGIS: they stay
  // as written.
  if (context.types.TakesOpaqueModifiers(scalar)) {
    const bool postgis = context.types.ExtensionOf(scalar) == "postgis";
    const auto printed =
        postgis ? PostgisModifiers(context.types.Get(scalar).name, texts) : std::nullopt;
    return context.types.Typmod(scalar, printed ? *printed : StrJoin(texts, ","));
  }
  const BuiltinType* builtin = context.builtins.FindType(scalar);
  if (builtin == nullptr || builtin->typmod_in.empty()) {
    throw PgError(sqlstate::kSyntaxError,
                  StrCat("type modifier is not allowed for type \"", Dotted(name.names), "\""),
                  name.location);
  }
  try {
    return TypmodFromInput(builtin->name, texts, context.major());
  } catch (const PgError& error) {
    throw PgError(error.sqlstate(), error.what(), name.location);
  }
}

// table.column%TYPE
TypeId ResolveColumnType(Context& context, const ast::TypeName& name) {
  const size_t parts = name.names.size();
  if (parts < 2 || parts > 3) {
    throw PgError(sqlstate::kSyntaxError, StrCat("improper %TYPE reference: ", Dotted(name.names)),
                  name.location);
  }
  const WrittenName relation{parts == 3 ? Text(name.names[0]) : std::string_view(),
                             Text(name.names[parts - 2])};
  const RelationInfo found = FindRelation(context, relation);
  if (found.name.empty()) {
    ThrowNotFound(context, sqlstate::kUndefinedTable,
                  StrCat("relation \"", relation.name, "\" does not exist"), name.location);
  }
  for (const Field& field : RelationColumns(context, found.name)) {
    if (field.name == Text(name.names.back())) return field.type;
  }
  throw PgError(sqlstate::kUndefinedColumn,
                StrCat("column \"", Text(name.names.back()), "\" of relation \"", relation.name,
                       "\" does not exist"),
                name.location);
}

}  // namespace

RelationInfo FindRelation(Context& context, const WrittenName& name) {
  const Name relation = name.name;
  if (!name.schema.empty()) {
    const Name schema = name.schema;
    const char kind = RelationKind(context, schema, relation);
    return kind == 0 ? RelationInfo{} : RelationInfo{{schema, relation}, kind};
  }
  for (const Name schema : context.path) {
    if (const char kind = RelationKind(context, schema, relation)) {
      return {{schema, relation}, kind};
    }
  }
  return {};
}

std::vector<Field> RelationColumns(Context& context, const QualifiedName& name) {
  if (const Object* sequence = context.catalog.Find(KeyFor<Sequence>(name.schema, name.name))) {
    (void)sequence;
    return {{"last_value", type_id::kInt8, -1, {}},
            {"log_cnt", type_id::kInt8, -1, {}},
            {"is_called", type_id::kBool, -1, {}}};
  }
  const TypeId type = context.types.Find(name.schema, name.name);
  return type == 0 ? std::vector<Field>{} : context.types.Fields(type);
}

TypeId FindType(Context& context, const WrittenName& name) {
  const Name type = name.name;
  if (!name.schema.empty()) return context.types.Find(name.schema, type);
  for (const Name schema : context.path) {
    if (const TypeId id = context.types.Find(schema, type)) return id;
  }
  return 0;
}

TypeId ResolveTypeName(Context& context, const ast::TypeName& name, int32_t* typmod) {
  *typmod = -1;
  if (name.pct_type) return ResolveColumnType(context, name);
  const WrittenName written = NameFromList(context, name.names, name.location);
  TypeId type = FindType(context, written);
  if (type == 0) {
    if (!written.schema.empty()) RequireSchema(context, written.schema, name.location);
    ThrowNotFound(context, sqlstate::kUndefinedObject,
                  StrCat("type \"", Dotted(name.names), name.arrayBounds.empty() ? "" : "[]",
                         "\" does not exist"),
                  name.location);
  }
  if (!name.arrayBounds.empty()) {
    const TypeId array = context.types.Array(type);
    if (array == 0) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("type \"", Dotted(name.names), "[]\" does not exist"), name.location);
    }
    type = array;
  }
  *typmod = ResolveModifiers(context, name, type);
  return type;
}

QualifiedName ResolveCollation(Context& context, const ast::List& name, int location) {
  const WrittenName written = NameFromList(context, name, location);
  const auto is_in = [&](Name schema) {
    if (context.catalog.Find(KeyFor<Collation>(schema, written.name)) != nullptr) return true;
    return schema == "pg_catalog" &&
           context.builtins.FindCollation(written.name) == CollationPresence::kAlways;
  };
  if (written.schema.empty()) {
    for (const Name schema : context.path) {
      if (is_in(schema)) return {schema, Name(written.name)};
    }
  } else {
    RequireSchema(context, written.schema, location);
    if (is_in(written.schema)) return {Name(written.schema), Name(written.name)};
  }
  // One that the server may have of its machine.
  if ((written.schema.empty() || written.schema == "pg_catalog") &&
      context.builtins.FindCollation(written.name) != CollationPresence::kNever) {
    return {"pg_catalog", Name(written.name)};
  }
  ThrowNotFound(context, sqlstate::kUndefinedObject,
                StrCat("collation \"", Dotted(name), "\" for encoding \"UTF8\" does not exist"),
                location);
}

WrittenName NameFromList(Context& context, const ast::List& list, int location) {
  switch (list.size()) {
    case 1:
      return {{}, Text(list[0])};
    case 2:
      return {Text(list[0]), Text(list[1])};
    case 3:
      if (!context.options.database.empty() && Text(list[0]) != context.options.database) {
        throw PgError(sqlstate::kFeatureNotSupported,
                      StrCat("cross-database references are not implemented: ", Dotted(list)),
                      location);
      }
      return {Text(list[1]), Text(list[2])};
    default:
      throw PgError(sqlstate::kSyntaxError,
                    StrCat("improper qualified name (too many dotted names): ", Dotted(list)),
                    location);
  }
}

WrittenName NameFromText(std::string_view text, std::vector<std::string>* storage) {
  const auto invalid = [] { throw PgError(sqlstate::kInvalidName, "invalid name syntax"); };
  storage->clear();
  storage->reserve(3);
  std::string_view rest = StripWhitespace(text);
  for (;;) {
    if (rest.empty()) invalid();
    std::string part;
    if (rest[0] == '"') {
      rest.remove_prefix(1);
      for (;;) {
        if (rest.empty()) invalid();
        const char c = rest[0];
        rest.remove_prefix(1);
        if (c == '"') {
          if (rest.empty() || rest[0] != '"') break;
          rest.remove_prefix(1);
        }
        part += c;
      }
      part = TruncateIdentifier(part);
    } else {
      const size_t end = rest.find_first_of(". \t\n");
      part = FoldIdentifier(rest.substr(0, end));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end);
    }
    if (part.empty()) invalid();
    storage->push_back(std::move(part));
    rest = StripWhitespace(rest);
    if (rest.empty()) break;
    if (rest[0] != '.' || storage->size() == 3) invalid();
    rest = StripWhitespace(rest.substr(1));
  }
  const size_t parts = storage->size();
  return {parts > 1 ? std::string_view((*storage)[parts - 2]) : std::string_view(),
          storage->back()};
}

}  // namespace schemadiff::sema
