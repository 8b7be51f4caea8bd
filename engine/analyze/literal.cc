#include "engine/analyze/literal.h"

#include <algorithm>
#include <limits>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"

namespace schemadiff::sema {
namespace literal {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr char kHexDigits[] = "0123456789abcdef";

}  // namespace

bool IsOctal(char c) { return c >= '0' && c <= '7'; }

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

void InvalidSyntax(std::string_view type, std::string_view text) {
  throw PgError(sqlstate::kInvalidTextRepresentation,
                StrCat("invalid input syntax for type ", type, ": \"", text, "\""));
}

void NotHere(std::string_view type, std::string_view text) {
  throw NotModelled(StrCat("the value of the ", type, " literal '", text, "' is not modelled"));
}

std::string ReadUuid(std::string_view text) {
  std::string_view rest = text;
  const bool braces = !rest.empty() && rest.front() == '{';
  if (braces) rest.remove_prefix(1);
  std::string out;
  for (int byte = 0; byte < 16; ++byte) {
    if (rest.size() < 2 || HexDigit(rest[0]) < 0 || HexDigit(rest[1]) < 0) {
      InvalidSyntax("uuid", text);
    }
    if (byte == 4 || byte == 6 || byte == 8 || byte == 10) out += '-';
    out += kHexDigits[HexDigit(rest[0])];
    out += kHexDigits[HexDigit(rest[1])];
    rest.remove_prefix(2);
    if (byte % 2 == 1 && byte < 15 && !rest.empty() && rest.front() == '-') rest.remove_prefix(1);
  }
  if (rest != (braces ? "}" : "")) InvalidSyntax("uuid", text);
  return out;
}

std::string ReadBytea(std::string_view text) {
  std::string out = "\\x";
  const auto put = [&](unsigned char byte) {
    out += kHexDigits[byte >> 4];
    out += kHexDigits[byte & 15];
  };
  if (text.substr(0, 2) == "\\x") {
    int high = -1;
    for (const char c : text.substr(2)) {
      if (IsSpace(c) && high < 0) continue;
      const int digit = HexDigit(c);
      if (digit < 0) {
        throw PgError(sqlstate::kInvalidParameterValue,
                      StrCat("invalid hexadecimal digit: \"", std::string(1, c), "\""));
      }
      if (high < 0) {
        high = digit;
      } else {
        put(static_cast<unsigned char>(high * 16 + digit));
        high = -1;
      }
    }
    if (high >= 0) {
      throw PgError(sqlstate::kInvalidParameterValue,
                    "invalid hexadecimal data: odd number of digits");
    }
    return out;
  }
  while (!text.empty()) {
    if (text[0] != '\\') {
      put(static_cast<unsigned char>(text[0]));
      text.remove_prefix(1);
    } else if (text.size() >= 4 && text[1] >= '0' && text[1] <= '3' && IsOctal(text[2]) &&
               IsOctal(text[3])) {
      put(static_cast<unsigned char>((text[1] - '0') * 64 + (text[2] - '0') * 8 + (text[3] - '0')));
      text.remove_prefix(4);
    } else if (text.size() >= 2 && text[1] == '\\') {
      put('\\');
      text.remove_prefix(2);
    } else {
      throw PgError(sqlstate::kInvalidTextRepresentation, "invalid input syntax for type bytea");
    }
  }
  return out;
}

std::string ReadBits(std::string_view type, std::string_view text) {
  std::string out;
  std::string_view digits = text;
  const bool hex = !digits.empty() && (digits[0] == 'x' || digits[0] == 'X');
  const bool binary = !digits.empty() && (digits[0] == 'b' || digits[0] == 'B');
  if (hex || binary) digits.remove_prefix(1);
  for (const char c : digits) {
    if (hex) {
      const int digit = HexDigit(c);
      if (digit < 0) {
        throw PgError(sqlstate::kInvalidTextRepresentation,
                      StrCat("\"", std::string(1, c), "\" is not a valid hexadecimal digit"));
      }
      for (int bit = 8; bit > 0; bit /= 2) out += (digit & bit) != 0 ? '1' : '0';
    } else if (c == '0' || c == '1') {
      out += c;
    } else {
      throw PgError(sqlstate::kInvalidTextRepresentation,
                    StrCat("\"", std::string(1, c), "\" is not a valid binary digit"));
    }
  }
  (void)type;
  return out;
}

}  // namespace literal

