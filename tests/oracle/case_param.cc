#include "tests/oracle/case_param.h"

#include <cctype>

#include "engine/base/strings.h"
#include "tests/oracle/case_file.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {

void PrintTo(const CaseParam& param, std::ostream* out) {
  *out << param.name << " on PostgreSQL " << param.major;
}

std::vector<CaseParam> AllParams() {
  std::vector<CaseParam> params;
  for (const int major : PgServer::MajorsUnderTest()) {
    for (const std::string& name : ListCases(SCHEMA_DIFF_CASES)) {
      if (major == 0 || ReadCase(SCHEMA_DIFF_CASES, name).RunsOn(major)) {
        params.push_back({name, major});
      }
    }
  }
  return params;
}

std::string ParamName(const ::testing::TestParamInfo<CaseParam>& info) {
  std::string name = StrCat(info.param.name, "_", info.param.major);
  for (char& c : name) {
    if (!isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

}  // namespace schemadiff::testing
