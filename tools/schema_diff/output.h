// Where results go: standard output, or a file that is written whole or not at all.
#pragma once

#include <absl/status/status.h>

#include <string>
#include <string_view>

namespace schemadiff::cli {

/// Writes everything to `path` ("" and "-" are standard output).
///
/// A regular file (or one that is not there yet) is replaced in one step: a reader sees the old
/// content or the new, never a part; its permissions stay, and a symbolic link stays a link.
/// Devices and pipes are written to directly. A reader that closed standard output early is no
/// error: what it did not read, it did not want.
absl::Status WriteOutput(const std::string& path, std::string_view text);

/// Whether WriteOutput can be expected to work, found out before the work is done.
absl::Status CheckOutput(const std::string& path);

/// Makes sure that SIGINT, SIGTERM and SIGHUP leave no temporary file, that a closed pipe is an
/// error that we see, and that descriptors 0 to 2 are open, so that no file or connection of
/// ours takes their place.
void PrepareProcess();

}  // namespace schemadiff::cli
