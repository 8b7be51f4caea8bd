// Literals of the types that name objects: regclass, regtype, regproc and so on.
#include <algorithm>

#include "engine/analyze/literal.h"
#include "engine/analyze/names.h"
#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "parsers/sql/parser.h"

namespace schemadiff::sema {
namespace {

bool IsNumber(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string Printed(const Context& context, Name schema, Name name) {
  return QuoteQualifiedName(schema == "pg_catalog" ? std::string_view() : std::string_view(schema),
                            name, context.major());
}

std::string ReadRegclass(Context& context, std::string_view text, QualifiedName* relation) {
  // With a database in front.
  if (std::ranges::count(text, '.') > 1) literal::NotHere("regclass", text);
  std::vector<std::string> storage;
  const WrittenName name = NameFromText(text, &storage);
  const RelationInfo found = FindRelation(context, name);
  if (found.name.empty()) {
    if (!name.schema.empty() && context.major() < 16) RequireSchema(context, name.schema, -1);
    ThrowNotFound(context, sqlstate::kUndefinedTable,
                  StrCat("relation \"", text, "\" does not exist"), -1);
  }
  *relation = found.name;
  return Printed(context, found.name.schema, found.name.name);
}

// The locations of what resolving a name within a literal raises are not those of the statement.
TypeId ResolveWithin(Context& context, const ast::TypeName& type) {
  int32_t typmod = -1;
  try {
    return ResolveTypeName(context, type, &typmod);
  } catch (const PgError& error) {
    throw PgError(error.sqlstate(), error.what());
  } catch (const NotModelled& gap) {
    throw NotModelled(gap.what());
  }
}

std::string ReadRegtype(Context& context, std::string_view text) {
  const ParsedFragment fragment = ParseTypeName(text);
  const auto* type = fragment ? ast::As<ast::TypeName>(fragment.node) : nullptr;
  if (type == nullptr) {
    throw PgError(sqlstate::kSyntaxError, StrCat("invalid type name \"", text, "\""));
  }
  return context.types.FormatBare(ResolveWithin(context, *type));
}

// Functions print without their schema only where the name alone finds them with an empty path.
std::string ReadRegproc(Context& context, std::string_view text, bool with_arguments) {
  std::string_view name_text = text;
  std::vector<TypeId> wanted;
  if (with_arguments) {
    const size_t open = text.find('(');
    if (open == std::string_view::npos || text.back() != ')')
      literal::NotHere("regprocedure", text);
    name_text = text.substr(0, open);
    const std::string_view list = StripWhitespace(text.substr(open + 1, text.size() - open - 2));
    if (!list.empty()) {
      for (const std::string_view part : StrSplit(list, ',')) {
        const ParsedFragment fragment = ParseTypeName(StripWhitespace(part));
        const auto* type = fragment ? ast::As<ast::TypeName>(fragment.node) : nullptr;
        if (type == nullptr) literal::NotHere("regprocedure", text);
        wanted.push_back(ResolveWithin(context, *type));
      }
    }
  }
  std::vector<std::string> storage;
  const WrittenName name = NameFromText(name_text, &storage);
  std::vector<const Routine*> found;
  int best = static_cast<int>(context.path.size());
  const auto consider = [&](std::string_view schema, auto&& make) {
    int position = 0;
    if (!name.schema.empty()) {
      if (schema != name.schema) return;
    } else {
      const auto at = std::find(context.path.begin(), context.path.end(), schema);
      if (at == context.path.end()) return;
      position = static_cast<int>(at - context.path.begin());
    }
    const Routine* routine = make();
    if (with_arguments && routine->arguments != wanted) return;
    if (with_arguments && position > best) return;
    if (with_arguments && position < best) found.clear();
    best = std::min(best, position);
    found.push_back(routine);
  };
  for (const BuiltinProc& proc : context.builtins.FindProcs(name.name)) {
    consider(proc.schema, [&] { return BuiltinRoutine(proc); });
  }
  for (const ObjectId id : context.types.index().RoutinesNamed(name.name)) {
    const Object& object = context.catalog.Get(id);
    consider(object.key.schema, [&] { return CatalogRoutine(context, object); });
  }
  if (found.empty()) {
    ThrowNotFound(context, sqlstate::kUndefinedFunction,
                  StrCat("function \"", text, "\" does not exist"), -1);
  }
  if (found.size() > 1) {
    throw PgError(sqlstate::kAmbiguousFunction,
                  StrCat("more than one function named \"", text, "\""));
  }
  const Routine& routine = *found[0];
  std::string out = Printed(context, routine.schema, routine.name);
  if (!with_arguments) return out;
  return StrCat(out, "(",
                StrJoin(routine.arguments, ",",
                        [&](std::string* list, TypeId type) {
                          StrAppend(list, context.types.FormatBare(type));
                        }),
                ")");
}

// Names of objects that live in no schema of ours.
std::string ReadSimpleName(Context& context, std::string_view text) {
  std::vector<std::string> storage;
  const WrittenName name = NameFromText(text, &storage);
  if (!name.schema.empty()) {
    throw PgError(sqlstate::kInvalidName, "invalid name syntax");
  }
  return QuoteIdentifier(name.name, context.major());
}

// `kind` is "configuration" or "dictionary".
std::string ReadTextSearchName(Context& context, std::string_view text, std::string_view kind,
                               QualifiedName* own) {
  std::vector<std::string> storage;
  const WrittenName name = NameFromText(text, &storage);
  const auto is_in = [&](Name schema) {
    const ObjectKey key = kind == "dictionary" ? KeyFor<TextSearchDictionary>(schema, name.name)
                                               : KeyFor<TextSearchConfiguration>(schema, name.name);
    if (context.catalog.Find(key) != nullptr) {
      *own = {schema, Name(name.name)};
      return true;
    }
    return schema == "pg_catalog"
               ? context.builtins.HasObject(kind == "dictionary" ? "ts_dictionary" : "ts_config",
                                            name.name)
               : context.types.extensions().HasMember(schema, StrCat("text search ", kind),
                                                      name.name);
  };
  if (!name.schema.empty()) {
    if (is_in(name.schema)) return Printed(context, name.schema, name.name);
  } else {
    for (const Name schema : context.path) {
      if (is_in(schema)) return Printed(context, schema, name.name);
    }
  }
  ThrowNotFound(context, sqlstate::kUndefinedObject,
                StrCat("text search ", kind, " \"", text, "\" does not exist"), -1);
}

}  // namespace

std::string ReadObjectName(Context& context, TypeId type, std::string_view text,
                           QualifiedName* relation) {
  if (text == "-") return "-";
  // A number is taken as an OID, which means nothing outside of its database.
  if (IsNumber(text)) literal::NotHere(context.types.FormatBare(type), text);
  switch (type) {
    case type_id::kRegclass:
      return ReadRegclass(context, text, relation);
    case type_id::kRegtype:
      return ReadRegtype(context, text);
    case type_id::kRegproc:
      return ReadRegproc(context, text, /*with_arguments=*/false);
    case type_id::kRegprocedure:
      return ReadRegproc(context, text, /*with_arguments=*/true);
    case type_id::kRegnamespace: {
      std::vector<std::string> storage;
      RequireSchema(context, NameFromText(text, &storage).name, -1);
      return ReadSimpleName(context, text);
    }
    case type_id::kRegrole:
      return ReadSimpleName(context, text);
    case type_id::kRegconfig:
      return ReadTextSearchName(context, text, "configuration", relation);
    case type_id::kRegdictionary:
      return ReadTextSearchName(context, text, "dictionary", relation);
    default:
      literal::NotHere(context.types.FormatBare(type), text);
  }
}

}  // namespace schemadiff::sema
