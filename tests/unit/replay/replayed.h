// SQL in, catalog and diagnostics out, both as text that a test can state.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/replay/replay.h"

namespace schemadiff::testing {

class Replayed {
 public:
  /// Executes the text in one session on a fresh catalog of that server version.
  explicit Replayed(std::string_view sql, int server_version = 150000);

  /// One line per object made: "column public.t.a: type=integer, position=1, not_null=true".
  /// Attributes with default values are left out, unresolved expressions have a question mark; the
  /// objects of a new database are left out.
  std::string Objects() const;
  /// The same for one object, without its name; "-" where there is none.
  std::string Object(std::string_view description) const;
  /// The names of all objects whose description begins with `prefix`, one a line.
  std::string Names(std::string_view prefix) const;
  /// "file:line" of what made the object.
  std::string OriginOf(std::string_view description) const;

  /// "line: SQLSTATE message" (or the code, where there is no SQLSTATE), one diagnostic a line.
  std::string Errors() const;

  Catalog catalog;
  Diagnostics diagnostics;
};

}  // namespace schemadiff::testing
