// Writes select(), insert(), update() and delete().
#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/sa_statements.h"

namespace schemadiff::alembic {
namespace {

void CollectTables(const Element& element, std::vector<const TableObject*>* tables,
                   int nesting = 0) {
  if (nesting > 100) return;
  if (element.kind == ElementKind::kColumn && element.table != nullptr &&
      std::find(tables->begin(), tables->end(), element.table) == tables->end()) {
    tables->push_back(element.table);
  }
  for (const Element* part : element.parts) CollectTables(*part, tables, nesting + 1);
}

std::string Conditions(RenderState& state, const StatementObject& statement) {
  if (statement.conditions.empty()) return "";
  if (statement.conditions.size() == 1) {
    return StrCat(" WHERE ", Render(state, *statement.conditions[0]));
  }
  Element* all = MakeJoined(state.ev, true, statement.conditions);
  return StrCat(" WHERE ", Render(state, *all));
}

std::string List(RenderState& state, const std::vector<const Element*>& parts, bool labels) {
  return StrJoin(parts, ", ", [&](std::string* out, const Element* part) {
    *out += Render(state, *part);
    if (labels && part->kind == ElementKind::kLabel) StrAppend(out, " AS ", QuoteName(part->name));
  });
}

std::string TableList(const std::vector<const TableObject*>& tables) {
  return StrJoin(tables, ", ", [](std::string* out, const TableObject* table) {
    *out += table->SqlName();
    if (!table->alias.empty()) StrAppend(out, " AS ", QuoteName(table->alias));
  });
}

std::string SelectSql(RenderState& state, const StatementObject& statement) {
  std::vector<const TableObject*> tables = statement.from;
  for (const auto* list : {&statement.columns, &statement.conditions}) {
    for (const Element* element : *list) CollectTables(*element, &tables);
  }
  state.include_table = true;
  std::string out = StrCat("SELECT ", statement.distinct ? "DISTINCT " : "",
                           List(state, statement.columns, true));
  if (!tables.empty()) StrAppend(&out, " FROM ", TableList(tables));
  out += Conditions(state, statement);
  if (!statement.groups.empty())
    StrAppend(&out, " GROUP BY ", List(state, statement.groups, false));
  if (!statement.orders.empty())
    StrAppend(&out, " ORDER BY ", List(state, statement.orders, false));
  if (statement.limit != nullptr) StrAppend(&out, " LIMIT ", Render(state, *statement.limit));
  if (statement.offset != nullptr) StrAppend(&out, " OFFSET ", Render(state, *statement.offset));
  return out;
}

// The columns that are given values, in the order of the table's own columns.
void SortByTable(const TableObject& table, Assignments* values) {
  const auto position = [&table](const std::string& name) {
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if (table.columns[i]->name.text == name) return i;
    }
    return table.columns.size();
  };
  std::stable_sort(values->begin(), values->end(), [&](const auto& a, const auto& b) {
    return position(a.first) < position(b.first);
  });
}

std::string InsertSql(RenderState& state, const StatementObject& statement) {
  const TableObject& table = *statement.table;
  std::string out = StrCat("INSERT INTO ", table.SqlName());
  const auto names = [](const Assignments& values) {
    return StrJoin(values, ", ",
                   [](std::string* text, const auto& pair) { *text += QuoteName(pair.first); });
  };
  const auto values_of = [&state](const Assignments& values) {
    return StrCat("(",
                  StrJoin(values, ", ",
                          [&state](std::string* text, const auto& pair) {
                            *text += Render(state, *pair.second);
                          }),
                  ")");
  };
  state.include_table = false;
  if (statement.from_select != nullptr) {
    StrAppend(&out, " (",
              StrJoin(statement.from_select_columns, ", ",
                      [](std::string* text, const std::string& name) { *text += QuoteName(name); }),
              ") ", RenderStatement(state, *statement.from_select));
  } else if (!statement.rows.empty()) {
    std::vector<Assignments> rows = statement.rows;
    for (Assignments& row : rows) SortByTable(table, &row);
    StrAppend(&out, " (", names(rows[0]), ") VALUES ");
    for (size_t i = 0; i < rows.size(); ++i)
      StrAppend(&out, i == 0 ? "" : ", ", values_of(rows[i]));
  } else {
    Assignments values = statement.values;
    SortByTable(table, &values);
    if (values.empty()) {
      out += " DEFAULT VALUES";
    } else {
      StrAppend(&out, " (", names(values), ") VALUES ", values_of(values));
    }
  }
  if (statement.do_nothing) out += " ON CONFLICT DO NOTHING";
  if (!statement.columns.empty()) {
    state.include_table = true;
    StrAppend(&out, " RETURNING ", List(state, statement.columns, true));
  }
  return out;
}

std::string UpdateOrDeleteSql(RenderState& state, const StatementObject& statement) {
  const TableObject& table = *statement.table;
  const bool update = statement.kind == StatementKind::kUpdate;
  std::vector<const TableObject*> tables;
  for (const Element* condition : statement.conditions) CollectTables(*condition, &tables);
  std::string out = StrCat(update ? "UPDATE " : "DELETE FROM ", table.SqlName());
  if (update) {
    Assignments values = statement.values;
    SortByTable(table, &values);
    if (values.empty()) state.ev.Fail("an UPDATE without values is not read");
    out += " SET ";
    for (size_t i = 0; i < values.size(); ++i) {
      // Columns on the right are qualified, those that are set are not.
      state.include_table = true;
      CollectTables(*values[i].second, &tables);
      StrAppend(&out, i == 0 ? "" : ", ", QuoteName(values[i].first), "=",
                RenderOperand(state, *values[i].second, -1));
    }
  }
  std::erase(tables, &table);
  if (!tables.empty()) StrAppend(&out, update ? " FROM " : " USING ", TableList(tables));
  state.include_table = true;
  out += Conditions(state, statement);
  if (!statement.columns.empty())
    StrAppend(&out, " RETURNING ", List(state, statement.columns, true));
  return out;
}

}  // namespace

