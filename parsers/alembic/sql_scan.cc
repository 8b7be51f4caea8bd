#include "parsers/alembic/sql_scan.h"

#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/sql_names.h"
#include "parsers/alembic/sql_sink.h"

namespace schemadiff::alembic {
namespace {

bool IsWordStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class Scanner {
 public:
  explicit Scanner(std::string_view sql) : sql_(sql) {}

  std::vector<std::vector<SqlToken>> Run() {
    while (pos_ < sql_.size()) Next();
    Finish();
    return std::move(statements_);
  }

 private:
  char At(size_t i) const { return i < sql_.size() ? sql_[i] : '\0'; }
  void Push(std::string text, bool quoted = false) {
    current_.push_back({std::move(text), quoted, begin_});
  }
  void Finish() {
    if (!current_.empty()) statements_.push_back(std::move(current_));
    current_.clear();
  }

  void Next() {
    begin_ = pos_;
    const char c = sql_[pos_];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v') {
      ++pos_;
    } else if (c == '-' && At(pos_ + 1) == '-') {
      while (pos_ < sql_.size() && sql_[pos_] != '\n') ++pos_;
    } else if (c == '/' && At(pos_ + 1) == '*') {
      SkipComment();
    } else if (c == ';') {
      ++pos_;
      Finish();
    } else if (c == '\'') {
      SkipConstant(false);
      Push("'");
    } else if ((c == 'e' || c == 'E') && At(pos_ + 1) == '\'') {
      ++pos_;
      SkipConstant(true);
      Push("'");
    } else if (c == '"') {
      Push(QuotedIdentifier(), true);
    } else if (c == '$' && SkipDollarQuote()) {
      Push("'");
    } else if (IsWordStart(c)) {
      while (pos_ < sql_.size() &&
             (IsWordStart(sql_[pos_]) || IsDigit(sql_[pos_]) || sql_[pos_] == '$')) {
        ++pos_;
      }
      Push(AsciiToLower(sql_.substr(begin_, pos_ - begin_)));
    } else if (IsDigit(c)) {
      while (pos_ < sql_.size() && (IsDigit(sql_[pos_]) || sql_[pos_] == '.')) ++pos_;
      Push("0");
    } else {
      ++pos_;
      Push(std::string(1, c));
    }
  }

  void SkipComment() {
    int depth = 0;
    while (pos_ < sql_.size()) {
      if (sql_[pos_] == '/' && At(pos_ + 1) == '*') {
        ++depth;
        pos_ += 2;
      } else if (sql_[pos_] == '*' && At(pos_ + 1) == '/') {
        pos_ += 2;
        if (--depth == 0) return;
      } else {
        ++pos_;
      }
    }
  }
  void SkipConstant(bool escapes) {
    ++pos_;
    while (pos_ < sql_.size()) {
      if (escapes && sql_[pos_] == '\\') {
        pos_ += 2;
      } else if (sql_[pos_] == '\'' && At(pos_ + 1) == '\'') {
        pos_ += 2;
      } else if (sql_[pos_++] == '\'') {
        return;
      }
    }
    pos_ = std::min(pos_, sql_.size());
  }
  std::string QuotedIdentifier() {
    std::string out;
    ++pos_;
    while (pos_ < sql_.size()) {
      if (sql_[pos_] == '"') {
        if (At(pos_ + 1) != '"') break;
        ++pos_;
      }
      out.push_back(sql_[pos_++]);
    }
    if (pos_ < sql_.size()) ++pos_;
    return out;
  }
  bool SkipDollarQuote() {
    size_t end = pos_ + 1;
    while (end < sql_.size() && (IsWordStart(sql_[end]) || IsDigit(sql_[end]))) ++end;
    if (At(end) != '$' || IsDigit(At(pos_ + 1))) return false;
    const std::string_view tag = sql_.substr(pos_, end + 1 - pos_);
    const size_t close = sql_.find(tag, end + 1);
    pos_ = close == std::string_view::npos ? sql_.size() : close + tag.size();
    return true;
  }

  std::string_view sql_;
  size_t pos_ = 0;
  size_t begin_ = 0;
  std::vector<SqlToken> current_;
  std::vector<std::vector<SqlToken>> statements_;
};

bool IsDataStatement(const std::vector<SqlToken>& tokens) {
  static constexpr std::string_view kData[] = {
      "insert", "update", "delete", "with",     "values",    "set",     "reset",   "show",
      "lock",   "begin",  "commit", "rollback", "savepoint", "release", "analyze", "vacuum",
      "copy",   "notify", "listen", "unlisten", "truncate",  "refresh", "discard", "checkpoint",
      "start",  "end",    "abort",  "explain",  "merge",     "select",  "table"};
  const std::string& first = tokens[0].text;
  bool known = false;
  for (const std::string_view word : kData) known = known || (first == word && !tokens[0].quoted);
  if (!known) return false;
  if (first != "select" && first != "with") return true;
  // SELECT ... INTO makes a table; INSERT INTO after WITH does not.
  for (size_t i = 1; i < tokens.size(); ++i) {
    if (tokens[i].text == "into" && !tokens[i].quoted && tokens[i - 1].text != "insert" &&
        tokens[i - 1].text != "merge") {
      return false;
    }
  }
  return true;
}

// `name` or `schema.name` at tokens[*at], which moves on; as QualifiedName() writes it.
std::string TypeName(const std::vector<SqlToken>& tokens, size_t* at) {
  if (*at >= tokens.size()) return "";
  std::string schema;
  std::string name = tokens[(*at)++].text;
  if (*at + 1 < tokens.size() && tokens[*at].text == ".") {
    schema = std::move(name);
    name = tokens[*at + 1].text;
    *at += 2;
  }
  return QualifiedName(schema, name);
}

}  // namespace

std::vector<std::vector<SqlToken>> ScanStatements(std::string_view sql) {
  return Scanner(sql).Run();
}

Effect EffectOf(std::string_view sql) {
  for (const std::vector<SqlToken>& statement : ScanStatements(sql)) {
    if (!IsDataStatement(statement)) return Effect::kSchema;
  }
  return Effect::kData;
}

void TypeLedger::Follow(std::string_view sql) {
  for (const std::vector<SqlToken>& tokens : ScanStatements(sql)) {
    const auto at = [&tokens](size_t i) -> std::string_view {
      return i < tokens.size() ? std::string_view(tokens[i].text) : std::string_view();
    };
    if (at(1) != "type" && at(1) != "domain") continue;
    size_t next = 2;
    if (at(0) == "create") {
      Created(TypeName(tokens, &next));
    } else if (at(0) == "drop") {
      if (at(2) == "if") next = 4;
      do {
        Dropped(TypeName(tokens, &next));
      } while (at(next) == "," && ++next < tokens.size());
    } else if (at(0) == "alter") {
      const std::string from = TypeName(tokens, &next);
      if (at(next) != "rename" || at(next + 1) != "to") continue;
      next += 2;
      if (Exists(from)) {
        Dropped(from);
        Created(TypeName(tokens, &next));
      }
    }
  }
}

}  // namespace schemadiff::alembic
