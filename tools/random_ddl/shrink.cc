#include "tools/random_ddl/shrink.h"

#include <algorithm>
#include <utility>

namespace schemadiff::random_ddl {
namespace {

// From the `open` parenthesis to its end, quotes heeded; npos where it has none.
size_t ClosingOf(const std::string& sql, size_t open) {
  int depth = 0;
  char quote = 0;
  for (size_t i = open; i < sql.size(); ++i) {
    const char c = sql[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '\'' || c == '"') quote = c;
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) return i;
  }
  return std::string::npos;
}

// The elements of a list between parentheses: where each begins and ends.
std::vector<std::pair<size_t, size_t>> Elements(const std::string& sql, size_t open, size_t close) {
  std::vector<std::pair<size_t, size_t>> elements;
  int depth = 0;
  char quote = 0;
  size_t begin = open + 1;
  for (size_t i = open + 1; i < close; ++i) {
    const char c = sql[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '\'' || c == '"') quote = c;
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    if (c == ',' && depth == 0) {
      elements.emplace_back(begin, i);
      begin = i + 1;
    }
  }
  elements.emplace_back(begin, close);
  return elements;
}

// Shorter forms of a statement, those that leave out most first: one without an element of a list,
// one with a parenthesis in the place of what stands around it.
std::vector<std::string> Simpler(const std::string& sql) {
  std::vector<std::string> forms;
  for (size_t open = sql.find('('); open != std::string::npos; open = sql.find('(', open + 1)) {
    const size_t close = ClosingOf(sql, open);
    if (close == std::string::npos) break;
    const auto elements = Elements(sql, open, close);
    if (elements.size() > 1) {
      for (const auto& [begin, end] : elements) {
        const size_t from = begin == open + 1 ? begin : begin - 1;
        const size_t to = begin == open + 1 ? end + 1 : end;
        forms.push_back(sql.substr(0, from) + sql.substr(to));
      }
    }
    if (close > open + 4) forms.push_back(sql.substr(0, open) + "(NULL)" + sql.substr(close + 1));
    const size_t inner = sql.find('(', open + 1);
    if (inner < close) {
      const size_t inner_end = ClosingOf(sql, inner);
      if (inner_end < close) {
        forms.push_back(sql.substr(0, open) + sql.substr(inner, inner_end - inner + 1) +
                        sql.substr(close + 1));
      }
    }
  }
  // Words from the end on: options, clauses.
  for (size_t blank = sql.rfind(' '); blank != std::string::npos && blank > 0;
       blank = sql.rfind(' ', blank - 1)) {
    forms.push_back(sql.substr(0, blank));
    if (forms.size() > 60) break;
  }
  std::ranges::stable_sort(forms, {}, &std::string::size);
  return forms;
}

class Shrinker {
 public:
  Shrinker(Runner& runner, Mode mode, Result smallest, int most_runs)
      : runner_(runner), mode_(mode), smallest_(std::move(smallest)), left_(most_runs) {}

  Result Run() {
    LeaveOutStatements();
    SimplifyStatements();
    LeaveOutStatements();
    return std::move(smallest_);
  }

 private:
  // Whether these statements diverge for the same reason; they are then the smallest ones.
  bool Try(const std::vector<std::string>& statements) {
    if (left_-- <= 0) return false;
    size_t next = 0;
    Result result = runner_.Run(mode_, [&](const Catalog&) -> std::optional<std::string> {
      return next < statements.size() ? std::optional(statements[next++]) : std::nullopt;
    });
    if (result.divergence != smallest_.divergence) return false;
    smallest_ = std::move(result);
    return true;
  }

  void LeaveOutStatements() {
    for (size_t chunk = std::max<size_t>(smallest_.statements.size() / 2, 1);; chunk /= 2) {
      // From the end: what comes last depends on what came first.
      size_t end = smallest_.statements.size();
      while (end > 0 && left_ > 0) {
        const size_t begin = end > chunk ? end - chunk : 0;
        std::vector<std::string> rest = smallest_.statements;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(begin),
                   rest.begin() + static_cast<std::ptrdiff_t>(end));
        Try(rest);
        end = std::min(begin, smallest_.statements.size());
      }
      if (chunk <= 1) return;
    }
  }

  void SimplifyStatements() {
    for (size_t i = smallest_.statements.size(); i-- > 0;) {
      bool simpler = true;
      while (simpler && left_ > 0 && i < smallest_.statements.size()) {
        simpler = false;
        for (const std::string& form : Simpler(smallest_.statements[i])) {
          std::vector<std::string> statements = smallest_.statements;
          statements[i] = form;
          if (Try(statements)) {
            simpler = true;
            break;
          }
        }
      }
    }
  }

  Runner& runner_;
  const Mode mode_;
  Result smallest_;
  int left_;
};

}  // namespace

Result Shrink(Runner& runner, Mode mode, Result diverging, int most_runs) {
  return Shrinker(runner, mode, std::move(diverging), most_runs).Run();
}

}  // namespace schemadiff::random_ddl
