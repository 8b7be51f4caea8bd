// CREATE TEXT SEARCH PARSER, TEMPLATE, DICTIONARY and CONFIGURATION, and ALTER of the last two.
//
// Facts from tsearchcmds.c, the dict_*.c and wparser_def.c of the server's source.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/handlers.h"
#include "engine/replay/named_object.h"
#include "engine/replay/routine.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

using ast::ObjectType;

TypeRef PgType(std::string_view name) { return {"pg_catalog", Name(name), {}, false}; }

// A function of a parser or template, of these arguments and this result.
Routine Method(Context& cx, const ast::DefElem& element, const std::vector<std::string_view>& types,
               std::string_view result) {
  std::vector<TypeRef> arguments;
  for (const std::string_view type : types) arguments.push_back(PgType(type));
  const ast::List names = NamesOf(element);
  Routine routine = RequireFunction(cx, names, arguments);
  if (routine.result != PgType(result)) {
    throw PgError(
        sqlstate::kInvalidObjectDefinition,
        StrCat("function ", RoutineText(cx, names, arguments), " should return type ", result));
  }
  return routine;
}

[[noreturn]] void Unrecognized(ObjectType type, const ast::DefElem& element) {
  throw PgError(sqlstate::kSyntaxError, StrCat(KindName(KindOfNamed(type)), " parameter \"",
                                               element.defname, "\" not recognized"));
}

void RequireMethod(ObjectType type, const QualifiedName& method, std::string_view name) {
  if (!method.empty()) return;
  throw PgError(sqlstate::kInvalidObjectDefinition,
                StrCat(KindName(KindOfNamed(type)), " ", name, " method is required"));
}

void DependOnRoutines(Context& cx, ObjectId id, const std::vector<Routine>& routines) {
  for (const Routine& routine : routines) DependOn(cx, id, routine.object, routine.extension);
}

void CreateParser(Context& cx, const ast::DefineStmt& stmt) {
  struct Slot {
    std::string_view name;
    QualifiedName TextSearchParser::* member;
    std::vector<std::string_view> types;
    std::string_view result;
  };
  static const std::array kSlots = {
      Slot{"start", &TextSearchParser::start, {"internal", "int4"}, "internal"},
      Slot{"gettoken", &TextSearchParser::token, {"internal", "internal", "internal"}, "internal"},
      Slot{"end", &TextSearchParser::end, {"internal"}, "void"},
      Slot{
          "headline", &TextSearchParser::headline, {"internal", "internal", "tsquery"}, "internal"},
      Slot{"lextypes", &TextSearchParser::lextypes, {"internal"}, "internal"},
  };
  const Name schema = CreationSchema(cx, StatedName(stmt.defnames));
  TextSearchParser parser;
  std::vector<Routine> routines;
  for (const ast::Node* node : stmt.definition) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    const auto* slot = std::ranges::find(kSlots, element.defname, &Slot::name);
    if (slot == kSlots.end()) Unrecognized(stmt.kind, element);
    routines.push_back(Method(cx, element, slot->types, slot->result));
    parser.*slot->member = routines.back().name;
  }
  RequireMethod(stmt.kind, parser.start, "start");
  RequireMethod(stmt.kind, parser.token, "gettoken");
  RequireMethod(stmt.kind, parser.end, "end");
  RequireMethod(stmt.kind, parser.lextypes, "lextypes");
  (void)schema;
  const QualifiedName name = NewObjectName(cx, stmt.kind, stmt.defnames);
  const ObjectId id = cx.catalog.Create(KeyFor<TextSearchParser>(name.schema, name.name), parser,
                                        kNoObject, cx.Origin());
  DependOnRoutines(cx, id, routines);
}

