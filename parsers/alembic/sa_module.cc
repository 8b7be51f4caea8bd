#include "parsers/alembic/sa_module.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/args.h"
#include "parsers/alembic/op_object.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/sa_elements.h"
#include "parsers/alembic/sa_metadata.h"
#include "parsers/alembic/sa_schema.h"
#include "parsers/alembic/sa_statements.h"
#include "parsers/alembic/sa_types.h"

namespace schemadiff::alembic {
namespace {

py::Value Function(py::Evaluator& ev, std::string_view name, py::NativeFunction::Body body) {
  return ev.heap().New<py::NativeFunction>(std::string(name), false, std::move(body));
}

std::string_view TopLevel(std::string_view dotted) { return dotted.substr(0, dotted.find('.')); }

bool IsLowerCase(std::string_view name) {
  return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

class ModuleObject : public py::Native {
 public:
  explicit ModuleObject(std::string name) : name_(std::move(name)) {}
  std::string TypeName() const override { return "module"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view attribute) override;
  std::string HashKey() const override { return StrCat("module:", name_); }

 private:
  std::optional<py::Value> Alembic(py::Evaluator& ev, std::string_view attribute);
  std::optional<py::Value> Orm(py::Evaluator& ev, std::string_view attribute);
  std::optional<py::Value> Root(py::Evaluator& ev, std::string_view attribute);

  std::string name_;
  std::optional<py::Value> model_base_;  // the same for everybody
};

py::Value Module(py::Evaluator& ev, std::string name) {
  return ev.heap().New<ModuleObject>(std::move(name));
}

// conv(name) and quoted_name(name, quote).
py::Value NameFunction(py::Evaluator& ev, std::string_view name) {
  const bool final = name == "conv";
  return Function(ev, name, [final](py::Evaluator& e, const py::CallArgs& call) {
    Args args(e, call, final ? "conv" : "quoted_name");
    const py::Value text = args.Require("value");
    const std::optional<bool> quote = args.Flag(args.Next("quote"), "quote");
    args.Finish();
    if (text.IsUnknown()) return text;
    if (!text.IsString()) args.Fail("is called with something that is no string");
    return NewNamedString(&e.heap(), text.string(), final, quote);
  });
}

std::optional<py::Value> ModuleObject::Alembic(py::Evaluator& ev, std::string_view attribute) {
  if (name_ == "alembic.op") return OpObject().GetAttr(ev, attribute);
  if (name_ == "alembic.context") {
    if (attribute == "is_offline_mode") {
      return Function(ev, attribute,
                      [](py::Evaluator&, const py::CallArgs&) { return py::Value::Bool(false); });
    }
    if (attribute == "get_bind" || attribute == "get_context")
      return OpObject().GetAttr(ev, attribute);
    if (attribute == "execute") return OpObject().GetAttr(ev, "execute");
    return ev.NewUnknown(StrCat("'context.", attribute, "' of alembic's environment"));
  }
  if (name_ == "alembic" && attribute == "op") return ev.heap().New<OpObject>();
  if (name_ == "alembic" && attribute == "context") return Module(ev, "alembic.context");
  return ev.NewUnknown(StrCat("'", name_, ".", attribute, "', which is not read"), /*opaque=*/true);
}

std::optional<py::Value> ModuleObject::Orm(py::Evaluator& ev, std::string_view attribute) {
  if (attribute == "Session" || attribute == "scoped_session") {
    return Function(ev, attribute, [](py::Evaluator& e, const py::CallArgs&) -> py::Value {
      return e.heap().New<SessionObject>();
    });
  }
  if (attribute == "sessionmaker") {
    return Function(ev, attribute, [](py::Evaluator& e, const py::CallArgs&) {
      return Function(e, "Session", [](py::Evaluator& inner, const py::CallArgs&) -> py::Value {
        return inner.heap().New<SessionObject>();
      });
    });
  }
  if (attribute == "session") return Module(ev, "sqlalchemy.orm.session");
  if (attribute == "mapped_column") return SchemaFunction(ev, attribute);
  if (std::optional<py::Value> made = MetaDataFunction(ev, attribute)) return made;
  return ev.NewUnknown(StrCat("ORM classes ('", attribute, "')"));
}

std::optional<py::Value> ModuleObject::Root(py::Evaluator& ev, std::string_view attribute) {
  const bool postgresql = name_.starts_with("sqlalchemy.dialects.postgresql");
  if (attribute == "func") return ev.heap().New<FuncObject>(std::vector<std::string>{});
  if (std::optional<py::Value> type = TypeByName(ev, attribute, postgresql)) return type;
  if (std::optional<py::Value> made = SchemaFunction(ev, attribute)) return made;
  if (std::optional<py::Value> made = ExpressionFunction(ev, attribute)) return made;
  if (std::optional<py::Value> made = StatementFunction(ev, attribute)) return made;
  if (attribute == "conv" || attribute == "quoted_name") return NameFunction(ev, attribute);
  if (attribute == "TypeDecorator" || attribute == "UserDefinedType" || attribute == "TypeEngine") {
    return ev.heap().New<TypeBase>(std::string(attribute));
  }
  if (attribute == "MetaData") return MetaDataFunction(ev, attribute);
  if (attribute == "inspect" || attribute == "Inspector") {
    return Function(ev, attribute, [](py::Evaluator& e, const py::CallArgs&) {
      return e.NewUnknown("what the database holds when the migration runs");
    });
  }
  if (attribute == "Connection" || attribute == "Engine") return ev.heap().New<py::IgnoredObject>();
  if (attribute == "create_engine" || attribute == "engine_from_config") {
    return ev.NewUnknown("another connection to a database");
  }
  static constexpr std::string_view kParts[] = {
      "sql",        "types",    "schema",     "orm",        "exc",        "engine",
      "event",      "dialects", "postgresql", "mysql",      "sqlite",     "mssql",
      "oracle",     "ext",      "naming",     "elements",   "expression", "base",
      "reflection", "pool",     "sqltypes",   "selectable", "functions"};
  if (std::find(std::begin(kParts), std::end(kParts), attribute) != std::end(kParts)) {
    return Module(ev, StrCat(name_, ".", attribute));
  }
  return ev.NewUnknown(StrCat("'", name_, ".", attribute, "', which is not read"));
}

std::optional<py::Value> ModuleObject::GetAttr(py::Evaluator& ev, std::string_view attribute) {
  if (name_.starts_with("alembic")) return Alembic(ev, attribute);
  if (TopLevel(name_) != "sqlalchemy") {
    if (std::optional<py::Value> type = ThirdPartyType(ev, name_, attribute)) return type;
    if (name_ == "sqlmodel" && attribute == "SQLModel") {
      if (!model_base_.has_value()) model_base_ = NewModelBase(ev, "SQLModel");
      return model_base_;
    }
    if (IsLowerCase(attribute)) return Module(ev, StrCat(name_, ".", attribute));
    return ev.NewUnknown(StrCat("'", name_, ".", attribute, "', which is not read"));
  }
  if (name_.starts_with("sqlalchemy.exc")) {
    return ev.heap().New<py::BuiltinClass>(
        std::string(attribute),
        [](py::Evaluator& e, const py::CallArgs&) { return e.NewUnknown("an exception"); });
  }
  if (name_.starts_with("sqlalchemy.orm")) return Orm(ev, attribute);
  if (name_.starts_with("sqlalchemy.ext") || name_.starts_with("sqlalchemy.event")) {
    if (name_.starts_with("sqlalchemy.ext.declarative") || name_ == "sqlalchemy.ext.automap") {
      if (std::optional<py::Value> made = MetaDataFunction(ev, attribute)) return made;
    }
    if (attribute == "declarative" || attribute == "automap" || attribute == "asyncio") {
      return Module(ev, StrCat(name_, ".", attribute));
    }
    return ev.NewUnknown(StrCat("ORM classes ('", attribute, "')"));
  }
  for (const std::string_view dialect : {"mysql", "sqlite", "mssql", "oracle"}) {
    if (name_ == StrCat("sqlalchemy.dialects.", dialect)) {
      return ev.NewUnknown(StrCat("'", name_, ".", attribute, "', which is of another database"));
    }
  }
  return Root(ev, attribute);
}

}  // namespace

std::optional<py::Value> SqlAlchemyModule(py::Evaluator& ev, std::string_view dotted) {
  static constexpr std::string_view kPackages[] = {
      "alembic",          "sqlalchemy",
      "sqlalchemy_utils", "sqlalchemy_searchable",
      "sqlmodel",         "fastapi_users_db_sqlalchemy",
      "pgvector",         "citext"};
  const std::string_view top = TopLevel(dotted);
  if (std::find(std::begin(kPackages), std::end(kPackages), top) == std::end(kPackages)) {
    return std::nullopt;
  }
  if (dotted == "alembic.op") return ev.heap().New<OpObject>();
  return Module(ev, std::string(dotted));
}

}  // namespace schemadiff::alembic
