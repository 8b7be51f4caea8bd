// Operations on whole tables.
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/op_object.h"
#include "parsers/alembic/sa_ddl.h"
#include "parsers/alembic/sa_statements.h"

namespace schemadiff::alembic {

void Statements::Begin(uint32_t line) {
  if (!builder_.text().empty()) builder_.Append(";\n");
  builder_.Mark(line);
}

void Statements::Emit(py::Evaluator& ev, std::string_view touches, Effect effect) {
  if (empty()) return;
  SinkOf(ev).Emit(ev, std::move(builder_), effect, touches);
}

void CreateNamedTypes(py::Evaluator& ev, const TableObject& table, uint32_t line,
                      Statements* statements) {
  TypeLedger& types = SinkOf(ev).types();
  for (const ColumnObject* column : table.columns) {
    if (column->type == nullptr) continue;
    const TypeObject* type = NamedTypeOf(*column->type);
    if (type == nullptr || !type->create_type) continue;
    const std::string name = QualifiedName(type->schema, type->name);
    if (types.MadeForTable(name)) continue;
    const std::string sql = CreateTypeSql(ev, *type);
    if (ev.uncertainty() == nullptr) types.MakeForTable(name);
    statements->Add(column->line != 0 ? column->line : line, sql);
  }
}

py::Value CreateTable(Args& args) {
  py::Evaluator& ev = args.ev();
  auto* table = ev.heap().New<TableObject>();
  table->line = args.line();
  table->name = args.RequireText("table_name");
  const std::vector<py::Value> items = args.Rest();
  table->schema = args.Text(args.Key("schema"), "schema").value_or("");
  table->comment = args.Text(args.Key("comment"), "comment");
  if (const auto prefixes = args.Key("prefixes"); prefixes.has_value() && !prefixes->IsNone()) {
    table->prefixes = args.Texts(*prefixes, "prefixes");
  }
  const bool if_not_exists = args.Flag(args.Key("if_not_exists"), "if_not_exists").value_or(false);
  table->options = PostgresOptions(args);
  args.Ignore(
      {"info", "keep_existing", "extend_existing", "implicit_returning", "quote", "listeners"});
  args.Finish();
  Attach(ev, table, items);
  Statements statements;
  CreateNamedTypes(ev, *table, args.line(), &statements);
  statements.Begin(args.line());
  AppendCreateTable(ev, *table, if_not_exists, &statements.builder());
  for (const IndexObject* index : table->indexes) {
    statements.Add(index->line, CreateIndexSql(ev, *table, *index, false));
  }
  if (table->comment.has_value()) {
    statements.Add(args.line(), TableCommentSql(*table, table->comment));
  }
  for (const ColumnObject* column : table->columns) {
    if (!column->comment.has_value()) continue;
    statements.Add(column->line, ColumnCommentSql(*table, column->name.text, column->comment));
  }
  statements.Emit(ev, StrCat("table ", table->SqlName()));
  return table;
}

py::Value DropTable(Args& args) {
  const std::string name = args.RequireText("table_name");
  const std::string schema = args.Text(args.Key("schema"), "schema").value_or("");
  const bool if_exists = args.Flag(args.Key("if_exists"), "if_exists").value_or(false);
  args.Ignore({"info", "comment", "prefixes", "_namespace_metadata"});
  args.IgnorePrefixes({"postgresql_", "sqlite_", "mysql_", "mariadb_", "mssql_", "oracle_"});
  args.Finish();
  Statements statements;
  statements.Add(args.line(),
                 StrCat("DROP TABLE ", if_exists ? "IF EXISTS " : "", QualifiedName(schema, name)));
  statements.Emit(args.ev(), StrCat("table ", QualifiedName(schema, name)));
  return py::Value::None();
}

py::Value RenameTable(Args& args) {
  const std::string from = args.RequireText("old_table_name");
  const std::string to = args.RequireText("new_table_name");
  const std::string schema = args.Text(args.Key("schema"), "schema").value_or("");
  args.Finish();
  Statements statements;
  statements.Add(args.line(), StrCat("ALTER TABLE ", QualifiedName(schema, from, true),
                                     " RENAME TO ", QuoteName(to)));
  statements.Emit(args.ev(), StrCat("table ", QualifiedName(schema, from)));
  return py::Value::None();
}

py::Value CreateTableComment(Args& args) {
  TableObject table;
  table.name = args.RequireText("table_name");
  const std::optional<std::string> comment = args.Text(args.Require("comment"), "comment");
  args.Ignore({"existing_comment"});
  table.schema = args.Text(args.Key("schema"), "schema").value_or("");
  args.Finish();
  Statements statements;
  statements.Add(args.line(), TableCommentSql(table, comment));
  statements.Emit(args.ev(), StrCat("comment on table ", table.SqlName()));
  return py::Value::None();
}

py::Value DropTableComment(Args& args) {
  TableObject table;
  table.name = args.RequireText("table_name");
  args.Ignore({"existing_comment"});
  table.schema = args.Text(args.Key("schema"), "schema").value_or("");
  args.Finish();
  Statements statements;
  statements.Add(args.line(), TableCommentSql(table, std::nullopt));
  statements.Emit(args.ev(), StrCat("comment on table ", table.SqlName()));
  return py::Value::None();
}

py::Value BulkInsert(Args& args) {
  py::Evaluator& ev = args.ev();
  const py::Value into = args.Require("table");
  const py::Value rows = args.Require("rows");
  args.Key("multiinsert");
  args.Finish();
  // Rows change no schema: what is not known of them is told, and no more.
  const auto left_out = [&](const py::Unknown& unknown) {
    SinkOf(ev).Note(ev, "alembic.data-not-read",
                    StrCat("the rows of op.bulk_insert() depend on ", unknown.reason));
    return py::Value::None();
  };
  if (into.IsUnknown()) return left_out(into.unknown());
  if (rows.IsUnknown()) return left_out(rows.unknown());
  auto* table = into.As<TableObject>();
  if (table == nullptr) args.Fail("is called with something that is no table");
  Statements statements;
  for (const py::Value row : ev.Iterate(rows)) {
    if (row.IsUnknown()) return left_out(row.unknown());
    if (!row.Is(py::ValueKind::kDict)) args.Fail("is called with rows that are no dicts");
    RenderState state(ev);
    state.unknown_as_parameter = true;
    const std::string sql = InsertRowSql(state, *table, row.dict());
    if (state.first_unknown != nullptr) left_out(*state.first_unknown);
    statements.Add(args.line(), sql);
  }
  statements.Emit(ev, StrCat("rows of table ", table->SqlName()), Effect::kData);
  return py::Value::None();
}

}  // namespace schemadiff::alembic