void CreateTemplate(Context& cx, const ast::DefineStmt& stmt) {
  (void)CreationSchema(cx, StatedName(stmt.defnames));
  TextSearchTemplate made;
  std::vector<Routine> routines;
  for (const ast::Node* node : stmt.definition) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    if (element.defname == "init") {
      routines.push_back(Method(cx, element, {"internal"}, "internal"));
      made.init = routines.back().name;
    } else if (element.defname == "lexize") {
      routines.push_back(
          Method(cx, element, {"internal", "internal", "internal", "internal"}, "internal"));
      made.lexize = routines.back().name;
    } else {
      Unrecognized(stmt.kind, element);
    }
  }
  RequireMethod(stmt.kind, made.lexize, "lexize");
  const QualifiedName name = NewObjectName(cx, stmt.kind, stmt.defnames);
  const ObjectId id = cx.catalog.Create(KeyFor<TextSearchTemplate>(name.schema, name.name), made,
                                        kNoObject, cx.Origin());
  DependOnRoutines(cx, id, routines);
}

// What the templates of the server itself take, by the function that reads it.
struct TemplateOptions {
  std::string_view init;
  std::array<std::string_view, 3> options;
  std::array<std::string_view, 2> required;
};
constexpr std::array kTemplateOptions = {
    TemplateOptions{"dsimple_init", {"stopwords", "accept", ""}, {"", ""}},
    TemplateOptions{"dsynonym_init", {"synonyms", "casesensitive", ""}, {"synonyms", ""}},
    TemplateOptions{"dispell_init", {"dictfile", "afffile", "stopwords"}, {"afffile", "dictfile"}},
    TemplateOptions{"thesaurus_init", {"dictfile", "dictionary", ""}, {"dictfile", "dictionary"}},
    TemplateOptions{"dsnowball_init", {"language", "stopwords", ""}, {"language", ""}},
};

QualifiedName InitOf(const Context& cx, const NamedObject& dictionary_template) {
  if (dictionary_template.object != kNoObject) {
    return cx.catalog.Get(dictionary_template.object).As<TextSearchTemplate>().init;
  }
  const Name name = dictionary_template.name.name;
  if (!dictionary_template.builtin()) return {{}, "?"};
  return {"pg_catalog",
          Name(name == "thesaurus" ? std::string("thesaurus_init") : StrCat("d", name, "_init"))};
}

void CheckOptions(const Context& cx, const NamedObject& dictionary_template,
                  const Options& options) {
  const QualifiedName init = InitOf(cx, dictionary_template);
  if (init.empty()) {
    if (options.empty()) return;
    throw PgError(sqlstate::kSyntaxError,
                  StrCat("text search template \"", dictionary_template.name.name,
                         "\" does not accept options"));
  }
  const auto* known = std::ranges::find(kTemplateOptions, init.name.str(), &TemplateOptions::init);
  if (known == kTemplateOptions.end() || init.schema != "pg_catalog") return;
  for (const Option& option : options.list()) {
    if (std::ranges::find(known->options, option.name.str()) != known->options.end()) continue;
    throw PgError(sqlstate::kInvalidParameterValue,
                  StrCat("unrecognized parameter: \"", option.name, "\""));
  }
  for (const std::string_view flag : {"accept", "casesensitive"}) {
    const std::string* value = options.Find(flag);
    if (value == nullptr) continue;
    static constexpr std::array<std::string_view, 6> kWords = {"true", "false", "on",
                                                               "off",  "1",     "0"};
    const std::string word = AsciiToLower(*value);
    if (std::ranges::find(kWords, word) == kWords.end()) {
      throw PgError(sqlstate::kSyntaxError, StrCat(flag, " requires a Boolean value"));
    }
  }
  for (const std::string_view required : known->required) {
    if (required.empty() || options.Find(required) != nullptr) continue;
    throw PgError(sqlstate::kInvalidParameterValue, StrCat("missing parameter: ", required));
  }
}

