// One level of a SELECT over the rows of system catalogs.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/replay/catalog_rows.h"
#include "engine/replay/static_eval.h"

namespace schemadiff::replay {

/// One query level.
class StaticSelect {
 public:
  using Scope = StaticEvaluator::Scope;
  using Item = StaticEvaluator::Item;

  StaticSelect(const StaticEvaluator& evaluator, const ast::SelectStmt& stmt, const Scope* outer)
      : evaluator_(evaluator), stmt_(stmt) {
    scope_.outer = outer;
  }

  std::optional<StaticRows> Run();

 private:
  struct Source {
    std::string_view alias;
    StaticRows rows;
    std::vector<std::string_view> others;
    bool optional = false;                  // the right side of LEFT JOIN
    std::vector<const ast::Node*> matches;  // ON, of such
    const ast::Node* array = nullptr;       // of unnest(), which may refer to sources before it
  };
  struct Combination {
    std::vector<const StaticRow*> rows;
    bool certain = true;
  };

  std::optional<StaticRows> Values();
  bool ReadWith();
  static bool Rename(const ast::List& names, StaticRows* rows);
  const StaticRows* FindWith(std::string_view name) const;
  bool AddSource(const ast::Node* node);
  std::optional<CatalogRows> OfCatalog(const ast::RangeVar& range) const;
  bool AddJoin(const ast::JoinExpr& join);
  bool Ready(const ast::Node* node, size_t count) const;
  void Show(const Combination& combination);
  bool Passes(const std::vector<const ast::Node*>& conditions, Combination* combination);
  std::vector<const ast::Node*> TakeReady(size_t count);
  std::vector<const StaticRow*> Unnested(const Source& source, const Combination& combination);
  bool Join();
  bool NothingMatches(const Source& source, const Combination& combination,
                      const std::vector<const StaticRow*>& rows);
  void Filter(const std::vector<const ast::Node*>& conditions);
  void ProjectOne(StaticRow* row, bool name);
  void AddSortKeys(const StaticRow& row);
  void Project();
  bool Group();
  Value Aggregate(const ast::FuncCall& call, const std::vector<const Combination*>& members);
  bool Sort();
  bool Distinct();
  bool Limit();

  const StaticEvaluator& evaluator_;
  const ast::SelectStmt& stmt_;
  Scope scope_;
  std::map<std::string, StaticRows, std::less<>> tables_;
  std::vector<Source> sources_;
  std::vector<const ast::Node*> conjuncts_;
  std::vector<bool> done_;
  std::vector<Combination> combinations_;
  std::deque<StaticRow> made_;
  std::vector<std::vector<Value>> sort_keys_;
  StaticRows result_;
};

}  // namespace schemadiff::replay
