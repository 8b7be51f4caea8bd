// Diagnostics: everything that a user must hear about besides findings.
//
// "Unknown is loud": what a reader, the replay or the introspection does not model
// becomes a Diagnostic with a stable code and a place, never silence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/source.h"

namespace schemadiff {

enum class DiagnosticLevel {
  kNote,     ///< worth knowing; changes nothing about the verdict
  kWarning,  ///< something looks wrong in the input, yet its effect is known
  kError,    ///< the effect of the input is not known, or PostgreSQL would reject it
};
std::string_view ToString(DiagnosticLevel level);

struct Diagnostic {
  DiagnosticLevel level = DiagnosticLevel::kError;
  std::string code;  ///< stable, kebab-case with an area prefix: "replay.unsupported-statement"
  /// PostgreSQL's SQLSTATE where PostgreSQL would raise an error, else empty.
  std::string sqlstate;
  /// One sentence, in PostgreSQL's own words where it has them, without a final period.
  std::string message;
  SourceLocation location;
  std::string revision;              ///< the revision being read or replayed, if any
  std::vector<std::string> touches;  ///< descriptions of the objects that became not comparable

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// An ordered collection of diagnostics; the order is that of discovery.
class Diagnostics {
 public:
  void Add(Diagnostic diagnostic) { list_.push_back(std::move(diagnostic)); }
  void Append(const Diagnostics& other);
  const std::vector<Diagnostic>& list() const { return list_; }
  bool empty() const { return list_.empty(); }
  size_t Count(DiagnosticLevel level) const;

 private:
  std::vector<Diagnostic> list_;
};

/// "file:line: error: message [code, SQLSTATE 42P01]", with hostile text made visible.
std::string FormatDiagnostic(const Diagnostic& diagnostic);

}  // namespace schemadiff
