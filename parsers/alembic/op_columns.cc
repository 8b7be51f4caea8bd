// Operations on columns.
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/op_object.h"
#include "parsers/alembic/sa_ddl.h"

namespace schemadiff::alembic {
namespace {

// ALTER COLUMN ... for GENERATED AS IDENTITY columns.
std::string AlterIdentity(Args& args, const SequenceObject* wanted,
                          const SequenceObject* existing) {
  if (wanted == nullptr) return "DROP IDENTITY";
  if (existing == nullptr) return StrCat("ADD ", IdentitySql(*wanted));
  // Only what differs is set, by the names of the options in alphabetical order.
  std::string out;
  const auto add = [&out](std::string_view text) {
    StrAppend(&out, out.empty() ? "" : " ", "SET ", text);
  };
  if (wanted->always != existing->always) {
    add(StrCat("GENERATED ", wanted->always ? "ALWAYS" : "BY DEFAULT"));
  }
  if (wanted->cache != existing->cache && wanted->cache) add(StrCat("CACHE ", *wanted->cache));
  if (wanted->cycle != existing->cycle && wanted->cycle) add(*wanted->cycle ? "CYCLE" : "NO CYCLE");
  if (wanted->increment != existing->increment && wanted->increment) {
    add(StrCat("INCREMENT BY ", *wanted->increment));
  }
  if (wanted->max_value != existing->max_value && wanted->max_value) {
    add(StrCat("MAXVALUE ", *wanted->max_value));
  }
  if (wanted->min_value != existing->min_value && wanted->min_value) {
    add(StrCat("MINVALUE ", *wanted->min_value));
  }
  if (wanted->no_max && !existing->no_max) add("NO MAXVALUE");
  if (wanted->no_min && !existing->no_min) add("NO MINVALUE");
  if (wanted->start != existing->start && wanted->start) add(StrCat("START WITH ", *wanted->start));
  if (out.empty()) args.Fail("changes nothing of an identity column");
  return out;
}

// The check that a type brings along, for a column that changes its type.
std::optional<std::pair<TableObject*, ConstraintObject*>> TypeCheck(Args& args,
                                                                    const std::string& table,
                                                                    const std::string& schema,
                                                                    const std::string& column,
                                                                    TypeObject* type) {
  py::Evaluator& ev = args.ev();
  auto* with_column = ev.heap().New<TableObject>();
  with_column->name = table;
  with_column->schema = schema;
  auto* object = ev.heap().New<ColumnObject>();
  object->name.text = column;
  object->type = type;
  object->line = args.line();
  Attach(ev, with_column, {object});
  for (ConstraintObject* constraint : with_column->constraints) {
    if (constraint->of_type) return std::make_pair(with_column, constraint);
  }
  return std::nullopt;
}

}  // namespace

py::Value AddColumn(Args& args) {
  py::Evaluator& ev = args.ev();
  const std::string table_name = args.RequireText("table_name");
  const py::Value given = args.Require("column");
  if (given.IsUnknown()) ev.FailUnknown("the column of op.add_column()", given.unknown());
  auto* column = given.As<ColumnObject>();
  if (column == nullptr) args.Fail("is called with something that is no column");
  auto* table = ev.heap().New<TableObject>();
  table->name = table_name;
  table->line = args.line();
  table->schema = args.Text(args.Key("schema"), "schema").value_or("");
  const bool if_not_exists = args.Flag(args.Key("if_not_exists"), "if_not_exists").value_or(false);
  const bool inline_key =
      args.Flag(args.Key("inline_primary_key"), "inline_primary_key").value_or(false);
  const bool inline_reference =
      args.Flag(args.Key("inline_references"), "inline_references").value_or(false);
  args.Ignore({"insert_before", "insert_after"});
  args.Finish();
  Attach(ev, table, {given});
  column = table->columns[0];
  const std::string target = QualifiedName(table->schema, table_name, true);
  std::string sql =
      StrCat("ALTER TABLE ", target, " ADD COLUMN ", if_not_exists ? "IF NOT EXISTS " : "",
             ColumnSpec(ev, *column, AutoIncrementColumn(ev, *table) == column));
  if (inline_key && column->primary_key) sql += " PRIMARY KEY";
  const bool references = inline_reference && column->foreign_keys.size() == 1;
  if (references) {
    for (const ConstraintObject* constraint : table->constraints) {
      if (constraint->kind != ConstraintKind::kForeignKey) continue;
      const std::string full = ConstraintSql(ev, *table, *constraint);
      StrAppend(&sql, " ", full.substr(full.find("REFERENCES ")));
    }
  }
  Statements statements;
  statements.Add(column->line, StrCat(sql, ColumnChecks(ev, *table, *column)));
  // The constraints that the column asks for are added apart, its key is not.
  for (const ConstraintObject* constraint : table->constraints) {
    if (constraint->kind == ConstraintKind::kPrimaryKey) continue;
    if (references && constraint->kind == ConstraintKind::kForeignKey) continue;
    statements.Add(constraint->line, StrCat("ALTER TABLE ", table->SqlName(), " ADD ",
                                            ConstraintSql(ev, *table, *constraint)));
  }
  for (const IndexObject* index : table->indexes) {
    statements.Add(index->line, CreateIndexSql(ev, *table, *index, false));
  }
  if (column->comment.has_value()) {
    statements.Add(column->line, ColumnCommentSql(*table, column->name.text, column->comment));
  }
  statements.Emit(ev, StrCat("column ", table->SqlName(), ".", QuoteName(column->name)));
  return py::Value::None();
}

py::Value DropColumn(Args& args) {
  const std::string table = args.RequireText("table_name");
  const py::Value given = args.Require("column_name");
  const auto* object = given.As<ColumnObject>();
  const std::string column =
      object != nullptr ? object->name.text : args.Text(given, "column_name").value_or("");
  const std::string schema = args.Text(args.Key("schema"), "schema").value_or("");
  const bool if_exists = args.Flag(args.Key("if_exists"), "if_exists").value_or(false);
  args.IgnorePrefixes({"mssql_", "mysql_", "existing_"});
  args.Finish();
  const std::string target = QualifiedName(schema, table, true);
  Statements statements;
  statements.Add(args.line(), StrCat("ALTER TABLE ", target, " DROP COLUMN ",
                                     if_exists ? "IF EXISTS " : "", QuoteName(column)));
  statements.Emit(args.ev(), StrCat("column ", target, ".", QuoteName(column)));
  return py::Value::None();
}

py::Value AlterColumn(Args& args) {
  py::Evaluator& ev = args.ev();
  const std::string table = args.RequireText("table_name");
  const std::string column = args.RequireText("column_name");
  const std::optional<bool> nullable = args.Flag(args.Key("nullable"), "nullable");
  const std::optional<py::Value> comment = args.Key("comment");
  const std::optional<py::Value> server_default = args.Key("server_default");
  const std::optional<py::Value> existing_default = args.Key("existing_server_default");
  std::optional<std::string> new_name = args.Text(args.Key("new_column_name"), "new_column_name");
  if (!new_name.has_value()) new_name = args.Text(args.Key("name"), "name");
  const std::optional<py::Value> type_value = args.Key("type_");
  const std::optional<py::Value> existing_type_value = args.Key("existing_type");
  const std::string schema = args.Text(args.Key("schema"), "schema").value_or("");
  const std::optional<py::Value> using_value = args.Key("postgresql_using");
  args.Ignore({"existing_nullable", "existing_comment", "existing_autoincrement", "autoincrement",
               "insert_before", "insert_after"});
  args.IgnorePrefixes({"mysql_", "mssql_", "sqlite_", "oracle_"});
  args.Finish();
  const auto given = [](const std::optional<py::Value>& value) {
    return value.has_value() && !value->IsNone();
  };
  TypeObject* type = given(type_value) ? CoerceType(ev, *type_value) : nullptr;
  TypeObject* existing_type =
      type != nullptr && given(existing_type_value) && !existing_type_value->IsUnknown()
          ? CoerceType(ev, *existing_type_value)
          : nullptr;
  const std::string target = QualifiedName(schema, table, true);
  const std::string alter =
      StrCat("ALTER TABLE ", target, " ALTER COLUMN ", QuoteName(column), " ");
  Statements statements;
  if (existing_type != nullptr && existing_type->form != TypeForm::kUnread) {
    if (const auto check = TypeCheck(args, table, schema, column, existing_type)) {
      const std::optional<Name> name = FinalName(ev, *check->first, *check->second);
      if (!name.has_value()) args.Fail("drops a check without a name, which SQLAlchemy refuses");
      statements.Add(args.line(), StrCat("ALTER TABLE ", check->first->SqlName(),
                                         " DROP CONSTRAINT ", ConstraintName(ev, *name)));
    }
  }
  if (type != nullptr) {
    std::string sql = StrCat(alter, "TYPE ", TypeSql(ev, *type));
    if (given(using_value)) {
      StrAppend(&sql, " USING ",
                using_value->IsString() ? using_value->text()
                                        : ExpressionSql(ev, *CoerceText(ev, *using_value, 0)));
    }
    statements.Add(args.line(), sql);
  } else if (given(using_value)) {
    args.Fail("is called with 'postgresql_using' and without 'type_', which alembic refuses");
  }
  if (nullable.has_value()) {
    statements.Add(args.line(), StrCat(alter, *nullable ? "DROP NOT NULL" : "SET NOT NULL"));
  }
  const bool unchanged = !server_default.has_value() ||
                         (server_default->Is(py::ValueKind::kBool) && !server_default->boolean());
  if (!unchanged) {
    const auto* wanted = server_default->As<SequenceObject>();
    const auto* existing =
        existing_default.has_value() ? existing_default->As<SequenceObject>() : nullptr;
    if (server_default->As<ComputedObject>() != nullptr ||
        (existing_default.has_value() && existing_default->As<ComputedObject>() != nullptr)) {
      args.Fail("makes a column a computed one or an ordinary one, which alembic refuses");
    }
    if (wanted != nullptr || existing != nullptr) {
      statements.Add(args.line(), StrCat(alter, AlterIdentity(args, wanted, existing)));
    } else if (server_default->IsNone()) {
      statements.Add(args.line(), StrCat(alter, "DROP DEFAULT"));
    } else {
      statements.Add(args.line(), StrCat(alter, "SET DEFAULT ", DefaultSql(ev, *server_default)));
    }
  }
  if (comment.has_value() && !(comment->Is(py::ValueKind::kBool) && !comment->boolean())) {
    const std::optional<std::string> text = args.Text(comment, "comment");
    statements.Add(args.line(), StrCat("COMMENT ON COLUMN ", target, ".", QuoteName(column), " IS ",
                                       text.has_value() ? QuoteLiteral(*text) : "NULL"));
  }
  if (new_name.has_value()) {
    statements.Add(args.line(), StrCat("ALTER TABLE ", target, " RENAME ", QuoteName(column),
                                       " TO ", QuoteName(*new_name)));
  }
  if (type != nullptr) {
    if (const auto check = TypeCheck(args, table, schema, column, type)) {
      statements.Add(args.line(), StrCat("ALTER TABLE ", check->first->SqlName(), " ADD ",
                                         ConstraintSql(ev, *check->first, *check->second)));
    }
  }
  statements.Emit(ev, StrCat("column ", target, ".", QuoteName(column)));
  return py::Value::None();
}

}  // namespace schemadiff::alembic
