// The modules `alembic`, `sqlalchemy` and those that provide types for it.
#pragma once

#include <optional>
#include <string_view>

#include "parsers/alembic/evaluator.h"

namespace schemadiff::alembic {

/// The module of that dotted name; nullopt where it is none of them.
std::optional<py::Value> SqlAlchemyModule(py::Evaluator& ev, std::string_view dotted);

}  // namespace schemadiff::alembic
