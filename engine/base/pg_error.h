// Errors that PostgreSQL itself would raise.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace schemadiff {

/// Thrown inside the analysis or replay of one statement where PostgreSQL would
/// ereport(ERROR): the statement has no effect. Caught where the statement began,
/// never seen by callers of the replay.
class PgError : public std::runtime_error {
 public:
  /// `location` is a byte offset into the statement's source text, -1 where none is known.
  PgError(std::string_view sqlstate, const std::string& message, int location = -1)
      : std::runtime_error(message), sqlstate_(sqlstate), location_(location) {}
  const std::string& sqlstate() const { return sqlstate_; }
  int location() const { return location_; }

 private:
  std::string sqlstate_;
  int location_;
};

/// Thrown where PostgreSQL may well accept the input, but its effect is not modelled.
/// The statement's objects become not comparable.
class NotModelled : public std::runtime_error {
 public:
  explicit NotModelled(const std::string& what, int location = -1)
      : std::runtime_error(what), location_(location) {}
  int location() const { return location_; }

 private:
  int location_;
};

/// SQLSTATE codes by PostgreSQL's condition names (its documentation, appendix A).
namespace sqlstate {
inline constexpr std::string_view kFeatureNotSupported = "0A000";
inline constexpr std::string_view kInvalidParameterValue = "22023";
inline constexpr std::string_view kInvalidTextRepresentation = "22P02";
inline constexpr std::string_view kNumericValueOutOfRange = "22003";
inline constexpr std::string_view kDependentObjectsStillExist = "2BP01";
inline constexpr std::string_view kInvalidSchemaName = "3F000";
inline constexpr std::string_view kSyntaxError = "42601";
inline constexpr std::string_view kInvalidName = "42602";
inline constexpr std::string_view kNameTooLong = "42622";
inline constexpr std::string_view kReservedName = "42939";
inline constexpr std::string_view kInvalidColumnDefinition = "42611";
inline constexpr std::string_view kDuplicateColumn = "42701";
inline constexpr std::string_view kAmbiguousColumn = "42702";
inline constexpr std::string_view kUndefinedColumn = "42703";
inline constexpr std::string_view kUndefinedObject = "42704";
inline constexpr std::string_view kDuplicateObject = "42710";
inline constexpr std::string_view kDuplicateAlias = "42712";
inline constexpr std::string_view kDuplicateFunction = "42723";
inline constexpr std::string_view kAmbiguousFunction = "42725";
inline constexpr std::string_view kGroupingError = "42803";
inline constexpr std::string_view kDatatypeMismatch = "42804";
inline constexpr std::string_view kWrongObjectType = "42809";
inline constexpr std::string_view kInvalidForeignKey = "42830";
inline constexpr std::string_view kCannotCoerce = "42846";
inline constexpr std::string_view kUndefinedFunction = "42883";
inline constexpr std::string_view kUndefinedTable = "42P01";
inline constexpr std::string_view kUndefinedParameter = "42P02";
inline constexpr std::string_view kDuplicateSchema = "42P06";
inline constexpr std::string_view kDuplicateTable = "42P07";
inline constexpr std::string_view kInvalidColumnReference = "42P10";
inline constexpr std::string_view kInvalidFunctionDefinition = "42P13";
inline constexpr std::string_view kInvalidTableDefinition = "42P16";
inline constexpr std::string_view kInvalidObjectDefinition = "42P17";
inline constexpr std::string_view kIndeterminateDatatype = "42P18";
inline constexpr std::string_view kUndefinedSchema = "3F000";
inline constexpr std::string_view kObjectNotInPrerequisiteState = "55000";
}  // namespace sqlstate

}  // namespace schemadiff
