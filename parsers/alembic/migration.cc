#include "parsers/alembic/migration.h"

#include <algorithm>
#include <utility>

#include "engine/base/escape.h"
#include "engine/base/strings.h"
#include "parsers/alembic/evaluator.h"
#include "parsers/alembic/python_parser.h"

namespace schemadiff::alembic {
namespace {

constexpr size_t kMaxFileSize = 16 << 20;

std::optional<std::string> AfterPrefix(std::string_view line, std::string_view prefix) {
  if (!line.starts_with(prefix)) return std::nullopt;
  return std::string(StripWhitespace(line.substr(prefix.size())));
}

// Why bytes are no source of Python; empty where they may be.
std::string Unreadable(std::string_view text) {
  if (text.size() > kMaxFileSize) return "the file is too large to be read";
  if (!IsValidUtf8(text)) return "the file is not UTF-8; other encodings are not read";
  if (text.find('\0') != std::string_view::npos) return "source code cannot contain null bytes";
  return "";
}

}  // namespace

class Migration::Impl : public py::Host, public SqlSink {
 public:
  Impl(std::string file, std::string_view text, ProjectModules* modules)
      : file_{std::move(file), true}, ev_(this), importer_(modules) {
    if (const std::string problem = Unreadable(text); !problem.empty()) {
      Diagnose(DiagnosticLevel::kError, "alembic.python-syntax", problem, {file_.name, 1, 0});
      return;
    }
    const std::string source = py::NormalizeSource(text);
    try {
      module_ = py::ParseModule(source);
    } catch (const py::SyntaxError& error) {
      Diagnose(DiagnosticLevel::kError, "alembic.python-syntax", error.what(),
               {file_.name, error.place().line, error.place().column});
      return;
    }
    ReadDocstring();
    try {
      scope_ = ev_.RunModule(module_, file_);
    } catch (const py::CannotEvaluate& error) {
      Diagnose(DiagnosticLevel::kError, "alembic.cannot-evaluate", error.reason,
               error.where.known() ? error.where : SourceLocation{file_.name, 0, 0});
      return;
    }
    ReadVariables();
  }

  const std::string& file() const { return file_.name; }
  const RevisionHeader& header() const { return header_; }
  const Diagnostics& diagnostics() const { return diagnostics_; }

  MigrationSql Run(std::string_view function, TypeLedger* types, const NamingConvention& naming) {
    MigrationSql out;
    out_ = &out;
    types_ = types;
    naming_ = &naming;
    effects_ = 0;
    told_.clear();
    function_line_ = LineOf(function);
    downgrade_ = function == "downgrade";
    if (scope_ != nullptr) {
      const auto it = scope_->names.find(function);
      if (it == scope_->names.end()) {
        if (function == "upgrade") {
          Unread("the file has no upgrade()", {file_.name, header_.revision_line, 0}, {});
        }
      } else {
        RunFunction(function, it->second);
      }
    } else {
      out.unread.emplace_back("the file could not be read");
      out.open_ended = true;
    }
    out_ = nullptr;
    return out;
  }

  // Host:
  std::optional<py::Value> Import(py::Evaluator& ev, std::string_view module) override {
    return importer_.Import(ev, module);
  }
  void OnNotEvaluated(py::Evaluator&, const py::CannotEvaluate& error) override {
    Unread(error.reason, error.where, {});
  }
  uint64_t Effects() const override { return effects_; }

