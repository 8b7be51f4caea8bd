// The data files of engine/pg/data, inside the binary. Internal to engine/pg.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace schemadiff::internal {

/// The whole text of `data/<name>.tsv`; it lives as long as the program. `name` must be one of
/// the files that embedded_data.cc lists.
std::string_view EmbeddedData(std::string_view name);

/// Walks the rows of one data file that hold for one major version.
class DataReader {
 public:
  /// `major` must be one that the data knows.
  DataReader(std::string_view name, int major);

  /// Advances to the next row; false at the end.
  bool Next();
  /// The fields of the row, in the file's order, without the leading since and until.
  std::string_view Text(size_t column) const { return fields_[column]; }
  uint32_t Number(size_t column) const;  ///< empty reads as 0
  int32_t Signed(size_t column, int32_t if_empty) const;
  bool Flag(size_t column) const { return fields_[column] == "t"; }
  char Letter(size_t column) const { return fields_[column].empty() ? '\0' : fields_[column][0]; }
  /// The whole row as it stands in the file.
  std::string_view line() const { return line_; }

 private:
  bool Read();

  std::string_view rest_;
  std::string_view line_;
  int major_;
  std::vector<std::string_view> fields_;
};

/// The majors that the data covers, ascending.
const std::vector<int>& DataMajors();

}  // namespace schemadiff::internal
