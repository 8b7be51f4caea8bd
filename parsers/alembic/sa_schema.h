// SQLAlchemy's tables, columns, constraints and indexes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/alembic/args.h"
#include "parsers/alembic/evaluator.h"
#include "parsers/alembic/sa_elements.h"
#include "parsers/alembic/sa_types.h"

namespace schemadiff::alembic {

using Options = std::vector<std::pair<std::string, py::Value>>;

/// The value of an option; nullptr where it is not given or None.
const py::Value* FindOption(const Options& options, std::string_view name);

/// Identity() and Sequence().
class SequenceObject : public py::Native {
 public:
  std::string TypeName() const override { return identity ? "Identity" : "Sequence"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view attribute) override;

  bool identity = false;
  bool always = false;
  bool optional = false;
  std::string name, schema;
  std::optional<int64_t> start, increment, min_value, max_value, cache;
  bool no_min = false, no_max = false;
  std::optional<bool> cycle;
  const TypeObject* type = nullptr;
};

/// Computed().
class ComputedObject : public py::Native {
 public:
  std::string TypeName() const override { return "Computed"; }
  const Element* expression = nullptr;
  std::optional<bool> persisted;
};

/// ForeignKey(): what a column refers to.
class ForeignKeyObject : public py::Native {
 public:
  std::string TypeName() const override { return "ForeignKey"; }
  std::string schema, table, column;  ///< `column` is empty for one of the same name
  std::optional<Name> name;
  Options options;  ///< ondelete, onupdate, deferrable, initially, match, use_alter, not_valid
  uint32_t line = 0;
};

enum class ConstraintKind : uint8_t { kPrimaryKey, kForeignKey, kUnique, kCheck, kExclude };

/// A constraint of a table.
class ConstraintObject : public py::Native {
 public:
  explicit ConstraintObject(ConstraintKind k) : kind(k) {}
  std::string TypeName() const override { return "constraint"; }

  ConstraintKind kind;
  std::optional<Name> name;
  std::vector<std::string> columns;
  std::vector<const ForeignKeyObject*> targets;  ///< of a foreign key, one per column
  const Element* check = nullptr;
  /// Of an exclusion constraint: what is compared, its operator class's key, the operator.
  struct Excluded {
    const Element* element = nullptr;
    std::string key;
    std::string op;
  };
  std::vector<Excluded> excluded;
  Options options;
  uint64_t order = 0;  ///< constraints of a table are written in order of creation
  uint32_t line = 0;
  bool of_type = false;  ///< made by the type of a column
};

class TableObject;

/// An index.
class IndexObject : public py::Native {
 public:
  std::string TypeName() const override { return "Index"; }
  std::optional<Name> name;
  std::vector<const Element*> expressions;
  bool unique = false;
  Options options;  ///< of PostgreSQL, without the prefix
  uint32_t line = 0;
};

enum class AutoIncrement : uint8_t { kAuto, kYes, kNo, kIgnoreForeignKey };

class ColumnObject : public py::Native {
 public:
  std::string TypeName() const override { return "Column"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view attribute) override;
  std::optional<py::Value> Binary(py::Evaluator& ev, py::BinaryOp op, py::Value other,
                                  bool reflected) override;
  std::optional<py::Value> Compare(py::Evaluator& ev, py::CompareOp op, py::Value other,
                                   bool reflected) override;
  std::optional<py::Value> Unary(py::Evaluator& ev, py::UnaryOp op) override;
  std::optional<py::Value> GetItem(py::Evaluator& ev, py::Value key) override;
  const Element* AsElement(py::Evaluator& ev) const;
  bool IsNullable() const;

  Name name;
  const TypeObject* type = nullptr;
  std::vector<const ForeignKeyObject*> foreign_keys;
  std::vector<const ConstraintObject*> checks;
  const ComputedObject* computed = nullptr;
  const SequenceObject* identity = nullptr;
  std::optional<bool> nullable;
  bool primary_key = false;
  bool unique = false;
  bool index = false;
  AutoIncrement autoincrement = AutoIncrement::kAuto;
  py::Value server_default;         ///< None where there is none
  bool has_client_default = false;  ///< Python's `default`, which keeps a key from being serial
  std::optional<std::string> comment;
  const TableObject* table = nullptr;
  uint32_t line = 0;
};

/// Table(), table(), and what op.create_table() gives.
class TableObject : public py::Native {
 public:
  std::string TypeName() const override { return "Table"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view attribute) override;
  const ColumnObject* Find(std::string_view column) const;
  std::string SqlName() const { return QualifiedName(schema, name); }
  /// What its columns are qualified with in queries.
  std::string SqlAlias() const { return alias.empty() ? SqlName() : QuoteName(alias); }

  std::string name, schema, alias;
  std::vector<ColumnObject*> columns;
  std::vector<ConstraintObject*> constraints;
  std::vector<IndexObject*> indexes;
  std::vector<std::string> prefixes;
  std::optional<std::string> comment;
  Options options;         ///< of PostgreSQL, without the prefix
  bool reflected = false;  ///< its columns are read from the database: any name may be one
  uint32_t line = 0;
};

/// `table.c`.
class ColumnsObject : public py::Native {
 public:
  explicit ColumnsObject(TableObject* table) : table_(table) {}
  std::string TypeName() const override { return "columns"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view attribute) override;
  std::optional<py::Value> GetItem(py::Evaluator& ev, py::Value index) override;
  std::optional<std::vector<py::Value>> Iterate(py::Evaluator& ev) override;

 private:
  TableObject* table_;
};

/// Fills a table with columns, constraints and indexes, as SQLAlchemy does when they are
/// attached: keys, and the constraints and indexes that columns ask for.
void Attach(py::Evaluator& ev, TableObject* table, const std::vector<py::Value>& items);
/// The constraint on the primary key; null where there is none. `columns` are in the order
/// in which they are written.
const ConstraintObject* PrimaryKeyOf(const TableObject& table);
/// The column that PostgreSQL numbers by itself; null where there is none.
const ColumnObject* AutoIncrementColumn(py::Evaluator& ev, const TableObject& table);

/// The classes and functions of `sqlalchemy` that make these; nullopt for another name.
std::optional<py::Value> SchemaFunction(py::Evaluator& ev, std::string_view name);
ConstraintObject* NewConstraint(py::Evaluator& ev, ConstraintKind kind, uint32_t line);
/// Splits "schema.table.column" of a foreign key.
ForeignKeyObject* NewForeignKey(py::Evaluator& ev, std::string_view target, uint32_t line);
/// Reads deferrable, initially, ondelete ... and PostgreSQL's own options of a constraint.
void ReadConstraintOptions(Args& args, ConstraintKind kind, Options* options);
/// The keywords that begin with "postgresql_"; those of other databases are dropped.
Options PostgresOptions(Args& args);
/// The elements of an exclusion constraint: pairs of what is compared and an operator.
void ReadExcluded(py::Evaluator& ev, const std::vector<py::Value>& elements,
                  ConstraintObject* constraint);
/// An index's expression: a column by name, a column or an expression.
const Element* IndexExpression(py::Evaluator& ev, py::Value value);

}  // namespace schemadiff::alembic
