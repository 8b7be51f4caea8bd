// What psql and the server do about the encoding of a script.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/sql/psql_reader.h"

namespace schemadiff::internal {

std::optional<TextFault> FindNoText(std::string_view text) {
  const auto no_text = [](size_t offset, std::string message) {
    return TextFault{offset, "sql.not-text", "", std::move(message)};
  };
  if (text.substr(0, 5) == "PGDMP") {
    return no_text(
        0, "the file is an archive of pg_dump: `pg_restore -f FILE` turns it into a script");
  }
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
    return no_text(0, "the file is in UTF-16; it must be in UTF-8");
  }
  if (const size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return no_text(nul, "the file is no text: it has a NUL byte");
  }
  if (text.size() > kMaxTextBytes) return FindTextFault(text);
  return std::nullopt;
}

// SET [SESSION | LOCAL] client_encoding {TO | =} 'name', SET NAMES 'name': the words are kept.
void PsqlReader::SettingWord(const SqlToken& token) {
  constexpr size_t kWords = 5;
  std::vector<std::string>& setting = statement_.setting;
  if (setting.size() >= kWords || (setting.empty() && statement_.words > 0)) return;
  std::string text = AsciiToLower(lexer_.Text(token));
  if (setting.empty() && text != "set") return;
  if (token.kind == SqlTokenKind::kString || token.kind == SqlTokenKind::kQuoted) {
    const size_t quote = text.find_first_of("'\"");
    text = text.substr(quote + 1);
    if (!text.empty()) text.pop_back();
  }
  setting.push_back(std::move(text));
}

// `at` is past the statement.
void PsqlReader::ApplySetting(const std::vector<std::string>& setting, size_t at) {
  auto word = setting.begin() + 1;
  if (word != setting.end() && (*word == "session" || *word == "local")) ++word;
  if (word == setting.end()) return;
  if (*word == "client_encoding") {
    if (++word == setting.end() || (*word != "to" && *word != "=")) return;
  } else if (*word != "names") {
    return;
  }
  if (++word == setting.end()) return;
  // The encoding that psql starts with is that of its terminal.
  SetEncoding(*word == "default" ? "utf8" : *word, statement_begin_, at);
}

void PsqlReader::SetEncoding(std::string_view name, size_t where, size_t at) {
  const std::optional<ClientEncoding> encoding = ClientEncoding::Find(name);
  if (!encoding) {
    // The server refuses it, and all stays as it was; psql's \encoding as well.
    Report(DiagnosticLevel::kWarning, "sql.encoding", StrCat("there is no encoding \"", name, "\""),
           where);
    return;
  }
  if (!encoding->convertible()) {
    Report(DiagnosticLevel::kError, "sql.encoding",
           StrCat("text in encoding ", name, " is not converted; it is read as UTF-8"), where);
  }
  const std::string_view rest = std::string_view(text_).substr(at);
  const bool ascii = at >= AfterLastHighByte();
  if (!session_->encoding.is_utf8() && !ascii) {
    Report(DiagnosticLevel::kError, "sql.encoding",
           "a second change of the encoding is not followed; the text is read as before", where);
    return;
  }
  session_->encoding = *encoding;
  if (ascii) return;
  LineOf(at);  // what is counted before stays
  text_ = StrCat(std::string_view(text_).substr(0, at), encoding->ToUtf8(rest));
  after_last_high_.reset();
  lexer_ = SqlLexer(text_, at);
  FindNextFault(at);
}

// The offset past the last byte that is not ASCII.
size_t PsqlReader::AfterLastHighByte() {
  if (!after_last_high_) {
    const auto last =
        std::find_if(text_.rbegin(), text_.rend(), [](char c) { return (c & 0x80) != 0; });
    after_last_high_ = static_cast<size_t>(text_.rend() - last);
  }
  return *after_last_high_;
}

void PsqlReader::FindNextFault(size_t from) { fault_ = FindInvalidUtf8(text_, from); }

// The server refuses a statement that has such bytes. In a comment before it they are for psql to
// leave out.
void PsqlReader::RefuseFaults(size_t begin, size_t end) {
  while (fault_ < end) {
    TextFault fault = InvalidByte(text_, fault_);
    const bool in_statement = fault_ >= begin;
    session_->script->diagnostics.Add(
        {in_statement ? DiagnosticLevel::kError : DiagnosticLevel::kWarning,
         std::move(fault.code),
         in_statement ? std::move(fault.sqlstate) : "",
         in_statement ? std::move(fault.message) : StrCat(fault.message, ", outside of statements"),
         Place(fault_),
         "",
         {}});
    if (in_statement) {
      Blank(begin, end);
      FindNextFault(end);
    } else {
      Blank(fault_, fault_ + 1);
      FindNextFault(fault_ + 1);
    }
  }
}

}  // namespace schemadiff::internal
