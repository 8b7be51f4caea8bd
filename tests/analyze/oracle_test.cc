#include "tests/analyze/oracle.h"

#include <gtest/gtest.h>

#include <map>

#include "engine/base/pg_error.h"
#include "engine/base/strings.h"
#include "parsers/sql/parser.h"

namespace schemadiff::testing {
namespace {

ParsedFragment Parse(std::string_view text, ParsedFragment (*parse)(std::string_view)) {
  ParsedFragment fragment = parse(text);
  if (!fragment) throw PgError(fragment.sqlstate, fragment.error);
  return fragment;
}

class AnalyzeOracleTest : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    SD_REQUIRE_SERVER();
    Use("schema.sql");
  }

  /// Works on the schema of that file from now on.
  void Use(const std::string& schema_file) {
    static auto* const fixtures =
        new std::map<std::pair<int, std::string>, std::unique_ptr<Fixture>>;
    std::unique_ptr<Fixture>& fixture = (*fixtures)[{GetParam(), schema_file}];
    if (fixture == nullptr) fixture = std::make_unique<Fixture>(GetParam(), schema_file);
    fixture_ = fixture.get();
  }

  /// Compares the two sides for each case of the file.
  template <typename Ours, typename Theirs>
  void Compare(const std::string& file, bool paragraphs, Ours ours, Theirs theirs) {
    int compared = 0;
    for (const Case& test : ReadCases(file, paragraphs)) {
      if (GetParam() < test.since || GetParam() > test.until) continue;
      const Outcome expected = fixture_->Server(theirs(test.text));
      const Outcome actual = Fixture::Ours([&] { return ours(test.text); });
      ++compared;
      const std::string where = StrCat(file, ":", test.line, " on ", GetParam(), ": ", test.text);
      if (test.unmodelled) {
        EXPECT_TRUE(actual.unmodelled) << where << "\nnow gives " << actual.Describe();
        continue;
      }
      if (expected.ok()) {
        EXPECT_EQ(actual.Describe(), expected.text) << where;
      } else {
        EXPECT_EQ(actual.sqlstate, expected.sqlstate)
            << where << "\nserver: " << expected.Describe() << "\nours: " << actual.Describe();
      }
    }
    EXPECT_GT(compared, 0);
  }

  void CompareTableChecks(const std::string& file) {
    const RelationScope scope = fixture_->Scope("app", "t");
    Compare(
        file, false,
        [&](const std::string& text) {
          const ParsedFragment expression = Parse(text, ParseExpression);
          return analyzer().TableCheck(*expression.node, scope).text;
        },
        [](const std::string& text) {
          return StrCat("ALTER TABLE app.t ADD CONSTRAINT k CHECK (", text,
                        ") NOT VALID\n;;\nSELECT pg_get_expr(conbin, conrelid) FROM pg_constraint "
                        "WHERE conname = 'k'");
        });
  }

  Analyzer& analyzer() { return fixture_->analyzer(); }
  Fixture* fixture_ = nullptr;
};
INSTANTIATE_TEST_SUITE_P(, AnalyzeOracleTest, ::testing::ValuesIn(PgServer::MajorsUnderTest()),
                         [](const auto& major) { return StrCat("pg", major.param); });

// "type | expression"
std::pair<std::string, std::string> SplitCase(const std::string& text) {
  const size_t bar = text.find(" | ");
  return {text.substr(0, bar), text.substr(bar + 3)};
}

TEST_P(AnalyzeOracleTest, TypeNames) {
  Compare(
      "types.txt", false,
      [&](const std::string& text) {
        const ParsedFragment type = Parse(text, ParseTypeName);
        return FormatType(analyzer().ResolveType(*ast::Cast<ast::TypeName>(type.node)), GetParam());
      },
      [](const std::string& text) {
        return StrCat("CREATE TABLE public.c (c ", text,
                      ")\n;;\nSELECT format_type(atttypid, atttypmod) FROM pg_attribute "
                      "WHERE attrelid = 'public.c'::regclass AND attnum = 1");
      });
}

TEST_P(AnalyzeOracleTest, ColumnDefaults) {
  Compare(
      "defaults.txt", false,
      [&](const std::string& text) {
        const auto [type_text, expression_text] = SplitCase(text);
        const ParsedFragment type = Parse(type_text, ParseTypeName);
        const ParsedFragment expression = Parse(expression_text, ParseExpression);
        return analyzer()
            .ColumnDefault(*expression.node, "c",
                           analyzer().ResolveType(*ast::Cast<ast::TypeName>(type.node)))
            .text;
      },
      [](const std::string& text) {
        const auto [type, expression] = SplitCase(text);
        return StrCat("CREATE TABLE public.c (c ", type, " DEFAULT ", expression,
                      ")\n;;\nSELECT coalesce((SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef "
                      "WHERE adrelid = 'public.c'::regclass), '')");
      });
}

TEST_P(AnalyzeOracleTest, TableChecks) { CompareTableChecks("checks.txt"); }

TEST_P(AnalyzeOracleTest, ExtensionChecks) {
  Use("schema_extensions.sql");
  CompareTableChecks("extension_checks.txt");
}

