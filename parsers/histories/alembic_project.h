// Finds the parts of an Alembic project: its configuration, env.py and version directories.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schemadiff {

struct AlembicProject {
  std::string script_directory;  ///< holds env.py; empty where there is none
  /// Where Python looks for the modules that env.py and revision files import, in order.
  std::vector<std::string> module_roots;
  std::string root;  ///< the directory of the project as a whole, as far as it can be told
  std::vector<std::string> version_directories;  ///< hold the revision files
  bool recursive = false;                        ///< version directories may be nested
  std::string version_table = "alembic_version";
  std::string version_table_schema;  ///< empty: the default schema
};

/// Looks for a project in a directory that is its root (alembic.ini or pyproject.toml), its script
/// directory (env.py, versions/), the parent of one (alembic/, migrations/) or a directory of
/// revision files. nullopt where it is none of these. Opens few files.
std::optional<AlembicProject> FindAlembicProject(const std::string& directory);

/// The revision files of a version directory, by Alembic's rule for names, sorted.
std::vector<std::string> RevisionFiles(const AlembicProject& project, const std::string& directory);

/// The Python files below the project's root that mention `word`; virtual
/// environments, hidden and other projects' directories are left out. nullopt where there are too
/// many files to look through.
std::optional<std::vector<std::string>> FilesThatMention(const AlembicProject& project,
                                                         std::string_view word);

/// The value of `key` in `[section]` of an INI file (or of a TOML file's plain strings), with
/// continuation lines; nullopt where there is none.
std::optional<std::string> IniValue(std::string_view text, std::string_view section,
                                    std::string_view key);

/// The same as Alembic sees it: from `[DEFAULT]` where the section has none, with `%(here)s` (the
/// file's directory), `%(other key)s` and `%%` replaced. Source: Python's ConfigParser.
std::optional<std::string> InterpolatedIniValue(std::string_view text, std::string_view section,
                                                std::string_view key, const std::string& here,
                                                int depth = 0);

}  // namespace schemadiff
