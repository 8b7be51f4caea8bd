// The Python files of a project, for what its revision files and env.py import.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strings.h"
#include "parsers/alembic/evaluator.h"

namespace schemadiff::alembic {

/// Finds and parses the modules of a project. Each file is read once, whoever imports it.
class ProjectModules {
 public:
  struct File {
    py::CodeFile code;
    std::string dotted;    ///< its module's name
    bool package = false;  ///< an __init__.py, or a directory without one
    std::string problem;   ///< why it could not be parsed; empty where it could
    py::Module module;
  };

  /// `roots` are the directories that Python would look for modules in, in order.
  explicit ProjectModules(std::vector<std::string> roots) : roots_(std::move(roots)) {}
  ProjectModules(const ProjectModules&) = delete;
  ProjectModules& operator=(const ProjectModules&) = delete;

  /// The file of the module "a.b.c"; null where the project has none.
  const File* Find(const std::string& dotted);
  /// The module that `from . import x` and the like mean in the file of that name; nullopt where
  /// the file is no module of a package.
  std::optional<std::string> Absolute(std::string_view relative, const std::string& file) const;

 private:
  std::unique_ptr<File> Load(const std::string& dotted) const;

  std::vector<std::string> roots_;
  std::map<std::string, std::unique_ptr<File>, std::less<>> files_;
  StringMap<const File*> by_name_;
};

/// What one evaluation imports: modules are run once, and the same module is the same object.
class Importer {
 public:
  /// `project` may be null: then there are only the known libraries.
  explicit Importer(ProjectModules* project) : project_(project) {}

  /// The module of that dotted name, relative ones included; nullopt where it is neither one of
  /// the project's nor one that is implemented here.
  std::optional<py::Value> Import(py::Evaluator& ev, std::string_view dotted);
  /// Whether the project has a module of that name.
  bool IsInProject(const std::string& dotted) const {
    return project_ != nullptr && project_->Find(dotted) != nullptr;
  }

 private:
  py::Value Run(py::Evaluator& ev, const ProjectModules::File& file);

  ProjectModules* project_;
  StringMap<py::Value> loaded_;
};

}  // namespace schemadiff::alembic
