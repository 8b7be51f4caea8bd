#include "tools/schema_diff/source.h"

#include <array>
#include <filesystem>
#include <fstream>

#include "engine/base/strings.h"
#include "parsers/histories/readers.h"

namespace schemadiff::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kForms =
    "a SOURCE is a connection (postgresql://..., service=..., \"host=... dbname=...\"), a "
    "directory "
    "of migrations, an .sql file, - for standard input, or a snapshot (.json)";

// Whether it begins as libpq's connection strings do: a keyword and an equals sign.
bool LooksLikeKeywords(std::string_view text) {
  text = StripWhitespace(text);
  size_t at = 0;
  while (at < text.size() && (text[at] == '_' || (text[at] >= 'a' && text[at] <= 'z'))) ++at;
  if (at == 0) return false;
  while (at < text.size() && text[at] == ' ') ++at;
  return at < text.size() && text[at] == '=';
}

// "tool" of "tool:DIRECTORY", where the text has that form.
std::string_view ToolPrefix(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  const std::string_view tool = text.substr(0, colon);
  for (const char c : tool) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!word) return {};
  }
  return tool;
}

bool IsKnownTool(std::string_view tool) {
  for (const HistoryReader* reader : AllHistoryReaders()) {
    if (reader->tool() == tool) return true;
  }
  return false;
}

std::string KnownTools() {
  return StrJoin(AllHistoryReaders(), ", ", [](std::string* out, const HistoryReader* reader) {
    StrAppend(out, reader->tool());
  });
}

// Text that may be quoted in a message: nothing that could hold a password.
bool MayBeRepeated(std::string_view text) {
  return text.find('@') == std::string_view::npos && text.find("://") == std::string_view::npos &&
         AsciiToLower(text).find("pass") == std::string::npos;
}

absl::Status Complaint(std::string_view text, std::string_view what) {
  if (!MayBeRepeated(text)) {
    return absl::InvalidArgumentError(ToAbsl(StrCat("this is no SOURCE: ", kForms)));
  }
  return absl::InvalidArgumentError(ToAbsl(StrCat("\"", text, "\" ", what)));
}

// A file by its first bytes, where its name does not tell.
absl::StatusOr<Source> FromContent(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 512> buffer{};
  file.read(buffer.data(), buffer.size());
  const std::string_view head(buffer.data(), static_cast<size_t>(file.gcount()));
  if (!file.is_open()) return Complaint(path, "cannot be read");
  if (head.starts_with("PGDMP")) {
    return Complaint(path, StrCat("is a dump in pg_dump's custom format; turn it into SQL first: "
                                  "pg_restore -s -f dump.sql ",
                                  path));
  }
  if (head.starts_with("\x1f\x8b")) return Complaint(path, "is compressed; decompress it first");
  const std::string_view text = StripWhitespace(head);
  if (text.starts_with('{')) return Source{Source::Kind::kSnapshot, path};
  return Complaint(path, StrCat("is a file of unknown type: ", kForms));
}

}  // namespace

absl::StatusOr<Source> ParseSource(std::string_view text) {
  const std::string path(text);
  if (text == "-") return Source{Source::Kind::kStandardInput, path};
  if (text.starts_with("postgresql://") || text.starts_with("postgres://")) {
    return Source{Source::Kind::kDatabase, path};
  }
  // SQLAlchemy's URLs, as applications have them in their settings, name a Python driver.
  if (const size_t scheme = text.find("://");
      scheme != std::string_view::npos && text.starts_with("postgresql+")) {
    return Source{Source::Kind::kDatabase, StrCat("postgresql", text.substr(scheme))};
  }
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) return Source{Source::Kind::kHistory, path};
  const bool is_sql = AsciiToLower(text).ends_with(".sql");
  const bool is_json = AsciiToLower(text).ends_with(".json");
  if (fs::exists(status)) {
    if (is_sql) return Source{Source::Kind::kSqlFile, path};
    if (is_json) return Source{Source::Kind::kSnapshot, path};
    // What a shell's <(pg_dump ...) gives; it can be read only once.
    if (fs::is_fifo(status)) return Source{Source::Kind::kSqlFile, path};
    return FromContent(path);
  }
  if (const std::string_view tool = ToolPrefix(text); !tool.empty()) {
    if (IsKnownTool(tool)) return Source{Source::Kind::kHistory, path};
    // A URL of something else must not be taken for a tool.
    if (text.substr(tool.size()).starts_with("://")) {
      return absl::InvalidArgumentError(
          ToAbsl(StrCat("connections begin with postgresql://, not with ", tool, "://")));
    }
    return Complaint(text, StrCat("names no migration tool that is known (", KnownTools(), ")"));
  }
  if (LooksLikeKeywords(text)) return Source{Source::Kind::kDatabase, path};
  if (text.empty()) {
    return absl::InvalidArgumentError(ToAbsl(StrCat("a SOURCE is empty: ", kForms)));
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return Complaint(text, StrCat("cannot be read: ", error.message()));
  }
  if (is_sql || is_json || text.find('/') != std::string_view::npos) {
    return Complaint(text, "does not exist");
  }
  return Complaint(text, StrCat("does not exist, and is no connection: ", kForms));
}

}  // namespace schemadiff::cli
