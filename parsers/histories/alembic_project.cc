#include "parsers/histories/alembic_project.h"

#include <algorithm>
#include <filesystem>

#include "engine/base/file.h"
#include "engine/base/strings.h"
#include "parsers/alembic/environment.h"
#include "parsers/histories/files.h"

namespace schemadiff {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxSteps = 4;             // up from the scripts to their configuration
constexpr int kMaxNesting = 8;           // of version directories
constexpr int kMaxDepth = 12;            // of directories that are searched
constexpr size_t kMaxSearched = 10'000;  // files

std::string Join(const std::string& directory, const std::string& name) {
  return (fs::path(directory) / name).string();
}
bool IsFile(const std::string& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}
bool IsDirectory(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// A directory that the configuration names: absolute, relative to the project, or
// "package:path" (the package is looked for as a folder).
std::string Located(const std::string& root, const std::string& value) {
  const size_t colon = value.find(':');
  if (colon != std::string::npos) {
    const std::string folder = Replaced(value.substr(0, colon), ".", "/");
    for (const std::string& base : {root, Join(root, "src")}) {
      const std::string path = Join(Join(base, folder), value.substr(colon + 1));
      if (IsDirectory(path)) return path;
    }
    return "";
  }
  return fs::path(value).is_absolute() || value.starts_with(root + "/") ? value : Join(root, value);
}

// Whether a directory holds a file that declares a revision.
bool HoldsRevisions(const std::string& directory) {
  const absl::StatusOr<std::vector<std::string>> files = ListFiles(directory);
  if (!files.ok()) return false;
  return std::ranges::any_of(*files, [&directory](const std::string& name) {
    if (!name.ends_with(".py") || name.starts_with("__init__")) return false;
    const absl::StatusOr<std::string> text = ReadFile(Join(directory, name));
    return text.ok() && text->find("down_revision") != std::string::npos;
  });
}

std::vector<std::string> SplitLocations(const std::string& value, const std::string& separator) {
  std::string separators = " ,\n";
  if (separator == "os" || separator == ":") separators = ":\n";
  if (separator == ";") separators = ";\n";
  if (separator == "newline") separators = "\n";
  if (separator == "space") separators = " \n";
  std::vector<std::string> parts;
  std::string part;
  for (const char c : value + "\n") {
    if (separators.find(c) == std::string::npos) {
      part.push_back(c);
      continue;
    }
    const std::string_view stripped = StripWhitespace(part);
    if (!stripped.empty()) parts.emplace_back(stripped);
    part.clear();
  }
  return parts;
}

void ReadEnvironment(AlembicProject* project) {
  if (project->script_directory.empty()) return;
  const absl::StatusOr<std::string> env = ReadFile(Join(project->script_directory, "env.py"));
  if (!env.ok()) return;
  const auto setting = [&](std::string_view keyword, std::string* out) {
    const std::string value = alembic::FindConstantKeyword(*env, keyword);
    if (!value.empty()) *out = value;
  };
  setting("version_table", &project->version_table);
  setting("version_table_schema", &project->version_table_schema);
}

// Where imports are looked for: as Alembic's own `prepend_sys_path` says, then where env.py files
// usually reach by themselves.
void AddModuleRoots(const std::string& root, const std::string& prepended,
                    AlembicProject* project) {
  // A home directory, say, may lie around the scripts; it is no project.
  const bool whole = std::ranges::any_of(
      std::initializer_list<const char*>{"alembic.ini", "pyproject.toml", "setup.py", ".git"},
      [&root](const char* name) {
        std::error_code error;
        return fs::exists(fs::path(root) / name, error);
      });
  project->root = whole || project->script_directory.empty() ? root : project->script_directory;
  const auto add = [project](const fs::path& path) {
    std::error_code error;
    if (!fs::is_directory(path, error)) return;
    std::string text = path.lexically_normal().string();
    if (text.size() > 1 && text.ends_with('/')) text.pop_back();
    if (std::ranges::find(project->module_roots, text) == project->module_roots.end()) {
      project->module_roots.push_back(std::move(text));
    }
  };
  for (const std::string& part : SplitLocations(prepended, ":")) add(fs::path(root) / part);
  add(root);
  add(fs::path(root) / "src");
  if (project->script_directory.empty()) return;
  add(fs::path(project->script_directory) / "..");
  add(fs::path(project->script_directory) / ".." / "src");
  add(project->script_directory);
}

std::optional<AlembicProject> ByItself(const std::string& directory) {
  AlembicProject project;
  project.script_directory = directory;
  project.version_directories.push_back(Join(directory, "versions"));
  ReadEnvironment(&project);
  AddModuleRoots((fs::path(directory) / "..").string(), "", &project);
  return project;
}

// A project by its configuration file.
std::optional<AlembicProject> FromConfiguration(const std::string& root, const std::string& text,
                                                std::string_view section) {
  const auto value = [&](std::string_view key) {
    return InterpolatedIniValue(text, section, key, root);
  };
  const std::optional<std::string> location = value("script_location");
  // Flask-Migrate keeps its alembic.ini beside env.py and leaves the location out.
  const std::string script = location.has_value() ? Located(root, *location) : root;
  if (script.empty() || !IsDirectory(script)) return std::nullopt;
  AlembicProject project;
  project.script_directory = script;
  if (const std::optional<std::string> locations = value("version_locations")) {
    std::string separator = value("path_separator").value_or("");
    if (separator.empty()) separator = value("version_path_separator").value_or("");
    for (const std::string& part : SplitLocations(*locations, separator)) {
      project.version_directories.push_back(Located(root, part));
    }
  }
  if (project.version_directories.empty()) {
    project.version_directories.push_back(Join(script, "versions"));
  }
  AddModuleRoots(root, value("prepend_sys_path").value_or(""), &project);
  project.recursive = AsciiToLower(value("recursive_version_locations").value_or("")) == "true";
  ReadEnvironment(&project);
  if (const auto table = value("version_table")) project.version_table = *table;
  if (const auto schema = value("version_table_schema")) project.version_table_schema = *schema;
  return project;
}

std::vector<std::string> IniSections(std::string_view text) {
  std::vector<std::string> sections;
  for (const std::string_view line : StrSplit(text, '\n')) {
    const std::string_view stripped = StripWhitespace(line);
    if (stripped.size() > 2 && stripped.front() == '[' && stripped.back() == ']') {
      sections.emplace_back(stripped.substr(1, stripped.size() - 2));
    }
  }
  return sections;
}

// The project whose configuration, in a directory above, names this one as where its scripts are;
// `alembic -n` chooses among several sections.
std::optional<AlembicProject> FromConfigurationAbove(const std::string& script) {
  std::error_code error;
  fs::path root = fs::weakly_canonical(script, error);
  for (int steps = 0; !error && steps < kMaxSteps && root.has_relative_path(); ++steps) {
    root = root.parent_path();
    for (const char* name : {"alembic.ini", "pyproject.toml"}) {
      const std::string path = (root / name).string();
      if (!IsFile(path)) continue;
      const absl::StatusOr<std::string> text = ReadFile(path);
      if (!text.ok()) continue;
      for (const std::string& section : IniSections(*text)) {
        if (!IniValue(*text, section, "script_location").has_value()) continue;
        // Places are told as the user tells this one.
        const bool relative = fs::path(script).is_relative();
        const std::string shown = relative ? fs::proximate(root, error).string() : root.string();
        auto project = FromConfiguration(shown, *text, section);
        if (!project || !fs::equivalent(project->script_directory, script, error)) continue;
        // Locations in a form that is not read, a TOML array say, are no reason to find nothing.
        if (!std::ranges::all_of(project->version_directories, IsDirectory)) continue;
        project->script_directory = script;
        for (std::string& versions : project->version_directories) {
          const fs::path inside = fs::proximate(versions, script, error);
          const bool is_inside = inside.is_relative() && *inside.begin() != "..";
          versions = (is_inside ? script / inside : fs::path(versions)).lexically_normal().string();
        }
        return project;
      }
    }
  }
  return std::nullopt;
}

void AddMentions(const fs::path& directory, std::string_view word, int depth, size_t* searched,
                 std::vector<std::string>* out) {
  const absl::StatusOr<std::vector<std::string>> files = ListFiles(directory.string());
  if (!files.ok()) return;
  if (std::ranges::find(*files, "pyvenv.cfg") != files->end()) return;
  for (const std::string& name : *files) {
    if (!name.ends_with(".py")) continue;
    if (++*searched > kMaxSearched) return;
    const std::string path = (directory / name).string();
    const absl::StatusOr<std::string> text = ReadFile(path);
    if (text.ok() && text->find(word) != std::string::npos) out->push_back(path);
  }
  const absl::StatusOr<std::vector<std::string>> folders = ListDirectories(directory.string());
  if (!folders.ok()) return;
  for (const std::string& name : *folders) {
    std::error_code error;
    if (name == "__pycache__" || name == "node_modules" || name == "site-packages" ||
        fs::is_symlink(directory / name, error)) {
      continue;
    }
    if (depth >= kMaxDepth) *searched = kMaxSearched + 1;
    if (*searched > kMaxSearched) return;
    AddMentions(directory / name, word, depth + 1, searched, out);
  }
}

void AddRevisionFiles(const std::string& directory, bool recursive, int nesting,
                      std::vector<std::string>* out) {
  const absl::StatusOr<std::vector<std::string>> files = ListFiles(directory);
  if (!files.ok()) return;
  for (const std::string& name : *files) {
    if (name.ends_with(".py") && !name.starts_with("__init__"))
      out->push_back(Join(directory, name));
  }
  if (!recursive || nesting >= kMaxNesting) return;
  const absl::StatusOr<std::vector<std::string>> folders = ListDirectories(directory);
  if (!folders.ok()) return;
  for (const std::string& name : *folders) {
    if (name != "__pycache__") AddRevisionFiles(Join(directory, name), true, nesting + 1, out);
  }
}

// A directory with env.py and versions/.
std::optional<AlembicProject> FromScriptDirectory(const std::string& directory) {
  auto project = FromConfigurationAbove(directory);
  return project ? project : ByItself(directory);
}

}  // namespace

std::optional<std::string> IniValue(std::string_view text, std::string_view section,
                                    std::string_view key) {
  std::optional<std::string> found;
  bool inside = false;
  bool reading = false;
  for (std::string_view line : StrSplit(text, '\n')) {
    const std::string_view stripped = StripWhitespace(line);
    if (stripped.empty() || stripped[0] == '#' || stripped[0] == ';') continue;
    if (stripped.front() == '[' && stripped.back() == ']') {
      inside = stripped.substr(1, stripped.size() - 2) == section;
      reading = false;
      continue;
    }
    if (!inside) continue;
    if (reading && (line[0] == ' ' || line[0] == '\t')) {
      StrAppend(&*found, "\n", stripped);
      continue;
    }
    reading = false;
    const size_t equals = stripped.find_first_of("=:");
    if (equals == std::string_view::npos) continue;
    if (AsciiToLower(StripWhitespace(stripped.substr(0, equals))) != key) continue;
    std::string_view value = StripWhitespace(stripped.substr(equals + 1));
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
        value.back() == value.front()) {
      value = value.substr(1, value.size() - 2);
    }
    found = std::string(value);
    reading = true;
  }
  return found;
}

