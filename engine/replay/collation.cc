// CREATE COLLATION and ALTER COLLATION, CREATE CONVERSION.
//
// Facts from collationcmds.c, pg_locale.c, conversioncmds.c and encnames.c of the server's source.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/handlers.h"
#include "engine/replay/named_object.h"
#include "engine/replay/routine.h"
#include "engine/replay/walk.h"

namespace schemadiff::replay {
namespace {

using ast::ObjectType;

struct CollationOptions {
  const ast::DefElem* from = nullptr;
  const ast::DefElem* locale = nullptr;
  const ast::DefElem* lc_collate = nullptr;
  const ast::DefElem* lc_ctype = nullptr;
  const ast::DefElem* provider = nullptr;
  const ast::DefElem* deterministic = nullptr;
  const ast::DefElem* rules = nullptr;
  const ast::DefElem* version = nullptr;
};

CollationOptions SortOptions(const Context& cx, const ast::List& list) {
  struct Slot {
    std::string_view name;
    const ast::DefElem* CollationOptions::* member;
    int since;
  };
  static constexpr std::array kSlots = {
      Slot{"from", &CollationOptions::from, 0},
      Slot{"locale", &CollationOptions::locale, 0},
      Slot{"lc_collate", &CollationOptions::lc_collate, 0},
      Slot{"lc_ctype", &CollationOptions::lc_ctype, 0},
      Slot{"provider", &CollationOptions::provider, 0},
      Slot{"deterministic", &CollationOptions::deterministic, 0},
      Slot{"rules", &CollationOptions::rules, 16},
      Slot{"version", &CollationOptions::version, 0},
  };
  CollationOptions options;
  for (const ast::Node* node : list) {
    const auto& element = *ast::Cast<ast::DefElem>(node);
    const auto* slot = std::ranges::find(kSlots, element.defname, &Slot::name);
    if (slot == kSlots.end() || cx.major() < slot->since) {
      throw PgError(sqlstate::kSyntaxError,
                    StrCat("collation attribute \"", element.defname, "\" not recognized"),
                    element.location);
    }
    if (options.*slot->member != nullptr && cx.major() >= 15) ThrowConflictingOption(element);
    options.*slot->member = &element;
  }
  if (options.locale != nullptr && (options.lc_collate != nullptr || options.lc_ctype != nullptr)) {
    throw PgError(sqlstate::kSyntaxError, "conflicting or redundant options");
  }
  if (options.from != nullptr && list.size() != 1) {
    throw PgError(sqlstate::kSyntaxError, "conflicting or redundant options");
  }
  return options;
}

// What initdb makes, as far as the name says it.
Collation BuiltinCollation(const Context& cx, std::string_view name) {
  Collation collation;
  if (name == "default") {
    throw PgError(sqlstate::kInvalidObjectDefinition, "collation \"default\" cannot be copied");
  }
  constexpr std::string_view kIcuSuffix = "-x-icu";
  if (name == "C" || name == "POSIX") {
    collation.lc_collate = collation.lc_ctype = name;
  } else if (name == "ucs_basic") {
    if (cx.major() >= 17) {
      collation.provider = CollationProvider::kBuiltin;
      collation.locale = "C";
    } else {
      collation.lc_collate = collation.lc_ctype = "C";
    }
  } else if (name == "pg_c_utf8" || name == "pg_unicode_fast") {
    collation.provider = CollationProvider::kBuiltin;
    collation.locale = name == "pg_c_utf8" ? "C.UTF-8" : "PG_UNICODE_FAST";
  } else if (name == "unicode") {
    collation.provider = CollationProvider::kIcu;
    collation.locale = "und";
  } else if (name.ends_with(kIcuSuffix)) {
    collation.provider = CollationProvider::kIcu;
    collation.locale = name.substr(0, name.size() - kIcuSuffix.size());
  } else if (name.find('.') != std::string_view::npos) {
    collation.lc_collate = collation.lc_ctype = name;
  } else {
    throw NotModelled(StrCat("what the collation \"", name, "\" of the machine is"));
  }
  return collation;
}

CollationProvider ProviderOf(const Context& cx, const ast::DefElem* element) {
  if (element == nullptr) return CollationProvider::kLibc;
  const std::string text = DefString(*element);
  const std::string word = AsciiToLower(text);
  if (word == "icu") return CollationProvider::kIcu;
  if (word == "libc") return CollationProvider::kLibc;
  if (word == "builtin" && cx.major() >= 17) return CollationProvider::kBuiltin;
  throw PgError(sqlstate::kInvalidObjectDefinition,
                StrCat("unrecognized collation provider: ", text));
}

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The language tag that ICU makes of a locale, where that is plain to see: a language, perhaps a
// script, a region and settings after "u".
std::optional<std::string> LanguageTag(std::string_view locale) {
  if (locale.empty() || locale == "und") return "und";
  std::string tag(locale);
  std::ranges::replace(tag, '_', '-');
  const std::vector<std::string_view> parts = StrSplit(tag, '-');
  size_t at = 0;
  const auto all = [&](auto&& is) { return std::ranges::all_of(parts[at], is); };
  if (parts[0].size() < 2 || parts[0].size() > 3 || !all(IsLower)) return std::nullopt;
  ++at;
  if (at < parts.size() && parts[at].size() == 4 && IsUpper(parts[at][0])) ++at;
  if (at < parts.size() &&
      ((parts[at].size() == 2 && all(IsUpper)) || (parts[at].size() == 3 && all(IsDigit)))) {
    ++at;
  }
  if (at == parts.size()) return tag;
  if (parts[at] != "u" || locale.find('_') != std::string_view::npos) return std::nullopt;
  std::string_view last_key;
  for (++at; at < parts.size(); ++at) {
    if (!all([](char c) { return IsLower(c) || IsDigit(c); }) || parts[at] == "true") {
      return std::nullopt;
    }
    if (parts[at].size() != 2) continue;
    if (parts[at] <= last_key) return std::nullopt;  // it puts them in order
    last_key = parts[at];
  }
  return tag;
}

void SetBuiltinLocale(const Context& cx, Collation* collation) {
  std::string& locale = collation->locale;
  if (locale == "C.UTF8") locale = "C.UTF-8";
  if (locale == "C" || locale == "C.UTF-8" || (cx.major() >= 18 && locale == "PG_UNICODE_FAST")) {
    return;
  }
  throw PgError(sqlstate::kWrongObjectType,
                StrCat("invalid locale name \"", locale, "\" for builtin provider"));
}

void RequireParameter(bool given, std::string_view name) {
  if (given) return;
  throw PgError(sqlstate::kInvalidObjectDefinition,
                StrCat("parameter \"", name, "\" must be specified"));
}

Collation StatedCollation(const Context& cx, const CollationOptions& options, std::string* doubt) {
  Collation collation;
  collation.provider = ProviderOf(cx, options.provider);
  if (options.deterministic != nullptr) collation.deterministic = DefBool(*options.deterministic);
  if (options.rules != nullptr) collation.rules = DefString(*options.rules);
  const bool libc = collation.provider == CollationProvider::kLibc;
  if (libc) {
    if (options.locale != nullptr) {
      collation.lc_collate = collation.lc_ctype = DefString(*options.locale);
    }
    if (options.lc_collate != nullptr) collation.lc_collate = DefString(*options.lc_collate);
    if (options.lc_ctype != nullptr) collation.lc_ctype = DefString(*options.lc_ctype);
    RequireParameter(options.locale != nullptr || options.lc_collate != nullptr, "lc_collate");
    RequireParameter(options.locale != nullptr || options.lc_ctype != nullptr, "lc_ctype");
  } else {
    const ast::DefElem* locale = options.locale;
    if (cx.major() < 15 && locale == nullptr) locale = options.lc_collate;
    RequireParameter(locale != nullptr, cx.major() < 15 ? "lc_collate" : "locale");
    collation.locale = DefString(*locale);
  }
  if (collation.provider == CollationProvider::kBuiltin) SetBuiltinLocale(cx, &collation);
  if (collation.provider == CollationProvider::kIcu && cx.major() >= 16) {
    const std::optional<std::string> tag = LanguageTag(collation.locale);
    if (tag) {
      collation.locale = *tag;
    } else {
      *doubt = StrCat("what the server makes of the locale ", collation.locale);
    }
  }
  // Since PostgreSQL 18 the providers say it themselves.
  if (!collation.deterministic && collation.provider != CollationProvider::kIcu) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  "nondeterministic collations not supported with this provider");
  }
  if (!collation.rules.empty() && collation.provider != CollationProvider::kIcu) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  "ICU rules cannot be specified unless locale provider is ICU");
  }
  return collation;
}

}  // namespace