namespace {

using literal::IsOctal;

std::string ReadBool(std::string_view text) {
  std::string_view trimmed = text;
  while (!trimmed.empty() && literal::IsSpace(trimmed.front())) trimmed.remove_prefix(1);
  while (!trimmed.empty() && literal::IsSpace(trimmed.back())) trimmed.remove_suffix(1);
  const std::string word = AsciiToLower(trimmed);
  const auto abbreviates = [&](std::string_view full, size_t shortest) {
    return word.size() >= shortest && word.size() <= full.size() &&
           full.substr(0, word.size()) == word;
  };
  if (abbreviates("true", 1) || abbreviates("yes", 1) || word == "on" || word == "1") return "t";
  if (abbreviates("false", 1) || abbreviates("no", 1) || abbreviates("off", 2) || word == "0") {
    return "f";
  }
  literal::InvalidSyntax("boolean", text);
}

// "char" is one byte. Since 15 it may be written in octal, and is printed so where it is no ASCII.
std::string ReadChar(std::string_view text, int major) {
  if (text.empty()) return "";
  const auto digit = [&](size_t i) { return static_cast<unsigned>(text[i] - '0'); };
  auto byte = static_cast<unsigned char>(text[0]);
  if (major >= 15 && text.size() == 4 && text[0] == '\\' && IsOctal(text[1]) && IsOctal(text[2]) &&
      IsOctal(text[3])) {
    byte = static_cast<unsigned char>(digit(1) * 64 + digit(2) * 8 + digit(3));
  }
  if (byte == 0) return "";
  if (byte < 0x80) return std::string(1, static_cast<char>(byte));
  if (major < 15) literal::NotHere("\"char\"", text);
  return StrCat("\\", byte / 64, byte / 8 % 8, byte % 8);
}

// (x,y), with or without the parentheses.
std::string ReadPoint(std::string_view text) {
  std::string_view inner = StripWhitespace(text);
  const bool parentheses = inner.size() > 1 && inner.front() == '(' && inner.back() == ')';
  if (parentheses) inner = inner.substr(1, inner.size() - 2);
  const size_t comma = inner.find(',');
  if (comma == std::string_view::npos || inner.find(',', comma + 1) != std::string_view::npos) {
    literal::InvalidSyntax("point", text);
  }
  return StrCat("(", literal::ReadFloat(inner.substr(0, comma), /*single=*/false), ",",
                literal::ReadFloat(inner.substr(comma + 1), /*single=*/false), ")");
}

// The server checks the syntax with libxml2 and drops an encoding declaration. Only text and
// elements without attributes are read here.
std::string ReadXml(std::string_view text) {
  const auto name_char = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (!text.empty() && literal::IsSpace(text[0])) literal::NotHere("xml", text);
  std::vector<std::string_view> open;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool control = c >= 0 && c < ' ' && c != '\t' && c != '\n';
    if (c == '&' || c == '\x7f' || control || text.substr(at, 3) == "]]>") {
      literal::NotHere("xml", text);
    }
    if (c != '<') continue;
    const bool end = text.substr(at + 1, 1) == "/";
    const size_t first = at + (end ? 2 : 1);
    size_t last = first;
    while (last < text.size() && name_char(text[last])) ++last;
    const std::string_view name = text.substr(first, last - first);
    const bool empty = !end && text.substr(last, 2) == "/>";
    at = last + (empty ? 1 : 0);
    if (name.empty() || name[0] == '_' || (name[0] >= '0' && name[0] <= '9') ||
        text.substr(at, 1) != ">" || (end && (open.empty() || open.back() != name))) {
      literal::NotHere("xml", text);
    }
    if (end) open.pop_back();
    if (!end && !empty) open.push_back(name);
  }
  if (!open.empty()) literal::NotHere("xml", text);
  return std::string(text);
}

std::string ReadEnum(Context& context, TypeId type, std::string_view text) {
  const std::vector<std::string>& labels = context.types.EnumLabels(type);
  if (std::find(labels.begin(), labels.end(), text) == labels.end()) {
    throw PgError(sqlstate::kInvalidTextRepresentation,
                  StrCat("invalid input value for enum ", context.types.FormatBare(type), ": \"",
                         text, "\""));
  }
  return std::string(text);
}