  // SqlSink:
  void Emit(py::Evaluator& ev, py::TextBuilder sql, Effect effect,
            std::string_view touches) override {
    ++effects_;
    if (out_ == nullptr) ev.Fail("module level code runs SQL, which alembic does not allow");
    if (const py::Uncertainty* uncertain = ev.uncertainty(); uncertain != nullptr) {
      if (effect == Effect::kSchema) {
        PerhapsRuns(StrCat("whether this runs depends on ", uncertain->reason), ev.Here(), touches);
      } else {
        Note(ev, "alembic.data-not-read",
             StrCat("whether and how often this runs depends on ", uncertain->reason));
      }
    }
    const uint32_t line = ev.MainLine();
    const py::Value value = sql.Finish(&ev.heap());
    std::vector<SourceText::Segment> segments;
    for (const py::LineMark& mark : value.string().marks)
      segments.push_back({mark.offset, mark.line});
    if (segments.empty() || segments.front().offset != 0) {
      segments.insert(segments.begin(), {0, line});
    }
    out_->texts.push_back(SourceText::Generated(file_.name, value.text(), std::move(segments)));
  }
  void Doubt(std::string sql) override {
    if (out_ != nullptr) out_->doubtful.push_back({out_->texts.size(), std::move(sql)});
  }
  void Note(py::Evaluator& ev, std::string_view code, std::string message) override {
    DiagnoseOnce(DiagnosticLevel::kNote, code, std::move(message), ev.Here());
  }
  void Problem(py::Evaluator& ev, std::string_view code, std::string message) override {
    DiagnoseOnce(DiagnosticLevel::kError, code, std::move(message), ev.Here());
  }
  TypeLedger& types() override { return types_ != nullptr ? *types_ : no_types_; }
  const NamingConvention& naming() const override {
    return naming_ != nullptr ? *naming_ : DefaultNaming();
  }
  void LeftTransaction() override {
    if (out_ != nullptr) out_->transactional = false;
  }

 private:
  void RunFunction(std::string_view name, py::Value function) {
    try {
      if (function.IsUnknown()) {
        Unread(StrCat(name, "() depends on ", function.unknown().reason), function.unknown().where,
               {});
        return;
      }
      ev_.RunFunction(function);
    } catch (const py::CannotEvaluate& error) {
      Unread(error.reason, error.where, {});
    } catch (const py::Raised& raised) {
      const std::string what = StrCat(name, "() raises ", raised.type,
                                      raised.message.empty() ? "" : StrCat(": ", raised.message));
      if (name == "downgrade") {
        // A way to say that there is no way back.
        Diagnose(DiagnosticLevel::kNote, "alembic.raises", what, raised.where);
        out_->unread.push_back(what);
      } else {
        Unread(what, raised.where, {});
      }
    }
  }

  // What it may do is known: the next text says so.
  void PerhapsRuns(std::string reason, SourceLocation where, std::string_view touches) {
    out_->uncertain.push_back(out_->texts.size());
    TellUnread("alembic.uncertain", DiagnosticLevel::kWarning, std::move(reason), where,
               {std::string(touches)});
  }
  void Unread(std::string reason, SourceLocation where, std::vector<std::string> touches) {
    out_->open_ended = true;
    TellUnread("alembic.cannot-evaluate", DiagnosticLevel::kError, std::move(reason), where,
               std::move(touches));
  }
  void TellUnread(std::string_view code, DiagnosticLevel level, std::string reason,
                  SourceLocation where, std::vector<std::string> touches) {
    if (!where.known()) where = {file_.name, 0, 0};
    if (where.line == 0 && where.file == file_.name) where.line = function_line_;
    if (!told_.insert(StrCat(where.ToString(), " ", reason)).second) return;
    out_->unread.push_back(reason);
    Diagnostic diagnostic;
    // What a downgrade would do has no part in what the database should hold.
    diagnostic.level = downgrade_ ? DiagnosticLevel::kNote : level;
    diagnostic.code = std::string(code);
    diagnostic.message = std::move(reason);
    diagnostic.location = where;
    diagnostic.revision = header_.revision;
    diagnostic.touches = std::move(touches);
    diagnostics_.Add(std::move(diagnostic));
  }
  void DiagnoseOnce(DiagnosticLevel level, std::string_view code, std::string message,
                    SourceLocation where) {
    if (!told_.insert(StrCat(where.ToString(), " ", message)).second) return;
    Diagnose(level, code, std::move(message), where);
  }
  void Diagnose(DiagnosticLevel level, std::string_view code, std::string message,
                SourceLocation where) {
    Diagnostic diagnostic;
    diagnostic.level = level;
    diagnostic.code = std::string(code);
    diagnostic.message = std::move(message);
    diagnostic.location = where;
    diagnostic.revision = header_.revision;
    diagnostics_.Add(std::move(diagnostic));
  }

