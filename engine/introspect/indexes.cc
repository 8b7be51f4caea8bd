// Indexes, and what constraints take from theirs: pg_index, pg_class, pg_am, pg_inherits.
//
// pg_get_indexdef is expensive and asked only about indexes whose keys the catalogs do not tell
// completely: expressions (whose own collation is nowhere stored), collations and operator
// classes other than the column's own, and those with options. See index_definitions.cc.
#include "engine/introspect/steps.h"

namespace schemadiff::introspect {
namespace {

constexpr Oid kText = 25;
constexpr Oid kVarchar = 1043;
constexpr int64_t kDescendingBit = 1;
constexpr int64_t kNullsFirstBit = 2;

void ReadOperatorClasses(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const Oid operator_class = row.OidValue();
    builder.default_operator_classes[operator_class] = row.OidValue();
  }
}

// Whether the catalogs alone show that the operator class is the column type's default. Where
// they do not (a domain, an enum, an array), the server's text tells.
bool IsPlainlyDefault(const Builder& builder, Oid operator_class, Oid type) {
  const auto found = builder.default_operator_classes.find(operator_class);
  if (found == builder.default_operator_classes.end()) return false;
  return found->second == type || (found->second == kText && type == kVarchar);
}

struct IndexRow {
  Oid oid = 0;
  Name schema;
  Name name;
  const RelationInfo* table = nullptr;
  Index index;
  bool partitioned = false;
};

// Fills in the keys. False where the server's text is needed for some of them.
bool FillKeys(const Builder& builder, IndexRow& data, const std::vector<int64_t>& columns,
              size_t key_count, const std::vector<int64_t>& operator_classes,
              const std::vector<int64_t>& collations, const std::vector<int64_t>& ordering) {
  bool complete = true;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (i >= key_count) {
      data.index.include.push_back(data.table->AttributeName(columns[i]));
      continue;
    }
    IndexKey& key = data.index.keys.emplace_back();
    key.descending = (ordering.at(i) & kDescendingBit) != 0;
    key.nulls_first = (ordering.at(i) & kNullsFirstBit) != 0;
    if (columns[i] <= 0) {
      complete = false;
      continue;
    }
    const auto& attribute = data.table->attributes.at(static_cast<size_t>(columns[i]) - 1);
    key.column = attribute.name;
    const Oid collation = static_cast<Oid>(collations.at(i));
    if ((collation != 0 && collation != attribute.collation) ||
        !IsPlainlyDefault(builder, static_cast<Oid>(operator_classes.at(i)), attribute.type)) {
      complete = false;
    }
  }
  return complete;
}

// What a primary key, unique or exclusion constraint has from its index.
void FillConstraint(Builder& builder, ObjectId object, Index&& index) {
  auto& constraint = builder.catalog.Edit<Constraint>(object);
  constraint.nulls_not_distinct = index.nulls_not_distinct;
  constraint.include = std::move(index.include);
  constraint.options = std::move(index.options);
  constraint.tablespace = index.tablespace;
}

void NoteRoles(Builder& builder, const IndexRow& data, bool replica_identity, bool clustered) {
  if (clustered && data.table->kind == 'm') {
    builder.catalog.Edit<MaterializedView>(data.table->object).cluster_index = data.name;
  } else if (clustered) {
    builder.catalog.Edit<Table>(data.table->object).cluster_index = data.name;
  }
  if (replica_identity) {
    builder.catalog.Edit<Table>(data.table->object).replica_identity_index = data.name;
  }
}

