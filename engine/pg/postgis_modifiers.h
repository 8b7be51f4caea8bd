// What PostGIS makes of the modifiers of its types.
//
// As PostGIS 3 does it (its functions geometry_typmod_in, geography_typmod_in and
// postgis_typmod_out), seen on a server with 3.3.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schemadiff {

/// The modifiers of `geometry` or `geography` as format_type prints them, from what a statement
/// says: {"POINT", "4326"} is `Point,4326`. Empty for modifiers that say nothing. No value for
/// other types and for what is not understood.
std::optional<std::string> PostgisModifiers(std::string_view type,
                                            const std::vector<std::string>& input);

}  // namespace schemadiff