  void ReadDocstring() {
    header_.doc_line = module_.docstring_place.line;
    bool first = true;
    for (const std::string_view raw : StrSplit(module_.docstring, '\n')) {
      const std::string_view line = StripWhitespace(raw);
      if (line.empty()) continue;
      if (first) {
        header_.message = std::string(line);
        first = false;
      }
      if (auto date = AfterPrefix(line, "Create Date:")) header_.date = *std::move(date);
      if (auto id = AfterPrefix(line, "Revision ID:")) header_.doc_revision = std::move(id);
      if (auto id = AfterPrefix(line, "Revises:")) header_.doc_revises = std::move(id);
    }
  }

  // A name, a list of names, or None.
  std::vector<std::string> Names(std::string_view variable) {
    std::vector<std::string> names;
    const auto it = scope_->names.find(variable);
    if (it == scope_->names.end() || it->second.IsNone()) return names;
    const py::Value value = it->second;
    const auto unread = [&](const std::string& what) {
      Diagnose(DiagnosticLevel::kError, "alembic.cannot-evaluate",
               StrCat("'", variable, "' ", what), {file_.name, LineOf(variable), 0});
    };
    if (value.IsUnknown()) {
      unread(StrCat("depends on ", value.unknown().reason));
    } else if (value.IsString()) {
      names.push_back(value.text());
    } else if (value.Is(py::ValueKind::kTuple) || value.Is(py::ValueKind::kList)) {
      for (const py::Value item : value.sequence().items) {
        if (item.IsString()) {
          names.push_back(item.text());
        } else {
          unread("holds something that is no string");
          break;
        }
      }
    } else if (value.Is(py::ValueKind::kSet)) {
      for (const auto& entry : value.set().entries) names.push_back(entry.second.text());
    } else {
      unread("is neither a string nor a list of them");
    }
    return names;
  }

  uint32_t LineOf(std::string_view variable) const {
    for (const py::StmtPtr& stmt : module_.body) {
      std::vector<std::string> names;
      py::CollectBoundNames(*stmt, &names);
      if (std::find(names.begin(), names.end(), variable) != names.end()) return stmt->place.line;
    }
    return 0;
  }

  void ReadVariables() {
    header_.has_revision = scope_->names.contains("revision");
    header_.revision_line = LineOf("revision");
    const std::vector<std::string> revision = Names("revision");
    if (revision.size() == 1) header_.revision = revision[0];
    header_.down_revisions = Names("down_revision");
    header_.down_revision_line = LineOf("down_revision");
    header_.branch_labels = Names("branch_labels");
    header_.depends_on = Names("depends_on");
    header_.has_upgrade = scope_->names.contains("upgrade");
    header_.has_downgrade = scope_->names.contains("downgrade");
  }

  py::CodeFile file_;
  py::Module module_;
  py::Evaluator ev_;
  Importer importer_;
  py::Scope* scope_ = nullptr;
  RevisionHeader header_;
  Diagnostics diagnostics_;
  MigrationSql* out_ = nullptr;
  TypeLedger* types_ = nullptr;
  TypeLedger no_types_;
  const NamingConvention* naming_ = nullptr;
  uint64_t effects_ = 0;
  bool downgrade_ = false;
  uint32_t function_line_ = 0;  // of the function that is being run
  StringSet told_;
};

Migration::Migration(std::string file, std::string_view text, ProjectModules* modules)
    : impl_(std::make_unique<Impl>(std::move(file), text, modules)) {}
Migration::~Migration() = default;
const std::string& Migration::file() const { return impl_->file(); }
const RevisionHeader& Migration::header() const { return impl_->header(); }
const Diagnostics& Migration::diagnostics() const { return impl_->diagnostics(); }
MigrationSql Migration::Upgrade(TypeLedger* types, const NamingConvention& naming) {
  return impl_->Run("upgrade", types, naming);
}
MigrationSql Migration::Downgrade(TypeLedger* types, const NamingConvention& naming) {
  return impl_->Run("downgrade", types, naming);
}

SqlSink& SinkOf(py::Evaluator& ev) { return dynamic_cast<SqlSink&>(ev.host()); }

}  // namespace schemadiff::alembic
