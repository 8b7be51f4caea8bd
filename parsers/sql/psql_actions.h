// What each of psql's backslash commands means to a reader of the schema.
#pragma once

#include <cstdint>
#include <string_view>

namespace schemadiff::internal {

enum class PsqlAction : uint8_t {
  kIgnore,         // about output, the terminal or psql itself
  kIgnoreLine,     // likewise, with the whole line for its argument
  kIgnoreLoading,  // changes data, and no definition
  kSend,           // runs the statement read so far
  kSendInto,       // likewise, with its result in variables
  kSendAndRun,     // likewise, with its result as further statements
  kReset,
  kSet,
  kUnset,
  kSetUnknown,  // to what the environment or the user says
  kIf,
  kElif,
  kElse,
  kEndif,
  kQuit,
  kInclude,
  kIncludeRelative,
  kConnect,
  kDirectory,
  kEncoding,
  kCopy,
  kRefuse,
  kRefuseLine,
};

/// By the command's name, without the backslash; kRefuse for one that psql 18 does not have.
PsqlAction FindPsqlAction(std::string_view name);

}  // namespace schemadiff::internal
