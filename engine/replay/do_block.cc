// DO: runs the code where it can be told what it does. That is what always runs, and handlers of
// errors that the replay raises itself; what runs under a condition must not change the schema.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/base/strings.h"
#include "engine/replay/calls.h"
#include "engine/replay/def_elem.h"
#include "engine/replay/dispatch.h"
#include "engine/replay/handlers.h"
#include "engine/replay/run_time_effects.h"
#include "engine/replay/settings.h"
#include "engine/replay/unmodelled.h"
#include "parsers/sql/plpgsql.h"

namespace schemadiff::replay {
namespace {

struct Condition {
  std::string_view name;
  std::string_view sqlstate;
};

// Those conditions of appendix A that depend on the schema alone, and not on rows or rights: the
// replay raises their errors where the server would.
constexpr std::array kSchemaConditions = {
    Condition{"syntax_error_or_access_rule_violation", "42000"},
    Condition{"syntax_error", "42601"},
    Condition{"invalid_name", "42602"},
    Condition{"invalid_column_definition", "42611"},
    Condition{"name_too_long", "42622"},
    Condition{"duplicate_column", "42701"},
    Condition{"ambiguous_column", "42702"},
    Condition{"undefined_column", "42703"},
    Condition{"undefined_object", "42704"},
    Condition{"duplicate_object", "42710"},
    Condition{"duplicate_alias", "42712"},
    Condition{"duplicate_function", "42723"},
    Condition{"ambiguous_function", "42725"},
    Condition{"grouping_error", "42803"},
    Condition{"datatype_mismatch", "42804"},
    Condition{"wrong_object_type", "42809"},
    Condition{"invalid_foreign_key", "42830"},
    Condition{"cannot_coerce", "42846"},
    Condition{"undefined_function", "42883"},
    Condition{"reserved_name", "42939"},
    Condition{"undefined_table", "42P01"},
    Condition{"undefined_parameter", "42P02"},
    Condition{"duplicate_schema", "42P06"},
    Condition{"duplicate_table", "42P07"},
    Condition{"ambiguous_parameter", "42P08"},
    Condition{"ambiguous_alias", "42P09"},
    Condition{"invalid_column_reference", "42P10"},
    Condition{"invalid_function_definition", "42P13"},
    Condition{"invalid_schema_definition", "42P15"},
    Condition{"invalid_table_definition", "42P16"},
    Condition{"invalid_object_definition", "42P17"},
    Condition{"indeterminate_datatype", "42P18"},
    Condition{"invalid_recursion", "42P19"},
    Condition{"windowing_error", "42P20"},
    Condition{"collation_mismatch", "42P21"},
    Condition{"indeterminate_collation", "42P22"},
    Condition{"feature_not_supported", "0A000"},
    Condition{"dependent_objects_still_exist", "2BP01"},
    Condition{"invalid_schema_name", "3F000"},
    Condition{"object_not_in_prerequisite_state", "55000"},
};

bool IsSchemaCode(std::string_view code) {
  return std::ranges::find(kSchemaConditions, code, &Condition::sqlstate) !=
         kSchemaConditions.end();
}

// The SQLSTATE of a condition; empty for one that is not of the schema.
std::string_view CodeOf(std::string_view condition) {
  const auto found = std::ranges::find(kSchemaConditions, condition, &Condition::name);
  if (found != kSchemaConditions.end()) return found->sqlstate;
  return IsSchemaCode(condition) ? condition : std::string_view();
}

// One that ends with 000 stands for its class.
bool Matches(std::string_view condition, std::string_view sqlstate) {
  const std::string_view code = CodeOf(condition);
  if (code.empty()) return condition == sqlstate;
  return code == sqlstate || (code.ends_with("000") && code.substr(0, 2) == sqlstate.substr(0, 2));
}

bool OnlySchemaConditions(const PlpgsqlStatement& block) {
  return std::ranges::all_of(block.handlers, [](const PlpgsqlHandler& handler) {
    return std::ranges::all_of(handler.conditions,
                               [](const std::string& name) { return !CodeOf(name).empty(); });
  });
}

// Reads and writes rows, and may call what changes the schema.
bool IsData(const ast::Node& stmt) {
  return stmt.tag == ast::NodeTag::kSelectStmt || InfoFor(stmt.tag).handler == LookForCalls;
}

bool ChangesSchema(const ast::Node& stmt) {
  const StatementClass what = InfoFor(stmt.tag).what;
  return what != StatementClass::kNoEffect && what != StatementClass::kUncompared && !IsData(stmt);
}

// Whether the server's answer may depend on rows, on rights, or on what is installed there.
bool DependsOnMore(const ast::Node& stmt) {
  using ast::NodeTag;
  static constexpr std::array kSchemaAlone = {
      NodeTag::kCreateStmt,      NodeTag::kCreateEnumStmt, NodeTag::kCompositeTypeStmt,
      NodeTag::kCreateRangeStmt, NodeTag::kCreateSeqStmt,  NodeTag::kCreateSchemaStmt,
      NodeTag::kViewStmt,        NodeTag::kCommentStmt,    NodeTag::kCreateFunctionStmt,
      NodeTag::kCreateTrigStmt,  NodeTag::kDropStmt,       NodeTag::kRenameStmt,
      NodeTag::kCreatePolicyStmt};
  return std::ranges::find(kSchemaAlone, stmt.tag) == kSchemaAlone.end();
}

class DoBlock {
 public:
  DoBlock(Context& cx, std::string body) : cx_(cx), outer_(cx.statement()), body_(std::move(body)) {
    const std::string_view text = outer_.text();
    // Code in quotes of another form reads otherwise than it stands there.
    const size_t at = text.find(body_);
    if (at != std::string_view::npos && !body_.empty()) body_at_ = outer_.begin + at;
    for (size_t end = body_.find('\n'); end != std::string::npos; end = body_.find('\n', end + 1)) {
      lines_.push_back(end + 1);
    }
  }

