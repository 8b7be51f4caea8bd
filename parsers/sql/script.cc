#include "parsers/sql/script.h"

#include <filesystem>
#include <utility>

#include "engine/base/file.h"
#include "engine/base/strings.h"
#include "parsers/sql/psql_reader.h"

namespace schemadiff {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<PsqlScript> Read(std::string file, std::string directory, std::string text,
                                std::string canonical, const PsqlOptions& options) {
  if (const auto fault = internal::FindNoText(text)) {
    return absl::InvalidArgumentError(ToAbsl(
        StrCat(internal::PlaceIn(file, text, fault->offset).ToString(), ": ", fault->message)));
  }
  PsqlScript script;
  internal::PsqlSession session;
  session.variables = options.variables;
  session.directory = options.directory;
  session.database = options.database;
  session.keep_rows_of = options.keep_rows_of;
  session.database_chosen = !options.database.empty();
  session.script = &script;
  if (!canonical.empty()) session.open.push_back(std::move(canonical));
  internal::PsqlReader(&session, std::move(file), std::move(directory), std::move(text)).Read();
  return script;
}

}  // namespace

absl::StatusOr<PsqlScript> ReadPsqlFile(const std::string& path, const PsqlOptions& options) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  return ReadPsqlTextOf(path, *std::move(text), options);
}

absl::StatusOr<PsqlScript> ReadPsqlTextOf(const std::string& path, std::string text,
                                          const PsqlOptions& options) {
  std::error_code error;
  return Read(path, fs::path(path).parent_path().string(), std::move(text),
              fs::weakly_canonical(path, error).string(), options);
}

absl::StatusOr<PsqlScript> ReadPsqlText(std::string name, std::string text,
                                        const PsqlOptions& options) {
  return Read(std::move(name), options.directory, std::move(text), "", options);
}

std::vector<std::string> PsqlScript::Unread() const {
  std::vector<std::string> unread;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    if (diagnostic.level == DiagnosticLevel::kError && diagnostic.sqlstate.empty()) {
      unread.push_back(diagnostic.message);
    }
  }
  return unread;
}

ParsedScript ParsePsql(const PsqlScript& script) {
  ParsedScript all;
  all.diagnostics = script.diagnostics;
  bool new_session = false;
  for (const PsqlScript::Part& part : script.parts) {
    ParsedScript parsed = ParseSql(part.text);
    all.diagnostics.Append(parsed.diagnostics);
    new_session |= part.new_session;
    for (ParsedStatement& statement : parsed.statements) {
      statement.new_session = std::exchange(new_session, false);
      all.statements.push_back(std::move(statement));
    }
  }
  return all;
}

}  // namespace schemadiff
