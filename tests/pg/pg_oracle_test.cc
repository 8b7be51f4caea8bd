#include <gtest/gtest.h>

#include <random>
#include <set>

#include "engine/base/strings.h"
#include "engine/pg/identifier.h"
#include "engine/pg/names.h"
#include "engine/pg/type_name.h"
#include "tests/support/pg_server.h"

namespace schemadiff::testing {
namespace {

class PgOracleTest : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    SD_REQUIRE_SERVER();
    database_ = PgServer::Shared(GetParam()).CreateDatabase();
  }
  std::vector<std::string> Column(const std::string& sql) {
    std::vector<std::string> values;
    for (const auto& row : database_->Query(sql)) values.push_back(row[0].value_or(""));
    return values;
  }

  std::unique_ptr<Database> database_;
};
INSTANTIATE_TEST_SUITE_P(, PgOracleTest, ::testing::ValuesIn(PgServer::MajorsUnderTest()),
                         [](const auto& major) { return StrCat("pg", major.param); });

TEST_P(PgOracleTest, QuotesIdentifiersAsTheServerDoes) {
  std::set<std::string> names{"",      "A",   "a b",  "a\"b",   "1a",   "_",   "é",  "a$",
                              "tab_x", "a.b", "日本", "Select", "it's", "a-b", "\"", "x\ty"};
  // Keywords of all majors, not only of this one.
  for (const std::string& word : Column("SELECT word FROM pg_get_keywords()")) names.insert(word);
  for (const char* word : {"system_user", "json_table", "merge_action", "absent", "period",
                           "recheck", "xmltable", "normalize"}) {
    names.insert(word);
  }
  for (const std::string& name : names) {
    EXPECT_EQ(QuoteIdentifier(name, GetParam()),
              database_->QueryValue(StrCat("SELECT quote_ident(", QuoteLiteral(name), ")")));
  }
}

TEST_P(PgOracleTest, QuotesLiteralsAsTheServerDoes) {
  for (const std::string text : {"", "a", "it's", "back\\slash", "both'\\", "é"}) {
    EXPECT_EQ(QuotePortableLiteral(text),
              database_->QueryValue(StrCat("SELECT quote_literal(", QuoteLiteral(text), ")")));
  }
}

TEST_P(PgOracleTest, FormatsTypesAsTheServerDoes) {
  const char* const kModified[] = {"varchar(20)",
                                   "char(3)",
                                   "char",
                                   "bit(4)",
                                   "bit",
                                   "bit varying(3)",
                                   "numeric(10,2)",
                                   "numeric(5)",
                                   "time(2)",
                                   "time(0) with time zone",
                                   "timestamp(3)",
                                   "timestamptz(6)",
                                   "interval year",
                                   "interval month",
                                   "interval day",
                                   "interval hour",
                                   "interval minute",
                                   "interval second",
                                   "interval year to month",
                                   "interval day to hour",
                                   "interval day to minute",
                                   "interval day to second",
                                   "interval day to second(2)",
                                   "interval hour to minute",
                                   "interval hour to second(3)",
                                   "interval minute to second",
                                   "interval(4)",
                                   "interval second(0)",
                                   "\"S x\".\"M\"\"y\"",
                                   "public.\"json\""};
  std::string columns;
  int number = 0;
  for (const char* type : kModified) {
    StrAppend(&columns, number == 0 ? "" : ", ", "c", number, " ", type, ", d", number, " ", type,
              "[]");
    ++number;
  }
  database_->Execute(
      StrCat("CREATE SCHEMA \"S x\"; CREATE TYPE \"S x\".\"M\"\"y\" AS ENUM ('a'); "
             "CREATE TYPE public.\"json\" AS (a int); CREATE TABLE public.t (",
             columns,
             "); "
             "SET search_path = ''"));
  std::vector<std::string> formatted = Column(
      "SELECT format_type(atttypid, atttypmod) FROM pg_attribute "
      "WHERE attrelid = 'public.t'::regclass AND attnum > 0");
  for (const std::string& text : Column("SELECT format_type(oid, -1) FROM pg_type")) {
    formatted.push_back(text);
  }
  EXPECT_GT(formatted.size(), 400u);
  for (const std::string& text : formatted) {
    const std::optional<TypeRef> type = ParseFormattedType(text);
    ASSERT_TRUE(type) << text;
    EXPECT_EQ(FormatType(*type, GetParam()), text);
  }
  for (const auto& row :
       database_->Query("SELECT format_type(oid, -1), format_type(oid, NULL) FROM pg_type")) {
    EXPECT_EQ(FormatTypeWithoutModifiers(*ParseFormattedType(*row[0]), GetParam()), *row[1]);
  }
}

