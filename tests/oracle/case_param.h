// The cases as parameters of tests: each on each major that it runs on.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace schemadiff::testing {

struct CaseParam {
  std::string name;
  int major = 0;
};
void PrintTo(const CaseParam& param, std::ostream* out);

/// For the majors under test.
std::vector<CaseParam> AllParams();

/// "tables_plain_15".
std::string ParamName(const ::testing::TestParamInfo<CaseParam>& info);

}  // namespace schemadiff::testing
