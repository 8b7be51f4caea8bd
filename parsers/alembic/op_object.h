// `alembic.op`, what batch_alter_table() gives, and the connection behind them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/alembic/args.h"
#include "parsers/alembic/evaluator.h"
#include "parsers/alembic/sa_schema.h"
#include "parsers/alembic/sql_sink.h"

namespace schemadiff::alembic {

/// `op`.
class OpObject : public py::Native {
 public:
  std::string TypeName() const override { return "alembic.op"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view name) override;
};

/// `with op.batch_alter_table(...) as batch_op`: the same operations on one table.
class BatchObject : public py::Native {
 public:
  BatchObject(std::string table, std::string schema)
      : table_(std::move(table)), schema_(std::move(schema)) {}
  std::string TypeName() const override { return "alembic batch operations"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view name) override;

 private:
  std::string table_, schema_;
};

/// `op.get_bind()`.
class BindObject : public py::Native {
 public:
  std::string TypeName() const override { return "sqlalchemy.Connection"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view name) override;
};

/// `op.get_context()`.
class ContextObject : public py::Native {
 public:
  std::string TypeName() const override { return "alembic.MigrationContext"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view name) override;
};

/// An ORM session on the connection.
class SessionObject : public py::Native {
 public:
  std::string TypeName() const override { return "sqlalchemy.orm.Session"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view name) override;
};

/// The SQL of one operation: statements, each with the line it comes from.
class Statements {
 public:
  /// Begins a statement, which is then appended to builder().
  void Begin(uint32_t line);
  void Add(uint32_t line, std::string_view sql) {
    Begin(line);
    builder_.Append(sql);
  }
  bool empty() const { return builder_.text().empty(); }
  py::TextBuilder& builder() { return builder_; }
  void Emit(py::Evaluator& ev, std::string_view touches, Effect effect = Effect::kSchema);

 private:
  py::TextBuilder builder_;
};

// The operations; each returns what its call gives in Python.
py::Value CreateTable(Args& args);
py::Value DropTable(Args& args);
py::Value RenameTable(Args& args);
py::Value CreateTableComment(Args& args);
py::Value DropTableComment(Args& args);
py::Value BulkInsert(Args& args);
py::Value AddColumn(Args& args);
py::Value DropColumn(Args& args);
py::Value AlterColumn(Args& args);
py::Value CreateIndex(Args& args);
py::Value DropIndex(Args& args);
py::Value CreateForeignKey(Args& args);
py::Value CreatePrimaryKey(Args& args);
py::Value CreateUniqueConstraint(Args& args);
py::Value CreateCheckConstraint(Args& args);
py::Value CreateExcludeConstraint(Args& args);
py::Value DropConstraint(Args& args);
py::Value Execute(Args& args);

/// Runs what is given to execute(): text, an expression or a statement, with parameters.
/// False where nothing could be told about it (a note or an error has then been told).
void ExecuteStatement(py::Evaluator& ev, py::Value statement,
                      const std::vector<py::Value>& parameters, uint32_t line);

/// Creates the enumerations and domains that the columns need and that are not there yet.
void CreateNamedTypes(py::Evaluator& ev, const TableObject& table, uint32_t line,
                      Statements* statements);

}  // namespace schemadiff::alembic
