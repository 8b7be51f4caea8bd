// Listing directories, with errors as one clear sentence.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

namespace schemadiff {

/// The names (not paths) of the regular files in a directory, sorted by bytes. Hidden files and
/// editor backups (`~`, `#...#`, .swp, .bak, .orig) are left out.
absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& directory);

/// Likewise for its subdirectories, hidden ones left out.
absl::StatusOr<std::vector<std::string>> ListDirectories(const std::string& directory);

}  // namespace schemadiff
