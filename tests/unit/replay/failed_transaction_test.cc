// What a syntax error does to the transaction that it stands in.
#include <gtest/gtest.h>

#include "tests/unit/replay/replayed.h"

namespace schemadiff::testing {
namespace {

TEST(FailedTransactionTest, ASyntaxErrorUndoesTheTransaction) {
  const Replayed replayed(
      "BEGIN; CREATE TABLE a (x int);\nREVOKE;\nCREATE TABLE b (x int);\nCOMMIT;\n"
      "CREATE TABLE c (x int);");
  EXPECT_EQ(replayed.Names("table public."), "c\n");
  const std::string errors = replayed.Errors();
  EXPECT_NE(errors.find("2: "), std::string::npos) << errors;
  EXPECT_NE(errors.find("; PostgreSQL refuses the rest of the transaction that began in line 1, "
                        "and rolls it back\n"),
            std::string::npos)
      << errors;
  EXPECT_NE(errors.find("3: 25P02 "), std::string::npos) << errors;
}

TEST(FailedTransactionTest, ASyntaxErrorOutsideOfOneUndoesNothing) {
  const Replayed replayed("CREATE TABLE a (x int);\nREVOKE;\nCREATE TABLE b (x int);");
  EXPECT_EQ(replayed.Names("table public."), "a\nb\n");
}

TEST(FailedTransactionTest, ASavepointBringsItBack) {
  const Replayed replayed(
      "BEGIN; CREATE TABLE a (x int); SAVEPOINT s;\nREVOKE;\nROLLBACK TO s;\n"
      "CREATE TABLE b (x int); COMMIT;");
  EXPECT_EQ(replayed.Names("table public."), "a\nb\n");
}

// A newer server may take what this parser does not know.
TEST(FailedTransactionTest, SyntaxOfNewerServersUndoesNothing) {
  const Replayed replayed(
      "BEGIN; CREATE TABLE a (x int);\n"
      "ALTER TABLE a ADD CONSTRAINT n NOT NULL x NOT VALID;\n"
      "CREATE TABLE b (x int); COMMIT;",
      180000);
  EXPECT_NE(replayed.catalog.Find(KeyFor<Table>("public", "a")), nullptr);
  EXPECT_NE(replayed.catalog.Find(KeyFor<Table>("public", "b")), nullptr);
}

}  // namespace
}  // namespace schemadiff::testing
