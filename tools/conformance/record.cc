#include "tools/conformance/record.h"

#include <cctype>
#include <nlohmann/json.hpp>

namespace schemadiff::conformance {
namespace {

constexpr std::array<std::string_view, kCategories> kNames = {
    "conforming", "diverging",    "refused",          "unmodelled", "same-error", "other-error",
    "accepted",   "circumstance", "unmodelled-error", "outside",    "lost"};

}  // namespace

std::string_view ToString(Category category) { return kNames[static_cast<size_t>(category)]; }

std::optional<Category> CategoryFrom(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Category>(i);
  }
  return std::nullopt;
}

void Figures::Add(const Figures& other) {
  for (size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
}

int Figures::accepted() const {
  const auto& all = *this;
  return all[Category::kConforming] + all[Category::kDiverging] + all[Category::kRefused] +
         all[Category::kUnmodelled];
}

int Figures::rejected() const {
  const auto& all = *this;
  return all[Category::kSameError] + all[Category::kOtherError] + all[Category::kAccepted] +
         all[Category::kUnmodelledError];
}

Figures CountRecords(const FileResult& result) {
  Figures figures;
  for (const Record& record : result.records) figures.Add(record.category);
  return figures;
}

nlohmann::json ToJson(const Record& record) {
  return {{"category", ToString(record.category)},
          {"place", record.place},
          {"text", record.text},
          {"cause", record.cause},
          {"detail", record.detail}};
}

Record RecordFromJson(const nlohmann::json& json) {
  Record record;
  record.category = CategoryFrom(json.at("category").get<std::string>()).value_or(Category::kLost);
  record.place = json.at("place").get<std::string>();
  record.text = json.at("text").get<std::string>();
  record.cause = json.at("cause").get<std::string>();
  record.detail = json.at("detail").get<std::string>();
  return record;
}

std::string Shortened(std::string_view text, size_t most) {
  std::string out;
  bool space = false;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      space = !out.empty();
      continue;
    }
    if (space) out += ' ';
    space = false;
    out += c;
  }
  if (out.size() <= most) return out;
  size_t end = most - 3;
  // Not within a character.
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
  return out.substr(0, end) + "...";
}

std::string Generalized(std::string_view message) {
  std::string out;
  for (size_t i = 0; i < message.size(); ++i) {
    const char c = message[i];
    if (c == '"') {
      const size_t end = message.find('"', i + 1);
      if (end != std::string_view::npos) {
        out += "\"_\"";
        i = end;
        continue;
      }
    }
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      if (out.empty() || out.back() != '#') out += '#';
      continue;
    }
    out += c;
  }
  return out;
}

}  // namespace schemadiff::conformance
