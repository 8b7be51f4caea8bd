// CREATE TABLE, also for partitions.
#include <algorithm>

#include "tools/random_ddl/clauses.h"
#include "tools/random_ddl/expressions.h"
#include "tools/random_ddl/literals.h"
#include "tools/random_ddl/makers.h"
#include "tools/random_ddl/types.h"

namespace schemadiff::random_ddl {
namespace {

class TableMaker {
 public:
  explicit TableMaker(Draft& draft) : draft_(draft) {}

  std::string Make() {
    std::string sql = "CREATE ";
    const int kind = draft_.random.Below(100);
    if (kind < 4) sql += "TEMPORARY ";
    if (kind >= 4 && kind < 10) sql += "UNLOGGED ";
    sql += "TABLE ";
    sql += draft_.Perhaps(10, "IF NOT EXISTS ");
    sql += kind < 4 ? draft_.NewName("temporary") : draft_.NewQualifiedName("t");
    if (draft_.Chance(4)) {
      const ObjectId type = draft_.Any<CompositeType>();
      if (type != kNoObject) return StrCat(sql, " OF ", draft_.Ref(type));
    }
    StrAppend(&sql, " (", Elements(), ")");
    if (draft_.Chance(10)) {
      const ObjectId parent = draft_.Any<Table>([](ObjectId, const Table& table) {
        return table.partition_key.empty() && table.partition_of.empty() && table.server.empty();
      });
      if (parent != kNoObject) StrAppend(&sql, " INHERITS (", draft_.Ref(parent), ")");
    }
    return sql + StorageOptions(draft_);
  }

  std::string MakePartitioned() {
    static const std::vector<std::string_view> kKeys = {"int4", "text", "date", "int8",
                                                        "timestamptz"};
    const std::string_view type = draft_.random.Pick(kKeys);
    const std::string key = draft_.NewName("key");
    std::string sql = StrCat("CREATE TABLE ", draft_.NewQualifiedName("parted"), " (", key, " ",
                             type, draft_.Perhaps(50, " NOT NULL"));
    scope_.variables.push_back({key, PgType(type)});
    for (int i = draft_.random.Below(3); i > 0; --i) StrAppend(&sql, ", ", ColumnDefinition());
    if (draft_.Chance(30)) StrAppend(&sql, ", PRIMARY KEY (", key, ")");
    if (draft_.Chance(20)) StrAppend(&sql, ", CHECK (", Condition(draft_, scope_, 1), ")");
    const std::string_view strategy = draft_.random.Pick({"RANGE", "LIST", "HASH"});
    StrAppend(&sql, ") PARTITION BY ", strategy, " (");
    if (draft_.Chance(12) && (type == "text")) {
      StrAppend(&sql, "lower(", key, "))");
    } else {
      StrAppend(&sql, key,
                draft_.Perhaps(sql.find("PRIMARY") == std::string::npos && type == "text" ? 5 : 0,
                               " COLLATE \"C\""),
                ")");
    }
    return sql;
  }

 private:
  std::string Elements() {
    std::string elements;
    const auto add = [&](const std::string& element) {
      StrAppend(&elements, elements.empty() ? "" : ", ", element);
    };
    if (draft_.Chance(8)) {
      const ObjectId like = draft_.AnyRelation();
      if (like != kNoObject) add(StrCat("LIKE ", draft_.Ref(like), LikeOptions()));
    }
    const int count = draft_.Chance(3) ? 0 : draft_.random.Between(1, 6);
    for (int i = 0; i < count; ++i) add(ColumnDefinition());
    for (int i = draft_.random.Below(3); i > 0 && !scope_.variables.empty(); --i) {
      add(TableConstraint(draft_, scope_, kNoObject));
    }
    return elements;
  }

