// Text search: dictionaries, configurations, parsers, templates.
#include "tools/random_ddl/addresses.h"
#include "tools/random_ddl/makers.h"

namespace schemadiff::random_ddl {
namespace {

std::string DictionaryName(Draft& draft) {
  const ObjectId own = draft.Any<TextSearchDictionary>();
  if (own != kNoObject && draft.Chance(60)) return draft.Ref(own);
  return std::string(
      draft.random.Pick({"simple", "english_stem", "pg_catalog.german_stem", "russian_stem"}));
}

std::string Tokens(Draft& draft) {
  if (draft.Slip()) return "nothing";
  return std::string(draft.random.Pick({"asciiword", "word", "numword, email", "url, host, sfloat",
                                        "asciiword, word, blank", "int, uint", "hword_part"}));
}

std::string Dictionaries(Draft& draft) {
  return List(draft.random.Between(1, 2), [&] { return DictionaryName(draft); });
}

constexpr std::string_view kThesaurus =
    "TEMPLATE = thesaurus, dictfile = thesaurus_sample, dictionary = english_stem";

std::string Dictionary(Draft& draft) {
  const ObjectId existing = draft.Any<TextSearchDictionary>();
  if (existing != kNoObject && draft.Chance(40)) {
    return StrCat("ALTER TEXT SEARCH DICTIONARY ", draft.Ref(existing), " (",
                  draft.random.Pick({"stopwords = 'russian'", "stopwords", "accept = false",
                                     "Accept = true, StopWords = english", "language = german",
                                     "food = 'x'"}),
                  ")");
  }
  const ObjectId own = draft.Chance(15) ? draft.Any<TextSearchTemplate>() : kNoObject;
  if (own != kNoObject) {
    return StrCat("CREATE TEXT SEARCH DICTIONARY ", draft.NewQualifiedName("dict"),
                  " (TEMPLATE = ", draft.Ref(own), ")");
  }
  return StrCat(
      "CREATE TEXT SEARCH DICTIONARY ", draft.NewQualifiedName("dict"), " (",
      draft.random.Pick({"TEMPLATE = simple", "TEMPLATE = pg_catalog.simple, stopwords = english",
                         "template = simple, Accept = false, StopWords = 'danish'",
                         "TEMPLATE = snowball, language = english",
                         "TEMPLATE = snowball, Language = russian, StopWords = russian",
                         "TEMPLATE = synonym, synonyms = synonym_sample",
                         "TEMPLATE = synonym, SYNONYMS = synonym_sample, casesensitive = 1",
                         "TEMPLATE = ispell, dictfile = ispell_sample, afffile = ispell_sample",
                         kThesaurus, "TEMPLATE = snowball", "stopwords = english",
                         "TEMPLATE = simple, language = x"}),
      ")");
}

std::string Configuration(Draft& draft) {
  const ObjectId existing = draft.Any<TextSearchConfiguration>();
  if (existing == kNoObject || draft.Chance(35)) {
    const ObjectId parser = draft.Any<TextSearchParser>();
    const std::string sql =
        StrCat("CREATE TEXT SEARCH CONFIGURATION ", draft.NewQualifiedName("conf"), " (");
    if (parser != kNoObject && draft.Chance(30)) {
      return StrCat(sql, "PARSER = ", draft.Ref(parser), ")");
    }
    if (existing != kNoObject && draft.Chance(25)) {
      return StrCat(sql, "COPY = ", draft.Ref(existing), ")");
    }
    return StrCat(
        sql,
        draft.random.Pick({"COPY = simple", "COPY = pg_catalog.english", "PARSER = \"default\"",
                           "parser = pg_catalog.\"default\"", "Copy = german", "COPY = nobody"}),
        ")");
  }
  const std::string alter = StrCat("ALTER TEXT SEARCH CONFIGURATION ", draft.Ref(existing), " ");
  switch (draft.random.Below(6)) {
    case 0:
      return StrCat(alter, "ADD MAPPING FOR ", Tokens(draft), " WITH ", Dictionaries(draft));
    case 1:
      return StrCat(alter, "ALTER MAPPING FOR ", Tokens(draft), " WITH ", Dictionaries(draft));
    case 2:
      return StrCat(alter, "ALTER MAPPING FOR ", Tokens(draft), " REPLACE ", DictionaryName(draft),
                    " WITH ", DictionaryName(draft));
    case 3:
      return StrCat(alter, "ALTER MAPPING REPLACE ", DictionaryName(draft), " WITH ",
                    DictionaryName(draft));
    default:
      return StrCat(alter, "DROP MAPPING ", draft.Perhaps(40, "IF EXISTS "), "FOR ", Tokens(draft));
  }
}

}  // namespace

std::string TextSearch(Draft& draft) {
  const int which = draft.random.Below(20);
  if (which < 8) return Dictionary(draft);
  if (which < 17) return Configuration(draft);
  if (which == 17) {
    return StrCat("CREATE TEXT SEARCH TEMPLATE ", draft.NewQualifiedName("tmpl"), " (",
                  draft.random.Pick({"LEXIZE = dsimple_lexize",
                                     "INIT = dsimple_init, LEXIZE = pg_catalog.dsimple_lexize",
                                     "INIT = dsimple_init"}),
                  ")");
  }
  return StrCat("CREATE TEXT SEARCH PARSER ", draft.NewQualifiedName("prs"),
                " (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, ",
                draft.Perhaps(50, "HEADLINE = prsd_headline, "),
                draft.Slip() ? "END = prsd_end)" : "LEXTYPES = prsd_lextype)");
}

}  // namespace schemadiff::random_ddl
