// Walks through one psql script. Not for use outside of script.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/sql/client_encoding.h"
#include "parsers/sql/lexer.h"
#include "parsers/sql/script.h"
#include "parsers/sql/text_check.h"

namespace schemadiff::internal {

enum class PsqlAction : uint8_t;

/// What holds for a whole run of psql, through all included files.
struct PsqlSession {
  PsqlVariables variables;
  std::string directory;           // where `\i` starts; follows `\cd`
  std::string database;            // the one that is read; empty before the first `\connect`
  bool database_chosen = false;    // by the options
  bool elsewhere = false;          // connected to another database
  bool new_session = false;        // the next part begins one
  bool defined_something = false;  // statements other than those on databases and roles were read
  std::vector<std::string> keep_rows_of;  // tables
  ClientEncoding encoding;                // of what is read from now on
  std::vector<std::string> open;          // files being read, outermost first, as canonical paths
  PsqlScript* script = nullptr;
};

/// What makes a file no text at all: it is an archive, in UTF-16, too large, or holds a NUL byte.
std::optional<TextFault> FindNoText(std::string_view text);

/// A place in a file's text.
SourceLocation PlaceIn(const std::string& file, std::string_view text, size_t at);

class PsqlReader {
 public:
  /// `directory` is that of the file, which `\ir` starts from.
  PsqlReader(PsqlSession* session, std::string file, std::string directory, std::string text);

  /// Appends the parts and diagnostics.
  void Read();

 private:
  // What decides whether a statement is COPY FROM STDIN, or defines anything.
  struct Statement {
    int words = 0;
    bool copy = false;
    bool after_from = false;
    bool from_stdin = false;
    int brackets = 0;
    std::string first;
    std::vector<std::string> setting;  // of SET: its first words, without the quotes
  };
  // One `\if`.
  struct Condition {
    bool outer_active = true;  // the surrounding branch is read
    bool taken = false;        // one of its branches was read
    bool active = false;       // this branch is
    bool in_else = false;
    size_t begin = 0;
    StatementBounds bounds;  // as they were when a branch began to be skipped
    Statement statement;
  };

  bool active() const { return conditions_.empty() || conditions_.back().active; }
  void Token(const SqlToken& token);
  void StatementWord(std::string_view word);
  void EndStatement(size_t at);
  void SkipCopyData(size_t after, size_t where, std::string* data = nullptr);
  bool IsKept(size_t end) const;
  void Colon(const SqlToken& token);
  void Substitute(size_t begin, size_t end, std::string_view value);

  void SettingWord(const SqlToken& token);
  void ApplySetting(const std::vector<std::string>& setting, size_t at);
  void SetEncoding(std::string_view name, size_t where, size_t at);
  void FindNextFault(size_t from);
  size_t AfterLastHighByte();
  void RefuseFaults(size_t begin, size_t end);

  bool Backslash(const SqlToken& token);
  bool Run(PsqlAction action, std::string_view name, size_t begin, PsqlArguments* arguments);
  bool Conditional(PsqlAction action, std::string_view name, size_t begin,
                   const PsqlArguments& arguments);
  void SetActive(Condition* condition, bool active, size_t begin);
  void Set(std::string_view name, size_t begin, const PsqlArguments& arguments);
  void Send(size_t begin);
  void Reset(size_t begin);
  void CopyCommand(size_t begin, size_t end);
  void Include(std::string_view name, size_t begin, const PsqlArguments& arguments, bool relative);
  std::optional<std::string> FindInclude(std::string_view name, size_t begin, std::string path,
                                         bool relative);
  void Connect(size_t begin, const PsqlArguments& arguments);

  bool StatementOpen() const { return !bounds_.at_start(); }
  void Blank(size_t begin, size_t end);
  void FlushPart(size_t end);
  void BeginPart(size_t begin);
  uint32_t LineOf(size_t at);
  SourceLocation Place(size_t at);
  void Report(DiagnosticLevel level, std::string code, std::string message, size_t at);

  PsqlSession* const session_;
  const std::string file_;
  const std::string directory_;
  std::string text_;  // blanked in place
  SqlLexer lexer_;
  StatementBounds bounds_;
  Statement statement_;
  size_t statement_begin_ = 0;
  std::vector<Condition> conditions_;
  size_t skipped_from_ = 0;           // where the branch that is not read begins
  size_t fault_ = std::string::npos;  // the next byte that is not UTF-8

  // The part being made: text_ from part_begin_, or, once a variable was put in, made_ and then
  // text_ from copied_. An anchor says what place of text_ a place of made_ stands for.
  struct Anchor {
    size_t made;
    size_t source;
    bool verbatim;
  };
  size_t part_begin_ = 0;
  size_t copied_ = 0;
  bool substituted_ = false;
  std::string made_;
  std::vector<Anchor> anchors_;

  // A place of text_ and its line, from which the lines of others are counted.
  size_t counted_ = 0;
  uint32_t counted_line_ = 1;
  size_t empty_lines_ = 0;  // before parts
  std::optional<size_t> after_last_high_;
};

}  // namespace schemadiff::internal
