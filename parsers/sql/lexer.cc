#include "parsers/sql/lexer.h"

#include <algorithm>
#include <array>

namespace schemadiff {
namespace {

enum CharacterClass : uint8_t {
  kOther = 0,
  kSpace = 1,
  kWordStart = 2,  // letters, underscore, everything beyond ASCII
  kDigit = 4,
  kOperatorChar = 8,
};

constexpr std::array<uint8_t, 256> MakeClasses() {
  std::array<uint8_t, 256> classes{};
  for (int c = 0; c < 256; ++c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80) {
      classes[static_cast<size_t>(c)] = kWordStart;
    } else if (c >= '0' && c <= '9') {
      classes[static_cast<size_t>(c)] = kDigit;
    }
  }
  for (const unsigned char c : {' ', '\t', '\n', '\r', '\f', '\v'}) classes[c] = kSpace;
  for (const unsigned char c :
       {'~', '!', '@', '#', '^', '&', '|', '`', '?', '+', '-', '*', '/', '%', '<', '>', '='}) {
    classes[c] = kOperatorChar;
  }
  return classes;
}
constexpr std::array<uint8_t, 256> kClasses = MakeClasses();

uint8_t ClassOf(char c) { return kClasses[static_cast<unsigned char>(c)]; }
bool IsWordPart(char c) { return (ClassOf(c) & (kWordStart | kDigit)) != 0 || c == '$'; }

bool EqualsWord(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         });
}

}  // namespace

void SqlLexer::SkipBlanks() {
  for (;;) {
    while (at_ < text_.size() && ClassOf(text_[at_]) == kSpace) ++at_;
    if (At(at_) == '-' && At(at_ + 1) == '-') {
      at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
    } else if (At(at_) == '/' && At(at_ + 1) == '*') {
      if (!SkipBlockComment()) return;
    } else {
      return;
    }
  }
}

// Block comments nest.
bool SqlLexer::SkipBlockComment() {
  const size_t begin = at_;
  int depth = 0;
  while (at_ < text_.size()) {
    if (text_[at_] == '/' && At(at_ + 1) == '*') {
      ++depth;
      at_ += 2;
    } else if (text_[at_] == '*' && At(at_ + 1) == '/') {
      at_ += 2;
      if (--depth == 0) return true;
    } else {
      ++at_;
    }
  }
  unterminated_comment_ = begin;
  return false;
}

// True when the literal that ends at *at goes on after white space with a line break; *at then
// becomes the start of the next part's content.
bool SqlLexer::Continues(size_t* at) const {
  size_t i = *at;
  bool line_break = false;
  for (; i < text_.size(); ++i) {
    if (text_[i] == '\n' || text_[i] == '\r') {
      line_break = true;
    } else if (ClassOf(text_[i]) != kSpace) {
      // A comment up to the end of the line may stand between the parts.
      if (text_[i] != '-' || At(i + 1) != '-') break;
      i = text_.find_first_of("\r\n", i);
      if (i == std::string_view::npos) return false;
      line_break = true;
    }
  }
  if (!line_break || At(i) != '\'' || i >= text_.size()) return false;
  *at = i + 1;
  return true;
}

// at_ is at the opening quote.
SqlToken SqlLexer::Quoted(SqlTokenKind kind, size_t begin, bool escapes) {
  const char quote = text_[at_];
  ++at_;
  const std::string_view stops = escapes ? "'\\" : (quote == '"' ? "\"" : "'");
  for (;;) {
    at_ = text_.find_first_of(stops, at_);
    if (at_ == std::string_view::npos || (text_[at_] == '\\' && at_ + 1 >= text_.size())) {
      at_ = text_.size();
      return {kind, begin, at_, false};
    }
    if (text_[at_] == '\\' || At(at_ + 1) == quote) {
      at_ += 2;  // an escaped character, or a doubled quote
      continue;
    }
    ++at_;
    if (quote == '"' || !Continues(&at_)) return {kind, begin, at_, true};
  }
}

// A dollar quote or parameter at at_; false where it is a dollar sign of neither.
bool SqlLexer::Dollar(SqlToken* token) {
  const size_t begin = at_;
  size_t i = at_ + 1;
  if (ClassOf(At(i)) == kDigit && i < text_.size()) {
    while (i < text_.size() && ClassOf(text_[i]) == kDigit) ++i;
    at_ = i;
    *token = {SqlTokenKind::kParameter, begin, i, true};
    return true;
  }
  if (i < text_.size() && ClassOf(text_[i]) == kWordStart) {
    while (i < text_.size() && (ClassOf(text_[i]) & (kWordStart | kDigit)) != 0) ++i;
  }
  if (At(i) != '$') return false;
  const std::string_view tag = text_.substr(begin, i + 1 - begin);
  const size_t close = text_.find(tag, i + 1);
  const bool closed = close != std::string_view::npos;
  at_ = closed ? close + tag.size() : text_.size();
  *token = {SqlTokenKind::kDollar, begin, at_, closed};
  return true;
}

void SqlLexer::Operator() {
  while (at_ < text_.size() && ClassOf(text_[at_]) == kOperatorChar) {
    const char next = At(at_ + 1);
    // A comment ends an operator.
    if ((text_[at_] == '-' && next == '-') || (text_[at_] == '/' && next == '*')) return;
    ++at_;
  }
}

