// Making hostile text harmless in what we print.
#pragma once

#include <string>
#include <string_view>

namespace schemadiff {

/// Text as it may be written to a terminal: control characters (C0, DEL, C1), bidirectional
/// overrides and other invisible format characters, and invalid UTF-8 become visible
/// escapes (`\x1b`, `\u202e`). Everything else, including other Unicode, stays as it is.
/// Line feeds are escaped too, except where `keep_newlines` says otherwise.
std::string EscapeForTerminal(std::string_view text, bool keep_newlines = false);

/// True when the bytes are well-formed UTF-8 (no overlong forms, no surrogates).
bool IsValidUtf8(std::string_view text);

}  // namespace schemadiff
