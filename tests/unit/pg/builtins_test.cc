#include "engine/pg/builtins.h"

#include <gtest/gtest.h>

#include <set>

namespace schemadiff {
namespace {

class BuiltinsTest : public ::testing::TestWithParam<int> {
 protected:
  const Builtins& builtins() const { return Builtins::ForMajor(GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Majors, BuiltinsTest, ::testing::Range(kOldestMajor, kNewestMajor + 1));

TEST_P(BuiltinsTest, FindsTypesByIdAndName) {
  const BuiltinType* int4 = builtins().FindType("pg_catalog", "int4");
  ASSERT_NE(int4, nullptr);
  EXPECT_EQ(int4->id, type_id::kInt4);
  EXPECT_EQ(int4->category, 'N');
  EXPECT_EQ(builtins().FindType(type_id::kInt4), int4);
  const BuiltinType* array = builtins().FindType(int4->array);
  ASSERT_NE(array, nullptr);
  EXPECT_TRUE(array->IsTrueArray());
  EXPECT_EQ(array->element, int4->id);
  EXPECT_FALSE(builtins().FindType(type_id::kOidVector)->IsTrueArray());
  EXPECT_FALSE(builtins().FindType(type_id::kName)->IsTrueArray());
  EXPECT_EQ(builtins().FindType("public", "int4"), nullptr);
  EXPECT_NE(builtins().FindType("information_schema", "sql_identifier"), nullptr);
}

// A number that points nowhere would make analysis fail far from its cause.
TEST_P(BuiltinsTest, AllReferencesResolve) {
  const Builtins& b = builtins();
  std::set<TypeId> seen;
  for (const BuiltinType& type : b.types()) {
    EXPECT_TRUE(seen.insert(type.id).second) << type.name;
    for (const TypeId id : {type.element, type.array, type.base}) {
      EXPECT_TRUE(id == 0 || b.FindType(id) != nullptr) << type.name << " " << id;
    }
    for (const BuiltinCast& cast : b.CastsFrom(type.id)) {
      EXPECT_NE(b.FindType(cast.target), nullptr);
      EXPECT_TRUE(cast.function == 0 || b.FindProc(cast.function) != nullptr);
    }
  }
  EXPECT_GT(b.procs().size(), 2800u);
  for (const BuiltinProc& proc : b.procs()) {
    EXPECT_EQ(b.FindProc(proc.id), &proc);
    EXPECT_NE(b.FindType(proc.result), nullptr) << proc.name;
    for (const TypeId id : proc.arguments) EXPECT_NE(b.FindType(id), nullptr) << proc.name;
    const auto& moded = proc.all_arguments.empty() ? proc.arguments : proc.all_arguments;
    EXPECT_TRUE(proc.modes.empty() || proc.modes.size() == moded.size()) << proc.name;
    EXPECT_EQ(proc.kind == 'a', proc.aggregate_kind != 0) << proc.name;
  }
  EXPECT_GT(b.operators().size(), 750u);
  for (const BuiltinOperator& op : b.operators()) {
    EXPECT_EQ(b.FindOperator(op.id), &op);
    EXPECT_NE(b.FindProc(op.function), nullptr) << op.name;
    EXPECT_TRUE(op.left == 0 || b.FindType(op.left) != nullptr) << op.name;
    for (const OperatorId id : {op.commutator, op.negator}) {
      EXPECT_TRUE(id == 0 || b.FindOperator(id) != nullptr) << op.name;
    }
  }
}

TEST_P(BuiltinsTest, NamedTypesAreWhatTheHeaderSays) {
  const std::pair<TypeId, std::string_view> expected[] = {
      {type_id::kBool, "bool"},
      {type_id::kText, "text"},
      {type_id::kUnknown, "unknown"},
      {type_id::kBpchar, "bpchar"},
      {type_id::kVarchar, "varchar"},
      {type_id::kNumeric, "numeric"},
      {type_id::kRegclass, "regclass"},
      {type_id::kRegrole, "regrole"},
      {type_id::kRegnamespace, "regnamespace"},
      {type_id::kRegcollation, "regcollation"},
      {type_id::kRegconfig, "regconfig"},
      {type_id::kRegdictionary, "regdictionary"},
      {type_id::kUuid, "uuid"},
      {type_id::kJsonb, "jsonb"},
      {type_id::kRecord, "record"},
      {type_id::kRecordArray, "_record"},
      {type_id::kAny, "any"},
      {type_id::kAnyArray, "anyarray"},
      {type_id::kAnyEnum, "anyenum"},
      {type_id::kAnyRange, "anyrange"},
      {type_id::kAnyCompatible, "anycompatible"},
      {type_id::kAnyCompatibleRange, "anycompatiblerange"},
      {type_id::kAnyCompatibleNonArray, "anycompatiblenonarray"},
      {type_id::kTextArray, "_text"},
      {type_id::kCstringArray, "_cstring"},
      {type_id::kNameArray, "_name"},
      {type_id::kInt4Array, "_int4"},
      {type_id::kVarbit, "varbit"},
      {type_id::kTimestampTz, "timestamptz"},
      {type_id::kTimeTz, "timetz"},
      {type_id::kInterval, "interval"},
      {type_id::kTsvector, "tsvector"},
      {type_id::kTsquery, "tsquery"},
      {type_id::kJsonpath, "jsonpath"},
      {type_id::kEventTrigger, "event_trigger"}};
  for (const auto& [id, name] : expected) {
    ASSERT_NE(builtins().FindType(id), nullptr) << name;
    EXPECT_EQ(builtins().FindType(id)->name, name);
  }
  if (GetParam() >= 14) {
    EXPECT_EQ(builtins().FindType(type_id::kAnyMultirange)->name, "anymultirange");
    EXPECT_EQ(builtins().FindType(type_id::kAnyCompatibleMultirange)->name,
              "anycompatiblemultirange");
  }
}

TEST_P(BuiltinsTest, FindsOverloadsCastsAndOperators) {
  EXPECT_GE(builtins().FindProcs("substring").size(), 5u);
  EXPECT_TRUE(builtins().FindProcs("no_such_function").empty());
  const BuiltinCast* cast = builtins().FindCast(type_id::kInt4, type_id::kInt8);
  ASSERT_NE(cast, nullptr);
  EXPECT_EQ(cast->context, 'i');
  EXPECT_EQ(builtins().FindCast(type_id::kBool, type_id::kUuid), nullptr);
  bool found = false;
  for (const BuiltinOperator& op : builtins().FindOperators("=")) {
    if (op.left != type_id::kInt4 || op.right != type_id::kInt4) continue;
    found = true;
    for (const BuiltinFamilyOperator& member : builtins().FamilyOperators("btree", "integer_ops")) {
      if (member.op == op.id) {
        EXPECT_EQ(member.strategy, 3);
      }
    }
  }
  EXPECT_TRUE(found);
}

TEST_P(BuiltinsTest, OperatorClassesHaveOneDefaultPerType) {
  for (const std::string_view method : {"btree", "hash", "gist", "gin", "spgist", "brin"}) {
    std::set<TypeId> seen;
    EXPECT_EQ(builtins().AccessMethodKind(method), 'i');
    for (const BuiltinOperatorClass& row : builtins().OperatorClasses(method)) {
      if (!row.is_default) continue;
      EXPECT_TRUE(seen.insert(row.input).second) << method << " " << row.name;
    }
    EXPECT_FALSE(seen.empty());
  }
  EXPECT_EQ(builtins().AccessMethodKind("heap"), 't');
  EXPECT_EQ(builtins().AccessMethodKind("rum"), '\0');
}

TEST_P(BuiltinsTest, KnowsRelationsOfTheSystemSchemas) {
  const BuiltinRelation* pg_class = builtins().FindRelation("pg_catalog", "pg_class");
  ASSERT_NE(pg_class, nullptr);
  ASSERT_GT(pg_class->columns.size(), 20u);
  EXPECT_EQ(pg_class->columns[0].name, "oid");
  EXPECT_EQ(pg_class->columns[1].name, "relname");
  EXPECT_EQ(pg_class->columns[1].type, type_id::kName);
  EXPECT_NE(builtins().FindRelation("information_schema", "columns"), nullptr);
  EXPECT_EQ(builtins().FindRelation("public", "pg_class"), nullptr);
}

TEST(Builtins, MultirangesCameWith14) {
  const TypeId int4range = Builtins::ForMajor(13).FindType("pg_catalog", "int4range")->id;
  EXPECT_EQ(Builtins::ForMajor(13).FindRange(int4range)->multirange, 0u);
  const BuiltinRange* range = Builtins::ForMajor(14).FindRange(int4range);
  EXPECT_EQ(range->subtype, type_id::kInt4);
  EXPECT_EQ(Builtins::ForMajor(14).FindMultirange(range->multirange), range);
}

TEST(Builtins, CollationsOfTheMachineAreUncertain) {
  const Builtins& b = Builtins::ForMajor(15);
  for (const std::string_view name : {"C", "POSIX", "default", "ucs_basic"}) {
    EXPECT_EQ(b.FindCollation(name), CollationPresence::kAlways) << name;
  }
  for (const std::string_view name :
       {"de_DE.utf8", "de_DE", "en-US-x-icu", "und-x-icu", "C.UTF-8", "sr_RS@latin"}) {
    EXPECT_EQ(b.FindCollation(name), CollationPresence::kOnSomeMachines) << name;
  }
  EXPECT_EQ(b.FindCollation("case_insensitive"), CollationPresence::kNever);
  EXPECT_EQ(b.FindCollation("unicode"), CollationPresence::kNever);
  EXPECT_EQ(Builtins::ForMajor(16).FindCollation("unicode"), CollationPresence::kAlways);
}

TEST(Builtins, UnknownMajorsReadAsTheNearest) {
  EXPECT_FALSE(Builtins::Supports(19));
  EXPECT_EQ(Builtins::ForMajor(19).major(), kNewestMajor);
  EXPECT_EQ(Builtins::ForMajor(12).major(), kOldestMajor);
}

TEST(Builtins, OtherObjects) {
  const Builtins& b = Builtins::ForMajor(15);
  EXPECT_TRUE(b.HasLanguage("plpgsql"));
  EXPECT_FALSE(b.HasLanguage("plperl"));
  EXPECT_TRUE(b.HasObject("ts_config", "english"));
  EXPECT_FALSE(b.HasObject("ts_config", "klingon"));
  EXPECT_TRUE(b.HasObject("role", "pg_read_all_data"));
}

}  // namespace
}  // namespace schemadiff
