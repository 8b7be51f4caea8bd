// Operations on indexes and constraints.
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/op_object.h"
#include "parsers/alembic/sa_ddl.h"

namespace schemadiff::alembic {
namespace {

// ALTER TABLE ... ADD constraint.
py::Value AddConstraint(Args& args, const TableObject& table, const ConstraintObject& constraint) {
  py::Evaluator& ev = args.ev();
  const std::optional<Name> name = FinalName(ev, table, constraint);
  Statements statements;
  statements.Add(args.line(), StrCat("ALTER TABLE ", table.SqlName(), " ADD ",
                                     ConstraintSql(ev, table, constraint)));
  statements.Emit(ev, name.has_value()
                          ? StrCat("constraint ", QuoteName(*name), " of table ", table.SqlName())
                          : StrCat("table ", table.SqlName()));
  return py::Value::None();
}

TableObject* NewTable(Args& args, std::string name) {
  auto* table = args.ev().heap().New<TableObject>();
  table->name = std::move(name);
  return table;
}

py::Value CreateKey(Args& args, ConstraintKind kind) {
  ConstraintObject* constraint = NewConstraint(args.ev(), kind, args.line());
  constraint->name = args.NameFrom(args.Next("constraint_name"), "constraint_name");
  TableObject* table = NewTable(args, args.RequireText("table_name"));
  constraint->columns = args.Texts(args.Require("columns"), "columns");
  table->schema = args.Text(args.Key("schema"), "schema").value_or("");
  ReadConstraintOptions(args, kind, &constraint->options);
  args.IgnorePrefixes({"mssql_", "sqlite_"});
  args.Finish();
  return AddConstraint(args, *table, *constraint);
}

}  // namespace

py::Value CreatePrimaryKey(Args& args) { return CreateKey(args, ConstraintKind::kPrimaryKey); }
py::Value CreateUniqueConstraint(Args& args) { return CreateKey(args, ConstraintKind::kUnique); }

py::Value CreateForeignKey(Args& args) {
  py::Evaluator& ev = args.ev();
  ConstraintObject* constraint = NewConstraint(ev, ConstraintKind::kForeignKey, args.line());
  constraint->name = args.NameFrom(args.Next("constraint_name"), "constraint_name");
  TableObject* table = NewTable(args, args.RequireText("source_table"));
  const std::string referent = args.RequireText("referent_table");
  constraint->columns = args.Texts(args.Require("local_cols"), "local_cols");
  const std::vector<std::string> remote = args.Texts(args.Require("remote_cols"), "remote_cols");
  table->schema = args.Text(args.Key("source_schema"), "source_schema").value_or("");
  const std::string referent_schema =
      args.Text(args.Key("referent_schema"), "referent_schema").value_or("");
  ReadConstraintOptions(args, ConstraintKind::kForeignKey, &constraint->options);
  args.Ignore({"use_alter"});
  args.Finish();
  if (remote.size() != constraint->columns.size() || remote.empty()) {
    args.Fail("is called with lists of different lengths");
  }
  for (const std::string& column : remote) {
    ForeignKeyObject* key = NewForeignKey(ev, "", args.line());
    key->schema = referent_schema;
    key->table = referent;
    key->column = column;
    constraint->targets.push_back(key);
  }
  return AddConstraint(args, *table, *constraint);
}

py::Value CreateCheckConstraint(Args& args) {
  ConstraintObject* constraint = NewConstraint(args.ev(), ConstraintKind::kCheck, args.line());
  constraint->name = args.NameFrom(args.Next("constraint_name"), "constraint_name");
  TableObject* table = NewTable(args, args.RequireText("table_name"));
  constraint->check = CoerceText(args.ev(), args.Require("condition"), args.line());
  table->schema = args.Text(args.Key("schema"), "schema").value_or("");
  ReadConstraintOptions(args, ConstraintKind::kCheck, &constraint->options);
  args.Finish();
  return AddConstraint(args, *table, *constraint);
}

py::Value CreateExcludeConstraint(Args& args) {
  ConstraintObject* constraint = NewConstraint(args.ev(), ConstraintKind::kExclude, args.line());
  constraint->name = args.NameFrom(args.Next("constraint_name"), "constraint_name");
  TableObject* table = NewTable(args, args.RequireText("table_name"));
  ReadExcluded(args.ev(), args.Rest(), constraint);
  table->schema = args.Text(args.Key("schema"), "schema").value_or("");
  ReadConstraintOptions(args, ConstraintKind::kExclude, &constraint->options);
  args.Finish();
  return AddConstraint(args, *table, *constraint);
}

py::Value DropConstraint(Args& args) {
  py::Evaluator& ev = args.ev();
  const std::optional<Name> given = args.NameFrom(args.Next("constraint_name"), "constraint_name");
  TableObject* table = NewTable(args, args.RequireText("table_name"));
  const std::optional<std::string> type = args.Text(args.Next("type_"), "type_");
  table->schema = args.Text(args.Key("schema"), "schema").value_or("");
  const bool if_exists = args.Flag(args.Key("if_exists"), "if_exists").value_or(false);
  args.IgnorePrefixes({"mysql_", "mssql_"});
  args.Finish();
  if (!given.has_value()) {
    args.Fail("is called without a name, which SQLAlchemy refuses");
  }
  std::optional<Name> name = given;
  if (type.has_value()) {
    // A naming convention may make the final name of the one that is given.
    ConstraintKind kind;
    if (*type == "primary")
      kind = ConstraintKind::kPrimaryKey;
    else if (*type == "foreignkey")
      kind = ConstraintKind::kForeignKey;
    else if (*type == "unique")
      kind = ConstraintKind::kUnique;
    else if (*type == "check")
      kind = ConstraintKind::kCheck;
    else
      args.Fail(StrCat("is called with the type '", *type, "', which alembic refuses"));
    ConstraintObject* constraint = NewConstraint(ev, kind, args.line());
    constraint->name = given;
    name = FinalName(ev, *table, *constraint);
  }
  Statements statements;
  statements.Add(args.line(), StrCat("ALTER TABLE ", table->SqlName(), " DROP CONSTRAINT ",
                                     if_exists ? "IF EXISTS " : "", ConstraintName(ev, *name)));
  statements.Emit(ev, StrCat("constraint ", QuoteName(*name), " of table ", table->SqlName()));
  return py::Value::None();
}

py::Value CreateIndex(Args& args) {
  py::Evaluator& ev = args.ev();
  auto* index = ev.heap().New<IndexObject>();
  index->line = args.line();
  index->name = args.NameFrom(args.Next("index_name"), "index_name");
  TableObject* table = NewTable(args, args.RequireText("table_name"));
  const py::Value columns = args.Require("columns");
  if (columns.IsUnknown()) ev.FailUnknown("the columns of op.create_index()", columns.unknown());
  for (const py::Value column : ev.Iterate(columns)) {
    index->expressions.push_back(IndexExpression(ev, column));
  }
  table->schema = args.Text(args.Key("schema"), "schema").value_or("");
  index->unique = args.Flag(args.Key("unique"), "unique").value_or(false);
  const bool if_not_exists = args.Flag(args.Key("if_not_exists"), "if_not_exists").value_or(false);
  index->options = PostgresOptions(args);
  args.Ignore({"quote", "info"});
  args.Finish();
  Statements statements;
  statements.Add(args.line(), CreateIndexSql(ev, *table, *index, if_not_exists));
  const std::optional<Name> name = FinalName(ev, *table, *index);
  statements.Emit(ev, StrCat("index ", name.has_value() ? QuoteName(*name) : ""));
  return py::Value::None();
}

py::Value DropIndex(Args& args) {
  py::Evaluator& ev = args.ev();
  auto* index = ev.heap().New<IndexObject>();
  index->name = args.NameFrom(args.Next("index_name"), "index_name");
  TableObject* table =
      NewTable(args, args.Text(args.Next("table_name"), "table_name").value_or("no_table"));
  table->schema = args.Text(args.Key("schema"), "schema").value_or("");
  const bool if_exists = args.Flag(args.Key("if_exists"), "if_exists").value_or(false);
  const Options options = PostgresOptions(args);
  args.Ignore({"unique", "quote", "info"});
  args.Finish();
  const std::optional<Name> name = FinalName(ev, *table, *index);
  if (!name.has_value()) args.Fail("is called without a name, which SQLAlchemy refuses");
  const py::Value* concurrently = FindOption(options, "concurrently");
  const std::string quoted = ConstraintName(ev, *name);
  const std::string target =
      table->schema.empty() ? quoted : StrCat(QuoteName(table->schema), ".", quoted);
  Statements statements;
  statements.Add(
      args.line(),
      StrCat("DROP INDEX ",
             concurrently != nullptr && ev.Truth(*concurrently) == true ? "CONCURRENTLY " : "",
             if_exists ? "IF EXISTS " : "", target));
  statements.Emit(ev, StrCat("index ", target));
  return py::Value::None();
}

}  // namespace schemadiff::alembic
