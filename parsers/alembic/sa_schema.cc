#include "parsers/alembic/sa_schema.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/sa_statements.h"
#include "parsers/alembic/sql_sink.h"

namespace schemadiff::alembic {

const py::Value* FindOption(const Options& options, std::string_view name) {
  for (const auto& [key, value] : options) {
    if (key == name) return &value;
  }
  return nullptr;
}

ConstraintObject* NewConstraint(py::Evaluator& ev, ConstraintKind kind, uint32_t line) {
  auto* constraint = ev.heap().New<ConstraintObject>(kind);
  constraint->order = constraint->serial;
  constraint->line = line;
  return constraint;
}

ForeignKeyObject* NewForeignKey(py::Evaluator& ev, std::string_view target, uint32_t line) {
  auto* key = ev.heap().New<ForeignKeyObject>();
  key->line = line;
  const size_t last = target.rfind('.');
  if (last == std::string_view::npos) {
    key->table = std::string(target);
    return key;
  }
  key->column = std::string(target.substr(last + 1));
  const std::string_view table = target.substr(0, last);
  const size_t dot = table.rfind('.');
  if (dot == std::string_view::npos) {
    key->table = std::string(table);
  } else {
    key->schema = std::string(table.substr(0, dot));
    key->table = std::string(table.substr(dot + 1));
  }
  return key;
}

const Element* IndexExpression(py::Evaluator& ev, py::Value value) {
  if (value.IsString()) return NewColumnElement(ev, value.text(), nullptr, nullptr);
  if (value.IsUnknown()) ev.FailUnknown("what is indexed", value.unknown());
  if (auto* column = value.As<ColumnObject>()) {
    return NewColumnElement(ev, column->name.text, column->type, nullptr);
  }
  return CoerceText(ev, value, 0);
}

void ReadExcluded(py::Evaluator& ev, const std::vector<py::Value>& elements,
                  ConstraintObject* constraint) {
  for (const py::Value element : elements) {
    const std::vector<py::Value> pair = ev.Iterate(element);
    if (pair.size() != 2 || !pair[1].IsString()) {
      ev.Fail("an exclusion constraint is made of something else than pairs");
    }
    ConstraintObject::Excluded excluded;
    excluded.element = IndexExpression(ev, pair[0]);
    excluded.key = excluded.element->name;
    excluded.op = pair[1].text();
    constraint->excluded.push_back(std::move(excluded));
  }
}

bool ColumnObject::IsNullable() const {
  if (nullable.has_value()) return *nullable;
  return !primary_key && identity == nullptr;
}

const Element* ColumnObject::AsElement(py::Evaluator& ev) const {
  Element* element = NewColumnElement(ev, name.text, type, table);
  return element;
}

std::optional<py::Value> ColumnObject::GetAttr(py::Evaluator& ev, std::string_view attribute) {
  if (attribute == "name" || attribute == "key") return ev.heap().NewString(name.text);
  if (attribute == "type") {
    return type != nullptr ? py::Value(const_cast<TypeObject*>(type)) : py::Value::None();
  }
  if (attribute == "nullable") return py::Value::Bool(IsNullable());
  if (attribute == "primary_key") return py::Value::Bool(primary_key);
  if (attribute == "table") {
    return table != nullptr ? py::Value(const_cast<TableObject*>(table)) : py::Value::None();
  }
  if (attribute == "copy" || attribute == "_copy") {
    return ev.heap().New<py::NativeFunction>("copy", false,
                                             [this](py::Evaluator& e, const py::CallArgs&) {
                                               auto* copy = e.heap().New<ColumnObject>(*this);
                                               copy->table = nullptr;
                                               return py::Value(copy);
                                             });
  }
  return const_cast<Element*>(AsElement(ev))->GetAttr(ev, attribute);
}
std::optional<py::Value> ColumnObject::Binary(py::Evaluator& ev, py::BinaryOp op, py::Value other,
                                              bool reflected) {
  return const_cast<Element*>(AsElement(ev))->Binary(ev, op, other, reflected);
}
std::optional<py::Value> ColumnObject::Compare(py::Evaluator& ev, py::CompareOp op, py::Value other,
                                               bool reflected) {
  return const_cast<Element*>(AsElement(ev))->Compare(ev, op, other, reflected);
}
std::optional<py::Value> ColumnObject::Unary(py::Evaluator& ev, py::UnaryOp op) {
  return const_cast<Element*>(AsElement(ev))->Unary(ev, op);
}
std::optional<py::Value> ColumnObject::GetItem(py::Evaluator& ev, py::Value key) {
  return const_cast<Element*>(AsElement(ev))->GetItem(ev, key);
}

std::optional<py::Value> SequenceObject::GetAttr(py::Evaluator& ev, std::string_view attribute) {
  if (attribute == "name") return ev.heap().NewString(name);
  if (attribute == "next_value") {
    return ev.heap().New<py::NativeFunction>(
        "next_value", false, [this](py::Evaluator& e, const py::CallArgs&) {
          return py::Value(NewElement(e, ElementKind::kSequenceNext, QualifiedName(schema, name)));
        });
  }
  return std::nullopt;
}

const ColumnObject* TableObject::Find(std::string_view column) const {
  for (const ColumnObject* candidate : columns) {
    if (candidate->name.text == column) return candidate;
  }
  return nullptr;
}

std::optional<py::Value> TableObject::GetAttr(py::Evaluator& ev, std::string_view attribute) {
  if (attribute == "c" || attribute == "columns") return ev.heap().New<ColumnsObject>(this);
  if (attribute == "name" || attribute == "fullname") return ev.heap().NewString(name);
  if (attribute == "schema")
    return schema.empty() ? py::Value::None() : ev.heap().NewString(schema);
  if (std::optional<py::Value> method = TableMethod(ev, this, attribute)) return method;
  return std::nullopt;
}

std::optional<py::Value> ColumnsObject::GetAttr(py::Evaluator& ev, std::string_view attribute) {
  for (ColumnObject* column : table_->columns) {
    if (column->name.text == attribute) return py::Value(column);
  }
  if (attribute == "keys" || attribute == "values") {
    const bool keys = attribute == "keys";
    TableObject* table = table_;
    return ev.heap().New<py::NativeFunction>(
        "keys", false, [table, keys](py::Evaluator& e, const py::CallArgs&) {
          std::vector<py::Value> out;
          for (ColumnObject* column : table->columns) {
            out.push_back(keys ? e.heap().NewString(column->name.text) : py::Value(column));
          }
          return e.heap().NewList(std::move(out));
        });
  }
  if (!table_->reflected) return std::nullopt;
  auto* column = ev.heap().New<ColumnObject>();
  column->name.text = std::string(attribute);
  column->table = table_;
  return py::Value(column);
}
std::optional<py::Value> ColumnsObject::GetItem(py::Evaluator& ev, py::Value index) {
  if (index.IsUnknown()) return ev.Derived(index.unknown());
  if (!index.IsString()) ev.Fail("this subscript of a table's columns is not read");
  if (std::optional<py::Value> column = GetAttr(ev, index.text())) return column;
  ev.Raise("KeyError", index.text());
}
std::optional<std::vector<py::Value>> ColumnsObject::Iterate(py::Evaluator&) {
  if (table_->reflected) return std::nullopt;
  std::vector<py::Value> out;
  for (ColumnObject* column : table_->columns) out.emplace_back(column);
  return out;
}

namespace {

// The constraint that the type of a column brings along: the labels of an enumeration
// that is no type of its own on the server.
ConstraintObject* TypeConstraint(py::Evaluator& ev, const ColumnObject& column) {
  if (column.type == nullptr) return nullptr;
  const TypeObject& type = column.type->ForPostgres();
  if (type.form != TypeForm::kEnum || type.native || !type.create_constraint) return nullptr;
  ConstraintObject* constraint = NewConstraint(ev, ConstraintKind::kCheck, column.line);
  constraint->of_type = true;
  constraint->name = type.constraint_name;
  std::vector<py::Value> labels;
  for (const std::string& label : type.labels) labels.push_back(ev.heap().NewString(label));
  Element* list = NewElement(ev, ElementKind::kTuple, "");
  for (const py::Value label : labels) list->parts.push_back(CoerceExpression(ev, label));
  constraint->check =
      MakeBinary(ev, "IN", 5, NewColumnElement(ev, column.name.text, column.type, nullptr), list);
  return constraint;
}

void AttachColumn(py::Evaluator& ev, TableObject* table, ColumnObject* column) {
  column->table = table;
  if (column->type != nullptr) column->type = InSchemaOfTable(ev, *column->type, table->schema);
  table->columns.push_back(column);
  if (column->index) {
    auto* index = ev.heap().New<IndexObject>();
    index->line = column->line;
    index->unique = column->unique;
    index->expressions = {NewColumnElement(ev, column->name.text, column->type, nullptr)};
    table->indexes.push_back(index);
  } else if (column->unique) {
    ConstraintObject* unique = NewConstraint(ev, ConstraintKind::kUnique, column->line);
    unique->columns = {column->name.text};
    table->constraints.push_back(unique);
  }
  if (ConstraintObject* check = TypeConstraint(ev, *column)) table->constraints.push_back(check);
  for (const ForeignKeyObject* key : column->foreign_keys) {
    ConstraintObject* foreign = NewConstraint(ev, ConstraintKind::kForeignKey, key->line);
    foreign->name = key->name;
    foreign->columns = {column->name.text};
    foreign->targets = {key};
    foreign->options = key->options;
    table->constraints.push_back(foreign);
  }
}

}  // namespace

void Attach(py::Evaluator& ev, TableObject* table, const std::vector<py::Value>& items) {
  for (const py::Value item : items) {
    if (auto* column = item.As<ColumnObject>()) {
      // A column belongs to one table; a second one gets a copy, as op.create_table() does.
      if (column->table != nullptr) column = ev.heap().New<ColumnObject>(*column);
      AttachColumn(ev, table, column);
    } else if (auto* element = item.As<Element>(); element != nullptr && !element->name.empty()) {
      auto* plain = ev.heap().New<ColumnObject>();
      plain->name.text = element->name;
      plain->type = element->type;
      plain->line = element->line;
      AttachColumn(ev, table, plain);
    }
  }
  for (const py::Value item : items) {
    if (auto* constraint = item.As<ConstraintObject>()) {
      table->constraints.push_back(constraint);
    } else if (auto* index = item.As<IndexObject>()) {
      table->indexes.push_back(index);
    } else if (item.IsUnknown()) {
      ev.FailUnknown(StrCat("a part of the table '", table->name, "'"), item.unknown());
    } else if (item.As<ColumnObject>() == nullptr && item.As<Element>() == nullptr &&
               !item.IsNone()) {
      ev.Fail(StrCat("the table '", table->name, "' holds a '", py::TypeName(item),
                     "' object, which is not read"));
    }
  }
  // A key that is declared apart makes its columns part of the key.
  bool declared = false;
  for (ConstraintObject* constraint : table->constraints) {
    if (constraint->kind != ConstraintKind::kPrimaryKey) continue;
    declared = true;
    if (constraint->columns.empty()) {
      for (const ColumnObject* column : table->columns) {
        if (column->primary_key) constraint->columns.push_back(column->name.text);
      }
    }
    for (ColumnObject* column : table->columns) {
      column->primary_key = std::find(constraint->columns.begin(), constraint->columns.end(),
                                      column->name.text) != constraint->columns.end();
    }
  }
  if (declared) return;
  std::vector<std::string> key;
  uint32_t line = table->line;
  for (const ColumnObject* column : table->columns) {
    if (!column->primary_key) continue;
    if (key.empty()) line = column->line;
    key.push_back(column->name.text);
  }
  if (key.empty()) return;
  ConstraintObject* constraint = NewConstraint(ev, ConstraintKind::kPrimaryKey, line);
  constraint->columns = std::move(key);
  table->constraints.push_back(constraint);
  // The column that is numbered goes first in a key that nobody ordered.
  if (const ColumnObject* serial = AutoIncrementColumn(ev, *table)) {
    std::stable_partition(constraint->columns.begin(), constraint->columns.end(),
                          [serial](const std::string& name) { return name == serial->name.text; });
  }
}

const ConstraintObject* PrimaryKeyOf(const TableObject& table) {
  for (const ConstraintObject* constraint : table.constraints) {
    if (constraint->kind == ConstraintKind::kPrimaryKey && !constraint->columns.empty()) {
      return constraint;
    }
  }
  return nullptr;
}

const ColumnObject* AutoIncrementColumn(py::Evaluator& ev, const TableObject& table) {
  const ConstraintObject* key = PrimaryKeyOf(table);
  if (key == nullptr) return nullptr;
  std::vector<const ColumnObject*> columns;
  for (const std::string& name : key->columns) {
    if (const ColumnObject* column = table.Find(name)) columns.push_back(column);
  }
  const auto numeric = [](const ColumnObject& column) {
    if (column.type == nullptr) return false;
    const TypeAffinity affinity = column.type->ForPostgres().affinity;
    return affinity == TypeAffinity::kInteger || affinity == TypeAffinity::kNumeric;
  };
  const ColumnObject* found = nullptr;
  for (const ColumnObject* column : columns) {
    if (column->autoincrement != AutoIncrement::kYes) continue;
    if (!numeric(*column)) {
      ev.Fail(StrCat(
          "the column '", column->name.text,
          "' is marked autoincrement although its type has no numbers, which SQLAlchemy refuses"));
    }
    if (found != nullptr) ev.Fail("two columns are marked autoincrement, which SQLAlchemy refuses");
    found = column;
  }
  if (found != nullptr || columns.size() != 1) return found;
  const ColumnObject& only = *columns[0];
  if (only.autoincrement == AutoIncrement::kNo || !numeric(only)) return nullptr;
  if (only.has_client_default || !only.server_default.IsNone() || only.computed != nullptr) {
    return nullptr;
  }
  if (!only.foreign_keys.empty() && only.autoincrement != AutoIncrement::kIgnoreForeignKey) {
    return nullptr;
  }
  // A foreign key that is declared apart counts like one of the column.
  for (const ConstraintObject* constraint : table.constraints) {
    if (constraint->kind == ConstraintKind::kForeignKey &&
        only.autoincrement != AutoIncrement::kIgnoreForeignKey &&
        std::find(constraint->columns.begin(), constraint->columns.end(), only.name.text) !=
            constraint->columns.end()) {
      return nullptr;
    }
  }
  return &only;
}

}  // namespace schemadiff::alembic
