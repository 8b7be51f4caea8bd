// Text in the encoding that client_encoding names, to UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace schemadiff {

/// An encoding of text that PostgreSQL takes from its clients.
class ClientEncoding {
 public:
  /// UTF-8.
  ClientEncoding() = default;
  /// By one of PostgreSQL's names for it, in any spelling that it takes ("LATIN1", "iso-8859-1");
  /// nothing for a name that it does not know. Source: PostgreSQL's table of character sets, and
  /// its rule that only letters and digits of a name count.
  static std::optional<ClientEncoding> Find(std::string_view name);

  /// Whether bytes can be handed on as they are: UTF-8, or SQL_ASCII, of which the server converts
  /// nothing either.
  bool is_utf8() const { return charset_ == nullptr; }
  /// Whether ToUtf8 knows how. False for encodings of which the C library and PostgreSQL have
  /// different tables.
  bool convertible() const { return charset_ == nullptr || *charset_ != '\0'; }

  /// Converts; what is no character of the encoding stays as it is, and so is no valid UTF-8.
  std::string ToUtf8(std::string_view bytes) const;

 private:
  const char* charset_ = nullptr;  // the C library's name; null: UTF-8; empty: none
};

}  // namespace schemadiff
