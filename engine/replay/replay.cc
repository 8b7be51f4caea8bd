#include "engine/replay/replay.h"

#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/context.h"
#include "engine/replay/dispatch.h"
#include "engine/replay/handlers.h"
#include "engine/replay/lookup.h"
#include "engine/replay/walk.h"

namespace schemadiff {

Catalog InitialCatalog(int server_version) {
  Catalog catalog;
  catalog.server_version = server_version;
  const ObjectId schema = catalog.Create(KeyFor<Schema>("public"), Schema{});
  catalog.Create(CommentKey(catalog.Get(schema).key), Comment{"standard public schema"}, schema);
  Extension plpgsql;
  plpgsql.schema = "pg_catalog";
  const ObjectId extension = catalog.Create(KeyFor<Extension>("plpgsql"), std::move(plpgsql));
  catalog.Create(CommentKey(catalog.Get(extension).key), Comment{"PL/pgSQL procedural language"},
                 extension);
  return catalog;
}

namespace {

using replay::Context;

// The relations that a statement names, marked as unknown; for statements whose effect is not
// known.
std::vector<std::string> MarkTouched(Context& cx, const ast::Node& stmt,
                                     const std::string& reason) {
  std::vector<std::string> touches;
  for (const ast::RangeVar* range : replay::CollectRangeVars(&stmt)) {
    Name schema = range->schemaname;
    if (schema.empty()) {
      for (const Name candidate : replay::SearchPath(cx)) {
        if (candidate == "pg_catalog" || candidate == replay::kTemporarySchema) continue;
        if (schema.empty()) schema = candidate;
        if (replay::RelationIn(cx.catalog, candidate, range->relname) != kNoObject) {
          schema = candidate;
          break;
        }
      }
    }
    const ObjectId id = replay::RelationIn(cx.catalog, schema, range->relname);
    const ObjectKey key =
        id == kNoObject ? KeyFor<Table>(schema, range->relname) : cx.catalog.Get(id).key;
    touches.push_back(cx.MarkUnknown(key, reason));
  }
  return touches;
}

// What CREATE of an unmodelled kind names, so that a later use of it is no error.
void RememberNames(Context& cx, const ast::Node& stmt) {
  const auto remember = [&](const ast::List& names) {
    const auto parts = replay::Strings(names);
    if (!parts.empty()) cx.session.unmodelled_names.emplace(parts.back());
  };
  if (const auto* define = ast::As<ast::DefineStmt>(&stmt)) {
    remember(define->defnames);
  } else if (const auto* foreign = ast::As<ast::CreateForeignTableStmt>(&stmt)) {
    cx.session.unmodelled_names.emplace(foreign->base->relation->relname);
  } else if (const auto* opclass = ast::As<ast::CreateOpClassStmt>(&stmt)) {
    remember(opclass->opclassname);
  } else if (const auto* method = ast::As<ast::CreateAmStmt>(&stmt)) {
    cx.session.unmodelled_names.emplace(method->amname);
  } else if (const auto* language = ast::As<ast::CreatePLangStmt>(&stmt)) {
    cx.session.unmodelled_names.emplace(language->plname);
  }
}

}  // namespace

struct Replayer::Impl {
  Context cx;

  Impl(Catalog& catalog, Diagnostics& diagnostics, ReplayOptions options)
      : cx(catalog, diagnostics, std::move(options)) {}

  void Run(const ParsedStatement& statement);
  void Handle(const ast::Node& stmt, const replay::StatementInfo& info);
};

void Replayer::Impl::Handle(const ast::Node& stmt, const replay::StatementInfo& info) {
  // Transaction control moves the marks itself, and cannot fail half-way.
  if (stmt.tag == ast::NodeTag::kTransactionStmt) {
    try {
      info.handler(cx, stmt);
    } catch (const PgError& error) {
      cx.Report(DiagnosticLevel::kError, "replay.postgres-error", error.what(), error.location(),
                error.sqlstate());
    } catch (const NotModelled& gap) {
      cx.Report(DiagnosticLevel::kError, "replay.not-modelled", gap.what(), gap.location());
    }
    return;
  }
  const Catalog::Mark mark = cx.catalog.SetMark();
  try {
    info.handler(cx, stmt);
    cx.catalog.Release(mark);
  } catch (const PgError& error) {
    cx.catalog.RollbackTo(mark);
    cx.Report(DiagnosticLevel::kError, "replay.postgres-error", error.what(), error.location(),
              error.sqlstate());
  } catch (const NotModelled& gap) {
    cx.catalog.RollbackTo(mark);
    std::vector<std::string> touches = MarkTouched(cx, stmt, gap.what());
    cx.Report(DiagnosticLevel::kError, "replay.not-modelled", StrCat("not modelled: ", gap.what()),
              gap.location(), {}, std::move(touches));
  }
}

void Replayer::Impl::Run(const ParsedStatement& statement) {
  using replay::StatementClass;
  const ast::Node& stmt = *statement.stmt;
  const replay::StatementInfo& info = replay::InfoFor(stmt.tag);
  switch (info.what) {
    case StatementClass::kHandled:
      Handle(stmt, info);
      break;
    case StatementClass::kNoEffect:
      break;
    case StatementClass::kUncompared:
      cx.CountUncompared(info.note);
      break;
    case StatementClass::kOtherKind:
      RememberNames(cx, stmt);
      cx.Report(DiagnosticLevel::kWarning, "replay.kind-not-modelled",
                StrCat(replay::StatementWords(statement), ": ", info.note, " are not compared"));
      break;
    case StatementClass::kUnknown: {
      RememberNames(cx, stmt);
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
  impl_->cx.SetStatement(statement, revision);
  impl_->Run(statement);
}

void Replayer::Execute(const ParsedScript& script, std::string_view revision) {
  impl_->cx.diagnostics.Append(script.diagnostics);
  for (const ParsedStatement& statement : script.statements) Execute(statement, revision);
  replay::DropTemporaryObjects(impl_->cx);
}

void Replayer::EndSession() {
  impl_->cx.session.Rollback(impl_->cx.catalog);
  replay::DropTemporaryObjects(impl_->cx);
  impl_->cx.session = replay::Session{};
  impl_->cx.ReportSummaries();
}

void ReplaySql(std::shared_ptr<const SourceText> source, std::string_view revision,
               Catalog& catalog, Diagnostics& diagnostics, const ReplayOptions& options) {
  Replayer replayer(catalog, diagnostics, options);
  replayer.Execute(ParseSql(std::move(source)), revision);
  replayer.EndSession();
}

}  // namespace schemadiff
