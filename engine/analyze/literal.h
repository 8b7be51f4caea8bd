// Values of types, from text to text: what a type's input function reads and its output function
// prints again.
//
// A literal in a statement becomes a constant when the statement is analyzed, and the server
// stores and prints the constant, not the literal: '2000-1-1'::date is '2000-01-01'::date, and
// '{b,  a}'::text[] is '{b,a}'::text[]. Output is that of the settings that introspection uses:
// DateStyle ISO, IntervalStyle postgres, extra_float_digits 1, bytea_output hex.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/analyze/context.h"

namespace schemadiff::sema {

/// Reads `text` as a value of constant->type (not a domain) and sets constant->text, and for
/// regclass constant->relation. Throws PgError where the type's input function would raise an
/// error, and NotModelled where the value depends on what is not known here (the clock, an
/// extension) or the type's format is not modelled.
void ReadLiteral(Context& context, std::string_view text, Expr* constant);

/// The same, for values inside of other values.
std::string CanonicalText(Context& context, TypeId type, int32_t typmod, std::string_view text);

/// A value of one of the server's own types, in its output form, as one that was read with the
/// type modifier (-1: none). Throws PgError where it does not fit, and NotModelled where rounding
/// it is not modelled.
std::string ApplyTypmod(TypeId type, int32_t typmod, std::string text);

namespace literal {

[[noreturn]] void InvalidSyntax(std::string_view type, std::string_view text);
[[noreturn]] void NotHere(std::string_view type, std::string_view text);
[[noreturn]] void Malformed(std::string_view what, std::string_view text);
bool IsSpace(char c);
bool IsOctal(char c);

// Numbers. `major` decides on hexadecimal notation and underscores.
std::string ReadInteger(std::string_view type, std::string_view text, int64_t minimum,
                        int64_t maximum, int major);
std::string ReadOid(std::string_view text, int major);
std::string ReadFloat(std::string_view text, bool single);
std::string ReadNumeric(std::string_view text, int major);
/// A number as JSON and the lexer write it, in numeric's output format.
std::string NormalizeNumeric(std::string_view text);

// Dates and times.
std::string ReadDate(std::string_view text, int major);
std::string ReadTime(const AnalyzeOptions& options, std::string_view text, bool with_zone);
std::string ReadTimestamp(const AnalyzeOptions& options, std::string_view text, bool with_zone,
                          int major);
std::string ReadInterval(std::string_view text, int32_t typmod, int major);
/// The day after, for canonical ranges; `date` as ReadDate prints it.
std::string NextDay(std::string_view date);

// JSON.
void CheckJson(std::string_view text);
std::string ReadJsonb(std::string_view text);

// Network addresses.
std::string ReadInet(std::string_view text, bool cidr);
std::string ReadMacaddr(std::string_view text, size_t bytes);

/// Appends a range's bound or a row's field, quoted where it has to be.
void AppendBound(std::string_view value, std::string* out);

// Other scalars.
std::string ReadUuid(std::string_view text);
std::string ReadBytea(std::string_view text);
std::string ReadBits(std::string_view type, std::string_view text);

}  // namespace literal

/// Text of an array, range or row, by its elements' types.
std::string ReadArray(Context& context, TypeId element, int32_t typmod, std::string_view text);
std::string ReadRange(Context& context, TypeId range, std::string_view text);
std::string ReadMultirange(Context& context, TypeId multirange, std::string_view text);
std::string ReadComposite(Context& context, TypeId type, std::string_view text);

/// Text of a reg* type: the object's name as it is printed with an empty search_path. Sets
/// *relation for regclass.
std::string ReadObjectName(Context& context, TypeId type, std::string_view text,
                           QualifiedName* relation);

}  // namespace schemadiff::sema
