// Statements for tables and what belongs to them.
#include <algorithm>

#include "engine/base/strings.h"
#include "engine/fix/statements.h"

namespace schemadiff::fix {
namespace {

std::string OwnName(const Context& context, const Object& object) {
  return context.Quote(QualifiedName{object.key.schema, object.key.name});
}

std::string TableOf(const Context& context, const Object& part) {
  return context.Quote(QualifiedName{part.key.schema, part.key.table});
}

std::string SequenceOptions(const Context& context, const Sequence& sequence) {
  std::string out;
  if (!sequence.identity) StrAppend(&out, " AS ", context.Type(sequence.type));
  StrAppend(&out, " START WITH ", sequence.start, " INCREMENT BY ", sequence.increment,
            " MINVALUE ", sequence.min_value, " MAXVALUE ", sequence.max_value, " CACHE ",
            sequence.cache, sequence.cycle ? " CYCLE" : " NO CYCLE");
  return out;
}

// The sequence behind an identity column: a part of it, or what depends on it in its table.
const Object* IdentitySequence(const Context& context, ObjectId column) {
  const Catalog& catalog = context.catalog;
  const auto belongs = [&](const Object& object) {
    const auto* sequence = object.TryAs<Sequence>();
    return sequence != nullptr && sequence->identity &&
           sequence->owned_by.column == catalog.Get(column).key.name;
  };
  for (const ObjectId child : catalog.Children(column)) {
    if (belongs(catalog.Get(child))) return &catalog.Get(child);
  }
  for (const ObjectId whole : {column, catalog.Get(column).parent}) {
    if (whole == kNoObject) continue;
    for (const Dependency& dependent : catalog.Dependents(whole)) {
      if (belongs(catalog.Get(dependent.object))) return &catalog.Get(dependent.object);
    }
  }
  return nullptr;
}

// Expressions may be unresolved source text, which need not have the outer parentheses.
std::string Parenthesized(const Expression& expression) {
  return StrCat("(", expression.text(), ")");
}

std::string ColumnDefinition(const Context& context, ObjectId id, ObjectId table) {
  const Object& object = context.catalog.Get(id);
  const auto& column = object.As<Column>();
  std::string out = StrCat(context.Quote(object.key.name), " ", context.Type(column.type));
  if (!column.collation.empty()) StrAppend(&out, " COLLATE ", context.Quote(column.collation));
  if (column.generated != Generated::kNone) {
    StrAppend(&out, " GENERATED ALWAYS AS ", Parenthesized(column.default_value),
              column.generated == Generated::kStored ? " STORED" : " VIRTUAL");
  } else if (!column.default_value.empty()) {
    StrAppend(&out, " DEFAULT ", column.default_value.text());
  }
  if (column.identity != Identity::kNone) {
    StrAppend(&out, " GENERATED ", column.identity == Identity::kAlways ? "ALWAYS" : "BY DEFAULT",
              " AS IDENTITY");
    if (const Object* sequence = IdentitySequence(context, id)) {
      StrAppend(&out, " (SEQUENCE NAME ", OwnName(context, *sequence),
                SequenceOptions(context, sequence->As<Sequence>()), ")");
    }
  }
  if (!column.not_null) return out;
  for (const ObjectId child : context.catalog.Children(table)) {
    const Object& part = context.catalog.Get(child);
    const auto* constraint = part.TryAs<Constraint>();
    if (constraint != nullptr && constraint->type == ConstraintType::kNotNull &&
        constraint->columns.size() == 1 && constraint->columns[0] == object.key.name) {
      return StrCat(out, " CONSTRAINT ", context.Quote(part.key.name), " NOT NULL",
                    constraint->no_inherit ? " NO INHERIT" : "");
    }
  }
  return out + " NOT NULL";
}

// CREATE TABLE says checks itself, unless they are not validated.
bool InCreateTable(const Table& table, const Constraint& constraint) {
  return constraint.type == ConstraintType::kCheck && constraint.validated && constraint.enforced &&
         (constraint.is_local || !table.partition_of.empty());
}

std::string ConstraintDefinition(const Context& context, const Constraint& constraint) {
  std::string out;
  switch (constraint.type) {
    case ConstraintType::kCheck:
      StrAppend(&out, "CHECK (", constraint.check.text(), ")");
      if (constraint.no_inherit) out += " NO INHERIT";
      break;
    case ConstraintType::kForeignKey:
      StrAppend(&out, "FOREIGN KEY (", context.Names(constraint.columns), ") REFERENCES ",
                context.Quote(constraint.references), "(",
                context.Names(constraint.referenced_columns), ")");
      if (constraint.match != ForeignKeyMatch::kSimple) {
        StrAppend(&out, " MATCH ", EnumText(constraint.match));
      }
      if (constraint.on_update != ForeignKeyAction::kNoAction) {
        StrAppend(&out, " ON UPDATE ", EnumText(constraint.on_update));
      }
      if (constraint.on_delete != ForeignKeyAction::kNoAction) {
        StrAppend(&out, " ON DELETE ", EnumText(constraint.on_delete));
      }
      if (!constraint.on_delete_columns.empty()) {
        StrAppend(&out, " (", context.Names(constraint.on_delete_columns), ")");
      }
      break;
    case ConstraintType::kPrimaryKey:
    case ConstraintType::kUnique:
      out = constraint.type == ConstraintType::kPrimaryKey ? "PRIMARY KEY" : "UNIQUE";
      if (constraint.nulls_not_distinct) out += " NULLS NOT DISTINCT";
      StrAppend(&out, " (", context.Names(constraint.columns),
                constraint.temporal ? " WITHOUT OVERLAPS" : "", ")");
      break;
    case ConstraintType::kExclusion:
      out = constraint.exclusion.text();  // complete, deferrability included
      return out;
    case ConstraintType::kNotNull:
      StrAppend(&out, "NOT NULL ", context.Names(constraint.columns));
      if (constraint.no_inherit) out += " NO INHERIT";
      break;
  }
  if (!constraint.include.empty()) {
    StrAppend(&out, " INCLUDE (", context.Names(constraint.include), ")");
  }
  out += WithOptions(constraint.options);
  if (!constraint.tablespace.empty()) {
    StrAppend(&out, " USING INDEX TABLESPACE ", context.Quote(constraint.tablespace));
  }
  if (constraint.deferrable) out += " DEFERRABLE";
  if (constraint.initially_deferred) out += " INITIALLY DEFERRED";
  if (!constraint.enforced) {
    out += " NOT ENFORCED";
  } else if (!constraint.validated) {
    out += " NOT VALID";
  }
  return out;
}

}  // namespace

std::string CreateSequence(const Context& context, const Object& object) {
  const auto& sequence = object.As<Sequence>();
  if (sequence.identity) return {};  // comes with its column
  return StrCat("CREATE ", sequence.unlogged ? "UNLOGGED " : "", "SEQUENCE ",
                OwnName(context, object), SequenceOptions(context, sequence));
}

std::string OwnSequence(const Context& context, const Object& object) {
  const auto& sequence = object.As<Sequence>();
  if (sequence.identity || sequence.owned_by.empty()) return {};
  return StrCat("ALTER SEQUENCE ", OwnName(context, object), " OWNED BY ",
                context.Quote(QualifiedName{sequence.owned_by.schema, sequence.owned_by.table}),
                ".", context.Quote(sequence.owned_by.column));
}

std::string CreateTable(const Context& context, ObjectId id) {
  const Object& object = context.catalog.Get(id);
  const auto& table = object.As<Table>();
  std::vector<ObjectId> columns;
  for (const ObjectId child : context.catalog.Children(id)) {
    if (context.catalog.Get(child).TryAs<Column>() != nullptr) columns.push_back(child);
  }
  std::ranges::sort(columns, {},
                    [&](ObjectId c) { return context.catalog.Get(c).As<Column>().position; });
  std::vector<std::string> elements;
  for (const ObjectId column : columns) {
    if (!context.catalog.Get(column).As<Column>().is_local && table.partition_of.empty()) continue;
    elements.push_back("\n    " + ColumnDefinition(context, column, id));
  }
  for (const ObjectId child : context.catalog.Children(id)) {
    const Object& part = context.catalog.Get(child);
    const auto* constraint = part.TryAs<Constraint>();
    if (constraint == nullptr || !InCreateTable(table, *constraint)) continue;
    elements.push_back(StrCat("\n    CONSTRAINT ", context.Quote(part.key.name), " ",
                              ConstraintDefinition(context, *constraint)));
  }
  std::string out = StrCat(
      "CREATE ", table.persistence == Persistence::kUnlogged ? "UNLOGGED " : "", "TABLE ",
      OwnName(context, object), " (", StrJoin(elements, ","), elements.empty() ? ")" : "\n)");
  if (!table.inherits.empty()) {
    StrAppend(&out, " INHERITS (",
              StrJoin(table.inherits, ", ",
                      [&](std::string* text, const QualifiedName& parent) {
                        *text += context.Quote(parent);
                      }),
              ")");
  }
  if (!table.partition_key.empty()) {
    StrAppend(&out, " PARTITION BY ", table.partition_key.text());
  }
  if (!table.access_method.empty() && table.access_method != "heap") {
    StrAppend(&out, " USING ", context.Quote(table.access_method));
  }
  out += WithOptions(table.options);
  if (!table.tablespace.empty()) StrAppend(&out, " TABLESPACE ", context.Quote(table.tablespace));
  return out;
}

std::vector<std::string> AlterTableRest(const Context& context, ObjectId id) {
  const Object& object = context.catalog.Get(id);
  const auto& table = object.As<Table>();
  const std::string alter = StrCat("ALTER TABLE ONLY ", OwnName(context, object), " ");
  std::vector<std::string> out;
  if (!table.of_type.empty()) out.push_back(StrCat(alter, "OF ", context.Quote(table.of_type)));
  if (table.row_security) out.push_back(alter + "ENABLE ROW LEVEL SECURITY");
  if (table.force_row_security) out.push_back(alter + "FORCE ROW LEVEL SECURITY");
  switch (table.replica_identity) {
    case ReplicaIdentity::kDefault:
      break;
    case ReplicaIdentity::kNothing:
      out.push_back(alter + "REPLICA IDENTITY NOTHING");
      break;
    case ReplicaIdentity::kFull:
      out.push_back(alter + "REPLICA IDENTITY FULL");
      break;
    case ReplicaIdentity::kIndex:
      out.push_back(StrCat(alter, "REPLICA IDENTITY USING INDEX ",
                           context.Quote(table.replica_identity_index)));
      break;
  }
  if (!table.cluster_index.empty()) {
    // ALTER TABLE ONLY does not take CLUSTER ON for a partitioned table, nor is there any.
    out.push_back(StrCat("ALTER TABLE ", OwnName(context, object), " CLUSTER ON ",
                         context.Quote(table.cluster_index)));
  }
  for (const ObjectId child : context.catalog.Children(id)) {
    const Object& part = context.catalog.Get(child);
    const auto* column = part.TryAs<Column>();
    if (column == nullptr) continue;
    const std::string alter_column = StrCat(alter, "ALTER COLUMN ", context.Quote(part.key.name));
    if (!column->is_local && table.partition_of.empty() && !column->default_value.empty() &&
        column->generated == Generated::kNone) {
      out.push_back(StrCat(alter_column, " SET DEFAULT ", column->default_value.text()));
    }
    if (!column->storage.empty()) {
      out.push_back(StrCat(alter_column, " SET STORAGE ", column->storage));
    }
    if (!column->compression.empty()) {
      out.push_back(StrCat(alter_column, " SET COMPRESSION ", column->compression));
    }
    if (column->statistics_target) {
      out.push_back(StrCat(alter_column, " SET STATISTICS ", *column->statistics_target));
    }
    if (!column->options.empty()) {
      out.push_back(StrCat(alter_column, " SET", WithOptions(column->options).substr(5)));
    }
  }
  return out;
}

std::string AttachPartition(const Context& context, const Object& object) {
  const auto& table = object.As<Table>();
  if (table.partition_of.empty()) return {};
  return StrCat("ALTER TABLE ONLY ", context.Quote(table.partition_of), " ATTACH PARTITION ",
                OwnName(context, object), " ", table.partition_bound.text());
}

std::string AddConstraint(const Context& context, ObjectId id) {
  const Object& object = context.catalog.Get(id);
  const auto& constraint = object.As<Constraint>();
  if (object.parent == kNoObject) return {};
  const auto* table = context.catalog.Get(object.parent).TryAs<Table>();
  if (table == nullptr || InCreateTable(*table, constraint)) return {};
  if (constraint.type == ConstraintType::kNotNull) return {};  // with the column
  const bool has_index = constraint.type == ConstraintType::kPrimaryKey ||
                         constraint.type == ConstraintType::kUnique ||
                         constraint.type == ConstraintType::kExclusion;
  // What comes from the parent alone comes with the parent's; keys of partitions are made under
  // their own names and attached.
  if (!constraint.is_local && !has_index) return {};
  const bool only = constraint.type != ConstraintType::kForeignKey;
  return StrCat("ALTER TABLE ", only ? "ONLY " : "", TableOf(context, object), " ADD CONSTRAINT ",
                context.Quote(object.key.name), " ", ConstraintDefinition(context, constraint));
}

std::string CreateIndex(const Context& context, const Object& object) {
  const auto& index = object.As<Index>();
  const auto* table =
      context.catalog.FindPayload<Table>(KeyFor<Table>(index.table.schema, index.table.name));
  const bool partitioned = table != nullptr && !table->partition_key.empty();
  std::string out =
      StrCat("CREATE ", index.unique ? "UNIQUE " : "", "INDEX ", context.Quote(object.key.name),
             " ON ", partitioned ? "ONLY " : "", context.Quote(index.table), " USING ",
             context.Quote(index.method), " (");
  bool first = true;
  for (const IndexKey& key : index.keys) {
    if (!first) out += ", ";
    first = false;
    // A key that is an expression is printed with its parentheses where it needs them.
    out += key.column.empty() ? StrCat("(", key.expression.text(), ")") : context.Quote(key.column);
    IndexKey rest = key;
    rest.column = "x", rest.expression = {};
    out += rest.ToText().substr(1);
  }
  out += ")";
  if (!index.include.empty()) StrAppend(&out, " INCLUDE (", context.Names(index.include), ")");
  if (index.nulls_not_distinct) out += " NULLS NOT DISTINCT";
  out += WithOptions(index.options);
  if (!index.tablespace.empty()) StrAppend(&out, " TABLESPACE ", context.Quote(index.tablespace));
  if (!index.predicate.empty()) StrAppend(&out, " WHERE ", index.predicate.text());
  for (size_t i = 0; i < index.keys.size(); ++i) {
    if (!index.keys[i].statistics_target) continue;
    StrAppend(&out, ";\nALTER INDEX ", OwnName(context, object), " ALTER COLUMN ", i + 1,
              " SET STATISTICS ", *index.keys[i].statistics_target);
  }
  return out;
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
