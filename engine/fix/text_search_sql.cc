// Statements for text search, collations, conversions and dependencies on extensions.
#include "engine/base/strings.h"
#include "engine/fix/statements.h"

namespace schemadiff::fix {
namespace {

std::string OwnName(const Context& context, const Object& object) {
  return context.Quote(QualifiedName{object.key.schema, object.key.name});
}

}  // namespace

std::string CreateTextSearchParser(const Context& context, const Object& object) {
  const auto& parser = object.As<TextSearchParser>();
  return StrCat("CREATE TEXT SEARCH PARSER ", OwnName(context, object),
                " (START = ", context.Quote(parser.start),
                ", GETTOKEN = ", context.Quote(parser.token), ", END = ", context.Quote(parser.end),
                parser.headline.empty() ? std::string()
                                        : StrCat(", HEADLINE = ", context.Quote(parser.headline)),
                ", LEXTYPES = ", context.Quote(parser.lextypes), ")");
}

std::string CreateTextSearchTemplate(const Context& context, const Object& object) {
  const auto& made = object.As<TextSearchTemplate>();
  return StrCat(
      "CREATE TEXT SEARCH TEMPLATE ", OwnName(context, object), " (",
      made.init.empty() ? std::string() : StrCat("INIT = ", context.Quote(made.init), ", "),
      "LEXIZE = ", context.Quote(made.lexize), ")");
}

std::string CreateTextSearchDictionary(const Context& context, const Object& object) {
  const auto& dictionary = object.As<TextSearchDictionary>();
  std::string out = StrCat("CREATE TEXT SEARCH DICTIONARY ", OwnName(context, object),
                           " (TEMPLATE = ", context.Quote(dictionary.dictionary_template));
  for (const Option& option : dictionary.options.list()) {
    StrAppend(&out, ", ", context.Quote(option.name), " = ", Literal(option.value));
  }
  return out + ")";
}

std::vector<std::string> CreateTextSearchConfiguration(const Context& context,
                                                       const Object& object) {
  const auto& configuration = object.As<TextSearchConfiguration>();
  const std::string name = StrCat("TEXT SEARCH CONFIGURATION ", OwnName(context, object));
  std::vector<std::string> statements = {
      StrCat("CREATE ", name, " (PARSER = ", context.Quote(configuration.parser), ")")};
  for (const TokenMapping& mapping : configuration.mappings) {
    statements.push_back(StrCat(
        "ALTER ", name, " ADD MAPPING FOR ", context.Quote(mapping.token), " WITH ",
        StrJoin(mapping.dictionaries, ", ", [&](std::string* out, const QualifiedName& dictionary) {
          *out += context.Quote(dictionary);
        })));
  }
  return statements;
}

std::string CreateCollation(const Context& context, const Object& object) {
  const auto& collation = object.As<Collation>();
  std::string out = StrCat("CREATE COLLATION ", OwnName(context, object),
                           " (provider = ", EnumText(collation.provider));
  if (!collation.deterministic) out += ", deterministic = false";
  if (collation.provider == CollationProvider::kLibc) {
    StrAppend(&out, ", lc_collate = ", Literal(collation.lc_collate),
              ", lc_ctype = ", Literal(collation.lc_ctype));
  } else {
    StrAppend(&out, ", locale = ", Literal(collation.locale));
  }
  if (!collation.rules.empty()) StrAppend(&out, ", rules = ", Literal(collation.rules));
  return out + ")";
}

std::string CreateConversion(const Context& context, const Object& object) {
  const auto& conversion = object.As<Conversion>();
  return StrCat("CREATE ", conversion.is_default ? "DEFAULT " : "", "CONVERSION ",
                OwnName(context, object), " FOR ", Literal(conversion.from_encoding), " TO ",
                Literal(conversion.to_encoding), " FROM ", context.Quote(conversion.function));
}

std::vector<std::string> DependOnExtensions(const Context& context, const Object& object) {
  ObjectKey target = object.key;
  target.kind = object.key.target;
  target.target = kNoKind;
  const std::string qualified = context.Quote(QualifiedName{target.schema, target.name});
  std::string what;
  if (target.kind == KindOf<Function> || target.kind == KindOf<Aggregate>) {
    what = StrCat("ROUTINE ", qualified, "(", target.signature, ")");
  } else if (target.kind == KindOf<Trigger>) {
    what = StrCat("TRIGGER ", context.Quote(target.name), " ON ",
                  context.Quote(QualifiedName{target.schema, target.table}));
  } else if (target.kind == KindOf<MaterializedView>) {
    what = StrCat("MATERIALIZED VIEW ", qualified);
  } else {
    what = StrCat("INDEX ", qualified);
  }
  std::vector<std::string> statements;
  for (const Name extension : object.As<ExtensionDependency>().extensions) {
    statements.push_back(
        StrCat("ALTER ", what, " DEPENDS ON EXTENSION ", context.Quote(extension)));
  }
  return statements;
}

}  // namespace schemadiff::fix