  /// Throws NotModelled where it cannot be told what the code does, and PgError where it fails.
  void Run() {
    if (!cx_.session.settings().standard_conforming_strings) {
      throw NotModelled("standard_conforming_strings is off");
    }
    const PlpgsqlCode code = ParsePlpgsql(outer_.text(), body_);
    if (!code.error.empty()) throw NotModelled(code.error);
    has_variables_ = code.has_variables;
    Evaluate(code.evaluated);
    RunBody(code.statements);
  }

 private:
  // Puts a statement of the code in the place of the DO statement.
  class Inside {
   public:
    Inside(Context& cx, const ParsedStatement& outer, const ParsedStatement& inner)
        : cx_(cx), outer_(outer) {
      cx_.SetStatement(inner);
    }
    ~Inside() { cx_.SetStatement(outer_); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    Context& cx_;
    const ParsedStatement& outer_;
  };

  // The statement, with its places in the script where it stands there in these words; else with
  // its line alone.
  ParsedScript Parse(const std::string& sql, uint32_t line) const {
    const size_t from = line > 1 && line - 2 < lines_.size() ? lines_[line - 2] : 0;
    const size_t at = body_.find(sql, from);
    ParsedScript script;
    if (body_at_ && at != std::string::npos) {
      script = ParseSqlWithin(outer_.source, *body_at_ + at, *body_at_ + at + sql.size());
    } else {
      SourceLocation place = outer_.Locate(body_at_ ? static_cast<int32_t>(*body_at_ + from)
                                                    : static_cast<int32_t>(outer_.begin));
      script = ParseSql(SourceText::Generated(place.file, sql, {{0, place.line}}));
    }
    if (!script.diagnostics.empty()) throw NotModelled(script.diagnostics.list().front().message);
    if (script.statements.size() != 1) throw NotModelled(StrCat("what ", sql, " is"));
    return script;
  }

  // What EXECUTE executes; nothing where that is put together when it runs.
  static std::optional<std::string> ConstantStatement(const PlpgsqlStatement& execute) {
    if (!execute.evaluated.empty()) return std::nullopt;  // USING
    const ParsedFragment parsed = ParseExpression(execute.text);
    return parsed ? ConstantText(parsed.node) : std::nullopt;
  }

  ParsedScript StatementOf(const PlpgsqlStatement& statement) const {
    if (statement.kind == PlpgsqlKind::kSql) return Parse(statement.text, statement.line);
    const std::optional<std::string> text = ConstantStatement(statement);
    if (!text) throw NotModelled(StrCat("EXECUTE ", statement.text));
    return Parse(*text, statement.line);
  }

  static bool IsStatement(const PlpgsqlStatement& statement) {
    return statement.kind == PlpgsqlKind::kSql || statement.kind == PlpgsqlKind::kExecute;
  }

