#include "parsers/alembic/sa_metadata.h"

#include <algorithm>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/python_class.h"

namespace schemadiff::alembic {
namespace {

py::Value Function(py::Evaluator& ev, std::string_view name, py::NativeFunction::Body body) {
  return ev.heap().New<py::NativeFunction>(std::string(name), false, std::move(body));
}

// The argument `metadata`, or a new MetaData where there is none.
py::Value MetaDataArgument(py::Evaluator& ev, const py::CallArgs& call, size_t position) {
  const py::Value* value = call.Keyword("metadata");
  if (value == nullptr && position < call.positional.size()) value = &call.positional[position];
  if (value != nullptr && !value->IsNone()) return *value;
  return ev.heap().New<MetaDataObject>();
}

// What else the ORM makes of such a class is not read.
void MakeModel(py::Evaluator& ev, py::ClassObject* cls) {
  const py::Value unknown = ev.NewUnknown(StrCat("ORM classes ('", cls->name, "')"));
  cls->unknown_base = &unknown.unknown();
}

py::Value NewBase(py::Evaluator& ev, std::string name, py::Value metadata) {
  auto* cls = ev.heap().New<py::ClassObject>();
  cls->name = std::move(name);
  cls->attributes["metadata"] = metadata;
  MakeModel(ev, cls);
  return cls;
}

// @as_declarative() and registry.as_declarative_base().
py::Value BaseDecorator(py::Evaluator& ev, py::Value metadata) {
  return Function(ev, "as_declarative", [metadata](py::Evaluator& e, const py::CallArgs& call) {
    auto* cls = call.positional.empty() ? nullptr : call.positional[0].As<py::ClassObject>();
    if (cls == nullptr) e.Fail("this as_declarative() is not read");
    cls->attributes["metadata"] = metadata;
    MakeModel(e, cls);
    return py::Value(cls);
  });
}

// registry().
class RegistryObject : public py::Native {
 public:
  explicit RegistryObject(py::Value metadata) : metadata_(metadata) {}
  std::string TypeName() const override { return "registry"; }
  py::Value metadata() const { return metadata_; }

  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view name) override {
    if (name == "metadata") return metadata_;
    const py::Value metadata = metadata_;
    if (name == "generate_base") {
      return Function(ev, name, [metadata](py::Evaluator& e, const py::CallArgs&) {
        return NewBase(e, "Base", metadata);
      });
    }
    if (name == "as_declarative_base") {
      return Function(ev, name, [metadata](py::Evaluator& e, const py::CallArgs&) {
        return BaseDecorator(e, metadata);
      });
    }
    return ev.NewUnknown(StrCat("'", name, "' of registry()"));
  }

 private:
  py::Value metadata_;
};

// DeclarativeBase: each class that derives from it directly has a MetaData of its own.
class DeclarativeBaseObject : public py::Native {
 public:
  explicit DeclarativeBaseObject(std::string name) : name_(std::move(name)) {}
  std::string TypeName() const override { return "type"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view attribute) override {
    return ev.NewUnknown(StrCat("'", attribute, "' of ", name_));
  }
  void Subclassed(py::Evaluator& ev, py::ClassObject* cls) override {
    MakeModel(ev, cls);
    if (cls->attributes.contains("metadata")) return;
    const auto registry = cls->attributes.find("registry");
    if (registry == cls->attributes.end()) {
      cls->attributes["metadata"] = ev.heap().New<MetaDataObject>();
    } else if (const auto* known = ev.Resolve(registry->second).As<RegistryObject>()) {
      cls->attributes["metadata"] = known->metadata();
    } else {
      cls->attributes["metadata"] = ev.NewUnknown("'registry', which is not read");
    }
  }

 private:
  std::string name_;
};

}  // namespace

const std::string* NamingConvention::Find(std::string_view kind) const {
  for (const auto& [key, text] : templates) {
    if (key == kind) return &text;
  }
  return nullptr;
}

const NamingConvention& DefaultNaming() {
  static const NamingConvention naming{{{"ix", "ix_%(column_0_label)s"}}, "", false};
  return naming;
}

