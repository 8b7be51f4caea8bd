// DDL as SQLAlchemy's compiler writes it for PostgreSQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/alembic/python_text.h"
#include "parsers/alembic/sa_schema.h"

namespace schemadiff::alembic {

/// CREATE TABLE with its columns and constraints; each part has the line of its own
/// expression. Indexes and comments are statements of their own.
void AppendCreateTable(py::Evaluator& ev, const TableObject& table, bool if_not_exists,
                       py::TextBuilder* out);
/// A column as in CREATE TABLE and ADD COLUMN, without constraints. `serial`: it is the
/// column of the table that numbers itself.
std::string ColumnSpec(py::Evaluator& ev, const ColumnObject& column, bool serial);
/// The checks that stand behind a column's definition, each after a space.
std::string ColumnChecks(py::Evaluator& ev, const TableObject& table, const ColumnObject& column);
/// `CONSTRAINT name ...` of a constraint.
std::string ConstraintSql(py::Evaluator& ev, const TableObject& table,
                          const ConstraintObject& constraint);
std::string CreateIndexSql(py::Evaluator& ev, const TableObject& table, const IndexObject& index,
                           bool if_not_exists);
/// COMMENT ON TABLE; no comment takes it away.
std::string TableCommentSql(const TableObject& table, const std::optional<std::string>& comment);
std::string ColumnCommentSql(const TableObject& table, std::string_view column,
                             const std::optional<std::string>& comment);
/// GENERATED ... AS IDENTITY (...).
std::string IdentitySql(const SequenceObject& identity);
std::string CreateSequenceSql(py::Evaluator& ev, const SequenceObject& sequence,
                              bool if_not_exists);

/// The name of a constraint or index after the naming conventions; nullopt where it has none.
std::optional<Name> FinalName(py::Evaluator& ev, const TableObject& table,
                              const ConstraintObject& constraint);
std::optional<Name> FinalName(py::Evaluator& ev, const TableObject& table,
                              const IndexObject& index);
/// Quotes the name of a constraint or index; fails where it is too long.
std::string ConstraintName(py::Evaluator& ev, const Name& name);

}  // namespace schemadiff::alembic