void DefineCollation(Context& cx, const ast::DefineStmt& stmt) {
  const StatedName stated(stmt.defnames);
  const Name schema = CreationSchema(cx, stated);
  const CollationOptions options = SortOptions(cx, stmt.definition);
  Collation collation;
  std::string doubt;
  if (options.from != nullptr) {
    const NamedObject source =
        RequireNamedObject(cx, ObjectType::OBJECT_COLLATION, NamesOf(*options.from));
    if (source.extension != kNoObject) throw NotModelled("a collation of an extension");
    collation = source.object == kNoObject ? BuiltinCollation(cx, source.name.name)
                                           : cx.catalog.Get(source.object).As<Collation>();
  } else {
    collation = StatedCollation(cx, options, &doubt);
  }
  const ObjectKey key = KeyFor<Collation>(schema, stated.name);
  if (stmt.if_not_exists && cx.catalog.Find(key) != nullptr) return;
  const QualifiedName name = NewObjectName(cx, stmt.kind, stmt.defnames);
  cx.catalog.Create(key, std::move(collation), kNoObject, cx.Origin());
  if (!doubt.empty()) {
    cx.Report(DiagnosticLevel::kWarning, "replay.not-modelled",
              StrCat("collation ", name.ToString(), " is not comparable: ", doubt));
    cx.catalog.MarkUnknown(key, doubt);
  }
}

