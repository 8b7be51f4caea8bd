#include "parsers/sql/psql_text.h"

#include <algorithm>
#include <utility>

#include "parsers/sql/lexer.h"

namespace schemadiff {
namespace {

bool IsVariableChar(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string Quoted(std::string_view value, char quote, bool double_backslashes) {
  std::string out(1, quote);
  for (const char c : value) {
    if (c == quote || (double_backslashes && c == '\\')) out += c;
    out += c;
  }
  out += quote;
  return out;
}

// Variables that refer to each other can make much of little.
constexpr size_t kLongValue = size_t{1} << 20;
constexpr int kManyReferences = 100'000;

struct Expansion {
  std::vector<std::string_view> busy;  // variables that are being expanded
  int references = 0;
};

// psql leaves a reference to a variable that is being expanded alone. Nothing where it becomes too
// much.
std::optional<std::string> ExpandValue(std::string_view value, const PsqlVariables& variables,
                                       Expansion* expansion) {
  std::vector<std::string_view>* busy = &expansion->busy;
  std::string out;
  size_t copied = 0;
  SqlLexer lexer(value);
  for (SqlToken token = lexer.Next(); token.kind != SqlTokenKind::kEnd; token = lexer.Next()) {
    if (token.kind != SqlTokenKind::kPunctuation || value[token.begin] != ':') continue;
    if (token.end < value.size() && (value[token.end] == ':' || value[token.end] == '=')) {
      lexer.set_position(token.end + 1);
      continue;
    }
    const auto reference = FindPsqlReference(value, token.begin);
    if (!reference) continue;
    lexer.set_position(reference->end);
    if (++expansion->references > kManyReferences) return std::nullopt;
    std::optional<std::string> expanded;
    if (reference->form != PsqlReference::Form::kPlain) {
      expanded = ExpandPsqlReference(*reference, variables);
    } else if (const auto found = variables.find(reference->name);
               found != variables.end() &&
               std::find(busy->begin(), busy->end(), reference->name) == busy->end()) {
      busy->push_back(reference->name);
      expanded = ExpandValue(found->second, variables, expansion);
      busy->pop_back();
      if (!expanded) return std::nullopt;
    }
    if (!expanded) continue;
    StrAppend(&out, value.substr(copied, token.begin - copied), *expanded);
    copied = reference->end;
    if (out.size() > kLongValue) return std::nullopt;
  }
  return out.append(value.substr(copied));
}

class ArgumentScanner {
 public:
  ArgumentScanner(std::string_view text, size_t at, const PsqlVariables& variables)
      : text_(text),
        at_(at),
        line_end_(std::min(text.find('\n', at), text.size())),
        variables_(variables) {}

  PsqlArguments Scan() {
    while (SkipSpace()) {
      if (text_[at_] == '\\') {
        // Two backslashes end the command; one begins the next.
        if (at_ + 1 < line_end_ && text_[at_ + 1] == '\\') at_ += 2;
        break;
      }
      Argument();
    }
    result_.end = at_;
    return std::move(result_);
  }

 private:
  bool SkipSpace() {
    while (at_ < line_end_ && IsSpace(text_[at_])) ++at_;
    return at_ < line_end_;
  }
  static bool IsSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
  }

  void Argument() {
    value_.clear();
    bool quoted = false;
    while (at_ < line_end_ && !IsSpace(text_[at_]) && text_[at_] != '\\') {
      const char c = text_[at_];
      if (c == '\'') {
        SingleQuoted();
      } else if (c == '`') {
        result_.runs_shell = true;
        Verbatim('`');
      } else if (c == '"') {
        Verbatim('"');
      } else if (c == ':' && Reference()) {
      } else {
        value_ += c;
        ++at_;
        continue;
      }
      quoted = true;
    }
    result_.values.push_back(std::move(value_));
    result_.quoted.push_back(quoted);
  }

  bool Reference() {
    const auto reference = FindPsqlReference(text_.substr(0, line_end_), at_);
    if (!reference) return false;
    const size_t begin = std::exchange(at_, reference->end);
    // Unlike in SQL, values are not expanded again here.
    const auto found = variables_.find(reference->name);
    if (reference->form == PsqlReference::Form::kPlain && found != variables_.end()) {
      value_ += found->second;
    } else if (auto expanded = ExpandPsqlReference(*reference, variables_)) {
      value_ += *expanded;
    } else {
      value_.append(text_.substr(begin, at_ - begin));
      result_.unset.emplace_back(reference->name);
    }
    return true;
  }

  // Double quotes stay in the value: what they mean is the command's business.
  void Verbatim(char quote) {
    const size_t close = text_.substr(0, line_end_).find(quote, at_ + 1);
    const size_t end = close == std::string_view::npos ? line_end_ : close + 1;
    if (close == std::string_view::npos) result_.unterminated = true;
    value_.append(text_.substr(at_, end - at_));
    at_ = end;
  }

  void SingleQuoted() {
    for (++at_; at_ < line_end_; ++at_) {
      const char c = text_[at_];
      const char next = at_ + 1 < line_end_ ? text_[at_ + 1] : '\0';
      if (c == '\'' && next != '\'') {
        ++at_;
        return;
      }
      if (c == '\'') {
        ++at_;
        value_ += '\'';
      } else if (c == '\\' && at_ + 1 < line_end_) {
        ++at_;
        Escape();
      } else {
        value_ += c;
      }
    }
    result_.unterminated = true;
  }

  // at_ is past the backslash; afterwards at the last character of the escape.
  void Escape() {
    const auto digits = [this](size_t from, size_t most, int base) {
      int value = 0;
      size_t i = from;
      for (; i < line_end_ && i < from + most; ++i) {
        const char c = text_[i];
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : 16;
        if (digit >= base) break;
        value = value * base + digit;
      }
      if (i > from) {
        value_ += static_cast<char>(value);
        at_ = i - 1;
      }
      return i > from;
    };
    constexpr std::string_view kLetters = "ntbrf";
    constexpr std::string_view kMeanings = "\n\t\b\r\f";
    const char c = text_[at_];
    if (const size_t letter = kLetters.find(c); letter != std::string_view::npos) {
      value_ += kMeanings[letter];
    } else if (!digits(at_, 3, 8) && !(c == 'x' && digits(at_ + 1, 2, 16))) {
      value_ += c;
    }
  }

  const std::string_view text_;
  size_t at_;
  const size_t line_end_;
  const PsqlVariables& variables_;
  PsqlArguments result_;
  std::string value_;
};

}  // namespace

std::optional<PsqlReference> FindPsqlReference(std::string_view text, size_t at) {
  const auto name_from = [text](size_t from) {
    size_t end = from;
    while (end < text.size() && IsVariableChar(text[end])) ++end;
    return text.substr(std::min(from, text.size()), end - from);
  };
  const auto at_is = [text](size_t i, char c) { return i < text.size() && text[i] == c; };
  ++at;
  using Form = PsqlReference::Form;
  if (const std::string_view name = at < text.size() ? name_from(at) : ""; !name.empty()) {
    return PsqlReference{Form::kPlain, name, at + name.size()};
  }
  for (const auto& [open, close, form] :
       {std::tuple{std::string_view("'"), '\'', Form::kLiteral},
        std::tuple{std::string_view("\""), '"', Form::kIdentifier},
        std::tuple{std::string_view("{?"), '}', Form::kTest}}) {
    if (text.substr(std::min(at, text.size()), open.size()) != open) continue;
    const std::string_view name = name_from(at + open.size());
    const size_t end = at + open.size() + name.size();
    if (!name.empty() && at_is(end, close)) return PsqlReference{form, name, end + 1};
  }
  return std::nullopt;
}

std::optional<std::string> ExpandPsqlReference(const PsqlReference& reference,
                                               const PsqlVariables& variables) {
  const auto found = variables.find(reference.name);
  if (reference.form == PsqlReference::Form::kTest)
    return found != variables.end() ? "TRUE" : "FALSE";
  if (found == variables.end()) return std::nullopt;
  switch (reference.form) {
    case PsqlReference::Form::kLiteral: {
      const bool backslash = found->second.find('\\') != std::string::npos;
      return StrCat(backslash ? " E" : "", Quoted(found->second, '\'', backslash));
    }
    case PsqlReference::Form::kIdentifier:
      return Quoted(found->second, '"', false);
    default: {
      Expansion expansion{{reference.name}};
      return ExpandValue(found->second, variables, &expansion);
    }
  }
}

PsqlArguments ScanPsqlArguments(std::string_view text, size_t at, const PsqlVariables& variables) {
  return ArgumentScanner(text, at, variables).Scan();
}

void StripSemicolons(PsqlArguments* arguments) {
  if (arguments->values.empty() || arguments->quoted.back()) return;
  std::string& last = arguments->values.back();
  while (!last.empty() && last.back() == ';') last.pop_back();
  if (last.empty()) {
    arguments->values.pop_back();
    arguments->quoted.pop_back();
  }
}

std::optional<bool> ParsePsqlBool(std::string_view text) {
  const std::string lower = AsciiToLower(text);
  const auto abbreviates = [&lower](std::string_view word, size_t least) {
    return lower.size() >= least && word.substr(0, lower.size()) == lower;
  };
  if (abbreviates("true", 1) || abbreviates("yes", 1) || abbreviates("on", 2) || lower == "1")
    return true;
  if (abbreviates("false", 1) || abbreviates("no", 1) || abbreviates("off", 2) || lower == "0") {
    return false;
  }
  return std::nullopt;
}

}  // namespace schemadiff
