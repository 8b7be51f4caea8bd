// SQL that stands for what could not be read.
#pragma once

#include <cstddef>
#include <string>

namespace schemadiff {

/// SQL that no migration runs, but that names what an operation may change that could not be read.
struct DoubtfulSql {
  size_t after = 0;  ///< how many of the migration's texts run before that operation
  std::string sql;
};

}  // namespace schemadiff
