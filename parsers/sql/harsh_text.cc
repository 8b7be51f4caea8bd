#include "parsers/sql/harsh_text.h"

#include <algorithm>

#include "engine/base/strings.h"
#include "parsers/sql/lexer.h"

namespace schemadiff {
namespace {

// An operator has at most 63 characters; a run is longer where comments or signs follow on each
// other.
constexpr size_t kLongRun = 1024;

bool IsOperatorCharacter(char c) {
  return std::string_view("~!@#^&|`?+-*/%<>=").find(c) != std::string_view::npos;
}

// The offset past the block comment at `at`, which may nest; npos where it has no end.
size_t BlockCommentEnd(std::string_view text, size_t at) {
  size_t depth = 0;
  for (size_t i = at; i + 1 < text.size();) {
    if (text[i] == '/' && text[i + 1] == '*') {
      ++depth;
      i += 2;
    } else if (text[i] == '*' && text[i + 1] == '/') {
      i += 2;
      if (--depth == 0) return i;
    } else {
      ++i;
    }
  }
  return std::string_view::npos;
}

// Makes the block comments between two tokens one, and what they hold blank. What is before the
// first stays: a literal may go on after a comment up to the end of a line, and not after these.
void MergeComments(std::string* text, size_t begin, size_t end) {
  const std::string_view gap = std::string_view(*text).substr(0, end);
  size_t first = std::string_view::npos;
  size_t last = begin;  // past the last one
  for (size_t at = begin; at + 1 < end;) {
    if (gap[at] == '-' && gap[at + 1] == '-') {
      at = std::min(gap.find_first_of("\r\n", at), end);
    } else if (gap[at] == '/' && gap[at + 1] == '*') {
      if (first == std::string_view::npos) first = at;
      last = BlockCommentEnd(gap, at);
      if (last == std::string_view::npos) break;
      at = last;
    } else {
      ++at;
    }
  }
  if (first == std::string_view::npos) return;
  const size_t to = last == std::string_view::npos ? end : last - 2;
  for (size_t i = first + 2; i < to; ++i) (*text)[i] = ' ';
}

}  // namespace

bool HasLongOperatorRun(std::string_view text) {
  // A long run has a character at one of these places.
  constexpr size_t kStep = kLongRun / 2;
  for (size_t probe = kStep; probe < text.size(); probe += kStep) {
    if (!IsOperatorCharacter(text[probe])) continue;
    size_t begin = probe;
    while (begin > 0 && IsOperatorCharacter(text[begin - 1])) --begin;
    size_t end = probe;
    while (end < text.size() && IsOperatorCharacter(text[end])) ++end;
    if (end - begin >= kLongRun) return true;
    probe = end - end % kStep;
  }
  return false;
}

std::optional<ast::DecodeError> TameText(std::string* text) {
  if (text->size() > kMaxStatementBytes) {
    return ast::DecodeError{"sql.too-large", "",
                            StrCat("the statement has ", text->size(), " bytes; at most ",
                                   kMaxStatementBytes, " are parsed"),
                            -1};
  }
  const bool harsh = HasLongOperatorRun(*text);
  if (!harsh && text->size() <= kMaxStatementTokens) return std::nullopt;
  SqlLexer lexer(*text);
  size_t tokens = 0;
  size_t end = 0;  // of the token before
  for (;;) {
    const SqlToken token = lexer.Next();
    if (harsh) MergeComments(text, end, token.begin);
    if (token.kind == SqlTokenKind::kEnd) return std::nullopt;
    if (token.kind == SqlTokenKind::kOperator && token.end - token.begin >= kLongRun) {
      return ast::DecodeError{
          "sql.too-deep", "54001",
          StrCat("stack depth limit exceeded: ", token.end - token.begin, " signs in a row"),
          static_cast<int32_t>(token.begin)};
    }
    if (++tokens > kMaxStatementTokens) {
      return ast::DecodeError{"sql.too-large", "",
                              StrCat("the statement has more than ", kMaxStatementTokens,
                                     " words and signs, and is not parsed"),
                              -1};
    }
    end = token.end;
  }
}

std::string ShortMessage(std::string message) {
  constexpr size_t kLong = 1000;
  constexpr size_t kShown = 200;
  if (message.size() <= kLong) return message;
  size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0) == 0x80) --end;
  const size_t left = message.size() - end;
  const bool quoted = message.ends_with('"');
  message.resize(end);
  return StrCat(message, "...", quoted ? "\"" : "", " (", left, " more bytes)");
}

}  // namespace schemadiff
