// The first comparison that a case goes through: the replay in-process against the server.
#pragma once

#include <string>
#include <vector>

#include "engine/catalog/catalog.h"
#include "tests/oracle/case_file.h"

namespace schemadiff::testing {

/// The SQLSTATE with which a statement of a case must fail on that major; empty where it must not.
std::string ExpectedError(const CaseFile::Statement& statement, int major);

/// What the replay of a case found.
struct ReplayCheck {
  /// What it cannot do, or makes otherwise than the server; empty where the two are equal.
  std::vector<std::string> problems;
  /// Attributes that could not be compared.
  int unresolved = 0;
};

/// Replays the statements of a case and compares what they make with what the server has.
ReplayCheck CheckReplay(const CaseFile& file, int major, const Catalog& live);

}  // namespace schemadiff::testing
