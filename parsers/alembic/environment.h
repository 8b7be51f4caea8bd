// Reads what an Alembic project's env.py says of its models.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/source.h"
#include "parsers/alembic/project_modules.h"
#include "parsers/alembic/sa_metadata.h"

namespace schemadiff::alembic {

/// The naming conventions of the `target_metadata` that env.py configures Alembic with: its
/// operations name constraints and indexes by them.
struct TargetNaming {
  NamingConvention naming;  ///< `unknown` says why, where they could not be read
  SourceLocation where;     ///< of `target_metadata` in env.py
};

/// `text` are the contents of env.py, which is shown to the user as `file`.
TargetNaming ReadTargetNaming(const std::string& file, std::string_view text,
                              ProjectModules* modules);

/// The first constant string that a Python file gives to a keyword or variable of that name,
/// as in `configure(version_table="x")`. For settings of env.py. Empty where there is none.
std::string FindConstantKeyword(std::string_view text, std::string_view keyword);

}  // namespace schemadiff::alembic
