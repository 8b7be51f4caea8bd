// Statements for indexes.
#include "engine/base/strings.h"
#include "engine/fix/statements.h"

namespace schemadiff::fix {

namespace {

// Foreign tables have no indexes that could be attached: an index of their partitioned table that
// is made for it alone would stay invalid.
bool HasForeignPartitionsOnly(const Context& context, const QualifiedName& table) {
  bool any = false;
  bool only = true;
  context.catalog.ForEachOfKind(KindOf<Table>, [&](ObjectId id) {
    const auto& partition = context.catalog.Get(id).As<Table>();
    if (partition.partition_of != table) return;
    any = true;
    only = only && !partition.server.empty();
  });
  return any && only;
}

}  // namespace

std::vector<std::string> CreateIndex(const Context& context, const Object& object) {
  const auto& index = object.As<Index>();
  const auto* table =
      context.catalog.FindPayload<Table>(KeyFor<Table>(index.table.schema, index.table.name));
  const bool only = table != nullptr && !table->partition_key.empty() &&
                    !HasForeignPartitionsOnly(context, index.table);
  std::string out =
      StrCat("CREATE ", index.unique ? "UNIQUE " : "", "INDEX ", context.Quote(object.key.name),
             " ON ", only ? "ONLY " : "", context.Quote(index.table), " USING ",
             context.Quote(index.method), " (");
  bool first = true;
  for (const IndexKey& key : index.keys) {
    if (!first) out += ", ";
    first = false;
    // A key that is an expression is printed with its parentheses where it needs them.
    out += key.column.empty() ? StrCat("(", key.expression.text(), ")") : context.Quote(key.column);
    if (!key.collation.empty()) StrAppend(&out, " COLLATE ", context.Quote(key.collation));
    if (!key.opclass.empty()) StrAppend(&out, " ", context.Quote(key.opclass));
    if (!key.opclass_options.empty()) out += WithOptions(key.opclass_options).substr(5);
    if (key.descending) out += " DESC";
    if (key.nulls_first != key.descending) out += key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
  }
  out += ")";
  if (!index.include.empty()) StrAppend(&out, " INCLUDE (", context.Names(index.include), ")");
  if (index.nulls_not_distinct) out += " NULLS NOT DISTINCT";
  out += WithOptions(index.options);
  if (!index.tablespace.empty()) StrAppend(&out, " TABLESPACE ", context.Quote(index.tablespace));
  if (!index.predicate.empty()) StrAppend(&out, " WHERE ", index.predicate.text());
  std::vector<std::string> statements = {std::move(out)};
  for (size_t i = 0; i < index.keys.size(); ++i) {
    if (!index.keys[i].statistics_target) continue;
    statements.push_back(
        StrCat("ALTER INDEX ", context.Quote(QualifiedName{object.key.schema, object.key.name}),
               " ALTER COLUMN ", i + 1, " SET STATISTICS ", *index.keys[i].statistics_target));
  }
  return statements;
}

std::string AttachIndex(const Context& context, const Object& object) {
  const auto attach = [&](const QualifiedName& parent) {
    return StrCat("ALTER INDEX ", context.Quote(parent), " ATTACH PARTITION ",
                  context.Quote(QualifiedName{object.key.schema, object.key.name}));
  };
  if (const auto* index = object.TryAs<Index>()) {
    return index->partition_of.empty() ? std::string() : attach(index->partition_of);
  }
  // The index of an inherited key: its parent is the same key of the partitioned table.
  const auto& constraint = object.As<Constraint>();
  if (constraint.inherited_from == 0 || (constraint.type != ConstraintType::kPrimaryKey &&
                                         constraint.type != ConstraintType::kUnique)) {
    return {};
  }
  const auto* table =
      context.catalog.FindPayload<Table>(KeyFor<Table>(object.key.schema, object.key.table));
  if (table == nullptr || table->partition_of.empty()) return {};
  const ObjectId parent =
      context.catalog.IdOf(KeyFor<Table>(table->partition_of.schema, table->partition_of.name));
  if (parent == kNoObject) return {};
  for (const ObjectId child : context.catalog.Children(parent)) {
    const Object& part = context.catalog.Get(child);
    const auto* candidate = part.TryAs<Constraint>();
    if (candidate != nullptr && candidate->type == constraint.type &&
        candidate->columns == constraint.columns) {
      return attach({part.key.schema, part.key.name});
    }
  }
  return {};
}

}  // namespace schemadiff::fix
