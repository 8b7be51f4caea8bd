// The constructors: Column(), ForeignKey(), Index() and their kin.
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/sa_schema.h"
#include "parsers/alembic/sa_statements.h"
#include "parsers/alembic/sql_sink.h"

namespace schemadiff::alembic {
namespace {

void KeepOption(Args& args, std::string_view name, Options* options) {
  const std::optional<py::Value> value = args.Key(name);
  if (value.has_value() && !value->IsNone()) options->emplace_back(std::string(name), *value);
}

// A server default, or what stands in its place.
void TakeServerDefault(ColumnObject* column, py::Value value) {
  if (auto* computed = value.As<ComputedObject>()) {
    column->computed = computed;
  } else if (auto* sequence = value.As<SequenceObject>();
             sequence != nullptr && sequence->identity) {
    column->identity = sequence;
  } else if (value.As<py::IgnoredObject>() != nullptr) {
    // FetchedValue(): the server has a default that is made elsewhere.
  } else if (!(value.Is(py::ValueKind::kBool) && !value.boolean())) {
    column->server_default = value;
  }
}

void TakeColumnItem(Args& args, ColumnObject* column, py::Value item) {
  if (auto* key = item.As<ForeignKeyObject>()) {
    column->foreign_keys.push_back(key);
  } else if (auto* constraint = item.As<ConstraintObject>()) {
    if (constraint->kind != ConstraintKind::kCheck)
      args.Fail("holds a constraint that is not read");
    column->checks.push_back(constraint);
  } else if (auto* sequence = item.As<SequenceObject>()) {
    if (sequence->identity) {
      column->identity = sequence;
    } else if (!sequence->optional) {
      column->has_client_default = true;
    }
  } else if (auto* computed = item.As<ComputedObject>()) {
    column->computed = computed;
  } else if (item.IsUnknown()) {
    args.ev().FailUnknown("an argument of Column()", item.unknown());
  } else if (item.As<py::IgnoredObject>() == nullptr && !item.IsNone()) {
    args.Fail(StrCat("holds a '", py::TypeName(item), "' object, which is not read"));
  }
}

AutoIncrement ReadAutoIncrement(Args& args, std::optional<py::Value> value) {
  if (!value.has_value()) return AutoIncrement::kAuto;
  if (value->IsString()) {
    return value->text() == "ignore_fk" ? AutoIncrement::kIgnoreForeignKey : AutoIncrement::kAuto;
  }
  return args.Flag(value, "autoincrement").value_or(false) ? AutoIncrement::kYes
                                                           : AutoIncrement::kNo;
}

py::Value MakeColumn(Args& args) {
  py::Evaluator& ev = args.ev();
  auto* column = ev.heap().New<ColumnObject>();
  column->line = args.line();
  std::vector<py::Value> rest = args.Rest();
  size_t next = 0;
  if (const auto name = args.NameFrom(args.Key("name"), "name")) column->name = *name;
  if (next < rest.size() && (rest[next].IsString() || rest[next].IsUnknown()) &&
      column->name.text.empty()) {
    column->name = args.NameFrom(rest[next++], "name").value_or(Name{});
  }
  std::optional<py::Value> type = args.Key("type_");
  if (next < rest.size() && !type.has_value() && (IsType(rest[next]) || rest[next].IsUnknown())) {
    type = rest[next++];
  }
  if (type.has_value() && !type->IsNone()) column->type = CoerceType(ev, *type);
  for (; next < rest.size(); ++next) TakeColumnItem(args, column, rest[next]);
  column->nullable = args.Flag(args.Key("nullable"), "nullable");
  column->primary_key = args.Flag(args.Key("primary_key"), "primary_key").value_or(false);
  column->unique = args.Flag(args.Key("unique"), "unique").value_or(false);
  column->index = args.Flag(args.Key("index"), "index").value_or(false);
  column->autoincrement = ReadAutoIncrement(args, args.Key("autoincrement"));
  if (const auto value = args.Key("default"); value.has_value() && !value->IsNone()) {
    const auto* sequence = value->As<SequenceObject>();
    column->has_client_default =
        column->has_client_default || sequence == nullptr || !sequence->optional;
  }
  if (const auto value = args.Key("server_default"); value.has_value() && !value->IsNone()) {
    TakeServerDefault(column, *value);
  }
  column->comment = args.Text(args.Key("comment"), "comment");
  if (args.Flag(args.Key("system"), "system").value_or(false))
    args.Fail("with 'system' is not read");
  args.Ignore({"key", "onupdate", "server_onupdate", "info", "doc", "quote", "insert_default",
               "insert_sentinel", "_proxies"});
  args.IgnorePrefixes({"sqlite_", "mysql_", "mariadb_", "mssql_", "oracle_"});
  args.Finish();
  return column;
}

py::Value MakeForeignKey(Args& args) {
  py::Evaluator& ev = args.ev();
  const py::Value target = args.Require("column");
  ForeignKeyObject* key = nullptr;
  if (auto* column = target.As<ColumnObject>()) {
    if (column->table == nullptr) args.Fail("refers to a column without a table");
    key = NewForeignKey(ev, "", args.line());
    key->schema = column->table->schema;
    key->table = column->table->name;
    key->column = column->name.text;
  } else {
    key = NewForeignKey(ev, args.Text(target, "column").value_or(""), args.line());
  }
  if (const auto constraint = args.Next("_constraint"); constraint.has_value()) {
    args.Fail("with a constraint is not read");
  }
  key->name = args.NameFrom(args.Key("name"), "name");
  KeepOption(args, "use_alter", &key->options);
  ReadConstraintOptions(args, ConstraintKind::kForeignKey, &key->options);
  args.Finish();
  return key;
}

py::Value MakeForeignKeyConstraint(Args& args) {
  py::Evaluator& ev = args.ev();
  ConstraintObject* constraint = NewConstraint(ev, ConstraintKind::kForeignKey, args.line());
  constraint->columns = args.Texts(args.Require("columns"), "columns");
  const py::Value targets = args.Require("refcolumns");
  for (const py::Value target :
       targets.IsString() ? std::vector<py::Value>{targets} : ev.Iterate(targets)) {
    if (auto* column = target.As<ColumnObject>(); column != nullptr && column->table != nullptr) {
      ForeignKeyObject* key = NewForeignKey(ev, "", args.line());
      key->schema = column->table->schema;
      key->table = column->table->name;
      key->column = column->name.text;
      constraint->targets.push_back(key);
    } else {
      constraint->targets.push_back(
          NewForeignKey(ev, args.Text(target, "refcolumns").value_or(""), args.line()));
    }
  }
  if (constraint->targets.size() != constraint->columns.size() || constraint->columns.empty()) {
    args.Fail("is called with lists of different lengths");
  }
  constraint->name = args.NameFrom(args.Next("name"), "name");
  KeepOption(args, "use_alter", &constraint->options);
  ReadConstraintOptions(args, ConstraintKind::kForeignKey, &constraint->options);
  args.Ignore({"table"});
  args.Finish();
  return constraint;
}

py::Value MakeKeyConstraint(Args& args, ConstraintKind kind) {
  ConstraintObject* constraint = NewConstraint(args.ev(), kind, args.line());
  for (const py::Value value : args.Rest()) {
    if (auto* column = value.As<ColumnObject>()) {
      constraint->columns.push_back(column->name.text);
    } else if (auto* element = value.As<Element>(); element != nullptr && !element->name.empty()) {
      constraint->columns.push_back(element->name);
    } else {
      constraint->columns.push_back(args.Text(value, "columns").value_or(""));
    }
  }
  constraint->name = args.NameFrom(args.Key("name"), "name");
  ReadConstraintOptions(args, kind, &constraint->options);
  args.Finish();
  return constraint;
}

py::Value MakeCheckConstraint(Args& args) {
  ConstraintObject* constraint = NewConstraint(args.ev(), ConstraintKind::kCheck, args.line());
  constraint->check = CoerceText(args.ev(), args.Require("sqltext"), args.line());
  constraint->name = args.NameFrom(args.Next("name"), "name");
  ReadConstraintOptions(args, ConstraintKind::kCheck, &constraint->options);
  args.Ignore({"table", "_autoattach"});
  args.Finish();
  return constraint;
}

py::Value MakeExcludeConstraint(Args& args) {
  ConstraintObject* constraint = NewConstraint(args.ev(), ConstraintKind::kExclude, args.line());
  ReadExcluded(args.ev(), args.Rest(), constraint);
  constraint->name = args.NameFrom(args.Key("name"), "name");
  ReadConstraintOptions(args, ConstraintKind::kExclude, &constraint->options);
  args.Finish();
  return constraint;
}

py::Value MakeIndex(Args& args) {
  py::Evaluator& ev = args.ev();
  auto* index = ev.heap().New<IndexObject>();
  index->line = args.line();
  index->name = args.NameFrom(args.Next("name"), "name");
  for (const py::Value value : args.Rest())
    index->expressions.push_back(IndexExpression(ev, value));
  index->unique = args.Flag(args.Key("unique"), "unique").value_or(false);
  index->options = PostgresOptions(args);
  args.Ignore({"quote", "info", "_table", "_column_flag"});
  args.Finish();
  return index;
}

py::Value MakeSequence(Args& args, bool identity) {
  auto* sequence = args.ev().heap().New<SequenceObject>();
  sequence->identity = identity;
  if (identity) {
    sequence->always = args.Flag(args.Next("always"), "always").value_or(false);
    args.Next("on_null");
  } else {
    sequence->name = args.RequireText("name");
  }
  sequence->start = args.Integer(args.Next("start"), "start");
  sequence->increment = args.Integer(args.Next("increment"), "increment");
  sequence->min_value = args.Integer(args.Next("minvalue"), "minvalue");
  sequence->max_value = args.Integer(args.Next("maxvalue"), "maxvalue");
  sequence->no_min = args.Flag(args.Next("nominvalue"), "nominvalue").value_or(false);
  sequence->no_max = args.Flag(args.Next("nomaxvalue"), "nomaxvalue").value_or(false);
  sequence->cycle = args.Flag(args.Next("cycle"), "cycle");
  if (identity) {
    sequence->cache = args.Integer(args.Next("cache"), "cache");
    args.Next("order");
  } else {
    sequence->schema = args.Text(args.Next("schema"), "schema").value_or("");
    sequence->cache = args.Integer(args.Next("cache"), "cache");
    sequence->optional = args.Flag(args.Key("optional"), "optional").value_or(false);
    if (const auto type = args.Key("data_type"); type.has_value() && !type->IsNone()) {
      sequence->type = CoerceType(args.ev(), *type);
    }
    args.Ignore({"quote", "quote_schema", "metadata", "for_update", "order"});
  }
  args.Finish();
  return sequence;
}

py::Value MakeComputed(Args& args) {
  auto* computed = args.ev().heap().New<ComputedObject>();
  computed->expression = CoerceText(args.ev(), args.Require("sqltext"), args.line());
  computed->persisted = args.Flag(args.Next("persisted"), "persisted");
  args.Finish();
  return computed;
}

// Table(name, metadata, ...) and table(name, ...).
py::Value MakeTable(Args& args, bool with_metadata) {
  py::Evaluator& ev = args.ev();
  auto* table = ev.heap().New<TableObject>();
  table->line = args.line();
  table->name = args.RequireText("name");
  if (with_metadata) args.Next("metadata");
  const std::vector<py::Value> items = args.Rest();
  table->schema = args.Text(args.Key("schema"), "schema").value_or("");
  table->comment = args.Text(args.Key("comment"), "comment");
  if (const auto prefixes = args.Key("prefixes"); prefixes.has_value() && !prefixes->IsNone()) {
    table->prefixes = args.Texts(*prefixes, "prefixes");
  }
  const auto autoload_with = args.Key("autoload_with");
  const auto autoload = args.Key("autoload");
  table->reflected = (autoload_with.has_value() && !autoload_with->IsNone()) ||
                     (autoload.has_value() && ev.Truth(*autoload) != false);
  table->options = PostgresOptions(args);
  args.Ignore({"info", "extend_existing", "keep_existing", "quote", "listeners",
               "implicit_returning", "must_exist", "include_columns", "resolve_fks",
               "quote_schema"});
  args.Finish();
  Attach(ev, table, items);
  return table;
}

const NamedFunction kFunctions[] = {
    {"Column", MakeColumn},
    {"mapped_column", MakeColumn},
    {"ForeignKey", MakeForeignKey},
    {"ForeignKeyConstraint", MakeForeignKeyConstraint},
    {"PrimaryKeyConstraint",
     [](Args& args) { return MakeKeyConstraint(args, ConstraintKind::kPrimaryKey); }},
    {"UniqueConstraint",
     [](Args& args) { return MakeKeyConstraint(args, ConstraintKind::kUnique); }},
    {"CheckConstraint", MakeCheckConstraint},
    {"ExcludeConstraint", MakeExcludeConstraint},
    {"Index", MakeIndex},
    {"Identity", [](Args& args) { return MakeSequence(args, true); }},
    {"Sequence", [](Args& args) { return MakeSequence(args, false); }},
    {"Computed", MakeComputed},
    {"Table", [](Args& args) { return MakeTable(args, true); }},
    {"table", [](Args& args) { return MakeTable(args, false); }},
    {"FetchedValue",
     [](Args& args) -> py::Value { return args.ev().heap().New<py::IgnoredObject>(); }},
    {"DefaultClause",
     [](Args& args) {
       const py::Value value = args.Require("arg");
       args.Ignore({"for_update", "_reflected"});
       args.Finish();
       return value;
     }},
};

}  // namespace

std::optional<py::Value> SchemaFunction(py::Evaluator& ev, std::string_view name) {
  return FindFunction(ev, kFunctions, name);
}

Options PostgresOptions(Args& args) {
  Options options;
  for (auto& [name, value] : args.WithPrefix("postgresql_")) {
    if (!value.IsNone()) options.emplace_back(std::move(name), value);
  }
  args.IgnorePrefixes({"sqlite_", "mysql_", "mariadb_", "mssql_", "oracle_"});
  return options;
}

void ReadConstraintOptions(Args& args, ConstraintKind kind, Options* options) {
  KeepOption(args, "deferrable", options);
  KeepOption(args, "initially", options);
  if (kind == ConstraintKind::kForeignKey) {
    KeepOption(args, "ondelete", options);
    KeepOption(args, "onupdate", options);
    KeepOption(args, "match", options);
  }
  if (kind == ConstraintKind::kExclude) {
    KeepOption(args, "using", options);
    KeepOption(args, "where", options);
    KeepOption(args, "ops", options);
  }
  for (auto& option : PostgresOptions(args)) options->push_back(std::move(option));
  args.Ignore({"info", "comment", "link_to_name", "_create_rule", "_type_bound"});
}

}  // namespace schemadiff::alembic
