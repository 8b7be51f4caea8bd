// SQLAlchemy's types, and how its dialect for PostgreSQL writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/alembic/args.h"
#include "parsers/alembic/evaluator.h"

namespace schemadiff::alembic {

/// What decides how a type is written.
enum class TypeForm : uint8_t {
  kFixed,       ///< the name alone
  kString,      ///< name, length, collation
  kNumeric,     ///< name, precision, scale
  kFloat,       ///< name, precision
  kTimestamp,   ///< TIMESTAMP or TIME, precision, time zone
  kInterval,    ///< fields, precision
  kBit,         ///< BIT or BIT VARYING, length
  kLengthOnly,  ///< name, length: VECTOR(3), BINARY(16)
  kEnum,
  kArray,
  kDomain,
  kUuid,
  kNull,    ///< no type: cannot be written
  kUnread,  ///< a type of code that is not read
};

enum class TypeAffinity : uint8_t { kOther, kInteger, kNumeric, kString, kBoolean, kJson };

/// An instance of a type.
class TypeObject : public py::Native {
 public:
  std::string TypeName() const override { return class_name; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view attribute) override;

  std::string class_name;  ///< "String", "VARCHAR", "postgresql.UUID"
  std::string sql;         ///< the name in SQL
  TypeForm form = TypeForm::kFixed;
  TypeAffinity affinity = TypeAffinity::kOther;
  std::optional<int64_t> length, precision, scale, dimensions;
  bool timezone = false;
  bool varying = false;
  std::string collation;
  std::string fields;
  TypeObject* item = nullptr;     ///< of an array; the base of a domain
  TypeObject* variant = nullptr;  ///< what stands for it on PostgreSQL
  const py::Unknown* unread = nullptr;
  // Enumerations and domains.
  std::vector<std::string> labels;
  const py::Unknown* unknown_labels = nullptr;
  std::string name, schema;
  bool native = true;  ///< for kUuid, too
  bool create_type = true;
  bool create_constraint = false;
  bool inherit_schema = false;  ///< that of the table whose column has it
  std::optional<Name> constraint_name;
  uint64_t constraint_serial = 0;
  py::Value check, default_value;  ///< of a domain
  bool not_null = false;

  /// The type that stands for this one on PostgreSQL.
  const TypeObject& ForPostgres() const;
};

/// A class of types; called it gives an instance.
class TypeClass : public py::Native {
 public:
  TypeClass(std::string name, size_t index) : name_(std::move(name)), index_(index) {}
  std::string TypeName() const override { return "type"; }
  std::string Str(py::Evaluator&) override { return "<class '" + name_ + "'>"; }
  bool IsCallable() const override { return true; }
  py::Value Call(py::Evaluator& ev, const py::CallArgs& args) override;
  std::string HashKey() const override { return "type:" + name_; }
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  size_t index_;
};

/// TypeDecorator and UserDefinedType: bases of types that the evaluated code defines.
class TypeBase : public py::Native {
 public:
  explicit TypeBase(std::string name) : name_(std::move(name)) {}
  std::string TypeName() const override { return "type"; }
  bool IsCallable() const override { return true; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view name) override;
  std::string HashKey() const override { return "type:" + name_; }

 private:
  std::string name_;
};

/// The class of that name in `sqlalchemy` (or, with `postgresql`, in its dialect for
/// PostgreSQL); nullopt where there is none.
std::optional<py::Value> TypeByName(py::Evaluator& ev, std::string_view name, bool postgresql);
/// A type that another library provides ("pgvector.sqlalchemy", "Vector"); nullopt where it
/// is not modelled.
std::optional<py::Value> ThirdPartyType(py::Evaluator& ev, std::string_view module,
                                        std::string_view name);
/// Makes a type of a value in the place of one: an instance, a class, or unread code.
TypeObject* CoerceType(py::Evaluator& ev, py::Value value);
/// Whether CoerceType() would take the value for a type.
bool IsType(py::Value value);

/// The type as DDL writes it; fails where it cannot be written.
std::string TypeSql(py::Evaluator& ev, const TypeObject& type);
/// CREATE TYPE of an enumeration, CREATE DOMAIN of a domain.
std::string CreateTypeSql(py::Evaluator& ev, const TypeObject& type);
std::string DropTypeSql(const TypeObject& type);
/// The enumeration or domain that making a table with a column of this type makes first;
/// null where there is none.
const TypeObject* NamedTypeOf(const TypeObject& type);

/// The type as a column of a table in that schema has it: a copy, where it or what it is made of is
/// to have the table's schema.
TypeObject* InSchemaOfTable(py::Evaluator& ev, const TypeObject& type, const std::string& schema);

}  // namespace schemadiff::alembic
