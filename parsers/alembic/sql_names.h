// Identifiers and literals as SQLAlchemy writes them for PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parsers/alembic/python_value.h"

namespace schemadiff::alembic {

/// A name as migrations give it.
struct Name {
  std::string text;
  /// Marked as final by op.f() or conv(): naming conventions leave it alone, and where it is
  /// too long it is cut, not refused.
  bool final = false;
  /// quoted_name(..., quote=True or False); none: quoted where needed.
  std::optional<bool> quote;
};

/// A string that op.f(), conv() or quoted_name() made: a str to the code, a Name to us.
struct NamedString : py::String {
  bool final = false;
  std::optional<bool> quote;
};

Name NameOf(const py::String& string);
py::Value NewNamedString(py::Heap* heap, const py::String& from, bool final,
                         std::optional<bool> quote);

/// An identifier, in quotes where SQLAlchemy's dialect for PostgreSQL puts it in quotes:
/// reserved words, upper case letters, characters other than letters, digits, `_` and `$`,
/// or a digit or `$` first. (That quotes more than PostgreSQL itself would need.)
std::string QuoteName(std::string_view name);
std::string QuoteName(const Name& name);

/// `schema.table`, each part in quotes where needed; a dotted schema is quoted by its parts
/// where `split_schema` says so.
std::string QualifiedName(std::string_view schema, std::string_view name,
                          bool split_schema = false);

/// The name of an index or constraint. Names that are too long for PostgreSQL are refused
/// (the result is nullopt), final ones cut to 55 characters and a piece of their MD5 hash.
std::optional<std::string> QuoteConstraintName(const Name& name);

/// A string constant, with standard_conforming_strings.
std::string QuoteLiteral(std::string_view text);

/// Lower-case hexadecimal MD5, as used in shortened names.
std::string Md5Hex(std::string_view bytes);

}  // namespace schemadiff::alembic
