// The command line: what commands and options there are, and reading an argv by them.
//
// CLI11 does the parsing and stays behind this header. Help, the man page and the shell
// completions are all made from the CommandModel that Describe() reads back from CLI11, so
// an option that exists is documented and completed.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace schemadiff::cli {

/// What may stand for an option's value: decides how shells complete it.
enum class ValueKind {
  kNone,  ///< a flag: no value
  kText,
  kFile,
  kSource,   ///< a SOURCE: a directory, a file, or a connection
  kChoice,   ///< one of `choices`
  kChoices,  ///< a comma-separated list of `choices`
};

struct OptionModel {
  std::vector<std::string> names;  ///< with their dashes, the short one first; empty: positional
  std::string placeholder;         ///< "FILE"; of a positional its name; empty for a flag
  std::string help;                ///< one or more sentences without a final period
  std::string default_text;        ///< empty: none worth showing
  ValueKind value = ValueKind::kNone;
  std::vector<std::string> choices;
  bool required = false;
  bool repeatable = false;
  /// The longest name: "--output", or the positional's.
  const std::string& main_name() const { return names.empty() ? placeholder : names.back(); }
};

struct Example {
  std::string command;  ///< without a prompt
  std::string comment;  ///< what it is for
};

struct CommandModel {
  std::string name;
  std::string summary;      ///< one line, no period
  std::string description;  ///< paragraphs, separated by empty lines
  std::vector<OptionModel> positionals;
  std::vector<OptionModel> options;
  std::vector<Example> examples;
  bool hidden = false;
  std::vector<CommandModel> commands;
};

/// Declares the options of one command. Targets must live as long as the command line.
class Declarations {
 public:
  virtual ~Declarations() = default;
  /// `names` as CLI11 takes them: "-v,--verbose".
  virtual void Flag(std::string_view names, bool* target, std::string_view help) = 0;
  /// A flag that counts how often it is given.
  virtual void Counter(std::string_view names, int* target, std::string_view help) = 0;
  /// An option with a value; its default is what the target holds now.
  virtual void Value(std::string_view names, std::string_view placeholder, std::string* target,
                     std::string_view help, ValueKind kind = ValueKind::kText,
                     std::vector<std::string> choices = {}) = 0;
  /// An option that may be given several times.
  virtual void Values(std::string_view names, std::string_view placeholder,
                      std::vector<std::string>* target, std::string_view help,
                      ValueKind kind = ValueKind::kText) = 0;
  virtual void Positional(std::string_view name, std::string* target, std::string_view help,
                          ValueKind kind, std::vector<std::string> choices = {}) = 0;
  /// The option declared last must be given.
  virtual void Required() = 0;
};

/// One subcommand; each is a file of its own.
class Command {
 public:
  virtual ~Command() = default;
  /// Name, summary, description, examples, hidden. The options come from Declare().
  virtual CommandModel Text() const = 0;
  virtual void Declare(Declarations& options) = 0;
  /// Does the work; the exit code.
  virtual int Run() = 0;
};

/// What reading an argv came to.
struct Parsed {
  enum class Outcome { kRun, kHelp, kVersion, kUsageError };
  Outcome outcome = Outcome::kUsageError;
  Command* command = nullptr;  ///< null at the top level
  std::string error;           ///< for kUsageError: one sentence, not escaped for a terminal
};

class CommandLine {
 public:
  explicit CommandLine(std::vector<std::unique_ptr<Command>> commands);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  /// Fills the targets of the chosen command's options.
  Parsed Parse(int argc, const char* const* argv);
  /// The whole command line as it was declared.
  CommandModel Describe() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// The candidate nearest to what was typed, or "" where none is near enough to be meant.
std::string Nearest(std::string_view typed, const std::vector<std::string>& candidates);

}  // namespace schemadiff::cli
