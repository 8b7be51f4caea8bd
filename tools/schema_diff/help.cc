#include "tools/schema_diff/help.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "engine/report/text_layout.h"

namespace schemadiff::cli {
namespace {

// Left column with terms, right column with their meanings.
struct Row {
  std::string term;
  std::string meaning;
};

constexpr size_t kIndent = 2;
constexpr size_t kWidestTerm = 28;

std::string RenderRows(const std::vector<Row>& rows, size_t width) {
  size_t column = 0;
  for (const Row& row : rows) {
    if (row.term.size() <= kWidestTerm) column = std::max(column, row.term.size());
  }
  column += 2 * kIndent;
  std::string out;
  for (const Row& row : rows) {
    std::string line = std::string(kIndent, ' ') + row.term;
    const std::vector<std::string> meaning =
        WrapText(row.meaning, width > column + 20 ? width - column : 20);
    bool first = true;
    if (line.size() + 2 > column) {
      StrAppend(&out, line, "\n");
      first = false;
    }
    for (const std::string& text : meaning) {
      if (!first) line.clear();
      line.resize(column, ' ');
      StrAppend(&out, line, text, "\n");
      first = false;
    }
    if (meaning.empty() && first) StrAppend(&out, line, "\n");
  }
  return out;
}

std::string OptionMeaning(const OptionModel& option) {
  std::string text = option.help;
  if (!option.choices.empty() && option.value == ValueKind::kChoice) {
    StrAppend(&text, ": ", StrJoin(option.choices, ", "));
  }
  if (option.required) {
    text += " (required)";
  } else if (!option.default_text.empty()) {
    StrAppend(&text, " (default: ", option.default_text, ")");
  }
  if (option.repeatable && option.value != ValueKind::kNone) text += "; may be repeated";
  return text;
}

std::string OptionTerm(const OptionModel& option) {
  std::string term = StrJoin(option.names, ", ");
  if (option.names.size() == 1 && option.names[0].substr(0, 2) == "--") {
    term.insert(0, 4, ' ');  // under the long names of those that have a short one
  }
  if (option.value != ValueKind::kNone) StrAppend(&term, " ", option.placeholder);
  return term;
}

std::string RenderOptions(const std::vector<OptionModel>& options, size_t width) {
  std::vector<Row> rows;
  for (const OptionModel& option : options) {
    rows.push_back({OptionTerm(option), OptionMeaning(option)});
  }
  return RenderRows(rows, width);
}

std::string RenderParagraphs(std::string_view text, size_t width) {
  std::string out;
  for (const std::string& line : WrapText(text, width)) StrAppend(&out, line, "\n");
  return out;
}

std::string RenderSourceForms(size_t width) {
  std::vector<Row> rows;
  for (const EnvironmentEntry& form : SourceForms()) {
    rows.push_back({std::string(form.name), std::string(form.meaning)});
  }
  return StrCat("\nA SOURCE is one of:\n", RenderRows(rows, width));
}

bool TakesSource(const CommandModel& command) {
  const auto takes = [](const OptionModel& option) { return option.value == ValueKind::kSource; };
  return std::ranges::any_of(command.options, takes) ||
         std::ranges::any_of(command.positionals, takes);
}

}  // namespace

const std::vector<ExitMeaning>& ExitMeanings() {
  static const auto* const meanings = new std::vector<ExitMeaning>{
      {0, "in sync: nothing differs, and nothing is pending"},
      {1, "drift: something differs that should not (classes drift, ahead, unmanaged)"},
      {2,
       "could not be checked: bad usage, unreachable server, unreadable history, nothing to "
       "compare"},
      {3, "only pending: the database is at an older revision, and nothing else differs"},
      {4, "no drift found, but something was not comparable"}};
  return *meanings;
}

const std::vector<EnvironmentEntry>& EnvironmentEntries() {
  static const auto* const entries = new std::vector<EnvironmentEntry>{
      {"PGHOST, PGUSER, PGPASSWORD, PGPASSFILE, PGSERVICE, ...",
       "as libpq has them: what a connection SOURCE does not say comes from there. Passwords "
       "belong into PGPASSWORD or a password file, since other users of the machine can see the "
       "command line"},
      {"NO_COLOR", "where set and not empty: no colours with --color auto"},
      {"CLICOLOR_FORCE", "where set and not 0: colours with --color auto, also into a pipe"},
      {"TERM", "\"dumb\": no colours and no progress display"},
      {"COLUMNS", "the width of the output where it is no terminal (default: 100)"}};
  return *entries;
}

const std::vector<EnvironmentEntry>& SourceForms() {
  static const auto* const forms = new std::vector<EnvironmentEntry>{
      {"postgresql://USER@HOST/DB",
       "a live database; also service=NAME, or libpq's keywords: "
       "\"host=... dbname=...\""},
      {"DIRECTORY", "a migration history; its tool is detected, or named: alembic:DIRECTORY"},
      {"FILE.sql", "SQL statements, a pg_dump file among them; - is standard input"},
      {"FILE.json", "a snapshot, as written by schema-diff snapshot"}};
  return *forms;
}

std::string UsageLine(const CommandModel& command) {
  std::string line = StrCat("schema-diff ", command.name);
  for (const OptionModel& positional : command.positionals) {
    StrAppend(&line, " ", positional.required ? "" : "[", positional.placeholder,
              positional.required ? "" : "]");
  }
  for (const OptionModel& option : command.options) {
    if (option.required) StrAppend(&line, " ", option.main_name(), " ", option.placeholder);
  }
  return line + " [OPTIONS]";
}

std::string RenderMainHelp(const CommandModel& program, size_t width) {
  std::string out = RenderParagraphs(
      "schema-diff tells whether a PostgreSQL database has the schema that its migrations say it "
      "should have, and if not, what differs, since which migration, and how bad it is. It only "
      "reads, and needs no scratch server.",
      width);
  StrAppend(&out, "\nUsage: schema-diff COMMAND [OPTIONS]\n\nCommands:\n");
  std::vector<Row> rows;
  for (const CommandModel& command : program.commands) {
    if (!command.hidden) rows.push_back({command.name, command.summary});
  }
  out += RenderRows(rows, width);
  StrAppend(&out, "\nOptions:\n", RenderOptions(program.options, width));
  out += RenderSourceForms(width);
  rows.clear();
  for (const ExitMeaning& exit : ExitMeanings()) {
    rows.push_back({StrCat(exit.code), std::string(exit.meaning)});
  }
  StrAppend(&out, "\nExit codes:\n", RenderRows(rows, width));
  StrAppend(&out, "\nExamples:\n");
  for (const CommandModel& command : program.commands) {
    if (command.hidden || command.examples.empty()) continue;
    StrAppend(&out, "  ", command.examples.front().command, "\n");
  }
  StrAppend(&out, "\n\"schema-diff COMMAND --help\" tells more of each command.\n");
  return out;
}

std::string RenderCommandHelp(const CommandModel& command, size_t width) {
  std::string out = RenderParagraphs(command.description, width);
  StrAppend(&out, "\nUsage: ", UsageLine(command), "\n");
  if (!command.positionals.empty()) {
    std::vector<Row> rows;
    for (const OptionModel& positional : command.positionals) {
      rows.push_back({positional.placeholder, OptionMeaning(positional)});
    }
    StrAppend(&out, "\nArguments:\n", RenderRows(rows, width));
  }
  StrAppend(&out, "\nOptions:\n", RenderOptions(command.options, width));
  if (TakesSource(command)) out += RenderSourceForms(width);
  if (!command.examples.empty()) {
    out += "\nExamples:\n";
    for (const Example& example : command.examples) {
      StrAppend(&out, "  # ", example.comment, "\n  ", example.command, "\n");
    }
  }
  return out;
}

}  // namespace schemadiff::cli
