#include "parsers/histories/files.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

namespace fs = std::filesystem;

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
