#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "parsers/histories/history.h"

namespace schemadiff {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SqlDirectoryTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    root_ = std::filesystem::path(testing::TempDir()) /
            (std::string("sql_directory_") + info->name() + std::to_string(getpid()));
    std::filesystem::create_directories(root_);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void Write(const std::string& name, const std::string& text = "SELECT 1;") {
    std::filesystem::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << text;
  }
  std::vector<std::string> Ids() {
    const absl::StatusOr<History> history = ReadHistory(root_.string());
    EXPECT_TRUE(history.ok()) << history.status();
    std::vector<std::string> ids;
    if (history.ok()) {
      for (const Revision& revision : history->revisions) ids.push_back(revision.id);
    }
    return ids;
  }

  std::filesystem::path root_;
};

TEST_F(SqlDirectoryTest, OrdersByVersionNotByName) {
  Write("10_c.sql"), Write("2_b.sql"), Write("001_a.sql"), Write("V1.10__y.sql");
  Write("V1.2__x.sql"), Write("later.sql");
  EXPECT_THAT(Ids(), ElementsAre("001_a", "V1.2__x", "V1.10__y", "2_b", "10_c", "later"));
}

TEST_F(SqlDirectoryTest, OrdersVersionsThatFitNoInteger) {
  Write("99999999999999999999999_a.sql"), Write("100000000000000000000000_b.sql");
  EXPECT_THAT(Ids(), ElementsAre("99999999999999999999999_a", "100000000000000000000000_b"));
}

TEST_F(SqlDirectoryTest, TakesNoPartThatUndoes) {
  Write("1_goose.sql", "-- +goose Up\nCREATE TABLE a ();\n-- +goose Down\nDROP TABLE a;\n");
  Write("2_dbmate.sql",
        "-- migrate:up transaction:false\nSELECT 1;\n\n--  migrate:down\nDROP TABLE a;");
  Write("V3__flyway.sql"), Write("U3__flyway.sql", "DROP TABLE a;");
  Write("4_plain.sql", "-- go down\nSELECT 4;");
  const absl::StatusOr<History> history = ReadHistory(root_.string());
  ASSERT_TRUE(history.ok()) << history.status();
  ASSERT_EQ(history->revisions.size(), 4u);
  for (const Revision& revision : history->revisions) {
    ASSERT_EQ(revision.up.size(), 1u) << revision.id;
    EXPECT_EQ(revision.up[0]->text().find("DROP"), std::string::npos) << revision.id;
    EXPECT_EQ(revision.has_down, revision.id != "4_plain") << revision.id;
    if (revision.has_down) {
      ASSERT_EQ(revision.down.size(), 1u) << revision.id;
      EXPECT_NE(revision.down[0]->text().find("DROP"), std::string::npos) << revision.id;
    }
  }
  const SourceText& down = *history->revisions[0].down[0];
  EXPECT_EQ(down.Locate(down.text().find("DROP")).line, 4u);
}

TEST_F(SqlDirectoryTest, PairsUpAndDown) {
  Write("1_a.up.sql", "CREATE TABLE a ();"), Write("1_a.down.sql", "DROP TABLE a;");
  Write("2_b.up.sql");
  const absl::StatusOr<History> history = ReadHistory("sql:" + root_.string());
  ASSERT_TRUE(history.ok()) << history.status();
  ASSERT_EQ(history->revisions.size(), 2u);
  EXPECT_TRUE(history->revisions[0].has_down);
  EXPECT_EQ(history->revisions[0].down[0]->text(), "DROP TABLE a;");
  EXPECT_FALSE(history->revisions[1].has_down);
  EXPECT_THAT(history->revisions[1].parents, ElementsAre("1_a"));
  EXPECT_THAT(history->Heads(), ElementsAre("2_b"));
  EXPECT_THAT(history->Roots(), ElementsAre("1_a"));
  ASSERT_EQ(history->UpTo({"1_a"}).size(), 1u);
}

TEST_F(SqlDirectoryTest, IgnoresBackupsAndSaysWhatElseItLeavesOut) {
  Write("1_a.sql"), Write("1_a.sql~"), Write(".2_b.sql"), Write("README.md"), Write("old/0_z.sql");
  EXPECT_THAT(Ids(), ElementsAre("1_a"));
  const absl::StatusOr<History> history = ReadHistory(root_.string());
  ASSERT_EQ(history->diagnostics.list().size(), 1u);
  EXPECT_EQ(history->diagnostics.list()[0].code, "history.subdirectory-ignored");
}

TEST_F(SqlDirectoryTest, FilesAreScriptsOfPsql) {
  Write("1.sql",
        "\\connect app\nSET search_path = x;\n\\ir sub/a.txt\n\\connect app\nCREATE TABLE b ();\n"
        "COPY b FROM stdin;\n\\.\n");
  Write("sub/a.txt", "CREATE TABLE a ();");
  Write("2.sql", "\\gexec\n");
  const absl::StatusOr<History> history = ReadHistory("sql:" + root_.string());
  ASSERT_TRUE(history.ok()) << history.status();
  const Revision& first = history->revisions[0];
  ASSERT_EQ(first.up.size(), 3u);
  EXPECT_THAT(first.up[1]->file(), HasSubstr("sub/a.txt"));
  EXPECT_THAT(first.up[2]->text(), HasSubstr("CREATE TABLE b ();"));
  EXPECT_THAT(first.new_sessions, ElementsAre(0, 2));
  ASSERT_FALSE(history->diagnostics.empty());
  const Diagnostic& last = history->diagnostics.list().back();
  EXPECT_EQ(last.code, "sql.meta-command");
  EXPECT_EQ(last.revision, "2");
  EXPECT_EQ(last.location.line, 1u);
}

TEST_F(SqlDirectoryTest, SaysWhatIsWrong) {
  EXPECT_THAT(std::string(ReadHistory(root_.string()).status().message()),
              HasSubstr("no migrations found"));
  EXPECT_THAT(std::string(ReadHistory("/does/not/exist").status().message()),
              HasSubstr("\"/does/not/exist\" does not exist"));
  EXPECT_THAT(std::string(ReadHistory("flyweight:dir").status().message()),
              HasSubstr("no migration tool \"flyweight\""));
  Write("1_a.down.sql");
  Write("2_b.sql");
  const absl::StatusOr<History> history = ReadHistory(root_.string());
  ASSERT_TRUE(history.ok());
  EXPECT_EQ(history->diagnostics.list().at(0).code, "history.missing-up");
}

}  // namespace
}  // namespace schemadiff
