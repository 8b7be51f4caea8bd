#include "engine/pg/identifier.h"

#include <absl/base/call_once.h>

#include <algorithm>
#include <array>

#include "engine/base/strings.h"
#include "engine/pg/embedded_data.h"

namespace schemadiff {
namespace {

using KeywordTable = absl::flat_hash_map<std::string_view, KeywordCategory, StringHash, StringEq>;

constexpr size_t kMajors = kNewestMajor - kOldestMajor + 1;

KeywordCategory CategoryOfLetter(char letter) {
  switch (letter) {
    case 'U':
      return KeywordCategory::kUnreserved;
    case 'C':
      return KeywordCategory::kColumnName;
    case 'T':
      return KeywordCategory::kTypeOrFunctionName;
    default:
      return KeywordCategory::kReserved;
  }
}

const KeywordTable& Keywords(int major) {
  static auto* const tables = new std::array<KeywordTable, kMajors>;
  static auto* const once = new std::array<absl::once_flag, kMajors>;
  const int known = std::clamp(major, kOldestMajor, kNewestMajor);
  const size_t slot = static_cast<size_t>(known - kOldestMajor);
  absl::call_once((*once)[slot], [&] {
    internal::DataReader reader("keywords", known);
    while (reader.Next()) (*tables)[slot][reader.Text(0)] = CategoryOfLetter(reader.Letter(1));
  });
  return (*tables)[slot];
}

bool IsPlainIdentifier(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

void AppendDoubling(std::string* out, std::string_view text, char quote, bool double_backslash) {
  out->push_back(quote);
  for (const char c : text) {
    if (c == quote || (c == '\\' && double_backslash)) out->push_back(c);
    out->push_back(c);
  }
  out->push_back(quote);
}

size_t Utf8Length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if ((byte & 0xE0) == 0xC0) return 2;
  if ((byte & 0xF0) == 0xE0) return 3;
  if ((byte & 0xF8) == 0xF0) return 4;
  return 1;
}

}  // namespace

KeywordCategory LookUpKeyword(std::string_view word, int major) {
  const KeywordTable& table = Keywords(major);
  const auto it = table.find(word);
  return it == table.end() ? KeywordCategory::kNone : it->second;
}

void AppendQuotedIdentifier(std::string* out, std::string_view name, int major) {
  if (IsPlainIdentifier(name)) {
    const KeywordCategory category = LookUpKeyword(name, major);
    if (category == KeywordCategory::kNone || category == KeywordCategory::kUnreserved) {
      out->append(name);
      return;
    }
  }
  AppendDoubling(out, name, '"', /*double_backslash=*/false);
}

std::string QuoteIdentifier(std::string_view name, int major) {
  std::string out;
  AppendQuotedIdentifier(&out, name, major);
  return out;
}

std::string QuoteQualifiedName(std::string_view schema, std::string_view name, int major) {
  std::string out;
  if (!schema.empty()) {
    AppendQuotedIdentifier(&out, schema, major);
    out.push_back('.');
  }
  AppendQuotedIdentifier(&out, name, major);
  return out;
}

void AppendQuotedLiteral(std::string* out, std::string_view text) {
  AppendDoubling(out, text, '\'', /*double_backslash=*/false);
}

std::string QuoteLiteral(std::string_view text) {
  std::string out;
  AppendQuotedLiteral(&out, text);
  return out;
}

std::string QuotePortableLiteral(std::string_view text) {
  std::string out;
  if (text.find('\\') != std::string_view::npos) out.push_back('E');
  AppendDoubling(&out, text, '\'', /*double_backslash=*/true);
  return out;
}

std::string FoldIdentifier(std::string_view text) { return TruncateIdentifier(AsciiToLower(text)); }

std::string TruncateIdentifier(std::string_view name) {
  if (name.size() <= kMaxIdentifierBytes) return std::string(name);
  return std::string(name.substr(0, ClipLength(name, kMaxIdentifierBytes)));
}

size_t ClipLength(std::string_view text, size_t limit) {
  size_t clipped = 0;
  while (clipped < text.size() && text[clipped] != '\0') {
    const size_t length = Utf8Length(text[clipped]);
    if (clipped + length > limit) break;
    clipped += length;
  }
  return std::min(clipped, text.size());
}

}  // namespace schemadiff
