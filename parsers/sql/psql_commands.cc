// psql's backslash commands.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "engine/base/file.h"
#include "engine/base/strings.h"
#include "parsers/sql/psql_actions.h"
#include "parsers/sql/psql_reader.h"

namespace schemadiff::internal {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxIncludeDepth = 100;

std::string Unquoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    out += text[i];
    if (text[i] == '"') ++i;
  }
  return out;
}

// The dbname of a connection string: the last one of key = value pairs, or a URI's path.
std::string DatabaseOf(std::string_view connection) {
  for (const std::string_view scheme : {"postgresql://", "postgres://"}) {
    if (connection.substr(0, scheme.size()) != scheme) continue;
    connection.remove_prefix(scheme.size());
    connection = connection.substr(0, connection.find('?'));
    const size_t slash = connection.find('/');
    return slash == std::string_view::npos ? "" : std::string(connection.substr(slash + 1));
  }
  std::string database;
  for (size_t at = 0; at < connection.size();) {
    const size_t equals = connection.find('=', at);
    if (equals == std::string_view::npos) break;
    const std::string_view key = StripWhitespace(connection.substr(at, equals - at));
    at = std::min(connection.find_first_not_of(" \t", equals + 1), connection.size());
    const bool quoted = at < connection.size() && connection[at] == '\'';
    if (quoted) ++at;
    std::string value;
    for (; at < connection.size(); ++at) {
      if (quoted ? connection[at] == '\'' : connection[at] == ' ') break;
      if (connection[at] == '\\' && at + 1 < connection.size()) ++at;
      value += connection[at];
    }
    if (quoted) ++at;
    if (key == "dbname") database = value;
  }
  return database;
}

}  // namespace

// Handles the command at `token`; false when it ends the script.
bool PsqlReader::Backslash(const SqlToken& token) {
  const char next = token.end < text_.size() ? text_[token.end] : '\0';
  if (next == ';' || next == ':') {
    // The character itself, for the server.
    text_[token.begin] = ' ';
    if (next == ':') lexer_.set_position(token.end + 1);
    return true;
  }
  size_t name_end = token.end;
  while (name_end < text_.size() &&
         std::string_view(" \t\n\r\f\v\\").find(text_[name_end]) == std::string::npos) {
    ++name_end;
  }
  const std::string name = text_.substr(token.end, name_end - token.end);
  const PsqlAction action = FindPsqlAction(name);
  PsqlArguments arguments;
  const size_t line_end = std::min(text_.find('\n', name_end), text_.size());
  const bool whole_line = action == PsqlAction::kIgnoreLine || action == PsqlAction::kRefuseLine ||
                          action == PsqlAction::kCopy;
  if (whole_line) {
    arguments.end = line_end;
  } else {
    arguments = ScanPsqlArguments(text_, name_end, session_->variables);
  }
  const size_t begin = token.begin;
  if (action >= PsqlAction::kIf && action <= PsqlAction::kEndif) {
    const bool go_on = Conditional(action, name, begin, arguments);
    Blank(begin, arguments.end);
    lexer_.set_position(arguments.end);
    return go_on;
  }
  if (!active()) {
    lexer_.set_position(arguments.end);
    return true;
  }
  // The command's own text goes first, so that a part that ends with it does not hold it.
  if (action == PsqlAction::kCopy) CopyCommand(name_end, line_end);
  Blank(begin, arguments.end);
  lexer_.set_position(arguments.end);
  if (arguments.unterminated) {
    Report(DiagnosticLevel::kError, "sql.meta-command",
           StrCat("unterminated quoted string in \\", name), begin);
  }
  return Run(action, name, begin, &arguments);
}

