// An Alembic project that a test writes, and what it asks about its history.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strings.h"
#include "parsers/histories/history.h"

namespace schemadiff {

// A directory of its own for each test, taken away at its end.
class AlembicHistory : public ::testing::Test {
 protected:
  AlembicHistory() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "alembic-history-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~AlembicHistory() override { std::filesystem::remove_all(root_); }

  void Write(const std::string& name, std::string_view text) {
    const std::filesystem::path path = std::filesystem::path(root_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  // A revision that makes a table of its own name.
  void Revise(const std::string& id, std::string_view down, std::string_view more = "",
              const std::string& folder = "versions") {
    Write(StrCat(folder, "/", id, ".py"),
          StrCat("from alembic import op\nrevision = '", id, "'\ndown_revision = ", down, "\n",
                 more, "\n\ndef upgrade():\n    op.execute('CREATE TABLE ", id, " ()')\n"));
  }
  History Read(const std::string& folder = "versions") {
    absl::StatusOr<History> history = ReadHistory(StrCat("alembic:", root_, "/", folder));
    EXPECT_TRUE(history.ok()) << history.status();
    return history.ok() ? *std::move(history) : History{};
  }

  std::string root_;
};

inline std::vector<std::string> Ids(const History& history) {
  std::vector<std::string> ids;
  for (const Revision& revision : history.revisions) ids.push_back(revision.id);
  return ids;
}
inline std::vector<std::string> Codes(const History& history) {
  std::vector<std::string> codes;
  for (const Diagnostic& d : history.diagnostics.list()) codes.push_back(d.code);
  return codes;
}
inline std::vector<std::string> UpTo(const History& history, const std::vector<std::string>& ids) {
  std::vector<std::string> out;
  for (const Revision* revision : history.UpTo(ids)) out.push_back(revision->id);
  return out;
}
inline const Diagnostic* Find(const History& history, std::string_view code) {
  for (const Diagnostic& d : history.diagnostics.list()) {
    if (d.code == code) return &d;
  }
  return nullptr;
}

}  // namespace schemadiff
