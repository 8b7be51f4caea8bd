#include "parsers/alembic/sa_statements.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/sa_ddl.h"

namespace schemadiff::alembic {
namespace {

void TakeValues(py::Evaluator& ev, StatementObject* statement, const py::CallArgs& call) {
  for (const py::Value value : call.positional) {
    if (value.IsUnknown()) {
      statement->unread = &value.unknown();
    } else if (value.Is(py::ValueKind::kDict)) {
      for (auto& pair : AssignmentsFrom(ev, statement->table, value.dict())) {
        statement->values.push_back(std::move(pair));
      }
    } else {
      for (const py::Value row : ev.Iterate(value)) {
        if (!row.Is(py::ValueKind::kDict)) ev.Fail("rows of values are read as dicts only");
        statement->rows.push_back(AssignmentsFrom(ev, statement->table, row.dict()));
      }
    }
  }
  for (const auto& [name, value] : call.keywords) {
    statement->values.emplace_back(
        name, CoerceExpression(ev, value, TypeOfColumn(statement->table, name)));
  }
}

void TakeColumns(py::Evaluator& ev, const std::vector<py::Value>& items,
                 std::vector<const Element*>* out, StatementObject* statement) {
  for (const py::Value item : items) {
    if (auto* table = item.As<TableObject>()) {
      for (const ColumnObject* column : table->columns) out->push_back(column->AsElement(ev));
      statement->from.push_back(table);
    } else if (item.Is(py::ValueKind::kList) || item.Is(py::ValueKind::kTuple)) {
      TakeColumns(ev, ev.Iterate(item), out, statement);
    } else if (item.IsUnknown()) {
      statement->unread = &item.unknown();
    } else {
      out->push_back(CoerceText(ev, item, 0));
    }
  }
}

// A method of a statement gives a changed copy of it. False for one that is not read.
bool Change(py::Evaluator& ev, StatementObject* out, std::string_view name,
            const py::CallArgs& call) {
  if (name == "where" || name == "filter") {
    for (const py::Value condition : call.positional) {
      out->conditions.push_back(condition.IsUnknown() ? CoerceExpression(ev, condition)
                                                      : CoerceText(ev, condition, 0));
    }
    return true;
  }
  if (name == "filter_by") {
    for (const auto& [column, value] : call.keywords) {
      out->conditions.push_back(MakeBinary(ev, "=", 5,
                                           NewColumnElement(ev, column, nullptr, out->table),
                                           CoerceExpression(ev, value)));
    }
    return true;
  }
  if (name == "values") {
    TakeValues(ev, out, call);
    return true;
  }
  if (name == "returning" || name == "with_only_columns") {
    if (name == "with_only_columns") out->columns.clear();
    TakeColumns(ev, call.positional, &out->columns, out);
    return true;
  }
  if (name == "order_by" || name == "group_by") {
    for (const py::Value item : call.positional) {
      const Element* element = item.IsString() ? NewColumnElement(ev, item.text(), nullptr, nullptr)
                                               : CoerceText(ev, item, 0);
      (name == "order_by" ? out->orders : out->groups).push_back(element);
    }
    return true;
  }
  if ((name == "limit" || name == "offset") && call.positional.size() == 1) {
    (name == "limit" ? out->limit : out->offset) = CoerceExpression(ev, call.positional[0]);
    return true;
  }
  if (name == "select_from" && call.positional.size() == 1) {
    if (auto* table = call.positional[0].As<TableObject>()) {
      out->from.push_back(table);
      return true;
    }
    return false;
  }
  if (name == "distinct" && call.positional.empty()) {
    out->distinct = true;
    return true;
  }
  if (name == "inline" || name == "execution_options" || name == "scalar_subquery" ||
      name == "correlate" || name == "as_scalar" || name == "compile") {
    return true;
  }
  if (name == "on_conflict_do_nothing" && call.positional.empty() && call.keywords.empty()) {
    out->do_nothing = true;
    return true;
  }
  if (name == "from_select" && call.positional.size() == 2) {
    for (const py::Value column : ev.Iterate(call.positional[0])) {
      out->from_select_columns.push_back(ColumnNameOf(ev, column));
    }
    out->from_select = call.positional[1].As<StatementObject>();
    return out->from_select != nullptr;
  }
  return false;
}

py::Value NewStatement(py::Evaluator& ev, StatementKind kind, const py::CallArgs& call,
                       const TableObject* table) {
  auto* statement = ev.heap().New<StatementObject>(kind);
  statement->line = call.line;
  statement->table = table;
  size_t first = 0;
  if (kind != StatementKind::kSelect && table == nullptr) {
    if (call.positional.empty()) ev.Fail("a statement is made without a table");
    first = 1;
    if (call.positional[0].IsUnknown()) {
      statement->unread = &call.positional[0].unknown();
    } else if (auto* given = call.positional[0].As<TableObject>()) {
      statement->table = given;
    } else {
      const py::Value unread = ev.NewUnknown("a table that is not read");
      statement->unread = &unread.unknown();
    }
  }
  const std::vector<py::Value> rest(call.positional.begin() + static_cast<ptrdiff_t>(first),
                                    call.positional.end());
  if (kind == StatementKind::kSelect) {
    TakeColumns(ev, rest, &statement->columns, statement);
  } else if (!rest.empty()) {
    py::CallArgs given;
    given.positional = rest;
    if (kind == StatementKind::kUpdate && rest[0].As<Element>() != nullptr) {
      Change(ev, statement, "where", given);
    } else {
      TakeValues(ev, statement, given);
    }
  }
  if (const py::Value* values = call.Keyword("values")) {
    py::CallArgs given;
    given.positional = {*values};
    TakeValues(ev, statement, given);
  }
  if (const py::Value* where = call.Keyword("whereclause")) {
    py::CallArgs given;
    given.positional = {*where};
    Change(ev, statement, "where", given);
  }
  return statement;
}

// CreateSequence(...), CreateSchema(...) and their kin, as far as they are used.
std::optional<std::string> DdlText(py::Evaluator& ev, std::string_view name, Args& args) {
  const py::Value element = args.Require("element");
  const bool if_not_exists = args.Flag(args.Key("if_not_exists"), "if_not_exists").value_or(false);
  const bool if_exists = args.Flag(args.Key("if_exists"), "if_exists").value_or(false);
  const bool cascade = args.Flag(args.Key("cascade"), "cascade").value_or(false);
  args.Finish();
  if (auto* sequence = element.As<SequenceObject>()) {
    if (name == "CreateSequence") return CreateSequenceSql(ev, *sequence, if_not_exists);
    if (name == "DropSequence") {
      return StrCat("DROP SEQUENCE ", if_exists ? "IF EXISTS " : "",
                    QualifiedName(sequence->schema, sequence->name));
    }
  }
  if (element.IsString() && name == "CreateSchema") {
    return StrCat("CREATE SCHEMA ", if_not_exists ? "IF NOT EXISTS " : "",
                  QuoteName(element.text()));
  }
  if (element.IsString() && name == "DropSchema") {
    return StrCat("DROP SCHEMA ", if_exists ? "IF EXISTS " : "", QuoteName(element.text()),
                  cascade ? " CASCADE" : "");
  }
  if (name == "DDL" && element.IsString()) {
    // Percent signs are doubled in DDL(), whose text is a template.
    std::string text = element.text();
    for (size_t at = text.find('%'); at != std::string::npos; at = text.find('%', at + 1)) {
      if (at + 1 >= text.size() || text[at + 1] != '%') return std::nullopt;
      text.erase(at, 1);
    }
    return text;
  }
  return std::nullopt;
}

}  // namespace

std::optional<py::Value> StatementObject::GetAttr(py::Evaluator& ev, std::string_view attribute) {
  if (attribute == "c" || attribute == "columns") return ev.NewUnknown("the columns of a query");
  const std::string method(attribute);
  return ev.heap().New<py::NativeFunction>(
      method, false, [this, method](py::Evaluator& e, const py::CallArgs& call) {
        auto* copy = e.heap().New<StatementObject>(*this);
        if (!Change(e, copy, method, call)) {
          const py::Value why =
              e.NewUnknown(StrCat("a query with '", method, "()', which is not read"));
          copy->unread = &why.unknown();
        }
        return py::Value(copy);
      });
}

const Element* StatementObject::AsSubquery(py::Evaluator& ev) const {
  Element* element = NewElement(ev, ElementKind::kSubquery, "");
  element->statement = this;
  return element;
}

std::optional<py::Value> StatementFunction(py::Evaluator& ev, std::string_view name) {
  static constexpr std::pair<std::string_view, StatementKind> kStatements[] = {
      {"select", StatementKind::kSelect},
      {"insert", StatementKind::kInsert},
      {"update", StatementKind::kUpdate},
      {"delete", StatementKind::kDelete},
  };
  for (const auto& [statement, statement_kind] : kStatements) {
    if (statement != name) continue;
    const StatementKind kind = statement_kind;
    return ev.heap().New<py::NativeFunction>(std::string(name), false,
                                             [kind](py::Evaluator& e, const py::CallArgs& call) {
                                               return NewStatement(e, kind, call, nullptr);
                                             });
  }
  if (name == "exists") {
    return ev.heap().New<py::NativeFunction>(
        "exists", false, [](py::Evaluator& e, const py::CallArgs& call) {
          auto* statement =
              call.positional.empty() ? nullptr : call.positional[0].As<StatementObject>();
          if (statement == nullptr)
            return e.NewUnknown("a query with 'exists()', which is not read");
          Element* element = NewElement(e, ElementKind::kExists, "");
          element->precedence = 0;
          element->precedence = 0;
          element->statement = statement;
          return py::Value(element);
        });
  }
  static constexpr std::string_view kDdl[] = {"CreateSequence", "DropSequence", "CreateSchema",
                                              "DropSchema", "DDL"};
  if (std::find(std::begin(kDdl), std::end(kDdl), name) == std::end(kDdl)) return std::nullopt;
  const std::string construct(name);
  return ev.heap().New<py::NativeFunction>(
      construct, false, [construct](py::Evaluator& e, const py::CallArgs& call) {
        Args args(e, call, construct);
        std::optional<std::string> text = DdlText(e, construct, args);
        if (!text.has_value()) args.Fail("is called in a way that is not read");
        auto* statement = e.heap().New<StatementObject>(StatementKind::kDdl);
        statement->ddl = *std::move(text);
        statement->line = call.line;
        return py::Value(statement);
      });
}

std::optional<py::Value> TableMethod(py::Evaluator& ev, TableObject* table, std::string_view name) {
  static constexpr std::pair<std::string_view, StatementKind> kMethods[] = {
      {"select", StatementKind::kSelect},
      {"insert", StatementKind::kInsert},
      {"update", StatementKind::kUpdate},
      {"delete", StatementKind::kDelete},
  };
  for (const auto& [method, method_kind] : kMethods) {
    if (method != name) continue;
    const StatementKind kind = method_kind;
    return ev.heap().New<py::NativeFunction>(
        std::string(name), false, [kind, table](py::Evaluator& e, const py::CallArgs& call) {
          if (kind != StatementKind::kSelect) return NewStatement(e, kind, call, table);
          py::CallArgs all;
          all.line = call.line;
          all.positional.emplace_back(table);
          const py::Value statement = NewStatement(e, kind, all, nullptr);
          if (!call.positional.empty()) Change(e, statement.As<StatementObject>(), "where", call);
          return statement;
        });
  }
  if (name == "alias") {
    return ev.heap().New<py::NativeFunction>(
        "alias", false, [table](py::Evaluator& e, const py::CallArgs& call) {
          auto* copy = e.heap().New<TableObject>(*table);
          copy->alias =
              call.positional.empty() ? StrCat(table->name, "_1") : e.Str(call.positional[0]);
          for (ColumnObject*& column : copy->columns) {
            column = e.heap().New<ColumnObject>(*column);
            column->table = copy;
          }
          return py::Value(copy);
        });
  }
  if (name == "create" || name == "drop") {
    const std::string method(name);
    return ev.heap().New<py::NativeFunction>(
        method, false, [method](py::Evaluator& e, const py::CallArgs&) -> py::Value {
          e.Fail(StrCat("'", method, "()' of a table asks the server whether the table exists"));
        });
  }
  if (name == "join" || name == "outerjoin") {
    return ev.heap().New<py::NativeFunction>(
        "join", false, [](py::Evaluator& e, const py::CallArgs&) {
          return e.NewUnknown("a query with 'join()', which is not read");
        });
  }
  return std::nullopt;
}

}  // namespace schemadiff::alembic
