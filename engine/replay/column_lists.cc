#include "engine/replay/column_lists.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strings.h"
#include "engine/replay/queries.h"
#include "engine/replay/relation.h"
#include "parsers/sql/lexer.h"

namespace schemadiff::replay {
namespace {

// What of a query's text may change with the columns of a relation that it reads.
struct Lists {
  bool of_relation = false;  // FROM t a(x, y)
  bool of_join = false;      // FROM (t JOIN u ...) a(x, y)
  bool joins_by_name = false;
};

// Canonical text: keywords are in upper case, and names that would be are quoted.
class ListFinder {
 public:
  explicit ListFinder(std::string_view text) : lexer_(text) {}

  Lists Find() {
    Lists found;
    for (SqlToken token = lexer_.Next(); token.kind != SqlTokenKind::kEnd; token = lexer_.Next()) {
      const std::string_view text = lexer_.Text(token);
      if (text == "(") {
        if (IsName(last_) && last_end_ == token.begin) {
          found.of_relation |= IsName(before_) && before_ != "character" && before_ != "bit";
          found.of_join |= before_ == ")" && closed_join_;
        }
        found.joins_by_name |= last_ == "USING";
        open_.push_back({IsName(last_) && last_end_ == token.begin, false, true});
      } else if (text == ")") {
        closed_join_ = !open_.empty() && !open_.back().call && open_.back().join;
        if (!open_.empty()) open_.pop_back();
      } else if (!open_.empty()) {
        Open& inner = open_.back();
        // What a parenthesis of FROM holds: a query, or a join.
        if (inner.first && (text == "SELECT" || text == "VALUES" || text == "WITH")) {
          inner.call = true;
        }
        inner.join |= text == "JOIN";
      }
      if (!open_.empty() && text != "(") open_.back().first = false;
      before_ = last_;
      last_ = text;
      last_end_ = token.end;
    }
    return found;
  }

 private:
  struct Open {
    bool call = false;  // of a function, or around a query
    bool join = false;
    bool first = true;  // nothing but parentheses was read in it
  };

  static bool IsName(std::string_view text) {
    return !text.empty() && (text.front() == '"' || text.front() == '_' ||
                             std::islower(static_cast<unsigned char>(text.front())) != 0);
  }

  SqlLexer lexer_;
  std::vector<Open> open_;
  std::string_view before_, last_;
  size_t last_end_ = 0;
  bool closed_join_ = false;  // by the latest closing parenthesis
};

std::vector<Name> ColumnNames(const Catalog& catalog, ObjectId relation) {
  std::vector<Name> names;
  for (const ObjectId column : ColumnsOf(catalog, relation)) {
    names.push_back(catalog.Get(column).key.name);
  }
  return names;
}

// The query as it reads now.
Expression Follow(const Context& cx, ObjectId view, const Expression& query, bool lost) {
  if (query.empty() || !query.resolved()) return query;
  const Lists lists = ListFinder(query.text()).Find();
  if (!lists.of_relation && !lists.of_join && !lists.joins_by_name) return query;
  std::string why = "the columns of what it reads changed";
  // These lists go by position.
  if (!lists.of_join && !(lost && lists.of_relation)) {
    try {
      return AnalyseQueryAgain(cx, query, ColumnNames(cx.catalog, view));
    } catch (const PgError& error) {
      StrAppend(&why, ": ", error.what());
    } catch (const NotModelled& gap) {
      StrAppend(&why, ": ", gap.what());
    }
  }
  cx.Report(
      DiagnosticLevel::kWarning, "replay.unresolved-expression",
      StrCat("the query of ", cx.catalog.Get(view).key.ToString(), " is not compared: ", why));
  return Expression::Unresolved(query.text(), why);
}

bool Same(const Expression& a, const Expression& b) {
  return a.text() == b.text() && a.resolved() == b.resolved();
}

}  // namespace

void FollowColumnLists(Context& cx, ObjectId relation, bool lost) {
  std::set<ObjectId> views;
  for (const Dependency& dependent : cx.catalog.Dependents(relation)) {
    const Kind kind = cx.catalog.Get(dependent.object).key.kind;
    if (kind == KindOf<View> || kind == KindOf<MaterializedView>) views.insert(dependent.object);
  }
  for (const ObjectId id : views) {
    if (const auto* view = cx.catalog.Get(id).TryAs<View>()) {
      Expression after = Follow(cx, id, view->query, lost);
      if (!Same(after, view->query)) cx.catalog.Edit<View>(id).query = std::move(after);
    } else {
      const Expression& before = cx.catalog.Get(id).As<MaterializedView>().query;
      Expression after = Follow(cx, id, before, lost);
      if (!Same(after, before)) cx.catalog.Edit<MaterializedView>(id).query = std::move(after);
    }
  }
}

}  // namespace schemadiff::replay
