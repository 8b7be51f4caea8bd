// Identifiers, keywords and literals as PostgreSQL reads and prints them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace schemadiff {

/// The majors that the built-in data covers. A major outside of that range reads as the nearest
/// one; see Builtins::Supports.
inline constexpr int kOldestMajor = 13;
inline constexpr int kNewestMajor = 18;

/// Bytes in an identifier, without the terminator (NAMEDATALEN - 1).
inline constexpr size_t kMaxIdentifierBytes = 63;

/// The four classes of SQL keywords (PostgreSQL's documentation, appendix C).
enum class KeywordCategory : uint8_t {
  kNone,  ///< not a keyword
  kUnreserved,
  kColumnName,          ///< may name a column, not a function or type
  kTypeOrFunctionName,  ///< may name a function or type
  kReserved,
};

/// The class of a lower-case word in that major version's grammar.
KeywordCategory LookUpKeyword(std::string_view word, int major);

/// The identifier as the server prints it (quote_identifier): in double quotes unless it is made
/// of lower-case ASCII letters, digits and underscores, does not begin with a digit, and is no
/// keyword besides the unreserved ones. Which words are keywords depends on the major version.
std::string QuoteIdentifier(std::string_view name, int major);
void AppendQuotedIdentifier(std::string* out, std::string_view name, int major);

/// `schema.name`, each quoted as needed; only `name` where `schema` is empty.
std::string QuoteQualifiedName(std::string_view schema, std::string_view name, int major);

/// A string literal as the server prints constants (simple_quote_literal with
/// standard_conforming_strings on): quotes are doubled, backslashes stay.
std::string QuoteLiteral(std::string_view text);
void AppendQuotedLiteral(std::string* out, std::string_view text);

/// A string literal that means the same whatever standard_conforming_strings is (the SQL function
/// quote_literal): `E'...'` with doubled backslashes, where there is a backslash.
std::string QuotePortableLiteral(std::string_view text);

/// An unquoted identifier as the lexer takes it: ASCII letters become lower case, and it is cut to
/// 63 bytes. (The server folds other letters only in single-byte encodings, which no database
/// in UTF-8 has.)
std::string FoldIdentifier(std::string_view text);

/// The identifier cut to 63 bytes, at a character boundary (truncate_identifier).
std::string TruncateIdentifier(std::string_view name);

/// The length of the longest prefix of whole UTF-8 characters that has at most `limit` bytes
/// (pg_mbcliplen). Invalid bytes count as the server counts them: by the lead byte alone.
size_t ClipLength(std::string_view text, size_t limit);

}  // namespace schemadiff
