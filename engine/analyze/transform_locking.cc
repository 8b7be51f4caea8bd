// FOR UPDATE and its kin (transformLockingClause in analyze.c of the server's source).
#include <algorithm>

#include "engine/analyze/transform_query.h"
#include "engine/base/strings.h"

namespace schemadiff::sema {
namespace {

std::string_view Words(ast::LockClauseStrength strength) {
  switch (strength) {
    case ast::LockClauseStrength::LCS_FORKEYSHARE:
      return "FOR KEY SHARE";
    case ast::LockClauseStrength::LCS_FORSHARE:
      return "FOR SHARE";
    case ast::LockClauseStrength::LCS_FORNOKEYUPDATE:
      return "FOR NO KEY UPDATE";
    default:
      return "FOR UPDATE";
  }
}

// What an entry is that cannot be locked.
std::string_view Unlockable(RteKind kind) {
  switch (kind) {
    case RteKind::kJoin:
      return "a join";
    case RteKind::kFunction:
      return "a function";
    case RteKind::kValues:
      return "VALUES";
    case RteKind::kCte:
      return "a WITH query";
    default:
      return {};
  }
}

void Mark(Query* query, size_t entry, const ast::LockingClause& clause, bool pushed_down) {
  const int strength = static_cast<int>(clause.strength);
  const int wait_policy = static_cast<int>(clause.waitPolicy);
  for (RowMark& mark : query->row_marks) {
    if (mark.rte != static_cast<int>(entry)) continue;
    mark.strength = std::max(mark.strength, strength);
    mark.wait_policy = std::max(mark.wait_policy, wait_policy);
    mark.pushed_down = mark.pushed_down && pushed_down;
    return;
  }
  query->row_marks.push_back({static_cast<int>(entry), strength, wait_policy, pushed_down});
}

void Check(const Query& query, const ast::LockingClause& clause) {
  const auto refuse = [&](std::string_view what) {
    throw PgError(sqlstate::kFeatureNotSupported,
                  StrCat(Words(clause.strength), " is not allowed with ", what));
  };
  if (query.set_operation != nullptr) refuse("UNION/INTERSECT/EXCEPT");
  if (!query.distinct.empty()) refuse("DISTINCT clause");
  if (!query.group_by.empty() || !query.grouping_sets.empty()) refuse("GROUP BY clause");
  if (query.having != nullptr) refuse("HAVING clause");
  if (query.has_aggregates) refuse("aggregate functions");
  if (!query.windows.empty()) refuse("window functions");
}

}  // namespace

void QueryTransformer::LockAll(Query* query, const ast::LockingClause& clause, bool pushed_down) {
  Check(*query, clause);
  for (size_t i = 0; i < query->range_table.size(); ++i) {
    const Rte& rte = query->range_table[i];
    if (!rte.in_from) continue;
    if (rte.kind != RteKind::kRelation && rte.kind != RteKind::kSubquery) continue;
    Mark(query, i, clause, pushed_down);
    if (rte.subquery != nullptr) LockAll(rte.subquery, clause, /*pushed_down=*/true);
  }
}

void QueryTransformer::Locking(const ast::SelectStmt& stmt) {
  for (const ast::Node* node : stmt.lockingClause) {
    const auto& clause = *ast::Cast<ast::LockingClause>(node);
    if (query_->set_operation == nullptr && !stmt.valuesLists.empty()) {
      throw PgError(sqlstate::kFeatureNotSupported,
                    StrCat(Words(clause.strength), " cannot be applied to VALUES"));
    }
    if (clause.lockedRels.empty()) {
      LockAll(query_, clause, /*pushed_down=*/false);
      continue;
    }
    Check(*query_, clause);
    for (const ast::Node* item : clause.lockedRels) {
      const auto& relation = *ast::Cast<ast::RangeVar>(item);
      if (!relation.schemaname.empty() || !relation.catalogname.empty()) {
        throw PgError(sqlstate::kSyntaxError,
                      StrCat(Words(clause.strength), " must specify unqualified relation names"),
                      relation.location);
      }
      bool found = false;
      for (size_t i = 0; i < query_->range_table.size() && !found; ++i) {
        const Rte& rte = query_->range_table[i];
        if (!rte.in_from) continue;
        Name name = rte.eref;
        if (rte.kind == RteKind::kJoin && !rte.has_alias) {
          if (rte.join_using_alias.empty()) continue;
          name = rte.join_using_alias;
        }
        if (name != relation.relname) continue;
        found = true;
        if (const std::string_view what = Unlockable(rte.kind); !what.empty()) {
          throw PgError(sqlstate::kFeatureNotSupported,
                        StrCat(Words(clause.strength), " cannot be applied to ", what),
                        relation.location);
        }
        Mark(query_, i, clause, /*pushed_down=*/false);
        if (rte.subquery != nullptr) LockAll(rte.subquery, clause, /*pushed_down=*/true);
      }
      if (!found) {
        throw PgError(sqlstate::kUndefinedTable,
                      StrCat("relation \"", relation.relname, "\" in ", Words(clause.strength),
                             " clause not found in FROM clause"),
                      relation.location);
      }
    }
  }
}

}  // namespace schemadiff::sema
