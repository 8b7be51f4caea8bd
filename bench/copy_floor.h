// What reading the catalogs costs at the least.
#pragma once

#include <cstddef>
#include <string>

namespace schemadiff::bench {

/// Copies the rows of the catalogs that hold a database's own objects out of the server (`COPY ...
/// TO STDOUT`, expressions printed by pg_get_expr, in one read-only snapshot), and throws them
/// away. Returns the number of bytes. Throws std::runtime_error.
size_t CopyCatalogs(const std::string& connection_string);

}  // namespace schemadiff::bench