TEST_P(AnalyzeOracleTest, DomainChecks) {
  Compare(
      "domain_checks.txt", false,
      [&](const std::string& text) {
        const auto [type_text, expression_text] = SplitCase(text);
        const ParsedFragment type = Parse(type_text, ParseTypeName);
        const ParsedFragment expression = Parse(expression_text, ParseExpression);
        return analyzer()
            .DomainCheck(*expression.node,
                         analyzer().ResolveType(*ast::Cast<ast::TypeName>(type.node)))
            .text;
      },
      [](const std::string& text) {
        const auto [type, expression] = SplitCase(text);
        return StrCat(
            "CREATE DOMAIN public.c AS ", type, " CONSTRAINT k CHECK (", expression,
            ")\n;;\nSELECT pg_get_expr(conbin, 0) FROM pg_constraint WHERE conname = 'k'");
      });
}

TEST_P(AnalyzeOracleTest, IndexExpressions) {
  const RelationScope scope = fixture_->Scope("app", "t");
  Compare(
      "indexes.txt", false,
      [&](const std::string& text) {
        const ParsedFragment expression = Parse(text, ParseExpression);
        const AnalyzedKey key = analyzer().IndexExpression(*expression.node, scope);
        return key.column.empty() ? key.expression.text : std::string(key.column);
      },
      [](const std::string& text) {
        return StrCat("CREATE INDEX k ON app.t ((", text,
                      "))\n;;\nSELECT pg_get_indexdef('app.k'::regclass, 1, false)");
      });
}

TEST_P(AnalyzeOracleTest, Policies) {
  const RelationScope scope = fixture_->Scope("app", "t");
  Compare(
      "policies.txt", false,
      [&](const std::string& text) {
        const ParsedFragment expression = Parse(text, ParseExpression);
        return analyzer().PolicyExpression(*expression.node, scope).text;
      },
      [](const std::string& text) {
        return StrCat("CREATE POLICY k ON app.t USING (", text,
                      ")\n;;\nSELECT pg_get_expr(polqual, polrelid) FROM pg_policy "
                      "WHERE polname = 'k'");
      });
}

TEST_P(AnalyzeOracleTest, TriggerConditions) {
  const RelationScope scope = fixture_->Scope("app", "t");
  Compare(
      "triggers.txt", false,
      [&](const std::string& text) {
        const ParsedFragment expression = Parse(text, ParseExpression);
        return analyzer().TriggerCondition(*expression.node, scope).text;
      },
      [](const std::string& text) {
        return StrCat("CREATE TRIGGER k BEFORE UPDATE ON app.t FOR EACH ROW WHEN (", text,
                      ") EXECUTE FUNCTION app.trigger_function()\n;;\n"
                      "SELECT substring(pg_get_triggerdef(oid) from "
                      "' WHEN \\((.*)\\) EXECUTE FUNCTION') FROM pg_trigger WHERE tgname = 'k'");
      });
}

// "key | bound"
TEST_P(AnalyzeOracleTest, Partitions) {
  const RelationScope scope = fixture_->Scope("app", "t");
  Compare(
      "partitions.txt", false,
      [&](const std::string& text) {
        const auto [key_text, bound_text] = SplitCase(text);
        const auto key_source =
            SourceText::FromFile("key", StrCat("CREATE TABLE p (a int) PARTITION BY ", key_text));
        const ParsedScript key_script = ParseSql(key_source);
        if (key_script.statements.empty()) throw PgError("42601", "syntax");
        const auto& table = *ast::Cast<ast::CreateStmt>(key_script.statements[0].stmt);
        const AnalyzedPartitionKey key = analyzer().PartitionKey(*table.partspec, scope);
        const auto bound_source =
            SourceText::FromFile("bound", StrCat("CREATE TABLE q PARTITION OF p ", bound_text));
        const ParsedScript bound_script = ParseSql(bound_source);
        if (bound_script.statements.empty()) throw PgError("42601", "syntax");
        const auto& part = *ast::Cast<ast::CreateStmt>(bound_script.statements[0].stmt);
        return StrCat(key.text, " | ", analyzer().PartitionBound(*part.partbound, key));
      },
      [](const std::string& text) {
        const auto [key, bound] = SplitCase(text);
        return StrCat("CREATE TABLE app.p (LIKE app.t) PARTITION BY ", key,
                      "; CREATE TABLE app.q PARTITION OF app.p ", bound,
                      "\n;;\nSELECT pg_get_partkeydef('app.p'::regclass) || ' | ' || "
                      "pg_get_expr(relpartbound, oid) FROM pg_class WHERE oid = 'app.q'::regclass");
      });
}

TEST_P(AnalyzeOracleTest, Views) {
  Compare(
      "views.sql", true,
      [&](const std::string& text) {
        const ParsedFragment query = Parse(text, ParseQuery);
        const AnalyzedQuery view = analyzer().View(*query.node, {});
        std::string out = view.text;
        for (const ScopeColumn& column : view.columns) {
          StrAppend(&out, "\n", column.name, " ", FormatType(column.type, GetParam()),
                    column.collation.empty() ? "" : " COLLATE ", column.collation.name);
        }
        return out;
      },
      [](const std::string& text) {
        return StrCat(
            "CREATE VIEW app.k AS ", text,
            "\n;;\nSELECT pg_get_viewdef('app.k'::regclass) || coalesce((SELECT string_agg(E'\\n' "
            "|| attname || ' ' || format_type(atttypid, atttypmod) || coalesce((SELECT ' COLLATE "
            "' || collname FROM pg_collation l JOIN pg_type y ON y.oid = a.atttypid WHERE l.oid = "
            "a.attcollation AND l.oid <> y.typcollation), ''), '' ORDER BY attnum) FROM "
            "pg_attribute a WHERE attrelid = 'app.k'::regclass AND attnum > 0), '')");
      });
}

}  // namespace
}  // namespace schemadiff::testing