bool PsqlReader::Run(PsqlAction action, std::string_view name, size_t begin,
                     PsqlArguments* arguments) {
  const auto report = [&](DiagnosticLevel level, std::string message) {
    Report(level, "sql.meta-command", std::move(message), begin);
  };
  switch (action) {
    case PsqlAction::kIgnore:
    case PsqlAction::kIgnoreLine:
      if (arguments->runs_shell) {
        report(DiagnosticLevel::kError,
               StrCat("\\", name, " runs a shell command, which is not run here"));
      }
      break;
    case PsqlAction::kCopy:
    case PsqlAction::kIgnoreLoading:
      report(DiagnosticLevel::kNote,
             StrCat("\\", name, " is skipped: it changes data, and no definition"));
      break;
    case PsqlAction::kSend:
      Send(begin);
      break;
    case PsqlAction::kSendInto:
      Send(begin);
      report(DiagnosticLevel::kNote,
             StrCat("\\", name, " sets variables from a query's result, which is not known here"));
      break;
    case PsqlAction::kSendAndRun:
      if (StatementOpen()) Send(begin);
      report(DiagnosticLevel::kError,
             StrCat("\\", name, " runs what a query returns, which is not known here"));
      break;
    case PsqlAction::kReset:
      Reset(begin);
      break;
    case PsqlAction::kSet:
      Set(name, begin, *arguments);
      break;
    case PsqlAction::kUnset:
      if (!arguments->values.empty()) session_->variables.erase(arguments->values[0]);
      break;
    case PsqlAction::kSetUnknown: {
      // \getenv VARIABLE NAME, \prompt [TEXT] VARIABLE
      if (arguments->values.empty()) break;
      const std::string& variable =
          name == "getenv" ? arguments->values.front() : arguments->values.back();
      session_->variables.erase(variable);
      report(DiagnosticLevel::kError,
             StrCat("\\", name, " sets the variable \"", variable, "\" to what is not known here"));
      break;
    }
    case PsqlAction::kQuit:
      lexer_.set_position(begin);  // nothing after it belongs to the script
      conditions_.clear();         // psql does not mind them here
      return false;
    case PsqlAction::kInclude:
    case PsqlAction::kIncludeRelative:
      StripSemicolons(arguments);
      Include(name, begin, *arguments, action == PsqlAction::kIncludeRelative);
      break;
    case PsqlAction::kConnect:
      StripSemicolons(arguments);
      Connect(begin, *arguments);
      break;
    case PsqlAction::kDirectory:
      if (!arguments->values.empty()) {
        session_->directory =
            (fs::path(session_->directory) / arguments->values[0]).lexically_normal().string();
      }
      break;
    case PsqlAction::kEncoding:
      if (!arguments->values.empty()) SetEncoding(arguments->values[0], begin, arguments->end);
      break;
    default:
      report(DiagnosticLevel::kError,
             StrCat("\\", name, " is not understood; what it does to the schema is not known"));
      break;
  }
  return true;
}

void PsqlReader::SetActive(Condition* condition, bool active, size_t begin) {
  if (condition->active == active) return;
  condition->active = active;
  if (active) {
    Blank(skipped_from_, begin);
    bounds_ = condition->bounds;
    statement_ = condition->statement;
  } else {
    skipped_from_ = begin;
    condition->bounds = bounds_;
    condition->statement = statement_;
  }
}

bool PsqlReader::Conditional(PsqlAction action, std::string_view name, size_t begin,
                             const PsqlArguments& arguments) {
  const auto refuse = [&](std::string message) {
    Report(DiagnosticLevel::kError, "sql.meta-command", std::move(message), begin);
  };
  const auto holds = [&] {
    const std::string expression = StrJoin(arguments.values, " ");
    const std::optional<bool> value =
        arguments.runs_shell ? std::nullopt : ParsePsqlBool(expression);
    if (!value) {
      refuse(StrCat("what \\", name, " depends on is not known here: \"", expression,
                    "\"; the branch is not read"));
    }
    return value.value_or(false);
  };
  if (action == PsqlAction::kIf) {
    const bool outer = active();
    Condition condition;
    condition.outer_active = outer;
    condition.active = outer;
    condition.begin = begin;
    condition.taken = outer && holds();
    conditions_.push_back(condition);
    if (outer && !condition.taken) SetActive(&conditions_.back(), false, begin);
    return true;
  }
  if (conditions_.empty()) {
    refuse(StrCat("\\", name, " without \\if"));
    return true;
  }
  Condition& condition = conditions_.back();
  if (action == PsqlAction::kEndif) {
    // In a branch that is skipped as a whole, nothing was ever saved.
    if (condition.outer_active) SetActive(&condition, true, begin);
    conditions_.pop_back();
    return true;
  }
  if (condition.in_else) {
    refuse(StrCat("\\", name, " after \\else"));
    if (condition.outer_active) SetActive(&condition, false, begin);
    return true;
  }
  condition.in_else = action == PsqlAction::kElse;
  if (!condition.outer_active) return true;
  const bool take = !condition.taken && (action == PsqlAction::kElse || holds());
  condition.taken |= take;
  SetActive(&condition, take, begin);
  return true;
}

