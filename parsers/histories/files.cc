#include "parsers/histories/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

namespace fs = std::filesystem;

constexpr uintmax_t kLargestFile = uintmax_t{1} << 30;

bool IsBackup(std::string_view name) {
  return name.starts_with(".") || name.starts_with("#") || name.ends_with("~") ||
         name.ends_with(".swp") || name.ends_with(".bak") || name.ends_with(".orig");
}

template <typename Wanted>
absl::StatusOr<std::vector<std::string>> List(const std::string& directory, Wanted wanted) {
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    std::string name = at->path().filename().string();
    std::error_code unreadable;
    if (!IsBackup(name) && wanted(*at, unreadable)) names.push_back(std::move(name));
  }
  if (error) {
    return absl::NotFoundError(
        StrCat("cannot read directory \"", directory, "\": ", error.message()));
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    return absl::InvalidArgumentError(StrCat("\"", path, "\" is a directory, not a file"));
  }
  if (const uintmax_t size = fs::file_size(path, error); !error && size > kLargestFile) {
    return absl::InvalidArgumentError(StrCat("\"", path, "\" is larger than 1 GiB"));
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return absl::NotFoundError(StrCat("cannot read \"", path, "\": ", std::strerror(errno)));
  }
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file.bad()) {
    return absl::DataLossError(StrCat("cannot read \"", path, "\": ", std::strerror(errno)));
  }
  return text;
}

absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& directory) {
  return List(directory, [](const fs::directory_entry& entry, std::error_code& error) {
    return entry.is_regular_file(error);
  });
}

absl::StatusOr<std::vector<std::string>> ListDirectories(const std::string& directory) {
  return List(directory, [](const fs::directory_entry& entry, std::error_code& error) {
    return entry.is_directory(error);
  });
}

}  // namespace schemadiff
