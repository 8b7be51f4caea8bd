// Statements for tables and what belongs to them.
#include <algorithm>
#include <span>

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
  } else if (!column.default_value.empty() && !context.late.contains(id)) {
    StrAppend(&out, " DEFAULT ", column.default_value.text());
  }
  // Since 17 a partition's identity is its parent's, and comes with being attached.
  const bool from_parent =
      context.major >= 17 && !context.catalog.Get(table).As<Table>().partition_of.empty();
  if (column.identity != Identity::kNone && !from_parent) {
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
      if (!constraint->validated) return out;
      return StrCat(out, " CONSTRAINT ", context.Quote(part.key.name), " NOT NULL",
                    constraint->no_inherit ? " NO INHERIT" : "");
    }
  }
  return out + " NOT NULL";
}

// Whether CREATE TABLE says a NOT NULL constraint: where it says the column, and all rows must
// comply.
bool IsWithColumn(const Context& context, const Object& object) {
  const auto& constraint = object.As<Constraint>();
  const auto* table =
      context.catalog.FindPayload<Table>(KeyFor<Table>(object.key.schema, object.key.table));
  if (!constraint.validated || constraint.columns.size() != 1 || table == nullptr) {
    return constraint.validated;
  }
  const auto* column = context.catalog.FindPayload<Column>(
      KeyFor<Column>(object.key.schema, object.key.table, constraint.columns[0]));
  return column == nullptr || column->is_local || !table->partition_of.empty();
}

// CREATE TABLE says checks itself, unless they are not validated.
bool InCreateTable(const Context& context, const Table& table, ObjectId id) {
  const auto& constraint = context.catalog.Get(id).As<Constraint>();
  return !context.late.contains(id) && constraint.type == ConstraintType::kCheck &&
         constraint.validated && constraint.enforced &&
         (constraint.is_local || !table.partition_of.empty());
}

std::vector<ObjectId> ColumnsOf(const Context& context, ObjectId relation) {
  std::vector<ObjectId> columns;
  for (const ObjectId child : context.catalog.Children(relation)) {
    if (context.catalog.Get(child).TryAs<Column>() != nullptr) columns.push_back(child);
  }
  std::ranges::sort(columns, {},
                    [&](ObjectId c) { return context.catalog.Get(c).As<Column>().position; });
  return columns;
}

// Whether INHERITS would put the columns in another order than they have: it puts the parents'
// columns first.
bool InheritsReorders(const Context& context, ObjectId id) {
  std::vector<Name> inherited, own;
  for (const QualifiedName& parent : context.catalog.Get(id).As<Table>().inherits) {
    const ObjectId other = context.catalog.IdOf(KeyFor<Table>(parent.schema, parent.name));
    if (other == kNoObject) return false;
    for (const ObjectId column : ColumnsOf(context, other)) {
      const Name name = context.catalog.Get(column).key.name;
      if (std::ranges::find(inherited, name) == inherited.end()) inherited.push_back(name);
    }
  }
  for (const ObjectId column : ColumnsOf(context, id)) {
    own.push_back(context.catalog.Get(column).key.name);
  }
  return own.size() < inherited.size() ||
         !std::ranges::equal(inherited, std::span(own).first(inherited.size()));
}

// Whether the table becomes a child by ALTER TABLE ... INHERIT, as only one with columns all its
// own can.
bool JoinsParentsLater(const Context& context, ObjectId id) {
  return !context.catalog.Get(id).As<Table>().inherits.empty() && InheritsReorders(context, id) &&
         std::ranges::all_of(ColumnsOf(context, id), [&](ObjectId column) {
           return context.catalog.Get(column).As<Column>().is_local;
         });
}

// The column of that name in the parents, where one has it and `matches` it.
template <typename Matches>
bool AParentsColumn(const Context& context, const Table& table, Name name, Matches matches) {
  return std::ranges::any_of(table.inherits, [&](const QualifiedName& parent) {
    const auto* column =
        context.catalog.FindPayload<Column>(KeyFor<Column>(parent.schema, parent.name, name));
    return column != nullptr && matches(*column);
  });
}

