#include "parsers/alembic/project_modules.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "engine/base/escape.h"
#include "engine/base/file.h"
#include "parsers/alembic/python_modules.h"
#include "parsers/alembic/python_parser.h"
#include "parsers/alembic/sa_module.h"

namespace schemadiff::alembic {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMaxFileSize = 16 << 20;
constexpr size_t kMaxModules = 2000;  // of one evaluation

/// A module of the project, with the names that running it has left.
class ProjectModule : public py::Native, public py::ModuleNames {
 public:
  ProjectModule(Importer* importer, std::string dotted, py::Scope* scope)
      : importer_(importer), dotted_(std::move(dotted)), scope_(scope) {}
  std::string TypeName() const override { return "module"; }
  std::string HashKey() const override { return StrCat("module:", dotted_); }

  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view name) override {
    if (const auto it = scope_->names.find(name); it != scope_->names.end()) return it->second;
    const std::string submodule = StrCat(dotted_, ".", name);
    if (importer_->IsInProject(submodule)) return importer_->Import(ev, submodule);
    if (running_) return ev.NewUnknown(StrCat(Quoted(name), kCircular), /*opaque=*/true);
    if (scope_->names.contains("__getattr__")) {
      return ev.NewUnknown(StrCat(Quoted(name), ", which its __getattr__() makes"),
                           /*opaque=*/true);
    }
    return std::nullopt;
  }
  bool SetAttr(py::Evaluator&, std::string_view name, py::Value value) override {
    scope_->names[std::string(name)] = value;
    return true;
  }

  std::vector<std::pair<std::string, py::Value>> Public(py::Evaluator& ev) override {
    if (running_) ev.Fail(StrCat("'from ", dotted_, " import *'", kCircular));
    std::vector<std::pair<std::string, py::Value>> names;
    if (const auto all = scope_->names.find("__all__"); all != scope_->names.end()) {
      const py::Value list = ev.Resolve(all->second);
      if (list.IsUnknown()) ev.FailUnknown(StrCat("'from ", dotted_, " import *'"), list.unknown());
      for (const py::Value item : ev.Iterate(list)) {
        if (!item.IsString()) ev.Fail(StrCat("'__all__' of '", dotted_, "' is not read"));
        const std::optional<py::Value> value = GetAttr(ev, item.text());
        if (value.has_value()) names.emplace_back(item.text(), ev.Resolve(*value));
      }
      return names;
    }
    for (const auto& [name, value] : scope_->names) {
      if (!name.starts_with("_")) names.emplace_back(name, ev.Resolve(value));
    }
    return names;
  }

  void Ran() { running_ = false; }

 private:
  std::string Quoted(std::string_view name) const {
    return StrCat("'", name, "' of '", dotted_, "'");
  }

  static constexpr std::string_view kCircular = ", which is imported while it is itself being run";

  Importer* importer_;
  std::string dotted_;
  py::Scope* scope_;
  bool running_ = true;
};

bool IsFile(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

}  // namespace

std::unique_ptr<ProjectModules::File> ProjectModules::Load(const std::string& dotted) const {
  std::string relative = dotted;
  std::ranges::replace(relative, '.', '/');
  auto file = std::make_unique<File>();
  file->dotted = dotted;
  for (const std::string& root : roots_) {
    const fs::path base = fs::path(root) / relative;
    const fs::path init = base / "__init__.py";
    fs::path plain = base;
    plain += ".py";
    file->package = IsFile(init);
    if (!file->package && !IsFile(plain)) continue;
    const fs::path& path = file->package ? init : plain;
    file->code.name = path.lexically_normal().string();
    std::error_code failure;
    if (const std::uintmax_t size = fs::file_size(path, failure); failure || size > kMaxFileSize) {
      file->problem = "it cannot be read";
      return file;
    }
    const absl::StatusOr<std::string> bytes = ReadFile(path.string());
    if (!bytes.ok()) {
      file->problem = "it cannot be read";
      return file;
    }
    if (!IsValidUtf8(*bytes)) {
      file->problem = "it is not UTF-8";
      return file;
    }
    try {
      file->module = py::ParseModule(py::NormalizeSource(*bytes));
    } catch (const py::SyntaxError& error) {
      file->problem = StrCat(error.what(), " in line ", error.place().line);
    }
    return file;
  }
  // A directory of modules needs no __init__.py.
  for (const std::string& root : roots_) {
    std::error_code error;
    const fs::path directory = fs::path(root) / relative;
    if (!fs::is_directory(directory, error)) continue;
    file->package = true;
    file->code.name = directory.lexically_normal().string();
    return file;
  }
  return nullptr;
}

const ProjectModules::File* ProjectModules::Find(const std::string& dotted) {
  const auto [it, added] = files_.try_emplace(dotted);
  if (added) {
    it->second = Load(dotted);
    if (it->second != nullptr) by_name_[it->second->code.name] = it->second.get();
  }
  return it->second.get();
}

std::optional<std::string> ProjectModules::Absolute(std::string_view relative,
                                                    const std::string& file) const {
  const auto it = by_name_.find(file);
  if (it == by_name_.end()) return std::nullopt;
  std::string package = it->second->dotted;
  const auto leave = [&package] {
    const size_t dot = package.rfind('.');
    package.resize(dot == std::string::npos ? 0 : dot);
  };
  if (!it->second->package) leave();
  const size_t dots = std::min(relative.find_first_not_of('.'), relative.size());
  for (size_t i = 1; i < dots && !package.empty(); ++i) leave();
  if (package.empty()) return std::nullopt;
  const std::string_view rest = relative.substr(dots);
  return rest.empty() ? package : StrCat(package, ".", rest);
}

std::optional<py::Value> Importer::Import(py::Evaluator& ev, std::string_view dotted) {
  std::string name(dotted);
  if (dotted.starts_with('.')) {
    if (project_ == nullptr) return std::nullopt;
    std::optional<std::string> absolute = project_->Absolute(dotted, ev.Here().file.str());
    if (!absolute.has_value()) return std::nullopt;
    name = *std::move(absolute);
  }
  if (const auto it = loaded_.find(name); it != loaded_.end()) return it->second;
  std::optional<py::Value> module = SqlAlchemyModule(ev, name);
  if (!module.has_value()) module = py::StandardModule(ev, name);
  if (!module.has_value() && project_ != nullptr) {
    if (const ProjectModules::File* file = project_->Find(name)) return Run(ev, *file);
  }
  if (module.has_value()) loaded_[name] = *module;
  return module;
}

py::Value Importer::Run(py::Evaluator& ev, const ProjectModules::File& file) {
  const auto unknown = [&](std::string_view why) {
    return loaded_[file.dotted] = ev.NewUnknown(StrCat("'", file.dotted, "', ", why),
                                                /*opaque=*/true);
  };
  if (!file.problem.empty()) return unknown(StrCat("which cannot be read: ", file.problem));
  if (loaded_.size() >= kMaxModules) return unknown("which is one import too many");
  auto* scope = ev.heap().New<py::Scope>();
  auto* module = ev.heap().New<ProjectModule>(this, file.dotted, scope);
  // Modules that import each other see what is there so far.
  loaded_[file.dotted] = module;
  if (!ev.RunImported(file.module, file.code, scope)) {
    return unknown("which computes longer than the reader allows");
  }
  module->Ran();
  return module;
}

}  // namespace schemadiff::alembic
