#include "tests/support/pg_programs.h"

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <vector>

#include "engine/base/strings.h"
#include "tests/support/process.h"

namespace schemadiff::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDebianServers = "/usr/lib/postgresql";
constexpr std::string_view kSystemCache = "/var/cache/schema-diff/servers";

// Directories whose entries `<major>/bin` hold programs; the first one wins.
std::vector<std::string> Roots() {
  std::vector<std::string> roots = {std::string(kDebianServers)};
  if (const char* named = std::getenv("SCHEMA_DIFF_SERVERS"); named != nullptr && *named) {
    roots.emplace_back(named);
    return roots;
  }
  // Where tools/servers puts them.
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  if (cache != nullptr && *cache != '\0') {
    roots.push_back(StrCat(cache, "/schema-diff/servers"));
  } else if (home != nullptr && *home != '\0') {
    roots.push_back(StrCat(home, "/.cache/schema-diff/servers"));
  }
  roots.emplace_back(kSystemCache);
  return roots;
}

// The `bin` directories by major version that hold all of `programs`.
std::map<int, std::string> Find(const std::vector<std::string_view>& programs) {
  std::map<int, std::string> found;
  for (const std::string& root : Roots()) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(root, error)) {
      std::string name = entry.path().filename();
      int major = 0;
      auto [end, status] = std::from_chars(name.data(), name.data() + name.size(), major);
      if (status != std::errc() || end != name.data() + name.size()) continue;
      std::string bin = entry.path() / "bin";
      bool complete = true;
      for (std::string_view program : programs) {
        complete = complete && access(StrCat(bin, "/", program).c_str(), X_OK) == 0;
      }
      if (complete) found.emplace(major, bin);
    }
  }
  return found;
}

}  // namespace

std::map<int, std::string> ServerPrograms() { return Find({"initdb", "postgres"}); }

std::optional<PgDump> NewestPgDump() {
  std::map<int, std::string> found = Find({"pg_dump"});
  if (found.empty()) return std::nullopt;
  const auto& [major, bin] = *found.rbegin();
  PgDump result{StrCat(bin, "/pg_dump"), major};
  result.restrict_key =
      RunProcess({result.path, "--help"}).output.find("--restrict-key") != std::string::npos;
  return result;
}

}  // namespace schemadiff::testing
