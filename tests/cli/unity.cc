#include "tests/cli/unity.h"

#include <sstream>
#include <stdexcept>

#include "engine/base/strings.h"
#include "tests/support/golden.h"

namespace schemadiff::testing {
namespace {

// The files that make a state, from tests/fixtures/unity_states/states.
std::vector<std::string> FilesOf(const std::string& state) {
  const std::string directory = SourceDirectory() + "/tests/fixtures/unity_states/";
  std::istringstream list(ReadFile(directory + "states"));
  std::string line;
  while (std::getline(list, line)) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    if (word != state) continue;
    std::vector<std::string> files;
    while (words >> word) files.push_back(directory + word);
    return files;
  }
  throw std::runtime_error(StrCat("no state ", state));
}

}  // namespace

void UnityDatabase::Enter(const std::string& state) {
  database_ = PgServer::Shared(GetParam()).CreateDatabase();
  for (const std::string& file : FilesOf(state)) database_->Execute(ReadFile(file));
}

ToolResult UnityDatabase::Tool(std::vector<std::string> arguments,
                               const std::string& history) const {
  arguments.insert(arguments.end(), {"--db", database_->connection_string()});
  if (arguments[0] != "history") arguments.insert(arguments.end(), {"--migrations", history});
  return RunTool(arguments, {.directory = SourceDirectory() + "/tests/fixtures"});
}

}  // namespace schemadiff::testing