void CreateDictionary(Context& cx, const ast::DefineStmt& stmt) {
  (void)CreationSchema(cx, StatedName(stmt.defnames));
  TextSearchDictionary dictionary;
  std::optional<NamedObject> of;
  for (const ast::Node* node : stmt.definition) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    if (element.defname == "template") {
      of = RequireNamedObject(cx, ObjectType::OBJECT_TSTEMPLATE, NamesOf(element));
    } else {
      dictionary.options.Set(Name(element.defname), DefString(element));
    }
  }
  if (!of) {
    throw PgError(sqlstate::kInvalidObjectDefinition, "text search template is required");
  }
  CheckOptions(cx, *of, dictionary.options);
  dictionary.dictionary_template = of->name;
  const QualifiedName name = NewObjectName(cx, stmt.kind, stmt.defnames);
  const ObjectId id = cx.catalog.Create(KeyFor<TextSearchDictionary>(name.schema, name.name),
                                        std::move(dictionary), kNoObject, cx.Origin());
  DependOn(cx, id, of->object, of->extension);
}

NamedObject TemplateOf(const Context& cx, const TextSearchDictionary& dictionary) {
  const QualifiedName& name = dictionary.dictionary_template;
  NamedObject found;
  found.name = name;
  found.object = cx.catalog.IdOf(KeyFor<TextSearchTemplate>(name.schema, name.name));
  if (found.object == kNoObject && name.schema != "pg_catalog") {
    throw NotModelled("a dictionary over a template of an extension");
  }
  return found;
}

// The token types of the server's own parser.
constexpr std::array<std::string_view, 23> kTokens = {
    "asciiword", "word",          "numword",    "email",           "url",   "host",  "sfloat",
    "version",   "hword_numpart", "hword_part", "hword_asciipart", "blank", "tag",   "protocol",
    "numhword",  "asciihword",    "hword",      "url_path",        "file",  "float", "int",
    "uint",      "entity"};

// What the configurations of the server itself hold: plain words go to the stemmer of the language,
// except that two take that of English for words in ASCII.
std::vector<TokenMapping> BuiltinMappings(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kUnmapped = {"blank", "tag", "protocol",
                                                                "entity"};
  static constexpr std::array<std::string_view, 3> kAscii = {"asciiword", "hword_asciipart",
                                                             "asciihword"};
  static constexpr std::array<std::string_view, 3> kWords = {"word", "hword_part", "hword"};
  const auto is_in = [](const auto& list, std::string_view token) {
    return std::ranges::find(list, token) != list.end();
  };
  std::vector<TokenMapping> mappings;
  for (const std::string_view token : kTokens) {
    if (is_in(kUnmapped, token)) continue;
    std::string dictionary = "simple";
    if (name != "simple" && is_in(kWords, token)) dictionary = StrCat(name, "_stem");
    if (name != "simple" && is_in(kAscii, token)) {
      dictionary = name == "russian" || name == "hindi" ? "english_stem" : StrCat(name, "_stem");
    }
    mappings.push_back({Name(token), {{"pg_catalog", Name(dictionary)}}});
  }
  return mappings;
}

void SortMappings(std::vector<TokenMapping>* mappings) {
  std::ranges::sort(*mappings, {}, [](const TokenMapping& mapping) { return mapping.token.str(); });
}

ObjectId FindDictionary(const Context& cx, const QualifiedName& name) {
  return cx.catalog.IdOf(KeyFor<TextSearchDictionary>(name.schema, name.name));
}

// On the parser, and on each dictionary.
void SetDependencies(Context& cx, ObjectId id) {
  const auto configuration = cx.catalog.Get(id).As<TextSearchConfiguration>();
  std::vector<Dependency> kept;
  for (const Dependency& edge : cx.catalog.References(id)) {
    const Kind kind = cx.catalog.Get(edge.object).key.kind;
    if (kind == KindOf<Extension>) kept.push_back(edge);
  }
  cx.catalog.RemoveDependencies(id);
  for (const Dependency& edge : kept) cx.catalog.AddDependency(id, edge.object, edge.type);
  const QualifiedName& parser = configuration.parser;
  DependOn(cx, id, cx.catalog.IdOf(KeyFor<TextSearchParser>(parser.schema, parser.name)),
           kNoObject);
  std::vector<ObjectId> done;
  for (const TokenMapping& mapping : configuration.mappings) {
    for (const QualifiedName& name : mapping.dictionaries) {
      const ObjectId dictionary = FindDictionary(cx, name);
      if (std::ranges::find(done, dictionary) != done.end()) continue;
      done.push_back(dictionary);
      DependOn(cx, id, dictionary, kNoObject);
    }
  }
}

