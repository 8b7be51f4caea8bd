// Whether bytes are text that PostgreSQL takes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/base/source.h"

namespace schemadiff {

/// libpg_query's own buffers and offsets end at 1 GiB.
constexpr size_t kMaxTextBytes = size_t{1} << 30;

struct TextFault {
  size_t offset = 0;  ///< of the first bad byte
  std::string code;
  std::string sqlstate;
  std::string message;
};

/// The first NUL byte or invalid UTF-8 sequence (`sql.invalid-encoding`), or an excessive length
/// (`sql.too-large`); nothing for good text.
std::optional<TextFault> FindTextFault(std::string_view text);

/// The offset of the first byte from `from` on that is no part of a UTF-8 character; npos where
/// there is none.
size_t FindInvalidUtf8(std::string_view text, size_t from);

/// The fault that such a byte is.
TextFault InvalidByte(std::string_view text, size_t offset);

/// What FindTextFault finds, as a diagnostic.
std::optional<Diagnostic> CheckSqlText(const SourceText& source);

}  // namespace schemadiff