std::optional<py::Value> MetaDataObject::GetAttr(py::Evaluator& ev, std::string_view attribute) {
  if (attribute == "naming_convention") return naming_convention;
  if (attribute == "reflect" || attribute == "clear") {
    return Function(ev, attribute,
                    [](py::Evaluator&, const py::CallArgs&) { return py::Value::None(); });
  }
  if (attribute == "create_all" || attribute == "drop_all") {
    const std::string name(attribute);
    return Function(ev, attribute, [name](py::Evaluator& e, const py::CallArgs&) -> py::Value {
      e.Fail(StrCat("'", name, "()' asks the server which tables exist"));
    });
  }
  return ev.NewUnknown(StrCat("'", attribute, "' of MetaData()"));
}

bool MetaDataObject::SetAttr(py::Evaluator&, std::string_view attribute, py::Value value) {
  if (attribute == "naming_convention") naming_convention = value;
  return true;
}

NamingConvention ConventionsOf(py::Evaluator& ev, py::Value metadata) {
  const auto unknown = [](std::string why) { return NamingConvention{{}, std::move(why), true}; };
  metadata = ev.Resolve(metadata);
  if (metadata.IsNone() || metadata.Is(py::ValueKind::kList) ||
      metadata.Is(py::ValueKind::kTuple)) {
    return DefaultNaming();
  }
  if (metadata.IsUnknown()) return unknown(metadata.unknown().reason);
  const auto* object = metadata.As<MetaDataObject>();
  if (object == nullptr) return unknown(StrCat("a '", TypeName(metadata), "' object"));
  const py::Value conventions = ev.Resolve(object->naming_convention);
  if (conventions.IsNone()) return DefaultNaming();
  if (conventions.IsUnknown()) return unknown(conventions.unknown().reason);
  if (!conventions.Is(py::ValueKind::kDict)) return unknown("conventions that are no dict");
  // SQLAlchemy takes an empty dict for none.
  if (conventions.dict().entries.empty()) return DefaultNaming();
  NamingConvention out;
  for (const py::Dict::Entry& entry : conventions.dict().entries) {
    const py::Value value = ev.Resolve(entry.value);
    if (!entry.original.IsString()) return unknown("conventions for classes");
    const std::string& kind = entry.original.text();
    if (kind != "ix" && kind != "uq" && kind != "ck" && kind != "fk" && kind != "pk") {
      continue;  // a token of the project's own; using it in a template is not read
    }
    if (value.IsNone()) continue;
    if (value.IsUnknown()) return unknown(value.unknown().reason);
    if (!value.IsString()) return unknown(StrCat("the convention '", kind, "', which is no text"));
    out.templates.emplace_back(kind, value.text());
  }
  return out;
}

std::optional<py::Value> MetaDataFunction(py::Evaluator& ev, std::string_view name) {
  if (name == "MetaData") {
    return Function(ev, name, [](py::Evaluator& e, const py::CallArgs& call) -> py::Value {
      auto* metadata = e.heap().New<MetaDataObject>();
      if (const py::Value* naming = call.Keyword("naming_convention")) {
        // Not a copy: SQLAlchemy sees later changes of the dict, too.
        metadata->naming_convention = *naming;
      }
      return metadata;
    });
  }
  if (name == "registry") {
    return Function(ev, name, [](py::Evaluator& e, const py::CallArgs& call) -> py::Value {
      return e.heap().New<RegistryObject>(MetaDataArgument(e, call, call.positional.size()));
    });
  }
  if (name == "declarative_base" || name == "automap_base") {
    return Function(ev, name, [](py::Evaluator& e, const py::CallArgs& call) {
      // declarative_base(bind, metadata) before SQLAlchemy 2.
      return NewBase(e, "Base", MetaDataArgument(e, call, 1));
    });
  }
  if (name == "as_declarative") {
    return Function(ev, name, [](py::Evaluator& e, const py::CallArgs& call) {
      return BaseDecorator(e, MetaDataArgument(e, call, 1));
    });
  }
  if (name == "DeclarativeBase" || name == "DeclarativeBaseNoMeta") {
    return ev.heap().New<DeclarativeBaseObject>(std::string(name));
  }
  return std::nullopt;
}

py::Value NewModelBase(py::Evaluator& ev, std::string name) {
  return NewBase(ev, std::move(name), ev.heap().New<MetaDataObject>());
}

}  // namespace schemadiff::alembic
