// schema-diff: does a PostgreSQL database have the schema that its migrations say it should have?
#include <libpq-fe.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <new>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/report/report.h"
#include "parsers/sql/parser.h"
#include "tools/schema_diff/command_line.h"
#include "tools/schema_diff/commands.h"
#include "tools/schema_diff/help.h"
#include "tools/schema_diff/options.h"
#include "tools/schema_diff/output.h"
#include "tools/schema_diff/terminal.h"

namespace schemadiff::cli {
namespace {

const int kUsageError = ExitCode(Verdict::kNotChecked);

std::string LibpqVersion() {
  const int version = PQlibVersion();
  return ServerVersionText(version);
}

std::string VersionText() {
  return StrCat("schema-diff ", ToolVersion(), "\nlibpg_query: the grammar of PostgreSQL ",
                ParserVersion(), "\nlibpq ", LibpqVersion(), "\nservers: PostgreSQL ", kOldestMajor,
                " to ", kNewestMajor, "\n");
}

const CommandModel* ModelOf(const CommandModel& program, const Command& command) {
  const std::string name = command.Text().name;
  for (const CommandModel& model : program.commands) {
    if (model.name == name) return &model;
  }
  return nullptr;
}

int Help(const CommandLine& line, const Command* command) {
  const CommandModel program = line.Describe();
  const CommandModel* model = command == nullptr ? nullptr : ModelOf(program, *command);
  const size_t width = TerminalWidth(STDOUT_FILENO);
  return EmitText(
      model == nullptr ? RenderMainHelp(program, width) : RenderCommandHelp(*model, width), {}, 0);
}

int UsageError(const CommandLine& line, const Parsed& parsed) {
  Complain(parsed.error);
  const CommandModel program = line.Describe();
  const CommandModel* model =
      parsed.command == nullptr ? nullptr : ModelOf(program, *parsed.command);
  if (model != nullptr) {
    std::fputs(StrCat("usage: ", UsageLine(*model), "\n").c_str(), stderr);
  }
  std::fputs(StrCat("\"schema-diff ", model == nullptr ? "" : StrCat(model->name, " "),
                    "--help\" tells more\n")
                 .c_str(),
             stderr);
  return kUsageError;
}

int Main(int argc, const char* const* argv) {
  PrepareProcess();
  const CommandLine* described = nullptr;
  CommandLine line(AllCommands([&described] { return described->Describe(); }));
  described = &line;
  const Parsed parsed = line.Parse(argc, argv);
  switch (parsed.outcome) {
    case Parsed::Outcome::kHelp:
      return Help(line, parsed.command);
    case Parsed::Outcome::kVersion:
      return EmitText(VersionText(), {}, 0);
    case Parsed::Outcome::kUsageError:
      return UsageError(line, parsed);
    case Parsed::Outcome::kRun:
      break;
  }
  return parsed.command->Run();
}

}  // namespace
}  // namespace schemadiff::cli

int main(int argc, char** argv) {
  // Whatever goes wrong, "could not be checked" has its own exit code; an uncaught exception
  // would look like a crash to a job that counts on it.
  try {
    return schemadiff::cli::Main(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("schema-diff: out of memory\n", stderr);
  } catch (const std::exception& error) {
    schemadiff::cli::Complain(schemadiff::StrCat("internal error: ", error.what()));
  }
  return schemadiff::ExitCode(schemadiff::Verdict::kNotChecked);
}
