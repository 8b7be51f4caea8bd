#include "parsers/alembic/sql_names.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "engine/base/strings.h"
#include "parsers/alembic/python_text.h"

namespace schemadiff::alembic {
namespace {

// PostgreSQL's limit of identifiers, and what a shortened name keeps of its text.
constexpr size_t kMaxIdentifier = 63;
constexpr size_t kShortened = kMaxIdentifier - 8;

// The words that SQLAlchemy's dialect takes for reserved, in alphabetical order.
constexpr std::array<std::string_view, 101> kReserved = {"all",
                                                         "analyse",
                                                         "analyze",
                                                         "and",
                                                         "any",
                                                         "array",
                                                         "as",
                                                         "asc",
                                                         "asymmetric",
                                                         "authorization",
                                                         "between",
                                                         "binary",
                                                         "both",
                                                         "case",
                                                         "cast",
                                                         "check",
                                                         "collate",
                                                         "column",
                                                         "constraint",
                                                         "create",
                                                         "cross",
                                                         "current_catalog",
                                                         "current_date",
                                                         "current_role",
                                                         "current_schema",
                                                         "current_time",
                                                         "current_timestamp",
                                                         "current_user",
                                                         "default",
                                                         "deferrable",
                                                         "desc",
                                                         "distinct",
                                                         "do",
                                                         "else",
                                                         "end",
                                                         "except",
                                                         "false",
                                                         "fetch",
                                                         "for",
                                                         "foreign",
                                                         "freeze",
                                                         "from",
                                                         "full",
                                                         "grant",
                                                         "group",
                                                         "having",
                                                         "ilike",
                                                         "in",
                                                         "initially",
                                                         "inner",
                                                         "intersect",
                                                         "into",
                                                         "is",
                                                         "isnull",
                                                         "join",
                                                         "leading",
                                                         "left",
                                                         "like",
                                                         "limit",
                                                         "localtime",
                                                         "localtimestamp",
                                                         "natural",
                                                         "new",
                                                         "not",
                                                         "notnull",
                                                         "null",
                                                         "of",
                                                         "off",
                                                         "offset",
                                                         "old",
                                                         "on",
                                                         "only",
                                                         "or",
                                                         "order",
                                                         "outer",
                                                         "over",
                                                         "overlaps",
                                                         "placing",
                                                         "primary",
                                                         "references",
                                                         "returning",
                                                         "right",
                                                         "select",
                                                         "session_user",
                                                         "similar",
                                                         "some",
                                                         "symmetric",
                                                         "table",
                                                         "then",
                                                         "to",
                                                         "trailing",
                                                         "true",
                                                         "union",
                                                         "unique",
                                                         "user",
                                                         "using",
                                                         "variadic",
                                                         "verbose",
                                                         "when",
                                                         "where",
                                                         "window"};

bool IsReserved(std::string_view name) {
  // "with" comes after "window".
  return name == "with" || std::binary_search(kReserved.begin(), kReserved.end(), name);
}

bool NeedsQuotes(std::string_view name) {
  if (name.empty()) return true;
  const char first = name[0];
  if ((first >= '0' && first <= '9') || first == '$') return true;
  for (const char c : name) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$')) return true;
  }
  return IsReserved(name);
}

}  // namespace

Name NameOf(const py::String& string) {
  Name name;
  name.text = string.text;
  if (const auto* named = dynamic_cast<const NamedString*>(&string)) {
    name.final = named->final;
    name.quote = named->quote;
  }
  return name;
}

py::Value NewNamedString(py::Heap* heap, const py::String& from, bool final,
                         std::optional<bool> quote) {
  heap->Charge(from.text.size());
  auto* named = heap->New<NamedString>();
  named->text = from.text;
  named->marks = from.marks;
  named->final = final;
  named->quote = quote;
  return {py::ValueKind::kString, named};
}

std::string QuoteName(std::string_view name) {
  return QuoteName(Name{std::string(name), false, std::nullopt});
}

std::string QuoteName(const Name& name) {
  if (name.quote == false || (!name.quote.has_value() && !NeedsQuotes(name.text))) return name.text;
  std::string out = "\"";
  for (const char c : name.text) {
    out.push_back(c);
    if (c == '"') out.push_back(c);
  }
  return out + "\"";
}

std::string QualifiedName(std::string_view schema, std::string_view name, bool split_schema) {
  if (schema.empty()) return QuoteName(name);
  if (!split_schema) return StrCat(QuoteName(schema), ".", QuoteName(name));
  std::string out;
  for (const std::string_view part : StrSplit(schema, '.')) StrAppend(&out, QuoteName(part), ".");
  return out + QuoteName(name);
}

std::optional<std::string> QuoteConstraintName(const Name& name) {
  const std::vector<size_t> offsets = py::CharacterOffsets(name.text);
  if (offsets.size() - 1 <= kMaxIdentifier) return QuoteName(name);
  if (!name.final) return std::nullopt;
  Name shortened = name;
  shortened.text =
      StrCat(name.text.substr(0, offsets[kShortened]), "_", Md5Hex(name.text).substr(28));
  return QuoteName(shortened);
}

std::string QuoteLiteral(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out.push_back(c);
    if (c == '\'') out.push_back(c);
  }
  return out + "'";
}

// RFC 1321.
std::string Md5Hex(std::string_view bytes) {
  static constexpr std::array<uint8_t, 16> kShifts = {7, 12, 17, 22, 5, 9,  14, 20,
                                                      4, 11, 16, 23, 6, 10, 15, 21};
  std::string message(bytes);
  message.push_back(static_cast<char>(0x80));
  while (message.size() % 64 != 56) message.push_back('\0');
  const uint64_t bits = static_cast<uint64_t>(bytes.size()) * 8;
  for (int i = 0; i < 8; ++i) message.push_back(static_cast<char>((bits >> (8 * i)) & 0xff));
  std::array<uint32_t, 4> state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  for (size_t block = 0; block < message.size(); block += 64) {
    std::array<uint32_t, 16> words{};
    for (size_t i = 0; i < 64; ++i) {
      words[i / 4] |= static_cast<uint32_t>(static_cast<unsigned char>(message[block + i]))
                      << (8 * (i % 4));
    }
    auto [a, b, c, d] = state;
    for (uint32_t i = 0; i < 64; ++i) {
      uint32_t mixed = 0, word = 0;
      if (i < 16) {
        mixed = (b & c) | (~b & d);
        word = i;
      } else if (i < 32) {
        mixed = (d & b) | (~d & c);
        word = (5 * i + 1) % 16;
      } else if (i < 48) {
        mixed = b ^ c ^ d;
        word = (3 * i + 5) % 16;
      } else {
        mixed = c ^ (b | ~d);
        word = (7 * i) % 16;
      }
      const auto sine =
          static_cast<uint32_t>(std::floor(std::fabs(std::sin(i + 1.0)) * 4294967296.0));
      const uint32_t sum = mixed + a + sine + words[word];
      a = d;
      d = c;
      c = b;
      b += std::rotl(sum, kShifts[(i / 16) * 4 + i % 4]);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
  }
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const uint32_t word : state) {
    for (int i = 0; i < 4; ++i) {
      const uint32_t byte = (word >> (8 * i)) & 0xff;
      out.push_back(kHex[byte >> 4]);
      out.push_back(kHex[byte & 15]);
    }
  }
  return out;
}

}  // namespace schemadiff::alembic
