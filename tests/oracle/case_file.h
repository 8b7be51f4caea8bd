// The files under tests/cases: small SQL scripts whose replay must equal what a server makes of
// them.
//
// Comments of the form `-- word: text` direct the test; `-- word(13-15): text` does so for these
// majors only.
//
//   -- majors: 15-              the majors that it runs on (`15-`, `-14`, `13-15`, `16`)
//   -- parser: 17               needs the grammar of libpg_query 17; skipped with an older one
//   -- unresolved-ok: reason    attributes may be not comparable
//   -- expect-diagnostic: code  the replay may report this code
//   -- gap: reason              the replay cannot do this yet. The case must still show a problem;
//                               when it no longer does, this line must go.
//   -- no-copy: reason          the schema cannot be made again from its catalog. As with gaps,
//                               this line must go when it can.
//   -- expect-error: 42P07      (before a statement) server and replay both refuse it so
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/sql/parser.h"

namespace schemadiff::testing {

/// An inclusive range of majors.
struct MajorRange {
  int first = 0;
  int last = 1000;
  bool Contains(int major) const { return first <= major && major <= last; }
};
/// From `15-`, `-14`, `13-15` or `16`. Throws std::runtime_error for anything else.
MajorRange ParseMajors(const std::string& text);

struct CaseFile {
  struct Directive {
    std::string word;
    std::string text;
    MajorRange majors;
  };
  struct Statement {
    ParsedStatement parsed;
    std::vector<Directive> directives;  ///< those between it and the statement before it
  };
  std::string name;                   ///< "tables/serial_columns"
  std::vector<Directive> directives;  ///< all of the file
  std::vector<Statement> statements;
  Diagnostics diagnostics;  ///< the parser's

  /// The text of the directive, where it is there for that major.
  std::optional<std::string> Find(std::string_view word, int major) const;
  bool RunsOn(int major) const;
};

/// Reads a file. Throws std::runtime_error for one that cannot be read, or that has a directive
/// which does not exist.
CaseFile ReadCase(const std::string& directory, const std::string& name);

/// The names of all cases in a directory and its subdirectories, sorted.
std::vector<std::string> ListCases(const std::string& directory);

}  // namespace schemadiff::testing
