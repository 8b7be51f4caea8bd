#include "parsers/alembic/sa_types.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/python_text.h"
#include "parsers/alembic/sa_elements.h"

namespace schemadiff::alembic {
namespace {

struct TypeInfo {
  std::string_view name;  ///< of the class
  std::string_view sql;
  TypeForm form;
  TypeAffinity affinity = TypeAffinity::kOther;
  bool generic = true;     ///< in the namespace `sqlalchemy`
  bool postgresql = true;  ///< in the namespace of the dialect
};

constexpr auto kInt = TypeAffinity::kInteger;
constexpr auto kNum = TypeAffinity::kNumeric;
constexpr auto kStr = TypeAffinity::kString;

const TypeInfo kTypes[] = {
    {"Integer", "INTEGER", TypeForm::kFixed, kInt, true, false},
    {"INTEGER", "INTEGER", TypeForm::kFixed, kInt},
    {"INT", "INTEGER", TypeForm::kFixed, kInt, true, false},
    {"SmallInteger", "SMALLINT", TypeForm::kFixed, kInt, true, false},
    {"SMALLINT", "SMALLINT", TypeForm::kFixed, kInt},
    {"BigInteger", "BIGINT", TypeForm::kFixed, kInt, true, false},
    {"BIGINT", "BIGINT", TypeForm::kFixed, kInt},
    {"Boolean", "BOOLEAN", TypeForm::kFixed, TypeAffinity::kBoolean, true, false},
    {"BOOLEAN", "BOOLEAN", TypeForm::kFixed, TypeAffinity::kBoolean},
    {"Date", "DATE", TypeForm::kFixed, TypeAffinity::kOther, true, false},
    {"DATE", "DATE", TypeForm::kFixed},
    {"DateTime", "TIMESTAMP", TypeForm::kTimestamp, TypeAffinity::kOther, true, false},
    {"TIMESTAMP", "TIMESTAMP", TypeForm::kTimestamp},
    {"DATETIME", "DATETIME", TypeForm::kFixed, TypeAffinity::kOther, true, false},
    {"Time", "TIME", TypeForm::kTimestamp, TypeAffinity::kOther, true, false},
    {"TIME", "TIME", TypeForm::kTimestamp},
    {"Interval", "INTERVAL", TypeForm::kInterval, TypeAffinity::kOther, true, false},
    {"INTERVAL", "INTERVAL", TypeForm::kInterval, TypeAffinity::kOther, false},
    {"String", "VARCHAR", TypeForm::kString, kStr, true, false},
    {"Unicode", "VARCHAR", TypeForm::kString, kStr, true, false},
    {"VARCHAR", "VARCHAR", TypeForm::kString, kStr},
    {"NVARCHAR", "NVARCHAR", TypeForm::kString, kStr, true, false},
    {"CHAR", "CHAR", TypeForm::kString, kStr},
    {"NCHAR", "NCHAR", TypeForm::kString, kStr, true, false},
    {"Text", "TEXT", TypeForm::kString, kStr, true, false},
    {"UnicodeText", "TEXT", TypeForm::kString, kStr, true, false},
    {"TEXT", "TEXT", TypeForm::kString, kStr},
    {"CLOB", "CLOB", TypeForm::kString, kStr, true, false},
    {"CITEXT", "CITEXT", TypeForm::kFixed, kStr, false},
    {"Numeric", "NUMERIC", TypeForm::kNumeric, kNum, true, false},
    {"NUMERIC", "NUMERIC", TypeForm::kNumeric, kNum},
    {"DECIMAL", "DECIMAL", TypeForm::kNumeric, kNum, true, false},
    {"Float", "FLOAT", TypeForm::kFloat, kNum, true, false},
    {"FLOAT", "FLOAT", TypeForm::kFloat, kNum},
    {"REAL", "REAL", TypeForm::kFixed, kNum},
    {"Double", "DOUBLE PRECISION", TypeForm::kFixed, kNum, true, false},
    {"DOUBLE", "DOUBLE", TypeForm::kFixed, kNum, true, false},
    {"DOUBLE_PRECISION", "DOUBLE PRECISION", TypeForm::kFixed, kNum},
    {"LargeBinary", "BYTEA", TypeForm::kFixed, TypeAffinity::kOther, true, false},
    {"PickleType", "BYTEA", TypeForm::kFixed, TypeAffinity::kOther, true, false},
    {"BYTEA", "BYTEA", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"BLOB", "BLOB", TypeForm::kFixed, TypeAffinity::kOther, true, false},
    {"BINARY", "BINARY", TypeForm::kLengthOnly, TypeAffinity::kOther, true, false},
    {"VARBINARY", "VARBINARY", TypeForm::kLengthOnly, TypeAffinity::kOther, true, false},
    {"JSON", "JSON", TypeForm::kFixed, TypeAffinity::kJson},
    {"JSONB", "JSONB", TypeForm::kFixed, TypeAffinity::kJson, false},
    {"JSONPATH", "JSONPATH", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"Uuid", "UUID", TypeForm::kUuid, TypeAffinity::kOther, true, false},
    {"UUID", "UUID", TypeForm::kFixed},
    {"ARRAY", "", TypeForm::kArray},
    {"Enum", "", TypeForm::kEnum, kStr, true, false},
    {"ENUM", "", TypeForm::kEnum, kStr, false},
    {"DOMAIN", "", TypeForm::kDomain, TypeAffinity::kOther, false},
    {"BIT", "BIT", TypeForm::kBit, TypeAffinity::kOther, false},
    {"INET", "INET", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"CIDR", "CIDR", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"MACADDR", "MACADDR", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"MACADDR8", "MACADDR8", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"MONEY", "MONEY", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"OID", "OID", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"REGCLASS", "REGCLASS", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"REGCONFIG", "REGCONFIG", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"TSVECTOR", "TSVECTOR", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"TSQUERY", "TSQUERY", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"HSTORE", "HSTORE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"INT4RANGE", "INT4RANGE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"INT8RANGE", "INT8RANGE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"NUMRANGE", "NUMRANGE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"DATERANGE", "DATERANGE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"TSRANGE", "TSRANGE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"TSTZRANGE", "TSTZRANGE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"INT4MULTIRANGE", "INT4MULTIRANGE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"INT8MULTIRANGE", "INT8MULTIRANGE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"NUMMULTIRANGE", "NUMMULTIRANGE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"DATEMULTIRANGE", "DATEMULTIRANGE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"TSMULTIRANGE", "TSMULTIRANGE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"TSTZMULTIRANGE", "TSTZMULTIRANGE", TypeForm::kFixed, TypeAffinity::kOther, false},
    {"NullType", "", TypeForm::kNull, TypeAffinity::kOther, true, false},
    // Of other libraries; never found by name.
    {"AutoString", "VARCHAR", TypeForm::kString, kStr, false, false},
    {"UUIDType", "UUID", TypeForm::kFixed, TypeAffinity::kOther, false, false},
    {"GUID", "UUID", TypeForm::kFixed, TypeAffinity::kOther, false, false},
    {"Vector", "VECTOR", TypeForm::kLengthOnly, TypeAffinity::kOther, false, false},
    {"HALFVEC", "HALFVEC", TypeForm::kLengthOnly, TypeAffinity::kOther, false, false},
    {"SPARSEVEC", "SPARSEVEC", TypeForm::kLengthOnly, TypeAffinity::kOther, false, false},
    {"LtreeType", "LTREE", TypeForm::kFixed, TypeAffinity::kOther, false, false},
    {"TSVectorType", "TSVECTOR", TypeForm::kFixed, TypeAffinity::kOther, false, false},
    {"JSONType", "JSON", TypeForm::kFixed, TypeAffinity::kJson, false, false},
    {"ArrowType", "TIMESTAMP", TypeForm::kTimestamp, TypeAffinity::kOther, false, false},
    {"TIMESTAMPAware", "TIMESTAMP", TypeForm::kTimestamp, TypeAffinity::kOther, false, false},
};

void ReadLabels(Args& args, TypeObject* type) {
  py::Evaluator& ev = args.ev();
  const std::vector<py::Value> given = args.Rest();
  const std::optional<py::Value> values_callable = args.Key("values_callable");
  for (const py::Value value : given) {
    if (value.IsUnknown()) {
      type->unknown_labels = &value.unknown();
    } else if (auto* cls = value.As<py::ClassObject>(); cls != nullptr && cls->is_enum) {
      // The class gives the type its name, and its members' names are the labels.
      if (type->name.empty()) type->name = AsciiToLower(cls->name);
      if (values_callable.has_value() && !values_callable->IsNone()) {
        py::CallArgs call;
        call.positional.push_back(value);
        const py::Value labels = ev.Call(*values_callable, call);
        if (labels.IsUnknown()) {
          type->unknown_labels = &labels.unknown();
          continue;
        }
        for (const py::Value label : ev.Iterate(labels)) type->labels.push_back(ev.Str(label));
      } else {
        for (const auto& [name, member] : cls->attributes) {
          if (const auto* m = member.As<py::EnumMember>(); m != nullptr && m->name != name) {
            ev.Fail("enumerations with aliases are not read as types");
          }
        }
        for (const py::Value member : cls->members) {
          type->labels.push_back(member.As<py::EnumMember>()->name);
        }
      }
    } else if (value.IsString()) {
      type->labels.push_back(value.text());
    } else {
      // A sequence, whose elements are the labels (a list or tuple as the only argument).
      for (const py::Value label : ev.Iterate(value)) {
        if (label.IsUnknown()) {
          type->unknown_labels = &label.unknown();
        } else {
          type->labels.push_back(ev.Str(label));
        }
      }
    }
  }
}

void ReadEnum(Args& args, TypeObject* type) {
  py::Evaluator& ev = args.ev();
  if (const auto name = args.Text(args.Key("name"), "name")) type->name = *name;
  ReadLabels(args, type);
  type->schema = args.Text(args.Key("schema"), "schema").value_or("");
  type->native = args.Flag(args.Key("native_enum"), "native_enum").value_or(true);
  type->create_type = args.Flag(args.Key("create_type"), "create_type").value_or(true);
  type->create_constraint =
      args.Flag(args.Key("create_constraint"), "create_constraint").value_or(false);
  type->length = args.Integer(args.Key("length"), "length");
  type->inherit_schema = args.Flag(args.Key("inherit_schema"), "inherit_schema").value_or(false);
  args.Ignore({"metadata", "quote", "validate_strings", "convert_unicode", "sort_key_function",
               "omit_aliases", "_create_events", "checkfirst", "_enums"});
  if (type->class_name == "ENUM") type->native = true;
  if (!type->length.has_value()) {
    size_t longest = 0;
    for (const std::string& label : type->labels) {
      longest = std::max(longest, py::CharacterCount(label));
    }
    type->length = static_cast<int64_t>(longest);
  }
  if (!type->name.empty()) type->constraint_name = Name{type->name, false, std::nullopt};
  type->constraint_serial = ev.heap().serial();
}

void ReadArguments(Args& args, TypeObject* type) {
  switch (type->form) {
    case TypeForm::kString:
      type->length = args.Integer(args.Next("length"), "length");
      type->collation = args.Text(args.Next("collation"), "collation").value_or("");
      args.Ignore({"convert_unicode", "unicode_error", "_warn_on_bytestring", "_expect_unicode"});
      return;
    case TypeForm::kNumeric:
      type->precision = args.Integer(args.Next("precision"), "precision");
      type->scale = args.Integer(args.Next("scale"), "scale");
      args.Next("decimal_return_scale");
      args.Next("asdecimal");
      return;
    case TypeForm::kFloat:
      type->precision = args.Integer(args.Next("precision"), "precision");
      args.Next("asdecimal");
      args.Next("decimal_return_scale");
      return;
    case TypeForm::kTimestamp:
      type->timezone = args.Flag(args.Next("timezone"), "timezone").value_or(false);
      type->precision = args.Integer(args.Next("precision"), "precision");
      return;
    case TypeForm::kInterval:
      if (type->class_name == "Interval") {
        args.Next("native");
        type->precision = args.Integer(args.Next("second_precision"), "second_precision");
        args.Next("day_precision");
      } else {
        type->precision = args.Integer(args.Next("precision"), "precision");
        type->fields = args.Text(args.Next("fields"), "fields").value_or("");
      }
      return;
    case TypeForm::kBit:
      type->length = args.Integer(args.Next("length"), "length");
      type->varying = args.Flag(args.Next("varying"), "varying").value_or(false);
      if (!type->varying && !type->length.has_value()) type->length = 1;
      return;
    case TypeForm::kLengthOnly:
      type->length = args.Integer(
          args.Next(type->sql == "BINARY" || type->sql == "VARBINARY" ? "length" : "dim"),
          "length");
      return;
    case TypeForm::kUuid:
      args.Next("as_uuid");
      type->native = args.Flag(args.Next("native_uuid"), "native_uuid").value_or(true);
      return;
    case TypeForm::kArray:
      type->item = CoerceType(args.ev(), args.Require("item_type"));
      args.Next("as_tuple");
      type->dimensions = args.Integer(args.Next("dimensions"), "dimensions");
      args.Next("zero_indexes");
      return;
    case TypeForm::kEnum:
      return ReadEnum(args, type);
    case TypeForm::kDomain:
      type->name = args.RequireText("name");
      type->item = CoerceType(args.ev(), args.Require("data_type"));
      type->collation = args.Text(args.Key("collation"), "collation").value_or("");
      type->default_value = args.Key("default").value_or(py::Value::None());
      type->constraint_name = args.NameFrom(args.Key("constraint_name"), "constraint_name");
      type->not_null = args.Flag(args.Key("not_null"), "not_null").value_or(false);
      type->check = args.Key("check").value_or(py::Value::None());
      type->create_type = args.Flag(args.Key("create_type"), "create_type").value_or(true);
      type->schema = args.Text(args.Key("schema"), "schema").value_or("");
      type->inherit_schema =
          args.Flag(args.Key("inherit_schema"), "inherit_schema").value_or(false);
      args.Ignore({"metadata"});
      return;
    default:
      // Arguments of simple types say how values reach Python, not what the column is.
      args.Rest();
      args.Ignore({"as_uuid",
                   "none_as_null",
                   "astext_type",
                   "timezone",
                   "precision",
                   "length",
                   "text_type",
                   "create_constraint",
                   "name",
                   "_create_events",
                   "asdecimal",
                   "scale",
                   "decimal_return_scale",
                   "protocol",
                   "pickler",
                   "comparator",
                   "impl",
                   "binary",
                   "native",
                   "regconfig",
                   "mutable"});
      return;
  }
}

py::Value NewType(py::Evaluator& ev, size_t index, const py::CallArgs& call) {
  const TypeInfo& info = kTypes[index];
  auto* type = ev.heap().New<TypeObject>();
  type->class_name = std::string(info.name);
  type->sql = std::string(info.sql);
  type->form = info.form;
  type->affinity = info.affinity;
  Args args(ev, call, type->class_name);
  ReadArguments(args, type);
  args.Finish();
  return type;
}

std::optional<size_t> FindType(std::string_view name) {
  for (size_t i = 0; i < std::size(kTypes); ++i) {
    if (kTypes[i].name == name) return i;
  }
  return std::nullopt;
}

TypeObject* UnreadType(py::Evaluator& ev, std::string name, const py::Unknown* unread) {
  auto* type = ev.heap().New<TypeObject>();
  type->class_name = std::move(name);
  type->form = TypeForm::kUnread;
  type->unread = unread;
  return type;
}

// A class of the migration itself that derives from a type: a TypeDecorator has the type
// that it decorates, a UserDefinedType says its own name.
TypeObject* TypeOfClass(py::Evaluator& ev, py::ClassObject* cls, py::Value instance) {
  if (const py::Value* spec = cls->Find("get_col_spec"); spec != nullptr) {
    const py::Value text = ev.Call(py::BindMethod(ev, *spec, instance), {});
    if (text.IsString()) {
      auto* type = ev.heap().New<TypeObject>();
      type->class_name = cls->name;
      type->sql = text.text();
      return type;
    }
  }
  if (cls->Find("load_dialect_impl") == nullptr) {
    if (const py::Value* impl = cls->Find("impl"); impl != nullptr && IsType(*impl)) {
      const py::Value* args = nullptr;
      if (auto* object = instance.As<py::InstanceObject>()) {
        const auto it = object->attributes.find("__args__");
        if (it != object->attributes.end()) args = &it->second;
      }
      auto* impl_class = impl->As<TypeClass>();
      if (impl_class != nullptr && args != nullptr) {
        py::CallArgs call;
        call.positional = args->sequence().items;
        return CoerceType(ev, impl_class->Call(ev, call));
      }
      return CoerceType(ev, *impl);
    }
  }
  if (const std::optional<py::Value> base =
          cls->FindBase([](py::Value b) { return b.As<TypeClass>() != nullptr; })) {
    py::CallArgs call;
    if (auto* object = instance.As<py::InstanceObject>()) {
      const auto it = object->attributes.find("__args__");
      if (it != object->attributes.end()) call.positional = it->second.sequence().items;
    }
    return CoerceType(ev, base->As<TypeClass>()->Call(ev, call));
  }
  const py::Value unread = ev.NewUnknown(StrCat("the type '", cls->name, "', which is not read"));
  return UnreadType(ev, cls->name, &unread.unknown());
}

}  // namespace

py::Value TypeClass::Call(py::Evaluator& ev, const py::CallArgs& args) {
  return NewType(ev, index_, args);
}

const TypeObject& TypeObject::ForPostgres() const {
  return variant != nullptr ? variant->ForPostgres() : *this;
}

std::optional<py::Value> TypeByName(py::Evaluator& ev, std::string_view name, bool postgresql) {
  const std::optional<size_t> index = FindType(name);
  if (!index.has_value()) return std::nullopt;
  if (postgresql ? !kTypes[*index].postgresql : !kTypes[*index].generic) return std::nullopt;
  return ev.heap().New<TypeClass>(std::string(name), *index);
}

std::optional<py::Value> ThirdPartyType(py::Evaluator& ev, std::string_view module,
                                        std::string_view name) {
  struct Provided {
    std::string_view package, name, type;
  };
  static constexpr Provided kProvided[] = {
      {"sqlmodel", "AutoString", "AutoString"},
      {"sqlalchemy_utils", "UUIDType", "UUIDType"},
      {"sqlalchemy_utils", "LtreeType", "LtreeType"},
      {"sqlalchemy_utils", "TSVectorType", "TSVectorType"},
      {"sqlalchemy_utils", "JSONType", "JSONType"},
      {"sqlalchemy_utils", "ArrowType", "ArrowType"},
      {"fastapi_users_db_sqlalchemy", "TIMESTAMPAware", "TIMESTAMPAware"},
      {"sqlalchemy_searchable", "TSVectorType", "TSVectorType"},
      {"fastapi_users_db_sqlalchemy", "GUID", "GUID"},
      {"pgvector", "Vector", "Vector"},
      {"pgvector", "VECTOR", "Vector"},
      {"pgvector", "HALFVEC", "HALFVEC"},
      {"pgvector", "SPARSEVEC", "SPARSEVEC"},
      {"citext", "CIText", "CITEXT"},
  };
  const std::string_view package = module.substr(0, module.find('.'));
  for (const Provided& provided : kProvided) {
    if (provided.package != package || provided.name != name) continue;
    return ev.heap().New<TypeClass>(std::string(provided.type), *FindType(provided.type));
  }
  return std::nullopt;
}

bool IsType(py::Value value) {
  if (value.As<TypeObject>() != nullptr || value.As<TypeClass>() != nullptr) return true;
  const auto is_type_class = [](const py::ClassObject& cls) {
    return cls
        .FindBase([](py::Value base) {
          return base.As<TypeClass>() != nullptr || base.As<TypeBase>() != nullptr;
        })
        .has_value();
  };
  if (const auto* cls = value.As<py::ClassObject>()) return is_type_class(*cls);
  if (const auto* instance = value.As<py::InstanceObject>()) return is_type_class(*instance->cls);
  return false;
}

TypeObject* CoerceType(py::Evaluator& ev, py::Value value) {
  if (auto* type = value.As<TypeObject>()) return type;
  if (auto* cls = value.As<TypeClass>()) return cls->Call(ev, {}).As<TypeObject>();
  if (value.IsUnknown()) return UnreadType(ev, "unknown", &value.unknown());
  if (auto* cls = value.As<py::ClassObject>()) {
    auto* instance = ev.heap().New<py::InstanceObject>(cls);
    return TypeOfClass(ev, cls, instance);
  }
  if (auto* instance = value.As<py::InstanceObject>()) return TypeOfClass(ev, instance->cls, value);
  ev.Fail(StrCat("a '", py::TypeName(value), "' object is used as a type"));
}

const TypeObject* NamedTypeOf(const TypeObject& type) {
  const TypeObject& real = type.ForPostgres();
  if (real.form == TypeForm::kArray && real.item != nullptr) return NamedTypeOf(*real.item);
  const bool named =
      (real.form == TypeForm::kEnum && real.native) || real.form == TypeForm::kDomain;
  return named ? &real : nullptr;
}

namespace {

bool MayInheritSchema(const TypeObject* type) {
  return type != nullptr &&
         (type->inherit_schema || MayInheritSchema(type->item) || MayInheritSchema(type->variant));
}

}  // namespace

TypeObject* InSchemaOfTable(py::Evaluator& ev, const TypeObject& type, const std::string& schema) {
  auto* copy = ev.heap().New<TypeObject>(type);
  if (type.inherit_schema) copy->schema = schema;
  if (MayInheritSchema(type.item)) copy->item = InSchemaOfTable(ev, *type.item, schema);
  if (MayInheritSchema(type.variant)) copy->variant = InSchemaOfTable(ev, *type.variant, schema);
  return copy;
}

}  // namespace schemadiff::alembic