void CreateConfiguration(Context& cx, const ast::DefineStmt& stmt) {
  (void)CreationSchema(cx, StatedName(stmt.defnames));
  std::optional<NamedObject> parser;
  std::optional<NamedObject> source;
  for (const ast::Node* node : stmt.definition) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    if (element.defname == "parser") {
      parser = RequireNamedObject(cx, ObjectType::OBJECT_TSPARSER, NamesOf(element));
    } else if (element.defname == "copy") {
      source = RequireNamedObject(cx, ObjectType::OBJECT_TSCONFIGURATION, NamesOf(element));
    } else {
      Unrecognized(stmt.kind, element);
    }
  }
  if (parser && source) {
    throw PgError(sqlstate::kSyntaxError, "cannot specify both PARSER and COPY options");
  }
  TextSearchConfiguration configuration;
  if (source && source->object != kNoObject) {
    configuration = cx.catalog.Get(source->object).As<TextSearchConfiguration>();
  } else if (source && source->extension != kNoObject) {
    throw NotModelled("what a text search configuration of an extension holds");
  } else if (source) {
    configuration.parser = {"pg_catalog", "default"};
    configuration.mappings = BuiltinMappings(source->name.name);
    SortMappings(&configuration.mappings);
  } else if (parser) {
    configuration.parser = parser->name;
  } else {
    throw PgError(sqlstate::kInvalidObjectDefinition, "text search parser is required");
  }
  const QualifiedName name = NewObjectName(cx, stmt.kind, stmt.defnames);
  const ObjectId id = cx.catalog.Create(KeyFor<TextSearchConfiguration>(name.schema, name.name),
                                        std::move(configuration), kNoObject, cx.Origin());
  SetDependencies(cx, id);
  if (parser) DependOn(cx, id, kNoObject, parser->extension);
}

// The token types that a statement names, each once since PostgreSQL 15.
std::vector<Name> TokensOf(const Context& cx, const TextSearchConfiguration& configuration,
                           const ast::List& list) {
  if (list.empty()) return {};
  const QualifiedName& parser = configuration.parser;
  bool standard = parser == QualifiedName{"pg_catalog", "default"};
  if (const auto* own = cx.catalog.FindPayload<TextSearchParser>(
          KeyFor<TextSearchParser>(parser.schema, parser.name))) {
    standard = own->lextypes == QualifiedName{"pg_catalog", "prsd_lextype"};
  }
  if (!standard) throw NotModelled("the token types of a parser that is not the server's own");
  std::vector<Name> tokens;
  for (const std::string_view token : Strings(list)) {
    if (std::ranges::find(kTokens, token) == kTokens.end()) {
      throw PgError(sqlstate::kInvalidParameterValue,
                    StrCat("token type \"", token, "\" does not exist"));
    }
    if (std::ranges::find(tokens, Name(token)) == tokens.end()) tokens.emplace_back(token);
  }
  return tokens;
}

auto FindMapping(std::vector<TokenMapping>* mappings, Name token) {
  return std::ranges::find(*mappings, token, &TokenMapping::token);
}

void DropMappings(const Context& cx, const ast::AlterTSConfigurationStmt& stmt,
                  TextSearchConfiguration* configuration) {
  for (const Name token : TokensOf(cx, *configuration, stmt.tokentype)) {
    const auto found = FindMapping(&configuration->mappings, token);
    if (found != configuration->mappings.end()) {
      configuration->mappings.erase(found);
    } else if (!stmt.missing_ok) {
      throw PgError(sqlstate::kUndefinedObject,
                    StrCat("mapping for token type \"", token, "\" does not exist"));
    }
  }
}