  void Evaluate(const std::vector<std::string>& texts) const {
    for (const std::string& text : texts) {
      if (MayCallIntoSchema(cx_, text)) {
        throw NotModelled(StrCat("what the evaluation of ", text, " does"));
      }
    }
  }

  // False where the rest does not run any more.
  bool RunBody(const std::vector<PlpgsqlStatement>& body) {
    return std::ranges::all_of(
        body, [this](const PlpgsqlStatement& statement) { return RunOne(statement); });
  }

  bool RunOne(const PlpgsqlStatement& statement) {
    Evaluate(statement.evaluated);
    switch (statement.kind) {
      case PlpgsqlKind::kSql:
      case PlpgsqlKind::kExecute:
        Execute(statement);
        return true;
      case PlpgsqlKind::kEvaluate:
        return true;
      case PlpgsqlKind::kBlock:
        return RunBlock(statement);
      case PlpgsqlKind::kBranches:
      case PlpgsqlKind::kLoop:
        for (const auto& body : statement.bodies) LookThrough(body);
        return true;
      case PlpgsqlKind::kRaise:
        if (statement.text.empty() && handled_ != nullptr) throw PgError(*handled_);
        throw PgError("P0001", statement.text);
      case PlpgsqlKind::kLeave:
        // It may leave a loop or a block with a label; of these there is none that is run here.
        if (statement.word != "return") throw NotModelled("EXIT from a block");
        return false;
      case PlpgsqlKind::kOther:
        break;
    }
    throw Unsupported(statement);
  }

  static NotModelled Unsupported(const PlpgsqlStatement& statement) {
    return NotModelled(StrCat("it holds a statement of kind \"", statement.word, "\""));
  }

  void Execute(const PlpgsqlStatement& statement) {
    const ParsedScript script = StatementOf(statement);
    const ParsedStatement& inner = script.statements.front();
    const ast::Node& stmt = *inner.stmt;
    if (ChangesSchema(stmt)) {
      if (may_have_left_) throw NotModelled("what follows a RETURN under a condition");
      if (has_variables_ && ReadsVariables(stmt)) {
        throw NotModelled("a query that may read variables");
      }
    }
    const Inside inside(cx_, outer_, inner);
    try {
      Dispatch(inner, stmt);
    } catch (const PgError& error) {
      // The places of a statement that was put together are none of the script's.
      const bool here = inner.source == outer_.source;
      const int place = error.location() < 0 ? static_cast<int>(inner.begin) : error.location();
      throw PgError(error.sqlstate(), error.what(), here ? place : -1);
    }
  }

  void Dispatch(const ParsedStatement& inner, const ast::Node& stmt) {
    const StatementInfo& info = InfoFor(stmt.tag);
    switch (info.what) {
      case StatementClass::kNoEffect:
        return;
      case StatementClass::kUncompared:
        cx_.CountUncompared(info.note);
        return;
      case StatementClass::kHandled:
      case StatementClass::kOtherKind:
        if (stmt.tag == ast::NodeTag::kTransactionStmt) break;
        if (info.handler != nullptr) return info.handler(cx_, stmt);
        return ExecuteUnmodelled(cx_, stmt, info.note);
      case StatementClass::kUnknown:
        break;
    }
    throw NotModelled(StrCat(StatementWords(inner), " in a DO block"));
  }

  // Its query may name the block's variables, which analysis would take for columns.
  static bool ReadsVariables(const ast::Node& stmt) {
    return stmt.tag == ast::NodeTag::kCreateTableAsStmt || stmt.tag == ast::NodeTag::kCallStmt;
  }

  // What runs under a condition: it must not change the schema.
  void LookThrough(const std::vector<PlpgsqlStatement>& body) {
    for (const PlpgsqlStatement& statement : body) {
      Evaluate(statement.evaluated);
      if (IsStatement(statement)) {
        const ParsedScript script = StatementOf(statement);
        if (ChangesSchema(*script.statements.front().stmt)) {
          throw NotModelled(StrCat(StatementWords(script.statements.front()), " on a condition"));
        }
        Execute(statement);
      } else if (statement.kind == PlpgsqlKind::kLeave) {
        may_have_left_ = true;
      } else if (statement.kind == PlpgsqlKind::kOther) {
        throw Unsupported(statement);
      }
      for (const auto& inner : statement.bodies) LookThrough(inner);
      for (const PlpgsqlHandler& handler : statement.handlers) LookThrough(handler.body);
    }
  }

