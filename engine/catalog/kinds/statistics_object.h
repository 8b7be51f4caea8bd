// Kind: extended statistics object.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/values.h"

namespace schemadiff {

/// Source: pg_statistic_ext. It may live in another schema than its table.
struct StatisticsObject {
  QualifiedName table;
  std::vector<std::string> kinds;        ///< of ndistinct, dependencies, mcv, in this order; empty
                                         ///< for a single expression, which has none
  std::vector<Name> columns;             ///< in the table's order
  std::vector<Expression> expressions;   ///< as pg_get_statisticsobjdef_expressions prints them
  std::optional<int> statistics_target;  ///< none: the server's default
  Stated<Name> owner;

  static constexpr std::string_view kKind = "statistics object";
  static constexpr auto Attrs() {
    return std::tuple(Attr{"table", &StatisticsObject::table},
                      Attr{"kinds", &StatisticsObject::kinds},
                      Attr{"columns", &StatisticsObject::columns},
                      Attr{"expressions", &StatisticsObject::expressions, 140000},
                      Attr{"statistics_target", &StatisticsObject::statistics_target},
                      Attr{"owner", &StatisticsObject::owner});
  }
};
static_assert(kFullyDescribed<StatisticsObject>);

}  // namespace schemadiff
