// Prints the SQL of a migration history, for comparison with the tool's own.
//
// usage: dump_sql [--down] [--lines] DIRECTORY
//
// One JSON object per line: {"revision": id, "sql": [text, ...], "unread": [reason, ...]}, and
// with --lines the line of each of the texts' own lines. Diagnostics go to standard error.
// Exits with 2 where the history cannot be read.
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "parsers/histories/history.h"

namespace {

nlohmann::json Texts(const std::vector<std::shared_ptr<const schemadiff::SourceText>>& texts,
                     bool lines) {
  nlohmann::json out = nlohmann::json::array();
  for (const auto& text : texts) {
    if (!lines) {
      out.push_back(text->text());
      continue;
    }
    nlohmann::json mapped = nlohmann::json::array();
    size_t begin = 0;
    while (begin <= text->text().size()) {
      const size_t end = std::min(text->text().find('\n', begin), text->text().size());
      mapped.push_back({text->Locate(begin).line, text->text().substr(begin, end - begin)});
      begin = end + 1;
    }
    out.push_back(std::move(mapped));
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  bool down = false;
  bool lines = false;
  std::string source;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--down") {
      down = true;
    } else if (argument == "--lines") {
      lines = true;
    } else {
      source = argument;
    }
  }
  const absl::StatusOr<schemadiff::History> history = schemadiff::ReadHistory(source);
  if (!history.ok()) {
    std::cerr << history.status().message() << "\n";
    return 2;
  }
  for (const schemadiff::Diagnostic& diagnostic : history->diagnostics.list()) {
    std::cerr << schemadiff::FormatDiagnostic(diagnostic) << "\n";
  }
  for (const schemadiff::Revision& revision : history->revisions) {
    const nlohmann::json object = {{"revision", revision.id},
                                   {"parents", revision.parents},
                                   {"sql", Texts(down ? revision.down : revision.up, lines)},
                                   {"transactional", revision.transactional},
                                   {"unread", revision.unread}};
    std::cout << object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
  }
  return 0;
}