// Names of up to 63 bytes, of characters of one to four bytes.
std::string RandomName(std::mt19937* random) {
  static const char* const kPieces[] = {"a", "b", "_", "Z", "9", "é", "日", "😀", " ", "x", "zz"};
  static const size_t kLengths[] = {1, 3, 10, 25, 31, 40, 58, 60, 63, 63, 63};
  const size_t length = kLengths[(*random)() % std::size(kLengths)];
  std::string name;
  for (;;) {
    const std::string piece = kPieces[(*random)() % std::size(kPieces)];
    if (name.size() + piece.size() > length) break;
    name += piece;
  }
  return name.empty() ? "q" : name;
}

TEST_P(PgOracleTest, NamesObjectsAsTheServerDoes) {
  const bool statistics = GetParam() >= 16;  // before, they had to be named
  std::mt19937 random(5);
  for (int i = 0; i < 60; ++i) {
    const std::string table = RandomName(&random);
    const std::string a = RandomName(&random);
    const std::string b = RandomName(&random);
    if (a == b) continue;
    const auto quoted = [&](const std::string& name) { return QuoteIdentifier(name, GetParam()); };
    const std::string t = quoted(table);
    database_->Execute(StrCat(
        "SET client_min_messages = error; CREATE SCHEMA z; SET search_path = z; CREATE TABLE ", t,
        " (", quoted(a), " serial, ", quoted(b), " int CHECK (", quoted(b), " > 0), CHECK (",
        quoted(a), " > ", quoted(b), "), PRIMARY KEY (", quoted(a), "), UNIQUE (", quoted(a), ", ",
        quoted(b), "), FOREIGN KEY (", quoted(a), ") REFERENCES ", t, " (", quoted(a), "))"));
    database_->Execute(StrCat("CREATE INDEX ON ", t, " (", quoted(a), ", ", quoted(b), ")"));
    database_->Execute(StrCat("CREATE INDEX ON ", t, " (", quoted(a), ", (", quoted(a), " + 1), ",
                              quoted(b), ", (", quoted(b), " + 1), ", quoted(a), ")"));
    database_->Execute(StrCat("CREATE INDEX ON ", t, " (", quoted(a), ", ", quoted(b), ")"));
    if (statistics) {
      database_->Execute(StrCat("CREATE STATISTICS ON ", quoted(a), ", ", quoted(b), ", (",
                                quoted(a), " + ", quoted(b), ") FROM ", t));
    }
    std::vector<std::string> theirs;
    for (const std::string query :
         {"SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'z'::regnamespace",
          "SELECT conname FROM pg_constraint WHERE contype = 'c' AND cardinality(conkey) = 1 AND "
          "connamespace = 'z'::regnamespace",
          "SELECT conname FROM pg_constraint WHERE contype = 'c' AND cardinality(conkey) = 2 AND "
          "connamespace = 'z'::regnamespace",
          "SELECT conname FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND connamespace = "
          "'z'::regnamespace ORDER BY contype = 'f', contype",
          "SELECT relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid WHERE NOT "
          "indisunique AND relnamespace = 'z'::regnamespace ORDER BY c.oid",
          "SELECT stxname FROM pg_statistic_ext",
          "SELECT typname FROM pg_type WHERE typcategory = 'A' AND typnamespace = "
          "'z'::regnamespace"}) {
      for (const std::string& name : Column(query)) theirs.push_back(name);
    }
    std::set<std::string> used;
    std::vector<std::string> ours;
    const NameTaken taken = [&](std::string_view name) {
      return used.count(std::string(name)) > 0;
    };
    const auto put = [&](std::string name) {
      used.insert(name);
      ours.push_back(std::move(name));
    };
    put(ChooseSequenceName(table, a, taken));
    put(ChooseCheckName(table, {b}, taken));
    put(ChooseCheckName(table, {a, b}, taken));
    put(ChooseIndexName(IndexNameKind::kPrimaryKey, table, {a}, taken));
    put(ChooseIndexName(IndexNameKind::kUniqueConstraint, table, {a, b}, taken));
    put(ChooseForeignKeyName(table, {a}, taken));
    const auto index = [&](const std::vector<std::string>& elements) {
      put(ChooseIndexName(IndexNameKind::kPlain, table, ChooseIndexColumnNames(elements), taken));
    };
    index({a, b});
    index({a, "", b, "", a});
    index({a, b});
    if (statistics) put(ChooseStatisticsName(table, {a, b, ""}, taken));
    ours.push_back(ChooseArrayTypeName(table, taken));
    EXPECT_EQ(ours, theirs) << table << " / " << a << " / " << b;
    database_->Execute("DROP SCHEMA z CASCADE");
  }
}

}  // namespace
}  // namespace schemadiff::testing
