#include "engine/replay/replay.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/follows_unknown.h"
#include "engine/base/pg_error.h"
#include "engine/base/strings.h"
#include "engine/replay/calls.h"
#include "engine/replay/context.h"
#include "engine/replay/dispatch.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/owner.h"
#include "engine/replay/rights.h"
#include "engine/replay/run_time_effects.h"
#include "engine/replay/settings.h"
#include "engine/replay/transaction.h"
#include "engine/replay/walk.h"

namespace schemadiff {

Catalog InitialCatalog(int server_version) {
  Catalog catalog;
  catalog.server_version = server_version;
  // The comments that both have from the start are part of no schema of ours.
  catalog.Create(KeyFor<Schema>("public"), Schema{});
  Extension plpgsql;
  plpgsql.schema = "pg_catalog";
  catalog.Create(KeyFor<Extension>("plpgsql"), std::move(plpgsql));
  return catalog;
}

Catalog InitialCatalogFor(const Catalog& actual) {
  Catalog catalog = InitialCatalog(actual.server_version);
  catalog.notes.search_path = actual.notes.search_path;
  catalog.notes.time_zone = actual.notes.time_zone;
  catalog.notes.session_role = actual.notes.session_role;
  catalog.notes.extensions = actual.notes.extensions;
  actual.ForEachOfKind(KindOf<Extension>, [&](ObjectId id) {
    const Object& object = actual.Get(id);
    if (catalog.Find(object.key) != nullptr) return;
    const auto& extension = object.As<Extension>();
    const ObjectKey schema = KeyFor<Schema>(extension.schema);
    if (extension.schema != "pg_catalog" && catalog.Find(schema) == nullptr) {
      catalog.Create(schema, Schema{});
      catalog.notes.assumed.insert(schema);
    }
    catalog.Create(object.key, Extension{extension.schema, {}});
    catalog.notes.assumed.insert(object.key);
  });
  return catalog;
}

namespace {

using replay::Context;
using replay::MarkTouched;

// A statement that the parser here refuses may be good to a newer server: then what it mentions is
// not known.
void DoubtSyntax(Context& cx, std::string_view text, Diagnostic* diagnostic) {
  const int major = cx.catalog.server_version / 10000;
  if (diagnostic->sqlstate != "42601" || major <= ParserMajor()) return;
  // No version takes a text that is cut off.
  if (diagnostic->message.starts_with("unterminated ")) return;
  diagnostic->code = "replay.newer-syntax";
  StrAppend(&diagnostic->message, "; the grammar here is that of PostgreSQL ", ParserMajor(),
            ", and the server's version ", major, " may take the statement");
  const std::string reason =
      StrCat(diagnostic->location.ToString(), ": a statement that only PostgreSQL ",
             ParserMajor() + 1, " or later may take mentions it");
  for (const ObjectKey& key : replay::MentionedBy(cx, text)) {
    cx.catalog.MarkUnknown(key, reason);
    cx.catalog.ForEachOfKind(KindOf<Table>, [&](ObjectId id) {
      const ObjectKey& table = cx.catalog.Get(id).key;
      if (table != key && (key.kind != kNoKind || table.name != key.name)) return;
      replay::MarkPartitions(cx, id, reason);
    });
    diagnostic->touches.push_back(key.ToString());
  }
}

// Whether the text does one thing to one object: what fails in it is all that it does.
bool IsOneAction(const std::shared_ptr<const SourceText>& source) {
  const ParsedScript script = ParseSql(source);
  if (script.statements.size() != 1) return false;
  const ast::Node& stmt = *script.statements[0].stmt;
  if (const auto* alter = ast::As<ast::AlterTableStmt>(&stmt)) return alter->cmds.size() == 1;
  if (const auto* drop = ast::As<ast::DropStmt>(&stmt)) return drop->objects.size() == 1;
  return true;
}

// The end of the reason for which something is unknown that a statement makes, changes or drops of
// which it is not known whether it runs.
constexpr std::string_view kPerhaps = "whether this runs is not known, and it changes it";

// Whether the statement may take over what it finds in what it names: columns, keys and indexes of
// other tables, or a name that depends on which ones are taken.
bool TakesOver(const ast::Node& stmt) {
  if (const auto* table = ast::As<ast::CreateStmt>(&stmt)) {
    return !table->inhRelations.empty() || table->ofTypename != nullptr ||
           std::ranges::any_of(table->tableElts, [](const ast::Node* element) {
             return ast::As<ast::TableLikeClause>(element) != nullptr;
           });
  }
  if (const auto* index = ast::As<ast::IndexStmt>(&stmt)) return index->idxname.empty();
  if (const auto* alter = ast::As<ast::AlterTableStmt>(&stmt)) {
    return std::ranges::any_of(alter->cmds, [](const ast::Node* node) {
      const auto& command = *ast::Cast<ast::AlterTableCmd>(node);
      if (const auto* constraint = ast::As<ast::Constraint>(command.def)) {
        return constraint->conname.empty();
      }
      return command.subtype == ast::AlterTableType::AT_AttachPartition ||
             command.subtype == ast::AlterTableType::AT_AddInherit ||
             command.subtype == ast::AlterTableType::AT_AddOf;
    });
  }
  return ast::As<ast::CreateTableAsStmt>(&stmt) != nullptr ||
         ast::As<ast::ViewStmt>(&stmt) != nullptr;
}

// Whether the statement names something, or whose parts, a statement changed that may not have run.
bool NamesUncertain(const Catalog& catalog, std::string_view text) {
  StringSet names;
  for (const auto& [key, reason] : catalog.unknown()) {
    if (!reason.ends_with(kPerhaps)) continue;
    names.insert(key.name.str());
    if (!key.table.empty()) names.insert(key.table.str());
    const ObjectId id = catalog.IdOf(key);
    if (id == kNoObject || catalog.Get(id).parent == kNoObject) continue;
    names.insert(catalog.Get(catalog.Get(id).parent).key.name.str());
  }
  return !names.empty() &&
         replay::Mentions(text, [&](std::string_view word) { return names.contains(word); });
}

// Whether a text that may not run, and fails so if it does, was not to run, and nothing else stands
// for it: it makes what is there already, or only drops, and what is not there.
bool MeansNoEffect(std::string_view state, const std::shared_ptr<const SourceText>& source) {
  const std::string_view text = source->text();
  if (!IsOneAction(source)) return false;
  static constexpr std::array kThere = {sqlstate::kDuplicateTable, sqlstate::kDuplicateColumn,
                                        sqlstate::kDuplicateObject, sqlstate::kDuplicateSchema,
                                        sqlstate::kDuplicateFunction};
  static constexpr std::array kNotThere = {sqlstate::kUndefinedTable, sqlstate::kUndefinedColumn,
                                           sqlstate::kUndefinedObject, sqlstate::kUndefinedFunction,
                                           sqlstate::kUndefinedSchema};
  if (std::ranges::find(kThere, state) != kThere.end()) return true;
  if (std::ranges::find(kNotThere, state) == kNotThere.end()) return false;
  bool drops = false;
  const bool more = replay::Mentions(text, [&](std::string_view word) {
    drops = drops || word == "drop";
    return word == "create" || word == "add" || word == "rename" || word == "set";
  });
  return drops && !more;
}

}  // namespace

struct Replayer::Impl {
  Context cx;
  ParsedStatement current;  // of a text; the end of the session may still report about it
  bool perhaps = false;     // whether it is not known that what is executed was

