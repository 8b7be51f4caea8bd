// Every command that there is; each one is made in the file of its name.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "tools/schema_diff/command_line.h"

namespace schemadiff::cli {

std::unique_ptr<Command> MakeCheckCommand();
std::unique_ptr<Command> MakeStatusCommand();
std::unique_ptr<Command> MakeDiffCommand();
std::unique_ptr<Command> MakeReplayCommand();
std::unique_ptr<Command> MakeSnapshotCommand();
std::unique_ptr<Command> MakeHistoryCommand();

/// Gives the whole command line as it was declared.
using Describe = std::function<CommandModel()>;
std::unique_ptr<Command> MakeCompletionCommand(Describe describe);
std::unique_ptr<Command> MakeManCommand(Describe describe);

/// All of them, in the order of the help.
std::vector<std::unique_ptr<Command>> AllCommands(const Describe& describe);

}  // namespace schemadiff::cli