std::string ColumnNameOf(py::Evaluator& ev, py::Value key) {
  if (key.IsString()) return key.text();
  if (auto* column = key.As<ColumnObject>()) return column->name.text;
  if (auto* element = key.As<Element>(); element != nullptr && !element->name.empty()) {
    return element->name;
  }
  ev.Fail("a column of a statement is not read");
}

const TypeObject* TypeOfColumn(const TableObject* table, std::string_view name) {
  if (table == nullptr) return nullptr;
  const ColumnObject* column = table->Find(name);
  return column != nullptr ? column->type : nullptr;
}

Assignments AssignmentsFrom(py::Evaluator& ev, const TableObject* table, const py::Dict& dict) {
  Assignments out;
  for (const py::Dict::Entry& entry : dict.entries) {
    const std::string name = ColumnNameOf(ev, entry.original);
    out.emplace_back(name, CoerceExpression(ev, entry.value, TypeOfColumn(table, name)));
  }
  return out;
}

std::string RenderStatement(RenderState& state, const StatementObject& statement) {
  if (statement.unread != nullptr) state.ev.FailUnknown("a statement", *statement.unread);
  const bool include_table = state.include_table;
  std::string out;
  switch (statement.kind) {
    case StatementKind::kSelect:
      out = SelectSql(state, statement);
      break;
    case StatementKind::kInsert:
      out = InsertSql(state, statement);
      break;
    case StatementKind::kUpdate:
    case StatementKind::kDelete:
      out = UpdateOrDeleteSql(state, statement);
      break;
    case StatementKind::kDdl:
      out = statement.ddl;
      break;
  }
  state.include_table = include_table;
  return out;
}

std::string InsertRowSql(RenderState& state, const TableObject& table, const py::Dict& row) {
  StatementObject statement(StatementKind::kInsert);
  statement.table = &table;
  statement.values = AssignmentsFrom(state.ev, &table, row);
  return InsertSql(state, statement);
}

}  // namespace schemadiff::alembic
