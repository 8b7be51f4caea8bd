// Whether bytes are text that PostgreSQL takes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/base/source.h"

namespace schemadiff {

struct TextFault {
  size_t offset = 0;  ///< of the first bad byte
  std::string code;
  std::string sqlstate;
  std::string message;
};

/// The first NUL byte or invalid UTF-8 sequence (`sql.invalid-encoding`), or an excessive length
/// (`sql.too-large`); nothing for good text.
std::optional<TextFault> FindTextFault(std::string_view text);

/// The same as a diagnostic.
std::optional<Diagnostic> CheckSqlText(const SourceText& source);

}  // namespace schemadiff
