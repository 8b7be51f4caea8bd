// What a SOURCE on the command line is.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

namespace schemadiff::cli {

struct Source {
  enum class Kind { kDatabase, kHistory, kSqlFile, kStandardInput, kSnapshot };
  Kind kind = Kind::kDatabase;
  /// The connection string (which may hold a password), or the path; for a history as ReadHistory
  /// takes it, its tool's name included.
  std::string text;
};

/// Tells what the text stands for, by its form and by what is there in the file system. The
/// status is one sentence; it never repeats what could be a connection string.
absl::StatusOr<Source> ParseSource(std::string_view text);

}  // namespace schemadiff::cli