  struct Survey {
    bool changes = false;
    bool data = false;
    bool more = false;  // changes that depend on more than the schema
    bool settings = false;
  };
  void Look(const std::vector<PlpgsqlStatement>& body, Survey* survey) const {
    for (const PlpgsqlStatement& statement : body) {
      if (IsStatement(statement)) {
        const ParsedScript script = StatementOf(statement);
        const ast::Node& stmt = *script.statements.front().stmt;
        survey->data |= IsData(stmt);
        survey->settings |= stmt.tag == ast::NodeTag::kVariableSetStmt;
        if (ChangesSchema(stmt)) {
          survey->changes = true;
          survey->more |= DependsOnMore(stmt);
        }
      } else {
        // Whatever is evaluated may fail.
        survey->data |= !statement.evaluated.empty() || statement.kind == PlpgsqlKind::kRaise;
      }
      for (const auto& inner : statement.bodies) Look(inner, survey);
      for (const PlpgsqlHandler& handler : statement.handlers) Look(handler.body, survey);
    }
  }

  bool RunBlock(const PlpgsqlStatement& block) {
    static const std::vector<PlpgsqlStatement> kNothing;
    const std::vector<PlpgsqlStatement>& body =
        block.bodies.empty() ? kNothing : block.bodies.front();
    if (block.handlers.empty()) return RunBody(body);
    Survey inside;
    Survey handling;
    Look(body, &inside);
    for (const PlpgsqlHandler& handler : block.handlers) Look(handler.body, &handling);
    if (!inside.changes) {
      // Which of its statements run, and which handler, is for the rows to say.
      LookThrough(body);
      for (const PlpgsqlHandler& handler : block.handlers) LookThrough(handler.body);
      return true;
    }
    if (inside.data || inside.settings) {
      throw NotModelled("a block with handlers that also reads rows or sets something");
    }
    if (inside.more && !OnlySchemaConditions(block)) {
      throw NotModelled("a handler of errors that depend on more than the schema");
    }
    const Catalog::Mark mark = cx_.catalog.SetMark();
    try {
      const bool goes_on = RunBody(body);
      cx_.catalog.Release(mark);
      return goes_on;
    } catch (const PgError& error) {
      cx_.catalog.RollbackTo(mark);
      for (const PlpgsqlHandler& handler : block.handlers) {
        const bool matches =
            std::ranges::any_of(handler.conditions, [&](const std::string& condition) {
              return condition == "others" || Matches(condition, error.sqlstate());
            });
        if (!matches) continue;
        const PgError* before = std::exchange(handled_, &error);
        const bool goes_on = RunBody(handler.body);
        handled_ = before;
        return goes_on;
      }
      throw;
    }
  }

  Context& cx_;
  const ParsedStatement& outer_;  // outlives this: the end of the session may still report about it
  const std::string body_;
  std::optional<size_t> body_at_;  // where the code begins in the script
  std::vector<size_t> lines_;      // where its second line begins, and those after it
  bool has_variables_ = false;
  bool may_have_left_ = false;
  const PgError* handled_ = nullptr;  // in a handler
};

}  // namespace

void ExecuteDo(Context& cx, const ast::DoStmt& stmt) {
  std::string body;
  std::string language = "plpgsql";
  for (const ast::Node* node : stmt.args) {
    const auto* element = ast::As<ast::DefElem>(node);
    const auto* text = element == nullptr ? nullptr : ast::As<ast::String>(element->arg);
    if (text != nullptr) (element->defname == "as" ? body : language) = text->sval;
  }
  const ParsedStatement& outer = cx.statement();
  const Session session = cx.session;
  const Catalog::Mark mark = cx.catalog.SetMark();
  Diagnostics before = std::exchange(cx.diagnostics, {});
  try {
    if (language != "plpgsql") throw NotModelled(StrCat("it is in ", language));
    DoBlock(cx, body).Run();
    cx.catalog.Release(mark);
    before.Append(std::exchange(cx.diagnostics, {}));
    cx.diagnostics = std::move(before);
  } catch (const PgError&) {
    cx.session = session;
    cx.diagnostics = std::move(before);
    cx.SetStatement(outer);
    throw;
  } catch (const NotModelled& gap) {
    cx.catalog.RollbackTo(mark);
    cx.session = session;
    cx.diagnostics = std::move(before);
    cx.SetStatement(outer);
    NoteRunTimeEffects(cx, body, "what a DO block does", -1, gap.what());
  }
}

}  // namespace schemadiff::replay
