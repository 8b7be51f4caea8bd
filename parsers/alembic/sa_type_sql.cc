// Types as DDL writes them, and what can be done with a type object.
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/sa_elements.h"
#include "parsers/alembic/sa_types.h"
#include "parsers/alembic/sql_sink.h"

namespace schemadiff::alembic {
namespace {

constexpr int kMaxNesting = 20;

std::string WithLength(std::string_view name, const std::optional<int64_t>& length) {
  if (!length.has_value() || *length == 0) return std::string(name);
  return StrCat(name, "(", *length, ")");
}

std::string StringSql(const TypeObject& type) {
  std::string out = WithLength(type.sql, type.length);
  if (!type.collation.empty()) StrAppend(&out, " COLLATE ", QuoteName(type.collation));
  return out;
}

std::string Render(py::Evaluator& ev, const TypeObject& given, int nesting) {
  if (nesting > kMaxNesting) ev.Fail("a type is nested too deeply");
  const TypeObject& type = given.ForPostgres();
  switch (type.form) {
    case TypeForm::kFixed:
      return type.sql;
    case TypeForm::kString:
      return StringSql(type);
    case TypeForm::kNumeric:
      if (!type.precision.has_value()) return type.sql;
      if (!type.scale.has_value()) return StrCat(type.sql, "(", *type.precision, ")");
      return StrCat(type.sql, "(", *type.precision, ", ", *type.scale, ")");
    case TypeForm::kFloat:
      return WithLength(type.sql, type.precision);
    case TypeForm::kTimestamp: {
      std::string out = type.sql;
      if (type.precision.has_value()) StrAppend(&out, "(", *type.precision, ")");
      return StrCat(out, type.timezone ? " WITH" : " WITHOUT", " TIME ZONE");
    }
    case TypeForm::kInterval: {
      std::string out = type.sql;
      if (!type.fields.empty()) StrAppend(&out, " ", type.fields);
      if (type.precision.has_value()) StrAppend(&out, " (", *type.precision, ")");
      return out;
    }
    case TypeForm::kBit:
      return WithLength(type.varying ? "BIT VARYING" : "BIT", type.length);
    case TypeForm::kLengthOnly:
      return WithLength(type.sql, type.length);
    case TypeForm::kUuid:
      return type.native ? "UUID" : "CHAR(32)";
    case TypeForm::kArray: {
      std::string inner = Render(ev, *type.item, nesting + 1);
      std::string brackets;
      for (int64_t i = 0; i < std::min<int64_t>(type.dimensions.value_or(1), 20); ++i) {
        brackets += "[]";
      }
      inner.insert(std::min(inner.find(" COLLATE"), inner.size()), brackets);
      return inner;
    }
    case TypeForm::kEnum:
      if (!type.native) {
        if (type.unknown_labels != nullptr) {
          ev.FailUnknown("the length of an enumeration", *type.unknown_labels);
        }
        return WithLength("VARCHAR", type.length);
      }
      [[fallthrough]];
    case TypeForm::kDomain:
      if (type.name.empty()) ev.Fail("an enumeration has no name, which PostgreSQL needs");
      return QualifiedName(type.schema, type.name);
    case TypeForm::kNull:
      ev.Fail("a column has no type");
    case TypeForm::kUnread:
      ev.FailUnknown("the type of a column", *type.unread);
  }
  ev.Fail("a type is not read");
}

// Type.create(bind, checkfirst) and drop().
py::Value CreateOrDrop(py::Evaluator& ev, const TypeObject& given, const py::CallArgs& call,
                       bool create) {
  Args args(ev, call, StrCat(given.class_name, create ? ".create" : ".drop"));
  args.Next("bind");
  const bool check_first = args.Flag(args.Next("checkfirst"), "checkfirst").value_or(true);
  args.Finish();
  const TypeObject* type = NamedTypeOf(given);
  if (type == nullptr) return py::Value::None();
  SqlSink& sink = SinkOf(ev);
  TypeLedger& types = sink.types();
  const std::string name = QualifiedName(type->schema, type->name);
  // What the check on the server would find is what the history has made so far.
  if (check_first && types.Exists(name) == create) return py::Value::None();
  if (create) {
    types.Created(name);
  } else {
    types.Dropped(name);
  }
  py::TextBuilder sql;
  sql.Mark(call.line);
  sql.Append(create ? CreateTypeSql(ev, *type) : DropTypeSql(*type));
  sink.Emit(ev, std::move(sql), Effect::kSchema, StrCat("type ", name));
  return py::Value::None();
}

}  // namespace

std::string TypeSql(py::Evaluator& ev, const TypeObject& type) { return Render(ev, type, 0); }

std::string CreateTypeSql(py::Evaluator& ev, const TypeObject& type) {
  if (type.form == TypeForm::kEnum) {
    if (type.unknown_labels != nullptr) {
      ev.FailUnknown(StrCat("the labels of the enumeration '", type.name, "'"),
                     *type.unknown_labels);
    }
    return StrCat(
        "CREATE TYPE ", TypeSql(ev, type), " AS ENUM (",
        StrJoin(type.labels, ", ",
                [](std::string* out, const std::string& label) { *out += QuoteLiteral(label); }),
        ")");
  }
  std::string out = StrCat("CREATE DOMAIN ", TypeSql(ev, type), " AS ", TypeSql(ev, *type.item));
  if (!type.collation.empty()) StrAppend(&out, " COLLATE ", QuoteName(type.collation));
  if (!type.default_value.IsNone()) {
    StrAppend(&out, " DEFAULT ", DefaultSql(ev, type.default_value));
  }
  if (type.constraint_name.has_value()) {
    StrAppend(&out, " CONSTRAINT ", QuoteName(*type.constraint_name));
  }
  if (type.not_null) out += " NOT NULL";
  if (!type.check.IsNone()) {
    StrAppend(&out, " CHECK (", ExpressionSql(ev, *CoerceText(ev, type.check, 0)), ")");
  }
  return out;
}

std::string DropTypeSql(const TypeObject& type) {
  return StrCat(type.form == TypeForm::kEnum ? "DROP TYPE " : "DROP DOMAIN ",
                QualifiedName(type.schema, type.name));
}

std::optional<py::Value> TypeObject::GetAttr(py::Evaluator& ev, std::string_view attribute) {
  const auto method = [&](py::NativeFunction::Body body) {
    return py::Value(
        ev.heap().New<py::NativeFunction>(std::string(attribute), false, std::move(body)));
  };
  if (attribute == "with_variant") {
    return method([this](py::Evaluator& e, const py::CallArgs& call) {
      Args args(e, call, "with_variant");
      TypeObject* type = CoerceType(e, args.Require("type_"));
      bool postgresql = false;
      for (const py::Value dialect : args.Rest()) {
        postgresql = postgresql || args.Text(dialect, "dialect_name") == "postgresql";
      }
      if (const auto dialect = args.Text(args.Key("dialect_name"), "dialect_name")) {
        postgresql = postgresql || *dialect == "postgresql";
      }
      args.Finish();
      auto* copy = e.heap().New<TypeObject>(*this);
      if (postgresql) copy->variant = type;
      return py::Value(copy);
    });
  }
  if (attribute == "create" || attribute == "drop") {
    const bool create = attribute == "create";
    return method([this, create](py::Evaluator& e, const py::CallArgs& call) {
      return CreateOrDrop(e, *this, call, create);
    });
  }
  if (attribute == "evaluates_none" || attribute == "copy") {
    return method([this](py::Evaluator&, const py::CallArgs&) { return py::Value(this); });
  }
  if (attribute == "name") return ev.heap().NewString(name);
  if (attribute == "schema") {
    return schema.empty() ? py::Value::None() : ev.heap().NewString(schema);
  }
  if (attribute == "enums") {
    if (unknown_labels != nullptr) return ev.Derived(*unknown_labels);
    std::vector<py::Value> values;
    for (const std::string& label : labels) values.push_back(ev.heap().NewString(label));
    return ev.heap().NewList(std::move(values));
  }
  if (attribute == "length") {
    return length.has_value() ? py::Value::Int(*length) : py::Value::None();
  }
  if (attribute == "item_type" && item != nullptr) return py::Value(item);
  return std::nullopt;
}

std::optional<py::Value> TypeBase::GetAttr(py::Evaluator& ev, std::string_view name) {
  return ev.NewUnknown(StrCat("'", name_, ".", name, "', which is not evaluated"));
}

}  // namespace schemadiff::alembic