  Impl(Catalog& catalog, Diagnostics& diagnostics, ReplayOptions options)
      : cx(catalog, diagnostics, std::move(options)) {}

  void Run(const ParsedStatement& statement);
  void Refuse(const ParsedStatement& statement);
  void ReportError(const PgError& error);
  bool Misread(const ParsedStatement& statement);
  void Handle(const ast::Node& stmt, const replay::StatementInfo& info);
};

void Replayer::Impl::ReportError(const PgError& error) {
  const ParsedStatement& statement = cx.statement();
  std::vector<std::string> touches;
  std::string message = error.what();
  if (!perhaps) {
    message += replay::NoteFailure(cx, statement.Locate(error.location()), statement.text(),
                                   statement.stmt, &touches);
  }
  cx.Report(DiagnosticLevel::kError, "replay.postgres-error", std::move(message), error.location(),
            error.sqlstate(), std::move(touches));
}

// What the statement would have changed is found all the same: the transaction's end tells of it.
void Replayer::Impl::Refuse(const ParsedStatement& statement) {
  cx.Report(DiagnosticLevel::kNote, "replay.in-failed-transaction",
            StrCat("PostgreSQL refuses this because the statement in line ",
                   cx.session.failure()->place.line, " of the same transaction failed"),
            -1, "25P02");
  const ast::NodeTag tag = statement.stmt->tag;
  if (tag == ast::NodeTag::kTransactionStmt ||
      replay::InfoFor(tag).what != replay::StatementClass::kHandled) {
    return;
  }
  Diagnostics told = std::exchange(cx.diagnostics, {});
  Run(statement);
  cx.diagnostics = std::move(told);
}

void Replayer::Impl::Handle(const ast::Node& stmt, const replay::StatementInfo& info) {
  // Transaction control moves the marks itself, and cannot fail half-way.
  if (stmt.tag == ast::NodeTag::kTransactionStmt) {
    try {
      info.handler(cx, stmt);
    } catch (const PgError& error) {
      ReportError(error);
    } catch (const NotModelled& gap) {
      cx.Report(DiagnosticLevel::kError, "replay.not-modelled", gap.what(), gap.location());
    }
    return;
  }
  const Catalog::Mark mark = cx.catalog.SetMark();
  try {
    replay::CheckRights(cx, stmt);
    info.handler(cx, stmt);
    replay::OwnNewObjects(cx);
    cx.catalog.Release(mark);
  } catch (const PgError& error) {
    cx.catalog.RollbackTo(mark);
    ReportError(error);
  } catch (const FollowsUnknown& gap) {
    cx.catalog.RollbackTo(mark);
    std::vector<std::string> touches = MarkTouched(cx, stmt, gap.what());
    cx.Report(DiagnosticLevel::kError, kFollowsUnknown, gap.what(), gap.location(), {},
              std::move(touches));
  } catch (const NotModelled& gap) {
    cx.catalog.RollbackTo(mark);
    std::vector<std::string> touches = MarkTouched(cx, stmt, gap.what());
    cx.Report(DiagnosticLevel::kError, "replay.not-modelled", StrCat("not modelled: ", gap.what()),
              gap.location(), {}, std::move(touches));
  }
}

// Statements are read with standard_conforming_strings on. Says so of one that means something else
// with the setting that is in force.
bool Replayer::Impl::Misread(const ParsedStatement& statement) {
  using replay::Misread;
  if (!cx.session.bounds_lost && cx.session.settings().standard_conforming_strings) return false;
  const std::string reason = "with standard_conforming_strings off a literal reads otherwise";
  if (!cx.session.bounds_lost) {
    const Misread misread = replay::MisreadWithoutStandardStrings(statement.text());
    const bool data = replay::InfoFor(statement.stmt->tag).handler == replay::LookForCalls;
    if (misread == Misread::kNo || (misread == Misread::kLiterals && data)) return false;
    cx.session.bounds_lost = misread == Misread::kBounds;
    cx.Report(DiagnosticLevel::kError, "replay.not-modelled",
              StrCat("not modelled: ", reason,
                     cx.session.bounds_lost ? ", and this is no longer where statements end" : ""),
              -1, {}, MarkTouched(cx, *statement.stmt, reason));
    return true;
  }
  MarkTouched(cx, *statement.stmt, reason);
  return true;
}

void Replayer::Impl::Run(const ParsedStatement& statement) {
  using replay::StatementClass;
  if (Misread(statement)) return;
  const ast::Node& stmt = *statement.stmt;
  const replay::StatementInfo& info = replay::InfoFor(stmt.tag);
  switch (info.what) {
    case StatementClass::kHandled:
      Handle(stmt, info);
      break;
    case StatementClass::kNoEffect:
      if (info.handler != nullptr) Handle(stmt, info);
      break;
    case StatementClass::kUncompared:
      cx.CountUncompared(info.note);
      break;
    case StatementClass::kUnknown: {
      const std::string words = replay::StatementWords(statement);
      const std::string reason = StrCat(words, " is not supported");
      std::vector<std::string> touches = MarkTouched(cx, stmt, reason);
      cx.Report(DiagnosticLevel::kError, "replay.unsupported-statement", reason, -1, {},
                std::move(touches));
      break;
    }
  }
}

Replayer::Replayer(Catalog& catalog, Diagnostics& diagnostics, ReplayOptions options)
    : impl_(std::make_unique<Impl>(catalog, diagnostics, std::move(options))) {}

Replayer::~Replayer() = default;

void Replayer::Execute(const ParsedStatement& statement, std::string_view revision) {
  Catalog& catalog = impl_->cx.catalog;
  if (!impl_->perhaps && !catalog.unknown().empty() && TakesOver(*statement.stmt) &&
      NamesUncertain(catalog, statement.text())) {
    impl_->perhaps = true;
    const std::vector<ObjectKey> changed =
        catalog.ChangesDuring([&] { Execute(statement, revision); });
    impl_->perhaps = false;
    const std::string reason =
        StrCat(statement.location().ToString(), ": it takes something over: ", kPerhaps);
    for (const ObjectKey& key : changed) catalog.MarkUnknown(key, reason);
    return;
  }
  impl_->cx.SetStatement(statement, revision);
  if (replay::IsRefused(impl_->cx, *statement.stmt)) {
    impl_->Refuse(statement);
  } else {
    impl_->Run(statement);
  }
}

void Replayer::Execute(std::shared_ptr<const SourceText> source, std::string_view revision) {
  // What the parser has to say comes first. It does not know of revisions.
  Diagnostics& told = impl_->cx.diagnostics;
  Diagnostics all = std::exchange(told, {});
  // A table of a dozen parts takes about so many bytes a part; rows take more, so not without end.
  constexpr size_t kBytesPerObject = 64;
  constexpr size_t kMostExpected = size_t{1} << 17;
  impl_->cx.catalog.Expect(std::min(source->text().size() / kBytesPerObject, kMostExpected));
  const Diagnostics parsing = ParseSqlInOrder(
      std::move(source),
      [&](const ParsedStatement& statement) {
        impl_->current = statement;
        Execute(impl_->current, revision);
      },
      [&](std::string_view text, Diagnostic* refused) {
        // PostgreSQL takes it, and it may do anything. Rows are not compared.
        if (refused->code == "sql.too-large" && AsciiToLower(text.substr(0, 6)) != "insert") {
          DoubtAll(StrCat("the statement at ", refused->location.ToString()));
        }
        DoubtSyntax(impl_->cx, text, refused);
        // Every server refuses it, and with it the transaction that it is in.
        if (refused->code == "sql.syntax-error" && !impl_->perhaps) {
          refused->message +=
              replay::NoteFailure(impl_->cx, refused->location, text, nullptr, nullptr);
        }
      });
  impl_->cx.session.bounds_lost = false;
  for (Diagnostic diagnostic : parsing.list()) {
    diagnostic.revision = revision;
    all.Add(std::move(diagnostic));
  }
  all.Append(told);
  told = std::move(all);
}

void Replayer::ExecutePerhaps(std::shared_ptr<const SourceText> source, std::string_view revision) {
  Context& cx = impl_->cx;
  const std::string reason = StrCat(source->Locate(0).ToString(), ": ", kPerhaps);
  const std::shared_ptr<const SourceText> text = source;
  Diagnostics before = std::exchange(cx.diagnostics, {});
  impl_->perhaps = true;
  const std::vector<std::string> path = cx.session.settings().search_path;
  const std::vector<ObjectKey> changed =
      cx.catalog.ChangesDuring([&] { Execute(std::move(source), revision); });
  impl_->perhaps = false;
  if (cx.session.settings().search_path != path) replay::DoubtSearchPath(cx, /*local=*/false);
  bool refused = false;
  for (const Diagnostic& diagnostic : cx.diagnostics.list()) {
    if (diagnostic.code != "replay.postgres-error") {
      before.Add(diagnostic);
    } else if (!MeansNoEffect(diagnostic.sqlstate, text)) {
      refused = true;
    }
  }
  cx.diagnostics = std::move(before);
  for (const ObjectKey& key : changed) cx.catalog.MarkUnknown(key, reason);
  if (refused) Doubt(text->text(), reason);
}

void Replayer::Doubt(std::string_view sql, const std::string& reason) {
  for (const ObjectKey& key : replay::MentionedBy(impl_->cx, sql)) {
    impl_->cx.catalog.MarkUnknown(key, reason);
  }
  if (replay::MaySetSearchPath(impl_->cx, sql)) {
    replay::DoubtSearchPath(impl_->cx, /*local=*/false);
  }
}

void Replayer::DoubtAll(const std::string& what) {
  Catalog& catalog = impl_->cx.catalog;
  for (ObjectId id = 0; id < catalog.end_id(); ++id) {
    if (catalog.IsLive(id) && catalog.Get(id).parent == kNoObject) {
      catalog.MarkUnknown(catalog.Get(id).key, StrCat(what, " is not read"));
    }
  }
  std::vector<std::string>& open_ended = catalog.notes.open_ended;
  if (std::ranges::find(open_ended, what) == open_ended.end()) open_ended.push_back(what);
}

void Replayer::Commit() { replay::EndTransaction(impl_->cx); }

void Replayer::ReportSummaries() { impl_->cx.ReportSummaries(); }

void Replayer::EndSession() {
  impl_->cx.session.Rollback(impl_->cx.catalog);
  replay::DropTemporaryObjects(impl_->cx);
  impl_->cx.session = replay::Session(replay::DefaultSettings(impl_->cx.catalog));
  impl_->cx.ReportSummaries();
}

void ReplaySql(std::shared_ptr<const SourceText> source, std::string_view revision,
               Catalog& catalog, Diagnostics& diagnostics, const ReplayOptions& options) {
  Replayer replayer(catalog, diagnostics, options);
  replayer.Execute(std::move(source), revision);
  replayer.EndSession();
}

}  // namespace schemadiff
