#include "engine/pg/postgis_modifiers.h"

#include <array>
#include <charconv>

#include "engine/base/strings.h"

namespace schemadiff {
namespace {

constexpr std::array<std::string_view, 16> kShapes = {"Geometry",       "Point",
                                                      "LineString",     "Polygon",
                                                      "MultiPoint",     "MultiLineString",
                                                      "MultiPolygon",   "GeometryCollection",
                                                      "CircularString", "CompoundCurve",
                                                      "CurvePolygon",   "MultiCurve",
                                                      "MultiSurface",   "PolyhedralSurface",
                                                      "Triangle",       "Tin"};
constexpr int kDefaultGeographySrid = 4326;
constexpr int kGreatestSrid = 998999;  // what is greater is changed

// "POINTZ" -> ("Point", "Z").
bool ReadShape(std::string_view text, std::string_view* shape, std::string* dimensions) {
  const std::string word = AsciiToLower(StripWhitespace(text));
  for (const std::string_view candidate : kShapes) {
    const std::string lower = AsciiToLower(candidate);
    if (!word.starts_with(lower)) continue;
    const std::string_view rest = std::string_view(word).substr(lower.size());
    if (!rest.empty() && rest != "z" && rest != "m" && rest != "zm") continue;
    *shape = candidate;
    dimensions->clear();
    for (const char c : rest) *dimensions += c == 'z' ? 'Z' : 'M';
    return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> PostgisModifiers(std::string_view type,
                                            const std::vector<std::string>& input) {
  const bool geography = type == "geography";
  if ((!geography && type != "geometry") || input.empty() || input.size() > 2) return std::nullopt;
  std::string_view shape;
  std::string dimensions;
  if (!ReadShape(input[0], &shape, &dimensions)) return std::nullopt;
  int srid = 0;
  if (input.size() == 2) {
    const std::string_view digits = StripWhitespace(input[1]);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), srid);
    if (error != std::errc() || end != digits.data() + digits.size() || srid < 0 ||
        srid > kGreatestSrid) {
      return std::nullopt;
    }
  }
  if (geography && srid == 0) srid = kDefaultGeographySrid;
  if (shape == "Geometry" && dimensions.empty() && srid == 0) return std::string();
  return srid == 0 ? StrCat(shape, dimensions) : StrCat(shape, dimensions, ",", srid);
}

}  // namespace schemadiff
