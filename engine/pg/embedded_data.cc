#include "engine/pg/embedded_data.h"

#include <charconv>
#include <cstdlib>

// The assembler copies the files as they are: no generated source, no size limit of string
// literals, no time to compile.
#define SCHEMA_DIFF_EMBED(name)                                                               \
  __asm__(                                                                                    \
      ".pushsection .rodata\n"                                                                \
      ".global schemadiff_pg_" #name                                                          \
      "_begin\n"                                                                              \
      "schemadiff_pg_" #name                                                                  \
      "_begin:\n"                                                                             \
      ".incbin \"" SCHEMA_DIFF_PG_DATA "/" #name                                              \
      ".tsv\"\n"                                                                              \
      ".global schemadiff_pg_" #name                                                          \
      "_end\n"                                                                                \
      "schemadiff_pg_" #name                                                                  \
      "_end:\n"                                                                               \
      ".byte 0\n"                                                                             \
      ".popsection\n");                                                                       \
  extern "C" __attribute__((visibility("hidden"))) const char schemadiff_pg_##name##_begin[]; \
  extern "C" __attribute__((visibility("hidden"))) const char schemadiff_pg_##name##_end[];

// clang-format off
#define SCHEMA_DIFF_FILES(X)                                                                     \
  X(access_methods) X(casts) X(collations) X(columns) X(extension_members)                       \
  X(extension_members_stated) X(extensions) X(extensions_stated) X(family_operators) X(keywords) \
  X(languages) X(majors) X(objects) X(operator_classes) X(operators) X(procs) X(ranges)          \
  X(relations) X(types)
// clang-format on

SCHEMA_DIFF_FILES(SCHEMA_DIFF_EMBED)

namespace schemadiff::internal {
namespace {

uint32_t ParseNumber(std::string_view text) {
  uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

std::string_view EmbeddedData(std::string_view name) {
#define SCHEMA_DIFF_LOOK_UP(file)                                                            \
  if (name == #file) {                                                                       \
    return {schemadiff_pg_##file##_begin,                                                    \
            static_cast<size_t>(schemadiff_pg_##file##_end - schemadiff_pg_##file##_begin)}; \
  }
  SCHEMA_DIFF_FILES(SCHEMA_DIFF_LOOK_UP)
#undef SCHEMA_DIFF_LOOK_UP
  std::abort();  // a misspelt name in our own code
}

DataReader::DataReader(std::string_view name, int major)
    : rest_(EmbeddedData(name)), major_(major) {
  rest_.remove_prefix(rest_.find('\n') + 1);  // the heading
}

bool DataReader::Next() {
  while (Read()) {
    const std::string_view until = fields_[1];
    const int since = static_cast<int>(ParseNumber(fields_[0]));
    if (since <= major_ && (until.empty() || major_ <= static_cast<int>(ParseNumber(until)))) {
      fields_.erase(fields_.begin(), fields_.begin() + 2);
      return true;
    }
  }
  return false;
}

bool DataReader::Read() {
  if (rest_.empty()) return false;
  const size_t end = rest_.find('\n');
  line_ = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  fields_.clear();
  size_t start = 0;
  for (;;) {
    const size_t tab = line_.find('\t', start);
    if (tab == std::string_view::npos) break;
    fields_.push_back(line_.substr(start, tab - start));
    start = tab + 1;
  }
  fields_.push_back(line_.substr(start));
  return true;
}

uint32_t DataReader::Number(size_t column) const { return ParseNumber(fields_[column]); }

int32_t DataReader::Signed(size_t column, int32_t if_empty) const {
  const std::string_view text = fields_[column];
  if (text.empty()) return if_empty;
  int32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

const std::vector<int>& DataMajors() {
  static const auto* const majors = [] {
    auto* list = new std::vector<int>;
    std::string_view text = EmbeddedData("majors");
    text.remove_prefix(text.find('\n') + 1);
    while (!text.empty()) {
      const size_t end = text.find('\n');
      list->push_back(static_cast<int>(ParseNumber(text.substr(0, end))));
      text.remove_prefix(end + 1);
    }
    return list;
  }();
  return *majors;
}

}  // namespace schemadiff::internal
