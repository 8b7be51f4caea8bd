// The modules `alembic`, `sqlalchemy` and those that provide types for it.
#pragma once

#include <optional>
#include <string_view>

#include "parsers/alembic/evaluator.h"

namespace schemadiff::alembic {

/// MetaData().
class MetaDataObject : public py::Native {
 public:
  std::string TypeName() const override { return "MetaData"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view name) override;
  py::Value naming_convention;  ///< a dict, None, or unknown
};

/// The module of that dotted name; nullopt where it is none of them.
std::optional<py::Value> SqlAlchemyModule(py::Evaluator& ev, std::string_view dotted);

}  // namespace schemadiff::alembic