void PsqlReader::Set(std::string_view name, size_t begin, const PsqlArguments& arguments) {
  if (arguments.values.empty()) return;  // shows all of them
  std::string value;
  for (size_t i = 1; i < arguments.values.size(); ++i) value += arguments.values[i];
  for (const std::string& unset : arguments.unset) {
    Report(DiagnosticLevel::kError, "sql.unset-variable",
           StrCat("the psql variable \"", unset, "\" is not set in the script"), begin);
  }
  if (arguments.runs_shell) {
    Report(DiagnosticLevel::kError, "sql.meta-command",
           StrCat("\\", name, " runs a shell command, which is not run here"), begin);
  }
  if (arguments.runs_shell) {
    session_->variables.erase(arguments.values[0]);
  } else {
    session_->variables.insert_or_assign(arguments.values[0], std::move(value));
  }
}

// A semicolon does to a statement what \g does.
void PsqlReader::Send(size_t begin) {
  if (!StatementOpen()) {
    Report(DiagnosticLevel::kWarning, "sql.meta-command",
           "\\g without a statement runs the one before it again; it is read once", begin);
    return;
  }
  text_[begin] = ';';
  bounds_.Reset();
  EndStatement(lexer_.position());
}

void PsqlReader::Reset(size_t begin) {
  if (!StatementOpen()) return;
  if (substituted_ && copied_ > statement_begin_) {
    Report(DiagnosticLevel::kError, "sql.meta-command",
           "the statement that \\r or \\gdesc withdraws uses variables; it is read all the same",
           begin);
    return;
  }
  Blank(statement_begin_, begin);
  bounds_.Reset();
  statement_ = Statement();
}

// \copy t FROM STDIN: the data follows, as for COPY.
void PsqlReader::CopyCommand(size_t begin, size_t end) {
  SqlLexer lexer(std::string_view(text_).substr(0, end), begin);
  bool after_from = false;
  int parentheses = 0;
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    const std::string word = AsciiToLower(lexer.Text(token));
    if (word == "(") ++parentheses;
    if (word == ")") --parentheses;
    if (parentheses == 0 && after_from && (word == "stdin" || word == "stdout")) {
      SkipCopyData(end, begin);
      return;
    }
    after_from = word == "from";
  }
}

void PsqlReader::Include(std::string_view name, size_t begin, const PsqlArguments& arguments,
                         bool relative) {
  const auto report = [&](std::string message) {
    Report(DiagnosticLevel::kError, "sql.include", std::move(message), begin);
  };
  for (const std::string& unset : arguments.unset) {
    Report(DiagnosticLevel::kError, "sql.unset-variable",
           StrCat("the psql variable \"", unset, "\" is not set in the script"), begin);
  }
  if (arguments.values.empty()) return report(StrCat("\\", name, ": missing required argument"));
  if (arguments.runs_shell || !arguments.unset.empty()) {
    return report(StrCat("\\", name, ": the file's name is not known here"));
  }
  if (StatementOpen()) {
    return report(StrCat("\\", name, " in the middle of a statement is not supported; ",
                         arguments.values[0], " is not read"));
  }
  const size_t after = lexer_.position();
  const auto path = FindInclude(name, begin, arguments.values[0], relative);
  if (!path) return;
  std::error_code error;
  const std::string canonical = fs::weakly_canonical(*path, error).string();
  if (std::find(session_->open.begin(), session_->open.end(), canonical) != session_->open.end()) {
    return report(StrCat(*path, " includes itself"));
  }
  if (session_->open.size() >= kMaxIncludeDepth)
    return report(StrCat(*path, ": too many files inside each other"));
  auto text = ReadFile(*path);
  if (!text.ok()) return report(std::string(text.status().message()));
  FlushPart(begin);
  session_->open.push_back(canonical);
  PsqlReader(session_, *path, fs::path(*path).parent_path().string(), *std::move(text)).Read();
  session_->open.pop_back();
  BeginPart(after);
}

