// schema-diff completion and man: what packages install, made from the command line itself.
#include <utility>

#include "tools/schema_diff/commands.h"
#include "tools/schema_diff/completion.h"
#include "tools/schema_diff/man_page.h"
#include "tools/schema_diff/options.h"

namespace schemadiff::cli {
namespace {

class CompletionCommand : public Command {
 public:
  explicit CompletionCommand(Describe describe) : describe_(std::move(describe)) {}

  CommandModel Text() const override {
    CommandModel text;
    text.name = "completion";
    text.summary = "Print a completion script for a shell";
    text.description =
        "Prints a script that completes commands, options and their values. \"cmake --install\" "
        "puts the scripts where the shells look for them.";
    text.examples = {{"source <(schema-diff completion bash)", "In bash, for this session"},
                     {"schema-diff completion fish > "
                      "~/.config/fish/completions/schema-diff.fish",
                      "In fish, for good"}};
    return text;
  }
  void Declare(Declarations& options) override {
    options.Positional("SHELL", &shell_, "The shell", ValueKind::kChoice, {"bash", "zsh", "fish"});
    options.Required();
  }
  int Run() override {
    const CommandModel program = describe_();
    std::string text;
    if (shell_ == "bash") text = RenderBashCompletion(program);
    if (shell_ == "zsh") text = RenderZshCompletion(program);
    if (shell_ == "fish") text = RenderFishCompletion(program);
    return EmitText(text, {}, 0);
  }

 private:
  Describe describe_;
  std::string shell_;
};

class ManCommand : public Command {
 public:
  explicit ManCommand(Describe describe) : describe_(std::move(describe)) {}

  CommandModel Text() const override {
    CommandModel text;
    text.name = "man";
    text.summary = "Print the manual page";
    text.description = "Prints schema-diff(1) as the build installs it.";
    text.hidden = true;
    return text;
  }
  void Declare(Declarations& /*options*/) override {}
  int Run() override { return EmitText(RenderManPage(describe_(), ToolVersion()), {}, 0); }

 private:
  Describe describe_;
};

}  // namespace

std::unique_ptr<Command> MakeCompletionCommand(Describe describe) {
  return std::make_unique<CompletionCommand>(std::move(describe));
}
std::unique_ptr<Command> MakeManCommand(Describe describe) {
  return std::make_unique<ManCommand>(std::move(describe));
}

std::vector<std::unique_ptr<Command>> AllCommands(const Describe& describe) {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(MakeCheckCommand());
  commands.push_back(MakeStatusCommand());
  commands.push_back(MakeDiffCommand());
  commands.push_back(MakeReplayCommand());
  commands.push_back(MakeSnapshotCommand());
  commands.push_back(MakeHistoryCommand());
  commands.push_back(MakeCompletionCommand(describe));
  commands.push_back(MakeManCommand(describe));
  return commands;
}

}  // namespace schemadiff::cli
