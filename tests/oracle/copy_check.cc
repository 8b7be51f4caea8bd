#include "tests/oracle/copy_check.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "engine/base/strings.h"
#include "engine/diff/difference.h"
#include "engine/fix/create_sql.h"
#include "tests/oracle/catalog_text.h"
#include "tests/oracle/dump_text.h"

namespace schemadiff::testing {
namespace {

constexpr std::string_view kPlainRole = "can_only_connect";

IntrospectOptions Everything() {
  IntrospectOptions options;
  options.dependencies = true;
  return options;
}

std::string DifferencesText(const Catalog& expected, const Catalog& actual) {
  std::string out;
  for (const Difference& difference : Diff(expected, actual)) {
    StrAppend(&out, "  ", ToString(difference.change), " ", difference.key.ToString(), "\n");
    for (const AttributeDifference& attribute : difference.attributes) {
      StrAppend(&out, "    ", attribute.name, ": ", attribute.expected, " became ",
                attribute.actual, "\n");
    }
  }
  return out;
}

// What a role sees that owns nothing, and to which nothing is granted but CONNECT.
LiveCatalog SeeAsPlainRole(Database& database) {
  static std::set<const PgServer*> servers_with_role;
  if (servers_with_role.insert(&database.server()).second) {
    database.Execute(StrCat("CREATE ROLE ", kPlainRole, " LOGIN"));
  }
  absl::StatusOr<LiveCatalog> live =
      Introspect(database.ConnectionStringFor(kPlainRole), Everything());
  if (!live.ok()) {
    ADD_FAILURE() << live.status();
    return {};
  }
  for (const Diagnostic& diagnostic : live->diagnostics.list()) {
    EXPECT_EQ(diagnostic.code, "introspect.user-mapping-options") << diagnostic.message;
  }
  return *std::move(live);
}

std::string CompareCopy(Database& original, const LiveCatalog& seen) {
  const auto copy = original.server().CreateDatabase();
  const std::string sql = CreateSql(seen.catalog);
  if (const auto error = copy->TryExecute(sql)) {
    return StrCat("the SQL made from the catalog fails: ", error->what(), "\n", sql);
  }
  const LiveCatalog seen_again = SeeAsPlainRole(*copy);
  const std::string differences = DifferencesText(seen.catalog, seen_again.catalog);
  if (!differences.empty()) return StrCat("the copy is seen otherwise:\n", differences, sql);
  const auto dump = original.PgDumpSchema({});
  if (!dump) return "";
  const std::string problem =
      DumpDifference(ReadDump(*dump), ReadDump(*copy->PgDumpSchema({})), seen.catalog.unmodelled);
  return problem.empty() ? "" : StrCat("pg_dump prints the copy otherwise:\n", problem);
}

}  // namespace

LiveCatalog SeeAll(const Database& database) { return IntrospectOrFail(database, Everything()); }

std::string CopyProblem(Database& original, const LiveCatalog& seen) {
  std::string problem = CompareCopy(original, seen);
  // The copy is seen by a plain role. Where it is not the same, that role looks at the original.
  if (!problem.empty() || !seen.catalog.unmodelled.empty()) {
    const LiveCatalog plain = SeeAsPlainRole(original);
    EXPECT_EQ(DifferencesText(seen.catalog, plain.catalog), "");
    EXPECT_EQ(plain.catalog.unmodelled, seen.catalog.unmodelled);
  }
  return problem;
}

}  // namespace schemadiff::testing