std::string ReadBuiltin(Context& context, TypeId type, int32_t typmod, std::string_view text,
                        QualifiedName* relation) {
  namespace l = literal;
  const int major = context.major();
  switch (type) {
    case type_id::kBool:
      return ReadBool(text);
    case type_id::kInt2:
      return l::ReadInteger("smallint", text, std::numeric_limits<int16_t>::min(),
                            std::numeric_limits<int16_t>::max(), major);
    case type_id::kInt4:
      return l::ReadInteger("integer", text, std::numeric_limits<int32_t>::min(),
                            std::numeric_limits<int32_t>::max(), major);
    case type_id::kInt8:
      return l::ReadInteger("bigint", text, std::numeric_limits<int64_t>::min(),
                            std::numeric_limits<int64_t>::max(), major);
    case type_id::kOid:
      return l::ReadOid(text, major);
    case type_id::kFloat4:
      return l::ReadFloat(text, /*single=*/true);
    case type_id::kFloat8:
      return l::ReadFloat(text, /*single=*/false);
    case type_id::kNumeric:
      return l::ReadNumeric(text, major);
    case type_id::kText:
    case type_id::kVarchar:
    case type_id::kBpchar:
    case type_id::kUnknown:
    case type_id::kCstring:
    case type_id::kRefcursor:
      return std::string(text);
    case type_id::kName:
      return TruncateIdentifier(text);
    case type_id::kChar:
      return ReadChar(text, major);
    case type_id::kBytea:
      return l::ReadBytea(text);
    case type_id::kUuid:
      return l::ReadUuid(text);
    case type_id::kBit:
      return l::ReadBits("bit", text);
    case type_id::kVarbit:
      return l::ReadBits("bit varying", text);
    case type_id::kDate:
      return l::ReadDate(text, major);
    case type_id::kTime:
      return l::ReadTime(context.options, text, /*with_zone=*/false);
    case type_id::kTimeTz:
      return l::ReadTime(context.options, text, /*with_zone=*/true);
    case type_id::kTimestamp:
      return l::ReadTimestamp(context.options, text, /*with_zone=*/false, major);
    case type_id::kTimestampTz:
      return l::ReadTimestamp(context.options, text, /*with_zone=*/true, major);
    case type_id::kInterval:
      return l::ReadInterval(text, typmod, major);
    case type_id::kJson:
      l::CheckJson(text);
      return std::string(text);
    case type_id::kJsonb:
      return l::ReadJsonb(text);
    case type_id::kXml:
      return ReadXml(text);
    case type_id::kInet:
      return l::ReadInet(text, /*cidr=*/false);
    case type_id::kCidr:
      return l::ReadInet(text, /*cidr=*/true);
    case type_id::kMacaddr:
      return l::ReadMacaddr(text, 6);
    case type_id::kPoint:
      return ReadPoint(text);
    case type_id::kTsvector:
      if (text.empty()) return "";
      break;
    case type_id::kRegclass:
    case type_id::kRegtype:
    case type_id::kRegproc:
    case type_id::kRegprocedure:
    case type_id::kRegnamespace:
    case type_id::kRegrole:
    case type_id::kRegcollation:
    case type_id::kRegconfig:
    case type_id::kRegdictionary:
      return ReadObjectName(context, type, text, relation);
    default:
      break;
  }
  l::NotHere(context.types.FormatBare(type), text);
}

// The code behind a function of a base type of the catalog, by its name in the server.
std::string_view CodeOf(Context& context, const QualifiedName& function,
                        std::string_view argument) {
  if (function.schema == "pg_catalog") return function.name.str();
  const auto* own = context.catalog.FindPayload<Function>(
      RoutineKey<Function>(function.schema, function.name, Name(argument)));
  return own == nullptr || own->language != "internal" ? std::string_view() : own->body;
}

// The server's own type that reads and writes its values with the same code; null for none.
const BuiltinType* TypeOfSameCode(Context& context, const TypeInfo& info) {
  const auto* type =
      context.catalog.FindPayload<ScalarType>(KeyFor<ScalarType>(info.schema, info.name));
  if (type == nullptr || type->shell) return nullptr;
  const std::string_view input = CodeOf(context, type->input, "cstring");
  const std::string_view output = CodeOf(context, type->output, context.types.FormatBare(info.id));
  for (const BuiltinType& candidate : context.builtins.types()) {
    if (candidate.kind == 'b' && !input.empty() && candidate.input == input &&
        candidate.output == output) {
      return &candidate;
    }
  }
  return nullptr;
}

std::string Read(Context& context, TypeId type, int32_t typmod, std::string_view text,
                 QualifiedName* relation) {
  const TypeInfo info = context.types.Get(type);
  if (info.element != 0) return ReadArray(context, info.element, typmod, text);
  switch (info.kind) {
    case 'e':
      return ReadEnum(context, type, text);
    case 'r':
      return ReadRange(context, type, text);
    case 'm':
      return ReadMultirange(context, type, text);
    case 'c':
      return ReadComposite(context, type, text);
    case 'd':
      // Its checks are not run here; a value that fails them would be refused.
      type = context.types.Base(type, &typmod);
      return Read(context, type, typmod, text, relation);
    case 'b':
      if (type >= kFirstUserId) {
        // Of extensions' types, this one stores what it is given.
        if (info.name == "citext") return std::string(text);
        if (const BuiltinType* like = TypeOfSameCode(context, info)) {
          return ApplyTypmod(like->id, typmod,
                             ReadBuiltin(context, like->id, typmod, text, relation));
        }
        literal::NotHere(context.types.FormatBare(type), text);
      }
      return ApplyTypmod(type, typmod, ReadBuiltin(context, type, typmod, text, relation));
    case 'p':
      if (type == type_id::kUnknown || type == type_id::kCstring) return std::string(text);
      throw PgError(sqlstate::kFeatureNotSupported,
                    StrCat("cannot accept a value of type ", context.types.FormatBare(type)));
    default:
      literal::NotHere(context.types.FormatBare(type), text);
  }
}

}  // namespace

void ReadLiteral(Context& context, std::string_view text, Expr* constant) {
  try {
    constant->text = Read(context, constant->type, constant->typmod, text, &constant->relation);
  } catch (const PgError& error) {
    if (error.location() >= 0) throw;
    throw PgError(error.sqlstate(), error.what(), constant->location);
  }
}

std::string CanonicalText(Context& context, TypeId type, int32_t typmod, std::string_view text) {
  QualifiedName relation;
  return Read(context, type, typmod, text, &relation);
}

}  // namespace schemadiff::sema
