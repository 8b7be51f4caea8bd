#include "tools/schema_diff/load.h"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

#include "engine/base/file.h"
#include "engine/base/strings.h"
#include "engine/catalog/snapshot.h"
#include "engine/pg/extensions.h"
#include "engine/replay/replay.h"
#include "parsers/sql/script.h"
#include "parsers/sql/table_rows.h"
#include "parsers/sql/text_check.h"
#include "tools/schema_diff/history_replay.h"

namespace schemadiff::cli {
namespace {

absl::Status About(const std::string& path, const absl::Status& status) {
  return {status.code(), ToAbsl(StrCat(path, ": ", std::string(status.message())))};
}

// All of standard input, as far as it is text: something that never ends (/dev/zero) holds what no
// text does.
absl::StatusOr<std::string> ReadStandardInput() {
  std::string text;
  char buffer[size_t{64} << 10];
  while (std::cin.read(buffer, sizeof buffer) || std::cin.gcount() > 0) {
    const std::string_view read(buffer, static_cast<size_t>(std::cin.gcount()));
    text.append(read);
    if (read.find('\0') != std::string_view::npos) break;
    if (text.size() > kMaxTextBytes) {
      return absl::InvalidArgumentError("<stdin>: is larger than 1 GiB");
    }
  }
  if (std::cin.bad()) return absl::UnknownError("standard input cannot be read");
  return text;
}

// What a replay begins with: that server version, and the settings of the other side's database.
Catalog Initial(int server_version, const Catalog* other) {
  if (other == nullptr) return InitialCatalog(server_version);
  Catalog catalog = InitialCatalogFor(*other);
  catalog.server_version = server_version;
  if (catalog.notes.extensions != nullptr &&
      server_version / 10000 != other->server_version / 10000) {
    // What is built in is another major's.
    std::vector<KnownExtension> read;
    for (const KnownExtension* extension : other->notes.extensions->Added()) {
      read.push_back(*extension);
    }
    catalog.notes.extensions = Extensions::With(server_version / 10000, std::move(read));
  }
  return catalog;
}

absl::StatusOr<Side> LoadSnapshot(const Source& source) {
  const absl::StatusOr<std::string> text = ReadFile(source.text);
  if (!text.ok()) return text.status();
  absl::StatusOr<Snapshot> snapshot = ReadSnapshot(*text);
  if (!snapshot.ok()) return About(source.text, snapshot.status());
  Side side;
  side.catalog = std::move(snapshot->catalog);
  side.unread = std::move(snapshot->unread);
  side.bookkeeping = std::move(snapshot->bookkeeping);
  side.identity.kind = SideKind::kSnapshot;
  side.identity.snapshot_of = std::move(snapshot->source);
  side.identity.name = source.text;
  side.identity.server_version = side.catalog.server_version;
  return side;
}

// What a dump says of a tool's record: where the table is, and its rows, if it has them.
BookkeepingResult FindRows(const PsqlScript& script, const BookkeepingQuery& record,
                           const Catalog& catalog) {
  ColumnRows rows = RowsOf(script, record.table, record.column);
  BookkeepingResult result;
  for (const ObjectId id : catalog.Sorted()) {
    const ObjectKey& key = catalog.Get(id).key;
    if (key.kind != KindOf<Table> || key.name.str() != record.table) continue;
    // The one with the rows goes first.
    const bool first = key.schema.str() == rows.schema;
    result.schemas.insert(first ? result.schemas.begin() : result.schemas.end(), key.schema.str());
  }
  result.rows = std::move(rows.values);
  if (result.rows) std::ranges::sort(*result.rows);
  return result;
}

absl::StatusOr<Side> LoadSql(const Source& source, const CommonOptions& options, int server_version,
                             const Catalog* other, Progress* progress) {
  progress->Step("reading SQL");
  const std::vector<BookkeepingQuery> records = UsualRecords();
  PsqlOptions psql;
  for (const BookkeepingQuery& record : records) psql.keep_rows_of.push_back(record.table);
  absl::StatusOr<PsqlScript> read;
  if (source.kind == Source::Kind::kStandardInput) {
    absl::StatusOr<std::string> text = ReadStandardInput();
    if (!text.ok()) return text.status();
    read = ReadPsqlText("<stdin>", *std::move(text), psql);
  } else {
    read = ReadPsqlFile(source.text, psql);
  }
  if (!read.ok()) return read.status();
  const PsqlScript& script = *read;
  Side side;
  side.catalog = Initial(server_version, other);
  side.catalog.notes.session_role = options.role;
  side.identity.kind = SideKind::kSql;
  side.identity.name = source.kind == Source::Kind::kStandardInput ? "standard input" : source.text;
  side.identity.server_version = server_version;
  side.diagnostics = script.diagnostics;
  if (!script.Unread().empty()) side.unread.push_back(side.identity.name);
  progress->Step("replaying SQL");
  Replayer replayer(side.catalog, side.diagnostics);
  for (const PsqlScript::Part& part : script.parts) {
    if (part.new_session) replayer.EndSession();
    replayer.Execute(part.text, "");
  }
  replayer.EndSession();
  for (const BookkeepingQuery& record : records) {
    BookkeepingResult result = FindRows(script, record, side.catalog);
    // SQL without the table need not be of the whole database.
    if (!result.schemas.empty()) side.bookkeeping.push_back({record, std::move(result)});
  }
  return side;
}

absl::StatusOr<Side> LoadHistory(const Source& source, const CommonOptions& options,
                                 int server_version, const Catalog* other, Progress* progress) {
  progress->Step("reading migrations");
  absl::StatusOr<History> history = ReadHistory(source.text);
  if (!history.ok()) return history.status();
  if (absl::Status whole = CheckWhole(*history); !whole.ok()) return whole;
  std::vector<std::string> target = history->Heads();
  if (!options.at.empty()) {
    absl::StatusOr<std::vector<std::string>> resolved = ResolveRevisions(*history, options.at);
    if (!resolved.ok()) return resolved.status();
    target = *std::move(resolved);
  }
  Catalog initial = Initial(server_version, other);
  initial.notes.session_role = options.role;
  HistoryReplay replay(std::move(initial), "", progress);
  replay.ApplyAll(history->UpTo(target));
  Side side;
  side.identity = HistoryIdentity(*history, source);
  side.identity.upto = target;
  side.identity.server_version = server_version;
  side.diagnostics = history->diagnostics;
  side.diagnostics.Append(replay.diagnostics());
  side.catalog = replay.TakeCatalog();
  for (const Revision* revision : history->UpTo(target)) {
    if (revision->open_ended) side.unread.push_back(StrCat("revision ", revision->id));
  }
  for (const BookkeepingQuery& query : BookkeepingOf(*history)) {
    side.bookkeeping.push_back({query, {}});
  }
  side.history = *std::move(history);
  return side;
}

}  // namespace

std::vector<std::string> NotRead(const Side& side) {
  std::vector<std::string> parts = side.unread;
  const std::vector<std::string>& more = side.catalog.notes.open_ended;
  parts.insert(parts.end(), more.begin(), more.end());
  return parts;
}

absl::StatusOr<Side> LoadDatabase(const Source& source, const CommonOptions& options,
                                  const std::vector<BookkeepingQuery>& bookkeeping,
                                  Progress* progress) {
  progress->Step("connecting to the database");
  IntrospectOptions introspect;
  // Patterns with a dot are about single objects; the filter sees to them.
  introspect.include_schemas = options.schemas;
  std::ranges::copy_if(options.excludes, std::back_inserter(introspect.exclude_schemas),
                       [](const std::string& p) { return p.find('.') == std::string::npos; });
  introspect.bookkeeping = bookkeeping;
  introspect.connections = options.connections == "2" ? 2 : 1;
  introspect.dependencies = options.format == "sql";
  introspect.progress = [progress](std::string_view what, int done, int total) {
    progress->Step(StrCat("reading the database: ", what), done, total);
  };
  absl::StatusOr<LiveCatalog> live = Introspect(source.text, introspect);
  if (!live.ok()) return live.status();
  Side side;
  side.catalog = std::move(live->catalog);
  side.diagnostics = std::move(live->diagnostics);
  for (size_t i = 0; i < bookkeeping.size(); ++i) {
    side.bookkeeping.push_back({bookkeeping[i], std::move(live->bookkeeping[i])});
  }
  side.identity.kind = SideKind::kDatabase;
  side.identity.name = live->identity.database;
  side.identity.host = live->identity.host;
  side.identity.port = live->identity.port;
  side.identity.user = live->identity.user;
  side.identity.server_version = live->identity.version_num;
  return side;
}

std::vector<BookkeepingQuery> UsualRecords() {
  std::vector<BookkeepingQuery> queries;
  for (Bookkeeping& usual : UsualBookkeeping()) {
    queries.push_back(
        {std::move(usual.schema), std::move(usual.table), std::move(usual.version_column)});
  }
  return queries;
}

bool KnowsServerVersion(const Source& source) {
  return source.kind == Source::Kind::kDatabase || source.kind == Source::Kind::kSnapshot;
}

absl::StatusOr<Side> LoadSource(const Source& source, const CommonOptions& options,
                                int server_version, Progress* progress, const Catalog* other) {
  switch (source.kind) {
    case Source::Kind::kDatabase:
      return LoadDatabase(source, options, {}, progress);
    case Source::Kind::kSnapshot:
      return LoadSnapshot(source);
    case Source::Kind::kHistory:
      return LoadHistory(source, options, server_version, other, progress);
    case Source::Kind::kSqlFile:
    case Source::Kind::kStandardInput:
      break;
  }
  return LoadSql(source, options, server_version, other, progress);
}

absl::Status CheckRevisionOption(const CommonOptions& options,
                                 const std::vector<const Source*>& sources) {
  const auto is_replayed = [](const Source* source) { return !KnowsServerVersion(*source); };
  if (options.server_version_num != 0 && std::ranges::none_of(sources, is_replayed)) {
    return absl::InvalidArgumentError(
        "--server-version says how to replay migrations or SQL, and there are none here");
  }
  const bool has_history = std::ranges::any_of(
      sources, [](const Source* source) { return source->kind == Source::Kind::kHistory; });
  if (options.at.empty() || has_history) return absl::OkStatus();
  return absl::InvalidArgumentError(ToAbsl(
      StrCat("--at names a revision of a migration history, and ", sources.front()->text,
             sources.size() > 1 ? " and " : "", sources.size() > 1 ? sources.back()->text : "",
             sources.size() > 1 ? " are none" : " is none")));
}

int ReplayVersion(const CommonOptions& options) {
  return options.server_version_num == 0 ? kDefaultServerVersion : options.server_version_num;
}

std::vector<BookkeepingQuery> BookkeepingOf(const History& history) {
  if (!history.bookkeeping) return {};
  return {{history.bookkeeping->schema, history.bookkeeping->table,
           history.bookkeeping->version_column}};
}

SideIdentity HistoryIdentity(const History& history, const Source& source) {
  SideIdentity identity;
  identity.kind = SideKind::kHistory;
  identity.name = source.text;
  // The tool is told beside it.
  if (identity.name.starts_with(history.tool + ":")) {
    identity.name.erase(0, history.tool.size() + 1);
  }
  identity.tool = history.tool;
  return identity;
}

}  // namespace schemadiff::cli
