// One attribute of one object is changed on a server: exactly one finding names it, and pg_dump
// sees it, too. Nothing is changed: nothing is found. For each attribute of each kind.
#include <gtest/gtest.h>

#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "engine/base/strings.h"
#include "engine/catalog/kinds.h"
#include "tests/mutations/mutation_check.h"
#include "tests/mutations/mutation_file.h"
#include "tests/oracle/case_file.h"
#include "tests/support/golden.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

MutationFile ReadMutations(const std::string& name) {
  return ParseMutations(name, ReadFile(StrCat(SCHEMA_DIFF_MUTATIONS, "/", name, ".sql")));
}

struct SetupParam {
  std::string name;
  size_t index = 0;  ///< of the setup in its file
};
void PrintTo(const SetupParam& param, std::ostream* out) {
  *out << "setup " << param.index + 1 << " of " << param.name;
}

std::vector<SetupParam> AllSetups() {
  std::vector<SetupParam> params;
  for (const std::string& name : ListCases(SCHEMA_DIFF_MUTATIONS)) {
    const size_t count = ReadMutations(name).setups.size();
    for (size_t i = 0; i < count; ++i) params.push_back({name, i});
  }
  return params;
}

PgServer& Prepared(int major) {
  static std::set<int> prepared;
  PgServer& server = PgServer::Shared(major);
  if (prepared.insert(major).second) PrepareServer(server);
  return server;
}

std::string ParamName(const ::testing::TestParamInfo<SetupParam>& setup) {
  return StrCat(setup.param.name, "_", setup.param.index + 1);
}

class Mutations : public ::testing::TestWithParam<SetupParam> {};
INSTANTIATE_TEST_SUITE_P(, Mutations, ::testing::ValuesIn(AllSetups()), ParamName);

TEST_P(Mutations, AreFound) {
  SD_REQUIRE_SERVER();
  const MutationFile file = ReadMutations(GetParam().name);
  const MutationSetup& setup = file.setups[GetParam().index];
  const int major = MajorFor(setup);
  if (major == 0) GTEST_SKIP() << "no server of PostgreSQL " << setup.majors.first << " here";
  const std::vector<std::string> problems = CheckMutations(Prepared(major), file.name, setup);
  RecordProperty("mutations", static_cast<int>(setup.mutations.size()));
  EXPECT_TRUE(problems.empty()) << "on PostgreSQL " << major << ", " << setup.title << "\n"
                                << StrJoin(problems, "\n");
}

TEST(MutationFiles, CoverEveryAttributeOfEveryKind) {
  std::set<std::string> names;
  for (size_t i = 0; i < kKindCount; ++i) {
    const std::string_view kind = KindName(static_cast<Kind>(i));
    const std::string name = MutationFileName(kind);
    names.insert(name);
    try {
      const std::vector<std::string> problems = MissingMutations(ReadMutations(name), kind);
      EXPECT_TRUE(problems.empty()) << StrJoin(problems, "\n");
    } catch (const std::exception& error) {
      ADD_FAILURE() << "kind \"" << kind << "\" needs tests/mutations/cases/" << name
                    << ".sql: " << error.what();
    }
  }
  for (const std::string& name : ListCases(SCHEMA_DIFF_MUTATIONS)) {
    EXPECT_TRUE(names.contains(name)) << name << ".sql is of no kind";
  }
}

// That the test can fail: what is not as such a text says.
std::string ProblemsOf(const std::string& text) {
  const MutationFile file = ParseMutations("m", text);
  const MutationSetup& setup = file.setups.at(0);
  return StrJoin(CheckMutations(Prepared(MajorFor(setup)), file.name, setup), "\n");
}

class FailingMutations : public ::testing::Test {
 protected:
  // A table whose options are changed, which pg_dump shows.
  static std::string Text(const std::string& directives, const std::string& sql) {
    return StrCat("-- setup: a table\nCREATE TABLE t (a int);\n", directives, sql);
  }
  const std::string fill_ = "ALTER TABLE t SET (fillfactor = 70);\n";
  const std::string finds_ = "-- finds: changed table public.t: options\n";
};

