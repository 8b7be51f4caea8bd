#include "engine/base/file.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

namespace fs = std::filesystem;

// More than any script that people write, and less than what places in a text can count.
constexpr uintmax_t kLargestFile = uintmax_t{1} << 30;

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const auto failure = [&path](int error) {
    return absl::NotFoundError(ToAbsl(StrCat(path, ": ", std::strerror(error != 0 ? error : EIO))));
  };
  const auto too_large = [&path] {
    return absl::InvalidArgumentError(ToAbsl(StrCat(path, ": is larger than 1 GiB")));
  };
  std::error_code error;
  if (fs::is_directory(path, error)) return failure(EISDIR);
  // Pipes have no size.
  const uintmax_t size = fs::file_size(path, error);
  if (!error && size > kLargestFile) return too_large();
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return failure(errno);
  std::string text;
  if (!error) text.reserve(static_cast<size_t>(size));
  char buffer[size_t{64} << 10];
  while (stream.read(buffer, sizeof buffer) || stream.gcount() > 0) {
    text.append(buffer, static_cast<size_t>(stream.gcount()));
    if (text.size() > kLargestFile) return too_large();
    // What has no size may never end, as /dev/zero does; what has a zero byte is no text anyway.
    if (error && std::memchr(buffer, 0, static_cast<size_t>(stream.gcount())) != nullptr) break;
  }
  if (stream.bad()) return failure(errno);
  return text;
}

}  // namespace schemadiff
