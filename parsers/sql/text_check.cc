#include "parsers/sql/text_check.h"

#include <simdjson.h>

#include <algorithm>

#include "engine/base/escape.h"
#include "engine/base/strings.h"

namespace schemadiff {
size_t FindInvalidUtf8(std::string_view text, size_t from) {
  size_t at = from;
  while (at < text.size()) {
    // Whole lines first, then the one character.
    const size_t line_end = std::min(text.find('\n', at), text.size() - 1) + 1;
    if (IsValidUtf8(text.substr(at, line_end - at))) {
      at = line_end;
      continue;
    }
    for (size_t length = 1;; ++length) {
      if (length > 4) return at;
      if (!IsValidUtf8(text.substr(at, length))) continue;
      at += std::min(length, text.size() - at);
      break;
    }
  }
  return std::string_view::npos;
}

TextFault InvalidByte(std::string_view text, size_t offset) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(text[offset]);
  return {offset, "sql.invalid-encoding", "22021",
          StrCat("invalid byte sequence for encoding \"UTF8\": 0x", kHex.substr(byte >> 4, 1),
                 kHex.substr(byte & 15, 1))};
}

std::optional<TextFault> FindTextFault(std::string_view text) {
  if (text.size() > kMaxTextBytes) {
    return TextFault{0, "sql.too-large", "54000",
                     StrCat("the text has ", text.size(), " bytes; at most ", kMaxTextBytes,
                            " can be parsed at once")};
  }
  const size_t nul = text.find('\0');
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    const size_t invalid = FindInvalidUtf8(text, 0);
    if (invalid < nul) return InvalidByte(text, invalid);
  }
  if (nul != std::string_view::npos) return InvalidByte(text, nul);
  return std::nullopt;
}

std::optional<Diagnostic> CheckSqlText(const SourceText& source) {
  std::optional<TextFault> fault = FindTextFault(source.text());
  if (!fault) return std::nullopt;
  return Diagnostic{DiagnosticLevel::kError,
                    std::move(fault->code),
                    std::move(fault->sqlstate),
                    std::move(fault->message),
                    source.Locate(fault->offset),
                    "",
                    {}};
}

}  // namespace schemadiff
