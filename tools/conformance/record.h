// What a run finds out: one record per statement that counts.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schemadiff::conformance {

enum class Category : uint8_t {
  // Statements that the server accepts.
  kConforming,  ///< both catalogs are equal after it, and the replay has nothing to say
  kDiverging,   ///< they differ, and the replay did not say that they might
  kRefused,     ///< the replay refuses it as PostgreSQL would refuse another one
  kUnmodelled,  ///< the replay says that it, or what it touches, is not modelled
  // Statements that the server rejects.
  kSameError,        ///< so does the replay, with the same SQLSTATE
  kOtherError,       ///< so does the replay, with another SQLSTATE
  kAccepted,         ///< the replay accepts it
  kCircumstance,     ///< likewise, but the rows of a table are what the server rejects it for
  kUnmodelledError,  ///< the replay says that it is not modelled
  // Neither.
  kOutside,  ///< about roles, databases and the like, which are no part of a schema
  kLost,     ///< could not be compared
};
inline constexpr size_t kCategories = 11;

/// Its name in options and in JSON: "diverging".
std::string_view ToString(Category category);
std::optional<Category> CategoryFrom(std::string_view name);

struct Record {
  Category category = Category::kConforming;
  std::string place;   ///< "alter_table.sql:17"
  std::string text;    ///< the statement, shortened, in one line
  std::string cause;   ///< what it has in common with others of its category
  std::string detail;  ///< the first difference, or what was said
};

/// What became of one file.
struct FileResult {
  std::string file;
  std::vector<Record> records;
  int steps = 0;        ///< statements in all
  int not_sent = 0;     ///< of these, those that psql would have completed from a query's result
  double seconds = 0;   ///< wall time
  std::string failure;  ///< why it came to no end; empty where it did
};

/// How many records there are of each category.
struct Figures {
  std::array<int, kCategories> counts{};

  int operator[](Category category) const { return counts[static_cast<size_t>(category)]; }
  void Add(Category category) { ++counts[static_cast<size_t>(category)]; }
  void Add(const Figures& other);
  /// Statements that the server accepted, and rejected; without those that count as neither.
  int accepted() const;
  int rejected() const;
};
Figures CountRecords(const FileResult& result);

nlohmann::json ToJson(const Record& record);
Record RecordFromJson(const nlohmann::json& json);

/// A statement's text in one line of at most `most` bytes.
std::string Shortened(std::string_view text, size_t most);
/// A message without what differs from one statement to the next: names in quotes, and numbers.
std::string Generalized(std::string_view message);

}  // namespace schemadiff::conformance