  std::string LikeOptions() {
    std::string options;
    for (int i = draft_.random.Below(3); i > 0; --i) {
      StrAppend(&options, draft_.Chance(80) ? " INCLUDING " : " EXCLUDING ",
                draft_.random.Pick({"ALL", "DEFAULTS", "CONSTRAINTS", "INDEXES", "IDENTITY",
                                    "GENERATED", "COMMENTS", "STATISTICS", "STORAGE"}));
    }
    return options;
  }

  std::string ColumnDefinition() {
    const std::string name = draft_.NewName("c");
    if (draft_.Chance(6)) {
      scope_.variables.push_back({name, PgType("int4")});
      return StrCat(name, " ", draft_.random.Pick({"serial", "bigserial", "smallserial"}),
                    draft_.Perhaps(40, has_key_ ? "" : " PRIMARY KEY"));
    }
    const TypeChoice type = ColumnType(draft_);
    std::string sql =
        StrCat(name, " ", type.sql, ColumnClauses(draft_, name, type, scope_, &has_key_));
    scope_.variables.push_back({name, type.type});
    return sql;
  }

  Draft& draft_;
  Scope scope_;
  bool has_key_ = false;
};

}  // namespace

std::string CreateTable(Draft& draft) { return TableMaker(draft).Make(); }

std::string CreatePartitionedTable(Draft& draft) { return TableMaker(draft).MakePartitioned(); }

std::string PartitionBound(Draft& draft, ObjectId parent) {
  if (draft.Chance(12)) return "DEFAULT";
  const auto& table = draft.As<Table>(parent);
  const std::string& key = table.partition_key.text();
  TypeRef type = PgType("text");
  for (const ColumnRef& ref : draft.Columns(parent)) {
    if (key.find(ref.name.str()) != std::string::npos && key.find("lower(") == std::string::npos) {
      type = ref.column->type;
      break;
    }
  }
  if (key.starts_with("HASH")) {
    // Of the same modulus, so that they rarely overlap.
    return StrCat("FOR VALUES WITH (MODULUS 8, REMAINDER ", draft.random.Below(8), ")");
  }
  const int serial = ++draft.memory.serial;
  const auto value = [&](int number) {
    if (type.name == "date") return StrCat("'", 1900 + number, "-01-01'");
    if (type.name == "timestamptz") return StrCat("'", 1900 + number, "-01-01 00:00+01'");
    if (type.name == "text") return StrCat("'v", 10000 + number, "'");
    return std::to_string(number);
  };
  if (key.starts_with("LIST")) {
    return StrCat("FOR VALUES IN (", value(serial),
                  draft.Chance(30) ? ", " + value(serial + 500) : "", ")");
  }
  return StrCat("FOR VALUES FROM (", draft.Chance(8) ? "MINVALUE" : value(serial), ") TO (",
                draft.Chance(8) ? "MAXVALUE" : value(serial + 1), ")");
}

std::string CreatePartition(Draft& draft) {
  const ObjectId parent =
      draft.Any<Table>([](ObjectId, const Table& table) { return !table.partition_key.empty(); });
  if (parent == kNoObject) return "";
  std::string sql =
      StrCat("CREATE TABLE ", draft.NewQualifiedName("part"), " PARTITION OF ", draft.Ref(parent));
  const std::vector<ColumnRef> columns = draft.Columns(parent);
  if (!columns.empty() && draft.Chance(25)) {
    const ColumnRef& column = draft.random.Pick(columns);
    Scope scope = ColumnScope(draft, parent);
    StrAppend(&sql, " (", draft.Quote(column.name),
              draft.Chance(50) ? StrCat(" DEFAULT ", Literal(draft, column.column->type))
                               : std::string(" NOT NULL"),
              draft.Chance(40) ? StrCat(", CHECK (", Condition(draft, scope, 1), ")") : "", ")");
  }
  StrAppend(&sql, " ", PartitionBound(draft, parent));
  if (draft.Chance(12)) {
    StrAppend(&sql, " PARTITION BY ", draft.random.Pick({"LIST", "HASH", "RANGE"}), " (",
              draft.ColumnOf(parent), ")");
  }
  return sql;
}

}  // namespace schemadiff::random_ddl
