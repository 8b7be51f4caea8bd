// Unity's database, made anew in one of its states on a real server.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/cli/tool.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {

/// The parameter is the server's major version.
class UnityDatabase : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override { SD_REQUIRE_SERVER(); }

  /// Makes a database in a state of tests/fixtures/unity_states/states.
  void Enter(const std::string& state);
  /// Runs a command on that database and a history of tests/fixtures.
  ToolResult Tool(std::vector<std::string> arguments, const std::string& history = "unity") const;

  std::unique_ptr<Database> database_;
};

}  // namespace schemadiff::testing
