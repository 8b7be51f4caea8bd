// MetaData(), the declarative bases that hold one, and the naming conventions in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/alembic/evaluator.h"

namespace schemadiff::alembic {

/// Naming conventions, as MetaData(naming_convention=...) gives them.
struct NamingConvention {
  std::vector<std::pair<std::string, std::string>> templates;  ///< "ix", "uq", "ck", "fk", "pk"
  /// Why the conventions are not known (it completes "depends on ..."); empty where they are.
  std::string unknown;
  /// Whether ones that are not known may change names that are given: templates with
  /// `%(constraint_name)s` do.
  bool may_rename = false;

  const std::string* Find(std::string_view kind) const;
};

/// SQLAlchemy's convention where a project has none of its own.
const NamingConvention& DefaultNaming();

/// MetaData().
class MetaDataObject : public py::Native {
 public:
  std::string TypeName() const override { return "MetaData"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view attribute) override;
  bool SetAttr(py::Evaluator& ev, std::string_view attribute, py::Value value) override;

  py::Value naming_convention;  ///< a dict, None, or unknown
};

/// The conventions that Alembic takes from `target_metadata`: those of a MetaData; the default for
/// None, and for a list of them, which Alembic does not look into.
NamingConvention ConventionsOf(py::Evaluator& ev, py::Value metadata);

/// `MetaData`, and what `sqlalchemy.orm` and `sqlalchemy.ext.declarative` make bases with;
/// nullopt for another name.
std::optional<py::Value> MetaDataFunction(py::Evaluator& ev, std::string_view name);
/// A class that keeps a MetaData, like SQLModel.
py::Value NewModelBase(py::Evaluator& ev, std::string name);

}  // namespace schemadiff::alembic