void ReadIndexes(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    IndexRow data;
    data.oid = row.OidValue();
    data.schema = builder.scope.NamespaceName(row.OidValue());
    data.name = row.NameText();
    data.partitioned = row.Char() == 'I';
    data.table = builder.FindRelation(row.OidValue());
    data.index.method = row.NameText();
    data.index.unique = row.Bool();
    data.index.nulls_not_distinct = row.Bool();
    const auto key_count = static_cast<size_t>(row.Int64());
    const std::vector<int64_t> columns = row.Integers();
    const std::vector<int64_t> operator_classes = row.Integers();
    const std::vector<int64_t> collations = row.Integers();
    const std::vector<int64_t> ordering = row.Integers();
    data.index.predicate = ExpressionFrom(row);
    // A partitioned index is not valid while a partition lacks its part of it.
    const bool valid = row.Bool();
    data.index.only = data.partitioned && !valid;
    data.index.valid = data.partitioned || valid;
    const bool replica_identity = row.Bool();
    const bool clustered = row.Bool();
    AddOptions(row.Texts(), "", &data.index.options);
    data.index.tablespace = row.NameText();
    const Oid parent_schema = row.OidValue();
    const Name parent = row.NameText();
    if (data.table == nullptr || data.table->object == kNoObject) continue;

    NoteRoles(builder, data, replica_identity, clustered);
    data.index.table = data.table->qualified();
    const bool complete =
        FillKeys(builder, data, columns, key_count, operator_classes, collations, ordering);
    const auto constraint = builder.constraint_of_index.find(data.oid);
    if (constraint != builder.constraint_of_index.end()) {
      FillConstraint(builder, constraint->second, std::move(data.index));
      continue;
    }
    if (!parent.empty()) {
      data.index.partition_of = {builder.scope.NamespaceName(parent_schema), parent};
    }
    const ObjectId object = builder.catalog.Create(KeyFor<Index>(data.schema, data.name),
                                                   std::move(data.index), data.table->object);
    builder.Register("pg_class", data.oid, object);
    builder.indexes[data.oid] = object;
    if (!complete) builder.incomplete_indexes.push_back(data.oid);
  }
}

void ReadUnusualAttributes(const RowSet& rows, Builder& builder) {
  for (size_t i = 0; i < rows.size(); ++i) {
    Row row = rows[i];
    const auto found = builder.indexes.find(row.OidValue());
    const auto number = static_cast<size_t>(row.Int64());
    if (found == builder.indexes.end()) continue;
    auto& index = builder.catalog.Edit<Index>(found->second);
    if (number > index.keys.size()) continue;
    IndexKey& key = index.keys[number - 1];
    AddAttributeOptions(row.Texts(), &key.opclass_options);
    if (!key.opclass_options.empty()) builder.incomplete_indexes.push_back(found->first);
    if (const bool has_target = !row.IsNull(); has_target) key.statistics_target = row.Int();
  }
}

}  // namespace

Step OperatorClassesStep(const Scope&) {
  return {"the operator classes", "SELECT oid, opcintype FROM pg_opclass WHERE opcdefault",
          ReadOperatorClasses};
}

Step IndexesStep(const Scope& scope) {
  return {"the indexes",
          "SELECT i.indexrelid, c.relnamespace, c.relname, c.relkind, i.indrelid, am.amname,"
          " i.indisunique, " +
              scope.Since(150000, "i.indnullsnotdistinct", "false") +
              ", i.indnkeyatts, i.indkey, i.indclass, i.indcollation, i.indoption, " +
              Printed("i.indpred", "pg_get_expr(i.indpred, i.indrelid)") +
              ", i.indisvalid, i.indisreplident,"
              " i.indisclustered, c.reloptions, s.spcname, pc.relnamespace, pc.relname"
              " FROM pg_index i"
              " JOIN pg_class c ON c.oid = i.indexrelid"
              " JOIN pg_am am ON am.oid = c.relam"
              " LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace"
              " LEFT JOIN pg_inherits inh ON inh.inhrelid = i.indexrelid"
              " LEFT JOIN pg_class pc ON pc.oid = inh.inhparent"
              " WHERE " +
              scope.In("c.relnamespace"),
          ReadIndexes, "", "i.indrelid"};
}

Step UnusualAttributesStep(const Scope& scope) {
  return {"the options of index keys",
          StrCat("SELECT a.attrelid, a.attnum, a.attoptions,"
                 " CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END"
                 " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                 " WHERE a.attnum > 0 AND (a.attoptions IS NOT NULL OR a.attstattarget >= 0)"
                 " AND c.relkind IN ('i', 'I') AND ",
                 scope.In("c.relnamespace")),
          ReadUnusualAttributes};
}

}  // namespace schemadiff::introspect
