// Extended statistics objects.
#include "engine/base/strings.h"
#include "engine/fix/statements.h"

namespace schemadiff::fix {

std::vector<std::string> CreateStatistics(const Context& context, const Object& object) {
  const auto& statistics = object.As<StatisticsObject>();
  const std::string name = context.Quote(QualifiedName{object.key.schema, object.key.name});
  std::string elements = context.Names(statistics.columns);
  for (const Expression& expression : statistics.expressions) {
    StrAppend(&elements, elements.empty() ? "" : ", ", "(", expression.text(), ")");
  }
  std::string kinds = StrJoin(statistics.kinds, ", ");
  if (!kinds.empty()) kinds = StrCat(" (", kinds, ")");
  std::vector<std::string> statements = {StrCat("CREATE STATISTICS ", name, kinds, " ON ", elements,
                                                " FROM ", context.Quote(statistics.table))};
  if (statistics.statistics_target) {
    statements.push_back(
        StrCat("ALTER STATISTICS ", name, " SET STATISTICS ", *statistics.statistics_target));
  }
  return statements;
}

}  // namespace schemadiff::fix