SqlToken SqlLexer::Next() {
  SkipBlanks();
  if (at_ >= text_.size()) return {SqlTokenKind::kEnd, text_.size(), text_.size(), true};
  const size_t begin = at_;
  const char c = text_[at_];
  switch (ClassOf(c)) {
    case kWordStart: {
      const char next = At(at_ + 1);
      if (next == '\'' && std::string_view("eEbBxXnN").find(c) != std::string_view::npos) {
        ++at_;
        return Quoted(SqlTokenKind::kString, begin, c == 'e' || c == 'E');
      }
      if (next == '&' && (c == 'u' || c == 'U') && (At(at_ + 2) == '\'' || At(at_ + 2) == '"')) {
        at_ += 2;
        return Quoted(text_[at_] == '"' ? SqlTokenKind::kQuoted : SqlTokenKind::kString, begin,
                      false);
      }
      while (at_ < text_.size() && IsWordPart(text_[at_])) ++at_;
      return {SqlTokenKind::kWord, begin, at_, true};
    }
    case kDigit:
      while (at_ < text_.size() &&
             ((ClassOf(text_[at_]) & (kWordStart | kDigit)) != 0 ||
              (text_[at_] == '.' && ClassOf(At(at_ + 1)) == kDigit && at_ + 1 < text_.size()))) {
        ++at_;
      }
      return {SqlTokenKind::kNumber, begin, at_, true};
    case kOperatorChar:
      Operator();
      return {SqlTokenKind::kOperator, begin, at_, true};
    default:
      break;
  }
  if (c == '\'') return Quoted(SqlTokenKind::kString, begin, false);
  if (c == '"') return Quoted(SqlTokenKind::kQuoted, begin, false);
  SqlToken token;
  if (c == '$' && Dollar(&token)) return token;
  ++at_;
  return {c == '\\' ? SqlTokenKind::kBackslash : SqlTokenKind::kPunctuation, begin, at_, true};
}

void StatementBounds::Reset() {
  // Only the levels that were opened hold anything.
  for (int i = 0; i <= level_; ++i) levels_[i] = Level();
  level_ = brackets_ = parentheses_ = begins_ = leading_words_ = 0;
  std::fill(std::begin(leading_), std::end(leading_), '\0');
  tokens_ = 0;
}

uint32_t StatementBounds::OpenNesting() const {
  uint64_t total = 0;
  for (int i = 0; i <= level_; ++i) {
    total += std::max(levels_[i].deepest, levels_[i].element) + levels_[i].across;
  }
  return static_cast<uint32_t>(std::min<uint64_t>(total, UINT32_MAX));
}

void StatementBounds::Comma() {
  // With several brackets in one level, elements cannot be told apart: count on.
  if (brackets_ >= kLevels) return;
  Level& level = levels_[level_];
  level.deepest = std::max(level.deepest, level.element);
  level.element = 0;
}

void StatementBounds::Open() {
  if (++brackets_ < kLevels) levels_[++level_] = Level();
}

void StatementBounds::Close() {
  if (brackets_ == 0) return;  // a syntax error, which the parser will report
  if (brackets_-- >= kLevels) return;
  const Level inner = levels_[level_--];
  levels_[level_].element += std::max(inner.deepest, inner.element) + inner.across;
}

void StatementBounds::Word(std::string_view word) {
  if (EqualsWord(word, "union") || EqualsWord(word, "intersect") || EqualsWord(word, "except")) {
    ++levels_[level_].across;
  }
  if (leading_words_ < 4) {
    // CREATE [OR REPLACE] {FUNCTION | PROCEDURE}, by their first letters.
    for (const std::string_view known : {"create", "function", "procedure", "or", "replace"}) {
      if (EqualsWord(word, known)) leading_[leading_words_] = known[0];
    }
    ++leading_words_;
  }
  if (leading_[0] != 'c' || parentheses_ > 0) return;
  const auto routine = [this](int i) { return leading_[i] == 'f' || leading_[i] == 'p'; };
  if (!routine(1) && !(leading_[1] == 'o' && leading_[2] == 'r' && routine(3))) return;
  if (EqualsWord(word, "begin")) {
    ++begins_;
  } else if (EqualsWord(word, "case")) {
    // CASE has an END too; outside of a body that END could be taken for nothing else.
    if (begins_ > 0) ++begins_;
  } else if (EqualsWord(word, "end")) {
    if (begins_ > 0) --begins_;
  }
}

bool StatementBounds::Add(const SqlToken& token, std::string_view text) {
  const char c = token.kind == SqlTokenKind::kPunctuation ? text[token.begin] : '\0';
  if (c == ';' && parentheses_ == 0 && begins_ == 0) {
    ended_nesting_ = OpenNesting();
    Reset();
    return true;
  }
  ++tokens_;
  switch (c) {
    case ';':  // a list of statements, one beside the other
    case ',':
      Comma();
      return false;
    case '(':
    case '[':
      Open();
      break;
    case ')':
    case ']':
      Close();
      break;
    default:
      break;
  }
  if (c == '(') ++parentheses_;
  if (c == ')' && parentheses_ > 0) --parentheses_;
  if (token.kind == SqlTokenKind::kWord) {
    Word(text.substr(token.begin, token.end - token.begin));
  }
  ++levels_[level_].element;
  return false;
}

}  // namespace schemadiff