void AlterCollation(Context& cx, const ast::AlterCollationStmt& stmt) {
  // Versions are not compared.
  (void)RequireNamedObject(cx, ObjectType::OBJECT_COLLATION, stmt.collname);
}

namespace {

// Names of encodings without anything but letters and digits, and what the server calls them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 74> kEncodings = {{
    {"abc", "WIN1258"},
    {"alt", "WIN866"},
    {"big5", "BIG5"},
    {"euccn", "EUC_CN"},
    {"eucjis2004", "EUC_JIS_2004"},
    {"eucjp", "EUC_JP"},
    {"euckr", "EUC_KR"},
    {"euctw", "EUC_TW"},
    {"gb18030", "GB18030"},
    {"gbk", "GBK"},
    {"iso88591", "LATIN1"},
    {"iso885910", "LATIN6"},
    {"iso885913", "LATIN7"},
    {"iso885914", "LATIN8"},
    {"iso885915", "LATIN9"},
    {"iso885916", "LATIN10"},
    {"iso88592", "LATIN2"},
    {"iso88593", "LATIN3"},
    {"iso88594", "LATIN4"},
    {"iso88595", "ISO_8859_5"},
    {"iso88596", "ISO_8859_6"},
    {"iso88597", "ISO_8859_7"},
    {"iso88598", "ISO_8859_8"},
    {"iso88599", "LATIN5"},
    {"johab", "JOHAB"},
    {"koi8", "KOI8R"},
    {"koi8r", "KOI8R"},
    {"koi8u", "KOI8U"},
    {"latin1", "LATIN1"},
    {"latin10", "LATIN10"},
    {"latin2", "LATIN2"},
    {"latin3", "LATIN3"},
    {"latin4", "LATIN4"},
    {"latin5", "LATIN5"},
    {"latin6", "LATIN6"},
    {"latin7", "LATIN7"},
    {"latin8", "LATIN8"},
    {"latin9", "LATIN9"},
    {"mskanji", "SJIS"},
    {"muleinternal", "MULE_INTERNAL"},
    {"shiftjis", "SJIS"},
    {"shiftjis2004", "SHIFT_JIS_2004"},
    {"sjis", "SJIS"},
    {"sqlascii", "SQL_ASCII"},
    {"tcvn", "WIN1258"},
    {"tcvn5712", "WIN1258"},
    {"uhc", "UHC"},
    {"unicode", "UTF8"},
    {"utf8", "UTF8"},
    {"vscii", "WIN1258"},
    {"win", "WIN1251"},
    {"win1250", "WIN1250"},
    {"win1251", "WIN1251"},
    {"win1252", "WIN1252"},
    {"win1253", "WIN1253"},
    {"win1254", "WIN1254"},
    {"win1255", "WIN1255"},
    {"win1256", "WIN1256"},
    {"win1257", "WIN1257"},
    {"win1258", "WIN1258"},
    {"win866", "WIN866"},
    {"win874", "WIN874"},
    {"win932", "SJIS"},
    {"win936", "GBK"},
    {"win949", "UHC"},
    {"win950", "BIG5"},
    {"windows1250", "WIN1250"},
    {"windows1251", "WIN1251"},
    {"windows1252", "WIN1252"},
    {"windows1253", "WIN1253"},
    {"windows1254", "WIN1254"},
    {"windows1255", "WIN1255"},
    {"windows1256", "WIN1256"},
    {"windows1257", "WIN1257"},
}};

