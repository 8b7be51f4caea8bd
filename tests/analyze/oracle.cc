#include "tests/analyze/oracle.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "engine/base/pg_error.h"
#include "engine/base/strings.h"
#include "engine/introspect/introspect.h"

namespace schemadiff::testing {
namespace {

void ApplyMark(std::string_view mark, Case* next) {
  for (const std::string_view word : StrSplit(StripWhitespace(mark), ' ')) {
    if (word == "unmodelled") {
      next->unmodelled = true;
      continue;
    }
    const size_t dash = word.find('-');
    const std::string since(word.substr(0, dash));
    const std::string until(dash == std::string_view::npos ? word : word.substr(dash + 1));
    if (!since.empty()) next->since = std::stoi(since);
    if (!until.empty()) next->until = std::stoi(until);
  }
}

std::string ReadFile(const std::string& name) {
  std::ifstream in(StrCat(SCHEMA_DIFF_CASES, "/", name));
  std::stringstream text;
  text << in.rdbuf();
  if (text.str().empty()) throw std::runtime_error(StrCat("cannot read ", name));
  return text.str();
}

}  // namespace

std::vector<Case> ReadCases(const std::string& name, bool paragraphs) {
  std::vector<Case> cases;
  Case next;
  const std::string text = ReadFile(name);
  int line_number = 0;
  const auto flush = [&] {
    if (!next.text.empty()) cases.push_back(next);
    next = Case();
  };
  for (const std::string_view line : StrSplit(text, '\n')) {
    ++line_number;
    if (line.substr(0, 3) == "--@") {
      ApplyMark(line.substr(3), &next);
    } else if (line.substr(0, 2) == "--") {
      continue;
    } else if (StripWhitespace(line).empty()) {
      if (paragraphs) flush();
    } else {
      if (next.text.empty()) next.line = line_number;
      StrAppend(&next.text, next.text.empty() ? "" : "\n", line);
      if (!paragraphs) flush();
    }
  }
  flush();
  return cases;
}

std::string Outcome::Describe() const {
  if (unmodelled) return StrCat("not modelled: ", message);
  if (!sqlstate.empty()) return StrCat("error ", sqlstate, ": ", message);
  return text;
}

Fixture::Fixture(int major, const std::string& schema_file)
    : database_(PgServer::Shared(major).CreateDatabase()) {
  database_->Execute(ReadFile(schema_file));
  auto live = Introspect(database_->connection_string());
  if (!live.ok()) throw std::runtime_error(std::string(live.status().message()));
  catalog_ = std::move(live->catalog);
  analyzer_ = std::make_unique<Analyzer>(catalog_);
  SearchPath path;
  path.schemas = {"public", "app"};
  analyzer_->SetSearchPath(path);
}

RelationScope Fixture::Scope(std::string_view schema, std::string_view table) const {
  RelationScope scope;
  scope.name = {Name(schema), Name(table)};
  const ObjectId id = catalog_.IdOf(KeyFor<Table>(scope.name.schema, scope.name.name));
  for (const ObjectId child : catalog_.Children(id)) {
    const Object& object = catalog_.Get(child);
    const Column* column = object.TryAs<Column>();
    if (column == nullptr) continue;
    scope.columns.push_back(
        {object.key.name, column->type, column->collation, column->generated != Generated::kNone});
  }
  return scope;
}

Outcome Fixture::Server(const std::string& sql) {
  Outcome outcome;
  database_->Execute(
      "BEGIN; SET LOCAL search_path = public, app; SET LOCAL timezone = 'UTC'; "
      "SET LOCAL intervalstyle = 'postgres'; SET LOCAL datestyle = 'ISO, MDY'");
  try {
    // All but the last statement run with the path above, the last with an empty one.
    const size_t last = sql.rfind("\n;;\n");
    database_->Execute(sql.substr(0, last));
    database_->Execute("SET LOCAL search_path = ''");
    outcome.text = database_->QueryValue(sql.substr(last + 4));
  } catch (const ServerError& error) {
    outcome.sqlstate = error.sqlstate();
    outcome.message = error.what();
  }
  database_->Execute("ROLLBACK");
  return outcome;
}

}  // namespace schemadiff::testing
