#include "engine/base/diagnostic.h"

#include <algorithm>

#include "engine/base/escape.h"
#include "engine/base/strings.h"

namespace schemadiff {

std::string_view ToString(DiagnosticLevel level) {
  switch (level) {
    case DiagnosticLevel::kNote:
      return "note";
    case DiagnosticLevel::kWarning:
      return "warning";
    case DiagnosticLevel::kError:
      return "error";
  }
  return "error";
}

void Diagnostics::Append(const Diagnostics& other) {
  list_.insert(list_.end(), other.list_.begin(), other.list_.end());
}

size_t Diagnostics::Count(DiagnosticLevel level) const {
  return static_cast<size_t>(std::count_if(
      list_.begin(), list_.end(), [level](const Diagnostic& d) { return d.level == level; }));
}

std::string FormatDiagnostic(const Diagnostic& diagnostic) {
  std::string out;
  if (diagnostic.location.known()) {
    StrAppend(&out, EscapeForTerminal(diagnostic.location.ToString()), ": ");
  }
  StrAppend(&out, ToString(diagnostic.level), ": ", EscapeForTerminal(diagnostic.message), " [",
            diagnostic.code);
  if (!diagnostic.sqlstate.empty()) StrAppend(&out, ", SQLSTATE ", diagnostic.sqlstate);
  StrAppend(&out, "]");
  return out;
}

}  // namespace schemadiff
