// select(), insert(), update() and delete(), and DDL constructs that are executed.
//
// These only change or read data. What is not modelled of them is kept as such, so that
// the reader can say that a statement is left out without doubting the schema.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/alembic/evaluator.h"
#include "parsers/alembic/sa_elements.h"
#include "parsers/alembic/sa_schema.h"

namespace schemadiff::alembic {

enum class StatementKind : uint8_t { kSelect, kInsert, kUpdate, kDelete, kDdl };

class StatementObject : public py::Native {
 public:
  explicit StatementObject(StatementKind k) : kind(k) {}
  std::string TypeName() const override { return "statement"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view attribute) override;
  const Element* AsSubquery(py::Evaluator& ev) const;

  StatementKind kind;
  const TableObject* table = nullptr;
  std::vector<const Element*> columns;  ///< selected, or returned
  std::vector<const Element*> conditions;
  std::vector<const Element*> groups, orders;
  std::vector<std::pair<std::string, const Element*>> values;
  std::vector<std::vector<std::pair<std::string, const Element*>>> rows;
  const StatementObject* from_select = nullptr;
  std::vector<std::string> from_select_columns;
  std::vector<const TableObject*> from;  ///< select_from()
  const Element* limit = nullptr;
  const Element* offset = nullptr;
  bool distinct = false;
  bool do_nothing = false;  ///< ON CONFLICT DO NOTHING
  std::string ddl;          ///< kDdl: the statement
  const py::Unknown* unread = nullptr;
  uint32_t line = 0;
};

/// Columns and what is assigned to them.
using Assignments = std::vector<std::pair<std::string, const Element*>>;
/// The assignments of a dict whose keys name columns.
Assignments AssignmentsFrom(py::Evaluator& ev, const TableObject* table, const py::Dict& dict);
/// The name of a column that is given as a string, column or expression; fails otherwise.
std::string ColumnNameOf(py::Evaluator& ev, py::Value key);
/// The type of a table's column; null where it is not known.
const TypeObject* TypeOfColumn(const TableObject* table, std::string_view name);

/// Writes the statement; fails for what is not read.
std::string RenderStatement(RenderState& state, const StatementObject& statement);

/// `sqlalchemy.select` and the like, `sqlalchemy.schema.CreateSequence` and its kin;
/// nullopt for another name.
std::optional<py::Value> StatementFunction(py::Evaluator& ev, std::string_view name);
/// `table.insert` and the like.
std::optional<py::Value> TableMethod(py::Evaluator& ev, TableObject* table, std::string_view name);
/// INSERT of rows, a statement for each, as op.bulk_insert() does.
std::string InsertRowSql(RenderState& state, const TableObject& table, const py::Dict& row);

}  // namespace schemadiff::alembic
