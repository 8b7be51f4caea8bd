// Text search: pg_ts_parser, pg_ts_template, pg_ts_dict, pg_ts_config and pg_ts_config_map.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

struct NamedRow {
  Oid oid;
  Name schema;
  Name name;
};

NamedRow TakeName(Row& row, const Builder& builder) {
  NamedRow named;
  named.oid = row.OidValue();
  named.schema = builder.scope.NamespaceName(row.OidValue());
  named.name = row.NameText();
  return named;
}

void ReadParsers(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const NamedRow named = TakeName(row, builder);
    TextSearchParser parser;
    for (QualifiedName* function :
         {&parser.start, &parser.token, &parser.end, &parser.headline, &parser.lextypes}) {
      *function = ParseQualifiedName(row.Text());
    }
    builder.Register(
        "pg_ts_parser", named.oid,
        builder.catalog.Create(KeyFor<TextSearchParser>(named.schema, named.name), parser));
  }
}

void ReadTemplates(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const NamedRow named = TakeName(row, builder);
    TextSearchTemplate made;
    made.init = ParseQualifiedName(row.Text());
    made.lexize = ParseQualifiedName(row.Text());
    builder.Register(
        "pg_ts_template", named.oid,
        builder.catalog.Create(KeyFor<TextSearchTemplate>(named.schema, named.name), made));
  }
}

// `name = value, "Other" = E'it''s'`, as CREATE and ALTER TEXT SEARCH DICTIONARY store it.
Options OptionsFrom(std::string_view text) {
  Options options;
  size_t at = 0;
  const auto blank = [&] {
    while (at < text.size() && (text[at] == ' ' || text[at] == ',' || text[at] == '=')) ++at;
  };
  const auto word = [&] {
    std::string out;
    bool escapes = false;
    if (at + 1 < text.size() && text[at] == 'E' && text[at + 1] == '\'') {
      escapes = true;
      ++at;
    }
    if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
      const char quote = text[at++];
      while (at < text.size()) {
        if (text[at] == quote) {
          ++at;
          if (at >= text.size() || text[at] != quote) break;
        } else if (escapes && text[at] == '\\' && at + 1 < text.size()) {
          ++at;
        }
        out += text[at++];
      }
      return out;
    }
    while (at < text.size() && text[at] != ' ' && text[at] != ',' && text[at] != '=') {
      out += text[at++];
    }
    return out;
  };
  blank();
  while (at < text.size()) {
    const std::string name = word();
    blank();
    options.Set(Name(name), word());
    blank();
  }
  return options;
}

void ReadDictionaries(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const NamedRow named = TakeName(row, builder);
    TextSearchDictionary dictionary;
    dictionary.dictionary_template = ParseQualifiedName(row.Text());
    dictionary.options = OptionsFrom(row.Text());
    builder.Register("pg_ts_dict", named.oid,
                     builder.catalog.Create(KeyFor<TextSearchDictionary>(named.schema, named.name),
                                            std::move(dictionary)));
  }
}

void ReadConfigurations(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const NamedRow named = TakeName(row, builder);
    TextSearchConfiguration configuration;
    configuration.parser = ParseQualifiedName(row.Text());
    const std::vector<std::string> tokens = row.Texts();
    const std::vector<std::string> dictionaries = row.Texts();
    for (size_t n = 0; n < tokens.size() && n < dictionaries.size(); ++n) {
      if (configuration.mappings.empty() ||
          configuration.mappings.back().token != Name(tokens[n])) {
        configuration.mappings.push_back({Name(tokens[n]), {}});
      }
      configuration.mappings.back().dictionaries.push_back(ParseQualifiedName(dictionaries[n]));
    }
    builder.Register(
        "pg_ts_config", named.oid,
        builder.catalog.Create(KeyFor<TextSearchConfiguration>(named.schema, named.name),
                               std::move(configuration)));
  }
}

// Those of the schemas that are read, and of no extension.
std::string Wanted(const Scope& scope, std::string_view catalog, std::string_view prefix) {
  return StrCat(" FROM ", catalog, " o WHERE ", scope.In(StrCat("o.", prefix, "namespace")),
                " AND ", scope.NotInExtension(catalog, "o.oid"));
}

std::string Exists(const Scope& scope, std::string_view catalog, std::string_view prefix) {
  return StrCat(catalog, " o WHERE ", scope.In(StrCat("o.", prefix, "namespace")));
}

std::string NameIn(std::string_view catalog, std::string_view prefix, std::string_view oid) {
  return StrCat("(SELECT ",
                QualifiedNameSql(StrCat("n.", prefix, "namespace"), StrCat("n.", prefix, "name")),
                " FROM ", catalog, " n WHERE n.oid = ", oid, ")");
}

}  // namespace

Step TextSearchParsersStep(const Scope& scope) {
  return {"the text search parsers",
          "SELECT o.oid, o.prsnamespace, o.prsname, o.prsstart, o.prstoken, o.prsend,"
          " o.prsheadline, o.prslextype" +
              Wanted(scope, "pg_ts_parser", "prs"),
          ReadParsers, Exists(scope, "pg_ts_parser", "prs")};
}

Step TextSearchTemplatesStep(const Scope& scope) {
  return {"the text search templates",
          "SELECT o.oid, o.tmplnamespace, o.tmplname, o.tmplinit, o.tmpllexize" +
              Wanted(scope, "pg_ts_template", "tmpl"),
          ReadTemplates, Exists(scope, "pg_ts_template", "tmpl")};
}

Step TextSearchDictionariesStep(const Scope& scope) {
  return {"the text search dictionaries",
          "SELECT o.oid, o.dictnamespace, o.dictname, " +
              NameIn("pg_ts_template", "tmpl", "o.dicttemplate") + ", o.dictinitoption" +
              Wanted(scope, "pg_ts_dict", "dict"),
          ReadDictionaries, Exists(scope, "pg_ts_dict", "dict")};
}

Step TextSearchConfigurationsStep(const Scope& scope) {
  // The names of token types are what the parser says.
  const std::string order = " ORDER BY t.alias, m.mapseqno";
  const std::string mappings =
      " FROM pg_ts_config_map m, ts_token_type(o.cfgparser) t"
      " WHERE m.mapcfg = o.oid AND t.tokid = m.maptokentype" +
      order;
  return {"the text search configurations",
          "SELECT o.oid, o.cfgnamespace, o.cfgname, " +
              NameIn("pg_ts_parser", "prs", "o.cfgparser") + ", ARRAY(SELECT t.alias" + mappings +
              "), ARRAY(SELECT " + NameIn("pg_ts_dict", "dict", "m.mapdict") + mappings + ")" +
              Wanted(scope, "pg_ts_config", "cfg"),
          ReadConfigurations, Exists(scope, "pg_ts_config", "cfg")};
}

}  // namespace schemadiff::introspect