// Whether an inherited constraint holds for all rows here, though not in the parent: the table was
// made when the parent had it already.
bool IsValidUnlikeItsParents(const Context& context, const Table& table, const Object& object) {
  const auto& constraint = object.As<Constraint>();
  if (constraint.is_local || !constraint.validated || !constraint.enforced) return false;
  return std::ranges::any_of(table.inherits, [&](const QualifiedName& parent) {
    const auto* other = context.catalog.FindPayload<Constraint>(
        KeyFor<Constraint>(parent.schema, parent.name, object.key.name));
    return other != nullptr && !other->validated;
  });
}

// What cannot be said of a column where the relation is made, and goes for views as well.
void AlterColumnRest(const Context& context, const Object& object, std::string_view alter,
                     std::vector<std::string>* out) {
  const auto& column = object.As<Column>();
  const std::string start = StrCat(alter, "ALTER COLUMN ", context.Quote(object.key.name), " SET");
  if (column.statistics_target) {
    out->push_back(StrCat(start, " STATISTICS ", *column.statistics_target));
  }
  if (!column.storage.empty()) out->push_back(StrCat(start, " STORAGE ", column.storage));
  if (!column.compression.empty()) {
    out->push_back(StrCat(start, " COMPRESSION ", column.compression));
  }
  if (!column.options.empty()) {
    out->push_back(StrCat(start, WithOptions(column.options).substr(5)));
  }
  if (!column.foreign_options.empty()) {
    out->push_back(StrCat(alter, "ALTER COLUMN ", context.Quote(object.key.name),
                          GenericOptions(context, column.foreign_options)));
  }
}

// What differs in an inherited column from what the parents hand down.
void AlterInheritedColumn(const Context& context, const Table& table, ObjectId id,
                          std::string_view alter, std::vector<std::string>* out) {
  const Object& object = context.catalog.Get(id);
  const auto& column = object.As<Column>();
  const Name name = object.key.name;
  const std::string start = StrCat(alter, "ALTER COLUMN ", context.Quote(name));
  if (column.generated == Generated::kNone && !context.late.contains(id)) {
    if (!column.default_value.empty()) {
      out->push_back(StrCat(start, " SET DEFAULT ", column.default_value.text()));
    } else if (AParentsColumn(context, table, name,
                              [](const Column& c) { return !c.default_value.empty(); })) {
      out->push_back(start + " DROP DEFAULT");
    }
  }
  // From 18 on, NOT NULL is a constraint, with a name and a parent of its own.
  const bool parents_not_null =
      AParentsColumn(context, table, name, [](const Column& c) { return c.not_null; });
  if (context.major >= 18 || column.not_null == parents_not_null) return;
  out->push_back(start + (column.not_null ? " SET NOT NULL" : " DROP NOT NULL"));
}

std::string ForeignKeyColumns(const Context& context, const Constraint& constraint,
                              std::vector<Name> columns) {
  if (!constraint.temporal) return context.Names(columns);
  const Name period = columns.back();
  columns.pop_back();
  return StrCat(context.Names(columns), ", PERIOD ", context.Quote(period));
}

