// SQLAlchemy's SQL expressions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/alembic/evaluator.h"
#include "parsers/alembic/python_text.h"
#include "parsers/alembic/sa_types.h"

namespace schemadiff::alembic {

class TableObject;
class StatementObject;

enum class ElementKind : uint8_t {
  kText,      ///< text()
  kColumn,    ///< a column, by name
  kVerbatim,  ///< literal_column(), NULL, true, false
  kLiteral,   ///< a value
  kFunction,
  kCast,
  kBinary,
  kPrefix,  ///< NOT x, -x
  kSuffix,  ///< x DESC
  kJoined,  ///< a AND b AND c
  kTuple,   ///< (a, b)
  kGrouping,
  kCase,  ///< parts: [value] when then ... [else]
  kLabel,
  kSubquery,
  kExists,
  kExtract,
  kArrayLiteral,
  kSequenceNext,
};

/// A node of an SQL expression.
class Element : public py::Native {
 public:
  Element(ElementKind k, std::string t) : kind(k), text(std::move(t)) {}
  std::string TypeName() const override { return "sqlalchemy expression"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view attribute) override;
  std::optional<py::Value> Binary(py::Evaluator& ev, py::BinaryOp op, py::Value operand,
                                  bool reflected) override;
  std::optional<py::Value> Compare(py::Evaluator& ev, py::CompareOp op, py::Value operand,
                                   bool reflected) override;
  std::optional<py::Value> Unary(py::Evaluator& ev, py::UnaryOp op) override;
  std::optional<py::Value> GetItem(py::Evaluator& ev, py::Value index) override;
  std::string Str(py::Evaluator& ev) override;

  ElementKind kind;
  /// The text, the operator with its spaces, the function's or column's name in SQL.
  std::string text;
  std::vector<py::LineMark> marks;  ///< of kText
  std::string name;                 ///< of columns and labels, as in Python
  int precedence = kAtom;
  std::vector<const Element*> parts;
  py::Value value;  ///< of kLiteral
  const TypeObject* type = nullptr;
  const TableObject* table = nullptr;                         ///< of kColumn
  const StatementObject* statement = nullptr;                 ///< of kSubquery and kExists
  std::vector<std::pair<std::string, py::Value>> parameters;  ///< of kText
  std::vector<bool> flags;  ///< kCase: whether it begins with a value, ends with an else
  uint32_t line = 0;

  static constexpr int kAtom = 100;
};

/// How an expression is written.
struct RenderState {
  explicit RenderState(py::Evaluator& evaluator) : ev(evaluator) {}
  py::Evaluator& ev;
  bool include_table = false;
  /// Unknown values become parameters ($1 ...): for statements that only change data.
  bool unknown_as_parameter = false;
  int parameters_used = 0;
  const py::Unknown* first_unknown = nullptr;
  /// Values of the parameters of text(), by name; then what the text itself was given.
  std::vector<std::pair<std::string, py::Value>> parameters;
  std::vector<std::string> missing_parameters;
  int depth = 0;
};

/// Writes the expression. Fails for what cannot be written.
std::string Render(RenderState& state, const Element& element);
/// The same as an operand of an operator of that precedence.
std::string RenderOperand(RenderState& state, const Element& element, int against);
/// A value as a constant of SQL.
std::string RenderValue(RenderState& state, py::Value value, const TypeObject* type);
/// Text with its `:name` parameters replaced and `\:` unescaped, keeping lines.
void RenderText(RenderState& state, const Element& element, py::TextBuilder* out);

/// The expression in DDL: no table names, constants in place; fails for parameters.
std::string ExpressionSql(py::Evaluator& ev, const Element& element);
/// What a server default (a string, text() or an expression) writes after DEFAULT.
std::string DefaultSql(py::Evaluator& ev, py::Value value);

Element* NewElement(py::Evaluator& ev, ElementKind kind, std::string text);
Element* NewText(py::Evaluator& ev, const py::String& text);
Element* NewColumnElement(py::Evaluator& ev, const std::string& name, const TypeObject* type,
                          const TableObject* table);
/// An expression from a value: expressions stay, other values become constants.
const Element* CoerceExpression(py::Evaluator& ev, py::Value value,
                                const TypeObject* type = nullptr);
/// The same where a string is SQL text.
const Element* CoerceText(py::Evaluator& ev, py::Value value, uint32_t line);
/// `left op right` by the rules of SQLAlchemy's operators ("=", "<", "+", "||" ...).
Element* MakeBinary(py::Evaluator& ev, std::string op, int precedence, const Element* left,
                    const Element* right);
/// AND or OR over conditions.
Element* MakeJoined(py::Evaluator& ev, bool conjunction, const std::vector<const Element*>& parts);
/// The opposite of a condition.
const Element* Negate(py::Evaluator& ev, const Element* element);

/// `sqlalchemy.func`.
class FuncObject : public py::Native {
 public:
  explicit FuncObject(std::vector<std::string> path) : path_(std::move(path)) {}
  std::string TypeName() const override { return "func"; }
  std::optional<py::Value> GetAttr(py::Evaluator& ev, std::string_view name) override;
  bool IsCallable() const override { return !path_.empty(); }
  py::Value Call(py::Evaluator& ev, const py::CallArgs& call) override;

 private:
  std::vector<std::string> path_;
};

/// A function of `sqlalchemy` that makes an expression (text, cast, and_, literal ...);
/// nullopt where there is none of that name.
std::optional<py::Value> ExpressionFunction(py::Evaluator& ev, std::string_view name);

}  // namespace schemadiff::alembic