std::optional<std::string> InterpolatedIniValue(std::string_view text, std::string_view section,
                                                std::string_view key, const std::string& here,
                                                int depth) {
  constexpr int kMaxDepthOfConfigParser = 10;
  if (depth > kMaxDepthOfConfigParser) return std::nullopt;
  if (key == "here") return here;
  std::optional<std::string> raw = IniValue(text, section, key);
  if (!raw.has_value()) raw = IniValue(text, "DEFAULT", key);
  if (!raw.has_value()) return std::nullopt;
  std::string value;
  for (size_t at = 0; at < raw->size(); ++at) {
    const char next = at + 1 < raw->size() ? (*raw)[at + 1] : '\0';
    const size_t end = (*raw)[at] == '%' && next == '(' ? raw->find(")s", at) : std::string::npos;
    if ((*raw)[at] == '%' && next == '%') {
      ++at;
    } else if (end != std::string::npos) {
      const std::string name = AsciiToLower(raw->substr(at + 2, end - at - 2));
      StrAppend(&value, InterpolatedIniValue(text, section, name, here, depth + 1).value_or(""));
      at = end + 1;
      continue;
    }
    value += (*raw)[at];
  }
  return value;
}

std::optional<AlembicProject> FindAlembicProject(const std::string& directory) {
  struct Configuration {
    const char* file;
    std::string_view section;
  };
  for (const Configuration& configuration :
       {Configuration{"alembic.ini", "alembic"}, Configuration{"pyproject.toml", "tool.alembic"}}) {
    const std::string path = Join(directory, configuration.file);
    if (!IsFile(path)) continue;
    const absl::StatusOr<std::string> text = ReadFile(path);
    if (!text.ok()) continue;
    if (configuration.section == "tool.alembic" &&
        !IniValue(*text, configuration.section, "script_location").has_value()) {
      continue;
    }
    if (auto project = FromConfiguration(directory, *text, configuration.section)) return project;
  }
  if (IsFile(Join(directory, "env.py"))) {
    if (auto project = FromConfigurationAbove(directory)) return project;
  }
  if (IsFile(Join(directory, "env.py")) && IsDirectory(Join(directory, "versions"))) {
    return ByItself(directory);
  }
  for (const std::string& folder : {std::string("alembic"), std::string("migrations")}) {
    const std::string script = Join(directory, folder);
    if (IsFile(Join(script, "env.py")) && IsDirectory(Join(script, "versions"))) {
      return FromScriptDirectory(script);
    }
  }
  for (const std::string& versions : {Join(directory, "versions"), directory}) {
    if (!HoldsRevisions(versions)) continue;
    AlembicProject project;
    project.version_directories.push_back(versions);
    // The directory of revisions may itself lie in a script directory.
    const std::string parent = versions == directory ? Join(directory, "..") : directory;
    if (IsFile(Join(parent, "env.py"))) project.script_directory = parent;
    ReadEnvironment(&project);
    AddModuleRoots(
        project.script_directory.empty() ? directory : Join(project.script_directory, ".."), "",
        &project);
    return project;
  }
  return std::nullopt;
}

std::optional<std::vector<std::string>> FilesThatMention(const AlembicProject& project,
                                                         std::string_view word) {
  std::vector<std::string> files;
  size_t searched = 0;
  AddMentions(project.root, word, 0, &searched, &files);
  if (searched > kMaxSearched && files.empty()) return std::nullopt;
  return files;
}

std::vector<std::string> RevisionFiles(const AlembicProject& project,
                                       const std::string& directory) {
  std::vector<std::string> files;
  AddRevisionFiles(directory, project.recursive, 0, &files);
  return files;
}

}  // namespace schemadiff