std::string EncodingName(std::string_view text, std::string_view which) {
  std::string word;
  for (const char c : AsciiToLower(text)) {
    if (IsLower(c) || IsDigit(c)) word += c;
  }
  if (word == "windows1258") return "WIN1258";
  if (word == "windows866") return "WIN866";
  if (word == "windows874") return "WIN874";
  if (word == "windows932") return "SJIS";
  if (word == "windows936") return "GBK";
  if (word == "windows949") return "UHC";
  if (word == "windows950") return "BIG5";
  const auto* found =
      std::ranges::find(kEncodings, word, &std::pair<std::string_view, std::string_view>::first);
  if (found == kEncodings.end()) {
    throw PgError(sqlstate::kUndefinedObject,
                  StrCat(which, " encoding \"", text, "\" does not exist"));
  }
  return std::string(found->second);
}

}  // namespace

void CreateConversion(Context& cx, const ast::CreateConversionStmt& stmt) {
  const Name schema = CreationSchema(cx, StatedName(stmt.conversion_name));
  Conversion conversion;
  conversion.from_encoding = EncodingName(stmt.for_encoding_name, "source");
  conversion.to_encoding = EncodingName(stmt.to_encoding_name, "destination");
  conversion.is_default = stmt.def;
  if (conversion.from_encoding == "SQL_ASCII" || conversion.to_encoding == "SQL_ASCII") {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  "encoding conversion to or from \"SQL_ASCII\" is not supported");
  }
  const auto type = [](std::string_view name) {
    return TypeRef{"pg_catalog", Name(name), {}, false};
  };
  std::vector<TypeRef> arguments = {type("int4"), type("int4"), type("cstring"), type("internal"),
                                    type("int4")};
  if (cx.major() >= 14) arguments.push_back(type("bool"));
  const Routine function = RequireFunction(cx, stmt.func_name, arguments);
  const std::string_view result = cx.major() >= 14 ? "int4" : "void";
  if (function.result != type(result)) {
    throw PgError(sqlstate::kInvalidObjectDefinition,
                  StrCat("encoding conversion function ", NameListToString(stmt.func_name),
                         " must return type ", result == "int4" ? "integer" : result));
  }
  conversion.function = function.name;
  const QualifiedName name = NewObjectName(cx, ObjectType::OBJECT_CONVERSION, stmt.conversion_name);
  if (stmt.def) {
    cx.catalog.ForEachOfKind(KindOf<Conversion>, [&](ObjectId id) {
      const Object& other = cx.catalog.Get(id);
      const auto& payload = other.As<Conversion>();
      if (other.key.schema != schema || !payload.is_default ||
          payload.from_encoding != conversion.from_encoding ||
          payload.to_encoding != conversion.to_encoding) {
        return;
      }
      throw PgError(sqlstate::kDuplicateObject,
                    StrCat("default conversion for ", conversion.from_encoding, " to ",
                           conversion.to_encoding, " already exists"));
    });
  }
  const ObjectId id = cx.catalog.Create(KeyFor<Conversion>(name.schema, name.name),
                                        std::move(conversion), kNoObject, cx.Origin());
  DependOn(cx, id, function.object, function.extension);
}

}  // namespace schemadiff::replay
