// Kind: text search parser, template, dictionary and configuration.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"
#include "engine/pg/type_name.h"

namespace schemadiff {

/// Source: pg_ts_parser.
struct TextSearchParser {
  QualifiedName start;
  QualifiedName token;
  QualifiedName end;
  QualifiedName headline;  ///< may be empty
  QualifiedName lextypes;

  static constexpr std::string_view kKind = "text search parser";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"start", &TextSearchParser::start},
                      Attr{"token", &TextSearchParser::token}, Attr{"end", &TextSearchParser::end},
                      Attr{"headline", &TextSearchParser::headline},
                      Attr{"lextypes", &TextSearchParser::lextypes});
  }
};
static_assert(kFullyDescribed<TextSearchParser>);

/// Source: pg_ts_template.
struct TextSearchTemplate {
  QualifiedName init;  ///< may be empty: it takes no options
  QualifiedName lexize;

  static constexpr std::string_view kKind = "text search template";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"init", &TextSearchTemplate::init},
                      Attr{"lexize", &TextSearchTemplate::lexize});
  }
};
static_assert(kFullyDescribed<TextSearchTemplate>);

/// Source: pg_ts_dict.
struct TextSearchDictionary {
  QualifiedName dictionary_template;
  Options options;  ///< dictinitoption, taken apart
  Stated<Name> owner;

  static constexpr std::string_view kKind = "text search dictionary";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"template", &TextSearchDictionary::dictionary_template},
                      Attr{"options", &TextSearchDictionary::options},
                      Attr{"owner", &TextSearchDictionary::owner});
  }
};
static_assert(kFullyDescribed<TextSearchDictionary>);

/// The dictionaries that one type of token is given to, in this order.
struct TokenMapping {
  Name token;  ///< the alias of the token type, as the parser calls it: "asciiword"
  std::vector<QualifiedName> dictionaries;

  /// `asciiword: pg_catalog.english_stem, pg_catalog.simple`.
  std::string ToText() const;
  static constexpr auto Attrs() {
    return std::tuple(Attr{"token", &TokenMapping::token},
                      Attr{"dictionaries", &TokenMapping::dictionaries});
  }
};
static_assert(kFullyDescribed<TokenMapping>);

/// Source: pg_ts_config, pg_ts_config_map.
struct TextSearchConfiguration {
  QualifiedName parser;
  std::vector<TokenMapping> mappings;  ///< by token
  Stated<Name> owner;

  static constexpr std::string_view kKind = "text search configuration";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"parser", &TextSearchConfiguration::parser},
                      Attr{"mappings", &TextSearchConfiguration::mappings},
                      Attr{"owner", &TextSearchConfiguration::owner});
  }
};
static_assert(kFullyDescribed<TextSearchConfiguration>);

}  // namespace schemadiff
