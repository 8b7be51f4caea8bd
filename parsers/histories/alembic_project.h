// Finds the parts of an Alembic project: its configuration, env.py and version directories.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schemadiff {

struct AlembicProject {
  std::string script_directory;                  ///< holds env.py; empty where there is none
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

/// The value of `key` in `[section]` of an INI file (or of a TOML file's plain strings), with
/// continuation lines; nullopt where there is none.
std::optional<std::string> IniValue(std::string_view text, std::string_view section,
                                    std::string_view key);

}  // namespace schemadiff
