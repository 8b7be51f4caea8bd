// What decoding does with JSON that this version's libpg_query does not write.
#include "parsers/sql/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/strings.h"
#include "parsers/sql/ast.h"

namespace schemadiff::ast {
namespace {

using ::testing::HasSubstr;

struct Decoded {
  Arena arena;
  std::vector<RawStatement> statements;
  DecodeError error;
  bool good = false;

  explicit Decoded(std::string_view stmt, int version = 190000) {
    JsonDecoder decoder;
    good = decoder.Decode(StrCat(R"({"version":)", version, R"(,"stmts":[{"stmt":)", stmt, "}]}"),
                          " x", -1, &arena, &statements, &error);
  }
};

TEST(Decode, UnknownThingsAreNamed) {
  EXPECT_THAT(Decoded(R"({"AlterMoonStmt":{}})").error.message,
              HasSubstr("node type AlterMoonStmt"));
  EXPECT_THAT(Decoded(R"({"DropStmt":{"objects":[{"Nope":{"a":1}}]}})").error.message,
              HasSubstr("node type Nope"));
  EXPECT_THAT(Decoded(R"({"CommentStmt":{"colour":"red"}})").error.message,
              HasSubstr("field \"colour\" of CommentStmt"));
  EXPECT_THAT(Decoded(R"({"CommentStmt":{"objtype":"OBJECT_MOON"}})").error.message,
              HasSubstr("value OBJECT_MOON of ObjectType"));
  // Names that begin like a known one are not that one.
  EXPECT_THAT(Decoded(R"({"CommentStmt":{"comments":"a"}})").error.message,
              HasSubstr("\"comments\""));
  EXPECT_THAT(Decoded(R"({"CommentStmt":{"objtype":"OBJECT_TABLES"}})").error.message,
              HasSubstr("OBJECT_TABLES"));
  // Nodes of parse analysis are no part of a raw tree.
  EXPECT_EQ(Decoded(R"({"Query":{}})").error.code, "sql.unknown-node");
}

TEST(Decode, WrongTypesAndBrokenJson) {
  for (const char* stmt : {R"({"CommentStmt":{"comment":1}})", R"({"CommentStmt":[]})",
                           R"({"DropStmt":{"objects":{}}})", R"({"DropStmt":{"missing_ok":"yes"}})",
                           R"({"CommentStmt":{"comment":"a)"}) {
    const Decoded decoded(stmt);
    EXPECT_FALSE(decoded.good) << stmt;
    EXPECT_EQ(decoded.error.code, "sql.unreadable-tree") << stmt;
  }
}

TEST(Decode, FieldsInAnyOrderAndEveryVersionsSpelling) {
  const Decoded reversed(R"({"CommentStmt":{"comment":"a\u003cb\n","objtype":"OBJECT_VIEW"}})");
  ASSERT_TRUE(reversed.good) << reversed.error.message;
  const auto* comment = Cast<CommentStmt>(reversed.statements[0].stmt);
  EXPECT_EQ(comment->comment, "a<b\n");
  EXPECT_EQ(comment->objtype, ObjectType::OBJECT_VIEW);

  const auto strategy = [](std::string_view text) {
    const Decoded decoded(StrCat(R"({"CreateStmt":{"partspec":{"strategy":")", text, R"("}}})"));
    return Cast<CreateStmt>(decoded.statements.at(0).stmt)->partspec->strategy;
  };
  EXPECT_EQ(strategy("HaSh"), PartitionStrategy::PARTITION_STRATEGY_HASH);
  EXPECT_EQ(strategy("PARTITION_STRATEGY_RANGE"), PartitionStrategy::PARTITION_STRATEGY_RANGE);

  const auto target = [](std::string_view fields, int version) {
    const Decoded decoded(StrCat(R"({"AlterStatsStmt":{)", fields, "}}"), version);
    return Cast<AlterStatsStmt>(decoded.statements.at(0).stmt)->stxstattarget;
  };
  EXPECT_EQ(target("", 150001), 0);
  EXPECT_EQ(target("", 170004), -1);
  EXPECT_EQ(target(R"("stxstattarget":{"Integer":{}})", 170004), 0);
  EXPECT_EQ(target(R"("stxstattarget":{"Integer":{"ival":5}})", 170004), 5);
}

TEST(Decode, EveryNodeTypeIsFoundByItsName) {
  for (int i = 0; i < kNodeTagCount; ++i) {
    const auto tag = static_cast<NodeTag>(i);
    const Decoded decoded(StrCat("{\"", ToString(tag), "\":{}}"));
    ASSERT_TRUE(decoded.good) << ToString(tag) << ": " << decoded.error.message;
    EXPECT_EQ(decoded.statements[0].stmt->tag, tag);
    EXPECT_EQ(decoded.statements[0].stmt->location, -1);
  }
}

}  // namespace
}  // namespace schemadiff::ast
