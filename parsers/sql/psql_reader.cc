#include "parsers/sql/psql_reader.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"

namespace schemadiff::internal {

PsqlReader::PsqlReader(PsqlSession* session, std::string file, std::string directory,
                       std::string text)
    : session_(session),
      file_(std::move(file)),
      directory_(std::move(directory)),
      text_(std::move(text)),
      lexer_(text_) {}

void PsqlReader::Read() {
  if (auto fault = FindNoText(text_)) {  // the outermost file was looked at before
    Report(DiagnosticLevel::kError, std::move(fault->code), std::move(fault->message),
           fault->offset);
    return;
  }
  const std::string_view head = std::string_view(text_).substr(0, 3);
  if (!session_->encoding.is_utf8()) {
    text_ = session_->encoding.ToUtf8(text_);
    lexer_ = SqlLexer(text_);
  }
  FindNextFault(0);
  // Otherwise it would be the first part of a word.
  if (head == "\xEF\xBB\xBF") lexer_.set_position(3);
  for (SqlToken token = lexer_.Next(); token.kind != SqlTokenKind::kEnd; token = lexer_.Next()) {
    if (token.kind != SqlTokenKind::kBackslash) {
      Token(token);
    } else if (!Backslash(token)) {
      break;
    }
  }
  if (!active()) Blank(skipped_from_, text_.size());
  RefuseFaults(StatementOpen() ? statement_begin_ : lexer_.position(), lexer_.position());
  for (const Condition& condition : conditions_) {
    Report(DiagnosticLevel::kError, "sql.meta-command", "\\if without \\endif", condition.begin);
  }
  FlushPart(lexer_.position());
}

void PsqlReader::Token(const SqlToken& token) {
  const bool punctuation = token.kind == SqlTokenKind::kPunctuation;
  if (punctuation && text_[token.begin] == ':') {
    Colon(token);
    return;
  }
  if (bounds_.at_start()) statement_begin_ = token.begin;
  if (bounds_.Add(token, text_)) {
    EndStatement(token.end);
    return;
  }
  SettingWord(token);
  if (token.kind == SqlTokenKind::kWord) {
    StatementWord(lexer_.Text(token));
  } else {
    statement_.after_from = false;
    if (punctuation && text_[token.begin] == '[') ++statement_.brackets;
    if (punctuation && text_[token.begin] == ']') --statement_.brackets;
  }
}

void PsqlReader::StatementWord(std::string_view word) {
  Statement& statement = statement_;
  ++statement.words;
  if (statement.words > 2 && !statement.copy) return;
  const std::string lower = AsciiToLower(word);
  if (statement.words == 1) {
    statement.first = lower;
    statement.copy = lower == "copy";
  }
  if (statement.words == 2 && active() && !session_->elsewhere) {
    // What \connect leaves behind matters only where it is about one database.
    const bool defines = statement.first == "create" || statement.first == "alter" ||
                         statement.first == "drop" || statement.first == "comment" ||
                         statement.first == "grant" || statement.first == "revoke";
    const bool shared = lower == "database" || lower == "role" || lower == "user" ||
                        lower == "group" || lower == "tablespace" || statement.first == "comment" ||
                        statement.first == "grant" || statement.first == "revoke";
    session_->defined_something |= defines && !shared;
  }
  if (statement.copy && bounds_.parentheses() == 0) {
    // The grammar takes STDOUT for the same.
    if (statement.after_from && (lower == "stdin" || lower == "stdout"))
      statement.from_stdin = true;
    statement.after_from = lower == "from";
  }
}

// `at` is past the semicolon.
void PsqlReader::EndStatement(size_t at) {
  RefuseFaults(statement_begin_, at);
  const bool keep = active() && !session_->elsewhere && IsKept(at);
  std::string statement = keep ? text_.substr(statement_begin_, at - statement_begin_) : "";
  std::string data;
  if (statement_.from_stdin && active()) {
    SkipCopyData(at, statement_begin_, keep ? &data : nullptr);
  }
  if (keep) session_->script->kept.push_back({std::move(statement), std::move(data)});
  const Statement ended = std::exchange(statement_, Statement());
  if (active() && !ended.setting.empty()) ApplySetting(ended.setting, at);
}

// Whether the statement, which ends before `end`, may change rows of a table that is asked for.
bool PsqlReader::IsKept(size_t end) const {
  constexpr std::string_view kWriting[] = {"copy",   "insert",   "update",
                                           "delete", "truncate", "with"};
  if (std::ranges::find(kWriting, statement_.first) == std::end(kWriting)) return false;
  const std::string_view text =
      std::string_view(text_).substr(statement_begin_, end - statement_begin_);
  return std::ranges::any_of(session_->keep_rows_of, [&text](const std::string& table) {
    return text.find(table) != std::string_view::npos;
  });
}

// The data begins on the line after the one that holds the end of the command. `data`: null where
// nobody asks for it.
void PsqlReader::SkipCopyData(size_t after, size_t where, std::string* data) {
  size_t line = text_.find('\n', after);
  if (line == std::string::npos) line = text_.size() - 1;
  const size_t begin = line + 1;
  for (size_t at = begin; at < text_.size();) {
    const size_t end = std::min(text_.find('\n', at), text_.size());
    std::string_view content = std::string_view(text_).substr(at, end - at);
    if (!content.empty() && content.back() == '\r') content.remove_suffix(1);
    at = std::min(end + 1, text_.size());
    if (content == "\\.") {
      if (data != nullptr) *data = text_.substr(begin, at - begin);
      Blank(begin, at);
      if (fault_ < at) FindNextFault(at);
      return;
    }
  }
  // psql takes the end of the file for the end of the data, but no dump ends like that.
  Report(DiagnosticLevel::kError, "sql.copy-data",
         "the data of COPY FROM STDIN has no end (a line \\.): the rest of the file is read as "
         "data; is the file cut off?",
         where);
  Blank(begin, text_.size());
  fault_ = std::string::npos;
}

void PsqlReader::Colon(const SqlToken& token) {
  const char next = token.end < text_.size() ? text_[token.end] : '\0';
  if (bounds_.at_start()) statement_begin_ = token.begin;
  bounds_.Add(token, text_);
  if (next == ':' || next == '=') {
    lexer_.set_position(token.end + 1);
    return;
  }
  const auto reference = FindPsqlReference(text_, token.begin);
  if (!reference || !active()) return;
  if (const auto value = ExpandPsqlReference(*reference, session_->variables)) {
    constexpr size_t kValues = size_t{32} << 20;
    if (substituted_ && made_.size() + value->size() > kValues + 2 * text_.size()) {
      Report(DiagnosticLevel::kError, "sql.too-large",
             "with the values of its variables the script is too large; the rest is not read",
             token.begin);
      Blank(token.begin, text_.size());
      lexer_.set_position(text_.size());
      return;
    }
    Substitute(token.begin, reference->end, *value);
  } else if (session_->variables.contains(reference->name)) {
    Report(DiagnosticLevel::kError, "sql.too-large",
           StrCat("the variables that \"", reference->name, "\" stands for are too large together"),
           token.begin);
  } else if (statement_.brackets <= 0) {
    // Left as it is, as psql does; in a[1:n] that is what is meant.
    Report(DiagnosticLevel::kError, "sql.unset-variable",
           StrCat("the psql variable \"", reference->name, "\" is not set in the script"),
           token.begin);
  }
  lexer_.set_position(reference->end);
}

// Puts a value in place of a range. The value takes part in finding the statement's end.
void PsqlReader::Substitute(size_t begin, size_t end, std::string_view value) {
  if (!substituted_) {
    substituted_ = true;
    copied_ = part_begin_;
    made_.clear();
    anchors_.clear();
  }
  anchors_.push_back({made_.size(), copied_, true});
  made_.append(text_, copied_, begin - copied_);
  anchors_.push_back({made_.size(), begin, false});
  made_.append(value);
  copied_ = end;
  SqlLexer lexer(value);
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    if (bounds_.Add(token, value)) {
      EndStatement(end);
    } else if (token.kind == SqlTokenKind::kWord) {
      StatementWord(lexer.Text(token));
    }
    if (!token.terminated) {
      Report(DiagnosticLevel::kError, "sql.meta-command",
             "the value of a psql variable begins a literal that it does not end", begin);
    }
  }
}