std::string ConstraintDefinition(const Context& context, const Constraint& constraint) {
  std::string out;
  switch (constraint.type) {
    case ConstraintType::kCheck:
      StrAppend(&out, "CHECK (", constraint.check.text(), ")");
      if (constraint.no_inherit) out += " NO INHERIT";
      break;
    case ConstraintType::kForeignKey:
      StrAppend(&out, "FOREIGN KEY (", ForeignKeyColumns(context, constraint, constraint.columns),
                ") REFERENCES ", context.Quote(constraint.references), "(",
                ForeignKeyColumns(context, constraint, constraint.referenced_columns), ")");
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

bool CannotOrderColumns(const Context& context, ObjectId id) {
  return !context.catalog.Get(id).As<Table>().inherits.empty() && InheritsReorders(context, id) &&
         !JoinsParentsLater(context, id);
}

std::string CreateTable(const Context& context, ObjectId id) {
  const Object& object = context.catalog.Get(id);
  const auto& table = object.As<Table>();
  std::vector<std::string> elements;
  for (const ObjectId column : ColumnsOf(context, id)) {
    if (!context.catalog.Get(column).As<Column>().is_local && table.partition_of.empty()) continue;
    elements.push_back("\n    " + ColumnDefinition(context, column, id));
  }
  for (const ObjectId child : context.catalog.Children(id)) {
    const Object& part = context.catalog.Get(child);
    const auto* constraint = part.TryAs<Constraint>();
    if (constraint == nullptr || !InCreateTable(context, table, child)) continue;
    elements.push_back(StrCat("\n    CONSTRAINT ", context.Quote(part.key.name), " ",
                              ConstraintDefinition(context, *constraint)));
  }
  std::string out =
      StrCat("CREATE ", table.persistence == Persistence::kUnlogged ? "UNLOGGED " : "",
             table.server.empty() ? "TABLE " : "FOREIGN TABLE ", OwnName(context, object), " (",
             StrJoin(elements, ","), elements.empty() ? ")" : "\n)");
  if (!table.inherits.empty() && !JoinsParentsLater(context, id)) {
    StrAppend(&out, " INHERITS (",
              StrJoin(table.inherits, ", ",
                      [&](std::string* text, const QualifiedName& parent) {
                        *text += context.Quote(parent);
                      }),
              ")");
  }
  if (!table.server.empty()) {
    return StrCat(out, " SERVER ", context.Quote(table.server),
                  GenericOptions(context, table.foreign_options));
  }
  if (!table.partition_key.empty()) {
    StrAppend(&out, " PARTITION BY ", table.partition_key.text());
  }
  // A partitioned table may name even the default one, for its partitions.
  if (!table.access_method.empty() &&
      (table.access_method != "heap" || !table.partition_key.empty())) {
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
  if (JoinsParentsLater(context, id)) {
    for (const QualifiedName& parent : table.inherits) {
      out.push_back(StrCat(alter, "INHERIT ", context.Quote(parent)));
    }
  }
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
    if (part.TryAs<Constraint>() != nullptr && IsValidUnlikeItsParents(context, table, part)) {
      out.push_back(StrCat("ALTER TABLE ", OwnName(context, object), " VALIDATE CONSTRAINT ",
                           context.Quote(part.key.name)));
    }
  }
  for (const ObjectId id_of_column : ColumnsOf(context, id)) {
    const Object& part = context.catalog.Get(id_of_column);
    if (!part.As<Column>().is_local && table.partition_of.empty()) {
      AlterInheritedColumn(context, table, id_of_column, alter, &out);
    }
    AlterColumnRest(context, part, alter, &out);
  }
  return out;
}

std::vector<std::string> AlterViewRest(const Context& context, ObjectId id) {
  const Object& object = context.catalog.Get(id);
  const auto* stored = object.TryAs<MaterializedView>();
  const std::string alter = StrCat("ALTER ", stored != nullptr ? "MATERIALIZED " : "", "VIEW ",
                                   OwnName(context, object), " ");
  std::vector<std::string> out;
  for (const ObjectId column : ColumnsOf(context, id)) {
    const Object& part = context.catalog.Get(column);
    if (const Expression& value = part.As<Column>().default_value; !value.empty()) {
      out.push_back(StrCat(alter, "ALTER COLUMN ", context.Quote(part.key.name), " SET DEFAULT ",
                           value.text()));
    }
    AlterColumnRest(context, part, alter, &out);
  }
  if (stored != nullptr && !stored->cluster_index.empty()) {
    out.push_back(StrCat(alter, "CLUSTER ON ", context.Quote(stored->cluster_index)));
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
  if (table == nullptr || InCreateTable(context, *table, id)) return {};
  if (constraint.type == ConstraintType::kNotNull && IsWithColumn(context, object)) return {};
  const bool has_index = constraint.type == ConstraintType::kPrimaryKey ||
                         constraint.type == ConstraintType::kUnique ||
                         constraint.type == ConstraintType::kExclusion;
  // What comes from the parent alone comes with the parent's; keys of partitions are made under
  // their own names and attached.
  if (!constraint.is_local && !has_index) return {};
  // ONLY is refused where children must have it, too, and taken for keys alone.
  return StrCat("ALTER TABLE ", has_index ? "ONLY " : "", TableOf(context, object),
                " ADD CONSTRAINT ", context.Quote(object.key.name), " ",
                ConstraintDefinition(context, constraint));
}

std::string SetLateDefault(const Context& context, const Object& object) {
  return StrCat("ALTER TABLE ONLY ", TableOf(context, object), " ALTER COLUMN ",
                context.Quote(object.key.name), " SET DEFAULT ",
                object.As<Column>().default_value.text());
}

}  // namespace schemadiff::fix
