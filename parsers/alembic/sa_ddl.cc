#include "parsers/alembic/sa_ddl.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/sql_sink.h"

namespace schemadiff::alembic {
namespace {

std::string Upper(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return text;
}

const py::Value* Known(py::Evaluator& ev, const Options& options, std::string_view name) {
  const py::Value* value = FindOption(options, name);
  if (value != nullptr && value->IsUnknown()) {
    ev.FailUnknown(StrCat("the option '", name, "'"), value->unknown());
  }
  return value;
}

// A keyword phrase such as "SET NULL" is written as it is given.
std::string Phrase(py::Evaluator& ev, py::Value value) {
  if (!value.IsString()) ev.Fail("an option of a constraint is no string");
  return value.text();
}

std::string Deferrability(py::Evaluator& ev, const Options& options) {
  std::string out;
  if (const py::Value* deferrable = Known(ev, options, "deferrable")) {
    out += ev.Truth(*deferrable) == true ? " DEFERRABLE" : " NOT DEFERRABLE";
  }
  if (const py::Value* initially = Known(ev, options, "initially")) {
    StrAppend(&out, " INITIALLY ", Phrase(ev, *initially));
  }
  return out;
}

std::string Names(const std::vector<std::string>& names) {
  return StrJoin(names, ", ",
                 [](std::string* out, const std::string& name) { *out += QuoteName(name); });
}

// `INCLUDE (...)` of keys and indexes.
std::string Include(py::Evaluator& ev, const Options& options) {
  const py::Value* include = Known(ev, options, "include");
  if (include == nullptr || ev.Truth(*include) == false) return "";
  std::vector<std::string> names;
  for (const py::Value item : ev.Iterate(*include)) {
    if (auto* column = item.As<ColumnObject>()) {
      names.push_back(column->name.text);
    } else {
      names.push_back(ev.Str(item));
    }
  }
  return StrCat(" INCLUDE (", Names(names), ")");
}

std::string StorageOptions(py::Evaluator& ev, py::Value with) {
  if (!with.Is(py::ValueKind::kDict)) ev.Fail("storage parameters are no dict");
  return StrJoin(with.dict().entries, ", ", [&ev](std::string* out, const py::Dict::Entry& entry) {
    if (entry.value.IsUnknown()) ev.FailUnknown("a storage parameter", entry.value.unknown());
    const bool flag = entry.value.Is(py::ValueKind::kBool);
    StrAppend(out, ev.Str(entry.original), " = ",
              flag ? (entry.value.boolean() ? "true" : "false") : ev.Str(entry.value));
  });
}

std::string TableOptions(py::Evaluator& ev, const Options& options) {
  std::string out;
  if (const py::Value* inherits = Known(ev, options, "inherits")) {
    std::vector<std::string> names;
    if (inherits->IsString()) {
      names.push_back(inherits->text());
    } else {
      for (const py::Value name : ev.Iterate(*inherits)) names.push_back(ev.Str(name));
    }
    StrAppend(&out, "\n INHERITS (", Names(names), ")");
  }
  const auto text = [&](std::string_view name) {
    const py::Value* value = Known(ev, options, name);
    return value != nullptr && ev.Truth(*value) == true ? ev.Str(*value) : std::string();
  };
  if (const std::string by = text("partition_by"); !by.empty())
    StrAppend(&out, "\n PARTITION BY ", by);
  if (const std::string method = text("using"); !method.empty())
    StrAppend(&out, "\n USING ", method);
  if (const py::Value* with = Known(ev, options, "with");
      with != nullptr && ev.Truth(*with) == true) {
    StrAppend(&out, "\n WITH (", StorageOptions(ev, *with), ")");
  }
  if (const std::string commit = text("on_commit"); !commit.empty()) {
    std::string words = Upper(commit);
    std::replace(words.begin(), words.end(), '_', ' ');
    StrAppend(&out, "\n ON COMMIT ", words);
  }
  if (const std::string space = text("tablespace"); !space.empty()) {
    StrAppend(&out, "\n TABLESPACE ", QuoteName(space));
  }
  for (const auto& option : options) {
    static constexpr std::string_view kRead[] = {
        "inherits",   "partition_by",      "using", "with", "on_commit",
        "tablespace", "ignore_search_path"};
    if (std::find(std::begin(kRead), std::end(kRead), option.first) == std::end(kRead)) {
      ev.Fail(StrCat("the option 'postgresql_", option.first, "' of a table is not read"));
    }
  }
  return out;
}

std::string ForeignKeySql(py::Evaluator& ev, const ConstraintObject& constraint) {
  const ForeignKeyObject& first = *constraint.targets[0];
  std::vector<std::string> referred;
  for (size_t i = 0; i < constraint.targets.size(); ++i) {
    const std::string& column = constraint.targets[i]->column;
    referred.push_back(column.empty() ? constraint.columns[i] : column);
  }
  std::string out = StrCat("FOREIGN KEY(", Names(constraint.columns), ") REFERENCES ",
                           QualifiedName(first.schema, first.table), " (", Names(referred), ")");
  if (const py::Value* match = Known(ev, constraint.options, "match")) {
    StrAppend(&out, " MATCH ", Phrase(ev, *match));
  }
  if (const py::Value* action = Known(ev, constraint.options, "ondelete")) {
    StrAppend(&out, " ON DELETE ", Phrase(ev, *action));
  }
  if (const py::Value* action = Known(ev, constraint.options, "onupdate")) {
    StrAppend(&out, " ON UPDATE ", Phrase(ev, *action));
  }
  return out;
}

std::string ExcludeSql(py::Evaluator& ev, const ConstraintObject& constraint) {
  std::string using_method = "gist";
  if (const py::Value* value = Known(ev, constraint.options, "using")) {
    using_method = AsciiToLower(Phrase(ev, *value));
  }
  const py::Value* ops = Known(ev, constraint.options, "ops");
  std::string out = StrCat("EXCLUDE USING ", using_method, " (");
  for (size_t i = 0; i < constraint.excluded.size(); ++i) {
    const ConstraintObject::Excluded& excluded = constraint.excluded[i];
    StrAppend(&out, i == 0 ? "" : ", ", ExpressionSql(ev, *excluded.element));
    if (ops != nullptr && ops->Is(py::ValueKind::kDict)) {
      const py::Value* op_class = ops->dict().Find(StrCat("s", excluded.key));
      if (op_class != nullptr) StrAppend(&out, " ", ev.Str(*op_class));
    }
    StrAppend(&out, " WITH ", excluded.op);
  }
  out += ")";
  if (const py::Value* where = Known(ev, constraint.options, "where")) {
    StrAppend(&out, " WHERE (", ExpressionSql(ev, *CoerceText(ev, *where, 0)), ")");
  }
  return out;
}

std::string SequenceOptions(const SequenceObject& sequence) {
  std::vector<std::string> parts;
  if (sequence.increment.has_value()) parts.push_back(StrCat("INCREMENT BY ", *sequence.increment));
  if (sequence.start.has_value()) parts.push_back(StrCat("START WITH ", *sequence.start));
  if (sequence.min_value.has_value()) parts.push_back(StrCat("MINVALUE ", *sequence.min_value));
  if (sequence.max_value.has_value()) parts.push_back(StrCat("MAXVALUE ", *sequence.max_value));
  if (sequence.no_min) parts.emplace_back("NO MINVALUE");
  if (sequence.no_max) parts.emplace_back("NO MAXVALUE");
  if (sequence.cache.has_value()) parts.push_back(StrCat("CACHE ", *sequence.cache));
  if (sequence.cycle.has_value()) parts.emplace_back(*sequence.cycle ? "CYCLE" : "NO CYCLE");
  return StrJoin(parts, " ");
}

}  // namespace

std::string IdentitySql(const SequenceObject& identity) {
  const std::string options = SequenceOptions(identity);
  return StrCat("GENERATED ", identity.always ? "ALWAYS" : "BY DEFAULT", " AS IDENTITY",
                options.empty() ? "" : StrCat(" (", options, ")"));
}

std::string CreateSequenceSql(py::Evaluator& ev, const SequenceObject& sequence,
                              bool if_not_exists) {
  const std::string options = SequenceOptions(sequence);
  return StrCat("CREATE SEQUENCE ", if_not_exists ? "IF NOT EXISTS " : "",
                QualifiedName(sequence.schema, sequence.name),
                sequence.type != nullptr ? StrCat(" AS ", TypeSql(ev, *sequence.type)) : "",
                options.empty() ? "" : StrCat(" ", options));
}

std::string ColumnSpec(py::Evaluator& ev, const ColumnObject& column, bool serial) {
  std::string out = QuoteName(column.name);
  const bool identity = column.identity != nullptr;
  if (serial && !identity && !column.has_client_default) {
    const std::string sql = column.type != nullptr ? column.type->ForPostgres().sql : "";
    out += sql == "BIGINT" ? " BIGSERIAL" : sql == "SMALLINT" ? " SMALLSERIAL" : " SERIAL";
  } else {
    if (column.type == nullptr) ev.Fail(StrCat("the column '", column.name.text, "' has no type"));
    StrAppend(&out, " ", TypeSql(ev, *column.type));
    if (!column.server_default.IsNone()) {
      StrAppend(&out, " DEFAULT ", DefaultSql(ev, column.server_default));
    }
  }
  if (column.computed != nullptr) {
    if (column.computed->persisted == false) {
      ev.Fail("a computed column that is not stored is not read");
    }
    StrAppend(&out, " GENERATED ALWAYS AS (", ExpressionSql(ev, *column.computed->expression),
              ") STORED");
  }
  if (identity) StrAppend(&out, " ", IdentitySql(*column.identity));
  if (!column.IsNullable() && !identity) out += " NOT NULL";
  if (column.IsNullable() && identity) out += " NULL";
  return out;
}

std::string ColumnChecks(py::Evaluator& ev, const TableObject& table, const ColumnObject& column) {
  std::string out;
  for (const ConstraintObject* check : column.checks) {
    StrAppend(&out, " ", ConstraintSql(ev, table, *check));
  }
  return out;
}

std::string ConstraintSql(py::Evaluator& ev, const TableObject& table,
                          const ConstraintObject& constraint) {
  std::string out;
  if (const std::optional<Name> name = FinalName(ev, table, constraint)) {
    StrAppend(&out, "CONSTRAINT ", ConstraintName(ev, *name), " ");
  }
  const Options& options = constraint.options;
  switch (constraint.kind) {
    case ConstraintKind::kPrimaryKey:
      StrAppend(&out, "PRIMARY KEY (", Names(constraint.columns), ")", Include(ev, options));
      break;
    case ConstraintKind::kUnique: {
      out += "UNIQUE ";
      if (const py::Value* distinct = Known(ev, options, "nulls_not_distinct")) {
        out += ev.Truth(*distinct) == true ? "NULLS NOT DISTINCT " : "NULLS DISTINCT ";
      }
      StrAppend(&out, "(", Names(constraint.columns), ")", Include(ev, options));
      break;
    }
    case ConstraintKind::kForeignKey:
      out += ForeignKeySql(ev, constraint);
      break;
    case ConstraintKind::kCheck:
      StrAppend(&out, "CHECK (", ExpressionSql(ev, *constraint.check), ")");
      break;
    case ConstraintKind::kExclude:
      out += ExcludeSql(ev, constraint);
      break;
  }
  out += Deferrability(ev, options);
  if (const py::Value* not_valid = Known(ev, options, "not_valid");
      not_valid != nullptr && ev.Truth(*not_valid) == true) {
    out += " NOT VALID";
  }
  for (const auto& option : options) {
    static constexpr std::string_view kRead[] = {
        "deferrable", "initially", "ondelete", "onupdate",           "match",     "using",
        "where",      "ops",       "include",  "nulls_not_distinct", "not_valid", "use_alter"};
    if (std::find(std::begin(kRead), std::end(kRead), option.first) == std::end(kRead)) {
      ev.Fail(StrCat("the option 'postgresql_", option.first, "' of a constraint is not read"));
    }
  }
  return out;
}

void AppendCreateTable(py::Evaluator& ev, const TableObject& table, bool if_not_exists,
                       py::TextBuilder* out) {
  out->Mark(table.line);
  out->Append("CREATE ");
  for (const std::string& prefix : table.prefixes) out->Append(StrCat(prefix, " "));
  out->Append(StrCat("TABLE ", if_not_exists ? "IF NOT EXISTS " : "", table.SqlName(), " ("));
  const ColumnObject* serial = AutoIncrementColumn(ev, table);
  bool first = true;
  const auto begin_item = [&](uint32_t line) {
    out->Append(first ? "\n" : ",\n");
    out->Mark(line);
    out->Append("    ");
    first = false;
  };
  for (const ColumnObject* column : table.columns) {
    begin_item(column->line);
    out->Append(ColumnSpec(ev, *column, column == serial));
    out->Append(ColumnChecks(ev, table, *column));
  }
  // The primary key goes first, the rest in order of creation. Constraints that are to be
  // added by ALTER TABLE are left out, and alembic does not add them later.
  std::vector<const ConstraintObject*> constraints;
  for (const ConstraintObject* constraint : table.constraints) {
    if (constraint->kind == ConstraintKind::kPrimaryKey) continue;
    const py::Value* use_alter = Known(ev, constraint->options, "use_alter");
    if (use_alter == nullptr || ev.Truth(*use_alter) == false) constraints.push_back(constraint);
  }
  std::stable_sort(constraints.begin(), constraints.end(),
                   [](const auto* a, const auto* b) { return a->order < b->order; });
  if (const ConstraintObject* key = PrimaryKeyOf(table))
    constraints.insert(constraints.begin(), key);
  for (const ConstraintObject* constraint : constraints) {
    if (constraint->kind == ConstraintKind::kUnique && constraint->columns.empty()) continue;
    begin_item(constraint->line);
    out->Append(ConstraintSql(ev, table, *constraint));
  }
  out->Append("\n");
  out->Mark(table.line);
  out->Append(StrCat(")", TableOptions(ev, table.options)));
}

std::string CreateIndexSql(py::Evaluator& ev, const TableObject& table, const IndexObject& index,
                           bool if_not_exists) {
  const Options& options = index.options;
  const auto flag = [&](std::string_view name) {
    const py::Value* value = Known(ev, options, name);
    return value != nullptr && ev.Truth(*value) == true;
  };
  const std::optional<Name> name = FinalName(ev, table, index);
  if (!name.has_value()) ev.Fail("an index has no name, which SQLAlchemy refuses");
  std::string out =
      StrCat("CREATE ", index.unique ? "UNIQUE " : "", "INDEX ",
             flag("concurrently") ? "CONCURRENTLY " : "", if_not_exists ? "IF NOT EXISTS " : "",
             ConstraintName(ev, *name), " ON ", table.SqlName(), " ");
  if (const py::Value* method = Known(ev, options, "using");
      method != nullptr && ev.Truth(*method) == true) {
    StrAppend(&out, "USING ", AsciiToLower(ev.Str(*method)), " ");
  }
  const py::Value* ops = Known(ev, options, "ops");
  out += "(";
  for (size_t i = 0; i < index.expressions.size(); ++i) {
    const Element& expression = *index.expressions[i];
    // Operators stand in parentheses, functions and columns do not.
    RenderState state(ev);
    StrAppend(&out, i == 0 ? "" : ", ",
              expression.precedence < Element::kAtom
                  ? StrCat("(", ExpressionSql(ev, expression), ")")
                  : ExpressionSql(ev, expression));
    if (ops == nullptr || !ops->Is(py::ValueKind::kDict)) continue;
    const py::Value* op_class = ops->dict().Find(StrCat("s", expression.name));
    if (op_class != nullptr && !expression.name.empty()) StrAppend(&out, " ", ev.Str(*op_class));
  }
  StrAppend(&out, ")", Include(ev, options));
  if (const py::Value* distinct = Known(ev, options, "nulls_not_distinct")) {
    out += ev.Truth(*distinct) == true ? " NULLS NOT DISTINCT" : " NULLS DISTINCT";
  }
  if (const py::Value* with = Known(ev, options, "with");
      with != nullptr && ev.Truth(*with) == true) {
    StrAppend(&out, " WITH (", StorageOptions(ev, *with), ")");
  }
  if (const py::Value* space = Known(ev, options, "tablespace");
      space != nullptr && ev.Truth(*space) == true) {
    StrAppend(&out, " TABLESPACE ", QuoteName(ev.Str(*space)));
  }
  if (const py::Value* where = Known(ev, options, "where")) {
    StrAppend(&out, " WHERE ", ExpressionSql(ev, *CoerceText(ev, *where, 0)));
  }
  for (const auto& option : options) {
    static constexpr std::string_view kRead[] = {
        "concurrently",       "using", "ops",        "include",
        "nulls_not_distinct", "with",  "tablespace", "where"};
    if (std::find(std::begin(kRead), std::end(kRead), option.first) == std::end(kRead)) {
      ev.Fail(StrCat("the option 'postgresql_", option.first, "' of an index is not read"));
    }
  }
  return out;
}

std::string TableCommentSql(const TableObject& table, const std::optional<std::string>& comment) {
  return StrCat("COMMENT ON TABLE ", table.SqlName(), " IS ",
                comment.has_value() ? QuoteLiteral(*comment) : "NULL");
}

std::string ColumnCommentSql(const TableObject& table, std::string_view column,
                             const std::optional<std::string>& comment) {
  return StrCat("COMMENT ON COLUMN ", table.SqlName(), ".", QuoteName(column), " IS ",
                comment.has_value() ? QuoteLiteral(*comment) : "NULL");
}

}  // namespace schemadiff::alembic
