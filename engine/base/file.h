// Reading files.
#pragma once

#include <absl/status/statusor.h>

#include <string>

namespace schemadiff {

/// The file's bytes; pipes are read to their end. The status names the file and the system's
/// reason. A file over 1 GiB is refused.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace schemadiff
