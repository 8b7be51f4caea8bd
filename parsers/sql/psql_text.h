// psql's variables, and the arguments of its backslash commands.
//
// Source: PostgreSQL's psqlscan.l and psqlscanslash.l.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strings.h"

namespace schemadiff {

/// psql's variables, as far as their values are known.
using PsqlVariables = StringMap<std::string>;

/// One of :name, :'name', :"name" and :{?name}.
struct PsqlReference {
  enum class Form { kPlain, kLiteral, kIdentifier, kTest };
  Form form = Form::kPlain;
  std::string_view name;
  size_t end = 0;  ///< past its last byte
};

/// The reference that the colon at `at` begins, if it does.
std::optional<PsqlReference> FindPsqlReference(std::string_view text, size_t at);

/// What psql puts in place of it, quoted as its form says. Plain values are expanded in turn, as
/// psql does outside of commands. Nothing for a variable that is not set, and for one whose value
/// becomes larger than anybody writes.
std::optional<std::string> ExpandPsqlReference(const PsqlReference& reference,
                                               const PsqlVariables& variables);

/// The rest of a backslash command.
struct PsqlArguments {
  std::vector<std::string> values;
  std::vector<bool> quoted;  ///< by argument: some of it was quoted or came from a variable
  std::vector<std::string>
      unset;  ///< variables that are not set; psql leaves references to them as they are
  bool runs_shell = false;    ///< holds a `command` in backticks, whose output is not known
  bool unterminated = false;  ///< a quote without an end
  size_t end =
      0;  ///< past the arguments: at a line end, at the next backslash command, or past `\\`
};

/// Reads arguments from `at` to the end of the line or of the command.
PsqlArguments ScanPsqlArguments(std::string_view text, size_t at, const PsqlVariables& variables);

/// Takes off unquoted semicolons at the end, as `\i file;` and `\connect db;` allow.
void StripSemicolons(PsqlArguments* arguments);

/// psql's reading of a Boolean: nothing where it is none.
std::optional<bool> ParsePsqlBool(std::string_view text);

}  // namespace schemadiff
