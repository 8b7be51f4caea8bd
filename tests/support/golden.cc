#include "tests/support/golden.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "engine/base/strings.h"
#include "tests/support/process.h"

namespace schemadiff::testing {

std::string SourceDirectory() { return SCHEMA_DIFF_SOURCE_DIRECTORY; }

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error(StrCat("cannot read ", path));
  return text.str();
}

void ExpectGolden(const std::string& path, std::string_view text) {
  const std::string full = StrCat(SourceDirectory(), "/", path);
  if (std::getenv("SCHEMA_DIFF_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(full, std::ios::binary) << text;
    return;
  }
  std::string golden;
  try {
    golden = ReadFile(full);
  } catch (const std::runtime_error& error) {
    ADD_FAILURE() << error.what() << "; set SCHEMA_DIFF_UPDATE_GOLDEN=1 to write it";
    return;
  }
  EXPECT_EQ(golden, text) << path << " differs; set SCHEMA_DIFF_UPDATE_GOLDEN=1 to rewrite it";
}

bool IsValidJson(const std::string& schema_path, const std::string& json, std::string* complaints) {
  std::array<char, 32> name{"/tmp/schema-diff-json-XXXXXX"};
  const int fd = mkstemp(name.data());
  if (fd < 0) throw std::runtime_error("cannot make a temporary file");
  const ssize_t written = write(fd, json.data(), json.size());
  close(fd);
  if (written != static_cast<ssize_t>(json.size())) throw std::runtime_error("cannot write");
  // -W: newer releases announce on standard error that this command will go some day.
  const ProcessResult result =
      RunProcess({"/usr/bin/python3", "-W", "ignore", "-m", "jsonschema", "-i", name.data(),
                  StrCat(SourceDirectory(), "/", schema_path)});
  unlink(name.data());
  if (result.output.find("No module named") != std::string::npos) {
    throw std::runtime_error("python3-jsonschema is not installed");
  }
  if (complaints != nullptr) *complaints = result.output;
  return result.exit_code == 0;
}

void ExpectValidJson(const std::string& schema_path, const std::string& json) {
  std::string complaints;
  EXPECT_TRUE(IsValidJson(schema_path, json, &complaints)) << complaints << json;
}

}  // namespace schemadiff::testing
