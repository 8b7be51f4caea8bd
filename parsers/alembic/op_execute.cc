// op.execute(), connections and sessions.
#include <algorithm>
#include <initializer_list>
#include <utility>

#include "engine/base/strings.h"
#include "parsers/alembic/op_object.h"
#include "parsers/alembic/python_class.h"
#include "parsers/alembic/sa_elements.h"
#include "parsers/alembic/sa_statements.h"
#include "parsers/alembic/sql_scan.h"

namespace schemadiff::alembic {
namespace {

constexpr std::string_view kQueryResult = "the result of a query";

py::Value Function(py::Evaluator& ev, std::string_view name, py::NativeFunction::Body body) {
  return ev.heap().New<py::NativeFunction>(std::string(name), false, std::move(body));
}

py::Value Constant(py::Evaluator& ev, std::string_view name, py::Value value) {
  return Function(ev, name, [value](py::Evaluator&, const py::CallArgs&) { return value; });
}

void LeftOut(py::Evaluator& ev, std::string_view reason) {
  SinkOf(ev).Note(ev, "alembic.data-not-read",
                  StrCat("a statement that changes only data is left out: ", reason));
}

// The dicts of parameters: none, one, or a list of them.
std::vector<py::Value> ParameterSets(py::Evaluator& ev, const std::vector<py::Value>& given) {
  std::vector<py::Value> sets;
  for (const py::Value value : given) {
    if (value.Is(py::ValueKind::kDict)) {
      sets.push_back(value);
    } else if (value.Is(py::ValueKind::kList) || value.Is(py::ValueKind::kTuple)) {
      for (const py::Value set : ev.Iterate(value)) sets.push_back(set);
    } else if (!value.IsNone()) {
      sets.push_back(value);
    }
  }
  return sets;
}

// White space around a statement is dropped, as alembic does.
Element* Trimmed(py::Evaluator& ev, const Element& element) {
  const std::string& text = element.text;
  const size_t begin = std::min(text.find_first_not_of(" \t\n\r\f\v"), text.size());
  size_t end = text.find_last_not_of(" \t\n\r\f\v");
  end = end == std::string::npos ? begin : end + 1;
  auto* trimmed = ev.heap().New<Element>(element);
  trimmed->text = text.substr(begin, end - begin);
  trimmed->marks.clear();
  for (const py::LineMark& mark : element.marks) {
    if (mark.offset <= begin) {
      trimmed->marks.assign(1, {0, mark.line});
    } else if (mark.offset < end) {
      trimmed->marks.push_back({mark.offset - static_cast<uint32_t>(begin), mark.line});
    }
  }
  return trimmed;
}

void ExecuteText(py::Evaluator& ev, const Element& given, const std::vector<py::Value>& parameters,
                 uint32_t line) {
  SqlSink& sink = SinkOf(ev);
  const Element& text = *Trimmed(ev, given);
  if (text.text.empty()) return;
  const Effect effect = EffectOf(text.text);
  std::vector<py::Value> sets = ParameterSets(ev, parameters);
  if (sets.empty()) sets.push_back(py::Value::None());
  for (const py::Value set : sets) {
    RenderState state(ev);
    state.unknown_as_parameter = effect == Effect::kData;
    bool all_unknown = false;
    if (set.Is(py::ValueKind::kDict)) {
      for (const py::Dict::Entry& entry : set.dict().entries) {
        if (entry.original.IsString())
          state.parameters.emplace_back(entry.original.text(), entry.value);
      }
    } else if (set.IsUnknown()) {
      if (effect != Effect::kData) ev.FailUnknown("the parameters of an SQL text", set.unknown());
      all_unknown = true;
    } else if (!set.IsNone()) {
      ev.Fail("the parameters of an SQL text are no dict");
    }
    Statements statements;
    statements.Begin(line);
    RenderText(state, text, &statements.builder());
    if (all_unknown) {
      LeftOut(ev, StrCat("its parameters depend on ", set.unknown().reason));
      continue;
    }
    if (!state.missing_parameters.empty()) {
      sink.Problem(ev, "alembic.missing-parameter",
                   StrCat("SQLAlchemy takes ':", state.missing_parameters[0],
                          "' for a parameter, which is given no value: this statement fails "
                          "(a colon that is meant as such is written '\\:')"));
    }
    if (ev.uncertainty() == nullptr) sink.types().Follow(text.text);
    const std::vector<std::vector<SqlToken>> tokens = ScanStatements(text.text);
    std::string touches = "what this SQL touches";
    if (!tokens.empty() && tokens[0].size() > 1) {
      touches = StrCat("what '", tokens[0][0].text, " ", tokens[0][1].text, " ...' touches");
    }
    statements.Emit(ev, touches, effect);
  }
}

void ExecuteData(py::Evaluator& ev, const StatementObject& statement,
                 const std::vector<py::Value>& parameters, uint32_t line) {
  if (statement.kind == StatementKind::kDdl) {
    Statements statements;
    statements.Add(line, statement.ddl);
    if (ev.uncertainty() == nullptr) SinkOf(ev).types().Follow(statement.ddl);
    return statements.Emit(ev, "what this SQL touches");
  }
  std::vector<py::Value> sets = ParameterSets(ev, parameters);
  if (sets.empty()) sets.push_back(py::Value::None());
  for (const py::Value set : sets) {
    try {
      StatementObject filled = statement;
      if (set.Is(py::ValueKind::kDict) && statement.kind != StatementKind::kSelect &&
          statement.table != nullptr) {
        for (const py::Dict::Entry& entry : set.dict().entries) {
          if (!entry.original.IsString() ||
              statement.table->Find(entry.original.text()) == nullptr) {
            continue;
          }
          filled.values.emplace_back(entry.original.text(), CoerceExpression(ev, entry.value));
        }
      } else if (!set.IsNone()) {
        LeftOut(ev, "its parameters are not read");
        continue;
      }
      RenderState state(ev);
      state.unknown_as_parameter = true;
      const std::string sql = RenderStatement(state, filled);
      Statements statements;
      statements.Add(line, sql);
      statements.Emit(ev, "", Effect::kData);
    } catch (const py::CannotEvaluate& error) {
      if (error.fatal) throw;
      LeftOut(ev, error.reason);
    }
  }
}

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// execute(statement, parameters...) of connections and sessions. Until SQLAlchemy 2.0 a connection
// takes parameters as keywords, too; a session never does.
py::Value RunQuery(py::Evaluator& ev, const py::CallArgs& call, bool of_session) {
  std::vector<py::Value> given = call.positional;
  auto* named = ev.heap().New<py::Dict>();
  for (const auto& [name, value] : call.keywords) {
    if (given.empty() && IsOneOf(name, {"statement", "object_", "clause"})) {
      given.push_back(value);
    } else if (IsOneOf(name, {"params", "parameters"}) && !value.IsNone()) {
      given.push_back(value);
    } else if (!IsOneOf(name, {"params", "parameters", "execution_options", "bind_arguments"})) {
      if (of_session) ev.Fail(StrCat("execute() of a session is called with '", name, "'"));
      const py::Value key = ev.heap().NewString(name);
      named->Set(py::HashKey(key).value_or(name), key, value);
    }
  }
  if (given.empty()) ev.Fail("execute() is called without a statement");
  if (!named->entries.empty()) given.emplace_back(py::ValueKind::kDict, named);
  ExecuteStatement(ev, given[0], {given.begin() + 1, given.end()}, call.line);
  return ev.NewUnknown(std::string(kQueryResult));
}

py::Value RunOnConnection(py::Evaluator& ev, const py::CallArgs& call) {
  return RunQuery(ev, call, /*of_session=*/false);
}
py::Value RunInSession(py::Evaluator& ev, const py::CallArgs& call) {
  return RunQuery(ev, call, /*of_session=*/true);
}

// SQL that goes to the driver as it is: no `:name` parameters, and `%%` for a percent sign, as the
// drivers for PostgreSQL that take parameters as `%s` read it.
py::Value RunDriverSql(py::Evaluator& ev, const py::CallArgs& call) {
  if (call.positional.empty()) ev.Fail("exec_driver_sql() is called without a statement");
  const py::Value sql = call.positional[0];
  if (!sql.IsString()) {
    ExecuteStatement(ev, sql, {}, call.line);
    return ev.NewUnknown(std::string(kQueryResult));
  }
  // Escaping shifts offsets; the lines are kept by escaping each marked part alone.
  py::TextBuilder builder;
  size_t begin = 0;
  const auto append = [&](size_t end) {
    for (size_t i = begin; i < end; ++i) {
      if (sql.text()[i] == ':') builder.Append("\\");
      if (i + 1 < end && sql.text().compare(i, 2, "%%") == 0) ++i;
      builder.Append(std::string_view(sql.text()).substr(i, 1));
    }
    begin = end;
  };
  for (const py::LineMark& mark : sql.string().marks) {
    append(std::min<size_t>(mark.offset, sql.text().size()));
    builder.Mark(mark.line);
  }
  append(sql.text().size());
  ExecuteStatement(ev, builder.Finish(&ev.heap()), {}, call.line);
  return ev.NewUnknown(std::string(kQueryResult));
}

// Dialect and engine of a connection.
class DialectObject : public py::Native {
 public:
  std::string TypeName() const override { return "sqlalchemy.dialects.postgresql"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view name) override {
    if (name == "name") return ev.heap().NewString("postgresql");
    return ev.NewUnknown(StrCat("what the database answers to 'dialect.", name, "'"));
  }
};

class AutocommitObject : public py::Native {
 public:
  std::string TypeName() const override { return "autocommit block"; }
  py::Value Enter(py::Evaluator& ev) override {
    SinkOf(ev).LeftTransaction();
    Statements statements;
    statements.Add(ev.MainLine(), "COMMIT");
    statements.Emit(ev, "", Effect::kData);
    return py::Value::None();
  }
  void Exit(py::Evaluator& ev) override {
    Statements statements;
    statements.Add(ev.MainLine(), "BEGIN");
    statements.Emit(ev, "", Effect::kData);
  }
};

}  // namespace

void ExecuteStatement(py::Evaluator& ev, py::Value statement,
                      const std::vector<py::Value>& parameters, uint32_t line) {
  if (statement.IsUnknown()) {
    const py::Unknown& unknown = statement.unknown();
    if (!ScanStatements(unknown.prefix).empty() && EffectOf(unknown.prefix) == Effect::kData) {
      return LeftOut(ev, StrCat("it depends on ", unknown.reason));
    }
    ev.FailUnknown("the SQL that is executed", unknown);
  }
  if (statement.IsString())
    return ExecuteText(ev, *NewText(ev, statement.string()), parameters, line);
  if (auto* element = statement.As<Element>()) {
    if (element->kind == ElementKind::kText) return ExecuteText(ev, *element, parameters, line);
    RenderState state(ev);
    state.unknown_as_parameter = true;
    Statements statements;
    statements.Add(line, StrCat("SELECT ", Render(state, *element)));
    return statements.Emit(ev, "", Effect::kData);
  }
  if (auto* object = statement.As<StatementObject>())
    return ExecuteData(ev, *object, parameters, line);
  ev.Fail(StrCat("a '", py::TypeName(statement), "' object is executed, which is not read"));
}

py::Value Execute(Args& args) {
  const py::Value sql = args.Require("sqltext");
  args.Key("execution_options");
  args.Finish();
  ExecuteStatement(args.ev(), sql, {}, args.line());
  return py::Value::None();
}

std::optional<py::Value> BindObject::GetAttr(py::Evaluator& ev, std::string_view name) {
  if (name == "execute" || name == "scalar" || name == "scalars")
    return Function(ev, name, RunOnConnection);
  if (name == "exec_driver_sql") return Function(ev, name, RunDriverSql);
  if (name == "dialect") return ev.heap().New<DialectObject>();
  if (name == "engine") return py::Value(this);
  if (name == "begin" || name == "begin_nested" || name == "connect")
    return Constant(ev, name, this);
  if (name == "execution_options") {
    return Function(ev, name, [this](py::Evaluator& e, const py::CallArgs& call) {
      const py::Value* level = call.Keyword("isolation_level");
      if (level != nullptr && level->IsString() && level->text() == "AUTOCOMMIT") {
        SinkOf(e).LeftTransaction();
      }
      return py::Value(this);
    });
  }
  if (name == "commit" || name == "rollback" || name == "close" || name == "detach") {
    return Constant(ev, name, py::Value::None());
  }
  return ev.NewUnknown(StrCat("'", name, "' of the connection"));
}

std::optional<py::Value> ContextObject::GetAttr(py::Evaluator& ev, std::string_view name) {
  if (name == "bind" || name == "connection") return ev.heap().New<BindObject>();
  if (name == "dialect") return ev.heap().New<DialectObject>();
  if (name == "as_sql") return py::Value::Bool(false);
  if (name == "autocommit_block") {
    return Function(ev, name, [](py::Evaluator& e, const py::CallArgs&) -> py::Value {
      return e.heap().New<AutocommitObject>();
    });
  }
  if (name == "begin_transaction") return Constant(ev, name, ev.heap().New<BindObject>());
  if (name == "execute") {
    return Function(ev, name, [](py::Evaluator& e, const py::CallArgs& call) {
      RunOnConnection(e, call);
      return py::Value::None();
    });
  }
  return ev.NewUnknown(StrCat("'", name, "' of the migration context"));
}

std::optional<py::Value> SessionObject::GetAttr(py::Evaluator& ev, std::string_view name) {
  if (name == "execute" || name == "scalar" || name == "scalars")
    return Function(ev, name, RunInSession);
  if (name == "connection" || name == "get_bind") {
    return Constant(ev, name, ev.heap().New<BindObject>());
  }
  if (name == "bind") return ev.heap().New<BindObject>();
  static constexpr std::string_view kSilent[] = {"commit", "rollback",     "close",
                                                 "flush",  "expire_all",   "expunge_all",
                                                 "begin",  "begin_nested", "refresh"};
  if (std::find(std::begin(kSilent), std::end(kSilent), name) != std::end(kSilent)) {
    return Constant(ev, name, this);
  }
  static constexpr std::string_view kChanging[] = {"add",
                                                   "add_all",
                                                   "delete",
                                                   "merge",
                                                   "bulk_save_objects",
                                                   "bulk_insert_mappings",
                                                   "bulk_update_mappings"};
  if (std::find(std::begin(kChanging), std::end(kChanging), name) != std::end(kChanging)) {
    const std::string method(name);
    return Function(ev, name, [method](py::Evaluator& e, const py::CallArgs&) {
      LeftOut(e, StrCat("'", method, "()' of an ORM session is not read"));
      return py::Value::None();
    });
  }
  return Function(ev, name, [](py::Evaluator& e, const py::CallArgs&) {
    return e.NewUnknown(std::string(kQueryResult));
  });
}

}  // namespace schemadiff::alembic