void MakeMappings(Context& cx, const ast::AlterTSConfigurationStmt& stmt,
                  TextSearchConfiguration* configuration, std::vector<ObjectId>* extensions) {
  const std::vector<Name> tokens = TokensOf(cx, *configuration, stmt.tokentype);
  std::vector<TokenMapping>& mappings = configuration->mappings;
  if (stmt.override) {
    std::erase_if(mappings, [&](const TokenMapping& mapping) {
      return std::ranges::find(tokens, mapping.token) != tokens.end();
    });
  }
  std::vector<QualifiedName> dictionaries;
  for (const ast::Node* node : stmt.dicts) {
    const NamedObject found = RequireNamedObject(cx, ObjectType::OBJECT_TSDICTIONARY,
                                                 ast::Cast<ast::ListNode>(node)->items);
    dictionaries.push_back(found.name);
    if (found.extension != kNoObject) extensions->push_back(found.extension);
  }
  if (stmt.replace) {
    for (TokenMapping& mapping : mappings) {
      if (!tokens.empty() && std::ranges::find(tokens, mapping.token) == tokens.end()) continue;
      std::ranges::replace(mapping.dictionaries, dictionaries[0], dictionaries[1]);
    }
    return;
  }
  for (const Name token : tokens) {
    if (FindMapping(&mappings, token) != mappings.end()) {
      throw PgError("23505",
                    "duplicate key value violates unique constraint \"pg_ts_config_map_index\"");
    }
    mappings.push_back({token, dictionaries});
  }
  SortMappings(&mappings);
}

}  // namespace

void DefineTextSearch(Context& cx, const ast::DefineStmt& stmt) {
  switch (stmt.kind) {
    case ObjectType::OBJECT_TSPARSER:
      return CreateParser(cx, stmt);
    case ObjectType::OBJECT_TSTEMPLATE:
      return CreateTemplate(cx, stmt);
    case ObjectType::OBJECT_TSDICTIONARY:
      return CreateDictionary(cx, stmt);
    default:
      return CreateConfiguration(cx, stmt);
  }
}

void AlterTextSearchDictionary(Context& cx, const ast::AlterTSDictionaryStmt& stmt) {
  const NamedObject found = RequireNamedObject(cx, ObjectType::OBJECT_TSDICTIONARY, stmt.dictname);
  if (found.object == kNoObject) throw NotModelled("a dictionary of the server or an extension");
  const auto& dictionary = cx.catalog.Get(found.object).As<TextSearchDictionary>();
  Options options = dictionary.options;
  for (const ast::Node* node : stmt.options) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    options.Reset(Name(element.defname));
    if (element.arg != nullptr) options.Set(Name(element.defname), DefString(element));
  }
  CheckOptions(cx, TemplateOf(cx, dictionary), options);
  cx.catalog.Set(found.object, &TextSearchDictionary::options, std::move(options), cx.Origin());
}

void AlterTextSearchConfiguration(Context& cx, const ast::AlterTSConfigurationStmt& stmt) {
  const NamedObject found =
      RequireNamedObject(cx, ObjectType::OBJECT_TSCONFIGURATION, stmt.cfgname);
  if (found.object == kNoObject) {
    throw NotModelled("a configuration of the server or an extension");
  }
  auto configuration = cx.catalog.Get(found.object).As<TextSearchConfiguration>();
  std::vector<ObjectId> extensions;
  if (!stmt.dicts.empty()) {
    MakeMappings(cx, stmt, &configuration, &extensions);
  } else if (!stmt.tokentype.empty()) {
    DropMappings(cx, stmt, &configuration);
  }
  cx.catalog.Set(found.object, &TextSearchConfiguration::mappings,
                 std::move(configuration.mappings), cx.Origin());
  SetDependencies(cx, found.object);
  for (const ObjectId extension : extensions) DependOn(cx, found.object, kNoObject, extension);
}

}  // namespace schemadiff::replay