std::optional<std::string> PsqlReader::FindInclude(std::string_view name, size_t begin,
                                                   std::string path, bool relative) {
  const auto in = [&path](const std::string& directory) {
    return (fs::path(directory) / path).lexically_normal().string();
  };
  const auto is_file = [](const std::string& candidate) {
    std::error_code error;
    return fs::is_regular_file(candidate, error);
  };
  std::string beside = in(directory_);
  std::string found = relative ? beside : in(session_->directory);
  if (is_file(found)) return found;
  if (!relative && is_file(beside)) {
    Report(
        DiagnosticLevel::kWarning, "sql.include",
        StrCat("\\", name, " starts from the directory where psql runs; ", path,
               " is not there, but beside the script, and is read from there (\\ir would say so)"),
        begin);
    return beside;
  }
  std::error_code error;
  Report(DiagnosticLevel::kError, "sql.include",
         fs::exists(found, error) ? StrCat(found, ": not a regular file")
                                  : StrCat(found, ": No such file or directory"),
         begin);
  return std::nullopt;
}

void PsqlReader::Connect(size_t begin, const PsqlArguments& arguments) {
  size_t first = 0;
  constexpr std::string_view kReuse = "-reuse-previous=";
  if (!arguments.values.empty() && arguments.values[0].substr(0, kReuse.size()) == kReuse) ++first;
  std::string database;
  if (first < arguments.values.size() && arguments.values[first] != "-") {
    const std::string argument = Unquoted(arguments.values[first]);
    // GCC 12 takes string::find here, inlined, for a read past the end.
    const bool connection_string = std::ranges::find(argument, '=') != argument.end() ||
                                   argument.substr(0, 13) == "postgresql://" ||
                                   argument.substr(0, 11) == "postgres://";
    database = connection_string ? DatabaseOf(argument) : argument;
  }
  if (!arguments.unset.empty() || arguments.runs_shell) {
    Report(DiagnosticLevel::kError, "sql.connect",
           "\\connect: the database's name is not known here", begin);
    database.clear();
  }
  if (StatementOpen()) {
    Report(DiagnosticLevel::kError, "sql.connect", "\\connect in the middle of a statement", begin);
  }
  const size_t after = lexer_.position();
  FlushPart(begin);
  BeginPart(after);
  session_->new_session = true;
  if (database.empty()) return;  // the same one again
  if (session_->database.empty()) {
    session_->database = database;
    Report(session_->defined_something ? DiagnosticLevel::kError : DiagnosticLevel::kNote,
           "sql.connect",
           StrCat("the script connects to database \"", database, "\"",
                  session_->defined_something ? "; definitions before it, which may be of another "
                                                "database, are read as of this one"
                                              : "; all of it is read as of this one"),
           begin);
    return;
  }
  session_->elsewhere = database != session_->database;
  if (session_->elsewhere) {
    Report(session_->database_chosen ? DiagnosticLevel::kNote : DiagnosticLevel::kError,
           "sql.other-database",
           StrCat("statements for database \"", database, "\" are left out; \"", session_->database,
                  "\" is the one that is read"),
           begin);
  }
}

}  // namespace schemadiff::internal
