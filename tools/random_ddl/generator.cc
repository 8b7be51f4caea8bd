#include "tools/random_ddl/generator.h"

#include <vector>

#include "tools/random_ddl/makers.h"

namespace schemadiff::random_ddl {
namespace {

struct Choice {
  int weight;
  Maker make;
};

const std::vector<Choice>& Choices() {
  static const std::vector<Choice> kChoices = {{16, CreateTable},
                                               {3, CreatePartitionedTable},
                                               {4, CreatePartition},
                                               {14, AlterTableColumns},
                                               {9, AlterTableConstraints},
                                               {6, AlterTableProperties},
                                               {10, CreateIndex},
                                               {2, AlterIndex},
                                               {2, CreateStatistics},
                                               {5, Drop},
                                               {5, Rename},
                                               {3, SetSchema},
                                               {4, CreateSchema},
                                               {3, SetSearchPath},
                                               {3, TransactionStatement},
                                               {4, CreateEnum},
                                               {3, CreateDomain},
                                               {3, AlterDomain},
                                               {3, CreateComposite},
                                               {1, CreateRange},
                                               {4, CreateSequence},
                                               {6, CreateView},
                                               {4, CreateSimpleView},
                                               {2, CreateMaterializedView},
                                               {2, CreateTableAs},
                                               {5, CreateFunction},
                                               {1, CreateProcedure},
                                               {1, AlterFunction},
                                               {1, CreateAggregate},
                                               {1, CreateOperator},
                                               {1, CreateCast},
                                               {4, CreateTrigger},
                                               {2, CreateRule},
                                               {3, CreatePolicy},
                                               {2, Maintain},
                                               {5, CommentOn},
                                               {2, AlterOwner},
                                               {6, GrantOrRevoke},
                                               {2, AlterDefaultPrivileges},
                                               {4, Publish},
                                               {1, Subscribe},
                                               {4, ForeignData},
                                               {3, TextSearch},
                                               {3, ManageExtension},
                                               {5, CatalogObject},
                                               {3, DoBlock}};
  return kChoices;
}

Maker AnyMaker(Random& random) {
  static const int kTotal = [] {
    int total = 0;
    for (const Choice& choice : Choices()) total += choice.weight;
    return total;
  }();
  int place = random.Below(kTotal);
  for (const Choice& choice : Choices()) {
    place -= choice.weight;
    if (place < 0) return choice.make;
  }
  return CreateTable;
}

constexpr int kFewestStatements = 10;
constexpr int kPercentCommitted = 12;

}  // namespace

Generator::Generator(uint64_t seed, int major, int max_statements)
    : random_(seed),
      mode_(random_.Chance(kPercentCommitted) ? Mode::kCommitted : Mode::kRolledBack),
      left_(max_statements <= kFewestStatements
                ? max_statements
                : random_.Between(kFewestStatements, max_statements)),
      major_(major) {}

std::optional<std::string> Generator::Next(const Catalog& catalog) {
  if (left_-- <= 0) return std::nullopt;
  Draft draft(random_, catalog, memory_, major_, mode_);
  std::string sql;
  // Most need a table.
  if (draft.Any<Table>() == kNoObject && random_.Chance(80)) return CreateTable(draft);
  while (sql.empty()) sql = AnyMaker(random_)(draft);
  return sql;
}

}  // namespace schemadiff::random_ddl