TEST_F(FailingMutations, AreToldApart) {
  SD_REQUIRE_SERVER();
  if (MajorFor({}) == 0) GTEST_SKIP() << "no server of PostgreSQL 15 here";
  EXPECT_EQ(ProblemsOf(Text(finds_, fill_)), "");
  EXPECT_EQ(ProblemsOf(Text("-- finds: changed table public.t: owner\n", fill_)),
            "m.sql:3: \n    should be found: changed table public.t: owner"
            "\n    is found: changed table public.t: options");
  EXPECT_EQ(ProblemsOf(Text(finds_, fill_ + "ALTER TABLE t ADD b int;\n")),
            "m.sql:3: \n    should be found: changed table public.t: options"
            "\n    is found: changed table public.t: options; unexpected column public.t.b");
  // What was found before must stay.
  EXPECT_EQ(ProblemsOf(Text(finds_, fill_ + "-- finds: unexpected table public.u\n" +
                                        "CREATE TABLE u (); ALTER TABLE t RESET (fillfactor);\n")),
            "m.sql:5: no longer found: changed table public.t: options");
  EXPECT_EQ(ProblemsOf(Text(finds_ + "-- undo: ALTER TABLE t ADD b int\n", fill_)),
            "m.sql:3: after undo, found is changed table public.t: options; unexpected column "
            "public.t.b; no longer found is nothing");
}

TEST_F(FailingMutations, AreSeenByThePgDump) {
  SD_REQUIRE_SERVER();
  if (MajorFor({}) != 15) GTEST_SKIP() << "no server of PostgreSQL 15 here";
  EXPECT_EQ(
      ProblemsOf(Text(finds_, "SELECT 1;\n")),
      "m.sql:3: \n    should be found: changed table public.t: options\n    is found: nothing\n"
      "m.sql:3: pg_dump -s prints the same as before");
  EXPECT_EQ(ProblemsOf(Text(finds_ + "-- unseen: it is small\n", fill_)),
            "m.sql:3: pg_dump shows it, although: it is small");
}

TEST_F(FailingMutations, NeedASetupThatIsInSync) {
  SD_REQUIRE_SERVER();
  if (MajorFor({}) == 0) GTEST_SKIP() << "no server of PostgreSQL 15 here";
  const std::string problems = ProblemsOf(
      "-- setup: what no replay can know\n"
      "DO $$ BEGIN IF random() < 2 THEN CREATE TABLE t (a int); END IF; END $$;\n");
  EXPECT_TRUE(problems.starts_with("m.sql:1: nothing was changed, but found is: ")) << problems;
}

TEST(MutationFiles, AreIncompleteWithoutAnAttribute) {
  const auto missing = [](const std::string& text) {
    return StrJoin(MissingMutations(ParseMutations("m", text), "schema"), "\n");
  };
  const std::string owner = "-- finds: changed schema s: owner\nALTER SCHEMA s OWNER TO alice;\n";
  const std::string rest =
      "-- setup: a schema\nCREATE SCHEMA s;\n"
      "-- finds: missing schema s\nDROP SCHEMA s;\n"
      "-- finds: unexpected schema t\nCREATE SCHEMA t;\n";
  EXPECT_EQ(missing(rest + owner), "");
  EXPECT_EQ(missing(rest),
            "m.sql:1: no mutation of schema: owner, and no reason why there is none");
  EXPECT_EQ(missing("-- unchangeable: owner: for once\n" + rest), "");
  EXPECT_EQ(missing("-- unchangeable: owner: for once\n" + rest + owner),
            "m.sql:1: owner can be changed, and is said to be unchangeable");
  EXPECT_EQ(missing("-- unchangeable: colour: for once\n" + rest + owner),
            "m.sql:1: there is no attribute colour");
  EXPECT_EQ(missing(rest + "-- finds: unexpected table t\n" + owner),
            "m.sql:7: finds several, and does not say why");
  EXPECT_EQ(missing(rest + "-- finds: changed table t: owner\nSELECT 1;\n"),
            "m.sql:1: no mutation of schema: owner, and no reason why there is none");
  EXPECT_THROW(ParseMutations("m", "SELECT 1;"), std::runtime_error);
  EXPECT_THROW(ParseMutations("m", rest + "-- undone: x"), std::runtime_error);
  EXPECT_THROW(ParseMutations("m", rest + "-- finds: missing schema t"), std::runtime_error);
}

}  // namespace
}  // namespace schemadiff::testing
