// Reading files and listing directories, with errors as one clear sentence.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

namespace schemadiff {

/// The file's bytes. The status names the file and the system's reason; a file over 1 GiB is
/// refused.
absl::StatusOr<std::string> ReadFile(const std::string& path);

/// The names (not paths) of the regular files in a directory, sorted by bytes. Hidden files and
/// editor backups (`~`, `#...#`, .swp, .bak, .orig) are left out.
absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& directory);

/// Likewise for its subdirectories, hidden ones left out.
absl::StatusOr<std::vector<std::string>> ListDirectories(const std::string& directory);

}  // namespace schemadiff