void PsqlReader::Blank(size_t begin, size_t end) {
  for (size_t i = begin; i < end; ++i) {
    if (text_[i] != '\n') text_[i] = ' ';
  }
}

void PsqlReader::BeginPart(size_t begin) {
  part_begin_ = begin;
  substituted_ = false;
  bounds_.Reset();
  statement_ = Statement();
}

void PsqlReader::FlushPart(size_t end) {
  if (session_->elsewhere) return;
  const uint32_t first_line = LineOf(part_begin_);
  std::shared_ptr<const SourceText> part;
  if (!substituted_) {
    const std::string_view sql = std::string_view(text_).substr(part_begin_, end - part_begin_);
    if (StripWhitespace(sql).empty()) return;
    // Empty lines before it keep its own lines true; of many parts that would be most of it all.
    constexpr size_t kManyLines = size_t{4} << 20;
    empty_lines_ += first_line - 1;
    if (empty_lines_ <= kManyLines) {
      part = SourceText::FromFile(file_, StrCat(std::string(first_line - 1, '\n'), sql));
    } else {
      std::vector<SourceText::Segment> segments{{0, first_line}};
      for (size_t at = 0; (at = sql.find('\n', at)) != std::string_view::npos;) {
        segments.push_back({static_cast<uint32_t>(++at), segments.back().line + 1});
      }
      part = SourceText::Generated(file_, std::string(sql), std::move(segments));
    }
  } else {
    anchors_.push_back({made_.size(), copied_, true});
    made_.append(text_, copied_, end - copied_);
    std::vector<SourceText::Segment> segments;
    uint32_t line = first_line;
    size_t counted = part_begin_;
    for (size_t i = 0; i < anchors_.size(); ++i) {
      const Anchor& anchor = anchors_[i];
      line += static_cast<uint32_t>(
          std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted),
                     text_.begin() + static_cast<std::ptrdiff_t>(anchor.source), '\n'));
      counted = anchor.source;
      segments.push_back({static_cast<uint32_t>(anchor.made), line});
      if (!anchor.verbatim) continue;
      const size_t next = i + 1 < anchors_.size() ? anchors_[i + 1].made : made_.size();
      for (size_t at = anchor.made; (at = made_.find('\n', at)) < next; ++at) {
        segments.push_back({static_cast<uint32_t>(at + 1), ++line});
        counted = anchor.source + (at + 1 - anchor.made);
      }
    }
    part = SourceText::Generated(file_, std::move(made_), std::move(segments));
  }
  session_->script->parts.push_back({std::move(part), session_->new_session});
  session_->new_session = false;
}

SourceLocation PlaceIn(const std::string& file, std::string_view text, size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto line = static_cast<uint32_t>(1 + std::count(before.begin(), before.end(), '\n'));
  const size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return {file, line, static_cast<uint32_t>(at - line_begin + 1)};
}

uint32_t PsqlReader::LineOf(size_t at) {
  const auto lines = [this](size_t from, size_t to) {
    return static_cast<uint32_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(from),
                                            text_.begin() + static_cast<std::ptrdiff_t>(to), '\n'));
  };
  if (at >= counted_) {
    counted_line_ += lines(counted_, at);
  } else {
    counted_line_ -= lines(at, counted_);
  }
  counted_ = at;
  return counted_line_;
}

SourceLocation PsqlReader::Place(size_t at) {
  const uint32_t line = LineOf(at);
  const size_t line_begin = std::string_view(text_).substr(0, at).rfind('\n') + 1;
  return {file_, line, static_cast<uint32_t>(at - line_begin + 1)};
}

void PsqlReader::Report(DiagnosticLevel level, std::string code, std::string message, size_t at) {
  session_->script->diagnostics.Add(
      {level, std::move(code), "", std::move(message), Place(at), "", {}});
}

}  // namespace schemadiff::internal
