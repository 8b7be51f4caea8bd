#include "parsers/alembic/environment.h"

#include <optional>
#include <utility>
#include <vector>

#include "engine/base/escape.h"
#include "engine/base/strings.h"
#include "parsers/alembic/python_lexer.h"
#include "parsers/alembic/python_parser.h"
#include "parsers/alembic/sql_sink.h"

namespace schemadiff::alembic {
namespace {

constexpr std::string_view kKeyword = "target_metadata";

bool IsOperator(const py::Token& token, std::string_view text) {
  return token.kind == py::TokenKind::kOperator && token.text == text;
}
bool IsName(const py::Token& token, std::string_view text) {
  return token.kind == py::TokenKind::kName && token.text == text;
}

// The calls of configure() in a file, wherever they stand: env.py makes them in functions, of
// which one is for a connection and often asynchronous.
struct Configured {
  struct Expression {
    std::string text;
    py::Place place;
  };
  std::vector<Expression> targets;
  bool any_call = false;
  bool unpacks = false;  // `**options` in a call that names no target
};

Configured FindConfigured(const py::TokenList& list) {
  Configured found;
  const std::vector<py::Token>& tokens = list.tokens;
  for (size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!IsName(tokens[i], "configure") || !IsOperator(tokens[i + 1], "(")) continue;
    found.any_call = true;
    int depth = 0;
    bool unpacks = false;
    std::optional<size_t> begin;
    for (size_t j = i + 1; j < tokens.size(); ++j) {
      const py::Token& token = tokens[j];
      const bool opens = IsOperator(token, "(") || IsOperator(token, "[") || IsOperator(token, "{");
      const bool closes =
          IsOperator(token, ")") || IsOperator(token, "]") || IsOperator(token, "}");
      if (closes) --depth;
      if (depth == 0 || (depth == 1 && IsOperator(token, ","))) {
        if (begin.has_value() && *begin < j) {
          const char* first = tokens[*begin].text.data();
          const std::string_view last = tokens[j - 1].text;
          found.targets.push_back(
              {std::string(first, static_cast<size_t>(last.data() + last.size() - first)),
               tokens[*begin].place});
          unpacks = false;
          break;
        }
        if (closes) break;
      }
      if (opens) ++depth;
      unpacks |= depth == 1 && IsOperator(token, "**");
      if (depth == 1 && IsName(token, kKeyword) && j + 1 < tokens.size() &&
          IsOperator(tokens[j + 1], "=")) {
        begin = j + 2;
      }
    }
    found.unpacks |= unpacks;
  }
  return found;
}

// Runs env.py for its names only.
class Environment final : public py::Host, public SqlSink {
 public:
  explicit Environment(ProjectModules* modules) : importer_(modules) {}

  std::optional<py::Value> Import(py::Evaluator& ev, std::string_view module) override {
    return importer_.Import(ev, module);
  }
  void OnNotEvaluated(py::Evaluator&, const py::CannotEvaluate&) override {}
  void Emit(py::Evaluator& ev, py::TextBuilder, Effect, std::string_view) override {
    ev.Fail("SQL in env.py is not read");
  }
  void Doubt(std::string) override {}
  void Note(py::Evaluator&, std::string_view, std::string) override {}
  void Problem(py::Evaluator&, std::string_view, std::string) override {}
  TypeLedger& types() override { return types_; }
  const NamingConvention& naming() const override { return DefaultNaming(); }
  void LeftTransaction() override {}

 private:
  Importer importer_;
  TypeLedger types_;
};

NamingConvention Unknown(std::string why) { return {{}, std::move(why), true}; }

bool Same(const NamingConvention& a, const NamingConvention& b) {
  return a.templates == b.templates && a.unknown.empty() == b.unknown.empty();
}

}  // namespace

TargetNaming ReadTargetNaming(const std::string& file, std::string_view text,
                              ProjectModules* modules) {
  TargetNaming out;
  out.where = {file, 0, 0};
  std::string source = py::NormalizeSource(text);
  Configured configured;
  py::Module module;
  std::vector<std::string> variables;
  try {
    if (!IsValidUtf8(text)) throw py::SyntaxError("the file is not UTF-8", {});
    configured = FindConfigured(py::Tokenize(source));
    if (configured.any_call && configured.targets.empty() && !configured.unpacks) {
      out.naming = DefaultNaming();
      return out;
    }
    if (py::ParseModule(source).body.empty()) {
      out.naming = DefaultNaming();
      return out;
    }
    // What the calls are given is evaluated as if it stood at the end of the file.
    if (configured.targets.empty()) configured.targets.push_back({std::string(kKeyword), {}});
    for (const Configured::Expression& target : configured.targets) {
      variables.push_back(StrCat("__target_", variables.size()));
      StrAppend(&source, "\n", variables.back(), " = (", target.text, "\n)\n");
    }
    module = py::ParseModule(source);
  } catch (const py::SyntaxError& error) {
    out.where.line = error.place().line;
    out.naming = Unknown(StrCat("a file that cannot be read: ", error.what()));
    return out;
  }
  out.where.line = configured.targets.back().place.line;
  Environment host(modules);
  py::Evaluator ev(&host);
  const py::CodeFile code{file, true};
  try {
    const py::Scope* scope = ev.RunModule(module, code);
    bool first = true;
    for (const std::string& variable : variables) {
      const auto it = scope->names.find(variable);
      const NamingConvention naming = it == scope->names.end()
                                          ? Unknown("something that is not there")
                                          : ConventionsOf(ev, it->second);
      if (first) {
        out.naming = naming;
      } else if (!Same(out.naming, naming)) {
        out.naming = Unknown("which of several calls of configure() is run");
      }
      first = false;
    }
  } catch (const py::CannotEvaluate& error) {
    out.naming = Unknown(StrCat("code that is not evaluated: ", error.reason));
  } catch (const py::Raised& raised) {
    out.naming = Unknown(StrCat("code that raises ", raised.type));
  }
  return out;
}

std::string FindConstantKeyword(std::string_view text, std::string_view keyword) {
  const std::string source = py::NormalizeSource(text);
  try {
    const py::TokenList list = py::Tokenize(source);
    for (size_t i = 0; i + 2 < list.tokens.size(); ++i) {
      const py::Token& value = list.tokens[i + 2];
      if (list.tokens[i].kind != py::TokenKind::kName || list.tokens[i].text != keyword ||
          list.tokens[i + 1].text != "=" || value.kind != py::TokenKind::kString) {
        continue;
      }
      const py::StringLiteral& literal = list.strings[value.string];
      if (!literal.formatted && !literal.bytes && !literal.unread) return literal.pieces[0].text;
    }
  } catch (const py::SyntaxError&) {
    // A file that is no Python has no settings.
  }
  return "";
}

}  // namespace schemadiff::alembic
