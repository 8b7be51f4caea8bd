// Schemas of any size to measure with.
#pragma once

#include <string>
#include <string_view>

namespace schemadiff::bench {

/// SQL that makes `tables` tables, three statements and about 860 bytes each: CREATE TABLE with ten
/// columns, four defaults, primary key, two unique constraints, two checks and (but for the first)
/// a foreign key to an earlier table; CREATE INDEX, so that each has four indexes; COMMENT ON
/// TABLE. The same text for the same number and prefix of the tables' names, everywhere.
std::string GenerateSchema(int tables, std::string_view prefix = "record_");

/// The same schema with the marks of drift: of every hundred tables one lacks a column, one an
/// index, and one has another default.
std::string GenerateDrift(int tables);

}  // namespace schemadiff::bench
