#include "parsers/sql/psql_actions.h"

namespace schemadiff::internal {

PsqlAction FindPsqlAction(std::string_view name) {
  struct Command {
    std::string_view name;
    PsqlAction action;
  };
  static constexpr Command kCommands[] = {
      {"i", PsqlAction::kInclude},
      {"include", PsqlAction::kInclude},
      {"ir", PsqlAction::kIncludeRelative},
      {"include_relative", PsqlAction::kIncludeRelative},
      {"c", PsqlAction::kConnect},
      {"connect", PsqlAction::kConnect},
      {"set", PsqlAction::kSet},
      {"unset", PsqlAction::kUnset},
      {"getenv", PsqlAction::kSetUnknown},
      {"prompt", PsqlAction::kSetUnknown},
      {"if", PsqlAction::kIf},
      {"elif", PsqlAction::kElif},
      {"else", PsqlAction::kElse},
      {"endif", PsqlAction::kEndif},
      {"q", PsqlAction::kQuit},
      {"quit", PsqlAction::kQuit},
      {"g", PsqlAction::kSend},
      {"gx", PsqlAction::kSend},
      {"crosstabview", PsqlAction::kSend},
      {"watch", PsqlAction::kSend},
      {"gset", PsqlAction::kSendInto},
      {"gexec", PsqlAction::kSendAndRun},
      {"r", PsqlAction::kReset},
      {"reset", PsqlAction::kReset},
      {"gdesc", PsqlAction::kReset},
      {"cd", PsqlAction::kDirectory},
      {"encoding", PsqlAction::kEncoding},
      {"copy", PsqlAction::kCopy},
      {"password", PsqlAction::kIgnoreLoading},
      {"lo_import", PsqlAction::kIgnoreLoading},
      {"lo_unlink", PsqlAction::kIgnoreLoading},
      {"lo_export", PsqlAction::kIgnore},
      {"lo_list", PsqlAction::kIgnore},
      {"lo_list+", PsqlAction::kIgnore},
      {"restrict", PsqlAction::kIgnore},
      {"unrestrict", PsqlAction::kIgnore},
      {"echo", PsqlAction::kIgnore},
      {"qecho", PsqlAction::kIgnore},
      {"warn", PsqlAction::kIgnore},
      {"pset", PsqlAction::kIgnore},
      {"timing", PsqlAction::kIgnore},
      {"a", PsqlAction::kIgnore},
      {"C", PsqlAction::kIgnore},
      {"f", PsqlAction::kIgnore},
      {"H", PsqlAction::kIgnore},
      {"html", PsqlAction::kIgnore},
      {"t", PsqlAction::kIgnore},
      {"T", PsqlAction::kIgnore},
      {"x", PsqlAction::kIgnore},
      {"o", PsqlAction::kIgnore},
      {"out", PsqlAction::kIgnore},
      {"p", PsqlAction::kIgnore},
      {"print", PsqlAction::kIgnore},
      {"w", PsqlAction::kIgnore},
      {"write", PsqlAction::kIgnore},
      {"s", PsqlAction::kIgnore},
      {"l", PsqlAction::kIgnore},
      {"l+", PsqlAction::kIgnore},
      {"list", PsqlAction::kIgnore},
      {"list+", PsqlAction::kIgnore},
      {"z", PsqlAction::kIgnore},
      {"conninfo", PsqlAction::kIgnore},
      {"copyright", PsqlAction::kIgnore},
      {"errverbose", PsqlAction::kIgnore},
      {"setenv", PsqlAction::kIgnore},
      {"?", PsqlAction::kIgnore},
      {"h", PsqlAction::kIgnoreLine},
      {"help", PsqlAction::kIgnoreLine},
      {"sf", PsqlAction::kIgnoreLine},
      {"sf+", PsqlAction::kIgnoreLine},
      {"sv", PsqlAction::kIgnoreLine},
      {"sv+", PsqlAction::kIgnoreLine},
      {"!", PsqlAction::kRefuseLine},
      {"ef", PsqlAction::kRefuseLine},
      {"ev", PsqlAction::kRefuseLine},
  };
  for (const Command& command : kCommands) {
    if (command.name == name) return command.action;
  }
  // All of \d, \dt+, \dfx ... describe; no other command begins like that.
  return name.substr(0, 1) == "d" ? PsqlAction::kIgnore : PsqlAction::kRefuse;
}

}  // namespace schemadiff::internal
